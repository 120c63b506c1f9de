"""Measures of saved pages against hand-made gold: 4-token shingles of the body, title, day of publication."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from digest.errors import InputError
from digest.formats import parse
from digest.model import BODY_KINDS, Document, Source
from digest.text import fold

DATA = Path(__file__).parents[2] / ".." / "shared" / "data" / "cleaning"

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
"""A word, or one character of a script that writes no spaces."""


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page and what is right about it."""

    id: str
    source: str  # fundus or fr-hand
    lang: str
    html: bytes
    gold: str
    title: str
    date: str | None
    authors: tuple[str, ...]


@cache
def _records() -> dict[str, dict[str, Any]]:
    with gzip.open(DATA / "lines.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = (json.loads(line) for line in lines)
        return {record["id"]: record for record in records if record["src"] in ("fundus", "fr-hand")}


@cache
def pages() -> tuple[Page, ...]:
    """All pages of the development part, in the order of ids."""
    found = []
    for path in sorted((DATA / "html").glob("*.html.gz")):
        record = _records().get(path.name.removesuffix(".html.gz").replace("__", "/"))
        if record is not None:
            authors = record.get("authors") or ()
            found.append(
                Page(
                    record["id"],
                    record["src"],
                    record["lang"],
                    gzip.decompress(path.read_bytes()),
                    record["gold"],
                    record.get("title") or "",
                    record.get("date"),
                    (authors,) if isinstance(authors, str) else tuple(authors),
                )
            )
    return tuple(page for page in found if _is_page_of(page))


def _is_page_of(page: Page) -> bool:
    """29 of the 91 Fundus pages were saved at another time than the text that is their gold, and show another article.
    On those no line of the gold stands in the page, whatever is done with it."""
    markup = _plain(unescape(page.html.decode("utf-8", "replace")))
    lines = [_plain(line) for line in page.gold.split("\n")]
    long = [line[:40] for line in lines if len(line) >= 40]
    return sum(line in markup for line in long) >= 0.2 * len(long)


def document_of(page: Page) -> Document | None:
    """The page as the program parses it, or None where it refuses."""
    try:
        return parse(Source(f"{page.id.replace('/', '_')}.html", page.html))
    except InputError:
        return None


def body_of(document: Document | None) -> str:
    """The blocks that would make up the article."""
    return "\n".join(b.text for b in document.blocks if b.kind in BODY_KINDS) if document else ""


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four tokens; a shorter text is one run."""
    tokens = _TOKEN.findall(text.lower().replace("\u00ad", ""))
    if len(tokens) < 4:
        return Counter([tuple(tokens)] if tokens else [])
    return Counter(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False))


def score(found: str, gold: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of shingles."""
    a, b = shingles(found), shingles(gold)
    common = sum((a & b).values())
    if not common:
        return 0.0, 0.0, 0.0
    precision, recall = common / sum(a.values()), common / sum(b.values())
    return precision, recall, 2 * precision * recall / (precision + recall)


def same_title(found: str, gold: str) -> bool:
    """Equal but for case, accents, spaces and the shape of quotation marks."""
    return _plain(found) == _plain(gold)


def _plain(text: str) -> str:
    return " ".join(_TOKEN.findall(fold(text)))


def mean(values: Sequence[float]) -> float:
    """Mean, 0 for nothing."""
    return sum(values) / len(values) if values else 0.0


def halves() -> Iterator[tuple[str, tuple[Page, ...]]]:
    """Two halves, so that a rule that helps one by chance shows in the other."""
    yield "even", pages()[0::2]
    yield "odd", pages()[1::2]
