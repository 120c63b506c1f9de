"""Processes that can be killed: where hostile input may stall or swell a library, the build must go on.

Each worker is a process of its own with a memory limit, holding one pipe. The parent hands out one item at a time and
watches the clock; a worker that is late or dies is ended and replaced, and its item comes back as a WorkerFailure.
Workers stay alive across items, since starting the extractor costs more than a page does."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from types import ModuleType
from typing import Any, Generic, Literal, TypeVar

T = TypeVar("T")
R = TypeVar("R")

START_SECONDS = 60.0
"""What a worker may take to start and import, on a busy machine; it doesn't count against its first item."""

COLLECT_EVERY = 20_000
"""New objects between two searches for unreachable cycles, instead of Python's 700: a build makes hundreds of thousands
of values that stay and hardly a cycle, and each search of the oldest ones looks at the whole archive. Measured: a
quarter of an edit among 700 articles, 8 % more memory."""

AHEAD = 64
"""Results kept waiting for an earlier, slower item, for each worker; bounds memory on endless input."""


@dataclass(frozen=True, slots=True)
class WorkerFailure:
    """Why an item has no result. `error` holds what the function raised, where it raised."""

    reason: Literal["time", "memory", "died", "raised"]
    message: str
    error: Exception | None = None


@dataclass(slots=True)
class _Worker(Generic[T]):
    process: Any
    pipe: Connection
    ready: bool = False
    index: int | None = None  # of the item in hand
    deadline: float = 0.0
    item: T | None = None


class Pool(Generic[T, R]):
    """Workers for one function. Use as a context manager; `run` may be called many times and the workers stay warm."""

    def __init__(self, function: Callable[[T], R], *, jobs: int, seconds: float, memory_bytes: int) -> None:
        self._function = function
        self._jobs = max(1, jobs)
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._context: BaseContext = multiprocessing.get_context("spawn")
        self._workers: list[_Worker[T]] = []

    def __enter__(self) -> Pool[T, R]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, items: Iterable[T]) -> Iterator[R | WorkerFailure]:
        """One result or failure an item, in the order of items."""
        for worker in [worker for worker in self._workers if worker.index is not None]:
            self._drop(worker)  # it works on an item of a run that was given up
        queue = enumerate(items)
        done: dict[int, R | WorkerFailure] = {}
        following, exhausted = 0, False
        while True:
            while following in done:
                yield done.pop(following)
                following += 1
            while not exhausted and len(done) < AHEAD * self._jobs:
                taken = self._hand_out(queue)
                exhausted = taken == "no item"
                if taken != "handed":
                    break
            busy = [worker for worker in self._workers if worker.index is not None]
            if not busy:
                if exhausted and not done:
                    return
                continue
            for worker in self._wait(busy):
                index = worker.index
                assert index is not None
                outcome = self._collect(worker)
                if outcome is not None:
                    done[index] = outcome[0]

    def close(self) -> None:
        """Ends all workers at once."""
        for worker in self._workers:
            self._end(worker)
        self._workers.clear()

    def _hand_out(self, queue: Iterator[tuple[int, T]]) -> Literal["handed", "no worker", "no item"]:
        free = next((worker for worker in self._workers if worker.index is None), None)
        if free is None and len(self._workers) >= self._jobs:
            return "no worker"
        item = next(queue, None)
        if item is None:
            return "no item"
        if free is None:
            free = self._start()
        self._give(free, *item)
        return "handed"

    def _start(self) -> _Worker[T]:
        ours, theirs = self._context.Pipe()
        arguments = (theirs, self._function, self._memory_bytes)
        process = self._context.Process(target=_serve, args=arguments, daemon=True)  # type: ignore[attr-defined]  # typeshed: only on its subclasses
        with _nameless_main():
            process.start()
        theirs.close()
        worker: _Worker[T] = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _give(self, worker: _Worker[T], index: int, item: T) -> None:
        """An item goes only to a worker that has reported itself ready: a full pipe would block the parent."""
        worker.index, worker.item = index, item
        if worker.ready:
            self._send(worker)
        else:
            worker.deadline = time.monotonic() + START_SECONDS

    def _send(self, worker: _Worker[T]) -> None:
        worker.deadline = time.monotonic() + self._seconds
        with suppress(OSError):  # a worker that died in the meantime is found at the next look
            worker.pipe.send(worker.item)

    def _wait(self, busy: list[_Worker[T]]) -> list[_Worker[T]]:
        """Workers that have something to say, or that are out of time."""
        patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        heard = wait([worker.pipe for worker in busy], patience)
        now = time.monotonic()
        return [worker for worker in busy if worker.pipe in heard or worker.deadline <= now]

    def _collect(self, worker: _Worker[T]) -> tuple[R | WorkerFailure] | None:
        """The outcome of a worker's item; None while there is none yet."""
        try:
            if not worker.pipe.poll():
                raise TimeoutError
            kind, value = worker.pipe.recv()
        except TimeoutError:
            self._drop(worker)
            return (WorkerFailure("time", f"not done after {self._seconds:g} seconds"),)
        except (EOFError, OSError):
            self._drop(worker)
            return (WorkerFailure("died", "the worker process ended; most likely it ran out of memory"),)
        if kind == "ready":
            worker.ready = True
            self._send(worker)
            return None
        worker.index = worker.item = None
        if kind == "memory":
            self._drop(worker)  # what is left of its memory is not to be trusted
            return (WorkerFailure("memory", f"needs more than {self._memory_bytes // 1_000_000:,} MB of memory"),)
        if kind == "raised":
            return (WorkerFailure("raised", f"{type(value).__name__}: {value}", value),)
        return (value,)

    def _drop(self, worker: _Worker[T]) -> None:
        self._workers.remove(worker)
        self._end(worker)

    def _end(self, worker: _Worker[T]) -> None:
        worker.process.kill()
        worker.process.join()
        worker.process.close()
        worker.pipe.close()


@contextmanager
def _nameless_main() -> Iterator[None]:
    """A spawned process imports the parent's main module again: slow for the command line, and endless for a script
    without `if __name__ == "__main__"` that calls `build`. The function to run is imported by its own name."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def run(
    function: Callable[[T], R], items: Iterable[T], *, jobs: int, seconds: float, memory_bytes: int
) -> Iterator[R | WorkerFailure]:
    """`function` over `items` in worker processes: results in order, failures as values. No item, no process."""
    with Pool(function, jobs=jobs, seconds=seconds, memory_bytes=memory_bytes) as pool:
        yield from pool.run(items)


def _serve(pipe: Connection, function: Callable[[Any], Any], memory_bytes: int) -> None:
    """A worker's life. The terminal's interrupt is the parent's affair; libraries' chatter is nobody's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    limit_memory(memory_bytes)
    gc.set_threshold(COLLECT_EVERY)
    pipe.send(("ready", None))
    while True:
        try:
            item = pipe.recv()
        except (EOFError, OSError, MemoryError):
            return
        try:
            outcome = ("done", function(item))
        except MemoryError:
            outcome = ("memory", None)
        except Exception as error:  # carried to whoever asked, who knows what it costs
            outcome = ("raised", error)
        try:
            pipe.send(outcome)
        except MemoryError:
            pipe.send(("memory", None))
        except Exception as error:  # a result that can't be sent is an error of the function
            pipe.send(("raised", RuntimeError(f"{type(error).__name__}: {error}")))


@contextmanager
def few_collections() -> Iterator[None]:
    """Has Python look for cycles less often meanwhile."""
    before = gc.get_threshold()
    gc.set_threshold(max(COLLECT_EVERY, before[0]) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def limit_memory(memory_bytes: int) -> None:
    """Limits the address space of this process, where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
