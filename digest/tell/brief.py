"""In brief: up to three sentences, the newest state first, each readable alone and none a repetition."""

from __future__ import annotations

import math
from datetime import date

from digest.model import Sentence
from digest.tell.alignment import dot, is_modal
from digest.tell.headline import headline
from digest.tell.material import Material
from digest.tell.pieces import tokens_of
from digest.tell.references import leans, names_a_stranger
from digest.tell.standing import stands_alone
from digest.tell.units import Unit

OPENING_MARKS = ("«", "“", "„", '"', "‘")
"""A sentence that opens with somebody's words is a hook: who speaks and of what comes behind it."""

LIKENESS_COST = 0.75
"""How much a candidate loses for being like a chosen sentence: at 1 the two would cancel out."""

TOO_ALIKE = 0.15
"""Likeness from which a second sentence tells nothing new."""

LEADS_ALIKE = 2.5
"""How much more the openings of two articles are alike than their words: both tell the news, each in its own."""

OPENING = 2
"""Last place of a sentence that opens an article."""

SAME_WEEK = 6
"""Days before the newest article in which "on Sunday" and "hier" are not taken for another day."""

FAR_OFF = 0.38
"""Share of the best score below which a sentence is beside the story: a note on the author, a reminder."""

FEWEST_NEW = 2
"""Content words that the title above doesn't have: with fewer a line says the title again."""

TOLD_BY_TITLE = 0.29
"""Share of some title that the first line tells: an opening that sets a scene tells none. Of 135 first lines read on
the development stories, 15 unfit, those below were unfit in 4 of 7 cases."""

MOST_TITLES = 40
"""Titles that are held against the first line, the newest ones: a story of hundreds costs no more."""

SHARED_WITH_TITLE = (0.5, 0.75, 1.0)
"""Worth of a further line by the content words that it shares with the title above: none, one, more; the third line
has one at least. Of 227 read on the development stories 60 % of those with none were fit, 68 % with one, 82 % with
more."""

NEAR_MIDDLE = 0.6
"""Share of the best score that the first line has, however new its article."""

STALE_COST = 0.5
"""Factor on a sentence that looks ahead in an article older than the newest: by then it has happened or not."""


def brief(material: Material) -> tuple[Sentence, ...]:
    """Nothing when no sentence of the story can be read alone."""
    language = material.preferred_language
    scores = {u.number: _score(material, u) for u in material.prose if u.language == language}
    fit = _fit(material, scores)
    called = headline(material).text
    title = {t.stem for t in tokens_of(called, 0, language) if t.stem}
    fit = [u for u in fit if len(u.stems - title) >= FEWEST_NEW] or fit
    opening = [u for u in fit if not names_a_stranger(material, u, called)]
    if not opening:
        return ()
    best = scores[fit[0].number]
    chosen = [_first(material, _told_by_a_title(material, opening) or opening, scores)]
    read = f"{called} {chosen[0].text}"
    further = [
        u
        for u in fit
        if not names_a_stranger(material, u, read)
        and not (u.looks_ahead and u.article != chosen[0].article)  # the first line may tell how it went
    ]
    cost = LIKENESS_COST * best
    while len(chosen) < material.options.brief_sentences:
        least = min(len(chosen) - 1, len(title))
        rest = [
            u
            for u in further
            if u not in chosen and len(u.stems & title) >= least and _likeness(material, u, chosen) < TOO_ALIKE
        ]
        if not rest:
            break
        gains = {
            u.number: scores[u.number] * SHARED_WITH_TITLE[min(2, len(u.stems & title))]
            - cost * _likeness(material, u, chosen)
            for u in rest
        }
        chosen.append(max(rest, key=lambda u: (gains[u.number], -u.number)))
    ordered = chosen[:1] + sorted(chosen[1:], key=lambda u: (_descending(material.recency(u.article)), u.number))
    return tuple(material.sentence(unit) for unit in ordered)


def _told_by_a_title(material: Material, units: list[Unit]) -> list[Unit]:
    """The sentences that tell `TOLD_BY_TITLE` of some title, by weight."""
    if not units:
        return []
    language = units[0].language
    weights = material.weights[language]
    newest = sorted(material.articles, key=lambda a: (a.day or "", a.id))[-MOST_TITLES:]
    titles = {
        frozenset(t.stem for t in tokens_of(article.title.value, 0, language) if t.stem in weights)
        for article in newest
    }
    enough = [(stems, TOLD_BY_TITLE * math.fsum(weights[s] for s in stems)) for stems in titles if stems]
    return [
        unit
        for unit in units
        if any(math.fsum(weights[s] for s in stems & unit.stems) >= least for stems, least in enough)
    ]


def _fit(material: Material, scores: dict[int, float]) -> list[Unit]:
    """What can be read alone, best first, down to what is beside the story."""
    fit: list[Unit] = []
    for number in sorted(scores, key=lambda n: (-scores[n], n)):
        if fit and scores[number] < FAR_OFF * scores[fit[0].number]:
            break
        if _is_fit(material, material.units[number]):
            fit.append(material.units[number])
    return fit


def _is_fit(material: Material, unit: Unit) -> bool:
    return (
        stands_alone(material, unit)
        and not leans(material, unit)
        and unit.forms.isdisjoint(material.lexicon(unit).adding)
        and not unit.text.startswith(OPENING_MARKS)
        and not _is_past(material, unit)
    )


def _is_past(material: Material, unit: Unit) -> bool:
    """ "On Sunday" in an article that is weeks older than the newest."""
    here, newest = material.recency(unit.article)[0], material.newest_day
    if (
        len(here) < 10
        or len(newest) < 10
        or (date.fromisoformat(newest[:10]) - date.fromisoformat(here[:10])).days <= SAME_WEEK
    ):
        return False
    told = material.dates_between(unit.article, unit.start, unit.end)
    return any(m.year is None and (m.weekday is not None or m.days_ago is not None) for m in told)


def _first(material: Material, fit: list[Unit], scores: dict[int, float]) -> Unit:
    """The best early sentence of the newest article that has one near the story's middle."""
    leads = [u for u in fit if u.place <= OPENING and scores[u.number] >= NEAR_MIDDLE * scores[fit[0].number]]
    if not leads:
        return fit[0]
    newest = max(material.recency(u.article) for u in leads)
    return max((u for u in leads if material.recency(u.article) == newest), key=lambda u: (scores[u.number], -u.number))


def _score(material: Material, unit: Unit) -> float:
    score = material.centrality.get(unit.number, 0.0)
    score *= 1.5 if unit.place == 0 else 1.25 if unit.place <= OPENING else 1.0
    if len(unit.tokens) > 40:
        score *= 0.8
    if material.recency(unit.article)[0] < material.newest[0]:
        score *= 0.85
        if is_modal(material, unit):
            score *= STALE_COST
    return score


def _likeness(material: Material, unit: Unit, chosen: list[Unit]) -> float:
    return max(_pair_likeness(material, unit, c) for c in chosen)


def _pair_likeness(material: Material, a: Unit, b: Unit) -> float:
    alike = dot(material.vectors[a.number], material.vectors[b.number])
    return alike * LEADS_ALIKE if a.article != b.article and max(a.place, b.place) <= OPENING else alike


def _descending(recency: tuple[str, int]) -> tuple[tuple[int, ...], int]:
    return tuple(-ord(c) for c in recency[0]), -recency[1]
