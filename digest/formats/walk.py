"""Markup → blocks with the standard library's parser: what Markdown renders to, mail bodies, and the way out for pages
that the extractor can't read or that are built to choke a real HTML parser. Linear in the length of the page."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from digest.formats.sanitise import sanitise
from digest.model import Block, Kind

SKIPPED = frozenset(
    "script style template noscript iframe object svg math head textarea select button nav form footer aside".split()
)
"""Elements whose content is no article text. `header` stays: titles and standfirsts live there."""

KINDS: dict[str, Kind] = {
    "h1": "title",
    "h2": "subhead",
    "h3": "subhead",
    "h4": "subhead",
    "h5": "subhead",
    "h6": "subhead",
    "blockquote": "quote",
    "figcaption": "caption",
    "pre": "code",
    "ul": "list",
    "ol": "list",
    "dl": "list",
    "table": "table",
}
_BREAKING = frozenset(
    "p div section article main header center figure address hr body html fieldset details summary option".split()
)
_INLINE = frozenset("a abbr b cite code del em i ins kbd mark q s small strong sub sup u".split())
_INNER = frozenset("li dt dd tr td th thead tbody tfoot caption p br".split())
_WHOLE = frozenset({"ul", "ol", "dl", "table", "blockquote", "pre", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_MARKUP = 60_000
"""Characters of one block's markup; beyond it the block is shown as text."""


class Walker(HTMLParser):
    """Feed it a page, close it, take `blocks`. Containers nest: the outermost of a list, table or quotation is the block."""

    def __init__(self, first_line: int = 1, *, layout_tables: frozenset[str] = frozenset()) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._first_line = first_line
        self._flat = layout_tables  # container tags that only lay out: their content is walked like a page
        self._skipping: list[str] = []
        self._whole: list[str] = []  # open containers, outermost first
        self._text: list[str] = []
        self._html: list[str] = []
        self._open: list[str] = []  # inline tags that are open in the current block
        self._line: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipping:
            if tag == self._skipping[-1] and len(self._skipping) < 1_000:
                self._skipping.append(tag)
            return
        if tag in SKIPPED:
            self._skipping.append(tag)
        elif tag == "img":
            self._picture(dict(attrs))
        elif self._whole:
            self._inside(tag, attrs)
        elif tag in _WHOLE and tag not in self._flat:
            self.flush()
            self._whole.append(tag)
            self._html.append(f"<{tag}>")
        elif tag == "br":
            self._break()
        elif tag in _INLINE:
            self._markup(tag, attrs)
        elif tag in _BREAKING or tag in _INNER or tag in self._flat:
            self.flush()

    def _inside(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == self._whole[0] or tag in ("ul", "ol", "dl", "table", "blockquote"):
            if len(self._whole) < 100:
                self._whole.append(tag)
            self._html.append(f"<{tag}>")
            self._text.append("\n")
        elif tag in ("td", "th"):
            self._text.append("\t")
            self._html.append(f"<{tag}>")
        elif tag in _INNER or tag in _BREAKING:
            self._text.append("\n")
            self._html.append(f"<{tag}>" if tag in _INNER else " ")
        elif tag in _INLINE:
            self._markup(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if tag == self._skipping[-1]:
                self._skipping.pop()
            return
        if self._whole:
            if tag == self._whole[-1]:
                self._whole.pop()
                self._html.append(f"</{tag}>")
                self._text.append("\n")
                if not self._whole:
                    self._emit(KINDS[tag])
            elif tag in _INNER or tag in _INLINE:
                self._html.append(f"</{tag}>")
        elif tag in _INLINE:
            self._html.append(f"</{tag}>")
        elif tag in _BREAKING or tag in _INNER or tag in self._flat:
            self.flush()

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        if self._line is None and data.strip():
            leading = data[: len(data) - len(data.lstrip())]
            self._line = self.getpos()[0] + leading.count("\n") + self._first_line - 1
        self._text.append(data if "pre" in self._whole else data.replace("\n", " ").replace("\t", " "))
        self._html.append(escape(data, quote=False))

    def _markup(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = next((value for name, value in attrs if name == "href" and value), None)
        self._html.append(f'<{tag} href="{escape(href)}">' if href else f"<{tag}>")

    def _break(self) -> None:
        self._text.append("\n")
        self._html.append("<br>")

    def _picture(self, attrs: dict[str, str | None]) -> None:
        """A picture with words to it becomes a caption; one without is decoration, or counts readers."""
        alt, address = attrs.get("alt") or "", attrs.get("src") or ""
        if alt.strip() and address and not address.startswith("data:") and not self._whole:
            self.flush()
            line = self.getpos()[0] + self._first_line - 1
            self.blocks.append(Block(" ".join(alt.split()), "caption", line, image=address[:2_000]))

    def flush(self) -> None:
        """Ends the paragraph that is open."""
        self._emit("paragraph")

    def _emit(self, kind: Kind) -> None:
        text = _tidy("".join(self._text), kind)
        html = "".join(self._html)
        if text:
            keep_html = "<" in html and len(html) <= _LONGEST_MARKUP and kind not in ("title", "subhead", "caption")
            safe = sanitise(html) if keep_html else None
            useful = safe and (kind in ("list", "table", "quote") or "<" in safe)
            image = (
                self.blocks[-1].image
                if kind == "caption" and self.blocks and self.blocks[-1].kind == "caption"
                else None
            )
            if image and self.blocks[-1].text in text:
                self.blocks.pop()
            self.blocks.append(Block(text, kind, self._line, safe if useful else None, image=image))
        self._text, self._html, self._line = [], [], None

    def close(self) -> None:
        """Also ends what the page left open."""
        super().close()
        self._emit(KINDS[self._whole[0]] if self._whole else "paragraph")
        self._whole.clear()


def _tidy(text: str, kind: Kind) -> str:
    """One line a row or item; cells parted by a tab; no white space but single blanks elsewhere. No-break spaces stay."""
    if kind == "code":
        return text.strip("\n").rstrip()
    rows = []
    for row in text.split("\n"):
        cells = [" ".join(_split_plain(cell)) for cell in row.split("\t")]
        joined = (
            " | ".join(cell for cell in cells if cell) if kind == "table" else " ".join(cell for cell in cells if cell)
        )
        if joined:
            rows.append(joined)
    return ("\n" if kind in ("list", "table", "quote", "paragraph") else " ").join(rows)


def _split_plain(text: str) -> list[str]:
    return (
        text.replace("\r", " ").replace("\f", " ").replace("\v", " ").split(" ")
        if " " not in text
        else [p for p in text.split(" ") if p]
    )


def blocks_of(markup: str, first_line: int = 1, *, layout: frozenset[str] = frozenset()) -> tuple[Block, ...]:
    """Blocks of a piece of markup. `layout`: container tags to look through, as the tables of newsletters."""
    walker = Walker(first_line, layout_tables=layout)
    walker.feed(markup)
    walker.close()
    return tuple(walker.blocks)
