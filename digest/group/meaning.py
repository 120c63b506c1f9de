"""What titles mean, for clusters: the mean of their embeddings. They come from outside, see `Embedding`, and only ever
help to join clusters of different languages."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import mul

from digest.model import Article

TITLES = 12  # of a cluster that are asked for, its first ones: a longer story costs no more


@dataclass(frozen=True, slots=True)
class Embedding:
    """A way to say what a title means."""

    languages: frozenset[str]  # that it knows
    of: Callable[[Article], bytes]  # signed whole numbers, one a byte, as many for each article


def _unknown(_article: Article) -> bytes:
    return b""


NO_EMBEDDING = Embedding(frozenset(), _unknown)
"""Where the multilingual extra isn't installed, or not wanted."""


class Meanings:
    """Meanings of clusters, asked for when first needed."""

    def __init__(self, articles: Sequence[Sequence[Article]], embedding: Embedding) -> None:
        self._articles = articles
        self._embedding = embedding
        self._sums: dict[int, tuple[list[int], float]] = {}

    def known(self, language: str) -> bool:
        """Whether clusters of a language have a meaning."""
        return language in self._embedding.languages

    def cosine(self, a: int, b: int) -> float:
        """How near two clusters of known languages are in meaning, -1 to 1."""
        return _cosine(self._sum(a), self._sum(b))

    def cosine_of(self, article: Article, c: int) -> float:
        """How near an article is to a cluster in meaning, -1 to 1."""
        return _cosine(_added([article], self._embedding), self._sum(c))

    def _sum(self, c: int) -> tuple[list[int], float]:
        if c not in self._sums:
            self._sums[c] = _added(self._articles[c][:TITLES], self._embedding)
        return self._sums[c]


def _added(articles: Sequence[Article], embedding: Embedding) -> tuple[list[int], float]:
    """Sum of the embeddings, and its length."""
    columns = zip(*(memoryview(embedding.of(article)).cast("b") for article in articles), strict=True)
    total = [sum(column) for column in columns]
    return total, math.sqrt(sum(map(mul, total, total))) or 1.0


def _cosine(a: tuple[list[int], float], b: tuple[list[int], float]) -> float:
    product: int = sum(map(mul, a[0], b[0]))
    return product / (a[1] * b[1])
