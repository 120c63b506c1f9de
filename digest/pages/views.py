"""What templates see of the nouns: rows, cards and sentences with their addresses worked out.

Every `path` and `href` is relative to the site's root ("story/x.html#p2") or an http(s) address; the filter `to` of the
templates puts the way back to the root before the former. Theme authors: these names are a public interface.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from digest.model import Claim, Rights


@dataclass(frozen=True, slots=True)
class Source:
    """One article as a row of a list."""

    id: str
    row: str  # address of its row in "who covers it" on its story's page
    path: str  # our page of it
    href: str  # where it is best read: our page if that carries the text, else the original, else our page
    external: bool  # whether `href` leaves the site
    title: str
    title_made: bool  # by this program, from the text
    lang: str
    outlet: str | None
    outlet_path: str
    byline: str | None
    agency: str | None
    published: Claim | None
    day: str | None
    minutes: int
    paid: bool
    url: str  # of the original; empty where unknown or unsafe
    rights: Rights
    copies: tuple[str, ...] = ()  # outlets (or titles) of the articles that carry the same text, "Le Relais (3)"


@dataclass(frozen=True, slots=True)
class Said:
    """A published sentence with its source."""

    text: str
    lang: str
    href: str  # to the passage: on our page where it carries the text, else on the original, else our bare page
    external: bool
    source: Source
    marks: tuple[tuple[str, bool], ...] = ()  # the text in pieces, True where the other version lacks the piece


@dataclass(frozen=True, slots=True)
class Card:
    """A story as a list or front page shows it."""

    id: str
    path: str
    title: str
    lang: str
    title_made: bool
    sources: tuple[Source, ...]
    articles: int
    texts: int
    outlets: tuple[str, ...]
    first: str | None
    last: str | None
    brief: tuple[Said, ...] = ()
    since: str | None = None  # first day, where it lies before the edition that shows the card
    pinned: bool = False
    note: str = ""

    def shown(self, most: int) -> tuple[Source, ...]:
        """So many sources at most, in the order of the story: the newest of each outlet goes before a second one of
        any, so that a list of four names four outlets where there are four."""
        if len(self.sources) <= most:
            return self.sources
        turns: Counter[str] = Counter()
        ranked: list[tuple[int, int]] = []
        for place in reversed(range(len(self.sources))):
            outlet = self.sources[place].outlet or self.sources[place].id
            ranked.append((turns[outlet], -place))
            turns[outlet] += 1
        kept = sorted(-place for _, place in sorted(ranked)[:most])
        return tuple(self.sources[place] for place in kept)


@dataclass(frozen=True, slots=True)
class EditionCard:
    """An edition as the archive lists it."""

    key: str
    path: str
    stories: int
    articles: int
    titles: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A kept block of an article. `html` is trusted markup, already sanitised; without it `text` is to be escaped."""

    anchor: str
    kind: str
    text: str
    html: str | None = None
    wraps: bool = False  # whether `html` brings its own block element
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions of one sentence."""

    a: Said
    b: Said
    words: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation with everyone who carries it."""

    said: Said
    speaker: str | None
    role: str | None
    verb: str | None
    others: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """How much of an article stands in another one of the story."""

    source: Source
    copied: int
    words: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return min(1.0, self.copied / self.words) if self.words else 0.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One day (or month) of the coverage chart, in SVG units."""

    date: str
    count: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Articles over time."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class Why:
    """Why an article is in its story, and what was done to it."""

    source: Source
    rule: str
    similarity: float | None
    terms: tuple[str, ...]
    nearest: Card | None
    nearest_similarity: float | None
    kept_out_by: str
    removals: tuple[tuple[str, int], ...]  # rule, count
    shown: float  # share of its text on the story's page


@dataclass(frozen=True, slots=True)
class Shell:
    """What every page has: the site's name, the way to the root, the head."""

    title: str
    description: str
    language: str
    base_url: str
    author: str
    private: bool
    feed_links: tuple[tuple[str, str], ...] = field(default_factory=tuple)  # title, path without ending
