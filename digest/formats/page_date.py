"""The date that a page shows under its heading, for the pages that tell none in their metadata."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.formats.walk import Piece
from digest.formats.when import iso_date

NEAR = 6
"""Pieces behind the heading in which its date line stands: standfirst, byline, share buttons."""

LONGEST = 80
"""Characters of a date line."""

_FORMS = (
    re.compile(r"(?P<year>\d{4})年\s?(?P<month>\d{1,2})月\s?(?P<day>\d{1,2})日"),
    re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>\d{4})[-.](?P<month>\d{2})[-.](?P<day>\d{2})(?!\d)"),
    re.compile(r"(?<![\d/])(?P<whole>\d{1,2}/\d{1,2}/\d{4})(?![\d/])"),
    re.compile(r"(?<!\w)(?P<whole>\d{1,2}(?:er|st|nd|rd|th|\.)?\s(?:de\s)?[^\W\d]{3,10}\.?,?\s(?:de\s)?\d{4})(?!\d)"),
    re.compile(r"(?<!\w)(?P<whole>[^\W\d]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?,\s\d{4})(?!\d)"),
)

_UPDATED = re.compile(r"mis ?à ?jour|maj\b|updat|modif|aktualisiert|actualiz|aggiornat|atualiz|обновлен", re.IGNORECASE)


def shown_date(pieces: Sequence[Piece]) -> tuple[str, str] | None:
    """The day and the words that tell it: the only date of the first line under the heading that has one. A line about
    an update, or with two days, tells none, and neither does `03/04/2016`, which is March or April."""
    heading = next((index for index, piece in enumerate(pieces) if piece.tag == "h1"), None)
    if heading is None:
        return None
    for piece in pieces[heading + 1 : heading + 1 + NEAR]:
        if len(piece.text) > LONGEST or piece.kind not in ("paragraph", "list") or piece.place.zones & {"aside", "nav"}:
            continue
        found = {date: match[0] for form in _FORMS for match in form.finditer(piece.text) if (date := _iso(match))}
        if len(found) == 1 and not _UPDATED.search(piece.text):
            return next(iter(found.items()))
    return None


def _iso(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    if "year" in groups:
        read = iso_date(f"{groups['year']}-{int(groups['month']):02d}-{int(groups['day']):02d}")
        return read[0] if read else None
    whole = groups["whole"]
    first, second = iso_date(whole), iso_date(whole, day_first=False)
    return first[0] if first and first == second and first[1] == "day" else None
