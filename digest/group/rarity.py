"""Where a language's term weights come from: its shipped table, else the articles themselves.

A language without a table is told by its articles' own words. Few articles tell little, so that `strictness` asks for
more likeness the fewer there are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from digest.group import background
from digest.group.terms import is_break, is_pair, pair, terms_of, tokens
from digest.model import Article


@dataclass(frozen=True, slots=True)
class Rarity:
    """Inverse document frequency of the terms of one language."""

    idf: Callable[[str], float]
    syllables: bool  # words are written syllable by syllable: neighbours make terms too
    strictness: float  # likeness is raised to this power; 1 where a table vouches for the weights


OPENING_CHARACTERS = 800  # of an article, that its terms are counted in
PAIR_SHARE = 0.5  # of a pair's idf: its two parts are counted as well
UNSEEN_IDF = 2.0  # added, so that a handful of articles still have weights beside those of numbers
FEW = 8  # articles, for strictness
SYLLABLE_LETTERS = 4.0  # mean length of written words below which they are syllables: Vietnamese 3.2, English 4.7


def rarity(language: str, articles: Sequence[Article]) -> Rarity:
    """How rare the terms of a language are. `articles` are those of the language."""
    table = background.table(language)
    if table is not None:
        return Rarity(partial(_listed, table), False, 1.0)
    openings = [tokens(f"{a.title.value}\n{a.text[:OPENING_CHARACTERS]}") for a in articles]
    written = [len(t) for opening in openings for t in opening if t[0].isalpha()]
    syllables = bool(written) and sum(written) / len(written) < SYLLABLE_LETTERS
    counts: Counter[str] = Counter()
    for opening in openings:
        counts.update(set(terms_in(opening, language, syllables=syllables)))
    return Rarity(partial(_counted, counts, len(articles)), syllables, 1 + FEW / len(articles))


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


def _counted(counts: Mapping[str, int], total: int, term: str) -> float:
    idf = math.log((total + 1) / (counts.get(term, 0) + 0.5)) + UNSEEN_IDF
    return idf * PAIR_SHARE if is_pair(term) else idf
