"""Articles → Stories. `group` is the one way in. The files follow the flow:

formulas → terms → profile → topical (both at once: `profiles`) → signals → products (arrays, table, held) → rows →
merge (sums, surroundings) → attach → strays (from rows on: `language`) → keys, meaning → bridges (all of that:
`gather`) → publication → hand → explain, neighbours, copies (`stories`).

Each of them can take articles out and in, and does again only what they change. With a `Memory` that is kept, one
article more costs what it touches; without one, all articles are new.

To add a signal, add it to `signals.SIGNALS`. To add a language, add its code to tests/quality/count_words.py."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from digest.group import hand
from digest.group.gather import Changes, Gathering
from digest.group.meaning import NO_EMBEDDING, Embedding
from digest.group.publication import Publication
from digest.group.stories import Stories
from digest.model import Article, Decisions, Problem, Related, Story

__all__ = ["NO_EMBEDDING", "Embedding", "Grouping", "Memory", "Options", "group"]


@dataclass(frozen=True, slots=True)
class Options:
    """What a site may set."""

    span_days: int = 10  # from the first article of a story to its last; a longer affair becomes a chain of stories
    multilingual: Literal["auto", "off"] = "auto"  # whether the multilingual extra is used where it is installed


DEFAULTS = Options()
NO_DECISIONS = Decisions()
SPARE = 500
"""Articles that may be new or gone before a memory starts anew, whatever it holds."""

MOST_FRESH = 4
"""A memory starts anew when more than one article in so many is new or gone: all at once is faster then."""

NONE_KNOWN: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Grouping:
    """Stories, by the date and id of their first articles, and decisions that couldn't be followed."""

    stories: tuple[Story, ...]
    problems: tuple[Problem, ...] = ()


class Memory:
    """What one grouping leaves to the next, when most articles are the very ones that it had. It changes nothing but
    how long that takes, and grows no larger than twice what its articles need."""

    def __init__(self) -> None:
        self._options: Options | None = None
        self._gathering = Gathering(0)
        self._stories = Stories(self._gathering)
        self._publication = Publication(self._gathering)

    def of(self, articles: Sequence[Article], options: Options) -> tuple[Gathering, Publication, Stories, Changes]:
        """What is known of these articles, and which of them are new since."""
        gone, new = self._gathering.differences(articles)
        fresh = len(gone) + len(new)
        full = len(self._gathering.articles) + fresh > 2 * len(articles) + SPARE
        if options != self._options or full or fresh > max(SPARE, len(articles) // MOST_FRESH):
            self._gathering = Gathering(options.span_days)
            self._stories = Stories(self._gathering)
            self._publication = Publication(self._gathering)
            gone, new = self._gathering.differences(articles)
        self._options = options
        return self._gathering, self._publication, self._stories, (gone, new)

    def forget(self) -> None:
        """Starts anew with the next grouping."""
        self._options = None


def group(
    articles: Sequence[Article],
    options: Options = DEFAULTS,
    decisions: Decisions = NO_DECISIONS,
    known: Mapping[str, str] = NONE_KNOWN,
    published: Mapping[str, str] = NONE_KNOWN,
    memory: Memory | None = None,
    embedding: Embedding = NO_EMBEDDING,
) -> Grouping:
    """Every article in exactly one story. The result doesn't depend on the order of `articles`. `known` maps the
    permanent id of a story to the id of its founding article; a founder in it stays the founder. `published` maps the
    ids of articles to the stories that they were in, as the texts alone decided; see `publication`. `embedding` only
    helps to join stories of different languages; one that knows the same languages says the same of a title."""
    with _uncollected():
        return _group(articles, options, decisions, known, published, memory or Memory(), embedding)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing is looked through for garbage meanwhile. What grouping makes stays, and what it drops is no part of a
    ring: looking at a hundred thousand profiles again and again took a tenth of the time and found nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _group(
    articles: Sequence[Article],
    options: Options,
    decisions: Decisions,
    known: Mapping[str, str],
    published: Mapping[str, str],
    memory: Memory,
    embedding: Embedding,
) -> Grouping:
    gathering, publication, made, changes = memory.of(articles, options)
    try:
        gathering.update(articles, changes, embedding)
        clusters, kept = publication.keep(published, known)
        special = {**gathering.joined, **dict.fromkeys(kept, "published")}
        if decisions == NO_DECISIONS:
            return Grouping(tuple(made.update(clusters, special, known)))
        order = [(n, gathering.articles[n]) for n in sorted(gathering.numbers.values(), key=gathering.keys.__getitem__)]
        names = hand.Names(order, known)
        regrouped, placed = hand.apply(clusters, decisions, names)
        clusters = sorted(
            (tuple(sorted(members, key=gathering.keys.__getitem__)) for members in regrouped),
            key=lambda members: gathering.keys[members[0]],
        )
        special.update(dict.fromkeys(placed, "editor"))
        stories = made.update(clusters, special, known)
    except BaseException:
        memory.forget()
        raise
    story_of = {n: story.id for members, story in zip(clusters, stories, strict=True) for n in members}
    return Grouping(tuple(_edited(stories, decisions, names, story_of)), tuple(names.problems))


def _edited(
    stories: Sequence[Story], decisions: Decisions, names: hand.Names, story_of: Mapping[int, str]
) -> list[Story]:
    """Titles, notes, pins, mutes and links between stories as the editor has them."""
    find = story_of.get
    titles = hand.by_story(decisions.titles, "title", names, find)
    notes = hand.by_story(decisions.notes, "note", names, find)
    pins = hand.by_story([(s, "") for s in decisions.pins], "pin", names, find)
    mutes = hand.by_story([(s, "") for s in decisions.mutes], "mute", names, find)
    links: dict[str, list[Related]] = {}
    for one, other in hand.pairs(decisions.related, "related", names, find):
        links.setdefault(one, []).append(Related(other, 1.0))
        links.setdefault(other, []).append(Related(one, 1.0))
    for later, earlier in hand.in_one_direction(decisions.follows, names, find):
        links.setdefault(later, []).append(Related(earlier, 1.0, "follows"))
        links.setdefault(earlier, []).append(Related(later, 1.0, "followed by"))
    named = {*titles, *notes, *pins, *mutes, *links}
    return [
        replace(
            story,
            title=titles.get(story.id),
            note=notes.get(story.id, ""),
            pinned=story.id in pins,
            muted=story.id in mutes,
            related=_linked(links.get(story.id, []), story.related),
        )
        if story.id in named
        else story
        for story in stories
    ]


def _linked(decided: Sequence[Related], found: Sequence[Related]) -> tuple[Related, ...]:
    by_id = {r.id: r for r in [*found, *decided]}  # the editor's word is last
    first = [by_id.pop(r.id) for r in decided if r.id in by_id]
    return tuple(first + [r for r in found if r.id in by_id])
