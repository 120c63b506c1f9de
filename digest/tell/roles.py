"""The roles of those who speak, as the text around their names gives them."""

from __future__ import annotations

from digest.tell.clauses import POSSESSIVE_ARTICLES, may_be_office
from digest.tell.gazetteer import naming_words
from digest.tell.speech import Speech
from digest.tell.tokens import Word

DATE_WORDS = 3
"""Most words of a date without its article: "19 octobre 2031"."""

_OF_DEEDS = ("tion", "sion", "ite", "ance", "ence", "ung", "heit", "keit", "zione", "cion", "cao", "dad", "dade")
"""Endings of nouns that are no persons."""

_AMOUNTS = frozenset(("lot", "bit", "little", "while", "time", "moment", "too", "peu", "beaucoup", "aussi"))
_FINITE = frozenset(("a", "ont", "avait", "avaient", "est", "sont", "etait", "etaient", "has", "had", "is", "was"))
_OPENING_MARKS = frozenset("«“\"„'")
_FINAL_VERBS = frozenset(("hat", "hatte", "hatten", "ist", "war", "waren", "wird", "wurde", "said", "says"))


def apposition(words: list[Word], comma: int, grammar: Speech) -> tuple[int, int] | None:
    """The role after a name: ", le porte-parole de la Maison Blanche,"; offsets of its words without the article."""
    if comma + 1 >= len(words) or words[comma].form != ",":
        return None
    roles = naming_words().roles
    start = comma + 1
    first = words[start]
    opens = first.form in grammar.determiners or first.form in roles or first.form.partition("-")[0] in roles
    if first.name is not None or not (opens or may_be_office(first, grammar)):
        return None
    end = start
    while end < len(words) and not (words[end].is_mark and words[end].form not in "'’-") and end - start <= 18:
        helper = words[end].form in _FINITE and words[end].form not in grammar.determiners
        if (
            helper
            or words[end].form in grammar.verbs
            or (words[end].form in grammar.relative and words[end].form not in grammar.determiners)
        ):
            return None
        if words[end].form in grammar.adverbs and end - start >= 2 and words[end - 1].form not in grammar.of:
            break
        end += 1
    while start < end and words[start].form in grammar.definite:
        start += 1
    owner = words[start + 1 : start + 2] and words[start + 1].form in ("'s", "’s")
    if start < end and words[start].form.endswith(_OF_DEEDS) and words[start].form not in roles and not owner:
        return None  # "Selon X, la condamnation du gardien, montre «…»"
    if words[end - 1].form in _AMOUNTS:
        return None  # "According to X, a lot."
    if end <= start or (words[start].form[:1].isdigit() and end - start <= DATE_WORDS):
        return None  # "a promis X, le 19 octobre", but "X, the 2028 candidate for the harbour board"
    if words[end - 1].form in grammar.prepositions | _FINAL_VERBS:
        return None
    if end == len(words) or words[end].form in _OPENING_MARKS:  # an adviser of the harbour "Lamps" campaign
        return None
    if grammar.dropped and words[end].form == "." and not any(w.form in roles for w in words[start:end]):
        return None  # "Segundo X, o mundo precisa de energia."
    if words[start].form in POSSESSIVE_ARTICLES:
        return None  # "his counterpart": nobody's outside its sentence
    return words[start].start, words[end - 1].end


def whole_apposition(words: list[Word], grammar: Speech) -> tuple[int, int] | None:
    """ "minister of lakes, rivers and fishing": a role with commas in it, as long as nothing else is told."""
    plain = len(words) <= 18 and not any(w.form in grammar.clauses | grammar.verbs | grammar.auxiliaries for w in words)
    if not plain or words[0].name is not None or words[0].form not in grammar.definite | naming_words().roles:
        return None
    start = 1 if words[0].form in grammar.definite else 0
    return (words[start].start, words[-1].end) if start < len(words) else None


def unarticled(words: list[Word], start: int, end: int, grammar: Speech) -> tuple[int, int]:
    while start < end - 1 and words[start].form in grammar.definite | POSSESSIVE_ARTICLES:
        start += 1
    return words[start].start, words[end - 1].end
