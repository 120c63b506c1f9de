"""The stretch of a page where the article is: most article, least furniture."""

from __future__ import annotations

from collections.abc import Sequence

from digest.clean.line import Line

GAP_COST = 75.0  # weight that a line of furniture takes from the core: some three of them outweigh a paragraph


def core(lines: Sequence[Line], chance: Sequence[float]) -> tuple[int, int]:
    """The stretch of lines that holds the most article and the least furniture: [start, end)."""
    best = (0.0, 0, 0)
    running, start = 0.0, 0
    for i, (line, p) in enumerate(zip(lines, chance, strict=True)):
        weight = line.weight
        running += (1 - p) * (weight if weight < 300 else 300) - p * GAP_COST
        if running <= 0:
            running, start = 0.0, i + 1
        elif running > best[0]:
            best = (running, start, i + 1)
    return best[1], best[2]
