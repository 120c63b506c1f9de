"""Subjects that descriptions between commas keep from their verb: "X, qui arrive de Paris, a dit"."""

from __future__ import annotations

from dataclasses import replace

from digest.tell.clauses import Speaker
from digest.tell.gazetteer import naming_words
from digest.tell.openings import WHO, before_appositions, unless_placed
from digest.tell.roles import apposition
from digest.tell.speech import Speech
from digest.tell.subjects import HAVE, before_apposition, ending_at, holds_office, opening_subject
from digest.tell.tokens import Word


def before_commas(
    words: list[Word], verb: int, closing: int, grammar: Speech, persons: frozenset[int]
) -> Speaker | None:
    """The subject ahead of what stands between commas before its verb: "X, qui arrive de Paris, a dit"."""
    opening = next((j for j in range(closing - 1, max(-1, closing - 26), -1) if words[j].form == ","), -1)
    if opening < 0:
        return opening_subject(words, verb, grammar, persons)
    last = opening - 1
    while last >= 0 and is_skippable(words, last, grammar):
        last -= 1
    named = _name_between(words, opening, closing, persons)
    speaker = ending_at(words, last, grammar, persons) if last >= 0 else None
    if speaker is not None and speaker.name is not None and speaker.name not in persons:
        speaker = unless_placed(words, verb, speaker, grammar, persons)
    if named is not None:
        return _with_role(words, named, speaker, grammar)
    if speaker is not None and speaker.name is not None and speaker.role is None:
        speaker = replace(speaker, role=apposition(words, opening, grammar))
    if speaker is not None and speaker.name is None and not holds_office(_phrase(words, speaker)):
        speaker = _office_ahead(words, verb, grammar, persons) or speaker
    if speaker is None or speaker.name not in persons:
        speaker = before_appositions(words, opening, grammar, persons) or speaker
    return before_apposition(words, speaker, grammar, persons)


def _phrase(words: list[Word], speaker: Speaker) -> list[Word]:
    return [w for w in words if speaker.start <= w.start < speaker.end]


def _office_ahead(words: list[Word], verb: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """ "L'acteur, en promotion du film Les digues, a dit": the office that opens the sentence."""
    opening = opening_subject(words, verb, grammar, persons)
    if opening is None or opening.name is not None or opening.pronoun:
        return None
    return opening if holds_office(_phrase(words, opening)) else None


def _name_between(words: list[Word], opening: int, closing: int, persons: frozenset[int]) -> Word | None:
    """The name in "le porte-parole du port, Iwan Sorel, a…"."""
    inner = [w for w in words[opening + 1 : closing] if not w.form.endswith(".")]
    if len(inner) == 1:
        return inner[0] if inner[0].name in persons else None
    if words[opening - 1].person:
        return None  # "X, a keeper at the River School, said"
    told = [w for w in inner if w.name in persons]  # "…, interim chief of the board X, said"
    office = holds_office(inner[:-1]) or any(w.form.partition("-")[0] in naming_words().people for w in inner[:-1])
    plain = not any(w.form in WHO or w.form in HAVE or w.is_mark for w in inner)
    return inner[-1] if len(told) == 1 and told[0] is inner[-1] and office and plain else None


def _with_role(words: list[Word], name: Word, described: Speaker | None, grammar: Speech) -> Speaker:
    role = described.role if described is not None and described.name is None else None
    told = [w for w in words if role is not None and role[0] <= w.start < role[1]]
    if not grammar.closing and not holds_office(told):
        role = None  # "The doctor who wrote the editorial, X, said"
    return Speaker(name.start, name.end, name.name, role)


def is_skippable(words: list[Word], i: int, grammar: Speech) -> bool:
    word = words[i]
    if word.name is not None or word.form in grammar.pronouns:
        return False
    if word.form == "on" and i + 1 < len(words) and words[i + 1].form in grammar.adverbs:
        return True
    if word.form in grammar.verbs and word.form not in grammar.weak and i and words[i - 1].form in grammar.determiners:
        return False
    return word.form in grammar.auxiliaries or (word.form.endswith(("ment", "ly")) and len(word.form) > 5)
