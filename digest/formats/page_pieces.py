"""A parsed page as pieces in reading order, with what the tree tells about each: zone, siblings, share of links, line."""

from __future__ import annotations

from itertools import pairwise

from lxml.etree import _Element, iterwalk

from digest.formats.walk import NO_TEXT, Piece, Walker

ZONES = frozenset("nav form footer aside header figure article main section".split())
"""Elements whose presence around a piece says something about it."""

_LONGEST_HINT = 200
_HINT_DEPTH = 5


def pieces_of(tree: _Element) -> list[Piece]:
    """Pieces of the whole page, navigation and all: what belongs to the article is decided elsewhere."""
    walker = Walker(NO_TEXT, _layout_tags(tree))
    path: list[_Element] = []
    numbers: dict[_Element, int] = {}
    zones: list[frozenset[str]] = [frozenset()]
    for event, element in iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):  # comments and processing instructions
            if event == "end":
                walker.data(element.tail or "", element.sourceline)
            continue
        if event == "start":
            path.append(element)
            zones.append(zones[-1] | {tag} if tag in ZONES else zones[-1])
            numbers[element] = len(numbers) + 1
            walker.context = _context(path, zones[-1], numbers)
            walker.start(tag, element.attrib, element.sourceline)
            walker.data(element.text or "", element.sourceline)
        else:
            path.pop()
            zones.pop()
            if tag not in ("br", "img", "hr"):
                walker.end(tag)
            walker.context = _context(path, zones[-1], numbers)
            walker.data(element.tail or "", element.sourceline)
    walker.close()
    return _without_doubled_pictures(walker.pieces)


def _context(path: list[_Element], zones: frozenset[str], numbers: dict[_Element, int]) -> tuple[frozenset[str], int, str, str]:
    if not path:
        return zones, 0, "", ""
    holder = path[-2] if len(path) > 1 else path[-1]
    names = [f"{e.get('class') or ''} {e.get('id') or ''}" for e in reversed(path[-_HINT_DEPTH:])]
    hint = " / ".join(" ".join(name.split()) for name in names)[:_LONGEST_HINT].lower()
    return zones, numbers[holder], hint, str(path[-1].tag)


def _layout_tags(tree: _Element) -> frozenset[str]:
    """Old pages and newsletters are laid out in tables: a table that holds paragraphs or tables is one of those."""
    for table in tree.iter("table"):
        if table.find(".//table") is not None or len(table.findall(".//p")) > 3 or table.find(".//h1") is not None:
            return frozenset({"table"})
    return frozenset()


def _without_doubled_pictures(pieces: list[Piece]) -> list[Piece]:
    dropped = {
        index
        for index, (piece, following) in enumerate(pairwise(pieces))
        if piece.tag == "img" and following.kind == "caption" and following.image == piece.image and following.tag != "img"
    }
    return [piece for index, piece in enumerate(pieces) if index not in dropped]
