"""In brief: up to three sentences, the news of the headline first, each readable alone and none a repetition.

A line after the first is shown only where enough speaks for it (`evidence`): most stories have one or two."""

from __future__ import annotations

from digest.model import Sentence
from digest.tell.alignment import dot
from digest.tell.evidence import evidence, is_to_come, tells_its_news
from digest.tell.first_line import FEWEST_NEW, SAME_STATE, first_line
from digest.tell.lexicon import comparison_form
from digest.tell.lines import days_between, may_follow
from digest.tell.material import Material
from digest.tell.news import News, news
from digest.tell.pieces import SHINGLE_WORDS, WORD
from digest.tell.units import Unit

ENOUGH = (0.0, 2.35, 2.75)
"""Evidence from which a sentence is shown in each place."""

GOES_ON = 2.75
"""Evidence from which the sentence behind the first line is shown: of other sentences of the same article, and of those
that don't open another, only half were read as fit however much spoke for them."""

TELLS_THE_HEADLINE = 0.5
"""Share of the headline's weight from which a further line says the headline again."""

NEW_SHARE = 0.65
"""Share of a further line's content words that neither the headline nor the lines above have."""

MOST_OF_TITLE = 3
"""Content words of the headline in a further line: with more it mostly tells the same news."""

MOST_SHARED = 4
"""Content words that a further line has in common with a line above, one fewer between sentences that open their
articles. Of 118 pairs read as repetitions on the development stories 58 % had more, of 1,008 others 14 %."""

TOO_ALIKE = 0.2
"""Cosine from which a further line repeats one above however few their words."""


def brief(material: Material) -> tuple[Sentence, ...]:
    """Nothing when no sentence of the story can be read alone."""
    told = news(material)
    units = [u for u in material.prose if u.language == told.language]
    first = first_line(told, units)
    if first is None:
        return ()
    chosen = [first]
    read = f"{told.called.text} {first.text}"
    sure = _further(told, units, first)
    quoted = _quoted_runs(material) if sure else frozenset()
    for unit in sorted(sure, key=lambda u: (-sure[u], u.number)):
        if len(chosen) >= min(material.options.brief_sentences, len(ENOUGH)) or sure[unit] < ENOUGH[len(chosen)]:
            break
        if (
            _adds(material, unit, told.title, chosen)
            and 2 * len(unit.runs & quoted) <= len(unit.runs)
            and may_follow(material, unit, read)
        ):
            chosen.append(unit)
    ordered = chosen[:1] + sorted(chosen[1:], key=lambda u: (_descending(material.recency(u.article)), u.number))
    return tuple(material.sentence(unit) for unit in ordered)


def _further(told: News, units: list[Unit], first: Unit) -> dict[Unit, float]:
    """What may follow the first line, with the evidence for it: what another article opens with when that is its news,
    and the sentence behind the first line."""
    material = told.material
    near = [
        u
        for u in units
        if (_goes_on(told, u, first) or tells_its_news(told, u, first))
        and len(u.stems - told.title) >= FEWEST_NEW
        and len(u.stems & told.title) <= MOST_OF_TITLE
        and days_between(material.recency(u.article)[0], material.recency(first.article)[0]) <= SAME_STATE
    ]
    sums = {u: evidence(told, u, first) for u in near}
    return {
        u: e
        for u, e in sums.items()
        if e >= (GOES_ON if u.article == first.article else ENOUGH[1])
        and told.told(u) < TELLS_THE_HEADLINE
        and (u.article == first.article or not _is_open(material, u))
    }


def _goes_on(told: News, unit: Unit, first: Unit) -> bool:
    return unit.article == first.article and told.places[unit.number] == told.places[first.number] + 1


def _is_open(material: Material, unit: Unit) -> bool:
    """Whether it tells what is to come or may be so: another article may know that it has come, or isn't."""
    words = material.lexicon(unit)
    return is_to_come(material, unit) or any(words.is_conditional(form) for form in unit.forms)


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


def _descending(recency: tuple[str, int]) -> tuple[tuple[int, ...], int]:
    return tuple(-ord(c) for c in recency[0]), -recency[1]
