"""What `products` does, for many articles at once: the door for numpy. The numbers are the same to the last bit.

Whole numbers are summed, and floating-point numbers only multiplied and divided one by one, in the order of `signals`:
nothing depends on how an array is cut."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from digest.group.profile import KEY_TERMS, NAME_FACTOR, UNIT, Profile
from digest.group.signals import (
    COVERAGE_POWER,
    DECAY_DAYS,
    FEW_TERMS,
    SHORT_WORDS,
    UNDATED,
    WINDOW_DAYS,
    certainty,
    most_held,
    share_held,
)
from digest.group.table import runs

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

ROWS = 64  # articles whose weights are laid out at once: more would not stay in a processor's cache
CELLS = 500_000  # pairs that are counted at once
PAIRS = 500_000  # candidates that are weighed at once: some 50 MB
AT_ONCE = 20_000  # pairs of a few articles whose terms are multiplied at once
UNDATED_DAY = -1


@dataclass(frozen=True, slots=True)
class Listed:
    """Weights as arrays: the terms of row i stand from starts[i] to starts[i + 1]."""

    starts: Array
    terms: Array
    weights: Array
    vocabulary: int


@dataclass(frozen=True, slots=True)
class Described(Listed):
    """Profiles, terms in order of alphabet."""

    named: Array  # for each term of an article, whether it is a name there
    numbers: dict[str, int]  # of terms


@dataclass(frozen=True, slots=True)
class _Articles(Listed):
    """All profiles."""

    days: Array
    first: Array  # for each article, the first one inside its window
    heavy: Array  # for each term of an article, whether it is looked up


def describe(profiles: Sequence[Profile]) -> Described:
    """Profiles as arrays."""
    import numpy as np

    numbers: dict[str, int] = {}
    held = listed((p.weights for p in profiles), numbers)
    named = np.fromiter((term in p.names for p in profiles for term in p.weights), dtype=bool, count=len(held.terms))
    return Described(held.starts, held.terms, held.weights, held.vocabulary, named=named, numbers=numbers)


def near_pairs(
    profiles: Sequence[Profile],
    described: Described,
    heavy: Sequence[float],
    first: Sequence[int],
    least: int,
    least_kept: int,
) -> Iterator[tuple[Array, Array, Array]]:
    """Pairs (later article, earlier article) with their product, before strictness. `described` are the profiles."""
    import numpy as np

    held = _arrays(profiles, described, heavy, first)
    covering = _coverings(profiles, described)
    long = np.array([p.word_count >= SHORT_WORDS for p in profiles], dtype=bool)
    most = np.array([most_held(p.word_count) for p in profiles], dtype=np.float64)
    for rows, columns in _batches(_candidates(held, least)):
        total, squares = _shared(held, rows, columns)
        likeness = total.astype(np.float64)
        likeness *= 1 - FEW_TERMS * squares / (total * total)
        ceiling = (likeness + 1) * ((most[rows] + most[columns]) / 2) ** COVERAGE_POWER * 1.001
        worth = np.flatnonzero(ceiling * _time(held, rows, columns) + 1 >= least_kept)  # the ceiling only saves work
        rows, columns, likeness = rows[worth], columns[worth], likeness[worth]
        loud = np.flatnonzero(long[rows] | long[columns])
        if len(loud):
            likeness[loud] *= _coverage(covering, rows[loud], columns[loud])
        value = np.minimum(np.rint(likeness * _time(held, rows, columns)), UNIT * UNIT).astype(np.int64)
        near = value >= least_kept
        yield rows[near], columns[near], value[near]


@dataclass(frozen=True, slots=True)
class _Coverings:
    """What `signals.coverage` looks at: all terms of each long article, the keys of all with what they count, and how
    sure it is that so long a text holds what matters."""

    words: Listed
    keys: Listed
    totals: Array
    certainty: Array


def _coverings(profiles: Sequence[Profile], held: Described) -> _Coverings:
    import numpy as np

    keys = _keys(held)
    totals = np.diff(np.concatenate(([0], np.cumsum(keys.weights, dtype=np.int64)))[keys.starts])
    long = (dict.fromkeys((*p.weights, *p.later) if p.word_count >= SHORT_WORDS else (), 1) for p in profiles)
    return _Coverings(
        words=listed(long, dict(held.numbers)),
        keys=keys,
        totals=np.maximum(totals, 1),
        certainty=np.array([certainty(p.word_count) for p in profiles], dtype=np.float64),
    )


def _keys(held: Described) -> Listed:
    """`Profile.keys` of all. Terms stand in order of alphabet, so that of equal ones the first counts."""
    import numpy as np

    digits = np.array([term[0] == "#" for term in held.numbers], dtype=bool)
    counts = held.weights.astype(np.int64) ** 2
    counts[held.named | digits[held.terms]] *= NAME_FACTOR
    owners = np.repeat(np.arange(len(held.starts) - 1), np.diff(held.starts))
    order = np.lexsort((-counts, owners))
    kept = order[np.arange(len(order)) - held.starts[owners] < KEY_TERMS]
    lengths = np.minimum(np.diff(held.starts), KEY_TERMS)
    return Listed(np.concatenate(([0], np.cumsum(lengths))), held.terms[kept], counts[kept], held.vocabulary)


def _coverage(held: _Coverings, rows: Array, columns: Array) -> Array:
    """`signals.coverage` of each pair. Powers are Python's: those of numpy may differ in the last bit."""
    import numpy as np

    in_row, in_column = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
    sure = np.flatnonzero(held.certainty[rows])  # what a short text holds plays no part
    in_row[sure] = _sums(_products(held.words, held.keys, rows[sure], columns[sure]), len(sure))
    sure = np.flatnonzero(held.certainty[columns])
    sure = sure[np.argsort(columns[sure], kind="stable")]  # words are many and keys few: columns take the rows' place
    in_column[sure] = _sums(_products(held.words, held.keys, columns[sure], rows[sure]), len(sure))
    both = share_held(in_column, held.totals[rows], held.certainty[columns])
    both = (both + share_held(in_row, held.totals[columns], held.certainty[rows])) / 2
    return np.array([share**COVERAGE_POWER for share in both.tolist()], dtype=np.float64)


def centred(held: Listed) -> Listed:
    """Sums of profiles at length UNIT, as `neighbours.centre` has them."""
    import numpy as np

    count = len(held.starts) - 1
    owners = np.repeat(np.arange(count), np.diff(held.starts))
    weights = held.weights.astype(np.float64)
    lengths = np.sqrt(np.bincount(owners, weights * weights, minlength=count))
    made = np.rint(UNIT * weights / lengths[owners]).astype(np.int32)
    kept = made > 0
    starts = np.searchsorted(owners[kept], np.arange(count + 1))
    return Listed(starts, held.terms[kept], made[kept], held.vocabulary)


def heavy_terms(held: Listed, vocabulary: Sequence[str], least: int) -> Iterator[dict[str, int]]:
    """The terms of each row that have a weight of at least so much."""
    import numpy as np

    heavy = np.flatnonzero(held.weights >= least)
    names = list(map(vocabulary.__getitem__, held.terms[heavy].tolist()))
    weights, bounds = held.weights[heavy].tolist(), np.searchsorted(heavy, held.starts).tolist()
    for low, high in pairwise(bounds):
        yield dict(zip(names[low:high], weights[low:high], strict=True))


def related_pairs(held: Listed, heavy: int, common: int, least: float) -> Iterator[tuple[int, int, int, int]]:
    """Pairs (later, earlier) of stories, by their places in `held`, whose heavy terms alone give `least`, with
    what `_shared` finds. A term that more than `common` stories hold finds none."""
    import numpy as np

    count = len(held.starts) - 1
    found = held.weights >= heavy
    owners = np.repeat(np.arange(count), np.diff(held.starts))[found]
    terms, own = held.terms[found], held.weights[found]
    rare = np.bincount(terms, minlength=held.vocabulary)[terms] <= common
    owners, terms, own = owners[rare], terms[rare], own[rare]
    order = np.lexsort((owners, terms))
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    opens = np.searchsorted(terms[order], terms)
    posted, posted_own = owners[order], own[order]
    visits = np.concatenate(([0], np.cumsum(places - opens)))
    low = 0
    while low < len(owners):
        high = max(low + 1, int(np.searchsorted(visits, visits[low] + CELLS, side="right")) - 1)
        high = int(np.searchsorted(owners, owners[high - 1], side="right"))
        lengths = places[low:high] - opens[low:high]
        at = runs(opens[low:high], lengths)
        pairs, cells = np.unique(np.repeat(owners[low:high], lengths) * count + posted[at], return_inverse=True)
        parts = np.bincount(cells, np.repeat(own[low:high], lengths) * posted_own[at], minlength=len(pairs))
        near = pairs[parts >= least]
        if len(near):
            found_by = near // count, near % count
            yield from zip(*(column.tolist() for column in (*found_by, *_shared(held, *found_by))), strict=True)
        low = high


def _batches(runs: Iterable[tuple[Array, Array]]) -> Iterator[tuple[Array, Array]]:
    """Runs of pairs put together up to about `PAIRS`, so that memory doesn't grow with the number of pairs."""
    import numpy as np

    held: list[tuple[Array, Array]] = []
    for run in runs:
        if len(run[0]):
            held.append(run)
        if sum(len(rows) for rows, _ in held) >= PAIRS:
            yield np.concatenate([rows for rows, _ in held]), np.concatenate([columns for _, columns in held])
            held = []
    if held:
        yield np.concatenate([rows for rows, _ in held]), np.concatenate([columns for _, columns in held])


def _arrays(profiles: Sequence[Profile], held: Listed, heavy: Sequence[float], first: Sequence[int]) -> _Articles:
    import numpy as np

    return _Articles(
        starts=held.starts,
        terms=held.terms,
        weights=held.weights,
        vocabulary=held.vocabulary,
        days=np.array([UNDATED_DAY if p.day is None else p.day for p in profiles], dtype=np.int64),
        first=np.array(first, dtype=np.int64),
        heavy=held.weights >= np.repeat(np.array(heavy, dtype=np.float64), np.diff(held.starts)),
    )


def listed(rows: Iterable[Mapping[str, int]], numbers: dict[str, int] | None = None) -> Listed:
    """Rows as arrays. `numbers` gets a number for each term that it has none for."""
    import numpy as np

    numbers = {} if numbers is None else numbers
    number = numbers.setdefault
    lengths, terms, weights = array("q", [0]), array("i"), array("i")
    for row in rows:
        lengths.append(len(row))
        terms.extend([number(term, len(numbers)) for term in row])
        weights.extend(row.values())
    return Listed(
        np.cumsum(np.array(lengths)), np.array(terms, dtype=np.int32), np.array(weights, dtype=np.int32), len(numbers)
    )


def _candidates(held: _Articles, least: int) -> Iterator[tuple[Array, Array]]:
    """Pairs that share enough heavy terms, inside the window, rows in order."""
    import numpy as np

    count = len(held.first)
    owners = np.repeat(np.arange(count), np.diff(held.starts))[held.heavy]
    terms, weights = held.terms[held.heavy], held.weights[held.heavy]
    order = np.lexsort((owners, terms))
    postings, posted = owners[order], weights[order]
    places = np.empty(len(order), dtype=np.int64)  # of each heavy term in the postings
    places[order] = np.arange(len(order))
    wide = terms.astype(np.int64) * count  # terms times articles: more than 32 bits hold
    opens = np.searchsorted(wide[order] + postings, wide + held.first[owners])
    starts = np.searchsorted(owners, np.arange(count + 1))  # of each article's heavy terms
    looked_up = np.bincount(owners, weights * weights, minlength=count)
    share = looked_up / (UNIT * UNIT)
    visits = np.concatenate(([0], np.cumsum(places - opens)))[starts]  # of postings, by all articles before each
    low = 0
    while low < count:
        high = _until(low, held.first, visits)
        begin = int(held.first[low:high].min())
        width = high - begin
        own = slice(int(starts[low]), int(starts[high]))
        lengths = places[own] - opens[own]
        at = runs(opens[own], lengths)
        cells = np.repeat((owners[own] - low) * width - begin, lengths) + postings[at]
        parts = np.bincount(cells, np.repeat(weights[own], lengths) * posted[at], minlength=(high - low) * width)
        floors = np.maximum(share[low:high] * least, 1)  # nothing in common is never enough
        cells = np.flatnonzero(parts.reshape(-1, width) >= floors[:, np.newaxis])
        rows, columns = cells // width + low, cells % width + begin
        floor = share[rows] * least
        gaps = held.days[rows] - held.days[columns]
        dated = held.days[rows] != UNDATED_DAY
        enough = parts[cells] >= np.where(dated, floor / (1 - np.where(dated, gaps, 0) / DECAY_DAYS), floor)
        yield rows[enough], columns[enough]
        low = high


def _until(low: int, first: Array, visits: Array) -> int:
    """Where a run of articles ends that can be counted at once."""
    rows = 1
    while (high := low + 2 * rows) < len(first):
        width = high - int(first[low:high].min())
        if 2 * rows * width > CELLS or int(visits[high] - visits[low]) > CELLS:
            break
        rows *= 2
    return min(low + rows, len(first))


def _shared(held: Listed, rows: Array, columns: Array) -> tuple[Array, Array]:
    """For each pair what `signals.shared_terms` finds. `rows` are in order."""
    import numpy as np

    total, squares = np.empty(len(rows), dtype=np.int64), np.empty(len(rows), dtype=np.int64)
    for pairs, products, ends in _products(held, held, rows, columns):
        total[pairs] = np.add.reduceat(products, ends)
        squares[pairs] = np.add.reduceat(products * products, ends)
    return total, squares


def _products(of: Listed, others: Listed, rows: Array, columns: Array) -> Iterator[tuple[slice, Array, Array]]:
    """For a few pairs at a time: which they are, for each term of the column's others the product of its weight with
    that of the row's, and where the terms of each pair begin. `rows` are in order; no row and no column is without
    terms."""
    import numpy as np

    column_of = np.zeros(max(of.vocabulary, others.vocabulary), dtype=np.int32)  # of a term of those rows; else 0
    for low in range(int(rows[0]), int(rows[-1]) + 1, ROWS) if len(rows) else ():
        high = min(low + ROWS, len(of.starts) - 1)
        pairs = slice(*np.searchsorted(rows, (low, high)).tolist())
        if pairs.start == pairs.stop:
            continue
        own = slice(int(of.starts[low]), int(of.starts[high]))
        lines = np.repeat(np.arange(high - low), np.diff(of.starts[low : high + 1]))
        terms, places = np.unique(of.terms[own], return_inverse=True)
        width = len(terms) + 1
        laid_out = np.zeros((high - low) * width, dtype=np.int64)
        laid_out[lines * width + places + 1] = of.weights[own]
        column_of[terms] = np.arange(1, len(terms) + 1)
        for start in range(pairs.start, pairs.stop, AT_ONCE):
            few = slice(start, min(start + AT_ONCE, pairs.stop))
            theirs = columns[few]
            lengths = others.starts[theirs + 1] - others.starts[theirs]
            at = runs(others.starts[theirs], lengths)
            cells = np.repeat((rows[few] - low) * width, lengths)
            cells += column_of.take(others.terms.take(at))
            yield few, laid_out.take(cells) * others.weights.take(at), np.cumsum(lengths) - lengths
        column_of[terms] = 0


def _sums(products: Iterable[tuple[slice, Array, Array]], count: int) -> Array:
    import numpy as np

    found = np.empty(count, dtype=np.int64)
    for pairs, parts, starts in products:
        found[pairs] = np.add.reduceat(parts, starts)
    return found


def _time(held: _Articles, rows: Array, columns: Array) -> Array:
    """`signals.days_apart` of each pair."""
    import numpy as np

    undated = (held.days[rows] == UNDATED_DAY) | (held.days[columns] == UNDATED_DAY)
    gaps = np.abs(held.days[rows] - held.days[columns])
    inside: Array = np.where(gaps < WINDOW_DAYS, 1 - gaps / DECAY_DAYS, 0.0)
    factors: Array = np.where(undated, UNDATED, inside)
    return factors
