"""Products → groups: best-first merging. Fourth step of grouping, and `attach` the fifth.

Always the nearest pair of groups is merged next, until no pair is near enough. Nearness is the cosine of the groups'
summed profiles, less a penalty for size: two large groups must be nearer than two articles, or a busy day becomes one
story."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from digest.group.profile import UNIT, Profile
from digest.group.signals import LONG_WORDS


@dataclass(frozen=True, slots=True)
class Limits:
    """Where merging stops."""

    threshold: float = 0.165
    size_penalty: float = 0.055  # for each doubling of the smaller group, and of the larger one past `large`
    large: int = 20  # counted as `weight_of` counts
    contrast_penalty: float = 0.4  # see Groups.contrast
    span_days: int = 10  # from the first article of a group to its last


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


class Groups:
    """Groups of articles while they are merged. A group goes by the lowest index among its articles. `row` gives the
    products of an article."""

    def __init__(self, row: Callable[[int], dict[int, int]], profiles: Sequence[Profile], limits: Limits) -> None:
        self._row = row
        self._rows: dict[int, dict[int, int]] = {}  # of groups of two and more
        self.profiles = profiles
        self.limits = limits
        self.members: list[list[int]] = [[i] for i in range(len(profiles))]
        self.steps: dict[int, list[Step]] = {}  # of groups of two and more, in the order in which they were made
        self.home = list(range(len(profiles)))
        self.norms = [UNIT * UNIT] * len(profiles)
        self.first = [p.day for p in profiles]
        self.last = [p.day for p in profiles]
        self.version = [0] * len(profiles)

    def row(self, g: int) -> dict[int, int]:
        """Other group → sum of the products of both."""
        known = self._rows.get(g)
        if known is not None:
            return known
        own = self._row(g)
        found: dict[int, int] = {}
        home, get = self.home, found.get
        for j, product in own.items():
            other = home[j]
            found[other] = get(other, 0) + product
        return found

    def score(self, a: int, b: int, product: int) -> float:
        """See `nearness`."""
        sizes = len(self.members[a]), len(self.members[b])
        return nearness(product, (self.norms[a], self.norms[b]), sizes, self.limits)

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
        row, other_row = self.row(a), self.row(b)
        between = row.pop(b, 0)
        other_row.pop(a, None)
        self._note(a, b, score, self.norms[a] + self.norms[b] + 2 * between)
        self.norms[a] += self.norms[b] + 2 * between
        for i in self.members[b]:
            self.home[i] = a
        self.members[a] += self.members[b]
        self.members[b] = []
        self.first[a] = min((d for d in (self.first[a], self.first[b]) if d is not None), default=None)
        self.last[a] = max((d for d in (self.last[a], self.last[b]) if d is not None), default=None)
        self._rows.pop(b, None)
        self._rows[a] = row
        for other, product in other_row.items():
            row[other] = row.get(other, 0) + product
            theirs = self._rows.get(other)
            if theirs is not None:
                del theirs[b]
                theirs[a] = row[other]
        self.version[a] += 1
        self.version[b] += 1
        return a

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


def nearness(product: int, norms: tuple[int, int], sizes: tuple[int, int], limits: Limits) -> float:
    """Cosine of two groups less the penalty for size, rounded so that equal is equal on every machine."""
    cosine = product / math.sqrt(norms[0] * norms[1])
    small, large = weight_of(sizes[0], norms[0]), weight_of(sizes[1], norms[1])
    if small > large:
        small, large = large, small
    penalty = math.log2(small) if small > 1 else 0.0
    if large > limits.large:
        penalty += math.log2(large / limits.large)
    return round(cosine - limits.size_penalty * penalty, 9)


def weight_of(size: int, norm: int) -> float:
    """How many articles a group counts as: all of them where they are unlike each other, the square root of that for
    copies of one text. It is the geometric mean of their number and of how many unlike ones would be as near."""
    return size * UNIT * math.sqrt(size / norm)


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


def merge(
    row: Callable[[int], dict[int, int]],
    pairs: Iterable[tuple[int, int, int]],
    profiles: Sequence[Profile],
    limits: Limits,
) -> Groups:
    """Merged groups: `members` of those that were merged into another are empty. `pairs` are those of `row` that may
    be near enough to merge, lower index first, the nearest pair first."""
    groups = Groups(row, profiles, limits)
    heap: list[tuple[float, int, int, int, int]] = []  # of what was merged; all else waits in `pairs`, in order
    waiting = iter(pairs)
    following = _entry(next(waiting, None))
    while heap or following:
        if following and not (heap and heap[0] < following):
            (negative, a, b, a_version, b_version), following = following, _entry(next(waiting, None))
        else:
            negative, a, b, a_version, b_version = heapq.heappop(heap)
        if groups.version[a] != a_version or groups.version[b] != b_version or not groups.fits(a, b):
            continue
        if -negative - limits.contrast_penalty * groups.contrast(a, b) < limits.threshold:
            continue
        joined = groups.join(a, b, -negative)
        least_square = limits.threshold**2 * groups.norms[joined]
        for other, product in groups.row(joined).items():
            if product * product < least_square * groups.norms[other]:
                continue  # most are far below, and a score costs more than this
            score = groups.score(joined, other, product)
            if score >= limits.threshold:
                low, high = min(joined, other), max(joined, other)
                heapq.heappush(heap, (-score, low, high, groups.version[low], groups.version[high]))
    return groups


def _entry(pair: tuple[int, int, int] | None) -> tuple[float, int, int, int, int] | None:
    """Two single articles as the heap has groups."""
    return (-round(pair[2] / (UNIT * UNIT), 9), pair[0], pair[1], 0, 0) if pair else None
