"""Which articles carry one text: a reprint never counts as a second voice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from digest.tell.lexicon import Lexicon
from digest.tell.pieces import Pieces

SAME_TEXT_SHARE = 0.8
"""Share of the shorter article's runs that the other has too from which it is a reprint."""

SAME_TEXT_LENGTHS = 0.6
"""Share of the longer text that the shorter one has at least, as in `group.copies`: an article that quotes another
whole and then tells more is no reprint."""

TOUCHED_UP_SHARE = 0.9
"""The same for its words in runs of three: a word changed here and there makes no second text, unless it turns round
what is told: a number, a negation, an opposite."""

WORTH_A_LOOK = 0.25
"""Share of the shorter article's longer runs below which no reprint is looked for."""


def reprints(
    articles: Sequence[Pieces], carried: frozenset[tuple[str, ...]], lexicons: Sequence[Lexicon]
) -> tuple[list[int], list[int]]:
    """For each article the number of the first with its text, and of the first that it is a version of: a version in
    which a number or a negation differs is another text, but no other voice. Only first carriers are indexed, so that
    200 copies cost no more than 200 readings. `carried` are the runs that more than one article has."""
    shingles, forms = [a.shingles for a in articles], [a.forms for a in articles]
    first_carriers: dict[tuple[str, ...], list[int]] = {}
    short_runs: dict[int, set[tuple[str, ...]]] = {}
    numbers: list[int] = []
    voices: list[int] = []
    for index, row in enumerate(shingles):
        distinct = carried.intersection(row)
        shared = Counter(carrier for s in row if s in distinct for carrier in first_carriers.get(s, ()))
        best = max(shared, key=lambda i: (shared[i], -i), default=None)
        voices.append(index)
        if best is not None and shared[best] >= WORTH_A_LOOK * min(len(row), len(shingles[best])):
            alike = shared[best] >= SAME_TEXT_SHARE * min(len(row), len(shingles[best]))
            lengths = sorted((len(row), len(shingles[best])))
            same = lengths[0] >= SAME_TEXT_LENGTHS * lengths[1]
            if not alike:
                short_runs.setdefault(best, _short_runs(forms[best]))
                pair = forms[index], _short_runs(forms[index]), forms[best], short_runs[best]
                version = _is_touched_up(*pair)
                alike = version and not _is_turned(forms[index], forms[best], lexicons[index])
                if version and same:
                    voices[index] = voices[best]
            if alike and same:
                numbers.append(best)
                voices[index] = voices[best]
                continue
        numbers.append(index)
        for shingle in distinct:
            first_carriers.setdefault(shingle, []).append(index)
    return numbers, voices


def _short_runs(forms: tuple[str, ...]) -> set[tuple[str, ...]]:
    return set(zip(forms, forms[1:], forms[2:], strict=False))


def _is_touched_up(
    a: tuple[str, ...], a_runs: set[tuple[str, ...]], b: tuple[str, ...], b_runs: set[tuple[str, ...]]
) -> bool:
    """Whether the shorter stands in the longer almost whole."""
    shorter, other = (a, b_runs) if len(a) <= len(b) else (b, a_runs)
    covered: set[int] = set()
    for place in range(len(shorter) - 2):
        if shorter[place : place + 3] in other:
            covered.update((place, place + 1, place + 2))
    return len(covered) >= TOUCHED_UP_SHARE * len(shorter)


def _is_turned(a: tuple[str, ...], b: tuple[str, ...], words: Lexicon) -> bool:
    """Whether a number, a negation or an opposite is among the words that only one has."""
    shorter = min(a, b, key=len)
    changed = set(a) ^ set(b)
    if len(shorter) < TOUCHED_UP_SHARE * max(len(a), len(b)):
        changed &= set(shorter)  # the longer has more to tell
    numbers = dict(words.numbers)
    return any(f[0].isdigit() or f in numbers or f in words.negations or words.sides(f) for f in changed)
