"""The items of a newsletter: short texts, each under a heading or above a "Read more", that look like the teasers
below an article. In a mail they are what was sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from digest.clean.line import Line

FEWEST_HEADINGS = 3  # that are links: fewer may stand under a letter of another kind
FEWEST_BUTTONS = 2
BUTTONS = frozenset({"navigation", "related_link"})
"""Rules that know "Read more"."""
LONGEST_ITEM = 6  # lines between two buttons
TEXT_WORDS = 5  # of a line that can be an item's text


def items(lines: Sequence[Line], hard: Sequence[str]) -> frozenset[int]:
    """The lines of a mail that belong to its items. `hard` are the hard rules' verdicts, "" for none."""
    return _above_buttons(lines, hard) | _under_headings(lines, hard)


def _above_buttons(lines: Sequence[Line], hard: Sequence[str]) -> frozenset[int]:
    """What stands between buttons of the same words. The first item has no button above it, but as many lines as the
    longest of the others at most."""
    often = Counter(line.key for line, hit in zip(lines, hard, strict=True) if hit in BUTTONS)
    found: set[int] = set()
    sizes: list[int] = []
    buttons = [i for i, hit in enumerate(hard) if hit in BUTTONS and often[lines[i].key] >= FEWEST_BUTTONS]
    for at in reversed(buttons):
        reach = LONGEST_ITEM if at != buttons[0] else max(sizes, default=1)
        start = at
        while start > 0 and not hard[start - 1] and at - start < reach:
            start -= 1
            if lines[start].block.kind == "subhead":
                break
        if any(_is_text(line) for line in lines[start:at]):
            found.update(range(start, at))
            sizes.append(at - start)
    return frozenset(found)


def _under_headings(lines: Sequence[Line], hard: Sequence[str]) -> frozenset[int]:
    """The paragraph below each heading that is a link."""
    heads = [i for i, line in enumerate(lines) if line.block.kind == "subhead" and "<a " in (line.block.html or "")]
    if len(heads) < FEWEST_HEADINGS:
        return frozenset()
    return frozenset(i + 1 for i in heads if i + 1 < len(lines) and not hard[i + 1] and _is_text(lines[i + 1]))


def _is_text(line: Line) -> bool:
    return line.ends and line.words >= TEXT_WORDS
