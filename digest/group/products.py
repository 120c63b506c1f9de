"""Profiles → products: how near each pair of articles is. Third step of grouping.

An inverted index finds the pairs, so that articles without a common term never meet, and looks only at those inside the
time window, so that cost grows with the articles of a window, not with all of them. `arrays` does the same faster."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from digest.group.arrays import Described, describe, near_pairs
from digest.group.held import Heavy, Held
from digest.group.profile import UNIT, Profile
from digest.group.signals import DECAY_DAYS, WINDOW_DAYS, combined, shared_terms
from digest.group.sums import Limits, ListedSums
from digest.group.table import Table, table

Key = tuple[bool, str, str, str]
"""Where an article stands in the order of all: undated ones last, then by day, id and path."""

LEAST_KEPT = round(0.03 * UNIT * UNIT)  # of a pair, after all signals
LEAST = round(0.04 * UNIT * UNIT)  # less than this says nothing, and most pairs have less
HEAVY = 120  # lighter terms are not looked up in the index, only added to pairs that it found …
HEAVY_SHARE = 0.33  # … or, in long profiles, those below this share of the heaviest
FEW = 600  # articles that are done before numpy is loaded


class Listed:
    """Products of all pairs, as `table.Table` has them, for few articles."""

    def __init__(self, rows: Sequence[dict[int, int]]) -> None:
        self.rows = rows
        self._numbers: Sequence[int] = range(len(rows))
        self._gone: set[int] = set()

    def name(self, numbers: Sequence[int]) -> None:
        """Rows tell of articles by these numbers from now on, not by their indices."""
        self._numbers = numbers

    def drop(self, i: int) -> None:
        """Leaves an article out of all rows but its own."""
        self._gone.add(i)

    def row(self, i: int) -> dict[int, int]:
        """Number of another article → product of both, a whole number up to UNIT squared."""
        numbers, gone = self._numbers, self._gone
        return {numbers[j]: product for j, product in self.rows[i].items() if j not in gone}

    def items(self, i: int) -> Iterable[tuple[int, int]]:
        """The same in pairs."""
        return self.row(i).items()

    def beside(self, i: int) -> list[int]:
        """The numbers alone."""
        return list(self.row(i))

    def nearest(self, i: int, count: int) -> list[tuple[int, int]]:
        """So many of a row, and all that are as near as the last."""
        return nearest(self.row(i), count)

    def pairs(self, least: float) -> Iterator[tuple[int, int, int]]:
        """Pairs (earlier, later) with their product, of those that reach `least`, the nearest first."""
        found = [(i, j, p) for i, row in enumerate(self.rows) for j, p in row.items() if i < j and p >= least]
        return iter(sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1])))

    def sums(self, without: Collection[int], limits: Limits) -> ListedSums:
        """For merging all articles but some."""
        return ListedSums(
            [
                {} if i in without else {j: product for j, product in row.items() if j not in without}
                for i, row in enumerate(self.rows)
            ],
            limits,
        )


Products = Listed | Table


def nearest(row: dict[int, int], count: int) -> list[tuple[int, int]]:
    """So many of a row, and all that are as near as the last."""
    if len(row) <= count:
        return list(row.items())
    least = sorted(row.values(), reverse=True)[count - 1]
    return [pair for pair in row.items() if pair[1] >= least]


def products(profiles: Sequence[Profile], strictness: float = 1.0, described: Described | None = None) -> Products:
    """Products of all pairs inside the window. `profiles` stand in order of day, undated ones last; an undated one is
    compared with all. `strictness` is the power that cosines are raised to. `described` are the profiles in arrays,
    where that is known."""
    if len(profiles) > FEW:
        return _by_arrays(profiles, strictness, described)
    return _one_by_one(profiles, strictness)


def _heavy_terms(profile: Profile) -> dict[str, int]:
    heavy = _heavy(profile)
    return {t: w for t, w in profile.weights.items() if w >= heavy}


class Index:
    """Articles by day, to find those that new ones may be near to. Articles go by number; `keys` puts them in order.
    Their terms are gone through anew each time, many at once in arrays: news comes for a few days at once, and an
    archive has many."""

    def __init__(
        self,
        numbers: Sequence[int],
        keys: Sequence[Key],
        profiles: Mapping[int, Profile],
        described: Described | None = None,
    ) -> None:
        """`described` are the profiles in arrays, where they are many."""
        self._keys, self._profiles = keys, profiles
        self._heavy: Heavy | None = None
        if described is not None:
            held = Held(numbers, [profiles[number].day for number in numbers], described)
            self._heavy = Heavy(held, described, HEAVY, HEAVY_SHARE)
        self._by_day: dict[int | None, set[int]] = {}  # of those that are not there
        for number in numbers if described is None else ():
            self.add(number)

    def add(self, number: int) -> None:
        """A new article."""
        profile = self._profiles[number]
        heavy = _heavy(profile), _square(profile)
        if not (self._heavy and self._heavy.put(number, profile.day, profile.weights, heavy)):
            self._by_day.setdefault(profile.day, set()).add(number)

    def remove(self, number: int, day: int | None) -> None:
        """An article of a day that is no more there, or told otherwise."""
        if not (self._heavy and self._heavy.held.take(number)):
            self._by_day[day].remove(number)

    def rows(self, numbers: Collection[int], strictness: float) -> Iterator[dict[int, int]]:
        """For each of some articles its products with all others."""
        heavy = {number: _heavy_terms(self._profiles[number]) for number in numbers}
        asked = {term for terms in heavy.values() for term in terms}
        days = {day for number in numbers for day in self._days(self._profiles[number].day)}
        holders: dict[str, list[tuple[int, int]]] = {}
        for day in days:
            self._look_up(day, asked, holders)
        found = self._heavy.holders(days, asked) if self._heavy else {}
        squares: dict[int, int] = {}
        for number, terms in heavy.items():
            parts: dict[int, int] = {}
            get = parts.get
            for term, weight in terms.items():
                for other, theirs in holders.get(term, ()):
                    parts[other] = get(other, 0) + weight * theirs
            if found and self._heavy:
                day = self._profiles[number].day
                given, known = self._heavy.parts(found, terms, day, LEAST / (UNIT * UNIT), WINDOW_DAYS)
                parts |= given
                squares |= known
            parts.pop(number, None)
            yield self._row(number, parts, squares, strictness)

    def _look_up(self, day: int | None, asked: set[str], holders: dict[str, list[tuple[int, int]]]) -> None:
        """Puts the articles of a day beside those of some terms that are heavy in them, with their weights."""
        for number in self._by_day.get(day, ()):
            profile = self._profiles[number]
            weights = profile.weights
            if held := weights.keys() & asked:
                least = _heavy(profile)
                for term in held:
                    if (weight := weights[term]) >= least:
                        holders.setdefault(term, []).append((number, weight))

    def _row(self, number: int, parts: Mapping[int, int], squares: dict[int, int], strictness: float) -> dict[int, int]:
        """The products of an article. `parts` is what its heavy terms share with those of others, `squares` those of
        heavy terms, as far as they were asked for."""
        own = self._profiles[number]
        row: dict[int, int] = {}
        for other, part in parts.items():
            profile = self._profiles[other]
            if own.day is not None and profile.day is not None and abs(own.day - profile.day) >= WINDOW_DAYS:
                continue
            last, later, earlier = number, own, profile
            if self._keys[other] > self._keys[number]:
                last, later, earlier = other, profile, own
            square = squares.get(last)
            if square is None:
                square = squares[last] = _square(later)
            if part >= _least_part(square, later.day, earlier.day):
                row[other] = combined(later, earlier, shared_terms(later, earlier))
        return {j: kept for j, near in row.items() if (kept := _strict(near, strictness)) >= LEAST_KEPT}

    def _days(self, day: int | None) -> Iterable[int | None]:
        if day is None:
            return {*self._by_day, *(self._heavy.held.every_day() if self._heavy else ())}
        return [None, *range(day - WINDOW_DAYS + 1, day + WINDOW_DAYS)]


def _least_part(square: int, day: int | None, earlier: int | None) -> float:
    """What the heavy terms of two articles must share, where `square` is that of the later one's."""
    share = square / (UNIT * UNIT)
    if day is None or earlier is None:
        return share * LEAST
    return max(share * LEAST, share * LEAST / (1 - (day - earlier) / DECAY_DAYS))


def _by_arrays(profiles: Sequence[Profile], strictness: float, described: Described | None = None) -> Table:
    heavy = [_heavy(p) for p in profiles]
    first = [_first_in_window(profiles, i) for i in range(len(profiles))]
    found = near_pairs(profiles, described or describe(profiles), heavy, first, LEAST, LEAST_KEPT)
    return table(found, len(profiles), None if strictness <= 1 else lambda near: _strict(near, strictness), LEAST_KEPT)


def _square(profile: Profile) -> int:
    """Of the heavy terms."""
    return sum([w * w for w in _heavy_terms(profile).values()])


def _heavy(profile: Profile) -> float:
    """Weight from which on terms are looked up."""
    return min(HEAVY, HEAVY_SHARE * max(profile.weights.values(), default=0))


def _one_by_one(profiles: Sequence[Profile], strictness: float) -> Listed:
    found: list[dict[int, int]] = [{} for _ in profiles]
    postings: dict[str, list[tuple[int, int]]] = {}
    for i, profile in enumerate(profiles):
        shared: dict[int, int] = {}
        get = shared.get
        day = profile.day
        oldest = _first_in_window(profiles, i)
        looked_up = 0
        for term, weight in _heavy_terms(profile).items():
            looked_up += weight * weight
            posting = postings.setdefault(term, [])
            for j, other in posting:
                if j >= oldest:
                    shared[j] = get(j, 0) + weight * other
            posting.append((i, weight))
        share = looked_up / (UNIT * UNIT)  # of all that could have been found
        least, least_by_day = share * LEAST, _least_by_day(day, share)
        for j, part in shared.items():
            if part >= least and part >= least_by_day.get(profiles[j].day, least):
                other_one = profiles[j]
                near = _strict(combined(profile, other_one, shared_terms(profile, other_one)), strictness)
                if near >= LEAST_KEPT:
                    found[i][j] = found[j][i] = near
    return Listed(found)


def _least_by_day(day: int | None, share: float) -> dict[int | None, float]:
    """What a pair must share for the days between to leave enough of it."""
    if day is None:
        return {}
    return {day - gap: share * LEAST / (1 - gap / DECAY_DAYS) for gap in range(WINDOW_DAYS)}


def _strict(near: int, strictness: float) -> int:
    return round(UNIT * UNIT * (near / (UNIT * UNIT)) ** strictness) if strictness > 1 else near


def _first_in_window(profiles: Sequence[Profile], i: int) -> int:
    day = profiles[i].day
    if day is None:
        return 0
    low, high = 0, i
    while low < high:
        middle = (low + high) // 2
        other = profiles[middle].day
        if other is not None and day - other >= WINDOW_DAYS:
            low = middle + 1
        else:
            high = middle
    return low
