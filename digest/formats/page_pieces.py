"""A parsed page as pieces in reading order, with what the tree tells about each: zone, siblings, share of links."""

from __future__ import annotations

from lxml.etree import _Element, iterwalk

from digest.formats.walk import INLINE, NO_TEXT, Piece, Place, Walker, without_doubled_pictures

ZONES = frozenset({"nav", "form", "footer", "aside", "header", "figure", "article", "main", "section"})
"""Elements whose presence around a piece says something about it."""

_INLINE = INLINE | {"font", "picture", "source", "span", "time"}
"""Elements within a line: a text's place is the element around them."""

_LONGEST_NAME = 120
_NAMES_UP = 5


def pieces_of(tree: _Element) -> list[Piece]:
    """Pieces of the whole page, navigation and all: what belongs to the article is decided elsewhere."""
    walker = Walker(NO_TEXT, _layout_tags(tree))
    places: list[Place] = [Place()]
    count = 0
    for event, element in iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):  # comments and processing instructions
            if event == "end":
                walker.data(element.tail or "", element.sourceline)
            continue
        if event == "start":
            count += 1
            places.append(places[-1] if tag in _INLINE else _inner(places[-1], tag, count, element))
            walker.place = places[-1]
            walker.start(tag, element.attrib, element.sourceline)
            walker.data(element.text or "", element.sourceline)
        else:
            places.pop()
            if tag not in ("br", "img", "hr"):
                walker.end(tag)
            walker.place = places[-1]
            walker.data(element.tail or "", element.sourceline)
    walker.close()
    return list(without_doubled_pictures(walker.pieces))


def _inner(outer: Place, tag: str, number: int, element: _Element) -> Place:
    name = " ".join(f"{element.get('class') or ''} {element.get('id') or ''}".split())[:_LONGEST_NAME].lower()
    zones = outer.zones | {tag} if tag in ZONES else outer.zones
    return Place(tag, (*outer.path, number), (name, *outer.names[: _NAMES_UP - 1]), zones)


def _layout_tags(tree: _Element) -> frozenset[str]:
    """Old pages and newsletters are laid out in tables: a table that holds paragraphs or tables is one of those."""
    for table in tree.iter("table"):
        if table.find(".//table") is not None or table.find(".//h1") is not None or len(table.findall(".//p")) > 3:
            return frozenset({"table"})
    return frozenset()
