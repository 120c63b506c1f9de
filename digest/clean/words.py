"""The words of a line: cut once, then counted and compared.

A token is a run of letters and digits as UTF-8 bytes, with the apostrophe behind it ("l'"). Bytes can be translated
and split, which is several times quicker than a pattern that looks for runs; what each token counts for is learnt when
it is first met. Scripts without spaces, and tokens that glue several words together, are read by pattern."""

from __future__ import annotations

import re
from functools import cache
from typing import TypeVar

from digest import tables
from digest.clean import phrases

_Value = TypeVar("_Value", int, str)

_WORD = re.compile(r"[^\W\d_]{4,}|[\u3040-\u30ff\u3400-\u9fff]{2}|\d{2,}")
_LETTERS = re.compile(r"[^\W\d_]+'?")
_DIGIT = re.compile(r"\d")
_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_WIDE_RUN = re.compile("[\u3040-\u30ff\u3400-\u9fff]{2,}")
STEM = 6  # characters of a word that count, so that inflected forms meet

_PUNCTUATION = bytes(c for c in range(128) if not chr(c).isalnum() and chr(c) != "'")
_BLANKS = bytes.maketrans(_PUNCTUATION, b" " * len(_PUNCTUATION))
_BEYOND_ASCII = "«»“”„…–—\u202f"  # marks that stand in Western prose without a space; others may stay in a token
_MOST_TOKENS = 50_000  # remembered; more than the vocabulary of a few thousand articles
_LONGEST_TOKEN = 60  # bytes of one that is remembered: words have fewer, a line without spaces is one token

FIELD = 10
MOST = (1 << FIELD) - 1
"""Bits of each count in a line's marks, and the most that they hold: more than a line of `LONGEST_SEEN` characters has
words."""

COUNT, LITTLE, READER, WEB, PHRASE, FIGURE, WIDE = (1 << FIELD * n for n in range(7))
"""What is counted: words, little words, words to the reader, words of the web, words by which a phrase is found, tokens
with digits, letters of scripts without spaces. `marks // LITTLE & MOST` is the count of little words."""


def lowered(text: str) -> str:
    """Lower case, straight apostrophes, plain spaces; offsets may change."""
    return text.lower().replace("’", "'").replace("\u00a0", " ")


def tokens_of(low: str) -> list[bytes]:
    """The tokens of a text that `lowered` gave. None spans white space or a mark of ASCII."""
    if not low.isascii():
        for mark in _BEYOND_ASCII:
            low = low.replace(mark, " ")
    return low.replace("'", "' ").encode("utf-8", "surrogatepass").translate(_BLANKS).split()


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = tables.read_toml("clean/tables/vocabulary.toml")
    little, reader, web = (frozenset(table[name].split()) for name in ("little", "reader", "web"))
    return little, reader, web


class _Marks(dict[bytes, int]):
    """What a token counts for: a sum of COUNT, LITTLE, …; so one sum over a line's tokens gives all of its counts."""

    def __missing__(self, token: bytes) -> int:
        text = token.decode("utf-8", "surrogatepass")
        mark = sum(map(_mark_of, _LETTERS.findall(text)))
        mark += FIGURE * bool(_DIGIT.search(text)) + WIDE * len(_WIDE.findall(text))
        return _remembered(self, token, mark)


def _mark_of(word: str) -> int:
    little, reader, web = _vocabulary()
    is_web = len(word) > 2 and any(word[:size] in web for size in (len(word), 7, 6, 5))
    known = COUNT + LITTLE * (word in little) + READER * (word in reader) + WEB * is_web
    return known + PHRASE * phrases.finds_by(word.rstrip("'"))


class _Stems(dict[bytes, str]):
    """The stem of a token, "" for a short one, `_SEVERAL` for one that holds more than a stem."""

    def __missing__(self, token: bytes) -> str:
        text = token.decode("utf-8", "surrogatepass")
        found = _WORD.findall(text)
        several = len(found) > 1 or _WIDE_RUN.search(text)
        return _remembered(self, token, _SEVERAL if several else found[0][:STEM] if found else "")


def _remembered(known: dict[bytes, _Value], token: bytes, value: _Value) -> _Value:
    if len(token) <= _LONGEST_TOKEN:
        if len(known) >= _MOST_TOKENS:
            known.clear()
        known[token] = value
    return value


_SEVERAL = " "
_mark, _stem = _Marks().__getitem__, _Stems().__getitem__


def marks_of(tokens: list[bytes]) -> int:
    """The counts of a line, `FIELD` bits each."""
    return sum(map(_mark, tokens))


def stems_of(tokens: list[bytes], low: str) -> set[str]:
    """Stems of words of four letters or more and of numbers; pairs of characters in scripts without spaces. `tokens`
    are those of `low`."""
    found = set(map(_stem, tokens))
    if _SEVERAL in found:
        return _stems_by_pattern(low)
    found.discard("")
    return found


def _stems_by_pattern(low: str) -> set[str]:
    found = {word[:STEM] for word in _WORD.findall(low)}
    for run in _WIDE_RUN.findall(low):
        found.update(run[i : i + 2] for i in range(len(run) - 1))
    return found


def content_words(text: str) -> set[str]:
    """Stems of the words that carry a text's meaning: a title is compared with the text below it by them."""
    low = lowered(text)
    return stems_of(tokens_of(low), low)
