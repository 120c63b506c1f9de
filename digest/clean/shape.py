"""What a line shows alone: its length, its marks, its words. The first part of the classifier's sum.

Pages of an outlet carry the same furniture: what the wording comes to is noted on a line, and equal lines share it."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import itemgetter

from digest.clean import weights
from digest.clean.line import Line
from digest.clean.words import COUNT, LITTLE, MOST, READER, WEB

# Each opens with a digit, which is found several times quicker than a border, and looks back from there.
_CLOCK = re.compile(r"\d(?:(?<!\w\d)|(?<=\b[0-2]\d))(?::|h| h )[0-5]\d\b")  # 9:30, 21 h 05
_YEAR = re.compile(r"(?:19|20)(?<!\w\d\d)\d\d\b")
_DIGIT = re.compile(r"\d")
_STARTS = frozenset(">»›•·▪►→+-–—*|([")
_STOPS = frozenset(">»›→+…|")
_NUMBERED = re.compile(r"\d{1,2}[.)] ")
_initial = itemgetter(0)

_SIZES = (1, 2, 4, 7, 11, 19, 39)  # most words of each size but the last


def shape(line: Line, repeated: bool, sizes: Sequence[float], w: weights.First) -> float:
    """What the line alone shows, and whether the page repeats it."""
    noted = line.noted
    if noted.shape is None or noted.shape[0] is not w:
        noted.shape = w, _wording(line, sizes, w)
    total = noted.shape[1] + (w.repeated if repeated else 0.0)
    if line.ends:
        total += math.log1p(line.weight) / 5 * w.stop_times_length
    if line.soft:
        total += w.section_name
    return total


def _wording(line: Line, sizes: Sequence[float], w: weights.First) -> float:
    """What the words and marks of a line show: one list, so that the order of summing is seen."""
    text, low, ends, plain = line.head, line.low, line.ends, line.plain
    begin, last, size = text[0], text[-1], math.log1p(line.weight)
    is_ascii, forms = text.isascii(), None if plain is None else plain.translate(_FORMS).decode("latin-1")
    figures = _first_digit(text, forms) if line.figures else -1
    total = sizes[bisect_left(_SIZES, line.words)] + size * w.length
    if ends and last != "…":
        total += w.ends_question if last in "?!" else w.ends_stop
    if last == ":":
        total += w.ends_colon
    elif last == "…" or text[-3:] == "...":
        total += w.ends_ellipsis
    elif last == ",":
        total += w.ends_comma
    if ". " in text[:-1] or (plain is None and "。" in text[:-1]):
        total += w.two_sentences
    commas = text.count(",") if "," in text else 0
    if plain is None:
        commas += text.count("、") + text.count("，")
    if commas:
        total += (commas if commas < 4 else 4) / 4 * w.commas
    quoted = '"' in text or (not is_ascii and ("«" in text or "»" in text or "“" in text or "”" in text or "„" in text))
    if quoted:
        total += w.quotes
    if begin.islower():
        total += w.starts_lower
    elif begin.isdigit():
        total += w.starts_digit
    if begin in _STARTS or last in _STOPS or (figures == 0 and _NUMBERED.match(text)):
        total += w.edge_mark
    if (
        "|" in text
        or "//" in text
        or " / " in text
        or (not is_ascii and ("›" in text or "·" in text or "•" in text or "▪" in text))
    ):
        total += w.separator
    if figures >= 0:
        total = _figures(line, figures, forms, total, w)
    words, capitals = _capitals(text, forms)
    if words > 1:
        total += (capitals - 1) / words * w.capitals
        if capitals == words:
            total += w.capital_words
    if line.words > 1 and text.isupper():
        total += w.all_capitals
    total = _vocabulary(line, quoted, total, w)
    if "@" in text or "http" in low or "www." in low:
        total += w.address
    if not is_ascii and ("©" in text or "®" in text or "™" in text):
        total += w.sign
    return total


_FORMS = bytes(  # read as characters again: each look for bytes in bytes costs an exception that nobody sees
    32 if form.isspace() else 48 if form.isdecimal() else code if form in ":h" else 65 if form.isupper() else 97
    for code, form in ((code, chr(code)) for code in range(256))
)
"""For a line in one byte a character: a blank, "0" for digits, "A" for capitals, "a" for all else but what parts the
digits of a clock."""


def _capitals(text: str, forms: str | None) -> tuple[int, int]:
    """How many words the text has, and how many of them begin with a capital."""
    if forms is None:
        parts = text.split()
        return len(parts), sum(map(str.isupper, map(_initial, parts)))
    forms = forms.strip()
    words = len(forms.split()) if "  " in forms else forms.count(" ") + (forms != "")
    return words, (forms[:1] == "A") + (forms.count(" A") if " A" in forms else 0)


def _first_digit(text: str, forms: str | None) -> int:
    """Where it stands, -1 where there is none."""
    if forms is not None:
        return forms.find("0")
    found = _DIGIT.search(text)
    return found.start() if found else -1


def _figures(line: Line, start: int, forms: str | None, total: float, w: weights.First) -> float:
    """`total` and what the digits show, the first of which stands at `start`."""
    text = line.head
    if (forms is None or "0:0" in forms or "0h0" in forms or "0 h 0" in forms) and _CLOCK.search(text, start):
        total += w.clock
    if ("19" in text or "20" in text) and (forms is None or "0000" in forms) and _YEAR.search(text, start):
        total += w.year
    digits = len(_DIGIT.findall(text, 0, 80)) if forms is None else forms[:80].count("0")
    return total + digits / min(line.length, 80) * w.digits


def _vocabulary(line: Line, quoted: bool, total: float, w: weights.First) -> float:
    """`total` and what the line's words show."""
    marks = line.marks
    littles, readers, webs = marks // LITTLE & MOST, marks // READER & MOST, marks // WEB & MOST
    if littles:
        total += littles / (marks // COUNT & MOST) * w.little_words
    elif not line.wide:
        total += w.no_little_words
    if readers and not quoted:
        total += min(3, readers) / 3 * w.reader
        if line.sentence:
            total += w.reader_in_prose
    if webs:
        total += min(3, webs) / (6 if line.sentence else 3) * w.web_words
    return total
