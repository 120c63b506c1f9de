"""Where an article begins to tell: below the words that a page has put above it."""

from __future__ import annotations

from digest.tell.alignment import STOPS
from digest.tell.material import Material
from digest.tell.units import Unit

FURTHEST_FURNITURE = 24
"""Sentences of an article among which words of the page are looked for."""

FEWEST_WORDS = 5
"""Words of a sentence that tells: "Riad.", "Live aktualisiert." are none."""


def lead_places(material: Material) -> dict[int, int]:
    """Unit number → how many sentences of its article's text stand before it. A kicker, a standfirst without a stop, a
    credit and a line of the page are none."""
    places: dict[int, int] = {}
    for article in set(material.text_numbers):
        at = 0
        for unit in material.article_units(article):
            places[unit.number] = at
            at += unit.place >= FURTHEST_FURNITURE or _tells(unit)
    return places


def _tells(unit: Unit) -> bool:
    return len(unit.tokens) >= FEWEST_WORDS and unit.text.endswith(STOPS) and not unit.is_shouted
