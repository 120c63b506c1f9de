"""Who said a quotation, from the words before it: X a répondu : «…» · selon X, «…» · X, qui arrive, a dit «…»."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from digest.tell.attribution import Finding, described_person, inverted_subject, is_speech, source, verb_span
from digest.tell.clauses import Speaker, phrase_end, speaker_of_phrase
from digest.tell.descriptions import before_commas, is_skippable
from digest.tell.gazetteer import naming_words
from digest.tell.incises import parenthetical
from digest.tell.openings import (
    WHO,
    before_open_apposition,
    is_cut,
    is_turned,
    of_somewhere,
    opening_agent,
    opening_pronoun,
    put_so,
    relative_ahead,
    unless_placed,
)
from digest.tell.postponed import ONE_OR_THIS, behind
from digest.tell.roles import apposition
from digest.tell.speech import Speech
from digest.tell.subjects import (
    completed,
    ending_at,
    first_subject,
    holds_office,
    is_agent,
    opening_subject,
    source_at_start,
    two_words,
)
from digest.tell.tokens import Word, without_brackets

LONGEST_BESIDE = 12
"""Tokens between a source and its quotation that tell who it is."""

_SAYS_MORE = frozenset(("a", "est", "ont", "sont", "avait", "etait", "has", "is", "was", "had", "were"))

NEAR = 6
"""Tokens between a quotation and a verb that speaks only when it stands close: "a salué une « opération réussie »"."""

FARTHEST_BEFORE = 14
"""Tokens between a verb and the quotation that it introduces."""


def before(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """Reads the words between the start of the sentence, or the previous quotation, and a quotation."""
    words = without_brackets(words)
    end = len(words)
    colon = bool(words) and words[-1].form == ":"
    while end and (words[end - 1].is_mark):
        end -= 1
    if not end:
        return None
    found = _source_before(words, end, grammar, persons)
    if found:
        return found
    if (put := put_so(words[:end], grammar, persons)) is not None:
        return Finding(*put, stop=True)
    farthest = end - 1 - FARTHEST_BEFORE * (2 if colon else 1)
    for i in range(end - 1, -1, -1):
        form = words[i].form
        if form in (";", ":"):
            return _before_inner_colon(words, i, end, grammar, persons) if form == ":" else None
        if form in grammar.going_on and i < end - 1 and not (i == end - 2 and words[i + 1].form == "on"):
            continue
        if i <= farthest and not (form in grammar.strong and _reports(words, i, grammar)):
            continue
        if i <= farthest and any(w.form in grammar.clauses for w in words[i + 2 : end]):
            return None  # "a dit que le fichier, qui recense des gens «…»": the words of the file
        if is_speech(words, i, grammar, near=i >= end - (2 * NEAR if colon else NEAR)):
            i = _nested(words, i, end, grammar) if i <= farthest else i
            if (cited := _cited(words, i, end, grammar, persons)) is not None:
                return cited
            return _subject_before(words, i, end, grammar, persons)
        if colon and i == end - 1 and i > 1 and words[i - 1].form in ("de", "d'") and form in grammar.infinitives:
            if i == 2 and words[0].form == "et":  # "Et d'ajouter :"
                last = Speaker(words[i].start, words[i].end, pronoun="any")
                return Finding(last, (words[i].start, words[i].end), stop=True)
            return Finding(ending_at(words, i - 2, grammar, persons), (words[i].start, words[i].end), stop=True)
        if i == end - 1 and form == "dire" and words[i - 1].form not in grammar.joins | grammar.raising:
            return Finding(None, (words[i].start, words[i].end), stop=True)  # "a entendu son chef dire :"
        if form in grammar.infinitives and (raised := _raising(words, i, grammar)) is not None:
            finding = _subject_before(words, raised, end, grammar, persons)
            return Finding(finding.speaker, (words[i].start, words[i].end), stop=True)
        pronoun = re.search(grammar.inverted, form) if "-" in form else None
        if pronoun and form.rpartition("-")[0].removesuffix("-t") in grammar.verbs:
            return inverted_subject(words, i, pronoun.group(1), grammar, persons)
    if colon and (announced := _before_colon(words, end, grammar, persons)) is not None:
        return announced
    if colon and end <= 8:
        stop = phrase_end(words, 0, grammar)
        speaker = speaker_of_phrase(words, 0, stop, grammar, persons)
        rest = words[stop:end]
        if speaker is not None and speaker.name in persons and (not rest or rest[0].form in (",", "(")):
            return Finding(replace(speaker, role=speaker.role or apposition(words, stop, grammar)), None, stop=True)
    return parenthetical(words, end, grammar, persons)


def _reports(words: list[Word], verb: int, grammar: Speech) -> bool:
    """Whether a clause tells what is said: "said that …", "told reporters in Norvale that …", "said X had …"."""
    following = words[verb + 1]
    if following.form in grammar.that:
        return True
    if words[verb].form in ("told", "tells"):
        return any(w.form in grammar.that for w in words[verb + 2 : verb + 6])
    opens = following.name is not None or following.form in grammar.determiners or following.form in grammar.pronouns
    opens = opens or any(w.form == "and" and v.form == "that" for w, v in pairwise(words[verb + 1 :]))
    return words[verb].form in ("said", "says") and (opens or following.capital)


def _cited(words: list[Word], verb: int, end: int, grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """Whom an institution cites: "Le rapport cite un gardien : «…»", "L'Inspection rapporte les propos d'un gardien :
    «…»". The words are the gardien's; without an object ("a cité «…»") they are the subject's."""
    if words[verb].form not in grammar.citing:
        return None
    i = verb + 1
    while i < end and (words[i].form in grammar.adverbs or words[i].form in grammar.auxiliaries - grammar.determiners):
        i += 1
    if any(w.form in grammar.sayings for w in words[i : i + 4]):
        announced = _announced(words, end, grammar, persons)
        return Finding(announced, None, stop=True)
    if words[verb].form not in grammar.quoting or i >= end or words[i].is_mark or words[i].form in grammar.that:
        return None
    return Finding(completed(words, i, phrase_end(words, i, grammar), grammar, persons), None, stop=True)


def _before_colon(words: list[Word], end: int, grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """Who speaks behind a colon without a verb of speech: whom the sentence is about ("X refuse tout délai : «…»"), or
    whose answer or view it announces ("Réponse de X :", "Une idée partagée par X :")."""
    announced = _announced(words, end, grammar, persons) or _owner(words[:end], grammar)
    if announced is not None:
        return Finding(announced, None, stop=True)
    viewed = source_at_start(words, grammar, persons)
    if viewed is not None:
        return Finding(viewed, None, stop=True)
    subject = first_subject(words[:end], grammar, persons) or opening_pronoun(words, grammar)
    subject = subject or opening_agent(words[:end], grammar)
    if (
        subject is None
        or (subject.name is None and not subject.pronoun and not _is_office(words, subject, grammar))
        or any(
            w.start >= subject.end and (w.form in grammar.receives or _is_passive(words, i, grammar))
            for i, w in enumerate(words[:end])
        )
    ):
        return None
    return Finding(subject, None, stop=True)


def _before_inner_colon(
    words: list[Word], colon: int, end: int, grammar: Speech, persons: frozenset[int]
) -> Finding | None:
    """Who introduces the whole rest of a sentence with a verb of speech and a colon, where nobody else acts behind it:
    "Le comité explique sa ligne : le lac sera «surveillé», alors que «…»"."""
    rest = words[colon + 1 : end]
    if any(w.form in grammar.verbs or w.form in grammar.pronouns for w in rest):
        return None
    finding = before(words[: colon + 1], grammar, persons)
    return finding if finding is not None and finding.verb is not None and finding.speaker is not None else None


def _announced(words: list[Word], end: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    for i in range(end - 1, -1, -1):
        form = words[i].form
        agent = form == "par" and any(w.participle for w in words[max(0, i - 6) : i])
        saying = form in grammar.of and _is_said_of(words[max(0, i - 6) : i], grammar)
        if (agent or saying) and i + 1 < end:
            stop = phrase_end(words, i + 1, grammar)
            speaker = completed(words, i + 1, stop, grammar, persons)
            rest = words[max(stop, 0) : end]
            described = (
                bool(rest) and rest[0].form == "," and saying and words[end : end + 1] and words[end].form == ":"
            )
            reaches = speaker is not None and (
                described or all(w.is_mark or w.start < speaker.end or w.form == "," for w in rest)
            )
            return speaker if reaches and speaker is not None and (speaker.name in persons or form != "par") else None
    return None


def _is_passive(words: list[Word], i: int, grammar: Speech) -> bool:
    """ "est accusé", in French; no "a été bref"."""
    following = words[i + 1 : i + 3]
    told = not grammar.elided or any(w.participle for w in following)
    himself = i > 0 and words[i - 1].form in ("s'", "se")  # "s'est arrêtée"
    return words[i].form in grammar.passive and told and not himself


def _is_office(words: list[Word], subject: Speaker, grammar: Speech) -> bool:
    phrase = [w for w in words if subject.start <= w.start < subject.end]
    plain = not any(w.form in grammar.that | grammar.infinitives | grammar.verbs for w in phrase)
    return plain and (holds_office(phrase) or is_agent(phrase, grammar))


def _forms_at(words: list[Word], i: int) -> str:
    return words[i].form if i < len(words) else ""


def _owner(words: list[Word], grammar: Speech) -> Speaker | None:
    """ "X's verdict is blunt:"."""
    told = len(words) > 2 and words[0].person and words[1].form in ("'s", "’s")
    name = words[0]
    saying = told and any(w.form in grammar.sayings for w in words[2:5])
    return Speaker(name.start, name.end, name.name) if saying else None


def _is_said_of(words: list[Word], grammar: Speech) -> bool:
    """Whether what follows is whose words they are: "la réponse cinglante [de X]", not "l'ire du président [de Z]"."""
    at = next((i for i in range(len(words) - 1, -1, -1) if words[i].form in grammar.sayings), None)
    return at is not None and not any(w.form in grammar.of for w in words[at + 1 :])


def _raising(words: list[Word], i: int, grammar: Speech) -> int | None:
    """Index of "tenu" in "a tenu à souligner"."""
    for j in (i - 1, i - 2):
        if j >= 0 and words[j].form in grammar.raising:
            return j
    return None


def _source_before(words: list[Word], end: int, grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """ "Selon X, «…»": the source's phrase ends where the quotation begins."""
    for i in range(max(0, end - 14), end):
        opening = i == 0 and words[i].form in grammar.opening_sources
        if words[i].form in grammar.sources or two_words(words, i) in grammar.sources or opening:
            finding = source(words, i, grammar, persons) if not opening else _opening(words, grammar, persons)
            if finding is None or finding.speaker is None or (end == len(words) and is_cut(words, finding.speaker)):
                return None
            rest = [w for w in words[:end] if w.start >= max(finding.speaker.end, (finding.speaker.role or (0, 0))[1])]
            if all(w.is_mark or w.form in grammar.that for w in rest):
                return finding
            described = words[end].form == "," if end < len(words) else False
            if described and rest[0].form == "," and not any(w.person or w.form in _SAYS_MORE for w in rest):
                return finding if len(rest) <= LONGEST_BESIDE else None  # "Pour X, du cabinet Y, «…»"
    return None


def _opening(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    end = phrase_end(words, 1, grammar)
    speaker = completed(words, 1, end, grammar, persons)
    return Finding(speaker, None, stop=True) if speaker is not None and speaker.name in persons else None


def said_by_source(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """ "Selon X, le fichier porte «atteinte aux libertés»": the whole sentence is the source's."""
    words = without_brackets(words)
    source = source_at_start(words, grammar, persons)
    if source is None or (words[0].form in grammar.opening_sources and source.name not in persons):
        return None
    return Finding(source, None, stop=True)


def _subject_before(words: list[Word], verb: int, end: int, grammar: Speech, persons: frozenset[int]) -> Finding:
    span = verb_span(words, verb)
    helpers = [w.form for w in _since_break(words[max(0, verb - 3) : verb], grammar)]
    if any(h in grammar.passive for h in helpers) and not any(h in ("s'", "se", "s'est") for h in helpers):
        return Finding(None, span, stop=True)
    if words[verb].form.endswith(("ant", "ing", "ndo")):
        lead = [w.form for w in words[max(0, verb - 4) : verb - 1]]
        if verb >= 2 and words[verb - 1].person and ("," in lead[-1:] or "with" in lead):  # ", X rappelant que"
            name = words[verb - 1]
            return Finding(Speaker(name.start, name.end, name.name), span, stop=True)
        return Finding(opening_subject(words, verb, grammar, persons), span, stop=True)
    if (told := _who_told(words, verb, grammar, persons)) is not None:
        return Finding(told, span, stop=True)
    if grammar.verb_second and verb + 1 < end and is_turned(words, verb, grammar):
        return Finding(behind(words[: end + 1], verb + 1, grammar, persons), span, stop=True)
    i = verb - 1
    while i >= 0 and (is_skippable(words, i, grammar) or words[i].form == "fois"):
        i = _before_time(words, i) if words[i].form == "fois" else i - 1
    if i == verb - 1 and i > 0 and words[i].form == "," and end < len(words) and words[end].form == ",":
        inverted = inverted_behind(words[: end + 1], verb, grammar, persons)
        if inverted is not None and inverted.end == words[end - 1].end:  # "De même, rapporte le comité, «…»"
            return Finding(inverted, span, stop=True)
    if i == verb - 1 and i > 0 and words[i].form == ",":
        inserted = parenthetical(words, end, grammar, persons)  # "Her words, said X, the town clerk, are «…»"
        if inserted is not None and inserted.verb == span:
            return inserted
    if i > 1 and words[i].form == ",":  # "That view, X continued, suggests that «…»"
        begin = next((j for j in range(i - 1, -1, -1) if words[j].form == ","), i)
        inserted = parenthetical(words[begin : i + 1], i - begin, grammar, persons)
        if inserted is not None:
            return inserted
    if i >= 0 and words[i].form == ",":  # X, qui arrive de Paris, a dit
        return Finding(before_commas(words, verb, i, grammar, persons), span, stop=True)
    if pronoun := _inverted_pronoun(words[i].form if i >= 0 else "", grammar):  # "Au port, avait-il dit, «…»"
        return Finding(Speaker(words[i].start, words[i].end, pronoun=grammar.pronouns[pronoun]), span, stop=True)
    if i < 0:
        return Finding(
            behind(words[: end + 1], verb + 1, grammar, persons) if verb + 1 < end else None, span, stop=True
        )
    if words[i].form == "comme":  # "Comme l'explique le barreur X :"
        return Finding(behind(words[: end + 1], verb + 1, grammar, persons), span, stop=True)
    if words[i].form in ("'s", "’s") and i and words[i - 1].name is not None:  # "Marlowe's said it was"
        return Finding(Speaker(words[i - 1].start, words[i - 1].end, words[i - 1].name), span, stop=True)
    if words[i].form in grammar.pronouns:
        return Finding(Speaker(words[i].start, words[i].end, pronoun=grammar.pronouns[words[i].form]), span, stop=True)
    if words[i].form in grammar.others:
        return Finding(None, span, stop=True)
    if words[i].form in grammar.relative:
        i -= 1
        i -= i >= 0 and words[i].form == ","
        return Finding(ending_at(words, i, grammar, persons) if i >= 0 else None, span, stop=True)
    if words[i].form in grammar.breaks:
        return Finding(opening_subject(words, verb, grammar, persons), span, stop=True)
    subject = of_somewhere(words, verb, grammar) or ending_at(words, i, grammar, persons)
    subject = subject or before_open_apposition(words, verb, grammar, persons)
    if subject is not None and subject.name is not None and subject.name not in persons:
        subject = unless_placed(words, verb, subject, grammar, persons)
    if subject is not None and subject.name not in persons and (who := relative_ahead(words, subject)):
        subject = ending_at(words, who - 1, grammar, persons)  # "One man who was leaving the hospital told"
    if subject is not None and subject.name is None and words[verb].form in grammar.weak and not grammar.closing:
        phrase = [w for w in words if subject.start <= w.start < subject.end]
        others = naming_words().people | naming_words().organisation_words
        known = holds_office(phrase) or any(w.capital or w.form in others for w in phrase[1:])
        subject = subject if known else None  # "But the original called for"
    return Finding(subject, span, stop=True)


def _nested(words: list[Word], verb: int, end: int, grammar: Speech) -> int:
    """The verb of speech nearest to the quotation in what another verb far ahead reports: "le parquet note que X a
    affirmé avoir …"."""
    for i in range(end - 1, verb + 1, -1):
        helped = words[i].participle and words[i - 1].form in grammar.auxiliaries
        if words[i].form in grammar.strong and helped and is_speech(words, i, grammar, near=False):
            return i
    return verb


def _inverted_pronoun(form: str, grammar: Speech) -> str:
    """ "il" of "avait-il"; "" where no person's pronoun stands behind its verb."""
    found = re.search(grammar.inverted, form) if "-" in form else None
    return found.group(1) if found and found.group(1) in grammar.pronouns else ""


def _since_break(words: list[Word], grammar: Speech) -> list[Word]:
    """The words of the verb's own clause: "being «…» and said"."""
    last = max((i for i, w in enumerate(words) if w.form in grammar.breaks or w.form == ","), default=-1)
    return words[last + 1 :]


_PLURAL = frozenset(("ont", "avaient", "sont", "have", "were"))


def _who_told(words: list[Word], verb: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """The person that a relative clause is about: "something was wrong with X, who told Y"."""
    at = verb - 1
    while at > 0 and words[at].form not in WHO and is_skippable(words, at, grammar):
        at -= 1
    if at < 1 or words[at].form not in WHO:
        return None
    at -= 2 if words[at - 1].form == "," else 1
    if at < 0 or not words[at].person:
        return None
    ending = ending_at(words, at, grammar, persons)
    if ending is None or (ending.name is None and not any(w.form in _PLURAL for w in words[at : verb + 1])):
        return Speaker(words[at].start, words[at].end, words[at].name)
    return ending


def _before_time(words: list[Word], i: int) -> int:
    """Index before "une nouvelle fois", which ends at `i`: "X a une nouvelle fois affirmé"."""
    return next((j - 1 for j in range(i - 1, max(-1, i - 3), -1) if words[j].form in ONE_OR_THIS), i - 1)


def inverted_behind(words: list[Word], verb: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """The subject of "…, says economist X." or "…, suppute le comité,": it ends at a mark, else it is the object."""
    if not (grammar.closing or words[verb].form in ("said", "says")) or verb + 1 >= len(words):
        return None
    following = words[verb + 1]
    described = described_person(words[verb + 1 :], grammar) is not None
    if following.form in grammar.that or not (
        described or following.name is not None or following.form in grammar.definite
    ):
        return None
    speaker = behind(words, verb + 1, grammar, persons)
    if speaker is None or speaker.pronoun:
        return None
    phrase = [w for w in words if speaker.start <= w.start < speaker.end]
    if speaker.name is None and not grammar.closing and not holds_office(phrase):
        return None  # "X, one of the nine, said the nation faces bigger problems,"
    rest = [w for w in words if w.start >= max(speaker.end, (speaker.role or (0, 0))[1])]
    named = speaker.name in persons and bool(rest) and rest[0].form in grammar.prepositions | grammar.adverbs
    return speaker if not rest or rest[0].is_mark or named else None
