"""Word for word: sentences of different articles with a run of shared words, and how much of an article such runs make.

Each copied sentence is held against the first article that carries the run, never against all: 200 copies of one text
give no 20,000 pairs."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import NamedTuple

from digest.model import Copied, CopyShare
from digest.tell.alignment import is_description
from digest.tell.material import Material
from digest.tell.pieces import SHINGLE_WORDS, Token
from digest.tell.units import Unit

Run = tuple[str, ...]

LONG_RUN = 12
"""Words that a pair shares from which it shows a common source wherever it stands."""

CLOSE_SHARE = 0.25
"""Share of the shorter article in runs from which shorter pairs of the two count too."""

SHORT_RUN_SHARE = 0.35
"""Share of the shorter sentence that a shorter run makes there: "a boy of two and a half" is no copied passage."""

MOST_EDITS = 5
"""Times that a sentence is held against its edited copies: 200 reprints with 200 datelines are seen after a few."""

FEWEST_CONTENT_WORDS = 4
"""Content words that the two sentences share: below it the run is a set phrase, such as the name of an institution."""


def copies(material: Material) -> tuple[Copied, ...]:
    """Pairs with the longest runs, in story order. Of reprints only the sentences that were edited are shown. Where two
    articles have little in common, a short run or a quotation that both carry is no copy."""
    first: dict[Run, Unit] = {}
    found: list[_Pair] = []
    for unit in material.units:
        runs = _runs(unit.tokens)
        carriers = Counter(first[r].number for r in runs if r in first and first[r].article != unit.article)
        for number in sorted(carriers):
            other = material.units[number]
            if other.text_number == unit.text_number and other.text == unit.text:
                continue
            covered = _covered(other, runs)
            told = len(unit.stems & other.stems) >= FEWEST_CONTENT_WORDS
            if told and not is_description(material, other, [other.tokens[i] for i in sorted(covered)]):
                quoted = _quoted(material, other, covered) or _quoted(
                    material, unit, _covered(unit, _runs(other.tokens))
                )
                share = len(covered) / min(len(unit.tokens), len(other.tokens))
                found.append(_Pair(len(covered), number, unit.number, quoted, share))
        for run in runs:
            first.setdefault(run, unit)
    shared = _shared(material, found)
    ranked = _once(material, [p for p in found if _is_copy(material, p, shared)])
    chosen = sorted(ranked[: material.options.copied_pairs], key=lambda p: (p.a, p.b))
    return tuple(_copied(material, p.a, p.b, p.words) for p in chosen)


class _Pair(NamedTuple):
    """Numbers of two sentences with the words that they share in runs, quoted or not."""

    words: int
    a: int
    b: int
    quoted: bool
    share: float  # of the shorter


def _shared(material: Material, found: list[_Pair]) -> dict[tuple[int, int], float]:
    """Two articles → share of the shorter that their runs make."""
    words: Counter[tuple[int, int]] = Counter()
    for pair in found:
        words[_articles(material, pair)] += pair.words
    counts = material.word_counts
    return {(a, b): n / max(1, min(counts[a], counts[b])) for (a, b), n in words.items()}


def _articles(material: Material, pair: _Pair) -> tuple[int, int]:
    return material.units[pair.a].article, material.units[pair.b].article


def _is_copy(material: Material, pair: _Pair, shared: dict[tuple[int, int], float]) -> bool:
    close = shared[_articles(material, pair)] >= CLOSE_SHARE
    return (close and (pair.words >= LONG_RUN or pair.share >= SHORT_RUN_SHARE)) or (
        pair.words >= LONG_RUN and not pair.quoted
    )


def _once(material: Material, found: list[_Pair]) -> list[_Pair]:
    """Longest first; each sentence once against another article, and against a few only."""
    kept: list[_Pair] = []
    seen: set[tuple[int, int]] = set()
    shown: Counter[int] = Counter()
    edits: set[tuple[int, str]] = set()
    for pair in sorted(found, key=lambda p: (-p.words, p.a, p.b)):
        a, b = _articles(material, pair)
        edit = pair.a, material.units[pair.b].text
        if (pair.a, b) not in seen and (pair.b, a) not in seen and edit not in edits and shown[pair.a] < MOST_EDITS:
            shown[pair.a] += 1
            edits.add(edit)
            seen |= {(pair.a, b), (pair.b, a)}
            kept.append(pair)
    return kept


def _quoted(material: Material, unit: Unit, covered: set[int]) -> bool:
    inside = sum(material.in_quotation(unit.article, unit.tokens[i].start) is not None for i in covered)
    return inside >= 0.7 * len(covered)


def shares(material: Material) -> tuple[CopyShare, ...]:
    """One line an article, in story order; nothing when no article shares a run with another."""
    shared = material.carried
    if not shared:
        return ()
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


def _covered(unit: Unit, runs: list[Run]) -> set[int]:
    """Places of the words of a sentence that lie in the given runs."""
    known = set(runs)
    return {
        place + offset
        for place, run in enumerate(_runs(unit.tokens))
        if run in known
        for offset in range(SHINGLE_WORDS)
    }


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
