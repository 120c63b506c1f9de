"""Verbs that speak because of where they stand, whatever the verb: right behind a quotation, before somebody."""

from __future__ import annotations

import re

from digest.tell.clauses import phrase_end
from digest.tell.gazetteer import naming_words
from digest.tell.speech import Speech
from digest.tell.tokens import Word

HELPERS = frozenset(
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


_THIRD_PERSON = re.compile(r"[a-z]{3,}(?:t|te)$")


def is_any_german_verb(words: list[Word], i: int, grammar: Speech) -> bool:
    """Whether a clause behind a quotation is a German verb with a person, whatever the verb: "«…», lacht X"."""
    if i + 1 >= len(words) or not words[i + 1].person or words[i].capital or words[i].name is not None:
        return False
    following = words[i + 2] if i + 2 < len(words) else None
    ends = following is None or following.is_mark or following.form in grammar.prepositions | grammar.adverbs
    known = words[i].form in grammar.auxiliaries | grammar.passive | grammar.verbs | grammar.no_noun
    return ends and not known and bool(_THIRD_PERSON.match(words[i].form))


def any_romance_verb(words: list[Word], i: int, grammar: Speech) -> int:
    """Index of a verb that stands right behind a quotation's comma with somebody behind it, whatever the verb: "«…», a
    chiffré la ministre", "«…», rigole X", "«…», si sfoga al telefono X"; 0 where none does."""
    verb = i
    while verb < len(words) and verb - i < MOST_HELPERS and _is_helper(words, verb, grammar):
        verb += 1
    if verb + 1 >= len(words) or not _may_be_verb(words[verb], grammar) or (words[verb].participle and verb == i):
        return 0
    following = words[verb + 1]
    office = following.form in grammar.definite | _INDEFINITE and len(words) > verb + 2 and not words[verb + 2].is_mark
    apart = following.form in grammar.joins and any(w.person for w in words[verb + 2 : verb + LONGEST_ADJUNCT])
    if not (following.person or office or apart):
        return 0
    form = words[verb].form
    if grammar.elided:
        return verb if verb > i or bool(_FRENCH_PRESENT.search(form)) else 0
    return verb if _ROMANCE.search(form) and not form.endswith("mente") else 0


def stands_alone(words: list[Word], i: int, grammar: Speech) -> bool:
    """ "«…», confessa, e ri-se.": a verb without its pronoun right behind a quotation."""
    ends = i + 1 >= len(words) or words[i + 1].form in (",", ".")
    ends = ends and not any(w.person for w in words[i + 1 :])
    return ends and _may_be_verb(words[i], grammar) and bool(_ROMANCE.search(words[i].form))


_INDEFINITE = frozenset(("un", "une", "una", "uma", "um"))
MOST_HELPERS = 2
LONGEST_ADJUNCT = 6


def _is_helper(words: list[Word], i: int, grammar: Speech) -> bool:
    if words[i].form in ("s'", "se", "si"):
        return True
    if grammar.elided:
        return words[i].form in HELPERS and i + 1 < len(words) and words[i + 1].participle
    return words[i].form in _ROMANCE_HELPERS


def _may_be_verb(word: Word, grammar: Speech) -> bool:
    naming = naming_words()
    nobody = word.form not in naming.titles_and_offices | naming.people | naming.calendar
    plain = word.name is None and not word.capital and word.form.isalpha() and len(word.form) > 3
    return plain and nobody and word.form not in grammar.verbs and word.form not in grammar.no_noun


_ROMANCE_HELPERS = frozenset(("ha", "han", "hanno", "aveva", "habia", "tinha", "le", "gli"))
_ROMANCE = re.compile(r"(?:[aeo]|ou|eu|iu|on|an|am|em)$")
_FRENCH_PRESENT = re.compile(r"[a-z]{2}(?:[^aeiou]e|ie|oie|ille|uie|it|ait)$")


def any_english_verb(words: list[Word], grammar: Speech) -> tuple[int, int] | None:
    """(verb, start of its subject) behind an English quotation that ends with a comma inside its marks, whatever the
    verb: "“…,” sighed X", "“…,” she sighed", "“…,” the driver of the van recounted"."""
    if len(words) < 2 or words[0].is_mark:
        return None
    first, second = words[0], words[1]
    if _is_english_verb(first, grammar) and (second.person or second.form in grammar.pronouns or second.form == "the"):
        return 0, 1
    if first.form in grammar.pronouns and _is_english_verb(second, grammar):
        return 1, 0
    opens = first.name is not None or first.form in grammar.determiners
    end = phrase_end(words, 0, grammar) if opens else 0
    naming = naming_words()
    if not any(w.name is not None or w.form in naming.titles_and_offices | naming.people for w in words[:end]):
        return None  # "“…,” a white truck came crashing"
    if 0 < end < len(words) and _is_english_verb(words[end], grammar):
        return end, 0
    return None


def _is_english_verb(word: Word, grammar: Speech) -> bool:
    past = word.form.endswith("ed") or word.form in grammar.pasts or (word.form.endswith("s") and len(word.form) > 4)
    return past and _may_be_verb(word, grammar) and word.form not in _PASSED_ON


_PASSED_ON = frozenset(("quoted", "quotes", "cited", "cites"))
"""Behind a quotation these have a paper for their subject: "“…,” the Post quoted X as saying"."""
