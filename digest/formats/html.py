"""Saved pages. The one door for trafilatura and htmldate; everything that they are not needed for is in `page_*`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import trafilatura
from htmldate import find_date
from lxml.etree import _Element
from trafilatura.utils import load_html

from digest.formats.encoding import decode
from digest.formats.fields import flat
from digest.formats.page_body import Extracted, assemble, choose
from digest.formats.page_metadata import Page, page_claims
from digest.formats.page_pieces import pieces_of
from digest.formats.parsed import Parsed, Parser
from digest.formats.walk import blocks_of
from digest.formats.when import iso_date
from digest.model import Claim, Kind, Source

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)

LATEST_DATE = "2199-12-31"
"""htmldate's own bound is today's date; the same page must give the same article on every day."""

_TAG_KINDS: dict[str, Kind] = {"head": "subhead", "list": "list", "item": "list", "quote": "quote", "table": "table", "code": "code"}


def parse(source: Source) -> Parsed:
    """Blocks and claims of a saved page."""
    declared = _DECLARED.search(source.data[:4_096])
    return parse_page(decode(source.data, declared[1].decode("ascii") if declared else None).text, source.path)


def parse_page(markup: str, path: str, url: str | None = None) -> Parsed:
    """The same for markup that is decoded already."""
    tree = load_html(markup)
    if tree is None:
        return Parsed(blocks_of(markup), fallback=True)
    page = Page(tree)
    claims = page_claims(page)
    claims += _guessed_date(markup, claims)
    lines = list(_extracted(markup))
    if not lines:
        return Parsed(blocks_of(markup), claims, fallback=True)
    said = {claim.field: claim.value for claim in claims}
    body = flat(page.article.get("articleBody"))
    choice = choose(lines, pieces_of(tree), title=said.get("title", ""), summary=said.get("summary", ""), body=body)
    return Parsed(tuple(assemble(choice)), claims)


def _guessed_date(markup: str, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """What htmldate makes of a page that doesn't say its date: right on nine pages of ten, so never a fact."""
    if any(claim.field == "published" for claim in claims):
        return ()
    for extensive, confidence in ((False, 0.45), (True, 0.3)):
        try:
            value = find_date(markup, extensive_search=extensive, original_date=True, max_date=LATEST_DATE)
        except (ValueError, RecursionError, OverflowError):
            continue
        found = iso_date(value or "")
        if found:
            return (Claim("published", found[0], "page metadata", confidence, found[1], reason=("page_guess",)),)
    return ()


def _extracted(markup: str) -> Iterator[Extracted]:
    found = trafilatura.bare_extraction(markup, include_comments=False, with_metadata=False)
    if found is None or isinstance(found, dict) or found.body is None:
        return
    for element in found.body:
        yield from _lines(element)


def _lines(element: _Element) -> Iterator[Extracted]:
    kind = _TAG_KINDS.get(str(element.tag), "paragraph")
    for row in element.iter("item", "row") if element.tag in ("list", "table") else [element]:
        text = "".join(_text(row))
        for line in text.split("\n"):
            tidy = " ".join(part for part in line.split(" ") if part)
            if tidy.strip():
                yield Extracted(tidy, kind)


def _text(element: _Element) -> Iterator[str]:
    if element.tag == "lb":
        yield "\n"
    yield (element.text or "").replace("\n", " ")
    for child in element:
        yield from _text(child)
        if child.tag in ("p", "item", "cell", "head"):
            yield "\n" if child.tag != "cell" else " "
        yield (child.tail or "").replace("\n", " ")


PARSER = Parser("html", (".html", ".htm", ".xhtml"), parse, isolate=True)
