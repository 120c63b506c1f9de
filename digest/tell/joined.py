"""Words that belong to a longer name: "Institute of Strategic and Maritime Studies", "Queen Mary University"."""

from __future__ import annotations

from itertools import takewhile

from digest.tell.gazetteer import flat, naming_words
from digest.tell.kinds import names_a_body
from digest.tell.listed import listed_at
from digest.tell.occurrence import is_first_name

_ROYAL = frozenset(("king", "queen", "prince", "princess", "pope", "emperor", "sultan", "emir", "saint"))
ENGLISH_JOINS = frozenset(("and", "for", "on"))


def is_no_title_here(text: str, pieces: list[tuple[int, int]], place: int, bare: str, lowered: frozenset[str]) -> bool:
    """ "Queen Mary University", "Prime Day", "Chief Executive Officer", "General Manager": words of longer terms."""
    behind = [flat(text[slice(*p)]).strip(".,") for p in pieces[place + 1 :]]
    if not behind or not text[pieces[place + 1][0]].isupper():
        return False
    if bare in _ROYAL:
        return any(names_a_body(b) for b in behind)
    return bare == "prime" and behind[0] != "minister"


def joins_in_english(text: str, pieces: list[tuple[int, int]], place: int, current: list[tuple[int, int]]) -> bool:
    """Whether "and" or "for" joins one body, no second body, person or place: "Institute of Strategic and Maritime
    Studies", "the Food and Salt Administration", "Centre for River Health"."""
    chunk = list(takewhile(lambda p: text[p[0]].isupper(), pieces[place + 1 :]))
    if not chunk:
        return False
    words, first = naming_words(), flat(text[slice(*chunk[0])]).strip(".")
    acronym = text[slice(*chunk[0])].isupper() and len(first) > 1
    named = is_first_name(text[slice(*chunk[0])]) or first in words.titles or listed_at(text, chunk[0][0]) is not None
    if acronym or named or (first in words.not_names and first not in FIELDS | _WIDE):
        return False
    body = any(names_a_body(flat(text[slice(*p)])) for p in current)
    second = [names_a_body(flat(text[slice(*p)]).strip(".,")) for p in chunk]
    if flat(text[slice(*pieces[place])]) != "and":
        return body and not any(second)
    if body:
        return any(text[p[0]].islower() for p in current) and not any(second)
    opens = text.endswith(("the ", "The "), 0, current[0][0])
    plain = not any(is_first_name(text[slice(*p)]) or listed_at(text, p[0]) for p in (*current, *chunk))
    return opens and second[-1] and plain and len(current) <= 2


FIELDS = frozenset(
    [
        "education",
        "defense",
        "justice",
        "finances",
        "finance",
        "interieur",
        "affaires",
        "affairs",
        "state",
        "economy",
        "islam",
    ]
)
"""Of the words that are no names those that a body is for: "Board of Education"."""
_WIDE = frozenset(("international", "european", "american", "african", "western", "north", "south", "east", "west"))
