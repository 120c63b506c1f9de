"""Saved pages: first simple version."""

from __future__ import annotations

import trafilatura

from digest.formats.encoding import decode
from digest.formats.parsed import Parsed, Parser
from digest.formats.walk import blocks_of
from digest.formats.when import iso_date
from digest.model import Block, Claim, Source


def parse(source: Source) -> Parsed:
    """Blocks and claims of a page."""
    text = decode(source.data).text
    found = trafilatura.bare_extraction(text, include_comments=False, with_metadata=True)
    if found is None or not found.text:
        return Parsed(blocks_of(text), fallback=True)
    claims = [
        Claim(field, value, "page metadata", 0.9)
        for field, value in (
            ("title", found.title),
            ("outlet", found.sitename),
            ("byline", found.author),
            ("url", found.url),
        )
        if value
    ]
    date = iso_date(found.date or "")
    if date:
        claims.append(Claim("published", date[0], "page metadata", 0.7, date[1]))
    return Parsed(tuple(Block(line) for line in found.text.split("\n") if line.strip()), tuple(claims))


PARSER = Parser("html", (".html", ".htm", ".xhtml"), parse, isolate=True)
