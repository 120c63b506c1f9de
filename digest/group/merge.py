"""Products → groups: best-first merging. Fourth step of grouping, and `attach` the fifth.

Always the nearest pair of groups is merged next, until no pair is near enough. Nearness is the cosine of the groups'
summed profiles, less a penalty for size: two large groups must be nearer than two articles, or a busy day becomes one
story."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digest.group.profile import UNIT, Profile
from digest.group.signals import LONG_WORDS
from digest.group.sums import Limits, Sums

CONTRAST_TERMS = 8  # heaviest terms of a group that are looked for in the other


@dataclass(slots=True)
class Step:
    """A group as it was for a while. Its articles stand from `start` to `end` among those of the group that it became
    a part of. Best-first merging goes from near to far: `born` and `gone` are the nearness at which it was made and
    at which it was merged into another."""

    start: int
    end: int
    norm: int  # square of the length of the summed profiles
    born: float = math.inf
    gone: float = -math.inf


@dataclass(slots=True)
class Near:
    """What a group is near to, the farthest first, since it was made by so many joins."""

    group: int
    since: int
    scores: list[float]
    others: list[int]


Entry = tuple[float, int, int, int, Near]
"""Nearness of two groups, negative, what they go by, lower index first, and for how many joins it has been so; then all
else that one of them is near to."""


class Groups:
    """Groups of articles while they are merged. A group goes by the lowest index among its articles."""

    def __init__(self, sums: Sums, profiles: Sequence[Profile], limits: Limits) -> None:
        self._sums = sums
        self.profiles = profiles
        self.limits = limits
        self.members: list[list[int]] = [[i] for i in range(len(profiles))]
        self.steps: dict[int, list[Step]] = {}  # of groups of two and more, in the order in which they were made
        self.first = [p.day for p in profiles]
        self.last = [p.day for p in profiles]
        self.joins = 0
        self.changed = [0] * len(profiles)  # the number of joins when each group was made or became a part of another

    def fits(self, a: int, b: int) -> bool:
        """Whether both together stay inside the longest span."""
        return fits((self.first[a], self.last[a]), (self.first[b], self.last[b]), self.limits)

    def contrast(self, a: int, b: int) -> float:
        """See `contrast`."""
        if len(self.members[a]) == 1 or len(self.members[b]) == 1:
            return 0.0
        return contrast([self.profiles[i] for i in self.members[a]], [self.profiles[i] for i in self.members[b]])

    def join(self, a: int, b: int, score: float) -> int:
        """Merges two groups and says which index the result goes by."""
        a, b = min(a, b), max(a, b)
        norm = self._sums.join(a, b)
        self._note(a, b, score, norm)
        self.members[a] += self.members[b]
        self.members[b] = []
        self.first[a] = min((d for d in (self.first[a], self.first[b]) if d is not None), default=None)
        self.last[a] = max((d for d in (self.last[a], self.last[b]) if d is not None), default=None)
        self.joins += 1
        self.changed[a] = self.changed[b] = self.joins
        return a

    def near(self, a: int) -> Near:
        """What one group, which was joined last, may merge with."""
        return Near(a, self.joins, *self._sums.near(a))

    def next(self, near: Near) -> Entry | None:
        """The nearest pair that still stands, which is taken out."""
        a, changed = near.group, self.changed
        if changed[a] != near.since:
            return None
        while near.others:
            other, score = near.others.pop(), near.scores.pop()
            if changed[other] <= near.since:
                return (-score, a, other, near.since, near) if a < other else (-score, other, a, near.since, near)
        return None

    def _note(self, a: int, b: int, score: float, norm: int) -> None:
        steps = self.steps.pop(a, None) or [Step(0, 1, UNIT * UNIT)]
        others = self.steps.pop(b, None) or [Step(0, 1, UNIT * UNIT)]
        at = min(score, steps[-1].born, others[-1].born)
        steps[-1].gone = others[-1].gone = at
        size = steps[-1].end
        for step in others:
            step.start += size
            step.end += size
        steps += others
        steps.append(Step(0, others[-1].end, norm, at))
        self.steps[a] = steps


Span = tuple[int | None, int | None]
"""First and last day of a group; None where no article has one."""


def fits(a: Span, b: Span, limits: Limits) -> bool:
    """Whether two groups together stay inside the longest span."""
    first = [d for d in (a[0], b[0]) if d is not None]
    last = [d for d in (a[1], b[1]) if d is not None]
    return not first or max(last) - min(first) <= limits.span_days


def contrast(a: Sequence[Profile], b: Sequence[Profile]) -> float:
    """From 0 to 1: how far the heaviest terms of each group are missing from the other, where its texts are long
    enough to hold them. Two events of one kind have the same words, but the name of one is absent from all
    articles about the other."""
    return (_missing(a, b) + _missing(b, a)) / 2


def _missing(own: Sequence[Profile], others: Sequence[Profile]) -> float:
    certainty = math.fsum(1 - math.exp(-p.word_count / LONG_WORDS) for p in others) / len(others)
    if certainty < 0.3:  # feed items of a line or two
        return 0.0
    sums: Counter[str] = Counter()
    for profile in own:
        sums.update(profile.weights)
    heaviest = sorted(sums.items(), key=lambda p: (-p[1], p[0]))[:CONTRAST_TERMS]
    missing = math.fsum(
        weight * max(0.0, share_with(term, own) - share_with(term, others)) for term, weight in heaviest
    )
    return certainty**2 * missing / sum(weight for _, weight in heaviest)


def share_with(term: str, profiles: Sequence[Profile]) -> float:
    """Share of profiles whose article holds a term."""
    return sum(term in p.weights or term in p.later for p in profiles) / len(profiles)


def merge(sums: Sums, pairs: Iterable[tuple[int, int, int]], profiles: Sequence[Profile], limits: Limits) -> Groups:
    """Merged groups: `members` of those that were merged into another are empty. `pairs` are those of `sums` that may
    be near enough to merge, lower index first, the nearest pair first."""
    groups = Groups(sums, profiles, limits)
    changed = groups.changed
    heap: list[Entry] = []
    for a, b, product in pairs:
        if not (changed[a] or changed[b]):  # two single articles
            entry = -round(product / (UNIT * UNIT), 9), a, b
            while heap and heap[0] < entry:
                _merge_next(groups, heap)
            if not (changed[a] or changed[b]):
                _merge_pair(groups, heap, *entry)
    while heap:
        _merge_next(groups, heap)
    return groups


def _merge_next(groups: Groups, heap: list[Entry]) -> None:
    score, a, b, since, near = heap[0]
    after = groups.next(near)
    if after:
        heapq.heapreplace(heap, after)
    else:
        heapq.heappop(heap)
    if groups.changed[a] <= since and groups.changed[b] <= since:
        _merge_pair(groups, heap, score, a, b)


def _merge_pair(groups: Groups, heap: list[Entry], negative: float, a: int, b: int) -> None:
    """Merges two groups, if nothing keeps them apart."""
    score, limits = -negative, groups.limits
    if groups.fits(a, b) and score - limits.contrast_penalty * groups.contrast(a, b) >= limits.threshold:
        near = groups.next(groups.near(groups.join(a, b, score)))
        if near:
            heapq.heappush(heap, near)
