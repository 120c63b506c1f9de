"""Said by several: sentences of different texts with nearly the same words, side by side in story order."""

from __future__ import annotations

from digest.model import Sentence
from digest.tell.material import Material
from digest.tell.units import Unit

REFRAIN = 3
"""Articles of one outlet from which a sentence that all have to the letter is the outlet's, as in `group.formulas`."""


def several(material: Material) -> tuple[tuple[Sentence, ...], ...]:
    """Groups with most texts first; in a group the sentences stand in story order, one a text."""
    groups = [group for group in material.groups if not _is_refrain(material, group)]
    kept = groups[: material.options.several_groups]
    return tuple(tuple(material.sentence(unit) for unit in group) for group in kept)


def _is_refrain(material: Material, group: tuple[Unit, ...]) -> bool:
    """What one outlet writes under many of its articles, to the letter: "You can call us on 01 23 45 67 89."."""
    outlets = {outlet.value if (outlet := material.articles[unit.article].outlet) else "" for unit in group}
    same = len({unit.text for unit in group}) == 1 and len(outlets) == 1 and "" not in outlets
    return same and len(group) >= REFRAIN
