"""What each parser gives back before the place in content/ and the sidecar are added, and how it announces itself.

A new format is one file with a `PARSER` of this type and one line in `formats/__init__.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from digest.errors import InputError
from digest.model import Block, Claim, Problem, Removal, Source

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """Blocks in reading order and the claims of the file itself, surest first. `removals` are blocks that a rule of the
    format took out: cleaning shows them with its own, and the editor may bring them back."""

    blocks: tuple[Block, ...]
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()
    fallback: bool = False
    removals: tuple[Removal, ...] = ()


@dataclass(frozen=True, slots=True)
class Parser:
    """One input format. `isolate`: a hostile file may stall or swell the libraries behind it, so that it is to be
    parsed in a worker process that can be killed."""

    name: str
    suffixes: tuple[str, ...]
    parse: Callable[[Source], Parsed]
    isolate: bool = False
    split: Callable[[Source], tuple[Source, ...]] | None = None


def parted(ordered: Iterable[tuple[Block, str]]) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    """Blocks in reading order, each with the rule that takes it out or "", as `Parsed` wants them."""
    blocks: list[Block] = []
    removals: list[Removal] = []
    for position, (block, rule) in enumerate(ordered):
        if rule:
            removals.append(Removal(block, rule, position))
        else:
            blocks.append(block)
    return tuple(blocks), tuple(removals)


def without_lines(parsed: Parsed) -> Parsed:
    """The same for a text that stands encoded in its file, where no line of it can be pointed at."""
    blocks = tuple(replace(block, line=None) for block in parsed.blocks)
    removals = tuple(replace(removal, block=replace(removal.block, line=None)) for removal in parsed.removals)
    return replace(parsed, blocks=blocks, removals=removals)


def without_surrogates(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair: no encoding can write one, and libraries trip over it."""
    if text.isascii():
        return text
    try:
        text.encode()  # quicker than to look for one
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def refuse(path: str, message: str, remedy: str = "", line_number: int | None = None) -> InputError:
    """The error for an input that yields no article."""
    return InputError(Problem(path, message, remedy, line_number, severity="error"))
