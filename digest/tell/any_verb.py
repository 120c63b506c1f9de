"""Verbs that speak because of where they stand, whatever the verb: right behind a quotation, before somebody."""

from __future__ import annotations

import re

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


def any_french_verb(words: list[Word], i: int, grammar: Speech) -> int:
    """Index of a verb that stands right behind a quotation's comma with somebody behind it, whatever the verb: "«…», a
    chiffré la ministre", "«…», rigole X"; 0 where none does."""
    if i + 1 >= len(words) or words[i].name is not None or words[i].capital:
        return 0
    helped = words[i].form in HELPERS and words[i + 1].participle
    verb = i + 1 if helped else i
    form = words[verb].form
    if (
        form in grammar.verbs
        or form in grammar.no_noun
        or verb + 1 >= len(words)
        or (words[verb].participle and not helped)
    ):
        return 0
    following = words[verb + 1]
    article = following.form in grammar.definite and any(
        w.form in naming_words().titles_and_offices for w in words[verb + 2 : verb + 4]
    )
    known = form in naming_words().titles_and_offices | naming_words().people | naming_words().calendar
    if not (following.person or article) or known:
        return 0
    return verb if helped or bool(_FRENCH_PRESENT.search(form)) else 0


_FRENCH_PRESENT = re.compile(r"[a-z]{2}(?:[^aeiou]e|ie|oie|ille|uie|it|ait)$")
