"""What happened when: sentences with a day that the text gives or that follows from a known day of publication.

A sentence that names several days is left out unless it opens with one of them: which day its fact belongs to can't be
told from words alone."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.dates import resolve
from digest.model import Dated, DateMention, Precision
from digest.tell.alignment import dot, is_modal
from digest.tell.dated_clauses import has_verb, in_clause
from digest.tell.standing import stands_alone
from digest.tell.tenses import HELPERS, is_hedged, tense_of

if TYPE_CHECKING:
    from digest.tell.material import Material
    from digest.tell.units import Unit

SAME_FACT = 0.35
"""Cosine from which two sentences of one date tell one fact."""

PER_DATE = 3
"""Lines for one day, so that the day of the event doesn't fill the part."""

FARTHEST_MONTHS = 8
"""How far back a month without year is still surely the last one of its name."""

OPENING = 4
"""Characters from the start of a sentence within which a date opens it: "Le 2 juillet, …"."""


@dataclass(frozen=True, slots=True)
class Line:
    """A candidate."""

    date: str
    precision: Precision
    unit: Unit
    expression: str


def timeline(material: Material) -> tuple[Dated, ...]:
    """In order of dates; nothing for a single line, which would be no chronology."""
    lines = [line for unit in material.prose if (line := _line(material, unit))]
    chosen: list[Line] = []
    per_date: Counter[str] = Counter()
    ranked = sorted(lines, key=lambda line: (-_value(material, line), line.unit.number))
    for line in ranked:
        same_day = [c for c in chosen if c.date[:10] == line.date[:10] and c.unit.language == line.unit.language]
        if per_date[line.date] >= PER_DATE or any(_alike(material, line, c) for c in same_day):
            continue
        per_date[line.date] += 1
        chosen.append(line)
    kept = sorted(chosen[: material.options.timeline_lines], key=lambda line: (line.date, line.unit.number))
    if len(kept) < 2:
        return ()
    return tuple(Dated(c.date, c.precision, material.sentence(c.unit), c.expression) for c in kept)


def _alike(material: Material, a: Line, b: Line) -> bool:
    return dot(material.vectors[a.unit.number], material.vectors[b.unit.number]) >= SAME_FACT


def _value(material: Material, line: Line) -> float:
    exact = {"time": 0.3, "day": 0.3, "month": 0.1, "year": 0.0}[line.precision]
    return material.centrality.get(line.unit.number, 0.0) + exact - 0.01 * min(line.unit.place, 15)


def _line(material: Material, unit: Unit) -> Line | None:
    found = _resolved(material, unit)
    if not found or not stands_alone(material, unit):
        return None
    ahead = tense_of(material, unit, found[0][0]) == "future" or is_hedged(material, unit, found[0][0])
    if ahead and found[0][1] <= material.newest_day:
        return None  # a plan that a newer article has overtaken
    if not (ahead or is_modal(material, unit)) and found[0][1] > (material.newest_day or "9999"):
        return None  # "En 2031, année pour laquelle le gouvernement tablait sur…"
    days = {date[:10] for _, date, _ in found}
    first, date, precision = found[0]
    if len(days) > 1:
        opens = first.start - unit.start <= OPENING and all(
            date[:7] != other[:7] or len(other) < 10 for other in days - {date[:10]}
        )
        if not opens:
            return None
    return Line(date, precision, unit, material.articles[unit.article].text[first.start : first.end])


def _resolved(material: Material, unit: Unit) -> list[tuple[DateMention, str, Precision]]:
    """The dates of a sentence that can be known, in order; none at all when one of them can't."""
    mentions = material.dates_between(unit.article, unit.start, unit.end)
    if not mentions:
        return []
    article = material.articles[unit.article]
    known = article.published.value if article.published and article.published.confidence >= 0.5 else None
    if known is not None and _is_contradicted(material, unit.article, known):
        known = None
    rows = []
    if _lone_years(article.text[unit.start : unit.end]) > sum(m.year is not None for m in mentions):
        return []
    if _OTHER_TIME.match(unit.text) or _THAT_TIME.search(unit.text) or _IF.match(unit.text):
        return []
    for mention in mentions:
        if mention.role != "narrative" or material.in_quotation(unit.article, mention.start):
            continue
        if in_clause(material, unit, mention) or mention.text.lower().replace("’", "'") in _NOWADAYS:
            continue
        if _belongs_to_a_noun(material, unit, mention):
            continue
        tense = tense_of(material, unit, mention)
        day = resolve(mention, known, tense) if tense else None
        if day is None or _contradicts(day[0], known, tense) or _is_doubtful(mention, day[0], known):
            return []
        if (
            mention.weekday is not None
            and mention.day is None
            and _names_its_day(material, unit.article, mention, day[0])
        ):
            return []
        if mention.month is not None and _names_its_year(material, unit.article, mention, day[0]):
            return []
        ahead = article.text[unit.start : mention.start]
        if _COMPARED.search(ahead) or _RANGE_AHEAD.search(ahead):
            return []
        if _is_range(article.text, mention) or _TURNED.match(article.text, mention.end):
            return []
        rows.append((mention, day[0], day[1]))
    return rows


def _is_contradicted(material: Material, article: int, known: str) -> bool:
    """Whether the text itself shows that the day of publication is wrong, so that nothing follows from it: it tells as
    past what the calendar puts after that day, or as coming what lies before, with its weekday or twice."""
    if article not in material.contradicted:
        count = 0
        for unit in material.article_units(article):
            for mention in material.dates_between(article, unit.start, unit.end):
                if mention.month is None or mention.day is None or mention.role != "narrative" or mention.direction:
                    continue
                tense = tense_of(material, unit, mention)
                if tense == "past" and not has_verb(material.words_of_unit(unit)):
                    continue  # "Rendez-vous samedi 23 août"
                day = resolve(mention, known, tense) if tense else None
                if day is not None and _contradicts(day[0], known, tense) and not is_hedged(material, unit, mention):
                    count += 2 if mention.weekday is not None else 1
        material.contradicted[article] = count > 1
    return material.contradicted[article]


def _names_its_day(material: Material, article: int, mention: DateMention, date: str) -> bool:
    """Whether the text has the same weekday with another date: "Jeudi 20 mars" may be the "jeudi" that is meant."""
    text = material.articles[article].text
    return any(
        m.weekday == mention.weekday
        and m.day is not None
        and (m.day != int(date[8:10]) or m.month not in (None, int(date[5:7])))
        for m in material.dates_between(article, 0, len(text))
    )


def _names_its_year(material: Material, article: int, mention: DateMention, date: str) -> bool:
    """Whether the text has the same month with another year: "in May 2023" may be the "May" that is meant."""
    if mention.year is not None:
        return False
    text = material.articles[article].text
    return any(
        m.month == mention.month and m.year is not None and m.year != int(date[:4]) and m.day == mention.day
        for m in material.dates_between(article, 0, len(text))
    )


_COMPARED = re.compile(
    r"\b(?:than|from|compared (?:with|to)|number|figures?|levels?|rate|total|peak|average|par rapport (?:à|au)"
    r"|same period|même période|mesmo período|mismo per[ií]odo|stesso periodo|Vorjahreszeitraum"
    r"|comparée?s? (?:à|au)"
    r"|(?:plus|moins|fois|autant|mieux)\b[^.;:]{0,40} qu['’]en|gegenüber|rispetto al)"
    r"(?: (?:in|on|of|for|en|im|au))?(?: (?:early|late|mid))? *$"
)
"""What something is compared with is no fact of its date: "double the number in 2000"."""


_YEAR = re.compile(r"(?<![\d.,])(?:1[89]|20)\d\d(?![\d.,]\d|\d)")
_RANGE = re.compile(
    r"^(?:\s*[-–—/]\s*|\s+(?:et|ou|à|and|or|to|und|oder|bis|y|o|e)\s+(?:le |en |in |on )?)"
    r"(?:\d|\w+day\b|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)\w*\.? \d)"
)

_RANGE_AHEAD = re.compile(r"\b\d{1,2}(?:er|º|°|\.)? (?:e|y|et|and|und|a|à|au|to|bis|al) (?:le |il |el |o )?$")
"""The first day of a range, before its last: "entre os dias [3 e] 5 de junho"."""

_TURNED = re.compile(r"\s+(?:prochaine?|suivante?|précédente?|d'avant|d’avant|following|próximo|prossimo)\b")
_OTHER_TIME = re.compile(
    r"(?:(?:Earlier |Late )?(?:[Ll]ast|[Tt]his) (?:week|month)\b"
    r"|L[ae] (?:semaine|mois) (?:dernière|dernier|passée|passé)\b)"
)
"""A sentence that opens with a time that isn't known to the day: the day that it names later is another fact's."""
_IF = re.compile(r"[«“„\"\s]*(?:Si|S['’]ils?|If|Unless|Wenn|Falls|Se)\b")
"""A condition is no fact."""
_THAT_TIME = re.compile(
    r"\bthat (?:same )?(?:day|week|month|year|weekend)\b|\bthe same (?:day|week|month|year)\b"
    r"|\b(?:jour|mois|année|semaine|week-end)-là\b|\b(?:cette|la) même (?:année|semaine)\b"
    r"|\b(?:ce|du|le) même (?:jour|mois)\b"
)
"""Days are told from one that stood before: "At the end of that week, on 7 October, …"."""


def _lone_years(text: str) -> int:
    return len(_YEAR.findall(text))


def _is_range(text: str, mention: DateMention) -> bool:
    """ "en 2007 et 2008", "septembre-octobre": no single date."""
    behind = text[mention.end : mention.end + 24]
    joined = _RANGE.match(behind)
    hour = joined is not None and not mention.text[-1:].isdigit() and behind.split()[0] in ("à", "to", "a", "o")
    return (joined is not None and not hour) or behind[:1] in ("-", "–")


def _is_doubtful(mention: DateMention, date: str, known: str | None) -> bool:
    """A month without year that may as well be ahead, and a weekday of six days ago, which may be tomorrow's."""
    if mention.days_ago is not None and mention.days_ago >= 7:
        return True  # "il y a quinze jours" is rarely meant to the day
    if known is None or len(known) < 10 or mention.year is not None or mention.direction:
        return False
    if mention.month is not None and mention.day is None:
        months = 12 * (int(known[:4]) - int(date[:4])) + int(known[5:7]) - int(date[5:7])
        return months > FARTHEST_MONTHS
    if mention.weekday is not None and mention.day is None:
        return (datetime.date.fromisoformat(known[:10]) - datetime.date.fromisoformat(date[:10])).days == 6
    return False


_NOWADAYS = frozenset(("aujourd'hui", "today", "heute", "hoy", "oggi", "hoje"))
"""These mean a day as often as a time: "se retrouve aujourd'hui dans une situation délicate"."""


def _belongs_to_a_noun(material: Material, unit: Unit, mention: DateMention) -> bool:
    """ "Les Echos de vendredi", "le cessez-le-feu convenu en février", "the Sept. 11 attacks", "Pyongyang's November 29
    test"; and what may come "as soon as Wednesday"."""
    words = [w for w in material.words_of_unit(unit) if w.end <= mention.start]
    text = material.articles[unit.article].text
    if text[mention.end : mention.end + 2] in ("'s", "’s") or _OWNED.search(text[unit.start : mention.start]):
        return True
    while words and words[-1].form in _BEFORE_DATES:
        words.pop()
    skipped = [w.form for w in material.words_of_unit(unit) if words and words[-1].end <= w.start < mention.start]
    if not words:
        return False
    last = words[-1]
    if last.form in _OF_THIS and (len(words) < 2 or words[-2].form not in _DAY_PARTS):
        return True  # "o Diário Oficial desta terça-feira", but "na noite desta terça-feira"
    if last.form in _STANDING_FOR_NOUNS or (
        last.form in _ARTICLES and len(words) > 1 and words[-2].form not in _AT_A and not skipped
    ):
        return True  # "the one in 2019", "repeated a 16 March request"; but "in a Monday interview"
    told = next((w.form for w in material.words_of_unit(unit) if w.start >= mention.end), "")
    owned = next((i for i in range(len(words) - 1, max(-1, len(words) - 4), -1) if words[i].form in _POSSESSIVE), None)
    if told == "that" and skipped and owned is not None and not has_verb(words[owned + 1 :]):
        return True  # "dismissed the adviser's comment on Sunday that…"
    if last.form in _OF or (last.form == "the" and mention.day is not None and not skipped):
        return True
    helped = any(w.form in HELPERS for w in words[-3:-1])
    if len(words) > 1 and words[-2].form in _BEFORE_NOUNS:
        return False  # "remise en liberté mercredi" is no participle
    return (last.participle or last.form in _PARTICIPLES) and not helped


_OWNED = re.compile(r"(?:\w['’]s|\ws['’]|\b(?:its|his|her|their|our|my|as))\s+$")
_BEFORE_DATES = frozenset(
    ("le", "en", "ce", "cette", "on", "in", "dernier", "fin", "debut", "mi", "des", "am", "el", "il", "lo")
) | frozenset(("early", "late", "mid", "anfang", "ende", "mitte"))
_BEFORE_NOUNS = frozenset(("en", "la", "le", "de", "d'", "l'", "une", "un", "sa", "son", "à", "par", "the", "a", "of"))
_OF = frozenset(
    ("de", "du", "d'", "of", "au", "to", "et", "and", "von", "vom", "del", "do", "-", "–", "entre", "between")
)
_OF_THIS = frozenset(("desta", "deste", "da", "della", "dello", "del"))
_DAY_PARTS = frozenset(
    ("manha", "tarde", "noite", "madrugada", "manana", "noche", "mattina", "sera", "notte", "pomeriggio")
)
_STANDING_FOR_NOUNS = frozenset(("one", "ones", "celui", "celle", "ceux", "celles"))
_ARTICLES = frozenset(("a", "an", "the"))
_AT_A = frozenset(("in", "at", "during"))
_POSSESSIVE = frozenset(("'s", "’s"))
_PARTICIPLES = frozenset(
    (
        "convenu",
        "etabli",
        "survenu",
        "survenue",
        "intervenu",
        "conclu",
        "conclue",
        "prevu",
        "prevue",
        "tenu",
        "tenue",
        "paru",
        "parue",
        "mort",
        "morte",
        "elu",
        "elue",
        "ouvert",
        "ouverte",
        "rendu",
        "rendue",
        "mis",
        "mise",
        "commis",
        "pris",
        "held",
        "dated",
        "published",
        "aired",
        "released",
        "signed",
        "scheduled",
        "obtained",
        "posted",
        "expected",
        "due",
        "attendu",
        "attendue",
        "attendus",
        "attendues",
    )
)


def _contradicts(date: str, known: str | None, tense: str | None) -> bool:
    """A past fact after the article's day, or a future one before it: then the tense or the date was misread."""
    if known is None or len(date) < 10 or len(known) < 10:
        return False
    return date[:10] < known[:10] if tense == "future" else date[:10] > known[:10]
