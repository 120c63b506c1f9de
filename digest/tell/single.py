"""Said by one: sentences with something in them that no other text of the story has."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from digest.model import Sentence
from digest.tell.material import Material
from digest.tell.references import leans, names_a_stranger
from digest.tell.standing import stands_alone
from digest.tell.units import Unit

TOLD_ELSEWHERE = 0.32
"""Share of a sentence's weight that two neighbouring sentences of another text hold: from here it tells it too."""

OWN_SHARE = 0.38
"""Share of a sentence's weight in words that no other text of its language has."""

MOST_CHECKED = 300
"""Candidates that are held against all other sentences."""

PER_TEXT = 3
"""Lines a text may have, so that the longest doesn't fill the part."""


def single(material: Material) -> tuple[Sentence, ...]:
    """In story order. Nothing where a language has one text only: there everything is said by one."""
    chosen: list[Unit] = []
    for language in material.languages:
        units = [u for u in material.prose if u.language == language]
        if len({u.text_number for u in units}) >= 2:
            chosen.extend(_of_language(material, units))
    ranked = sorted(chosen, key=lambda u: (-_value(material, u), u.number))[: material.options.single_sentences]
    return tuple(material.sentence(unit) for unit in sorted(ranked, key=lambda u: u.number))


def _of_language(material: Material, units: list[Unit]) -> list[Unit]:
    shared = _of_several([(u.text_number, u.stems) for u in units])
    told = shared | _of_several([(u.text_number, u.numbers) for u in units])
    grouped = {u.number for group in material.groups for u in group}
    candidates = [
        u
        for u in units
        if u.number not in grouped and u.place > 0 and len(u.stems) >= 6 and len(u.stems & shared) >= 2
        and _has_a_fact(u, told) and _own_share(material, u, shared) >= OWN_SHARE
    ]  # fmt: skip
    titles = " ".join(a.title.value for a in material.articles)
    places = _places(units)
    kept: list[Unit] = []
    per_text: Counter[int] = Counter()
    for unit in sorted(candidates, key=lambda u: (-_value(material, u), u.number))[:MOST_CHECKED]:
        if per_text[unit.text_number] == PER_TEXT or unit.stems in {k.stems for k in kept}:
            continue  # a paragraph may stand twice in its article
        if (
            material.carried.isdisjoint(unit.runs)
            and not _is_overtaken(material, unit)
            and stands_alone(material, unit)
            and not leans(material, unit)
            and not names_a_stranger(material, unit, titles)
            and not _told_elsewhere(material, unit, units, places)
        ):
            per_text[unit.text_number] += 1
            kept.append(unit)
    return kept


def _of_several(rows: list[tuple[int, frozenset[str]]]) -> set[str]:
    """What stands in the sets of several texts."""
    first: dict[str, int] = {}
    found: set[str] = set()
    for text, items in rows:
        for item in items:
            if first.setdefault(item, text) != text:
                found.add(item)
    return found


def _places(units: list[Unit]) -> dict[str, list[int]]:
    """Stem → places of the sentences that have it."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, unit in enumerate(units):
        for s in unit.stems:
            places[s].append(place)
    return places


def _is_overtaken(material: Material, unit: Unit) -> bool:
    """A plan that an older article tells: the newer ones tell what came of it."""
    return material.recency(unit.article)[0] < material.newest[0] and unit.looks_ahead


def _own_share(material: Material, unit: Unit, shared: set[str]) -> float:
    weights = material.weights[unit.language]
    total = sum(weights[s] for s in sorted(unit.stems))
    return sum(weights[s] for s in sorted(unit.stems - shared)) / total if total else 0.0


def _has_a_fact(unit: Unit, told: set[str]) -> bool:
    """Whether a name or a number stands in the sentence that no other text has: other words alone may well tell the
    same. A script without capitals shows no names."""
    if not any(t.capital for t in unit.tokens) or not unit.numbers <= told:
        return True
    return any(t.stem and t.capital and t.start > unit.start and t.stem not in told for t in unit.tokens)


def _told_elsewhere(material: Material, unit: Unit, units: list[Unit], places: dict[str, list[int]]) -> bool:
    weights = material.weights[unit.language]
    enough = TOLD_ELSEWHERE * sum(weights[s] for s in sorted(unit.stems))
    shared: dict[int, set[str]] = defaultdict(set)
    for s in unit.stems:
        for place in places[s]:
            if units[place].text_number != unit.text_number:
                shared[place].add(s)
    for place, stems in shared.items():
        before = shared.get(place - 1)
        if before and units[place - 1].article == units[place].article:
            stems = stems | before
        if len(stems) > 2 and math.fsum(weights[s] for s in stems) >= enough:
            return True
    return False


def _value(material: Material, unit: Unit) -> float:
    """Near the story, early in its article, with names and numbers."""
    bearing = material.centrality.get(unit.number, 0.0)
    named = sum(1 for t in unit.tokens[1:] if t.stem and t.capital)
    facts = min(3, len(unit.numbers)) + min(3, named)
    return bearing + 0.04 * facts - 0.01 * min(unit.place, 20)
