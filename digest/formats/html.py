"""Saved pages. The one door for trafilatura and htmldate; everything that they are not needed for is in `page_*`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from urllib.parse import urljoin

from lxml.etree import _Element

from digest.formats.encoding import decode
from digest.formats.fields import flat
from digest.formats.page_body import assemble, choose, everything, told_elsewhere
from digest.formats.page_choice import Extracted
from digest.formats.page_date import shown_date
from digest.formats.page_metadata import Page, impossible_date, page_claims
from digest.formats.page_pieces import pieces_of
from digest.formats.parsed import Parsed, Parser, parted
from digest.formats.prescan import oddity, without_declarations, without_inlined
from digest.formats.text import all_cut
from digest.formats.walk import Piece, blocks_of
from digest.formats.when import MONTHS, iso_date
from digest.model import Block, Claim, Kind, Problem, Source

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)

_JANUARY = "|".join(name for name, month in MONTHS.items() if month == 1)
_NEW_YEAR = (
    r"(?<!\d)YEAR([-/.]?)01\1(?:01)(?!\d)|(?<!\d)0?1([/.])0?1\2YEAR(?!\d)"
    rf"|(?<!\d)0?1(?:er|st|º|\.)? (?:de )?(?:{_JANUARY})\.?,? (?:de )?YEAR|(?<!\w)(?:{_JANUARY})\.? 0?1(?:st)?,? YEAR"
)
"""The first of January, with YEAR for its year."""

LATEST_DATE = "2199-12-31"
"""htmldate's own bound is today's date; the same page must give the same article on every day."""

SHORTEST_LOOSE = 200
"""Characters of text found in none of the page's pieces that still make an article."""

_TAG_KINDS: dict[str, Kind] = {
    "head": "subhead",
    "list": "list",
    "item": "list",
    "quote": "quote",
    "table": "table",
    "code": "code",
}


def parse(source: Source) -> Parsed:
    """Blocks and claims of a saved page."""
    return parse_page(decode_page(source.data), source.path)


def _addressed(block: Block, address: str) -> Block:
    """A picture by its full address, where the page's own is known."""
    return replace(block, image=_joined(address, block.image)) if block.image and address else block


def _joined(address: str, picture: str) -> str:
    try:
        return urljoin(address, picture)
    except ValueError:
        return picture


def decode_page(data: bytes, charset: str | None = None) -> str:
    """Text of a page; its own meta tag counts where the transport says nothing."""
    declared = _DECLARED.search(data[:4_096])
    return decode(data, charset or (declared[1].decode("ascii") if declared else None)).text


def parse_page(markup: str, path: str) -> Parsed:
    """Blocks and claims of a page whose markup is decoded already."""
    markup, entities = without_declarations(without_inlined(markup.replace("\x00", "")))
    parsed = _parsed(markup, path)
    if not entities:
        return parsed
    problem = Problem(path, "the page declares entities of its own, which stay as written", "look at the result")
    return replace(parsed, problems=(*parsed.problems, problem))


def _parsed(markup: str, path: str) -> Parsed:
    odd = oddity(markup)
    if odd:
        problem = Problem(path, f"no ordinary page ({odd}); read by a simple parser", "look at the result")
        return _simply(markup, problem)
    from trafilatura.utils import load_html  # late: it takes a second, which texts needn't wait for

    tree = load_html(markup)
    if tree is None:
        return _simply(markup)
    page = Page(tree)
    claims = page_claims(page)
    pieces = pieces_of(tree)
    impossible = impossible_date(page) if not any(claim.field == "published" for claim in claims) else ""
    claims += _guessed_date("" if impossible else markup, claims, pieces)
    problems = _no_date(impossible, path) if impossible else ()
    said = {claim.field: claim.value for claim in claims}
    lines = list(_extracted(markup))
    body = flat(page.article.get("articleBody"))
    choice = choose(lines, pieces, title=said.get("title", ""), summary=said.get("summary", ""), body=body)
    if told_elsewhere(choice):
        blocks, removals = parted(all_cut(_blocks_of_text(body)))
        return Parsed(blocks, claims, problems, removals=removals)
    if not choice.taken and sum(len(line.text) for lines in choice.loose.values() for line in lines) < SHORTEST_LOOSE:
        problem = Problem(
            path, "the extractor found no article in this page; all its text is taken", "look at the result"
        )
        blocks, removals = parted(all_cut(assemble(everything(choice))))
        return Parsed(blocks, claims, (*problems, problem), fallback=True, removals=removals)
    address = said.get("url", "")
    blocks, removals = parted(all_cut((_addressed(block, address), rule) for block, rule in assemble(choice)))
    return Parsed(blocks, claims, problems, removals=removals)


def _simply(markup: str, *problems: Problem) -> Parsed:
    """What the simple parser makes of a page."""
    blocks, removals = parted(all_cut(blocks_of(markup)))
    return Parsed(blocks, _bare_title(markup), problems, fallback=True, removals=removals)


def _no_date(value: str, path: str) -> tuple[Problem, ...]:
    expected = f"the page's date of publication is {value[:60]!r}, expected a date such as 2016-07-14"
    return (Problem(path, expected, "set it in a sidecar .toml", about="published"),)


def _blocks_of_text(text: str) -> Iterator[tuple[Block, str]]:
    if re.search(r"<(?:p|br|div)\b", text):
        return blocks_of(text)
    return ((Block(line.strip()), "") for line in text.split("\n") if line.strip())


def _bare_title(markup: str) -> tuple[Claim, ...]:
    found = re.search(r"<title[^>]{0,200}>([^<]{1,400})", markup[:50_000], re.IGNORECASE)
    title = " ".join(unescape(found[1]).split()) if found else ""
    return (Claim("title", title, "page metadata", 0.6),) if title else ()


def _guessed_date(markup: str, claims: tuple[Claim, ...], pieces: Sequence[Piece]) -> tuple[Claim, ...]:
    """The date of a page that doesn't say it in its metadata: the one shown under the heading, else what htmldate makes
    of it. That is right on nine pages of ten, so never a fact, unless the address tells the same month. Of a bare year
    it makes the first of January: such a day must stand in the page. Without markup nothing is guessed."""
    if any(claim.field == "published" for claim in claims):
        return ()
    shown = shown_date(pieces)
    if shown:
        return (Claim("published", shown[0], "page metadata", 0.7, "day", reason=("date.line", shown[1])),)
    if not markup:
        return ()
    from htmldate import find_date

    address = next((claim.value for claim in claims if claim.field == "url"), "")
    for extensive, confidence in ((False, 0.45), (True, 0.3)):
        try:
            value = find_date(markup, extensive_search=extensive, original_date=True, max_date=LATEST_DATE)
        except (ValueError, RecursionError, OverflowError):
            continue
        found = iso_date(value or "")
        if found and (found[0][4:10] != "-01-01" or _tells_new_year(markup, found[0][:4])):
            told = re.search(rf"[/-]{found[0][:4]}[/-]?{found[0][5:7]}(?!\d)", address) is not None
            sure = 0.65 if told else confidence
            return (Claim("published", found[0], "page metadata", sure, found[1], reason=("page_guess",)),)
    return ()


def _tells_new_year(markup: str, year: str) -> bool:
    """Whether the first of January of a year stands somewhere in a page, in figures or with the month's name."""
    return re.search(_NEW_YEAR.replace("YEAR", year), markup, re.IGNORECASE) is not None


def _extracted(markup: str) -> Iterator[Extracted]:
    import trafilatura

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
