"""A browser's "save as single file": a message whose first HTML part is the page."""

from __future__ import annotations

import re

from digest.formats.html import decode_page, parse_page
from digest.formats.mime import header, leaves, message_of
from digest.formats.parsed import Parsed, Parser, refuse
from digest.model import Claim, Source

_MAIN_SHARE = 0.2
"""A first part with less than this share of the largest HTML part is a frame or a stub, not the page."""


def parse(source: Source) -> Parsed:
    """The page inside, with the address that the browser noted."""
    message = message_of(source.data, source.path)
    pages = [
        part for part in leaves(message) if part.type in ("text/html", "application/xhtml+xml") and part.data.strip()
    ]
    if not pages:
        raise refuse(source.path, "a web archive without a page in it", "save the page again")
    largest = max(len(part.data) for part in pages)
    page = next(part for part in pages if len(part.data) >= _MAIN_SHARE * largest)
    parsed = parse_page(decode_page(page.data, page.charset), source.path)
    address = header(message, "Snapshot-Content-Location") or page.location
    known = any(claim.field == "url" for claim in parsed.claims)
    if known or not re.match(r"https?://", address):
        return parsed
    return Parsed(
        parsed.blocks, (*parsed.claims, Claim("url", address, "page metadata", 0.95)), parsed.problems, parsed.fallback
    )


PARSER = Parser("mhtml", (".mhtml", ".mht"), parse, isolate=True)
