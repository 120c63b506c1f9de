"""Who said a quotation, from the words behind it: «…», a déclaré X · "…," X said · «…», selon X · «…», a-t-il ajouté.
What stands before a quotation is read in `introductions.py`, what is inserted in `incises.py`.

A rule that finds a verb of speech without a subject that it understands ends the search."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from digest.tell.any_verb import HELPERS, any_romance_verb, is_any_german_verb, stands_alone
from digest.tell.clauses import POSSESSIVE_ARTICLES, Speaker, phrase_end, speaker_of_phrase
from digest.tell.gazetteer import naming_words
from digest.tell.postponed import ON_HIS_SIDE, behind
from digest.tell.roles import apposition, unarticled, whole_apposition
from digest.tell.speech import Speech
from digest.tell.subjects import AND, HIM, completed, holds_office, two_words
from digest.tell.tokens import Word, without_brackets

FARTHEST_AFTER = 14
"""Tokens between a quotation and the verb that follows it."""

WITH_FAIRE = frozenset(("observer", "remarquer", "valoir", "savoir"))
"""Infinitives that speak behind "fait" only."""

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
    words = without_brackets(words)
    start = 0
    while start < len(words) and words[start].form in (",", "–", "—", "-", ".", "!", "?", "…"):
        start += 1
    if start >= len(words) or words[start].form in (":", ";", ")"):
        return None
    near = near_after(words, start, grammar, persons)
    if near is None:
        near = _after_apposition(words, start, grammar, persons)
    return near if near is not None else closing(words[start:], grammar, persons)


LONGEST_OFFICE = 8
"""Tokens in which a name follows its office: "Council Majority Leader X"."""

LONGEST_APPOSITION = 40
"""Tokens between a name and its verb, all of them between commas."""


_OBJECTS = frozenset(("comment", "pourquoi", "combien"))
"""Behind a verb these open what is told, so that no subject follows: "«Midi», signé X, raconte comment des gens…"."""


def _after_apposition(words: list[Word], start: int, grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """ "…," X, the minister of lakes, rivers and fishing, said · X, who came out of retirement, declared."""
    if not any(w.person for w in words[start : start + LONGEST_OFFICE]):
        return None
    comma = phrase_end(words, start, grammar)
    speaker = speaker_of_phrase(words, start, comma, grammar, persons)
    if speaker is None or speaker.name not in persons or comma >= len(words) or words[comma].form != ",":
        return None
    for i in range(comma + 2, min(len(words), comma + LONGEST_APPOSITION)):
        form = words[i].form
        if form in (";", ":", "."):
            return None
        if words[i].person and words[i - 1].form in ("and", "et") and words[i + 1 : i + 2] and words[i + 1].form == ",":
            return None  # "X, the chairman, and Y, his counterpart, wrote"
        plain = not words[i].participle and not form.endswith(("ant", "ing"))
        helped = words[i].participle and words[i - 1].form in HELPERS
        opened = words[i - 1 - helped].form == ","
        if opened and (plain or helped) and form in grammar.strong and is_speech(words, i, grammar, near=True):
            following = words[i + 1] if i + 1 < len(words) else None
            if following is not None and following.person and not grammar.dropped and form != "told":
                return None  # "X, le maire, dit Y"
            role = speaker.role or whole_apposition(words[comma + 1 : i - helped - 1], grammar)
            role = role or apposition(words[: i - helped], comma, grammar)
            return Finding(replace(speaker, role=role), verb_span(words, i), stop=True)
    return None


def near_after(words: list[Word], start: int, grammar: Speech, persons: frozenset[int]) -> Finding | None:
    if words[start].form in grammar.sources or two_words(words, start) in grammar.sources:
        return source(words, start, grammar, persons)
    if words[start].form in grammar.saying_so and start + 1 < len(words):
        return _said_so(words, start + 1, grammar, persons)
    if grammar.verb_second and is_any_german_verb(words, start, grammar):
        return Finding(
            Speaker(words[start + 1].start, words[start + 1].end, words[start + 1].name), verb_span(words, start)
        )
    if grammar.closing and start and words[start - 1].form == "," and (verb := any_romance_verb(words, start, grammar)):
        speaker = behind(words, verb + 1, grammar, persons)
        return Finding(speaker, verb_span(words, verb), stop=True) if speaker is not None else None
    if grammar.dropped and start and words[start - 1].form == "," and stands_alone(words, start, grammar):
        return Finding(Speaker(words[start].start, words[start].end, pronoun="any"), verb_span(words, start), stop=True)
    if words[start].form in _SUBORDINATE:
        return None  # "denounced it as «…», after she called a meeting"
    for i in range(start, min(len(words), start + FARTHEST_AFTER)):
        word = words[i]
        inverted = re.search(grammar.inverted, word.form) if "-" in word.form else None
        if inverted:
            return inverted_subject(words, i, inverted.group(1), grammar, persons, opens=i == start)
        if i + 1 < len(words) and words[i + 1].form in _LOOSE and word.form in grammar.verbs:  # "assure t-elle"
            pronoun = grammar.pronouns[words[i + 1].form[2:]]
            return Finding(
                Speaker(words[i + 1].start, words[i + 1].end, pronoun=pronoun), verb_span(words, i), stop=True
            )
        if is_speech(words, i, grammar, near=True):
            if word.form.endswith(("ant", "ing", "ndo")):
                return None
            helped = all(w.form in grammar.auxiliaries for w in words[start:i])
            ends = (
                i + 1 >= len(words)
                or words[i + 1].is_mark
                or (words[i + 1].form in grammar.adverbs and (i + 2 >= len(words) or words[i + 2].is_mark))
            )
            ends = ends and not any(w.person for w in words[i + 1 :]) and not holds_office(words[i + 1 :])
            if grammar.dropped and helped and ends:
                return Finding(Speaker(word.start, word.end, pronoun="any"), verb_span(words, i), stop=True)
            return _at_verb(words, start, i, grammar, persons)
        if word.form in grammar.relative and word.form not in grammar.determiners:
            return None
        if word.form in (";", ":") or (word.form in grammar.breaks and i > start):
            return None
    return None


def _said_so(words: list[Word], i: int, grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """ "«…», so Finch weiter", "«…», so die Reederei"."""
    if words[i].form in grammar.pronouns:
        return Finding(Speaker(words[i].start, words[i].end, pronoun=grammar.pronouns[words[i].form]), None, stop=True)
    if words[i].form in grammar.verbs and i + 2 < len(words):  # "so beschreibt es X"
        i += 2 if words[i + 1].form == "es" else 1
    if words[i].name is None and words[i].form not in grammar.determiners and not words[i].capital:
        return None
    return Finding(completed(words, i, phrase_end(words, i, grammar), grammar, persons), None, stop=True)


def closing(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """An attribution that ends the sentence: "«…» concernant ces opérations, précise un communiqué"."""
    commas = [i for i, w in enumerate(words) if w.form == ","] if grammar.closing else []
    for comma in reversed(commas):
        clause = words[comma + 1 :]
        if not clause or not opens_incise(clause, grammar) or _is_nickname(words, comma):
            continue
        finding = near_after(words, comma + 1, grammar, persons)
        return finding if finding is not None and finding.speaker is not None and finding.verb else None
    return None


def _is_nickname(words: list[Word], comma: int) -> bool:
    """ "Ida Marsh, dite Mimi, …"."""
    told = words[comma + 1].form in ("dit", "dite", "dits") and comma + 2 < len(words)
    return told and comma > 0 and words[comma - 1].person and words[comma + 2].name is not None


def source(words: list[Word], i: int, grammar: Speech, persons: frozenset[int]) -> Finding | None:
    begin = i + (1 if words[i].form in grammar.sources else 2)
    if begin < len(words) and words[begin].form in _OURS:
        return None  # "selon nos informations": nobody
    if begin < len(words) and words[begin].form in HIM and (begin + 1 == len(words) or words[begin + 1].is_mark):
        return Finding(Speaker(words[begin].start, words[begin].end, pronoun=HIM[words[begin].form]), None, stop=True)
    end = phrase_end(words, begin, grammar)
    agent = next((j for j in (end, end + 1) if j < len(words) and words[j].form in ("by", "par")), None)
    if agent is not None and any(w.form in grammar.documents for w in words[begin:end]):
        begin, end = agent + 1, phrase_end(words, agent + 1, grammar)  # "according to a statement released by X"
    return Finding(completed(words, begin, end, grammar, persons), None, stop=True)


def inverted_subject(
    words: list[Word], i: int, pronoun: str, grammar: Speech, persons: frozenset[int], *, opens: bool = False
) -> Finding | None:
    """ "a-t-il ajouté", "explique-t-elle", "s'est-il félicité". Directly behind a quotation (`opens`) any verb with its
    pronoun behind speaks: "illustre-t-il"."""
    gender = grammar.pronouns.get(pronoun, "")
    stem = words[i].form.rpartition("-")[0].removesuffix("-t")
    place = i
    if stem not in grammar.verbs:
        place = next((j for j in range(i + 1, min(len(words), i + 8)) if words[j].form in grammar.verbs), -1)
        if place < 0 and not (opens and gender and stem not in grammar.auxiliaries | grammar.no_speech):
            return None
        place = max(place, i) if place < 0 else place
    speaker = Speaker(words[i].start, words[i].end, pronoun=gender) if gender else None
    if pronoun == "on":
        speaker = _said_at(words, place + 1, grammar)
        if speaker is None and stem in grammar.adding:
            speaker = Speaker(words[i].start, words[i].end, pronoun="any")
    return Finding(speaker, (words[place].start, words[place].end), stop=True)


def _said_at(words: list[Word], i: int, grammar: Speech) -> Speaker | None:
    """ "assure-t-on dans l'entourage du maire", "précise-t-on de source policière": the body that speaks."""
    while i < len(words) and words[i].form in grammar.adverbs | {","}:
        i += 1
    if i + 1 >= len(words) or words[i].form not in grammar.said_at:
        return None
    end = phrase_end(words, i + 1, grammar)
    bodies = naming_words().speakers | naming_words().organisation_words
    if end <= i + 1 or words[i + 1].is_mark or not any(w.form in bodies for w in words[i + 1 : end]):
        return None
    if words[i + 1].form == "meme":
        return None  # "de même source": whose, an earlier sentence told
    return Speaker(words[i + 1].start, words[end - 1].end)


def is_speech(words: list[Word], i: int, grammar: Speech, *, near: bool) -> bool:
    form = words[i].form
    if form in WITH_FAIRE and not (i and words[i - 1].form in ("fait", "fit", "font")):
        return False
    if form in ATTITUDE and any(w.form in grammar.that for w in words[:i]):
        return False
    if form not in grammar.verbs or words[i].name is not None or (form in grammar.weak and not near):
        return False
    if form == "dit" and i and words[i - 1].form == "autrement":
        return False  # "une croche, autrement dit un filet pris au fond"
    if form in _NOUNS_TOO and _governs(words, i, grammar):
        return False
    if words[i].participle and not _is_helped(words, i, grammar):
        return False
    before = words[i - 1].form if i else ""
    if before == "l'" and i >= 2 and words[i - 2].form == "comme":
        return True
    if before in grammar.determiners and not (
        before in ("l'", "le", "la", "les") and i >= 2 and _is_subject(words, i - 2, grammar)
    ):
        return False
    if form.endswith("s") and not grammar.closing and before in grammar.prepositions:
        return False  # "relying on claims that"
    perfect = before == "have" and i >= 2 and words[i - 2].form == "to"  # "sure to have seen it since it was"
    return before not in grammar.of and before != "to" and not perfect


def _is_helped(words: list[Word], i: int, grammar: Speech) -> bool:
    """Whether a participle has an auxiliary before it: not "ont signé une pétition lancée par…"."""
    at = next((j for j in range(i - 1, max(-1, i - 6), -1) if words[j].form in HELPERS or "-t-" in words[j].form), None)
    if at is None:
        return False
    other = any(w.participle and w.form not in grammar.adverbs for w in words[at + 1 : i])
    return not other or (words[i - 1].name is None and words[i - 1].form in AND | {","})


_NOUNS_TOO = frozenset(("note", "menace", "critique", "demande", "annonce", "claims", "notes", "reports"))


def _governs(words: list[Word], i: int, grammar: Speech) -> bool:
    """ "la dernière note de l'Observatoire", but "note de son côté X"."""
    if i and (words[i - 1].name is not None or words[i - 1].form in grammar.pronouns):
        return False
    of = i + 1 < len(words) and words[i + 1].form in ("de", "d'", "du", "of")
    return of and tuple(w.form for w in words[i + 1 : i + 4]) not in ON_HIS_SIDE


def _is_subject(words: list[Word], i: int, grammar: Speech) -> bool:
    return words[i].name is not None or words[i].form in grammar.pronouns


def _at_verb(words: list[Word], start: int, i: int, grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """A verb after a quotation: its subject stands between (English) or behind (inverted)."""
    verb = verb_span(words, i)
    between = words[start:i]
    if i + 1 < len(words) and words[i + 1].form in _OBJECTS:
        return None
    if any(w.form in grammar.passive for w in between[-2:]) and not any(w.form in ("s'", "s'est") for w in between):
        return None
    pronoun = next((w for w in between if w.form in grammar.pronouns), None)
    if pronoun is not None and between.index(pronoun) <= 1:
        return Finding(Speaker(pronoun.start, pronoun.end, pronoun=grammar.pronouns[pronoun.form]), verb, stop=True)
    if between and between[0].form in grammar.others and between[0].form not in grammar.determiners:
        return Finding(None, verb, stop=True)
    opens = between and (between[0].name is not None or between[0].form in grammar.determiners or between[0].capital)
    if opens or described_person(between, grammar) is not None:
        end = phrase_end(words, start, grammar)
        speaker = speaker_of_phrase(words, start, min(end, i), grammar, persons)
        if speaker is None:
            return None
        inner = [w for w in words[end + 1 : i] if not w.form.endswith(".")]  # "his brother, X, said"
        if speaker.name is None and len(inner) == 2 and inner[0].name in persons and inner[1].form == ",":
            role = None if words[start].form in POSSESSIVE_ARTICLES else unarticled(words, start, end, grammar)
            return Finding(Speaker(inner[0].start, inner[0].end, inner[0].name, role), verb, stop=True)
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
    if words[i].form in ("told", "tells"):
        return Finding(None, verb, stop=True)  # what stands behind is who was told
    speaker = behind(words, i + 1, grammar, persons)
    if speaker is not None and i > start and not grammar.closing and not _is_somebody(words, speaker):
        return None  # "…, announced the decision"
    return Finding(speaker, verb, stop=True)


def _is_somebody(words: list[Word], speaker: Speaker) -> bool:
    """A name, a pronoun, or a description of who can speak."""
    if speaker.name is not None or speaker.pronoun:
        return True
    offices = naming_words().titles_and_offices
    return any(w.form in offices for w in words if speaker.start <= w.start < speaker.end)


def described_person(phrase: list[Word], grammar: Speech) -> int | None:
    """Index of the person in "local police chief X", "economist Y": nouns without an article, up to the name."""
    at = next((j for j, w in enumerate(phrase[:5]) if w.person), None)
    if not at:
        return None
    small = grammar.no_noun
    titles = naming_words().titles
    plain = [w for w in phrase[:at] if w.form.strip(".") not in titles]
    nouns = all(w.form.replace("-", "").isalpha() and not w.participle and w.form not in small for w in plain)
    return at if nouns else None


def verb_span(words: list[Word], i: int) -> tuple[int, int]:
    """ "fait valoir" is one verb."""
    joined = words[i].form in WITH_FAIRE
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


_OURS = frozenset(("nos", "notre", "our", "nuestras", "nostre", "nossas", "unseren"))
_LOOSE = frozenset(("t-il", "t-elle", "t-ils", "t-elles"))
_SUBORDINATE = frozenset(("after", "before", "because", "although", "since", "until", "avant", "apres", "depuis"))


def _names_office(clause: list[Word]) -> bool:
    offices = naming_words().offices
    return any(w.form in offices for w in clause[1:4])


def opens_incise(clause: list[Word], grammar: Speech) -> bool:
    first = clause[0].form
    inverted = re.search(grammar.inverted, first) if "-" in first else None
    if inverted:
        return True
    plainly = next((w for w in clause[1:4] if w.form not in grammar.adverbs | grammar.auxiliaries), None)
    helped = first in ("a", "ont", "avait", "avaient") and len(clause) > 2
    helped = helped and plainly is not None and plainly.form in grammar.verbs
    reflexive = first in ("s'", "se") and len(clause) > 2 and clause[1].form in grammar.verbs
    weak = first in grammar.weak and len(clause) > 1 and clause[1].form in grammar.determiners and _names_office(clause)
    plain = (first in grammar.strong or weak) and first != "say" and not first.endswith(("ant", "ing", "ndo", "er"))
    return (helped or reflexive or plain) and not clause[0].capital
