"""How much speaks for a sentence's being a main point of its story that a reader takes in alone.

A sum of signs, each weak. The weights are those of a logistic regression on 440 sentences of 97 development stories
that were read one by one (66 % fit), rounded; cross-validated by story the sum has an AUC of .72, and of the half with
the highest sums four in five are fit. It chooses among sentences that the rules of `standing` and `references` let
through, it doesn't replace them."""

from __future__ import annotations

from digest.tell.alignment import OPENING_MARKS
from digest.tell.material import Material
from digest.tell.units import Unit

CENTRAL, MOST_CENTRAL = 5.0, 0.4
"""Weight of nearness to the story's middle, and where more of it says nothing more."""

OF_THE_TITLE, FEWEST_OF_TITLE = 0.45, 2
"""Two content words of the headline or more."""

OPENS_WITH_TITLE, FIRST_WORDS = 0.3, 6
"""A word of the headline among the first six: the sentence is about what the story is about."""

DATED = 0.2
QUOTES = 0.4
"""It quotes, or leads up to a quotation in the next sentence."""

NAMES, EARLY_CHARACTERS = 0.2, 45
"""A name among its first characters."""

TOLD_TWICE = 0.35
"""Another voice tells it in like words."""

DOWN, LOWEST = 0.05, 12
"""Taken off for each sentence before it in its article, up to so many: the further down, the more is background."""

LOOKS_AHEAD = 0.7
"""Taken off for what is still to come: other articles may tell that it came."""

STATE = 0.8
"""Taken off for what is so, without a date: background, an opinion."""


def evidence(material: Material, unit: Unit, title: frozenset[str], told_twice: frozenset[int]) -> float:
    """The sum of the signs, about 0 to 4. `title` holds the stems of the headline, `told_twice` the numbers of the
    sentences that another voice tells in like words."""
    dated = _is_dated(material, unit)
    words = material.lexicon(unit)
    return (
        CENTRAL * min(material.centrality[unit.number], MOST_CENTRAL)
        + OF_THE_TITLE * (len(unit.stems & title) >= FEWEST_OF_TITLE)
        + OPENS_WITH_TITLE * any(t.stem in title for t in unit.tokens[:FIRST_WORDS])
        + DATED * dated
        + QUOTES * _quotes(material, unit)
        + NAMES * bool(material.names_between(unit.article, unit.start, unit.start + EARLY_CHARACTERS))
        + TOLD_TWICE * (unit.number in told_twice)
        - DOWN * min(unit.place, LOWEST)
        - LOOKS_AHEAD * is_to_come(material, unit)
        - STATE * (not dated and not unit.forms.isdisjoint(words.states))
    )


def is_to_come(material: Material, unit: Unit) -> bool:
    """A future form, or a word for what is planned."""
    return unit.looks_ahead or not unit.forms.isdisjoint(material.lexicon(unit).planned)


def _is_dated(material: Material, unit: Unit) -> bool:
    """Whether it says when; a day in another year than the article's is told as background."""
    year = material.recency(unit.article)[0][:4]
    told = material.dates_between(unit.article, unit.start, unit.end)
    return any(m.year is None or not year or str(m.year) == year for m in told)


def _quotes(material: Material, unit: Unit) -> bool:
    if material.quotations_between(unit.article, unit.start, unit.end):
        return True
    following = material.article_units(unit.article)[unit.place + 1 : unit.place + 2]
    return any(u.text.startswith(OPENING_MARKS) for u in following)
