"""A name where it stands in a story."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from digest.tell.gazetteer import Kind, flat, naming_words


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name where it stands. `key` is what the two lists know it by; "" for names that they don't know."""

    article: int
    start: int
    end: int
    text: str
    key: str = ""
    kind: Kind | None = None  # what its own words and neighbours say
    titled: bool = False  # "M. Kerry", "le ministre Lavrov"
    at_start: bool = False  # its first capital may be the sentence's

    @property
    def parts(self) -> tuple[str, ...]:
        return _parts(self.text)


@lru_cache(maxsize=16384)
def _parts(text: str) -> tuple[str, ...]:
    return tuple(flat(p) for p in text.split())


def is_first_name(word: str) -> bool:
    """Whether a word is a first name, or a compound that begins with one."""
    names, word = naming_words().first_names, flat(word)
    return word in names or word.split("-")[0] in names


_ARTICLES = frozenset(("le", "la", "les", "the", "los", "las", "el", "gli", "die", "der", "das"))


_EVENTS = frozenset(("summit", "summits", "games", "cup", "festival", "awards", "conference", "forum", "championships"))


def may_be_full(occurrence: Occurrence) -> bool:
    """Whether somebody may be named in full: not "Les Ecologistes"."""
    parts = occurrence.parts
    return len(parts) > 1 and parts[0] not in _ARTICLES and parts[-1] not in _EVENTS
