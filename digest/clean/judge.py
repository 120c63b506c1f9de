"""Which lines go, and under what name: hard rules, then the classifier's evidence, then what protects a line.

The verdict of a line is the name of a rule, or an empty string for a line that stays. The order is the order of the
functions below, and each may only see lines, never the file's name or outlet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from digest.clean import classify, kinds, rules, title
from digest.clean.core import core
from digest.clean.line import Line
from digest.clean.options import Options

WRITTEN_BY_HAND = frozenset({"markdown", "record"})
"""Formats that a person or a database wrote: only hard rules apply."""

EVIDENCE = 0.6  # log-odds from which a line goes
PROSE_EVIDENCE = 1.4  # a sentence of the article is worth more than a line of furniture costs
LONG_EVIDENCE = 1.0  # so is a long line without a full stop: a headline, a standfirst
LONG_LINE = 80  # weight
INNER_EVIDENCE = 0.8  # between two lines of prose: subheads, list items, verse
RULED = frozenset({"paragraph", "subhead", "list", "other", "caption"})
"""Kinds that rules look at. Titles, tables, code and quotations are what their format says they are."""

NEAR = 4  # lines from the core within which a picture is the article's
MOST_LINES = 20_000  # of one file that the classifier looks at; such a file is no article
SHORTEST_REPEAT = 60  # characters of a block that a page may carry only once
PLAIN = ("head_block", "tail_block", "between_paragraphs")
"""Names for what the classifier takes out, by where it stood."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Per line: the rule that takes it out or "", the classifier's score or None. `title` is an index or None.
    `spared` counts lines that had evidence against them and stayed, since too much of the article would have gone."""

    rules: list[str]
    scores: list[float | None]
    title: int | None
    spared: int = 0


def hard_verdicts(lines: Sequence[Line]) -> tuple[list[str], int | None]:
    """What the hard rules say of each line, and which line is the title."""
    hard = [rules.first_hit(lines, i) if line.block.kind in RULED else "" for i, line in enumerate(lines)]
    taken = [bool(hit) or kinds.is_caption(line) for hit, line in zip(hard, lines, strict=True)]
    at = title.find(lines, taken)
    _picture_lines(lines, hard, at)
    if at is not None:
        same = lines[at].key
        hard = ["" if hit and line.key == same else hit for hit, line in zip(hard, lines, strict=True)]
    return hard, at


def _picture_lines(lines: Sequence[Line], hard: list[str], title_at: int | None) -> None:
    """Alternative texts that the next caption begins with, captions printed twice, credits alone, bylines."""
    for i, line in enumerate(lines):
        if hard[i] == "doubled_line" and kinds.is_caption(line):
            hard[i] = "doubled_caption"
        if hard[i] or i == title_at or line.block.kind != "paragraph":
            continue
        following = lines[i + 1] if i + 1 < len(lines) else None
        if following and 8 <= line.length < following.length and following.text.startswith(line.text):
            if kinds.is_caption(following):
                hard[i] = "alt_text"
        elif kinds.is_byline(line):
            hard[i] = "byline_line"
        elif kinds.is_bare_credit(line):
            hard[i] = "photo_credit"


def _repeated_blocks(lines: Sequence[Line], hard: list[str]) -> None:
    """Paragraphs that a page carries twice, once for a narrow screen or a teaser: the first stays."""
    seen: set[str] = set()
    for i, line in enumerate(lines):
        if line.length < SHORTEST_REPEAT or line.block.kind not in ("paragraph", "list", "caption", "quote"):
            continue
        same = " ".join(line.text.lower().replace("’", "'").split())
        if same in seen and not hard[i]:
            hard[i] = "doubled_paragraph"
        seen.add(same)


def verdicts(lines: Sequence[Line], format_name: str, options: Options, recurring: frozenset[str]) -> Verdicts:
    """Verdicts for all lines of one article."""
    if not lines:
        return Verdicts([], [], None)
    hard, at = hard_verdicts(lines)
    if format_name != "text":
        _repeated_blocks(lines, hard)
    if format_name in WRITTEN_BY_HAND:
        hard = ["" if line.block.kind != "paragraph" else hit for hit, line in zip(hard, lines, strict=True)]
    if format_name in WRITTEN_BY_HAND or len(lines) > MOST_LINES:
        return _gated(lines, Verdicts(hard, [None] * len(lines), at), hard, options)
    scores = classify.scores(lines, hard, at, recurring)
    settled = decide(lines, hard, at, scores, options.caution)
    shown = [None if hit or not rule else score for hit, rule, score in zip(hard, settled, scores, strict=True)]
    return _gated(lines, Verdicts(settled, shown, at), hard, options)


def decide(
    lines: Sequence[Line], hard: Sequence[str], at: int | None, scores: Sequence[float], caution: float
) -> list[str]:
    """The hard rules' verdicts and those of the evidence, where nothing protects a line from it."""
    first, last = core(lines, [1.0 if hit else chance(score) for hit, score in zip(hard, scores, strict=True)])
    heading = lines[at].key if at is not None else None
    settled = list(hard)
    for i, line in enumerate(lines):
        if settled[i] or line.block.kind not in ("paragraph", "other", "list"):
            continue
        if i == at or (heading and line.key == heading):
            continue
        if kinds.is_caption(line) and first - NEAR <= i < last + NEAR:
            continue
        if scores[i] - caution > needed(line, first <= i < last):
            settled[i] = "head_block" if i < first else "tail_block" if i >= last else "between_paragraphs"
    return settled


def needed(line: Line, inside: bool) -> float:  # noqa: FBT001
    """Evidence that this line needs to go. `inside`: it stands in the core."""
    if line.sentence:
        return PROSE_EVIDENCE
    if line.weight >= LONG_LINE:
        return LONG_EVIDENCE
    return INNER_EVIDENCE if inside else EVIDENCE


def chance(score: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _gated(lines: Sequence[Line], found: Verdicts, hard: Sequence[str], options: Options) -> Verdicts:
    """Keep everything but the hard hits when too much of the prose would go: then the page isn't what we take it for."""
    total = sum(line.weight for line in lines if line.sentence)
    gone = sum(line.weight for line, rule in zip(lines, found.rules, strict=True) if rule and line.sentence)
    soft = sum(bool(rule) and not hit for rule, hit in zip(found.rules, hard, strict=True))
    if soft and (gone > options.most_loss * total or all(found.rules)):
        return Verdicts(list(hard), found.scores, found.title, soft)
    return found
