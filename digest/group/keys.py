"""Clusters → what of them reads alike in any language: names, numbers, places and cognates. What `bridges` compares."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from digest.group import places
from digest.group.profile import Profile

KEY_LETTERS = 5  # of a word, after what languages spell differently is made alike

_LETTERS = str.maketrans(
    "абвгдезийклмнопрстуфхцыэіїґјљњћђєё" + "αβγδεζηικλμνοπρσςτυφχωάέήίόύώϊθ",
    "abvgdeziiklmnoprstufhcieiigilncdee" + "avgdeziiklmnoprsstifhoaeiioioit",
    "ъь",
)
_SEVERAL = {"ж": "j", "ч": "tch", "ш": "ch", "щ": "ch", "ю": "iu", "я": "ia", "ξ": "x", "ψ": "ps"}
_ALIKE = (("ph", "f"), ("th", "t"), ("ck", "c"), ("k", "c"), ("qu", "c"), ("q", "c"), ("y", "i"), ("w", "v"))
_DOUBLED = re.compile(r"(.)\1")


@dataclass(frozen=True, slots=True)
class Keys:
    """What of a cluster can be met in another language."""

    language: str
    weights: dict[str, int]
    named: frozenset[str]  # keys of names, numbers and places
    length: float
    first: int | None  # day, as an ordinal
    last: int | None


@cache
def key(term: str, language: str) -> str | None:
    """What a term reads like in any language; None for what is too short to tell."""
    if term[0] == "#":
        return term if len(term) > 2 else None
    code = places.of_terms(language).get(term)
    if code is not None:
        return "@" + code
    word = "".join(_SEVERAL.get(c, c) for c in term).translate(_LETTERS)
    if not word.isascii():
        return term if len(term) > 1 else None  # one script, several languages: Han names are written alike
    for spelling, alike in _ALIKE:
        word = word.replace(spelling, alike)
    word = _DOUBLED.sub(r"\1", word)
    return word[:KEY_LETTERS] if len(word) > 2 else None


def keys_of(profiles: Sequence[Profile]) -> Keys:
    """The keys of a cluster, which is of one language."""
    weights: dict[str, int] = defaultdict(int)
    named: set[str] = set()
    for profile in profiles:
        own: dict[str, int] = {}
        for term, weight in profile.weights.items():
            name = key(term, profile.language)
            if name is not None:
                own[name] = max(own.get(name, 0), weight)
                if name[0] in "#@" or term in profile.names:
                    named.add(name)
        for name, weight in own.items():
            weights[name] += weight
    days = [p.day for p in profiles if p.day is not None]
    length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
    language = profiles[0].language
    return Keys(language, dict(weights), frozenset(named), length, min(days, default=None), max(days, default=None))


def products(a: Keys, b: Keys) -> dict[str, float]:
    """What each shared key adds to the likeness of two clusters, which is the cosine of their keys."""
    fewer, more = (a, b) if len(a.weights) <= len(b.weights) else (b, a)
    length = a.length * b.length
    others = more.weights
    return {name: weight * others[name] / length for name, weight in fewer.weights.items() if name in others}


def likeness(a: Keys, b: Keys) -> float:
    """Cosine of the keys, the same whichever comes first."""
    fewer, more = (a, b) if len(a.weights) <= len(b.weights) else (b, a)
    others = more.weights
    product = sum(weight * others[name] for name, weight in fewer.weights.items() if name in others)
    return product / (a.length * b.length)
