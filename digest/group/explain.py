"""Why each article is in its story, and what kept the nearest other story apart."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digest.group.gather import Gathered
from digest.group.merge import Limits
from digest.group.profile import Profile
from digest.model import Evidence

TERMS = 5  # shown for each article


@dataclass(frozen=True, slots=True)
class _Sum:
    """A story's profiles, added up."""

    weights: dict[str, int]
    square: int
    first: int | None
    last: int | None


def _sum(profiles: Sequence[Profile]) -> _Sum:
    weights: dict[str, int] = defaultdict(int)
    for profile in profiles:
        for term, weight in profile.weights.items():
            weights[term] += weight
    days = [p.day for p in profiles if p.day is not None]
    return _Sum(weights, sum(w * w for w in weights.values()), min(days, default=None), max(days, default=None))


def evidence(
    gathered: Gathered, clusters: Sequence[list[int]], founders: Sequence[int], placed: set[int], limits: Limits
) -> list[list[Evidence]]:
    """For each cluster, an Evidence for each article, in order."""
    home = {i: c for c, members in enumerate(clusters) for i in members}
    sums = [_sum([gathered.profiles[i] for i in members]) for members in clusters]
    found: list[list[Evidence]] = []
    for c, members in enumerate(clusters):
        found.append([])
        for i in members:
            why = _own(gathered.profiles[i], sums[c] if len(members) > 1 else None, gathered.rules.get(i, "similarity"))
            if i == founders[c]:
                why = replace(why, rule="founder", similarity=None)
            if i in placed:
                why = replace(why, rule="editor", similarity=None)
            best = _nearest(gathered.near[i], home, c, clusters)
            if best is not None:
                why = _beside(why, gathered.profiles, i, clusters[best][0], (sums[c], sums[best]), limits)
            found[-1].append(why)
    return found


def _own(profile: Profile, story: _Sum | None, rule: str) -> Evidence:
    """What an article shares with the rest of its story."""
    if story is None:
        return Evidence(profile.article.id, None, rule=rule)
    products = [(w * (story.weights[t] - w), t) for t, w in profile.weights.items() if story.weights[t] > w]
    own = sum(w * w for w in profile.weights.values())
    total = sum(p for p, _ in products)
    rest = story.square - 2 * (total + own) + own
    heaviest = sorted(products, key=lambda p: (-p[0], p[1]))[:TERMS]
    terms = tuple((t.lstrip("#"), round(p / total, 3)) for p, t in heaviest)
    return Evidence(profile.article.id, _cosine(total, own, rest), terms, rule=rule)


def _cosine(product: int, a_square: int, b_square: int) -> float:
    return round(product / math.sqrt(a_square * b_square), 4) if a_square and b_square else 0.0


def _nearest(near: dict[int, int], home: dict[int, int], own: int, clusters: Sequence[list[int]]) -> int | None:
    by_story: dict[int, int] = defaultdict(int)
    for j, product in near.items():
        if home[j] != own:
            by_story[home[j]] += product
    if not by_story:
        return None
    # the sum over a story grows with its size; the cosine with its centre does not
    return min(by_story, key=lambda c: (-round(by_story[c] / math.sqrt(len(clusters[c]))), c))


def _beside(
    why: Evidence, profiles: Sequence[Profile], i: int, other_founder: int, sums: tuple[_Sum, _Sum], limits: Limits
) -> Evidence:
    """`why` with the nearest other story, and what kept it apart."""
    own, other = sums
    weights = profiles[i].weights
    product = sum(w * other.weights[t] for t, w in weights.items() if t in other.weights)
    similarity = _cosine(product, sum(w * w for w in weights.values()), other.square)
    days = [d for d in (own.first, own.last, other.first, other.last) if d is not None]
    if days and max(days) - min(days) > limits.span_days:
        keeper = "span"
    else:
        keeper = "threshold" if similarity < limits.threshold else "contrast"
    return replace(
        why, nearest_id=profiles[other_founder].article.id, nearest_similarity=similarity, kept_out_by=keeper
    )
