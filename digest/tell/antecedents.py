"""Whom a pronoun at a quotation stands for: "a-t-elle dit", "he added".

Whoever spoke or acted last in this paragraph or the one before is meant. Farther back, only somebody of the pronoun's
gender who spoke within a few sentences, when nobody else has been named since whom it could mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.quotations import Quotation
from digest.tell.alignment import STOPS
from digest.tell.attribution import closing
from digest.tell.captions import is_caption
from digest.tell.clauses import POSSESSIVE_ARTICLES, Speaker
from digest.tell.endings import ending_with_source, ending_with_verb
from digest.tell.gazetteer import flat, naming_words
from digest.tell.incises import parenthetical
from digest.tell.introductions import before, inverted_behind
from digest.tell.names import kind_of
from digest.tell.offices import bearer, holder
from digest.tell.reach import back, reach
from digest.tell.speech import Speech
from digest.tell.subjects import first_subject, holds_office, is_anaphor, source_at_start
from digest.tell.tokens import Word, without_dateline, words_of

if TYPE_CHECKING:
    from digest.tell.material import Material
    from digest.tell.units import Unit

FARTHEST_BACK = 7
"""Sentences between a pronoun and the last words of the one it stands for."""

MOST_BEFORE_COLON = 12
"""Tokens before a colon in which the one who speaks is named: "Puis vint X, secrétaire d'Etat : «…», a-t-elle dit"."""


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation with what its surroundings say."""

    unit: Unit
    quotation: Quotation
    forms: tuple[str, ...]
    speaker: Speaker | None = None
    verb: tuple[int, int] | None = None
    after: bool = False  # attributed by the words behind it
    pronoun: str = ""  # the gender of the pronoun that was followed to the speaker


def antecedent(
    material: Material, item: Found, pronoun: Speaker, earlier: list[Found], grammar: Speech, *, after: bool
) -> Speaker | None:
    """Walks back sentence by sentence to the start of the paragraph before."""
    unit = item.unit
    if after and _is_introduced(material, item):
        here = [f.speaker for f in earlier if f.unit is unit and f.speaker]
        speaker = here[-1] if here else _introduced(material, item, grammar)
        colon = material.articles[unit.article].text[unit.start : item.quotation.start].rstrip().endswith(":")
        if colon or (speaker is not None and not speaker.pronoun):
            return speaker if speaker is not None and _agrees(material, speaker, pronoun) else None
    epithet: Speaker | None = None
    for previous in back(material, unit, pronoun, grammar):
        speakers = _last_in(material, previous, item, earlier, grammar, after=after)
        if speakers is None or (not speakers and not after and _has_own_subject(material, previous, unit, grammar)):
            break  # somebody is named and not where the one who acts stands, or something else is what it is about
        if speakers and speakers[-1] is not None and not speakers[-1].pronoun:
            if previous is unit and _is_told_of(material, unit, speakers[-1]):
                continue
            if _is_a_body(material, unit, speakers[-1], pronoun):
                continue
            if _is_epithet(material, unit.article, speakers[-1]):
                epithet = epithet or speakers[-1]
            elif epithet is not None and not _is_surely_person(material, speakers[-1]):
                break
            elif _agrees(material, speakers[-1], pronoun, earlier):
                return speakers[-1]
            else:
                break
    return _last_of_gender(material, item, pronoun, earlier, grammar) or epithet


def _is_epithet(material: Material, article: int, speaker: Speaker) -> bool:
    """ "The 65-year-old coach", "l'Américain": somebody who has been named before."""
    if speaker.name is not None:
        return False
    text = material.articles[article].text[speaker.start : speaker.end]
    words = flat(text).replace("'", "' ").split()
    people = len(words) == 2 and words[0] in _SINGULAR and words[1] in naming_words().peoples
    return people or bool(_AGED.search(text))


def _is_a_body(material: Material, unit: Unit, speaker: Speaker, pronoun: Speaker) -> bool:
    """ "his campaign", "the statement", "Norvale": what "he" and "she" never mean in English."""
    if pronoun.pronoun not in ("m", "f") or not unit.language.startswith("en"):
        return False
    if speaker.name is not None:
        text = material.articles[unit.article].text
        with_article = text.endswith(("the ", "The "), 0, speaker.start) and not _is_surely_person(material, speaker)
        return with_article or speaker.name not in material.possible_persons
    words = flat(material.articles[unit.article].text[speaker.start : speaker.end]).split()
    end = next((i for i in range(1, len(words)) if words[i] in ("of", "for", "from", "in", "at")), len(words))
    return words[end - 1] in naming_words().organisation_words | _COLLECTIVE


_RELATIVE_ABOUT = re.compile(
    r",? (?:dont|que|qu['’]|à qui|auquel|à laquelle|contre qui|whom|whose|who) ?(?:il|elle|ils|elles|he|she|they)\b",
    re.I,
)


def _is_told_of(material: Material, unit: Unit, speaker: Speaker) -> bool:
    """Whether a clause about somebody has the pronoun for its subject: "X, dont elle tait le nom"."""
    return bool(_RELATIVE_ABOUT.match(material.articles[unit.article].text, speaker.end))


_COLLECTIVE = frozenset(
    (
        "company",
        "group",
        "government",
        "press",
        "opposition",
        "statement",
        "report",
        "letter",
        "team",
        "crowd",
        "family",
    )
)


def _is_surely_person(material: Material, speaker: Speaker) -> bool:
    return speaker.name is not None and kind_of(material.name_groups[speaker.name]) == "person"


_SINGULAR = frozenset(("le", "la", "l'"))


_AGED = re.compile(r"\d-year-old|\bde \d+ ans\b|\w{5}énaire\b")


def _last_in(
    material: Material, previous: Unit, item: Found, earlier: list[Found], grammar: Speech, *, after: bool
) -> list[Speaker | None] | None:
    """Who spoke or acted last in a sentence. With a pronoun behind the quotation ("M. X «n'a jamais fui», a-t-il dit")
    the words before it are its content."""
    unit = item.unit
    end = item.quotation.start if previous is unit else previous.end
    speakers: list[Speaker | None] = [f.speaker for f in earlier if f.unit is previous and f.speaker]
    stops = previous is unit or previous.text.rstrip().endswith((*STOPS, ":"))
    if not speakers and (not stops or is_caption(previous.text)):
        return []  # a caption, a credit, a heading: nobody acts
    if not speakers and previous is not unit:
        told = indirect_speaker(material, previous, grammar)
        speakers = [told] if told else []
    if not speakers and previous is unit:
        told = _told_ahead(material, unit, end, grammar)
        speakers = [told] if told and not told.pronoun else []
    if not speakers and previous is unit and after:
        return []
    if not speakers:
        speakers = _subjects(material, previous, end, grammar)
    named = persons_in(material, unit.article, previous.start, end)
    if not speakers and previous is unit:
        named = [p for p in named if not _is_in_adjunct(material, unit, p, grammar)]
    if not speakers and named:
        return None
    return speakers


def _told_ahead(material: Material, unit: Unit, end: int, grammar: Speech) -> Speaker | None:
    """Who reports what stands ahead in the sentence: "Tout est prêt, a assuré le chef ; «…», a-t-il dit"."""
    words = words_of(material, unit.article, unit.start, end)
    told = closing(words, grammar, material.persons) or ending_with_verb(words, grammar, material.persons)
    return told.speaker if told is not None and _can_speak(material, told.speaker) else None


def _is_in_adjunct(material: Material, unit: Unit, person: Speaker, grammar: Speech) -> bool:
    """Whether somebody hangs on a preposition before the comma that opens the clause: "Au micro de X, il souligne"."""
    lead = words_of(material, unit.article, unit.start, person.start)
    while lead and (lead[-1].form.strip(".") in naming_words().titles_and_offices or lead[-1].form in grammar.definite):
        lead.pop()
    behind = words_of(material, unit.article, person.end, unit.end)
    return bool(lead) and lead[-1].form in grammar.joins and any(w.form == "," for w in behind[:4])


def _has_own_subject(material: Material, previous: Unit, unit: Unit, grammar: Speech) -> bool:
    """Whether a sentence between is about a thing that the pronoun may mean: "La commission a siégé. Elle a dit"."""
    words = words_of(material, previous.article, previous.start, previous.end)
    if previous is unit or not words:
        return False
    comma = next((i + 1 for i, w in enumerate(words[:10]) if w.form == ","), 0)
    return any(
        w.form in grammar.determiners or w.name is not None for w in (words[0], words[min(comma, len(words) - 1)])
    )


def _is_introduced(material: Material, item: Found) -> bool:
    text = material.articles[item.unit.article].text
    ahead = text[item.unit.start : item.quotation.start].rstrip()
    return ahead.endswith(":") or (ahead.endswith(",") and text[item.quotation.inner_start].isupper())


def _introduced(material: Material, item: Found, grammar: Speech) -> Speaker | None:
    """ "X trouve le moment mal choisi : «…», dit-il"."""
    unit = item.unit
    words = words_of(material, unit.article, unit.start, item.quotation.start)
    speakers = _subjects(material, unit, item.quotation.start, grammar)
    if speakers:
        return speakers[0] if speakers[0] is None or not _names_a_thing(words, speakers[0], grammar) else None
    near = words[-MOST_BEFORE_COLON].start if len(words) > MOST_BEFORE_COLON else unit.start
    named = persons_in(material, unit.article, near, item.quotation.start)
    persons = [p for p in named if not _names_a_thing(words, p, grammar)]
    return persons[0] if len({p.name for p in persons}) == 1 else None


def _names_a_thing(words: list[Word], person: Speaker, grammar: Speech) -> bool:
    """ "la mission Marsan", "l'affaire X": the name of somebody who isn't there."""
    at = next((i for i, w in enumerate(words) if w.start == person.start), 0)
    offices = naming_words().titles_and_offices | naming_words().roles
    noun = words[at - 1] if at > 1 else None
    if noun is None or noun.capital or noun.form in offices:
        return False
    return noun.form.isalpha() and words[at - 2].form in grammar.definite


def indirect_speaker(material: Material, unit: Unit, grammar: Speech) -> Speaker | None:
    """Who speaks in a sentence without quotation: "Le maire a assuré que…", "Selon elle, …"."""
    words = without_dateline(words_of(material, unit.article, unit.start, unit.end))
    opening = source_at_start(words, grammar, material.persons)
    if opening is not None:
        return opening
    for i, word in enumerate(words[:24]):
        if word.form in (";", ":", "«", '"', "“"):
            return None
        if (
            i + 1 < len(words)
            and word.form in grammar.strong
            and (words[i + 1].form in grammar.that or (word.form in ("said", "says") and not words[i + 1].is_mark))
        ):
            if i and words[i - 1].form == "," and (found := inverted_behind(words, i, grammar, material.persons)):
                return found
            finding = before(words[: i + 1], grammar, material.persons)
            return finding.speaker if finding and _can_speak(material, finding.speaker) else None
    ending = closing(words, grammar, material.persons)  # "…, a annoncé la ministre"
    if ending is None:
        ending = ending_with_verb(words, grammar, material.persons)
        ending = ending or ending_with_source(words, grammar, material.persons)
        ending = ending or parenthetical(words, len(words) - 1, grammar, material.persons)
    if ending is None or ending.speaker is None or not _can_speak(material, ending.speaker):
        return None
    phrase = [w for w in words if ending.speaker.start <= w.start < ending.speaker.end]
    told = ending.speaker.name is not None or bool(ending.speaker.pronoun) or holds_office(phrase)
    return ending.speaker if told else None


def _can_speak(material: Material, speaker: Speaker | None) -> bool:
    """A pronoun, a description, or the name of no place and no body."""
    return speaker is not None and (
        bool(speaker.pronoun) or speaker.name is None or speaker.name in material.possible_persons
    )


def _subjects(material: Material, unit: Unit, end: int, grammar: Speech) -> list[Speaker | None]:
    """Who acts in a sentence: the person or the office that it opens with, else its only person near the start."""
    words = without_dateline(words_of(material, unit.article, unit.start, end))
    opening = first_subject(words, grammar, material.persons)
    if opening is not None:
        owned = words[0].form in POSSESSIVE_ARTICLES and opening.name is None
        return [] if owned else [opening]
    persons = persons_in(material, unit.article, unit.start, end)
    alone = len({p.name for p in persons}) == 1
    return [p for p in persons[:1] if alone and _opens_sentence(material, unit, p, grammar)]


def _opens_sentence(material: Material, unit: Unit, person: Speaker, grammar: Speech) -> bool:
    lead = words_of(material, unit.article, unit.start, person.start)
    if len(lead) > 8:
        ends = material.articles[unit.article].text[person.end : unit.end].strip(' .!?…"»”') == ""
        return lead[-1].form == "," and not ends  # ", und der frühere Bürgermeister, X."
    small = (grammar.joins) - grammar.definite
    while lead and lead[-1].form.strip(".") in naming_words().titles:
        lead.pop()
    if len(lead) > 1 and lead[-1].form in grammar.definite and lead[-2].form in grammar.of:
        return False  # "Él mismo, junto al guarda del X"
    return not (lead and lead[-1].form in small) and not any(w.form in grammar.verbs for w in lead)


_PLURAL_ARTICLES = ("the ", "The ", "les ", "Les ", "aux ")


def persons_in(material: Material, article: int, start: int, end: int) -> list[Speaker]:
    """Persons named outside quotations; not "the Cardinals", whatever they are."""
    text = material.articles[article].text
    return [
        Speaker(o.start, o.end, group)
        for o, group in material.names_between(article, start, end)
        if group in material.persons
        and not text.endswith(_PLURAL_ARTICLES, 0, o.start)
        and not material.in_quotation(article, o.start)
    ]


def _agrees(material: Material, speaker: Speaker, pronoun: Speaker, earlier: list[Found] | None = None) -> bool:
    """Whether gender and number of the pronoun fit what the story shows of the speaker, earlier pronouns included."""
    wanted = "" if pronoun.pronoun == "any" else pronoun.pronoun
    if speaker.name is not None:
        known = material.gender(speaker.name)
        told = (f.pronoun for f in earlier or () if f.speaker is not None and f.speaker.name == speaker.name)
        known = known or next((gender for gender in told if gender in ("m", "f")), "")
        return not wanted.endswith("p") and (not known or not wanted or known == wanted)
    return not wanted or speaker.form in ("", wanted)


def _last_of_gender(
    material: Material, item: Found, pronoun: Speaker, earlier: list[Found], grammar: Speech
) -> Speaker | None:
    """The last speaker, when known to be of the pronoun's gender and nobody else since could be meant."""
    unit = item.unit
    spoke = [f for f in earlier if f.speaker is not None and f.unit is not unit]
    last = spoke[-1] if spoke else None
    if last is None or last.speaker is None or last.speaker.name is None or pronoun.pronoun not in ("m", "f"):
        return None
    name = last.speaker.name
    if material.gender(name) != pronoun.pronoun or unit.place - last.unit.place > FARTHEST_BACK:
        return None
    start, end = max(last.quotation.end, last.speaker.end), item.quotation.start
    others = {p.name for p in persons_in(material, unit.article, start, end) if p.name is not None} - {name}
    if any(material.gender(other) in ("", pronoun.pronoun) for other in others):
        return None
    since = words_of(material, unit.article, start, end)
    surnames = {o.parts[-1] for number in material.persons for o in material.name_groups[number]}
    if any(w.name not in material.persons and w.capital and w.form in surnames for w in since):
        return None  # "the elder Finch", where the story has two of that name
    return None if _mentions_an_office(material, unit.article, since, grammar) else last.speaker


def _mentions_an_office(material: Material, article: int, words: list[Word], grammar: Speech) -> bool:
    """Somebody without a name who may be the one that a pronoun means: "le ministre", "son avocate"."""
    offices = naming_words().offices
    for i, word in enumerate(words):
        office = word.form in offices or word.form.partition("-")[0] in offices
        if not office or material.in_quotation(article, word.start):
            continue
        named = any(w.person for w in words[i + 1 : i + 4])
        if not named and any(w.form in grammar.determiners for w in words[max(0, i - 3) : i]):
            return True
    return False


def _is_document(phrase: str, grammar: Speech) -> bool:
    """ "the statement", "son communiqué", without words that say whose it is."""
    words = flat(phrase).replace("'", "' ").split()
    return len(words) == 2 and words[0] in grammar.definite | POSSESSIVE_ARTICLES and words[1] in grammar.documents


def _author(material: Material, item: Found, phrase: str, earlier: list[Found], grammar: Speech) -> Speaker | None:
    """Whose statement "the statement" is: whoever speaks in the last sentence nearby that tells of one."""
    noun = re.findall(r"\w+", flat(phrase))[-1]
    for previous in reversed(reach(material, item.unit)):
        if previous is item.unit:
            continue
        words = words_of(material, previous.article, previous.start, previous.end)
        if any(w.form == noun or (noun == "texte" and w.form in grammar.documents) for w in words):
            speakers = _last_in(material, previous, item, earlier, grammar, after=False) or [None]
            return speakers[-1] if speakers[-1] is not None and not speakers[-1].pronoun else None
    return None


def resolved(
    material: Material, item: Found, speaker: Speaker, earlier: list[Found], grammar: Speech, *, after: bool
) -> Speaker | None:
    """The speaker, or whom the pronoun or "ce dernier" stands for."""
    text = material.articles[item.unit.article].text
    if speaker.name is None and not speaker.pronoun:
        phrase = text[speaker.start : speaker.end]
        if _is_document(phrase, grammar):
            return _author(material, item, phrase, earlier, grammar) or speaker
        if (held := holder(material, item.unit.article, item.quotation.start, phrase, grammar)) is not None:
            return held
        if (named := bearer(material, item.unit.article, speaker, phrase, grammar)) is not None:
            return named
    if speaker.pronoun or (speaker.name is None and is_anaphor(text[speaker.start : speaker.end])):
        return antecedent(material, item, speaker, earlier, grammar, after=after)
    return speaker
