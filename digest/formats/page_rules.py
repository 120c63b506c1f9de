"""Where the extractor is set right.

What it left out comes back when the page vouches for it: JSON-LD carries the text, or it stands among its siblings.
What it took in by mistake goes when the page tells: a link list, a teaser of another article, a zone around it.
Each rule is named for what it recognises; a new one is a function and a place in ADD or DROP, tried in that order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from digest.formats.page_choice import Choice, key, weight
from digest.formats.page_words import names_say, words_of
from digest.formats.walk import AROUND, Piece
from digest.tables import read_toml

_SENTENCE_END = re.compile(r"[.!?…。！？»”\"’)\]:]\s*$")

LONGEST_UNTOLD = 350
"""Letters from which a paragraph is text even where JSON-LD doesn't carry it: its copy may be an older one."""

_RUN = 8
"""Letters in a run: about two words."""

MOST_LETTERS = 5_000
"""Letters of a paragraph that are compared: its beginning is enough."""

NEARLY = 0.85
"""Share of a paragraph's runs that another has too when one is a version of the other: with and without readings."""

ALWAYS_AROUND: frozenset[str] = frozenset(read_toml("formats/tables/page_words.toml")["always_around"])


# ADD: pieces that the extractor left out


def richest_box(choice: Choice) -> Iterable[int]:
    """The element that holds most prose of the page, where the extractor took something much smaller instead."""
    boxes: Counter[tuple[int, ...]] = Counter()
    members: dict[tuple[int, ...], list[int]] = {}
    for index, piece in enumerate(choice.pieces):
        if choice.is_prose(index) and not piece.place.zones & AROUND and not _around_words(piece):
            boxes[piece.place.path[:-1]] += len(choice.keys[index])
            members.setdefault(piece.place.path[:-1], []).append(index)
    box, letters = max(boxes.items(), key=lambda item: (item[1], item[0]), default=((), 0))
    if len(members.get(box, ())) >= 5 and letters > 1.5 * sum(len(choice.keys[i]) for i in choice.prose()):
        yield from members[box]


def in_article_body(choice: Choice) -> Iterable[int]:
    """Prose and subheads that JSON-LD's articleBody carries too."""
    if len(choice.body) < 400:
        return
    for index, words in enumerate(choice.keys):
        if index not in choice.taken and choice.pieces[index].kind in ("paragraph", "subhead", "quote", "list"):
            enough = 40 if choice.pieces[index].kind != "subhead" else 12
            if len(words) >= enough and words in choice.body and choice.linked(index) < 0.8 and words != choice.title:
                yield index


def among_siblings(choice: Choice) -> Iterable[int]:
    """Prose between taken prose, in the same kind of place: sites cut a text into several boxes to put ads between."""
    prose = choice.prose()
    if len(prose) < 3:
        return
    known = _known_places(choice, prose)
    start = prose[0]
    while start > 0 and choice.is_prose(start - 1) and known & _kinds_of_place(choice.pieces[start - 1]):
        start -= 1
    for index in range(start, prose[-1]):
        if index not in choice.taken and choice.is_prose(index) and known & _kinds_of_place(choice.pieces[index]):
            yield index


def _known_places(choice: Choice, prose: Iterable[int]) -> set[tuple[str, ...]]:
    """Kinds of place where at least three paragraphs of prose stand."""
    places = Counter(place for i in prose for place in _kinds_of_place(choice.pieces[i]))
    return {place for place, count in places.items() if count >= 3}


def _kinds_of_place(piece: Piece) -> set[tuple[str, ...]]:
    """A place by the names of the elements around it, and by its own name where it has one."""
    names = piece.place.names
    own = {(piece.tag, "own", *names[:2])} if names and names[0] else set()
    return {(piece.tag, "around", *names[1:4]), *own}


def is_told_in_summary(words: str, choice: Choice) -> bool:
    """Whether the page's description begins like a piece."""
    said = choice.summary
    return len(said) >= 30 and (said.startswith(words[:60]) or words.startswith(said[:60]))


def is_sentence(text: str) -> bool:
    """Whether a text ends like a sentence."""
    return _SENTENCE_END.search(text[-5:]) is not None


def standfirst(choice: Choice) -> Iterable[int]:
    """The paragraph between title and text: named so by its class, or told again by the page's description."""
    prose = choice.prose()
    if not prose:
        return
    heading = max(
        (i for i in range(prose[0]) if choice.pieces[i].tag == "h1" or choice.keys[i] == choice.title), default=None
    )
    for index in range(heading + 1 if heading is not None else max(0, prose[0] - 15), prose[0]):
        piece, words = choice.pieces[index], choice.keys[index]
        if (
            index in choice.taken
            or not 30 <= len(words) <= 800
            or choice.linked(index) > 0.3
            or piece.kind not in ("paragraph", "subhead")
        ):
            continue
        if piece.place.zones & {"nav", "aside", "footer", "form", "figure"}:
            continue
        told = is_told_in_summary(words, choice)
        named = names_say("standfirst", piece.place.names, 2)
        if told or (named and (is_sentence(piece.text) or (len(words) >= 40 and piece.kind == "subhead"))):
            yield index


# DROP: pieces that are not the article


def repeated(choice: Choice) -> Iterable[int]:
    """A paragraph that stands on the page twice (for wide and narrow screens), or nearly so: the longer one is enough,
    the first of two equal ones. Counted by runs of letters, each looked up once, so that long pages cost no more."""
    first: dict[str, int] = {}
    gone: set[int] = set()
    for index in sorted(choice.taken):
        words = choice.keys[index][:MOST_LETTERS]
        if weight(words) < 25:
            continue
        runs = {words[at : at + _RUN] for at in range(max(1, len(words) - _RUN + 1))}
        before = Counter(first[run] for run in runs if run in first)
        twin, shared = min(before.items(), key=lambda item: (-item[1], item[0]), default=(index, 0))
        longer = len(choice.keys[twin][:MOST_LETTERS])
        same_figures = _figures(choice, twin) == _figures(choice, index)
        if same_figures and shared >= NEARLY * min(len(runs), max(1, longer - _RUN + 1)):
            gone.add(index if longer >= len(words) or twin in gone else twin)
        for run in runs:
            first.setdefault(run, index)
    return gone


def _figures(choice: Choice, index: int) -> list[str]:
    """Lists and results repeat their wording; their figures differ."""
    return re.findall(r"\d+", choice.pieces[index].text)


def around_the_article(choice: Choice) -> Iterable[int]:
    """What stands in nav, aside, footer or form, unless the prose stands there too."""
    prose = choice.prose()
    for zone in sorted(AROUND):
        inside = [i for i in prose if zone in choice.pieces[i].place.zones]
        if len(inside) <= 0.3 * len(prose):
            yield from (i for i in choice.taken if zone in choice.pieces[i].place.zones)


def named_as_around(choice: Choice) -> Iterable[int]:
    """What a class or id calls paywall, teaser, newsletter …, where that name isn't on much of the text as well."""
    prose = choice.prose()
    total = sum(len(choice.keys[i]) for i in prose)
    known = _known_places(choice, prose)
    carried: Counter[str] = Counter()
    for index in prose:
        for word in _around_words(choice.pieces[index]):
            carried[word] += len(choice.keys[index])
    for index in choice.taken:
        piece = choice.pieces[index]
        if is_told_in_summary(choice.keys[index], choice) or names_say("standfirst", piece.place.names, 1):
            continue
        if choice.is_prose(index) and known & {place for place in _kinds_of_place(piece) if place[1] == "own"}:
            continue  # a free beginning in a box called "teaser" looks like the rest of the text
        words = _around_words(piece)
        if any(carried[word] < (0.8 if word in ALWAYS_AROUND else 0.3) * total for word in words):
            yield index


def _around_words(piece: Piece) -> frozenset[str]:
    return words_of("around", piece.place.names, 4)


def link_list(choice: Choice) -> Iterable[int]:
    """Lists, labels and headings that are nearly all links."""
    for index in choice.taken:
        piece, linked = choice.pieces[index], choice.linked(index)
        if names_say("byline", piece.place.names, 1):
            continue  # an author's name leads to his page
        if (piece.kind in ("list", "table") and linked > 0.5) or (
            piece.kind in ("paragraph", "subhead") and linked > 0.6 and len(piece.text) < 200
        ):
            yield index


def embedded_post(choice: Choice) -> Iterable[int]:
    """A post of a social network, shown in the text for its picture; the text says what it holds."""
    return [i for i in choice.taken if names_say("embedded", choice.pieces[i].place.names, 3)]


def behind_the_text(choice: Choice) -> Iterable[int]:
    """Labels, lists and headings behind the last prose that stand in another box."""
    prose = choice.prose()
    if not prose:
        return
    holders = {choice.pieces[i].place.path[:-1] for i in prose}
    for index in choice.taken:
        if index > prose[-1] and choice.pieces[index].place.path[:-1] not in holders:
            yield index


def above_the_text(choice: Choice) -> Iterable[int]:
    """Labels and lists above the first prose, in another box: kickers, navigation, buttons."""
    prose = choice.prose()
    if not prose:
        return
    holders = {choice.pieces[i].place.path[:-1] for i in prose}
    for index in choice.taken:
        piece = choice.pieces[index]
        if (
            index >= prose[0]
            or piece.place.path[:-1] in holders
            or piece.tag == "h1"
            or choice.keys[index] == choice.title
        ):
            continue
        label = piece.kind == "paragraph" and weight(choice.keys[index]) < 50 and not is_sentence(piece.text)
        if (label and not _is_credit_line(piece)) or (
            piece.kind == "list" and not names_say("standfirst", piece.place.names, 3)
        ):
            yield index


def _is_credit_line(piece: Piece) -> bool:
    return names_say("byline", piece.place.names, 2) or names_say("dateline", piece.place.names, 2)


def teaser_card(choice: Choice) -> Iterable[int]:
    """A heading that is a link, and what stands in one box with it: another article's teaser."""
    prose = choice.prose()
    parents = Counter(choice.pieces[i].place.path[:-1] for i in prose)
    main = {i for i in prose if parents[choice.pieces[i].place.path[:-1]] >= 3}
    if not main:
        return
    shared = {path[:depth] for path in (choice.pieces[i].place.path for i in main) for depth in range(len(path))}
    for index, piece in enumerate(choice.pieces):
        if piece.kind not in ("subhead", "title") or choice.linked(index) < 0.8:
            continue
        path = piece.place.path
        box = next((path[:depth] for depth in range(1, len(path)) if path[:depth] not in shared), None)
        if box is not None:
            yield from (i for i in choice.taken if i not in main and choice.pieces[i].place.path[: len(box)] == box)


def not_in_article_body(choice: Choice) -> Iterable[int]:
    """Where JSON-LD carries the whole text: the paragraphs behind its start that it doesn't carry."""
    prose = choice.prose()
    held = [i for i in prose if choice.keys[i] in choice.body]
    if len(held) < 3 or sum(len(choice.keys[i]) for i in held) < 0.85 * sum(len(choice.keys[i]) for i in prose):
        return
    for index in choice.taken:
        piece = choice.pieces[index]
        if index > held[0] and piece.kind == "paragraph" and choice.keys[index] not in choice.body:
            pieces = [key(part) for part in re.split(r"[.!?\n]", piece.text)]
            told = sum(len(part) for part in pieces if part in choice.body)
            if told < 0.5 * len(choice.keys[index]) and weight(choice.keys[index]) < LONGEST_UNTOLD:
                yield index


Rule = Callable[[Choice], Iterable[int]]

ADD: tuple[Rule, ...] = (richest_box, in_article_body, among_siblings, standfirst)
DROP: tuple[Rule, ...] = (
    around_the_article, named_as_around, link_list, embedded_post, teaser_card, not_in_article_body, behind_the_text,
    above_the_text, repeated,
)  # fmt: skip
