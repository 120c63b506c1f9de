"""Site → pages and feeds, planned: where each goes, which template makes it, what that template sees.

To add a page type, write a function Library → pages, add it to `PAGE_TYPES`, and a template of the name it asks for.
Pages are planned in the order in which they may be written: a page comes before those that lead readers to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from digest.memo import Remember, anew
from digest.model import Feed, Page, Site
from digest.pages.article import article_pages
from digest.pages.feeds import site_feed, story_feeds
from digest.pages.front import archive_pages, edition_pages, front_pages
from digest.pages.library import Frame, Library
from digest.pages.service import about_pages, feeds_pages, missing_pages, outlet_pages, redirect_pages, robots_pages
from digest.pages.story import story_pages

__all__ = ["FEED_TYPES", "PAGE_TYPES", "Frame", "plan"]

PAGE_TYPES: tuple[Callable[[Library], Iterator[Page]], ...] = (
    article_pages,
    story_pages,
    redirect_pages,
    edition_pages,
    archive_pages,
    outlet_pages,
    about_pages,
    feeds_pages,
    missing_pages,
    front_pages,
    robots_pages,
)

FEED_TYPES: tuple[Callable[[Library], Iterator[Feed]], ...] = (story_feeds, site_feed)


def plan(site: Site, remember: Remember = anew) -> tuple[tuple[Page, ...], tuple[Feed, ...]]:
    """All pages and feeds of a site, in writing order. Two plans for one path keep the first. `remember` may know what
    is made of single stories."""
    library = Library(site, remember)
    pages: dict[str, Page] = {}
    for page_type in PAGE_TYPES:
        for page in page_type(library):
            pages.setdefault(page.path, page)
    return tuple(pages.values()), tuple(feed for feed_type in FEED_TYPES for feed in feed_type(library))
