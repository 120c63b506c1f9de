"""BCubed and pairwise scores of a grouping, singletons included."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scores:
    """Each from 0 to 1."""

    precision: float
    recall: float
    f: float
    pair_precision: float
    pair_recall: float
    pair_f: float


def harmonic(a: float, b: float) -> float:
    """Harmonic mean, 0 for nothing."""
    return 2 * a * b / (a + b) if a + b else 0.0


def score(found: Mapping[str, Hashable], gold: Mapping[str, Hashable]) -> Scores:
    """Scores of `found` against `gold`: both map each article id to its group."""
    cells = Counter((found[i], gold[i]) for i in gold)
    in_found: dict[Hashable, int] = defaultdict(int)
    in_gold: dict[Hashable, int] = defaultdict(int)
    for (f, g), n in cells.items():
        in_found[f] += n
        in_gold[g] += n
    precision = sum(n * n / in_found[f] for (f, _), n in cells.items()) / len(gold)
    recall = sum(n * n / in_gold[g] for (_, g), n in cells.items()) / len(gold)
    both = sum(n * (n - 1) for n in cells.values())
    pair_precision = both / (sum(n * (n - 1) for n in in_found.values()) or 1)
    pair_recall = both / (sum(n * (n - 1) for n in in_gold.values()) or 1)
    return Scores(
        precision,
        recall,
        harmonic(precision, recall),
        pair_precision,
        pair_recall,
        harmonic(pair_precision, pair_recall),
    )
