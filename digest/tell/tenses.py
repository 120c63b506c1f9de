"""How a sentence speaks of a date: as past, as coming, as possible."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from digest.model import DateMention
from digest.tell.dated_clauses import is_on_the_programme, nearest_tense
from digest.tell.speech import speech

if TYPE_CHECKING:
    from digest.tell.material import Material
    from digest.tell.tokens import Word
    from digest.tell.units import Unit

HELPERS = frozenset(
    (
        "a",
        "ont",
        "avait",
        "avaient",
        "est",
        "sont",
        "etait",
        "etaient",
        "ete",
        "fut",
        "furent",
        "s'est",
        "has",
        "was",
        "were",
    )
)


def tense_of(material: Material, unit: Unit, mention: DateMention) -> Literal["past", "future"] | None:
    """How the sentence speaks of the date; None where a weekday could be meant either way."""
    if mention.weekday is not None and mention.day is None and _is_purpose(material, unit, mention):
        return None
    words = material.lexicon(unit)
    before = [w for w in material.words_of_unit(unit) if w.end <= mention.start]
    behind = [w for w in material.words_of_unit(unit) if w.start >= mention.end]
    lone = mention.weekday is not None and mention.day is None
    if lone and not mention.direction and is_on_the_programme(before, behind):
        return None
    english = unit.language.startswith("en")
    if unit.language in _SOUTHERN and _is_told_then(before, words.future, words.is_future_form, unit.language):
        return "past"  # "informou na terça-feira que X será a nova presidente"
    if lone and english and nearest_tense(before, words.future) == "planned":
        return None  # "would begin searching Tuesday", "was scheduled to leave Sunday"
    if not unit.looks_ahead:
        return "past"
    if any(w.form in HELPERS for w in before[-4:]) and not any(w.form in words.future for w in before[-4:]):
        return "past"  # "aura lieu en juin, a annoncé mercredi la mairie"
    if english and (told := nearest_tense(before, words.future)) is not None:
        return "past" if told == "planned" else told
    near = [w for w in material.words_of_unit(unit) if mention.start - 60 <= w.start <= mention.end + 40]
    if any(w.form in words.future or words.is_future_form(w.form) for w in near):
        return "future"
    return None if mention.weekday is not None else "past"


_SOUTHERN = frozenset(("es", "it", "pt"))


def _is_told_then(
    before: list[Word], future: frozenset[str], is_future_form: Callable[[str], bool], language: str
) -> bool:
    """Whether a verb of speech stands shortly before the date, and no future."""
    grammar = speech(language)
    near = before[-8:]
    told = grammar is not None and any(w.form in grammar.strong for w in near)
    return told and not any(w.form in future or is_future_form(w.form) for w in near)


def is_hedged(material: Material, unit: Unit, mention: DateMention) -> bool:
    """ "pourrait se rendre dimanche": a modal verb shortly before the date, nothing that tells a past in between."""
    words = material.lexicon(unit)
    before = [w for w in material.words_of_unit(unit) if w.end <= mention.start][-6:]
    at = next((i for i, w in enumerate(before) if w.form in words.modals or words.is_conditional(w.form)), None)
    return at is not None and not any(w.form in HELPERS or w.form == "," for w in before[at + 1 :])


def _is_purpose(material: Material, unit: Unit, mention: DateMention) -> bool:
    """ "L'appel à fermer le port jeudi", "plans to strike Monday": the day may be past or coming."""
    before = [w for w in material.words_of_unit(unit) if w.end <= mention.start][-5:]
    for place, word in enumerate(before):
        introduced = place > 0 and before[place - 1].form in _BEFORE_INFINITIVES
        french = material.articles[unit.article].lang.startswith("fr")
        to = before[place - 1].form == "to" and word.name is None and not re.search(r"[^s]s$", word.form)
        if introduced and (to or (french and word.form.endswith(("er", "ir", "re")))):
            return not any(w.form in HELPERS for w in before[place:])
    return False


_BEFORE_INFINITIVES = frozenset(("à", "de", "d'", "pour", "to"))
