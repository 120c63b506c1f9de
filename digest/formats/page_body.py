"""Which pieces of a page are its article: the extractor's choice laid over the page's own pieces.

The extractor's lines say what is text; the pieces say where it stands and of what kind it is; `page_rules` sets right
what the extractor left out or took in by mistake."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from digest.formats.page_choice import Choice, Extracted, key, weight
from digest.formats.page_rules import (
    ADD,
    DROP,
    Rule,
    around_the_article,
    is_sentence,
    is_told_in_summary,
    link_list,
    named_as_around,
    repeated,
)
from digest.formats.page_words import names_say, words_of
from digest.formats.walk import Piece
from digest.model import Block

_ICON = re.compile(r"logo|icon|avatar|sprite|pixel|\.svg(?:$|\?)", re.IGNORECASE)
"""Addresses of pictures that belong to the site."""

WINDOW = 60
"""Pieces ahead in which a line that is part of a piece is looked for; further on the same words are another place."""


def choose(lines: Sequence[Extracted], pieces: Sequence[Piece], *, title: str, summary: str, body: str) -> Choice:
    """Places the extractor's lines on the pieces, going forward where it can, then applies ADD and DROP."""
    choice = Choice(
        pieces, [key(piece.text) for piece in pieces], title=key(title), summary=key(summary), body=key(body)
    )
    _place(lines, choice)
    if choice.taken or choice.loose:
        for add in ADD:
            choice.taken |= set(add(choice))
        for drop in DROP:
            _drop(choice, drop)
    return choice


def _drop(choice: Choice, rule: Rule) -> None:
    """Takes out what a rule recognises, under its name."""
    found = choice.taken.intersection(rule(choice))
    choice.taken -= found
    choice.dropped.update(dict.fromkeys(sorted(found), rule.__name__))


def _place(lines: Sequence[Extracted], choice: Choice) -> None:
    wholes: dict[str, list[int]] = {}
    rows: dict[str, list[int]] = {}
    for index, piece in enumerate(choice.pieces):
        wholes.setdefault(choice.keys[index], []).append(index)
        for row in {key(row) for row in piece.text.split("\n")} if "\n" in piece.text else ():
            rows.setdefault(row, []).append(index)
    last = -1
    for line in lines:
        wanted = key(line.text)
        if not wanted:
            continue
        at = _next(wholes.get(wanted, ()), last, choice)
        if at is None:
            at = _next(rows.get(wanted, ()), last, choice)
        if at is None:
            at = _part(wanted, choice.keys, last)
        if at is None:
            if len(wanted) >= 40 or is_sentence(line.text):  # shorter ones are pieces that the extractor mangled
                choice.loose.setdefault(last, []).append(line)
            continue
        choice.taken.add(at)
        if last <= at < last + 300 or last < 0:
            last = at


def _next(found: Sequence[int], last: int, choice: Choice) -> int | None:
    """The next place from where the last line stood; else the first, as an extractor that reorders means it."""
    ahead = bisect_left(found, last)
    nearest = found[ahead : ahead + 5] or found[:5]
    return next((index for index in nearest if choice.pieces[index].tag != "img"), nearest[0] if nearest else None)


def _part(wanted: str, keys: Sequence[str], last: int) -> int | None:
    for index in range(max(0, last), min(len(keys), max(0, last) + WINDOW)):
        there = keys[index]
        if (len(wanted) >= 12 and wanted in there) or (len(there) >= 40 and there in wanted):
            return index
    return None


def told_elsewhere(choice: Choice) -> bool:
    """Whether JSON-LD carries a text that the page itself doesn't show: pages that a script fills."""
    loose = (key(line.text) for lines in choice.loose.values() for line in lines)
    shown = sum(len(choice.keys[i]) for i in choice.prose()) + sum(len(k) for k in loose if k not in choice.body)
    return len(choice.body) >= 400 and shown < 0.4 * len(choice.body)


def everything(choice: Choice) -> Choice:
    """All that isn't plainly around the article: the way out when the extractor found nothing."""
    choice.taken = {i for i, piece in enumerate(choice.pieces) if piece.tag != "img" and piece.kind != "caption"}
    for drop in (around_the_article, named_as_around, link_list, repeated):
        _drop(choice, drop)
    return choice


def assemble(choice: Choice) -> list[tuple[Block, str]]:
    """Taken pieces and loose lines in the page's order, with the captions that stand among them, each with "", and the
    pieces that a rule took out, each with its name."""
    blocks: list[tuple[Block, str]] = [(Block(line.text, line.kind), "") for line in choice.loose.get(-1, [])]
    prose = choice.prose()
    first, last = min(choice.taken, default=0), max(choice.taken, default=0)
    pictured = _picture_words(choice, prose)
    trunk = _trunk(choice, prose)
    begin = next((i for i in prose if choice.pieces[i].place.path[: len(trunk)] == trunk), len(choice.pieces))
    for index, piece in enumerate(choice.pieces):
        if index in choice.taken:
            blocks.append((_block(index, choice, above=not prose or index < begin, pictured=pictured), ""))
        elif (
            piece.kind == "caption" and first - 3 <= index <= last and _is_of_article(index, choice, trunk, begin)
        ) or (piece.tag == "h1" and choice.keys[index] == choice.title):
            blocks.append((piece.block(), ""))
        elif index in choice.dropped:
            blocks.append((piece.block(), choice.dropped[index]))
        blocks += [(Block(line.text, line.kind), "") for line in choice.loose.get(index, [])]
    return blocks


def _trunk(choice: Choice, prose: Sequence[int]) -> tuple[int, ...]:
    """The innermost element that holds four fifths of the prose."""
    trunk: tuple[int, ...] = ()
    paths = [choice.pieces[i].place.path for i in prose]
    while paths:
        here = len(trunk)
        inside = Counter(path[: here + 1] for path in paths if len(path) > here and path[:here] == trunk)
        best = max(inside.items(), key=lambda item: (item[1], item[0]), default=(trunk, 0))
        if best[1] < 0.8 * len(paths):
            break
        trunk = best[0]
    return trunk


def _is_of_article(index: int, choice: Choice, trunk: tuple[int, ...], begin: int) -> bool:
    """A caption inside the text's element, or just above it; not an icon's name, not a teaser's picture. `begin` is
    the first prose in that element."""
    piece = choice.pieces[index]
    around = piece.place.zones & {"nav", "aside", "footer"} or names_say("around", piece.place.names, 3)
    if around or choice.linked(index) > 0.6 or choice.keys[index] == choice.title:
        return False
    if piece.tag == "img" and (piece.linked or piece.text.count(" ") < 3 or _ICON.search(piece.image or "")):
        return False
    above = index < begin and "header" not in piece.place.zones
    return (above and piece.tag != "img") or piece.place.path[: len(trunk)] == trunk


def _picture_words(choice: Choice, prose: Sequence[int]) -> frozenset[str]:
    """Words for pictures in class names that tell something here: not those that are on the text itself."""
    words = {w for i in choice.taken for w in words_of("picture", choice.pieces[i].place.names, 3)}
    carried = Counter(w for i in prose for w in words_of("picture", choice.pieces[i].place.names, 3))
    return frozenset(word for word in words if carried[word] < 0.3 * len(prose))


def _block(index: int, choice: Choice, *, above: bool, pictured: frozenset[str]) -> Block:
    piece, words = choice.pieces[index], choice.keys[index]
    block = piece.block()
    names = piece.place.names
    if block.kind in ("subhead", "paragraph", "title") and (words == choice.title or (above and piece.tag == "h1")):
        return replace(block, kind="title", html=None)
    if above and block.kind == "subhead":
        told_again = len(choice.title) >= 20 and (choice.title in words or words in choice.title)
        return replace(block, kind="title" if told_again else "standfirst" if len(words) >= 40 else "subhead")
    if block.kind == "title":  # only one heading is the title; texts that set all their headings as h1 exist
        return replace(block, kind="subhead")
    if block.kind != "paragraph":
        return block
    if above and weight(words) >= 30 and (is_told_in_summary(words, choice) or names_say("standfirst", names, 2)):
        return replace(block, kind="standfirst")
    if names_say("standfirst", names, 1) and index <= min(choice.prose(), default=0):
        return replace(block, kind="standfirst")
    if above and weight(words) < 60 and names_say("byline", names, 2):
        return replace(block, kind="byline")
    if above and weight(words) < 60 and names_say("dateline", names, 2):
        return replace(block, kind="dateline")
    shown = bool(words_of("picture", names, 3) & pictured)
    alternative = index > 0 and any(
        p.tag == "img" and key(p.text) == words for p in choice.pieces[max(0, index - 3) : index + 3]
    )
    if "figure" in piece.place.zones or shown or alternative or names_say("caption", names, 2):
        return replace(block, kind="caption")
    return block
