"""TOML that people write: parsed by the standard library, with the line where a key stands, which that doesn't tell.

`config` and `edits` both answer a mistake with file, line and key; this is the part that they share. Pure.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from digest.errors import ConfigError

_HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*=""")
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+)""")
_CONFLICT = re.compile(r"^(?:<{7} |={7}$|>{7} |\|{7} )", re.MULTILINE)  # two branches that a merge left side by side
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def parse(name: str, data: bytes) -> tuple[dict[str, Any], str]:
    """The tables and the text of a TOML file. ConfigError with the place when it isn't TOML."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ConfigError(f"{name}:{line}: expected UTF-8 text; save the file as UTF-8") from None
    text = text.replace("\r\n", "\n")
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        if marker := _CONFLICT.search(text):
            line = text.count("\n", 0, marker.start()) + 1
            raise ConfigError(
                f"{name}:{line}: conflict marker; keep what is right of both sides and delete the marker lines"
            ) from None
        found = _PLACE.search(str(error))
        place = f"{name}:{found[1]}:{found[2]}" if found else f"{name}:{len(text.splitlines())}"
        message = _PLACE.sub("", str(error)).strip()
        raise ConfigError(f"{place}: not TOML: {message[:1].lower()}{message[1:]}; text wants quotes") from None


def places(text: str) -> dict[tuple[str | int, ...], int]:
    """Line (from 1) of every header and key: `("outlets", "Le Monde", "rights")`, `("merge", 0, "stories")`.
    Inline tables aren't looked into: their keys stand where the key that holds them stands."""
    found: dict[tuple[str | int, ...], int] = {}
    counts: dict[tuple[str, ...], int] = {}
    table: tuple[str | int, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            parts = _parts(header[2])
            table = parts
            if header[1] == "[[":
                table = (*parts, counts.get(parts, 0))
                counts[parts] = counts.get(parts, 0) + 1
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_parts(key[1])), number)
    return found


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """Line where `path` stands, or the nearest table that holds it; None when none of it does."""
    found = places(text)
    for length in range(len(path), 0, -1):
        if line := found.get(tuple(path[:length])):
            return line
    return None


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple("".join(groups) for groups in _PART.findall(dotted))


def unknown(key: str, known: Iterable[str]) -> str:
    """What to say of a key that isn't one: the nearest known name, or all of them."""
    names = sorted(known)
    near = get_close_matches(key, names, n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else f"known here: {', '.join(names)}"
