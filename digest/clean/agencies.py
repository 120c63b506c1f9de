"""News agencies in the few words of a credit: which are named, and whether the words say nothing else.

Names and signs stand in tables/agencies.toml. Where on a page a credit counts is settled in `provenance`."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from digest import tables
from digest.text import fold

MOST_REMEMBERED = 4_000
"""Short texts of which it is remembered what they name: an outlet's pages have the same furniture."""

PICTURE = re.compile(
    r"photo|image|crédit|credit|foto|bild|getty|©|archiv|caption|légende|illustration|pool|picture|via |grafi"
    r"|vidéo|video|handout|\bap/|/ap\b",
    re.IGNORECASE,
)
"""Words that tell a picture's credit from a text's."""

LONGEST_SIGNATURE = 60  # characters, brackets included
_SIGNED_OFF = re.compile(
    r"(?:[.!?…»”\"][ \u00a0]?[(\[](?P<behind>[^()\[\]\n]{2,50})[)\]]|[(\[](?P<within>[^()\[\]\n]{2,50})[)\]]\.)\Z"
)
_REPORTED = re.compile(
    r"[(\[](?P<agency>[^()\[\]/\n]{2,30}?) ?/ ?"
    r"(?P<name>[^\W\d_a-zß-öø-ÿ][\w'’.-]{1,20}(?: [^\W\d_][\w'’.-]{0,20}){1,3})[)\]]\.?"
)
_BRACKETED = re.compile(r"[(\[](?P<who>[^()\[\]\n]{2,50})[)\]]\.?")


_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def _finders() -> frozenset[str]:
    """Words in lower case of which a text that names an agency has one: the longest of each sign and name."""
    table = tables.read_toml("clean/tables/agencies.toml")
    return frozenset(max(_LETTERS.findall(way.lower()), key=len) for way in (*table["signs"], *table["names"]))


def _may_name(text: str) -> bool:
    """False for a text that names no agency, told from its words at a tenth of the cost of the pattern."""
    return not _finders().isdisjoint(_LETTERS.findall(text.lower()))


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    table = tables.read_toml("clean/tables/agencies.toml")
    signs, names = table["signs"], table["names"]
    ways = [re.escape(sign) for sign in signs] + [f"(?i:{re.escape(name)})" for name in names]
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(ways, key=lambda w: (-len(w), w)))})(?![\w-])")
    return pattern, {**names, **signs}, frozenset(table["credit"]["words"].split())


@lru_cache(MOST_REMEMBERED)
def named(text: str) -> tuple[str, ...]:
    """Every agency that a few words name, in their order."""
    if not _may_name(text):
        return ()
    pattern, names, _ = _pattern()
    found = (names.get(hit[0]) or names.get(fold(hit[0]), "") for hit in pattern.finditer(text))
    return tuple(dict.fromkeys(name for name in found if name))


def is_bare(text: str) -> bool:
    """Agencies and nothing else: "- Reuters", "AFP/ATS"."""
    pattern, _, _ = _pattern()
    return not any(map(str.isalpha, pattern.sub(" ", text)))


def is_credit(text: str) -> bool:
    """Whether a few words are nothing but agencies, names and the small words of a credit. A slash between a person
    and an agency is a picture's credit: only agencies and outlets in one or two words are joined so."""
    pattern, _, small = _pattern()
    if not pattern.search(text):
        return False
    rest = pattern.sub(" ", text)
    if "/" in text and any(len(part.split()) > 1 for part in text.split("/") if not pattern.search(part)):
        return False
    return all(word in small for word in _LETTERS.findall(rest) if word.islower())


def is_wire(text: str) -> bool:
    """Whether the brackets of a dateline hold an agency, maybe with its desk: "AFP", "dpa/lhe"."""
    return is_credit(text.partition("/")[0]) or is_credit(text)


def is_nameless(text: str) -> bool:
    """A credit without a person, a place or a picture: "AFP", "avec AFP et Reuters"."""
    pattern, _, small = _pattern()
    if not _may_name(text) or not pattern.search(text) or PICTURE.search(text):
        return False
    return all(word.lower() in small for word in _LETTERS.findall(pattern.sub(" ", text)))


def signs_off(text: str) -> str:
    """The agency's bracket behind the last sentence of a paragraph, without the brackets, or "": "… sont fermées.
    (AFP)", "… sont fermées (avec AFP)."."""
    if not text.endswith((")", "]", ").", "].")):
        return ""
    hit = _SIGNED_OFF.search(text, max(0, len(text) - LONGEST_SIGNATURE))
    who = (hit["behind"] or hit["within"]) if hit else ""
    return who if who and is_nameless(who) else ""


def reporter(text: str) -> tuple[str, str] | None:
    """Agency and reporter of a line that is nothing else: "(AFP/Ana Reis)". With the name first, "(Ana Reis/AFP)", it
    is a picture's credit by custom, as is all of AP's."""
    hit = _REPORTED.fullmatch(text) if len(text) <= LONGEST_SIGNATURE else None
    if hit is None or not is_bare(hit["agency"]) or not named(hit["agency"]) or PICTURE.search(text):
        return None
    return named(hit["agency"])[0], " ".join(hit["name"].split())


def is_signature(text: str) -> bool:
    """A line that says whose copy the text uses and nothing else: "Avec AFP", "(mit dpa)", "(Reuters)". A bare sign
    without brackets is a picture's as often."""
    if len(text) > LONGEST_SIGNATURE or not is_nameless(text):
        return False
    return bool(_BRACKETED.fullmatch(text)) or not is_bare(text)
