"""The articles of one language → groups, kept from one call to the next: what a new article changes is done again, the
rest stays as it was. The result is that of doing all of it at once.

`merge` goes from near to far, and what happens in one group never asks about another unless both are near enough to
merge. So only groups that lose or get an article are merged again, from single articles on, together with every group
that one of theirs, as it was at some time, would have merged with (`_meetings`)."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from digest.group.attach import Guests
from digest.group.merge import Groups, Span, Step, contrast, fits, merge
from digest.group.products import Key, Listed
from digest.group.profile import UNIT, Profile
from digest.group.rows import Rows
from digest.group.strays import Strays
from digest.group.sums import ROUNDED, Limits, ListedSums, nearness

Life = tuple[float, float]
"""`born` and `gone` of a step."""

ALONE = (Step(0, 1, UNIT * UNIT),)


@dataclass(frozen=True, slots=True, eq=False)
class Core:
    """Articles that were merged, by number, in the order that `steps` counts in."""

    members: tuple[int, ...]
    steps: tuple[Step, ...]
    days: Span
    lead: int  # the first of them, which names the group

    @property
    def norm(self) -> int:
        """Square of the length of the summed profiles."""
        return self.steps[-1].norm


class _Near:
    """Articles of one group that the articles of another are near to: with products, and the sums of all before."""

    __slots__ = ("_places", "products", "sums")

    def __init__(self) -> None:
        self._places: list[int] = []  # of those that are near to them, in order
        self.products: list[tuple[int, int]] = []
        self.sums = [0]

    def add(self, place: int, number: int, product: int) -> None:
        """An article that the one at a place is near to. Places come in order."""
        self._places.append(place)
        self.products.append((number, product))
        self.sums.append(self.sums[-1] + product)

    def between(self, start: int, end: int) -> tuple[int, int]:
        """Where the products stand of those at some places."""
        return bisect_left(self._places, start), bisect_left(self._places, end)


class Language:
    """Groups by the number of their first article. `keys` and `profiles` are those of all articles, by number."""

    def __init__(self, keys: Sequence[Key], profiles: Mapping[int, Profile], limits: Limits, strictness: float) -> None:
        self.keys, self.profiles, self.limits, self.strictness = keys, profiles, limits, strictness
        self.rows: Rows | None = None
        self.cores: dict[int, Core] = {}  # article → what it was merged into; none for those that stayed alone
        self.stirred: dict[int, int] = {}  # articles near to new or gone ones → the product of both, at most
        self.guests = Guests(self)
        self.strays = Strays(self)

    def update(self, gone: Collection[int], new: Collection[int]) -> set[int]:
        """Takes articles out and in. Groups that may have other articles now, those that are no more among them."""
        if self.rows is None:
            self.stirred = {}
            changed, near = self._start(sorted(new, key=self.keys.__getitem__)), set[int]()
        else:
            changed, near = self._exchange(gone, new)
        touched = self.guests.update(changed, near)
        return touched | self.strays.update(touched)

    def _exchange(self, gone: Collection[int], new: Collection[int]) -> tuple[set[int], set[int]]:
        """Articles that are gone, new, or merged with others than before; and those that are near them. A number that
        is both gone and new is an article that is told otherwise now."""
        assert self.rows is not None
        lost = set(gone).difference(new)
        stirred: dict[int, int] = {}
        again = {n for number in gone if (core := self.cores.get(number)) for n in core.members} | set(new)
        for rows in (map(self.rows.remove, gone), map(self.rows.add, new)):
            for row in rows:
                for other, product in row.items():
                    if stirred.get(other, 0) < product:
                        stirred[other] = product
        self.stirred = stirred
        again = {n for n in again - lost if not self.profiles[n].attaches_only}
        changed = self._merge_again(again, lost, new).union(gone, new)
        near = set(stirred)
        for number in changed.difference(lost, new):
            near.update(self.rows.of(number))
        return changed, near - lost

    def alone(self, number: int) -> bool:
        """Whether an article was merged with none."""
        return number not in self.cores

    def members(self, group: int) -> tuple[int, ...]:
        """The articles of a group with its guests, before strays came to it; none for a number that names no group."""
        assert self.rows is not None
        core = self.cores.get(group)
        if group not in self.rows or group in self.guests.host or (core is not None and core.lead != group):
            return ()
        return (*(core.members if core else (group,)), *self.guests.of(group))

    def days(self, group: int) -> Span:
        """First and last day of a group, before others were attached to it."""
        core = self.cores.get(group)
        day = self.profiles[group].day
        return core.days if core else (day, day)

    def norm(self, group: int) -> int:
        """Square of its summed profiles, before others were attached to it."""
        core = self.cores.get(group)
        return core.norm if core else UNIT * UNIT

    def group_of(self, number: int) -> int:
        """The group that an article was merged into or is by itself, whatever it was attached to."""
        core = self.cores.get(number)
        return core.lead if core else number

    def _start(self, order: list[int]) -> set[int]:
        self.rows = Rows(order, self.keys, self.profiles, self.strictness)
        waiting = {i for i, n in enumerate(order) if self.profiles[n].attaches_only}
        table = self.rows.table
        pairs = (
            pair
            for pair in table.pairs(self.limits.threshold * UNIT * UNIT)
            if pair[0] not in waiting and pair[1] not in waiting
        )
        groups = merge(table.sums(waiting, self.limits), pairs, [self.profiles[n] for n in order], self.limits)
        self._install(groups, order)
        return set(order)

    def _merged(self, order: Sequence[int], place: Mapping[int, int]) -> Groups:
        assert self.rows is not None
        rows = [{place[j]: product for j, product in self.rows.of(n).items() if j in place} for n in order]
        pairs = Listed(rows).pairs(self.limits.threshold * UNIT * UNIT)
        return merge(ListedSums(rows, self.limits), pairs, [self.profiles[n] for n in order], self.limits)

    def _install(self, groups: Groups, order: Sequence[int]) -> None:
        for g, steps in groups.steps.items():
            members = tuple(order[i] for i in groups.members[g])
            core = Core(members, tuple(steps), (groups.first[g], groups.last[g]), order[g])
            self.cores.update(dict.fromkeys(members, core))

    def _merge_again(self, again: set[int], lost: Collection[int], new: Collection[int]) -> set[int]:
        """Merges some articles from the start, and what they would meet. Members of groups that are others now."""
        while True:
            order = sorted(again, key=self.keys.__getitem__)
            place = {number: i for i, number in enumerate(order)}
            groups = self._merged(order, place)
            met = self._meetings(groups, order, place, self._lives(order, lost, new))
            if not met:
                break
            again |= met
        old = {frozenset(core.members) for n in [*order, *lost] if (core := self.cores.pop(n, None)) is not None}
        self._install(groups, order)
        now = {frozenset(core.members) for n in order if (core := self.cores.get(n)) is not None}
        others = (old ^ now) | {members for members in now if not members.isdisjoint(new)}
        return {n for members in others for n in members if n not in lost}

    def _meetings(
        self, groups: Groups, order: Sequence[int], place: Mapping[int, int], before: Mapping[frozenset[int], Life]
    ) -> set[int]:
        """Articles outside of `order` in groups that would have merged with one of these, as it was at some time."""
        assert self.rows is not None
        rows = [
            {j: p for j, p in self.rows.of(n).items() if j not in place and not self.profiles[j].attaches_only}
            for n in order
        ]
        met: set[int] = set()
        for g, members in enumerate(groups.members):
            near: dict[int, _Near] | None = None
            for step in groups.steps.get(g, ALONE) if members else ():
                inside = members[step.start : step.end]
                born, left = before.get(frozenset(order[i] for i in inside), (-math.inf, math.inf))
                if step.born <= born and step.gone >= left:
                    continue  # it was there before, for as long, and met nobody
                if near is None:
                    near = self._near_cores([rows[i] for i in members])
                own = [order[i] for i in inside]
                for other, products in near.items():
                    if other not in met and self._meets(step, own, other, products):
                        core = self.cores.get(other)
                        met.update(core.members if core else (other,))
        return met

    def _lives(self, order: Sequence[int], lost: Collection[int], new: Collection[int]) -> dict[frozenset[int], Life]:
        """When each group was there that some articles made before."""
        found = {frozenset((n,)): (math.inf, -math.inf) for n in order if n not in self.cores and n not in new}
        for core in {self.cores[n] for n in [*order, *lost] if n in self.cores}:
            for step in core.steps:
                members = frozenset(core.members[step.start : step.end])
                if members.isdisjoint(new):
                    found[members] = step.born, step.gone
        return found

    def _near_cores(self, rows: Iterable[Mapping[int, int]]) -> dict[int, _Near]:
        """Groups that some articles, in order, are near enough to, all together, for any of them to be."""
        cores = self.cores
        found: dict[int, _Near] = {}
        for place, row in enumerate(rows):
            for j, product in row.items():
                core = cores.get(j)
                lead = core.lead if core else j
                near = found.get(lead)
                if near is None:
                    near = found[lead] = _Near()
                near.add(place, j, product)
        least = (self.limits.threshold - ROUNDED) * UNIT * UNIT
        return {lead: near for lead, near in found.items() if near.sums[-1] >= least}

    def _meets(self, step: Step, own: Sequence[int], other: int, near: _Near) -> bool:
        low, high = near.between(step.start, step.end)
        least_square = (self.limits.threshold - ROUNDED) ** 2 * step.norm  # of the sum, by the square of the other
        if (near.sums[high] - near.sums[low]) ** 2 < least_square * UNIT * UNIT:
            return False
        products: dict[int, int] = {}
        for j, product in near.products[low:high]:
            products[j] = products.get(j, 0) + product
        core = self.cores.get(other)
        members = core.members if core else (other,)
        sums = [0, *accumulate([products.get(n, 0) for n in members])]
        for theirs in core.steps if core else ALONE:
            product = sums[theirs.end] - sums[theirs.start]
            likely = product and product * product >= least_square * theirs.norm
            if likely and self._would_merge(step, own, theirs, members[theirs.start : theirs.end], product):
                return True
        return False

    def _would_merge(self, a: Step, own: Sequence[int], b: Step, others: Sequence[int], product: int) -> bool:
        score = nearness(product, (a.norm, b.norm), (len(own), len(others)), self.limits)
        if score < self.limits.threshold or min(score, a.born, b.born) < max(a.gone, b.gone):
            return False
        one, two = [self.profiles[n] for n in own], [self.profiles[n] for n in others]
        if not fits(span(one), span(two), self.limits):
            return False
        apart = contrast(one, two) if len(one) > 1 and len(two) > 1 else 0.0
        return score - self.limits.contrast_penalty * apart >= self.limits.threshold


def span(profiles: Sequence[Profile]) -> Span:
    """First and last day."""
    days = [p.day for p in profiles if p.day is not None]
    return min(days, default=None), max(days, default=None)
