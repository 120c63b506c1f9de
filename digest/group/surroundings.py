"""What articles that are merged again are near to: each other, and others around them. In dictionaries for a small
archive, and in arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

from digest.group.products import Listed, Products
from digest.group.profile import Profile
from digest.group.table import Table

if TYPE_CHECKING:
    import numpy as np

    from digest.group.rows import Rows

    Array = np.ndarray[Any, np.dtype[Any]]

FEW_MERGED = 100  # articles whose products are added up faster in dictionaries

Row = Mapping[int, int]
"""Articles that one is near to, with the product of both."""


class Surroundings(Protocol):
    """Of articles by number, which are in groups that go by numbers too."""

    def add(self, numbers: Iterable[int]) -> None:
        """Articles that are new."""

    def put(self, numbers: Sequence[int], leads: Sequence[int]) -> None:
        """Articles are in other groups now."""

    def begin(self) -> None:
        """Articles may be near to others than before."""

    def among(self, order: Sequence[int]) -> Products:
        """The products of some articles with each other, by their places."""

    def around(self, own: Sequence[int], least: float) -> list[Row]:
        """For each of some of the articles that were last asked about what it is near to outside of all those. Leaves
        out what only attaches, and groups that are not as near as `least` to all of `own` together."""

    def host(self, number: int, host: int | None) -> None:
        """An article is the guest of a group now, or of none."""

    def groups(self, number: int, least: float) -> Row:
        """The groups that an article is near to, with the sum of products, where it is `least` or more. Leaves out
        what only attaches."""

    def hosts(self, number: int, least: float) -> Row:
        """The same with what is near to the guests of a group, which count as the group's own."""


def surroundings(rows: Rows, profiles: Mapping[int, Profile]) -> Surroundings:
    """Of all articles that have rows."""
    return _Arrays(rows, profiles) if isinstance(rows.table, Table) else _Dictionaries(rows, profiles)


class _Dictionaries:
    def __init__(self, rows: Rows, profiles: Mapping[int, Profile]) -> None:
        self._rows, self._profiles = rows, profiles
        self._known: dict[int, Row] = {}
        self._leads: dict[int, int] = {}
        self._hosts: dict[int, int | None] = {}
        self._inside: Mapping[int, int] = {}

    def add(self, numbers: Iterable[int]) -> None:
        pass

    def put(self, numbers: Sequence[int], leads: Sequence[int]) -> None:
        self._leads.update(zip(numbers, leads, strict=True))

    def begin(self) -> None:
        self._known = {}

    def among(self, order: Sequence[int]) -> Products:
        place = self._inside = {number: i for i, number in enumerate(order)}
        self._known.update((n, self._rows.of(n)) for n in order if n not in self._known)
        return Listed([{place[j]: product for j, product in self._known[n].items() if j in place} for n in order])

    def around(self, own: Sequence[int], least: float) -> list[Row]:
        inside, profiles, leads = self._inside, self._profiles, self._leads
        sums: dict[int, int] = {}
        rows = []
        for n in own:
            row = {j: p for j, p in self._known[n].items() if j not in inside and not profiles[j].attaches_only}
            for j, product in row.items():
                lead = leads.get(j, j)
                sums[lead] = sums.get(lead, 0) + product
            rows.append(row)
        return [{j: product for j, product in row.items() if sums[leads.get(j, j)] >= least} for row in rows]

    def host(self, number: int, host: int | None) -> None:
        self._hosts[number] = host

    def groups(self, number: int, least: float) -> Row:
        return self._summed(number, least, {})

    def hosts(self, number: int, least: float) -> Row:
        return self._summed(number, least, self._hosts)

    def _summed(self, number: int, least: float, hosts: Mapping[int, int | None]) -> Row:
        sums: dict[int, int] = {}
        for j, product in self._rows.pairs(number):
            if not self._profiles[j].attaches_only:
                host = hosts.get(j)
                home = self._leads.get(j, j) if host is None else host
                sums[home] = sums.get(home, 0) + product
        return {home: product for home, product in sums.items() if product >= least}


class _Arrays:
    def __init__(self, rows: Rows, profiles: Mapping[int, Profile]) -> None:
        import numpy as np

        self._rows, self._profiles = rows, profiles
        self._known: dict[int, tuple[Array, Array]] = {}
        self._leads: Array = np.empty(0, dtype=np.int64)
        self._hosts: Array = np.empty(0, dtype=np.int64)  # -1 for those that are no guests
        self._waiting: Array = np.empty(0, dtype=bool)  # those that only attach
        self._place: Array = np.empty(0, dtype=np.int64)  # among those that were last asked about; -1 for others
        self._inside: Sequence[int] = []

    def add(self, numbers: Iterable[int]) -> None:
        import numpy as np

        numbers = list(numbers)
        known, most = len(self._leads), max(numbers, default=-1) + 1
        if most > known:
            more = np.arange(known, most + most // 2)  # twice as many before the next time
            self._leads = np.concatenate((self._leads, more))
            self._hosts = np.concatenate((self._hosts, np.full(len(more), -1)))
            self._waiting = np.concatenate((self._waiting, np.zeros(len(more), dtype=bool)))
            self._place = np.concatenate((self._place, np.full(len(more), -1)))
        self._waiting[numbers] = [self._profiles[number].attaches_only for number in numbers]

    def put(self, numbers: Sequence[int], leads: Sequence[int]) -> None:
        self._leads[numbers] = leads

    def begin(self) -> None:
        self._known = {}

    def among(self, order: Sequence[int]) -> Products:
        import numpy as np

        place = self._place
        place[self._inside] = -1
        place[order] = np.arange(len(order))
        self._inside = order
        self._known.update((n, self._rows.arrays(n)) for n in order if n not in self._known)
        rows = []
        for n in order:
            others, products = self._known[n]
            places = place.take(others)
            inside = (places >= 0).nonzero()[0]
            rows.append((places.take(inside), products.take(inside)))
        if len(order) > FEW_MERGED:
            starts = np.cumsum([0, *(len(places) for places, _ in rows)])
            return Table(starts, *(np.concatenate(column) for column in zip(*rows, strict=True)))
        return Listed([dict(zip(places.tolist(), products.tolist(), strict=True)) for places, products in rows])

    def around(self, own: Sequence[int], least: float) -> list[Row]:
        import numpy as np

        rows = [self._known[n] for n in own]
        others, products = np.concatenate([o for o, _ in rows]), np.concatenate([p for _, p in rows])
        owners = np.repeat(np.arange(len(rows)), [len(o) for o, _ in rows])
        outside = ((self._place.take(others) < 0) & ~self._waiting.take(others)).nonzero()[0]
        others, products, owners = others.take(outside), products.take(outside), owners.take(outside)
        _, groups = np.unique(self._leads.take(others), return_inverse=True)
        near = (np.bincount(groups, products).take(groups) >= least).nonzero()[0] if len(groups) else groups
        bounds = np.searchsorted(owners.take(near), np.arange(len(rows) + 1)).tolist()
        names, values = others.take(near).tolist(), products.take(near).tolist()
        return [dict(zip(names[a:b], values[a:b], strict=True)) for a, b in pairwise(bounds)]

    def host(self, number: int, host: int | None) -> None:
        self._hosts[number] = -1 if host is None else host

    def groups(self, number: int, least: float) -> Row:
        others, products = self._attached_to(number)
        return _summed(self._leads.take(others), products, least)

    def hosts(self, number: int, least: float) -> Row:
        import numpy as np

        others, products = self._attached_to(number)
        hosts = self._hosts.take(others)
        return _summed(np.where(hosts < 0, self._leads.take(others), hosts), products, least)

    def _attached_to(self, number: int) -> tuple[Array, Array]:
        """What an article is near to and may be attached to."""
        others, products = self._rows.arrays(number)
        there = (~self._waiting.take(others)).nonzero()[0]
        return others.take(there), products.take(there)


def _summed(homes: Array, products: Array, least: float) -> Row:
    import numpy as np

    names, places = np.unique(homes, return_inverse=True)
    sums = np.bincount(places, products, len(names)).astype(np.int64)
    near = (sums >= least).nonzero()[0]
    return dict(zip(names.take(near).tolist(), sums.take(near).tolist(), strict=True))
