"""The wording of page furniture, by language: which line is a share bar, a plea, a label. Read from
tables/words_*.toml.

A line is compared by its `key`: lower case, digits as "#", no bullets or punctuation at the ends. All languages are
looked up at once, since French pages carry English widgets. To add a language: a file `words_xx.toml` and its code in
`LANGUAGES`; nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import repeat

from digest import tables

LANGUAGES = ("fr", "en", "de", "es", "it", "pt", "nl", "pl", "ru", "el", "zh", "ja", "nordic", "other")

NOTICES = frozenset({"cookie_notice", "privacy_notice"})
"""Rules of texts that a site says to its readers, buttons named in them."""

LONGEST = 300  # characters of a line that any phrase may take out
LONGEST_NOTICE = 2_000  # characters of a notice of several sentences
LONGEST_ROW = 60  # characters of a line of several buttons
MOST_JOINED = 5  # words of one of them
LONGEST_START = 120  # characters of a line that goes because of how it starts
_EDGES = " \t•·-–—*|>›»«<‹…:;,.!?()[]{}\"'“”‘’/\\+=_~●○■▪►▶▸→←↓↑✓✔×✕✖➤🔒📷©\u00a0\u202f「」【】。：，、"
_INNER_WORD = re.compile(r"[^\W\d_]{2,}")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DIGITS = re.compile(r"\d+(?:[ .,]\d{3})*")


def key(low: str, figures: bool = True) -> str:
    """Comparison form of a line that is in lower case with straight apostrophes already. `figures` is False where it is
    known to have no digits."""
    stripped = low.strip(_EDGES)
    if "  " in stripped:
        stripped = " ".join(stripped.split())
    return _DIGITS.sub("#", stripped) if figures else stripped


class _Phrases:
    def __init__(self) -> None:
        self.whole: dict[str, str] = {}
        self.soft: set[str] = set()
        self.starts: dict[str, list[tuple[str, str]]] = {}
        self.contains: list[tuple[str, str]] = []
        for language in LANGUAGES:
            path = f"clean/tables/words_{language}.toml"
            if not tables.exists(path):
                continue
            for rule, lists in tables.read_toml(path).items():
                if rule == "soft":
                    self.soft.update(map(key, lists["whole"]))
                    continue
                for phrase in lists.get("whole", ()):
                    self.whole.setdefault(key(phrase), rule)
                for phrase in lists.get("starts", ()):
                    self.starts.setdefault(phrase[:3], []).append((phrase, rule))
                self.contains.extend((phrase, rule) for phrase in lists.get("contains", ()))
        self.notices = [(phrase, rule) for phrase, rule in self.contains if rule in NOTICES]
        self.openers = frozenset(phrase.partition(" ")[0] for phrase in self.whole)
        self.closers = frozenset(phrase.rpartition(" ")[2] for phrase in self.whole)
        self.by_word: dict[str, list[tuple[str, str]]] = {}  # phrases by their longest inner word
        self.wide: list[tuple[str, str]] = []  # phrases of scripts without spaces
        for phrase, rule in self.contains:
            words = _INNER_WORD.findall(phrase)
            if words and not _WIDE.search(phrase):
                self.by_word.setdefault(max(words, key=len), []).append((phrase, rule))
            else:
                self.wide.append((phrase, rule))
        letters = "".join(sorted({max(phrase) for phrase, _ in self.wide}))  # each phrase has one of them
        self.wide_letter = re.compile(f"[{letters}]")


@cache
def _phrases() -> _Phrases:
    return _Phrases()


def is_soft(line_key: str) -> bool:
    """Whether the line is a section's name or a one-word label: evidence, never a reason."""
    return line_key in _phrases().soft


def row_of(line_key: str) -> str:
    """The rule for buttons that a copy ran together, each a known wording: "Cookie settings Accept all". Else "".
    Two words of different rules may be a name: "Google Home"."""
    known, blank = _phrases(), line_key.find(" ")
    if blank < 0 or len(line_key) > LONGEST_ROW or line_key[:blank] not in known.openers:
        return ""
    if line_key.rsplit(None, 1)[-1].lstrip(_EDGES) not in known.closers:
        return ""
    words = [word for word in map(str.strip, line_key.split(), repeat(_EDGES)) if word]
    reached: dict[int, tuple[str, ...]] = {0: ()}  # words so far → rules of the wordings that they are
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + MOST_JOINED) + 1) if start in reached else ():
            rule = known.whole.get(" ".join(words[start:end]))
            if rule and end not in reached:
                reached[end] = (*reached[start], rule)
    rules = reached.get(len(words), ())
    if len(words) < 3 and len(set(rules)) > 1:
        return ""
    return "cookie_notice" if "cookie_notice" in rules else rules[0] if rules else ""


def notice_of(line_key: str) -> str:
    """The rule of a notice that names its buttons in quotation marks, and opens with a known wording. Else ""."""
    return next((rule for phrase, rule in _phrases().notices if line_key.startswith(phrase)), "")


def long_notice_of(low: str) -> str:
    """The rule of a notice of several sentences that speaks to the reader: it opens with a known wording, or has two.
    `low` is its beginning, in lower case. Else ""."""
    line_key = key(low)
    found = [(phrase, rule) for phrase, rule in _phrases().notices if phrase in line_key]
    opening = next((rule for phrase, rule in found if line_key.startswith(phrase)), "")
    return opening or (found[0][1] if len(found) > 1 else "")


def finders() -> Iterable[str]:
    """The words of a line by which phrases inside it are looked up."""
    return _phrases().by_word


def rule_of(line_key: str, *, ends_with_stop: bool, quotes: bool, inner: bool = True, wide: bool = True) -> str:
    """Name of the rule that knows this wording, or an empty string. A line with a full stop is no button, and a long
    one with quotation marks may be about buttons. `inner` is False for a line that is known to have none of the
    `finders`, `wide` for one that has only Western letters and signs."""
    known = _phrases()
    found = known.whole.get(line_key)
    if found:
        return found
    if not ends_with_stop and len(line_key) <= LONGEST_START:
        for phrase, rule in known.starts.get(line_key[:3], ()):
            if line_key.startswith(phrase):
                return rule
    if len(line_key) > LONGEST_START and quotes:
        return ""
    for word in _INNER_WORD.findall(line_key) if inner else ():
        for phrase, rule in known.by_word.get(word, ()):
            if phrase in line_key:
                return rule
    if wide and not line_key.isascii() and known.wide_letter.search(line_key):
        for phrase, rule in known.wide:
            if phrase in line_key:
                return rule
    return ""
