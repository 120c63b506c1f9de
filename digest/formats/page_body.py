"""Which pieces of a page are its article: the extractor's choice laid over the page's own pieces, and set right there.

The extractor's lines say what is text; the pieces say where it stands and of what kind it is. What the extractor left
out comes back when the page vouches for it (JSON-LD carries the text, or it stands among its siblings); what it took in
by mistake goes when the page tells (a link list, a teaser of another article, a zone around the article).
The rules of ADD and DROP are tried in order; each is named for what it recognises."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from digest.formats.walk import Piece
from digest.model import Block, Kind

LONG = 80
"""Characters from which a paragraph is prose rather than a label."""

WINDOW = 60
"""Pieces ahead in which a line that is part of a piece is looked for: further on it is another place with the same words."""

_SENTENCE_END = re.compile(r"[.!?…。！？»”\"’)\]:]\s*$")

ALWAYS_AROUND = frozenset({"cookie", "cookies", "consent"})
"""Words of AROUND_WORDS that are on no text, however short the article is."""

EMBEDDED_WORDS = re.compile(r"(?<![a-z])(?:twitter-tweet|instagram-media|tiktok-embed|fb-post|bluesky-embed|mastodon-embed)(?![a-z])")

PICTURE_WORDS = re.compile(r"(?<![a-z])(?:image|photo|picture|figure|bild|foto|slideshow|gallery)(?![a-z])")

BYLINE_WORDS = re.compile(r"(?<![a-z])(?:authors?|auteurs?|byline|autor|autore|signature|writer|contributors?)(?![a-z])")

DATELINE_WORDS = re.compile(r"(?<![a-z])(?:\w*date|time|timestamp|published|publication|datum|fecha|dateline|publi)(?![a-z])")

AROUND_WORDS = re.compile(
    r"(?<![a-z])(?:paywall|premium-?wall|regwall|cookies?|consent|breadcrumbs?|related|recommend(?:ed|ations?)|share|sharing|"
    r"social|newsletter|comments?|promo|subscri(?:be|ption)|teasers?|most-?read|affiliate|read-?more|readmore|sidebar|advert\w*|"
    r"author-?(?:bio|box|info)|tags?|tag-?list|copyright|popular|trending|outbrain|taboola|signup|donat\w*|disclaimer)(?![a-z])"
)
"""Class and id words of what stands around articles."""

STANDFIRST_WORDS = re.compile(
    r"(?<![a-z])(?:chapo|chapeau|standfirst|dek|lead|lede|intro\w*|summary|subtitle|sub-?title|subhead\w*|teaser-?text|description|"
    r"excerpt|sommaire|accroche|vorspann|kicker-?text|abstract|ingress|entradilla|bajada|copete|sottotitolo|strapline)(?![a-z])"
)
"""Class words that sites of six languages give the paragraph between title and text."""

CAPTION_WORDS = re.compile(r"(?<![a-z])(?:caption|legende|credits?|bildunterschrift|image-?(?:source|description)|photo-?credit)(?![a-z])")


@dataclass(frozen=True, slots=True)
class Extracted:
    """A line of the extractor's result."""

    text: str
    kind: Kind


@dataclass(slots=True)
class Choice:
    """The pieces of a page, which of them are taken, and what the page's metadata say that bears on it."""

    pieces: Sequence[Piece]
    keys: Sequence[str]  # each piece's letters and digits
    taken: set[int] = field(default_factory=set)
    loose: dict[int, list[Extracted]] = field(default_factory=dict)  # extractor's lines found in no piece, by the piece before
    title: str = ""  # key
    summary: str = ""  # key
    body: str = ""  # key of JSON-LD articleBody

    def prose(self) -> list[int]:
        """Taken paragraphs that are prose: long, and no link."""
        return [i for i in sorted(self.taken) if self.is_prose(i)]

    def is_prose(self, index: int) -> bool:
        """Long, few links, in a paragraph-like element."""
        piece = self.pieces[index]
        return piece.kind in ("paragraph", "quote") and weight(self.keys[index]) >= LONG * 0.8 and self.linked(index) < 0.4

    def linked(self, index: int) -> float:
        """Share of the piece inside links."""
        return self.pieces[index].linked / max(1, len("".join(self.pieces[index].text.split())))


def key(text: str) -> str:
    """Letters and digits only, lower case."""
    return "".join(c for c in text.lower() if c.isalnum())


def weight(words: str) -> float:
    """Length in Latin letters: a Chinese or Japanese character says as much as two or three of them."""
    return len(words) if words.isascii() else sum(2.5 if c >= "\u3040" else 1.0 for c in words)


def choose(lines: Sequence[Extracted], pieces: Sequence[Piece], *, title: str, summary: str, body: str) -> Choice:
    """Places the extractor's lines on the pieces, going forward where it can, then applies ADD and DROP."""
    choice = Choice(pieces, [key(piece.text) for piece in pieces], title=key(title), summary=key(summary), body=key(body))
    _place(lines, choice)
    if choice.taken:
        for add in ADD:
            choice.taken |= set(add(choice))
        for drop in DROP:
            choice.taken -= set(drop(choice))
    return choice


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
            choice.loose.setdefault(last, []).append(line)
            continue
        choice.taken.add(at)
        if last <= at < last + 300 or last < 0:
            last = at


def _next(found: Sequence[int], last: int, choice: Choice) -> int | None:
    """The next place from where the last line stood; else the first, as an extractor that reorders means it."""
    words = [index for index in found if choice.pieces[index].tag != "img"] or list(found)
    return next((index for index in words if index >= last), words[0] if words else None)


def _part(wanted: str, keys: Sequence[str], last: int) -> int | None:
    for index in range(max(0, last), min(len(keys), max(0, last) + WINDOW)):
        there = keys[index]
        if (len(wanted) >= 12 and wanted in there) or (len(there) >= 40 and there in wanted):
            return index
    return None


# ADD: pieces that the extractor left out


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
    places = Counter(_kind_of_place(choice.pieces[i]) for i in prose)
    known = {place for place, count in places.items() if count >= 3}
    start = prose[0]
    holders = {choice.pieces[i].place.path[:-1] for i in prose}
    while start > 0 and _begins(choice, start - 1, known, holders):
        start -= 1
    for index in range(start, prose[-1]):
        if index not in choice.taken and choice.is_prose(index) and _kind_of_place(choice.pieces[index]) in known:
            yield index


def _begins(choice: Choice, index: int, known: set[tuple[str, ...]], holders: set[tuple[int, ...]]) -> bool:
    """A text's first paragraphs that the extractor missed: in the box of the others, or in a box of that kind."""
    piece = choice.pieces[index]
    return choice.is_prose(index) and _kind_of_place(piece) in known and piece.place.path[:-1] in holders


def _kind_of_place(piece: Piece) -> tuple[str, ...]:
    return (piece.tag, *piece.place.names[1:4])


def standfirst(choice: Choice) -> Iterable[int]:
    """The paragraph between title and text: named so by its class, or told again by the page's description."""
    prose = choice.prose()
    if not prose:
        return
    heading = max((i for i in range(prose[0]) if choice.pieces[i].tag == "h1" or choice.keys[i] == choice.title), default=None)
    for index in range(heading + 1 if heading is not None else max(0, prose[0] - 15), prose[0]):
        piece, words = choice.pieces[index], choice.keys[index]
        if index in choice.taken or not 30 <= len(words) <= 800 or choice.linked(index) > 0.3 or piece.kind not in ("paragraph", "subhead"):
            continue
        if piece.place.zones & {"nav", "aside", "footer", "form", "figure"}:
            continue
        told = len(choice.summary) >= 30 and (choice.summary.startswith(words[:60]) or words.startswith(choice.summary[:60]))
        named = any(STANDFIRST_WORDS.search(name) for name in piece.place.names[:2])
        if told or (named and (_SENTENCE_END.search(piece.text) or (len(words) >= 40 and piece.kind == "subhead"))):
            yield index


# DROP: pieces that are not the article


def repeated(choice: Choice) -> Iterable[int]:
    """A paragraph that stands on the page twice (for wide and for narrow screens): the first is enough. One that is part
    of a larger one goes too."""
    taken = sorted(choice.taken)
    everything = "\n".join(choice.keys[i] for i in taken)
    for index in taken:
        words = choice.keys[index]
        if weight(words) < 25 or everything.count(words) < 2:
            continue
        if any(words in choice.keys[i] for i in taken if i < index or (i > index and len(choice.keys[i]) > len(words))):
            yield index


def around_the_article(choice: Choice) -> Iterable[int]:
    """What stands in nav, aside, footer or form, unless the prose stands there too."""
    prose = choice.prose()
    for zone in ("nav", "aside", "footer", "form"):
        inside = [i for i in prose if zone in choice.pieces[i].place.zones]
        if len(inside) <= 0.3 * len(prose):
            yield from (i for i in choice.taken if zone in choice.pieces[i].place.zones)


def named_as_around(choice: Choice) -> Iterable[int]:
    """What a class or id calls paywall, teaser, newsletter …, where that name isn't on much of the text as well."""
    prose = choice.prose()
    total = sum(len(choice.keys[i]) for i in prose)
    carried: Counter[str] = Counter()
    for index in prose:
        for word in _around_words(choice.pieces[index]):
            carried[word] += len(choice.keys[index])
    for index in choice.taken:
        words = _around_words(choice.pieces[index])
        if any(carried[word] < (0.8 if word in ALWAYS_AROUND else 0.3) * total for word in words):
            yield index


def _around_words(piece: Piece) -> set[str]:
    return {word for name in piece.place.names[:4] for word in AROUND_WORDS.findall(name)}


def link_list(choice: Choice) -> Iterable[int]:
    """Lists, labels and headings that are nearly all links."""
    for index in choice.taken:
        piece, linked = choice.pieces[index], choice.linked(index)
        if piece.kind in ("list", "table") and linked > 0.5:
            yield index
        elif piece.kind in ("paragraph", "subhead") and linked > 0.6 and len(piece.text) < 200:
            yield index


def embedded_post(choice: Choice) -> Iterable[int]:
    """A post of a social network, shown in the text for its picture; the text says what it holds."""
    return [i for i in choice.taken if any(EMBEDDED_WORDS.search(name) for name in choice.pieces[i].place.names[:3])]


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
        if index >= prose[0] or piece.place.path[:-1] in holders or piece.tag == "h1" or choice.keys[index] == choice.title:
            continue
        label = piece.kind == "paragraph" and weight(choice.keys[index]) < 50 and not _SENTENCE_END.search(piece.text)
        if (label and not _is_credit_line(piece)) or piece.kind == "list" and not any(STANDFIRST_WORDS.search(n) for n in piece.place.names[:3]):
            yield index


def _is_credit_line(piece: Piece) -> bool:
    return any(BYLINE_WORDS.search(name) or DATELINE_WORDS.search(name) for name in piece.place.names[:2])


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
            if sum(len(part) for part in pieces if part in choice.body) < 0.5 * len(choice.keys[index]):
                yield index


Rule = Callable[[Choice], Iterable[int]]

ADD: tuple[Rule, ...] = (in_article_body, among_siblings, standfirst)
DROP: tuple[Rule, ...] = (
    around_the_article, named_as_around, link_list, embedded_post, teaser_card, not_in_article_body, behind_the_text,
    above_the_text, repeated,
)  # fmt: skip


def assemble(choice: Choice) -> list[Block]:
    """Taken pieces and loose lines in the page's order, with the captions that stand among them."""
    blocks: list[Block] = [Block(line.text, line.kind) for line in choice.loose.get(-1, [])]
    prose = choice.prose()
    first, last = min(choice.taken, default=0), max(choice.taken, default=0)
    pictured = _picture_words(choice, prose)
    for index, piece in enumerate(choice.pieces):
        if index in choice.taken:
            blocks.append(_block(index, choice, above=not prose or index < prose[0], pictured=pictured))
        elif piece.kind == "caption" and first - 3 <= index <= last and _is_of_article(piece):
            blocks.append(piece.block())
        elif piece.tag == "h1" and choice.keys[index] == choice.title:
            blocks.append(piece.block())
        blocks += [Block(line.text, line.kind) for line in choice.loose.get(index, [])]
    return blocks


def _is_of_article(piece: Piece) -> bool:
    return not piece.place.zones & {"nav", "aside", "footer"} and len(piece.text) >= 12


def _picture_words(choice: Choice, prose: Sequence[int]) -> frozenset[str]:
    """Words for pictures in class names that tell something here: not those that are on the text itself."""
    words = {word for i in choice.taken for name in choice.pieces[i].place.names[:3] for word in PICTURE_WORDS.findall(name)}
    carried = Counter(w for i in prose for w in {w for n in choice.pieces[i].place.names[:3] for w in PICTURE_WORDS.findall(n)})
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
    if above and weight(words) < 60 and any(BYLINE_WORDS.search(name) for name in names[:2]):
        return replace(block, kind="byline")
    if above and weight(words) < 60 and any(DATELINE_WORDS.search(name) for name in names[:2]):
        return replace(block, kind="dateline")
    shown = any(word in pictured for name in names[:3] for word in PICTURE_WORDS.findall(name))
    alternative = index > 0 and any(p.tag == "img" and key(p.text) == words for p in choice.pieces[max(0, index - 3) : index + 3])
    if "figure" in piece.place.zones or shown or alternative or any(CAPTION_WORDS.search(name) for name in names[:2]):
        return replace(block, kind="caption")
    return block
