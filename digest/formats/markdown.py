"""Markdown: front matter, then python-markdown with tables and footnotes, then the walker. The one door for `markdown`.

python-markdown lets raw HTML through; every block's markup passes the sanitiser. It knows no line numbers: a block's
line is found again by its first words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import markdown

from digest.formats.fields import claims_from
from digest.formats.frontmatter import read_front_matter
from digest.formats.parsed import Parsed, Parser, parted
from digest.formats.text import all_cut, cut_long, encoding_notes, lines_of, read_text
from digest.formats.walk import blocks_of
from digest.model import Block, Claim, Problem, Source

EXTENSIONS = ("tables", "footnotes", "sane_lists", "fenced_code", "def_list", "abbr")
MOST_MARKS = 1_000
"""Brackets, stars and the like in one paragraph. A paragraph that is all links has 200."""

MOST_LINES = 20_000
"""Lines of one article; a book of reference notes has 5,000."""

_NOTE_MARK = re.compile(r'<sup id="fnref[^>]*><a [^>]*>([^<]*)</a></sup>')
"""Its number would run into the word before: "mois1"."""

_BACK_LINK = re.compile(r'(?:&#160;)?<a class="footnote-backref"[^>]*>[^<]*</a>')
"""The arrow that leads back belongs to a page, not to the text."""

_WORDS = re.compile(r"[^\W_]+")
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|<[^>]{1,300}>|\[\^[^\]]*\]")


def parse(source: Source) -> Parsed:
    """Blocks with kinds, markup and lines. A level-one heading at the top is the title unless front matter has one."""
    decoded = read_text(source)
    front = read_front_matter(decoded.text, source.path)
    claims, problems = claims_from(front.values, "front matter", 1.0, source.path)
    notes = encoding_notes(decoded, source.path) + front.problems + problems
    if _is_hostile(decoded.text[front.body_offset :]):
        lines = lines_of(decoded.text, front.body_offset, front.body_line)
        plain = (Block(line.text, line=line.number, start=line.start) for line in lines if line.text)
        odd = Problem(
            source.path, "no ordinary Markdown (endless marks or lines); read as plain text", "look at the result"
        )
        return Parsed(
            tuple(piece for block in plain for piece in cut_long(block)), claims, (*notes, odd), fallback=True
        )
    body = decoded.text[front.body_offset :].replace("\r\n", "\n").replace("\r", "\n")
    html = markdown.markdown(body, extensions=list(EXTENSIONS), output_format="html")
    html = _BACK_LINK.sub("", _NOTE_MARK.sub(r"<sup>[\1]</sup>", html))
    ordered = list(blocks_of(html))
    placed = _with_lines([block for block, _ in ordered], body, front.body_line)
    blocks, removals = parted(all_cut(zip(placed, [rule for _, rule in ordered], strict=True)))
    return Parsed(blocks, claims + _heading(blocks, claims), notes, removals=removals)


def _is_hostile(body: str) -> bool:
    """python-markdown takes minutes over 50,000 brackets in a row, and seconds over 50,000 paragraphs."""
    if body.count("\n") > MOST_LINES:
        return True
    paragraphs = re.split(r"\n[ \t]*\n", body)
    return any(sum(paragraph.count(mark) for mark in "[<*_`") > MOST_MARKS for paragraph in paragraphs)


def _heading(blocks: tuple[Block, ...], claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    first = next((block for block in blocks if block.kind == "title"), None)
    if first is None or any(claim.field == "title" for claim in claims):
        return ()
    return (Claim("title", first.text, "text", 0.9),)


def _with_lines(blocks: Sequence[Block], body: str, body_line: int) -> list[Block]:
    lines = [(line.number, _key(line.text, 40)) for line in lines_of(body, 0, body_line) if line.text]
    placed, cursor = [], 0
    for block in blocks:
        wanted = _key(block.text.split("\n")[0], 4)
        found = next((i for i in range(cursor, len(lines)) if wanted and f" {wanted} " in f" {lines[i][1]} "), None)
        if found is not None and block.text.split("\n")[0].count(" ") < 3 and found > cursor + 40:
            found = None  # a word or two that turn up far below are another place
        if found is not None:
            cursor = found
        placed.append(replace(block, line=lines[found][0] if found is not None else None))
    return placed


def _key(text: str, words: int) -> str:
    return " ".join(_WORDS.findall(_MARKUP.sub(r" \1 ", text))[:words])


PARSER = Parser("markdown", (".md", ".markdown", ".mkd"), parse)
