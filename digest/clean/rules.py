"""Hard rules: each takes out a whole line alone, without a look at the rest of the page. So each must be sure.

A rule is a name and a function of the lines and an index. Rules run in the order of `RULES`, the first that
recognises a
line names its removal. Wording stands in tables/words_*.toml and reaches the rules as `Line.phrase`. Patterns only ever
see the first `LONGEST_SEEN` characters and are anchored. "cookie" alone is no rule: articles about cookies exist.

To add one: a function, a line in `RULES`, and cases of what it must leave alone under tests/cases/clean/."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digest.clean import kinds, phrases
from digest.clean.line import LONGEST_SEEN, Line

Recognise = Callable[[Sequence[Line], int], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a line is called when `recognises(lines, index)` holds."""

    name: str
    recognises: Recognise


PHRASE_RULES: tuple[str, ...] = (
    "login_prompt",
    "share_bar",
    "navigation",
    "newsletter_plea",
    "subscribe_plea",
    "related_link",
    "comment_call",
    "cookie_notice",
    "privacy_notice",
    "copyright_line",
    "ad_label",
    "media_player",
    "reading_time",
    "date_label",
    "empty_label",
)
"""Rules that are nothing but wording; tables/words_*.toml has one section for each."""

_BRACKETS = frozenset("()[]{};")
_DATED_SLUG = re.compile(r"[^\W_]+(?:[-_][^\W_]+)*[-_](?:19|20)\d\d[-_]?(?:0[1-9]|1[0-2])[-_]?(?:0[1-9]|[12]\d|3[01])")
_FILE_NAME = re.compile(r"[\w.-]{1,120}\.(?:jpe?g|png|gif|webp|svg|avif|mp4|mp3|pdf)", re.IGNORECASE)
_MASKED_ADDRESS = re.compile(r"\[email(?: |\u00a0)protected\]")
_LABEL_WITHOUT_VALUE = re.compile(r"[,;|•·-] ?[^\W\d_]+(?: [^\W\d_]+){0,3} ?:?")
MONTHS = (
    "janv|févr|fevr|mars|avr|mai|juin|juil|août|aout|sept|oct|nov|déc|dec|jan|feb|mar|apr|may|jun|jul|aug|"
    "januar|februar|märz|april|juni|juli|august|oktober|dezember|enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    "septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|"
    "janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|dezembro|maart|mei|augustus"
)
_CLOCK = (
    r"(?:[ ,|–—-]{0,4}(?:à|at|um|a las|alle|às|om)? ?[0-2]?\d ?(?:h|:|\.) ?[0-5]\d"
    r"(?::[0-5]\d)?(?: ?(?:uhr|am|pm|gmt|cet|est|et|h))?)?"
)
_DATE_LINE = re.compile(
    r"(?:[^\W\d_][\w'’ -]{1,40}, )?(?:le )?(?:[^\W\d_]{2,12}\.?,? )?"
    rf"(?:\d{{1,2}}(?:er|st|nd|rd|th|\.)?(?: de)? (?:{MONTHS})[^\W\d_]{{0,8}}\.?,?(?: de)? (?:19|20)\d\d"
    rf"|(?:{MONTHS})[^\W\d_]{{0,8}}\.? \d{{1,2}},? (?:19|20)\d\d"
    r"|[0-3]?\d[./-][01]?\d[./-](?:19|20)?\d\d|(?:19|20)\d\d-[01]\d-[0-3]\d)" + _CLOCK
)
_INITIALS = re.compile(r"\(?[a-z]{2,4}(?:[/-][a-z]{2,5}){1,4}[-/]?\)?")
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\)) ?(?:©|\(c\))? ?(?:19|20)\d\d\b|(?:19|20)\d\d ?©|©.{1,60}(?:19|20)\d\d$", re.IGNORECASE
)
_CRAWL_RESIDUE = re.compile(r"date (?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-[0-3]\d)? (?=[^\W\d_a-z]|[«\"“])")


def symbols_only(lines: Sequence[Line], i: int) -> bool:
    """Not a letter, not a digit: bullets, arrows. A rule of one repeated mark ("***") parts the author's sections,
    "[…]" says that something was left out, and "}" is a line of a program."""
    line = lines[i]
    if line.key or line.length > 60 or not _BRACKETS.isdisjoint(line.text):
        return False
    if line.length >= 3 and len(set(line.text.replace(" ", ""))) == 1 and line.text[0] in "_*#~-–—":
        return False
    return not any(map(str.isalnum, line.text))


def image_slug(lines: Sequence[Line], i: int) -> bool:
    """One token with hyphens that ends in a date, or a media file's name."""
    line = lines[i]
    if line.length > 120 or " " in line.text:
        return False
    return bool(_DATED_SLUG.fullmatch(line.text) or _FILE_NAME.fullmatch(line.text))


def masked_address(lines: Sequence[Line], i: int) -> bool:
    """A form's line with an address that a web host hid from robots. Prose of more than 14 words stays."""
    line = lines[i]
    return line.words <= 14 and bool(_MASKED_ADDRESS.search(line.low))


def label_without_value(lines: Sequence[Line], i: int) -> bool:
    """ ", modifié à": begins with the punctuation that parted it from a value that is gone."""
    line = lines[i]
    if line.length > 40 or line.text[:1] not in ",;|" or line.ends:
        return False
    return bool(_LABEL_WITHOUT_VALUE.fullmatch(line.text))


def date_line(lines: Sequence[Line], i: int) -> bool:
    """Nothing but a place, a date and an hour, above the text. Further down it may head a part of a chronicle."""
    line = lines[i]
    if line.length > 60 or not line.figures or not _DATE_LINE.fullmatch(line.low):
        return False
    return not any(other.sentence and other.weight >= 100 for other in lines[:i])


def counter(lines: Sequence[Line], i: int) -> bool:
    """A number alone above the title: shares, comments. Directly above prose it may number a chapter."""
    line = lines[i]
    if line.length > 6 or not line.text.isdigit() or i + 1 >= len(lines) or lines[i + 1].sentence:
        return False
    return not any(other.sentence for other in lines[:i]) and any(other.sentence for other in lines[i + 1 : i + 13])


def agency_initials(lines: Sequence[Line], i: int) -> bool:
    """ "gdr/mlb/ial" under the last paragraph."""
    line = lines[i]
    if line.length > 24 or not ("/" in line.text or "-" in line.text) or not _INITIALS.fullmatch(line.text):
        return False
    return i > 0 and lines[i - 1].sentence and not any(other.sentence for other in lines[i + 1 :])


def copyright_notice(lines: Sequence[Line], i: int) -> bool:
    """ "© 2016 Name": a short line with the sign and a year. A photo credit has no year."""
    line = lines[i]
    return line.length <= 140 and ("©" in line.low or "opyright" in line.head) and bool(_COPYRIGHT.search(line.low))


def doubled_line(lines: Sequence[Line], i: int) -> bool:
    """The same as the line before, to the letter. Short answers and refrains ("Non." "Non.") may be meant: 20
    characters."""
    line = lines[i]
    if i == 0 or line.length < 20 or line.text != lines[i - 1].text:
        return False
    return line.sentence or kinds.is_caption(line) or any(other.sentence and other.weight >= 100 for other in lines[:i])


def _worded(name: str) -> Recognise:
    return lambda lines, i: lines[i].phrase == name


RULES: tuple[Rule, ...] = (
    Rule("symbols_only", symbols_only),
    Rule("image_slug", image_slug),
    Rule("masked_address", masked_address),
    Rule("label_without_value", label_without_value),
    *(Rule(name, _worded(name)) for name in PHRASE_RULES),
    Rule("date_label", date_line),
    Rule("share_bar", counter),
    Rule("agency_initials", agency_initials),
    Rule("copyright_line", copyright_notice),
    Rule("doubled_line", doubled_line),
)


def first_hit(lines: Sequence[Line], i: int) -> str:
    """Name of the rule that takes line `i`, or an empty string."""
    line = lines[i]
    if line.phrase:
        return line.phrase
    if line.block.kind == "list" and "\n" in line.text:
        return _furniture_list(line)
    if line.length > LONGEST_FOR_RULES:
        return "doubled_line" if doubled_line(lines, i) else ""
    if _is_ordinary(line):
        return "doubled_line" if i and line.text == lines[i - 1].text and doubled_line(lines, i) else ""
    for rule in _STRUCTURAL:
        if rule.recognises(lines, i):
            return rule.name
    return ""


def _is_ordinary(line: Line) -> bool:
    """Whether a line has nothing that a structural rule begins with, `doubled_line` aside: the quick way for most."""
    text = line.text
    if line.figures or not line.key or line.length <= 6 or " " not in text or text[0] in ",;|":
        return False
    if line.length <= 24 and ("/" in text or "-" in text):
        return False
    return "©" not in text and "opyright" not in text and "[" not in text


def _furniture_list(line: Line) -> str:
    """The rule for a list of which every item is furniture, in formats that keep a list in one block."""
    names = [
        phrases.rule_of(phrases.key(item.strip().lower().replace("’", "'")), ends_with_stop=False, quotes=False)
        for item in line.head.split("\n")
        if item.strip()
    ]
    return names[0] if names and all(names) and line.length < LONGEST_SEEN else ""


LONGEST_FOR_RULES = 140
_STRUCTURAL = tuple(
    rule for rule in RULES if rule.recognises in (date_line, copyright_notice, counter) or rule.name not in PHRASE_RULES
)


def crawl_prefix(text: str) -> int:
    """Length of what a crawler wrote before the first word ("date 2021-11 Arrivé …"), or 0. A prefix goes, its line
    stays."""
    match = _CRAWL_RESIDUE.match(text[:40])
    return match.end() if match else 0
