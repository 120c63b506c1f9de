"""In brief: up to three sentences, the newest state first, each readable alone and none a repetition."""

from __future__ import annotations

from digest.model import Sentence
from digest.tell.alignment import dot, is_modal
from digest.tell.material import Material
from digest.tell.standing import stands_alone
from digest.tell.units import Unit

LIKENESS_COST = 0.75
"""How much a candidate loses for being like a chosen sentence: at 1 the two would cancel out."""

TOO_ALIKE = 0.35
"""Cosine from which a second sentence tells nothing new."""

FAR_OFF = 0.35
"""Share of the best score below which a sentence is beside the story: a note on the author, a reminder."""

STALE_COST = 0.5
"""Factor on a sentence that looks ahead in an article older than the newest: by then it has happened or not."""


def brief(material: Material) -> tuple[Sentence, ...]:
    """Nothing when no sentence of the story can be read alone."""
    language = material.preferred_language
    fit = [u for u in material.prose if u.language == language and stands_alone(material, u)]
    if not fit:
        return ()
    scores = {u.number: _score(material, u) for u in fit}
    cost = LIKENESS_COST * _top(scores)
    chosen = [_first(material, fit, scores)]
    while len(chosen) < material.options.brief_sentences:
        rest = [
            u
            for u in fit
            if u not in chosen
            and scores[u.number] >= FAR_OFF * _top(scores)
            and _likeness(material, u, chosen) < TOO_ALIKE
        ]
        if not rest:
            break
        gains = {u.number: scores[u.number] - cost * _likeness(material, u, chosen) for u in rest}
        chosen.append(max(rest, key=lambda u: (gains[u.number], -u.number)))
    ordered = chosen[:1] + sorted(chosen[1:], key=lambda u: (_descending(material.recency(u.article)), u.number))
    return tuple(material.sentence(unit) for unit in ordered)


def _first(material: Material, fit: list[Unit], scores: dict[int, float]) -> Unit:
    """The best early sentence of the newest article that has one near the story's middle."""
    leads = [u for u in fit if u.place <= 2 and scores[u.number] >= 0.4 * _top(scores)]
    if not leads:
        return max(fit, key=lambda u: (scores[u.number], -u.number))
    newest = max(material.recency(u.article) for u in leads)
    return max((u for u in leads if material.recency(u.article) == newest), key=lambda u: (scores[u.number], -u.number))


def _score(material: Material, unit: Unit) -> float:
    score = material.centrality.get(unit.number, 0.0)
    score *= 1.5 if unit.place == 0 else 1.25 if unit.place <= 2 else 1.0
    if len(unit.tokens) > 40:
        score *= 0.8
    if material.recency(unit.article)[0] < material.newest[0]:
        score *= 0.85
        if is_modal(material, unit):
            score *= STALE_COST
    return score


def _likeness(material: Material, unit: Unit, chosen: list[Unit]) -> float:
    return max(dot(material.vectors[unit.number], material.vectors[c.number]) for c in chosen)


def _top(scores: dict[int, float]) -> float:
    return max(scores.values())


def _descending(recency: tuple[str, int]) -> tuple[tuple[int, ...], int]:
    return tuple(-ord(c) for c in recency[0]), -recency[1]
