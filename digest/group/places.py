"""Names of countries, languages and cities → codes that are the same in all languages.

The table is written by tests/quality/name_places.py from the Unicode CLDR. It lists names as dictionaries do; inflected
ones are met by their stems."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from digest import tables
from digest.group.terms import terms_of, tokens


@cache
def of_terms(language: str) -> Mapping[str, str]:
    """Term → code, for places whose name is one term. Where a language's stemmer makes two places one, neither is
    here."""
    found: dict[str, set[str]] = {}
    for line in tables.read("group/tables/places.txt.gz").splitlines():
        lang, name, code = line.split("\t")
        if lang == language:
            pieces = [t for token in tokens(name) for t in terms_of(token, language)]
            if len(pieces) == 1:
                found.setdefault(pieces[0], set()).add(code)
    return {term: min(codes) for term, codes in found.items() if len(codes) == 1}
