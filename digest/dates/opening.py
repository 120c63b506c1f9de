"""The dateline that a paragraph opens with: place, day, agency, and a mark behind which the sentence begins.

    RENNES, 12 février 2026 (AFP) -        place, day, agency
    Toulouse, le 4 mars 2026. -            place and day
    NAIROBI, Kenya (AP) —                  place and agency
    ERIE, Pa. —                            place with its state
    BERLIN, 3. März.                       place in capitals and day
    (ANSA) - ROMA, 04 MAR -                agency first
    NEW YORK, March 4, 2026 /PRNewswire/ --

A place alone is none: "FOOTBALL – " looks the same. Nor is a person: what stands in brackets must be an agency, or a
day stand beside it. Read in any language at once, by the names of months of all tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from digest.dates.words import LANGUAGES, UNSPACED, alternatives, table_of
from digest.text import fold

LONGEST = 110
"""Characters: a town with its country, a weekday, a full day, a clock and "(Agence France-Presse) — " have 95."""

_LARGE = r"[^\W\d_a-zß-öø-ÿ]"
_WORD = rf"{_LARGE}[\w.]*(?:['’]\w+)?"
_LINK = (
    r"(?:de|du|des|d['’]|la|le|les|lès|lez|sur|sous|en|et|à|y|am|an|der|im|bei|do|da|dos|das|del|di|della|of|upon|on"
    r"|al|el)"
)
_ARTICLE = r"(?:(?:Le|La|Les|El|Los|Las|The|Den|Il|Al)[ \u00a0]|L['’])"
_NAME = rf"{_WORD}(?:[ \u00a0/-](?:{_LINK}[ \u00a0-]){{0,2}}{_WORD}){{0,4}}"
_REGION = r"[^\W\d_][\w'’ -]{1,38}"
_BLANK = r"[ \u00a0]"
_WIRE = rf"{_BLANK}?(?:\((?P<wire>[^()\n\d][^()\n]{{1,39}})\)|/{_BLANK}?(?P<slash>[^/\n\d]{{2,30}}?){_BLANK}?/)"
_CLOCK = rf"(?:,?{_BLANK}(?:à{_BLANK}|um{_BLANK}|at{_BLANK})?\d{{1,2}}[:h.]\d\d(?:{_BLANK}?(?:h|uhr|gmt|utc))?)?"
_DASH = r"(?:-{1,2}|[–—―]{1,2})"
_BEHIND = r"(?=[«\"“„‘'\[(¿¡]|\d|[^\W\d_a-zß-öø-ÿ])"
_SIGN = re.compile(r"[\d(/]|, [A-Z][A-Za-z.]{0,5}\. ?[–—-]")
"""A day, an agency or a state: one of them stands in every dateline."""


class Opening(NamedTuple):
    """Where the words begin behind a dateline, and what it tells: the agency in its brackets or "", whether there is a
    day, and whether its form leaves no doubt that this is the day of writing."""

    end: int
    wire: str
    dated: bool
    sure: bool


def opening(text: str, is_agency: Callable[[str], bool]) -> Opening | None:
    """The dateline of a paragraph, or None. `is_agency` says whether the words in brackets are an agency: with a day
    any may be, as "(Interlignes)"."""
    if not _may_open(text):
        return None
    head = text[: LONGEST + 2]
    if head[0] == "(" and (hit := _agency_first().match(head)) and is_agency(hit["first"]):
        dated = hit["day"] is not None
        return Opening(hit.end(), hit["first"], dated, dated)
    hit = _place_first().match(head)
    if hit is None or hit.end() > LONGEST or not _is_place(hit["place"]):
        return None
    wire, day = hit["wire"] or hit["slash"] or "", hit["day"]
    agency = wire if wire and is_agency(wire) else ""
    if not agency and day is None and not (hit["place"].isupper() and hit["state"]):
        return None
    if hit["stop"] and (day is None or wire or not hit["place"].isupper()):
        return None  # "Nice, 4 mars." is a sentence's beginning as often; "BERLIN, 3. März." is none
    if not agency and hit["number"]:
        return None  # "Nice, 4 (Var) -": a day without its month needs an agency
    le, year = hit["le"] is not None, hit["y1"] or hit["y2"] or hit["y3"]
    if not wire and day is not None and not year and not (le or hit["place"].isupper()):
        return None  # "Nice, 4 mars - ": a programme's row
    return Opening(hit.end(), wire, day is not None, bool(wire or le or hit["place"].isupper()))


def _may_open(text: str) -> bool:
    """The quick way to say no, for most paragraphs."""
    if not (text[:1].isupper() or text[:1] == "("):
        return False
    head = text[:LONGEST]
    if text[:2].isupper() and ". " in head:
        return _SIGN.search(head) is not None
    if "- " not in head and "–" not in head and "—" not in head and "--" not in head and "―" not in head:
        return False
    return _SIGN.search(head) is not None


def dateline_form(text: str) -> Opening | None:
    """What a text tells that is a dateline and nothing else, as cleaning parts them from their paragraphs."""
    found = opening(f"{text} A", lambda words: True)
    return found if found is not None and found.end == len(text) + 1 else None


def _is_place(words: str) -> bool:
    """No day, no month, no title of a person, no word that a sentence begins with."""
    first = fold(re.split(r"[\s./-]", words, maxsplit=1)[0])
    return words[:1].isupper() and first not in _NEVER and first not in _days_and_months()


_NEVER = frozenset(
    (
        *("m", "mme", "mlle", "mm", "dr", "prof", "mr", "mrs", "ms", "sr", "sra", "herr", "frau", "don", "dona"),
        *("selon", "apres", "avant", "depuis", "pour", "par", "avec", "sans", "mais", "car", "dans", "sur", "vers"),
        *("according", "after", "before", "since", "for", "by", "with", "but", "from", "until", "this", "that"),
        *("laut", "nach", "vor", "seit", "fur", "mit", "aber", "bis", "segun", "desde", "hasta", "pero", "secondo"),
        *("dopo", "prima", "fino", "ma", "segundo", "apos", "antes", "ate", "mas", "com", "photo", "foto", "file"),
        *("article", "artikel", "articulo", "articolo", "artigo", "loi", "act", "vol", "no", "page", "chapitre"),
        *(
            "published",
            "posted",
            "updated",
            "publie",
            "publiee",
            "paru",
            "stand",
            "publicado",
            "pubblicato",
            "publicado",
        ),
        *("on", "au", "aux", "du", "des", "ce", "cet", "cette", "il", "elle", "je", "nous", "ils", "elles"),
    )
)
"""Beginnings of sentences, references and signatures, without accents."""


@cache
def _days_and_months() -> frozenset[str]:
    """Folded; the short ones begin names of towns: "St. Louis"."""
    return frozenset(fold(word) for rows in ("months", "weekdays") for word in _names(rows) if len(word) > 3)


def _names(rows: str) -> Iterator[str]:
    for code in LANGUAGES:
        if code not in UNSPACED:
            for row in table_of(code).get(rows, ()):
                yield from row


def _any(words: Iterable[str]) -> str:
    return f"(?i:{alternatives(words)})"


@cache
def _day() -> str:
    """A day of the month, with its year or without: the pattern's groups are `le`, `number` and `y1` to `y3`."""
    month, weekday = _any(set(_names("months"))), _any(set(_names("weekdays")))
    year = r"(?P<{}>(?:19|20)\d\d)(?!\d)"
    day = r"[0-3]?\d(?:er|º|ª|st|nd|rd|th|\.)?"
    return (
        rf"(?:{weekday}\.?,?{_BLANK})?(?:(?P<le>le|den|lì){_BLANK}|(?:el|am|on|del?){_BLANK})?(?:{weekday}\.?,?{_BLANK})?"
        rf"(?:{day}{_BLANK}?(?:de{_BLANK})?{month}(?!\w)\.?(?:,?{_BLANK}(?:del?{_BLANK})?{year.format('y1')})?"
        rf"|{month}\.?{_BLANK}{day}(?!\d)(?:,?{_BLANK}{year.format('y2')})?"
        rf"|[0-3]?\d(?P<s>[./-])[01]?\d(?P=s)(?:{year.format('y3')}|\d\d(?!\d))"
        rf"|(?P<number>[0-3]?\d)(?={_BLANK}?[(/]))(?i:{_CLOCK})"
    )


@cache
def _place_first() -> re.Pattern[str]:
    place = rf"(?P<place>{_ARTICLE}?{_NAME})(?:{_BLANK}\({_REGION}\)(?={_BLANK}?,))?"
    state = rf"(?P<state>,{_BLANK}[A-Z][A-Za-z.]{{0,5}}\.)(?={_BLANK}?(?:\(|{_DASH}))"
    around = rf"(?:{state}|(?:,{_BLANK}{_NAME}){{0,2}}?)"
    day = rf"(?:(?:,|\.|{_BLANK}{_DASH})?{_BLANK}(?P<day>{_day()}))?"
    end = rf"(?:,?\.?{_BLANK}?\.?{_DASH}{_BLANK}*|(?P<stop>\.{_BLANK}))"
    return re.compile(rf"{place}{around}{day}(?:{_WIRE})?{end}{_BEHIND}")


@cache
def _agency_first() -> re.Pattern[str]:
    rest = rf"(?P<place>{_ARTICLE}?{_NAME}),?{_BLANK}(?P<day>{_day()}){_BLANK}?{_DASH}{_BLANK}+"
    return re.compile(rf"\((?P<first>[^()\n\d]{{2,30}})\){_BLANK}?{_DASH}{_BLANK}*(?:{rest})?{_BEHIND}")
