"""Products → groups: best-first merging. Fourth step of grouping.

Always the nearest pair of groups is merged next, until no pair is near enough. Nearness is the cosine of the groups'
summed profiles, less a penalty for size: two large groups must be nearer than two articles, or a busy day becomes one
story."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass

from digest.group.products import Products
from digest.group.profile import UNIT


@dataclass(frozen=True, slots=True)
class Limits:
    """Where merging stops."""

    threshold: float = 0.20
    size_penalty: float = 0.02  # for each doubling of the smaller group, and of the larger one past `large`
    large: int = 32  # articles
    span_days: int = 7  # from the first article of a group to its last


class Groups:
    """Groups of articles while they are merged. A group goes by the lowest index among its articles."""

    def __init__(self, products: Products, days: Sequence[int | None], limits: Limits) -> None:
        count = len(products)
        self.products = [dict(row) for row in products]
        self.limits = limits
        self.members: list[list[int]] = [[i] for i in range(count)]
        self.norms = [UNIT * UNIT] * count
        self.first = list(days)
        self.last = list(days)
        self.version = [0] * count

    def similarity(self, a: int, b: int) -> float:
        """Cosine of two groups, from 0 to 1."""
        return self.products[a].get(b, 0) / math.sqrt(self.norms[a] * self.norms[b])

    def score(self, a: int, b: int) -> float:
        """Similarity less the penalty for size, rounded so that equal is equal on every machine."""
        small, large = sorted((len(self.members[a]), len(self.members[b])))
        penalty = math.log2(small) + max(0.0, math.log2(large / self.limits.large))
        return round(self.similarity(a, b) - self.limits.size_penalty * penalty, 9)

    def fits(self, a: int, b: int) -> bool:
        """Whether both together stay inside the longest span."""
        first = [d for d in (self.first[a], self.first[b]) if d is not None]
        last = [d for d in (self.last[a], self.last[b]) if d is not None]
        return not first or max(last) - min(first) <= self.limits.span_days

    def join(self, a: int, b: int) -> int:
        """Merges two groups and says which index the result goes by."""
        a, b = min(a, b), max(a, b)
        between = self.products[a].pop(b, 0)
        self.products[b].pop(a, None)
        self.norms[a] += self.norms[b] + 2 * between
        self.members[a] += self.members[b]
        self.members[b] = []
        self.first[a] = min((d for d in (self.first[a], self.first[b]) if d is not None), default=None)
        self.last[a] = max((d for d in (self.last[a], self.last[b]) if d is not None), default=None)
        row = self.products[a]
        for other, product in self.products[b].items():
            row[other] = row.get(other, 0) + product
            self.products[other].pop(b, None)
            self.products[other][a] = row[other]
        self.products[b] = {}
        self.version[a] += 1
        self.version[b] += 1
        return a


def merge(products: Products, days: Sequence[int | None], limits: Limits) -> list[list[int]]:
    """Groups of indices, each sorted, in order of their lowest index."""
    groups = Groups(products, days, limits)
    heap: list[tuple[float, int, int, int, int]] = []
    for i, row in enumerate(products):
        for j in row:
            if i < j and (score := groups.score(i, j)) >= limits.threshold:
                heap.append((-score, i, j, 0, 0))
    heapq.heapify(heap)
    while heap:
        _, a, b, a_version, b_version = heapq.heappop(heap)
        stale = groups.version[a] != a_version or groups.version[b] != b_version
        if stale or not groups.fits(a, b):
            continue
        joined = groups.join(a, b)
        for other in groups.products[joined]:
            score = groups.score(joined, other)
            if score >= limits.threshold:
                low, high = min(joined, other), max(joined, other)
                heapq.heappush(heap, (-score, low, high, groups.version[low], groups.version[high]))
    return [sorted(m) for m in groups.members if m]
