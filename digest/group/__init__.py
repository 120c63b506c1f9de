"""Articles → Stories. `group` is the one way in. The files follow the flow:

formulas → terms → profile → signals → products (arrays) → merge → strays → bridges (all of that is `gather`) → hand →
explain, neighbours, copies.

To add a signal, add it to `signals.SIGNALS`. To add a language, add its code to tests/quality/count_words.py."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, cast

from digest import dates
from digest.group import hand
from digest.group.copies import passages, same_text
from digest.group.explain import evidence
from digest.group.formulas import attaches_only
from digest.group.gather import gather
from digest.group.merge import Limits
from digest.group.neighbours import centre, neighbours
from digest.model import Article, Decisions, Evidence, Problem, Related, Story

__all__ = ["Grouping", "Options", "group"]


@dataclass(frozen=True, slots=True)
class Options:
    """What a site may set."""

    span_days: int = 10  # from the first article of a story to its last; a longer affair becomes a chain of stories


DEFAULTS = Options()
NO_DECISIONS = Decisions()
NONE_KNOWN: Mapping[str, str] = MappingProxyType({})

Relation = Literal["related", "follows", "followed by"]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Stories, by the date and id of their first articles, and decisions that couldn't be followed."""

    stories: tuple[Story, ...]
    problems: tuple[Problem, ...] = ()


def group(
    articles: Sequence[Article],
    options: Options = DEFAULTS,
    decisions: Decisions = NO_DECISIONS,
    known: Mapping[str, str] = NONE_KNOWN,
) -> Grouping:
    """Every article in exactly one story. The result doesn't depend on the order of `articles`. `known` maps the
    permanent id of a story to the id of its founding article; a founder in it stays the founder."""
    ordered = sorted(articles, key=lambda a: (a.day is None, a.day or "", a.id, a.path))
    gathered = gather(ordered, options.span_days)
    names = hand.Names(ordered, known)
    clusters, placed = hand.apply(gathered.clusters, decisions, names)
    before = frozenset(known.values())
    founders = [_founder(ordered, members, before) for members in clusters]
    explained = evidence(gathered, clusters, founders, placed, Limits(span_days=options.span_days))
    centres = [centre([gathered.profiles[i] for i in members]) for members in clusters]
    related = [
        tuple(Related(ordered[founders[n.index]].id, n.similarity, cast(Relation, n.relation)) for n in row)
        for row in neighbours(centres)
    ]
    stories = [
        _story([ordered[i] for i in members], ordered[founders[c]].id, explained[c], related[c])
        for c, members in enumerate(clusters)
    ]
    story_of = {i: ordered[founders[c]].id for c, members in enumerate(clusters) for i in members}
    return Grouping(tuple(_edited(stories, decisions, names, story_of)), tuple(names.problems))


def _founder(ordered: Sequence[Article], members: Sequence[int], before: Collection[str]) -> int:
    """The earliest article, but none that only attaches; of those that founded a story `before`, the earliest."""
    return min(members, key=lambda i: (ordered[i].id not in before, attaches_only(ordered[i]), i))


def _story(
    members: Sequence[Article], founder_id: str, explained: Sequence[Evidence], related: tuple[Related, ...]
) -> Story:
    settled = tuple(sorted(dates.settle(members), key=_by_date)) if len(members) > 1 else tuple(members)
    shared = passages(settled) if len(settled) > 1 else ()
    copies = same_text(settled, shared) if len(settled) > 1 else ()
    copied = {i for ids in copies for i in ids[1:]}
    why = tuple(
        replace(e, rule="copy") if e.rule == "similarity" and e.article_id in copied else e
        for e in sorted(explained, key=lambda e: e.article_id)
    )
    return Story(founder_id, settled, founder_id, related=related, evidence=why, passages=shared, copies=copies)


def _by_date(article: Article) -> tuple[bool, str, str, str]:
    value = article.published.value if article.published else ""
    return not value, value, article.id, article.path


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
    for later, earlier in hand.pairs(decisions.follows, "follows", names, find):
        links.setdefault(later, []).append(Related(earlier, 1.0, "follows"))
        links.setdefault(earlier, []).append(Related(later, 1.0, "followed by"))
    return [
        replace(
            story,
            title=titles.get(story.id),
            note=notes.get(story.id, ""),
            pinned=story.id in pins,
            muted=story.id in mutes,
            related=_linked(links.get(story.id, []), story.related),
        )
        for story in stories
    ]


def _linked(decided: Sequence[Related], found: Sequence[Related]) -> tuple[Related, ...]:
    by_id = {r.id: r for r in [*found, *decided]}  # the editor's word is last
    first = [by_id.pop(r.id) for r in decided if r.id in by_id]
    return tuple(first + [r for r in found if r.id in by_id])
