"""The mentions of a whole article: each line read in the light of its place on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from digest.dates.grammar import lowered_text, mentions
from digest.dates.roles import LABEL_LINE, Line, Place, labelled, tells_now
from digest.dates.words import words
from digest.model import BODY_KINDS, Block, DateMention, DateRole, Kind

ABOVE_LEAD = 6
"""Stray lines right above the first paragraph that may carry the date line where no title stands over them."""

HEAD = 14
"""Lines above the title, or the first paragraph, that are asked when none nearer has a date. Further up is the head of
the page, with its clock."""

BELOW_TITLE = 16
"""Lines between title and first paragraph, and between the first and the second, that may carry it: share bars and
credits stand there too. With more between them, the title is another one."""

REST = 45
"""Characters beside the date that a bare date line may hold: byline, section, clock. A longer line is a caption."""

_DIGITS = re.compile(r"\d\D{0,12}\d|\d月")

_ROLES: dict[str, DateRole] = {
    "quote": "quote",
    "caption": "caption",
    "byline": "label",
    "dateline": "dateline",
    "legal": "legal",
    "residue": "residue",
}


_REMOVED_PLACES: dict[str, Place] = {
    "crawl_prefix": "residue",
    "doubled_line": "residue",
    "doubled_caption": "residue",
    "privacy_notice": "legal",
    "copyright_line": "legal",
    "cookie_notice": "legal",
    "alt_text": "caption",
}
"""Removal rules that know what the line was; lines that other rules removed are junk, asked only by the title."""

_KEPT_PLACES: dict[Kind, Place] = {
    "title": "title",
    "caption": "caption",
    "byline": "byline",
    "dateline": "dateline",
    "quote": "quote",
}


def lines_of(blocks: Iterable[tuple[Block, str]]) -> tuple[Line, ...]:
    """Lines for `mentions_of` from an article's blocks in reading order, each with the rule that removed it, or "".

    Offsets are those of `Article.text`: the kept body blocks joined by a blank line."""
    lines: list[Line] = []
    offset = 0
    for block, rule in blocks:
        if rule:
            lines.append(Line(block.text, _REMOVED_PLACES.get(rule, "junk")))
            continue
        lines.append(Line(block.text, _KEPT_PLACES.get(block.kind, "body"), offset))
        if block.kind in BODY_KINDS:
            offset += len(block.text) + 2
    return tuple(lines)


def mentions_of(lines: Sequence[Line], language: str) -> tuple[DateMention, ...]:
    """Every mention of an article's lines, kept and removed, in reading order.

    Mentions of body and quote lines count their offsets from the line's own `offset`, those of other lines from the
    line's start. Titles give none: a headline's date is its subject. A stray line gives a label where it stands by the
    title or the lead and is a date line, else nothing: the other dates of a page belong to other articles."""
    near, head = _windows(lines)
    found: list[DateMention] = []
    above: list[DateMention] = []  # of the head, in case nothing nearer is dated
    for n, line in enumerate(lines):
        if line.place == "title":
            continue
        if line.place == "body":
            found += (_moved(m, line.offset) for m in mentions(line.text, language))
        elif line.place == "junk":
            if n in head:
                stray = list(_stray(lines, n, language, "near"))
                above += (m for m in stray if m.label != "line" or not _is_clock(stray))
            else:
                found += _stray(lines, n, language, "near" if n in near else "far")
        else:
            moved = line.offset if line.place == "quote" else 0
            found += (_moved(m, moved) for m in _read(line.text, language, _ROLES[line.place]))
    if not any(m.role == "label" and m.label != "modified" for m in found):
        return (*above, *found)
    return tuple(found)


def _windows(lines: Sequence[Line]) -> tuple[range, range]:
    """Where stray lines may carry the article's own date, and the head above that is second choice."""
    body = [n for n, line in enumerate(lines) if line.place == "body" and len(line.text) > 60]
    while len(body) > 1 and body[1] - body[0] > BELOW_TITLE:
        body.pop(0)  # the page's name, far above its text
    if not body:
        return range(0), range(0)
    first = body[0]
    end = min(body[1] if len(body) > 1 else len(lines), first + BELOW_TITLE)
    title = max((n for n, line in enumerate(lines[:first]) if line.place == "title"), default=None)
    top = title if title is not None and first - title <= BELOW_TITLE else max(0, first - ABOVE_LEAD)
    return range(top, end), range(max(0, top - HEAD), top)


def _is_clock(stray: Sequence[DateMention]) -> bool:
    """A page's own clock names the weekday: "Thursday, 24 November 2011, 12:57:51" in the head of the page."""
    return any(m.weekday is not None for m in stray)


def _moved(m: DateMention, offset: int) -> DateMention:
    return replace(m, start=m.start + offset, end=m.end + offset) if offset and m.role in ("narrative", "quote") else m


def _read(text: str, language: str, role: DateRole) -> tuple[DateMention, ...]:
    """Many sites in other languages label in English: lines of a page's furniture are tried in both."""
    found = mentions(text, language, role)
    return found or (mentions(text, "en", role) if language != "en" else ())


def _stray(lines: Sequence[Line], n: int, language: str, stand: Literal["near", "far"]) -> Iterator[DateMention]:
    """Labels and bare date lines; the day of the visit and all else is residue. Far from the article a label says
    "metadata", in case that all of the page's agree: in a list of other articles they differ."""
    line = lines[n]
    if len(line.text) > LABEL_LINE or not _DIGITS.search(line.text):
        return
    found = _read(line.text, language, "narrative")
    rest = len(line.text) - sum(m.end - m.start for m in found)
    for m in found:
        if m.role in ("slug", "legal"):
            yield m
        elif m.day is None or m.month is None:
            yield replace(m, role="residue", label="")
        elif stand == "far":
            label = m.label if m.role == "label" else _label_above(lines, n, language)
            if label == "published":
                yield replace(m, role="metadata", label="published")
        elif m.role == "label" and m.label != "line":
            yield m
        elif rest > REST or tells_now(line.text.lower(), found):
            yield replace(m, role="residue", label="")
        else:
            yield replace(m, role="label", label=_label_above(lines, n, language) or "line")


def _label_above(lines: Sequence[Line], n: int, language: str) -> Literal["", "published", "modified"]:
    """What a label on a line of its own says: "Last update:" above the date."""
    for above in reversed(lines[max(0, n - 2) : n]):
        text = above.text.strip(" |•·–—-:")
        if not text:
            continue
        if len(text) > 30 or above.place != "junk":
            break
        if label := labelled(lowered_text(text), words(language), words("en")):
            return label
        if any(c.isalnum() for c in text):
            break
    return ""
