"""The signals that two articles are about one event. To add one, write a function and add its line to SIGNALS.

`shared_terms` is found by the inverted index, for all pairs at once. Each signal after it is a factor on it, near 1 where
it has nothing to say. Their product is what `merge` works with."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from digest.group.profile import UNIT, Profile

WINDOW_DAYS = 14  # articles so far apart are about different events, or one of the dates is wrong (see strays)
SINGLE_TERM_SHARE = 0.4  # of the strongest shared term that is taken off
UNDATED = 0.75  # nothing says that an undated article is from the same year
EXPECTED_COVERAGE = (
    0.55  # long articles at the border between same and other event hold this share of each other's key terms
)
LONG_WORDS = 200  # a text of this many words ought to hold 63 % of what the coverage measure asks of a long one
SHORT_WORDS = 60  # below, what a text doesn't hold says nothing


@dataclass(frozen=True, slots=True)
class Signal:
    """A named factor. `explanation` is for people who read why an article is in its story."""

    name: str
    explanation: str
    factor: Callable[[Profile, Profile, int], float]  # third argument: shared_terms, up to UNIT squared


def shared_terms(a: Profile, b: Profile) -> int:
    """Cosine of both profiles, as a whole number up to UNIT squared."""
    if len(a.weights) > len(b.weights):
        a, b = b, a
    other = b.weights
    return sum(weight * other[term] for term, weight in a.weights.items() if term in other)


def several_terms(a: Profile, b: Profile, product: int) -> float:
    """One shared rare word is chance or a topic; an event is several words together."""
    if len(a.weights) > len(b.weights):
        a, b = b, a
    other = b.weights
    strongest = max(weight * other[term] for term, weight in a.weights.items() if term in other)
    return 1 - SINGLE_TERM_SHARE * strongest / product


def coverage(a: Profile, b: Profile, _product: int) -> float:
    """Two robberies in Paris share most words, but the key words of one, its names and numbers, are nowhere in the
    whole text of the other. Silent about short texts."""
    if a.word_count < SHORT_WORDS and b.word_count < SHORT_WORDS:
        return 1.0
    return (_held(a, b) + _held(b, a)) / 2


def _held(a: Profile, b: Profile) -> float:
    certainty = 1 - math.exp(-b.word_count / LONG_WORDS)
    weights, later = b.weights, b.later
    held = sum(weight for term, weight in a.keys if term in weights or term in later) / (a.keys_total or 1)
    return (1 - certainty * (1 - held)) / (1 - certainty * (1 - EXPECTED_COVERAGE))


def days_apart(a: Profile, b: Profile, _product: int) -> float:
    """Full on the same day, nothing after WINDOW_DAYS."""
    if a.day is None or b.day is None:
        return UNDATED
    return max(0.0, 1 - abs(a.day - b.day) / WINDOW_DAYS)


SIGNALS: tuple[Signal, ...] = (
    Signal("several_terms", "they share several rare words, not one", several_terms),
    Signal("coverage", "each holds the names and numbers that matter in the other", coverage),
    Signal("days_apart", "they were published at about the same time", days_apart),
)
"""Factors on `shared_terms`."""


def combined(a: Profile, b: Profile, product: int) -> int:
    """`product` after all signals."""
    value = float(product)
    for signal in SIGNALS:
        value *= signal.factor(a, b, product)
    return min(round(value), UNIT * UNIT)
