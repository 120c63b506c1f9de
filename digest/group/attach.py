"""Articles that were merged with none → the groups that they are guests of. Fifth step of grouping.

Stragglers: a large story is told from many sides, and a portrait or a reaction shares less with it than two reports
share with each other. Live blogs and round-ups, which attach only, wait until all groups are made."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import TYPE_CHECKING

from digest.group.merge import fits
from digest.group.profile import UNIT
from digest.group.sums import ROUNDED

if TYPE_CHECKING:
    from digest.group.language import Core, Language

STRAGGLER_SIMILARITY = 0.11  # to a large group, of an article that no other group is near
STRAGGLER_LEAD = 2.0  # times as near as the second large group
STRAGGLER_FLOOR = 0.05  # taken for the second where there is none: a small site has no second group to compare with
STRAGGLED_SIZE = 5  # articles of a large group
LEAST_STRAGGLED = (STRAGGLER_FLOOR - ROUNDED) * UNIT  # times the length of a group: what is less is no second either


class Guests:
    """Who is put into which group of a language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self.host: dict[int, int] = {}  # article → group
        self._of: dict[int, set[int]] = {}
        self._waiting: set[int] = set()

    def of(self, group: int) -> list[int]:
        """Guests of a group."""
        return sorted(self._of.get(group, ()))

    def update(self, changed: Collection[int], near: Collection[int], beside: Collection[int]) -> set[int]:
        """Finds hosts for those of whom it may be another one now. `near` are articles near to what `changed`, and
        `beside` those near to what of it was or is in large groups. Groups that may have other articles than before."""
        language = self._language
        assert language.rows is not None
        rows = language.rows
        guests = {guest for number in changed for guest in self._of.get(number, ())}
        dirty = guests.union(changed, beside)
        touched = set(changed)
        moved = set(guests)
        alone = [number for number in dirty if number in rows and language.alone(number)]
        stragglers = language.surroundings.large(alone, STRAGGLED_SIZE, STRAGGLER_SIMILARITY)
        for number in dirty:
            if number in rows and language.profiles[number].attaches_only:
                self._waiting.add(number)
                continue
            self._waiting.discard(number)
            if self._move(number, self._straggled(number) if number in stragglers else None, touched):
                moved.add(number)
        if self._waiting:
            dirty.update(near)
            dirty.update(n for number in moved if number in rows for n in rows.others(number))
            for number in sorted(self._waiting.intersection(dirty)):
                self._move(number, self._awaited(number), touched)
        return touched

    def _move(self, number: int, host: int | None, touched: set[int]) -> bool:
        before = self.host.pop(number, None)
        if before is not None:
            self._of[before].discard(number)
        if host is not None:
            self.host[number] = host
            self._of.setdefault(host, set()).add(number)
        if before == host:
            return False
        self._language.surroundings.host(number, host)
        touched.update(n for n in (number, before, host) if n is not None)
        return True

    def _straggled(self, number: int) -> int | None:
        """A large group that is far nearer than any other."""
        language = self._language
        near = language.surroundings.groups(number, LEAST_STRAGGLED * UNIT)
        likely = [
            (core, product)
            for lead, product in near.items()
            if (core := language.cores.get(lead)) is not None
            and is_large(core)
            and product * product >= LEAST_STRAGGLED**2 * core.norm
        ]
        if max([product for _, product in likely], default=0) < (STRAGGLER_SIMILARITY - ROUNDED) * UNIT * UNIT:
            return None  # no group is shorter than an article
        day = language.profiles[number].day
        ranked = sorted(
            (-round(product / math.sqrt(UNIT * UNIT * core.norm), 9), language.keys[core.lead], core.lead)
            for core, product in likely
            if fits((day, day), core.days, language.limits)
        )[:2]
        if not ranked:
            return None
        second = max(-ranked[1][0] if len(ranked) > 1 else 0.0, STRAGGLER_FLOOR)
        nearest = -ranked[0][0]
        return ranked[0][2] if nearest >= STRAGGLER_SIMILARITY and nearest >= STRAGGLER_LEAD * second else None

    def _awaited(self, number: int) -> int | None:
        """The group that an article is nearest to that only attaches."""
        language = self._language
        least = (language.limits.threshold - ROUNDED) * UNIT * UNIT  # of any group: none is shorter than an article
        near = language.surroundings.hosts(number, least)  # two live blogs are near to each other, and make no story
        day = language.profiles[number].day
        scored = sorted(
            (-round(product / (UNIT * math.sqrt(language.norm(g))), 9), language.keys[g], g)
            for g, product in near.items()
        )
        for negative, _, group in scored:
            if -negative >= language.limits.threshold and fits((day, day), language.days(group), language.limits):
                return group
        return None


def is_large(core: Core) -> bool:
    """Whether a group is one that stragglers come to."""
    return len(core.members) >= STRAGGLED_SIZE
