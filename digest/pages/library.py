"""Look-ups that page plans share: a story's address, an article's row, a sentence's link. Built once for a site."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from math import ceil
from typing import Any, TypeVar
from urllib.parse import quote

from digest.edition import newest
from digest.memo import Remember, anew
from digest.model import Article, Claim, Headline, Page, Rights, Sentence, Site, Story, Telling
from digest.pages.views import Card, Said, Shell, Source, Why
from digest.rights import rights_of, shows_everything
from digest.text import slugify
from digest.typography import text_fragment, typeset

ROWS_A_PAGE = 150  # of outlets and months: some 50 KB
WORDS_A_MINUTE = 220  # silent reading of French and English news prose
T = TypeVar("T")

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+", re.IGNORECASE)


def web_address(url: str | None) -> str:
    """The address if it is one that a page may link to, else nothing: no javascript:, no data:, no file:."""
    return url if url and _WEB_ADDRESS.fullmatch(url) else ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the pages of a story see of the site beside stories."""

    site: Site  # without stories
    outlet_slugs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Near:
    """What the pages of a story see of the listed stories around it."""

    cards: tuple[Card, ...] = ()
    homes: tuple[str, ...] = ()  # an article that one of its own came near to, line end, its story


@dataclass(frozen=True, slots=True)
class _Made:
    """What a library made already, by story id."""

    cards: dict[str, Card] = field(default_factory=dict)
    sources: dict[str, Mapping[str, Source]] = field(default_factory=dict)
    why: dict[str, tuple[Why, ...]] = field(default_factory=dict)
    near: dict[str, Near] = field(default_factory=dict)
    parts: dict[str, Library] = field(default_factory=dict)


@dataclass(frozen=True)
class Library:
    """A site with its indexes."""

    site: Site
    remember: Remember = anew
    whole: Frame | None = None  # of the library that this is a part of
    near: Near = Near()  # of a part's story
    made: _Made = field(default_factory=_Made)

    @cached_property
    def frame(self) -> Frame:
        """What is the same for all stories."""
        bare = replace(self.site, stories=(), tellings={}, editions=(), redirects={}, problems=())
        return self.whole or Frame(bare, self.outlet_slugs)

    def part(self, story: Story) -> Library:
        """A library of one story, for what shall depend on it alone. It can't see others."""
        part = self.made.parts.get(story.id)
        if part is None:
            told = self.site.tellings.get(story.id)
            site = replace(self.frame.site, stories=(story,), tellings={story.id: told} if told else {})
            part = self.made.parts[story.id] = Library(site, self.remember, self.frame)
        return part

    def of_story(self, name: str, story: Story, compute: Callable[[Library, Story], T]) -> T:
        """What is made of one story and the cards of those around it."""
        near = self.made.near.get(story.id)
        if near is None:
            near = self.made.near[story.id] = self._around(story)
        parts = (self.frame, story, self.site.tellings.get(story.id), *near.cards, *near.homes)
        return self.remember(name, parts, lambda: compute(replace(self.part(story), near=near), story))

    def _around(self, story: Story) -> Near:
        articles = [e.nearest_id for e in story.evidence if e.nearest_id]
        homes = {article: self.home[article] for article in articles if article in self.home}
        related = [self.stories[r.id] for r in story.related if r.id in self.stories]
        others = {other.id: other for other in (*related, *homes.values()) if other.id != story.id and not other.muted}
        return Near(
            self.cards(others.values()),
            tuple(f"{article}\n{home.id}" for article, home in homes.items() if home.id in others),
        )

    def neighbour(self, story_id: str) -> Card | None:
        """The card of a story around the one that this part is of."""
        return self._near_cards.get(story_id)

    def nearest(self, article_id: str) -> Card | None:
        """The card of the story around it that holds an article."""
        return self._near_cards.get(self._near_homes.get(article_id, ""))

    @cached_property
    def _near_cards(self) -> Mapping[str, Card]:
        return {card.id: card for card in self.near.cards}

    @cached_property
    def _near_homes(self) -> Mapping[str, str]:
        return dict(home.split("\n") for home in self.near.homes)

    @cached_property
    def shell(self) -> Shell:
        """What every page has."""
        s = self.site
        return Shell(
            s.title, s.description, s.language, s.base_url, s.author, s.rights == "private", ((s.title, "feed"),)
        )

    @cached_property
    def stories(self) -> Mapping[str, Story]:
        """All stories by id, muted ones too."""
        return {story.id: story for story in self.site.stories}

    @cached_property
    def listed(self) -> tuple[Story, ...]:
        """The stories that lists may name, newest first."""
        return tuple(story for story in self.site.stories if not story.muted)

    @cached_property
    def outlet_slugs(self) -> Mapping[str, str]:
        """Outlet name → slug; two names with one slug get a number, in the order of the names."""
        if self.whole is not None:
            return self.whole.outlet_slugs
        names = {a.outlet.value for story in self.listed for a in story.articles if a.outlet}
        slugs: dict[str, str] = {}
        taken: set[str] = set()
        for name in sorted(names):
            base = slugify(name) or sha256(name.encode()).hexdigest()[:10]
            slug, number = base, 1
            while slug in taken:
                number += 1
                slug = f"{base}-{number}"
            taken.add(slug)
            slugs[name] = slug
        return slugs

    @cached_property
    def _articles(self) -> Mapping[str, Article]:
        return {article.id: article for story in self.site.stories for article in story.articles}

    @cached_property
    def home(self) -> Mapping[str, Story]:
        """Article id → the listed story that it is in."""
        return {article.id: story for story in self.listed for article in story.articles}

    def page(self, path: str, template: str, title: str = "", **context: Any) -> Page:
        """A planned page with what every template expects. Keys of `context` win over the defaults."""
        depth = path.count("/")
        head: dict[str, object] = {
            "site": self.shell,
            "path": path,
            "root": "../" * depth,
            "page_title": title,
            "page_description": "",
            "canonical": self.site.base_url + quote(path) if self.site.base_url else "",
            "noindex": self.shell.private,
            "feed_path": "",
            "section": "",
        }
        return Page(path, template, {**head, **context})

    def paged(self, stem: str, template: str, rows: Sequence[Any], title: str = "", **context: Any) -> Iterator[Page]:
        """`stem`.html with the first rows, `stem`/2.html and on with the others: nobody reads a page of thousands."""
        count = max(1, ceil(len(rows) / ROWS_A_PAGE))
        paths = [f"{stem}.html", *(f"{stem}/{number}.html" for number in range(2, count + 1))]
        for number, path in enumerate(paths):
            part = tuple(rows[number * ROWS_A_PAGE : (number + 1) * ROWS_A_PAGE])
            yield self.page(path, template, title, rows=part, row_pages=tuple(paths) if count > 1 else (), **context)

    def story_path(self, story: Story) -> str:
        """Address of a story's page."""
        return f"story/{story.slug or story.id}.html"

    def telling(self, story: Story) -> Telling:
        """Its telling, or a bare headline where nothing was told."""
        return self.site.tellings.get(story.id) or Telling(story.id, self._headline(story))

    def rights(self, article: Article) -> Rights:
        """How much of it may be shown."""
        return rights_of(article, self.site.rights, self.site.outlets)

    def sources(self, story: Story) -> Mapping[str, Source]:
        """Rows of a story's articles, by article id, in the story's order."""
        known = self.made.sources
        if story.id not in known:
            known[story.id] = (
                self._rows(story)
                if self.whole
                else self.remember("sources", (self.frame, story), lambda: self.part(story).sources(story))
            )
        return known[story.id]

    def _rows(self, story: Story) -> dict[str, Source]:
        rows = {article.id: self._source(article, self.story_path(story)) for article in story.articles}
        for group in story.copies:
            members = [i for i in group if i in rows]
            for member in members:
                names = Counter(rows[i].outlet or rows[i].title for i in members if i != member)
                told = tuple(f"{name} ({times})" if times > 1 else name for name, times in names.items())
                rows[member] = replace(rows[member], copies=told)
        return rows

    def _source(self, article: Article, story_path: str) -> Source:
        url = web_address(article.url.value if article.url else None)
        rights = self.rights(article)
        path = f"article/{article.id}.html"
        external = not shows_everything(rights) and bool(url)
        outlet = article.outlet.value if article.outlet else None
        words = len(article.text.split())
        return Source(
            id=article.id,
            row=f"{story_path}#source-{article.id}",
            path=path,
            href=url if external else path,
            external=external,
            title=article.title.value,
            title_made=article.title.origin == "made",
            lang=language_tag(article),
            outlet=outlet,
            outlet_path=f"outlet/{slug}.html" if (slug := self.outlet_slugs.get(outlet or "")) else "",
            byline=_value(article.byline),
            agency=_value(article.agency),
            published=article.published,
            day=article.day,
            minutes=max(1, ceil(words / WORDS_A_MINUTE)),
            paid=article.paid,
            url=url,
            rights=rights,
        )

    def said(self, story: Story, sentence: Sentence, marks: tuple[tuple[str, bool], ...] = ()) -> Said:
        """A sentence with the link that lands on it, or on our page of an article that may be shown nowhere else."""
        source = self.sources(story)[sentence.article_id]
        article = self._articles[sentence.article_id]
        if shows_everything(source.rights) or (source.rights == "extract" and not source.url):
            anchor, external = f"{source.path}#p{paragraph_number(article, sentence.start)}", False
            href = anchor + text_fragment(typeset(" ".join(sentence.text.split()), source.lang))
        else:
            href, external = _original_passage(source.url, sentence.text) or source.path, bool(source.url)
        return Said(sentence.text, source.lang, href, external, source, marks)

    def card(self, story: Story, *, edition_first: str | None = None) -> Card:
        """A story for lists. `edition_first` is the first day of the edition that shows it."""
        card = self.made.cards.get(story.id)
        if card is None:
            parts = (self.frame, story, self.site.tellings.get(story.id))
            card = self.made.cards[story.id] = (
                self._card(story) if self.whole else self.remember("card", parts, lambda: self.part(story).card(story))
            )
        started_before = card.first and edition_first and card.first < edition_first
        return replace(card, since=card.first) if started_before else card

    def _card(self, story: Story) -> Card:
        telling = self.telling(story)
        sources = self.sources(story)
        headline = telling.headline
        origin = sources.get(headline.article_id or "")
        ids = {a.id for a in story.articles}
        return Card(
            id=story.id,
            path=self.story_path(story),
            title=headline.text,
            lang=origin.lang if origin else self.site.language,
            title_made=headline.origin == "made",
            sources=tuple(sources.values()),
            articles=len(story.articles),
            texts=story.texts,
            outlets=story.outlets,
            first=story.first,
            last=story.last or newest(story),
            brief=tuple(self.said(story, s) for s in telling.brief if s.article_id in ids),
            pinned=story.pinned,
            note=story.note,
        )

    def cards(self, stories: Iterable[Story], *, edition_first: str | None = None) -> tuple[Card, ...]:
        """Cards in the order given."""
        return tuple(self.card(story, edition_first=edition_first) for story in stories)

    def _headline(self, story: Story) -> Headline:
        if story.title:
            return Headline(story.title, None, "editor")
        title = story.articles[0].title
        return Headline(title.value, story.articles[0].id, "made" if title.origin == "made" else "title")


def paragraph_number(article: Article, offset: int) -> int:
    """Number, from 1, of the kept block that holds an offset of the article's text."""
    starts = {id(block): start for start, block in article.body()}
    found = 1
    for number, block in enumerate(article.kept, start=1):
        start = starts.get(id(block))
        if start is not None and start <= offset:
            found = number
    return found


def language_tag(article: Article) -> str:
    """Value of `lang`; empty, which means unknown to browsers, where the language is undetermined."""
    return "" if article.lang == "und" else article.lang


def _original_passage(url: str, text: str) -> str:
    return (url.split("#")[0] + "#" + text_fragment(" ".join(text.split()))) if url else ""


def _value(claim: Claim | None) -> str | None:
    return claim.value if claim else None
