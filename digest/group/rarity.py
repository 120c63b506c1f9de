"""Where a language's term weights come from: its shipped table, else the articles themselves.

A language without a table is told by its articles' own words. How few of them hold a term says little by itself: an
affair that fills the folder is as usual there as any conjunction. But its names come in clumps, many in one article and
none in the next, while a conjunction falls like rain. That excess is residual idf (Church and Gale, "Inverse document
frequency: a measure of deviations from Poisson", 1995). Few articles tell little, so that `strictness` asks for more
likeness the fewer there are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from digest.group import background
from digest.group.terms import is_break, is_pair, is_unspaced, pair, terms_of, tokens
from digest.model import Article


@dataclass(frozen=True, slots=True)
class Rarity:
    """Inverse document frequency of the terms of one language."""

    idf: Mapping[str, float]  # of any term
    syllables: bool  # words are written syllable by syllable: neighbours make terms too
    strictness: float  # likeness is raised to this power; 1 where a table vouches for the weights


class _Idf(dict[str, float]):
    """Term → idf, found when first asked for."""

    def __init__(self, of_word: Callable[[str], float]) -> None:
        super().__init__()
        self._of_word = of_word

    def __missing__(self, term: str) -> float:
        found = self[term] = background.number_idf(term) if term[0] == "#" else self._of_word(term)
        return found


OPENING_CHARACTERS = 800  # of an article, that its terms are counted in
PAIR_SHARE = 0.5  # of a pair's idf in a table: its two parts are counted as well …
SYLLABLES_SHARE = 0.75  # … of two neighbouring syllables, counted: with half, the words of a busy day join its stories
CHARACTERS_SHARE = 1.0  # … of two characters: one alone says little
UNSEEN_IDF = 2.0  # added, so that a handful of articles still have weights beside those of numbers
KNOWN_CHARACTERS = 6000  # of an article, that clumps are looked for in
PASSAGE_WORDS = 60
RARE_SHARE = 0.025  # of passages of 60 words: rarer is not more telling, it only grows with the folder
CLUMPED = 2.0  # times residual idf is added
MOST_CLUMPED = 2.0  # residual idf above which a term is one article's fancy
FEW = 1  # articles, for strictness: of two articles alone a common word is all that can be shared
STRICTNESS = 1.06  # of a large folder: no table vouches for the weights
SYLLABLE_LETTERS = 4.0  # mean length of written words below which they are syllables: Vietnamese 3.2, English 4.7


def rarity(language: str, articles: Sequence[Article]) -> Rarity:
    """How rare the terms of a language are. `articles` are those of the language."""
    table = background.table(language)
    if table is not None:
        return Rarity(_Idf(partial(_listed, table)), False, 1.0)
    written = [tokens(f"{a.title.value}\n{a.text[:OPENING_CHARACTERS]}") for a in articles]
    lengths = [len(t) for opening in written for t in opening if t[0].isalpha()]
    syllables = bool(lengths) and sum(lengths) / len(lengths) < SYLLABLE_LETTERS
    opened = _Counts.of(terms_in(opening, language, syllables=syllables) for opening in written)
    whole = (tokens(f"{a.title.value}\n{a.text[:KNOWN_CHARACTERS]}") for a in articles)
    known = _Counts.of(terms_in(text, language, syllables=syllables) for text in whole)
    passages = max(opened.words, 1) / len(articles) / PASSAGE_WORDS
    rarest = -math.log(1 - math.exp(-RARE_SHARE * passages))
    share = CHARACTERS_SHARE if _unspaced(written) else SYLLABLES_SHARE
    idf = _Idf(partial(_counted, opened, known, rarest, share))
    return Rarity(idf, syllables, STRICTNESS + FEW / len(articles))


def _unspaced(written: Iterable[Sequence[str]]) -> bool:
    """Whether most words are told apart by nothing."""
    words = [token for opening in written for token in opening if token[0].isalpha()]
    return 2 * sum(map(is_unspaced, words)) > len(words)


@dataclass(frozen=True, slots=True)
class _Counts:
    """Terms of some texts."""

    texts: int
    holders: Mapping[str, int]  # term → texts that hold it
    times: Mapping[str, int]  # term → how often it stands in all of them
    words: int

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]]) -> _Counts:
        """Counts the terms of each text."""
        holders: Counter[str] = Counter()
        times: Counter[str] = Counter()
        count = 0
        for terms in texts:
            holders.update(set(terms))
            times.update(terms)
            count += 1
        return cls(count, holders, times, times.total())


def terms_in(written: Sequence[str], language: str, *, syllables: bool) -> list[str]:
    """Terms of a run of tokens, with pairs of neighbours where words are syllables."""
    found: list[str] = []
    before = ""
    for token in written:
        if is_break(token):
            before = ""
            continue
        terms = terms_of(token, language)
        found += terms
        if syllables and terms:
            if before:
                found.append(pair(before, terms[0]))
            before = terms[-1] if terms[-1][0] != "#" else ""
    return found


def _listed(table: Mapping[str, float], term: str) -> float:
    idf = table.get(term, background.UNKNOWN_IDF)
    return idf * PAIR_SHARE if is_pair(term) else idf


def _counted(opened: _Counts, known: _Counts, rarest: float, pair_share: float, term: str) -> float:
    idf = math.log((opened.texts + 1) / (opened.holders.get(term, 0) + 0.5))
    idf = min(idf, rarest) + CLUMPED * min(max(_residual(known, term), 0), MOST_CLUMPED) + UNSEEN_IDF
    return idf * pair_share if is_pair(term) else idf


def _residual(known: _Counts, term: str) -> float:
    """How much rarer the texts are that hold a term than those that as many occurrences by chance would fall into."""
    holders = known.holders.get(term, 0)
    if not holders:
        return 0.0
    return math.log(known.texts / holders) + math.log(1 - math.exp(-known.times[term] / known.texts))
