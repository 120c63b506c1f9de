"""A browser's "save as single file": a message whose first HTML part is the page."""

from __future__ import annotations

from dataclasses import replace

from digest.formats.html import decode_page, parse_page
from digest.formats.mime import header, leaves, message_of
from digest.formats.parsed import Parsed, Parser, refuse, without_lines
from digest.model import Claim, Source

_MAIN_SHARE = 0.2
"""A first part with less than this share of the largest HTML part is a frame or a stub, not the page."""


def parse(source: Source) -> Parsed:
    """The page inside, with the address that the browser noted; without lines, which an encoded part has none of."""
    message = message_of(source.data, source.path)
    parts = leaves(message)
    pages = [part for part in parts if part.type in ("text/html", "application/xhtml+xml") and part.data.strip()]
    if not pages:
        raise refuse(source.path, "a web archive without a page in it", "save the page again")
    largest = max(len(part.data) for part in pages)
    page = next(part for part in pages if len(part.data) >= _MAIN_SHARE * largest)
    parsed = parse_page(decode_page(page.data, page.charset), source.path)
    claims = parsed.claims
    address = header(message, "Snapshot-Content-Location") or page.location
    if address.startswith(("http://", "https://")) and not any(claim.field == "url" for claim in claims):
        claims = (*claims, Claim("url", address, "page metadata", 0.95))
    return without_lines(replace(parsed, claims=claims))


PARSER = Parser("mhtml", (".mhtml", ".mht"), parse, isolate=True)
