"""Word for word: sentences of different articles with a run of shared words, and how much of an article such runs make.

Each copied sentence is held against the first article that carries the run, never against all: 200 copies of one text
give no 20,000 pairs."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher

from digest.model import Copied, CopyShare
from digest.tell.material import Material
from digest.tell.units import SHINGLE_WORDS, Token, Unit

Run = tuple[str, ...]

FEWEST_CONTENT_WORDS = 4
"""Content words that the two sentences share: below it the run is a set phrase, such as the name of an institution."""


def copies(material: Material) -> tuple[Copied, ...]:
    """Pairs with the longest runs, in story order. Of reprints only the sentences that were edited are shown."""
    first: dict[Run, Unit] = {}
    pairs: dict[tuple[int, int], int] = {}
    for unit in material.units:
        runs = _runs(unit.tokens)
        carriers = Counter(first[r].number for r in runs if r in first and first[r].article != unit.article)
        for number in sorted(carriers):
            other = material.units[number]
            if other.text_number == unit.text_number and other.text == unit.text:
                continue
            words = _shared_words(other, runs)
            if len(unit.stems & other.stems) >= FEWEST_CONTENT_WORDS:
                pairs[number, unit.number] = words
        for run in runs:
            first.setdefault(run, unit)
    ranked = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[: material.options.copied_pairs]
    return tuple(_copied(material, a, b, words) for (a, b), words in sorted(ranked))


def shares(material: Material) -> tuple[CopyShare, ...]:
    """One line an article, in story order; nothing when no article shares a run with another."""
    carriers: dict[Run, int] = {}
    shared: set[Run] = set()
    for index, row in enumerate(material.shingles):
        for run in row:
            if carriers.setdefault(run, index) != index:
                shared.add(run)
    lines = []
    for index, row in enumerate(material.shingles):
        covered = 0
        reach = 0
        for place, run in enumerate(row):
            if run in shared:
                covered += place + SHINGLE_WORDS - max(place, reach)
                reach = place + SHINGLE_WORDS
        lines.append(CopyShare(material.articles[index].id, material.word_counts[index], covered))
    return tuple(lines) if any(line.copied_words for line in lines) else ()


def _runs(tokens: tuple[Token, ...]) -> list[Run]:
    forms = [t.form for t in tokens]
    return [tuple(forms[i : i + SHINGLE_WORDS]) for i in range(len(forms) - SHINGLE_WORDS + 1)]


def _shared_words(unit: Unit, runs: list[Run]) -> int:
    """Words of a sentence that lie in the given runs."""
    known = set(runs)
    covered, reach = 0, 0
    for place, run in enumerate(_runs(unit.tokens)):
        if run in known:
            covered += place + SHINGLE_WORDS - max(place, reach)
            reach = place + SHINGLE_WORDS
    return covered


def _copied(material: Material, a_number: int, b_number: int, words: int) -> Copied:
    a, b = material.units[a_number], material.units[b_number]
    a_forms, b_forms = [t.form for t in a.tokens], [t.form for t in b.tokens]
    matcher = SequenceMatcher(None, a_forms, b_forms, autojunk=False)
    a_marks, b_marks = [], []
    a_from = b_from = 0
    for a_to, b_to, size in _kept_matches(a.tokens, matcher):
        if a_to > a_from:
            a_marks.append((a.tokens[a_from].start - a.start, a.tokens[a_to - 1].end - a.start))
        if b_to > b_from:
            b_marks.append((b.tokens[b_from].start - b.start, b.tokens[b_to - 1].end - b.start))
        a_from, b_from = a_to + size, b_to + size
    return Copied(material.sentence(a), material.sentence(b), words, tuple(a_marks), tuple(b_marks))


def _kept_matches(a_tokens: tuple[Token, ...], matcher: SequenceMatcher[str]) -> list[tuple[int, int, int]]:
    """Matching runs without the lone small words ("de", "le") between two changes, which only make a mark ragged."""
    blocks = [(m.a, m.b, m.size) for m in matcher.get_matching_blocks()]
    return [
        (a, b, size)
        for a, b, size in blocks
        if size == 0 or size > 2 or any(t.stem for t in a_tokens[a : a + size]) or (a == b == 0)
    ]
