"""A sentence taken apart: words with their comparison forms and stems, numbers, and what the parts ask about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from digest.model import Kind
from digest.tell.lexicon import comparison_form, lexicon, stem
from digest.text import APOSTROPHES

SHINGLE_WORDS = 7
"""Words in a row that nobody writes twice by chance: shorter runs are mostly names and set phrases."""

WORD = re.compile(r"[^\W_]+(?:[-'\u2019\u02bc][^\W_]+)*|\d+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_INSERTED = re.compile(r"\([^()\d]*\)|\s[-–—]\s[^-–—]+\s[-–—]\s")
_NUMBER = re.compile(r"\d+(?:[\u00a0\u202f ]\d{3}\b|[.,]\d+)*")


class Token(NamedTuple):
    """A word of a sentence: offsets in the article's text, comparison form, stem ("" for small words)."""

    start: int
    end: int
    form: str
    stem: str
    capital: bool = False  # of the word without its elision: "l'État"


@dataclass(frozen=True)
class Unit:
    """A sentence with what the parts ask about it."""

    number: int  # place in `Material.units`
    article: int  # place in `Story.articles`
    text_number: int  # same for reprints of one text
    kind: Kind
    block_start: int  # offset of its block in the article's text
    place: int  # 0 for the first sentence of the article
    start: int
    end: int
    text: str
    language: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(tokens_of(self.text, self.start, self.language))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(t.stem for t in self.tokens if t.stem)

    @cached_property
    def told_stems(self) -> frozenset[str]:
        """Stems outside dashes and brackets without numbers: what stands there explains a name, it tells no fact."""
        spans = [m.span() for m in _INSERTED.finditer(self.text)]
        if not spans:
            return self.stems
        outside = (t for t in self.tokens if not any(a <= t.start - self.start < b for a, b in spans))
        return frozenset(t.stem for t in outside if t.stem)

    @cached_property
    def common_stems(self) -> frozenset[str]:
        """Stems of words written small, and of the opening word; all of them in a script without capitals."""
        return frozenset(t.stem for t in self.tokens if t.stem and (not t.capital or t.start == self.start))

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """All runs of `SHINGLE_WORDS` words."""
        forms = [t.form for t in self.tokens]
        return frozenset(tuple(forms[i : i + SHINGLE_WORDS]) for i in range(len(forms) - SHINGLE_WORDS + 1))

    @cached_property
    def is_shouted(self) -> bool:
        """Whether most of its letters are capitals."""
        return sum(map(str.isupper, self.text)) > 0.5 * sum(map(str.isalpha, self.text))

    @cached_property
    def forms(self) -> frozenset[str]:
        return frozenset(t.form for t in self.tokens)

    @cached_property
    def directions(self) -> frozenset[tuple[int, int]]:
        """Which sides of which opposites its words take."""
        words = lexicon(self.language)
        return frozenset(side for form in self.forms for side in words.sides(form))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Numbers in digits or words, as digits."""
        found = {_digits(m.group()) for m in _NUMBER.finditer(self.text)}
        spelled = lexicon(self.language).spelled
        found.update(str(spelled[f]) for f in self.forms & spelled.keys())
        return frozenset(found)


def _digits(written: str) -> str:
    packed = re.sub(r"[\u00a0\u202f ]", "", written)
    packed = re.sub(r"[.,](?=\d{3}(?!\d))", "", packed)
    return packed.replace(",", ".")


def tokens_of(text: str, offset: int, language: str) -> Iterable[Token]:
    """The words of a text that starts at `offset` of its article."""
    for match in WORD.finditer(text):
        word = match.group()
        if (
            word > "\u0e00" and len(word) > 2 and _WIDE.match(word)
        ):  # scripts without spaces: pairs of characters stand for words
            for i in range(len(word) - 1):
                start, pair = offset + match.start() + i, word[i : i + 2]
                yield Token(start, start + 2, pair, pair)
            continue
        yield Token(offset + match.start(), offset + match.end(), *_known(word, language))


@lru_cache(maxsize=65536)
def _known(word: str, language: str) -> tuple[str, str, bool]:
    """Comparison form, stem, and whether the word has a capital."""
    form = comparison_form(word)
    content = form not in lexicon(language).stopwords and (len(form) > 1 or form.isdigit())
    first = word[2] if len(word) > 2 and word[1] in APOSTROPHES else word[0]
    return form, stem(form) if content else "", first.isupper()


def looks_ahead(unit: Unit) -> bool:
    """Whether a sentence has a future form."""
    words = lexicon(unit.language)
    return any(t.form in words.future or words.is_future_form(t.form) for t in unit.tokens)
