"""Articles → clusters: everything that the texts decide. What the editor decides comes after, in `hand`."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field

from digest.group.bridges import join_languages
from digest.group.formulas import attaches_only, formulas
from digest.group.merge import Limits, merge
from digest.group.products import products
from digest.group.profile import Profile, profile
from digest.group.rarity import rarity
from digest.group.strays import join_strays
from digest.model import Article

NEAREST_KEPT = 24  # articles, to find the nearest other story among


@dataclass(slots=True)
class Gathered:
    """Clusters of indices into the articles, and what they were made from."""

    profiles: list[Profile]
    near: list[dict[int, int]]  # for each article: the nearest others of its language, with the product of both
    clusters: list[list[int]]
    rules: dict[int, str] = field(default_factory=dict)  # index → Evidence.rule, where it isn't similarity


def gather(ordered: Sequence[Article], span_days: int) -> Gathered:
    """Clusters of articles that stand in order of day, undated ones last."""
    recurring = formulas(ordered)
    profiles: list[Profile] = []
    by_language: dict[str, list[int]] = {}
    for i, article in enumerate(ordered):
        by_language.setdefault(article.lang, []).append(i)
    rarities = {lang: rarity(lang, [ordered[i] for i in held]) for lang, held in sorted(by_language.items())}
    for i, article in enumerate(ordered):
        ignored, body = recurring.ignored.get(i, frozenset()), recurring.bodies.get(i)
        profiles.append(
            profile(article, rarities[article.lang], ignored, body=body, attaches_only=attaches_only(article))
        )
    found = Gathered(profiles, [{} for _ in ordered], [])
    for language, indices in sorted(by_language.items()):
        own = [profiles[i] for i in indices]
        rows = products(own, rarities[language].strictness)
        for i, row in zip(indices, rows, strict=True):
            nearest = heapq.nsmallest(NEAREST_KEPT, row.items(), key=lambda p: (-p[1], p[0]))
            found.near[i] = {indices[j]: product for j, product in nearest}
        groups = merge(rows, own, Limits(span_days=span_days))
        join_strays(groups)
        found.clusters += [sorted(indices[i] for i in members) for members in groups.members if members]
    if len(by_language) > 1:
        found.clusters, joined = join_languages(profiles, sorted(found.clusters))
        found.rules.update(dict.fromkeys(joined, "translation"))
    found.clusters.sort()
    return found
