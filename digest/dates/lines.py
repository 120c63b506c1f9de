"""The mentions of a whole article: each line read in the light of its place on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from digest.dates.grammar import mentions
from digest.dates.roles import LABEL_LINE, Line, names_today
from digest.model import DateMention, DateRole

HEAD_LINES = 12
"""Stray lines before the first paragraph, from the title on, that may carry the date line. A page with more has its
navigation there, with the dates of other articles."""

LATE_LINES = 3
"""Stray lines behind the first paragraph or behind the last that may still be a date line: some outlets put it below."""

_ROLES: dict[str, DateRole] = {
    "quote": "quote", "caption": "caption", "byline": "label", "dateline": "dateline", "legal": "legal", "residue": "residue",
}  # fmt: skip


def mentions_of(lines: Sequence[Line], language: str) -> tuple[DateMention, ...]:
    """Every mention of an article's lines, kept and removed, in reading order.

    Mentions of body and quote lines count their offsets from the line's own `offset`, those of other lines from the
    line's start. Titles give none: a headline's date is its subject. A stray line gives a label where it stands by the
    title or the lead and is a date line, else nothing: the other dates of a page belong to other articles."""
    body = [n for n, line in enumerate(lines) if line.place == "body" and len(line.text) > 60]
    first, last = (body[0], body[-1]) if body else (len(lines), -1)
    titles = [n for n, line in enumerate(lines[:first]) if line.place == "title"]
    top = max(titles[-1] - 2 if titles else 0, first - HEAD_LINES, 0)
    found: list[DateMention] = []
    for n, line in enumerate(lines):
        if line.place == "title":
            continue
        if line.place == "junk":
            if top <= n <= first + LATE_LINES or last < n <= last + LATE_LINES:
                found += _stray(line, language)
        elif line.place == "body":
            found += (_moved(m, line.offset) for m in mentions(line.text, language))
        else:
            role = _ROLES[line.place]
            moved = line.offset if line.place == "quote" else 0
            found += (_moved(m, moved) for m in _read(line.text, language, role))
    return tuple(found)


def _moved(m: DateMention, offset: int) -> DateMention:
    return replace(m, start=m.start + offset, end=m.end + offset) if offset and m.role in ("narrative", "quote") else m


def _read(text: str, language: str, role: DateRole) -> tuple[DateMention, ...]:
    """Many sites in other languages label in English: lines of a page's furniture are tried in both."""
    found = mentions(text, language, role)
    return found or (mentions(text, "en", role) if language != "en" else ())


def _stray(line: Line, language: str) -> Iterator[DateMention]:
    """Labels and bare date lines; the day of the visit and all else is residue."""
    if len(line.text) > LABEL_LINE:
        return
    for m in _read(line.text, language, "narrative"):
        if m.role == "slug" or m.role == "legal":
            yield m
        elif m.role == "label" and m.label != "line":
            yield m
        elif m.day is None or m.month is None or m.year is None or names_today(line.text.lower()):
            yield replace(m, role="residue", label="")
        else:
            yield replace(m, role="label", label="line")
