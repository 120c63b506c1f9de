"""Terms that are written more these days than they usually are: they are what the news is about, and weigh more.

A shipped table says how rare a word is in general; that ten articles of one week hold it says that something happened.
Each doubling of the number that the table lets expect counts, up to a few. Only doublings count, so that one article
more changes nothing for nearly all others. An article without a date has no "these days", and what no table knows (see
`rarity`) has no expectation."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from digest.group.arrays import Described
from digest.group.held import Held
from digest.group.profile import UNIT, Profile

DAYS = 4  # before and after an article's day
MORE = 0.1  # weight that each doubling adds; with 0.2 the words of a season begin to join its stories
MOST = 3  # doublings that count


@dataclass(slots=True)
class _Window:
    """The articles of some days: how many, and how many of them hold each term that is asked about."""

    articles: int = 0
    holders: Counter[str] = field(default_factory=Counter)

    @property
    def scale(self) -> int:
        """See `scale`."""
        return scale(self.articles)

    def add(self, other: _Window) -> None:
        """Takes the articles of other days in."""
        self.articles += other.articles
        self.holders.update(other.holders)

    def take_out(self, other: _Window) -> None:
        """Takes them out again."""
        self.articles -= other.articles
        self.holders.subtract(other.holders)

    def level(self, term: str, share: float) -> int:
        """Doublings of what the table lets expect, where `share` of the articles hold a term."""
        return doublings(self.holders[term], 1 + self.scale * share)


class Topical:
    """What is topical when, in one language. `profiles` are those of all articles, by number; `idf` is the table's."""

    def __init__(self, profiles: Mapping[int, Profile], idf: Mapping[str, float]) -> None:
        self._profiles, self._idf = profiles, idf
        self._shares: dict[str, float] = {}
        self._by_day: dict[int, set[int]] = defaultdict(set)
        self._held: Held | None = None
        self._later: dict[int, set[int]] = defaultdict(set)  # those of `_by_day` that are not there

    def start(self, numbers: Sequence[int], described: Described) -> None:
        """All articles, where they are many. `described` are their profiles."""
        days = [self._profiles[number].day for number in numbers]
        for number, day in zip(numbers, days, strict=True):
            if day is not None:
                self._by_day[day].add(number)
        self._held = Held(numbers, days, described)

    def _take(self, number: int, day: int) -> None:
        self._by_day[day].remove(number)
        if not (self._held and self._held.take(number)):
            self._later[day].remove(number)

    def _put(self, number: int, day: int) -> None:
        self._by_day[day].add(number)
        if self._held is None or self._held.put(number, day, self._profiles[number].weights) is None:
            self._later[day].add(number)

    def update(self, gone: Mapping[int, Profile], new: Collection[int]) -> set[int]:
        """Takes articles out, with the profiles that they had, and in. Other articles for which something else is
        topical now."""
        left: dict[int, list[Profile]] = defaultdict(list)
        came: dict[int, list[Profile]] = defaultdict(list)
        for number, profile in gone.items():
            if profile.day is not None:
                self._take(number, profile.day)
                left[profile.day].append(profile)
        others = {day: set(numbers) for day in _near({*left}) if (numbers := self._by_day.get(day))}
        for number in new:
            profile = self._profiles[number]
            if profile.day is not None:
                came[profile.day].append(profile)
        others.update({day: set(numbers) for day in _near({*came}) if (numbers := self._by_day.get(day))})
        for number in new:
            if (day := self._profiles[number].day) is not None:
                self._put(number, day)
        changed = [profile for profiles in (*left.values(), *came.values()) for profile in profiles]
        terms = {term for profile in changed for term in profile.weights}
        again: set[int] = set()
        for day, window in self._windows(others, terms):
            around = range(day - DAYS, day + DAYS + 1)
            less = _window((profile for d in around for profile in left.get(d, ())), terms)
            more = _window((profile for d in around for profile in came.get(d, ())), terms)
            again |= self._moved(others[day], window, less, more)
        return again

    def emphasised(self, numbers: Collection[int]) -> Iterator[tuple[int, Profile]]:
        """Profiles as `profile` makes them → profiles with more weight on what is topical, where something is."""
        by_day: dict[int, list[int]] = defaultdict(list)
        for number in numbers:
            if (day := self._profiles[number].day) is not None:
                by_day[day].append(number)
        all_days = sum(map(len, by_day.values())) == sum(map(len, self._by_day.values()))
        terms = None if all_days else {t for ns in by_day.values() for n in ns for t in self._profiles[n].weights}
        for day, window in self._windows(by_day, terms):
            factors: dict[str, float] = {}
            holders = window.holders
            for term in {term for number in by_day[day] for term in self._profiles[number].weights}:
                if holders[term] > 1 and (level := window.level(term, self._share(term))):
                    factors[term] = 1 + MORE * level
            for number in by_day[day]:
                profile = self._profiles[number]
                if not factors.keys().isdisjoint(profile.weights):
                    yield number, _emphasised(profile, factors)

    def _moved(self, numbers: set[int], window: _Window, less: _Window, more: _Window) -> set[int]:
        """Articles that hold a term which is more or less topical than it was before articles left and came."""
        before = _Window(window.articles + less.articles - more.articles)
        if before.scale != window.scale:
            return numbers
        moved = set()
        for term in {*less.holders, *more.holders}:
            before.holders[term] = window.holders[term] + less.holders[term] - more.holders[term]
            share = self._share(term)
            if before.level(term, share) != window.level(term, share):
                moved.add(term)
        return {n for n in numbers if not moved.isdisjoint(self._profiles[n].weights)} if moved else set()

    def _windows(self, days: Iterable[int], terms: Set[str] | None) -> Iterator[tuple[int, _Window]]:
        """The window around each of some days, in which some terms are counted; all for None. It is one object, which
        moves on."""
        held: dict[int, _Window] = {}
        window = _Window()
        days = sorted(days)
        counts = None if terms is None else self._counts(days, terms)
        for day in days:
            for old in [old for old in held if old < day - DAYS]:
                window.take_out(held.pop(old))
            if not held:
                window = _Window()
            for other in range(day - DAYS, day + DAYS + 1):
                if other not in held and (numbers := self._by_day.get(other)):
                    later = numbers if counts is None else self._later.get(other, ())
                    held[other] = _window((self._profiles[n] for n in later), terms)
                    if counts is not None:
                        held[other].articles = len(numbers)
                        held[other].holders.update(counts.get(other, {}))
                    window.add(held[other])
            yield day, window

    def _counts(self, days: Iterable[int], terms: Set[str]) -> dict[int, dict[str, int]]:
        """Holders of some terms around some days, day by day, of those that are in arrays."""
        if self._held is None:
            return {}
        return self._held.of_days(self._held.holders(_near(days) & self._by_day.keys(), terms))

    def _share(self, term: str) -> float:
        share = self._shares.get(term)
        if share is None:
            share = self._shares[term] = share_of(self._idf[term])
        return share


def scale(articles: int) -> int:
    """A number of articles as a power of two, so that one more hardly ever matters."""
    return 1 << max(articles, 1).bit_length() - 1


def share_of(idf: float) -> float:
    """Of articles that hold a term."""
    return math.exp(-idf)


def doublings(holders: int, expected: float) -> int:
    """Of what is expected, up to those that count."""
    return min(MOST, int(math.log2(holders / expected))) if holders > expected else 0


def _near(days: Iterable[int]) -> set[int]:
    return {day + gap for day in days for gap in range(-DAYS, DAYS + 1)}


def _window(profiles: Iterable[Profile], terms: Set[str] | None) -> _Window:
    found = _Window()
    for profile in profiles:
        found.articles += 1
        held = profile.weights.keys()
        found.holders.update(held if terms is None else held & terms)
    return found


def _emphasised(profile: Profile, factors: Mapping[str, float]) -> Profile:
    """A profile with some weights multiplied."""
    weights = profile.weights
    more = {t: weights[t] * factors[t] for t in weights if t in factors}
    square = sum([w * w for w in weights.values()]) - sum([weights[t] ** 2 for t in more])
    length = math.sqrt(math.fsum([square, *(w * w for w in more.values())]))
    made = {t: round(UNIT * w / length) or 1 for t, w in weights.items()}
    made.update((t, round(UNIT * w / length) or 1) for t, w in more.items())
    return replace(profile, weights=made)
