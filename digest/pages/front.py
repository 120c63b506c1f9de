"""Front page, editions, archive by edition and by month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from digest.edition import UNDATED, newest
from digest.model import Edition, Page, Story
from digest.pages.library import Library
from digest.pages.views import EditionCard

RECENT_CARDS = 3  # stories of several articles from earlier editions, so that a quiet day's front page isn't bare
RECENT_ROWS = 9  # their headlines below
MOST_CARDS = 12  # stories with brief and sources; the further ones are a headline each
FRONT_BRIEFS = 24  # on the front page; the edition's own page has them all
ARCHIVE_EDITIONS = 30  # on the archive's first page; the page of each month has all of its own
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
        "stories": stories[:MOST_CARDS],
        "further": stories[MOST_CARDS:],
        "briefs": briefs,
        "hidden_briefs": 0,
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
    contents = _contents(library, latest)
    briefs = contents["briefs"]
    contents |= {"briefs": briefs[:FRONT_BRIEFS], "hidden_briefs": max(0, len(briefs) - FRONT_BRIEFS)}
    ids = chain.from_iterable(_ids(e) for e in earlier)
    recent = list(islice(_stories(library, ids), RECENT_CARDS + RECENT_ROWS))
    several = [s for s in recent if len(s.articles) > 1][:RECENT_CARDS]
    yield library.page(
        "index.html",
        "front.html",
        section="home",
        page_description=library.site.description,
        recent_cards=library.cards(several),
        recent=library.cards(s for s in recent if s not in several),
        **contents,
    )


def _ids(edition: Edition) -> tuple[str, ...]:
    """All stories of an edition in reading order."""
    return ((edition.lead,) if edition.lead else ()) + edition.stories + edition.briefs


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
    stories = list(_stories(library, _ids(edition)))
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
    editions = library.site.editions
    shown = (*editions[:ARCHIVE_EDITIONS], *(e for e in editions[ARCHIVE_EDITIONS:] if e.key == UNDATED))
    yield library.page(
        "archive.html",
        "archive.html",
        section="archive",
        editions=tuple(_edition_card(library, e) for e in shown),
        months=tuple((month, len(months[month])) for month in dated),
    )
    for index, month in enumerate(dated):
        cards = library.cards(months[month])
        yield from library.paged(
            f"archive/{month}",
            "month.html",
            cards,
            section="archive",
            month=month,
            editions=tuple(e.key for e in editions if e.first and e.first[:7] == month),
            later=dated[index - 1] if index else None,
            earlier=dated[index + 1] if index + 1 < len(dated) else None,
        )
