"""The choice that is made on a page: its pieces, which of them are taken, and what the page says that bears on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from digest.formats.walk import Piece
from digest.model import Kind

LONG = 80
"""Letters from which a paragraph is prose rather than a label; a little less is let through."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """A line of the extractor's result."""

    text: str
    kind: Kind


@dataclass(slots=True)
class Choice:
    """Rules read it and name pieces; only `page_body` changes it."""

    pieces: Sequence[Piece]
    keys: Sequence[str]  # each piece's letters and digits
    taken: set[int] = field(default_factory=set)
    dropped: dict[int, str] = field(default_factory=dict)  # piece that the extractor took → rule that took it out
    loose: dict[int, list[Extracted]] = field(
        default_factory=dict
    )  # extractor's lines found in no piece, by the piece before
    title: str = ""  # key
    summary: str = ""  # key
    body: str = ""  # key of JSON-LD articleBody

    def prose(self) -> list[int]:
        """Taken paragraphs that are prose: long, and no link."""
        return [i for i in sorted(self.taken) if self.is_prose(i)]

    def is_prose(self, index: int) -> bool:
        """Long, few links, in a paragraph-like element."""
        piece = self.pieces[index]
        return (
            piece.kind in ("paragraph", "quote") and weight(self.keys[index]) >= LONG * 0.8 and self.linked(index) < 0.4
        )

    def linked(self, index: int) -> float:
        """Share of the piece inside links."""
        return self.pieces[index].linked / max(1, len("".join(self.pieces[index].text.split())))


def key(text: str) -> str:
    """Letters and digits only, lower case."""
    return "".join(c for c in text.lower() if c.isalnum())


def weight(words: str) -> float:
    """Length in Latin letters: a Chinese or Japanese character says as much as two or three of them."""
    return len(words) if words.isascii() else sum(2.5 if c >= "\u3040" else 1.0 for c in words)
