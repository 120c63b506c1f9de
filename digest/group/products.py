"""Profiles → products: how near each pair of articles is. Third step of grouping.

An inverted index finds the pairs, so that articles without a common term never meet, and looks only at those inside the
time window, so that cost grows with the articles of a window, not with all of them. `arrays` does the same faster."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from digest.group.arrays import Table, near_pairs, table
from digest.group.profile import UNIT, Profile
from digest.group.signals import DECAY_DAYS, WINDOW_DAYS, combined, shared_terms
from digest.group.sums import Limits, ListedSums

LEAST_KEPT = round(0.03 * UNIT * UNIT)  # of a pair, after all signals
LEAST = round(0.04 * UNIT * UNIT)  # less than this says nothing, and most pairs have less
HEAVY = 120  # lighter terms are not looked up in the index, only added to pairs that it found …
HEAVY_SHARE = 0.33  # … or, in long profiles, those below this share of the heaviest
FEW = 600  # articles that are done before numpy is loaded


class Listed:
    """Products of all pairs, as `arrays.Table` has them, for few articles."""

    def __init__(self, rows: Sequence[dict[int, int]]) -> None:
        self.rows = rows

    def row(self, i: int) -> dict[int, int]:
        """Index of another article → product of both, a whole number up to UNIT squared."""
        return self.rows[i]

    def nearest(self, i: int, count: int) -> list[tuple[int, int]]:
        """So many of a row, and all that are as near as the last."""
        return nearest(self.rows[i], count)

    def pairs(self, least: float) -> Iterator[tuple[int, int, int]]:
        """Pairs (earlier, later) with their product, of those that reach `least`, the nearest first."""
        found = [(i, j, p) for i, row in enumerate(self.rows) for j, p in row.items() if i < j and p >= least]
        return iter(sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1])))

    def sums(self, without: Collection[int], limits: Limits) -> ListedSums:
        """For merging all articles but some."""
        return ListedSums(
            [
                {} if i in without else {j: product for j, product in row.items() if j not in without}
                for i, row in enumerate(self.rows)
            ],
            limits,
        )


Products = Listed | Table


def nearest(row: dict[int, int], count: int) -> list[tuple[int, int]]:
    """So many of a row, and all that are as near as the last."""
    if len(row) <= count:
        return list(row.items())
    least = sorted(row.values(), reverse=True)[count - 1]
    return [pair for pair in row.items() if pair[1] >= least]


def products(profiles: Sequence[Profile], strictness: float = 1.0) -> Products:
    """Products of all pairs inside the window. `profiles` stand in order of day, undated ones last; an undated one is
    compared with all. `strictness` is the power that cosines are raised to."""
    return _by_arrays(profiles, strictness) if len(profiles) > FEW else _one_by_one(profiles, strictness)


def row_of(
    profile: Profile, earlier: Iterable[tuple[int, Profile]], later: Iterable[tuple[int, Profile]], strictness: float
) -> dict[int, int]:
    """Products of one article with others that come before and after it, by their numbers."""
    row: dict[int, int] = {}
    heavy = _heavy_terms(profile)
    for j, other in earlier:
        if heavy.keys() & other.weights.keys() and _may_be_near(profile, heavy, other, _heavy_terms(other)):
            row[j] = combined(profile, other, shared_terms(profile, other))
    for j, other in later:
        if heavy.keys() & other.weights.keys() and _may_be_near(other, _heavy_terms(other), profile, heavy):
            row[j] = combined(other, profile, shared_terms(other, profile))
    return {j: kept for j, near in row.items() if (kept := _strict(near, strictness)) >= LEAST_KEPT}


def _heavy_terms(profile: Profile) -> dict[str, int]:
    heavy = _heavy(profile)
    return {t: w for t, w in profile.weights.items() if w >= heavy}


def _may_be_near(profile: Profile, heavy: dict[str, int], earlier: Profile, theirs: dict[str, int]) -> bool:
    """Whether the index finds an earlier article: both share enough heavy terms."""
    part = sum(weight * theirs[t] for t, weight in heavy.items() if t in theirs)
    share = sum(w * w for w in heavy.values()) / (UNIT * UNIT)
    return part > 0 and part >= max(share * LEAST, _least_by_day(profile.day, share).get(earlier.day, 0))


def _by_arrays(profiles: Sequence[Profile], strictness: float) -> Table:
    heavy = [_heavy(p) for p in profiles]
    first = [_first_in_window(profiles, i) for i in range(len(profiles))]
    found = near_pairs(profiles, heavy, first, LEAST, LEAST_KEPT)
    return table(found, len(profiles), None if strictness <= 1 else lambda near: _strict(near, strictness), LEAST_KEPT)


def _heavy(profile: Profile) -> float:
    """Weight from which on terms are looked up."""
    return min(HEAVY, HEAVY_SHARE * max(profile.weights.values(), default=0))


def _one_by_one(profiles: Sequence[Profile], strictness: float) -> Listed:
    found: list[dict[int, int]] = [{} for _ in profiles]
    postings: dict[str, list[tuple[int, int]]] = {}
    for i, profile in enumerate(profiles):
        shared: dict[int, int] = {}
        get = shared.get
        day = profile.day
        oldest = _first_in_window(profiles, i)
        looked_up = 0
        for term, weight in _heavy_terms(profile).items():
            looked_up += weight * weight
            posting = postings.setdefault(term, [])
            for j, other in posting:
                if j >= oldest:
                    shared[j] = get(j, 0) + weight * other
            posting.append((i, weight))
        share = looked_up / (UNIT * UNIT)  # of all that could have been found
        least, least_by_day = share * LEAST, _least_by_day(day, share)
        for j, part in shared.items():
            if part >= least and part >= least_by_day.get(profiles[j].day, least):
                other_one = profiles[j]
                near = _strict(combined(profile, other_one, shared_terms(profile, other_one)), strictness)
                if near >= LEAST_KEPT:
                    found[i][j] = found[j][i] = near
    return Listed(found)


def _least_by_day(day: int | None, share: float) -> dict[int | None, float]:
    """What a pair must share for the days between to leave enough of it."""
    if day is None:
        return {}
    return {day - gap: share * LEAST / (1 - gap / DECAY_DAYS) for gap in range(WINDOW_DAYS)}


def _strict(near: int, strictness: float) -> int:
    return round(UNIT * UNIT * (near / (UNIT * UNIT)) ** strictness) if strictness > 1 else near


def _first_in_window(profiles: Sequence[Profile], i: int) -> int:
    day = profiles[i].day
    if day is None:
        return 0
    low, high = 0, i
    while low < high:
        middle = (low + high) // 2
        other = profiles[middle].day
        if other is not None and day - other >= WINDOW_DAYS:
            low = middle + 1
        else:
            high = middle
    return low
