"""Clusters of one language → clusters of several, by what reads alike in both: names, numbers, places and cognates.

Each language is grouped by itself first. Then each cluster of a smaller language is offered to the nearest cluster of a
larger one; several may join the same. A shared name, number or place is required: cognates alone join nothing."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from digest.group import places
from digest.group.profile import Profile

LEAST_SIMILARITY = 0.16  # of two clusters' keys; 0.15 to 0.17 do as well
SINGLE_KEY_SHARE = 0.5  # of the strongest shared key that is taken off: one name is not an event
ONE_KEY_ENOUGH = 0.3  # similarity at which one shared key is enough: Banksy in two headlines of a day
MOST_DAYS_APART = 3  # between the last article of one and the first of the other
UNDATED_FACTOR = 1.5  # times nearer that two clusters must be where a day is unknown
COMMON_CLUSTERS = 400  # a key of more clusters finds nothing by itself
KEY_LETTERS = 5  # of a word, after what languages spell differently is made alike

_LETTERS = str.maketrans(
    "абвгдезийклмнопрстуфхцыэіїґјљњћђєё" + "αβγδεζηικλμνοπρσςτυφχωάέήίόύώϊθ",
    "abvgdeziiklmnoprstufhcieiigilncdee" + "avgdeziiklmnoprsstifhoaeiioioit",
    "ъь",
)
_SEVERAL = {"ж": "j", "ч": "tch", "ш": "ch", "щ": "ch", "ю": "iu", "я": "ia", "ξ": "x", "ψ": "ps"}
_ALIKE = (("ph", "f"), ("th", "t"), ("ck", "c"), ("k", "c"), ("qu", "c"), ("q", "c"), ("y", "i"), ("w", "v"))
_DOUBLED = re.compile(r"(.)\1")


@dataclass(slots=True)
class _Keys:
    """What of a cluster can be met in another language."""

    language: str
    weights: dict[str, int]
    named: frozenset[str]  # keys of names, numbers and places
    length: float
    first: int | None
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


def join_languages(profiles: Mapping[int, Profile], clusters: Sequence[list[int]]) -> tuple[list[list[int]], list[int]]:
    """Joined clusters, and the numbers of articles that came into another language's story."""
    keys = [_keys([profiles[i] for i in members]) for members in clusters]
    sizes: dict[str, int] = defaultdict(int)
    for members, held in zip(clusters, keys, strict=True):
        sizes[held.language] += len(members)
    languages = sorted(sizes, key=lambda lang: (-sizes[lang], lang))
    postings: dict[str, list[int]] = defaultdict(list)
    target = list(range(len(clusters)))
    for language in languages:
        own = [c for c, held in enumerate(keys) if held.language == language]
        for c in own:
            best = _nearest(c, keys, postings)
            if best is not None:
                target[c] = target[best]
        for c in own:
            for name in keys[c].weights:
                postings[name].append(c)
    joined: dict[int, list[int]] = defaultdict(list)
    for c, members in enumerate(clusters):
        joined[target[c]] += members
    moved = sorted(i for c, members in enumerate(clusters) if target[c] != c for i in members)
    return [sorted(members) for members in joined.values()], moved


def _keys(profiles: Sequence[Profile]) -> _Keys:
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
    return _Keys(language, dict(weights), frozenset(named), length, min(days, default=None), max(days, default=None))


def _nearest(c: int, keys: Sequence[_Keys], postings: dict[str, list[int]]) -> int | None:
    own = keys[c]
    candidates: set[int] = set()
    for name in own.named:
        held = postings.get(name, ())
        if len(held) <= COMMON_CLUSTERS:
            candidates.update(held)
    best: tuple[float, int] | None = None
    for other in sorted(candidates):
        similarity = _similarity(own, keys[other])
        if similarity >= LEAST_SIMILARITY and (best is None or (-similarity, other) < best):
            best = (-similarity, other)
    return None if best is None else best[1]


def _similarity(a: _Keys, b: _Keys) -> float:
    factor = _time(a, b)
    shared = [name for name in a.weights if name in b.weights]
    if not factor or not any(name in a.named and name in b.named for name in shared):
        return 0.0
    products = sorted((a.weights[name] * b.weights[name] for name in shared), reverse=True)
    length = a.length * b.length
    if len(products) < 2 and products[0] < ONE_KEY_ENOUGH * length:
        return 0.0
    return round(factor * (sum(products) - SINGLE_KEY_SHARE * products[0]) / length, 9)


def _time(a: _Keys, b: _Keys) -> float:
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return 1 / UNDATED_FACTOR
    return 1.0 if max(a.first - b.last, b.first - a.last) <= MOST_DAYS_APART else 0.0
