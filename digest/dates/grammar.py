"""Text → date mentions, with what each says in its own words: no guess at a missing year, no role but the caller's or
the one that the words around it show. Linear in the length of the text: one trigger pattern finds where a date could
begin, and anchored patterns with bounded repetition read it there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from digest.dates.roles import role_of
from digest.dates.words import CLOCK_ALONE, LAST_NEXT_BEFORE, Words, words
from digest.model import DateMention, DateRole
from digest.text import same_length_fold

YEARS = range(1450, 2100)
"""Years that a date in a news text may name: older is history without a day, later is a typing slip or an article
number. The clock is no witness here: the core has none."""

MOST = 2000
"""Mentions read from one text. A table of results may hold hundreds; beyond this a file is a list, not an article."""

_NUMERIC = re.compile(
    r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d])"
    r"|(?P<a>\d{1,2})(?P<t>[-/]|\. ?)(?P<b>\d{1,2})(?P=t)(?P<c>\d{4}|\d\d)(?![\d]|[-/.]\d)"
)
_CLOCK_BEHIND = re.compile(
    rf"(?:t| ?[,(|•·–—/-]? ?(?:à|a|at|um|alle|às|om|kl\.?|klo|@)? ?[|•·–—-]? ?){CLOCK_ALONE.pattern}"
)
_EAST_ASIA = re.compile(
    r"(?:(?P<y>\d{4}) ?[年년] ?)?(?P<m>\d{1,2}) ?[月월] ?(?P<d>\d{1,2}) ?[日号號일]"
    r"(?: ?\(?(?:星期|周|週)?(?P<w>[一二三四五六日天月火水木金土월화수목금토일])?(?:曜日|요일)?\)?)?"
    r" ?(?P<clock>(?P<H>\d{1,2})[:：時时点시] ?(?P<M>\d\d)?)?"
)
_EAST_ASIAN_WEEKDAYS = {
    c: n for row in ("一二三四五六日", "月火水木金土天", "월화수목금토일") for n, c in enumerate(row)
}
_NAMED = re.compile(r"[^\W\d_],? \Z")  # what stands before a capital inside a sentence
_COMPACT = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_SLUG = re.compile(r"(?:\S*[-_/.])?(?:19|20)\d{6}(?:[-_/.]\S*)?")


def mentions(text: str, language: str, role: DateRole = "narrative") -> tuple[DateMention, ...]:
    """Date expressions of a text, in order, never overlapping; `text[m.start:m.end] == m.text`.

    With the role "narrative" the words around may raise a mention to label, dateline, slug, legal, residue or quote.
    Any other role is the caller's knowledge about the whole text and stays, but "label" lines may hold legal dates.
    A language without a table gives numeric and East Asian dates only."""
    lowered, w = lowered_text(text), words(language)
    if found := _scan(text, lowered, w):
        return role_of(text, lowered, found, role, w)
    if len(text) < 200 and ("19" in text or "20" in text) and (slug := _compact(text)):
        return (slug if role == "narrative" else replace(slug, role=role),)
    return ()


def lowered_text(text: str) -> str:
    """Lower case, straight apostrophes, plain spaces, at the same offsets; quick for the usual text."""
    lowered = text.lower()
    if len(lowered) != len(text):  # "İ" becomes two characters
        lowered = same_length_fold(text)
    if "\t" in lowered:
        lowered = lowered.replace("\t", " ")
    if lowered.isascii():
        return lowered
    for odd, plain in (("’", "'"), ("ʼ", "'"), ("\xa0", " "), ("\u202f", " "), ("\u2009", " ")):
        if odd in lowered:
            lowered = lowered.replace(odd, plain)
    return lowered


def _scan(text: str, lowered: str, w: Words) -> tuple[DateMention, ...]:
    east = "月" in lowered or "월" in lowered
    padded = " " + lowered  # the trigger wants a character before each word
    western = len(lowered.encode("latin-1", "ignore")) == len(lowered)
    search = w.trigger_western.search if western else w.trigger.search
    position = 0  # in `padded`, one ahead of the text
    found: list[DateMention] = []
    while len(found) < MOST and (hit := search(padded, position)):
        word, start, end = hit[1], hit.start(1) - 1, hit.end(1) - 1
        mention: DateMention | None
        if word[0].isdecimal():
            mention = _number(text, lowered, start, end, w, east)
        elif (days_ago := w.relative.get(_single_spaced(word))) is not None:
            mention = _made(text, start, end, days_ago=days_ago)
        else:
            mention = _word(text, lowered, start, word, w)
        if mention:
            found.append(mention)
        ahead = 1 if hit.start() == start + 1 else 0  # a script without spaces: no character before the word
        position = max(end, mention.end if mention else 0) + ahead
    return tuple(found)


def _single_spaced(expression: str) -> str:
    return " ".join(expression.split())


def _made(text: str, start: int, end: int, **parts: object) -> DateMention:
    while end > start and text[end - 1] in " ,.(-–—|":
        end -= 1
    return DateMention(text=text[start:end], role="narrative", start=start, end=end, **parts)  # type: ignore[arg-type]  # keys are its fields


def _compact(text: str) -> DateMention | None:
    """The date in a name of a picture or file: "espace-syrie-20151007"."""
    token = text.strip()
    if not _SLUG.fullmatch(token) or not (hit := _COMPACT.search(text)):
        return None
    year, month, day = int(hit["y"]), int(hit["m"]), int(hit["d"])
    if not exists(year, month, day):
        return None
    return replace(_made(text, hit.start(), hit.end(), year=year, month=month, day=day), role="slug")


def exists(year: int | None, month: int, day: int) -> bool:
    """Whether the calendar has that day, in a leap year when the year isn't known."""
    try:
        date(year if year is not None else 2000, month, day)
    except ValueError:
        return False
    return year is None or year in YEARS


def _number(text: str, lowered: str, start: int, end: int, w: Words, east: bool) -> DateMention | None:
    """A date that begins with the digits from `start` to `end`, at most four of a longer number. How many there are and
    what stands behind them refuses most patterns before they are tried."""
    if start and lowered[start - 1] in "./-:+€$£#" and start > 1 and lowered[start - 2].isdigit():
        return None  # inside a longer number, a price, an address
    digits, behind = end - start, lowered[end : end + 2]
    if behind.startswith(("-", "/", ".")) and (hit := _NUMERIC.match(lowered, start)):
        return _numeric(text, lowered, start, hit, w)
    if east and (hit := _EAST_ASIA.match(lowered, start)):
        return _east_asian(text, start, hit)
    if digits <= 2 and (hit := w.day_month.match(lowered, start)):
        return _spelled(text, lowered, start, hit, w)
    if digits == 4 and (hit := w.year_month.match(lowered, start)):
        return _spelled(text, lowered, start, hit, w)
    if digits <= 3 and (hit := w.ago.match(lowered, start)):
        return _ago(text, start, hit, w)
    if digits <= 2 and (hit := CLOCK_ALONE.match(lowered, start)) and hit["zone"]:
        return _made(text, start, hit.end(), **_clock(hit))
    year = lowered[start:end]
    if digits == 4 and year.isdigit() and year[:2] in ("18", "19", "20") and not behind[:1].isalnum():
        decimal = behind[:1] in ("-", "/", ".", ",", "%") and behind[1:].isdigit()
        if not decimal and w.after.search(lowered, max(0, start - 16), start):
            return _made(text, start, end, year=int(year))
    return None


def _numeric(text: str, lowered: str, start: int, hit: re.Match[str], w: Words) -> DateMention | None:
    """2016-07-14 in any language, 14/07/2016 and 14.07.16 by the order of the language. English numbers that could be
    either order are no date: the reader couldn't tell either."""
    if hit["y"]:
        year, month, day = int(hit["y"]), int(hit["m"]), int(hit["d"])
    else:
        a, b, c = int(hit["a"]), int(hit["b"]), hit["c"]
        if len(c) == 2 and (w.month_first or not w.months):
            return None
        if len(c) == 2 and not (hit["t"] in "/." and len(hit["a"]) == len(hit["b"]) == 2):
            return None
        year = int(c) if len(c) == 4 else 2000 + int(c)
        if w.month_first or not w.months:
            if a <= 12 and b <= 12 and a != b:
                return None
            day, month = (a, b) if b <= 12 else (b, a)
        else:
            day, month = a, b
    if not exists(year, month, day) or year < 1800:
        return None
    clock = _CLOCK_BEHIND.match(lowered, hit.end())
    return _made(text, start, clock.end() if clock else hit.end(), year=year, month=month, day=day, **_clock(clock))


def _east_asian(text: str, start: int, hit: re.Match[str]) -> DateMention | None:
    year = int(hit["y"]) if hit["y"] else None
    month, day = int(hit["m"]), int(hit["d"])
    if not exists(year, month, day):
        return None
    clock = {"hour": int(hit["H"]), "minute": int(hit["M"] or 0)} if hit["H"] and int(hit["H"]) < 24 else {}
    weekday = _EAST_ASIAN_WEEKDAYS.get(hit["w"] or "")
    return _made(
        text,
        start,
        hit.end() if clock else hit.end() - len(hit["clock"] or ""),
        year=year,
        month=month,
        day=day,
        weekday=weekday,
        **clock,
    )


def _spelled(text: str, lowered: str, start: int, hit: re.Match[str], w: Words) -> DateMention | None:
    """Day, month, maybe a weekday before and a year behind."""
    year = int(hit["y"]) if hit["y"] else None
    month, day = w.months[hit["m"]], int(hit["d"])
    if not exists(year, month, day):
        return None
    if year is None and w.capitals and not text[hit.start("m")].isupper():
        return None  # "they may 12 times"
    if year is None and hit["m"] not in w.prose and not lowered.startswith(".", hit.end("m")) and len(hit["m"]) < 3:
        return None
    weekday = hit.groupdict().get("w")
    value = w.weekdays[weekday] if weekday else None
    if value is not None and year is not None and date(year, month, day).weekday() != value:
        value = None  # the text contradicts itself: the day counts, the weekday doesn't
    end = hit.end() if hit["H"] else max(hit.end("m"), hit.end("d"), hit.end("y"))
    begin = _with_this(lowered, start, w)
    direction = "this" if begin < start else ""
    return _made(text, begin, end, year=year, month=month, day=day, weekday=value, direction=direction, **_clock(hit))


def _with_this(lowered: str, start: int, w: Words) -> int:
    """Where the expression begins when "ce" or "this" points it at the day of writing."""
    hit = w.this.search(lowered, max(0, start - 9), start)
    return hit.start() if hit else start


def _ago(text: str, start: int, hit: re.Match[str], w: Words) -> DateMention | None:
    groups = {name.rstrip("2"): value for name, value in hit.groupdict().items() if value}
    count = int(groups["n"]) if groups["n"].isdigit() else w.numbers[groups["n"]]
    days = count * w.units[groups["u"]]
    return _made(text, start, hit.end(), days_ago=days) if days <= 366 else None


def _clock(hit: re.Match[str] | None) -> dict[str, int | None]:
    """Hour, minute and offset of a matched clock time; nothing when there is none or it makes no sense."""
    if hit is None or not hit["H"]:
        return {}
    hour = int(hit["H"])
    if hit["ap"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if hit["ap"] == "p" else 0)
    if hour > 23:
        return {}
    zone, offset = hit["zone"], None
    if zone in ("gmt", "utc", "z"):
        offset = 0
    elif zone:
        digits = zone[1:].replace(":", "")
        offset = (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if zone[0] == "-" else 1)
        offset = offset if abs(offset) <= 14 * 60 else None
    return {"hour": hour, "minute": int(hit["M"] or 0), "utc_offset_minutes": offset}


def _word(text: str, lowered: str, start: int, word: str, w: Words) -> DateMention | None:
    """A date that begins with a word: a weekday, a month, or "il y a"."""
    for pattern in (w.day_month, w.month_day) if w.month_first else (w.day_month,):
        if hit := pattern.match(lowered, start):
            return _spelled(text, lowered, start, hit, w)
    if hit := w.month_year.match(lowered, start):
        year = int(hit["y"])
        if lowered[max(0, start - 3) : start].rstrip()[-1:].isdigit():
            return None  # the rest of a day that the calendar doesn't have
        return _made(text, start, hit.end(), year=year, month=w.months[hit["m"]]) if year in YEARS else None
    if hit := w.ago.match(lowered, start):
        return _ago(text, start, hit, w)
    if w.capitals and not text[start].isupper():
        return None
    if not w.capitals and text[start].isupper() and _NAMED.search(text, max(0, start - 3), start):
        return None  # "dijo Domingo Santana": weekdays are written small there
    if hit := w.weekday.match(lowered, start):
        return _weekday(text, lowered, start, hit, w)
    if word in w.months and word in w.prose and w.after.search(lowered, max(0, start - 16), start):
        return _made(text, start, start + len(word), month=w.months[word])
    return None


def _weekday(text: str, lowered: str, start: int, hit: re.Match[str], w: Words) -> DateMention:
    """A lone weekday with the word that turns it: "jeudi dernier", "last Thursday", "ce jeudi"."""
    groups = hit.groupdict()
    direction = "past" if groups.get("past") else "future" if groups.get("future") else ""
    begin, end = start, hit.end() if direction else hit.end("w")
    past, future = LAST_NEXT_BEFORE.get(w.language, ((), ()))
    before = lowered[max(0, start - 14) : start]
    for side, adjectives in (("past", past), ("future", future)):
        for adjective in adjectives:
            if before.endswith(adjective) and not before[: -len(adjective)][-1:].isalnum():
                direction, begin = side, start - len(adjective)
    if not direction and (begin := _with_this(lowered, start, w)) < start:
        direction = "this"
    return _made(text, begin, end, weekday=w.weekdays[hit["w"]], direction=direction)
