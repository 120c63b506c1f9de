"""The words that each language writes dates with, compiled into patterns. One TOML file a language in `tables/`: to
teach the program a language, add one. A row of `months` or `weekdays` begins with the word of prose; what follows is
a variant, or, where it is shorter than four letters or a beginning of the first word, an abbreviation that only counts
inside a full date ("mar. 12 mai 2016", never a lone "mar")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from unicodedata import combining, normalize

from digest import tables

NEVER = re.compile(r"(?!)")

# Hour, minutes, meridiem and zone behind a date: "à 21h00", "at 1:38 pm", "18.05 Uhr", "T21:00:00Z", "21H00 GMT".
_CLOCK = (
    r"(?P<H>[01]?\d|2[0-4])"
    r"(?:(?: ?h(?:eures?)? ?|:|\.)(?P<M>[0-5]\d)(?!\d)(?:[:.]\d\d(?:[.,]\d{1,6})?)?| ?h\b|(?= ?[ap]\.?m\b))"
    r"(?: ?(?P<ap>[ap])\.?m\b\.?)?(?: ?uhr)?(?: ?\(?(?P<zone>gmt|utc|z|[+-]\d\d:?\d\d)(?!\w))?"
)


@dataclass(frozen=True, slots=True)
class Words:
    """One language, ready to match lower-case text with straight apostrophes and plain spaces."""

    language: str
    months: Mapping[str, int]  # every spelling → 1..12
    weekdays: Mapping[str, int]  # every spelling → 0..6
    prose: frozenset[str]  # weekdays and months that count on their own
    relative: Mapping[str, int]  # "hier" → 1
    units: Mapping[str, int]
    numbers: Mapping[str, int]
    month_first: bool  # July 14, 2016
    capitals: bool
    trigger: re.Pattern[str]  # where a date could begin; its group is the first word
    trigger_western: re.Pattern[str]  # the same for a text that has only characters of Latin-1, and quicker
    day_month: re.Pattern[str]  # (weekday) day month (year) (clock)
    month_day: re.Pattern[str]  # (weekday) month day (year) (clock)
    year_month: re.Pattern[str]  # year month day
    month_year: re.Pattern[str]
    weekday: re.Pattern[str]
    ago: re.Pattern[str]
    after: re.Pattern[str]  # words before a lone month or year: "en", "fin"
    this: re.Pattern[str]  # words that point at the day of writing: "ce"
    published: re.Pattern[str]  # label at the end of what stands before a date
    modified: re.Pattern[str]


def alternatives(words: Iterable[str]) -> str:
    """One group for many words, factored by first letter: as quick to refuse as one letter is to compare."""
    by_letter: dict[str, list[str]] = {}
    for word in _longest_first(words):
        by_letter.setdefault(word[0], []).append(_spaced(word[1:]))
    return "(?:" + "|".join(f"{re.escape(a)}(?:{'|'.join(rest)})" for a, rest in sorted(by_letter.items())) + ")"


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(set(words), key=lambda w: (-len(w), w))


def _spaced(words: str) -> str:
    """A pattern for words between which a second space may stand."""
    return re.escape(words).replace(r"\ ", " {1,2}")


def _optional(words: Sequence[str], form: str) -> str:
    return form.replace("WORDS", alternatives(words)) if words else ""


def _before(words: Sequence[str]) -> re.Pattern[str]:
    """Matches text that ends in one of the words."""
    return re.compile(rf"(?<!\w){alternatives(words)}(?: {{1,2}}|(?<=['-])|-)\Z") if words else NEVER


def _label(words: Sequence[str], link: Sequence[str], at: Sequence[str]) -> re.Pattern[str]:
    """Matches text that ends in a label and what may stand between it and the date: "publié hier à 10h, le "."""
    if not words:
        return NEVER
    filler = alternatives([*link, *at, "on", "am"])
    return re.compile(
        rf"(?<!\w)(?P<label>{alternatives(words)})(?!\w)[ :;.|(\[-]{{0,4}}(?:{filler}(?!\w)[ :]{{0,2}}){{0,2}}"
        rf"(?:{_CLOCK}[ ,|-]{{0,3}}(?:[a-z]{{2,4}}[ ,]{{1,2}})?)?(?:[^\W\d_]{{2,12}}[.,]{{1,2}} )?(?:{filler} )?\Z"
    )


# fmt: off
LANGUAGES: tuple[str, ...] = (
    "bg", "ca", "cs", "da", "de", "el", "en", "es", "fi", "fr", "hu", "id", "it", "ja", "ko", "nl", "no", "pl",
    "pt", "ro", "ru", "sv", "tr", "uk", "zh",
)
# fmt: on
"""The languages that have a table."""

UNSPACED = frozenset(("zh", "ja", "ko"))
"""Languages whose words stand without a boundary that a pattern can see."""

_SAME = {"nb": "no", "nn": "no", "be": "ru", "ms": "id", "sh": "", "yue": "zh", "wuu": "zh"}


@cache
def words(language: str) -> Words:
    """The patterns of a language; of none but numbers when it has no table or is undetermined."""
    code = language.lower().replace("_", "-").split("-")[0]
    code = _SAME.get(code, code)
    return _compile(code, table_of(code) if code in LANGUAGES else {})


def table_of(code: str) -> Mapping[str, Any]:
    """The words of one of `LANGUAGES`, as its table has them."""
    table = tables.read_toml(f"dates/tables/{code}.toml")
    return _with_bare_capitals(table) if code == "el" else table


@cache
def without_digits() -> frozenset[str]:
    """Runs of letters in lower case: an expression that tells a date without a digit has one of them, whatever its
    language, unless that writes no spaces. Abbreviations only count beside a day, which is a number."""
    expressions: set[str] = set()
    for code in LANGUAGES:
        if code not in UNSPACED:
            table = table_of(code)  # no patterns are needed, which take long to compile
            named = [_spellings(table.get(rows, ()), 0)[1] for rows in ("months", "weekdays")]
            expressions.update(*named, table.get("relative", ()), table.get("units", ()))  # days ago have a unit
    runs = {expression: _LETTERS.findall(expression) for expression in sorted(expressions)}
    alone = {parts[0] for parts in runs.values() if len(parts) == 1}
    others = {max(parts, key=len) for parts in runs.values() if alone.isdisjoint(parts)}  # "aujourd'hui"
    return frozenset(alone | others)


_LETTERS = re.compile(r"[^\W\d_]+")


def _with_bare_capitals(table: Mapping[str, Any]) -> dict[str, Any]:
    """Greek capitals drop their accents: ΔΗΜΟΣΙΕΥΣΗ is δημοσίευση. Each word is known in both spellings."""

    def both(row: Sequence[str]) -> list[str]:
        bare = ["".join(c for c in normalize("NFD", word) if not combining(c)) for word in row]
        return list(dict.fromkeys([*row, *bare]))

    wider = dict(table)
    for name in ("published", "modified"):
        wider[name] = both(table[name])
    for name in ("months", "weekdays"):
        wider[name] = [both(row) for row in table[name]]
    return wider


def _spellings(rows: Sequence[Sequence[str]], first: int) -> tuple[dict[str, int], set[str]]:
    values = {word: n for n, row in enumerate(rows, first) for word in row}
    prose = {
        word
        for row in rows
        for word in row
        if word == row[0] or (len(word) > 3 and not row[0].startswith(word))  # else an abbreviation
    }
    return values, prose


def _compile(code: str, table: Mapping[str, Any]) -> Words:
    months, month_prose = _spellings(table.get("months", ()), 1)
    weekdays, weekday_prose = _spellings(table.get("weekdays", ()), 0)
    relative: dict[str, int] = table.get("relative", {})
    link, at = table.get("link", ()), table.get("at", ())
    full = _full_dates(table, months, weekdays)
    return Words(
        language=code,
        months=months,
        weekdays=weekdays,
        prose=frozenset(month_prose | weekday_prose),
        relative=relative,
        units=table.get("units", {}),
        numbers={word: n for n, row in enumerate(table.get("numbers", ()), 1) for word in row},
        month_first=code == "en",
        capitals=bool(table.get("capitals")),
        trigger=re.compile(_trigger(code, table, months, weekdays, r"[^a-z\w]")),  # quicker than "\W" alone
        trigger_western=re.compile(_trigger(code, table, months, weekdays, _NO_WORD_WESTERN)),
        day_month=re.compile(full["day_month"]),
        month_day=re.compile(full["month_day"]),
        year_month=re.compile(full["year_month"]),
        month_year=re.compile(full["month_year"]),
        weekday=_weekday(table, weekday_prose),
        ago=_ago(table),
        after=_before(table.get("month_after", ())),
        this=_before(table.get("this", ())),
        published=_label(table.get("published", ()), link, at),
        modified=_label(table.get("modified", ()), link, at),
    )


def _full_dates(table: Mapping[str, Any], months: Mapping[str, int], weekdays: Mapping[str, int]) -> dict[str, str]:
    """Patterns of dates that name at least two of day, month and year."""
    link, at = table.get("link", ()), table.get("at", ())
    clock = rf"(?: ?[,(|•·–—/-]? ?{_optional(at, '(?:WORDS ?)?')}[|•·–—@-]? ?{_CLOCK})?"
    weekday = rf"(?P<w>{alternatives(weekdays)})" if weekdays else r"(?P<w>(?!))"
    month = rf"(?P<m>{alternatives(months)})" if months else r"(?P<m>(?!))"
    lead = rf"(?:{weekday}[.,]{{0,2}} {{1,2}}{_optional(link, '(?:WORDS ?)?')})?"
    ordinals = "|".join(map(re.escape, table.get("ordinals", ())))
    day = rf"(?P<d>[0-3]?\d)(?:{ordinals})?" if ordinals else r"(?P<d>[0-3]?\d)"
    of = _optional(table.get("day_month", ()), "|,? {1,2}WORDS ?")
    of_year = _optional(table.get("month_year", ()), "(?:WORDS )?")
    year = r"(?P<y>(?:1[4-9]|20)\d\d)(?!\d)"
    return {
        "day_month": rf"{lead}{day}(?: {{1,2}}|-|\. ?{of}){month}(?!\w)\.?"
        rf"(?:(?:,? {{1,2}}{of_year}|-|/){year})?{clock}",
        "month_day": rf"{lead}{month}\.? {{1,2}}{day}(?!\d)(?: ?,? {{1,2}}{year})?{clock}",
        "year_month": rf"{year}[.,]? {month}\.? {day}(?!\d)\.?{clock}",
        "month_year": rf"{month}\.?(?:,? {{1,2}}{of_year}|-){year}",
    }


_NO_WORD_WESTERN = f"[{re.escape(''.join(c for c in map(chr, range(256)) if not (c.isalnum() or c == '_')))}]"


def _trigger(
    code: str, table: Mapping[str, Any], months: Mapping[str, int], weekdays: Mapping[str, int], border: str
) -> str:
    """Where a date could begin, behind a character that is no letter or digit (`border`): an engine that looks for one
    such character is several times quicker than one that looks behind at each, quickest where a class is a plain list,
    and it refuses a branch by its first letter or class where no group or repeat stands before that. Scripts without
    spaces have no boundaries."""
    relative: Iterable[str] = table.get("relative", ())
    if code in UNSPACED:
        bare = alternatives(relative) if relative else "(?!)"
        return rf"({bare}|(?<![^\W\d_])(?<!\d)\d{{1,4}})"
    names = {*months, *weekdays, *relative}
    words = _branches([*_longest_first(relative), *_longest_first(names.difference(relative))], "")
    if units := table.get("units"):  # common words, which only count days where the next word shows it
        before = set(table.get("ago_before", ())) - names
        words += _branches(_longest_first(before), f"(?= (?:{_amount(table)}) )")
        counted = set(_numbers(table) if table.get("ago_after") else ()) - names
        words += _branches(_longest_first(counted), f"(?= {alternatives(units)} )")
    return rf"{border}(\d\d{{0,3}}{words})"


def _branches(words: Iterable[str], behind: str) -> str:
    """Branches for whole words, one a first letter, with what must stand behind them."""
    by_letter: dict[str, list[str]] = {}
    for word in words:
        by_letter.setdefault(word[0], []).append(_spaced(word[1:]))
    return "".join(rf"|{re.escape(a)}(?:{'|'.join(rest)})(?!\w){behind}" for a, rest in sorted(by_letter.items()))


def _weekday(table: Mapping[str, Any], prose: set[str]) -> re.Pattern[str]:
    """A lone weekday and the adjective behind it that turns it to past or future."""
    spoken = alternatives(prose) if prose else "(?!)"
    past = _optional(table.get("last", ()), "|(?P<past>WORDS)")
    future = _optional(table.get("next", ()), "|(?P<future>WORDS)")
    return re.compile(rf"(?P<w>{spoken})(?!\w)(?: {{1,2}}(?:(?!){past}{future})(?!\w))?")


def _numbers(table: Mapping[str, Any]) -> list[str]:
    return [word for row in table.get("numbers", ()) for word in row]


def _amount(table: Mapping[str, Any]) -> str:
    numbers = _numbers(table)
    return rf"\d{{1,3}}|{alternatives(numbers)}" if numbers else r"\d{1,3}"


def _ago(table: Mapping[str, Any]) -> re.Pattern[str]:
    """Days and weeks back from the day of publication: "il y a trois jours", "3 days ago"."""
    if not table.get("units"):
        return NEVER
    amount, unit = _amount(table), alternatives(table["units"])
    ways = []
    if before := table.get("ago_before"):
        ways.append(rf"{alternatives(before)} (?P<n>{amount}) (?P<u>{unit})(?!\w)")
    if after := table.get("ago_after"):
        ways.append(rf"(?P<n2>{amount}) (?P<u2>{unit}) {alternatives(after)}(?!\w)")
    return re.compile("|".join(ways)) if ways else NEVER


LAST_NEXT_BEFORE: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "en": (("last ", "past "), ("next ", "coming ")),
    "de": (("letzten ", "vergangenen ", "vorigen "), ("nächsten ", "kommenden ")),
    "nl": (("afgelopen ", "vorige "), ("volgende ", "aanstaande ", "komende ")),
    "pl": (("zeszły ", "zeszłą ", "ubiegły ", "ubiegłą ", "miniony "), ("przyszły ", "przyszłą ", "najbliższy ")),
    "es": (("pasado ", "pasada "), ("próximo ", "próxima ")),
    "it": (("scorso ", "scorsa "), ("prossimo ", "prossima ")),
    "pt": (("passado ", "passada ", "última "), ("próximo ", "próxima ")),
    "sv": (("förra ", "i "), ("nästa ", "på ")),
    "ru": (("прошлый ", "прошлую "), ("следующий ", "следующую ")),
}
"""Adjectives that stand before the weekday, and the direction that they give it: past, future."""

CLOCK_ALONE = re.compile(_CLOCK)
