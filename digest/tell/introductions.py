"""Who said a quotation, from the words before it: X a répondu : «…» · selon X, «…» · X, qui arrive de Paris, a dit «…».

Also who a sentence without quotation is about, which is what a pronoun in the next one stands for."""

from __future__ import annotations

import re
from dataclasses import replace

from digest.tell.attribution import (
    ONE_OR_THIS,
    Finding,
    behind,
    completed,
    described_person,
    inverted_subject,
    is_speech,
    source,
    two_words,
    verb_span,
)
from digest.tell.clauses import Speaker, Word, apposition, phrase_end, speaker_of_phrase
from digest.tell.gazetteer import naming_words
from digest.tell.speech import Speech

NEAR = 6
"""Tokens between a quotation and a verb that speaks only when it stands close: "a salué une « opération réussie »"."""

FARTHEST_BEFORE = 14
"""Tokens between a verb and the quotation that it introduces."""


def before(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """Reads the words between the start of the sentence, or the previous quotation, and a quotation."""
    end = len(words)
    colon = bool(words) and words[-1].form == ":"
    while end and (words[end - 1].is_mark):
        end -= 1
    if not end:
        return None
    found = _source_before(words, end, grammar, persons)
    if found:
        return found
    farthest = end - 1 - FARTHEST_BEFORE * (2 if colon else 1)
    for i in range(end - 1, -1, -1):
        form = words[i].form
        if form in (";", ":"):
            return None
        if form in grammar.going_on and i < end - 1:
            continue
        if i <= farthest and not (form in grammar.strong and words[i + 1].form in grammar.that):
            continue
        if i <= farthest and any(w.form in grammar.clauses for w in words[i + 2 : end]):
            return None  # "a dit que le fichier, qui recense des gens «…»": the words of the file
        if is_speech(words, i, grammar, near=i >= end - NEAR):
            if (cited := _cited(words, i, end, grammar, persons)) is not None:
                return cited
            return _subject_before(words, i, end, grammar, persons)
        if colon and i == end - 1 and i > 1 and words[i - 1].form in ("de", "d'") and form in grammar.infinitives:
            if i == 2 and words[0].form == "et":  # "Et d'ajouter :"
                last = Speaker(words[i].start, words[i].end, pronoun="any")
                return Finding(last, (words[i].start, words[i].end), stop=True)
            return Finding(_ending_at(words, i - 2, grammar, persons), (words[i].start, words[i].end), stop=True)
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
    return None


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
    announced = _announced(words, end, grammar, persons)
    if announced is not None:
        return Finding(announced, None, stop=True)
    subject = first_subject(words[:end], grammar, persons)
    if (
        subject is None
        or subject.name is None
        or any(w.form in grammar.receives | grammar.passive for w in words[:end])
    ):
        return None
    return Finding(subject, None, stop=True)


def _announced(words: list[Word], end: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    for i in range(end - 1, -1, -1):
        form = words[i].form
        agent = form == "par" and i > 0 and words[i - 1].participle
        saying = form in grammar.of and any(w.form in grammar.sayings for w in words[max(0, i - 6) : i])
        if (agent or saying) and i + 1 < end:
            stop = phrase_end(words, i + 1, grammar)
            speaker = completed(words, i + 1, stop, grammar, persons)
            rest = words[max(stop, 0) : end]
            reaches = speaker is not None and all(w.is_mark or w.start < speaker.end or w.form == "," for w in rest)
            return speaker if reaches and speaker is not None and (speaker.name in persons or form != "par") else None
    return None


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
            if finding is None or finding.speaker is None:
                return None
            rest = [w for w in words[:end] if w.start >= max(finding.speaker.end, (finding.speaker.role or (0, 0))[1])]
            if all(w.is_mark or w.form in grammar.that for w in rest):
                return finding
    return None


def _opening(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    end = phrase_end(words, 1, grammar)
    speaker = completed(words, 1, end, grammar, persons)
    return Finding(speaker, None, stop=True) if speaker is not None and speaker.name in persons else None


def said_by_source(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """ "Selon X, le fichier porte «atteinte aux libertés»": the whole sentence is the source's."""
    source = source_at_start(words, grammar, persons)
    return (
        Finding(source, None, stop=True)
        if source is not None and words[0].form not in grammar.opening_sources
        else None
    )


_AND = frozenset(("et", "and", "und", "y", "e"))


def first_subject(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """Who a sentence is about, when it opens with a person or with an office: "Le ministre…", "The president…"."""
    found = _first_subject(words, len(words), grammar, persons)
    if found is not None and any(
        w.start >= found.end and w.form in _AND for w in words[:12] if w.start <= found.end + 2
    ):
        return None  # two act
    return found if found is not None and not found.pronoun and (found.name is None or found.name in persons) else None


def source_at_start(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """Whose view a sentence without quotation gives: "Selon X, …", "Pour un haut responsable, …"."""
    if not words:
        return None
    sources = grammar.sources | grammar.opening_sources
    if words[0].form not in sources and two_words(words, 0) not in sources:
        return None
    begin = 1 if words[0].form in sources else 2
    end = phrase_end(words, begin, grammar)
    if end >= len(words) or words[end].form != ",":
        return None
    speaker = completed(words, begin, end, grammar, persons)
    if speaker is None or (
        words[0].form in grammar.opening_sources and speaker.name not in persons and not holds_office(words[begin:end])
    ):
        return None
    return speaker


def _subject_before(words: list[Word], verb: int, end: int, grammar: Speech, persons: frozenset[int]) -> Finding:
    span = verb_span(words, verb)
    helpers = [w.form for w in words[max(0, verb - 3) : verb]]
    if any(h in grammar.passive for h in helpers) and not any(h in ("s'", "se", "s'est") for h in helpers):
        return Finding(None, span, stop=True)
    if words[verb].form.endswith(("ant", "ing", "ndo")):
        lead = [w.form for w in words[max(0, verb - 4) : verb - 1]]
        if verb >= 2 and words[verb - 1].person and ("," in lead[-1:] or "with" in lead):  # ", X rappelant que"
            name = words[verb - 1]
            return Finding(Speaker(name.start, name.end, name.name), span, stop=True)
        return Finding(_first_subject(words, verb, grammar, persons), span, stop=True)
    i = verb - 1
    while i >= 0 and (_skippable(words, i, grammar) or words[i].form == "fois"):
        i = _before_time(words, i) if words[i].form == "fois" else i - 1
    if i == verb - 1 and i > 0 and words[i].form == "," and end < len(words) and words[end].form == ",":
        inverted = inverted_behind(words[: end + 1], verb, grammar, persons)
        if inverted is not None and inverted.end == words[end - 1].end:  # "De même, rapporte le comité, «…»"
            return Finding(inverted, span, stop=True)
    if i >= 0 and words[i].form == ",":  # X, qui arrive de Paris, a dit
        opening = next((j for j in range(i - 1, max(-1, i - 26), -1) if words[j].form == ","), -1)
        if opening < 0:
            return Finding(_first_subject(words, verb, grammar, persons), span, stop=True)
        last = opening - 1
        while last >= 0 and _skippable(words, last, grammar):
            last -= 1
        named = _name_between(words, opening, i, persons)
        speaker = _ending_at(words, last, grammar, persons) if last >= 0 else None
        if named is not None:
            return Finding(_with_role(named, speaker), span, stop=True)
        if speaker is not None and speaker.name is not None and speaker.role is None:
            speaker = replace(speaker, role=apposition(words, opening, grammar))
        return Finding(_before_apposition(words, speaker, grammar, persons), span, stop=True)
    if i < 0:
        return Finding(
            behind(words[: end + 1], verb + 1, grammar, persons) if verb + 1 < end else None, span, stop=True
        )
    if words[i].form == "comme":  # "Comme l'explique le barreur X :"
        return Finding(behind(words[: end + 1], verb + 1, grammar, persons), span, stop=True)
    if words[i].form in grammar.pronouns:
        return Finding(Speaker(words[i].start, words[i].end, pronoun=grammar.pronouns[words[i].form]), span, stop=True)
    if words[i].form in grammar.others:
        return Finding(None, span, stop=True)
    if words[i].form in grammar.relative:
        i -= 1
        i -= i >= 0 and words[i].form == ","
        return Finding(_ending_at(words, i, grammar, persons) if i >= 0 else None, span, stop=True)
    if words[i].form in grammar.breaks:
        return Finding(_first_subject(words, verb, grammar, persons), span, stop=True)
    return Finding(_ending_at(words, i, grammar, persons), span, stop=True)


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
    return speaker if not rest or rest[0].is_mark else None


def _before_apposition(
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


def _name_between(words: list[Word], opening: int, closing: int, persons: frozenset[int]) -> Word | None:
    """The name in "le porte-parole du Kremlin, Dmitri Peskov, a…"."""
    inner = [w for w in words[opening + 1 : closing] if not w.form.endswith(".")]
    return inner[0] if len(inner) == 1 and inner[0].name in persons else None


def _with_role(name: Word, described: Speaker | None) -> Speaker:
    role = described.role if described is not None and described.name is None else None
    return Speaker(name.start, name.end, name.name, role)


def _skippable(words: list[Word], i: int, grammar: Speech) -> bool:
    word = words[i]
    if word.name is not None or word.form in grammar.pronouns:
        return False
    if word.form == "on" and i + 1 < len(words) and words[i + 1].form in grammar.adverbs:
        return True
    if word.form in grammar.verbs and word.form not in grammar.weak and i and words[i - 1].form in grammar.determiners:
        return False
    return word.form in grammar.auxiliaries or (word.form.endswith(("ment", "ly")) and len(word.form) > 5)


def _ending_at(words: list[Word], i: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """The noun phrase that ends with word `i`."""
    begin = i
    while begin > 0 and i - begin < 20 and not _bounds(words[begin - 1], grammar):
        begin -= 1
    starts = [
        j
        for j in range(begin, i + 1)
        if (words[j].form in grammar.determiners and (j == begin or words[j].form not in grammar.of))
        and not (j > begin and (words[j - 1].form in grammar.of or words[j - 1].form in grammar.prepositions))
    ]
    start = starts[-1] if starts else None
    if words[i].name is not None and i >= 2 and words[i - 1].form in grammar.of and words[i - 2].person:
        return _ending_at(words, i - 2, grammar, persons)  # "Rick Perry of Texas"
    if words[i].name is not None and i >= 2 and words[i - 1].form in _AND and words[i - 2].name is not None:
        governed = _is_governed_here(words, begin, i - 2, grammar)  # "the suit from Norvale and Belmouth argues"
        return None if governed else Speaker(words[i - 2].start, words[i].end)  # two speak
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


def _reaches(words: list[Word], start: int, i: int, grammar: Speech) -> bool:
    return phrase_end(words, start, grammar) > i


def _is_governed_here(words: list[Word], begin: int, i: int, grammar: Speech) -> bool:
    j = i - 1
    while j >= begin and words[j].form.endswith("."):
        j -= 1
    if j > begin and words[j].form in grammar.definite:
        j -= 1
    return j >= begin and (words[j].form in grammar.of or words[j].form in grammar.prepositions)


def _bounds(word: Word, grammar: Speech) -> bool:
    if word.name is not None:
        return False
    return (
        (word.is_mark and word.form not in "'’-.")
        or word.form in grammar.breaks
        or word.form in grammar.opens_no_subject
    )


def _first_subject(words: list[Word], limit: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """The subject of the sentence, when it opens it: for participles and second verbs."""
    if not words:
        return None
    start = 0
    if words[0].form in grammar.pronouns:
        return Speaker(words[0].start, words[0].end, pronoun=grammar.pronouns[words[0].form])
    end = phrase_end(words, start, grammar)
    if end >= limit:
        return None
    if words[0].form in grammar.no_subject_first:
        start = next((j + 1 for j in range(min(limit, 16)) if words[j].form == ","), 0)
        end = phrase_end(words, start, grammar)
    speaker = completed(words, start, end, grammar, persons)
    small = (grammar.joins) - {"'s"}
    head = next((i for i in range(start + 1, end) if words[i].form in small), end)
    if speaker is None or speaker.name is not None or holds_office(words[start:head]):
        return speaker
    return None  # "An image from an official agency"


def holds_office(phrase: list[Word]) -> bool:
    """Whether a description is of somebody who can speak."""
    offices = naming_words().titles_and_offices | naming_words().not_names
    return any(w.form in offices or w.form.partition("-")[0] in offices for w in phrase)
