"""Pages that serve the others: outlets, about, feeds, 404, redirects, and the files that robots read."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from digest.model import OutletInfo, Page
from digest.pages.library import Library, web_address
from digest.pages.story import has_feed
from digest.pages.views import Card, Source

FEEDS_SHOWN = 50  # stories on the feeds page, newest first; each story's own page leads to its feed
UNKNOWN_ROWS = 100  # articles without a known outlet on the outlets page
SITEMAP_LIMIT = 50_000  # addresses in one file, sitemaps.org


def outlet_pages(library: Library) -> Iterator[Page]:
    """outlets.html, and a page for each outlet with its articles, newest first."""
    rows: dict[str, list[tuple[Source, Card]]] = {name: [] for name in library.outlet_slugs}
    unknown: list[tuple[Source, Card]] = []
    for story in library.listed:
        card = library.card(story)
        for source in library.sources(story).values():
            (rows[source.outlet] if source.outlet else unknown).append((source, card))
    yield library.page(
        "outlets.html",
        "outlets.html",
        section="outlets",
        outlets=tuple((name, f"outlet/{slug}.html", len(rows[name])) for name, slug in library.outlet_slugs.items()),
        unknown=_newest_first(unknown)[:UNKNOWN_ROWS],
    )
    for name, slug in library.outlet_slugs.items():
        info = library.site.outlets.get(name, OutletInfo(name))
        yield from library.paged(
            f"outlet/{slug}",
            "outlet.html",
            _newest_first(rows[name]),
            title=name,
            section="outlets",
            name=name,
            info=info,
            info_url=web_address(info.url),
            rights=info.rights or library.site.rights,
            count=len(rows[name]),
        )


def _newest_first(rows: list[tuple[Source, Card]]) -> tuple[tuple[Source, Card], ...]:
    by_id = sorted(rows, key=lambda row: row[0].id)
    return tuple(sorted(by_id, key=lambda row: row[0].day or "", reverse=True))


def about_pages(library: Library) -> Iterator[Page]:
    """How stories are made, in a reader's words."""
    yield library.page("about.html", "about.html", section="about", rights=library.site.rights)


def feeds_pages(library: Library) -> Iterator[Page]:
    """The page that hands out feed addresses."""
    stories = library.cards([story for story in library.listed if has_feed(story)][:FEEDS_SHOWN])
    yield library.page("feeds.html", "feeds.html", section="feeds", stories=stories)


def missing_pages(library: Library) -> Iterator[Page]:
    """404.html. It is served at any depth, so its links start from the host where the site's address is known."""
    root = (urlsplit(library.site.base_url).path or "/") if library.site.base_url else ""
    yield library.page("404.html", "404.html", root=root, noindex=True, canonical="")


def redirect_pages(library: Library) -> Iterator[Page]:
    """A page at each address that a story once had, and `_redirects` for hosts that read it."""
    by_slug = {story.slug or story.id: story for story in library.site.stories}
    moves = []
    for old in sorted(library.site.redirects):
        story = by_slug.get(_destination(old, library.site.redirects))
        if story is None or old in by_slug:
            continue
        target = library.story_path(story)
        moves.append((f"story/{old}.html", target))
        yield library.page(
            f"story/{old}.html",
            "redirect.html",
            noindex=True,
            target=target,
            card=library.card(story),
            canonical=library.site.base_url and library.site.base_url + target,
        )
    if moves:
        prefix = urlsplit(library.site.base_url).path or "/"
        yield library.page("_redirects", "_redirects", moves=tuple(moves), prefix=prefix)


def _destination(slug: str, redirects: dict[str, str] | object) -> str:
    """Where a chain of moves ends; a ring ends where it began."""
    table = dict(redirects) if isinstance(redirects, dict) else {}
    seen = {slug}
    while slug in table and table[slug] not in seen:
        slug = table[slug]
        seen.add(slug)
    return slug


def robots_pages(library: Library) -> Iterator[Page]:
    """robots.txt, sitemap.xml (only where the site's address is known) and .nojekyll."""
    yield library.page("robots.txt", "robots.txt")
    yield library.page(".nojekyll", "nojekyll")
    if library.site.base_url and not library.shell.private:
        entries = [("index.html", library.listed[0].last if library.listed else None)]
        entries += [(library.story_path(story), story.last) for story in library.listed]
        entries += [(f"edition/{e.key}.html", e.last) for e in library.site.editions]
        entries += [(name, None) for name in ("archive.html", "outlets.html", "about.html", "feeds.html")]
        entries += [(f"outlet/{slug}.html", None) for slug in library.outlet_slugs.values()]
        yield library.page("sitemap.xml", "sitemap.xml", entries=tuple(entries[:SITEMAP_LIMIT]))
