"""Planned feeds: the site's newest stories, and for each story of several articles the articles that joined it.

Entries carry dates from the content only. A story without any known day is in no feed: a feed is an order in time.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from urllib.parse import quote
from uuid import UUID, uuid5

from digest.model import Article, Feed, FeedEntry, Sentence, Story
from digest.pages.library import Library
from digest.pages.story import has_feed
from digest.pages.views import Source
from digest.typography import typeset

NEWEST = 50  # entries of the site's feed
_NAMESPACE = UUID("1fe42e00-c70c-4597-aa41-29936478bf49")  # of all identifiers of all sites; never to change


def entry_id(kind: str, key: str) -> str:
    """An identifier that depends on a permanent id only: not on title, address, or the site's base URL."""
    return f"tag:news-digest,2026:{kind}/{uuid5(_NAMESPACE, f'{kind}/{key}')}"


def site_feed(library: Library) -> Iterator[Feed]:
    """The newest stories."""
    dated = [story for story in library.listed if story.last][:NEWEST]
    entries = tuple(_story_entry(library, story) for story in dated)
    yield Feed(
        id=entry_id("feed", library.site.base_url or library.site.title),
        path="feed",
        title=library.site.title,
        description=library.site.description or library.site.title,
        home_path="index.html",
        language=library.site.language,
        updated=max((e.updated for e in entries), default=""),
        entries=entries,
        author=library.site.author or library.site.title,
    )


def story_feeds(library: Library) -> Iterator[Feed]:
    """A feed for each story of at least two articles."""
    for story in library.listed:
        if not has_feed(story):
            continue
        yield library.of_story("story feed", story, _story_feed)


def _story_feed(library: Library, story: Story) -> Feed:
    card = library.card(story)
    newest_first = sorted(story.articles, key=lambda a: (a.published.value if a.day and a.published else "", a.id))
    entries = tuple(_article_entry(library, story, a) for a in reversed(newest_first))
    return Feed(
        id=entry_id("story", story.id),
        path=card.path.removesuffix(".html"),
        title=typeset(card.title, card.lang),
        description=f"{library.site.title} · {typeset(card.title, card.lang)}",
        home_path=card.path,
        language=card.lang or library.site.language,
        updated=max(e.updated for e in entries),
        entries=entries,
        author=library.site.author or library.site.title,
    )


def _story_entry(library: Library, story: Story) -> FeedEntry:
    card = library.card(story)
    telling = library.telling(story)
    summary = " ".join(typeset(" ".join(s.text.split()), s.lang) for s in card.brief) or "; ".join(
        typeset(s.title, s.lang) for s in card.sources
    )
    bylines = [s.byline for s in card.sources if s.byline]
    return FeedEntry(
        id=entry_id("story", story.id),
        title=typeset(card.title, card.lang),
        path=card.path,
        published=story.first or "",
        updated=_newest_moment(story),
        summary=summary,
        html=_story_html(library, story, telling.brief),
        authors=tuple(dict.fromkeys(bylines)) or story.outlets,
        categories=tuple(n.name for n in telling.names[:8]),
        sources=tuple((s.outlet or s.title, s.url) for s in card.sources if s.url),
        language=card.lang,
    )


def _article_entry(library: Library, story: Story, article: Article) -> FeedEntry:
    source = library.sources(story)[article.id]
    said = [library.said(story, s) for s in library.telling(story).brief if s.article_id == article.id]
    text = " ".join(typeset(" ".join(s.text.split()), s.lang) for s in said)
    title = typeset(source.title, source.lang)
    return FeedEntry(
        id=entry_id("article", article.id),
        title=f"{source.outlet} – {title}" if source.outlet else title,
        path=source.path,
        published=article.published.value if article.day and article.published else "",
        updated=article.published.value if article.day and article.published else (story.last or ""),
        summary=text or title,
        html=f"<p>{html.escape(text or title, quote=False)}</p>{_link(library, source)}",
        authors=tuple(a for a in (source.byline or source.outlet,) if a),
        sources=((source.outlet or source.title, source.url),) if source.url else (),
        language=source.lang,
    )


def _newest_moment(story: Story) -> str:
    return max((a.published.value for a in story.articles if a.day and a.published), default=story.last or "")


def _story_html(library: Library, story: Story, brief: tuple[Sentence, ...]) -> str:
    """Brief and sources as markup without any word of the interface: sentences, outlets, titles."""
    said = [library.said(story, s) for s in brief]
    sentences = "".join(
        f'<blockquote lang="{s.lang}"><p>{html.escape(typeset(s.text, s.lang), quote=False)}</p>'
        f"<p>— {html.escape(s.source.outlet or s.source.title, quote=False)}</p></blockquote>"
        for s in said
    )
    rows = "".join(f"<li>{_link(library, s)}</li>" for s in library.sources(story).values())
    return f"{sentences}<ul>{rows}</ul>"


def _link(library: Library, source: Source) -> str:
    base = library.site.base_url
    href = source.href if source.external else (base + quote(source.path) if base else source.url)
    title = html.escape(typeset(source.title, source.lang), quote=False)
    outlet = f"{html.escape(source.outlet, quote=False)} – " if source.outlet else ""
    return f'{outlet}<a href="{html.escape(href)}" lang="{source.lang}">{title}</a>' if href else f"{outlet}{title}"
