"""Clusters → clusters that keep to what was published. Goes after the texts have decided, before the editor does.

A reader who comes back finds a story where it was, with the articles that were in it. So the stories of the last build,
which digest.lock remembers, count for more than the last shade of likeness: articles that were together stay together
while they have anything to do with each other, and two stories that stood side by side become one only when they are
far nearer than two new ones would have to be. New articles join what is there. Without a lock nothing happens here.

Doing it again with its own result changes nothing, so that a build after a build is the same build."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import ne

from digest.group.gather import MOST_INSERTED, Cluster, Gathering, ends_alike
from digest.group.language import span
from digest.group.merge import fits
from digest.group.products import Key
from digest.group.profile import UNIT
from digest.group.sums import nearness

STAYS = 0.05  # likeness of some articles to the rest of their published story, for them to stay in it
JOINS = 0.25  # nearness of two published stories, less the penalty for size, for them to become one


@dataclass(slots=True, eq=False)
class _Told:
    """A published story on its way to the next build. `home` is the cluster that its founder is in now."""

    members: set[int]
    home: int
    size: int = 0  # articles that `norm` was measured with; 0 when they are others now
    norm: int = 0  # square of the length of the summed profiles


@dataclass(frozen=True, slots=True)
class _Settled:
    """What some unsettled clusters were made into, and of which articles only their publication keeps them there."""

    heads: frozenset[tuple[str, str]]  # their stories with the ids of founding articles
    clusters: tuple[Cluster, ...]
    kept: tuple[int, ...]


def _settled(
    gathering: Gathering, clusters: Sequence[Cluster], heads: frozenset[tuple[str, str]], published: Mapping[str, str]
) -> _Settled:
    """`clusters` stand in order, and no other holds anything of their stories."""
    place = {n: c for c, members in enumerate(clusters) for n in members}
    order = _Order(gathering, place)
    told = order.settled(*order.published(published, dict(heads)))
    made = tuple(tuple(sorted(story.members, key=gathering.keys.__getitem__)) for story in told)
    return _Settled(heads, made, tuple(n for story in told for n in story.members if place[n] != story.home))


class Publication:
    """Which clusters hold several published stories, or a part of one, kept from one call to the next."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self._published: Mapping[str, str] = {}
        self._clusters: Sequence[Cluster] = []
        self._home: dict[int, Cluster] = {}
        self._holders: dict[str, list[Cluster]] = {}  # published story → clusters with articles of it
        self._torn: set[str] = set()  # stories of several clusters
        self._mixed: set[Cluster] = set()  # clusters of several stories
        self._settled: dict[frozenset[Cluster], _Settled] = {}  # what unsettled ones were made into last

    def keep(
        self, published: Mapping[str, str], founders: Mapping[str, str]
    ) -> tuple[Sequence[Cluster], frozenset[int]]:
        """Clusters, and the articles that only their publication keeps where they are. `published` maps article ids to
        story ids, `founders` story ids to the ids of founding articles."""
        gathering = self._gathering
        if not (published or self._published):
            return gathering.clusters, frozenset()
        fresh = self._update(published)
        unsettled = self._mixed.union(members for story in self._torn for members in self._holders[story])
        settled, self._settled = self._settled, {}
        for part in self._parts(unsettled):
            stories = {story for members in part for story in self._stories(members)}
            heads = frozenset((story, founders.get(story, "")) for story in stories)
            known = settled.get(part)
            changed = not part.isdisjoint(fresh) or any(not gathering.changed.isdisjoint(members) for members in part)
            if known is None or known.heads != heads or changed:
                known = _settled(gathering, sorted(part, key=self._first), heads, published)
            self._settled[part] = known
        if not unsettled:
            return gathering.clusters, frozenset()
        made = [members for part in self._settled.values() for members in part.clusters]
        kept = frozenset(n for part in self._settled.values() for n in part.kept)
        return self._exchanged(sorted(unsettled, key=self._first), made), kept

    def _parts(self, unsettled: set[Cluster]) -> list[frozenset[Cluster]]:
        """Unsettled clusters, those together that share stories with each other."""
        left, parts = set(unsettled), []
        while left:
            part: set[Cluster] = set()
            waiting = [left.pop()]
            while waiting:
                members = waiting.pop()
                part.add(members)
                beside = {other for story in self._stories(members) for other in self._holders[story]}
                waiting += beside - part
                part |= beside
            left -= part
            parts.append(frozenset(part))
        return parts

    def _exchanged(self, unsettled: Sequence[Cluster], made: Sequence[Cluster]) -> list[Cluster]:
        """All clusters, in order, with some in the place of others."""
        clusters = list(self._clusters)
        if len(unsettled) > MOST_INSERTED:
            without = set(unsettled)
            return sorted([*(members for members in clusters if members not in without), *made], key=self._first)
        for members in unsettled:
            at = bisect_left(clusters, self._first(members), key=self._first)
            del clusters[clusters.index(members, at)]
        for members in made:
            insort(clusters, members, key=self._first)
        return clusters

    def _first(self, members: Cluster) -> Key:
        return self._gathering.keys[members[0]]

    def _update(self, published: Mapping[str, str]) -> set[Cluster]:
        """Takes in what is clustered or published otherwise now than in the last call. Clusters of which it is."""
        before, now = self._clusters, list(self._gathering.clusters)
        start, end = ends_alike(before, now)
        those, these = before[start : len(before) - end], now[start : len(now) - end]
        known = self._published
        again = set(compress(published, map(ne, map(known.get, published), published.values())))
        if not known.keys() <= published.keys():
            again.update(known.keys() - published.keys())
        left, came = set(those).difference(these), set(these).difference(those)
        if again and self._home:
            articles = self._gathering.named(again)
            retold = {self._home[n] for n in articles if n in self._home}
            came |= retold - left
            left |= retold
        for members in left:
            self._take(members)
        self._published, self._clusters = published, now
        for members in came:
            self._put(members)
        return came

    def _stories(self, members: Cluster) -> set[str]:
        articles, published = self._gathering.articles, self._published
        return {story for n in members if (story := published.get(articles[n].id)) is not None}

    def _take(self, members: Cluster) -> None:
        for n in members:
            del self._home[n]
        for story in self._stories(members):
            self._holders[story].remove(members)
            if len(self._holders[story]) < 2:
                self._torn.discard(story)
        self._mixed.discard(members)

    def _put(self, members: Cluster) -> None:
        self._home.update(dict.fromkeys(members, members))
        stories = self._stories(members)
        for story in stories:
            holders = self._holders.setdefault(story, [])
            holders.append(members)
            if len(holders) > 1:
                self._torn.add(story)
        if len(stories) > 1:
            self._mixed.add(members)


class _Order:
    """Puts unsettled articles in order. `place` maps each to its cluster."""

    def __init__(self, gathering: Gathering, place: Mapping[int, int]) -> None:
        self._gathering, self._place = gathering, place
        self._rows: dict[int, dict[int, int]] = {}

    def published(self, published: Mapping[str, str], founders: Mapping[str, str]) -> tuple[list[_Told], list[int]]:
        """Stories as they were, and the articles that were in none."""
        numbers = {self._gathering.articles[n].id: n for n in self._place}
        members: dict[str, set[int]] = defaultdict(set)
        fresh = []
        for n in self._sorted(self._place):
            story = published.get(self._gathering.articles[n].id)
            if story is None:
                fresh.append(n)
            else:
                members[story].add(n)
        told = []
        for story, held in sorted(members.items()):
            founder = numbers.get(founders.get(story, ""))
            lead = founder if founder in held else self._sorted(held)[0]
            told.append(_Told(held, self._place[lead]))
        return told, fresh

    def settled(self, told: list[_Told], fresh: Sequence[int]) -> list[_Told]:
        """Stories as they will be told next. `fresh` are articles that were in none."""
        loose = [[n] for n in fresh]
        while True:
            before = {frozenset(story.members) for story in told}
            loose += self.torn_off(told)
            told = self.placed(self.joined(told), loose)
            loose = []
            if {frozenset(story.members) for story in told} == before:
                return told

    def torn_off(self, told: Iterable[_Told]) -> list[list[int]]:
        """Takes out of each story what the texts have elsewhere now and nothing ties to it."""
        torn: list[list[int]] = []
        for story in told:
            parts: dict[int, list[int]] = defaultdict(list)
            for n in self._sorted(story.members):
                parts[self._place[n]].append(n)
            leaving = [
                part
                for c, part in parts.items()
                if c != story.home and not self._stays(part, story.members - set(part))
            ]
            for part in leaving:
                story.members.difference_update(part)
                story.size = 0
            torn += leaving
        return torn

    def joined(self, told: Sequence[_Told]) -> list[_Told]:
        """Stories of one cluster become one where they are near enough, the nearest first."""
        by_home: dict[int, list[_Told]] = defaultdict(list)
        for story in told:
            by_home[story.home].append(story)
        for stories in by_home.values():
            self._join(stories)
        return [story for stories in by_home.values() for story in stories if story.members]

    def _join(self, stories: Sequence[_Told]) -> None:
        place = {n: i for i, story in enumerate(stories) for n in story.members}
        products: list[Counter[int]] = [Counter() for _ in stories]
        for n, i in place.items():
            for m, product in self._row(n).items():
                if m in place:
                    products[i][place[m]] += product
        norms = [len(story.members) * UNIT * UNIT + products[i][i] for i, story in enumerate(stories)]

        def score(i: int, j: int) -> float:
            a, b = stories[i].members, stories[j].members
            if not self._fit(a, b):
                return 0.0
            return nearness(products[i][j], (norms[i], norms[j]), (len(a), len(b)), self._gathering.limits)

        near = {(i, j): score(i, j) for i, row in enumerate(products) for j in row if j < i}
        while near:
            later, earlier = max(near, key=lambda pair: (near[pair], -pair[0], -pair[1]))
            if near[later, earlier] < JOINS:
                break
            norms[earlier] += norms[later] + 2 * products[earlier][later]
            stories[earlier].members |= stories[later].members
            stories[later].members, stories[earlier].size = set(), 0
            for k, product in products[later].items():
                products[earlier][k] += product
                products[k][earlier] += product
                near.pop((max(later, k), min(later, k)), None)
            for k in products[earlier]:
                if k != earlier and stories[k].members:
                    near[max(earlier, k), min(earlier, k)] = score(max(earlier, k), min(earlier, k))

    def placed(self, told: list[_Told], loose: Sequence[list[int]]) -> list[_Told]:
        """Puts articles without a story into the nearest one of their cluster; where there is none, together into
        their own."""
        beside: dict[int, list[_Told]] = defaultdict(list)
        for story in told:
            for c in sorted({self._place[n] for n in story.members}):
                beside[c].append(story)
        without: dict[int, list[int]] = defaultdict(list)
        moves = []
        for part in loose:
            c = self._place[part[0]]
            near = [(self._likeness(part, story), len(story.members), -i) for i, story in enumerate(beside[c])]
            at_home = [story.home == c for story in beside[c]]
            best = max(near, default=None)
            if best is None or (not any(at_home) and best[0] < STAYS):
                without[c] += part
            else:
                moves.append((part, beside[c][-best[2]]))
        for part, story in moves:
            story.members.update(part)
            story.size = 0
        return told + [_Told(set(members), c) for c, members in without.items()]

    def _stays(self, part: Collection[int], rest: Collection[int]) -> bool:
        languages = {self._gathering.articles[n].lang for n in part}
        told_alike = any(self._gathering.articles[n].lang in languages for n in rest)
        if not self._fit(part, rest):
            return False
        return not told_alike or self._likeness(part, _Told(set(rest), 0)) >= STAYS

    def _likeness(self, part: Collection[int], story: _Told) -> float:
        product = self._product(part, story.members)
        if not product:
            return 0.0
        if story.size != len(story.members):
            story.size, story.norm = len(story.members), self._norm(story.members)
        return round(product / math.sqrt(self._norm(part) * story.norm), 9)

    def _product(self, a: Collection[int], b: Collection[int]) -> int:
        return sum(self._row(n).get(m, 0) for n in a for m in b)

    def _row(self, number: int) -> dict[int, int]:
        row = self._rows.get(number)
        if row is None:
            row = {m: product for m, product in self._gathering.row(number).items() if m in self._place}
            self._rows[number] = row
        return row

    def _norm(self, members: Collection[int]) -> int:
        return len(members) * UNIT * UNIT + self._product(members, members)

    def _fit(self, a: Collection[int], b: Collection[int]) -> bool:
        profiles = self._gathering.profiles
        return fits(span([profiles[n] for n in a]), span([profiles[n] for n in b]), self._gathering.limits)

    def _sorted(self, numbers: Iterable[int]) -> list[int]:
        return sorted(numbers, key=self._gathering.keys.__getitem__)
