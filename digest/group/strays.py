"""Articles whose date is doubtful. Goes after merging.

Dates of web articles are often those of a later change or of the day when the page was saved: a wrong one is too late.
An article that is very near to an earlier story, and alone at its own time, is taken for one of that story. Several
articles at a later time are a later event, whatever they share with an earlier one, and so are two outlets that agree
on the day. A few articles of one outlet count as one voice: whoever saved its old pages did so on one day.

That a date is too early is rarer: a single article's, weeks before, that no reader ever saw printed."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from digest.group.profile import UNIT, Profile
from digest.group.signals import WINDOW_DAYS, timeless

if TYPE_CHECKING:
    from digest.group.language import Language
    from digest.group.products import Key

LEAST_SIMILARITY = {1: 0.33, 2: 0.45}  # to the story, by the number of `_voices` at the doubtful date
ONE_VOICE = 3  # articles of one outlet that count as one
LEAST_WORDS = 90  # of an article, on average: a headline and a line under it are too little to doubt a date on
HEAVY = 120  # terms of less weight can't make two articles that near
COMMON_STORIES = 50  # a term of more stories than this finds none: cost stays in step with the number of articles
LOOKED_AT = 4  # stories
SURE = 0.8  # confidence of a date that one article alone may be wrong about, but not two outlets
AGREEING_DAYS = 2
HIDDEN: frozenset[str] = frozenset({"page metadata", "url", "front matter"})
"""Origins of dates that machines write for machines, and get wrong unseen; front matter is more often converted than
typed."""
TOO_EARLY_DAYS = 2 * WINDOW_DAYS  # before a story: nearer, it is what led up to it
TOO_EARLY_SIMILARITY = 0.4
FLOOR = 0.7  # of the similarity asked for, that the heavy terms alone must reach
LEAST_PRODUCT = min(least * UNIT * UNIT * FLOOR for least in (TOO_EARLY_SIMILARITY, *LEAST_SIMILARITY.values()))


class Strays:
    """Which group of a language is put into which earlier one."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self.target: dict[int, int] = {}  # doubtfully dated group → the nearest to it
        self._drawn: dict[int, set[int]] = {}  # the other way round
        self._stories: dict[int, dict[str, int]] = {}  # groups of several articles → their heavy terms
        self._doubted: dict[int, dict[str, int]] = {}  # groups that may be strays → theirs
        self._holders: dict[str, set[int]] = {}  # heavy term → those of `_stories` that have it
        self._doubters: dict[str, set[int]] = {}  # … those of `_doubted`

    def members(self, group: int) -> list[int]:
        """The articles of a group with those of its strays; none for one that is a stray itself."""
        if self._joins(group):
            return []
        found = list(self._language.members(group))
        for stray in sorted(self._drawn.get(group, ())):
            found += self._language.members(stray)
        return found

    def _joins(self, group: int) -> bool:
        target = self.target.get(group)
        return target is not None and target not in self.target  # two strays don't make a story

    def update(self, touched: Collection[int]) -> set[int]:
        """Finds the place of strays for whom it may be another one now. Groups that may have other articles."""
        dirty = {stray for group in touched for stray in self._drawn.get(group, ())}.union(touched)
        held: dict[str, int] = {}  # how many stories held a term before
        for group in touched:
            dirty |= self._near(group)
        for group in touched:
            self._look(group, held)
        for term, before in held.items():
            if (before <= COMMON_STORIES) != (len(self._holders.get(term, ())) <= COMMON_STORIES):
                dirty |= self._doubters.get(term, set())
        for group in touched:
            dirty |= self._near(group)
        moved: set[int] = set()
        for group in dirty:
            self._move(group, self._nearest(group) if group in self._doubted else None, moved)
        followers = {stray for group in moved for stray in self._drawn.get(group, ())}
        return moved | followers | {self.target[group] for group in touched if group in self.target}

    def _look(self, group: int, held: dict[str, int]) -> None:
        """Takes what is known of a group out, and puts in what is known now. `held` gets the number of stories that
        held its terms before."""
        language = self._language
        members = language.members(group)
        doubted = _voices(language.profiles, members) in LEAST_SIMILARITY and self._may_be_doubted(group, members)
        heavy: dict[str, int] = {}
        if doubted or len(members) >= 2:
            centre = _centre(language.profiles, members)
            heavy = {term: weight for term, weight in centre.items() if weight >= HEAVY}
        for term in {*self._stories.get(group, ()), *heavy}:
            held.setdefault(term, len(self._holders.get(term, ())))
        for known, index, wanted in (
            (self._stories, self._holders, len(members) >= 2),
            (self._doubted, self._doubters, doubted),
        ):
            for term in known.pop(group, ()):
                index[term].discard(group)
            if wanted:
                known[group] = heavy
                for term in heavy:
                    index.setdefault(term, set()).add(group)

    def _near(self, group: int) -> set[int]:
        """Doubtfully dated groups that are near enough to a story for it to matter to them."""
        near: dict[int, int] = defaultdict(int)
        for term, weight in self._stories.get(group, {}).items():
            if len(self._holders[term]) <= COMMON_STORIES:
                for stray in self._doubters.get(term, ()):
                    near[stray] += weight * self._doubted[stray][term]
        return {stray for stray, product in near.items() if product >= LEAST_PRODUCT}

    def _move(self, group: int, target: int | None, moved: set[int]) -> None:
        before = self.target.pop(group, None)
        if before is not None:
            self._drawn[before].discard(group)
        if target is not None:
            self.target[group] = target
            self._drawn.setdefault(target, set()).add(group)
        if before != target:
            moved.update(g for g in (group, before, target) if g is not None)

    def _may_be_doubted(self, group: int, numbers: Sequence[int]) -> bool:
        members = [self._language.profiles[i] for i in numbers]
        long = sum(p.word_count for p in members) >= LEAST_WORDS * len(members)
        return long and self._language.days(group)[0] is not None and not _vouched_for(members)

    def _nearest(self, group: int) -> int | None:
        language = self._language
        near: dict[int, int] = defaultdict(int)
        for term, weight in self._doubted[group].items():
            held = self._holders.get(term, ())
            if len(held) <= COMMON_STORIES:
                for other in held:
                    near[other] += weight * self._stories[other][term]
        voices = _voices(language.profiles, language.members(group))
        ranked = sorted(
            (-product, language.keys[other], other) for other, product in near.items() if self._elsewhere(group, other)
        )
        best: tuple[float, Key, int] | None = None
        for product, key, other in ranked[:LOOKED_AT]:
            least = LEAST_SIMILARITY[voices] if self._is_later(group, other) else TOO_EARLY_SIMILARITY
            if -product < least * UNIT * UNIT * FLOOR:
                continue
            similarity = timeless_similarity(language, group, other)
            if similarity >= least and (best is None or (-similarity, key) < best[:2]):
                best = (-similarity, key, other)
        return None if best is None else best[2]

    def _elsewhere(self, group: int, other: int) -> bool:
        """Whether a group has more voices, and is at a time that this one's date may have been mistaken from."""
        language = self._language
        own, others = language.members(group), language.members(other)
        if len(others) < len(own) or _voices(language.profiles, others) <= _voices(language.profiles, own):
            return False
        return self._is_later(group, other) or self._is_too_early(group, other)

    def _is_later(self, group: int, other: int) -> bool:
        own, last = self._language.days(group)[0], self._language.days(other)[1]
        return own is not None and last is not None and own - last >= WINDOW_DAYS // 2

    def _is_too_early(self, group: int, other: int) -> bool:
        own, first = self._language.days(group)[1], self._language.days(other)[0]
        if own is None or first is None or first - own < TOO_EARLY_DAYS or len(self._language.members(group)) > 1:
            return False
        published = self._language.profiles[group].article.published
        return published is not None and published.origin in HIDDEN


def _voices(profiles: Mapping[int, Profile], members: Sequence[int]) -> int:
    """How many articles a group counts as."""
    outlets = {outlet.value if (outlet := profiles[i].article.outlet) else None for i in members}
    one = len(outlets) == 1 and None not in outlets and len(members) <= ONE_VOICE
    return 1 if one else len(members)


def _vouched_for(members: Sequence[Profile]) -> bool:
    """Whether two outlets agree on the time, each with a date that says what it is."""
    sure = [
        (p.day, p.article.outlet.value)
        for p in members
        if p.day is not None and p.article.outlet and p.article.published and p.article.published.confidence >= SURE
    ]
    return any(abs(a - b) <= AGREEING_DAYS and one != other for a, one in sure for b, other in sure)


def _centre(profiles: Mapping[int, Profile], members: Sequence[int]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for i in members:
        for term, weight in profiles[i].weights.items():
            sums[term] += weight
    length = math.sqrt(sum(w * w for w in sums.values())) or 1.0
    return {t: round(UNIT * w / length) for t, w in sums.items()}


def timeless_similarity(language: Language, a: int, b: int) -> float:
    """Cosine of two groups as if all were published on one day."""
    profiles = language.profiles
    total = sum(timeless(profiles[i], profiles[j]) for i in language.members(a) for j in language.members(b))
    return round(total / math.sqrt(language.norm(a) * language.norm(b)), 9)
