"""Articles whose date is doubtful. Goes after merging.

Dates of web articles are often those of a later change or of the day when the page was saved: a wrong one is too late.
An article that is very near to an earlier story, and alone at its own time, is taken for one of that story. Several
articles at a later time are a later event, whatever they share with an earlier one, and so are two outlets that agree
on the day.

That a date is too early is rarer: a single article's, weeks before, that no reader ever saw printed."""

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
COMMON_STORIES = 50  # a term of more stories than this finds none: cost stays in step with the number of articles
LOOKED_AT = 4  # stories
SURE = 0.8  # confidence of a date that one article alone may be wrong about, but not two outlets
AGREEING_DAYS = 2
HIDDEN: frozenset[str] = frozenset({"page metadata", "url"})
"""Origins of dates that machines write for machines, and get wrong unseen."""
TOO_EARLY_DAYS = 2 * WINDOW_DAYS  # before a story: nearer, it is what led up to it
TOO_EARLY_SIMILARITY = 0.4


def join_strays(groups: Groups) -> None:
    """Joins doubtfully dated groups to the earlier story that they are nearest to."""
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
    members = [groups.profiles[i] for i in groups.members[g]]
    long = all(p.word_count >= LEAST_WORDS for p in members)
    return long and groups.first[g] is not None and not _vouched_for(members)


def _vouched_for(members: Sequence[Profile]) -> bool:
    """Whether two outlets agree on the time, each with a date that says what it is."""
    sure = [
        (p.day, p.article.outlet.value)
        for p in members
        if p.day is not None and p.article.outlet and p.article.published and p.article.published.confidence >= SURE
    ]
    return any(abs(a - b) <= AGREEING_DAYS and one != other for a, one in sure for b, other in sure)


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
        held = postings.get(term, ()) if weight >= HEAVY else ()
        if len(held) <= COMMON_STORIES:
            for other, theirs in held:
                near[other] += weight * theirs
    ranked = sorted((-product, other) for other, product in near.items() if _elsewhere(groups, g, other))
    best: tuple[float, int] | None = None
    for product, other in ranked[:LOOKED_AT]:
        least = LEAST_SIMILARITY[len(members)] if _is_later(groups, g, other) else TOO_EARLY_SIMILARITY
        if -product < least * UNIT * UNIT * 0.7:
            continue
        similarity = timeless_similarity(groups, g, other)
        if similarity >= least and (best is None or (-similarity, other) < best):
            best = (-similarity, other)
    return None if best is None else best[1]


def _elsewhere(groups: Groups, g: int, other: int) -> bool:
    """Whether a group is larger, and at a time that this one's date may have been mistaken from."""
    if len(groups.members[other]) <= len(groups.members[g]):
        return False
    return _is_later(groups, g, other) or _is_too_early(groups, g, other)


def _is_later(groups: Groups, g: int, other: int) -> bool:
    own, last = groups.first[g], groups.last[other]
    return own is not None and last is not None and own - last >= WINDOW_DAYS // 2


def _is_too_early(groups: Groups, g: int, other: int) -> bool:
    own, first = groups.last[g], groups.first[other]
    if own is None or first is None or first - own < TOO_EARLY_DAYS or len(groups.members[g]) > 1:
        return False
    published = groups.profiles[g].article.published
    return published is not None and published.origin in HIDDEN


def timeless_similarity(groups: Groups, a: int, b: int) -> float:
    """Cosine of two groups as if all were published on one day."""
    profiles = groups.profiles
    total = sum(timeless(profiles[i], profiles[j]) for i in groups.members[a] for j in groups.members[b])
    return round(total / math.sqrt(groups.norms[a] * groups.norms[b]), 9)
