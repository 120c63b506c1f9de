"""Articles → Stories. `group` is the one way in; the files follow the flow:

terms → profile → products → merge → stories. See `Options` for what a site may set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from digest.group import background
from digest.group.formulas import formulas
from digest.group.merge import Limits, merge
from digest.group.products import products
from digest.group.profile import Profile, profile
from digest.model import Article, Decisions, Evidence, Problem, Story

__all__ = ["Grouping", "Options", "group"]


@dataclass(frozen=True, slots=True)
class Options:
    """What a site may set."""

    span_days: int = 14  # from the first article of a story to its last; a longer affair becomes a chain of stories


DEFAULTS = Options()
NO_DECISIONS = Decisions()


@dataclass(frozen=True, slots=True)
class Grouping:
    """Stories, by the date and id of their founders, and what couldn't be done."""

    stories: tuple[Story, ...]
    problems: tuple[Problem, ...] = ()


def group(
    articles: Sequence[Article],
    options: Options = DEFAULTS,
    decisions: Decisions = NO_DECISIONS,
    known: Mapping[str, str] | None = None,
) -> Grouping:
    """Every article in exactly one story. The result doesn't depend on the order of `articles`. `known` maps a story's
    permanent id to the id of its founding article."""
    ordered = sorted(articles, key=lambda a: (a.day is None, a.day or "", a.id, a.path))
    founders = frozenset((known or {}).values())
    stories = []
    for indices in _groups(ordered, options):
        members = tuple(ordered[i] for i in indices)
        founder = next((a for a in members if a.id in founders), members[0])
        evidence = tuple(Evidence(a.id, None, rule="founder") for a in members if a is founder)
        stories.append(Story(founder.id, members, founder.id, evidence=evidence))
    return Grouping(tuple(stories))


def _groups(ordered: Sequence[Article], options: Options) -> list[list[int]]:
    by_language: dict[str, list[int]] = {}
    for i, article in enumerate(ordered):
        by_language.setdefault(article.lang, []).append(i)
    found = []
    recurring = formulas(ordered)
    for language, indices in sorted(by_language.items()):
        rarity = _rarity(language)
        profiles: list[Profile] = [
            profile(ordered[i], rarity, recurring.ignored.get(i, frozenset()), body=recurring.bodies.get(i)) for i in indices
        ]
        merged = merge(products(profiles), profiles, Limits(span_days=options.span_days))
        found += [sorted(indices[i] for i in members) for members in merged.members if members]
    return sorted(found)


def _rarity(language: str) -> Callable[[str], float]:
    table = background.table(language) or {}
    return lambda term: table.get(term, background.UNKNOWN_IDF)
