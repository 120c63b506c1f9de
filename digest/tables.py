"""Tables that ship with the program: word lists, weights, frequencies. Constants that are too long for a module.

Each room keeps its own in a folder `tables/` beside its code and asks by path: `read("group/tables/fr.txt.gz")`."""

from __future__ import annotations

import gzip
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read(path: str) -> str:
    """Text of a shipped table, unpacked when its name ends in .gz. FileNotFoundError for a name that isn't shipped."""
    data = files("digest").joinpath(path).read_bytes()
    return (gzip.decompress(data) if path.endswith(".gz") else data).decode("utf-8")


@cache
def read_toml(path: str) -> dict[str, Any]:
    """A shipped TOML table."""
    return tomllib.loads(read(path))


def exists(path: str) -> bool:
    """Whether a table is shipped, such as one for a language."""
    return files("digest").joinpath(path).is_file()
