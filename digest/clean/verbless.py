"""Runs of words without a verb: heads that run into their paragraph, captions. Told by tables/verbs.toml, on the side
of the sentence: what may be a verb is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from digest import tables

HEAD_FEWEST, HEAD_MOST = 3, 9  # words of a head, elided ones counted
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*'?")


@dataclass(frozen=True, slots=True)
class _Words:
    openers: frozenset[str]
    links: frozenset[str]
    verbs: frozenset[str]
    verb_endings: tuple[str, ...]
    noun_endings: tuple[str, ...]
    e_is_verb: bool

    def name(self, said: Sequence[str]) -> bool:
        """Whether none of the words may be a verb."""
        if not self.verbs.isdisjoint(said):
            return False
        for before, word in pairwise(("", *said)):
            if word in self.links or (self.noun_endings and word.endswith(self.noun_endings)):
                continue
            if word.endswith(self.verb_endings):
                return False
            if self.e_is_verb and word[-1] == "e" and before and before not in self.openers | self.links:
                return False
        return True


def is_head(sentence: str) -> bool:
    """Whether a short sentence is worded as a head: "Des moyens limités."."""
    said = _said(sentence)
    if not HEAD_FEWEST <= len(said) <= HEAD_MOST:
        return False
    return any(said[0] in words.openers and words.name(said) for words in _tables())


def may_open_head(text: str) -> bool:
    """The quick way to say no: whether a text begins with a word that heads begin with."""
    word = _WORD.match(text[:20].lower().replace("’", "'"))
    return word is not None and word[0] in _openers()


def is_scene(sentence: str) -> bool:
    """Whether a sentence has no verb, in the language whose little words it has: "Deux marins sur le quai."."""
    said = _said(sentence)
    known = [(sum(word in words.links for word in said), n) for n, words in enumerate(_tables())]
    most, n = max(known)
    return most > 0 and sum(count == most for count, _ in known) == 1 and _tables()[n].name(said)


def _said(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


@cache
def _openers() -> frozenset[str]:
    return frozenset(word for words in _tables() for word in words.openers)


@cache
def _tables() -> tuple[_Words, ...]:
    table = tables.read_toml("clean/tables/verbs.toml")
    return tuple(
        _Words(
            frozenset(rows["openers"].split()),
            frozenset(rows["links"].split()),
            frozenset(rows["verbs"].split()),
            tuple(rows["verb_endings"].split()),
            tuple(rows["noun_endings"].split()),
            rows["e_is_verb"],
        )
        for _, rows in sorted(table.items())
    )
