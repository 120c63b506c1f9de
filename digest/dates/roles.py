"""What part a date plays in its text, from the words around it. Only labels and datelines may set a date outright;
narrative constrains; captions and slugs bound; law and residue give nothing. See `solve` for what is made of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple

from digest.dates.words import Words, alternatives
from digest.model import DateMention, DateRole

Place = Literal["title", "body", "quote", "caption", "byline", "dateline", "junk", "tail", "others", "legal", "residue"]
"""Where a line stands on its page, as cleaning sees it. "tail": taken out below the text; "others": kept, but below the
text behind a heading of other articles or of comments."""

LABEL_LINE = 160
"""Longest line, in characters, whose label is a label: "a study published on 12 May" stands in a long one."""

SHORT_LABEL = 30
"""Characters beside the date up to which a line with a full stop is still a label: "Last updated: May 12, 2016."."""

_SENTENCE_END = re.compile(r"[a-z0-9\u00e0-\u04ff)»\"”][.!?…][\"”»)]?\s*\Z")

# A law names its date right behind its own name: "loi n° 78-17 du 6 janvier 1978", "the Act of 12 May 1990".
_LAWS = (
    *("loi", "article", "décret", "arrêté", "ordonnance", "directive", "règlement", "circulaire", "traité"),
    *("constitution", "act", "law", "regulation", "statute", "gesetz", "verordnung", "ley", "real decreto", "decreto"),
    *("legge", "lei", "ustawa", "закон"),
)
_BEHIND_LAW = 40  # characters between its name and its date
_LAW = re.compile(rf"[^a-z\w]{alternatives(_LAWS)}(?!\w)[^.;!?]{{0,{_BEHIND_LAW}}}\Z")
_LONGEST_LAW = 1 + max(map(len, _LAWS)) + _BEHIND_LAW  # with the character before it
_LEGAL_WORDS = (
    *("©", "copyright", "tous droits réservés", "all rights reserved", "alle rechte vorbehalten"),
    *("todos los derechos", "tutti i diritti", "todos os direitos", "droit d'accès", "wszelkie prawa", "все права"),
    *("版权所有", "著作権", "conditions générales", "mentions légales", "privacy policy", "rgpd", "gdpr", "n° siret"),
    *("issn", "commission paritaire"),
)
_LEGAL_SIGN = re.compile(r"\(c\) ?\d")
_BYLINE = re.compile(
    r"\W{0,3}(?:by|par|von|por|di|da|de|door|av|af|autor|autore|author|auteur|written by|text|texte|reporter"
    r"|correspondent|автор|από|του|przez|napisał|oleh|staff)(?!\w)[ :]"
)
_WIRES = r"(?:afp|reuters|ap|ats|belga|dpa|efe|ansa|tass|upi|apa|sda|pap|ritzau|ntb|tt|lusa|xinhua|kyodo|interfax)"
_PLACE = re.compile(
    r"[^\W\d_][^\d()\n:;!?«»\"“”]{1,38}(?: ?\([^()\n]{2,24}\))?(?:,| [-–—]|\.)? ?(?:le |on |am |den |el |il )?\Z"
)
_WIRE_BEHIND = re.compile(rf"[,.]? ?(?:\((?:[^()\n]{{2,30}})\)|[/|] ?{_WIRES}(?!\w)|{_WIRES}(?!\w)) ?(?:[-–—.:,]|\Z)")
_DASH_BEHIND = re.compile(r"[,.]? ?(?:[–—]|--|-(?= )|:) ?(?=\S)(?!\S{0,12} ?\d)")
_QUOTE_MARKS = re.compile('«|»|“|”|„|"|\n\n')  # not as a set: the engine then sees by what each branch begins
_OPENING_MARKS = '«“„"'

# A clock that runs, or a page that names today: the day of the visit, not of the article.
_TODAY = re.compile(
    r"(?<!\w)(?:today is|nous sommes|aujourd'hui|heute ist|hoy es|oggi è|сегодня|dzisiaj jest|dziś jest|σήμερα)(?!\w)"
)


_SECONDS = re.compile(r"(?<![\dt])\d\d:\d\d:\d\d(?!\d)")


class Line(NamedTuple):
    """A line as cleaning leaves it. `offset` is where it starts in the article's text, for body lines. `timeless`:
    it is known to hold no date."""

    text: str
    place: Place
    offset: int = 0
    timeless: bool = False


def again(
    m: DateMention, role: DateRole, label: Literal["", "published", "modified", "line"] | None = None, moved: int = 0
) -> DateMention:
    """The mention in another role, with another label or so many characters further on; quicker than `replace`."""
    return DateMention(
        *(m.text, role, m.start + moved, m.end + moved, m.year, m.month, m.day, m.weekday, m.hour, m.minute),
        *(m.utc_offset_minutes, m.days_ago, m.direction, m.label if label is None else label),
    )


def role_of(text: str, lowered: str, found: Sequence[DateMention], role: DateRole, w: Words) -> tuple[DateMention, ...]:
    """The mentions with the role that the words around each show; see `grammar.mentions`."""
    if not found:
        return ()
    if role not in ("narrative", "label", "dateline"):
        return tuple([again(m, role) for m in found])
    quotes = _quotes(text) if role == "narrative" else ((), ())
    return tuple([_one(text, lowered, m, role, quotes, w) for m in found])


def _one(
    text: str, lowered: str, m: DateMention, role: DateRole, quotes: tuple[Sequence[int], Sequence[int]], w: Words
) -> DateMention:
    begin = lowered.rfind("\n", max(0, m.start - 400), m.start) + 1 or max(0, m.start - 400)
    stop = lowered.find("\n", m.end, m.end + 400)
    end = stop if stop >= 0 else min(len(lowered), m.end + 400)
    before, behind, line = lowered[begin : m.start], lowered[m.end : end], lowered[begin:end]
    if _LAW.search(f" {before}"[-_LONGEST_LAW:]):
        return again(m, "legal")
    if role == "label":
        return again(m, "label", _label(before, w) or "line")
    if role == "dateline":
        return again(m, "dateline")
    if _quoted(m.start, quotes):
        return again(m, "quote")
    first_line = begin == 0 or lowered[begin - 1] == "\n"
    if first_line and len(before) <= 60 and _is_dateline(text[begin : m.start], before, behind, m):
        return again(m, "dateline")
    if len(line) <= 400 and _is_legal(line):
        return again(m, "legal")
    if len(line) <= LABEL_LINE and m.day is not None:
        label = _label(before, w)
        closed = bool(_SENTENCE_END.search(line[-4:]))
        if label and (not closed or len(line) - len(m.text) <= SHORT_LABEL):
            return again(m, "label", label)
        if not closed and _BYLINE.match(before) and len(line) <= 120:
            return again(m, "label", "line")
    return m


def _is_legal(line: str) -> bool:
    """Whether a line speaks of rights, terms or registers."""
    for words in _LEGAL_WORDS:  # quicker than one pattern
        if words in line:
            return True
    return "(c)" in line and _LEGAL_SIGN.search(line) is not None


def labelled(lowered: str, *languages: Words) -> Literal["", "published", "modified"]:
    """What a line says that is nothing but a label."""
    for w in languages:
        for name, pattern in (("modified", w.modified), ("published", w.published)):
            hit = pattern.search(lowered)
            if hit and hit.start() <= 6:
                return "modified" if name == "modified" else "published"
    return ""


def _label(before: str, w: Words) -> Literal["", "published", "modified"]:
    """What a label says about the date that follows it."""
    tail = before[-70:]
    modified, published = w.modified.search(tail), w.published.search(tail)
    if modified and (
        not published or modified.start() <= published.start() or modified.start("label") > published.start("label")
    ):
        return "modified"
    return "published" if published else ""


def _is_dateline(head_text: str, before: str, behind: str, m: DateMention) -> bool:
    """`MOSCOU, 14 juillet (AFP) -`: a place, a day, then an agency; or a place in capitals, a day, a dash and text."""
    if m.month is None or m.day is None or not head_text[:1].isupper() or not _PLACE.fullmatch(before):
        return False
    place = re.split(r"[,(]", head_text, maxsplit=1)[0].strip(" -–—.")
    if len(place.split()) > 4 or not all(word[:1].isupper() or len(word) <= 3 for word in place.split()):
        return False
    if _WIRE_BEHIND.match(behind):
        return True
    return (place.isupper() or "(" in before) and bool(_DASH_BEHIND.match(behind)) and len(behind) > 40


def _quotes(text: str) -> tuple[Sequence[int], Sequence[int]]:
    """Starts and ends of quotations. A blank line closes one that was left open, as printers do."""
    if "«" not in text and "“" not in text and "„" not in text and '"' not in text:
        return (), ()
    starts: list[int] = []
    ends: list[int] = []
    opened, mark = -1, ""
    for hit in _QUOTE_MARKS.finditer(text):
        sign = hit[0]
        if sign == "\n\n":
            opened = -1
        elif opened < 0 and sign in _OPENING_MARKS:
            opened, mark = hit.start(), sign
        elif opened >= 0 and sign in {"«": "»", "“": "”", "„": "“”", '"': '"'}[mark]:
            starts.append(opened)
            ends.append(hit.start())
            opened = -1
    return starts, ends


def _quoted(position: int, quotes: tuple[Sequence[int], Sequence[int]]) -> bool:
    index = bisect_right(quotes[0], position) - 1
    return index >= 0 and position < quotes[1][index]


def tells_now(lowered: str, found: Sequence[DateMention]) -> bool:
    """Whether a line tells the moment of the visit: "today is …", or a running clock with its weekday and seconds."""
    return bool(_TODAY.search(lowered)) or (
        any(m.weekday is not None for m in found) and bool(_SECONDS.search(lowered))
    )
