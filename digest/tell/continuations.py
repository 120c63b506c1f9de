"""Quotations that are sentences by themselves: introduced by the line before, or going on from what was said there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.tell.additions import settled
from digest.tell.antecedents import Found, indirect_speaker, persons_in, resolved
from digest.tell.introductions import before
from digest.tell.sayings import FULL_QUOTE_WORDS, SENTENCE_WORDS, is_closed_by_a_stop
from digest.tell.speech import Speech
from digest.tell.subjects import first_subject
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


def _told_before(material: Material, item: Found, earlier: list[Found], previous: Unit, grammar: Speech) -> Found:
    """A statement behind a sentence that reports its speaker: "The lake is rising, X said. “…”". In a paragraph of its
    own only where that is somebody with a name."""
    article = item.unit.article
    statement = len(item.forms) >= FULL_QUOTE_WORDS and is_closed_by_a_stop(material, item)
    if not statement or not material.articles[article].text[item.quotation.inner_start].isupper():
        return item
    speaker = indirect_speaker(material, previous, grammar)
    if speaker is None:
        return item
    if speaker.pronoun or speaker.name is None:
        reported = replace(item, unit=previous, quotation=item.quotation._replace(start=previous.end))
        speaker = resolved(material, reported, speaker, earlier, grammar, after=False)
    together = previous.block_start == item.unit.block_start
    if speaker is None or (speaker.name not in material.persons and not together):
        return item
    return replace(item, speaker=speaker)


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
