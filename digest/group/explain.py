"""Why each article is in its story, and what kept the nearest other story apart."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from digest.group.bridges import SHARED_NAMES
from digest.group.gather import Cluster, Gathering
from digest.group.merge import Span, fits
from digest.group.neighbours import Sum
from digest.group.profile import Profile
from digest.model import Evidence

TERMS = 5  # shown for each article


def added(profiles: Sequence[Profile]) -> Sum:
    """The profiles of a story's articles, added up."""
    weights: dict[str, int] = defaultdict(int)
    if len(profiles) == 1:
        weights = profiles[0].weights
    else:
        for profile in profiles:
            for term, weight in profile.weights.items():
                weights[term] += weight
    return Sum(weights, sum([w * w for w in weights.values()]))


Terms = tuple[tuple[str, float], ...]
"""Terms with their share in a likeness."""

Said = tuple[float | None, Terms, str]
"""How near an article is to the rest of its story, the terms that make it so, and what put it there."""


@dataclass(frozen=True, slots=True)
class Explainer:
    """What evidence is made from: `sum_of` adds up a story, `span_of` says when it was."""

    gathering: Gathering
    sum_of: Callable[[Cluster], Sum]
    span_of: Callable[[Cluster], Span]

    def evidence(self, number: int, members: Cluster, other: Cluster | None, rule: str) -> Evidence:
        """Of one article. `members` is the story that it is in, `other` the nearest other one, and `rule` what put it
        there."""
        weights = self.gathering.profiles[number].weights
        others = self._of_other_languages(number, members) if rule == SHARED_NAMES else ()
        similarity, terms = _shared(weights, self.sum_of(members), others) if len(members) > 1 else (None, ())
        if rule in ("founder", "editor"):
            similarity = None
        return self.beside(number, (similarity, terms, rule), members, other)

    def _of_other_languages(self, number: int, members: Cluster) -> list[Mapping[str, int]]:
        """What the articles of a story say that are in another language than one of them."""
        profiles = self.gathering.profiles
        return [profiles[n].weights for n in members if profiles[n].language != profiles[number].language]

    def beside(self, number: int, said: Said, members: Cluster, other: Cluster | None) -> Evidence:
        """The same where it is known what makes an article near to its story."""
        article_id = self.gathering.articles[number].id
        similarity, terms, rule = said
        if other is None:
            return Evidence(article_id, similarity, terms, rule=rule)
        theirs, weights = self.sum_of(other), self.gathering.profiles[number].weights
        held = theirs.weights
        own = sum([w * w for w in weights.values()])
        near = _cosine(sum([weights[t] * held[t] for t in weights.keys() & held.keys()]), own, theirs.square)
        return Evidence(
            article_id,
            similarity,
            terms,
            rule=rule,
            nearest_id=self.gathering.articles[other[0]].id,
            nearest_similarity=near,
            kept_out_by=self._keeper(near, members, other),
        )

    def _keeper(self, similarity: float, own: Cluster, theirs: Cluster) -> str:
        """What kept an article out of another story."""
        limits = self.gathering.limits
        if not fits(self.span_of(own), self.span_of(theirs), limits):
            return "span"
        return "threshold" if similarity < limits.threshold else "contrast"


def _shared(weights: Mapping[str, int], story: Sum, others: Sequence[Mapping[str, int]] = ()) -> tuple[float, Terms]:
    """How near an article is to the rest of its story, and the terms that make it so: where `others` are given, only
    those that one of them holds."""
    held = story.weights
    own = sum([w * w for w in weights.values()])
    products = {t: product for t, w in weights.items() if (product := w * (held[t] - w))}
    total = sum(products.values())
    rest = story.square - 2 * (total + own) + own
    heaviest = sorted(products.items(), key=itemgetter(1), reverse=True)  # equal ones in order of alphabet
    told = (row for row in heaviest if not others or any(row[0] in held for held in others))
    return _cosine(total, own, rest), tuple((t.lstrip("#"), round(p / total, 3)) for t, p in islice(told, TERMS))


def _cosine(product: int, a_square: int, b_square: int) -> float:
    return round(product / math.sqrt(a_square * b_square), 4) if a_square and b_square else 0.0


def nearest(
    gathering: Gathering, near: Sequence[tuple[int, int]], own: Cluster, home: Mapping[int, Cluster]
) -> Cluster | None:
    """The story that an article is nearest to beside its `own`. `near` is what it is nearest to, with the products, and
    `home` the story that each article is in."""
    by_story: dict[int, int] = {}
    get = by_story.get
    for j, product in near:
        other = home[j]
        if other is not own:
            lead = other[0]
            by_story[lead] = get(lead, 0) + product
    if len(by_story) < 2:
        return next((home[lead] for lead in by_story), None)
    # the sum over a story grows with its size; the cosine with its centre does not
    scores = {lead: round(product / math.sqrt(len(home[lead]))) for lead, product in by_story.items()}
    best = max(scores.values())
    nearest = [lead for lead, score in scores.items() if score == best]
    return home[min(nearest, key=gathering.keys.__getitem__)]
