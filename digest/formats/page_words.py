"""Words in class names and ids → what they say of a text. The words are in tables/page_words.toml."""

from __future__ import annotations

import re
from functools import cache

from digest.tables import read_toml


@cache
def _pattern(section: str) -> re.Pattern[str]:
    words: list[str] = read_toml("formats/tables/page_words.toml")[section]
    forms = "|".join(word.replace("-", "[-_]?").replace("*", "[a-z]*") for word in sorted(words))
    return re.compile(rf"(?<![a-z])(?:{forms})(?![a-z])")


def names_say(section: str, names: tuple[str, ...], depth: int) -> bool:
    """Whether one of the innermost names holds a word of a section."""
    return any(_pattern(section).search(name) for name in names[:depth])


def words_of(section: str, names: tuple[str, ...], depth: int) -> frozenset[str]:
    """The words of a section that the innermost names hold."""
    return frozenset(word for name in names[:depth] for word in _pattern(section).findall(name))
