"""Articles → clusters: everything that the texts decide. What the editor decides comes after, in `hand`."""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import indexOf, is_

from digest.group import background, products, profiles
from digest.group.arrays import Described
from digest.group.bridges import Comparisons, join_languages
from digest.group.formulas import Formulas, attaches_only
from digest.group.keys import Keys, keys_of
from digest.group.language import Language
from digest.group.meaning import NO_EMBEDDING, Embedding
from digest.group.products import Key
from digest.group.profile import Profile, profile
from digest.group.rarity import Rarity, rarity
from digest.group.rows import AT_ONCE, Rows
from digest.group.sums import Limits
from digest.group.table import Table, as_array
from digest.group.topical import Topical
from digest.model import Article

MOST_INSERTED = 500  # groups that are put into their places one by one
NEAREST_KEPT = 24  # articles, to find the nearest other story among

Cluster = tuple[int, ...]
"""Numbers of articles, in order."""

Changes = tuple[list[int], list[Article]]
"""Identities of articles that are gone, and articles that are new."""


class Gathering:
    """Clusters, kept from one call to the next. Articles go by numbers that are theirs for as long as they stay."""

    def __init__(self, span_days: int) -> None:
        self.limits = Limits(span_days=span_days)
        self.articles: list[Article] = []  # by number, those that are gone among them
        self.keys: list[Key] = []
        self.profiles: dict[int, Profile] = {}
        self.numbers: dict[int, int] = {}  # identity of an article that is there → its number
        self.clusters: list[Cluster] = []
        self.joined: dict[int, str] = {}  # articles that came into another language's story → Evidence.rule
        self.changed: set[int] = set()  # articles that are gone, new or told otherwise since the last call
        self.stirred: dict[int, int] = {}  # those that are or were near to one of them → the product of both at most
        self._before: list[Article] = []  # the articles of the last call
        self._named: dict[str, list[int]] = {}  # id → articles that are there; empty until it is asked for
        self._formulas = Formulas(self.articles, self.keys)
        self._spoken: dict[str, set[int]] = defaultdict(set)
        self._rarities: dict[str, Rarity] = {}
        self._languages: dict[str, Language] = {}
        self._topical: dict[str, Topical] = {}
        self._groups: dict[str, dict[int, Cluster]] = {}
        self._regrouped: list[tuple[Cluster | None, Cluster | None]] = []  # what groups were, and are since this call
        self._keys: dict[Cluster, Keys] = {}
        self._comparisons = Comparisons()
        self._embedded = NO_EMBEDDING.languages  # those that the last call had meanings for
        self._all: list[Cluster] = []  # groups of all languages, in order

    def update(self, articles: Sequence[Article], changes: Changes, embedding: Embedding = NO_EMBEDDING) -> None:
        """Takes articles that are gone out, and new ones in. `changes` are the `differences` of these articles."""
        left, came = changes
        self._before = list(articles)
        gone = [self.numbers.pop(at) for at in left]
        new = []
        for article in came:
            if id(article) not in self.numbers:
                self.numbers[id(article)] = len(self.articles)
                new.append(len(self.articles))
                self.articles.append(article)
                self.keys.append(key(article))
        if self._named:
            self._rename(gone, new)
        self.changed, self.stirred = set(), {}
        switched = embedding.languages != self._embedded  # the multilingual extra came or went meanwhile
        if switched:
            self._embedded, self._comparisons = embedding.languages, Comparisons()
        if gone or new:
            self._exchange(gone, new)
        if gone or new or switched:
            self._put_together(embedding)

    def differences(self, articles: Sequence[Article]) -> Changes:
        """Identities of articles that are gone, and those that are new."""
        before, numbers = self._before, self.numbers
        start, end = ends_alike(before, articles) if len(before) == len(numbers) else (0, 0)
        those, these = before[start : len(before) - end], articles[start : len(articles) - end]
        present = set(map(id, these))
        gone = dict.fromkeys(id(article) for article in those if id(article) not in present)
        return list(gone), [article for article in these if id(article) not in numbers]

    def named(self, ids: Iterable[str]) -> list[int]:
        """The articles of some ids."""
        if not self._named:
            self._rename((), self.numbers.values())
        return [number for id_ in ids for number in self._named.get(id_, ())]

    def _rename(self, gone: Iterable[int], new: Iterable[int]) -> None:
        for number in gone:
            self._named[self.articles[number].id].remove(number)
        for number in new:
            self._named.setdefault(self.articles[number].id, []).append(number)

    def row(self, number: int) -> dict[int, int]:
        """The articles of its language that are near to one, with the product of both."""
        rows = self._languages[self.articles[number].lang].rows
        assert rows is not None
        return rows.of(number)

    def beside(self, numbers: Iterable[int], least: array[int]) -> set[int]:
        """The articles that are near to one of some, by so much as `least` has for each of them, by number."""
        found: set[int] = set()
        for rows, spoken in self._by_language(numbers):
            near = rows.together(spoken)
            if near is None:
                found.update([n for number in spoken for n, product in rows.pairs(number) if product >= least[n]])
            else:
                _, others, products = near
                found.update(others[products >= as_array(least)[others]].tolist())
        return found

    def _by_language(self, numbers: Iterable[int]) -> Iterator[tuple[Rows, list[int]]]:
        """A few at a time."""
        spoken: dict[str, list[int]] = defaultdict(list)
        for number in numbers:
            spoken[self.articles[number].lang].append(number)
        for language, own in spoken.items():
            rows = self._languages[language].rows
            assert rows is not None
            yield from ((rows, own[low : low + AT_ONCE]) for low in range(0, len(own), AT_ONCE))

    def nearest_of_few(
        self, numbers: Iterable[int], leads: array[int], sizes: array[int]
    ) -> Iterator[tuple[int, int, int]]:
        """As `nearest_clusters`, for some articles; of a cluster it says its first article, or -1. `leads` are those by
        number, and `sizes` the numbers of articles by first ones."""
        for rows, spoken in self._by_language(numbers):
            if isinstance(rows.table, Table):
                yield from rows.nearest_of_few(spoken, as_array(leads), as_array(sizes), NEAREST_KEPT)

    def nearest_clusters(self, clusters: Sequence[Cluster]) -> Iterator[tuple[int, int, int]]:
        """For many articles at once: number, the cluster that it is nearest to beside its own, as an index or -1, and
        what its `NEAREST_KEPT` nearest have at least. Leaves out those of languages where it must be asked for one by
        one."""
        home = {number: i for i, members in enumerate(clusters) for number in members}
        sizes = list(map(len, clusters))
        for language in self._languages.values():
            if language.rows is not None:
                yield from language.rows.nearest_groups(home, sizes, NEAREST_KEPT)

    def nearest(self, number: int) -> list[tuple[int, int]]:
        """The nearest of them."""
        rows = self._languages[self.articles[number].lang].rows
        assert rows is not None
        found = rows.nearest(number, NEAREST_KEPT)
        if len(found) <= NEAREST_KEPT:
            return found
        least = min([product for _, product in found])
        nearer = [pair for pair in found if pair[1] > least]
        equal = sorted((pair for pair in found if pair[1] == least), key=lambda pair: self.keys[pair[0]])
        return nearer + equal[: NEAREST_KEPT - len(nearer)]

    def _exchange(self, gone: Sequence[int], new: Sequence[int]) -> None:
        again = self._formulas.update(gone, new).difference(gone, new)
        for number in gone:
            self._spoken[self.articles[number].lang].remove(number)
        for number in new:
            self._spoken[self.articles[number].lang].add(number)
        out: dict[str, set[int]] = defaultdict(set)
        into: dict[str, set[int]] = defaultdict(set)
        for number in (*gone, *again):
            out[self.articles[number].lang].add(number)
        for number in (*new, *again):
            into[self.articles[number].lang].add(number)
        for language in sorted({*out, *into}):
            self._regroup(language, out[language], into[language])
        for number in gone:
            del self.profiles[number]

    def _regroup(self, language: str, out: set[int], into: set[int]) -> None:
        spoken = self._spoken[language]
        self.changed |= out | into
        if background.table(language) is None:  # one article changes the weights of all
            self.changed |= spoken
            out, into = set(), spoken
            self._languages.pop(language, None)
        if language not in self._languages:
            self._regrouped += [(members, None) for members in self._groups.get(language, {}).values()]
            self._groups[language] = {}
            if not spoken:
                return
            order = sorted(spoken, key=self.keys.__getitem__)
            self._rarities[language] = rarity(language, [self.articles[number] for number in order])
            strictness = self._rarities[language].strictness
            if background.table(language) is not None:
                self._topical[language] = Topical(self.profiles, self._rarities[language].idf)
            self._languages[language] = Language(self.keys, self.profiles, self.limits, strictness)
        described = self._describe(language, out, into)
        known, groups = self._languages[language], self._groups[language]
        for group in known.update(out, into, described):
            before = groups.pop(group, None)
            if members := known.strays.members(group):
                groups[group] = tuple(sorted(members, key=self.keys.__getitem__))
            if before != groups.get(group):
                self._regrouped.append((before, groups.get(group)))
        self.stirred |= known.stirred

    def _describe(self, language: str, out: set[int], into: set[int]) -> Described | None:
        """Profiles for articles that come in. Those for which other terms are topical now go out and come in too.
        Where all articles of a language come in and are many, their profiles in arrays, in order."""
        topical, rarity = self._topical.get(language), self._rarities[language]
        if self._languages[language].rows is None and len(into) > products.FEW and not rarity.syllables:
            order = sorted(into, key=self.keys.__getitem__)
            made, described = profiles.described(list(map(self._given, order)), rarity, topical=topical is not None)
            self.profiles.update(zip(order, made, strict=True))
            if topical is not None:
                topical.start(order, described)
            return described
        gone = {number: self.profiles[number] for number in out}
        for number in into:
            self.profiles[number] = self._profile(number)
        if topical is None:
            return None
        again = topical.update(gone, into)
        for number in again:
            self.profiles[number] = self._profile(number)
        out |= again
        into |= again
        self.changed |= again
        self.profiles.update(topical.emphasised(into))
        return None

    def _profile(self, number: int) -> Profile:
        given = self._given(number)
        rarity = self._rarities[given.article.lang]
        return profile(given.article, rarity, given.ignored, body=given.body, attaches_only=given.attaches_only)

    def _given(self, number: int) -> profiles.Given:
        article = self.articles[number]
        ignored, body = self._formulas.ignored(number), self._formulas.body(number)
        return profiles.Given(article, ignored, body, attaches_only(article))

    def _put_together(self, embedding: Embedding) -> None:
        self._arrange()
        clusters = self._all
        self.joined = {}
        if sum(map(bool, self._groups.values())) > 1:
            joined = join_languages(
                self.profiles, clusters, self._keys_of(clusters), self.limits.span_days, embedding, self._comparisons
            )
            known = {members[0]: members for members in clusters}
            clusters = [self._in_order(members, known) for members in joined.clusters]
            clusters.sort(key=self._first)
            self.joined = joined.rules
        self.clusters = clusters

    def _keys_of(self, clusters: Sequence[Cluster]) -> list[Keys]:
        before, self._keys = self._keys, {}
        for members in clusters:
            known = before.get(members) if self.changed.isdisjoint(members) else None
            self._keys[members] = known or keys_of([self.profiles[n] for n in members])
        return list(self._keys.values())

    def _first(self, members: Cluster) -> Key:
        return self.keys[members[0]]

    def _arrange(self) -> None:
        """Puts `_all` in order again."""
        regrouped, self._regrouped = self._regrouped, []
        if len(regrouped) > MOST_INSERTED:
            self._all = sorted((m for groups in self._groups.values() for m in groups.values()), key=self._first)
            return
        for before, _ in regrouped:
            if before is not None:
                del self._all[bisect_left(self._all, self._first(before), key=self._first)]
        for _, now in regrouped:
            if now is not None:
                insort(self._all, now, key=self._first)

    def _in_order(self, members: list[int], known: dict[int, Cluster]) -> Cluster:
        found = tuple(sorted(members, key=self.keys.__getitem__))
        before = known.get(found[0], ())
        return before if before == found else found


def key(article: Article) -> Key:
    """Where an article stands in the order of all."""
    day = article.day
    return day is None, day or "", article.id, article.path


def ends_alike(before: Sequence[object], now: Sequence[object]) -> tuple[int, int]:
    """How many of the first are the very same in both, and how many of the last, of those after them."""
    least = min(len(before), len(now))
    start = _other(before, now, least)
    return start, min(_other(reversed(before), reversed(now), least), least - start)


def _other(before: Iterable[object], now: Iterable[object], end: int) -> int:
    """Where the first stands that isn't the very same; `end` where all are."""
    try:
        return indexOf(map(is_, before, now), False)
    except ValueError:
        return end
