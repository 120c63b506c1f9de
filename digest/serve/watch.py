"""What changed since the last look. Events only say "look now": a snapshot of names, times, sizes and inodes decides.

So it doesn't matter that systems report a save in a dozen ways, lose events when many come, or send none at all from a
network drive; and what is saved during a build is seen by the next look. The only room that knows watchdog.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.config import Config
from digest.read import is_ignored

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver

QUIET_SECONDS = 0.05
"""A save is over when nothing happened for so long: editors write, rename and touch in a burst of milliseconds."""

LONGEST_BURST_SECONDS = 0.5
"""A burst that never ends (a copy of many files) is looked at anyway."""

IDLE_SECONDS = 2.0
"""Between two looks when no event came: queues overflow in silence and folders are replaced under the watcher."""

IDLE_SHARE = 50
"""An idle look costs at most this fraction of a core: after a look of 100 ms the next idle one waits five seconds."""

POLL_SECONDS = 1.0

REMOTE = frozenset({"9p", "drvfs", "nfs", "nfs4", "cifs", "smbfs", "smb3", "fuse", "fuseblk", "fuse.sshfs", "vboxsf"})
"""File systems that report no changes, or only those of this machine."""

Snapshot = dict[str, tuple[int, int, int]]


class Watcher:
    """Looks at content/, templates/ and the files beside them; never at output/. Not for more than one thread."""

    def __init__(self, config: Callable[[], Config], poll_seconds: float | None = None) -> None:
        self._config = config
        self._poll_seconds = poll_seconds
        self._woken = threading.Event()
        self._observer: BaseObserver | None = None
        self._watches: dict[Path, tuple[tuple[int, int], Any]] = {}
        self._seen: Snapshot = {}
        self._look_seconds = 0.0
        if poll_seconds is None and (reason := _no_events(config().content)):
            self._fall_back(reason)

    def look(self) -> bool:
        """Whether anything differs from the last look."""
        started = time.monotonic()
        self._follow_folders()
        before, self._seen = self._seen, snapshot(self._config())
        self._look_seconds = time.monotonic() - started
        return before != self._seen

    def wait(self, stopped: threading.Event) -> bool:
        """Waits for an event or for the idle look; whether something has changed. False at once when stopped."""
        idle = max(IDLE_SECONDS, IDLE_SHARE * self._look_seconds)
        if self._woken.wait(self._poll_seconds or idle):
            self._settle(stopped)
        return not stopped.is_set() and self.look()

    def stop(self) -> None:
        """Ends the wait and the observer."""
        self._woken.set()
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None

    def _settle(self, stopped: threading.Event) -> None:
        deadline = time.monotonic() + LONGEST_BURST_SECONDS
        while not stopped.is_set() and time.monotonic() < deadline:
            self._woken.clear()
            if not self._woken.wait(QUIET_SECONDS):
                return
        self._woken.clear()

    def _follow_folders(self) -> None:
        """Watches each folder as it is now: one that was removed and made again is another one to the system."""
        if self._poll_seconds is not None:
            return
        config = self._config()
        wanted = {config.content: True, config.templates: True, config.file.parent: False, config.root: False}
        for folder in [*self._watches]:
            if folder not in wanted or _identity(folder) != self._watches[folder][0]:
                self._forget(folder)
        for folder, recursive in wanted.items():
            identity = _identity(folder)
            if identity is not None and folder not in self._watches and self._poll_seconds is None:
                self._watch(folder, identity, recursive=recursive)

    def _watch(self, folder: Path, identity: tuple[int, int], *, recursive: bool) -> None:
        from watchdog import events
        from watchdog.observers import Observer

        woken = self._woken

        class Wake(events.FileSystemEventHandler):
            def on_any_event(self, event: events.FileSystemEvent) -> None:
                woken.set()

        # Without the filter a build that reads its sources wakes itself for ever, and 10,000 folders live-lock.
        wanted: list[type[events.FileSystemEvent]] = [
            events.FileModifiedEvent,
            events.FileCreatedEvent,
            events.FileDeletedEvent,
            events.FileMovedEvent,
            events.FileClosedEvent,
            events.DirCreatedEvent,
            events.DirDeletedEvent,
            events.DirMovedEvent,
        ]
        try:
            if self._observer is None:
                self._observer = Observer()
                self._observer.start()
            watch = self._observer.schedule(Wake(), str(folder), recursive=recursive, event_filter=wanted)
        except OSError as error:
            self._fall_back(str(error))
            return
        self._watches[folder] = (identity, watch)

    def _forget(self, folder: Path) -> None:
        _, watch = self._watches.pop(folder)
        if self._observer is not None:
            with contextlib.suppress(KeyError, OSError, RuntimeError):  # the system has forgotten it before us
                self._observer.unschedule(watch)

    def _fall_back(self, reason: str) -> None:
        print(f"the system reports no changes here ({reason}): looking every {POLL_SECONDS:g} s", file=sys.stderr)
        self._poll_seconds = POLL_SECONDS
        if self._observer is not None:
            self._observer.stop()
            self._observer = None
        self._watches.clear()


def snapshot(config: Config) -> Snapshot:
    """Time, size and inode of every file that a build reads."""
    found: Snapshot = {}
    for folder in (config.content, config.templates):
        for entry in _files(folder):
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            found[entry.path] = (status.st_mtime_ns, status.st_size, status.st_ino)
    for file in (config.file, config.edits, config.ledger):
        try:
            status = file.stat()
        except OSError:
            continue
        found[str(file)] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found


def _files(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            listed = list(entries)
    except OSError:
        return
    for entry in listed:
        if is_ignored(entry.name):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            else:
                yield entry
        except OSError:
            continue


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _no_events(folder: Path) -> str:
    """The kind of file system, when it is one that reports no changes; else nothing."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
        here = folder.resolve()
    except OSError:
        return ""
    best, kind = "", ""
    for line in mounts:
        fields = line.split()
        if len(fields) > 2 and len(fields[1]) >= len(best) and here.is_relative_to(fields[1].replace("\\040", " ")):
            best, kind = fields[1], fields[2]
    return kind if kind in REMOTE else ""
