"""Which lines go, and under what name: hard rules, then the classifier's evidence, then what protects a line.

The verdict of a line is the name of a rule, or an empty string for a line that stays. The order is the order of the
functions below, and each may only see lines, never the file's name or outlet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digest.clean import classify, kinds, rules, title
from digest.clean.line import Line
from digest.clean.options import Options

WRITTEN_BY_HAND = frozenset({"markdown", "record"})
"""Formats that a person or a database wrote: only hard rules apply."""

EVIDENCE = 0.6  # log-odds from which a line goes
PROSE_EVIDENCE = 1.4  # a sentence of the article is worth more than a line of furniture costs
LONG_EVIDENCE = 1.0  # so is a long line without a full stop: a headline, a standfirst
LONG_LINE = 80  # weight
INNER_EVIDENCE = 0.8  # between two lines of prose: subheads, list items, verse
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
    hard = [rules.first_hit(lines, i) for i in range(len(lines))]
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


def verdicts(lines: Sequence[Line], format_name: str, options: Options, recurring: frozenset[str]) -> Verdicts:
    """Verdicts for all lines of one article."""
    if not lines:
        return Verdicts([], [], None)
    hard, at = hard_verdicts(lines)
    if format_name in WRITTEN_BY_HAND:
        return _gated(lines, Verdicts(hard, [None] * len(lines), at), hard, options)
    scores = classify.scores(lines, hard, at, recurring)
    settled = decide(lines, hard, at, scores, options.caution)
    return _gated(lines, Verdicts(settled, list(scores), at), hard, options)


def decide(lines: Sequence[Line], hard: Sequence[str], at: int | None, scores: Sequence[float], caution: float) -> list[str]:
    """The hard rules' verdicts and those of the evidence, where nothing protects a line from it."""
    prose = [i for i, line in enumerate(lines) if line.sentence and line.weight >= classify.LONG_PROSE and scores[i] < 0]
    first, last = (prose[0], prose[-1]) if prose else (0, -1)
    heading = lines[at].key if at is not None else None
    settled = list(hard)
    for i, line in enumerate(lines):
        if settled[i] or line.block.kind not in ("paragraph", "other", "list"):
            continue
        if i == at or (heading and line.key == heading):
            continue
        if scores[i] - caution > needed(line, i, first, last):
            settled[i] = "head_block" if i < first else "tail_block" if i > last else "between_paragraphs"
    return settled


def needed(line: Line, i: int, first: int, last: int) -> float:
    """Evidence that this line needs to go."""
    if line.sentence:
        return PROSE_EVIDENCE
    if line.weight >= LONG_LINE:
        return LONG_EVIDENCE
    return INNER_EVIDENCE if first < i < last else EVIDENCE


def _gated(lines: Sequence[Line], found: Verdicts, hard: Sequence[str], options: Options) -> Verdicts:
    """Keep everything but the hard hits when too much of the prose would go: then the page isn't what we take it for."""
    total = sum(line.weight for line in lines if line.sentence)
    gone = sum(line.weight for line, rule in zip(lines, found.rules, strict=True) if rule and line.sentence)
    soft = sum(bool(rule) and not hit for rule, hit in zip(found.rules, hard, strict=True))
    if soft and (gone > options.most_loss * total or all(found.rules)):
        return Verdicts(list(hard), found.scores, found.title, soft)
    return found
