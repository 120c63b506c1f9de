"""Which lines go, and under what name: hard rules, then the classifier's evidence, then what protects a line.

The verdict of a line is the name of a rule, or an empty string for a line that stays. The order is the order of the
functions below, and each may only see lines, never the file's name or outlet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digest.clean import kinds, rules, title
from digest.clean.line import Line
from digest.clean.options import Options

NAMED_FORMATS = frozenset({"markdown", "record"})
"""Formats that a person or a database wrote: only hard rules apply."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Per line: the rule that takes it out or "", the classifier's score or None. `title` is an index or None."""

    rules: list[str]
    scores: list[float | None]
    title: int | None
    spared: str = ""  # why the gate kept lines that had evidence against them


def judge(lines: Sequence[Line], format_name: str, options: Options, recurring: frozenset[str]) -> Verdicts:
    """Verdicts for all lines of one article."""
    hard = [rules.first_hit(lines, i) for i in range(len(lines))]
    _picture_lines(lines, hard)
    taken = [bool(hit) or kinds.is_caption(line) for hit, line in zip(hard, lines, strict=True)]
    at = title.find(lines, taken)
    scores: list[float | None] = [None] * len(lines)
    return Verdicts(hard, scores, at)


def _picture_lines(lines: Sequence[Line], hard: list[str]) -> None:
    """Alternative texts that the next caption begins with, captions printed twice, credits alone, bylines."""
    for i, line in enumerate(lines):
        if hard[i] == "doubled_line" and kinds.is_caption(line):
            hard[i] = "doubled_caption"
        if hard[i] or line.block.kind != "paragraph":
            continue
        following = lines[i + 1] if i + 1 < len(lines) else None
        if following and 8 <= line.length < following.length and following.text.startswith(line.text):
            if kinds.is_caption(following):
                hard[i] = "alt_text"
        elif kinds.is_byline(line):
            hard[i] = "byline_line"
        elif kinds.is_bare_credit(line):
            hard[i] = "photo_credit"
