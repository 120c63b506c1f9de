"""Products → groups: best-first merging. Fourth step of grouping.

Always the nearest pair of groups is merged next, until no pair is near enough. Nearness is the cosine of the groups'
summed profiles, less a penalty for size: two large groups must be nearer than two articles, or a busy day becomes one
story."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest.group.products import Products
from digest.group.profile import UNIT, Profile
from digest.group.signals import LONG_WORDS


@dataclass(frozen=True, slots=True)
class Limits:
    """Where merging stops."""

    threshold: float = 0.155
    size_penalty: float = 0.045  # for each doubling of the smaller group, and of the larger one past `large`
    large: int = 64  # articles
    contrast_penalty: float = 0.4  # see Groups.contrast
    span_days: int = 10  # from the first article of a group to its last


STRAGGLER_SIMILARITY = 0.10  # to a large group, of an article that no other group is near
STRAGGLER_LEAD = 2.0  # times as near as the second large group
STRAGGLER_FLOOR = 0.05  # taken for the second where there is none: a small site has no second group to compare with
STRAGGLED_SIZE = 5  # articles of a large group
CONTRAST_TERMS = 8  # heaviest terms of a group that are looked for in the other


class Groups:
    """Groups of articles while they are merged. A group goes by the lowest index among its articles. Takes `products`
    over and changes them."""

    def __init__(self, products: Products, profiles: Sequence[Profile], limits: Limits) -> None:
        self.products = products
        self.profiles = profiles
        self.limits = limits
        self.members: list[list[int]] = [[i] for i in range(len(products))]
        self.norms = [UNIT * UNIT] * len(products)
        self.first = [p.day for p in profiles]
        self.last = [p.day for p in profiles]
        self.version = [0] * len(products)

    def score(self, a: int, b: int) -> float:
        """Cosine of two groups less the penalty for size, rounded so that equal is equal on every machine."""
        cosine = self.products[a].get(b, 0) / math.sqrt(self.norms[a] * self.norms[b])
        small, large = len(self.members[a]), len(self.members[b])
        if small > large:
            small, large = large, small
        penalty = math.log2(small) if small > 1 else 0.0
        if large > self.limits.large:
            penalty += math.log2(large / self.limits.large)
        return round(cosine - self.limits.size_penalty * penalty, 9)

    def fits(self, a: int, b: int) -> bool:
        """Whether both together stay inside the longest span."""
        first = [d for d in (self.first[a], self.first[b]) if d is not None]
        last = [d for d in (self.last[a], self.last[b]) if d is not None]
        return not first or max(last) - min(first) <= self.limits.span_days

    def contrast(self, a: int, b: int) -> float:
        """From 0 to 1: how far the heaviest terms of each group are missing from the other, where its texts are long
        enough to hold them. Two events of one kind have the same words, but the name of one is absent from all
        articles about the other."""
        if len(self.members[a]) == 1 or len(self.members[b]) == 1:
            return 0.0
        return (self._missing(a, b) + self._missing(b, a)) / 2

    def _missing(self, a: int, b: int) -> float:
        others = [self.profiles[i] for i in self.members[b]]
        certainty = math.fsum(1 - math.exp(-p.word_count / LONG_WORDS) for p in others) / len(others)
        if certainty < 0.3:  # feed items of a line or two
            return 0.0
        own = [self.profiles[i] for i in self.members[a]]
        sums: Counter[str] = Counter()
        for profile in own:
            sums.update(profile.weights)
        heaviest = sorted(sums.items(), key=lambda p: (-p[1], p[0]))[:CONTRAST_TERMS]
        missing = math.fsum(
            weight * max(0.0, share_with(term, own) - share_with(term, others)) for term, weight in heaviest
        )
        return certainty**2 * missing / sum(weight for _, weight in heaviest)

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
            theirs = self.products[other]
            del theirs[b]
            theirs[a] = row[other]
        self.products[b] = {}
        self.version[a] += 1
        self.version[b] += 1
        return a

    def attach(self, a: int, b: int) -> None:
        """Puts the articles of one group into another, which keeps its name and its nearness to others."""
        self.members[b] += self.members[a]
        self.members[a] = []


def share_with(term: str, profiles: Sequence[Profile]) -> float:
    """Share of profiles whose article holds a term."""
    return sum(term in p.weights or term in p.later for p in profiles) / len(profiles)


def merge(products: Products, profiles: Sequence[Profile], limits: Limits) -> Groups:
    """Merged groups: `members` of those that were merged into another are empty. Articles that only attach are put into
    the group that they are nearest to once all groups are made."""
    waiting = {i: dict(products[i]) for i, p in enumerate(profiles) if p.attaches_only}
    _take_out(products, waiting)
    groups = Groups(products, profiles, limits)
    least = limits.threshold * UNIT * UNIT
    heap = [
        (-groups.score(i, j), i, j, 0, 0)
        for i, row in enumerate(products)
        for j, product in row.items()
        if i < j and product >= least
    ]
    heapq.heapify(heap)
    while heap:
        negative, a, b, a_version, b_version = heapq.heappop(heap)
        if groups.version[a] != a_version or groups.version[b] != b_version or not groups.fits(a, b):
            continue
        if -negative - limits.contrast_penalty * groups.contrast(a, b) < limits.threshold:
            continue
        joined = groups.join(a, b)
        least_square = limits.threshold**2 * groups.norms[joined]
        for other, product in groups.products[joined].items():
            if product * product < least_square * groups.norms[other]:
                continue  # most are far below, and a score costs more than this
            score = groups.score(joined, other)
            if score >= limits.threshold:
                low, high = min(joined, other), max(joined, other)
                heapq.heappush(heap, (-score, low, high, groups.version[low], groups.version[high]))
    _attach_stragglers(groups)
    _attach(groups, waiting)
    return groups


def _attach_stragglers(groups: Groups) -> None:
    """Articles that stayed alone go to a large group that is far nearer to them than any other. A large story is told
    from many sides, and a portrait or a reaction shares less with it than two reports share with each other."""
    moves = []
    for g, members in enumerate(groups.members):
        if len(members) != 1:
            continue
        near = [
            (-round(product / math.sqrt(groups.norms[g] * groups.norms[h]), 9), h)
            for h, product in groups.products[g].items()
            if len(groups.members[h]) >= STRAGGLED_SIZE and groups.fits(g, h)
        ]
        ranked = sorted(near)[:2]
        if not ranked:
            continue
        second = max(-ranked[1][0] if len(ranked) > 1 else 0.0, STRAGGLER_FLOOR)
        if -ranked[0][0] >= STRAGGLER_SIMILARITY and -ranked[0][0] >= STRAGGLER_LEAD * second:
            moves.append((g, ranked[0][1]))
    for g, h in moves:
        groups.attach(g, h)


def _take_out(products: Products, waiting: Mapping[int, dict[int, int]]) -> None:
    for i, row in waiting.items():
        for j in row:
            products[j].pop(i, None)
        products[i] = {}


def _attach(groups: Groups, waiting: Mapping[int, dict[int, int]]) -> None:
    group_of = {i: g for g, members in enumerate(groups.members) for i in members}
    moves = []
    for i, row in waiting.items():
        near: Counter[int] = Counter()
        for j, product in row.items():
            near[group_of[j]] += product
        scored = sorted((-round(p / (UNIT * math.sqrt(groups.norms[g])), 9), g) for g, p in near.items())
        fitting = [g for negative, g in scored if -negative >= groups.limits.threshold and groups.fits(i, g)]
        if fitting and not groups.profiles[fitting[0]].attaches_only:
            moves.append((i, fitting[0]))
    for i, g in moves:
        groups.attach(i, g)
