"""An article taken apart: its sentences with their words, and all else that follows from its own text alone. It is
remembered, so that telling a large story again after an edit costs what changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from digest.model import Article, Block, Kind
from digest.quotations import Quotation, quotations
from digest.sentences import after_dateline, sentences
from digest.tell.dialogue import spoken
from digest.tell.lexicon import comparison_form, lexicon, stem
from digest.text import APOSTROPHES, may_be_shouted

SHINGLE_WORDS = 7
"""Words in a row that nobody writes twice by chance: shorter runs are mostly names and set phrases."""

MOST_ARTICLES = 128
"""Articles that are remembered: each takes some 200 KB, and hardly a story has more."""

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
class Piece:
    """A sentence of an article with what the parts ask about it."""

    kind: Kind
    block_start: int  # offset of its block in the article's text
    place: int  # 0 for the first sentence of the article
    start: int
    end: int
    text: str
    language: str
    tokens: tuple[Token, ...]
    stems: frozenset[str]
    forms: frozenset[str]

    @cached_property
    def looks_ahead(self) -> bool:
        """Whether it has a future form."""
        words = lexicon(self.language)
        return any(t.form in words.future or words.is_future_form(t.form) for t in self.tokens)

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
        text = self.text
        return may_be_shouted(text) and sum(map(str.isupper, text)) > 0.5 * sum(map(str.isalpha, text))

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


def tokens_of(text: str, offset: int, language: str) -> list[Token]:
    """The words of a text that starts at `offset` of its article."""
    found: list[Token] = []
    for match in WORD.finditer(text):
        word = match[0]
        start, end = match.span()
        if (
            word > "\u0e00" and len(word) > 2 and _WIDE.match(word)
        ):  # scripts without spaces: pairs of characters stand for words
            pairs = [(offset + start + i, word[i : i + 2]) for i in range(len(word) - 1)]
            found += [Token(at, at + 2, pair, pair) for at, pair in pairs]
            continue
        form, content, capital = _known(word, language)
        found.append(Token(offset + start, offset + end, form, content, capital))
    return found


@lru_cache(maxsize=65536)
def _known(word: str, language: str) -> tuple[str, str, bool]:
    """Comparison form, stem, and whether the word has a capital."""
    form = comparison_form(word)
    content = form not in lexicon(language).stopwords and (len(form) > 1 or form.isdigit())
    first = word[2] if len(word) > 2 and word[1] in APOSTROPHES else word[0]
    return form, stem(form) if content else "", first.isupper()


@dataclass(frozen=True, eq=False)
class Pieces:
    """What is known of an article by itself."""

    sentences: tuple[Piece, ...]  # each paragraph's first without its dateline
    quotations: tuple[Quotation, ...]
    forms: tuple[str, ...]  # comparison forms of its words
    shingles: tuple[tuple[str, ...], ...]  # its runs of `SHINGLE_WORDS` words


def pieces(article: Article) -> Pieces:
    """An article taken apart."""
    return _pieces(article.text, article.body(), article.lang)


@lru_cache(maxsize=MOST_ARTICLES)
def _pieces(text: str, body: tuple[tuple[int, Block], ...], language: str) -> Pieces:
    forms = tuple(map(comparison_form, WORD.findall(text)))
    shingles = tuple(zip(*(forms[i:] for i in range(SHINGLE_WORDS)), strict=False))
    quoted = spoken(body, language, tuple(quotations(text)))
    return Pieces(tuple(_sentences(body, language)), quoted, forms, shingles)


def _sentences(body: tuple[tuple[int, Block], ...], language: str) -> Iterator[Piece]:
    place = 0
    for offset, block in body:
        opening = after_dateline(block.text)
        for start, end in sentences(block.text, language):
            if end <= opening:
                continue  # "ST. LOUIS (AP) —"
            start = max(start, opening)
            text = block.text[start:end]
            tokens = tuple(tokens_of(text, offset + start, language))
            stems, forms = frozenset([t.stem for t in tokens if t.stem]), frozenset([t.form for t in tokens])
            yield Piece(block.kind, offset, place, offset + start, offset + end, text, language, tokens, stems, forms)
            place += 1
