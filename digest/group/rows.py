"""Which articles are near which, kept from one grouping to the next. Articles go by numbers that are theirs for good;
those that came with the first call stand in the table of `products`, later ones in dictionaries beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from digest.group.arrays import Described
from digest.group.products import Index, Key, nearest, products
from digest.group.profile import Profile
from digest.group.table import PLACE_BITS, Table, nearest_groups, nearest_of_few

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]


AT_ONCE = 400  # articles whose rows are gone through together: some 15 MB


class Rows:
    """Products of pairs of articles. `order` is all numbers in the order of their keys. `described`: see `products`."""

    def __init__(
        self,
        order: Sequence[int],
        keys: Sequence[Key],
        profiles: Mapping[int, Profile],
        strictness: float,
        described: Described | None,
    ) -> None:
        self._strictness = strictness
        self._numbers = order
        self._places = {number: place for place, number in enumerate(order)}
        self._days = {number: profiles[number].day for number in order}
        self.table = products([profiles[number] for number in order], strictness, described)
        self.table.name(order)
        self._index = Index(order, keys, profiles, described)
        self._profiles = profiles
        self._later: dict[int, dict[int, int]] = {}

    def __contains__(self, number: int) -> bool:
        return number in self._days

    def of(self, number: int) -> dict[int, int]:
        """Number of another article → product of both."""
        place = self._places.get(number)
        if place is None:
            return self._later[number]
        found = self.table.row(place)
        found.update(self._later.get(number, ()))
        return found

    def pairs(self, number: int) -> Iterable[tuple[int, int]]:
        """The same in no order."""
        place, later = self._places.get(number), self._later.get(number)
        found = self.table.items(place) if place is not None else ()
        return chain(found, later.items()) if later else found

    def others(self, number: int) -> list[int]:
        """Numbers of the other articles alone, in no order, some of them twice perhaps."""
        place = self._places.get(number)
        found = self.table.beside(place) if place is not None else []
        return found + list(self._later.get(number, ()))

    def arrays(self, number: int) -> tuple[Array, Array]:
        """The same in arrays."""
        import numpy as np

        place, later = self._places.get(number), self._later.get(number)
        parts = [self.table.arrays(place)] if place is not None and isinstance(self.table, Table) else []
        if later or not parts:
            later = later or {}
            parts.append((np.array(list(later), dtype=np.int64), np.array(list(later.values()), dtype=np.int64)))
        others, products = zip(*parts, strict=True)
        return np.concatenate(others), np.concatenate(products)

    def together(self, numbers: Sequence[int]) -> tuple[Array, Array, Array] | None:
        """Many rows at once, in no order: see `Table.together`. None where there are no arrays."""
        import numpy as np

        if not isinstance(self.table, Table):
            return None
        places = [(i, place) for i, number in enumerate(numbers) if (place := self._places.get(number)) is not None]
        owners, others, products = self.table.together([place for _, place in places])
        owners = np.array([i for i, _ in places], dtype=np.int64).take(owners)
        later = [self._later.get(number, {}) for number in numbers]
        counts = [len(row) for row in later]
        return (
            np.concatenate((owners, np.repeat(np.arange(len(numbers)), counts))),
            np.concatenate((others, np.fromiter(chain.from_iterable(later), dtype=np.int64, count=sum(counts)))),
            np.concatenate((products, [p for row in later for p in row.values()])).astype(np.int64),
        )

    def nearest_of_few(
        self, numbers: Sequence[int], groups: Array, sizes: Array, count: int
    ) -> Iterator[tuple[int, int, int]]:
        """See `table.nearest_of_few`, for each of some articles by number; nothing where there are no arrays."""
        near = self.together(numbers)
        if near is not None and len(groups) < 1 << PLACE_BITS:
            for i, group, least in nearest_of_few(near, groups[numbers], groups, sizes, count):
                yield numbers[i], group, least

    def nearest(self, number: int, count: int) -> list[tuple[int, int]]:
        """So many articles that are near to one, with the product of both, and all that are as near as the last."""
        place, later = self._places.get(number), self._later.get(number, {})
        found = [] if place is None else self.table.nearest(place, count)
        return nearest(dict(found) | later, count) if later else found

    def nearest_groups(
        self, groups: Mapping[int, int], sizes: Sequence[int], count: int
    ) -> Iterator[tuple[int, int, int]]:
        """See `table.nearest_groups`, for each article by number; nothing unless all came with the first call."""
        fresh = not self._later and len(self._places) == len(self._numbers) < 1 << PLACE_BITS
        if fresh and isinstance(self.table, Table):
            yield from zip(
                self._numbers,
                *nearest_groups(self.table, [groups[number] for number in self._numbers], sizes, count),
                strict=True,
            )

    def add(self, numbers: Collection[int]) -> list[dict[int, int]]:
        """The rows of articles that are new."""
        for number in numbers:
            self._index.add(number)
            self._days[number] = self._profiles[number].day
        rows = list(self._index.rows(numbers, self._strictness))
        for number, row in zip(numbers, rows, strict=True):
            self._later[number] = dict(row)
        for number, row in zip(numbers, rows, strict=True):
            for other, product in row.items():
                self._later.setdefault(other, {})[number] = product
        return rows

    def remove(self, number: int) -> dict[int, int]:
        """The row that an article had."""
        row = self.of(number)
        self._index.remove(number, self._days.pop(number))
        self._later.pop(number, None)
        place = self._places.pop(number, None)
        if place is not None:
            self.table.drop(place)
        for other in row:
            if other in self._later:
                self._later[other].pop(number, None)
        return row
