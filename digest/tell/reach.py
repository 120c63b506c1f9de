"""How far back a pronoun looks: its paragraph and the one before, and on where paragraphs go on with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from digest.tell.alignment import STOPS
from digest.tell.captions import is_caption
from digest.tell.clauses import Speaker
from digest.tell.speech import Speech

if TYPE_CHECKING:
    from digest.tell.material import Material
    from digest.tell.units import Unit

LONGEST_PLUG = 8
"""Words of a line without a stop that stands between paragraphs: a credit, "Continue reading the main story"."""

FEWEST_BACK = 3
"""Sentences that are asked at least, this one among them."""


def reach(material: Material, unit: Unit) -> list[Unit]:
    """The sentences of this paragraph and the one before, up to this one; what is under pictures is no paragraph."""
    units = material.article_units(unit.article)
    near: list[Unit] = []
    floor: int | None = None
    for previous in reversed(units[: unit.place + 1]):
        if previous.block_start != unit.block_start:
            if floor is not None and previous.block_start != floor and len(near) >= FEWEST_BACK:
                break
            if _is_furniture(material, previous):
                continue
            floor = previous.block_start if floor is None else floor
        near.append(previous)
    return near[::-1]


def back(material: Material, unit: Unit, pronoun: Speaker, grammar: Speech) -> Iterator[Unit]:
    """The sentences of the reach from the last to the first, and on to earlier paragraphs as long as each of them goes
    on with the same pronoun: "The mayor came. ¶ She looked on. ¶ She spoke to us. ¶ “…,” she said." """
    near = reach(material, unit)
    yield from reversed(near)
    floor = near[0]
    for previous in reversed(material.article_units(unit.article)[max(0, unit.place - LONGEST_CHAIN) : floor.place]):
        if _is_furniture(material, previous):
            continue
        if previous.block_start != floor.block_start:
            if not any(_has_pronoun(material, u, pronoun, grammar) for u in _paragraph(material, floor)):
                return
            floor = previous
        yield previous


LONGEST_CHAIN = 14
"""Sentences over which a pronoun is followed, where every paragraph has it."""


def _paragraph(material: Material, unit: Unit) -> list[Unit]:
    units = material.article_units(unit.article)
    return [u for u in units[unit.place : unit.place + LONGEST_CHAIN] if u.block_start == unit.block_start]


def _has_pronoun(material: Material, unit: Unit, pronoun: Speaker, grammar: Speech) -> bool:
    words = material.words_of_unit(unit)
    same = (grammar.pronouns.get(w.form) == pronoun.pronoun for w in words[:CHAIN_WORDS])
    return any(same) and not material.in_quotation(unit.article, words[0].start)


CHAIN_WORDS = 12
"""Tokens at the start of a sentence among which the pronoun that it goes on with stands."""


def _is_furniture(material: Material, unit: Unit) -> bool:
    """A caption, a credit, a plug: what marks it, or that it ends without a stop."""
    text = material.articles[unit.article].text
    end = text.find("\n", unit.end)
    tail = text[unit.end - 1 : end if end >= 0 else len(text)].rstrip()
    open_end = len(unit.tokens) <= LONGEST_PLUG and not unit.text.rstrip().endswith((*STOPS, ":", ",", ";"))
    return open_end or is_caption(unit.text) or bool(_CREDITED.match(tail))


_CREDITED = re.compile(r"[.!?] \([^()]{2,60}\)$|\)$")
