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

LATER, LATEST = 15, 8
"""Last places, in a page with much above its text, of a sentence that does so and of one that only says when."""

TELLS_THE_NEWS = 0.29
"""Share of the headline's weight that the first line tells: an opening that sets a scene tells less."""

LEAD, TELLS_ITS_TITLE = 1, 0.5
"""Last place of a sentence that opens an article and tells so much of its own title: that is news, where the headline
is that of a feature."""

TELLS_SOME = 0.15
"""Share that is enough where nothing tells so much."""

FEWEST_NEW = 3
"""Content words that the headline doesn't have: with fewer a line says the headline again."""

PLACES = (0.5, 0.3, 0.1, 0.0, 0.0)
"""Added to the share of the headline that a sentence tells, by its place in its article. These weights put a fit line
first in 58 of 69 development stories where the order of places alone did in 49."""

CENTRAL = 0.5
"""Weight of nearness to the story's middle beside that share."""

LONG, TOO_LONG = 40, 0.1
"""Words of a sentence from which so much is taken off."""

STATE = 0.15
"""Taken off for what is so, without a date."""

SAME_STATE = 2
"""Days between a line's article and the headline's: what an older one tells as new is told on there."""


def first_line(news: News, units: list[Unit]) -> Unit | None:
    """The early sentence of the headline's own article that tells most of it, else of another article of its days,
    rather with something that the headline doesn't have. Where the headline names a feature and nothing tells it: what
    opens an article and tells its own title; last what tells something of the headline, or first says when."""
    age = {u.article: days_between(news.material.recency(u.article)[0], news.day) for u in units}
    near = [u for u in units if age[u.article] <= SAME_STATE]
    newest = [u for u in near if age[u.article] <= 0]
    by_age = (
        [u for u in units if max(0, age[u.article]) == days] for days in sorted({max(0, a) for a in age.values()})
    )
    return (
        _of_its_own_article(news, near)
        or _of_the_headline(news, near)
        or _of_its_own_title(news, newest)
        or _best(news, [u for u in newest if _opens_with_an_event(news, u)])
        or next(filter(None, (_of_its_own_title(news, days) for days in by_age)), None)
        or _of_some_of_it(news, near)
        or (_of_some_of_it(news, units) if len(near) < len(units) else None)
    )


def _opens_with_an_event(news: News, unit: Unit) -> bool:
    opens = news.places[unit.number] == 0 and _tells_an_event(news, unit)
    return opens and news.told_of_any(unit) >= TELLS_THE_NEWS


def _of_its_own_article(news: News, units: list[Unit]) -> Unit | None:
    early = [u for u in units if u.text_number == news.text and news.places[u.number] <= EARLY]
    return _best(news, [u for u in early if news.told(u) >= TELLS_THE_NEWS or _reports(news, u)])


def _reports(news: News, unit: Unit) -> bool:
    """Whether it opens its article, or stands behind what does, with a word of the headline, and says when or what
    somebody said."""
    return news.places[unit.number] <= LEAD and bool(unit.stems & news.title) and _tells_an_event(news, unit)


def _tells_an_event(news: News, unit: Unit) -> bool:
    says = not unit.forms.isdisjoint(news.material.lexicon(unit).saying)
    return says or is_dated(news.material, unit)


def _of_the_headline(news: News, units: list[Unit]) -> Unit | None:
    return _best(news, [u for u in units if news.places[u.number] <= EARLY and news.told(u) >= TELLS_THE_NEWS])


def _of_its_own_title(news: News, units: list[Unit]) -> Unit | None:
    leads = [u for u in units if news.places[u.number] <= LEAD and _tells_an_event(news, u)]
    return _best(news, [u for u in leads if news.told_of_own(u) >= TELLS_ITS_TITLE])


def _of_some_of_it(news: News, units: list[Unit]) -> Unit | None:
    material, places = news.material, news.places
    early = [u for u in units if places[u.number] <= EARLY]
    pools = (
        [u for u in early if news.told_of_any(u) >= TELLS_THE_NEWS],
        [u for u in early if u.text_number == news.text and places[u.number] <= OPENING and u.stems & news.title],
        [u for u in early if news.told(u) >= TELLS_SOME],
        [u for u in units if places[u.number] <= LATER and news.told(u) >= TELLS_THE_NEWS],
        [u for u in early if places[u.number] == 0 and material.names_between(u.article, u.start, u.end)],
    )
    for pool in pools:
        if (found := _best(news, pool)) is not None:
            return found
    dated = [u for u in units if places[u.number] <= LATEST and is_dated(material, u)]
    return _first_fit(news, sorted(dated, key=lambda u: (places[u.number], u.number)))


def _best(news: News, pool: list[Unit]) -> Unit | None:
    scores = {u.number: _score(news, u) for u in pool}
    return _first_fit(
        news, sorted(pool, key=lambda u: (len(u.stems - news.title) < FEWEST_NEW, -scores[u.number], u.number))
    )


def _first_fit(news: News, ranked: list[Unit]) -> Unit | None:
    fit = (u for u in ranked if may_open(news.material, u, news.called.text, news.title) and not _is_overtaken(news, u))
    return next(fit, None)


def _score(news: News, unit: Unit) -> float:
    score = news.told(unit) + PLACES[min(news.places[unit.number], EARLY)]
    score += CENTRAL * news.material.centrality[unit.number]
    if len(unit.tokens) > LONG:
        score -= TOO_LONG
    if not unit.forms.isdisjoint(news.material.lexicon(unit).states) and not is_dated(news.material, unit):
        score -= STATE
    return score


def _is_overtaken(news: News, unit: Unit) -> bool:
    """Whether it looks ahead in another article than the headline's, unless the headline does so, too: by then it has
    happened or not."""
    if unit.text_number == news.text:
        return False
    older = news.material.recency(unit.article)[0] < news.day
    return (is_to_come(news.material, unit) and not news.looks_ahead) or (older and is_modal(news.material, unit))
