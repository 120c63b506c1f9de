"""Articles → profiles, many at once: those that `profile` and `topical` make one by one, the same to the last bit.

Only what is the same on every machine is left to numpy: whole numbers, and floating-point numbers multiplied and
divided one by one. Logarithms are Python's, and so are sums of floating-point numbers."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap
from typing import TYPE_CHECKING, Any

from digest.group.arrays import Described
from digest.group.profile import (
    BODY_CHARACTERS,
    COMMONEST_IDF,
    TITLE_WEIGHT,
    UNIT,
    Opening,
    Profile,
    opened,
    ordinal,
    title_and_text,
)
from digest.group.rarity import Rarity
from digest.group.table import runs
from digest.group.terms import is_break, terms_by_token, tokens
from digest.group.topical import DAYS, MORE, MOST, doublings, scale, share_of
from digest.model import Article

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

ARTICLES = 20_000  # whose words are counted at once: some 50 MB
IN_TITLE, NAMED, FLAG_BITS = 1, 2, 2  # what is noted of each word
HALVES = 2  # a term counts by halves: see TITLE_WEIGHT
LEAST_RATIO = 1.99  # of holders to those expected, below which nothing has doubled


@dataclass(frozen=True, slots=True)
class Given:
    """What `profile.profile` is given of an article."""

    article: Article
    ignored: frozenset[str]
    body: str | None
    attaches_only: bool


@dataclass(frozen=True, slots=True)
class _Openings:
    """All words of some openings, as numbers of tokens: those of a title and a text in turn."""

    tokens: Array
    lengths: Array  # of each title and text
    vocabulary: list[str]  # terms in order of alphabet
    starts: Array  # the terms of token i stand from starts[i] to starts[i + 1] of `terms`
    terms: Array
    breaks: Array  # whether a token ends a sentence
    capitals: Array  # whether it opens with one


@dataclass(frozen=True, slots=True)
class _Cells:
    """The terms of some articles, each once, by article and alphabet."""

    owners: Array
    terms: Array
    halves: Array  # how often they count, twice over
    named: Array


def described(given: Sequence[Given], rarity: Rarity, *, topical: bool) -> tuple[list[Profile], Described]:
    """Profiles of articles of one language, whose words are no syllables, and the same in arrays. `topical`: with more
    weight on what is written more these days, if these are all articles."""
    import numpy as np

    texts = [title_and_text(one.article, one.body) for one in given]
    openings = _openings(texts, given[0].article.lang)
    vocabulary = openings.vocabulary
    idf = np.array([rarity.idf[term] for term in vocabulary], dtype=np.float64)
    numbers = {term: number for number, term in enumerate(vocabulary)}
    ignored = np.array(
        [i * len(numbers) + numbers[term] for i, one in enumerate(given) for term in one.ignored if term in numbers],
        dtype=np.int64,
    )
    parts = [_weighed(cells, idf, ignored) for cells in _counted(openings, len(given))]
    owners, terms, weights, named = (np.concatenate(column) for column in zip(*parts, strict=True))
    parts.clear()
    starts = np.searchsorted(owners, np.arange(len(given) + 1))
    if topical:
        weights = _emphasised((starts, terms, weights), [ordinal(one.article.day) for one in given], idf)
    held = Described(starts, terms, weights, len(numbers), named=named, numbers=numbers)
    counts = np.diff(openings.starts)[openings.tokens]
    owners = np.repeat(np.arange(len(openings.lengths)) // 2, openings.lengths)
    word_counts = np.bincount(owners, counts, minlength=len(given)).astype(np.int64)
    return _profiles(given, [text for _, text in texts], held, vocabulary, word_counts.tolist()), held


def _profiles(
    given: Sequence[Given], texts: Sequence[str], held: Described, vocabulary: Sequence[str], word_counts: Sequence[int]
) -> list[Profile]:
    import numpy as np

    terms, weights = list(map(vocabulary.__getitem__, held.terms.tolist())), held.weights.tolist()
    named = np.flatnonzero(held.named)
    names, opens = list(map(terms.__getitem__, named.tolist())), np.searchsorted(named, held.starts)
    own = starmap(slice, pairwise(held.starts.tolist()))
    ours = starmap(slice, pairwise(opens.tolist()))
    found = []
    for one, text, word_count, at, names_at in zip(given, texts, word_counts, own, ours, strict=True):
        opening = Opening(dict(zip(terms[at], weights[at], strict=True)), frozenset(names[names_at]), word_count)
        found.append(opened(one.article, text, opening, attaches_only=one.attaches_only))
    return found


class _Numbers(dict[str, int]):
    """Token → its number."""

    def __missing__(self, token: str) -> int:
        number = self[token] = len(self)
        return number


def _openings(texts: Sequence[tuple[str, str]], language: str) -> _Openings:
    import numpy as np

    numbers = _Numbers()
    number, known = numbers.__getitem__, terms_by_token(language)
    written, lengths = array("i"), array("q")
    for title, text in texts:
        for opening in (title, text[:BODY_CHARACTERS]):
            found = tokens(opening)
            written.extend(map(number, found))
            lengths.append(len(found))
    told = [known[token] for token in numbers]
    vocabulary = sorted({term for terms in told for term in terms})
    places = {term: place for place, term in enumerate(vocabulary)}
    return _Openings(
        tokens=np.array(written, dtype=np.int32),
        lengths=np.array(lengths, dtype=np.int64),
        vocabulary=vocabulary,
        starts=np.cumsum([0, *map(len, told)]),
        terms=np.array([places[term] for terms in told for term in terms], dtype=np.int32),
        breaks=np.array([is_break(token) for token in numbers], dtype=bool),
        capitals=np.array([token[0].isupper() for token in numbers], dtype=bool),
    )


def _counted(openings: _Openings, count: int) -> Iterator[_Cells]:
    """The terms of so many articles, some articles at a time."""
    import numpy as np

    ends = np.concatenate(([0], np.cumsum(openings.lengths)))
    vocabulary = max(len(openings.vocabulary), 1)
    for low in range(0, count, ARTICLES):
        high = min(low + ARTICLES, count)
        written = openings.tokens[ends[2 * low] : ends[2 * high]]
        texts = np.repeat(np.arange(2 * low, 2 * high), openings.lengths[2 * low : 2 * high])
        inside = np.zeros(len(written), dtype=bool)  # a sentence
        inside[1:] = (texts[1:] == texts[:-1]) & ~openings.breaks[written[:-1]]
        flags = np.where(texts % 2, 0, IN_TITLE) + np.where(inside & openings.capitals[written], NAMED, 0)
        opens = openings.starts[written]
        lengths = openings.starts[written + 1] - opens
        cells = np.repeat(texts // 2 * vocabulary, lengths) + openings.terms[runs(opens, lengths)]
        cells = (cells << FLAG_BITS) + np.repeat(flags, lengths)
        cells.sort()
        cells, flags = cells >> FLAG_BITS, cells & (1 << FLAG_BITS) - 1
        firsts = np.flatnonzero(np.diff(cells, prepend=-1))
        times, in_title = np.diff(firsts, append=len(cells)), np.add.reduceat(flags & IN_TITLE, firsts)
        yield _Cells(
            owners=cells[firsts] // vocabulary,
            terms=cells[firsts] % vocabulary,
            halves=HALVES * (times - in_title) + round(HALVES * TITLE_WEIGHT) * in_title,
            named=np.bitwise_or.reduceat(flags, firsts) & NAMED > 0,
        )


def _weighed(cells: _Cells, idf: Array, ignored: Array) -> tuple[Array, Array, Array, Array]:
    """Article, term and weight of what has one, and whether it is a name. `ignored` numbers terms of articles."""
    import numpy as np

    raw = idf[cells.terms]
    kept = raw >= COMMONEST_IDF
    if len(ignored):
        kept &= ~np.isin(cells.owners * len(idf) + cells.terms, ignored)
    owners, terms, named, raw = cells.owners[kept], cells.terms[kept], cells.named[kept], raw[kept]
    factors = [1 + math.log(n / HALVES) if n > HALVES else 1.0 for n in range(int(cells.halves.max(initial=0)) + 1)]
    raw *= np.array(factors, dtype=np.float64)[cells.halves[kept]]
    weights = np.rint(UNIT * raw / np.repeat(*_lengths(raw, owners))).astype(np.int32)
    there = weights > 0
    return owners[there], terms[there].astype(np.int32), weights[there], named[there]


def _lengths(values: Array, owners: Array) -> tuple[Array, Array]:
    """Length of the values of each article that has some, and how many it has."""
    import numpy as np

    firsts = np.flatnonzero(np.diff(owners, prepend=-1))
    ends = [*firsts.tolist(), len(values)]
    squares = (values * values).tolist()
    lengths = [math.sqrt(math.fsum(squares[low:high])) or 1.0 for low, high in pairwise(ends)]
    return np.array(lengths, dtype=np.float64), np.diff(ends)


def _emphasised(held: tuple[Array, Array, Array], days: Sequence[int | None], idf: Array) -> Array:
    """Weights with more on what is topical: what `topical` makes of them where these are all articles."""
    import numpy as np

    starts, terms, weights = held
    levels = _levels(starts, terms, days, np.array([share_of(rare) for rare in idf.tolist()], dtype=np.float64))
    owners = np.repeat(np.arange(len(days)), np.diff(starts))
    moved = np.zeros(len(days), dtype=bool)
    moved[owners[levels > 0]] = True
    again = np.flatnonzero(moved[owners])
    values = weights[again] * np.array([1 + MORE * level for level in range(MOST + 1)])[levels[again]]
    made: Array = weights.copy()
    made[again] = np.maximum(np.rint(UNIT * values / np.repeat(*_lengths(values, owners[again]))), 1)
    return made


def _levels(starts: Array, terms: Array, days: Sequence[int | None], shares: Array) -> Array:
    """Doublings of each term of an article these days. See `topical`."""
    import numpy as np

    by_day: dict[int, list[int]] = {}
    for i, day in enumerate(days):
        if day is not None:
            by_day.setdefault(day, []).append(i)
    cells = {day: runs(starts[own], starts[np.array(own) + 1] - starts[own]) for day, own in by_day.items()}
    levels = np.zeros(len(terms), dtype=np.int8)
    holders = np.zeros(len(shares), dtype=np.int64)
    held: set[int] = set()
    for day in sorted(by_day):
        near = {other for other in range(day - DAYS, day + DAYS + 1) if other in by_day}
        for other in held - near:
            np.subtract.at(holders, terms[cells[other]], 1)
        for other in near - held:
            np.add.at(holders, terms[cells[other]], 1)
        held = near
        own = terms[cells[day]]
        expected = 1 + scale(sum(len(by_day[other]) for other in near)) * shares[own]
        likely = np.flatnonzero(holders[own] >= LEAST_RATIO * expected)
        pairs = zip(holders[own[likely]].tolist(), expected[likely].tolist(), strict=True)
        levels[cells[day][likely]] = [doublings(holding, usual) for holding, usual in pairs]
    return levels
