"""Which pieces of a page are its article: the extractor's choice, laid over the page's own pieces.

The extractor's lines say what is text; the page's pieces say where it stands, of what kind it is, and what the
extractor left out or took in by mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from digest.formats.walk import Piece
from digest.model import Block, Kind


@dataclass(frozen=True, slots=True)
class Extracted:
    """A line of the extractor's result."""

    text: str
    kind: Kind


@dataclass(slots=True)
class Placed:
    """Lines of the extractor on the pieces they were found in; `loose` lines were found in none and follow a piece."""

    chosen: dict[int, int]  # piece → characters of it that the extractor took
    loose: dict[int, list[Extracted]]
    last: int = -1


WINDOW = 60
"""Pieces ahead in which a line that is part of a piece is looked for: further on it is another place with the same words."""


def key(text: str) -> str:
    """Letters and digits only, lower case."""
    return "".join(c for c in text.lower() if c.isalnum())


def place(lines: Sequence[Extracted], pieces: Sequence[Piece]) -> Placed:
    """Finds each line in the pieces, going forward where it can."""
    keys = [key(piece.text) for piece in pieces]
    rows: dict[str, list[int]] = {}
    for index, piece in enumerate(pieces):
        for row in dict.fromkeys([keys[index], *(key(row) for row in piece.text.split("\n"))]):
            if row:
                rows.setdefault(row, []).append(index)
    placed = Placed({}, {})
    for line in lines:
        wanted = key(line.text)
        if not wanted:
            continue
        at = _exact(rows.get(wanted, []), placed.last, line, pieces)
        if at is None:
            at = _part(wanted, keys, placed.last)
        if at is None:
            placed.loose.setdefault(placed.last, []).append(line)
            continue
        placed.chosen[at] = placed.chosen.get(at, 0) + len(wanted)
        placed.last = max(placed.last, at) if at < placed.last + 200 else placed.last
    return placed


def _exact(found: Sequence[int], last: int, line: Extracted, pieces: Sequence[Piece]) -> int | None:
    """The next place from where the last line stood; else the first, which is what an extractor that reorders means."""
    ahead = [index for index in found if index >= last]
    better = [index for index in ahead if pieces[index].tag != "img"] or ahead
    return better[0] if better else (found[0] if found else None)


def _part(wanted: str, keys: Sequence[str], last: int) -> int | None:
    for index in range(max(0, last), min(len(keys), last + WINDOW)):
        there = keys[index]
        if len(wanted) >= 12 and wanted in there:
            return index
        if len(there) >= 40 and there in wanted:
            return index
    return None


def assemble(placed: Placed, pieces: Sequence[Piece]) -> list[Block]:
    """Chosen pieces whole, loose lines behind the piece that they followed, in the page's order."""
    blocks: list[Block] = [Block(line.text, line.kind) for line in placed.loose.get(-1, [])]
    for index, piece in enumerate(pieces):
        if index in placed.chosen:
            block = piece.block()
            blocks.append(replace(block, kind="paragraph") if block.kind == "caption" and piece.tag != "img" else block)
        blocks += [Block(line.text, line.kind) for line in placed.loose.get(index, [])]
    return blocks
