"""What a trained model takes the names in a text for. It comes from outside, see `Entities`, and only speaks of names
that the rules of `naming` have found and can't tell the kind of: it makes no name longer, shorter or new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from digest.model import Article
from digest.tell.occurrence import Occurrence

LEAST_OVERLAP = 0.5
"""Of the longer of a name and an entity: "le Quorvane de Sarnoy" says nothing about "Sarnoy"."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of an article's text, in characters, and what it names."""

    start: int
    end: int
    kind: Literal["person", "organisation", "place"]


@dataclass(frozen=True, slots=True)
class Entities:
    """A way to find entities."""

    languages: frozenset[str]  # ISO codes that it knows
    of: Callable[[Article], Sequence[Entity]]  # in order, without overlaps; asked for articles of those languages


def _none(_article: Article) -> tuple[Entity, ...]:
    return ()


NO_ENTITIES = Entities(frozenset(), _none)
"""Where the site names no model."""


def with_kinds(found: Sequence[Occurrence], articles: Sequence[Article], entities: Entities) -> list[Occurrence]:
    """Names in reading order; those without a kind get that of the entity which they nearly are."""
    if not entities.languages:
        return list(found)
    rows: list[Occurrence] = []
    article, waiting = -1, list[Entity]()
    for occurrence in found:
        if occurrence.article != article:
            article = occurrence.article
            known = articles[article].lang in entities.languages
            waiting = list(reversed(entities.of(articles[article]))) if known else []
        while waiting and waiting[-1].end <= occurrence.start:
            waiting.pop()
        if waiting and occurrence.kind is None and _is_nearly(occurrence, waiting[-1]):
            occurrence = replace(occurrence, kind=waiting[-1].kind)
        rows.append(occurrence)
    return rows


def _is_nearly(occurrence: Occurrence, entity: Entity) -> bool:
    shared = min(occurrence.end, entity.end) - max(occurrence.start, entity.start)
    return shared > LEAST_OVERLAP * max(occurrence.end - occurrence.start, entity.end - entity.start)
