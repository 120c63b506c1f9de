"""The articles of one language → groups, kept from one call to the next: what a new article changes is done again, the
rest stays as it was. The result is that of doing all of it at once.

`merge` goes from near to far, and what happens in one group never asks about another unless both are near enough to
merge. So only groups that lose or get an article are merged again, from single articles on, together with every group
that one of theirs, as it was at some time, would have merged with (`_meetings`)."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from digest.group.arrays import Described
from digest.group.attach import Guests, is_large
from digest.group.merge import Groups, Span, Step, contrast, fits, merge
from digest.group.products import Key
from digest.group.profile import UNIT, Profile
from digest.group.rows import Rows
from digest.group.strays import Strays
from digest.group.sums import ROUNDED, Limits, nearness
from digest.group.surroundings import Around, surroundings

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


class Language:
    """Groups by the number of their first article. `keys` and `profiles` are those of all articles, by number."""

    def __init__(self, keys: Sequence[Key], profiles: Mapping[int, Profile], limits: Limits, strictness: float) -> None:
        self.keys, self.profiles, self.limits, self.strictness = keys, profiles, limits, strictness
        self.rows: Rows | None = None
        self.cores: dict[int, Core] = {}  # article → what it was merged into; none for those that stayed alone
        self.stirred: dict[int, int] = {}  # articles near to new or gone ones → the product of both, at most
        self.guests = Guests(self)
        self.strays = Strays(self)

    def update(self, gone: Collection[int], new: Collection[int], described: Described | None = None) -> set[int]:
        """Takes articles out and in. Groups that may have other articles now, those that are no more among them.
        `described`: those that come first, in order, where they are known in arrays."""
        if self.rows is None:
            self.stirred = {}
            everyone = self._start(sorted(new, key=self.keys.__getitem__), described)
            touched = self.guests.update(everyone, everyone, everyone)
        else:
            touched = self.guests.update(*self._exchange(gone, new))
        return touched | self.strays.update(touched)

    def _exchange(self, gone: Collection[int], new: Collection[int]) -> tuple[set[int], set[int], set[int]]:
        """Articles that are gone, new, or merged with others than before; those that are near them; and those that are
        near such of them as were or are in large groups. A number that is both gone and new is an article that is told
        otherwise now."""
        assert self.rows is not None
        lost = set(gone).difference(new)
        again = {n for number in gone if (core := self.cores.get(number)) for n in core.members} | set(new)
        large = {n for n in gone if self._in_large(n)}
        left = [(number, self.rows.remove(number)) for number in gone]
        beside = {other for number, row in left if number in large for other in row}
        stirred: dict[int, int] = {}
        for row in [*(row for _, row in left), *self.rows.add(new)]:
            for other, product in row.items():
                if stirred.get(other, 0) < product:
                    stirred[other] = product
        self.stirred = stirred
        again = {n for n in again - lost if not self.profiles[n].attaches_only}
        merged, before = self._merge_again(again, lost, new)
        changed = merged.union(gone, new)
        near = set(stirred)
        for number in changed - lost:
            if number not in new:
                near.update(self.rows.others(number))
            if number in before or self._in_large(number):
                beside.update(self.rows.others(number))
        return changed, near - lost, beside - lost

    def _in_large(self, number: int) -> bool:
        return is_large(core) if (core := self.cores.get(number)) else False

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

    def _start(self, order: list[int], described: Described | None) -> set[int]:
        self.rows = Rows(order, self.keys, self.profiles, self.strictness, described)
        self.surroundings = surroundings(self.rows, self.profiles)
        self.surroundings.add(order)
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

    def _merged(self, order: Sequence[int]) -> Groups:
        inside = self.surroundings.among(order)
        pairs = inside.pairs(self.limits.threshold * UNIT * UNIT)
        return merge(inside.sums((), self.limits), pairs, [self.profiles[n] for n in order], self.limits)

    def _install(self, groups: Groups, order: Sequence[int]) -> None:
        for g, steps in groups.steps.items():
            members = tuple(order[i] for i in groups.members[g])
            core = Core(members, tuple(steps), (groups.first[g], groups.last[g]), order[g])
            self.cores.update(dict.fromkeys(members, core))
        leads = list(map(self.group_of, order))
        self.surroundings.put(order, leads, list(map(self.norm, leads)))

    def _merge_again(self, again: set[int], lost: Collection[int], new: Collection[int]) -> tuple[set[int], set[int]]:
        """Merges some articles from the start, and what they would meet. Members of groups that are others now, and
        all that were in large groups before."""
        assert self.rows is not None
        self.surroundings.add(new)
        self.surroundings.begin()
        while True:
            order = sorted(again, key=self.keys.__getitem__)
            groups = self._merged(order)
            met = self._meetings(groups, order, lost, new)
            if not met:
                break
            again |= met
        before = {core for n in [*order, *lost] if (core := self.cores.pop(n, None)) is not None}
        old = {frozenset(core.members) for core in before}
        self._install(groups, order)
        now = {frozenset(core.members) for n in order if (core := self.cores.get(n)) is not None}
        others = (old ^ now) | {members for members in now if not members.isdisjoint(new)}
        large = {n for core in before if is_large(core) for n in core.members}
        return {n for members in others for n in members if n not in lost}, large

    def _meetings(self, groups: Groups, order: Sequence[int], lost: Collection[int], new: Collection[int]) -> set[int]:
        """Articles outside of `order` in groups that would have merged with one of these, as it was at some time."""
        before = self._lives(order, lost, new)
        met: set[int] = set()
        for g, members in enumerate(groups.members):
            fresh = []
            for step in groups.steps.get(g, ALONE) if members else ():
                own = [order[i] for i in members[step.start : step.end]]
                born, left = before.get(frozenset(own), (-math.inf, math.inf))
                if not (step.born <= born and step.gone >= left):  # else it was there, and met nobody
                    fresh.append(step)
            if fresh:
                own = [order[i] for i in members]
                self._meet(fresh, own, self.surroundings.around(own, min(map(self._least, fresh))), met)
        return met

    def _least(self, step: Step) -> float:
        """Product with a group from which on it may have been merged with that before it was merged with another: no
        group is shorter than an article."""
        return (max(self.limits.threshold, step.gone) - ROUNDED) * math.sqrt(step.norm) * UNIT

    def _meet(self, fresh: Sequence[Step], own: Sequence[int], around: Around, met: set[int]) -> None:
        """Adds to `met` the articles of groups that one of some steps would have merged with. The steps are those of
        one group, and `around` is what its articles are near to outside."""
        for lead in around.near(fresh, list(map(self._least, fresh))):
            if lead not in met:
                core = self.cores.get(lead)
                members, steps = (core.members, core.steps) if core else ((lead,), ALONE)
                for a, b, product in around.meetings(fresh, lead, members, steps, self.limits.threshold):
                    one, other = fresh[a], steps[b]
                    ours, theirs = own[one.start : one.end], members[other.start : other.end]
                    if self._would_merge(one, ours, other, theirs, product):
                        met.update(members)
                        break

    def _lives(self, order: Sequence[int], lost: Collection[int], new: Collection[int]) -> dict[frozenset[int], Life]:
        """When each group was there that some articles made before."""
        found = {frozenset((n,)): (math.inf, -math.inf) for n in order if n not in self.cores and n not in new}
        for core in {self.cores[n] for n in [*order, *lost] if n in self.cores}:
            for step in core.steps:
                members = frozenset(core.members[step.start : step.end])
                if members.isdisjoint(new):
                    found[members] = step.born, step.gone
        return found

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
