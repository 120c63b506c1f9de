"""Attributions that are inserted between commas: inside the marks («Ceux-ci se trompent, poursuit X. Ils…») or in the
sentence that a quotation ends ("Her words, said X, the town clerk, are «…»" · "En France, avait-il dit, «…»")."""

from __future__ import annotations

from itertools import pairwise

from digest.tell.any_verb import HELPERS, any_romance_verb
from digest.tell.attribution import Finding, after, near_after, opens_incise, source, verb_span
from digest.tell.clauses import Speaker, phrase_end, speaker_of_phrase
from digest.tell.gazetteer import naming_words
from digest.tell.speech import Speech
from digest.tell.subjects import holds_office, two_words
from digest.tell.tokens import Word

LONGEST_INCISE = 16
"""Tokens between the commas."""

LONGEST_SUBJECT = 5
"""Tokens of an English incise that ends with its verb: ", council chairman X added,"."""


_CLOSING_MARKS = frozenset("»”\"’'")


def inside(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """An attribution within the marks: "«Ceux qui l'imaginaient repartir se trompaient, poursuit un proche. Il…»"."""
    if grammar.dropped and (between := _between_dashes(words, grammar, persons)) is not None:
        return between
    for comma, word in enumerate(words[:-2]):
        asked = word.form in "?!" and not words[comma + 1].capital
        if not (word.form == "," or asked) or comma < 1 or words[comma - 1].form in _CLOSING_MARKS:
            continue  # behind a quotation in the quotation its speaker is named, not ours
        end = next((j for j in range(comma + 1, len(words)) if words[j].form in (",", ".", "!", "?")), len(words))
        clause = words[comma + 1 : end]
        if not 1 <= len(clause) <= LONGEST_INCISE:
            continue
        if clause[0].form in grammar.sources and len(clause) > 1:
            finding = source(words[: end + 1], comma + 1, grammar, persons)
            if _fills(finding, clause, persons):
                return finding
        asks = asked and clause[0].form in grammar.verbs and len(clause) > 1
        if (
            not opens_incise(clause, grammar)
            and not asks
            and not (grammar.closing and any_romance_verb(clause, 0, grammar))
        ):
            continue
        tail = next((j for j in range(end + 1, len(words)) if words[j].form in (",", ".", "!", "?")), end)
        finding = after(words[comma if word.form == "," else comma + 1 : tail], grammar, persons)
        if (
            finding is not None
            and finding.verb
            and (finding.speaker is None or _fits_incise(finding.speaker, clause, persons))
        ):
            return finding
    return None


_DASHES = frozenset("–—-")


def _between_dashes(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """The Italian and Spanish way: "«Ogni barca – spiega il custode – ha il suo remo»"."""
    dashes = [i for i, w in enumerate(words) if w.form in _DASHES]
    for opening, end in pairwise([*dashes, len(words)]):
        clause = words[opening + 1 : end]
        if not 1 <= len(clause) <= LONGEST_INCISE or clause[0].capital or not _opens_dashed(clause, grammar):
            continue
        finding = near_after(clause, 0, grammar, persons)
        if finding is not None and finding.verb is not None and finding.speaker is not None:
            return finding
    return None


def _opens_dashed(clause: list[Word], grammar: Speech) -> bool:
    helped = clause[0].form in grammar.auxiliaries and any(w.form in grammar.verbs for w in clause[1:3])
    return helped or clause[0].form in grammar.strong


def _fits_incise(speaker: Speaker, clause: list[Word], persons: frozenset[int]) -> bool:
    """A pronoun, a person, a description; behind an auxiliary only one with an office: "X, a demandé un bac gratuit"
    has its subject ahead."""
    if speaker.pronoun or speaker.name is not None:
        return bool(speaker.pronoun) or speaker.name in persons
    offices = naming_words().titles_and_offices
    phrase = [w.form for w in clause if speaker.start <= w.start < speaker.end]
    helped = clause[0].form in HELPERS
    return not helped or any(f in offices or f.partition("-")[0] in offices for f in phrase)


def parenthetical(words: list[Word], end: int, grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """The last attribution between commas before `end`: all of its sentence is somebody's."""
    commas = [i for i, w in enumerate(words[: end + 1]) if w.form == ","]
    for opening, closing in zip(reversed(commas[:-1]), reversed(commas[1:]), strict=True):
        clause = words[opening + 1 : closing]
        if not 2 <= len(clause) <= LONGEST_INCISE and not (len(clause) == 1 and "-" in clause[0].form):
            continue
        if clause[0].form in grammar.sources or two_words(clause, 0) in grammar.sources:
            finding = source(words[: closing + 1], opening + 1, grammar, persons)
            return finding if _fills(finding, clause, persons) else None
        if opens_incise(clause, grammar):
            finding = near_after(words[opening + 1 : end], 0, grammar, persons)
            known = finding is not None and finding.verb is not None and finding.speaker is not None
            if known and finding is not None and finding.speaker is not None:
                if finding.speaker.end > words[closing].start:
                    continue  # "son frère, X, a appelé à l'aide, Y,"
                return finding if finding.speaker.pronoun or finding.speaker.name in persons else None
        elif not grammar.closing and len(clause) <= LONGEST_SUBJECT:
            finding = _with_verb_last(clause, grammar, persons)
            if finding is not None:
                return finding
    return None


def _fills(finding: Finding | None, clause: list[Word], persons: frozenset[int]) -> bool:
    """Whether a source's phrase is all that stands between the commas: ", selon un policier,"."""
    if finding is None or finding.speaker is None:
        return False
    speaker = finding.speaker
    known = speaker.name in persons or holds_office([w for w in clause if w.start >= speaker.start])
    return known and speaker.end >= clause[-1].end


def _with_verb_last(clause: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """ ", X continued,", ", he said,"."""
    verb = len(clause) - 1
    if clause[verb].form not in grammar.verbs or clause[verb].form.endswith("ing"):
        return None
    first = clause[0]
    if verb == 1 and first.form in grammar.pronouns:
        return Finding(
            Speaker(first.start, first.end, pronoun=grammar.pronouns[first.form]), verb_span(clause, verb), stop=True
        )
    if phrase_end(clause, 0, grammar) < verb:
        return None
    speaker = speaker_of_phrase(clause, 0, verb, grammar, persons)
    if speaker is None or speaker.name not in persons:
        return None
    return Finding(speaker, verb_span(clause, verb), stop=True)
