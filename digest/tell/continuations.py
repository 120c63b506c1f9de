"""Quotations that are sentences by themselves: introduced by the line before, or going on from what was said there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.tell.additions import settled
from digest.tell.antecedents import Found, indirect_speaker, persons_in, resolved
from digest.tell.clauses import Speaker
from digest.tell.introductions import before
from digest.tell.names import kind_of
from digest.tell.reach import CHAIN_WORDS
from digest.tell.sayings import FULL_QUOTE_WORDS, SENTENCE_WORDS, is_closed_by_a_stop
from digest.tell.speech import Speech
from digest.tell.subjects import first_subject, holds_office, is_agent
from digest.tell.tokens import Word, words_of

if TYPE_CHECKING:
    from digest.tell.material import Material
    from digest.tell.units import Unit

GOES_ON_WORDS = 6
"""Words of a quotation that goes on from the one before; a shorter line in quotation marks is a heading."""


def goes_on(material: Material, item: Found, following: Found) -> bool:
    """Whether only white space stands between a quotation left open and the next."""
    text = material.articles[item.unit.article].text
    return not item.quotation.closed and not text[item.quotation.end : following.quotation.start].strip()


def from_context(
    material: Material,
    item: Found,
    earlier: list[Found],
    previous: Unit | None,
    ahead: list[Word],
    behind: list[Word],
    grammar: Speech,
) -> Found:
    """A quotation that is a sentence by itself: introduced by a colon before it, or going on from the one before."""
    if earlier and earlier[-1].speaker and goes_on(material, earlier[-1], item):
        return replace(item, speaker=earlier[-1].speaker, verb=earlier[-1].verb)
    if _goes_on_with_then(ahead, behind, grammar) and earlier and earlier[-1].speaker:
        near = earlier[-1].unit is previous and previous.block_start == item.unit.block_start
        return replace(item, speaker=earlier[-1].speaker, verb=earlier[-1].verb) if near else item
    alone = all(w.is_mark for w in ahead) and all(w.is_mark for w in behind)
    if not alone or previous is None:
        return item
    text = material.articles[item.unit.article].text
    lead = text[previous.start : previous.end].rstrip()
    if lead.endswith((":", ",")):
        words = words_of(material, item.unit.article, previous.start, previous.end)
        finding = before(words, grammar, material.persons)
        return settled(material, item, finding, earlier, grammar, after=False) if finding else item
    together = previous.block_start == item.unit.block_start
    last = earlier[-1] if earlier else None
    short = SENTENCE_WORDS if last is not None and last.unit is previous and together else GOES_ON_WORDS
    if len(item.forms) < short or not (together or is_closed_by_a_stop(material, item)):
        return item
    if last is not None and last.unit is previous and last.speaker and (together or _ends_with(material, last)):
        return replace(item, speaker=last.speaker, verb=last.verb)
    told = last is not None and last.unit is not previous and last.speaker is not None and last.speaker.name is not None
    if told and last is not None and last.speaker is not None and _acts_between(material, last, previous, grammar):
        return replace(item, speaker=last.speaker)
    return _told_before(material, item, earlier, previous, grammar)


def _goes_on_with_then(ahead: list[Word], behind: list[Word], grammar: Speech) -> bool:
    """ "Puis, sérieux : «…»", "And then, lower: “…”": nobody else speaks."""
    then = bool(ahead) and ahead[0].form in _THEN and ahead[-1].form == ":" and len(ahead) <= MOST_THEN
    others = any(w.name is not None or w.form in grammar.pronouns or w.form in grammar.determiners for w in ahead)
    return then and not others and all(w.is_mark for w in behind)


_THEN = frozenset(("puis", "et", "then", "and", "und", "dann", "poi", "e", "luego", "y", "depois"))
MOST_THEN = 7


def _told_before(material: Material, item: Found, earlier: list[Found], previous: Unit, grammar: Speech) -> Found:
    """A statement behind a sentence that reports its speaker: "The lake is rising, X said. “…”". In a paragraph of its
    own only where that is somebody with a name."""
    article = item.unit.article
    statement = len(item.forms) >= FULL_QUOTE_WORDS and is_closed_by_a_stop(material, item)
    if not statement or not material.articles[article].text[item.quotation.inner_start].isupper():
        return item
    speaker = indirect_speaker(material, previous, grammar)
    if speaker is None:
        previous, speaker = _acting_in_paragraph(material, item, earlier, previous, grammar)
        speaker = speaker or _alone_before(material, item, previous, grammar)
    if speaker is None:
        return item
    if speaker.pronoun or speaker.name is None:
        reported = replace(item, unit=previous, quotation=item.quotation._replace(start=previous.end))
        speaker = resolved(material, reported, speaker, earlier, grammar, after=False)
    together = previous.block_start == item.unit.block_start
    if speaker is None or (speaker.name not in material.persons and not together):
        return item
    return replace(item, speaker=speaker)


def _acting_in_paragraph(
    material: Material, item: Found, earlier: list[Found], previous: Unit, grammar: Speech
) -> tuple[Unit, Speaker | None]:
    """Whom the sentences before in the same paragraph are about, the nearest first: whoever spoke there, or acts, as
    long as nobody else is named in between."""
    units = material.article_units(item.unit.article)
    for unit in reversed(units[max(0, previous.place - MOST_BETWEEN + 1) : previous.place + 1]):
        if unit.block_start != item.unit.block_start:
            break
        spoke = [f for f in earlier if f.unit is unit]
        if spoke:
            last = spoke[-1].speaker
            known = last is not None and last.name is not None and _ends_with(material, spoke[-1])
            return unit, last if known else None
        speaker = _who_acts(material, unit, grammar)
        if speaker is not None:
            return unit, speaker
        if persons_in(material, unit.article, unit.start, unit.end):
            break
    return previous, None


def _alone_before(material: Material, item: Found, previous: Unit, grammar: Speech) -> Speaker | None:
    """The only person of the paragraph before, for a paragraph of their own in which somebody tells of himself."""
    if previous.block_start == item.unit.block_start or not any(f in grammar.others for f in item.forms):
        return None
    units = material.article_units(item.unit.article)
    near = units[max(0, previous.place - MOST_BETWEEN) : previous.place + 1]
    block = [u for u in near if u.block_start == previous.block_start]
    if material.quotations_between(item.unit.article, block[0].start, previous.end) or len(block) > MOST_BETWEEN:
        return None
    persons = persons_in(material, item.unit.article, block[0].start, previous.end)
    alone = len({p.name for p in persons}) == 1 and not previous.text.rstrip().endswith("?")
    surely = alone and persons[0].name is not None and kind_of(material.name_groups[persons[0].name]) == "person"
    return persons[0] if surely and _who_acts(material, block[0], grammar) else None


MOST_BETWEEN = 4
"""Sentences between a statement and whoever speaks or acts before it."""


def _who_acts(material: Material, previous: Unit, grammar: Speech) -> Speaker | None:
    """Whom a sentence is about, where it names nobody else: "Ida Marsh isn't so sure. “…”", "Elle attend. « … »"."""
    if material.quotations_between(previous.article, previous.start, previous.end):
        return None
    words = words_of(material, previous.article, previous.start, previous.end)
    first = _opening_word(words, grammar)
    gender = grammar.pronouns.get(first.form, "") if first is not None else ""
    others = persons_in(material, previous.article, previous.start, previous.end)
    if first is not None and gender in ("m", "f") and not others:
        return Speaker(first.start, first.end, pronoun=gender)
    subject = first_subject(words, grammar, material.persons)
    if subject is None or {p.name for p in others} - {subject.name}:
        return None
    if subject.name is None:
        phrase = [w for w in words if subject.start <= w.start < subject.end]
        return subject if holds_office(phrase) or is_agent(phrase, grammar) else None
    return subject if subject.name in material.persons else None


def _opening_word(words: list[Word], grammar: Speech) -> Word | None:
    """The first word, or the pronoun behind what opens a sentence: "Dehors, sous les tilleuls, il fume"."""
    for i, word in enumerate(words[:CHAIN_WORDS]):
        if word.form in grammar.pronouns and (i == 0 or words[i - 1].form == ","):
            return word
        if word.person or word.form in grammar.clauses or word.form in grammar.others:
            break
    return words[0] if words else None


def _acts_between(material: Material, last: Found, previous: Unit, grammar: Speech) -> bool:
    """Whether the one sentence between two quotations is about the speaker of the first: "M. X a pris les devants." """
    if previous.place - last.unit.place > 1 or last.speaker is None:
        return False
    subject = first_subject(
        words_of(material, previous.article, previous.start, previous.end), grammar, material.persons
    )
    others = persons_in(material, previous.article, previous.start, previous.end)
    return subject is not None and subject.name == last.speaker.name and {p.name for p in others} <= {subject.name}


def _ends_with(material: Material, last: Found) -> bool:
    """Whether the sentence before is that quotation and its attribution, with nobody else named behind."""
    speaker = last.speaker
    assert speaker is not None
    later = persons_in(material, last.unit.article, max(speaker.end, last.quotation.end), last.unit.end)
    return not any(p.name != speaker.name for p in later)
