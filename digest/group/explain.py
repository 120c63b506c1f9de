"""Why each article is in its story, and what kept the nearest other story apart."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from digest.group.gather import Cluster, Gathering
from digest.group.profile import Profile
from digest.model import Evidence

TERMS = 5  # shown for each article


@dataclass(frozen=True, slots=True)
class Sum:
    """A story's profiles, added up."""

    weights: dict[str, int]
    square: int
    first: int | None
    last: int | None


def added(profiles: Sequence[Profile]) -> Sum:
    """The profiles of a story's articles, added up."""
    weights: dict[str, int] = defaultdict(int)
    if len(profiles) == 1:
        weights = profiles[0].weights
    else:
        for profile in profiles:
            for term, weight in profile.weights.items():
                weights[term] += weight
    days = [p.day for p in profiles if p.day is not None]
    return Sum(weights, sum([w * w for w in weights.values()]), min(days, default=None), max(days, default=None))


def evidence(
    gathering: Gathering, number: int, home: Callable[[int], Cluster], sum_of: Callable[[Cluster], Sum], rule: str
) -> Evidence:
    """Of one article. `home` is the story that an article is in, and `rule` what put it there."""
    members = home(number)
    profile = gathering.profiles[number]
    sums = sum_of(members)
    why = _own(profile, sums if len(members) > 1 else None, rule)
    if rule in ("founder", "editor"):
        why = replace(why, similarity=None)
    other = _nearest(gathering, number, home)
    return why if other is None else _beside(why, gathering, profile, other, (sums, sum_of(other)))


def _own(profile: Profile, story: Sum | None, rule: str) -> Evidence:
    """What an article shares with the rest of its story."""
    if story is None:
        return Evidence(profile.article.id, None, rule=rule)
    products = [(w * (story.weights[t] - w), t) for t, w in profile.weights.items() if story.weights[t] > w]
    own = sum([w * w for w in profile.weights.values()])
    total = sum(p for p, _ in products)
    rest = story.square - 2 * (total + own) + own
    heaviest = sorted(products, key=lambda p: (-p[0], p[1]))[:TERMS]
    terms = tuple((t.lstrip("#"), round(p / total, 3)) for p, t in heaviest)
    return Evidence(profile.article.id, _cosine(total, own, rest), terms, rule=rule)


def _cosine(product: int, a_square: int, b_square: int) -> float:
    return round(product / math.sqrt(a_square * b_square), 4) if a_square and b_square else 0.0


def _nearest(gathering: Gathering, number: int, home: Callable[[int], Cluster]) -> Cluster | None:
    own = home(number)
    by_story: dict[int, int] = defaultdict(int)
    stories: dict[int, Cluster] = {}
    for j, product in gathering.nearest(number):
        other = home(j)
        if other is not own:
            by_story[other[0]] += product
            stories[other[0]] = other
    if not by_story:
        return None
    # the sum over a story grows with its size; the cosine with its centre does not
    return stories[min(by_story, key=lambda c: (-round(by_story[c] / math.sqrt(len(stories[c]))), gathering.keys[c]))]


def _beside(why: Evidence, gathering: Gathering, profile: Profile, other: Cluster, sums: tuple[Sum, Sum]) -> Evidence:
    """`why` with the nearest other story, and what kept it apart."""
    own, theirs = sums
    weights, held = profile.weights, theirs.weights
    product = sum([w * held[t] for t, w in weights.items() if t in held])
    similarity = _cosine(product, sum([w * w for w in weights.values()]), theirs.square)
    days = [d for d in (own.first, own.last, theirs.first, theirs.last) if d is not None]
    if days and max(days) - min(days) > gathering.limits.span_days:
        keeper = "span"
    else:
        keeper = "threshold" if similarity < gathering.limits.threshold else "contrast"
    return replace(why, nearest_id=gathering.articles[other[0]].id, nearest_similarity=similarity, kept_out_by=keeper)
