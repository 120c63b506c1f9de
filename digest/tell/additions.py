"""Quotations whose speaker the next sentence tells: «A.» X a ajouté que B · «A». Lo ha detto X."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.tell.antecedents import Found, resolved
from digest.tell.attribution import Finding
from digest.tell.introductions import before
from digest.tell.lexicon import comparison_form
from digest.tell.names import kind_of
from digest.tell.postponed import behind
from digest.tell.sayings import FULL_QUOTE_WORDS
from digest.tell.speech import Speech
from digest.tell.subjects import holds_office
from digest.tell.tokens import words_of
from digest.text import words as words_in

if TYPE_CHECKING:
    from digest.tell.material import Material


def is_added_to(material: Material, item: Found, following: Found, grammar: Speech) -> bool:
    """Whether the next sentence tells that somebody added what it quotes: the quotation before is also theirs. "Les
    banques «ont subi des pertes». La faillite «a coûté un million», a-t-elle ajouté."""
    article = item.unit.article
    text = material.articles[article].text
    verb = following.verb
    if verb is None or following.unit.place - item.unit.place != 1 or len(item.forms) < FULL_QUOTE_WORDS:
        return False
    if not grammar.adding.intersection(map(comparison_form, words_in(text[verb[0] : verb[1]]))):
        return False
    outside = words_of(material, article, item.unit.start, item.quotation.start)
    outside += words_of(material, article, item.quotation.end, item.unit.end)
    return not any(w.person or w.form in grammar.verbs or w.form in grammar.pronouns for w in outside)


def before_addition(material: Material, item: Found, earlier: list[Found], grammar: Speech) -> Found:
    """A quotation that is a sentence, before one that tells what its speaker added: "«A.» M. X a ajouté que B"."""
    article, unit = item.unit.article, item.unit
    inserted = item.verb is not None and item.quotation.start < item.verb[0] < item.quotation.end
    if inserted or item.quotation.end < unit.end - 1:
        return item
    units = material.article_units(article)
    following = units[unit.place + 1] if unit.place + 1 < len(units) else None
    alone = item.quotation.start == unit.start and item.quotation.closed
    if following is None or not alone or following.block_start != unit.block_start:
        return item
    words = words_of(material, article, following.start, following.end)
    verb = next((i for i, w in enumerate(words[:6]) if w.form in grammar.adding), 0)
    if not verb or verb + 1 >= len(words) or words[verb + 1].form not in grammar.that:
        return item
    finding = before(words[: verb + 1], grammar, material.persons)
    if finding is None or finding.speaker is None or (finding.speaker.name is None and not finding.speaker.pronoun):
        return item
    return settled(material, item, finding, earlier, grammar, after=True)


def told_next(material: Material, item: Found, earlier: list[Found], grammar: Speech) -> Found:
    """A quotation before a sentence that only tells whose it is: "«A». Lo ha detto X", "«A». Così X"."""
    article, unit = item.unit.article, item.unit
    units = material.article_units(article)
    told = (item.speaker is not None or item.verb is not None) and not (item.verb and item.verb[1] <= unit.start)
    if told or item.quotation.end < unit.end - 1 or unit.place + 1 >= len(units):
        return item
    following = units[unit.place + 1]
    words = words_of(material, article, following.start, following.end)
    if following.block_start != unit.block_start or len(words) < 3 or words[0].form not in grammar.said_so:
        return item
    verb = next((i for i, w in enumerate(words[1:5], 1) if w.form in grammar.strong), None)
    if verb is not None:
        helped = all(w.form in grammar.auxiliaries | grammar.said_so for w in words[1:verb])
        finding = (
            Finding(behind(words, verb + 1, grammar, material.persons), (words[verb].start, words[verb].end))
            if helped
            else None
        )
    elif words[1].name is not None or words[1].form in grammar.determiners:
        finding = Finding(behind(words, 1, grammar, material.persons), None)
    else:
        return item
    if finding is None or finding.speaker is None or finding.speaker.pronoun:
        return item
    known = finding.speaker.name in material.persons or holds_office(
        [w for w in words if finding.speaker.start <= w.start < finding.speaker.end]
    )
    return settled(material, item, finding, earlier, grammar, after=True) if known else item


def settled(
    material: Material, item: Found, finding: Finding, earlier: list[Found], grammar: Speech, *, after: bool
) -> Found:
    speaker = finding.speaker
    pronoun = speaker.pronoun if speaker is not None else ""
    if speaker is not None and _is_of_many(material, item, finding, grammar):
        return replace(item, verb=finding.verb, after=after)
    if speaker is not None:
        speaker = resolved(material, item, speaker, earlier, grammar, after=after)
    elif speaker is None and finding.verb and _is_participle(material, item, finding):
        same = [f for f in earlier if f.unit is item.unit and f.speaker]
        speaker = same[-1].speaker if same else None
    return replace(item, speaker=speaker, verb=finding.verb, after=after, pronoun=pronoun)


def _is_of_many(material: Material, item: Found, finding: Finding, grammar: Speech) -> bool:
    """Whether the verb has several for its subject, and one person was found: "des élus, dont X, déplorent"."""
    speaker, verb = finding.speaker, finding.verb
    if speaker is None or speaker.name is None or verb is None or not grammar.many_ending:
        return False
    if kind_of(material.name_groups[speaker.name]) != "person":
        return False
    words = words_of(material, item.unit.article, item.unit.start, verb[1])
    if not words or words[-1].end != verb[1]:
        return False  # told in another sentence
    helpers = [w.form for w in words[-4:-1]]
    if any(h in grammar.auxiliaries for h in helpers[-1:]):
        return any(h in grammar.many for h in helpers)
    return bool(re.search(grammar.many_ending, words[-1].form))


def _is_participle(material: Material, item: Found, finding: Finding) -> bool:
    assert finding.verb is not None
    verb = material.articles[item.unit.article].text[finding.verb[0] : finding.verb[1]]
    return verb.endswith(("ant", "ing", "ndo"))
