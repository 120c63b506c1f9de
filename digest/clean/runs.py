"""Short lines that stand together and are no furniture: lists of figures, rankings, turns of a talk."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.clean.line import Line

LIST_LINES = 5  # lines of figures in a row that make a list
LIST_SHARE = 0.7  # of its lines that carry a figure
LIST_WORDS = 12  # of its longest line
FEWEST_TURNS = 4  # lines, each with another speaker than the one before
MOST_SPEAKERS = 3
LONGEST_LABEL = 40  # characters of a line in which its speaker must be named
REACH = 4  # lines below the core in which a ranking may stand


def kept_together(lines: Sequence[Line], hard: Sequence[str], first: int, last: int) -> frozenset[int]:
    """All lines of such runs. `hard` are the hard rules' verdicts, "" for none; the core is `[first, last)`."""
    listed = _lists(lines, hard, first, last) | _ranking(lines, hard, first, last)
    return listed | _turns(lines, hard) | _entries(lines, hard)


FEWEST_ENTRIES = 3
_CLOCK = re.compile(
    r"(?:à )?(?:[01]?\d|2[0-4]) ?(?:[h:.]|Uhr|uhr) ?(?:[0-5]\d)?(?: ?(?:h|Uhr|am|pm|a\.m\.|p\.m\.))?", re.IGNORECASE
)


def is_clock(line: Line) -> bool:
    """An hour alone: "15h12", "9:05 am"."""
    return line.length <= 12 and line.figures and _CLOCK.fullmatch(line.text) is not None


def _entries(lines: Sequence[Line], hard: Sequence[str]) -> frozenset[int]:
    """The hours of a running report and the headlines below them, each above a sentence. A list of the latest news has
    no sentences."""
    hours = [i for i, line in enumerate(lines) if not hard[i] and is_clock(line)]
    found: list[int] = []
    for i in hours:
        told = next((j for j in range(i + 1, min(i + 3, len(lines))) if lines[j].ends and lines[j].words >= 5), None)
        if told is not None and not any(hard[i:told]):
            found += range(i, told)
    return frozenset(found) if sum(i in found for i in hours) >= FEWEST_ENTRIES else frozenset()


def _lists(lines: Sequence[Line], hard: Sequence[str], first: int, last: int) -> frozenset[int]:
    """Lists of figures in the text or right below it: results, votes, fixtures, amounts. They have no sentences, and no
    hard hit among them."""
    found: set[int] = set()
    i = first
    while i < min(last + 1, len(lines)):
        end = i
        while end < len(lines) and not (hard[end] or lines[end].sentence or lines[end].words > LIST_WORDS):
            end += 1
        if end - i >= LIST_LINES and sum(map(_has_figures, lines[i:end])) >= max(LIST_LINES, LIST_SHARE * (end - i)):
            found.update(range(i, end))
        i = end + 1
    return frozenset(found)


def _ranking(lines: Sequence[Line], hard: Sequence[str], first: int, last: int) -> frozenset[int]:
    """Rows that count from 1 and have another figure each, in the text or right below it: "1. Anse, 42 pts". The
    numbered headlines of what is most read have none."""
    found: set[int] = set()
    run: list[int] = []
    for i in range(first, min(len(lines), last + REACH)):
        row = None if hard[i] or lines[i].words > LIST_WORDS else _ROW.match(lines[i].text)
        if row and int(row[1]) == len(run) + 1:
            run.append(i)
        else:
            run = [i] if row and row[1] == "1" else []
        if len(run) >= RANKING_ROWS and run[0] <= last + 1:
            found.update(run)
    return frozenset(found)


RANKING_ROWS = 3
_ROW = re.compile(r"(\d{1,2})(?:[.)]|er|e|º|ª)? [^\d\n]{2,60}\d")


def _has_figures(line: Line) -> bool:
    """Whether a digit of any kind stands in the line: "m²" is in lists too."""
    return line.figures or (not (line.text.isascii() and line.head is line.text) and any(map(str.isdigit, line.text)))


def _turns(lines: Sequence[Line], hard: Sequence[str]) -> frozenset[int]:
    """Short questions and answers, each behind its speaker: "Q: …" and "A: …" by turns."""
    found: set[int] = set()
    labels = [_label(line) if not hit else "" for line, hit in zip(lines, hard, strict=True)]
    start = 0
    for i in range(1, len(lines) + 1):
        if i < len(lines) and labels[i] and labels[i - 1] and labels[i] != labels[i - 1]:
            continue
        if i - start >= FEWEST_TURNS and len(set(labels[start:i])) <= MOST_SPEAKERS:
            found.update(range(start, i))
        start = i
    return frozenset(found)


def _label(line: Line) -> str:
    """What stands before a line's first colon, where that is short."""
    if ":" not in line.low:
        return ""
    label, colon, rest = line.low[:LONGEST_LABEL].partition(":")
    return label.strip() if colon and rest.strip() else ""
