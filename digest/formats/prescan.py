"""A look at a page's markup before any parser sees it: structures on which real HTML parsers stall or lose the text.

Measured: one tag with 100,000 attributes keeps lxml busy for over 25 seconds, 200,000 short paragraphs the extractor
for 21; 20,000 nested elements come back empty. Real pages stay far below every limit here."""

from __future__ import annotations

import re

MOST_TAGS = 50_000
"""`<` in a page. The largest of 106 saved news pages has 8,100."""

DEEPEST = 400
"""Open elements. News pages nest 30 to 60 deep."""

MOST_ATTRIBUTES = 1_000
"""Attributes of one tag."""

LONGEST_PAGE = 6_000_000
"""Characters, pictures inside the page not counted."""

_INLINED = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=]*")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_BLANKS = re.compile(r"\s+")
_COUNTED = frozenset(
    [
        "div",
        "span",
        "section",
        "article",
        "main",
        "table",
        "tbody",
        "tr",
        "td",
        "ul",
        "ol",
        "dl",
        "blockquote",
        "b",
        "i",
        "em",
        "strong",
        "font",
        "center",
        "a",
        "form",
        "details",
        "nav",
        "aside",
    ]
)
"""Elements that must be closed: the parser closes `p` and `li` by itself."""


def without_inlined(markup: str) -> str:
    """Pictures that the saving program put into the page take no part in anything."""
    return _INLINED.sub("data:,", markup) if ";base64," in markup else markup


def without_declarations(markup: str) -> tuple[str, bool]:
    """A page without the declarations that its DOCTYPE brings along, and whether entities are among them. No parser
    here expands those; left in, the end of the list would be taken for text."""
    doctype = _DOCTYPE.search(markup)
    found = _DECLARATIONS.match(markup, doctype.start()) if doctype else None
    if found is None:
        return markup, False
    return f"{markup[: found.start()]}<!DOCTYPE html>{markup[found.end() :]}", "<!ENTITY" in found[0].upper()


_DOCTYPE = re.compile("<!DOCTYPE", re.IGNORECASE)
_DECLARATIONS = re.compile(r"<!DOCTYPE\b[^>\[]{0,1000}\[(?:\"[^\"]*\"|'[^']*'|[^\]\"'])*\]\s*>", re.IGNORECASE)


def oddity(markup: str) -> str:
    """What is wrong with the structure, in words for a problem line; empty for an ordinary page."""
    if len(markup) > LONGEST_PAGE:
        return f"{len(markup):,} characters of markup"
    tags = markup.count("<")
    if tags > MOST_TAGS:
        return f"{tags:,} tags"
    depth = deepest = 0
    for tag in _TAG.finditer(markup):
        if tag[2].lower() not in _COUNTED:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        return f"elements nested {deepest:,} deep"
    if _longest_tag(markup) > MOST_ATTRIBUTES:
        return f"a tag with over {MOST_ATTRIBUTES:,} attributes"
    return ""


def _longest_tag(markup: str) -> int:
    """Blanks outside quotes in the tag that has most: as many as it has attributes."""
    most, position = 0, markup.find("<")
    while position != -1:
        following = markup.find("<", position + 1)
        stop = following if following != -1 else len(markup)
        if stop - position > 2 * MOST_ATTRIBUTES and markup[position + 1 : position + 2].isalpha():
            end = markup.find(">", position, stop)
            tag = markup[position : end if end != -1 else stop]
            most = max(most, len(_BLANKS.findall(_QUOTED.sub("", tag))))
        position = following
    return most
