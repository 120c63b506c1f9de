"""Why each article is in its story, and what kept the nearest other story apart."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

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
    gathering: Gathering,
    number: int,
    members: Cluster,
    other: Cluster | None,
    sum_of: Callable[[Cluster], Sum],
    rule: str,
) -> Evidence:
    """Of one article. `members` is the story that it is in, `other` the nearest other one, and `rule` what put it
    there."""
    weights = gathering.profiles[number].weights
    own = sum([w * w for w in weights.values()])
    similarity, terms = _shared(weights, own, sum_of(members)) if len(members) > 1 else (None, ())
    if rule in ("founder", "editor"):
        similarity = None
    found = Evidence(gathering.articles[number].id, similarity, terms, rule=rule)
    return found if other is None else beside(gathering, number, found, members, other, sum_of)


def beside(
    gathering: Gathering,
    number: int,
    known: Evidence,
    members: Cluster,
    other: Cluster | None,
    sum_of: Callable[[Cluster], Sum],
) -> Evidence:
    """Evidence of an article that is in the story that it was in, with the nearest other one as it is now."""
    if other is None:
        return Evidence(known.article_id, known.similarity, known.terms, rule=known.rule)
    weights = gathering.profiles[number].weights
    theirs = sum_of(other)
    held = theirs.weights
    product = sum([weights[t] * held[t] for t in weights.keys() & held.keys()])
    near = _cosine(product, sum([w * w for w in weights.values()]), theirs.square)
    return Evidence(
        known.article_id,
        known.similarity,
        known.terms,
        rule=known.rule,
        nearest_id=gathering.articles[other[0]].id,
        nearest_similarity=near,
        kept_out_by=_keeper(gathering, near, members, theirs),
    )


def _shared(weights: Mapping[str, int], own: int, story: Sum) -> tuple[float, tuple[tuple[str, float], ...]]:
    """How near an article, of which `own` is the square, is to the rest of its story, and the terms that make it so."""
    held = story.weights
    products = {t: product for t, w in weights.items() if (product := w * (held[t] - w))}
    total = sum(products.values())
    rest = story.square - 2 * (total + own) + own
    heaviest = sorted(products.items(), key=itemgetter(1), reverse=True)[:TERMS]  # equal ones in order of alphabet
    return _cosine(total, own, rest), tuple((t.lstrip("#"), round(p / total, 3)) for t, p in heaviest)


def _cosine(product: int, a_square: int, b_square: int) -> float:
    return round(product / math.sqrt(a_square * b_square), 4) if a_square and b_square else 0.0


def nearest(
    gathering: Gathering, near: Sequence[tuple[int, int]], own: Cluster, home: Callable[[int], Cluster]
) -> Cluster | None:
    """The story that an article is nearest to beside its `own`. `near` is what it is nearest to, with the products, and
    `home` the story that an article is in."""
    by_story: dict[int, int] = {}
    stories: dict[int, Cluster] = {}
    for j, product in near:
        other = home(j)
        if other is not own:
            lead = other[0]
            if lead in stories:
                by_story[lead] += product
            else:
                by_story[lead], stories[lead] = product, other
    if not by_story:
        return None
    # the sum over a story grows with its size; the cosine with its centre does not
    scores = {lead: round(product / math.sqrt(len(stories[lead]))) for lead, product in by_story.items()}
    best = max(scores.values())
    nearest = [lead for lead, score in scores.items() if score == best]
    return stories[min(nearest, key=gathering.keys.__getitem__)]


def _keeper(gathering: Gathering, similarity: float, own: Cluster, theirs: Sum) -> str:
    """What kept an article out of another story."""
    days = [d for n in own if (d := gathering.profiles[n].day) is not None]
    days += [d for d in (theirs.first, theirs.last) if d is not None]
    if days and max(days) - min(days) > gathering.limits.span_days:
        return "span"
    return "threshold" if similarity < gathering.limits.threshold else "contrast"
