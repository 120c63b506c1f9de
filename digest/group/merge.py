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


Entry = tuple[float, int, int, int, int]
"""Nearness of two groups, negative, what they go by, lower index first, and the versions of both."""


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
        self.version = [0] * len(profiles)

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
        self.version[a] += 1
        self.version[b] += 1
        return a

    def near(self, a: int) -> list[Entry]:
        """What one group, which was joined last, may merge with, the farthest first."""
        found: list[Entry] = []
        version = self.version
        for score, other in self._sums.near(a):
            low, high = (a, other) if a < other else (other, a)
            found.append((-score, low, high, version[low], version[high]))
        found.sort(reverse=True)
        return found

    def stands(self, entry: Entry) -> bool:
        """Whether both groups are what they were."""
        _, a, b, a_version, b_version = entry
        return self.version[a] == a_version and self.version[b] == b_version

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
    heap: list[tuple[Entry, list[Entry]]] = []  # what each group that was joined is nearest to, and all else it is near
    for a, b, product in pairs:
        entry = (-round(product / (UNIT * UNIT), 9), a, b, 0, 0)  # two single articles
        while heap and heap[0][0] < entry:
            _merge_next(groups, heap)
        if groups.stands(entry):
            _merge_pair(groups, heap, entry)
    while heap:
        _merge_next(groups, heap)
    return groups


def _merge_next(groups: Groups, heap: list[tuple[Entry, list[Entry]]]) -> None:
    entry, farther = heap[0]
    while farther and not groups.stands(farther[-1]):
        farther.pop()
    if farther:
        heapq.heapreplace(heap, (farther.pop(), farther))
    else:
        heapq.heappop(heap)
    if groups.stands(entry):
        _merge_pair(groups, heap, entry)


def _merge_pair(groups: Groups, heap: list[tuple[Entry, list[Entry]]], entry: Entry) -> None:
    """Merges two groups, if nothing keeps them apart."""
    score, a, b = -entry[0], entry[1], entry[2]
    limits = groups.limits
    if groups.fits(a, b) and score - limits.contrast_penalty * groups.contrast(a, b) >= limits.threshold:
        near = groups.near(groups.join(a, b, score))
        if near:
            heapq.heappush(heap, (near.pop(), near))
