"""A sentence of a story: what its article knows of it, and where it stands among the others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from digest.model import Kind
from digest.tell.pieces import Piece, Token


@dataclass(frozen=True)
class Unit:
    """A sentence with its place in the story. What its words tell is asked of its `piece`, which stories share; the
    fields that nearly every part reads stand here again, so that a part needn't know where a sentence was cut."""

    number: int  # place in `Material.units`
    article: int  # place in `Story.articles`
    text_number: int  # same for reprints of one text
    kind: Kind
    block_start: int  # offset of its block in the article's text
    place: int  # 0 for the first sentence of the article
    start: int
    end: int
    text: str
    language: str
    tokens: tuple[Token, ...]
    stems: frozenset[str]
    forms: frozenset[str]
    piece: Piece

    @cached_property
    def looks_ahead(self) -> bool:
        """Whether it has a future form."""
        return self.piece.looks_ahead

    @cached_property
    def told_stems(self) -> frozenset[str]:
        """Stems outside dashes and brackets without numbers: what stands there explains a name, it tells no fact."""
        return self.piece.told_stems

    @cached_property
    def common_stems(self) -> frozenset[str]:
        """Stems of words written small, and of the opening word; all of them in a script without capitals."""
        return self.piece.common_stems

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """All runs of `SHINGLE_WORDS` words."""
        return self.piece.runs

    @cached_property
    def is_shouted(self) -> bool:
        """Whether most of its letters are capitals."""
        return self.piece.is_shouted

    @cached_property
    def directions(self) -> frozenset[tuple[int, int]]:
        """Which sides of which opposites its words take."""
        return self.piece.directions

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Numbers in digits or words, as digits."""
        return self.piece.numbers


def placed(piece: Piece, number: int, article: int, text_number: int) -> Unit:
    """A sentence of a story at its place there."""
    p = piece
    at = (p.kind, p.block_start, p.place, p.start, p.end, p.text, p.language, p.tokens, p.stems, p.forms)
    return Unit(number, article, text_number, *at, p)
