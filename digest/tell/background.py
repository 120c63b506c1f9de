"""What was before the news: a sentence of history, of habit, or about the author. It may be read alone and is still no
line of a brief, which tells what has happened now."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from digest.tell.lexicon import Lexicon
from digest.tell.speech import speech
from digest.text import fold

if TYPE_CHECKING:
    from digest.model import DateMention
    from digest.tell.material import Material
    from digest.tell.units import Unit

LONG_AGO = 20
"""Days from which something is no news of these days."""

_CLAUSE_STARTS = re.compile(r"[,;:()«»“”\"–—]")
_GRAVE_A = re.compile(r"\b[àÀ]\b")
"""French "à", which has the comparison form of a verb."""
_FORM = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def is_background(material: Material, unit: Unit) -> bool:
    """Whether it says what was so or had happened before, as far as its tense, its dates and its opening tell."""
    words = material.lexicon(unit)
    folded = fold(_GRAVE_A.sub("", unit.text))
    return words.is_background(folded) or _had_happened(folded, unit.language, words) or _is_dated_back(material, unit)


def _had_happened(folded: str, language: str, words: Lexicon) -> bool:
    """Whether the first finite verb of the main clause is in the pluperfect: "La ville avait promis un pont.", but not
    "Le maire, qui avait promis un pont, démissionne."."""
    found = words.pluperfect(folded)
    grammar = speech(language)
    if found is None or grammar is None:
        return False
    ahead = folded[: found.start()]
    if not words.finite.isdisjoint(_forms(ahead)):
        return False
    subordinating = (grammar.relative | grammar.breaks | grammar.that) - words.coordinating
    if language.startswith("de"):
        subordinating -= grammar.determiners  # "der", "die", "das" open clauses and noun phrases alike
    return subordinating.isdisjoint(_forms(_CLAUSE_STARTS.split(ahead)[-1]))


def _forms(folded: str) -> list[str]:
    """Its words, an elided one without and with what was elided."""
    found = _FORM.findall(folded)
    elided = [word.partition("'") for word in found if "'" in word]
    return [*found, *(head + mark for head, mark, _ in elided), *(tail for *_, tail in elided)]


def is_of_months_ago(material: Material, unit: Unit) -> bool:
    """Whether all days that it gives without a weekday are weeks before its article's: "In December, …" in April."""
    try:
        day = date.fromisoformat(material.recency(unit.article)[0][:10])
    except ValueError:
        return False
    told = material.dates_between(unit.article, unit.start, unit.end)
    return bool(told) and not unit.looks_ahead and all(_weeks_before(m, day) for m in told)


def _weeks_before(mention: DateMention, day: date) -> bool:
    if mention.month is None or mention.year is not None or mention.weekday is not None:
        return False
    days = 30 * (day.month - mention.month) + day.day - (mention.day or day.day)
    return LONG_AGO < days % 360 <= 180  # more than half a year back is rather ahead


def _is_dated_back(material: Material, unit: Unit) -> bool:
    """Whether all days that it gives are of years before its article's: "En 2024, le port avait perdu neuf grues."; but
    not "le plus haut niveau depuis 2024"."""
    year = material.recency(unit.article)[0][:4]
    told = material.dates_between(unit.article, unit.start, unit.end)
    if not year.isdigit() or not told:
        return False
    since = material.lexicon(unit).since
    compared = {after.start for before, after in pairwise(unit.tokens) if before.form in since}
    return all(m.year is not None and m.year < int(year) and m.start not in compared for m in told)
