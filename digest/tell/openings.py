"""Sentences whose subject isn't what stands before the verb: what opens them tells who speaks."""

from __future__ import annotations

from digest.tell.clauses import Speaker, may_be_office, phrase_end, speaker_of_phrase
from digest.tell.gazetteer import naming_words
from digest.tell.roles import apposition
from digest.tell.speech import Speech
from digest.tell.subjects import BUT, completed, holds_office, is_agent, opening_subject
from digest.tell.tokens import Word

WHO = frozenset(("who", "qui"))


def of_somewhere(words: list[Word], verb: int, grammar: Speech) -> Speaker | None:
    """ "Chris Finch of the think tank the River Fund said": the person that opens the sentence."""
    first = next((i for i, w in enumerate(words[:verb]) if w.form.strip(".") not in naming_words().titles), verb)
    if grammar.closing or grammar.verb_second or first + 1 >= verb or not words[first].person:
        return None
    inner = words[first + 1 : verb]
    plain = not any(w.is_mark or w.form in grammar.verbs or w.form in grammar.opens_no_subject for w in inner)
    name = words[first]
    return Speaker(name.start, name.end, name.name) if plain and inner[0].form in ("of", "from") else None


def unless_placed(
    words: list[Word], verb: int, subject: Speaker, grammar: Speech, persons: frozenset[int]
) -> Speaker | None:
    """The subject, if it isn't the town behind a comma: "X, a doctor at the River School, Norvale, who…, said"."""
    at = next((i for i, w in enumerate(words) if w.start == subject.start), 0)
    if at < 2 or words[at - 1].form != "," or words[at - 2].name is None or grammar.closing:
        return subject
    opening = opening_subject(words, verb, grammar, persons)
    return opening if opening is not None and opening.name in persons else subject


def before_open_apposition(words: list[Word], verb: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """ "X, a fellow at the lake centre in Norvale told CNN that": the comma behind the role was forgotten."""
    commas = [i for i, w in enumerate(words[:verb]) if w.form == ","]
    if len(commas) != 1 or words[commas[0] + 1].form not in grammar.determiners:
        return None
    speaker = speaker_of_phrase(words, 0, commas[0], grammar, persons)
    return speaker if speaker is not None and speaker.name in persons else None


def before_appositions(words: list[Word], last: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """ "X, a clerk and the head of the harbour board at Norvale, which runs the lake, said": who opens a sentence with
    several descriptions before its verb, up to the comma `last`."""
    comma = next((i for i in range(last + 1) if words[i].form == ","), last)
    person = words[comma - 1]
    titles = naming_words().titles | naming_words().not_names
    lead = [w for w in words[: comma - 1] if w.form.strip(".") not in titles and w.form not in BUT]
    if comma >= last or not person.person or any(w.name is not None or w.is_mark for w in lead):
        return None
    if lead and not holds_office(lead):
        return None  # "In a letter to X, …"
    described = words[comma + 1]
    told = described.name is None and (described.form in grammar.determiners | WHO or may_be_office(described, grammar))
    if not told or any(w.form in (":", ";", "—", "–") for w in words[comma:last]):
        return None
    return Speaker(person.start, person.end, person.name, apposition(words, comma, grammar))


def relative_ahead(words: list[Word], subject: Speaker) -> int:
    """Index of the "who" in whose clause what seems the subject lies, without a comma between; 0 for none."""
    at = next((i for i, w in enumerate(words) if w.start >= subject.start), len(words))
    for i in range(at - 1, 0, -1):
        if words[i].is_mark:
            return 0
        if words[i].form in WHO:
            return i
    return 0


def is_turned(words: list[Word], verb: int, grammar: Speech) -> bool:
    """Whether no subject opens a German clause: "Am Freitag sagte Finch: «…»", "Darauf erklärte er:", "Auf die Frage,
    ob er komme, sagte Finch:"."""
    if verb and words[verb - 1].form == "," and (words[verb + 1].person or _leads_in(words, verb + 1)):
        return True
    opening = next((i + 1 for i in range(verb - 1, -1, -1) if words[i].form in (";", ":", ".")), 0)
    first, following = words[opening], words[verb + 1]
    adjunct = first.form in grammar.no_subject_first | grammar.opening_adverbs and first.name is None
    apart = any(w.form == "," or w.form in grammar.breaks for w in words[opening + 1 : verb])
    subject = following.name is not None or following.form in grammar.determiners or following.form in grammar.pronouns
    return adjunct and not apart and (subject or following.capital)


def _leads_in(words: list[Word], i: int) -> bool:
    """ "Rektorin X", "die Sprecherin X"."""
    lead = [w for w in words[i : i + 3] if not w.person]
    return len(lead) < len(words[i : i + 3]) and holds_office(lead) and not any(w.is_mark for w in lead)


def is_cut(words: list[Word], source: Speaker) -> bool:
    """Whether the quotation is the noun of the source itself: "D'après le nouveau «plan des ports»"."""
    phrase = [w for w in words if source.start <= w.start < source.end]
    plain = source.name is None and not source.pronoun and len(phrase) == 2 and not phrase[1].capital
    known = naming_words().organisation_words | naming_words().people
    return plain and not holds_office(phrase) and phrase[1].form not in known


def put_so(words: list[Word], grammar: Speech, persons: frozenset[int]) -> tuple[Speaker, tuple[int, int]] | None:
    """ "As the judge put it, “…”"."""
    if len(words) < 4 or words[-1].form != "it" or words[-2].form not in ("put", "puts"):
        return None
    start = next((i + 1 for i in range(len(words) - 3, -1, -1) if words[i].form == "as"), len(words))
    if start >= len(words) - 2:
        return None
    if words[start].form in grammar.pronouns:
        speaker: Speaker | None = Speaker(
            words[start].start, words[start].end, pronoun=grammar.pronouns[words[start].form]
        )
    else:
        speaker = completed(words, start, len(words) - 2, grammar, persons)
    return (speaker, (words[-2].start, words[-1].end)) if speaker is not None else None


def opening_agent(words: list[Word], grammar: Speech) -> Speaker | None:
    """ "Une pêcheuse à pied s'est arrêtée, a regardé le mât :"."""
    end = phrase_end(words, 0, grammar)
    opens = words[0].form in grammar.determiners and end < len(words) and is_agent(words[:end], grammar)
    return Speaker(words[0].start, words[end - 1].end) if opens else None


def opening_pronoun(words: list[Word], grammar: Speech) -> Speaker | None:
    """ "Il ne décolère pas, mais poliment :"."""
    first = words[0]
    gender = grammar.pronouns.get(first.form, "")
    return Speaker(first.start, first.end, pronoun=gender) if gender in ("m", "f") else None
