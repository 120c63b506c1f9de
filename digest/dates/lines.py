"""The mentions of a whole article: each line read in the light of its place on the page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

from digest.dates.grammar import lowered_text, mentions
from digest.dates.opening import dateline_form
from digest.dates.roles import LABEL_LINE, Line, Place, again, labelled, tells_now
from digest.dates.words import words
from digest.model import BODY_KINDS, Block, DateMention, DateRole, Kind
from digest.text import fold

ABOVE_LEAD = 6
"""Stray lines right above the first paragraph that may carry the date line where no title stands over them."""

HEAD = 14
"""Lines above the title, or the first paragraph, that are asked when none nearer has a date. Further up is the head of
the page, with its clock."""

BELOW_TITLE = 16
"""Lines between title and first paragraph, and between the first and the second, that may carry it: share bars and
credits stand there too. With more between them, the title is another one."""

BELOW_LEAD = 8
"""Lines from the first paragraph on that are asked where none nearer has a date: a lead of several paragraphs may stand
over the date line."""

MOST_REMEMBERED = 4_000
"""Lines of furniture of which it is remembered what they say: those of an outlet's pages are the same."""

NEXT_TO_TEXT = 3
"""Lines below the last paragraph, of those that were taken out there, whose label is still the article's own: a
signature and a share bar stand between. Further down labels are those of teasers."""

REST = 45
"""Characters beside the date that a bare date line may hold: byline, section, clock. A longer line is a caption."""

_SEPARATORS = re.compile(r"^[ |•·–—:-]{1,9}|[ |•·–—:-]{1,9}\Z")  # what separates a label from its value
_CLOSERS = "\u0020\u00a0\"'”’»)]」』)"
_SENTENCE_ENDS = tuple(".!?…。！？:;")
_WIDE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_DIGITS = re.compile(r"\d(?:\D{0,12}\d|月)")

_TOPIC = re.compile(r"([^\W\d_]{2,30}) (?:du|vom|del|dell'|of|for|van)(?: [^\W\d_]{2,12}\.?,?)? {0,2}\Z", re.IGNORECASE)
"""A noun, and that a date belongs to it; a weekday may stand between."""

_EDITIONS = frozenset(
    (
        *("article", "artikel", "articulo", "articolo", "beitrag", "meldung", "bericht", "nachricht", "news"),
        *("actualite", "actualites", "actualidad", "edition", "ausgabe", "edicion", "edizione", "edicao"),
        *("editie", "numero", "nummer", "nr", "issue", "journal", "zeitung", "communique", "comunicado"),
        *("comunicato", "mitteilung", "pressemitteilung", "depeche", "bulletin", "newsletter", "lettre"),
        *("note", "billet", "post", "version", "stand", "update", "jour", "as", "publication", "parution"),
        *("veroffentlichung"),
    )
)
"""Nouns, without accents, whose date is the article's own: "Édition du 12 juin 2022"."""

_STRAY: tuple[Place, ...] = ("junk", "tail", "byline", "dateline")
"""Places of lines that may carry the article's own date, or another's."""

_ROLES: dict[str, DateRole] = {
    "quote": "quote",
    "caption": "caption",
    "legal": "legal",
    "residue": "residue",
}


_REMOVED_PLACES: dict[str, Place] = {
    "tail_block": "tail",
    "crawl_prefix": "residue",
    "doubled_line": "residue",
    "doubled_caption": "residue",
    "privacy_notice": "legal",
    "copyright_line": "legal",
    "cookie_notice": "legal",
    "alt_text": "caption",
}
"""Removal rules that know what the line was; lines that other rules removed are junk, asked only by the title."""

_SETTING = ("label", "dateline")
"""Roles that set a date outright."""

_OTHERS = frozenset({"related_link", "comment_call"})
"""Removal rules that know headings of other articles and of readers' comments."""

_KEPT_PLACES: dict[Kind, Place] = {
    "title": "title",
    "caption": "caption",
    "byline": "byline",
    "dateline": "dateline",
    "quote": "quote",
}


def lines_of(blocks: Iterable[tuple[Block, str]], timeless: Collection[str] = ()) -> tuple[Line, ...]:
    """Lines for `mentions_of` from an article's blocks in reading order, each with the rule that removed it, or "".
    `timeless` are texts that are known to hold no date: no digit and none of the words `without_digits`.

    Offsets are those of `Article.text`: the kept body blocks joined by a blank line. What stands below the last
    paragraph and behind a heading of comments or other articles belongs to those."""
    ordered = list(blocks)
    lines: list[Line] = []
    offset = 0
    others = _start_of_others(ordered)
    for n, (block, rule) in enumerate(ordered):
        if rule:
            place = _REMOVED_PLACES.get(rule, "junk")
            if n > others and place in _STRAY:
                place = "residue"
            lines.append(Line(block.text, place, 0, block.text in timeless))
            continue
        place = _KEPT_PLACES.get(block.kind, "body")
        if n > others and place in ("body", *_STRAY):
            place = "others"
        lines.append(Line(block.text, place, offset, block.text in timeless))
        if block.kind in BODY_KINDS:
            offset += len(block.text) + 2
    return tuple(lines)


def _start_of_others(blocks: Sequence[tuple[Block, str]]) -> int:
    """The first heading of comments or other articles below the last kept paragraph; the number of blocks if none."""
    prose = [n for n, (b, rule) in enumerate(blocks) if not rule and b.kind in BODY_KINDS and _is_prose(b.text)]
    start = prose[-1] + 1 if prose else len(blocks)
    return next((n for n in range(start, len(blocks)) if blocks[n][1] in _OTHERS), len(blocks))


def mentions_of(lines: Sequence[Line], language: str) -> tuple[DateMention, ...]:
    """Every mention of an article's lines, kept and removed, in reading order.

    Mentions of body and quote lines count their offsets from the line's own `offset`, those of other lines from the
    line's start. Titles give none: a headline's date is its subject. A stray line, or one of the body that is nothing
    but a date line, gives a label where it stands by the title or the lead: the other dates of a page belong to other
    articles. Of bare date lines only those of the nearest zone count."""
    found: list[tuple[int, DateMention]] = []
    for n, (line, zone) in enumerate(zip(lines, _zone_of_each(lines), strict=True)):
        if line.place == "title" or line.timeless:
            continue
        if line.place == "dateline" and (told := _dateline(line.text, language)):
            found += [(0, m) for m in told]
            continue
        if line.place in _STRAY or (line.place == "body" and zone != FAR and _is_bare(line.text)):
            found += [(zone, m) for m in _stray(lines, n, language, zone)]
        elif line.place == "body":
            found += [(0, _moved(m, line.offset)) for m in mentions(line.text, language)]
        elif line.place == "others":
            told = mentions(line.text, language)
            found += [(0, again(m, "residue", "") if m.role in _SETTING else _moved(m, line.offset)) for m in told]
        else:
            moved = line.offset if line.place == "quote" else 0
            found += [(0, _moved(m, moved)) for m in _read(line.text, language, _ROLES[line.place])]
    nearest = min((zone for zone, m in found if m.label == "line" and m.role == "label"), default=FAR)
    return tuple(m for zone, m in found if m.label != "line" or m.role == "dateline" or zone == nearest)


HEAD_ZONE, FAR = 2, 3
"""The zone of lines that have nothing to do with the article, as far as anyone can tell."""


def _zone_of_each(lines: Sequence[Line]) -> list[int]:
    zones = [FAR] * len(lines)
    for zone, reach in reversed(list(enumerate(_zones(lines)))):
        for n in reach:
            if n < len(lines):
                zones[n] = zone
    return zones


def _zones(lines: Sequence[Line]) -> tuple[range, range, range]:
    """Where the article's own date line may stand, likeliest first: from the title to the second paragraph, a little
    below, and in the head above the title."""
    prose = [n for n, line in enumerate(lines) if line.place == "body" and _is_prose(line.text)]
    title = _title(lines, prose)
    if title is not None:
        prose = [n for n in prose if n > title]
    while len(prose) > 1 and prose[1] - prose[0] > BELOW_TITLE:
        prose.pop(0)  # the page's motto, far above its text
    if not prose:
        return range(0), range(0), range(0)
    first = prose[0]
    second = prose[1] if len(prose) > 1 else len(lines)
    top = title if title is not None else max(0, first - ABOVE_LEAD)
    end = min(second, first + BELOW_TITLE)
    return range(top, end), range(end, max(end, first + BELOW_LEAD)), range(max(0, top - HEAD), top)


def _title(lines: Sequence[Line], prose: Sequence[int]) -> int | None:
    """The title that most paragraphs follow; a page repeats its title in the head and names other articles below."""
    starts = [n for n, line in enumerate(lines) if line.place == "title"]
    scored = []
    for n in starts:
        following = [p for p in prose if n < p <= n + 40]
        if following and following[0] - n <= BELOW_TITLE:
            scored.append((len(following), -n))
    if not scored:
        return None
    best = -max(scored)[1]
    return best if 2 * sum(p < best for p in prose) <= len(prose) else None  # else it heads a list below the article


def _is_prose(text: str) -> bool:
    """A paragraph: long, ends like a sentence."""
    if len(text) <= 60 and (len(text) <= 25 or text.isascii() or not _WIDE.search(text)):
        return False
    return text.rstrip(_CLOSERS)[-1:] in _SENTENCE_ENDS


def _is_bare(text: str) -> bool:
    """Short, with digits, and no sentence: worth a look whether it is a date line that cleaning kept."""
    if len(text) > 120 or (text[-1:] in _SENTENCE_ENDS and len(text) > 40):  # "28.04.2023, 19:09 3 Min." is none
        return False
    return bool(_DIGITS.search(text))


def _is_clock(stray: Sequence[DateMention]) -> bool:
    """A page's own clock names the weekday: "Thursday, 24 November 2011, 12:57:51" in the head of the page."""
    return any(m.weekday is not None for m in stray)


def _moved(m: DateMention, offset: int) -> DateMention:
    return again(m, m.role, moved=offset) if offset and m.role in ("narrative", "quote") else m


def _read(text: str, language: str, role: DateRole) -> tuple[DateMention, ...]:
    """Many sites in other languages label in English: lines of a page's furniture are tried in both."""
    found = mentions(text, language, role)
    return found or (mentions(text, "en", role) if language != "en" else ())


_read_furniture = lru_cache(MOST_REMEMBERED)(_read)


def _stray(lines: Sequence[Line], n: int, language: str, zone: int) -> Iterator[DateMention]:
    """Labels and bare date lines; the day of the visit and all else is residue. Far from the article a label says
    "metadata", in case that all of the page's agree: in a list of other articles they differ."""
    line = lines[n]
    if len(line.text) > LABEL_LINE or not _DIGITS.search(line.text):
        return
    found = _read_furniture(line.text, language, "narrative")
    bare = _leaves_little(line.text, found)
    if line.place == "body" and not bare:
        yield from (_moved(m, line.offset) for m in mentions(line.text, language))
        return
    for m in found:
        if m.role in ("slug", "legal"):
            yield m
        elif m.day is None or m.month is None:
            yield again(m, "residue", "")
        elif zone == FAR:
            label = m.label if m.role == "label" else _label_above(lines, n, language)
            if label == "published":
                yield again(m, "metadata", "published")
        elif line.place == "tail" and not _is_own_label(lines, n, m, language):
            yield again(m, "residue", "")
        elif m.role == "label" and m.label != "line":
            yield m
        elif not bare or tells_now(line.text.lower(), found) or (zone == HEAD_ZONE and _is_clock(found)):
            yield again(m, "residue", "")
        else:
            yield again(m, "label", _label_above(lines, n, language) or "line")


def _dateline(text: str, language: str) -> tuple[DateMention, ...]:
    """The day that a dateline tells, which cleaning parted from its paragraph; nothing for a line of another kind.
    Without an agency, capitals or an article before the day it may open a feature: the label then says "line"."""
    form = dateline_form(text)
    if form is None:
        return ()
    told = [m for m in _read(text, language, "dateline") if m.day is not None and m.month is not None]
    return tuple(again(m, "dateline", "" if form.sure else "line") for m in told[:1])


def _is_own_label(lines: Sequence[Line], n: int, m: DateMention, language: str) -> bool:
    """Whether a line that was taken out below the text is labelled and stands close below a paragraph of it."""
    above = lines[max(0, n - NEXT_TO_TEXT) : n]
    if not any(line.place == "body" and _is_prose(line.text) for line in above):
        return False
    return (m.role == "label" and m.label != "line") or _label_above(lines, n, language) != ""


def _leaves_little(text: str, found: Sequence[DateMention]) -> bool:
    """Whether a line is a date and little else: a name, a section, a clock. Three words in lower case make a clause:
    "Le 13 janvier 2019, Benzema joue avec le Real"."""
    rest = text
    for m in reversed(found):
        rest = rest[: m.start] + rest[m.end :]
    if found and text[: found[0].start].rstrip().endswith(":") and found[0].label == "":
        return False  # "Released: June 17, 2025" labels something else
    if found and (topic := _TOPIC.search(text[: found[0].start])) and fold(topic[1]) not in _EDITIONS:
        return False  # "Marché du 12 juin 2022" says what the line is about
    return len(rest) <= REST and sum(word[:1].islower() for word in rest.split()) < 3


def _label_above(lines: Sequence[Line], n: int, language: str) -> Literal["", "published", "modified"]:
    """What a label on a line of its own says: "Last update:" above the date."""
    for above in reversed(lines[max(0, n - 2) : n]):
        text = _SEPARATORS.sub("", above.text)
        if not text:
            continue
        if len(text) > 30 or above.place not in ("body", *_STRAY):
            break
        if label := labelled(lowered_text(text), words(language), words("en")):
            return label
        if any(c.isalnum() for c in text):
            break
    return ""
