"""Which stories are near which: related ones, and chains of an affair that goes on. Goes after stories are made.

Time plays no part here: a story of last month may be what this one follows."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from digest.group.profile import UNIT, Profile

LEAST_RELATED = 0.12  # cosine of two stories; of unrelated ones of a day, one pair in a thousand reaches it
LEAST_FOLLOWS = 0.30
MOST_RELATED = 6  # a reader's eye
HEAVY = 130  # terms of less weight are not looked up
COMMON_STORIES = 50  # a term of more stories than this relates nothing


@dataclass(frozen=True, slots=True)
class Centre:
    """A story's summed profiles, at length UNIT."""

    weights: dict[str, int]
    first: int | None  # ordinal of the first and last day
    last: int | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another story by its place in the list, how near it is, and which came first."""

    index: int
    similarity: float
    relation: str  # related, follows, followed by


def centre(profiles: Sequence[Profile]) -> Centre:
    """Sum of the profiles of a story's articles."""
    sums: dict[str, int] = defaultdict(int)
    for profile in profiles:
        for term, weight in profile.weights.items():
            sums[term] += weight
    length = math.sqrt(sum(w * w for w in sums.values())) or 1.0
    days = [p.day for p in profiles if p.day is not None]
    weights = {t: w for t, w in ((t, round(UNIT * w / length)) for t, w in sums.items()) if w}
    return Centre(weights, min(days, default=None), max(days, default=None))


def neighbours(centres: Sequence[Centre]) -> list[list[Neighbour]]:
    """For each story, the nearest others, nearest first."""
    postings: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(centres):
        for term, weight in one.weights.items():
            if weight >= HEAVY:
                postings[term].append(i)
    found: list[list[Neighbour]] = [[] for _ in centres]
    for i, one in enumerate(centres):
        part: dict[int, int] = defaultdict(int)
        for term, weight in one.weights.items():
            held = postings.get(term, ()) if weight >= HEAVY else ()
            if 1 < len(held) <= COMMON_STORIES:
                for j in held:
                    if j < i:
                        part[j] += weight * centres[j].weights[term]
        for j, product in part.items():
            if product >= LEAST_RELATED * UNIT * UNIT / 2:
                similarity = cosine(one, centres[j])
                if similarity >= LEAST_RELATED:
                    found[i].append(Neighbour(j, similarity, _relation(one, centres[j], similarity)))
                    found[j].append(Neighbour(i, similarity, _relation(centres[j], one, similarity)))
    return [sorted(row, key=lambda n: (-n.similarity, n.index))[:MOST_RELATED] for row in found]


def cosine(a: Centre, b: Centre) -> float:
    """Similarity of two stories, from 0 to 1."""
    small, large = (a.weights, b.weights) if len(a.weights) <= len(b.weights) else (b.weights, a.weights)
    return round(sum(w * large[t] for t, w in small.items() if t in large) / (UNIT * UNIT), 4)


def _relation(a: Centre, b: Centre, similarity: float) -> str:
    if similarity >= LEAST_FOLLOWS and a.first is not None and b.first is not None:
        assert a.last is not None
        assert b.last is not None
        if a.first > b.first and a.last > b.last:
            return "follows"
        if b.first > a.first and b.last > a.last:
            return "followed by"
    return "related"
