"""digest.lock: story ids, slugs, first-seen days and redirects that never move. Written by the program, meant for
version control, the only memory that a build has.

    digest.lock 1
    article 0dd05525f8 9f8e7d6c5b                                  an article and the story it is in
    article 5c1e02aa97 9f8e7d6c5b editor                           the same, as edits.toml had it
    story 9f8e7d6c5b 9f8e7d6c5b 2026-11-23 washington-a-propose    id, founding article, first seen, slug
    into 77aa01bc2d 9f8e7d6c5b                                     a story that was merged into another
    end

One fact a line, sorted, so that a diff shows what moved and two branches merge line by line (`merge=union`, which
`digest init` sets up). What a union leaves twice is settled the same way by everybody: the older story wins.
Without a lock the content gives the same ids again: a story's id is its founding article's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from digest.errors import ConfigError, LedgerError
from digest.model import Related, Story
from digest.text import slugify

HEADER = "digest.lock 1"
NEVER = "-"
"""First-seen day of a story when the build was given no date."""

WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
)
"""Slugs that can't be file names on Windows."""

_OTHER_HEADER = re.compile(r"digest\.lock (\d+)")
_SLUG = re.compile(r"[\w-]+")
"""A slug becomes a file's name: no dots, no folders."""

WAY_OUT = "restore it from version control (git checkout -- digest.lock); if you delete it, addresses may move"


@dataclass(frozen=True, slots=True)
class Record:
    """What is settled about a story for ever. A story whose articles are all gone keeps its record and its slug."""

    id: str
    founder: str  # article id
    first_seen: str  # day, or NEVER
    slug: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The file as values, each by id."""

    records: Mapping[str, Record] = field(default_factory=dict)
    articles: Mapping[str, str] = field(default_factory=dict)  # article → story
    into: Mapping[str, str] = field(default_factory=dict)  # merged story → story
    placed: frozenset[str] = frozenset()  # articles that an editor's decision put where they are

    def founders(self, articles: Collection[str] = ()) -> dict[str, str]:
        """Story id → an article that stands for it: the founder, or when that is gone the first member left."""
        present = set(articles)
        founders = {record.id: record.founder for record in self.records.values()}
        orphans = {story for story, founder in founders.items() if founder not in present} if present else set()
        members: dict[str, list[str]] = {}
        for article, story in self.articles.items() if orphans else ():
            if story in orphans and article in present:
                members.setdefault(story, []).append(article)
        founders.update((story, min(left)) for story, left in members.items())
        return founders

    def published(self) -> dict[str, str]:
        """Article → the story that the texts put it in; none for those that an editor's decision put where they are,
        so that taking the decision back takes them back."""
        published = dict(self.articles)
        for article in self.placed:
            published.pop(article, None)
        return published

    def redirects(self) -> dict[str, str]:
        """Slug of a merged story → slug of the story that it went into."""
        moved = {}
        for old in self.into:
            target = self.follow(old)
            if target != old and old in self.records and target in self.records:
                moved[self.records[old].slug] = self.records[target].slug
        return dict(sorted(moved.items()))

    def find(self, name: str) -> str:
        """Id of the story that somebody names by id, slug or page. ConfigError names the nearest when there is none."""
        wanted = name.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".html").removesuffix(".json")
        for record in self.records.values():
            if wanted in (record.id, record.slug):
                return self.follow(record.id)
        names = [known for record in self.records.values() for known in (record.id, record.slug)]
        near = get_close_matches(wanted, names, n=1, cutoff=0.5)
        hint = f"did you mean `{near[0]}`?" if near else "`digest stories` lists them"
        raise ConfigError(
            f"{name}: no such story; {hint}" if names else f"{name}: no story yet; run `digest build` first"
        )

    def follow(self, story: str) -> str:
        """The story that one ended up in, however many merges later."""
        seen = {story}
        while (following := self.into.get(story)) is not None and following not in seen:
            seen.add(following)
            story = following
        return story


def load(path: Path) -> Ledger:
    """The ledger; an empty one when there is no file. LedgerError when the file is damaged: it is never overwritten."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Ledger()
    except OSError as error:
        raise LedgerError(f"{path.name}: cannot be read: {error.strerror}") from error
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LedgerError(f"{path.name}:{line}: not text; {WAY_OUT}") from None
    return _parse(lines, path.name)


def save(ledger: Ledger, path: Path) -> None:
    """Writes the ledger in one step, if it says anything new."""
    data = dump(ledger).encode()
    try:
        if path.exists() and path.read_bytes().replace(b"\r\n", b"\n") == data:
            return
        temporary = path.with_name(f".{path.name}.tmp")
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        raise LedgerError(f"{path.name}: cannot be written: {error.strerror}") from error


def dump(ledger: Ledger) -> str:
    """The file: one fact a line, sorted."""
    lines = [
        f"article {article} {story}{' editor' if article in ledger.placed else ''}"
        for article, story in ledger.articles.items()
    ]
    lines += [f"into {old} {new}" for old, new in ledger.into.items()]
    lines += [f"story {r.id} {r.founder} {r.first_seen} {r.slug}" for r in ledger.records.values()]
    return "\n".join([HEADER, *sorted(lines), "end", ""])


def _parse(lines: Sequence[str], name: str) -> Ledger:
    for number, line in enumerate(lines, 1):
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
            raise LedgerError(
                f"{name}:{number}: conflict marker; keep the lines of both sides and delete the marker lines "
                "(`digest.lock merge=union` in .gitattributes does it for you)"
            )
    if lines and (other := _OTHER_HEADER.fullmatch(lines[0].strip())) and lines[0].strip() != HEADER:
        raise LedgerError(
            f"{name}:1: version {other[1]} of this file, expected `{HEADER}`; build with the digest that wrote it, or "
            "restore the older one from version control"
        )
    if not lines or lines[0].strip() != HEADER:
        raise LedgerError(f"{name}:1: expected `{HEADER}`; {WAY_OUT}")
    if lines[-1].strip() != "end":
        raise LedgerError(f"{name}:{len(lines)}: cut short, expected `end`; {WAY_OUT}")
    records: dict[str, list[Record]] = {}
    articles: dict[str, list[str]] = {}
    into: dict[str, list[str]] = {}
    placed: set[str] = set()
    for number, line in enumerate(lines[1:], 2):
        match line.split():
            case ["story", id_, founder, first_seen, slug] if _SLUG.fullmatch(slug):
                records.setdefault(id_, []).append(Record(id_, founder, first_seen, slug))
            case ["article", article, story, *editor] if editor in ([], ["editor"]):
                articles.setdefault(article, []).append(story)
                placed.update(article for _ in editor)
            case ["into", old, new]:
                into.setdefault(old, []).append(new)
            case [] | ["end"]:
                pass
            case _ if line.strip() == HEADER:
                pass
            case _:
                raise LedgerError(f"{name}:{number}: not a line of this file: {line[:60]!r}; {WAY_OUT}")
    settled = {id_: min(found, key=lambda r: (r.first_seen, r.slug, r.founder)) for id_, found in records.items()}
    for article, stories in articles.items():
        if missing := [story for story in stories if story not in settled]:
            raise LedgerError(f"{name}: article {article} is in story {missing[0]}, which has no line; {WAY_OUT}")
    return Ledger(
        settled,
        {article: min(stories, key=lambda s: _age(settled[s])) for article, stories in articles.items()},
        {old: min(found) for old, found in into.items() if old in settled},
        frozenset(placed),
    )


def _age(record: Record) -> tuple[str, str]:
    """Sort key: the older story first."""
    return (record.first_seen, record.id)


def settle(stories: Sequence[Story], ledger: Ledger, today: str | None) -> tuple[tuple[Story, ...], Ledger]:
    """Stories with their permanent ids and slugs, and the ledger that says so. Pure."""
    ids = _ids(stories, ledger)
    records = dict(ledger.records)
    slugs = {record.slug.casefold() for record in records.values()}
    founders = set()
    for story in sorted(stories, key=lambda s: (s.first or "~", s.founder_id)):
        id_ = ids[story.founder_id]
        founders.add(id_)
        if id_ not in records:
            slug = _slug(story, id_, slugs)
            slugs.add(slug)
            records[id_] = Record(id_, story.founder_id, today or NEVER, slug)
    new_id = {story.id: ids[story.founder_id] for story in stories}
    settled = tuple(
        replace(
            story,
            id=ids[story.founder_id],
            slug=records[ids[story.founder_id]].slug,
            related=tuple(Related(new_id.get(r.id, r.id), r.score, r.relation) for r in story.related),
        )
        for story in stories
    )
    articles = {a.id: story.id for story in settled for a in story.articles}
    gone = {article: story for article, story in ledger.articles.items() if article not in articles}
    placed = {article for article in gone if article in ledger.placed}
    placed.update(e.article_id for story in settled for e in story.evidence if e.rule == "editor")
    return settled, Ledger(records, {**gone, **articles}, _into(settled, ledger, records), frozenset(placed))


def _ids(stories: Sequence[Story], ledger: Ledger) -> dict[str, str]:
    """Founding article → permanent story id, for the stories of this build."""
    home = {article.id: story.founder_id for story in stories for article in story.articles}
    day = {article.id: article.day or "~" for story in stories for article in story.articles}
    members = _members(ledger)
    claims: dict[str, list[Record]] = {}
    for record in ledger.records.values():
        if place := _place(record, members, home):
            claims.setdefault(place, []).append(record)
    ids: dict[str, str] = {}
    for place, records in claims.items():
        # A merged story comes back only where its founder has left the story that it went into.
        living = [r for r in records if r.id not in ledger.into] or records
        ids[place] = min(living, key=lambda r: (r.first_seen, day.get(r.founder, "~"), r.id)).id
    taken = set(ids.values()) | set(ledger.records)
    for story in sorted(stories, key=lambda s: s.founder_id):
        if story.founder_id not in ids:
            ids[story.founder_id] = _fresh(story.founder_id, taken)
            taken.add(ids[story.founder_id])
    return ids


def _members(ledger: Ledger) -> dict[str, list[str]]:
    """Story → its articles at the last build."""
    members: dict[str, list[str]] = {}
    for article, story in ledger.articles.items():
        members.setdefault(story, []).append(article)
    return members


def _place(record: Record, members: Mapping[str, Sequence[str]], home: Mapping[str, str]) -> str | None:
    """Where a known story is now: with its founder; when that is gone, with most of its articles."""
    if record.founder in home:
        return home[record.founder]
    votes = Counter(home[article] for article in members.get(record.id, ()) if article in home)
    return min(votes, key=lambda place: (-votes[place], place), default=None)


def _fresh(founder: str, taken: Collection[str]) -> str:
    """A story's first id is its founding article's, or, when another story has had that, one made from it."""
    id_, turn = founder, 1
    while id_ in taken:
        id_ = sha256(f"{founder} {turn}".encode()).hexdigest()[:10]
        turn += 1
    return id_


def _slug(story: Story, id_: str, taken: Collection[str]) -> str:
    """Slug of the story's first headline: the editor's, else the founding article's title. The id keeps two apart."""
    founder = next((a for a in story.articles if a.id == story.founder_id), story.articles[0])
    slug = slugify(story.title or founder.title.value)
    slug = slug if any(c.isalpha() for c in slug) else id_  # of a title in Arabic only its numbers are left
    if slug not in taken and slug not in WINDOWS_DEVICES:
        return slug
    short = f"{slug}-{id_[:4]}"
    return short if short not in taken else f"{slug}-{id_}"


def _into(stories: Iterable[Story], ledger: Ledger, records: Mapping[str, Record]) -> dict[str, str]:
    """Which stories went into which: every known story that isn't there, but whose founder or articles are."""
    living = {story.id for story in stories}
    home = {article.id: story.id for story in stories for article in story.articles}
    members = _members(ledger)
    into = {}
    for record in records.values():
        if record.id in living:
            continue
        target = _place(record, members, home) or ledger.into.get(record.id)
        if target and target != record.id:
            into[record.id] = target
    return into
