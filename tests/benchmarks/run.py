"""`make bench`: how the costs of a build grow, as ratios measured in one run.

Seconds depend on the machine and on what else it does; ratios of runs side by side hold better. The unit that costs are
compared with is python-markdown's pass over the same texts, work that every generator in Python has to do."""

from __future__ import annotations

import math
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import markdown
from generate import Press, with_stray_lines, write_site

from digest.build import build, kept_desk, open_desk
from digest.clean import Options, clean
from digest.config import load_config
from digest.formats import parse
from digest.model import Source

SMALL, LARGE = 500, 2000
EDITED = (40, 700, 2000, 10_000) if "--large" in sys.argv else (40, 700, 2000)


def seconds(work: Callable[[], object], runs: int = 3) -> float:
    """Median of a few runs, in process time of this process."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken)


def growth(small: float, large: float) -> float:
    """The exponent k in cost = n^k between the two sizes."""
    return math.log(large / small) / math.log(LARGE / SMALL)


def text_path() -> None:
    """Parse and clean pasted text, against python-markdown on the same text: articles alone, and with four lines of
    their page on either side. Each text is seen once, behind others that fill what the program remembers of words."""
    options, chance = Options(), random.Random(1)
    articles = [(title, text) for _, _, title, text in Press().articles(2 * SMALL)]
    kinds = {
        "articles alone": [f"{title}\n\n{text}\n" for title, text in articles],
        "with stray lines": [with_stray_lines(title, text, chance) for title, text in articles],
    }
    for name, texts in kinds.items():
        sources = [Source(f"{i}.txt", text.encode()) for i, text in enumerate(texts)]
        for source in sources[:SMALL]:
            clean(parse(source), options)
        start = time.process_time()
        removed = [len(clean(parse(source), options).removals) for source in sources[SMALL:]]
        ours = time.process_time() - start
        start = time.process_time()
        for text in texts[SMALL:]:
            markdown.markdown(text)
        theirs = time.process_time() - start
        size = sum(map(len, texts)) / len(texts)
        print(
            f"text path, {name:16}: {SMALL / ours:,.0f} articles/s of {size:,.0f} characters, "
            f"{sum(removed) / SMALL:.1f} lines removed; {ours / theirs:.2f} × python-markdown on the same texts"
        )


def builds() -> None:
    """Clean, unchanged and one-edit builds at two sizes."""
    cost: dict[str, list[float]] = {}
    for count in (SMALL, LARGE):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            write_site(root, count)
            config = load_config(root)

            def once() -> None:
                with open_desk(config) as desk:  # noqa: B023 - called at once
                    build(config, desk)  # noqa: B023 - as above

            cost.setdefault("clean build", []).append(seconds(once, runs=1))
            cost.setdefault("nothing changed", []).append(seconds(once))
            with kept_desk(config) as desk:
                build(config, desk)
                edited = sorted((root / "content").rglob("*.txt"))[count // 2]
                taken = []
                for _ in range(5):
                    text = edited.read_text(encoding="utf-8")
                    edited.write_text(text + "\nUne phrase de plus, pour voir.\n", encoding="utf-8")
                    taken.append(seconds(lambda: build(config, desk), runs=1))  # noqa: B023 - as above
                cost.setdefault("one edit while serving", []).append(median(taken))
    print(f"{'':24}{SMALL:>8} {LARGE:>8} articles    growth   share of a clean build")
    for name, (small, large) in cost.items():
        share = large / cost["clean build"][1]
        print(f"{name:24}{small:8.2f} {large:8.2f} s          n^{growth(small, large):.2f}     {share:.3f}")


def edits() -> None:
    """What an edit costs a process that is kept, in processor time: it should grow with what is changed and with the
    files that must be looked at, not with all that is made of them."""
    start = time.process_time()
    markdown.markdown("\n\n".join(text for _, _, _, text in Press().articles(100)))
    unit = time.process_time() - start
    for count in EDITED:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            write_site(root, count)
            config = load_config(root)
            with kept_desk(config) as desk:
                start = time.process_time()
                build(config, desk)
                clean = time.process_time() - start
                edited = sorted((root / "content").rglob("*.txt"))[count // 2]
                text = edited.read_text(encoding="utf-8")
                taken = []
                for number in range(5):
                    head, _, tail = text.rpartition("\n\n")
                    edited.write_text(f"{head} Une phrase {number}.\n\n{tail}", encoding="utf-8")
                    start = time.process_time()
                    build(config, desk)
                    taken.append(time.process_time() - start)
        cost = median(taken)
        print(
            f"one edit while serving {count:6,} articles: {1000 * cost:6.0f} ms, {cost / clean:.4f} of a clean build, "
            f"{cost / unit:.1f} × python-markdown on 100 articles",
            flush=True,
        )


if __name__ == "__main__":
    text_path()
    builds()
    edits()
