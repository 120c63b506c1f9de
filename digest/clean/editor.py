"""The editor's hand: recipes of an outlet, and passages to restore or drop. They come after all rules and outrank
them."""

from __future__ import annotations

from collections.abc import Sequence

from digest.clean.line import Line
from digest.model import ArticleDecision, Recipe
from digest.text import fold

SHORTEST_FOLDED = 2000  # characters of a block that are compared


def apply(
    lines: Sequence[Line], verdicts: list[str], recipes: Sequence[Recipe], decision: ArticleDecision | None
) -> list[str]:
    """The verdicts after recipes and the editor's decision."""
    if not recipes and decision is None:
        return verdicts
    folded = [fold(line.text[:SHORTEST_FOLDED]) for line in lines]
    settled = list(verdicts)
    for recipe in recipes:
        for i in matches(recipe, folded):
            settled[i] = settled[i] or "recipe"
    if decision is not None:
        restored, dropped = _folded(decision.restore), _folded(decision.drop)
        for i, text in enumerate(folded):
            if restored and text.startswith(restored):
                settled[i] = ""
            if dropped and text.startswith(dropped):
                settled[i] = "editor"
    return settled


def matches(recipe: Recipe, folded: Sequence[str]) -> list[int]:
    """Indices of the blocks that a recipe takes out."""
    starts, ends, contains = _folded(recipe.starts_with), _folded(recipe.ends_with), _folded(recipe.contains)
    found = {
        i
        for i, text in enumerate(folded)
        if text.startswith(starts) or text.endswith(ends) or any(part in text for part in contains)
    }
    for first, last in recipe.between:
        opening, closing = fold(first), fold(last)
        if not opening or not closing:
            continue
        begin = next((i for i, text in enumerate(folded) if text.startswith(opening)), None)
        if begin is None:
            continue
        end = next((i for i in range(begin, len(folded)) if folded[i].startswith(closing)), None)
        if end is not None:
            found.update(range(begin, end + 1))
    return sorted(found)


def _folded(phrases: Sequence[str]) -> tuple[str, ...]:
    return tuple(f for f in map(fold, phrases) if f)
