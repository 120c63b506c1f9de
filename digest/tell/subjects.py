"""The noun phrases that act: who a sentence is about, which phrase ends before a verb, what stands behind its comma.

Also who a sentence without quotation is about, which is what a pronoun in the next one stands for."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from digest.tell.clauses import POSSESSIVE_ARTICLES, Speaker, may_be_office, phrase_end, speaker_of_phrase
from digest.tell.gazetteer import flat, is_german_office, naming_words
from digest.tell.roles import apposition, unarticled
from digest.tell.speech import Speech
from digest.tell.tokens import Word

AND = frozenset(("et", "and", "und", "y", "e"))


def two_words(words: list[Word], i: int) -> str:
    if i + 1 < len(words) and words[i].form == "d'":
        return "d'" + words[i + 1].form
    return f"{words[i].form}-{words[i + 1].form}" if i + 1 < len(words) else ""


LONGEST_FIELD = 6
"""Tokens of what somebody is charged with: "l'adjointe [à la culture et aux ports], X"."""


_TO_A_FIELD = frozenset(("à", "au", "aux", "en", "a", "al", "alla", "all'", "ai", "alle", "para"))


def completed(words: list[Word], start: int, end: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """The speaker of a phrase with what follows its comma: a role after a name, or the name after a role."""
    speaker = speaker_of_phrase(words, start, end, grammar, persons)
    if speaker is None:
        return _named_behind(words, start, end, grammar, persons)
    comma = end
    if speaker.name is None and comma + 1 < len(words) and words[comma].form in _TO_A_FIELD:
        longer = phrase_end(words, comma + 1, grammar)  # "l'adjointe à la culture, X"
        if (
            longer - comma <= LONGEST_FIELD
            and not holds_office(words[comma + 1 : longer])
            and words[longer : longer + 1]
            and words[longer].form == ","
            and any(w.person for w in words[longer : longer + 2])
        ):
            end = comma = longer
    if comma < len(words) and words[comma].form == "(":
        comma = next((j + 1 for j in range(comma, min(len(words), comma + 8)) if words[j].form == ")"), comma)
    at = _name_behind_comma(words, comma, grammar, persons)
    somebody = naming_words().roles | naming_words().people | {"lady", "gentleman", "dame", "monsieur"}
    office = any(w.form in somebody or (w.capital and is_german_office(w.form)) for w in words[start:end])
    described = speaker.name is None and (words[start].form in grammar.determiners or words[start].capital) and office
    if (
        at
        and (described or (speaker.name is not None and words[start].form in grammar.definite))
        and words[at].name != speaker.name
    ):
        owned = words[start].form in POSSESSIVE_ARTICLES  # "son interprète": nobody's outside its sentence
        role = None if owned else unarticled(words, start, end, grammar)
        return Speaker(words[at].start, words[at].end, words[at].name, role)
    if speaker.name is not None and speaker.role is None:
        return replace(speaker, role=apposition(words, end, grammar))
    return speaker


def _name_behind_comma(words: list[Word], comma: int, grammar: Speech, persons: frozenset[int]) -> int:
    """Index of the person whose name is all that stands behind a comma: ", X,", ", Me X,", ", la capitaine de corvette
    X."; 0 where there is more or nobody."""
    if comma + 1 >= len(words) or words[comma].form != ",":
        return 0
    at = comma + 1
    while at < len(words) - 1 and (words[at].form.strip(".") in naming_words().titles or words[at].form.endswith(".")):
        at += 1
    if words[at].name not in persons and words[at].form in grammar.determiners:
        end = phrase_end(words, at, grammar)
        inner = words[at : end - 1]
        office = end > at + 1 and (holds_office(inner) or len(inner) <= 3) and all(w.name is None for w in inner)
        at = end - 1 if office else at
    following = words[at + 1] if at + 1 < len(words) else None
    ends = following is None or following.is_mark or following.form in grammar.auxiliaries
    return at if words[at].name in persons and ends else 0


def _named_behind(words: list[Word], start: int, end: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """ "said her friend, X.": a person behind the comma after whoever has no office."""
    if start >= end or end + 1 >= len(words) or words[start].form not in grammar.determiners:
        return None
    person = words[end + 1]
    closed = end + 2 >= len(words) or words[end + 2].form in (".", ",")
    if words[end].form != "," or person.name not in persons or not closed:
        return None
    return Speaker(person.start, person.end, person.name)


def first_subject(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """Who a sentence is about, when it opens with a person or with an office: "Le ministre…", "The president…"."""
    found = opening_subject(words, len(words), grammar, persons)
    if found is not None and any(
        w.start >= found.end and w.form in AND for w in words[:12] if w.start <= found.end + 2
    ):
        return None  # two act, one of them without a name
    return found if found is not None and not found.pronoun and (found.name is None or found.name in persons) else None


BUT = frozenset(("but", "and", "yet", "mais", "et", "or", "aber", "und", "doch", "pero", "y", "ma", "e", "mas"))


def opening_subject(words: list[Word], limit: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """The subject of the sentence, when it opens it: for participles and second verbs."""
    if not words:
        return None
    start = 0
    if words[0].form in grammar.pronouns:
        return Speaker(words[0].start, words[0].end, pronoun=grammar.pronouns[words[0].form])
    end = phrase_end(words, start, grammar)
    if _is_participle_first(words[0], grammar):
        return _behind_participle(words, limit, grammar, persons)
    if end >= limit:
        return None
    if words[0].form in BUT and (behind := _behind_but(words, limit, grammar, persons)) is not None:
        return behind
    if words[0].form in grammar.no_subject_first:
        commas = [j + 1 for j in range(min(limit, 16)) if words[j].form == ","]
        start = next((j for j in commas if j < len(words) and words[j].form not in grammar.joins), 0)
        end = phrase_end(words, start, grammar)
    speaker = completed(words, start, end, grammar, persons)
    listed = start > 1 and words[0].form in BUT and words[start - 2].name is not None
    if listed and speaker is not None and speaker.name is not None and speaker.name not in persons:
        return None  # "But doctors from Sweden, Norway and Chile have said"
    small = (grammar.joins) - {"'s"}
    head = next((i for i in range(start + 1, end) if words[i].form in small), end)
    if speaker is None or (speaker.name is None and not holds_office(words[start:head])):
        return None  # "An image from an official agency"
    return _both(words, start, speaker) or speaker


def _behind_but(words: list[Word], limit: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """ "But the senator, who said …": whoever stands directly behind the conjunction."""
    end = phrase_end(words, 1, grammar)
    speaker = completed(words, 1, end, grammar, persons) if end < limit else None
    if speaker is None or (speaker.name not in persons and not holds_office(words[1:end])):
        return None
    return _both(words, 1, speaker) or speaker


def _both(words: list[Word], start: int, speaker: Speaker) -> Speaker | None:
    """ "Mr. X and Mr. Y": two persons who act together."""
    at = next((i for i, w in enumerate(words) if w.start >= speaker.end), len(words))
    if speaker.name is None or at + 1 >= len(words) or words[at].form not in AND:
        return None
    second = at + 1
    while second < len(words) - 1 and words[second].form.strip(".") in naming_words().titles:
        second += 1
    return Speaker(words[start].start, words[second].end, form="p") if words[second].person else None


HIM = {"lui": "m", "elle": "f", "eux": "mp", "elles": "fp", "him": "m", "her": "f", "them": "p"}


def source_at_start(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """Whose view a sentence without quotation gives: "Selon X, …", "Pour un haut responsable, …"."""
    if not words:
        return None
    sources = grammar.sources | grammar.opening_sources
    if words[0].form not in sources and two_words(words, 0) not in sources:
        return None
    begin = 1 if words[0].form in sources else 2
    if begin < len(words) and words[begin].form in ("nos", "notre", "our"):
        return None
    if begin + 1 < len(words) and words[begin].form in HIM and words[begin + 1].form == ",":
        return Speaker(words[begin].start, words[begin].end, pronoun=HIM[words[begin].form])
    end = phrase_end(words, begin, grammar)
    if end >= len(words) or words[end].form != ",":
        return None
    speaker = completed(words, begin, end, grammar, persons)
    if speaker is None or (
        words[0].form in grammar.opening_sources and speaker.name not in persons and not holds_office(words[begin:end])
    ):
        return None
    return speaker


LONGEST_OPENING = 40
"""Tokens of a participle clause before the subject: "Asked whether …, X did not back down"."""


_PARTICIPLES = (
    "du",
    "due",
    "nu",
    "nue",
    "ru",
    "rue",
    "lu",
    "lue",
    "ti",
    "tie",
    "is",
    "ise",
    "int",
    "inte",
    "dit",
    "dite",
)


def _is_participle_first(word: Word, grammar: Speech) -> bool:
    """ "Asked about the dam, …", "Interrogée sur la digue, …"."""
    participle = (
        word.participle
        or (grammar.elided and word.form.endswith(_PARTICIPLES))
        or word.form.endswith(("ant",) if grammar.closing else ("ed", "ing"))
    )
    return participle and word.name is None and (word.form in grammar.verbs or word.form not in grammar.no_noun)


def _may_act(following: Word) -> bool:
    return not following.is_mark and following.form not in AND


def _behind_participle(words: list[Word], limit: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """The subject behind a participle clause: a person or pronoun behind a comma, before a verb."""
    for comma in (i for i in range(min(limit, LONGEST_OPENING)) if words[i].form == ","):
        start = comma + 1
        if start >= limit:
            return None
        if words[start].form in grammar.pronouns:
            return Speaker(words[start].start, words[start].end, pronoun=grammar.pronouns[words[start].form])
        end = phrase_end(words, start, grammar)
        no_subject = words[start].form in grammar.opens_no_subject | grammar.joins
        if not no_subject and start < end < limit and _may_act(words[end]):
            speaker = completed(words, start, end, grammar, persons)
            head = next((i for i in range(start + 1, end) if words[i].form in grammar.joins), end)
            if speaker is not None and (speaker.name in persons or holds_office(words[start:head])):
                return speaker
    return None


def holds_office(phrase: list[Word]) -> bool:
    """Whether a description is of somebody who can speak."""
    offices, peoples = naming_words().titles_and_offices, naming_words().peoples
    owned = max((i for i, w in enumerate(phrase) if w.form in ("'s", "’s")), default=-1)
    if not any(w.form in naming_words().organisation_words for w in phrase[owned + 1 :]):
        phrase = phrase[owned + 1 :]  # "Ms Finch's book" is nobody
    return any(
        w.form in offices
        or w.form.partition("-")[0] in offices
        or (w.capital and (w.form in peoples or is_german_office(w.form)))
        for w in phrase
    )


_AGENTS = ("eur", "euse", "trice", "iste", "ien", "ienne", "ier", "iere", "aire", "logue", "graphe")


def is_agent(phrase: list[Word], grammar: Speech) -> bool:
    """Whether a French description is of somebody by its ending or an age: "une pêcheuse", "le matelot de 38 ans"."""
    if not grammar.elided or len(phrase) < 2:
        return False
    aged = any(w.form[:1].isdigit() and v.form == "ans" for w, v in pairwise(phrase))
    return aged or (phrase[1].form.endswith(_AGENTS) and len(phrase[1].form) > 5)


def ending_at(words: list[Word], i: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """The noun phrase that ends with word `i`."""
    while i > 0 and (helper := next((j for j in range(i, max(0, i - 3), -1) if words[j].form in HAVE), 0)):
        i = helper - 1  # "gli Stati Uniti hanno finora"
    begin = i
    while begin > 0 and i - begin < 20:
        second = words[begin - 1].form in AND and words[begin].form in grammar.of and words[begin].form != "'s"
        if _bounds(words[begin - 1], grammar) and not second:  # "le gardien des ponts et des lacs"
            break
        begin -= 1
    starts = [
        j
        for j in range(begin, i + 1)
        if (words[j].form in grammar.determiners and (j == begin or words[j].form not in grammar.of))
        and not (j > begin and (words[j - 1].form in grammar.of or words[j - 1].form in grammar.prepositions))
        and not (words[j].form in grammar.that and j < i and words[j + 1].form in grammar.pronouns)
    ]
    start = starts[-1] if starts else None
    if start and words[start].form in ("un", "une") and words[start - 1].form == "l'":
        start -= 1  # "L'un d'eux"
    if words[i].name is not None and i >= 2 and words[i - 1].form in grammar.of and words[i - 2].person:
        return ending_at(words, i - 2, grammar, persons)  # "Rick Perry of Texas"
    if i >= 2 and words[i - 1].form == "&" and words[i - 2].capital:
        return Speaker(words[i - 2].start, words[i].end)  # "Finch & Marlowe"
    if words[i].name is not None and i >= 2 and words[i - 1].form in AND and words[i - 2].name is not None:
        governed = _is_governed_here(words, begin, i - 2, grammar)  # "the suit from Norvale and Belmouth argues"
        return None if governed else Speaker(words[i - 2].start, words[i].end)  # two speak
    if words[i].name is not None and not words[i].person and i and words[i - 1].name is not None:
        governed = _is_governed_here(words, begin, i - 1, grammar)
        return None if governed or words[i - 1].person else Speaker(words[i - 1].start, words[i].end)  # "NHS Norvale"
    office = start is not None and holds_office(words[start : start + 4])
    if words[i].name is not None and (start is None or not _reaches(words, start, i, grammar)):
        if not _is_governed_here(words, begin, i, grammar):
            return Speaker(words[i].start, words[i].end, words[i].name)
        if start is None or not office or not any(w.form in ("à", "au", "aux") for w in words[start:i]):
            return None
        return speaker_of_phrase(words, start, i + 1, grammar, persons)  # "la secrétaire d'Etat à la Famille"
    if start is None:
        return None
    inner = [w.form for w in words[start + 1 : i + 1]]
    allowed = grammar.of | grammar.joined | (frozenset(("à", "au", "aux")) if office else frozenset())
    if any(f in grammar.prepositions - allowed and f not in grammar.definite for f in inner):
        return None
    return speaker_of_phrase(words, start, i + 1, grammar, persons)


HAVE = frozenset(
    (
        "ha",
        "hanno",
        "aveva",
        "avevano",
        "han",
        "habia",
        "habian",
        "tinha",
        "tinham",
        "hat",
        "haben",
        "hatte",
        "hatten",
        "ont",
        "avaient",
        "has",
        "have",
    )
)
"""Helpers that are never part of a noun phrase."""


def _reaches(words: list[Word], start: int, i: int, grammar: Speech) -> bool:
    return phrase_end(words, start, grammar) > i


def _is_governed_here(words: list[Word], begin: int, i: int, grammar: Speech) -> bool:
    j = i - 1
    while j >= begin and words[j].form.endswith("."):
        j -= 1
    if j > begin and words[j].form in grammar.definite | _MORE:
        j -= 1
    if j > begin and grammar.closing and may_be_office(words[j], grammar) and not holds_office([words[j]]):
        j -= words[j - 1].form in grammar.of | grammar.prepositions  # "du documentaire X"
    return j >= begin and (words[j].form in grammar.of or words[j].form in grammar.prepositions)


_MORE = frozenset(("other", "earlier", "autres", "anderen", "otros", "otras", "altri", "altre", "outros", "outras"))


def _bounds(word: Word, grammar: Speech) -> bool:
    if word.name is not None:
        return False
    return (
        (word.is_mark and word.form not in "'’-.")
        or word.form in grammar.breaks
        or word.form in grammar.opens_no_subject
    )


def before_apposition(
    words: list[Word], speaker: Speaker | None, grammar: Speech, persons: frozenset[int]
) -> Speaker | None:
    """ "X, a guard at the town hall, on the tip of the island, said": X, where the description was found."""
    if speaker is None or speaker.name is not None:
        return speaker
    comma = next((i for i, w in enumerate(words) if w.form == ","), 0)
    opening = [w for w in words[:comma] if w.form.strip(".") not in naming_words().titles]
    if len(opening) == 1 and opening[0].name in persons and opening[0].end < speaker.start:
        return Speaker(opening[0].start, opening[0].end, opening[0].name, apposition(words, comma, grammar))
    return speaker


_DEMONSTRATIVE = re.compile(r"(?:ce dernier|cette derniere|ces derniers|celui-ci|celle-ci|the latter|the former)$")


def is_anaphor(phrase: str) -> bool:
    """Whether a description only points back: "ce dernier", "the latter"."""
    return bool(_DEMONSTRATIVE.match(flat(phrase)))
