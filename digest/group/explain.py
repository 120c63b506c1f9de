"""Why each article is in its story, and what kept the nearest other story apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from digest.group.gather import Gathered
from digest.group.merge import Limits
from digest.group.neighbours import Centre, centre
from digest.group.profile import UNIT, Profile
from digest.model import Evidence

TERMS = 5  # shown for each article


def evidence(
    gathered: Gathered, clusters: Sequence[list[int]], founders: Sequence[int], placed: set[int], limits: Limits
) -> list[list[Evidence]]:
    """For each cluster, an Evidence for each article, in order."""
    home = {i: c for c, members in enumerate(clusters) for i in members}
    centres = [centre([gathered.profiles[i] for i in members]) for members in clusters]
    return [
        [_of(i, gathered, clusters, home, centres, founders[c], placed, limits) for i in members]
        for c, members in enumerate(clusters)
    ]


def _of(
    i: int,
    gathered: Gathered,
    clusters: Sequence[list[int]],
    home: dict[int, int],
    centres: Sequence[Centre],
    founder: int,
    placed: set[int],
    limits: Limits,
) -> Evidence:
    profile = gathered.profiles[i]
    others = [gathered.profiles[j] for j in clusters[home[i]] if j != i]
    similarity, terms = _shared(profile, centre(others)) if others else (None, ())
    rule = gathered.rules.get(i, "similarity")
    if i == founder:
        rule, similarity = "founder", None
    if i in placed:
        rule, similarity = "editor", None
    near: dict[int, int] = defaultdict(int)
    for j, product in gathered.near[i].items():
        if home[j] != home[i]:
            near[home[j]] += product
    if not near:
        return Evidence(profile.article.id, similarity, terms, rule=rule)
    # the sum over a story grows with its size; its centre's cosine does not
    best = min(near, key=lambda c: (-round(near[c] / len(clusters[c]) ** 0.5), c))
    nearest_similarity, _ = _shared(profile, centres[best])
    return Evidence(
        article_id=profile.article.id,
        similarity=similarity,
        terms=terms,
        nearest_id=gathered.profiles[clusters[best][0]].article.id,
        nearest_similarity=nearest_similarity,
        kept_out_by=_keeper(centres[home[i]], centres[best], nearest_similarity, limits),
        rule=rule,
    )


def _shared(profile: Profile, other: Centre) -> tuple[float, tuple[tuple[str, float], ...]]:
    products = [(w * other.weights[t], t) for t, w in profile.weights.items() if t in other.weights]
    total = sum(p for p, _ in products)
    heaviest = sorted(products, key=lambda p: (-p[0], p[1]))[:TERMS]
    terms = tuple((t.lstrip("#"), round(p / total, 3)) for p, t in heaviest if total)
    return round(total / (UNIT * UNIT), 4), terms


def _keeper(own: Centre, other: Centre, similarity: float, limits: Limits) -> str:
    days = [d for d in (own.first, own.last, other.first, other.last) if d is not None]
    if days and max(days) - min(days) > limits.span_days:
        return "span"
    return "threshold" if similarity < limits.threshold else "contrast"
