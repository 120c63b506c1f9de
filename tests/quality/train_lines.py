"""Trains the line classifier and writes digest/clean/tables/line_weights.toml. Needs scikit-learn, which the program
doesn't.

    python tests/quality/train_lines.py            figures by cross-validation over sites, French left out of training
    python tests/quality/train_lines.py --write    train on everything but French, write the table

Every page is trained on in its three cuts, and every cut of a page counts the same, however long it is."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parent)]

import lines as corpus  # noqa: E402

from digest.clean import assemble, classify, judge, weights  # noqa: E402
from digest.clean.line import Line, lines_of  # noqa: E402

TABLE = Path(__file__).parents[2] / "digest" / "clean" / "tables" / "line_weights.toml"
FOLDS = 5
KEEP_WEIGHT = 3.0  # a lost line is worse than a stray one
PAGE_WEIGHT = {"Fundus": 3.0, "AEB": 3.0}  # today's pages with careful labels; WADDLE is from 2012
Array = NDArray[np.float64]


def units(table: type[Any]) -> Any:
    """A unit vector for each weight: the sums of `classify`, which are linear, then yield the features themselves."""
    return table(0.0, *np.eye(len(weights.names(table))))


FIRST, SECOND = units(weights.First), units(weights.Second)


@dataclass
class Sample:
    """The measured lines of one cut of one page. `y` is 1 for furniture, 0 for the article, -1 for what isn't
    scored."""

    page: corpus.Page
    lines: list[Line]
    first: Array
    y: Array
    weight: Array
    sums: Array | None = None


def sample(page: corpus.Page) -> Sample | None:
    document = corpus.document_of(page)
    blocks, _, _ = assemble.repaired(document)
    lines = lines_of(blocks)
    if not lines:
        return None
    hard, titles = judge.hard_verdicts(lines)
    rows = np.array(classify.first_sums(lines, hard, titles.at, FIRST))
    labels = [page.labels[(line.block.line or 1) - 1] for line in lines]
    y = np.array([1.0 if x == "junk" else 0.0 if x in corpus.KEEP else -1.0 for x in labels])
    y[[i for i, hit in enumerate(hard) if hit]] = -1.0
    weight = np.where(y == 0, KEEP_WEIGHT, 1.0)
    for value in (0.0, 1.0):
        many = (y == value).sum()
        if many:
            weight[y == value] *= min(1.0, 25.0 / many)
    return Sample(page, lines, rows, y, weight)


def fit(x: Sequence[Array], samples: Sequence[Sample], strength: float) -> tuple[float, Array]:
    stacked, y = np.vstack(x), np.concatenate([s.y for s in samples])
    weight = np.concatenate([s.weight * PAGE_WEIGHT.get(s.page.group, 1.0) for s in samples])
    known = y >= 0
    model = LogisticRegression(C=strength, max_iter=400)
    model.fit(stacked[known], y[known], sample_weight=weight[known])
    return float(model.intercept_[0]), model.coef_[0]


def second_of(s: Sample, sums: Array) -> Array:
    return np.array(classify.second_sums(s.lines, [""] * len(s.lines), list(sums), SECOND))


def train(samples: Sequence[Sample], folds: int = 3) -> tuple[float, Array, float, Array]:
    """Both sums. The second learns from first sums of pages that the first hadn't seen."""
    sites = sorted({s.page.site for s in samples})
    fold_of = {site: i % folds for i, site in enumerate(sites)}
    unseen: dict[int, Array] = {}
    for fold in range(folds):
        inside = [s for s in samples if fold_of[s.page.site] != fold]
        constant, first = fit([s.first for s in inside], inside, 1.0)
        for s in samples:
            if fold_of[s.page.site] == fold:
                unseen[id(s)] = constant + s.first @ first
    constant, first = fit([s.first for s in samples], samples, 1.0)
    second = [second_of(s, unseen[id(s)]) for s in samples]
    second_constant, second_weights = fit(second, samples, 1.0)
    return constant, first, second_constant, second_weights


def write(model: tuple[float, Array, float, Array]) -> None:
    constant, first, second_constant, second = model
    out = [
        "# Weights of the line classifier in log-odds: positive speaks for furniture, negative for the article.",
        "# Written by tests/quality/train_lines.py; what the names mean: digest/clean/weights.py.",
        "",
        "[first]",
        f"constant = {constant:.3f}",
        "[first.weights]",
        *(f"{n} = {w:.3f}" for n, w in zip(weights.names(weights.First), first, strict=True)),
        "",
        "[second]",
        f"constant = {second_constant:.3f}",
        "[second.weights]",
        *(f"{n} = {w:.3f}" for n, w in zip(weights.names(weights.Second), second, strict=True)),
    ]
    TABLE.write_text("\n".join(out) + "\n", encoding="utf-8")


def samples_of(pages: Sequence[corpus.Page]) -> list[Sample]:
    """All cuts of all pages, and each article alone."""
    cuts = [corpus.cut(page, size) for page in pages for size in corpus.CUTS.values()]
    cuts += [corpus.clean_page(page) for page in pages if page.gold]
    return [s for s in map(sample, cuts) if s is not None]


def report(samples: Sequence[Sample]) -> None:
    """Removed and lost over all cuts, for pages of sites that were not trained on."""
    sites = sorted({s.page.site for s in samples})
    fold_of = {site: i % FOLDS for i, site in enumerate(sites)}
    tallies: dict[str, list[int]] = {}
    for fold in range(FOLDS):
        model = train([s for s in samples if fold_of[s.page.site] != fold and s.page.group != "French"])
        for s in samples:
            if fold_of[s.page.site] != fold:
                continue
            first = model[0] + s.first @ model[1]
            scores = model[2] + second_of(s, first) @ model[3]
            hard, titles = judge.hard_verdicts(s.lines)
            gone = judge.decide(s.lines, hard, titles, list(scores), frozenset(), 0.0)
            tally = tallies.setdefault(s.page.group, [0, 0, 0, 0])
            for line, rule in zip(s.lines, gone, strict=True):
                label = s.page.labels[(line.block.line or 1) - 1]
                if label in corpus.JUNK | corpus.KEEP:
                    base = 0 if label in corpus.JUNK else 2
                    tally[base] += 1
                    tally[base + 1] += bool(rule)
    for group, (junk, removed, good, lost) in sorted(tallies.items()):
        print(f"{group:7} removed {removed / max(1, junk):.3f} lost {lost / max(1, good):.4f}")


EVERY = {"WADDLE": 3, "WCXB": 2}  # of these sets every third and second page: they are many and alike


if __name__ == "__main__":
    measured = samples_of([p for i, p in enumerate(corpus.load()) if i % EVERY.get(p.group, 1) == 0])
    if "--write" in sys.argv:
        write(train([s for s in measured if s.page.group != "French"]))
    else:
        report(measured)
