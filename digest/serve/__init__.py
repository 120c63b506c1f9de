"""Build, serve, rebuild while people edit. Calls the very same `build` as the command, with a desk that is kept.

watch.py  what changed since the last look (events only say "look")      live.py  build number, error, who waits for it
server.py HTTP over the folder of the site and a few reserved addresses   pages.py what is added to pages while serving
"""

from __future__ import annotations

import gc
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from digest.build import Desk, kept_desk
from digest.config import Config
from digest.serve.live import Live
from digest.serve.server import Address, Server, bind
from digest.serve.watch import Watcher

__all__ = ["Address", "Session", "Watch", "Watching", "serve_forever"]

Watching = Literal["no", "events", "poll"]


@dataclass(frozen=True, slots=True)
class Watch:
    """Whether and how changes are noticed."""

    how: Watching = "no"
    poll_seconds: float = 1.0


class Session:
    """A server and its builder. `start` builds once and serves; `watch` rebuilds until `stop`."""

    def __init__(
        self, configure: Callable[[], Config], address: Address, clock: Callable[[], datetime | None], *, jobs: int = 1
    ) -> None:
        self._http = bind(address)  # before the build: a port in use is known at once
        try:
            config = configure()
            self.desk: Desk = kept_desk(config, jobs=jobs)
            self.live = Live(configure, self.desk, clock, config)
        except BaseException:
            self._http.server_close()
            raise
        self.server = Server(self._http, self.live)
        self._watcher: Watcher | None = None
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    @property
    def url(self) -> str:
        """Where the front page is."""
        return self.server.url

    def start(self, watch: Watch) -> None:
        """The first build, whose errors are raised unless somebody watches, then the server."""
        try:
            if watch.how != "no":
                self._watcher = Watcher(lambda: self.live.config, watch.poll_seconds if watch.how == "poll" else None)
                self._watcher.look()
            self.live.build(on_error="show" if self._watcher else "raise")
            gc.freeze()  # what the first build made stays: no edit waits while it is looked through for garbage
        except BaseException:
            self.stop()
            raise
        self.server.start(live="yes" if self._watcher else "no")

    def run(self) -> None:
        """Rebuilds whenever something has changed, until stopped. Without a watcher it only waits."""
        if self._watcher is None:
            self._stopped.wait()
        while self._watcher is not None and not self._stopped.is_set():
            if self._watcher.wait(self._stopped):
                self.live.build(on_error="show")

    def run_in_background(self) -> None:
        """`run` on a thread of its own."""
        self._thread = threading.Thread(target=self.run, name="builder", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends everything; a build that runs is finished first."""
        self._stopped.set()
        if self._watcher is not None:
            self._watcher.stop()
        if self._thread is not None:
            self._thread.join()
        self.live.close()
        self.server.stop()
        self.desk.close()


def serve_forever(
    configure: Callable[[], Config],
    address: Address,
    watch: Watch,
    clock: Callable[[], datetime | None],
    *,
    jobs: int = 1,
    opened: Callable[[str], object] | None = None,
) -> None:
    """Until interrupted. `opened` is given the address once pages are there, to open a browser."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # supervisors stop a server so: leave as tidily
    session = Session(configure, address, clock, jobs=jobs)
    session.start(watch)
    doing = "serving and watching" if watch.how != "no" else "serving"
    print(f"{doing} {session.url} (stop with Ctrl-C)", file=sys.stderr)
    if opened is not None:
        opened(session.url)
    try:
        session.run()
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    finally:
        session.stop()
