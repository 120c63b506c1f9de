"""Which stories are near which: related ones, and chains of an affair that goes on. Goes after stories are made.

Time plays no part here: a story of last month may be what this one follows."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from digest.group.arrays import Listed, centred, heavy_terms, listed, related_pairs
from digest.group.merge import Span
from digest.group.products import Key
from digest.group.profile import UNIT
from digest.group.signals import spread

LEAST_RELATED = 0.12  # cosine of two stories; of unrelated ones of a day, one pair in a thousand reaches it
LEAST_FOLLOWS = 0.30  # the same less what `spread` takes off: a town's name alone makes no affair
MOST_RELATED = 6  # a reader's eye
HEAVY = 130  # terms of less weight are not looked up
COMMON_STORIES = 50  # a term of more stories than this relates nothing
LEAST_PART = LEAST_RELATED * UNIT * UNIT / 2  # of what the heavy terms alone must give
FEW = 600  # stories that are done before numpy is loaded

Relation = Literal["related", "follows", "followed by"]


Weights = Mapping[str, int]
"""A story's summed profiles, at length UNIT."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another story, by what it goes by, how near it is, and which came first."""

    story: int
    similarity: float
    relation: Relation


@dataclass(frozen=True, slots=True)
class Sum:
    """A story's profiles, added up."""

    weights: dict[str, int]
    square: int


def centre(story: Sum) -> Weights:
    """Summed profiles at length UNIT."""
    length = math.sqrt(story.square) or 1.0
    return {t: rounded for t, w in story.weights.items() if (rounded := round(UNIT * w / length))}


class Nearness:
    """Neighbours of stories, kept from one call to the next. Stories go by numbers; `sum_of` adds up the profiles of
    one, `centre_of` says what one tells, and `span_of` when."""

    def __init__(
        self,
        sum_of: Callable[[int], Sum],
        centre_of: Callable[[int], Weights],
        span_of: Callable[[int], Span],
    ) -> None:
        self._sum_of, self._centre_of, self._span_of = sum_of, centre_of, span_of
        self._heavy: dict[int, dict[str, int]] = {}
        self._holders: dict[str, set[int]] = {}  # heavy term → stories
        self._rows: dict[int, dict[int, float]] = {}  # story → those that are near it, and how near
        self._parts: dict[int, set[int]] = {}  # story → those of them that are parts of one affair with it

    def of(self, story: int, key: Callable[[int], Key]) -> list[Neighbour]:
        """The nearest others, nearest first, and the links of a chain before others; `key` orders those that are as
        near. Each part of an affair follows one: the last before it."""
        row = self._rows.get(story, {})
        least = 0.0 if len(row) <= MOST_RELATED else sorted(row.values(), reverse=True)[MOST_RELATED - 1]
        links: dict[int, Relation] = {
            other: "followed by"
            for other in self._parts.get(story, ())
            if self._follows(other, story) and self._earlier(other, key) == story
        }
        earlier = self._earlier(story, key)
        if earlier is not None:
            links[earlier] = "follows"
        near = sorted(
            (n not in links, -similarity, key(n), n)
            for n, similarity in row.items()
            if similarity >= least or n in links
        )
        return [
            Neighbour(n, -s, links.get(n, "related")) for _, s, _, n in sorted(near[:MOST_RELATED], key=_by_likeness)
        ]

    def around(self, story: int) -> list[int]:
        """All that are near enough to one."""
        return list(self._rows.get(story, ()))

    def update(self, gone: Iterable[int], new: Iterable[int]) -> set[int]:
        """Takes stories out and in; one in both is told otherwise now. Stories whose neighbours may be others now."""
        again = set(new)
        held: dict[str, int] = {}  # how many stories held a term before
        changed = again.union(gone)
        for story in gone:
            changed |= self._drop(story)
            for term in self._heavy.pop(story):
                held.setdefault(term, len(self._holders[term]))
                self._holders[term].discard(story)
        told = None
        if len(again) > FEW:
            told = self._note_all(again, held)
        else:
            for story in again:
                self._note(story, {t: w for t, w in self._centre_of(story).items() if w >= HEAVY}, held)
        for term, before in held.items():
            if (before <= COMMON_STORIES) != (len(self._holders[term]) <= COMMON_STORIES):
                again |= self._holders[term]
        changed |= again
        for story in again:
            changed |= self._drop(story)
        for a, b, total, squares in self._by_arrays(told) if told else self._one_by_one(again):
            similarity = round(total / (UNIT * UNIT), 4)
            if similarity >= LEAST_RELATED:
                self._rows.setdefault(a, {})[b] = self._rows.setdefault(b, {})[a] = similarity
                if similarity * spread(total, squares) >= LEAST_FOLLOWS:
                    self._parts.setdefault(a, set()).add(b)
                    self._parts.setdefault(b, set()).add(a)
                changed |= {a, b}
        # other parts of an affair may be followed by others now
        return changed.union(*(self._parts.get(story, ()) for story in changed))

    def _note(self, story: int, heavy: dict[str, int], held: dict[str, int]) -> None:
        """Makes a story findable by its heavy terms. `held` gets the number of stories that held them before."""
        self._heavy[story] = heavy
        for term in heavy:
            holders = self._holders.setdefault(term, set())
            held.setdefault(term, len(holders))
            holders.add(story)

    def _note_all(self, again: Collection[int], held: dict[str, int]) -> Listed:
        """Notes those of `again`. What each story tells, in order."""
        stories = sorted({*self._heavy, *again})
        numbers: dict[str, int] = {}
        told = centred(listed((self._sum_of(story).weights for story in stories), numbers))
        for story, heavy in zip(stories, heavy_terms(told, list(numbers), HEAVY), strict=True):
            if story in again:
                self._note(story, heavy, held)
        return told

    def _drop(self, story: int) -> set[int]:
        """Forgets the neighbours of a story. Which ones they were."""
        row = self._rows.pop(story, {})
        for other in row:
            del self._rows[other][story]
        for other in self._parts.pop(story, ()):
            self._parts[other].discard(story)
        return set(row)

    def _earlier(self, story: int, key: Callable[[int], Key]) -> int | None:
        """The part that a story follows: of those before it the last, of equal ones the nearest."""
        best: tuple[tuple[Any, ...], float, int] | None = None
        for other in self._parts.get(story, ()):
            if self._follows(story, other):
                found = self._span_of(other)[::-1], self._rows[story][other], other
                if best is None or found[:2] > best[:2] or (found[:2] == best[:2] and key(other) < key(best[2])):
                    best = found
        return best and best[2]

    def _follows(self, story: int, other: int) -> bool:
        """Whether a story began and ended after another."""
        (first, last), (other_first, other_last) = self._span_of(story), self._span_of(other)
        if first is None or last is None or other_first is None or other_last is None:
            return False
        return first > other_first and last > other_last

    def _one_by_one(self, again: Collection[int]) -> Iterator[tuple[int, int, int, int]]:
        """Pairs of stories that may be near, with one of `again` in each, and what both share."""
        for story in again:
            part: dict[int, int] = defaultdict(int)
            for term, weight in self._heavy[story].items():
                holders = self._holders[term]
                if len(holders) <= COMMON_STORIES:
                    for other in holders:
                        part[other] += weight * self._heavy[other][term]
            for other, product in part.items():
                if product >= LEAST_PART and other != story and not (other in again and other < story):
                    yield story, other, *shared(self._centre_of(story), self._sum_of(other))

    def _by_arrays(self, told: Listed) -> Iterator[tuple[int, int, int, int]]:
        """All pairs of stories that may be near. `told` is what each tells, in order."""
        stories = sorted(self._heavy)
        for i, j, total, squares in related_pairs(told, HEAVY, COMMON_STORIES, LEAST_PART):
            yield stories[i], stories[j], total, squares


def _by_likeness(near: tuple[bool, float, Key, int]) -> tuple[float, Key]:
    return near[1:3]


def shared(a: Weights, b: Sum) -> tuple[int, int]:
    """What one story tells times another one, and the sum of the squares of the parts: of that one only what both have
    is brought to the length of `centre`."""
    weights, length = b.weights, math.sqrt(b.square) or 1.0
    terms = [t for t in a if t in weights] if len(a) <= len(weights) else [t for t in weights if t in a]
    products = [a[t] * round(UNIT * weights[t] / length) for t in terms]
    return sum(products), sum([product * product for product in products])
