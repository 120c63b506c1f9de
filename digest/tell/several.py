"""Said by several: sentences of different texts with nearly the same words, side by side in story order."""

from __future__ import annotations

from digest.model import Sentence
from digest.tell.material import Material


def several(material: Material) -> tuple[tuple[Sentence, ...], ...]:
    """Groups with most texts first; in a group the sentences stand in story order, one a text."""
    kept = material.groups[: material.options.several_groups]
    return tuple(tuple(material.sentence(unit) for unit in group) for group in kept)
