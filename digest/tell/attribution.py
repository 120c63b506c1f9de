"""Who said a quotation: rules on the words of its own sentence, in order of certainty.

After it («…», a déclaré X · "…," X said · «…», selon X), before it (X a répondu : «…» · selon X, «…»), with a pronoun
(a-t-il ajouté). A rule that finds a verb of speech without a subject it understands ends the search."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from digest.tell.clauses import POSSESSIVE_ARTICLES, Speaker, Word, apposition, phrase_end, speaker_of_phrase
from digest.tell.naming import naming_words
from digest.tell.speech import Speech

FARTHEST_AFTER = 9
"""Tokens between a quotation and the verb that follows it."""

FARTHEST_BEFORE = 14
"""Tokens between a verb and the quotation that it introduces."""


NEAR = 6
"""Tokens between a quotation and a verb that speaks only when it stands close: "a salué une « opération réussie »"."""

ATTITUDE = frozenset(("espere", "esperait", "esperent", "esperant", "souhaite", "souhaitait", "hopes", "hoped"))
"""Behind "a dit que" these verbs don't speak: "a dit que la Chine espérait que «…»"."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A speaker with the verb of speech; `verb` is None for sources ("selon X"). `stop` says that the sentence does
    attribute the quotation, only not to anybody that the rules can name."""

    speaker: Speaker | None
    verb: tuple[int, int] | None = None
    stop: bool = False


def after(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """Reads the words between a quotation and the end of its sentence or the next quotation."""
    start = 0
    while start < len(words) and words[start].form in (",", "–", "—", "-", ".", "!", "?", "…"):
        start += 1
    if start >= len(words) or words[start].form in (":", ";", ")"):
        return None
    if words[start].form in grammar.sources or _two(words, start) in grammar.sources:
        return _source(words, start, grammar, persons)
    for i in range(start, min(len(words), start + FARTHEST_AFTER)):
        word = words[i]
        inverted = re.search(grammar.inverted, word.form) if "-" in word.form else None
        if inverted:
            return _inverted(words, i, inverted.group(1), grammar)
        if _is_verb(words, i, grammar, near=True):
            if word.form.endswith(("ant", "ing", "ndo")):
                return None
            return _at_verb(words, start, i, grammar, persons)
        if word.form in grammar.relative and word.form not in grammar.determiners:
            return None
        if word.form in (";", ":") or (word.form in grammar.breaks and i > start):
            return None
    return None


def _two(words: list[Word], i: int) -> str:
    if i + 1 < len(words) and words[i].form == "d'":
        return "d'" + words[i + 1].form
    return f"{words[i].form}-{words[i + 1].form}" if i + 1 < len(words) else ""


def _source(words: list[Word], i: int, grammar: Speech, persons: frozenset[int]) -> Finding | None:
    begin = i + (1 if words[i].form in grammar.sources else 2)
    end = phrase_end(words, begin, grammar)
    return Finding(_completed(words, begin, end, grammar, persons), None, stop=True)


def _inverted(words: list[Word], i: int, pronoun: str, grammar: Speech) -> Finding | None:
    """ "a-t-il ajouté", "explique-t-elle", "s'est-il félicité"."""
    gender = grammar.pronouns.get(pronoun, "")
    stem = words[i].form.rpartition("-")[0].removesuffix("-t")
    place = i
    if stem not in grammar.verbs:
        place = next((j for j in range(i + 1, min(len(words), i + 8)) if words[j].form in grammar.verbs), -1)
        if place < 0:
            return None
    speaker = Speaker(words[i].start, words[i].end, pronoun=gender) if gender else None
    return Finding(speaker, (words[place].start, words[place].end), stop=True)


_HELPERS = frozenset(
    (
        "a",
        "ont",
        "avait",
        "avaient",
        "aurait",
        "auraient",
        "ai",
        "avons",
        "eu",
        "ayant",
        "avoir",
        "est",
        "sont",
        "etait",
    )
)


def _is_verb(words: list[Word], i: int, grammar: Speech, *, near: bool) -> bool:
    form = words[i].form
    if form in ATTITUDE and any(w.form in grammar.that for w in words[:i]):
        return False
    if form not in grammar.verbs or words[i].name is not None or (form in grammar.weak and not near):
        return False
    if words[i].participle and not any(w.form in _HELPERS or "-t-" in w.form for w in words[max(0, i - 5) : i]):
        return False
    before = words[i - 1].form if i else ""
    if before == "l'" and i >= 2 and words[i - 2].form == "comme":
        return True
    if before in grammar.determiners and not (
        before in ("l'", "le", "la", "les") and i >= 2 and _is_subject(words, i - 2, grammar)
    ):
        return False
    return before not in grammar.of and before != "to"


def _is_subject(words: list[Word], i: int, grammar: Speech) -> bool:
    return words[i].name is not None or words[i].form in grammar.pronouns


def _at_verb(words: list[Word], start: int, i: int, grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """A verb after a quotation: its subject stands between (English) or behind (inverted)."""
    verb = _verb_span(words, i)
    between = words[start:i]
    if any(w.form in grammar.passive for w in between[-2:]) and not any(w.form in ("s'", "s'est") for w in between):
        return None
    pronoun = next((w for w in between if w.form in grammar.pronouns), None)
    if pronoun is not None and between.index(pronoun) <= 1:
        return Finding(Speaker(pronoun.start, pronoun.end, pronoun=grammar.pronouns[pronoun.form]), verb, stop=True)
    if between and between[0].form in grammar.others and between[0].form not in grammar.determiners:
        return Finding(None, verb, stop=True)
    if between and (between[0].name is not None or between[0].form in grammar.determiners or between[0].capital):
        end = phrase_end(words, start, grammar)
        speaker = speaker_of_phrase(words, start, min(end, i), grammar, persons)
        if speaker is None:
            return None
        if speaker.role is None and speaker.name is not None and end < i:
            speaker = replace(speaker, role=apposition(words, end, grammar))
        rest = words[end:i]
        clean = all(_may_stand_between(w, grammar) for w in rest) or (
            rest and rest[0].form == "," and rest[-1].form == ","
        )
        return Finding(speaker, verb, stop=True) if clean else None
    commas = [j for j, w in enumerate(between) if w.form == ","]
    tail = between[commas[-1] + 1 :] if commas else between  # "«…» en faveur de la paix, a précisé X"
    if not all(_may_stand_between(w, grammar) for w in tail) and not _parenthesis(between):
        return None
    return Finding(_behind(words, i + 1, grammar, persons), verb, stop=True)


def _verb_span(words: list[Word], i: int) -> tuple[int, int]:
    """ "fait valoir" is one verb."""
    joined = words[i].form in ("valoir", "savoir") and i and words[i - 1].form == "fait"
    return words[i - 1 if joined else i].start, words[i].end


def _parenthesis(between: list[Word]) -> bool:
    """ "a, de son côté, fait valoir"."""
    return sum(w.form == "," for w in between) == 2


def _may_stand_between(word: Word, grammar: Speech) -> bool:
    return (
        word.form in grammar.auxiliaries
        or word.form in grammar.adverbs
        or word.form == ","
        or word.form.endswith(("ment", "ly"))
        or word.form in grammar.verbs
        or word.form[:1].isdigit()
    )


def _behind(words: list[Word], i: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """The subject behind an inverted verb, past adverbs and phrases with a preposition."""
    while i < len(words):
        word = words[i]
        if word.form in grammar.pronouns and word.form not in grammar.determiners:
            return Speaker(word.start, word.end, pronoun=grammar.pronouns[word.form])
        if (
            (
                word.form in grammar.adverbs
                or word.form in grammar.auxiliaries - grammar.determiners
                or word.form.endswith("ment")
            )
            or (word.form == "," and i + 1 < len(words) and not words[i + 1].is_mark)
            or (word.form in grammar.verbs and word.form not in grammar.determiners)
        ):
            i += 1
        elif (word.form in grammar.prepositions or word.form in grammar.of) and not _partitive(words, i, grammar):
            i = max(phrase_end(words, i + 1, grammar), i + 1)
        else:
            break
    if (
        i >= len(words)
        or words[i].is_mark
        or words[i].form in (grammar.relative | grammar.breaks | grammar.that) - grammar.determiners
    ):
        return None
    end = phrase_end(words, i, grammar)
    return _completed(words, i, end, grammar, persons)


def _completed(words: list[Word], start: int, end: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """The speaker of a phrase with what follows its comma: a role after a name, or the name after a role."""
    speaker = speaker_of_phrase(words, start, end, grammar, persons)
    if speaker is None:
        return None
    comma = end
    if comma < len(words) and words[comma].form == "(":
        comma = next((j + 1 for j in range(comma, min(len(words), comma + 8)) if words[j].form == ")"), comma)
    follows = [w for w in words[comma : comma + 4] if not w.form.endswith(".") or w.is_mark]
    listed = len(follows) > 1 and follows[0].form == "," and follows[1].name in persons
    office = any(w.form in naming_words().roles for w in words[start:end])
    described = speaker.name is None and words[start].form in grammar.determiners and office
    ends = len(follows) == 2 or (len(follows) > 2 and (follows[2].is_mark or follows[2].form in grammar.auxiliaries))
    if (
        listed
        and ends
        and (described or (speaker.name is not None and words[start].form in grammar.definite))
        and follows[1].name != speaker.name
    ):
        role = _unarticled(words, start, end, grammar)
        return Speaker(follows[1].start, follows[1].end, follows[1].name, role)
    if speaker.name is not None and speaker.role is None:
        return replace(speaker, role=apposition(words, end, grammar))
    return speaker


def _unarticled(words: list[Word], start: int, end: int, grammar: Speech) -> tuple[int, int]:
    while start < end - 1 and words[start].form in grammar.definite | POSSESSIVE_ARTICLES:
        start += 1
    return words[start].start, words[end - 1].end


def _partitive(words: list[Word], i: int, grammar: Speech) -> bool:
    return words[i].form in grammar.determiners and words[i].form in ("des",)


def before(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """Reads the words between the start of the sentence, or the previous quotation, and a quotation."""
    end = len(words)
    colon = bool(words) and words[-1].form == ":"
    while end and (words[end - 1].is_mark):
        end -= 1
    if not end:
        return None
    source = _source_before(words, end, grammar, persons)
    if source:
        return source
    farthest = FARTHEST_BEFORE * (2 if colon else 1)
    for i in range(end - 1, max(-1, end - 1 - farthest), -1):
        form = words[i].form
        if form in (";", ":"):
            return None
        if _is_verb(words, i, grammar, near=i >= end - NEAR):
            return _subject_before(words, i, end, grammar, persons)
        if colon and i == end - 1 and i > 1 and words[i - 1].form in ("de", "d'") and form in grammar.infinitives:
            if i == 2 and words[0].form == "et":  # "Et d'ajouter :"
                last = Speaker(words[i].start, words[i].end, pronoun="any")
                return Finding(last, (words[i].start, words[i].end), stop=True)
            return Finding(_ending_at(words, i - 2, grammar, persons), (words[i].start, words[i].end), stop=True)
        if form in grammar.infinitives and (raised := _raising(words, i, grammar)) is not None:
            finding = _subject_before(words, raised, end, grammar, persons)
            return Finding(finding.speaker, (words[i].start, words[i].end), stop=True)
        pronoun = re.search(grammar.inverted, form) if "-" in form else None
        if pronoun and form.rpartition("-")[0].removesuffix("-t") in grammar.verbs:
            return _inverted(words, i, pronoun.group(1), grammar)
    if colon and end <= 8:
        stop = phrase_end(words, 0, grammar)
        speaker = speaker_of_phrase(words, 0, stop, grammar, persons)
        rest = words[stop:end]
        if speaker is not None and speaker.name in persons and (not rest or rest[0].form in (",", "(")):
            return Finding(replace(speaker, role=speaker.role or apposition(words, stop, grammar)), None, stop=True)
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
        if words[i].form in grammar.sources or _two(words, i) in grammar.sources or opening:
            finding = _source(words, i, grammar, persons) if not opening else _opening(words, grammar, persons)
            if finding is None or finding.speaker is None:
                return None
            rest = [w for w in words[:end] if w.start >= max(finding.speaker.end, (finding.speaker.role or (0, 0))[1])]
            if all(w.is_mark or w.form in grammar.that for w in rest):
                return finding
    return None


def _opening(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    end = phrase_end(words, 1, grammar)
    speaker = _completed(words, 1, end, grammar, persons)
    return Finding(speaker, None, stop=True) if speaker is not None and speaker.name in persons else None


def inside(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """An attribution within the marks: "«Ceux qui l'imaginaient repartir se trompaient, poursuit un proche. Il…»"."""
    for comma, word in enumerate(words[:-2]):
        if word.form != "," or comma < 1:
            continue
        end = next((j for j in range(comma + 1, len(words)) if words[j].form in (",", ".", "!", "?")), len(words))
        clause = words[comma + 1 : end]
        if not 1 <= len(clause) <= 16 or not _opens_incise(clause, grammar):
            continue
        tail = next((j for j in range(end + 1, len(words)) if words[j].form in (",", ".", "!", "?")), end)
        finding = after(words[comma + 1 : tail], grammar, persons)
        if finding is not None and finding.verb and (finding.speaker is None or _fits_incise(finding.speaker, persons)):
            return finding
    return None


def said_by_source(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """ "Selon X, le fichier porte «atteinte aux libertés»": the whole sentence is the source's."""
    source = source_at_start(words, grammar, persons)
    return (
        Finding(source, None, stop=True)
        if source is not None and words[0].form not in grammar.opening_sources
        else None
    )


def _opens_incise(clause: list[Word], grammar: Speech) -> bool:
    first = clause[0].form
    inverted = re.search(grammar.inverted, first) if "-" in first else None
    if inverted:
        return True
    helped = first in ("a", "ont", "avait", "avaient") and len(clause) > 2 and clause[1].form in grammar.verbs
    reflexive = first in ("s'", "se") and len(clause) > 2 and clause[1].form in grammar.verbs
    plain = first in grammar.verbs - grammar.weak and not first.endswith(("ant", "ing", "ndo", "er"))
    return (helped or reflexive or plain) and not clause[0].capital


def _fits_incise(speaker: Speaker, persons: frozenset[int]) -> bool:
    return bool(speaker.pronoun) or speaker.name is None or speaker.name in persons


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
    if words[0].form not in sources and _two(words, 0) not in sources:
        return None
    begin = 1 if words[0].form in sources else 2
    end = phrase_end(words, begin, grammar)
    if end >= len(words) or words[end].form != ",":
        return None
    speaker = _completed(words, begin, end, grammar, persons)
    if speaker is None or (
        words[0].form in grammar.opening_sources and speaker.name not in persons and not _holds_office(words[begin:end])
    ):
        return None
    return speaker


def _subject_before(words: list[Word], verb: int, end: int, grammar: Speech, persons: frozenset[int]) -> Finding:
    span = _verb_span(words, verb)
    helpers = [w.form for w in words[max(0, verb - 3) : verb]]
    if any(h in grammar.passive for h in helpers) and not any(h in ("s'", "se", "s'est") for h in helpers):
        return Finding(None, span, stop=True)
    if words[verb].form.endswith(("ant", "ing", "ndo")):
        if verb >= 2 and words[verb - 1].person and words[verb - 2].form == ",":  # ", X rappelant que"
            name = words[verb - 1]
            return Finding(Speaker(name.start, name.end, name.name), span, stop=True)
        return Finding(_first_subject(words, verb, grammar, persons), span, stop=True)
    i = verb - 1
    while i >= 0 and _skippable(words, i, grammar):
        i -= 1
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
        return Finding(speaker, span, stop=True)
    if i < 0:
        return Finding(_behind(words[:end], verb + 1, grammar, persons) if verb + 1 < end else None, span, stop=True)
    if words[i].form == "comme":  # "Comme l'explique le barreur X :"
        return Finding(_behind(words[:end], verb + 1, grammar, persons), span, stop=True)
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
    if words[i].name is not None and (start is None or not _reaches(words, start, i, grammar)):
        if not _is_governed_here(words, begin, i, grammar):
            return Speaker(words[i].start, words[i].end, words[i].name)
        return None
    if start is None:
        return None
    inner = [w.form for w in words[start + 1 : i + 1]]
    if any(f in grammar.prepositions - grammar.of - grammar.joined and f not in grammar.definite for f in inner):
        return None
    return speaker_of_phrase(words, start, i + 1, grammar, persons)


def _reaches(words: list[Word], start: int, i: int, grammar: Speech) -> bool:
    return phrase_end(words, start, grammar) > i


def _is_governed_here(words: list[Word], begin: int, i: int, grammar: Speech) -> bool:
    j = i - 1
    while j >= begin and words[j].form.endswith("."):
        j -= 1
    return j >= begin and (words[j].form in grammar.of or words[j].form in grammar.prepositions)


def _bounds(word: Word, grammar: Speech) -> bool:
    if word.name is not None:
        return False
    return (
        (word.is_mark and word.form not in "'’-.")
        or word.form in grammar.breaks
        or word.form in grammar.relative - grammar.determiners
        or word.form in grammar.that - grammar.determiners
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
    if end == start and words[0].form in grammar.prepositions | grammar.of | grammar.adverbs | grammar.breaks:
        start = next((j + 1 for j in range(min(limit, 16)) if words[j].form == ","), 0)
        end = phrase_end(words, start, grammar)
    speaker = _completed(words, start, end, grammar, persons)
    if speaker is None or speaker.name is not None or _holds_office(words[start:end]):
        return speaker
    return None


def _holds_office(phrase: list[Word]) -> bool:
    """Whether a description is of somebody who can speak."""
    offices = naming_words().roles | naming_words().speakers | naming_words().not_names
    return any(w.form in offices or w.form.partition("-")[0] in offices for w in phrase)
