"""Which articles of which days hold which terms, in arrays: those of the first call, while they are told as they were.

Later ones are gone through one by one by those who ask, `topical` and `products`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap
from typing import TYPE_CHECKING, Any

from digest.group.arrays import Described
from digest.group.table import runs

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

LAST = 1 << 40  # the day of articles without one, which stand after all others


@dataclass(frozen=True, slots=True)
class Found:
    """Who holds some terms: each pair of an article and a term."""

    terms: list[str]
    places: Array  # of the pair's term among them
    rows: Array  # of the pair's article
    cells: Array  # where the pair stands


class Held:
    """Articles by number, and by day in rows. `numbers` and `days` are those of `described`."""

    def __init__(self, numbers: Sequence[int], days: Sequence[int | None], described: Described) -> None:
        import numpy as np

        dated = np.array([LAST if day is None else day for day in days], dtype=np.int64)
        self.order: Array = np.argsort(dated, kind="stable")  # of rows, by those of `described`
        self.days: Array = dated[self.order]
        self.numbers: Array = np.array(numbers, dtype=np.int64)[self.order]
        self.starts, self.terms = described.starts, described.terms
        if (np.diff(dated) < 0).any():  # else nothing is kept twice
            lengths = np.diff(described.starts)[self.order]
            self.terms = described.terms[runs(described.starts[self.order], lengths)]
            self.starts = np.concatenate(([0], np.cumsum(lengths)))
        self._ids = described.numbers
        self._rows: Array = np.full(int(self.numbers.max(initial=-1)) + 1, -1, dtype=np.int32)
        self._rows[self.numbers] = np.arange(len(dated))
        self._there = np.ones(len(dated), dtype=bool)

    def row(self, number: int) -> int:
        """Of an article; -1 for a later one."""
        return int(self._rows[number]) if number < len(self._rows) else -1

    def take(self, number: int) -> bool:
        """Leaves an article out. Whether it was there."""
        row = self.row(number)
        if row < 0 or not self._there[row]:
            return False
        self._there[row] = False
        return True

    def put(self, number: int, day: int | None, terms: Iterable[str]) -> slice | None:
        """Takes an article in again, if its day and terms are what they were. Where they stand then."""
        row = self.row(number)
        if row < 0 or self.days[row] != (LAST if day is None else day):
            return None
        own = slice(int(self.starts[row]), int(self.starts[row + 1]))
        if list(map(self._ids.get, terms)) != self.terms[own].tolist():
            return None
        self._there[row] = True
        return own

    def every_day(self) -> list[int | None]:
        """Days of articles."""
        import numpy as np

        return [None if day == LAST else day for day in np.unique(self.days).tolist()]

    def of_days(self, found: Found) -> dict[int, dict[str, int]]:
        """How many articles of each day hold each term, of those that some do."""
        import numpy as np

        cells, counts = np.unique(self.days[found.rows] * len(found.terms) + found.places, return_counts=True)
        by_day: dict[int, dict[str, int]] = {}
        for cell, count in zip(cells.tolist(), counts.tolist(), strict=True):
            day, place = divmod(cell, len(found.terms))
            by_day.setdefault(day, {})[found.terms[place]] = count
        return by_day

    def holders(self, days: Iterable[int | None], terms: Collection[str]) -> Found:
        """Who of some days holds some terms."""
        import numpy as np

        ids = {id_: term for term in terms if (id_ := self._ids.get(term)) is not None}
        place = np.full(len(self._ids), -1, dtype=np.int32)
        place[list(ids)] = np.arange(len(ids))
        held = [np.flatnonzero(place[self.terms[low:high]] >= 0) + low for low, high in self._ranges(days)]
        cells = np.concatenate([np.empty(0, dtype=np.int64), *held])
        rows = np.searchsorted(self.starts, cells, side="right") - 1
        counted = self._there[rows]
        return Found(list(ids.values()), place[self.terms[cells[counted]]], rows[counted], cells[counted])

    def _ranges(self, days: Iterable[int | None]) -> Iterator[tuple[int, int]]:
        """Where the terms of some days stand."""
        import numpy as np

        wanted = np.array(sorted(LAST if day is None else day for day in days), dtype=np.int64)
        opens = self.starts[np.searchsorted(self.days, wanted)].tolist()
        closes = self.starts[np.searchsorted(self.days, wanted, side="right")].tolist()
        low = high = 0
        for start, end in zip(opens, closes, strict=True):
            if start != high:
                if high > low:
                    yield low, high
                low = start
            high = end
        if high > low:
            yield low, high


class Heavy:
    """Heavy terms of articles: what candidates are found by. See `products` for what they are."""

    def __init__(self, held: Held, described: Described, most: float, share: float) -> None:
        import numpy as np

        self.held = held
        lengths = np.diff(described.starts)
        at = runs(described.starts[held.order], lengths[held.order])
        self._weights: Array = described.weights[at].astype(np.int16)
        full = np.flatnonzero(np.diff(held.starts))
        heaviest = np.zeros(len(held.days))
        if len(full):
            heaviest[full] = np.maximum.reduceat(self._weights, held.starts[full])
        self._least: Array = np.minimum(most, share * heaviest)
        owners = np.repeat(np.arange(len(held.days)), np.diff(held.starts))
        weights = np.where(self._weights >= self._least[owners], self._weights, 0).astype(np.float64)
        self._squares: Array = np.bincount(owners, weights * weights, minlength=len(held.days))

    def put(self, number: int, day: int | None, weights: Mapping[str, int], heavy: tuple[float, int]) -> bool:
        """See `Held.put`. `heavy` is the least weight of its heavy terms, and the sum of their squares."""
        own = self.held.put(number, day, weights)
        if own is None:
            return False
        self._weights[own] = list(weights.values())
        row = self.held.row(number)
        self._least[row], self._squares[row] = heavy
        return True

    def holders(self, days: Iterable[int | None], terms: Collection[str]) -> dict[str, tuple[Array, Array]]:
        """Who of some days holds some terms as heavy ones: rows and weights, term by term."""
        import numpy as np

        found = self.held.holders(days, terms)
        weights = self._weights[found.cells]
        heavy = np.flatnonzero(weights >= self._least[found.rows])
        heavy = heavy[np.argsort(found.places[heavy], kind="stable")]
        rows, weights = found.rows[heavy], weights[heavy].astype(np.int64)
        bounds = np.searchsorted(found.places[heavy], np.arange(len(found.terms) + 1)).tolist()
        spans = starmap(slice, pairwise(bounds))
        return {term: (rows[span], weights[span]) for term, span in zip(found.terms, spans, strict=True)}

    def parts(
        self,
        holders: Mapping[str, tuple[Array, Array]],
        terms: Mapping[str, int],
        day: int | None,
        least: float,
        days: int,
    ) -> tuple[dict[int, int], dict[int, int]]:
        """Articles inside the window of so many days around a day that some heavy terms may be enough for: those of
        whose heavy terms, or of these, they give a share of at least `least`. With what they give, and with the squares
        of the heavy terms of each."""
        import numpy as np

        held = [(*holders[term], weight) for term, weight in terms.items() if term in holders]
        rows = np.concatenate([np.empty(0, dtype=np.int64), *(rows for rows, _, _ in held)])
        if not len(rows):
            return {}, {}
        low = int(rows.min())
        parts = np.bincount(rows - low, np.concatenate([weights * own for _, weights, own in held]))
        squares = np.minimum(self._squares[low : low + len(parts)], sum([w * w for w in terms.values()]))
        enough = (parts >= squares * least - 1) & (parts > 0)  # 1: what rounding may take off
        if day is not None:
            theirs = self.held.days[low : low + len(parts)]
            enough &= (theirs == LAST) | (np.abs(theirs - day) < days)
        near = np.flatnonzero(enough)
        numbers, given = self.held.numbers[near + low].tolist(), parts[near].astype(np.int64).tolist()
        theirs = self._squares[near + low].astype(np.int64).tolist()
        return dict(zip(numbers, given, strict=True)), dict(zip(numbers, theirs, strict=True))
