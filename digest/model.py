"""The nouns, in the order in which the flow meets them. They are values: frozen, slotted, compared by content.

content/ ─read─▶ Source ─parse─▶ Document ─clean─▶ Article ─group─▶ Story ─tell─▶ Telling
output/ ◀─write─ Output ◀─render─ Page | Feed ◀─plan─ Site(Edition, …) ◀─assemble───┘

Nothing here computes more than a derived property, and nothing here imports another room but `frozen`.
All offsets count Unicode code points. All dates are ISO 8601 strings cut to what is known: "2016", "2016-07",
"2016-07-14", "2016-07-14T21:00" where no zone is named, "2016-07-14T21:00:00+00:00". All paths are relative to
content/, with forward slashes.

One file of more than 400 lines: the nouns are one vocabulary, and nobody should have to ask where one stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

from digest.frozen import quickly_made

Kind = Literal[
    "title",
    "standfirst",
    "paragraph",
    "subhead",
    "caption",
    "quote",
    "list",
    "table",
    "code",
    "byline",
    "dateline",
    "other",
]
"""What a block is on the page of its outlet."""

BODY_KINDS = frozenset({"standfirst", "paragraph", "subhead", "quote", "list", "table", "code", "other"})
"""Kinds that make up `Article.text`; titles, captions, bylines and datelines stand beside it."""

Precision = Literal["year", "month", "day", "time"]

Origin = Literal[
    "editor",  # edits.toml
    "sidecar",  # NAME.toml beside the file
    "front matter",
    "folder",  # first-level folder under content/
    "page metadata",  # JSON-LD, OpenGraph, meta tags, record fields of a .jsonl
    "mail header",
    "label",  # "Publié le …", "By …" in the text
    "dateline",  # "MOSCOU, 14 juillet (AFP) -"
    "credit",  # credit or signature line: "(avec AFP)"
    "url",
    "file name",
    "text",  # read or solved from the body
    "neighbours",  # solved from the other articles of the story
    "made",  # made by this program from published words: a generated title
    "configuration",
]
"""Where a value comes from."""

Rights = Literal["full", "extract", "link", "private"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong with which file: place, what was expected, what to do. One line when printed."""

    path: str
    message: str  # what was found and what was expected
    remedy: str = ""
    line_number: int | None = None
    severity: Literal["error", "warning"] = "warning"  # error: the input is not in the site
    about: str = ""  # field of the value that could not be read: who gives it another way settles the problem

    def line(self) -> str:
        """`path:line: message; remedy`, with control characters of hostile names escaped."""
        place = f"{self.path}:{self.line_number}" if self.line_number else self.path
        text = f"{place}: {self.message}" + (f"; {self.remedy}" if self.remedy else "")
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


@dataclass(frozen=True, slots=True)
class Source:
    """One input as found. A file of many articles is split into one Source an article: `archive.jsonl#12`."""

    path: str
    data: bytes
    sidecar: bytes | None = None  # content of NAME.toml beside the file


@quickly_made
@dataclass(frozen=True, slots=True)
class Claim:
    """A metadata value with where it came from and how sure it is. `confidence` runs from 0 to 1; under 0.5 is a
    guess and is never printed as fact. `reason` is a message key and its arguments; templates/strings/ word it."""

    field: str  # title, outlet, byline, agency, language, published, modified, url, paid, rights, image, summary
    value: str
    origin: Origin
    confidence: float = 1.0
    precision: Precision | None = None  # dates only
    reason: tuple[str, ...] = ()


@quickly_made
@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like unit in reading order. `html` is sanitised markup for display where the format has some (lists,
    tables, links, emphasis); without it the text is escaped."""

    text: str
    kind: Kind = "paragraph"
    line: int | None = None  # 1-based line of the source where the block starts; None where the format has no lines
    html: str | None = None
    start: int | None = None  # offset of text[0] in the decoded source, before repair
    credit: str | None = None  # captions: "AFP/Christof Stache"
    image: str | None = None  # URL or path of the picture that a caption belongs to; referenced, never fetched


@quickly_made
@dataclass(frozen=True, slots=True)
class Edit:
    """One Unicode repair: `before` became `after` at `offset` of the decoded source. Words are never changed."""

    rule: str
    before: str
    after: str
    line: int | None = None
    offset: int | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class Removal:
    """A block that cleaning took out. `position` is its place among all blocks, kept and removed, counted from 0."""

    block: Block
    rule: str
    position: int
    score: float | None = None  # classifier's sum of evidence, where that was what decided


DateRole = Literal["label", "dateline", "narrative", "caption", "slug", "legal", "residue", "quote", "metadata"]


@quickly_made
@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression in a text, as far as its own words go. `start` and `end` are offsets into `Article.text` when
    the role is narrative or quote, else offsets are of the block it stood in and say nothing about the body."""

    text: str
    role: DateRole
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # 0 is Monday
    hour: int | None = None
    minute: int | None = None
    utc_offset_minutes: int | None = None
    days_ago: int | None = None  # "hier" 1, "demain" -1
    direction: Literal["", "past", "future", "this"] = ""  # "jeudi dernier", "next Thursday", "ce 15 juillet"
    label: Literal["", "published", "modified", "line"] = ""  # of a label; "line": alone by the title


@quickly_made
@dataclass(frozen=True, slots=True)
class Document:
    """Parsed, not yet cleaned. `claims` holds what the format and the place in content/ say, surest first."""

    path: str
    format: str  # name of the parser: text, markdown, html, mhtml, mail, record
    blocks: tuple[Block, ...]
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()
    fallback: bool = False  # the extractor found nothing and a cruder one was used
    removals: tuple[Removal, ...] = ()  # what rules of the format took out; positions as in an article's

    def claim(self, name: str) -> Claim | None:
        """The surest claim for a field."""
        return next((c for c in self.claims if c.field == name), None)


@quickly_made
@dataclass(frozen=True, slots=True)
class Article:
    """What a reader calls an article. `text` is the kept body blocks joined by a blank line; every offset that this
    program prints counts in it."""

    id: str
    path: str
    title: Claim
    kept: tuple[Block, ...]
    text: str
    outlet: Claim | None = None
    byline: Claim | None = None
    agency: Claim | None = None
    language: Claim | None = None  # None: undetermined, nothing is shown
    published: Claim | None = None  # None: "sans date"
    url: Claim | None = None
    removals: tuple[Removal, ...] = ()
    edits: tuple[Edit, ...] = ()
    mentions: tuple[DateMention, ...] = ()
    problems: tuple[Problem, ...] = ()
    rights: Rights | None = None  # from front matter or sidecar; else outlet and site decide
    paid: bool = False
    format: str = "text"
    fallback: bool = False

    @property
    def day(self) -> str | None:
        """Day of publication, `YYYY-MM-DD`, or None when it is not known to the day."""
        known = self.published is not None and self.published.precision in ("day", "time")
        return self.published.value[:10] if known and self.published else None

    @property
    def lang(self) -> str:
        """Language code for `lang=`; "und" when undetermined."""
        return self.language.value if self.language else "und"

    def body(self) -> tuple[tuple[int, Block], ...]:
        """The body blocks with the offset in `text` at which each starts."""
        placed, offset = [], 0
        for block in self.kept:
            if block.kind in BODY_KINDS:
                placed.append((offset, block))
                offset += len(block.text) + 2  # the blank line that joins blocks
        return tuple(placed)


@dataclass(frozen=True, slots=True)
class Related:
    """Another story, and how it stands to this one."""

    id: str
    score: float
    relation: Literal["related", "follows", "followed by"] = "related"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why an article is in its story: terms with their share of the similarity, and the next story that it was near."""

    article_id: str
    similarity: float | None  # to the rest of its story; None for a founder or an editor's decision
    terms: tuple[tuple[str, float], ...] = ()
    nearest_id: str | None = None  # id of the first article of the nearest other story
    nearest_similarity: float | None = None
    kept_out_by: str = ""  # name of the rule that kept the nearest story apart
    rule: str = "similarity"  # similarity, copy, shared_names, same_meaning, published, editor, founder


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words that two articles share to the letter (case and typography aside)."""

    a_id: str
    a_start: int
    a_end: int
    b_id: str
    b_start: int
    b_end: int
    words: int


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about one event. `group` gives it the founding article's id; `ledger` makes id and slug permanent."""

    id: str
    articles: tuple[Article, ...]  # by date, undated where the text places them; ties by id
    founder_id: str  # article id
    slug: str = ""
    title: str | None = None  # the editor's headline
    related: tuple[Related, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    passages: tuple[Passage, ...] = ()
    copies: tuple[tuple[str, ...], ...] = ()  # groups of article ids that carry one text
    pinned: bool = False
    muted: bool = False
    note: str = ""  # the editor's note

    @property
    def first(self) -> str | None:
        """Earliest known day."""
        return min((a.day for a in self.articles if a.day), default=None)

    @property
    def last(self) -> str | None:
        """Latest known day."""
        return max((a.day for a in self.articles if a.day), default=None)

    @property
    def outlets(self) -> tuple[str, ...]:
        """Names of the outlets, in order of first appearance."""
        return tuple(dict.fromkeys(a.outlet.value for a in self.articles if a.outlet))

    @property
    def texts(self) -> int:
        """Articles less the reprints of one text: what counts as independent."""
        return len(self.articles) - sum(len(group) - 1 for group in self.copies)


@dataclass(frozen=True, slots=True)
class ArticleDecision:
    """What the editor settled about one article. `restore` and `drop` name passages by their first words."""

    article: str  # path or id
    values: tuple[tuple[str, str], ...] = ()  # field → value: title, outlet, byline, published, language, url, agency
    restore: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """Cleaning rules for one outlet, without regular expressions. A block goes when its text matches."""

    outlet: str
    starts_with: tuple[str, ...] = ()
    ends_with: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    between: tuple[tuple[str, str], ...] = ()  # a block with the first beginning … one with the second


@dataclass(frozen=True, slots=True)
class Decisions:
    """The editor's hand: edits.toml as values. Stories are named by id, articles by path or id."""

    merges: tuple[tuple[str, ...], ...] = ()  # first id survives when the editor says so; else the older one
    splits: tuple[tuple[str, tuple[str, ...]], ...] = ()  # story, articles that leave it together
    moves: tuple[tuple[str, str], ...] = ()  # article, story it goes to
    titles: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    pins: tuple[str, ...] = ()
    mutes: tuple[str, ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    follows: tuple[tuple[str, str], ...] = ()  # later, earlier
    articles: tuple[ArticleDecision, ...] = ()
    recipes: tuple[Recipe, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that an article published, by address: `text` is `article.text[start:end]`, to the character."""

    article_id: str
    path: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Headline:
    """What a story is called. `article_id` is None for an editor's headline."""

    text: str
    article_id: str | None
    origin: Literal["editor", "title", "made"] = "title"


@dataclass(frozen=True, slots=True)
class Copied:
    """Two sentences of different articles that carry the same run of words. `a_marks` and `b_marks` are the spans,
    as offsets into each sentence's text, that the other does not have."""

    a: Sentence
    b: Sentence
    words: int
    a_marks: tuple[tuple[int, int], ...] = ()
    b_marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CopyShare:
    """How much of an article stands in another article of the story too, in words."""

    article_id: str
    words: int
    copied_words: int


@dataclass(frozen=True, slots=True)
class Quote:
    """The same words in every article that carries them. `speaker` None: nobody is named within reach."""

    carriers: tuple[Sentence, ...]  # each spans the quoted words only
    speaker: str | None = None
    role: str | None = None  # as a text gives it
    verb: str | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """One fact on the timeline."""

    date: str
    precision: Precision
    sentence: Sentence
    expression: str = ""  # the words that the date was read from


@dataclass(frozen=True, slots=True)
class Figure:
    """Numbers that articles give about the same thing: `about` is words that all the sentences share."""

    about: str
    values: tuple[tuple[str, Sentence], ...]  # the number as written, the sentence it stands in


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a name stands."""

    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A person, organisation or place under its fullest published form."""

    name: str
    kind: Literal["person", "organisation", "place", "other"]
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """What a story page says. Every sentence is one that an article published. An empty part is not shown."""

    story_id: str
    headline: Headline
    brief: tuple[Sentence, ...] = ()
    several: tuple[tuple[Sentence, ...], ...] = ()
    single: tuple[Sentence, ...] = ()
    copies: tuple[Copied, ...] = ()
    shares: tuple[CopyShare, ...] = ()
    quotes: tuple[Quote, ...] = ()
    timeline: tuple[Dated, ...] = ()
    figures: tuple[Figure, ...] = ()
    names: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """The stories of one day, week or month in reading order. `key`: "2016-07-15", "2016-W28", "2016-07", "undated"."""

    key: str
    first: str | None
    last: str | None
    lead: str | None  # story id
    stories: tuple[str, ...] = ()  # the other stories with several articles, story ids
    briefs: tuple[str, ...] = ()  # stories of one article


@dataclass(frozen=True, slots=True)
class OutletInfo:
    """What the configuration says about an outlet. Facts only, no scores."""

    name: str
    rights: Rights | None = None
    url: str = ""
    country: str = ""
    note: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """All that page plans may see."""

    title: str
    description: str
    language: str
    base_url: str
    rights: Rights
    stories: tuple[Story, ...]
    tellings: Mapping[str, Telling]  # by story id
    editions: tuple[Edition, ...]  # newest first
    outlets: Mapping[str, OutletInfo] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)  # old story slug → slug it moved to
    author: str = ""
    problems: tuple[Problem, ...] = ()
    share: float = 1.0  # of an article that its story's page may show where rights are "extract"


@dataclass(frozen=True, slots=True)
class Page:
    """A planned page: where it goes, which template makes it, what the template may see."""

    path: str  # inside output/
    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A story in a feed. `id` is a `tag:` URI or URN that never changes."""

    id: str
    title: str
    path: str  # page inside output/
    published: str
    updated: str
    summary: str
    html: str
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()  # title, url of the originals
    language: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A planned feed, rendered as RSS, Atom and JSON Feed. `updated` is the newest entry's date, never the clock's."""

    id: str
    path: str  # without ending: "feed" → feed.rss.xml, feed.atom.xml, feed.json
    title: str
    description: str
    home_path: str
    language: str
    updated: str
    entries: tuple[FeedEntry, ...] = ()
    author: str = ""  # who gives it out; Atom demands one


@dataclass(frozen=True, slots=True)
class Output:
    """Finished bytes and where they go inside output/."""

    path: str
    data: bytes
    sha256: str = field(init=False, repr=False, compare=False)  # of the data, in hexadecimal

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", sha256(self.data).hexdigest())
