"""Output → output/: only what differs, atomically, and never a file that isn't ours.

The manifest (path → hashes, sorted JSON under .digest/) is the record of what the program wrote. The rule for every
other file in output/: it is never overwritten and never removed. One that stands where a page should go stops
the build before anything is touched, and is named; any other (CNAME, .well-known, a picture) is left in peace.
.digest/ may be deleted. Where no manifest is, our files are known by the mark that they bear, and what has no room for
one by the front page beside it: they may be overwritten, and those that no page needs are named, never removed.

Order on the disk: new files, then changed ones, each in the order given (so give pages before what links to them),
removals last. A rewritten file costs a hundred times a compared one (ext4 flushes it), so equal bytes are left alone.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digest.errors import OutputError
from digest.model import Output

RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))})
"""File names that Windows gives to devices, whatever their ending."""

_DEVICE = re.compile(r"(?:^|/)(?:con|prn|aux|nul|com\d|lpt\d)(?:[./]|$)", re.IGNORECASE)
_PLAIN = re.compile(r"(?:[A-Za-z0-9_-]{1,200}/)*[A-Za-z0-9_-]{1,200}(?:\.[A-Za-z0-9]{1,8})?")
"""Names that any file system can hold, but for devices: nearly all, and a look at each letter costs more."""

LONGEST_NAME_BYTES = 240
"""Under the 255 bytes of common file systems, less the ending of the temporary file."""

LOCK_SECONDS = 60
"""How long a build waits for another one in the same folder before it gives up."""


MARKS = {
    ".html": b'<meta name="generator" content="digest">',
    ".xml": b"<generator>digest</generator>",
    ".json": b'{\n "version": ',
}
"""How a file of ours is known without a manifest. The other kinds have no place for a mark."""

MARK_WITHIN = 4_000
"""Bytes in which the mark stands."""


@dataclass(frozen=True, slots=True)
class Written:
    """What happened to output/, as counts; `kept` names files of ours that somebody changed and no page needs now."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: tuple[str, ...] = ()


def write(outputs: Sequence[Output], output: Path, manifest: Path) -> Written:
    """Makes `output` hold the outputs. OutputError, with nothing touched, when it can't be done safely."""
    _check_names(outputs)
    owned = _load(manifest)
    try:
        found = {} if manifest.exists() else _marked(outputs, output)
        new, changed, unchanged = _compare(outputs, output, {**owned, **found})
        hashes = {item.path: item.sha256 for item in outputs}
        if new or changed or set(owned) != set(hashes):
            # Both hashes while it lasts: a build cut short leaves no file that the next one takes for a stranger's.
            _save(
                manifest,
                {path: sorted({*owned.get(path, ()), hashes.get(path, "")} - {""}) for path in {*owned, *hashes}},
            )
        for item in (*new, *changed):
            replace(output / item.path, item.data)
        removed, kept = _remove(sorted(set(owned) - set(hashes)), output, owned)
        kept = tuple(sorted({*kept, *(set(found) - set(hashes))}))
        _save(manifest, {path: [value] for path, value in hashes.items()})
    except OSError as error:
        raise OutputError(f"{error.filename or output}: cannot be written: {error.strerror or error}") from error
    return Written(len(new), len(changed), unchanged, removed, kept)


def unchanged(output: Path, manifest: Path) -> bool:
    """Whether output/ still holds, byte for byte, what the last build wrote."""
    owned = _load(manifest)
    try:
        same = all(fingerprint((output / path).read_bytes()) in values for path, values in owned.items())
    except OSError:
        return False
    return bool(owned) and same


def state(manifest: Path) -> Mapping[str, tuple[str, ...]]:
    """What the manifest says is ours: path → hashes."""
    return _load(manifest)


def replace(path: Path, data: bytes) -> None:
    """Puts the bytes at the path in one step: a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        _retry(temporary.replace, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _retry(rename: Any, path: Path) -> None:
    """Windows refuses to replace a file that a virus scanner or a browser holds for a moment."""
    for attempt in range(5):
        try:
            rename(path)
            return
        except PermissionError:
            if os.name != "nt" or attempt == 4:
                raise
            time.sleep(0.05 * (attempt + 1))


def _compare(
    outputs: Sequence[Output], output: Path, owned: Mapping[str, tuple[str, ...]]
) -> tuple[list[Output], list[Output], int]:
    """The outputs that aren't there, those that differ, and how many are there already."""
    if output.is_symlink() and not output.exists():
        raise OutputError(f"{output}: a link to nowhere; make the folder that it points to, or remove the link")
    if output.exists() and not output.is_dir():
        raise OutputError(f"{output}: a file stands where the output folder should be; move it away")
    new: list[Output] = []
    changed: list[Output] = []
    real = output.resolve()
    safe: set[str] = set()
    folder = str(output)
    for item in outputs:
        path = f"{folder}{os.sep}{item.path}"  # pathlib would cost as much as reading the file
        parent = item.path.rpartition("/")[0]
        if parent not in safe:
            if not (output / parent).resolve().is_relative_to(real):
                raise OutputError(f"{output / parent}: leads out of the output folder; remove that link")
            safe.add(parent)
        try:
            same = _holds(path, item.data)
        except (FileNotFoundError, NotADirectoryError):
            new.append(item)
            continue
        except IsADirectoryError:
            raise OutputError(f"{path}: a folder stands where a page should go; move it away") from None
        if same:
            continue
        if item.path not in owned:
            raise OutputError(
                f"{path}: in the way, and no build here has written it; move it away, or delete the folder if all of "
                "it was generated"
            )
        changed.append(item)
    return new, changed, len(outputs) - len(new) - len(changed)


_LOOK = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


def _holds(path: str, data: bytes) -> bool:
    """Whether a file holds just these bytes; a link never does. As few calls as can be: an edit looks at every page."""
    if not hasattr(os, "O_NOFOLLOW") and os.path.islink(path):  # noqa: PTH114 - pathlib would cost as much as reading
        return False
    try:
        descriptor = os.open(path, _LOOK)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK):  # a link
            return False
        raise
    try:
        wanted = len(data) + 1
        found = os.read(descriptor, wanted)
        while 0 < len(found) < wanted and (more := os.read(descriptor, wanted - len(found))):
            found += more
    finally:
        os.close(descriptor)
    return found == data


def _marked(outputs: Sequence[Output], output: Path) -> dict[str, tuple[str, ...]]:
    """Files that an earlier build must have written, though no manifest says so: pages and feeds with our mark, and,
    where the front page is ours, what a build plans beside them."""
    planned = {item.path for item in outputs}
    home = _start(output / "index.html")
    if any(mark not in home for mark in (MARKS[".html"], b"<!doctype html>")):
        return {}
    names = {path.relative_to(output).as_posix() for path in output.rglob("*.html")} | planned
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(names):
        mark = next((mark for ending, mark in MARKS.items() if name.endswith(ending)), b"")
        path = output / name
        if path.is_file() and not path.is_symlink() and (mark in _start(path) or name == "sitemap.xml"):
            found[name] = (fingerprint(path.read_bytes()),)
    return found


def _start(path: Path) -> bytes:
    """The first bytes of a file, where a mark stands; none of a file that isn't there."""
    try:
        with path.open("rb") as file:
            return file.read(MARK_WITHIN)
    except OSError:
        return b""


def _remove(paths: Sequence[str], output: Path, owned: Mapping[str, tuple[str, ...]]) -> tuple[int, tuple[str, ...]]:
    """Removes files of ours that no page needs now, and folders that this leaves empty."""
    removed, kept = 0, []
    folders: set[Path] = set()
    for name in paths:
        path = output / name
        try:
            data = path.read_bytes()
        except OSError:
            continue
        if fingerprint(data) not in owned[name]:
            kept.append(name)
            continue
        path.unlink()
        removed += 1
        folders.update(parent for parent in path.parents if parent != output and parent.is_relative_to(output))
    for folder in sorted(folders, key=lambda f: len(f.parts), reverse=True):
        with contextlib.suppress(OSError):
            folder.rmdir()
    return removed, tuple(kept)


def _check_names(outputs: Sequence[Output]) -> None:
    """Refuses two pages at one address and names that some file system can't hold."""
    seen: dict[str, str] = {}
    for item in outputs:
        folded = item.path.casefold()
        if folded in seen:
            raise OutputError(f"two pages want one place: {seen[folded]} and {item.path}")
        seen[folded] = item.path
        if not _PLAIN.fullmatch(item.path) or _DEVICE.search(item.path):
            _check_name(item.path)


def _check_name(path: str) -> None:
    for part in path.split("/"):
        if part in ("", ".", "..") or any(c in '\\:*?"<>|' or ord(c) < 32 for c in part):
            raise OutputError(f"{path!r}: not a path inside the output folder")
        if part.split(".")[0].lower() in RESERVED or part != part.rstrip(". "):
            raise OutputError(f"{path}: Windows has no file of this name")
        if len(part.encode()) > LONGEST_NAME_BYTES:
            raise OutputError(f"{path}: the name is over {LONGEST_NAME_BYTES} bytes long")


def _load(manifest: Path) -> dict[str, tuple[str, ...]]:
    """The manifest; empty when it's missing or unreadable, since then nothing is known to be ours."""
    try:
        data = json.loads(manifest.read_bytes())
        return {str(path): tuple(map(str, values)) for path, values in data["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _save(manifest: Path, files: Mapping[str, Sequence[str]]) -> None:
    body = json.dumps({"version": 1, "files": dict(files)}, ensure_ascii=False, sort_keys=True).encode() + b"\n"
    if not manifest.is_file() or manifest.read_bytes() != body:
        replace(manifest, body)


def fingerprint(data: bytes) -> str:
    """What the manifest knows a file by."""
    return hashlib.sha256(data).hexdigest()


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder against other builds. The system lets go of it when a process dies, however it dies."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / "lock").open("a+b")
    except OSError as error:
        raise OutputError(f"{error.filename or folder}: cannot be written: {error.strerror}") from error
    with handle:
        deadline = time.monotonic() + LOCK_SECONDS
        while not _try_lock(handle.fileno()):
            if time.monotonic() > deadline:
                raise OutputError(f"{folder}: another build has been at work here for {LOCK_SECONDS} s; stop it first")
            time.sleep(0.05)
        try:
            yield
        finally:
            _unlock(handle.fileno())


if os.name == "nt":  # pragma: no cover
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # Windows only
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # Windows only

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
