"""What articles that are merged again are near to: each other, and others around them. In dictionaries for a small
archive, and in arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Protocol

from digest.group.merge import Step
from digest.group.products import Listed, Products
from digest.group.profile import UNIT, Profile
from digest.group.rows import AT_ONCE
from digest.group.sums import ROUNDED
from digest.group.table import Table

if TYPE_CHECKING:
    import numpy as np

    from digest.group.rows import Rows

    Array = np.ndarray[Any, np.dtype[Any]]

CELLS = 1_000_000  # parts of a group by other groups that are compared at once
FEW_MERGED = 100  # articles whose products are added up faster in dictionaries

Row = Mapping[int, int]
"""Articles that one is near to, with the product of both."""


Meeting = tuple[int, int, int]
"""Places of two steps, of some and others, and the product of both."""


class Around(Protocol):
    """What some articles are near to."""

    def near(self, steps: Sequence[Step], least: Sequence[float]) -> Iterable[int]:
        """The groups that are near enough to one of some steps of these articles. `least` is that of each."""

    def meetings(
        self, steps: Sequence[Step], group: int, members: Sequence[int], theirs: Sequence[Step], least: float
    ) -> Iterable[Meeting]:
        """Which of some steps were there when one of a group's was, and may have been merged with it. `members` are the
        articles of the group, `theirs` its steps, and `least` the nearness that merging asks for."""


class Surroundings(Protocol):
    """Of articles by number, which are in groups that go by numbers too."""

    def add(self, numbers: Iterable[int]) -> None:
        """Articles that are new."""

    def put(self, numbers: Sequence[int], leads: Sequence[int], norms: Sequence[int]) -> None:
        """Articles are in other groups now. `norms` are the squares of the lengths of those."""

    def begin(self) -> None:
        """Articles may be near to others than before."""

    def among(self, order: Sequence[int]) -> Products:
        """The products of some articles with each other, by their places."""

    def around(self, own: Sequence[int], least: float) -> Around:
        """What some of the articles that were last asked about are near to outside of all those. Leaves out what only
        attaches, and groups that are not as near as `least` to all of `own` together."""

    def host(self, number: int, host: int | None) -> None:
        """An article is the guest of a group now, or of none."""

    def groups(self, number: int, least: float) -> Row:
        """The groups that an article is near to, with the sum of products, where it is `least` or more. Leaves out
        what only attaches."""

    def large(self, numbers: Iterable[int], size: int, least: float) -> set[int]:
        """Those of some articles to whom a group of so many articles may be as near as `least`, from 0 to 1."""

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

    def put(self, numbers: Sequence[int], leads: Sequence[int], norms: Sequence[int]) -> None:
        self._leads.update(zip(numbers, leads, strict=True))

    def begin(self) -> None:
        self._known = {}

    def among(self, order: Sequence[int]) -> Products:
        place = self._inside = {number: i for i, number in enumerate(order)}
        self._known.update((n, self._rows.of(n)) for n in order if n not in self._known)
        return Listed([{place[j]: product for j, product in self._known[n].items() if j in place} for n in order])

    def around(self, own: Sequence[int], least: float) -> Around:
        inside, profiles = self._inside, self._profiles
        by_group: dict[int, list[Near]] = {}
        for i, n in enumerate(own):
            for j, product in self._known[n].items():
                if j not in inside and not profiles[j].attaches_only:
                    by_group.setdefault(self._leads.get(j, j), []).append((i, j, product))
        return _Listed({g: near for g, near in by_group.items() if sum([p for _, _, p in near]) >= least})

    def host(self, number: int, host: int | None) -> None:
        self._hosts[number] = host

    def groups(self, number: int, least: float) -> Row:
        return self._summed(number, least, {})

    def large(self, numbers: Iterable[int], size: int, least: float) -> set[int]:
        return set(numbers)

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


Near = tuple[int, int, int]
"""Place of an article among some, number of another one, and their product."""


class _Listed:
    def __init__(self, by_group: Mapping[int, Sequence[Near]]) -> None:
        self._by_group = by_group

    def near(self, steps: Sequence[Step], least: Sequence[float]) -> Iterable[int]:
        for group, near in self._by_group.items():
            for step, enough in zip(steps, least, strict=True):
                if sum([product for i, _, product in near if step.start <= i < step.end]) >= enough:
                    yield group
                    break

    def meetings(
        self, steps: Sequence[Step], group: int, members: Sequence[int], theirs: Sequence[Step], least: float
    ) -> Iterable[Meeting]:
        for a, step in enumerate(steps):
            products: dict[int, int] = {}
            for i, j, product in self._by_group[group]:
                if step.start <= i < step.end:
                    products[j] = products.get(j, 0) + product
            sums = [0, *accumulate([products.get(n, 0) for n in members])]
            for b, other in enumerate(theirs):
                if step.born >= other.gone and other.born >= step.gone:
                    product = sums[other.end] - sums[other.start]
                    enough = max(least, step.gone, other.gone) - ROUNDED
                    if product and product * product >= enough * enough * step.norm * other.norm:
                        yield a, b, product


class _Arrayed:
    def __init__(self, owners: Array, others: Array, groups: Array, products: Array) -> None:
        """`groups` are in order."""
        import numpy as np

        self._owners, self._others, self._products = owners, others, products
        self._firsts: Array = np.flatnonzero(np.diff(groups, prepend=-1))
        self._groups: list[int] = groups[self._firsts].tolist()
        self._bounds = dict(zip(self._groups, pairwise([*self._firsts.tolist(), len(groups)]), strict=True))

    def near(self, steps: Sequence[Step], least: Sequence[float]) -> Iterable[int]:
        import numpy as np

        if not self._groups:
            return
        starts, ends, enough = np.array([s.start for s in steps]), np.array([s.end for s in steps]), np.array(least)
        width = int(max(ends.max(), self._owners.max() + 1)) + 1
        places = np.repeat(np.arange(len(self._groups)), np.diff(self._firsts, append=len(self._owners)))
        sums = np.bincount(places * width + self._owners + 1, self._products, len(self._groups) * width)
        sums = sums.reshape(-1, width).cumsum(axis=1)  # whole numbers, and far below 2 ** 53
        run = max(1, CELLS // len(steps))
        for low in range(0, len(self._groups), run):
            few = sums[low : low + run]
            found = (few[:, ends] - few[:, starts] >= enough).any(axis=1)
            yield from map(self._groups.__getitem__, (np.flatnonzero(found) + low).tolist())

    def meetings(
        self, steps: Sequence[Step], group: int, members: Sequence[int], theirs: Sequence[Step], least: float
    ) -> Iterable[Meeting]:
        import numpy as np

        own, columns = slice(*self._bounds[group]), {n: i for i, n in enumerate(members)}
        shape = max(step.end for step in steps) + 1, len(members) + 1
        cells = (self._owners[own] + 1) * shape[1] + [columns[n] + 1 for n in self._others[own].tolist()]
        inside = self._owners[own] < shape[0] - 1
        sums = np.bincount(cells[inside], self._products[own][inside], shape[0] * shape[1])
        sums = sums.reshape(shape).cumsum(axis=0).cumsum(axis=1)
        starts, ends, norms, born, gone = _columns(steps)
        products = sums[ends] - sums[starts]
        others, closes, their_norms, their_born, their_gone = _columns(theirs)
        products = products[:, closes] - products[:, others]
        beside = (born[:, np.newaxis] >= their_gone) & (their_born >= gone[:, np.newaxis])
        enough = np.maximum(np.maximum(least, gone)[:, np.newaxis], their_gone) - ROUNDED
        likely = beside & (products > 0) & (products >= enough * np.sqrt(norms[:, np.newaxis] * their_norms))
        a, b = np.nonzero(likely)
        return zip(a.tolist(), b.tolist(), products[likely].astype(np.int64).tolist(), strict=True)


def _columns(steps: Sequence[Step]) -> tuple[Array, ...]:
    import numpy as np

    told = [(step.start, step.end, step.norm, step.born, step.gone) for step in steps]
    starts, ends, norms, born, gone = map(np.array, zip(*told, strict=True))
    return starts, ends, norms.astype(np.float64), born, gone


class _Arrays:
    def __init__(self, rows: Rows, profiles: Mapping[int, Profile]) -> None:
        import numpy as np

        self._rows, self._profiles = rows, profiles
        self._known: dict[int, tuple[Array, Array]] = {}
        self._leads: Array = np.empty(0, dtype=np.int64)
        self._sizes: Array = np.empty(0, dtype=np.int64)  # of groups, by what they go by
        self._lengths: Array = np.empty(0, dtype=np.float64)  # of their summed profiles
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
            self._sizes = np.concatenate((self._sizes, np.zeros(len(more), dtype=np.int64)))
            self._lengths = np.concatenate((self._lengths, np.zeros(len(more))))
            self._hosts = np.concatenate((self._hosts, np.full(len(more), -1)))
            self._waiting = np.concatenate((self._waiting, np.zeros(len(more), dtype=bool)))
            self._place = np.concatenate((self._place, np.full(len(more), -1)))
        self._waiting[numbers] = [self._profiles[number].attaches_only for number in numbers]

    def put(self, numbers: Sequence[int], leads: Sequence[int], norms: Sequence[int]) -> None:
        import numpy as np

        self._leads[numbers] = leads
        self._sizes[numbers] = 0
        self._lengths[leads] = np.sqrt(np.array(norms, dtype=np.float64))
        np.add.at(self._sizes, np.array(leads, dtype=np.int64), 1)

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

    def around(self, own: Sequence[int], least: float) -> Around:
        import numpy as np

        rows = [self._known[n] for n in own]
        others, products = np.concatenate([o for o, _ in rows]), np.concatenate([p for _, p in rows])
        owners = np.repeat(np.arange(len(rows)), [len(o) for o, _ in rows])
        outside = ((self._place.take(others) < 0) & ~self._waiting.take(others)).nonzero()[0]
        others, products, owners = others.take(outside), products.take(outside), owners.take(outside)
        leads = self._leads.take(others)
        _, groups = np.unique(leads, return_inverse=True)
        near = (np.bincount(groups, products).take(groups) >= least).nonzero()[0] if len(groups) else groups
        near = near.take(leads.take(near).argsort(kind="stable"))
        return _Arrayed(owners.take(near), others.take(near), leads.take(near), products.take(near))

    def host(self, number: int, host: int | None) -> None:
        self._hosts[number] = -1 if host is None else host

    def groups(self, number: int, least: float) -> Row:
        others, products = self._attached_to(number)
        return _summed(self._leads.take(others), products, least)

    def large(self, numbers: Iterable[int], size: int, least: float) -> set[int]:
        asked = list(numbers)
        runs = (asked[low : low + AT_ONCE] for low in range(0, len(asked), AT_ONCE))
        return {number for run in runs for number in self._large(run, size, least)}

    def _large(self, asked: Sequence[int], size: int, least: float) -> Iterator[int]:
        import numpy as np

        rows = self._rows.together(asked)
        assert rows is not None
        owners, others, products = rows
        leads = self._leads.take(others)
        likely = ((self._sizes.take(leads) >= size) & ~self._waiting.take(others)).nonzero()[0]
        cells = owners.take(likely) * len(self._leads) + leads.take(likely)
        cells, places = np.unique(cells, return_inverse=True)
        sums = np.bincount(places, products.take(likely), len(cells))
        near = sums >= (least - ROUNDED) * UNIT * self._lengths.take(cells % len(self._leads))
        return map(asked.__getitem__, (cells[near] // len(self._leads)).tolist())

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
