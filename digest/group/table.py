"""Products of many articles, as `arrays` finds them, in arrays that rows and pairs are read from."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from digest.group.sums import Limits, TableSums

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

LISTED = 10_000  # pairs that are made Python's at once
SORTED = 500_000  # products that are put in order at once
PRODUCT_BITS, PLACE_BITS = 20, 24  # of a product, up to UNIT squared, and of an article's index
MOST = (1 << PRODUCT_BITS) - 1
MOST_ROWS = 1 << 18  # whose products are put in order at once: what is left of 63 bits


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
        return dict(self.items(i))

    def items(self, i: int) -> Iterable[tuple[int, int]]:
        """The same in pairs."""
        others, values = self.arrays(i)
        return zip(others.tolist(), values.tolist(), strict=True)

    def beside(self, i: int) -> list[int]:
        """The numbers alone."""
        found: list[int] = self.arrays(i)[0].tolist()
        return found

    def nearest(self, i: int, count: int) -> list[tuple[int, int]]:
        """So many of a row, and all that are as near as the last."""
        others, values = self.arrays(i)
        if len(values) > count:
            ordered = values.copy()
            ordered.partition(len(ordered) - count)
            near = values >= ordered[-count]
            others, values = others[near], values[near]
        return list(zip(others.tolist(), values.tolist(), strict=True))

    def arrays(self, i: int) -> tuple[Array, Array]:
        """Numbers of other articles, and products."""
        own = slice(int(self.starts[i]), int(self.starts[i + 1]))
        others, values = self.others[own], self.values[own]
        if self._gone is not None:
            there = ~self._gone[others]
            others, values = others[there], values[there]
        return self._numbers[others], values

    def together(self, places: Sequence[int]) -> tuple[Array, Array, Array]:
        """Many rows at once: whose they are, as an index of `places`, numbers of other articles, and products."""
        import numpy as np

        at = np.array(places, dtype=np.int64)
        starts, ends = self.starts[at], self.starts[at + 1]
        owners, cells = np.repeat(np.arange(len(at)), ends - starts), runs(starts, ends - starts)
        others, values = self.others[cells], self.values[cells]
        if self._gone is not None:
            there = (~self._gone[others]).nonzero()[0]
            owners, others, values = owners[there], others[there], values[there]
        return owners, self._numbers[others], values

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


def nearest_groups(held: Table, groups: Sequence[int], sizes: Sequence[int], count: int) -> tuple[list[int], list[int]]:
    """For each article the group, beside its own, that it is nearest to by the `count` articles that it is nearest to:
    the one of the greatest sum by the root of its size, of equal ones the first; -1 for none. And the least product
    with those articles; 0 for an article with fewer. `groups` are those of articles, `sizes` those of groups."""
    import numpy as np

    home, roots = np.array(groups, dtype=np.int64), np.sqrt(np.array(sizes, dtype=np.float64))
    nearest, least = np.full(len(home), -1, dtype=np.int64), np.zeros(len(home), dtype=np.int64)
    low = 0
    while low < len(home):
        high = int(np.searchsorted(held.starts, held.starts[low] + SORTED, side="right")) - 1
        high = min(max(low + 1, high), low + MOST_ROWS, len(home))
        own = slice(int(held.starts[low]), int(held.starts[high]))
        lengths = np.diff(held.starts[low : high + 1])
        keys = np.repeat(np.arange(high - low), lengths) << PLACE_BITS + PRODUCT_BITS
        keys += (MOST - held.values[own].astype(np.int64) << PLACE_BITS) + held.others[own]
        keys.sort()  # nearest first, of equal ones the first
        keys = keys[np.arange(len(keys)) - np.repeat(np.cumsum(lengths) - lengths, lengths) < count]
        values = MOST - (keys >> PLACE_BITS & MOST)
        full = np.flatnonzero(lengths >= count)
        least[low + full] = values[np.cumsum(np.minimum(lengths, count))[full] - 1]
        rows, theirs = keys >> PLACE_BITS + PRODUCT_BITS, home[keys & (1 << PLACE_BITS) - 1]
        apart = np.flatnonzero(theirs != home[rows + low])
        cells = rows[apart] * len(roots) + theirs[apart]
        order = np.argsort(cells, kind="stable")
        cells = cells[order]
        firsts = np.flatnonzero(np.diff(cells, prepend=-1))
        if len(firsts):
            rows, theirs = cells[firsts] // len(roots), cells[firsts] % len(roots)
            scores = np.rint(np.add.reduceat(values[apart][order], firsts) / roots[theirs])
            order = np.lexsort((theirs, -scores, rows))
            best = order[np.flatnonzero(np.diff(rows[order], prepend=-1))]
            nearest[low + rows[best]] = theirs[best]
        low = high
    return nearest.tolist(), least.tolist()


def nearest_of_few(
    near: tuple[Array, Array, Array], home: Array, groups: Array, sizes: Array, count: int
) -> Iterator[tuple[int, int, int]]:
    """The same for some articles, with the place of each among them; those left out where equal ones must be put in
    order. `near` is what `Table.together` gives, `home` the groups of these articles, `groups` those of all by number,
    and `sizes` those of groups by what they go by."""
    import numpy as np

    owners, others, values = near
    keys = (owners.astype(np.int64) << PLACE_BITS + PRODUCT_BITS) + (MOST - values.astype(np.int64) << PLACE_BITS)
    keys += others
    keys.sort()
    lengths = np.bincount(owners, minlength=len(home))
    ranks = np.arange(len(keys)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    products = MOST - (keys >> PLACE_BITS & MOST)
    least = np.zeros(len(home), dtype=np.int64)
    full = np.flatnonzero(lengths >= count)
    lasts = (np.cumsum(lengths) - lengths)[full] + count - 1
    least[full] = products[lasts]
    unclear = np.zeros(len(home), dtype=bool)
    more = lengths[full] > count
    unclear[full[more]] = products[lasts[more]] == products[lasts[more] + 1]
    keys, products = keys[ranks < count], products[ranks < count]
    rows, theirs = keys >> PLACE_BITS + PRODUCT_BITS, groups[keys & (1 << PLACE_BITS) - 1]
    apart = np.flatnonzero(theirs != home[rows])
    cells, places = np.unique(rows[apart] * len(groups) + theirs[apart], return_inverse=True)
    rows, theirs = cells // len(groups), cells % len(groups)
    scores = np.rint(np.bincount(places, products[apart], len(cells)) / np.sqrt(sizes[theirs]))
    order = np.lexsort((-scores, rows))
    rows, theirs, scores = rows[order], theirs[order], scores[order]
    equal = np.flatnonzero((rows[1:] == rows[:-1]) & (scores[1:] == scores[:-1]))
    firsts = np.diff(rows, prepend=-1) != 0
    unclear[rows[equal[firsts[equal]]]] = True
    found = np.full(len(home), -1, dtype=np.int64)
    found[rows[firsts]] = theirs[firsts]
    clear = np.flatnonzero(~unclear)
    return zip(clear.tolist(), found[clear].tolist(), least[clear].tolist(), strict=True)


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


def as_array(values: array[int]) -> Array:
    """The same whole numbers, while they grow no longer."""
    import numpy as np

    return np.frombuffer(values, dtype=np.int64)


def runs(starts: Array, lengths: Array) -> Array:
    """starts[0], starts[0] + 1, … lengths[0] of them, then those of the next."""
    import numpy as np

    ends = np.cumsum(lengths)
    found: Array = np.arange(int(lengths.sum())) + np.repeat(starts - ends + lengths, lengths)
    return found
