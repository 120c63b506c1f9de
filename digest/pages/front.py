"""Front page, editions, archive by edition and by month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from digest.edition import UNDATED, newest
from digest.model import Edition, Page, Story
from digest.pages.library import Library
from digest.pages.views import EditionCard

RECENT_STORIES = 9  # from earlier editions, on the front page, so that a quiet day's page isn't bare
ARCHIVE_TITLES = 5  # story titles under an edition in the archive; the edition's page has them all


def edition_path(key: str) -> str:
    """Address of an edition's page."""
    return f"edition/{key}.html"


def _stories(library: Library, ids: Iterable[str]) -> Iterator[Story]:
    return (library.stories[i] for i in ids if i in library.stories)


def _contents(library: Library, edition: Edition) -> dict[str, Any]:
    lead = library.stories.get(edition.lead) if edition.lead else None
    stories = library.cards(_stories(library, edition.stories), edition_first=edition.first)
    briefs = library.cards(_stories(library, edition.briefs), edition_first=edition.first)
    lead_card = library.card(lead, edition_first=edition.first) if lead else None
    cards = [*([lead_card] if lead_card else []), *stories, *briefs]
    return {
        "edition": edition,
        "lead": lead_card,
        "stories": stories,
        "briefs": briefs,
        "count_stories": len(cards),
        "count_articles": sum(card.articles for card in cards),
        "count_outlets": len({outlet for card in cards for outlet in card.outlets}),
    }


def front_pages(library: Library) -> Iterator[Page]:
    """index.html: the latest edition, then what the days before told."""
    editions = library.site.editions
    if not editions:
        yield library.page("index.html", "front.html", edition=None, section="home")
        return
    latest, *earlier = editions
    ids = chain.from_iterable(((e.lead,) if e.lead else ()) + e.stories + e.briefs for e in earlier)
    recent = library.cards(list(_stories(library, ids))[:RECENT_STORIES])
    yield library.page(
        "index.html",
        "front.html",
        section="home",
        page_description=library.site.description,
        recent=recent,
        **_contents(library, latest),
    )


def edition_pages(library: Library) -> Iterator[Page]:
    """One page for each edition, with its neighbours."""
    editions = library.site.editions
    for index, edition in enumerate(editions):
        yield library.page(
            edition_path(edition.key),
            "edition.html",
            later=editions[index - 1].key if index else None,
            earlier=editions[index + 1].key if index + 1 < len(editions) else None,
            section="archive",
            **_contents(library, edition),
        )


def _edition_card(library: Library, edition: Edition) -> EditionCard:
    ids = ((edition.lead,) if edition.lead else ()) + edition.stories + edition.briefs
    stories = list(_stories(library, ids))
    return EditionCard(
        key=edition.key,
        path=edition_path(edition.key),
        stories=len(stories),
        articles=sum(len(s.articles) for s in stories),
        titles=library.cards(stories[:ARCHIVE_TITLES]),
    )


def archive_pages(library: Library) -> Iterator[Page]:
    """archive.html lists editions and months; a page for each month lists its stories."""
    months: dict[str, list[Story]] = {}
    for story in library.listed:
        day = newest(story)
        months.setdefault(day[:7] if day and len(day) >= 7 else UNDATED, []).append(story)
    dated = sorted((m for m in months if m != UNDATED), reverse=True)
    yield library.page(
        "archive.html",
        "archive.html",
        section="archive",
        editions=tuple(_edition_card(library, e) for e in library.site.editions),
        months=tuple((month, len(months[month])) for month in dated),
    )
    for index, month in enumerate(dated):
        yield library.page(
            f"archive/{month}.html",
            "month.html",
            section="archive",
            month=month,
            cards=library.cards(months[month]),
            later=dated[index - 1] if index else None,
            earlier=dated[index + 1] if index + 1 < len(dated) else None,
        )
