"""The first line of "in brief": what tells the headline, read alone."""

from __future__ import annotations

from digest.tell.alignment import is_modal
from digest.tell.evidence import is_dated, is_to_come
from digest.tell.lines import days_between, may_open
from digest.tell.news import News
from digest.tell.units import Unit

OPENING = 2
"""Last place of a sentence that opens an article."""

EARLY = 4
"""Last place of a sentence that tells an article's news where its first sentence is none: a caption, a scene."""

LATER = 15
"""Last place of a sentence that does so in a page with much above its text."""

TELLS_THE_NEWS = 0.29
"""Share of the headline's weight that the first line tells: an opening that sets a scene tells less."""

TELLS_SOME = 0.15
"""Share that is enough where nothing tells so much."""

FEWEST_NEW = 3
"""Content words that the headline doesn't have: with fewer a line says the headline again."""

PLACES = (0.4, 0.2, 0.1, 0.0, 0.0)
"""Added to the share of the headline that a sentence tells, by its place in its article. These weights put a fit line
first in 58 of 69 development stories where the order of places alone did in 49."""

CENTRAL = 0.5
"""Weight of nearness to the story's middle beside that share."""

ELSEWHERE = 0.25
"""Taken off in another article than the headline's."""

LONG, TOO_LONG = 40, 0.1
"""Words of a sentence from which so much is taken off."""

STATE = 0.15
"""Taken off for what is so, without a date."""

SAME_STATE = 2
"""Days between a line's article and the headline's: what an older one tells as new is told on there."""


def first_line(news: News, units: list[Unit]) -> Unit | None:
    """The sentence that tells most of the headline among those that open the articles of its days, rather of its own
    article, rather with something that the headline doesn't have; where none does, what tells much of another title,
    or the first that says when, and last what an older article tells."""
    recency = news.material.recency
    near = [u for u in units if days_between(recency(u.article)[0], news.day) <= SAME_STATE]
    found = _best(news, near)
    return _best(news, units) if found is None and len(near) < len(units) else found


def _best(news: News, units: list[Unit]) -> Unit | None:
    material, places = news.material, news.places
    early = [u for u in units if places[u.number] <= EARLY]
    told = {u.number: news.told(u) for u in units if places[u.number] <= LATER}
    pools = (
        [u for u in early if told[u.number] >= TELLS_THE_NEWS],
        [u for u in early if news.told_of_any(u) >= TELLS_THE_NEWS],
        [u for u in early if u.text_number == news.text and places[u.number] <= OPENING and u.stems & news.title],
        [u for u in early if places[u.number] <= OPENING and told[u.number] >= TELLS_SOME],
        [u for u in units if told.get(u.number, 0.0) >= TELLS_THE_NEWS],
        [u for u in early if places[u.number] == 0 and material.names_between(u.article, u.start, u.end)],
    )
    for pool in pools:
        ranked = sorted(pool, key=lambda u: (len(u.stems - news.title) < FEWEST_NEW, -_score(news, u, told), u.number))
        if (unit := _first_fit(news, ranked)) is not None:
            return unit
    dated = [u for u in units if u.number in told and is_dated(material, u)]
    return _first_fit(news, sorted(dated, key=lambda u: (places[u.number], u.number)))


def _first_fit(news: News, ranked: list[Unit]) -> Unit | None:
    fit = (u for u in ranked if may_open(news.material, u, news.called.text) and not _is_overtaken(news, u))
    return next(fit, None)


def _score(news: News, unit: Unit, told: dict[int, float]) -> float:
    score = told[unit.number] + PLACES[min(news.places[unit.number], EARLY)]
    score += CENTRAL * news.material.centrality[unit.number]
    if unit.text_number != news.text:
        score -= ELSEWHERE
    if len(unit.tokens) > LONG:
        score -= TOO_LONG
    if not unit.forms.isdisjoint(news.material.lexicon(unit).states) and not is_dated(news.material, unit):
        score -= STATE
    return score


def _is_overtaken(news: News, unit: Unit) -> bool:
    """Whether an article older than the headline's looks ahead: by then it has happened or not."""
    older = news.material.recency(unit.article)[0] < news.day
    return older and (is_to_come(news.material, unit) or is_modal(news.material, unit))
