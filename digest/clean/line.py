"""A block as the rules and the classifier see it: measured once, cheaply, at most `LONGEST_SEEN` characters of it.

Scripts without spaces count two characters to a word, so that one set of thresholds serves all languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.clean import phrases
from digest.clean.words import content_words
from digest.model import Block

LONGEST_SEEN = 400
"""Characters that patterns look at. Longer lines are prose as far as any rule goes."""

LONGEST_COMPARED = 1500  # characters whose words are compared with other lines
SENTENCE_ENDS = ".!?…。！？।؟۔।\u037e;"
CLOSERS = "\"'”’»)]›」』）“ \u00a0\u202f"
_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class Line:
    """One line. `words` is an estimate for scripts without spaces; `weight` is the share that prose of this length
    would have: characters, wide ones counted three times. `ends` says whether it ends like a sentence."""

    __slots__ = (
        "block",
        "credit",
        "ends",
        "head",
        "key",
        "length",
        "low",
        "phrase",
        "sentence",
        "soft",
        "stems",
        "text",
        "weight",
        "wide",
        "words",
    )

    def __init__(self, block: Block) -> None:
        text = block.text
        self.block, self.text, self.length = block, text, len(text)
        self.credit: tuple[str | None] | None = None  # filled by kinds.credit_of
        self.stems: set[str] | None = None
        self.head = head = text if self.length <= LONGEST_SEEN else text[:LONGEST_SEEN]
        self.low = low = head.lower().replace("’", "'").replace("\u00a0", " ")
        self.wide = 0 if head.isascii() else len(_WIDE.findall(head))
        self.words = head.count(" ") + 1 + self.wide // 2
        self.weight = self.length + 2 * self.wide
        last = text[-12:].rstrip(CLOSERS)
        self.ends = bool(last) and last[-1] in SENTENCE_ENDS
        self.sentence = self.ends and self.words >= 8 and self.weight >= 45
        self.key = phrases.key(low) if self.length <= phrases.LONGEST else ""
        self.soft = bool(self.key) and phrases.is_soft(self.key)
        self.phrase = ""
        if self.key:
            quotes = "«" in text or "“" in text or "„" in text or '"' in text
            self.phrase = phrases.rule_of(self.key, ends_with_stop=text[-1] in ".。।", quotes=quotes)

    def content(self) -> set[str]:
        """Stems of the words that carry its meaning, counted once."""
        if self.stems is None:
            self.stems = content_words(self.text[:LONGEST_COMPARED])
        return self.stems


def lines_of(blocks: Sequence[Block]) -> list[Line]:
    return [Line(block) for block in blocks]
