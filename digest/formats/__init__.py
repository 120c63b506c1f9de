"""Source → Document: one file per input format, and what the place in content/ adds.

A new format is one file with a `PARSER` and one line in `PARSERS`. The order of certainty of claims is fixed here:
sidecar, front matter, what the file says of itself, first-level folder, host of the address."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from urllib.parse import urlsplit

from digest.formats import html, mail, markdown, mhtml, record, text
from digest.formats.parsed import Parsed, Parser, refuse, without_surrogates
from digest.formats.sidecar import read_sidecar
from digest.model import Block, Claim, Document, Source

__all__ = ["PARSERS", "Parsed", "Parser", "is_risky", "known_suffixes", "parse", "parser_for", "split"]

PARSERS: tuple[Parser, ...] = (text.PARSER, markdown.PARSER, html.PARSER, mhtml.PARSER, mail.PARSER, record.PARSER)

LONGEST_TEXT = 500_000
"""Characters of one article: the longest reportages have a fifth of that. More is a dump or an attack."""

MOST_BLOCKS = 20_000
"""Blocks of one article, for the same reason."""


def parser_for(path: str) -> Parser | None:
    """The parser that a name asks for by its ending."""
    name = path.rpartition("#")[0] if record.record_line(path) is not None else path
    lowered = name.lower()
    return next((parser for parser in PARSERS if lowered.endswith(parser.suffixes)), None)


def split(source: Source) -> tuple[Source, ...]:
    """A file of many articles as one Source each; any other as itself."""
    parser = parser_for(source.path)
    if parser is None or parser.split is None or record.record_line(source.path) is not None:
        return (source,)
    return parser.split(source)


def is_risky(source: Source) -> bool:
    """Whether the libraries behind the format may stall on a hostile file: parse it in a worker."""
    parser = parser_for(source.path)
    return parser is not None and (parser.isolate or _is_page(source))


def parse(source: Source) -> Document:
    """The document of one source. Raises InputError when there is nothing to read in it; soft trouble is in
    `Document.problems`."""
    parser = parser_for(source.path)
    if parser is None:
        raise refuse(
            source.path, "a type of file that holds no article", f"expected one of {', '.join(known_suffixes())}"
        )
    if _is_page(source):
        parser = html.PARSER
    try:
        parsed = parser.parse(source)
    except (RecursionError, MemoryError) as error:
        raise refuse(
            source.path, f"too deeply nested or too large to read ({type(error).__name__})", "remove it"
        ) from None
    parsed = _writable(parsed)
    sidecar, sidecar_problems = read_sidecar(source.sidecar, source.path)
    claims = _ordered(sidecar, parsed.claims, _from_folder(source.path))
    _check_size(source, parsed, claims)
    claims += _from_host(claims)
    settled = {claim.field for claim in sidecar}
    problems = sidecar_problems + tuple(problem for problem in parsed.problems if problem.about not in settled)
    return Document(source.path, parser.name, parsed.blocks, claims, problems, parsed.fallback, parsed.removals)


def known_suffixes() -> tuple[str, ...]:
    """Endings of the files that are read."""
    return tuple(suffix for parser in PARSERS for suffix in parser.suffixes)


def _is_page(source: Source) -> bool:
    """A page that was saved under the name of a text."""
    if not source.path.lower().endswith(text.PARSER.suffixes):
        return False
    start = source.data[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html"))


TITLED = frozenset({"sidecar", "front matter", "page metadata"})
"""Who may vouch for an article that is a title alone, such as the item of a headlines feed."""


def _check_size(source: Source, parsed: Parsed, claims: tuple[Claim, ...]) -> None:
    characters = sum(len(block.text) for block in parsed.blocks)
    if not characters and (is_risky(source) or not any(c.field == "title" and c.origin in TITLED for c in claims)):
        raise refuse(source.path, "there is no text in it", "add the text, or remove the file")
    blocks = len(parsed.blocks) + len(parsed.removals)
    if characters > LONGEST_TEXT or blocks > MOST_BLOCKS:
        size = f"{characters:,} characters in {blocks:,} blocks"
        limit = f"an article has at most {LONGEST_TEXT:,} in {MOST_BLOCKS:,}"
        raise refuse(source.path, f"{size}; {limit}", "split the file, or remove it")


def _writable(parsed: Parsed) -> Parsed:
    """The same without halves of surrogate pairs, which escapes of JSON and YAML can smuggle in."""
    blocks = parsed.blocks
    whole = "".join([block.text for block in blocks])
    if without_surrogates(whole) != whole or [block for block in blocks if block.html or block.credit]:
        blocks = tuple(map(_writable_block, blocks))
    claims = tuple(c if c.value.isascii() else replace(c, value=without_surrogates(c.value)) for c in parsed.claims)
    removals = tuple(replace(removal, block=_writable_block(removal.block)) for removal in parsed.removals)
    return Parsed(blocks, claims, parsed.problems, parsed.fallback, removals)


def _writable_block(block: Block) -> Block:
    text = without_surrogates(block.text)
    html, credit = block.html and without_surrogates(block.html), block.credit and without_surrogates(block.credit)
    return replace(block, text=text, html=html, credit=credit)


def _ordered(*groups: tuple[Claim, ...]) -> tuple[Claim, ...]:
    return tuple(claim for group in groups for claim in group)


def _from_folder(path: str) -> tuple[Claim, ...]:
    folder, slash, _ = path.partition("/")
    if not slash:
        return ()
    name = unicodedata.normalize("NFC", folder.replace("_", " ").strip())
    return (Claim("outlet", name, "folder", 0.9),) if name else ()


def _from_host(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The host of the article's address, as the name of an outlet that nothing else names."""
    url = next((claim.value for claim in claims if claim.field == "url"), "")
    if not url:
        return ()
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ()
    host = host.removeprefix("www.")
    return (Claim("outlet", host, "url", 0.6),) if "." in host else ()
