"""Products of many articles, as `arrays` finds them, in arrays that rows and pairs are read from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from digest.group.sums import Limits, TableSums

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

LISTED = 10_000  # pairs that are made Python's at once


class Table:
    """Products of all pairs: those of article i stand from starts[i] to starts[i + 1], earlier articles first."""

    def __init__(self, starts: Array, others: Array, values: Array) -> None:
        import numpy as np

        self.starts, self.others, self.values = starts, others, values
        self._numbers = np.arange(len(starts) - 1, dtype=np.int32)
        self._gone: Array | None = None

    def name(self, numbers: Sequence[int]) -> None:
        """Rows tell of articles by these numbers from now on, not by their indices."""
        import numpy as np

        self._numbers = np.array(numbers, dtype=np.int32)

    def drop(self, i: int) -> None:
        """Leaves an article out of all rows but its own."""
        import numpy as np

        if self._gone is None:
            self._gone = np.zeros(len(self.starts) - 1, dtype=bool)
        self._gone[i] = True

    def row(self, i: int) -> dict[int, int]:
        """Number of another article → product of both, a whole number up to UNIT squared."""
        others, values = self._row(i)
        return dict(zip(others.tolist(), values.tolist(), strict=True))

    def nearest(self, i: int, count: int) -> list[tuple[int, int]]:
        """So many of a row, and all that are as near as the last."""
        others, values = self._row(i)
        if len(values) > count:
            ordered = values.copy()
            ordered.partition(len(ordered) - count)
            near = values >= ordered[-count]
            others, values = others[near], values[near]
        return list(zip(others.tolist(), values.tolist(), strict=True))

    def _row(self, i: int) -> tuple[Array, Array]:
        own = slice(int(self.starts[i]), int(self.starts[i + 1]))
        others, values = self.others[own], self.values[own]
        if self._gone is not None:
            there = ~self._gone[others]
            others, values = others[there], values[there]
        return self._numbers[others], values

    def pairs(self, least: float) -> Iterator[tuple[int, int, int]]:
        """Pairs (earlier, later) with their product, of those that reach `least`, the nearest first."""
        import numpy as np

        near = np.flatnonzero(self.values >= least)
        owners = np.searchsorted(self.starts, near, side="right") - 1
        later = self.others[near] > owners
        own, other, value = owners[later], self.others[near[later]], self.values[near[later]]
        order = np.lexsort((other, own, -value))
        for low in range(0, len(order), LISTED):
            at = order[low : low + LISTED]
            yield from zip(own[at].tolist(), other[at].tolist(), value[at].tolist(), strict=True)

    def sums(self, without: Collection[int], limits: Limits) -> TableSums:
        """For merging all articles but some."""
        return TableSums((self.starts, self.others, self.values), without, limits)


def table(
    found: Iterable[tuple[Array, Array, Array]], count: int, strict: Callable[[int], int] | None, least_kept: int
) -> Table:
    """The table of pairs that `near_pairs` finds, each product made what `strict` says, and left out when small."""
    import numpy as np

    none = np.empty(0, dtype=np.int32)
    parts: list[tuple[Array, Array, Array]] = [(none, none, none)]
    for rows, columns, near in found:
        value = near if strict is None else np.array([strict(n) for n in near.tolist()], dtype=np.int64)
        kept = value >= least_kept
        parts.append((rows[kept].astype(np.int32), columns[kept].astype(np.int32), value[kept].astype(np.int32)))
    later, earlier, values = (np.concatenate(column) for column in zip(*parts, strict=True))
    parts.clear()
    below, above = np.bincount(later, minlength=count), np.bincount(earlier, minlength=count)
    starts = np.concatenate(([0], np.cumsum(below + above)))
    others, products = np.empty(2 * len(later), dtype=np.int32), np.empty(2 * len(later), dtype=np.int32)
    at = runs(starts[:-1], below)  # pairs come with the later article in order
    others[at], products[at] = earlier, values
    at = runs(starts[:-1] + below, above)
    order = np.argsort(earlier, kind="stable")
    others[at], products[at] = later[order], values[order]
    return Table(starts, others, products)


def runs(starts: Array, lengths: Array) -> Array:
    """starts[0], starts[0] + 1, … lengths[0] of them, then those of the next."""
    import numpy as np

    ends = np.cumsum(lengths)
    found: Array = np.arange(int(lengths.sum())) + np.repeat(starts - ends + lengths, lengths)
    return found
