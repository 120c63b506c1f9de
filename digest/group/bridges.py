"""Clusters of one language → clusters of several, by what reads alike in both: names, numbers, places and cognates.

Each language is grouped by itself first. Then each cluster of a smaller language is offered to the nearest cluster of a
larger one; several may join the same. A shared name, number or place is required: cognates alone join nothing. Where
an `Embedding` can say what titles mean, that is added, and may do without a name where it is beyond doubt."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median

from digest.group.keys import Keys, keys_of, likeness, products
from digest.group.meaning import Embedding, Meanings
from digest.group.profile import Profile

LEAST_SIMILARITY = 0.16  # of two clusters' keys; 0.15 to 0.17 do as well
SINGLE_KEY_SHARE = 0.5  # of the strongest shared key that is taken off: one name is not an event
ONE_KEY_ENOUGH = 0.3  # similarity at which one shared key is enough: Banksy in two headlines of a day
MOST_DAYS_APART = 3  # between the last article of one and the first of the other
UNDATED_FACTOR = 1.75  # times nearer that two clusters must be where a day is unknown
UNDATED = 10**9  # a day after all others
COMMON_CLUSTERS = 400  # a key of more clusters in reach finds nothing by itself

MOST_KEPT = 100_000  # comparisons that the next joining may find: 35 MB

LEAST_TOGETHER = 0.44  # of meaning and keys, added up
NAMELESS = 0.05  # more, where no name, number or place is shared
LEAST_LIKENESS = 0.05  # of all keys, below which meaning isn't asked for

WEAK_SHARE = 0.35  # of its cluster's median likeness to the other language: such an article says little of what joins
APART_SHARE = 0.6  # of its cluster's mean likeness to itself: such an article may be of another event
NEAR_IN_MEANING = 0.25  # an article this near in meaning belongs, whatever its words

SHARED_NAMES, SAME_MEANING = "shared_names", "same_meaning"


@dataclass(slots=True)
class Joined:
    """Clusters of all languages; and for articles in a story that another language founded, number → Evidence.rule."""

    clusters: list[list[int]] = field(default_factory=list)
    rules: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Match:
    """A cluster of another language that is near enough."""

    cluster: int
    excess: float  # over what is required
    rule: str


@dataclass(slots=True)
class _Compared:
    """What the keys of two clusters say of them, whatever else there is. Holds the keys, so that their identities stay
    theirs."""

    keys: tuple[Keys, Keys]
    names: float  # `_similarity`
    total: float  # of all that is shared
    cosine: float | None = None  # of meaning, once it is asked for


class Comparisons:
    """Comparisons of the last joining, for the next one: a cluster that stays has the very same keys."""

    def __init__(self) -> None:
        self._before: dict[tuple[int, int], _Compared] = {}
        self._now: dict[tuple[int, int], _Compared] = {}

    def of(self, a: Keys, b: Keys) -> _Compared:
        """What two clusters have in common."""
        pair = id(a), id(b)
        found = self._now.get(pair) or self._before.get(pair)
        if found is None:
            shared = products(a, b)
            found = _Compared((a, b), _similarity(shared, a.named & b.named), sum(shared.values()))
        if len(self._now) < MOST_KEPT:
            self._now[pair] = found
        return found

    def turn(self) -> None:
        """Forgets what the last joining didn't ask for."""
        self._before, self._now = self._now, {}


def join_languages(
    profiles: Mapping[int, Profile],
    clusters: Sequence[Sequence[int]],
    keys: Sequence[Keys],
    span_days: int,
    embedding: Embedding,
    comparisons: Comparisons | None = None,
) -> Joined:
    """`clusters` hold numbers of articles in order, each of one language, and stand in order of their first members.
    `keys` are theirs; `comparisons` may know some from the time before."""
    bridge = _Bridge(profiles, clusters, keys, span_days, embedding, comparisons or Comparisons())
    sizes: dict[str, int] = defaultdict(int)
    for members, held in zip(clusters, keys, strict=True):
        sizes[held.language] += len(members)
    joined = Joined()
    stories: dict[int, list[int]] = {}
    languages = sorted(sizes, key=lambda lang: (-sizes[lang], lang))
    spoken: dict[str, list[int]] = {language: [] for language in languages}
    for c, held in enumerate(keys):
        spoken[held.language].append(c)
    for place, language in enumerate(languages):
        own = spoken[language]
        for c in own:
            match = bridge.nearest(c)
            if match is None:
                stories[c] = list(clusters[c])
                continue
            staying = bridge.staying(c, match.cluster)
            leaving = [i for i in clusters[c] if i not in staying]
            stories[bridge.join(c, match.cluster)] += leaving
            joined.rules.update(dict.fromkeys(leaving, match.rule))
            joined.clusters += [[i] for i in clusters[c] if i in staying]
        bridge.add(own, [c for later in languages[place + 1 :] for c in spoken[later]])
    bridge.comparisons.turn()
    joined.clusters += stories.values()
    return joined


class _Bridge:
    """Clusters by their keys. `add` makes those of one language findable by the languages that come after it."""

    def __init__(
        self,
        profiles: Mapping[int, Profile],
        clusters: Sequence[Sequence[int]],
        keys: Sequence[Keys],
        span_days: int,
        embedding: Embedding,
        comparisons: Comparisons,
    ) -> None:
        self.comparisons = comparisons
        self.profiles = profiles
        self.clusters = clusters
        self.span_days = span_days
        self.keys = keys
        self.meanings = Meanings([[profiles[i].article for i in members] for members in clusters], embedding)
        self._home = list(range(len(clusters)))
        self._range = [(keys.first, keys.last) for keys in self.keys]  # of a whole story, at its first cluster
        self._postings: list[dict[str, list[int]]] = []  # a language after the other

    def add(self, own: Sequence[int], later: Sequence[int]) -> None:
        """The clusters of one language, in order, by the keys that those of later languages look for."""
        wanted: set[str] = set()
        for c in later:
            wanted.update(self._looked_for(self.keys[c]))
        postings: dict[str, list[int]] = defaultdict(list)
        for c in own:
            for name in self.keys[c].weights.keys() & wanted:
                postings[name].append(c)
        self._postings.append(postings)

    def join(self, c: int, other: int) -> int:
        """Puts c into the story of the other, and says which cluster founded that."""
        home = self._home[c] = self._home[other]
        self._range[home] = _span(self._range[home], self._range[c])
        return home

    def nearest(self, c: int) -> _Match | None:
        """The cluster of an earlier language that c shares most with, if that is enough."""
        best: _Match | None = None
        for other in self._candidates(c):
            found = self._match(c, other)
            if found is not None and (best is None or found.excess > best.excess):
                best = found
        return best

    def staying(self, c: int, other: int) -> set[int]:
        """Articles of c that don't go with it: they say little of what joins the two, and are little like the rest.
        A wide cluster of one language may hold what the other tells apart: a government's fall, and the next one."""
        members = self.clusters[c]
        said = {i: likeness(keys_of([self.profiles[i]]), self.keys[other]) for i in members}
        least = WEAK_SHARE * median(said.values())
        strong = [i for i in members if said[i] >= least]
        if len(strong) in (1, len(members)):
            return set()
        total: Counter[str] = Counter()
        for i in strong:
            total.update(self.profiles[i].weights)
        usual = fmean(_cosine(self.profiles[i].weights, total - Counter(self.profiles[i].weights)) for i in strong)
        return {
            i
            for i in members
            if said[i] < least
            and _cosine(self.profiles[i].weights, total) < APART_SHARE * usual
            and not self._near_in_meaning(i, other)
        }

    def _near_in_meaning(self, i: int, other: int) -> bool:
        known = self.meanings.known
        if not (known(self.profiles[i].language) and known(self.keys[other].language)):
            return False
        return self.meanings.cosine_of(self.profiles[i].article, other) >= NEAR_IN_MEANING

    def _candidates(self, c: int) -> list[int]:
        """Those that share a key that isn't common at that time."""
        own = self.keys[c]
        found: set[int] = set()
        for postings in self._postings:
            for name in self._looked_for(own):
                reach = self._in_reach(postings.get(name, []), own)
                if len(reach) <= COMMON_CLUSTERS:
                    found.update(reach)
        return sorted(found)

    def _looked_for(self, own: Keys) -> Collection[str]:
        """The keys by which a cluster finds others."""
        return own.weights.keys() if self.meanings.known(own.language) else own.named

    def _in_reach(self, posted: list[int], own: Keys) -> list[int]:
        """Clusters stand in order of their first days, those without one last."""
        if own.first is None or own.last is None:
            return posted
        begin = bisect_left(posted, own.first - MOST_DAYS_APART - self.span_days, key=self._first)
        end = bisect_right(posted, own.last + MOST_DAYS_APART, begin, key=self._first)
        return posted[begin:end] + posted[bisect_left(posted, UNDATED, end, key=self._first) :]

    def _first(self, c: int) -> int:
        first = self.keys[c].first
        return UNDATED if first is None else first

    def _match(self, c: int, other: int) -> _Match | None:
        a, b = self.keys[c], self.keys[other]
        factor = _time(a, b)
        if not factor or not self._fits(c, other):
            return None
        compared = self.comparisons.of(a, b)
        names = factor * compared.names
        if self.meanings.known(a.language) and self.meanings.known(b.language):
            if not names and compared.total < LEAST_LIKENESS:
                return None
            if compared.cosine is None:
                compared.cosine = self.meanings.cosine(c, other)
            together = names + factor * compared.cosine
            excess = together - LEAST_TOGETHER - (0.0 if names else NAMELESS)
        else:
            excess = names - LEAST_SIMILARITY
        rule = SHARED_NAMES if names >= LEAST_SIMILARITY else SAME_MEANING
        return _Match(other, round(excess, 9), rule) if round(excess, 9) >= 0 else None

    def _fits(self, c: int, other: int) -> bool:
        first, last = _span(self._range[self._home[other]], self._range[c])
        return first is None or last is None or last - first <= self.span_days


def _similarity(shared: dict[str, float], named: frozenset[str]) -> float:
    """Of two clusters by the keys that they share, of which some are names, numbers or places in both."""
    if not any(name in named for name in shared):
        return 0.0
    strongest = max(shared.values())
    if len(shared) == 1 and strongest < ONE_KEY_ENOUGH:
        return 0.0
    return math.fsum(shared.values()) - SINGLE_KEY_SHARE * strongest


def _cosine(a: Mapping[str, int], b: Mapping[str, int]) -> float:
    product = sum(weight * b.get(term, 0) for term, weight in a.items())
    squares = sum(w * w for w in a.values()) * sum(w * w for w in b.values())
    return product / math.sqrt(squares) if squares else 0.0


def _span(a: tuple[int | None, int | None], b: tuple[int | None, int | None]) -> tuple[int | None, int | None]:
    """First and last day of both."""
    days = [day for day in (*a, *b) if day is not None]
    return min(days, default=None), max(days, default=None)


def _time(a: Keys, b: Keys) -> float:
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return 1 / UNDATED_FACTOR
    return 1.0 if max(a.first - b.last, b.first - a.last) <= MOST_DAYS_APART else 0.0
