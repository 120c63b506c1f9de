"""Which articles are near which, kept from one grouping to the next. Articles go by numbers that are theirs for good;
those that came with the first call stand in the arrays of `products`, later ones in dictionaries beside them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from digest.group.products import nearest, products, row_of
from digest.group.profile import Profile
from digest.group.signals import WINDOW_DAYS

Key = tuple[bool, str, str, str]
"""Where an article stands in the order of all: undated ones last, then by day, id and path."""


class Rows:
    """Products of pairs of articles. `order` is in step with them: all numbers, in the order of their keys."""

    def __init__(
        self, order: Sequence[int], keys: Sequence[Key], profiles: Mapping[int, Profile], strictness: float
    ) -> None:
        self.order = list(order)
        self._keys, self._profiles, self._strictness = keys, profiles, strictness
        self._first = list(order)  # the numbers that the table was made of
        self._plain = self._first == list(range(len(self._first)))  # places and numbers are the same
        self._places = {number: place for place, number in enumerate(order)}
        self.table = products([profiles[number] for number in order], strictness)
        self._gone: set[int] = set()
        self._later: dict[int, dict[int, int]] = {}

    def __contains__(self, number: int) -> bool:
        return number in self._places or number in self._later

    def of(self, number: int) -> dict[int, int]:
        """Number of another article → product of both."""
        place = self._places.get(number)
        if place is None:
            return self._later[number]
        found = self.table.row(place)
        first, gone = self._first, self._gone
        if not self._plain or gone:
            found = {other: p for j, p in found.items() if (other := first[j]) not in gone}
        later = self._later.get(number)
        return {**found, **later} if later else found

    def nearest(self, number: int, count: int) -> list[tuple[int, int]]:
        """So many articles that are near to one, with the product of both, and all that are as near as the last."""
        if self._plain and not self._gone and number not in self._later:
            return self.table.nearest(self._places[number], count)
        return nearest(self.of(number), count)

    def add(self, number: int) -> dict[int, int]:
        """The row of an article that is new."""
        at = bisect_left(self.order, self._keys[number], key=self._keys.__getitem__)
        earlier, later = self._window(number, at)
        row = row_of(self._profiles[number], earlier, later, self._strictness)
        self.order.insert(at, number)
        self._later[number] = dict(row)
        for other, product in row.items():
            self._later.setdefault(other, {})[number] = product
        return row

    def remove(self, number: int) -> dict[int, int]:
        """The row that an article had."""
        row = self.of(number)
        del self.order[bisect_left(self.order, self._keys[number], key=self._keys.__getitem__)]
        self._later.pop(number, None)
        if self._places.pop(number, None) is not None:
            self._gone.add(number)
        for other in row:
            if other in self._later:
                self._later[other].pop(number, None)
        return row

    def _window(self, number: int, at: int) -> tuple[list[tuple[int, Profile]], list[tuple[int, Profile]]]:
        """Articles before and after a place in the order that may be near."""
        profiles, order = self._profiles, self.order
        day = profiles[number].day
        low, high = at, at
        dated = len(order) if day is None else bisect_left(order, True, key=lambda n: self._keys[n][0])
        while low and (day is None or abs(day - (profiles[order[low - 1]].day or 0)) < WINDOW_DAYS):
            low -= 1
        while high < dated and (day is None or abs((profiles[order[high]].day or 0) - day) < WINDOW_DAYS):
            high += 1
        earlier = [(n, profiles[n]) for n in order[low:at]]
        return earlier, [(n, profiles[n]) for n in [*order[at:high], *order[max(high, dated) :]]]
