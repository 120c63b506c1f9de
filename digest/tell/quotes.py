"""Who says what: quotations with their speaker, the same words in several outlets once.

`attribution.py` reads a single sentence; here stand the rules that need more: pronouns, quotations that go on, equal
words elsewhere. A pronoun is followed to the same or the previous paragraph and no farther."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest.model import Quote
from digest.sentences import Quotation
from digest.tell.attribution import Finding, after, inside
from digest.tell.clauses import Speaker, Word, words_of
from digest.tell.introductions import before, first_subject, said_by_source, source_at_start
from digest.tell.lexicon import comparison_form
from digest.tell.names import display_form, kind_of
from digest.tell.naming import naming_words
from digest.tell.speech import Speech, speech
from digest.text import words as words_in

if TYPE_CHECKING:
    from digest.tell.material import Material
    from digest.tell.units import Unit

FULL_QUOTE_WORDS = 7
"""Words from which a quotation is listed even when nobody is named."""

FRAGMENT_WORDS = 4
"""Words from which an attributed fragment is listed; below it stand single words in scare quotes."""

GOES_ON_WORDS = 6
"""Words of a quotation that goes on from the one before; a shorter line in quotation marks is a heading."""

_DEMONSTRATIVE = re.compile(r"(?:ce dernier|cette derniere|ces derniers|celui-ci|celle-ci|the latter|the former)$")
_WORK = re.compile(
    r"(?:film|livre|roman|chanson|album|ouvrage|titre|intitule|book|movie|song|novel|titled|entitled|headline[d]?)\W*$"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation with what its surroundings say."""

    unit: Unit
    quotation: Quotation
    forms: tuple[str, ...]
    speaker: Speaker | None = None
    verb: tuple[int, int] | None = None
    after: bool = False  # attributed by the words behind it


def quotes(material: Material) -> tuple[Quote, ...]:
    """In story order of their first carrier; unattributed ones have no speaker."""
    found = [f for article in range(len(material.articles)) for f in _of_article(material, article)]
    kept = [(q, group) for group in _same_words(found) if _is_worth(q := _quote(material, group), group)]
    ranked = sorted(kept, key=lambda row: (row[0].speaker is None, -len(row[0].carriers), -len(row[1][0].forms)))
    chosen = {id(row[0]) for row in ranked[: material.options.quotes]}
    return tuple(q for q, _ in kept if id(q) in chosen)


def _is_worth(quote: Quote, group: list[Found]) -> bool:
    longest = max(len(f.forms) for f in group)
    return longest >= (FULL_QUOTE_WORDS if quote.speaker is None else FRAGMENT_WORDS)


def _of_article(material: Material, article: int) -> list[Found]:
    grammar = speech(material.articles[article].lang)
    units = material.article_units(article)
    starts = [u.start for u in units]
    found: list[Found] = []
    for quotation in material.quotations[article]:
        at = bisect_right(starts, quotation.start) - 1
        if at < 0 or quotation.start >= units[at].end or units[at].kind in ("subhead", "table", "code"):
            continue
        inner = material.articles[article].text[quotation.inner_start : quotation.inner_end]
        forms = tuple(comparison_form(w) for w in words_in(inner))
        item = Found(units[at], quotation, forms)
        if not forms or _is_work(material, item):
            continue
        if grammar is not None:
            item = _attributed(material, item, found, units[at - 1] if at else None, grammar)
        found.append(item)
    return [f for f in found if len(f.forms) >= FRAGMENT_WORDS and not _is_foreign(material, f)]


def _is_work(material: Material, item: Found) -> bool:
    """The title of a film or book, not something said."""
    text = material.articles[item.unit.article].text
    lead = comparison_form(text[max(item.unit.start, item.quotation.start - 20) : item.quotation.start])
    inner = text[item.quotation.inner_start : item.quotation.inner_end]
    long = [w for w in inner.split() if len(w) > 3]
    titled = len(long) > 1 and all(w[0].isupper() for w in long)
    return bool(_WORK.search(lead)) or titled


def _is_foreign(material: Material, item: Found) -> bool:
    """A few words without a small word of the article's language: a title, a motto, a name."""
    small = material.lexicon(item.unit).stopwords
    return bool(small) and len(item.forms) < FULL_QUOTE_WORDS and small.isdisjoint(item.forms)


def _attributed(material: Material, item: Found, earlier: list[Found], previous: Unit | None, grammar: Speech) -> Found:
    unit, quotation = item.unit, item.quotation
    others = [
        q for q in material.quotations[unit.article] if q.start < unit.end and q.end > unit.start and q != quotation
    ]
    behind_to = min((q.start for q in others if q.start >= quotation.end), default=max(unit.end, quotation.end))
    behind = words_of(material, unit.article, quotation.end, behind_to)
    ahead = _words_ahead(material, item, others)
    same_unit = [f for f in earlier if f.unit is unit]
    finding_before = before(ahead, grammar, material.persons)
    if finding_before and finding_before.speaker and finding_before.verb and ahead and ahead[-1].form == ":":
        return _resolved(material, item, finding_before, earlier, grammar, after=False)
    if quotation.closed or not behind:
        finding = after(behind, grammar, material.persons)
        if finding is not None:
            return _resolved(material, item, finding, earlier, grammar, after=True)
    within = words_of(material, unit.article, quotation.inner_start, quotation.inner_end)
    incise = inside(within, grammar, material.persons)
    if incise is not None:
        return _resolved(material, item, incise, earlier, grammar, after=True)
    if (
        same_unit
        and same_unit[-1].after
        and same_unit[-1].speaker
        and not _new_verb(material, same_unit[-1], item, grammar)
    ):
        return replace(item, speaker=same_unit[-1].speaker, verb=same_unit[-1].verb, after=True)
    if finding_before is not None:
        return _resolved(material, item, finding_before, earlier, grammar, after=False)
    sourced = said_by_source(ahead, grammar, material.persons)
    if sourced is not None:
        return _resolved(material, item, sourced, earlier, grammar, after=False)
    return _from_context(material, item, earlier, previous, ahead, behind, grammar)


def _words_ahead(material: Material, item: Found, others: list[Quotation]) -> list[Word]:
    """The sentence up to the quotation, without what earlier quotations in it say."""
    words: list[Word] = []
    start = item.unit.start
    for quotation in others:
        if quotation.end <= item.quotation.start:
            words.extend(words_of(material, item.unit.article, start, quotation.start))
            start = quotation.end
    words.extend(words_of(material, item.unit.article, start, item.quotation.start))
    return words


def _new_verb(material: Material, last: Found, item: Found, grammar: Speech) -> bool:
    """Whether a further verb of speech stands between two quotations of a sentence, behind the first one's."""
    start = max(last.quotation.end, last.verb[1] if last.verb else 0, last.speaker.end if last.speaker else 0)
    between = words_of(material, item.unit.article, start, item.quotation.start)
    return any(w.form in grammar.verbs - grammar.weak for w in between)


def _resolved(
    material: Material, item: Found, finding: Finding, earlier: list[Found], grammar: Speech, *, after: bool
) -> Found:
    speaker = finding.speaker
    if speaker is not None and (speaker.pronoun or _is_anaphor(material, item, speaker)):
        speaker = _antecedent(material, item, speaker, earlier, grammar, after=after)
    elif speaker is None and finding.verb and _is_participle(material, item, finding):
        same = [f for f in earlier if f.unit is item.unit and f.speaker]
        speaker = same[-1].speaker if same else None
    return replace(item, speaker=speaker, verb=finding.verb, after=after)


def _is_anaphor(material: Material, item: Found, speaker: Speaker) -> bool:
    text = material.articles[item.unit.article].text
    return speaker.name is None and bool(_DEMONSTRATIVE.match(comparison_form(text[speaker.start : speaker.end])))


def _is_participle(material: Material, item: Found, finding: Finding) -> bool:
    assert finding.verb is not None
    verb = material.articles[item.unit.article].text[finding.verb[0] : finding.verb[1]]
    return verb.endswith(("ant", "ing", "ndo"))


def _antecedent(
    material: Material, item: Found, pronoun: Speaker, earlier: list[Found], grammar: Speech, *, after: bool
) -> Speaker | None:
    """Walks back sentence by sentence to the start of the paragraph before: whoever spoke or acted last is meant.
    With a pronoun behind the quotation ("M. X «n'a jamais fui», a-t-il dit") the words before it are its content."""
    unit = item.unit
    blocks = material.block_starts(unit.article)
    floor = blocks[max(0, blocks.index(unit.block_start) - 1)]
    reach = [u for u in material.article_units(unit.article) if u.start <= unit.start]
    units = [u for u in reach if u.start >= floor] if len(reach) > 3 and reach[-3].start >= floor else reach[-3:]
    for previous in reversed(units):
        end = item.quotation.start if previous is unit else previous.end
        speakers: list[Speaker | None] = [f.speaker for f in earlier if f.unit is previous and f.speaker]
        if not speakers and previous is not unit:
            told = _indirect_speaker(material, previous, grammar)
            speakers = [told] if told else []
        if not speakers and previous is unit and after:
            continue
        if not speakers:
            speakers = _subjects(material, previous, end, grammar)
        if not speakers and _persons(material, unit.article, previous.start, end):
            return None  # somebody is named, and not where the one who acts stands
        if speakers and speakers[-1] is not None and not speakers[-1].pronoun:
            return speakers[-1] if _agrees(material, speakers[-1], pronoun) else None
    return None


def _indirect_speaker(material: Material, unit: Unit, grammar: Speech) -> Speaker | None:
    """Who speaks in a sentence without quotation: "Le maire a assuré que…", "Selon elle, …"."""
    words = words_of(material, unit.article, unit.start, unit.end)
    opening = source_at_start(words, grammar, material.persons)
    if opening is not None:
        return opening
    for i, word in enumerate(words[:16]):
        if word.form in (";", ":", "«", '"', "“"):
            return None
        if (
            i + 1 < len(words)
            and word.form in grammar.verbs - grammar.weak
            and (words[i + 1].form in grammar.that or (word.form in ("said", "says") and not words[i + 1].is_mark))
        ):
            finding = before(words[: i + 1], grammar, material.persons)
            return finding.speaker if finding else None
    return None


def _subjects(material: Material, unit: Unit, end: int, grammar: Speech) -> list[Speaker | None]:
    """Who acts in a sentence: the person or the office that it opens with, else its only person near the start."""
    words = words_of(material, unit.article, unit.start, end)
    opening = first_subject(words, grammar, material.persons)
    if opening is not None:
        return [opening]
    persons = _persons(material, unit.article, unit.start, end)
    alone = len({p.name for p in persons}) == 1
    return [p for p in persons[:1] if alone and _opens_sentence(material, unit, p, grammar)]


def _opens_sentence(material: Material, unit: Unit, person: Speaker, grammar: Speech) -> bool:
    lead = words_of(material, unit.article, unit.start, person.start)
    if len(lead) > 8:
        return False
    small = (grammar.prepositions | grammar.of) - grammar.definite
    while lead and lead[-1].form.strip(".") in naming_words().titles:
        lead.pop()
    return not (lead and lead[-1].form in small) and not any(w.form in grammar.verbs for w in lead)


def _persons(material: Material, article: int, start: int, end: int) -> list[Speaker]:
    """Persons named outside quotations."""
    return [
        Speaker(o.start, o.end, group)
        for o, group in material.names_between(article, start, end)
        if group in material.persons and not material.in_quotation(article, o.start)
    ]


def _agrees(material: Material, speaker: Speaker, pronoun: Speaker) -> bool:
    """Whether gender and number of the pronoun fit what the story shows of the speaker."""
    wanted = "" if pronoun.pronoun == "any" else pronoun.pronoun
    if speaker.name is not None:
        known = material.gender(speaker.name)
        return not wanted.endswith("p") and (not known or not wanted or known == wanted)
    return not wanted or speaker.form in ("", wanted)


def _from_context(
    material: Material,
    item: Found,
    earlier: list[Found],
    previous: Unit | None,
    ahead: list[Word],
    behind: list[Word],
    grammar: Speech,
) -> Found:
    """A quotation that is a sentence by itself: introduced by a colon before it, or going on from the one before."""
    alone = all(w.is_mark for w in ahead) and all(w.is_mark for w in behind)
    if not alone or previous is None:
        return item
    text = material.articles[item.unit.article].text
    lead = text[previous.start : previous.end].rstrip()
    if lead.endswith(":"):
        words = words_of(material, item.unit.article, previous.start, previous.end)
        finding = before(words, grammar, material.persons)
        return _resolved(material, item, finding, earlier, grammar, after=False) if finding else item
    if len(item.forms) < GOES_ON_WORDS:
        return item
    last = earlier[-1] if earlier else None
    together = previous.block_start == item.unit.block_start
    if last is not None and last.unit is previous and last.speaker and (together or _ends_with(material, last)):
        return replace(item, speaker=last.speaker, verb=last.verb)
    return item


def _ends_with(material: Material, last: Found) -> bool:
    """Whether the sentence before is that quotation and its attribution, with nobody else named behind."""
    speaker = last.speaker
    assert speaker is not None
    later = _persons(material, last.unit.article, max(speaker.end, last.quotation.end), last.unit.end)
    return not any(p.name != speaker.name for p in later)


def _same_words(found: list[Found]) -> list[list[Found]]:
    """Groups of quotations that carry the same words: equal, or one cut out of the other."""
    parent = list(range(len(found)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    sizes: dict[int, int] = {}
    equal: dict[tuple[tuple[str, ...], int | None], int] = {}
    for i, item in enumerate(found):
        twin = equal.setdefault((item.forms, item.speaker.name if item.speaker else None), i)
        if twin != i:  # a reprint: only the first is indexed
            parent[root(i)] = root(twin)
            continue
        runs = _runs(item.forms)
        sizes[i] = len(runs)
        shared = Counter(j for run in runs for j in index[run])
        for j in sorted(shared):
            if shared[j] >= 0.8 * min(len(runs), sizes[j]) and _compatible(item, found[j]):
                parent[root(i)] = root(j)
        for run in runs:
            index[run].append(i)
    groups: dict[int, list[Found]] = defaultdict(list)
    for i, item in enumerate(found):
        groups[root(i)].append(item)
    return [groups[i] for i in sorted(groups)]


def _compatible(a: Found, b: Found) -> bool:
    names = {f.speaker.name for f in (a, b) if f.speaker and f.speaker.name is not None}
    return len(names) < 2


def _runs(forms: tuple[str, ...]) -> set[tuple[str, ...]]:
    size = 5
    return {forms} if len(forms) <= size else {forms[i : i + size] for i in range(len(forms) - size + 1)}


def _quote(material: Material, group: list[Found]) -> Quote:
    carriers = tuple(material.passage(f.unit.article, f.quotation.inner_start, f.quotation.inner_end) for f in group)
    named = [f for f in group if f.speaker and f.speaker.name is not None]
    described = [f for f in group if f.speaker and f.speaker.name is None]
    counted = Counter(f.speaker.name for f in named if f.speaker)
    chosen = named[0] if len(counted) == 1 else (described[0] if described and not counted else None)
    if chosen is None or chosen.speaker is None:
        return Quote(carriers)
    verbs = [f for f in group if f.verb and f.speaker]
    verb = _words(material, verbs[0], verbs[0].verb) if verbs else None
    if chosen.speaker.name is None:
        return Quote(carriers, _words(material, chosen, (chosen.speaker.start, chosen.speaker.end)), None, verb)
    members = material.name_groups[chosen.speaker.name]
    role = next((_words(material, f, f.speaker.role) for f in named if f.speaker and f.speaker.role), None)
    if role is None and described and described[0].speaker:
        role = _words(material, described[0], described[0].speaker.role)
    return Quote(carriers, display_form(members, kind_of(members)), role, verb)


def _words(material: Material, item: Found, span: tuple[int, int] | None) -> str | None:
    return material.articles[item.unit.article].text[span[0] : span[1]] if span else None
