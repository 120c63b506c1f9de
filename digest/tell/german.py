"""Names in German, which writes every noun with a capital: what can be a name, where it ends, what joins its words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.tell.gazetteer import flat, naming_words
from digest.tell.occurrence import Occurrence, is_first_name

if TYPE_CHECKING:
    from digest.tell.material import Material


def german_surnames(
    material: Material, found: list[Occurrence], doubtful: list[Occurrence], german: frozenset[int]
) -> frozenset[str]:
    """Which lone words are names in German, which writes all nouns with a capital: surnames of persons, and of full
    names that, like the word alone, never stand behind an article."""
    persons = {o.parts[-1] for o in found if o.kind == "person" and (len(o.parts) > 1 or o.titled)}
    full = [o for o in found if o.kind is None and not o.key and len(o.parts) > 1 and o.article in german]
    plain = {o.parts[-1] for o in full if not _is_behind_article(material, o)}
    owned = {o.parts[-1] for o in (*full, *doubtful) if o.article in german and _is_behind_article(material, o)}
    return frozenset(persons | (plain - owned - material.lowered))


_GERMAN_ARTICLE = re.compile(
    r"\b(?:d(?:er|ie|as|en|em|es)|(?:k?ein|mein|sein|ihr|unser|dies|jed|jen|welch|manch)(?:e[rnms]?)?|(?:i|a|zu|vo|bei)m|zur|ins|ans)"
    r" (?:[a-zäöüß-]+ )?$",
    re.IGNORECASE,
)


def _is_behind_article(material: Material, o: Occurrence) -> bool:
    return bool(_GERMAN_ARTICLE.search(material.articles[o.article].text[max(0, o.start - 40) : o.start]))


def without_genitives(found: list[Occurrence], german: frozenset[int]) -> list[Occurrence]:
    """ "Finchs", "Ida Finchs" as "Finch", "Ida Finch", where the story has the name without its ending too."""
    forms = {flat(o.text) for o in found if not o.key} | {o.parts[-1] for o in found if o.kind == "person"}
    rows = []
    for o in found:
        genitive = o.article in german and not o.key and o.text.endswith("s") and flat(o.text[:-1]) in forms
        rows.append(replace(o, end=o.end - 1, text=o.text[:-1]) if genitive and len(o.text) > 4 else o)
    return rows


def without_owned_noun(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """ "Ida Finchs Rede" without what is hers."""
    owned = len(pieces) > 2 and is_first_name(text[slice(*pieces[0])]) and text[slice(*pieces[1])].endswith("s")
    return pieces[:2] if owned and not any(is_first_name(text[slice(*p)]) for p in pieces[1:3]) else pieces


def joins_in_german(text: str, pieces: list[tuple[int, int]], particle: str) -> bool:
    """ "Ursula von der Leyen", "Partei der Arbeit", but not "Website von Lunet", "Sprecher der Partei"."""
    last = text[slice(*pieces[-1])]
    if last in ("von", "van"):
        return particle in ("der", "den", "dem")
    if particle == "van" and len(pieces) == 1:
        return True
    if particle in ("von", "van", "zu", "y", "bin", "al", "el", "de", "da"):
        return all(is_first_name(text[slice(*p)]) for p in pieces)
    body = flat(text[slice(*pieces[-1])]) in naming_words().organisation_words
    return body and particle in ("der", "des", "fur")
