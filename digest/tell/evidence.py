"""How much speaks for a sentence's being a line of a brief after the first.

A sum of signs, each weak. The weights are those of a logistic regression on 204 sentences of 65 development stories
that were read one by one by a strict reader (36 % fit), rounded; cross-validated by story the sum has an AUC of .72,
and of the best sentence of each story 80 % were fit among the 15 surest, 54 % among all 65. It chooses among sentences
that the rules of `lines` let through, it doesn't replace them."""

from __future__ import annotations

from digest.tell.alignment import OPENING_MARKS
from digest.tell.material import Material
from digest.tell.news import News
from digest.tell.units import Unit

OF_A_TITLE, MOST_OF_TITLE = 0.95, 0.6
"""Weight of the share of some article's title that it tells, and where more of it says nothing more."""

TELLS_ITS_NEWS, HALF, OPENING = 0.85, 0.5, 1
"""It opens another article and tells half of its title: what that outlet says is new."""

NAMES, EARLY_CHARACTERS = 0.7, 45
"""A name among its first characters."""

LENGTH, MOST_WORDS = 0.9, 32
"""Weight of its length in words, and the length from which more says nothing more: short ones are vague or side."""

DATED = 0.3
SPEAKS = 0.4
"""Somebody is named, and it quotes or tells what he said."""

FOLLOWS = 0.45
"""It stands behind the first line: it goes on where that ends."""

STATE = 0.75
"""Taken off for what is so, without a date: background, an opinion."""


def evidence(news: News, unit: Unit, first: Unit) -> float:
    """The sum of the signs, 0 to about 4."""
    material = news.material
    words = material.lexicon(unit)
    dated = is_dated(material, unit)
    named = material.names_between(unit.article, unit.start, unit.end)
    speaks = _quotes(material, unit) or not unit.forms.isdisjoint(words.saying)
    return (
        NAMES * any(o.start < unit.start + EARLY_CHARACTERS for o, _ in named)
        + LENGTH * min(len(unit.tokens), MOST_WORDS) / MOST_WORDS
        + DATED * dated
        + SPEAKS * (speaks and any(group in material.persons for _, group in named))
        + FOLLOWS * (unit.article == first.article and news.places[unit.number] == news.places[first.number] + 1)
        - STATE * (not dated and not unit.forms.isdisjoint(words.states))
        + OF_A_TITLE * min(news.told_of_any(unit), MOST_OF_TITLE)
        + TELLS_ITS_NEWS * tells_its_news(news, unit, first)
    )


def tells_its_news(news: News, unit: Unit, first: Unit) -> bool:
    """Whether it opens another article than the first line's and tells half of its title."""
    opens = unit.article != first.article and news.places[unit.number] <= OPENING
    return opens and news.told_of_own(unit) >= HALF


def is_to_come(material: Material, unit: Unit) -> bool:
    """A future form, or a word for what is planned."""
    return unit.looks_ahead or not unit.forms.isdisjoint(material.lexicon(unit).planned)


def is_dated(material: Material, unit: Unit) -> bool:
    """Whether it says when; a day in another year than the article's is told as background."""
    year = material.recency(unit.article)[0][:4]
    told = material.dates_between(unit.article, unit.start, unit.end)
    return any(m.year is None or not year or str(m.year) == year for m in told)


def _quotes(material: Material, unit: Unit) -> bool:
    """Whether it quotes, or leads up to a quotation in the next sentence."""
    if material.quotations_between(unit.article, unit.start, unit.end):
        return True
    following = material.article_units(unit.article)[unit.place + 1 : unit.place + 2]
    return any(u.text.startswith(OPENING_MARKS) for u in following)
