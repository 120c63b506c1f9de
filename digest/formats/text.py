"""Plain text as scraped or pasted: one block a line, unless the file is hard-wrapped, then one block a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from digest.formats.encoding import Decoded, decode
from digest.formats.fields import claims_from
from digest.formats.frontmatter import read_front_matter
from digest.formats.parsed import Parsed, Parser, refuse
from digest.model import Block, Problem, Source

LONGEST_BLOCK = 20_000
"""Characters of one block. Later rooms run patterns over blocks; a line of a dump that is longer is cut between
sentences, or words, so that no letter is lost."""

WRAP_WIDTHS = range(40, 133)
"""Columns at which mail programs, terminals and old editors break lines."""

LONGEST_WORD = 30
"""Letters of a word that a line may have no room for."""

_LINE_END = re.compile(r"[\n\r\v\f\x85\u2028\u2029](?:(?<=\r)\n)?")
_RARE_ENDS = "\r\v\f\x85\u2028\u2029"
_COUNTED = ("\r\n", "\n", "\r")
_EDGE = " \t\ufeff"
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]*")
_ITEM = re.compile(r"(?:[-*•–—·>]|\d{1,3}[.)])\s")
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[@-Z\\^_])")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes(c for c in range(128) if _CONTROL.match(chr(c)))
_CONTROLS_AS_BLANKS = bytes.maketrans(_CONTROL_BYTES, b" " * len(_CONTROL_BYTES))


class Line(NamedTuple):
    """A line of the file: its text without the white space around it, which does count in `start`."""

    text: str
    number: int
    start: int
    indent: int = 0


def parse(source: Source) -> Parsed:
    """Blocks with `line` and `start`; front matter where there is some."""
    decoded = read_text(source)
    front = read_front_matter(decoded.text, source.path)
    claims, problems = claims_from(front.values, "front matter", 1.0, source.path)
    lines = lines_of(decoded.text, front.body_offset, front.body_line)
    blocks = (
        unwrapped(lines)
        if is_hard_wrapped(lines)
        else [Block(line.text, line=line.number, start=line.start) for line in lines if line.text]
    )
    if len(decoded.text) > LONGEST_BLOCK and any(len(block.text) > LONGEST_BLOCK for block in blocks):
        blocks = [piece for block in blocks for piece in cut_long(block)]
    notes = encoding_notes(decoded, source.path)
    return Parsed(tuple(blocks), claims, notes + front.problems + problems)


def read_text(source: Source) -> Decoded:
    """Decoded text of a source, without the escapes by which a terminal colours it. Raises InputError for bytes that
    are no text."""
    decoded = decode(source.data)
    if "\x1b" in decoded.text:
        decoded = replace(decoded, text=_ESCAPE.sub("", decoded.text))
    text = decoded.text
    noise = _controls(text) + text.count("\ufffd")
    unreadable = noise > 0 and not any(c.isprintable() and c not in "\ufffd " for c in text)
    if unreadable or noise > max(3, 0.01 * len(text)):
        raise refuse(source.path, "this is no text but binary data", "save the article as text, or remove the file")
    return decoded


def encoding_notes(decoded: Decoded, path: str) -> tuple[Problem, ...]:
    """A warning for an encoding that nothing in the file proves."""
    if not decoded.guessed:
        return ()
    message = f"the encoding is not declared and was guessed: {decoded.encoding}"
    return (Problem(path, message, "save the file as UTF-8 if letters look wrong"),)


def lines_of(text: str, offset: int = 0, number: int = 1) -> list[Line]:
    """All lines from `offset` on, blank ones with an empty text. Control characters stay: `clean` takes them out and
    says so. Line separators other than CR and LF part lines, but editors don't number them."""
    lines: list[Line] = []
    position = offset
    if not any(map(text.__contains__, _RARE_ENDS)):  # the usual file, and quicker
        if position >= len(text):
            return lines
        for count, raw in enumerate(text[offset:].removesuffix("\n").split("\n"), number):
            lines.append(_line(raw, position, count) if raw else Line("", count, position))
            position += len(raw) + 1
        return lines
    for end in _LINE_END.finditer(text, offset):
        lines.append(_line(text[position : end.start()], position, number))
        position = end.end()
        number += end[0] in _COUNTED
    if position < len(text):
        lines.append(_line(text[position:], position, number))
    return lines


def _controls(text: str) -> int:
    """How many control characters there are, by what is left without them: quicker than a pattern. To translate is
    quicker than to delete."""
    data = text.encode("utf-8", "surrogatepass")
    if data.translate(_CONTROLS_AS_BLANKS) == data:
        return 0
    return len(data) - len(data.translate(None, _CONTROL_BYTES))


def _line(raw: str, start: int, number: int) -> Line:
    if raw[:1].isalnum():  # the usual line, and quicker
        return Line(raw.rstrip(_EDGE), number, start)
    if _INVISIBLE.fullmatch(raw):
        return Line("", number, start)
    left = raw.lstrip(_EDGE)
    indent = len(raw) - len(left)
    return Line(left.rstrip(_EDGE), number, start + indent, indent)


def is_hard_wrapped(lines: list[Line], fewest: int = 4) -> bool:
    """Whether line ends come from a column limit. Then almost no line had room for the first word of the next one,
    which lines that a writer ended on purpose nearly always have. `fewest`: pairs of lines that must show it."""
    longest = sorted([len(line.text) + line.indent for line in lines if line.text], reverse=True)
    if len(longest) < fewest + 2:
        return False
    width = longest[len(longest) // 20]  # a long address may stick out
    if width not in WRAP_WIDTHS:
        return False
    texts = [(a, b) for a, b in pairwise(lines) if a.text and b.text]
    # An address fits nowhere, and a script without spaces has no words to fit: neither says anything here.
    texts = [(a, b) for a, b in texts if len(b.text) <= LONGEST_WORD or " " in b.text[:LONGEST_WORD]]
    if len(texts) < fewest:
        return False
    full = sum(_is_full(a, b, width) for a, b in texts)
    open_ended = sum(a.text[-1] not in '.!?…:;»"”' for a, b in texts if _is_full(a, b, width))
    return full >= 0.7 * len(texts) and open_ended >= 0.5 * full


def _is_full(line: Line, following: Line, width: int) -> bool:
    first_word = following.text.split(maxsplit=1)[0]
    return line.indent + len(line.text) + 1 + len(first_word) > width - 3


def unwrapped(lines: list[Line]) -> list[Block]:
    """Joins the lines of each paragraph. A line that ends early ends its paragraph, so that a title above the text
    stays apart; an indented line or a list item opens one."""
    width = max(
        (len(line.text) + line.indent for line in lines if len(line.text) + line.indent in WRAP_WIDTHS), default=80
    )
    groups: list[list[Line]] = []
    previous: Line | None = None
    for line in lines:
        if not line.text:
            previous = None
            continue
        opens = previous is None or _opens(line, previous) or not _is_full(previous, line, width - 8)
        if opens:
            groups.append([])
        groups[-1].append(line)
        previous = line
    return [Block(_joined(group), line=group[0].number, start=group[0].start) for group in groups]


def _opens(line: Line, previous: Line) -> bool:
    return line.indent > previous.indent or _ITEM.match(line.text) is not None


def _joined(lines: list[Line]) -> str:
    """A hyphen at a line's end stays, and the next line follows it at once: `porte-` + `parole`."""
    text = lines[0].text
    for line in lines[1:]:
        text += line.text if text[-1] == "-" and text[-2:-1].isalpha() else f" {line.text}"
    return text


def cut_long(block: Block) -> tuple[Block, ...]:
    """Pieces of at most LONGEST_BLOCK characters, cut after a sentence, else after a word."""
    if len(block.text) <= LONGEST_BLOCK:
        return (block,)
    pieces, position, text = [], 0, block.text
    while position < len(text):
        end = min(position + LONGEST_BLOCK, len(text))
        if end < len(text):
            breaks = [text.rfind(mark, position, end) + len(mark) for mark in (". ", "! ", "? ", "» ")]
            at = max(breaks)
            if at <= position + LONGEST_BLOCK // 2:
                at = text.rfind(" ", position, end) + 1
            end = at if at > position else end
        piece = text[position:end].strip(" ")
        if piece:
            lead = len(text[position:end]) - len(text[position:end].lstrip(" "))
            start = None if block.start is None else block.start + position + lead
            pieces.append(Block(piece, block.kind, block.line, None, start))
        position = end
    return tuple(pieces)


def all_cut(ordered: Iterable[tuple[Block, str]]) -> Iterator[tuple[Block, str]]:
    """The same with long blocks cut, each piece with the rule of its block."""
    for block, rule in ordered:
        for piece in cut_long(block):
            yield piece, rule


PARSER = Parser("text", (".txt", ".text"), parse)
