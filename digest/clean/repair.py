"""Unicode repair, first step of cleaning: what encodings, editors and scrapers did to a text, undone mark by mark.

Each repair is logged as an `Edit` with its place in the decoded source. Words are never changed, and compatibility
forms (ligatures, "½", full-width letters) are the author's: NFKC is never applied. To add a repair: one pattern, one
replacement and the characters that the pattern can't do without in `_STEPS`. Every pattern is linear: it opens with a
rare character and its repeats can't overlap."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable

from digest.model import Edit

LONGEST_LOG = 60  # characters of a run that an Edit shows
MOST_MARKS = 4  # combining marks in a row; Vietnamese and pointed Hebrew need three

_MARK_RANGES = (
    "\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0900-\u0902\u093c\u0941-\u0948\u094d"
    "\u0951-\u0957\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
_ZERO_WIDTH = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_ODD_SPACES = (
    "\t\x0b\x0c\x85\u1680\u2000-\u2008\u200a\u2028\u2029\u205f"  # thin spaces U+2009 and U+202F are typography
)
_LOW = "\x80-\x9f€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_CONTINUATION = _LOW + "\xa0-\xbf"
# "à" opens no sequence: "à « la mer »" with no-break spaces has the same bytes as a letter of another script

_LEADING = "ÂÃâÅÄÐÑð"
_SURE_CHARACTERS = f"\u00a0\u00ad{_CONTROLS}{_ODD_SPACES}{_ZERO_WIDTH}{_MARK_RANGES}\u0300-\u036f"
_SURE = re.compile(f"[{_SURE_CHARACTERS}]")
_PAIR = re.compile(f"[{_LEADING}][{_CONTINUATION}]")
_MAY_BE_SUSPECT = re.compile(f"[{_SURE_CHARACTERS}{_LEADING}]")  # one set is looked for several times quicker
_HARMLESS = bytes(code for code in range(256) if not _SURE.match(chr(code)) and chr(code) not in _LEADING)
_LEADING_BYTES = _LEADING.encode("latin-1")
_MOJIBAKE = re.compile(f"(?:[ÂÃÄÅÐÑ][{_CONTINUATION}]|â[{_LOW}][{_CONTINUATION}]|ð[{_LOW}][{_CONTINUATION}]{{2}})+")
# the second character of "à" and of a no-break space is a no-break space itself, which pages make a plain one
_SPACED_MOJIBAKE = re.compile("Ã ?(?=[ ,.;:!?…)]|$)|Â ")
_SCRIPT_MARKS = re.compile(f"[{_MARK_RANGES}]+")
_MARK_RUN = re.compile(f"(?:[\u0300-\u036f{_MARK_RANGES}]){{{MOST_MARKS + 1},}}")
_WRONG_GUILLEMET = re.compile("([ \u00a0\u202f]?)«[ \u00a0\u202f]?(?=[,.;](?:\\s|$))")
_PLAIN_NBSP = re.compile(
    "\u00a0(?:(?<=[^\\W\\d_.][^\\W\\d_]\u00a0)(?=[^\\W\\d_])|(?<=[.!?…»”\"')]\u00a0)(?=[^\\W\\d_]|[\"“«'‘(]))"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"'’\u00a0])(?:[^\W\d_]{1,2}|Mme|Mlle|Mrs|Prof|Ste|Nr|Str|Jr|Sr|art|vol|env|fig|cf|av|bzw|vgl|Abs|[^\W\d_](?:\.[^\W\d_])+)\.$"
)
_SPACE_BEFORE_STOP = re.compile('(?<=["”]) +[.](?=$|\\s)')
_JOINING_SCRIPTS = re.compile(
    "[\u0590-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\U0001f000-\U0001ffff\u2600-\u27bf]"
)

_CP1252 = {bytes([b]).decode("cp1252"): b for b in range(0x80, 0xA0) if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


class _Log:
    """The text in work, the edits so far, and the way back from today's offsets to the source's."""

    def __init__(self, text: str, start: int, line: int | None) -> None:
        self.text, self.start, self.line = text, start, line
        self.edits: list[Edit] = []
        self._shifts: list[tuple[list[int], list[int]]] = []

    def source_offset(self, position: int) -> int:
        for places, deltas in reversed(self._shifts):
            step = bisect_right(places, position) - 1
            if step >= 0:
                position += deltas[step]
        return self.start + position

    def replace(self, rule: str, pattern: re.Pattern[str], answer: Callable[[re.Match[str]], str]) -> None:
        """Replace each match by what `answer` says, and log those that differ."""
        pieces: list[str] = []
        places, deltas = [], []
        done = grown = 0
        for match in pattern.finditer(self.text):
            before, after = match[0], answer(match)
            if before == after:
                continue
            self.edits.append(
                Edit(rule, before[:LONGEST_LOG], after[:LONGEST_LOG], self.line, self.source_offset(match.start()))
            )
            pieces += [self.text[done : match.start()], after]
            done = match.end()
            grown += len(after) - len(before)
            places.append(done + grown)
            deltas.append(-grown)
        if pieces:
            self.text = "".join(pieces) + self.text[done:]
            self._shifts.append((places, deltas))


def _is_suspect(text: str) -> bool:
    """Whether there may be anything to repair; quick for the usual text, which has one byte for each character."""
    if '" .' in text or "” ." in text:
        return True
    if "«" in text and (text.count("«") > text.count("»") or '"  ' in text or "”  " in text):
        return True
    data = text.encode("latin-1", "ignore")
    if len(data) < len(text):
        first = _MAY_BE_SUSPECT.search(text)
        return bool(first and (_SURE.search(text, first.start()) or _PAIR.search(text, first.start())))
    rest = data.translate(None, _HARMLESS)
    return bool(rest and (rest.strip(_LEADING_BYTES) or _PAIR.search(text)))


def repair(text: str, start: int = 0, line: int | None = None) -> tuple[str, tuple[Edit, ...], int]:
    """The text repaired and stripped, what was done, and how many characters of the source were stripped in front."""
    if not _is_suspect(text):
        stripped = text.strip()
        return stripped, (), len(text) - len(text.lstrip()) if stripped is not text else 0
    return _mended(text, start, line)


def _mended(text: str, start: int, line: int | None) -> tuple[str, tuple[Edit, ...], int]:
    """`repair`, step by step."""
    log = _Log(text, start, line)
    present = set(text)
    for rule, needs, pattern, answer in _STEPS:
        if not needs.isdisjoint(present):
            log.replace(rule, pattern, answer)
            if rule == "mojibake" and any(edit.rule == rule for edit in log.edits):
                log.replace(rule, _SPACED_MOJIBAKE, lambda match: "à" if match[0][0] == "Ã" else "\u00a0")
                present.update(log.text)
    if log.text.count("«") > log.text.count("»"):
        log.replace("wrong_direction_guillemet", _WRONG_GUILLEMET, lambda match: "\u00a0»" if match[1] else "»")
    if not _ZERO_WIDTH_MARKS.isdisjoint(present) and not _JOINING_SCRIPTS.search(log.text):
        log.replace("zero_width_mark", _ANY_ZERO_WIDTH, lambda _: "")
    kept = log.text.rstrip()
    tail = log.text[len(kept) :]
    if kept and "\u00a0" in tail:
        log.edits.append(Edit("trailing_nbsp", tail[:LONGEST_LOG], "", line, log.source_offset(len(kept))))
    front = len(kept) - len(kept.lstrip())
    stripped_in_source = log.source_offset(front) - start
    return kept[front:], tuple(sorted(log.edits, key=lambda e: (e.offset or 0, e.rule))), stripped_in_source


def _unscramble(match: re.Match[str]) -> str:
    """UTF-8 that was read as Windows-1252. Left alone where the bytes aren't UTF-8, or where the two characters may be
    published: a capital word in a closing quotation mark or before an ellipsis."""
    run = match[0]
    before = match.string[match.start() - 1 : match.start()]
    if len(run) == 2 and run[1] in "…’”»›–—\u00a0" and (before.isupper() or (run[0] in "ÂÄÅ" and before.isalpha())):
        return run
    try:
        plain = bytes(_CP1252.get(c) or ord(c) for c in run).decode("utf-8")
    except (UnicodeDecodeError, ValueError):
        return run
    return plain


def _script(character: str) -> str:
    """First word of the character's Unicode name: LATIN, HEBREW, COMBINING …; empty for the nameless."""
    return unicodedata.name(character, "").partition(" ")[0]


def _own_script_only(match: re.Match[str]) -> str:
    """Drop marks of a script that neither neighbour belongs to."""
    text, (start, end) = match.string, match.span()
    near = {_script(c) for c in text[max(0, start - 1) : start] + text[end : end + 1]}
    return "".join(c for c in match[0] if _script(c) in near or _script(c) in ("COMBINING", ""))


def _unless_abbreviation(match: re.Match[str]) -> str:
    """A no-break space after "M." or "U.S." is meant; one between two words is when the second is no lower-case word
    ("Louis XIV") or the first a single letter (Polish "w domu")."""
    start, end = match.span()
    before = match.string[max(0, start - 12) : start]
    if before[-1:].isalpha():
        return " " if match.string[end].islower() else "\u00a0"
    return "\u00a0" if _ABBREVIATION.search(before) else " "


_ANY_ZERO_WIDTH = re.compile(f"[{_ZERO_WIDTH}]+")


def _members(ranges: str) -> frozenset[str]:
    """The characters of a class."""
    return frozenset(re.findall(f"[{ranges}]", "".join(map(chr, range(0x2100)))))


_CONTROL_CHARACTERS = _members(_CONTROLS)
_ZERO_WIDTH_MARKS = _members("\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069") | {"\ufeff"}

_STEPS: tuple[tuple[str, frozenset[str], re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("control_character", _CONTROL_CHARACTERS, re.compile("[\x00-\x08\x0e-\x1f\x7f]+"), lambda _: ""),
    ("mojibake", frozenset("ÂÃÄÅÐÑâð"), _MOJIBAKE, _unscramble),
    ("control_character", _CONTROL_CHARACTERS, re.compile(f"[{_CONTROLS}]+"), lambda _: ""),
    ("soft_hyphen", frozenset("\u00ad"), re.compile("\u00ad+"), lambda _: ""),
    ("odd_space", _members(_ODD_SPACES), re.compile(f"[{_ODD_SPACES}]+"), lambda _: " "),
    ("stray_combining_mark", _members(_MARK_RANGES), _SCRIPT_MARKS, _own_script_only),
    ("capped_marks", _members("\u0300-\u036f" + _MARK_RANGES), _MARK_RUN, lambda match: match[0][:MOST_MARKS]),
    ("nbsp_as_plain_space", frozenset("\u00a0"), _PLAIN_NBSP, _unless_abbreviation),
    ("space_before_full_stop", frozenset('"”'), _SPACE_BEFORE_STOP, lambda _: "."),
)
"""Rule, characters of which a text must hold one for the rule to have work, pattern, replacement."""
