"""Said by one: sentences with something in them that no other text of the story has."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from digest.model import Sentence
from digest.tell.material import Material
from digest.tell.references import leans, names_a_stranger
from digest.tell.standing import stands_alone
from digest.tell.units import Unit, looks_ahead

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
    texts_with: Counter[str] = Counter()
    for text in sorted({u.text_number for u in units}):
        texts_with.update(frozenset(s for u in units if u.text_number == text for s in u.stems))
    shared = {s for s, n in texts_with.items() if n > 1}
    numbers_in: Counter[str] = Counter()
    for text in sorted({u.text_number for u in units}):
        numbers_in.update(frozenset(n for u in units if u.text_number == text for n in u.numbers))
    told = shared | {n for n, texts in numbers_in.items() if texts > 1}
    grouped = {u.number for group in material.groups for u in group}
    kept: list[Unit] = []
    per_text: Counter[int] = Counter()
    titles = " ".join(a.title.value for a in material.articles)
    fit = [
        u
        for u in units
        if u.number not in grouped and u.place > 0 and len(u.stems) >= 6
        and _own_share(material, u, shared) >= OWN_SHARE
        and len(u.stems & shared) >= 2 and _has_a_fact(u, told)
        and not _is_overtaken(material, u) and stands_alone(material, u) and not leans(material, u)
        and not names_a_stranger(material, u, titles)
    ]  # fmt: skip
    carried = _carried_elsewhere(material, fit)
    for unit in sorted(fit, key=lambda u: (-_value(material, u), u.number))[:MOST_CHECKED]:
        if unit.number in carried or unit.stems in {k.stems for k in kept}:
            continue  # a paragraph may stand twice in its article
        if per_text[unit.text_number] < PER_TEXT and not _told_elsewhere(material, unit, units):
            per_text[unit.text_number] += 1
            kept.append(unit)
    return kept


def _carried_elsewhere(material: Material, units: list[Unit]) -> set[int]:
    """Numbers of the sentences of which another article has a run of words, a reprint too."""
    holders: dict[tuple[str, ...], list[Unit]] = defaultdict(list)
    for unit in units:
        for run in unit.runs:
            holders[run].append(unit)
    return {
        unit.number
        for article, runs in enumerate(material.shingles)
        for run in holders.keys() & runs
        for unit in holders[run]
        if unit.article != article
    }


def _is_overtaken(material: Material, unit: Unit) -> bool:
    """A plan that an older article tells: the newer ones tell what came of it."""
    return material.recency(unit.article)[0] < material.newest[0] and looks_ahead(unit)


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


def _told_elsewhere(material: Material, unit: Unit, units: list[Unit]) -> bool:
    weights = material.weights[unit.language]
    enough = TOLD_ELSEWHERE * sum(weights[s] for s in sorted(unit.stems))
    shared = [unit.stems & other.stems if other.text_number != unit.text_number else frozenset() for other in units]
    for place, stems in enumerate(shared):
        neighbour = units[place - 1].article == units[place].article if place else False
        window = stems | shared[place - 1] if neighbour else stems
        if len(window) > 2 and math.fsum(weights[s] for s in window) >= enough:
            return True
    return False


def _value(material: Material, unit: Unit) -> float:
    """Near the story, early in its article, with names and numbers."""
    bearing = material.centrality.get(unit.number, 0.0)
    named = sum(1 for t in unit.tokens[1:] if t.stem and t.capital)
    facts = min(3, len(unit.numbers)) + min(3, named)
    return bearing + 0.04 * facts - 0.01 * min(unit.place, 20)
