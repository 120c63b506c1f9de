"""A block as the rules and the classifier see it: measured once, cheaply, at most `LONGEST_SEEN` characters of it.

Scripts without spaces count two characters to a word, so that one set of thresholds serves all languages."""

from __future__ import annotations

from collections.abc import Sequence

from digest.clean import agencies, phrases
from digest.clean.words import DATE, FIGURE, MOST, PHRASE, READER, WIDE, content_words, read
from digest.model import Block

LONGEST_SEEN = 400
"""Characters that patterns look at. Longer lines are prose as far as any rule goes."""

LONGEST_COMPARED = 1500  # characters whose words are compared with other lines
SENTENCE_ENDS = ".!?…。！？।؟۔।\u037e;"
OPENING_QUOTES = '«“„"»'
CLOSERS = "\"'”’»)]›」』）“ \u00a0\u202f"


LONGEST_REMEMBERED = 100  # characters: the furniture of an outlet's pages, which is the same on each
MOST_REMEMBERED = 5_000  # lines, a few megabytes


class Noted:
    """What later steps find out about a line's wording alone, each when it is first asked; equal lines share it."""

    __slots__ = ("credit", "shape")

    def __init__(self) -> None:
        self.credit: tuple[str | None] | None = None  # see kinds.credit_of
        self.shape: tuple[object, float] | None = None  # weights, and what they sum up to; see classify


class Line:
    """One line. `words` is an estimate for scripts without spaces; `weight` is the share that prose of this length
    would have: characters, wide ones counted three times. `ends` says whether it ends like a sentence, `figures`
    whether it has digits, `marks` what its words count for (`words.COUNT` …). `low` is its head in lower case, `plain`
    in one byte a character, None where it has others (`words.read`)."""

    __slots__ = (
        "block",
        "ends",
        "figures",
        "head",
        "key",
        "length",
        "low",
        "marks",
        "noted",
        "phrase",
        "plain",
        "sentence",
        "soft",
        "stems",
        "text",
        "unread",
        "weight",
        "wide",
        "words",
    )

    def __init__(self, block: Block) -> None:
        text = block.text
        self.block, self.text, self.length, self.noted = block, text, len(text), Noted()
        self.head = head = text if self.length <= LONGEST_SEEN else text[:LONGEST_SEEN]
        self.unread: int | None = None  # where the words begin that `stems` lacks
        if head is text:
            low, plain, marks, self.stems = read(text)
        else:  # the last word may go on behind the head
            self.unread = at = head.rfind(" ") + 1
            low, plain, marks, self.stems = read(head[:at])
            cut, rest, more, _ = read(head[at:])
            low, marks = low + cut, marks + more
            plain = None if plain is None or rest is None else plain + rest
        self.low, self.plain, self.marks = low, plain, marks
        self.wide = wide = marks // WIDE
        self.words = words = head.count(" ") + 1 + wide // 2
        self.weight = self.length + 2 * wide
        last = text[-12:].rstrip(CLOSERS)
        self.ends = bool(last) and (last[-1] in SENTENCE_ENDS or bool(agencies.signs_off(text)))
        self.sentence = self.ends and words >= 8 and self.weight >= 45
        self.figures = bool(marks // FIGURE & MOST)
        self.key = key = phrases.key(low, self.figures) if self.length <= phrases.LONGEST else ""
        self.soft, self.phrase = False, ""
        if key:
            self.soft = phrases.is_soft(key)
            quotes = "«" in text or "“" in text or "„" in text or '"' in text
            inner = bool(marks // PHRASE & MOST)
            stop = text[-1] in ".。।"
            self.phrase = phrases.rule_of(key, ends_with_stop=stop, quotes=quotes, inner=inner, wide=plain is None)
            if not self.phrase and quotes and inner and text[0] not in OPENING_QUOTES:
                self.phrase = phrases.notice_of(key)
            if not self.phrase and (row := phrases.row_of(key)):
                self.soft = True  # evidence only, save for consent, which is asked for nowhere else
                self.phrase = row if row == "cookie_notice" and not self.ends else ""
        elif marks // READER & MOST > 1 and marks // PHRASE & MOST and self.length <= phrases.LONGEST_NOTICE:
            self.phrase = "" if any(map(text.__contains__, OPENING_QUOTES)) else phrases.long_notice_of(low)

    def content(self) -> set[str]:
        """Stems of the words that carry its meaning, counted once."""
        if self.unread is not None:
            self.stems |= content_words(self.text[self.unread : LONGEST_COMPARED])
            self.unread = None
        return self.stems

    def is_timeless(self) -> bool:
        """Whether it is known to hold no date, by its words and digits: those of a whole line in Western letters."""
        dated = self.marks // DATE & MOST or self.marks // FIGURE & MOST
        return not dated and self.plain is not None and self.length <= LONGEST_SEEN

    def again(self, block: Block) -> Line:
        """The line of another block that has the same text."""
        line = Line.__new__(Line)
        line.block, line.text, line.length, line.noted = block, self.text, self.length, self.noted
        line.head, line.low, line.plain, line.key = self.head, self.low, self.plain, self.key
        line.marks, line.stems, line.figures = self.marks, self.stems, self.figures
        line.unread = self.unread
        line.wide, line.words, line.weight = self.wide, self.words, self.weight
        line.ends, line.sentence = self.ends, self.sentence
        line.soft, line.phrase = self.soft, self.phrase
        return line


_remembered: dict[str, Line] = {}
"""By text alone: `lru_cache` would ask for the block too, which differs each time."""


def line_of(block: Block) -> Line:
    """The line of a block, from memory where an equal one was seen."""
    text = block.text
    if len(text) > LONGEST_REMEMBERED:
        return Line(block)
    if known := _remembered.get(text):
        return known.again(block)
    if len(_remembered) >= MOST_REMEMBERED:
        _remembered.clear()
    _remembered[text] = line = Line(block)
    return line


def lines_of(blocks: Sequence[Block]) -> list[Line]:
    return list(map(line_of, blocks))
