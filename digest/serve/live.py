"""The state between builder and browsers: the number of the last good build, the error of the last bad one.

A bad build changes nothing on the disk; browsers keep the old page and lay the error over it. The stamp that a page was
served with tells whether it is still the present one, so that a missed event does no harm.
"""

from __future__ import annotations

import re
import secrets
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from digest.build import Desk, Gathered, build, gather
from digest.config import Config
from digest.errors import ConfigError, DigestError
from digest.model import Problem
from digest.render import wording
from digest.wording import Wording

_PLACE = re.compile(r"^(?P<file>.+?):(?P<line>\d+)(?::\d+)?: ")

FRAME_LINES = 2
"""Lines of the file shown before and after the one with the mistake."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why the last build failed, and the lines of the file that is to blame."""

    message: str
    frame: str = ""


class Live:
    """Shared by the builder and every request."""

    def __init__(
        self,
        configure: Callable[[], Config],
        desk: Desk,
        clock: Callable[[], datetime | None],
        config: Config,
    ) -> None:
        self.config = config  # of the last good build
        self.failure: Failure | None = None
        self._configure, self._desk, self._clock = configure, desk, clock
        self._run = secrets.token_hex(4)  # another server at this port isn't this one
        self._number = 0
        self._changed = threading.Condition()
        self._working = threading.Lock()
        self._gathered: tuple[str, Gathered] | None = None
        self._words: tuple[str, Wording] | None = None
        self._problems: frozenset[Problem] = frozenset()
        self._closed = False

    @property
    def stamp(self) -> str:
        """Names the state that pages are served in."""
        return f"{self._run}-{self._number}"

    def build(self, *, on_error: Literal["raise", "show"]) -> None:
        """One build. What it publishes, or why it failed, is told to all browsers; an unchanged site to none."""
        started = time.monotonic()
        try:
            with self._working:
                config = self._configure()
                report = build(config, self._desk, now=self._clock())
        except Exception as error:  # the old site stays and the page says why, whatever it was
            if on_error == "raise":
                raise
            self._fail(error)
            return
        self.config = config
        new = [problem for problem in report.problems if problem not in self._problems]
        self._problems = frozenset(report.problems)
        for problem in new:
            print(f"{problem.severity}: {problem.line()}", file=sys.stderr)
        done = report.written
        touched = done.created + done.changed + done.removed
        if touched or self.failure is not None or not self._number:
            count = f"{done.created} new, {done.changed} changed, {done.removed} removed"
            print(f"built: {count}, {time.monotonic() - started:.2f} s", file=sys.stderr)
            self._publish(None)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, DigestError):
            traceback.print_exception(error)
        known = isinstance(error, DigestError | OSError)
        message = str(error) if known else f"{type(error).__name__}: {error} (a fault of the program; see the terminal)"
        print(f"error: {message}", file=sys.stderr)
        self._publish(Failure(message, frame(message, self.config)))

    def _publish(self, failure: Failure | None) -> None:
        with self._changed:
            if failure is not None and failure == self.failure:
                return
            self.failure = failure
            self._number += 1
            self._changed.notify_all()

    def wait(self, stamp: str, seconds: float) -> bool:
        """Waits until the state is another than `stamp`'s. False when it took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: self._closed or self.stamp != stamp, seconds) and not self._closed

    def close(self) -> None:
        """Sends all who wait away."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        return self._closed

    def words(self) -> Wording:
        """The words of the interface, as of the present state; the default theme's where the site's can't be read."""
        stamp = self.stamp
        if self._words is None or self._words[0] != stamp:
            try:
                found = wording(self.config.templates, self.config.site.language)
            except ConfigError:
                found = wording(None, self.config.site.language)
            self._words = (stamp, found)
        return self._words[1]

    def gathered(self) -> Gathered:
        """The articles with all that was removed from them, as of the present state."""
        stamp = self.stamp
        with self._working:
            if self._gathered is None or self._gathered[0] != stamp:
                self._gathered = (stamp, gather(self.config, self._desk, now=self._clock()))
            return self._gathered[1]


def frame(message: str, config: Config) -> str:
    """The lines around the place that a message begins with, numbered, its own marked."""
    place = _PLACE.match(message)
    if place is None:
        return ""
    name, number = Path(place["file"]), int(place["line"])
    for path in (config.root / name, config.file.parent / name, name):
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        first, last = max(1, number - FRAME_LINES), min(len(lines), number + FRAME_LINES)
        return "\n".join(f"{'>' if at == number else ' '} {at:>4} | {lines[at - 1]}" for at in range(first, last + 1))
    return ""
