"""Profiles → products: how near each pair of articles is. Third step of grouping.

An inverted index finds the pairs, so that articles without a common term never meet, and looks only at those inside the
time window, so that cost grows with the articles of a window, not with all of them. `arrays` does the same faster."""

from __future__ import annotations

from collections.abc import Sequence

from digest.group.arrays import near_pairs
from digest.group.profile import UNIT, Profile
from digest.group.signals import WINDOW_DAYS, combined, shared_terms

Products = list[dict[int, int]]
"""For each profile, in order: index of another one → product of both, a whole number up to UNIT squared."""

LEAST_KEPT = round(0.03 * UNIT * UNIT)  # of a pair, after all signals
LEAST = round(0.04 * UNIT * UNIT)  # less than this says nothing, and most pairs have less
HEAVY = 120  # lighter terms are not looked up in the index, only added to pairs that it found …
HEAVY_SHARE = 0.33  # … or, in long profiles, those below this share of the heaviest
FEW = 600  # articles that are done before numpy is loaded


def products(profiles: Sequence[Profile], strictness: float = 1.0) -> Products:
    """Products of all pairs inside the window. `profiles` stand in order of day, undated ones last; an undated one is
    compared with all. `strictness` is the power that cosines are raised to."""
    if len(profiles) > FEW:
        return _by_arrays(profiles, strictness)
    return _one_by_one(profiles, strictness)


def _by_arrays(profiles: Sequence[Profile], strictness: float) -> Products:
    found: Products = [{} for _ in profiles]
    heavy = [_heavy(p) for p in profiles]
    first = [_first_in_window(profiles, i) for i in range(len(profiles))]
    for i, j, near in near_pairs(profiles, heavy, first, LEAST, LEAST_KEPT):
        _keep(found, i, j, near, strictness)
    return found


def _heavy(profile: Profile) -> float:
    """Weight from which on terms are looked up."""
    return min(HEAVY, HEAVY_SHARE * max(profile.weights.values(), default=0))


def _one_by_one(profiles: Sequence[Profile], strictness: float) -> Products:
    found: Products = [{} for _ in profiles]
    postings: dict[str, list[tuple[int, int]]] = {}
    for i, profile in enumerate(profiles):
        shared: dict[int, int] = {}
        get = shared.get
        day = profile.day
        oldest = _first_in_window(profiles, i)
        heavy = _heavy(profile)
        looked_up = 0
        for term, weight in profile.weights.items():
            if weight < heavy:
                continue
            looked_up += weight * weight
            posting = postings.get(term)
            if posting is None:
                postings[term] = [(i, weight)]
                continue
            for j, other in posting:
                if j >= oldest:
                    shared[j] = get(j, 0) + weight * other
            posting.append((i, weight))
        share = looked_up / (UNIT * UNIT)  # of all that could have been found
        least, least_by_day = share * LEAST, _least_by_day(day, share)
        for j, part in shared.items():
            if part >= least and part >= least_by_day.get(profiles[j].day, least):
                other_one = profiles[j]
                _keep(found, i, j, combined(profile, other_one, shared_terms(profile, other_one)), strictness)
    return found


def _least_by_day(day: int | None, share: float) -> dict[int | None, float]:
    """What a pair must share for the days between to leave enough of it."""
    if day is None:
        return {}
    return {day - gap: share * LEAST / (1 - gap / WINDOW_DAYS) for gap in range(WINDOW_DAYS)}


def _keep(found: Products, i: int, j: int, near: int, strictness: float) -> None:
    if strictness > 1:
        near = round(UNIT * UNIT * (near / (UNIT * UNIT)) ** strictness)
    if near >= LEAST_KEPT:
        found[i][j] = near
        found[j][i] = near


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
