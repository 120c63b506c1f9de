"""Document → Article: the steps of cleaning in order, one pass, pure.

repair every block → judge its line → recipes and the editor → kinds and title → claims. Each block of the document
ends up in exactly one place, kept or removed, and no text is added."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import repeat

from digest import dates
from digest.clean import agencies, rules, title
from digest.clean.line import Line, line_of
from digest.clean.options import Options
from digest.clean.repair import repair
from digest.model import Block, Claim, Document, Edit, Problem, Recipe

RECORD_TEXT = 500  # characters of a record that its id is made from


def repaired(document: Document) -> tuple[list[Block], list[Edit], list[Block], list[str]]:
    """Blocks with their characters repaired, the edits, spans that a crawler left in front of the first block, and for
    each block the rule by which its format took it out, or ""."""
    blocks: list[Block] = []
    edits: list[Edit] = []
    residue: list[Block] = []
    taken: list[str] = []
    for block, rule in _in_order(document) if document.removals else zip(document.blocks, repeat(""), strict=False):
        text, done, stripped = repair(block.text, block.start or 0, block.line)
        edits.extend(done)
        if not text:
            continue
        start = None if block.start is None else block.start + stripped
        if not blocks and (cut := rules.crawl_prefix(text)):
            residue.append(replace(block, text=text[:cut].rstrip(), start=start, html=None))
            text, start = text[cut:], None if start is None else start + cut
        if text != block.text:
            block = replace(block, text=text, start=start)
        blocks.append(block)
        taken.append(rule)
    return blocks, edits, residue, taken


def _in_order(document: Document) -> Iterator[tuple[Block, str]]:
    """The document's blocks and those that its format took out, each with the rule that did or ""."""
    removed = {removal.position: removal for removal in document.removals}
    blocks = iter(document.blocks)
    for position in range(len(document.blocks) + len(removed)):
        removal = removed.get(position)
        yield (removal.block, removal.rule) if removal else (next(blocks), "")


def article_id(document: Document, heading: str, text: str) -> str:
    """Ten hex digits from what stays the same when a text is corrected: its address, else its path, else a record's
    words."""
    url = document.claim("url")
    if url is not None and url.confidence >= 0.5:
        name = f"url:{url.value}"
    elif "#" in document.path:
        name = f"record:{heading}{text[:RECORD_TEXT]}"
    else:
        name = f"path:{document.path}"
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def spared(path: str, lines: int, options: Options) -> Problem:
    """What to say when cleaning kept its hands off."""
    share = round(100 * options.most_loss)
    return Problem(
        path,
        f"cleaning held {lines} lines for page furniture, more than {share} % of the text in doubt; kept them",
        "drop passages in edits.toml, or save the page as HTML",
    )


def recipes_for(outlet: Claim | None, options: Options) -> tuple[Recipe, ...]:
    if outlet is None or not options.recipes:
        return ()
    names = {outlet.value.casefold()}
    for info in options.outlets:
        if outlet.value.casefold() in {info.name.casefold(), *(a.casefold() for a in info.aliases)}:
            names.add(info.name.casefold())
    return tuple(r for r in options.recipes if r.outlet.casefold() in names)


def _is_headline(body: Sequence[Block]) -> bool:
    """Whether a text opens with a line that a title would be made of, whole: short, without a stop, text below it."""
    first = body[0]
    if first.kind != "paragraph" or len(first.text) > title.LONGEST_MADE or first.text[-1] in ".,;:!?…)]-–—|":
        return False
    return (
        title.tells(first.text)
        and title.could_be(line_of(first))
        and any(line_of(block).sentence for block in body[1:])
    )


def headline(
    document: Document, lines: Sequence[Line], found: Line | None, body: Sequence[Block], language: str
) -> tuple[Claim, str | None]:
    """The title's claim, and the text of the line that carries it, if one does."""
    claimed = document.claim("title")
    if claimed is not None and claimed.value.strip():
        return claimed, claimed.value
    marked = next((line.text for line in lines if line.block.kind == "title"), None)
    if marked or found:
        text = marked or (found.text if found else "")
        return Claim("title", text, "text", 0.95 if marked else 0.8, reason=("title_line",)), text
    if body and _is_headline(body):
        return Claim("title", body[0].text, "text", 0.6, reason=("title_line",)), body[0].text
    lead = next((b.text for b in body if b.kind in ("paragraph", "standfirst")), body[0].text if body else "")
    dateline = dates.opening(lead, agencies.is_wire)
    made = title.make(lead[dateline.end :] if dateline else lead, language)
    if made:
        return Claim("title", made, "made", 0.6, reason=("title_made_from_lead",)), None
    stem = document.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return Claim("title", stem, "file name", 0.3, reason=("title_from_file_name",)), None
