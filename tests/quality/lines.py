"""Labelled lines of dumped news pages: loading, cutting, scoring. Used by the quality test and by the training script.

The corpus lies outside the repository (`../shared/data/cleaning/lines.jsonl.gz`): other people's texts."""

from __future__ import annotations

import gzip
import hashlib
import json
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from digest.clean import Options, clean
from digest.formats import parse
from digest.model import Document, Source

SHARED = Path(__file__).parents[2] / ".." / "shared"
CORPUS = SHARED / "data" / "cleaning" / "lines.jsonl.gz"
GOLD_ERRORS = Path(__file__).parent / "gold_errors.toml"
CUTS = {"full": None, "window": 12, "small": 4}
"""Non-blank lines kept on either side of the first and last article line."""

LONG_LINE = 80  # characters; an article that loses such a line counts as damaged
KEEP, JUNK = frozenset({"keep", "title"}), frozenset({"junk"})

Decide = Callable[[Document], frozenset[int]]
"""Document → numbers of the lines that are in no kept block."""


@dataclass(frozen=True)
class Page:
    """A dumped page: its lines and one label each."""

    id: str
    source: str
    language: str
    site: str
    lines: tuple[str, ...]
    labels: tuple[str, ...]
    title: str = ""
    gold: str = ""

    @property
    def group(self) -> str:
        """The column of the table that it counts in."""
        if self.language == "fr":
            return "French"
        return {"fundus": "Fundus", "aeb": "AEB", "waddle": "WADDLE"}.get(self.source, "WCXB")


@dataclass
class Score:
    """Counts over pages."""

    junk: int = 0
    junk_removed: int = 0
    good: int = 0
    good_lost: int = 0
    pages: int = 0
    damaged: int = 0
    lost: list[str] = field(default_factory=list)

    def row(self) -> dict[str, float]:
        return {
            "removed": round(self.junk_removed / max(1, self.junk), 4),
            "lost": round(self.good_lost / max(1, self.good), 4),
            "damaged": round(self.damaged / max(1, self.pages), 4),
        }


def load(path: Path = CORPUS) -> list[Page]:
    """All pages. Lines that gold_errors.toml names keep their place and lose their label."""
    wrong = tomllib.loads(GOLD_ERRORS.read_text(encoding="utf-8"))
    pages = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for text in file:
            item = json.loads(text)
            lines = item["raw"].split("\n")
            for number in wrong.get(item["id"], ()):
                item["labels"][int(number) - 1] = "disputed"
            pages.append(
                Page(
                    item["id"], item["src"], item["lang"], _site(item), tuple(lines), tuple(item["labels"]),
                    item.get("title") or "", item.get("gold") or "",
                )
            )  # fmt: skip
    return pages


def _site(item: dict[str, str]) -> str:
    """Registered name of the page's host, near enough: no page of one site may stand on both sides of a split."""
    host = urlsplit(item.get("url") or "").hostname or ""
    parts = [p for p in host.split(".") if p not in ("www", "com", "co", "org", "net", "gov")]
    return max(parts[:-1] or parts, key=len, default="") or item["id"].rsplit("-", 1)[0]


def corpus_hash(path: Path = CORPUS) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def cut(page: Page, either_side: int | None) -> Page:
    """The page with only so many non-blank lines before its first and after its last article line."""
    if either_side is None:
        return page
    article = [i for i, label in enumerate(page.labels) if label == "keep"]
    if not article:
        return page
    first, last = article[0], article[-1]
    start = _walk(page.lines, range(first - 1, -1, -1), either_side, first)
    end = _walk(page.lines, range(last + 1, len(page.lines)), either_side, last)
    return replace(page, lines=page.lines[start : end + 1], labels=page.labels[start : end + 1])


def clean_page(page: Page) -> Page:
    """The article alone, as its publisher's parser gives it: nothing is to be removed."""
    lines = tuple(line for line in page.gold.split("\n"))
    return replace(page, lines=lines, labels=tuple("keep" if line.strip() else "blank" for line in lines))


def _walk(lines: Sequence[str], indices: Iterable[int], wanted: int, reached: int) -> int:
    for i in indices:
        if wanted == 0:
            break
        reached = i
        wanted -= bool(lines[i].strip())
    return reached


def document_of(page: Page) -> Document:
    """The page as a pasted text file, through the real parser."""
    return parse(Source(f"{page.id}.txt".replace("/", "__"), "\n".join(page.lines).encode()))


def removed_lines(document: Document, total: int) -> frozenset[int]:
    """Numbers, from 1, of the lines that are in no kept block. A block of joined lines spans up to the next block."""
    article = clean(document, Options())
    kept = {b.line for b in article.kept}
    starts = sorted({b.line for b in document.blocks if b.line is not None})
    removed = set()
    for number in range(1, total + 1):
        at = bisect_right(starts, number) - 1
        if at < 0 or starts[at] not in kept:
            removed.add(number)
    return frozenset(removed)


def score(pages: Iterable[Page], removed: Callable[[Page], frozenset[int]]) -> dict[str, Score]:
    """One score for each group of pages."""
    scores: dict[str, Score] = defaultdict(Score)
    for page in pages:
        gone = removed(page)
        tally = scores[page.group]
        tally.pages += 1
        damaged = False
        for number, (line, label) in enumerate(zip(page.lines, page.labels, strict=True), 1):
            if label in JUNK and line.strip():
                tally.junk += 1
                tally.junk_removed += number in gone
            elif label in KEEP:
                tally.good += 1
                if number in gone:
                    tally.good_lost += 1
                    tally.lost.append(f"{page.id}:{number}: {label}: {line[:160]}")
                    damaged = damaged or (len(line) >= LONG_LINE and label == "keep")
        tally.damaged += damaged
    return dict(scores)


def by_site(pages: Sequence[Page], folds: int) -> Iterator[tuple[list[Page], list[Page]]]:
    """Splits (train, test) in which no site is on both sides; the same in every run."""
    fold_of = {site: int(hashlib.sha256(site.encode()).hexdigest(), 16) % folds for site in {p.site for p in pages}}
    for fold in range(folds):
        yield [p for p in pages if fold_of[p.site] != fold], [p for p in pages if fold_of[p.site] == fold]
