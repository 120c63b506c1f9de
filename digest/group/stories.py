"""Clusters → stories, kept from one call to the next: one whose articles, evidence and neighbours are what they were is
the very story of the last call."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache

from digest import dates
from digest.group.copies import Words, passages, same_text
from digest.group.explain import Explainer, added, nearest
from digest.group.gather import NEAREST_KEPT, Cluster, Gathering, ends_alike
from digest.group.language import span
from digest.group.merge import Span
from digest.group.neighbours import Nearness, Sum, Weights, centre
from digest.group.products import Key
from digest.model import Article, Evidence, Related, Story

_LIKENESS = ("similarity", "shared_names", "same_meaning")
"""Rules that say less than "copy" of an article that carries another one's text."""
SUMS_KEPT = 4000  # of stories that are asked for again and again while their neighbours are explained


@dataclass(slots=True)
class _Record:
    """A story as it was made last."""

    members: Cluster
    plain: Story  # what its articles alone say
    founder: int
    evidence: dict[int, Evidence] = field(default_factory=dict)
    story: Story | None = None


class Stories:
    """Stories by the number of their first article."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self._records: dict[int, _Record] = {}
        self._home: dict[int, Cluster] = {}
        self._made: Sequence[Cluster] = []  # the clusters that records are of
        self._told: list[Story] = []  # their stories
        self._leads = array("q")  # of the stories that articles are in, by number; -1 for those that are gone
        self._sizes = array("q")  # of stories, by leads
        self._least = array("q")  # product of an article with others, from which on they explain it, by number
        self._nearness = Nearness(
            lambda lead: self._explainer.sum_of(self._home[lead]),
            lambda lead: self._centre(self._home[lead]),
            self._span,
        )
        self._before: frozenset[str] = frozenset()  # ids of articles that founded a story before
        self._special: Mapping[int, str] = {}  # articles that something else than likeness put where they are
        self._keep_sums()

    def update(self, clusters: Sequence[Cluster], special: Mapping[int, str], known: Mapping[str, str]) -> list[Story]:
        """The stories of clusters, in their order. `special` says what put an article where it is if it wasn't
        likeness; `known` has the founding articles of stories that exist already."""
        self._keep_sums()
        before, self._made = self._made, list(clusters)
        ends = ends_alike(before, clusters)
        gone, new = self._compare(*(made[ends[0] : len(made) - ends[1]] for made in (before, clusters)))
        regrouped = {n for lead in gone for n in self._records[lead].members}
        plain: dict[Cluster, Story] = {}
        for lead in gone:
            record = self._records.pop(lead)
            plain[record.members] = record.plain
            for n in record.members:
                del self._home[n]
                self._leads[n], self._least[n] = -1, 0
        self._make_room()
        for members in new:
            self._home.update(dict.fromkeys(members, members))
            self._sizes[members[0]] = len(members)
            for n in members:
                self._leads[n] = members[0]
            regrouped.update(members)
        refounded = self._found(new, frozenset(known.values()), plain)
        nearer = self._nearness.update(gone, [members[0] for members in new])
        changed = {n for n in {*special, *self._special} if special.get(n) != self._special.get(n)}
        self._special = special
        explained = {n for lead in refounded for n in self._home[lead]} | changed | regrouped
        explained = {n for n in explained if n in self._home}
        dirty = self._explain(explained, self._find_nearest(clusters, explained)) | self._look_beside(
            self._beside(explained, regrouped) - explained, new
        )
        dirty |= refounded | {other for lead in refounded for other in self._nearness.around(lead)}
        dirty |= {lead for lead in nearer if lead in self._records}
        for lead in dirty:
            self._tell(lead)
        self._list(ends, dirty)
        return list(self._told)

    def _make_room(self) -> None:
        """For all articles, by number."""
        for values in (self._leads, self._sizes, self._least):
            values.extend([0] * (len(self._gathering.articles) - len(values)))

    def _list(self, ends: tuple[int, int], dirty: set[int]) -> None:
        """Puts stories that may be others now into the list of all. Outside of its ends they all may."""
        clusters, told = self._made, self._told
        between = slice(ends[0], len(clusters) - ends[1])
        told[ends[0] : len(told) - ends[1]] = [self._story(members[0]) for members in clusters[between]]
        keys = self._gathering.keys
        for lead in dirty.difference([members[0] for members in clusters[between]]):
            at = bisect_left(clusters, keys[lead], key=lambda members: keys[members[0]])
            while clusters[at][0] != lead:  # articles may have one key
                at += 1
            told[at] = self._story(lead)

    def _story(self, lead: int) -> Story:
        story = self._records[lead].story
        assert story is not None
        return story

    def _span(self, lead: int) -> Span:
        return self._explainer.span_of(self._home[lead])

    def _keep_sums(self) -> None:
        profiles = self._gathering.profiles

        def sum_of(members: Cluster) -> Sum:
            return added([profiles[n] for n in members])

        def centre_of(members: Cluster) -> Weights:
            return centre(sums(members))

        def span_of(members: Cluster) -> Span:
            return span([profiles[n] for n in members])

        sums = lru_cache(SUMS_KEPT)(sum_of)
        self._explainer = Explainer(self._gathering, sums, lru_cache(SUMS_KEPT)(span_of))
        self._centre: Callable[[Cluster], Weights] = lru_cache(SUMS_KEPT)(centre_of)

    def _compare(self, before: Collection[Cluster], now: Collection[Cluster]) -> tuple[set[int], list[Cluster]]:
        """First articles of stories that are no more what they were, and the clusters that no story is of. Clusters
        that were there before and are there now may be left out."""
        left, came = set(before).difference(now), set(now).difference(before)
        for members in now:
            if members not in came:  # perhaps made anew, and what they were
                self._home.update(dict.fromkeys(members, members))
                self._records[members[0]].members = members
        told_otherwise = {self._home[n] for n in self._gathering.changed if n in self._home}
        gone = {members[0] for members in left | told_otherwise}
        return gone, sorted(came | (told_otherwise - left), key=lambda members: self._gathering.keys[members[0]])

    def _found(self, new: Iterable[Cluster], before: frozenset[str], plain: Mapping[Cluster, Story]) -> set[int]:
        """Finds the founders of new stories, and of those that may have another one. Stories whose founder is one.
        `plain` is what clusters said that are gone, or told otherwise only by the weights of their words."""
        again = {members[0] for members in new}
        for members in new:
            articles = [self._gathering.articles[n] for n in members]
            self._records[members[0]] = _Record(members, plain.get(members) or _plain(articles), members[0])
        if len(again) < len(self._records) and before != self._before:
            others = self._gathering.named(before ^ self._before)
            again |= {self._home[n][0] for n in others}
        self._before = before
        changed = {members[0] for members in new}
        for lead in again:
            record = self._records[lead]
            founder = min(record.members, key=lambda n: self._founds(n, before))
            if founder != record.founder:
                record.founder = founder
                changed.add(lead)
        return changed

    def _founds(self, number: int, before: Collection[str]) -> tuple[bool, bool, bool, str, tuple[bool, str], Key]:
        """The earliest article founds, of one day the first whose hour is known, but none that only attaches; of those
        that founded a story before, the earliest."""
        article, key = self._gathering.articles[number], self._gathering.keys[number]
        attaches_only = self._gathering.profiles[number].attaches_only
        return article.id not in before, attaches_only, *key[:2], _hour(article), key

    def _beside(self, explained: Collection[int], regrouped: Collection[int]) -> set[int]:
        """Articles that are explained by others that came, left, or stand in other stories now."""
        home, least = self._home, self._least
        found = {n for n, product in self._gathering.stirred.items() if n in home and product >= least[n]}
        if len(explained) == len(home):
            return found
        return found | self._gathering.beside([n for n in regrouped if n in home], least)

    def _find_nearest(self, clusters: Sequence[Cluster], explained: Collection[int]) -> dict[int, Cluster | None]:
        """The nearest other stories of articles, of those of whom it can be found at once."""
        if len(explained) < len(self._home):
            return self._nearest_of_few(explained)
        found: dict[int, Cluster | None] = {}
        for number, other, least in self._gathering.nearest_clusters(clusters):
            found[number] = clusters[other] if other >= 0 else None
            self._least[number] = least
        return found

    def _nearest_of_few(self, numbers: Iterable[int]) -> dict[int, Cluster | None]:
        """The nearest other stories of some articles, of those of whom it can be found at once."""
        found: dict[int, Cluster | None] = {}
        for number, lead, least in self._gathering.nearest_of_few(numbers, self._leads, self._sizes):
            found[number] = self._home[lead] if lead >= 0 else None
            self._least[number] = least
        return found

    def _explain(self, numbers: Iterable[int], nearest: Mapping[int, Cluster | None]) -> set[int]:
        """Evidence for some articles. Stories in which it is another than before. `nearest` are the nearest other
        stories, as far as they are known."""
        changed = set()
        for n in numbers:
            record = self._records[self._home[n][0]]
            rule = self._special.get(n) or "similarity"
            if n == record.founder and rule != "editor":
                rule = "founder"
            other = nearest[n] if n in nearest else self._nearest(n, record)
            why = self._explainer.evidence(n, record.members, other, rule)
            if record.evidence.get(n) != why:
                record.evidence[n] = why
                changed.add(record.members[0])
        return changed

    def _look_beside(self, numbers: Collection[int], new: Iterable[Cluster]) -> set[int]:
        """Evidence for articles whose own stories are what they were. Stories in which it is another than before."""
        changed = set()
        others = {members[0] for members in new}
        nearest = self._nearest_of_few(numbers)
        for n in numbers:
            record = self._records[self._home[n][0]]
            known = record.evidence[n]
            other = nearest[n] if n in nearest else self._nearest(n, record)
            if other is None or other[0] in others or known.nearest_id != self._gathering.articles[other[0]].id:
                said = known.similarity, known.terms, known.rule
                why = self._explainer.beside(n, said, record.members, other)
                if known != why:
                    record.evidence[n] = why
                    changed.add(record.members[0])
        return changed

    def _nearest(self, number: int, record: _Record) -> Cluster | None:
        """The nearest other story of an article."""
        near = self._gathering.nearest(number)
        self._least[number] = min([product for _, product in near]) if len(near) >= NEAREST_KEPT else 0
        return nearest(self._gathering, near, record.members, self._home)

    def _tell(self, lead: int) -> None:
        record, articles = self._records[lead], self._gathering.articles
        copied = {i for ids in record.plain.copies for i in ids[1:]}
        why = tuple(
            replace(e, rule="copy") if e.rule in _LIKENESS and e.article_id in copied else e
            for e in sorted(record.evidence.values(), key=lambda e: e.article_id)
        )
        related = tuple(
            Related(articles[self._records[n.story].founder].id, n.similarity, n.relation)
            for n in self._nearness.of(lead, self._gathering.keys.__getitem__)
        )
        founder = articles[record.founder].id
        plain = record.plain
        story = Story(
            founder,
            plain.articles,
            founder,
            related=related,
            evidence=why,
            passages=plain.passages,
            copies=plain.copies,
        )
        if story != record.story:
            record.story = story


def _plain(members: Sequence[Article]) -> Story:
    """What a story says of its articles alone."""
    if len(members) == 1:
        return Story("", tuple(members), "")
    settled = tuple(sorted(dates.settle(members), key=_by_date))
    texts = [Words(article) for article in settled]
    shared = passages(settled, texts)
    return Story("", settled, "", passages=shared, copies=same_text(settled, texts, shared))


def _hour(article: Article) -> tuple[bool, str]:
    """When on its day an article was published, and first whether that is unknown."""
    published = article.published
    if published is None or published.precision != "time":
        return True, ""
    try:
        moment = datetime.fromisoformat(published.value)
    except ValueError:
        return True, ""
    return False, (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None).isoformat()


def _by_date(article: Article) -> tuple[bool, str, str, str]:
    value = article.published.value if article.published else ""
    return not value, value, article.id, article.path
