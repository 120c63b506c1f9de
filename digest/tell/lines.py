"""Which sentences may be lines of "in brief" at all: read alone, whole, of these days, and no background."""

from __future__ import annotations

from datetime import date

from digest.tell.alignment import OPENING_MARKS
from digest.tell.background import is_background, is_of_months_ago
from digest.tell.material import Material
from digest.tell.references import leans, names_a_stranger
from digest.tell.standing import is_standfirst, stands_alone
from digest.tell.units import Unit

SAME_WEEK = 6
"""Days before the newest article in which "on Sunday" and "hier" are not taken for another day."""

LONGEST_COMPARED = 4
"""Words behind a French "aussi" among which its "que" stands."""

LONGEST_CAPTION, LONGEST_CREDIT = 30, 4
"""Words of a sentence under a picture, and of the name behind it."""


def may_open(material: Material, unit: Unit, headline: str, title: frozenset[str]) -> bool:
    """Whether it can be the first line: a standfirst without a stop can, too, and what the headline names is known.
    `title` holds the headline's stems."""
    alone = stands_alone(material, unit) or is_standfirst(material, unit)
    return alone and _is_fit(material, unit, headline, title)


def may_follow(material: Material, unit: Unit, read: str) -> bool:
    """Whether it can be a line for somebody who has read `read`."""
    alone = stands_alone(material, unit) and not is_of_months_ago(material, unit)
    return alone and _is_fit(material, unit, read, frozenset())


def _is_fit(material: Material, unit: Unit, read: str, known: frozenset[str]) -> bool:
    return (
        not leans(material, unit, known)
        and not _adds_to_what_stood_before(material, unit)
        and not unit.text.startswith(OPENING_MARKS)
        and not _is_cut_at_a_number(material, unit)
        and not _is_credited(material, unit)
        and not _is_past(material, unit)
        and not names_a_stranger(material, unit, read)
        and not is_background(material, unit)
    )


def _adds_to_what_stood_before(material: Material, unit: Unit) -> bool:
    """ "The keeper also paid", but not "he praised the wall but also the keeper" nor "aussi vite que le bac"."""
    words, tokens = material.lexicon(unit), unit.tokens
    if unit.forms.isdisjoint(words.adding):
        return False
    for before, place in zip((None, *tokens), range(len(tokens)), strict=False):
        if tokens[place].form not in words.adding or (before is not None and before.form in words.coordinating):
            continue
        ahead = [t.form for t in tokens[place + 1 : place + 1 + LONGEST_COMPARED]]
        if tokens[place].form != "aussi" or "que" not in ahead:
            return True
    return False


def _is_cut_at_a_number(material: Material, unit: Unit) -> bool:
    """ "It had a magnitude of 5." before "9, experts said.": a number with a space in it."""
    units = material.article_units(unit.article)
    before, after = units[max(0, unit.place - 1) : unit.place], units[unit.place + 1 : unit.place + 2]
    return any(_goes_on(a, unit) for a in before) or any(_goes_on(unit, b) for b in after)


def _is_credited(material: Material, unit: Unit) -> bool:
    """Whether its paragraph is it and a name in brackets, with text below: the words under a picture. Below the last
    paragraph the brackets hold the agency."""
    units = material.article_units(unit.article)
    following = units[unit.place + 1 : unit.place + 3]
    if len(following) < 2 or unit.start != unit.block_start or len(unit.tokens) > LONGEST_CAPTION:
        return False
    credit, below = following
    ends = credit.block_start == unit.block_start != below.block_start and len(credit.tokens) <= LONGEST_CREDIT
    return ends and credit.text.startswith("(") and credit.text.endswith(")")


def _goes_on(one: Unit, other: Unit) -> bool:
    ends = one.text[-1:] == "." and one.text[-2:-1].isdigit()
    return ends and other.text[:1].isdigit() and other.start - one.end <= 1


def _is_past(material: Material, unit: Unit) -> bool:
    """ "On Sunday" in an article that is weeks older than the newest."""
    if days_between(material.recency(unit.article)[0], material.newest_day) <= SAME_WEEK:
        return False
    told = material.dates_between(unit.article, unit.start, unit.end)
    return any(m.year is None and (m.weekday is not None or m.days_ago is not None) for m in told)


def days_between(earlier: str, later: str) -> int:
    """0 when a day isn't known or is none: "2031-02-30"."""
    try:
        return (date.fromisoformat(later[:10]) - date.fromisoformat(earlier[:10])).days
    except ValueError:
        return 0
