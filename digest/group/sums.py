"""How near groups of articles are that `merge` makes one after the other: by the sums of the products between them.

A group goes by the lowest index among its articles. Two of those that are merged are near, so none has an empty row."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from digest.group.profile import UNIT

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

ROUNDED = 1e-8  # more than rounding to nine places takes off
PLACES = 1e9  # nine places
DOUBTFUL = 1e-3  # of a billionth: more than multiplying takes off


@dataclass(frozen=True, slots=True)
class Limits:
    """Where merging stops."""

    threshold: float = 0.165
    size_penalty: float = 0.055  # for each doubling of the smaller group, and of the larger one past `large`
    large: int = 20  # counted as `weight_of` counts
    contrast_penalty: float = 0.4  # see merge.contrast
    span_days: int = 10  # from the first article of a group to its last


def nearness(product: int, norms: tuple[int, int], sizes: tuple[int, int], limits: Limits) -> float:
    """Cosine of two groups less the penalty for size, rounded so that equal is equal on every machine."""
    small, large = sorted((weight_of(sizes[0], norms[0]), weight_of(sizes[1], norms[1])))
    penalty = limits.size_penalty * (_doublings(small) + _doublings(large / limits.large))
    return round(product / math.sqrt(norms[0] * norms[1]) - penalty, 9)


def weight_of(size: int, norm: int) -> float:
    """How many articles a group counts as: all of them where they are unlike each other, the square root of that for
    copies of one text. It is the geometric mean of their number and of how many unlike ones would be as near."""
    return size * UNIT * math.sqrt(size / norm)


def _doublings(weight: float) -> float:
    return math.log2(weight) if weight > 1 else 0.0


class Sums(Protocol):
    """What merging asks for."""

    def join(self, a: int, b: int) -> int:
        """Makes group `b` a part of `a`, which is the lower one. The square of the length of what it is then."""

    def near(self, a: int) -> tuple[list[float], list[int]]:
        """Groups that are near enough to the one that was joined last, with their nearness before them: the farthest
        first, of equal ones the last."""


class ListedSums:
    """Of few articles: for each group, other group → sum. `rows` are changed."""

    def __init__(self, rows: Sequence[dict[int, int]], limits: Limits) -> None:
        self._rows, self._limits = rows, limits
        self._norms = [UNIT * UNIT] * len(rows)
        self._sizes = [1] * len(rows)

    def join(self, a: int, b: int) -> int:
        """See `Sums`."""
        row, others = self._rows[a], self._rows[b]
        between = row.pop(b, 0)
        others.pop(a, None)
        for other, product in others.items():
            theirs = self._rows[other]
            del theirs[b]
            theirs[a] = row[other] = row.get(other, 0) + product
        others.clear()
        self._sizes[a] += self._sizes[b]
        self._norms[a] += self._norms[b] + 2 * between
        return self._norms[a]

    def near(self, a: int) -> tuple[list[float], list[int]]:
        """See `Sums`."""
        norms, sizes, limits = self._norms, self._sizes, self._limits
        least = (limits.threshold - ROUNDED) * UNIT * math.sqrt(norms[a])  # no group is shorter than an article
        found: list[tuple[float, int]] = []
        for other, product in self._rows[a].items():
            if product >= least:
                score = nearness(product, (norms[a], norms[other]), (sizes[a], sizes[other]), limits)
                if score >= limits.threshold:
                    found.append((score, -other))
        found.sort()
        return [score for score, _ in found], [-other for _, other in found]


class TableSums:
    """Of many articles: for each group of two and more, other groups and sums in two arrays, sorted. The others go by
    what they went by then. A group of one has its row of the table, which has each pair twice."""

    def __init__(self, table: tuple[Array, Array, Array], without: Collection[int], limits: Limits) -> None:
        import numpy as np

        self._starts, self._others, self._values = table
        self._limits = limits
        count = len(self._starts) - 1
        self._rows: dict[int, tuple[Array, Array]] = {}
        self._members: dict[int, list[int]] = {}
        self._home = np.arange(count, dtype=np.int32)  # article → what its group goes by
        self._sizes = [1] * count
        weight = weight_of(1, UNIT * UNIT)
        self._weights = np.full(count, weight)
        self._doublings = np.full(count, _doublings(weight))  # of the weight
        self._past = np.full(count, _doublings(weight / limits.large))  # … past `large`
        self._norms = [UNIT * UNIT] * count
        self._squares = np.full(count, float(UNIT * UNIT))  # the same as floating-point numbers
        self._apart = np.zeros(count, dtype=bool)
        self._apart[list(without)] = True

    def join(self, a: int, b: int) -> int:
        """See `Sums`."""
        import numpy as np

        (names, sums), (names_b, sums_b) = self._row(a), self._row(b)
        moved = self._members.pop(b, None) or [b]
        self._members.setdefault(a, [a]).extend(moved)
        self._home[moved] = a
        names = self._home.take(np.concatenate((names, names_b)))
        sums = np.concatenate((sums, sums_b), dtype=np.int64)
        order = names.argsort(kind="stable")
        names = names.take(order)
        other = np.empty(len(names), dtype=bool)
        other[0] = True
        np.not_equal(names[1:], names[:-1], out=other[1:])
        starts = other.nonzero()[0]
        names, sums = names.take(starts), np.add.reduceat(sums.take(order), starts)
        at = int(names.searchsorted(a))
        self._sizes[a] += self._sizes[b]
        norm = self._norms[a] = self._norms[a] + self._norms[b] + int(sums[at])  # of each pair once from either side
        self._squares[a] = norm
        weight = self._weights[a] = weight_of(self._sizes[a], norm)
        self._doublings[a], self._past[a] = _doublings(weight), _doublings(weight / self._limits.large)
        sums[at] = 0
        self._rows.pop(b, None)
        self._rows[a] = names, sums
        return norm

    def near(self, a: int) -> tuple[list[float], list[int]]:
        """See `Sums`."""
        import numpy as np

        names, sums = self._rows[a]
        norm, limits = self._squares[a], self._limits
        likely = (sums >= (limits.threshold - ROUNDED) * UNIT * math.sqrt(norm)).nonzero()[0]  # none is shorter than
        names = names.take(likely)  # an article
        smaller = self._weights[a] < self._weights.take(names)
        doubled = np.where(
            smaller, self._doublings[a] + self._past.take(names), self._doublings.take(names) + self._past[a]
        )
        scores = sums.take(likely) / np.sqrt(self._squares.take(names) * norm) - limits.size_penalty * doubled
        scores = rounded(scores)
        near = ((scores >= limits.threshold) & ~self._apart.take(names)).nonzero()[0]
        scores, names = scores.take(near), names.take(near)
        order = np.lexsort((-names, scores))
        return scores.take(order).tolist(), names.take(order).tolist()

    def _row(self, a: int) -> tuple[Array, Array]:
        row = self._rows.get(a)
        if row is None:
            own = slice(int(self._starts[a]), int(self._starts[a + 1]))
            row = self._others[own], self._values[own]
        return row


def rounded(values: Array) -> Array:
    """Rounded to nine places as Python's `round` does, so that no machine has another last bit."""
    import numpy as np

    billionths = values * PLACES
    whole = np.rint(billionths)
    found: Array = whole / PLACES
    for i in (np.abs(np.abs(billionths - whole) - 0.5) < DOUBTFUL).nonzero()[0].tolist():  # half of one, or nearly
        found[i] = round(float(values[i]), 9)
    return found
