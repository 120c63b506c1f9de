"""The signals that two articles are about one event. To add one, write a function and add its line to SIGNALS.

`shared_terms` is found by the inverted index, for all pairs at once. Each signal after it is a factor on it, near 1
where it has nothing to say. Their product is what `merge` works with."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from digest.group.profile import UNIT, Profile

WINDOW_DAYS = 10  # articles so far apart are about different events, or one of the dates is wrong (see strays)
FEW_TERMS = 0.6  # share that is taken off a likeness that rests on one term; half of it on two, and so on
DECAY_DAYS = 15  # a day between takes a fifteenth off: what is told again a week later is rarely the same event
UNDATED = 0.5  # nothing says that an undated article is from the same year: it must be as near as two a week apart
EXPECTED_COVERAGE = 0.5  # of each other's key terms, by long articles at the border between same and other event
COVERAGE_POWER = 1.75  # how much coverage decides; 2.5 begins to split stories that are told from several sides
LONG_WORDS = 200  # a text of this many words ought to hold 63 % of what the coverage measure asks of a long one
SHORT_WORDS = 60  # below, what a text doesn't hold says nothing


@dataclass(frozen=True, slots=True)
class Signal:
    """A named factor. `explanation` is for people who read why an article is in its story."""

    name: str
    explanation: str
    factor: Callable[[Profile, Profile, tuple[int, int]], float]  # third argument: shared_terms


def shared_terms(a: Profile, b: Profile) -> tuple[int, int]:
    """Cosine of both profiles, as a whole number up to UNIT squared, and the sum of the squares of its parts."""
    weights, others = a.weights, b.weights
    total = squares = 0
    for term in weights.keys() & others.keys():  # whole numbers: the order of a set changes nothing
        product = weights[term] * others[term]
        total += product
        squares += product * product
    return total, squares


def several_terms(_a: Profile, _b: Profile, shared: tuple[int, int]) -> float:
    """One shared name is chance, a place or a topic; an event is several words together. What counts is the number of
    terms that the likeness is spread over: total squared by squares, 1 for one term, n for n equal ones."""
    return spread(*shared)


def spread(total: int, squares: int) -> float:
    """What is left of a likeness for the number of terms that it rests on."""
    return 1 - FEW_TERMS * squares / (total * total)


def coverage(a: Profile, b: Profile, _shared: tuple[int, int]) -> float:
    """Two robberies in Paris share most words, but the key words of one, its names and numbers, are nowhere in the
    whole text of the other. Silent about short texts."""
    if a.word_count < SHORT_WORDS and b.word_count < SHORT_WORDS:
        return 1.0
    return float(((_held(a, b) + _held(b, a)) / 2) ** COVERAGE_POWER)


def certainty(word_count: int) -> float:
    """How sure it is that a text of so many words would hold what matters of its event; nothing for a short one."""
    return 1 - math.exp(-word_count / LONG_WORDS) if word_count >= SHORT_WORDS else 0.0


def most_held(word_count: int) -> float:
    """What `share_held` is at most, for a text of so many words."""
    return 1 / (1 - certainty(word_count) * (1 - EXPECTED_COVERAGE))


def share_held(counted: Any, total: Any, sure: Any) -> Any:
    """Share of one text's key terms that another holds, against what is expected of so long a text as the other: 1 is
    what is expected. `sure` is the other's certainty. Takes numbers, or arrays of them."""
    return (1 - sure * (1 - counted / total)) / (1 - sure * (1 - EXPECTED_COVERAGE))


def _held(a: Profile, b: Profile) -> float:
    if b.word_count < SHORT_WORDS:
        return 1.0
    weights, later = b.weights, b.later
    keys = a.keys()
    held = sum([n for term, n in keys.counts.items() if term in weights or term in later])
    return float(share_held(held, keys.total or 1, certainty(b.word_count)))


def days_apart(a: Profile, b: Profile, _shared: tuple[int, int]) -> float:
    """Full on the same day, a third less after five, nothing after WINDOW_DAYS."""
    if a.day is None or b.day is None:
        return UNDATED
    gap = a.day - b.day if a.day > b.day else b.day - a.day
    return 1 - gap / DECAY_DAYS if gap < WINDOW_DAYS else 0.0


SIGNALS: tuple[Signal, ...] = (
    Signal("several_terms", "they share several rare words, not one", several_terms),
    Signal("coverage", "each holds the names and numbers that matter in the other", coverage),
    Signal("days_apart", "they were published at about the same time", days_apart),
)
"""Factors on `shared_terms`."""

_FACTORS = tuple(signal.factor for signal in SIGNALS)


def combined(a: Profile, b: Profile, shared: tuple[int, int]) -> int:
    """All signals of a pair in one number, up to UNIT squared."""
    value = float(shared[0])
    for factor in _FACTORS:
        value *= factor(a, b, shared)
    return round(value) if value < UNIT * UNIT else UNIT * UNIT


def timeless(a: Profile, b: Profile) -> int:
    """All signals but the time between."""
    shared = shared_terms(a, b)
    if not shared[0]:
        return 0
    return min(round(shared[0] * several_terms(a, b, shared) * coverage(a, b, shared)), UNIT * UNIT)
