"""How grouping grows: ratios measured in one run on articles made by a seeded generator.

    python tests/benchmarks/grouping.py [--stream]

With --stream, on ../shared/data/grouping/frstream.jsonl.gz, repeated with later dates. Seconds are of this process."""

from __future__ import annotations

import math
import random
import resource
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "quality")]

import grouping  # noqa: E402 - found by the path above

from digest.group import Memory, group  # noqa: E402 - found by the path above
from digest.model import Article  # noqa: E402 - found by the path above

SIZES = (2_500, 5_000, 10_000, 20_000)
STREAM_SIZES = (10_000, 100_000)
A_DAY = 400
MORE = 7  # articles that are added one by one
SYLLABLES = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo", "cha", "bre", "tron"]


def made(count: int) -> list[Article]:
    """Articles about events of one to twelve reports, a day's worth at a time."""
    dice = random.Random(7)
    rows: list[Article] = []
    while len(rows) < count:
        event = [_word(dice) for _ in range(14)]
        day = date(2031, 1, 1) + timedelta(days=len(rows) // A_DAY)
        for _ in range(min(12, int(dice.paretovariate(1.2)))):
            told = dice.sample(event, 9) + [_word(dice) for _ in range(20)]
            rows.append(
                grouping.article(
                    {
                        "id": f"m{len(rows):06}",
                        "date": (day + timedelta(days=dice.randrange(2))).isoformat(),
                        "lang": "fr",
                        "title": " ".join(told[:7]).capitalize(),
                        "text": " ".join(told[7:]),
                        "source": f"Outlet {dice.randrange(11)}",
                    }
                )
            )
    return rows[:count]


def _word(dice: random.Random) -> str:
    word = "".join(dice.choice(SYLLABLES) for _ in range(dice.randrange(3, 5)))
    return word.capitalize() if dice.random() < 0.2 else word


def streamed(count: int) -> list[Article]:
    """The unlabelled stream, again and again with later dates."""
    rows = grouping.records("frstream")
    found: list[Article] = []
    while len(found) < count:
        turn = len(found) // len(rows)
        for row in rows[: count - len(found)]:
            day = date.fromisoformat(row["date"]) + timedelta(days=92 * turn)
            found.append(grouping.article({**row, "id": f"{row['id']}-{turn}", "date": day.isoformat()}))
    return found


def seconds(articles: Sequence[Article], memory: Memory | None = None) -> float:
    """Processor time of one grouping."""
    start = time.process_time()
    group(articles, memory=memory)
    return time.process_time() - start


def one_more(articles: Sequence[Article]) -> float:
    """Processor time of a grouping with one article more than the one before it, which left a memory: the median of
    a few, from anywhere in the archive."""
    dice = random.Random(11)
    shuffled = dice.sample(articles, len(articles))
    memory = Memory()
    group(shuffled[MORE:], memory=memory)
    return median(seconds(shuffled[MORE - n :], memory) for n in range(1, MORE + 1))


def main() -> None:
    """Prints seconds, and the exponent of growth from one size to the next."""
    make, sizes = (streamed, STREAM_SIZES) if "--stream" in sys.argv else (made, SIZES)
    group(make(100))  # tables are read once
    before = 0.0
    for i, size in enumerate(sizes):
        taken = seconds(make(size))
        growth = math.log(taken / before) / math.log(size / sizes[i - 1]) if before else 1.0
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"group {size:7,} articles {taken:7.1f} s  n^{growth:.2f}  {megabytes} MB at most; "
            f"one article more {one_more(make(size)):.3f} s",
            flush=True,
        )
        before = taken


if __name__ == "__main__":
    main()
