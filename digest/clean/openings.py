"""What a paragraph opens with and isn't its text: a dateline, or a head that runs into it. Each becomes a block of its
own, of its own kind, and the paragraph begins behind it; offsets into the source hold for both.

A dateline stands beside the text, as bylines do; a head belongs to it. A short first sentence is a sentence: a head
must be set in bold or capitals, be parted from the text by a dash, or be a habit of the article: of all its paragraphs,
or of some, in words without a verb (tables/verbs.toml)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape

from digest import dates
from digest.clean import agencies, verbless
from digest.model import Block, Kind

DATED_PARAGRAPHS = 2  # from the top, in which place and day are a dateline; further down they head a chronicle's part
DATED_SHORTEST = 30  # characters of the text behind a dateline
HEAD_LONGEST = 60  # characters of a run-in head
HEAD_FEWEST = 3  # paragraphs that must open so: one short sentence is only a short sentence
HABIT_SHORTEST = 160  # characters of a paragraph that may open so by habit
BOLD_LONGEST, BOLD_WORDS = 90, 14  # characters and words of a head in bold, which may be a question
REST_SHORTEST = 60  # characters of the text behind a head that shows by its form

_CAPITAL = r"[A-ZÀ-ÞŁŚŻČŠŽА-ЯΑ-Ω«\"“„0-9]"
_SENTENCE = re.compile(rf"([^\W\d_][^.!?\n«\"“]{{5,{HEAD_LONGEST}}}\.)[ \u00a0](?=[A-ZÀ-ÞŁŚŻČŠŽА-ЯΑ-Ω«\"“])")
_VERY_SHORT = re.compile(r"(?:^|[ .'’])[^\W\d_]{1,3}\.$")
_DASHED = re.compile(
    rf"([^\W\d_][^.!?:;,\n«»\"“”()–—]{{2,{HEAD_LONGEST}}}[.?])[ \u00a0]?(?:--?|[–—])[ \u00a0](?={_CAPITAL})"
)
_LARGE = r"[A-ZÀ-ÖØ-ÞŁŚŻČŠŽŒА-ЯΑ-Ω]"
_CAPITALS = re.compile(
    rf"(?:{_LARGE}+['’ \u00a0-]+){{1,8}}{_LARGE}{{3,}}[.!?][ \u00a0](?:[–—-][ \u00a0])?"
    rf"(?=[«\"“„]?[ \u00a0]?{_LARGE}[^\W\dA-ZÀ-Þ_]|{_LARGE}['’])"
)
_TURN = re.compile(r"[.!?…»\"”][ \u00a0][–—-][ \u00a0][A-ZÀ-Þ]")  # of another speaker
_NAME = re.compile(
    rf"{_LARGE}[\w'’]{{3,}}(?:[ -](?:(?:de|du|des|la|le|les|sur|en|del|di|da)[ -])?{_LARGE}[\w'’]+){{0,3}}\."
)
_BEHIND_BOLD = re.compile(rf"[ \u00a0\n]*(?:[–—-][ \u00a0])?(?={_CAPITAL})")
_BOLD = re.compile(r"\s*(?:<p>\s*)?<(strong|b)>(?P<head>[^<]{3,120})</\1>(?P<stop>\s*[.:!?])?")


def split(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """For each block itself, or what it opens with and its rest."""
    lines: list[tuple[Block, ...]] = []
    texts: list[Block] = []
    paragraphs = 0
    for block in blocks:
        line: tuple[Block, ...] = ()
        if block.kind == "paragraph":
            paragraphs += 1
            near = paragraphs <= DATED_PARAGRAPHS or "(" in block.text[: dates.LONGEST_OPENING]
            if near and (at := _dateline(block.text, paragraphs)):
                line, block = _parted(block, at, "dateline")
        lines.append(line)
        texts.append(block)
    heads = _by_habit(texts) or _marked(texts)
    if not heads:
        return [(*line, text) for line, text in zip(lines, texts, strict=True)]
    parted = [_parted(text, heads[i], "subhead") if i in heads else ((), text) for i, text in enumerate(texts)]
    return [(*line, *head, rest) for line, (head, rest) in zip(lines, parted, strict=True)]


def _dateline(text: str, paragraphs: int) -> int:
    found = dates.opening(text, agencies.is_wire)
    if found is None or (paragraphs > DATED_PARAGRAPHS and not agencies.is_wire(found.wire)):
        return 0
    return found.end if len(text) - found.end >= DATED_SHORTEST else 0


def _by_habit(blocks: Sequence[Block]) -> dict[int, int]:
    """Heads that show as a habit of the whole rest of an article: from the first on, every paragraph opens with one
    short sentence, and at least three do."""
    heads: dict[int, int] = {}
    for i in range(len(blocks) - 1, -1, -1):
        if blocks[i].kind != "paragraph":
            continue
        text = blocks[i].text
        match = _SENTENCE.match(text) if len(text) >= HABIT_SHORTEST else None
        if match is None or match[1].count(" ") > 8 or match[1].count(" ") < 2 or _VERY_SHORT.search(match[1]):
            break
        heads[i] = match.end()
    if len(heads) < HEAD_FEWEST or not any(b.kind == "paragraph" for b in blocks[: min(heads)]):
        return {}
    return heads


def _marked(blocks: Sequence[Block]) -> dict[int, int]:
    """Heads in bold or capitals, or parted from the text by a dash; and heads in words without a verb below the first
    paragraph, two at least or one beside such a head: one alone may be a sentence of an author who writes so. A
    question before a dash is a head where several are: one alone is answered in a story."""
    heads: dict[int, int] = {}
    questions: dict[int, int] = {}
    plain: dict[int, int] = {}
    first = next((i for i, block in enumerate(blocks) if block.kind == "paragraph"), 0)
    for i, block in enumerate(blocks):
        text = block.text
        start = text[: HEAD_LONGEST + 6]
        if block.kind != "paragraph" or len(text) < REST_SHORTEST:
            continue
        plain_start = ". " not in start and "- " not in start and "–" not in start and "—" not in start
        if plain_start and block.html is None and text[1].islower():  # the quick way, for most
            continue
        if at := _by_form(block):
            heads[i] = at
        elif (dashed := _dashed(text)) is not None:
            if dashed[1][-1] == "?":
                questions[i] = dashed.end()
            elif verbless.is_head(dashed[1]) or (i == first and _NAME.fullmatch(dashed[1])):
                heads[i] = dashed.end()
        elif i > first and (at := _verbless_sentence(text)):
            plain[i] = at
    if len(questions) > 1:
        heads |= questions
    if len(plain) > 1 or heads:
        heads |= plain
    return {i: at for i, at in heads.items() if len(blocks[i].text) - at >= REST_SHORTEST}


def _dashed(text: str) -> re.Match[str] | None:
    """A short sentence, a dash and a capital, where no other speaker's dash follows."""
    dashed = _DASHED.match(text)
    return dashed if dashed is not None and not _TURN.search(text, dashed.end()) else None


def _verbless_sentence(text: str) -> int:
    """Where the second sentence begins behind a short one without a verb; 0 where the first is another."""
    if len(text) < HABIT_SHORTEST or text.find(". ", 8, HEAD_LONGEST + 2) < 0 or not verbless.may_open_head(text):
        return 0
    said = _SENTENCE.match(text)
    return said.end() if said is not None and verbless.is_head(said[1]) else 0


def _by_form(block: Block) -> int:
    """Where the text begins behind a head in bold or capitals; 0 where there is none. A label with a colon is a
    speaker, or a name beside its value."""
    text = block.text
    if not text[1].islower() and (capitals := _CAPITALS.match(text)):
        return capitals.end()
    bold = _BOLD.match(block.html) if block.html is not None else None
    if bold is None:
        return 0
    head = " ".join((unescape(bold["head"]) + (bold["stop"] or "")).split())
    if not text.startswith(head) or head[-1] not in ".!?" or not 2 <= len(head.split()) <= BOLD_WORDS:
        return 0
    behind = _BEHIND_BOLD.match(text, len(head))
    return behind.end() if behind and len(head) <= BOLD_LONGEST else 0


def _parted(block: Block, at: int, kind: Kind) -> tuple[tuple[Block, ...], Block]:
    """The opening as a block of its own kind, and the rest. Nothing is parted where the markup can't be. The dash that
    parts a head from its text is no part of either."""
    markup = None if block.html is None else _markup_behind(block.html, block.text[:at])
    if markup == "":
        return (), block
    opening = block.text[:at].rstrip(_MARKS if kind == "subhead" else _BLANKS)
    start = None if block.start is None else block.start + at
    rest = replace(block, text=block.text[at:], html=markup, start=start)
    return (replace(block, text=opening, kind=kind, html=None),), rest


_BLANKS = " \u00a0\n"
_MARKS = _BLANKS + "-–—"


def _markup_behind(markup: str, opening: str) -> str:
    """The markup behind the characters of an opening, or "" where an element goes on over its end. Both tell the same
    characters, white space aside."""
    wanted, position = len("".join(opening.split())), 0
    elements: list[tuple[str, str]] = []  # open ones: name, tag
    for unit in _UNIT.finditer(markup):
        closing = wanted == 0 and elements and unit["end"] == elements[-1][0] and elements[-1][0] != "p"
        if wanted == 0 and not closing and not unit[0].isspace():
            break
        position = unit.end()
        if unit["end"] and elements and elements[-1][0] == unit["end"]:
            elements.pop()
        elif unit["name"] and unit["name"] != "br":
            elements.append((unit["name"], unit[0]))
        elif not unit["end"] and not unit["name"]:
            wanted -= len("".join(unescape(unit[0]).split()))
    if wanted or any(name != "p" for name, _ in elements):
        return ""
    return "".join(tag for _, tag in elements) + markup[position:]


_UNIT = re.compile(r"<(?P<name>[a-z0-9]+)[^>]*>|</(?P<end>[a-z0-9]+)>|&#?\w{1,10};|[\s\S]")
