"""The words of a line: cut once, then counted and compared.

A token is a run of letters and digits, with the apostrophe behind it ("l'"). Bytes can be translated and split, which
is several times quicker than a pattern that looks for runs, and quickest where a character is one byte; what each token
tells is learnt when it is first met, and looked up once. Scripts without spaces, and tokens that glue several words
together, are read by pattern."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache

from digest import dates, tables
from digest.clean import credits, phrases

SHORTEST = 4  # letters of a word that has a stem
_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},}}|[\u3040-\u30ff\u3400-\u9fff]{{2}}|\d{{2,}}")
_LETTERS = re.compile(r"[^\W\d_]+'?")
_DIGIT = re.compile(r"\d")
_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_WIDE_RUN = re.compile("[\u3040-\u30ff\u3400-\u9fff]{2,}")
STEM = 6  # characters of a word that count, so that inflected forms meet

_BEYOND_ASCII = "«»“”„…–—\u202f"  # marks that stand in Western prose without a space; others may stay in a token
_MOST_TOKENS = 50_000  # remembered; more than the vocabulary of a few thousand articles
_LONGEST_TOKEN = 40  # characters of one that is remembered: words have fewer, a line without spaces is one token

FIELD = 10
MOST = (1 << FIELD) - 1
"""Bits of each count in a line's marks, and the most that they hold: more than a line of `LONGEST_SEEN` characters has
words."""

COUNT, LITTLE, READER, WEB, PHRASE, FIGURE, CREDIT, DATE, WIDE = (1 << FIELD * n for n in range(9))
"""What is counted: words, little words, words to the reader, words of the web, words by which a phrase is found, tokens
with digits, words of picture credits, words of dates without a digit, letters of scripts without spaces.
`marks // LITTLE & MOST` is the count of little words."""


def lowered(text: str) -> str:
    """Lower case, straight apostrophes, plain spaces; offsets may change."""
    return text.lower().replace("’", "'").replace("\u00a0", " ")


def _is_separator(character: str) -> bool:
    return not character.isalnum() and character != "'" and (character.isascii() or character in _BEYOND_ASCII)


def _table(plain: Callable[[str], str]) -> bytes:
    """For `bytes.translate`: what each character becomes that is one byte in Latin-1."""
    return "".join(plain(chr(code)) for code in range(256)).encode("latin-1")


_LOWERED = _table(lowered)
_PARTED = _table(lambda character: " " if _is_separator(character) else lowered(character))
_BLANKS = bytes(32 if code < 128 and _is_separator(chr(code)) else code for code in range(256))


_STAND_INS = (
    ("“", '"'),
    ("”", '"'),
    ("„", '"'),
    ("‘", "´"),
    ("–", "-"),
    ("—", "-"),
    ("…", "."),
    ("€", "¤"),
    ("•", "·"),
)
"""Common signs beyond Latin-1, and signs of it that part tokens as they do, or don't."""


def _one_byte(straight: str) -> bytes | None:
    """The text in one byte a character, None where a character has none; signs may be others that read the same."""
    for sign, other in _STAND_INS:
        straight = straight.replace(sign, other)
    return _latin(straight.replace("\u202f", " ").replace("\u2009", " "))


def _seen(text: str) -> tuple[str, bytes | None]:
    """A text as `lowered` gives it, and in one byte a character where that is possible."""
    straight = text.replace("’", "'")
    plain = _latin(straight)
    if plain is None:
        return lowered(text), _one_byte(straight)
    return plain.translate(_LOWERED).decode("latin-1"), plain


def _latin(text: str) -> bytes | None:
    data = text.encode("latin-1", "ignore")  # quicker than to be told by an exception
    return data if len(data) == len(text) else None


def _tokens_of(low: str, plain: bytes | None) -> list[str]:
    """The tokens of a text that `_seen` gave. None spans white space or a mark of ASCII."""
    if plain is not None:
        return plain.translate(_PARTED).replace(b"'", b"' ").decode("latin-1").split()
    for mark in _BEYOND_ASCII:
        low = low.replace(mark, " ")
    data = low.replace("'", "' ").encode("utf-8", "surrogatepass").translate(_BLANKS)
    return data.decode("utf-8", "surrogatepass").split()


@cache
def _vocabulary() -> tuple[dict[str, int], frozenset[str], frozenset[str]]:
    """What words count for beyond one word; the words of the web, of which those of five to seven letters count with
    any ending; and the first five letters of these."""
    table = tables.read_toml("clean/tables/vocabulary.toml")
    marks: Counter[str] = Counter()
    for mark, words in ((LITTLE, table["little"].split()), (READER, table["reader"].split())):
        marks.update(dict.fromkeys(words, mark))
    for mark, found in ((PHRASE, phrases.finders()), (CREDIT, credits.WORDS), (DATE, dates.without_digits())):
        marks.update(dict.fromkeys([word + end for word in found for end in ("", "'")], mark))
    web = frozenset(table["web"].split())
    return dict(marks), web, frozenset(word[:5] for word in web if len(word) in range(5, 8))


class _Stems(dict[str, str]):
    """The stem of a token: "" for a short one, `_SEVERAL` for one that holds more than a stem, `_LONG` for one that
    isn't remembered. `marks` has what each token counts for that is remembered."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: dict[str, int] = {}

    def __missing__(self, token: str) -> str:
        if len(token) > _LONGEST_TOKEN:
            return _LONG
        letters = token[:-1] if token[-1] == "'" else token
        if letters.isalpha() and (letters.isascii() or not _WIDE.search(letters)):  # the usual token, and quicker
            stem, mark = letters[:STEM] if len(letters) >= SHORTEST else "", _mark_of_word(token)
        else:
            found = _WORD.findall(token)
            several = len(found) > 1 or _WIDE_RUN.search(token)
            stem, mark = _SEVERAL if several else found[0][:STEM] if found else "", _mark_of(token)
        self[token] = stem = token if stem == token else stem  # one object for both, where they are the same
        self.marks[token] = mark
        return stem


def _mark_of(token: str) -> int:
    """What a token counts for: a sum of COUNT, LITTLE, …; so one sum over a line's tokens gives all of its counts. A
    token of signs alone counts for nothing."""
    mark = FIGURE * bool(_DIGIT.search(token)) + WIDE * len(_WIDE.findall(token))
    return mark + sum(map(_mark_of_word, _LETTERS.findall(token)))


def _mark_of_word(word: str) -> int:
    """What a run of letters counts for, with the apostrophe behind it."""
    marks, web, beginnings = _vocabulary()
    mark = COUNT + marks.get(word, 0)
    inflected = word[:5] in beginnings and (word[:5] in web or word[:6] in web or word[:7] in web)
    if inflected or (word in web and len(word) > 2):
        mark += WEB
    return mark


_SEVERAL, _LONG = " ", "  "
_known = _Stems()
_stem, _mark = _known.__getitem__, _known.marks.__getitem__


def read(text: str) -> tuple[str, bytes | None, int, set[str]]:
    """A line as `lowered` gives it, and in one byte a character where that is possible; its counts, `FIELD` bits each;
    and its stems: words of four letters or more and numbers; pairs of characters in scripts without spaces."""
    if len(_known) >= _MOST_TOKENS:  # between two lines only: each knows all of its tokens
        _known.clear()
        _known.marks.clear()
    low, plain = _seen(text)
    tokens = _tokens_of(low, plain)
    stems = set(map(_stem, tokens))
    if _LONG in stems:
        return low, plain, sum(map(_mark_of, tokens)), _stems_by_pattern(low)
    return low, plain, sum(map(_mark, tokens)), _single(stems, low)


def _single(stems: set[str], low: str) -> set[str]:
    """The stems of a line without those that stand for none or several."""
    if _SEVERAL in stems or _LONG in stems:
        return _stems_by_pattern(low)
    stems.discard("")
    return stems


def _stems_by_pattern(low: str) -> set[str]:
    found = {word[:STEM] for word in _WORD.findall(low)}
    for run in _WIDE_RUN.findall(low):
        found.update(run[i : i + 2] for i in range(len(run) - 1))
    return found


def content_words(text: str) -> set[str]:
    """Stems of the words that carry a text's meaning: a title is compared with the text below it by them."""
    low, plain = _seen(text)
    return _single(set(map(_stem, _tokens_of(low, plain))), low)
