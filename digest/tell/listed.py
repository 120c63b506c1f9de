"""Names of the two shipped lists, where a text has them."""

from __future__ import annotations

import re
from itertools import takewhile

from digest.tell.gazetteer import Kind, flat, gazetteer, is_german_office, naming_words
from digest.tell.kinds import names_a_body
from digest.tell.lexicon import lexicon

_FIRST_WORD = re.compile(r"[\w.]+")

_ARTICLES = frozenset(
    (
        "the",
        "a",
        "an",
        "le",
        "la",
        "les",
        "des",
        "los",
        "las",
        "el",
        "little",
        "long",
        "new",
        "fort",
        "salt",
        "cape",
        "san",
    )
)
"""First words of listed names whose second has a capital."""


def listed_at(text: str, start: int, language: str = "") -> tuple[int, str, Kind] | None:
    """End, key and kind of the longest listed form that starts here."""
    opening = _FIRST_WORD.match(text, start)
    if opening is None:
        return None
    word, known = flat(opening.group()).rstrip("."), gazetteer()
    rows = known.get(word) or known.get(word + ".")
    if not rows:
        return None
    window = flat(text[start : start + 60])
    for form, key, kind, exact in rows:
        end = start + len(form)
        if not window.startswith(form) or text[end : end + 1].isalnum():
            continue
        if exact and text[start:end].replace(".", "") != exact:
            continue
        if opening.end() < end and word in _ARTICLES and not text[opening.end() + 1].isupper():
            continue  # "Le point n'est pas réglé"
        if language == "de" and form in lexicon("de").stopwords:
            continue  # "Über" is no "Uber"
        if language == "de" and (office := _COMPOUND.match(text, end)) and is_german_office(flat(office.group(1))):
            continue  # "UN-Botschafterin"
        if language != "de" and form.endswith("ien") and form in naming_words().not_names:
            continue  # "l'océan Indien": the German name of a country
        if form == "us" and text[start - 1 : start] in ("'", "’"):
            continue  # "l'US Vernay" is a club
        return end, key, kind
    return None


_COMPOUND = re.compile(r"-(\w+)")


def goes_on(text: str, listed_end: int, run_end: int) -> bool:
    """Whether a listed word is only the beginning of a longer name: "Paris Match", but not "Kremlin Dmitri Peskov"."""
    rest = text[listed_end:run_end].strip(" \u00a0.")
    if not rest or listed_end >= run_end or not text[listed_end].isspace() or not rest[0].isupper():
        return False
    words = naming_words()
    following = flat(rest.split()[0]).strip(".")
    state = following == "state" and any(names_a_body(flat(w)) for w in rest.split())
    plain = following in words.first_names or following in words.titles or following in words.not_names
    if plain and not state:
        return False
    large = list(takewhile(lambda word: word[0].isupper(), rest.split()))
    return (len(large) <= 2 or any(names_a_body(flat(w)) for w in large)) and listed_at(rest, 0) is None
