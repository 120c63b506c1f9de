"""Profiles → products: how much each pair of articles shares. Third step of grouping.

An inverted index finds the pairs, so that articles without a common term never meet. Only articles inside the time window
are in the index at once, so cost grows with the articles of a window, not with all of them."""

from __future__ import annotations

from collections.abc import Sequence

from digest.group.profile import Profile

Products = list[dict[int, int]]
"""For each profile, in order: index of another one → product of both, a whole number up to UNIT squared."""


def products(profiles: Sequence[Profile], window_days: int) -> Products:
    """Products of all pairs at most `window_days` apart. `profiles` stand in order of day, undated ones last; an
    undated one is compared with all."""
    found: Products = [{} for _ in profiles]
    postings: dict[str, list[tuple[int, int]]] = {}
    for i, profile in enumerate(profiles):
        shared: dict[int, int] = {}
        get = shared.get
        for term, weight in profile.weights.items():
            posting = postings.get(term)
            if posting is None:
                postings[term] = [(i, weight)]
                continue
            for j, other in posting:
                shared[j] = get(j, 0) + weight * other
            posting.append((i, weight))
        day = profile.day
        for j, product in shared.items():
            other_day = profiles[j].day
            if day is None or other_day is None or day - other_day <= window_days:
                found[i][j] = product
                found[j][i] = product
    return found
