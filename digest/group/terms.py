"""Text → terms: what two articles can have in common. First step of grouping.

A term is a stem without accents, a number, or, where words aren't told apart by spaces, a character and each pair of
neighbours. To give a language a stemmer, add its line to STEMMERS; without one a long word loses its end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise

import snowballstemmer

STEMMERS: dict[str, str] = {
    "ar": "arabic",
    "bs": "serbian",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "gl": "portuguese",
    "hi": "hindi",
    "hr": "serbian",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ms": "indonesian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sh": "serbian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
"""Language code → Snowball algorithm. Languages that share a table of frequencies (see `background`) share one, too."""

SHORTEST_CUT = 6  # letters that are left of a word where no algorithm knows its endings …
LONGEST_END = 4  # … and how many it loses at most: "parlamentarier" and "parlamentarisch" stay apart
SHORTEST_STEM = 4  # letters that must be left for a last vowel to go: "скарбу" is "скарб", "roma" stays
VOWELS: frozenset[str] = frozenset("aeiouyаеиоуыэюяєіїαεηιουω")

ELIDING: frozenset[str] = frozenset({"fr", "it", "ca"})
"""Languages that write the article onto the word: l'accord, dell'accordo."""

_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Burmese
    "\u1780-\u17ff"  # Khmer
    "\u3040-\u30ff"  # Kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\uac00-\ud7a3"  # Hangul: spaced, but what a word does in its sentence is written onto it
)
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]")
_ELISION = re.compile(r"^[^\W\d_]{1,7}['\u2019\u02bc](?=[^\W\d_]{2})")
_SIGNED = re.compile(r"\w\W*")  # a character with the signs above and below it
_POSSESSIVE = re.compile(r"['\u2019\u02bc]s?$")
_BREAKS = frozenset(".!?…\n")


@cache
def _token() -> re.Pattern[str]:
    """A word, a number, or the end of a sentence. Vowel signs are marks, no letters for `re`, and part of their word:
    Hindi falls into consonants without them. All letters are listed, which is found faster than what `re` calls one."""
    plane = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x10000))))
    joiners = "\u200c\u200d"
    others = "".join(c for c in re.findall(r"\W", plane) if unicodedata.category(c)[0] == "M" or c in joiners)
    letters = "".join(f"{run[0]}-{run[-1]}" for run in re.findall(r"[^\W\d_]+", plane)) + others
    letters += "\U00010000-\U0001efff\U00020000-\U0003ffff"  # beyond, without the blocks of signs
    word = f"[{letters}]+"
    return re.compile(rf"[.!?…\n]|{word}(?:['\u2019\u02bc]{word})*|\d+(?:[.,\u00a0\u202f]\d+)*")


def tokens(text: str) -> list[str]:
    """Words, numbers and ends of sentences, as written and in order."""
    return _token().findall(text)


def word_places(text: str) -> list[tuple[int, int]]:
    """Offsets at which words and numbers start and end."""
    return [m.span() for m in _token().finditer(text) if m.group() not in _BREAKS]


def is_break(token: str) -> bool:
    """Whether a token ends a sentence, so that a capital after it says nothing."""
    return token in _BREAKS


def is_unspaced(token: str) -> bool:
    """Whether a token may be several words, or has what they do in a sentence written onto them."""
    return bool(_UNSPACED_RUN.search(token))


def without_accents(word: str) -> str:
    """Accents off Latin letters. Other scripts keep their marks: in Cyrillic й is not и."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word)
    kept = [c for i, c in enumerate(decomposed) if not (unicodedata.combining(c) and _is_latin(decomposed, i))]
    return unicodedata.normalize("NFC", "".join(kept))


def _is_latin(decomposed: str, mark: int) -> bool:
    base = mark
    while base and unicodedata.combining(decomposed[base]):
        base -= 1
    return decomposed[base] < "\u0250"


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """Stem of a lower-case word. A language without an algorithm gets the starts of its words."""
    algorithm = STEMMERS.get(language)
    if algorithm is None:
        return _start
    stem: Callable[[str], str] = snowballstemmer.stemmer(algorithm).stemWord
    return stem


def _start(word: str) -> str:
    """What is left of a word without its ending, whatever that is."""
    start = word[: max(SHORTEST_CUT, len(word) - LONGEST_END)]
    return start[:-1] if len(start) > SHORTEST_STEM and without_accents(start[-1]) in VOWELS else start


@cache
def terms_of(token: str, language: str) -> tuple[str, ...]:
    """Terms of one token as written: one for a word or number, several for a run without spaces."""
    if token[0].isdigit():
        return (number(token),)
    word = token.lower()
    if is_unspaced(word):
        written = _SIGNED.findall(word)
        return (*written, *(pair(a, b) for a, b in pairwise(written)))
    if language in ELIDING:
        word = _ELISION.sub("", word)
    word = _POSSESSIVE.sub("", word).replace("\u2019", "'")
    stemmed = stem_of(word, language)
    return (stemmed,) if stemmed else ()


class _Known(dict[str, tuple[str, ...]]):
    """Token → its terms in one language, found when first asked for; none for what ends a sentence."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, token: str) -> tuple[str, ...]:
        found = self[token] = () if is_break(token) else terms_of(token, self._language)
        return found


@cache
def terms_by_token(language: str) -> Mapping[str, tuple[str, ...]]:
    """What `terms_of` gives, by token, for those who ask for every word of a text."""
    return _Known(language)


class _Names(dict[str, tuple[str, ...]]):
    """Token → its terms in one language where it opens with a capital; none elsewhere."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._known = terms_by_token(language)

    def __missing__(self, token: str) -> tuple[str, ...]:
        found = self[token] = self._known[token] if token[0].isupper() else ()
        return found


@cache
def names_by_token(language: str) -> Mapping[str, tuple[str, ...]]:
    """The same for what may be a name: words with a capital."""
    return _Names(language)


@cache
def stem_of(word: str, language: str) -> str:
    """Stem of a lower-case word, without accents."""
    return without_accents(stemmer(language)(word))


def pair(first: str, second: str) -> str:
    """The term of two neighbours, where single characters or syllables are too few to tell events apart."""
    return f"{first}_{second}"


def is_pair(term: str) -> bool:
    """Whether a term is two neighbours."""
    return "_" in term


def number(token: str) -> str:
    """A number without its separators, so that 1 500, 1.500 and 1,500 are one term; `#` keeps it apart from words.
    Decimals keep a point: 16,2 is 16.2. Digits of other scripts are those that they stand for."""
    if not token.isascii():
        token = "".join(str(unicodedata.decimal(c, c)) for c in token)
    pieces = re.split(r"[.,\u00a0\u202f]", token)
    if len(pieces) > 1 and all(len(p) == 3 for p in pieces[1:]):
        return "#" + "".join(pieces)
    return "#" + ".".join(p.lstrip("0") or "0" for p in pieces)
