"""workers: results in order, failures as values, nobody waits for the stuck."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from digest.workers import Pool, WorkerFailure, run

MEMORY = 2_000_000_000


def work(item: str) -> str:
    """What the tests let workers do; imported by name in the worker."""
    if item == "sleep":
        time.sleep(60)
    if item == "swell":
        return "x" * 4_000_000_000
    if item == "die":
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    if item == "raise":
        raise ValueError("no such item")
    if item == "slow":
        time.sleep(0.3)
    if item == "large":
        return "y" * 3_000_000
    return item.upper()


def pid(_: int) -> int:
    return os.getpid()


def test_results_come_in_the_order_of_items() -> None:
    assert list(run(work, ["slow", "a", "b", "c"], jobs=2, seconds=10, memory_bytes=MEMORY)) == ["SLOW", "A", "B", "C"]


def test_no_item_starts_no_process() -> None:
    pool: Pool[str, str] = Pool(work, jobs=2, seconds=10, memory_bytes=MEMORY)
    assert list(pool.run([])) == []
    assert pool._workers == []


def test_one_item_is_enough_and_large_results_pass() -> None:
    (result,) = run(work, ["large"], jobs=4, seconds=10, memory_bytes=MEMORY)
    assert result == "y" * 3_000_000


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("sleep", "time"),
        pytest.param(
            "swell", "memory", marks=pytest.mark.skipif(sys.platform != "linux", reason="no memory limit here")
        ),
        ("die", "died"),
        ("raise", "raised"),
    ],
)
def test_a_failure_is_a_value_and_the_others_go_on(item: str, reason: str) -> None:
    before, failed, after = run(work, ["a", item, "b"], jobs=1, seconds=1, memory_bytes=MEMORY)
    assert (before, after) == ("A", "B")
    assert isinstance(failed, WorkerFailure)
    assert failed.reason == reason
    assert "\n" not in failed.message


def test_what_was_raised_comes_back_whole() -> None:
    (failed,) = run(work, ["raise"], jobs=1, seconds=5, memory_bytes=MEMORY)
    assert isinstance(failed, WorkerFailure)
    assert isinstance(failed.error, ValueError)


def test_workers_stay_alive_between_runs() -> None:
    with Pool(pid, jobs=1, seconds=10, memory_bytes=MEMORY) as pool:
        assert len({*pool.run([1, 2]), *pool.run([3])}) == 1


def test_leaving_the_pool_ends_its_workers() -> None:
    with Pool(pid, jobs=1, seconds=10, memory_bytes=MEMORY) as pool:
        (worker,) = pool.run([1])
    with pytest.raises(ProcessLookupError):
        os.kill(int(worker), 0)  # type: ignore[call-overload]


def test_a_script_without_a_main_guard_can_use_workers(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from digest.text import slugify\nfrom digest.workers import run\n"
        "print(list(run(slugify, ['Un Été'], jobs=1, seconds=20, memory_bytes=2_000_000_000)))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("['un-ete']", "")
