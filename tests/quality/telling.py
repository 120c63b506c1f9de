"""Tellings of the development stories as lines that can be judged, and the judgements.

A line is named by a hash of its part, articles, offsets and attribution, so that telling_judged.json holds no text of
others. `python tests/quality/telling.py STORY…` prints the lines of a story of rpm2.jsonl with their names."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from digest.dates import mentions
from digest.model import Article, Block, Claim, Sentence, Story, Telling
from digest.tell import tell

GROUPING = Path(__file__).parents[2] / ".." / "shared" / "data" / "grouping"
JUDGED = Path(__file__).parent / "telling_judged.json"


@dataclass(frozen=True, slots=True)
class Line:
    part: str
    name: str  # hash
    text: str


@cache
def stories(corpus: str) -> dict[str, Story]:
    """The stories of a corpus by label, articles by date. The corpora are cleaned texts: a line is a paragraph."""
    rows: dict[str, list[Article]] = {}
    with (GROUPING / f"{corpus}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            rows.setdefault(row["story"], []).append(_article(row))
    return {key: _story(key, articles) for key, articles in sorted(rows.items()) if len(articles) > 1}


def _story(key: str, articles: list[Article]) -> Story:
    ordered = tuple(sorted(articles, key=lambda a: (a.day or "", a.id)))
    return Story(id=key, articles=ordered, founder_id=ordered[0].id)


def _article(row: dict[str, str]) -> Article:
    blocks = tuple(Block(line.strip()) for line in row["text"].split("\n") if line.strip())
    text = "\n\n".join(block.text for block in blocks)
    published = Claim("published", row["date"], "page metadata", precision="day") if row["date"] else None
    return Article(
        id=row["id"],
        path=row["id"] + ".txt",
        title=Claim("title", row["title"], "page metadata"),
        kept=blocks,
        text=text,
        language=Claim("language", row["lang"], "text"),
        published=published,
        mentions=mentions(text, row["lang"]),
    )


def lines(telling: Telling) -> Iterator[Line]:
    """Everything that a judge can call right or wrong."""
    for s in telling.brief:
        yield _line("brief", [s])
    for group in telling.several:
        yield _line("several", group)
    for s in telling.single:
        yield _line("single", [s])
    for pair in telling.copies:
        yield _line("copies", [pair.a, pair.b])
    for quote in telling.quotes:
        if quote.speaker:
            yield _line("quotes", quote.carriers, f"{quote.speaker} | {quote.role or ''}")
    for dated in telling.timeline:
        yield _line("timeline", [dated.sentence], dated.date)
    for figure in telling.figures:
        yield _line("figures", [s for _, s in figure.values], " / ".join(value for value, _ in figure.values))
    for name in telling.names:
        forms = " = ".join(sorted({name.name, *name.aliases}))
        yield _line("names", [], f"{telling.story_id} {name.kind} {forms}")


def _line(part: str, sentences: list[Sentence] | tuple[Sentence, ...], label: str = "") -> Line:
    places = [f"{s.article_id}:{s.start}-{s.end}" for s in sentences]
    name = hashlib.sha256("|".join([part, label, *places]).encode()).hexdigest()[:10]
    return Line(part, name, "\n      ".join([label, *(s.text for s in sentences)]))


if __name__ == "__main__":
    for key in sys.argv[1:]:
        for line in lines(tell(stories("rpm2")[key])):
            print(line.name, line.part, line.text)
