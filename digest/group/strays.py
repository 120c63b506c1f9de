"""Articles whose date is doubtful. Goes after merging.

Dates of web articles are often those of a later change or of the day when the page was saved. An article very near to
a story of another time, and is alone at its own, is taken for one of that story. Several articles at a later time
are a later event, whatever they share with an earlier one."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from digest.group.merge import Groups
from digest.group.profile import UNIT, Profile
from digest.group.signals import WINDOW_DAYS, timeless

LEAST_SIMILARITY = {1: 0.33, 2: 0.45}  # to the story, by the number of articles at the doubtful date
LEAST_WORDS = 120  # a headline and a line under it are too little to doubt a date on
HEAVY = 120  # terms of less weight can't make two articles that near
LOOKED_AT = 4  # stories


def join_strays(groups: Groups) -> None:
    """Joins doubtfully dated groups to the story of another time that they are nearest to."""
    profiles = groups.profiles
    whole = [g for g, members in enumerate(groups.members) if len(members) >= 2]
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for g in whole:
        for term, weight in _centre(profiles, groups.members[g]).items():
            if weight >= HEAVY:
                postings[term].append((g, weight))
    moves = []
    for g, members in enumerate(groups.members):
        if len(members) in LEAST_SIMILARITY and _may_be_doubted(groups, g):
            best = _nearest(groups, g, postings)
            if best is not None:
                moves.append((g, best))
    leaving = {g for g, _ in moves}
    for g, target in moves:
        if target not in leaving:  # two strays don't make a story
            groups.attach(g, target)


def _may_be_doubted(groups: Groups, g: int) -> bool:
    long = all(groups.profiles[i].word_count >= LEAST_WORDS for i in groups.members[g])
    return long and groups.first[g] is not None


def _centre(profiles: Sequence[Profile], members: Sequence[int]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for i in members:
        for term, weight in profiles[i].weights.items():
            sums[term] += weight
    length = math.sqrt(sum(w * w for w in sums.values())) or 1.0
    return {t: round(UNIT * w / length) for t, w in sums.items()}


def _nearest(groups: Groups, g: int, postings: dict[str, list[tuple[int, int]]]) -> int | None:
    members = groups.members[g]
    near: dict[int, int] = defaultdict(int)
    for term, weight in _centre(groups.profiles, members).items():
        if weight >= HEAVY:
            for other, theirs in postings.get(term, ()):
                near[other] += weight * theirs
    ranked = sorted((-product, other) for other, product in near.items() if _elsewhere(groups, g, other))
    least = LEAST_SIMILARITY[len(members)]
    best: tuple[float, int] | None = None
    for product, other in ranked[:LOOKED_AT]:
        if -product < least * UNIT * UNIT * 0.7:
            break
        similarity = timeless_similarity(groups, g, other)
        if similarity >= least and (best is None or (-similarity, other) < best):
            best = (-similarity, other)
    return None if best is None else best[1]


def _elsewhere(groups: Groups, g: int, other: int) -> bool:
    """Whether a group is larger, and outside the window of this one."""
    first, last = groups.first[other], groups.last[other]
    own_first, own_last = groups.first[g], groups.last[g]
    if len(groups.members[other]) <= len(groups.members[g]) or first is None or last is None:
        return False
    assert own_first is not None
    assert own_last is not None
    return own_first - last >= WINDOW_DAYS // 2 or first - own_last >= WINDOW_DAYS // 2


def timeless_similarity(groups: Groups, a: int, b: int) -> float:
    """Cosine of two groups as if all were published on one day."""
    profiles = groups.profiles
    total = sum(timeless(profiles[i], profiles[j]) for i in groups.members[a] for j in groups.members[b])
    return round(total / math.sqrt(groups.norms[a] * groups.norms[b]), 9)
