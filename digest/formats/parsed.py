"""What each parser gives back before the place in content/ and the sidecar are added, and how it announces itself.

A new format is one file with a `PARSER` of this type and one line in `formats/__init__.py`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from digest.errors import InputError
from digest.model import Block, Claim, Problem, Source

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """Blocks in reading order and the claims of the file itself, surest first."""

    blocks: tuple[Block, ...]
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()
    fallback: bool = False


@dataclass(frozen=True, slots=True)
class Parser:
    """One input format. `isolate`: a hostile file may stall or swell the libraries behind it, so that it is to be
    parsed in a worker process that can be killed."""

    name: str
    suffixes: tuple[str, ...]
    parse: Callable[[Source], Parsed]
    isolate: bool = False
    split: Callable[[Source], tuple[Source, ...]] | None = None


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
