"""In brief: up to three sentences, the news of the headline first, each readable alone and none a repetition.

A line after the first is shown only where enough speaks for it (`evidence`): a story of which little else can be read
alone has one."""

from __future__ import annotations

import math
from datetime import date

from digest.model import Headline, Sentence
from digest.tell.alignment import OPENING_MARKS, dot, is_modal
from digest.tell.evidence import evidence, is_to_come
from digest.tell.headline import headline
from digest.tell.lexicon import comparison_form
from digest.tell.material import Material
from digest.tell.pieces import SHINGLE_WORDS, WORD, tokens_of
from digest.tell.references import leans, names_a_stranger
from digest.tell.standing import stands_alone
from digest.tell.units import Unit

ENOUGH = 2.0
"""Evidence from which a sentence is shown after the first. Of 173 lines of 97 development stories 83 % were read as fit
so and 94 % as fit or nearly, 64 stories have two or three lines."""

FOLLOWS = 0.7
"""Added to the evidence for one of the two sentences behind the first line: it goes on where that ends. Of 24 read on
the development stories one was unfit."""

OPENING = 2
"""Last place of a sentence that opens an article."""

EARLY = 4
"""Last place of a sentence that tells an article's news where its first sentence is none: a caption, a scene."""

TELLS_THE_NEWS = 0.5
"""Share of the headline's weight that such a sentence tells. A further line that tells as much says the headline
again."""

FEWEST_NEW = 3
"""Content words that the headline doesn't have: with fewer a line says the headline again."""

NEW_SHARE = 0.65
"""Share of a further line's content words that neither the headline nor the lines above have."""

MOST_OF_TITLE = 3
"""Content words of the headline in a further line: with more it mostly tells the same news."""

MOST_SHARED = 4
"""Content words that a further line has in common with a line above, one fewer between sentences that open their
articles. Of 118 pairs read as repetitions on the development stories 58 % had more, of 1,008 others 14 %."""

TOO_ALIKE = 0.2
"""Cosine from which a further line repeats one above however few their words."""

TOLD_BY_TITLE = 0.29
"""Share of some title that the first line tells: an opening that sets a scene tells none. Of 135 first lines read on
the development stories, 15 unfit, those below were unfit in 4 of 7 cases."""

MOST_TITLES = 40
"""Titles that are held against the first line, the newest ones: a story of hundreds costs no more."""

FAR_OFF = 0.38
"""Share of the best score below which a first line is beside the story: a note on the author, a reminder."""

NEAR_MIDDLE = 0.6
"""Share of the best score that the first line has, however new its article."""

STALE_COST = 0.5
"""Factor on a sentence that looks ahead in an article older than the newest: by then it has happened or not."""

SAME_WEEK = 6
"""Days before the newest article in which "on Sunday" and "hier" are not taken for another day."""

SAME_STATE = 2
"""Days that a further line's article may be older than the first's: what it tells as new is told on there."""


def brief(material: Material) -> tuple[Sentence, ...]:
    """Nothing when no sentence of the story can be read alone."""
    language = material.preferred_language
    called = headline(material)
    title = frozenset(t.stem for t in tokens_of(called.text, 0, language) if t.stem)
    units = [u for u in material.prose if u.language == language and len(u.stems - title) >= FEWEST_NEW]
    first = _own_news(material, units, title, called) or _news_of_others(material, units, title, called)
    if first is None:
        return ()
    chosen = [first]
    read = f"{called.text} {first.text}"
    sure = _further(material, units, title, first)
    quoted = _quoted_runs(material)
    for unit in sorted(sure, key=lambda u: (-sure[u], u.number)):
        if len(chosen) >= material.options.brief_sentences:
            break
        if (
            _adds(material, unit, title, chosen)
            and 2 * len(unit.runs & quoted) <= len(unit.runs)
            and _is_fit(material, unit, read)
        ):
            chosen.append(unit)
    ordered = chosen[:1] + sorted(chosen[1:], key=lambda u: (_descending(material.recency(u.article)), u.number))
    return tuple(material.sentence(unit) for unit in ordered)


def _own_news(material: Material, units: list[Unit], title: frozenset[str], called: Headline) -> Unit | None:
    """What the headline's own article opens with, or the first of its early sentences that tells the headline."""
    if called.article_id is None:
        return None
    own = material.text_numbers[material.index[called.article_id]]
    early = [u for u in units if u.article == own and u.place <= EARLY and _is_fit(material, u, called.text)]
    lead = [u for u in early if u.place == 0 and u.stems & title]
    telling = [u for u in early if _told(material, title, u) >= TELLS_THE_NEWS]
    return min(lead or telling, key=lambda u: u.place, default=None)


def _news_of_others(material: Material, units: list[Unit], title: frozenset[str], called: Headline) -> Unit | None:
    """What tells much of the headline in whatever article of its days, else what its own article opens with."""
    scores = {u.number: _score(material, u) for u in units}
    near: list[Unit] = []
    for unit in sorted(units, key=lambda u: (-scores[u.number], u.number)):
        if near and scores[unit.number] < FAR_OFF * scores[near[0].number]:
            break
        if _is_fit(material, unit, called.text):
            near.append(unit)
    if not near:
        return None
    own = material.index.get(called.article_id or "")
    day = material.newest_day if own is None else material.recency(own)[0]
    near = [u for u in near if _days_between(material.recency(u.article)[0], day) <= SAME_STATE] or near
    near = [u for u in near if not is_to_come(material, u)] or near
    near = [u for u in near if u.place == 0 or (u.place <= EARLY and u.stems & title)]
    telling = [u for u in near if u.place <= EARLY and _told(material, title, u) >= TOLD_BY_TITLE]
    opening = [u for u in near if u.article == own and u.place <= OPENING and u.stems & title]
    best = telling or opening or _told_by_a_title(material, near) or near
    return _central(material, best, scores) if best else None


def _central(material: Material, units: list[Unit], scores: dict[int, float]) -> Unit:
    """The best early sentence of the newest article that has one near the story's middle."""
    leads = [u for u in units if u.place <= OPENING and scores[u.number] >= NEAR_MIDDLE * scores[units[0].number]]
    if not leads:
        return units[0]
    newest = max(material.recency(u.article) for u in leads)
    return max((u for u in leads if material.recency(u.article) == newest), key=lambda u: (scores[u.number], -u.number))


def _told(material: Material, title: frozenset[str], unit: Unit) -> float:
    """Share of the headline's weight that a sentence tells."""
    weights = material.weights[unit.language]
    whole = math.fsum(weights.get(s, 0.0) for s in title)
    return math.fsum(weights[s] for s in title & unit.stems) / whole if whole else 0.0


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


def _further(material: Material, units: list[Unit], title: frozenset[str], first: Unit) -> dict[Unit, float]:
    """What may follow the first line, with the evidence for it."""
    told_twice = frozenset(number for pair in material.alike for number in pair)
    sure = {
        u: evidence(material, u, title, told_twice)
        + FOLLOWS * (u.article == first.article and 0 < u.place - first.place <= OPENING)
        for u in units
        if len(u.stems & title) <= MOST_OF_TITLE
        and _told(material, title, u) < TELLS_THE_NEWS
        and not _is_older(material, u, first)
    }
    return {
        u: e for u, e in sure.items() if e >= ENOUGH and (u.article == first.article or not is_to_come(material, u))
    }


def _is_older(material: Material, unit: Unit, first: Unit) -> bool:
    return _days_between(material.recency(unit.article)[0], material.recency(first.article)[0]) > SAME_STATE


def _quoted_runs(material: Material) -> frozenset[tuple[str, ...]]:
    """All runs of `SHINGLE_WORDS` words between quotation marks: a sentence made of them is somebody's message, shown
    without marks."""
    found: set[tuple[str, ...]] = set()
    for article, rows in zip(material.articles, material.quotations, strict=True):
        for row in rows:
            forms = [comparison_form(word) for word in WORD.findall(article.text[row.start : row.end])]
            found.update(zip(*(forms[i:] for i in range(SHINGLE_WORDS)), strict=False))
    return frozenset(found)


def _adds(material: Material, unit: Unit, title: frozenset[str], above: list[Unit]) -> bool:
    """Whether a sentence tells something that neither the headline nor the lines above tell."""
    known = title.union(*(u.stems for u in above))
    return len(unit.stems - known) >= NEW_SHARE * len(unit.stems) and not any(
        _repeats(material, unit, u) for u in above
    )


def _repeats(material: Material, unit: Unit, above: Unit) -> bool:
    both_open = max(unit.place, above.place) <= 1
    return (
        unit is above
        or len(unit.stems & above.stems) > MOST_SHARED - both_open
        or dot(material.vectors[unit.number], material.vectors[above.number]) >= TOO_ALIKE
    )


def _is_fit(material: Material, unit: Unit, read: str) -> bool:
    """Whether it can be a line for somebody who has read `read`."""
    return (
        stands_alone(material, unit)
        and not leans(material, unit)
        and unit.forms.isdisjoint(material.lexicon(unit).adding)
        and not unit.text.startswith(OPENING_MARKS)
        and not _is_past(material, unit)
        and not names_a_stranger(material, unit, read)
    )


def _is_past(material: Material, unit: Unit) -> bool:
    """ "On Sunday" in an article that is weeks older than the newest."""
    if _days_between(material.recency(unit.article)[0], material.newest_day) <= SAME_WEEK:
        return False
    told = material.dates_between(unit.article, unit.start, unit.end)
    return any(m.year is None and (m.weekday is not None or m.days_ago is not None) for m in told)


def _days_between(earlier: str, later: str) -> int:
    """0 when a day isn't known or is none: "2031-02-30"."""
    try:
        return (date.fromisoformat(later[:10]) - date.fromisoformat(earlier[:10])).days
    except ValueError:
        return 0


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


def _descending(recency: tuple[str, int]) -> tuple[tuple[int, ...], int]:
    return tuple(-ord(c) for c in recency[0]), -recency[1]
