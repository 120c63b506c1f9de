"""An article's page: its text as far as its rights allow, where each value comes from, and what was taken out.

Never for search engines; the original is named as canonical where its address is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digest.model import Article, Page, Story
from digest.pages.library import Library
from digest.pages.story import why
from digest.pages.views import Paragraph, Why
from digest.rights import extract, joined, opening, shown_spans, shows_everything
from digest.typography import typeset

_BLOCK_MARKUP = re.compile(r"\s*<(?:p|ul|ol|dl|table|blockquote|pre|div|figure|h[1-6]|hr)\b", re.IGNORECASE)
_DEAD_LINK = re.compile(r"<a\b(?![^>]*\bhref=[\"']https?://)[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_PICTURE = re.compile(r"<(?:img|source|picture)\b[^>]*>|</picture>", re.IGNORECASE)
_OWN_IDENTIFIER = re.compile(r"\s(?:id|name)=(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_MARKS_BEFORE = "«“„‘\"'‹ \u00a0\u202f"
_MARKS_AFTER = "»”’\"'› \u00a0\u202f"
_PROVEN = ("title", "outlet", "byline", "agency", "published", "language", "url")


def article_pages(library: Library) -> Iterator[Page]:
    """One page for each article of each story."""
    for story in library.site.stories:
        yield from library.of_story("article pages", story, _pages)


def _pages(library: Library, story: Story) -> tuple[Page, ...]:
    evidence = why(library, story)
    return tuple(_page(library, story, a, e) for a, e in zip(story.articles, evidence, strict=True))


def _page(library: Library, story: Story, article: Article, evidence: Why) -> Page:
    sources = library.sources(story)
    source = sources[article.id]
    whole = shows_everything(source.rights)
    paragraphs = tuple(_paragraphs(article)) if whole else ()
    spans = shown_spans(library.telling(story)).get(article.id, ()) if source.rights == "extract" else ()
    quoted = (_with_marks(article.text, *span) for span in spans)
    passages = tuple(_passages(article, joined((*opening(article.text, article.lang), *quoted)))) if spans else ()
    title_anchor = next((p.anchor for p in paragraphs if p.kind == "title" and p.text == article.title.value), "")
    return library.page(
        source.path,
        "article.html",
        title=typeset(article.title.value, source.lang),
        noindex=True,
        canonical=source.url or (library.site.base_url and library.site.base_url + source.path),
        source=source,
        card=library.card(story),
        siblings=tuple(s for i, s in sources.items() if i != article.id),
        paragraphs=tuple(p for p in paragraphs if p.anchor != title_anchor),
        title_anchor=title_anchor,
        passages=passages,
        extract=extract(article.text, article.lang) if source.rights == "extract" and article.text else "",
        provenance=tuple((name, claim) for name in _PROVEN if (claim := getattr(article, name))),
        file_path=article.path,
        why=evidence,
        count_repairs=len(article.edits),
    )


def _paragraphs(article: Article) -> Iterator[Paragraph]:
    for number, block in enumerate(article.kept, start=1):
        markup = _own(block.html) if block.html else None
        yield Paragraph(
            anchor=f"p{number}",
            kind=block.kind,
            text=block.text,
            html=markup,
            wraps=bool(markup and _BLOCK_MARKUP.match(markup)),
            credit=block.credit,
        )


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the quotation marks that stand around it: a quotation must look like one."""
    before, after = start, end
    while before > 0 and text[before - 1] in _MARKS_BEFORE:
        before -= 1
    while after < len(text) and text[after] in _MARKS_AFTER:
        after += 1
    return start - len(text[before:start].lstrip()), end + len(text[end:after].rstrip())


def _passages(article: Article, spans: Sequence[tuple[int, int]]) -> Iterator[Paragraph]:
    """The parts of an article that may be shown, each under its paragraph's anchor, "[…]" for what lies between."""
    offsets = {id(block): offset for offset, block in article.body()}
    reached = 0
    for number, block in enumerate(article.kept, start=1):
        offset = offsets.get(id(block))
        if offset is None:
            continue
        end = offset + len(block.text)
        inside = [(max(a, offset), min(b, end)) for a, b in spans if a < end and b > offset]
        if not inside:
            continue
        pieces: list[str] = []
        for a, b in inside:
            if article.text[reached:a].strip():
                pieces.append("[…]")
            pieces.append(" ".join(article.text[a:b].split()))
            reached = b
        yield Paragraph(anchor=f"p{number}", kind=block.kind, text=" ".join(pieces))


def _own(markup: str) -> str:
    """Sanitised markup made fit for our page: nothing fetched, no foreign id, no link that leads nowhere."""
    return _DEAD_LINK.sub(r"\1", _OWN_IDENTIFIER.sub("", _PICTURE.sub("", markup)))
