"""Story → Telling: what a story page says, every sentence one that an article published.

A part is a function from `Material` (the story taken apart) to one field of `Telling`; it returns an empty value when
it has nothing good to say. To add one: a file here named for the field, a line in `PARTS`, a template block."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from digest.model import Headline, Story, Telling
from digest.tell.brief import brief
from digest.tell.copies import copies, shares
from digest.tell.entities import NO_ENTITIES, Entities, Entity
from digest.tell.figures import figures
from digest.tell.headline import headline
from digest.tell.material import Material
from digest.tell.names import names
from digest.tell.options import Options
from digest.tell.quotes import quotes
from digest.tell.several import several
from digest.tell.single import single
from digest.tell.timeline import timeline

__all__ = ["NO_ENTITIES", "PARTS", "Entities", "Entity", "Options", "headline_of", "tell"]

PARTS: tuple[tuple[str, Callable[[Material], Any]], ...] = (
    ("headline", headline),
    ("brief", brief),
    ("several", several),
    ("single", single),
    ("copies", copies),
    ("shares", shares),
    ("quotes", quotes),
    ("timeline", timeline),
    ("figures", figures),
    ("names", names),
)
"""Field of `Telling` and what fills it, in page order."""


def tell(story: Story, options: Options | None = None, entities: Entities = NO_ENTITIES) -> Telling:
    """Pure: the same story and options give the same telling, whatever was told before. `entities` only says of which
    kind names are."""
    material = Material(story, options or Options(), entities)
    return Telling(story_id=story.id, **{field: part(material) for field, part in PARTS})


def headline_of(story: Story, options: Options | None = None) -> Headline:
    """What `tell` would call the story, without telling the rest: lists of thousands want no more."""
    return headline(Material(story, options or Options()))
