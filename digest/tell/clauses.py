"""Small grammar: the words around a quotation as tokens, and the noun phrase that is the subject of a verb.

No parser: noun phrases begin with an article or a name and end where a preposition, a conjunction or a comma says so.
What doesn't fit is given up: no speaker is better than a wrong one."""

from __future__ import annotations

from dataclasses import dataclass

from digest.tell.gazetteer import is_german_office, naming_words
from digest.tell.speech import Speech
from digest.tell.tokens import Word

LONGEST_PHRASE = 16
"""Tokens of a noun phrase: "le ministre délégué chargé des relations avec le Parlement et de la réforme X"."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as offsets in the article. `name` is a name's group; without it the words are all there is."""

    start: int
    end: int
    name: int | None = None
    role: tuple[int, int] | None = None  # of a description: itself without its article
    pronoun: str = ""  # gender and number of a pronoun that is still to be resolved
    form: str = ""  # gender and number of a description, as far as its article tells


_HONORIFICS = frozenset(
    ("m", "mm", "mme", "mlle", "me", "mgr", "mr", "mrs", "ms", "miss", "dr", "sir", "herr", "frau", "sr", "sra")
)

_TIMES = frozenset(("cours", "terme", "moment", "lendemain", "sujet", "bout", "nom", "sein", "micro", "telephone"))

_FORMS = {
    **dict.fromkeys(("le", "un", "der", "el", "il", "lo", "o", "um", "ce", "cet", "son"), "m"),
    **dict.fromkeys(("la", "une", "cette", "una", "uma", "sa"), "f"),
    **dict.fromkeys(
        ("les", "des", "plusieurs", "certains", "ces", "ses", "deux", "trois", "los", "gli", "os", "two", "three"), "p"
    ),
}


_POSSESSIVES = frozenset(("'s", "’s"))


def _is_of_the_title(word: Word) -> bool:
    """What may follow the name of a body on the way to a person: "White House spokesman X"."""
    return not word.person and (word.capital or word.form in naming_words().roles)


def _is_trade(words: list[Word], i: int, grammar: Speech) -> bool:
    """ "ESA astronaut X": a plain noun between a body and a person."""
    behind = words[i + 1] if i + 1 < len(words) else None
    return (
        behind is not None
        and behind.person
        and words[i].form not in grammar.verbs | grammar.prepositions | grammar.breaks
        and may_be_office(words[i], grammar)
    )


LONGEST_TRADE = 4
"""Tokens between the name of whoever employs somebody and somebody: "Pence press secretary X"."""


def _leads_to_person(words: list[Word], i: int, grammar: Speech) -> bool:
    """Whether an office stands between a name and a person: "said Human Rights Campaign president X"."""
    offices = naming_words().titles_and_offices | naming_words().people
    found = False
    for word in words[i : i + LONGEST_TRADE + 1]:
        if word.person:
            return found
        verb = word.form.endswith(("ed", "ing")) and word.form != "named"
        if verb or word.is_mark or word.name is not None or word.form in grammar.no_noun or word.participle:
            return False
        found = found or word.form in offices
    return False


def phrase_end(words: list[Word], start: int, grammar: Speech) -> int:
    """Index after the noun phrase that begins at `start`; `start` when none does."""
    i = start
    named = False
    while i < len(words) and i - start < LONGEST_PHRASE:
        word = words[i]
        previous = words[i - 1] if i > start else None
        if word.is_mark and word.form not in "'’-":
            break
        following = words[i + 1] if i + 1 < len(words) else None
        if i > start and _ends_phrase(word, previous, following, grammar, named):
            break
        if word.name is not None:
            goes_on = following is not None and (
                following.form in grammar.of
                or following.form in _POSSESSIVES
                or (not word.person and (_is_of_the_title(following) or _is_trade(words, i + 1, grammar)))
                or _leads_to_person(words, i + 1, grammar)
            )
            if not goes_on and following is not None and not _is_governed(words, start, i, grammar):
                return i + 1
            named = True
        i += 1
    while i > start and (words[i - 1].form in grammar.of or words[i - 1].form in grammar.prepositions):
        i -= 1
    return i


def _ends_phrase(word: Word, previous: Word | None, following: Word | None, grammar: Speech, named: bool) -> bool:
    form = word.form
    after_preposition = previous is not None and (previous.form in grammar.of or previous.form in grammar.prepositions)
    if form in ("un", "une") and previous is not None and previous.form == "numero":
        return False  # "le numéro un mondial"
    if word.name is not None or (form == "en" and following is not None and following.form == "chef"):
        return False
    if form in _JOINING and previous is not None and following is not None and _is_second_office(previous, following):
        return False
    if form in grammar.relative or form in grammar.breaks or form in grammar.pronouns or form in grammar.others:
        return not (form in grammar.determiners or form in grammar.of)
    if form in grammar.prepositions and form not in grammar.of:
        return not (form in grammar.joined and not named) or (following is not None and following.form in _TIMES)
    if form in grammar.determiners and form not in grammar.of and not after_preposition:
        return True
    if form in grammar.adverbs and not after_preposition:
        return True
    if (
        form in grammar.auxiliaries
        and form not in grammar.determiners
        and not after_preposition
        and form not in grammar.of
    ):
        return True
    if form in grammar.finite and not after_preposition:
        return True
    if (
        grammar.closing
        and form.endswith(("ait", "aient"))
        and previous is not None
        and _may_precede_verb(previous, grammar)
    ):
        return True
    if grammar.pasts and previous is not None and not after_preposition:
        acts = following if named and form.endswith("ly") else word  # "a spokeswoman for X flatly dismissed"
        if acts is not None and _is_plain_past(acts, previous, grammar):
            return True
    if form in grammar.verbs and not after_preposition and not (previous and previous.form in grammar.determiners):
        return True
    office = previous is not None and previous.form in naming_words().titles_and_offices
    told = office and bool(grammar.closing) and form not in naming_words().offices
    return form.endswith("ant") and len(form) > 6 and (named or told)  # "le pape appelant à"


_JOINING = frozenset(("et", "and"))
_FORMER = frozenset(("ancien", "ancienne", "former", "ex"))


def _is_second_office(previous: Word, following: Word) -> bool:
    """ "la parlementaire et ancienne ministre X", "the actor and activist X": one person with two offices."""
    offices = naming_words().offices
    first = previous.form in offices and previous.name is None
    return first and following.name is None and (following.form in offices | _FORMER)


def _is_plain_past(word: Word, previous: Word, grammar: Speech) -> bool:
    """An English past form behind a noun: "the attorney general met", not "the newly elected mayor"."""
    past = word.form in grammar.pasts or (word.form.endswith("ed") and len(word.form) > 4 and word.form != "named")
    adjective = previous.form.endswith("ly") or previous.form in grammar.determiners | _FORMER
    return past and not word.capital and not adjective and previous.form.isalpha()


def _may_precede_verb(word: Word, grammar: Speech) -> bool:
    """No article and no preposition: "l'Américain laissait planer", not "le portrait"."""
    return word.form not in grammar.determiners and word.form not in grammar.joins


def speaker_of_phrase(
    words: list[Word], start: int, end: int, grammar: Speech, persons: frozenset[int]
) -> Speaker | None:
    """The head of a noun phrase: the last person's name that hangs on no preposition, else the phrase itself."""
    if start >= end:
        return None
    for i in range(end - 1, start - 1, -1):
        word = words[i]
        possessive = i + 1 < len(words) and words[i + 1].form in _POSSESSIVES
        if word.name in persons and not possessive and _is_of_an_office(words, i, end, grammar):
            continue
        if word.name in persons and not possessive and not _is_governed(words, start, i, grammar):
            role = _role(words, start, i, grammar)
            return Speaker(word.start, word.end, word.name, role)
    first = words[start]
    if end - start == 1 and first.name is None and first.form.strip(".") in _HONORIFICS:
        return None  # "Ms Said said"
    small = first.form in (
        grammar.prepositions | grammar.breaks | grammar.adverbs | grammar.auxiliaries | grammar.that | grammar.of
    )
    bare = first.capital and not small and _may_speak(words[start:end])
    if grammar.verb_second and bare and first.name is None:
        bare = is_german_office(first.form) or first.form in naming_words().offices
    opens = first.form in grammar.determiners or first.name is not None or bare
    if not opens or (end - start == 1 and first.name is None and first.form in grammar.determiners):
        return None
    if first.name is not None and end - start == 1:
        return Speaker(first.start, first.end, first.name)
    offices = naming_words().offices
    if first.form in POSSESSIVE_ARTICLES and not any(w.form in offices for w in words[start + 1 : end]):
        return None
    body = [w for w in words[start:end] if w.form not in grammar.determiners]
    if words[end - 1].form in grammar.prepositions or words[end - 1].form in grammar.of:
        return None
    if (
        not body
        or body[0].form in grammar.others
        or body[0].is_mark
        or any(w.form[:1].isdigit() and "-" not in w.form for w in body)
    ):
        return None
    while (
        (end - start > 3 or (end - start == 3 and words[end - 2].form in offices))
        and words[end - 1].participle
        and words[end - 1].form not in offices
    ):
        if words[end - 2].form in grammar.joins or words[end - 2].form in grammar.determiners:
            break  # "des lieux de privation de liberté"
        end -= 1  # "l'arrêt de la chambre prononcé [mardi]"
    while grammar.verb_second and end - start > 2 and not words[end - 1].capital and words[end - 1].name is None:
        end -= 1  # German: "der Präsident wahrscheinlich"
    role = _role(words, start, end, grammar)
    return Speaker(words[start].start, words[end - 1].end, role=role, form=_FORMS.get(words[start].form, ""))


def _is_of_an_office(words: list[Word], i: int, end: int, grammar: Speech) -> bool:
    """Whether a name says whose or where an English office is: "the Lunet Harbour Director", "the Finch lawyer"."""
    office = i + 1 < end and words[i + 1].form in naming_words().titles_and_offices
    return office and not grammar.closing and words[i + 1].name is None


def _may_speak(phrase: list[Word]) -> bool:
    """Whether a phrase without an article is somebody: "Officials", "Senator X", not "Up to now"."""
    offices = naming_words().titles_and_offices
    known = any(w.name is not None or w.form in offices for w in phrase)
    return known or (len(phrase) == 1 and phrase[0].form.endswith("s"))


def _is_governed(words: list[Word], start: int, i: int, grammar: Speech) -> bool:
    titles = naming_words().titles
    j = i - 1
    while j >= start and (words[j].form.strip(".") in titles or _is_rank(words[j])):
        j -= 1
    if start <= j < i - 1 and words[j].name is not None and not words[j].person:
        j -= 1  # "a spokesman for U.N. Secretary-General X"
    if (
        start < j == i - 1
        and words[j].form in naming_words().houses | naming_words().streets
        and words[j - 1].form in grammar.of
    ):
        return True  # "une élève du collège X"
    if j >= start and words[j].form in grammar.definite and j - 1 >= start:
        if grammar.verb_second and words[j - 1].person:
            return True  # "sagte Finch der Lunet-Agentur"
        j -= 1
    return j >= start and (
        (words[j].form in grammar.of and words[j].form != "'s")
        or words[j].form in grammar.prepositions
        or (words[j].form == "'s" and j == i - 1)
    )


def _is_rank(word: Word) -> bool:
    """ "Secretary-General": a compound of a title."""
    titles = naming_words().titles
    return word.capital and "-" in word.form and any(part in titles for part in word.form.split("-"))


POSSESSIVE_ARTICLES = frozenset(
    ("his", "her", "their", "its", "my", "our", "son", "sa", "ses", "leur", "leurs", "mon", "ma")
)


def _is_no_office(phrase: list[Word]) -> bool:
    """ "Ahead of the meeting X said": a capital that is only the sentence's."""
    words = naming_words()
    known = words.roles | words.titles | words.speakers | words.not_names
    return phrase[0].capital and phrase[0].name is None and not any(w.form.strip(".") in known for w in phrase)


def _role(words: list[Word], start: int, i: int, grammar: Speech) -> tuple[int, int] | None:
    """The words of the phrase before the name, without article and titles: "porte-parole du Kremlin"."""
    while i > start and (words[i - 1].form.strip(".") in _HONORIFICS or _is_rank_behind(words, start, i - 1)):
        i -= 1
    while start < i and words[start].form in grammar.definite | grammar.breaks:
        start += 1
    i -= i > start and words[i - 1].form == "named"
    start = _last_group(words, start, i, grammar) if grammar.verb_second else start
    if all(w.form in naming_words().calendar for w in words[start:i]):
        return None  # "a rappelé en septembre X"
    somebody = naming_words().titles_and_offices | naming_words().people
    if (
        words[start].form in ("a", "an")
        and not grammar.closing
        and not any(w.form in somebody or any(part in somebody for part in w.form.split("-")) for w in words[start:i])
    ):
        return None  # "sleep, a factor Dr X says could help"
    if start + 1 < i and words[start].form[:1].isdigit() and words[start + 1].form in naming_words().not_names:
        start += 2  # "a annoncé mercredi 2 mai X"
        start += start < i and words[start].form.isdigit()
    if start < i and (words[start].form in POSSESSIVE_ARTICLES or (start == 0 and _is_no_office(words[:i]))):
        return None
    if any(w.person for w in words[start:i] if w.form not in grammar.of):
        return None
    if start >= i or all(
        w.form in grammar.determiners or (w.name is not None and not w.person) or _tells_no_role(w)
        for w in words[start:i]
    ):
        return None
    return words[start].start, words[i - 1].end


def _last_group(words: list[Word], start: int, i: int, grammar: Speech) -> int:
    """Index where the German noun phrase before a name begins: "den Preis sieht der Soldat" → "Soldat"."""
    for j in range(i - 1, start - 1, -1):
        word = words[j]
        plain = not (word.capital or word.form in grammar.determiners or word.form in grammar.joins or word.name)
        if plain and not word.form.endswith(("e", "en", "er", "es", "em")):
            return min((k + 1 for k in range(j + 1, i) if words[k].form in grammar.determiners), default=j + 1)
    return start


def _is_rank_behind(words: list[Word], start: int, i: int) -> bool:
    """ "Gen." of "army spokesman Lt. Gen. X"."""
    short = words[i].form.endswith(".") and words[i].form.strip(".") in naming_words().titles
    return short and any(w.form in naming_words().offices for w in words[start:i])


def _tells_no_role(word: Word) -> bool:
    """An age or an abbreviated title: "76-year-old", "Rep."."""
    return word.form[:1].isdigit() or word.form.endswith(".")


def may_be_office(word: Word, grammar: Speech) -> bool:
    """A plain noun, as far as form tells: "délégué des parents", not "qui…", "avant…", "ajoutant…"."""
    return (
        word.form.isalpha()
        and not word.capital
        and not word.participle
        and word.form not in grammar.no_office
        and not word.form.endswith(("ant", "ing", "ndo", "ment", "ly", "ue", "ues", "ed"))
        and len(word.form) > 3
    )
