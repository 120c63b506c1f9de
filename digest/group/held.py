"""Which articles of which days hold which terms, in arrays: those of the first call, while they are told as they were.

Later ones are gone through one by one by those who ask, `topical` and `products`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.group.arrays import UNDATED_DAY, Described
from digest.group.table import runs

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Found:
    """Who holds some terms, term by term. Those of terms[i] stand from bounds[i] to bounds[i + 1]."""

    terms: list[str]
    bounds: Array
    rows: Array
    weights: Array


class Held:
    """Articles by number, and by day in rows. `numbers` and `days` are those of `described`."""

    def __init__(self, numbers: Sequence[int], days: Sequence[int | None], described: Described) -> None:
        import numpy as np

        dated = np.array([UNDATED_DAY if day is None else day for day in days], dtype=np.int64)
        order = np.argsort(dated, kind="stable")
        lengths = np.diff(described.starts)[order]
        at = runs(described.starts[order], lengths)
        self.days: Array = dated[order]
        self.numbers: Array = np.array(numbers, dtype=np.int64)[order]
        self.starts: Array = np.concatenate(([0], np.cumsum(lengths)))
        self.terms: Array = described.terms[at]
        self.weights: Array = described.weights[at].astype(np.int16)
        self._ids = described.numbers
        self._row = {number: row for row, number in enumerate(self.numbers.tolist())}
        self._there = np.ones(len(order), dtype=bool)

    def __contains__(self, number: int) -> bool:
        row = self._row.get(number)
        return row is not None and bool(self._there[row])

    def of_days(self, found: Found) -> dict[int, dict[str, int]]:
        """How many articles of each day hold each term, of those that some do."""
        import numpy as np

        places = np.repeat(np.arange(len(found.terms)), np.diff(found.bounds))
        cells, counts = np.unique(self.days[found.rows] * len(found.terms) + places, return_counts=True)
        by_day: dict[int, dict[str, int]] = {}
        for cell, count in zip(cells.tolist(), counts.tolist(), strict=True):
            day, place = divmod(cell, len(found.terms))
            by_day.setdefault(day, {})[found.terms[place]] = count
        return by_day

    def take(self, number: int) -> bool:
        """Leaves an article out. Whether it was there."""
        if number not in self:
            return False
        self._there[self._row[number]] = False
        return True

    def put(self, number: int, day: int | None, weights: Mapping[str, int]) -> int | None:
        """Takes an article in again, if its day and terms are what they were. Its row then."""
        row = self._row.get(number)
        if row is None or self.days[row] != (UNDATED_DAY if day is None else day):
            return None
        own = slice(int(self.starts[row]), int(self.starts[row + 1]))
        if list(map(self._ids.get, weights)) != self.terms[own].tolist():
            return None
        self.weights[own] = list(weights.values())
        self._there[row] = True
        return row

    def every_day(self) -> list[int | None]:
        """Days of articles."""
        import numpy as np

        return [None if day == UNDATED_DAY else day for day in np.unique(self.days).tolist()]

    def holders(self, days: Iterable[int | None], terms: Collection[str], least: Array | None = None) -> Found:
        """Who of some days holds some terms; `least` is the weight that counts, row by row."""
        import numpy as np

        ids = {id_: term for term in terms if (id_ := self._ids.get(term)) is not None}
        place = np.full(len(self._ids), -1, dtype=np.int32)
        place[list(ids)] = np.arange(len(ids))
        held = [np.flatnonzero(place[self.terms[low:high]] >= 0) + low for low, high in self._ranges(days)]
        cells = np.concatenate([np.empty(0, dtype=np.int64), *held])
        rows, weights = np.searchsorted(self.starts, cells, side="right") - 1, self.weights[cells]
        counted = self._there[rows]
        if least is not None:
            counted &= weights >= least[rows]
        places = place[self.terms[cells[counted]]]
        order = np.argsort(places, kind="stable")
        bounds = np.searchsorted(places[order], np.arange(len(ids) + 1))
        return Found(list(ids.values()), bounds, rows[counted][order], weights[counted][order].astype(np.int64))

    def _ranges(self, days: Iterable[int | None]) -> Iterator[tuple[int, int]]:
        """Where the terms of some days stand."""
        import numpy as np

        wanted = np.array(sorted(UNDATED_DAY if day is None else day for day in days), dtype=np.int64)
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

    def __init__(self, held: Held, most: float, share: float) -> None:
        import numpy as np

        self.held = held
        full = np.flatnonzero(np.diff(held.starts))
        heaviest = np.zeros(len(held.days))
        if len(full):
            heaviest[full] = np.maximum.reduceat(held.weights, held.starts[full])
        self._least: Array = np.minimum(most, share * heaviest)
        owners = np.repeat(np.arange(len(held.days)), np.diff(held.starts))
        weights = np.where(held.weights >= self._least[owners], held.weights, 0).astype(np.float64)
        self._squares: Array = np.bincount(owners, weights * weights, minlength=len(held.days))

    def put(self, number: int, day: int | None, weights: Mapping[str, int], heavy: tuple[float, int]) -> bool:
        """See `Held.put`. `heavy` is the least weight of its heavy terms, and the sum of their squares."""
        row = self.held.put(number, day, weights)
        if row is not None:
            self._least[row], self._squares[row] = heavy
        return row is not None

    def holders(self, days: Iterable[int | None], terms: Collection[str]) -> Found:
        """Who of some days holds some terms as heavy ones."""
        return self.held.holders(days, terms, self._least)

    def parts(self, found: Found, terms: Mapping[str, int], day: int | None, least: float, days: int) -> dict[int, int]:
        """Articles inside the window of so many days around a day that some heavy terms may be enough for: those of
        whose heavy terms, or of these, they give a share of at least `least`. With what they give."""
        import numpy as np

        spans = [slice(*found.bounds[i : i + 2].tolist()) for i, term in enumerate(found.terms) if term in terms]
        own = [terms[term] for term in found.terms if term in terms]
        if not spans:
            return {}
        rows = np.concatenate([found.rows[span] for span in spans])
        if not len(rows):
            return {}
        low = int(rows.min())
        given = np.concatenate([found.weights[span] * weight for span, weight in zip(spans, own, strict=True)])
        parts = np.bincount(rows - low, given)
        squares = np.minimum(self._squares[low : low + len(parts)], sum([w * w for w in terms.values()]))
        enough = (parts >= squares * least - 1) & (parts > 0)  # 1: what rounding may take off
        if day is not None:
            theirs = self.held.days[low : low + len(parts)]
            enough &= (theirs == UNDATED_DAY) | (np.abs(theirs - day) < days)
        near = np.flatnonzero(enough)
        return dict(zip(self.held.numbers[near + low].tolist(), parts[near].astype(np.int64).tolist(), strict=True))
