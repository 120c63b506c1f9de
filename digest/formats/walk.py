"""Markup → pieces in reading order → blocks. Fed by the standard library's parser (what Markdown renders to, mail
bodies, pages that are built to choke a real HTML parser: linear in their length) or by a tree (`page_pieces`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from html.parser import HTMLParser

from digest.formats.sanitise import sanitise
from digest.model import Block, Kind

NO_TEXT = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "svg",
        "math",
        "head",
        "textarea",
        "select",
        "button",
        "title",
    ]
)
"""Elements whose content is never article text."""

AROUND = frozenset(["nav", "form", "footer", "aside"])
"""Elements around an article. `header` is none of them: titles and standfirsts live there."""

KINDS: dict[str, Kind] = {
    "h1": "title",
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "subhead"),
    "blockquote": "quote",
    "figcaption": "caption",
    "pre": "code",
    **dict.fromkeys(("ul", "ol", "dl"), "list"),
    "table": "table",
}
"""Elements that are one block with all that they hold."""

_NESTING = frozenset(["ul", "ol", "dl", "table", "blockquote"])
_PARTS = frozenset(["li", "dt", "dd", "tr", "thead", "tbody", "tfoot", "caption", "p"])
_CELLS = frozenset({"td", "th"})
_BREAKING = _PARTS | frozenset(
    [
        "div",
        "section",
        "article",
        "main",
        "header",
        "center",
        "figure",
        "address",
        "hr",
        "body",
        "html",
        "fieldset",
        "details",
        "summary",
        "option",
    ]
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)

_HEADING = re.compile(r"</?h[1-6]>")

_DECLARATION = re.compile(r"<[!?]")

_LONGEST_MARKUP = 60_000
"""Characters of one block's markup; beyond it the block is shown as text."""

_DEEPEST_BLOCK = 50
"""Lists in lists in quotations: deeper ones are flattened."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the tree a text stands."""

    tag: str = ""
    path: tuple[int, ...] = ()  # numbers of the elements around it, outermost first, its own last
    names: tuple[str, ...] = ()  # class and id of its element and of the ones around it, innermost first
    zones: frozenset[str] = frozenset()  # elements of interest around it: nav, aside, footer, header, figure, article …


@dataclass(frozen=True, slots=True)
class Piece:
    """A block before it is known whether it belongs to the article, and what the markup says about that."""

    text: str
    kind: Kind
    line: int | None
    markup: str
    linked: int  # characters of `text` inside links, white space aside; for a picture, whether it is one
    place: Place
    image: str | None = None

    @property
    def tag(self) -> str:
        """Element that the text stands in."""
        return self.place.tag

    def block(self) -> Block:
        """With markup sanitised where it says more than the text does."""
        html = None
        if self.kind == "subhead" and "<a " in self.markup:  # a newsletter's headings are its links
            html = sanitise(_HEADING.sub("", self.markup[:_LONGEST_MARKUP]))
        if (
            "<" in self.markup
            and len(self.markup) <= _LONGEST_MARKUP
            and self.kind not in ("title", "subhead", "caption")
        ):
            safe = sanitise(self.markup)
            html = safe if "<" in safe else None
        return Block(self.text, self.kind, self.line, html, image=self.image)


class Walker:
    """Takes starts, ends and text of elements, gives `pieces`. The outermost list, table or quotation is the piece."""

    def __init__(self, skipped: frozenset[str], through: frozenset[str] = frozenset()) -> None:
        self.pieces: list[Piece] = []
        self._skipped = skipped
        self._through = through  # containers that only lay out: their content is walked like a page
        self._skipping: list[str] = []
        self._around: list[str] = []  # the element around an article that is open, once for each of its name in it
        self._whole: list[str] = []  # open containers, outermost first
        self._text: list[str] = []
        self._markup: list[str] = []
        self._line: int | None = None
        self._links = 0
        self._linked = 0
        self._breaks = 0
        self._opened = Place()
        self.place = Place()

    def start(self, tag: str, attributes: Mapping[str, str | None], line: int | None) -> None:
        """An element opens."""
        if self._skipping:
            if tag == self._skipping[-1] and len(self._skipping) < 1_000:
                self._skipping.append(tag)
        elif self._around and tag == self._around[-1]:
            self._around.append(tag)
        elif tag in self._skipped:
            self._leave_out(tag)
        elif tag == "img":
            self._picture(attributes, line)
        elif tag == "br":
            self._break()
        elif self._whole:
            self._inside(tag, attributes)
        elif tag in KINDS and tag not in self._through:
            self.flush()
            self._whole.append(tag)
            self._markup.append(f"<{tag}>")
        elif tag in INLINE:
            self._inline(tag, attributes)
        elif tag in _BREAKING or tag in _CELLS or tag in self._through:
            self.flush()

    @property
    def is_skipping(self) -> bool:
        """Whether the element that is open is left out with all that it holds."""
        return bool(self._skipping)

    def skip(self, tag: str) -> None:
        """Leaves out the element that opens."""
        self._skipping.append(tag)

    def _leave_out(self, tag: str) -> None:
        """What is no text is skipped; what stands around an article is walked, and its pieces say so."""
        if tag not in AROUND:
            self.skip(tag)
        elif not self._around:
            self.flush()
            self._around.append(tag)
            self.place = Place(zones=frozenset({tag}))

    def end(self, tag: str) -> None:
        """An element closes; a stray end is harmless."""
        if self._skipping:
            if tag == self._skipping[-1]:
                self._skipping.pop()
        elif self._around and tag == self._around[-1]:
            self._around.pop()
            if not self._around:
                self.flush()
                self.place = Place()
        elif self._whole:
            self._end_inside(tag)
        elif tag in INLINE:
            self._links -= tag == "a" and self._links > 0
            self._markup.append(f"</{tag}>")
        elif tag in _BREAKING or tag in _CELLS or tag in self._through:
            self.flush()

    def data(self, text: str, line: int | None) -> None:
        """Text, entities resolved."""
        if self._skipping or not text:
            return
        if not text.isspace():
            self._breaks = 0
            if self._line is None:
                self._line = None if line is None else line + text[: len(text) - len(text.lstrip())].count("\n")
                self._opened = self.place
            if self._links:
                self._linked += len("".join(text.split()))
        self._text.append(text if "pre" in self._whole else text.replace("\n", " ").replace("\t", " "))
        self._markup.append(escape(text, quote=False))

    def _inside(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if tag == self._whole[0] or tag in _NESTING:
            if len(self._whole) < _DEEPEST_BLOCK:
                self._whole.append(tag)
                self._markup.append(f"<{tag}>")
            self._text.append("\n")
        elif tag in _CELLS:
            self._text.append("\t")
            self._markup.append(f"<{tag}>")
        elif tag in _BREAKING or tag in KINDS:
            self._text.append("\n")
            self._markup.append(f"<{tag}>" if tag in _PARTS else " ")
        elif tag in INLINE:
            self._inline(tag, attributes)

    def _end_inside(self, tag: str) -> None:
        if tag == self._whole[-1]:
            self._whole.pop()
            self._markup.append(f"</{tag}>")
            self._text.append("\n")
            if not self._whole:
                self._emit(KINDS[tag])
        elif tag in INLINE:
            self._links -= tag == "a" and self._links > 0
            self._markup.append(f"</{tag}>")
        elif tag in _PARTS or tag in _CELLS:
            self._text.append("\n" if tag in _PARTS else "")
            self._markup.append(f"</{tag}>")

    def _inline(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if tag == "a":
            self._links += 1
        href = attributes.get("href")
        self._markup.append(f'<{tag} href="{escape(href)}">' if href else f"<{tag}>")

    def _break(self) -> None:
        """One <br> is a line end, two are a paragraph's end."""
        self._breaks += 1
        if self._breaks > 1 and not self._whole:
            self.flush()
        else:
            self._text.append("\n")
            self._markup.append("<br>")

    def _picture(self, attributes: Mapping[str, str | None], line: int | None) -> None:
        """A picture with words to it becomes a caption; one without is decoration, or counts readers."""
        words, address = " ".join((attributes.get("alt") or "").split()), attributes.get("src") or ""
        if words and address and not address.startswith("data:") and not self._whole:
            self.pieces.append(
                Piece(words, "caption", line, "", self._links, replace(self.place, tag="img"), address[:2_000])
            )

    def flush(self) -> None:
        """Ends the paragraph that is open."""
        self._emit("paragraph")

    def _emit(self, kind: Kind) -> None:
        text = _tidy("".join(self._text), kind)
        if text:
            before = self.pieces[-1] if self.pieces else None
            image = before.image if kind == "caption" and before is not None and before.tag == "img" else None
            markup = "".join(self._markup).strip()
            self.pieces.append(Piece(text, kind, self._line, markup, self._linked, self._opened, image))
        self._text, self._markup, self._line, self._linked, self._breaks = [], [], None, 0, 0

    def close(self) -> None:
        """Ends what the page left open."""
        self._emit(KINDS[self._whole[0]] if self._whole else "paragraph")
        self._whole.clear()


def _tidy(text: str, kind: Kind) -> str:
    """One line a row or item, cells parted by a bar; single blanks elsewhere. No-break spaces stay as they are."""
    if kind == "code":
        return text.strip("\n").rstrip()
    joint = " | " if kind == "table" else " "
    rows = (joint.join(c for c in (_single_blanks(cell) for cell in row.split("\t")) if c) for row in text.split("\n"))
    return (" " if kind in ("title", "subhead", "caption") else "\n").join(row for row in rows if row)


def _single_blanks(text: str) -> str:
    return " ".join(part for part in text.replace("\r", " ").replace("\f", " ").split(" ") if part)


class _Feeder(HTMLParser):
    """The standard library's parser, which neither recurses nor looks back."""

    def __init__(self, walker: Walker, first_line: int) -> None:
        super().__init__(convert_charrefs=True)
        self._walker = walker
        self._before = first_line - 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._walker.start(tag, dict(attrs[:50]), self.getpos()[0] + self._before)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("br", "img", "hr"):
            self._walker.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self._walker.end(tag)

    def handle_data(self, data: str) -> None:
        self._walker.data(data, self.getpos()[0] + self._before)


def blocks_of(markup: str, first_line: int = 1) -> Iterator[tuple[Block, str]]:
    """Blocks of a piece of markup, each with "", and those of its navigation with the rule that takes them out."""
    for piece in fed(Walker(NO_TEXT | AROUND), markup, first_line):
        yield piece.block(), "around_the_article" if piece.place.zones else ""


def fed(walker: Walker, markup: str, first_line: int = 1) -> list[Piece]:
    """What a walker makes of markup; pictures that a caption follows are told by the caption."""
    feeder = _Feeder(walker, first_line)
    feeder.feed(without_declarations(markup))
    feeder.close()
    walker.close()
    return list(without_doubled_pictures(walker.pieces))


def without_declarations(markup: str) -> str:
    """Comments, declarations and instructions out, their line ends kept. An unclosed one ends the page, as in browsers;
    the standard library's parser would look for its end again and again."""
    kept, position = [], 0
    while True:
        opening = _DECLARATION.search(markup, position)
        if opening is None:
            kept.append(markup[position:])
            return "".join(kept)
        at = opening.start()
        kept.append(markup[position:at])
        mark = "-->" if markup.startswith("<!--", at) else "]]>" if markup.startswith("<![CDATA[", at) else ">"
        end = markup.find(mark, at + 2)
        if end == -1:
            return "".join(kept)
        kept.append("\n" * markup.count("\n", at, end))
        position = end + len(mark)


def without_doubled_pictures(pieces: list[Piece]) -> Iterator[Piece]:
    """A picture's own words go where a caption follows, which took over its address."""
    for index, piece in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        captioned = following is not None and following.kind == "caption" and following.tag != "img"
        if not (piece.tag == "img" and captioned and following is not None and following.image == piece.image):
            yield piece
