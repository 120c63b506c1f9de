"""Who says what: quotations with their speaker, the same words in several outlets once.

`attribution.py` reads a single sentence; here stand the rules that need more: pronouns, quotations that go on, equal
words elsewhere. A pronoun is followed to the same or the previous paragraph and no farther."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.model import Quote
from digest.tell.additions import before_addition, is_added_to, settled, told_next
from digest.tell.antecedents import Found
from digest.tell.any_verb import any_english_verb
from digest.tell.attribution import Finding, after, verb_span
from digest.tell.beside import words_ahead, words_behind
from digest.tell.carriers import holds_quotations, same_words
from digest.tell.clauses import Speaker, speaker_of_phrase
from digest.tell.continuations import from_context, goes_on
from digest.tell.endings import trailing_tag
from digest.tell.gazetteer import naming_words
from digest.tell.incises import inside
from digest.tell.introductions import before, said_by_source
from digest.tell.lexicon import comparison_form
from digest.tell.names import display_form, kind_of
from digest.tell.postponed import behind as postponed
from digest.tell.sayings import FULL_QUOTE_WORDS, is_foreign, is_long_enough, is_reprinted, is_work, says_something
from digest.tell.speech import Speech, speech
from digest.tell.strangers import is_asked, is_charge, is_its_subject
from digest.tell.tokens import Word, words_of
from digest.text import words as words_in

if TYPE_CHECKING:
    from digest.tell.material import Material
    from digest.tell.units import Unit

LONGEST_BETWEEN = 16
"""Tokens between two quotations of one statement."""


def _articles(quote: Quote) -> int:
    """How many articles carry a quotation; one may print it in its title line and again in its text."""
    return len({carrier.article_id for carrier in quote.carriers})


def quotes(material: Material) -> tuple[Quote, ...]:
    """In story order of their first carrier; unattributed ones have no speaker."""
    found = [f for article in range(len(material.articles)) for f in _of_article(material, article)]
    kept = [
        (q, group) for group in same_words(material, found) if _is_worth(material, q := _quote(material, group), group)
    ]
    ranked = sorted(kept, key=lambda row: (row[0].speaker is None, -_articles(row[0]), -len(row[1][0].forms)))
    chosen = {id(row[0]) for row in ranked[: material.options.quotes]}
    return tuple(q for q, _ in kept if id(q) in chosen)


def _is_worth(material: Material, quote: Quote, group: list[Found]) -> bool:
    longest = max(len(f.forms) for f in group)
    if quote.speaker is not None:
        return any(is_long_enough(material, f) for f in group)
    statement = any(says_something(material, f) for f in group)
    return longest >= FULL_QUOTE_WORDS and statement and not any(is_reprinted(material, f) for f in group)


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
        if not forms or is_work(material, item):
            continue
        if grammar is not None:
            item = _attributed(material, item, found, units[at - 1] if at else None, grammar)
        found.append(item)
    if grammar is not None:
        found = [before_addition(material, f, found[:i], grammar) for i, f in enumerate(found)]
        found = [told_next(material, f, found[:i], grammar) for i, f in enumerate(found)] if grammar.said_so else found
        found = _said_together(material, found, grammar)
    told = [f for f in found if f.speaker is not None or f.quotation.start < f.quotation.inner_start]  # no mark, no tag
    return [f for f in told if is_long_enough(material, f) and not is_foreign(material, f)]


def _said_together(material: Material, found: list[Found], grammar: Speech) -> list[Found]:
    """Gives a quotation the speaker of the next, when one sentence holds both and is attributed behind the second
    ("«A» est «B», affirme X"), or when the second goes on where a paragraph left the first open."""
    rows = list(found)
    for i in range(len(rows) - 2, -1, -1):
        item, following = rows[i], rows[i + 1]
        if item.speaker is not None or item.verb is not None or following.speaker is None or not following.after:
            continue
        if (
            goes_on(material, item, following)
            or _shares_attribution(material, item, following, grammar)
            or is_added_to(material, item, following, grammar)
        ):
            rows[i] = replace(item, speaker=following.speaker, verb=following.verb, after=True)
    return rows


def _shares_attribution(material: Material, item: Found, following: Found, grammar: Speech) -> bool:
    unit = item.unit
    if following.unit is not unit:
        return False
    article = unit.article
    ahead = words_of(material, article, unit.start, item.quotation.start)
    between = words_of(material, article, item.quotation.end, following.quotation.start)
    spoken = any(w.form in grammar.verbs or w.form in (":", ";") or "-" in w.form for w in between)
    return all(w.is_mark for w in ahead) and len(between) <= LONGEST_BETWEEN and not spoken


def _attributed(material: Material, item: Found, earlier: list[Found], previous: Unit | None, grammar: Speech) -> Found:
    unit, quotation = item.unit, item.quotation
    overlapping = material.quotations_between(unit.article, unit.start, unit.end)
    others = [q for q in overlapping if q != quotation]
    behind = words_behind(material, item, others, grammar)
    ahead = words_ahead(material, item, others)
    same_unit = [f for f in earlier if f.unit is unit]
    finding_before = before(ahead, grammar, material.persons)
    finding = _told_behind(material, item, behind, grammar)
    subject = is_its_subject(material, item, behind, grammar) or is_charge(ahead, behind, grammar)
    if subject or is_asked(ahead, grammar):
        return item
    led_in = finding_before is not None and finding_before.verb and _is_led_in(ahead, finding_before, grammar)
    if finding_before is not None and led_in:
        said_after = finding is not None and finding.verb and _is_outranked(ahead, finding_before, finding, grammar)
        if finding_before.speaker and not said_after:
            return settled(material, item, finding_before, earlier, grammar, after=False)
        if finding is not None and finding.verb is None:
            return item  # "estimant que «…», selon l'agence": the agency only reports it
    if finding is not None:
        return settled(material, item, finding, earlier, grammar, after=True)
    within = words_of(material, unit.article, quotation.inner_start, quotation.inner_end)
    incise = inside(within, grammar, material.persons) if not holds_quotations(material, item) else None
    if incise is not None:
        return settled(material, item, incise, earlier, grammar, after=True)
    if (
        same_unit
        and same_unit[-1].after
        and same_unit[-1].speaker
        and not _new_verb(material, same_unit[-1], item, grammar)
    ):
        return replace(item, speaker=same_unit[-1].speaker, verb=same_unit[-1].verb, after=True)
    if same_unit and same_unit[-1].speaker and _is_same_statement(material, same_unit[-1], item, grammar):
        return replace(item, speaker=same_unit[-1].speaker, verb=same_unit[-1].verb)
    sourced = said_by_source(ahead, grammar, material.persons) if not led_in else None
    if (found := sourced or finding_before) is not None:
        return settled(material, item, found, earlier, grammar, after=False)
    return from_context(material, item, earlier, previous, ahead, behind, grammar)


def _told_behind(material: Material, item: Found, behind: list[Word], grammar: Speech) -> Finding | None:
    finding = after(behind, grammar, material.persons) if item.quotation.closed or not behind else None
    finding = finding or trailing_tag(behind, grammar, material.persons)
    return finding or _with_any_verb(material, item, behind, grammar)


def _with_any_verb(material: Material, item: Found, behind: list[Word], grammar: Speech) -> Finding | None:
    """ "“…,” sighed X": a comma inside English marks promises a tag, whatever its verb."""
    text = material.articles[item.unit.article].text
    if grammar.closing or grammar.verb_second or text[item.quotation.inner_end - 1] not in ",?!":
        return None
    found = any_english_verb(behind, grammar)
    if found is None:
        return None
    verb, start = found
    speaker = postponed(behind, start, grammar, material.persons) if start else None
    if not start:
        first = behind[0]
        speaker = speaker_of_phrase(behind, 0, verb, grammar, material.persons)
        if first.form in grammar.pronouns:
            speaker = Speaker(first.start, first.end, pronoun=grammar.pronouns[first.form])
    known = speaker is not None and (speaker.name in material.persons or speaker.pronoun or speaker.name is None)
    return Finding(speaker, verb_span(behind, verb), stop=True) if known else None


def _is_led_in(ahead: list[Word], finding: Finding, grammar: Speech) -> bool:
    """Whether the words ahead attribute the quotation beyond doubt: "X: «…»", "X said that they were «…»"."""
    if ahead[-1].form == ":":
        return True
    verb = next((i for i, w in enumerate(ahead) if finding.verb and w.end == finding.verb[1]), None)
    if verb is None or verb + 1 >= len(ahead) or ahead[verb].form in grammar.weak:
        return False
    return ahead[verb + 1].form in grammar.that


def _is_outranked(ahead: list[Word], finding: Finding, behind: Finding, grammar: Speech) -> bool:
    """Whether the verb ahead may be another's: "86 % réclament la loi : «…», s'indigne X", "X a commenté la loi : «…»,
    a dit une porte-parole"."""
    last = next((w for w in reversed(ahead) if not w.is_mark), None)
    apart = last is not None and finding.verb is not None and last.end > finding.verb[1]
    if ahead[-1].form == ":" and apart and behind.speaker is not None and not behind.speaker.pronoun:
        return True
    return any(finding.verb and w.end == finding.verb[1] and w.form in grammar.weak for w in ahead)


def _is_same_statement(material: Material, last: Found, item: Found, grammar: Speech) -> bool:
    """Whether the second of two quotations in a sentence belongs to the statement that holds the first: "X évoque «A»,
    pour que tout aille, «B»"."""
    between = words_of(material, item.unit.article, last.quotation.end, item.quotation.start)
    return len(between) <= LONGEST_BETWEEN and not any(
        w.person or w.form in grammar.verbs or w.form in grammar.pronouns or w.form in (":", ";") for w in between
    )


def _new_verb(material: Material, last: Found, item: Found, grammar: Speech) -> bool:
    """Whether a further verb of speech, or somebody else, stands between two quotations of a sentence, behind the first
    one's attribution."""
    start = max(last.quotation.end, last.verb[1] if last.verb else 0, last.speaker.end if last.speaker else 0)
    between = words_of(material, item.unit.article, start, item.quotation.start)
    if between and between[0].form in grammar.clauses:  # "juge X, qui dénonce «…»"
        return False
    comma = next((i for i, w in enumerate(between) if w.form == ","), 0)
    return any(w.form in grammar.verbs for w in between) or any(w.person for w in between[comma:])


def _quote(material: Material, group: list[Found]) -> Quote:
    carriers = tuple(material.passage(f.unit.article, f.quotation.inner_start, f.quotation.inner_end) for f in group)
    named = [f for f in group if f.speaker and f.speaker.name is not None]
    described = [f for f in group if f.speaker and f.speaker.name is None]
    counted = Counter(f.speaker.name for f in named if f.speaker)
    fullest = max(described, key=_description_length, default=None)
    chosen = named[0] if len(counted) == 1 else (fullest if not counted else None)
    if chosen is None or chosen.speaker is None or _is_cited(material, group):
        return Quote(carriers)
    verbs = [f for f in group if f.verb and f.speaker]
    verb = _verb(material, verbs[0]) if verbs else None
    if chosen.speaker.name is None:
        return Quote(carriers, _words(material, chosen, (chosen.speaker.start, chosen.speaker.end)), None, verb)
    members = material.name_groups[chosen.speaker.name]
    role = next((_words(material, f, f.speaker.role) for f in named if f.speaker and f.speaker.role), None)
    if role is None and described and described[0].speaker:
        role = _words(material, described[0], described[0].speaker.role)
        role = role if role and naming_words().roles.intersection(map(comparison_form, words_in(role))) else None
    kind = kind_of(members)
    return Quote(carriers, display_form(members, "person" if kind == "other" else kind), role, verb)


def _verb(material: Material, item: Found) -> str | None:
    """The verb that says, without the pronoun that hangs on it: "explique" of "explique-t-elle"."""
    told = _words(material, item, item.verb)
    grammar = speech(material.articles[item.unit.article].lang)
    if told is None or grammar is None:
        return told
    rest, _, last = told.rpartition("-")
    return rest.removesuffix("-t") if rest and comparison_form(last) in grammar.pronouns else told


def _is_cited(material: Material, group: list[Found]) -> bool:
    """Whether a piece of a sentence stands in most places without anybody who says it, and elsewhere far ahead of
    whoever announces the whole sentence: a law's words, a charge."""
    texts = (material.articles[f.unit.article].text[f.quotation.inner_start] for f in group)
    silent = sum(f.speaker is None and f.verb is None for f in group)
    far = all(f.after for f in group if f.speaker is not None)
    return far and silent > 2 and 2 * silent > len(group) and not any(t.isupper() for t in texts)


def _description_length(item: Found) -> int:
    return item.speaker.end - item.speaker.start if item.speaker else 0


def _words(material: Material, item: Found, span: tuple[int, int] | None) -> str | None:
    return material.articles[item.unit.article].text[span[0] : span[1]] if span else None
