"""What is known of names before a story is read: two lists of places and bodies, and the words around names. The tables
are tell/tables/places.txt, organisations.txt, first_names.txt and naming.toml, where the keys are explained."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Literal

from digest import tables
from digest.text import fold

Kind = Literal["person", "organisation", "place", "other"]


@lru_cache(maxsize=65536)
def flat(text: str) -> str:
    """Comparison form of the same length for all but a few letters: lower case, no accents, straight apostrophes."""
    return text.translate(_FLAT)


class _Flat(dict[int, str]):
    """Each character's plain form, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in "’ʼ":
            plain = "'"
        elif character in "\u00a0\u202f":
            plain = " "
        else:
            base = unicodedata.normalize("NFD", character)[0].lower()
            plain = base if len(base) == 1 else character
        self[code] = plain
        return plain


_FLAT = _Flat()


@dataclass(frozen=True)
class _Words:
    titles: frozenset[str]
    roles: frozenset[str]
    kin: frozenset[str]
    speakers: frozenset[str]
    people: frozenset[str]
    organisation_words: frozenset[str]
    place_words: frozenset[str]
    sure_places: frozenset[str]
    not_names: frozenset[str]
    things: frozenset[str]
    houses: frozenset[str]
    streets: frozenset[str]
    vessels: frozenset[str]
    groups: frozenset[str]
    things_end: frozenset[str]
    places_too: frozenset[str]
    page_words: frozenset[str]
    particles: frozenset[str]
    careful_particles: frozenset[str]
    women: frozenset[str]
    both: frozenset[str]
    also_surnames: frozenset[str]
    short_forms: frozenset[str]
    office_endings: frozenset[str]
    calendar: frozenset[str]
    first_names: frozenset[str]

    @cached_property
    def offices(self) -> frozenset[str]:
        """Words for those who speak: roles, and what stands for somebody without a name."""
        return self.roles | self.speakers

    @cached_property
    def peoples(self) -> frozenset[str]:
        """What is no name and may yet speak: "Democrats", "les Américains"."""
        return self.not_names - self.page_words

    @cached_property
    def titles_and_offices(self) -> frozenset[str]:
        return self.titles | self.offices


@cache
def naming_words() -> _Words:
    table = tables.read_toml("tell/tables/naming.toml")
    lines = tables.read("tell/tables/first_names.txt").splitlines()
    first_names = frozenset(word for line in lines if not line.startswith("#") for word in line.split())
    words = {key: frozenset(value.split()) for key, value in table.items()}
    words["not_names"] |= words["page_words"]
    return _Words(**words, first_names=first_names)


@lru_cache(maxsize=16384)
def is_german_office(form: str) -> bool:
    """ "aussenminister", "grunensprecherin", "soldat": what stands before a name in German and is no part of it."""
    words = naming_words()
    return form in words.roles or any(form.endswith(ending) for ending in words.office_endings)


@cache
def long_forms(first_name: str) -> frozenset[str]:
    """ "christopher" for "chris"."""
    pairs = (pair.split("=") for pair in naming_words().short_forms)
    return frozenset(long for short, long in pairs if short == first_name)


@cache
def gazetteer() -> dict[str, list[tuple[str, str, Kind, str]]]:
    """First word → (flat form, key, kind, how it must be written), longest form first. Acronyms and short words with
    accents ("Irã") count only as they are written; others have "" there."""
    forms: dict[str, list[tuple[str, str, Kind, str]]] = defaultdict(list)
    files: tuple[tuple[str, Kind], ...] = (("places", "place"), ("organisations", "organisation"))
    for file, kind in files:
        for line in tables.read(f"tell/tables/{file}.txt").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            written = [form.strip() for form in line.split("|")]
            for form in written:
                strict = (form.isupper() and len(form) <= 5) or (len(form) <= 4 and not form.isascii())
                exact = form.replace(".", "") if strict else ""
                forms[re.split(r"[ '-]", flat(form))[0]].append((flat(form), f"{kind}:{fold(written[0])}", kind, exact))
    return {word: sorted(rows, key=lambda row: (-len(row[0]), row)) for word, rows in forms.items()}
