"""The order of the stages, and nothing else: content/ → Source → Document → Article → Story → Telling → Site → output/.

Every stage is a function of values, wrapped here with the cache. `serve` calls the very same `build` and keeps its
`Desk` between two of them; `inspect` and `stories` go as far as `gather` and write nothing but the cache.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from digest import cache, edits, ledger, write
from digest.clean import clean, recurring_lines
from digest.config import Config, content_path, load_config
from digest.edition import assemble
from digest.errors import ConfigError, InputError
from digest.export import telling_json
from digest.formats import is_risky, parse, split
from digest.group import group
from digest.model import (
    Article,
    ArticleDecision,
    Decisions,
    Document,
    Output,
    Problem,
    Site,
    Source,
    Story,
    Telling,
)
from digest.pages import plan
from digest.read import Reading, read
from digest.tell import tell
from digest.workers import Pool, WorkerFailure
from digest.write import Written

LIBRARIES = (
    "charset-normalizer",
    "feedgen",
    "htmldate",
    "jinja2",
    "lxml",
    "markdown",
    "nh3",
    "pyyaml",
    "snowballstemmer",
    "trafilatura",
)
"""Libraries whose version may change what a build gives."""

PARSE_SECONDS = 30.0
"""What one saved page or mail may take: the slowest honest one of 300 took 1.5 s, on a machine that had other work."""

PARSE_MEMORY_BYTES = 2_000_000_000
"""Address space of a worker; the extractor and its tables alone map half a gigabyte."""


class Progress(Protocol):
    """Told how far a stage is. Stages have the names of the rooms."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


class Desk:
    """What outlives a stage: the cache, and workers that stay warm. One for a command; `serve` has one for good."""

    def __init__(self, store: cache.Cache, *, jobs: int = 1, progress: Progress = silent) -> None:
        self.cache = store
        self.jobs = max(1, jobs)
        self.progress = progress
        self._pool: Pool[Source, Document | Problem] | None = None

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the workers and lets go of the cache."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None
        self.cache.close()

    def pool(self) -> Pool[Source, Document | Problem]:
        """Workers for formats that can stall the libraries behind them, started when first needed."""
        if self._pool is None:
            self._pool = Pool(_parse_or_report, jobs=self.jobs, seconds=PARSE_SECONDS, memory_bytes=PARSE_MEMORY_BYTES)
        return self._pool


def open_desk(config: Config, *, jobs: int = 1, progress: Progress = silent) -> Desk:
    """A desk for one command."""
    return Desk(cache.Cache(config.state, code_fingerprint()), jobs=jobs, progress=progress)


def kept_desk(config: Config, *, jobs: int = 1, progress: Progress = silent) -> Desk:
    """A desk for many builds in one process: what was decoded or computed stays in memory."""
    return Desk(cache.KeptCache(config.state, code_fingerprint()), jobs=jobs, progress=progress)


def code_fingerprint() -> str:
    """What all cached results depend on: this package's code and tables, and the versions of the libraries."""
    return cache.fingerprint(Path(__file__).parent, LIBRARIES)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is known once articles are grouped: all that `inspect` and `stories` show."""

    articles: tuple[Article, ...]  # by path
    stories: tuple[Story, ...]
    ledger: ledger.Ledger
    decisions: Decisions
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    articles: int
    stories: int
    pages: int
    written: Written
    problems: tuple[Problem, ...]

    def summary(self, output: Path, seconds: float) -> str:
        """What to tell whoever started the build: a few lines."""
        done = self.written
        return (
            f"{self.articles} articles, {self.stories} stories, {self.pages} pages\n"
            f"{done.created} files written, {done.changed} changed, {done.unchanged} unchanged, "
            f"{done.removed} removed\n"
            f"{len(self.problems)} problems, {seconds:.1f} s\n"
            f"{output / 'index.html'}"
        )


def build(config: Config, desk: Desk, *, now: datetime | None = None) -> Report:
    """content/ → output/. Bad input is in the report; whatever raises leaves the old site as it was."""
    _check_folders(config)
    manifest = manifest_path(config)
    with write.locked(config.state):
        reading = _read(config)
        finished = _unchanged(config, desk, reading, manifest)
        if finished is not None:
            return finished
        gathered = _gather(config, desk, reading, now)
        site = tell_site(config, desk, gathered)
        outputs = render(config, desk, site)
        ledger.save(gathered.ledger, config.ledger)
        written = write.write(outputs, config.output, manifest)
        pages = sum(output.path.endswith(".html") for output in outputs)
        problems = (*gathered.problems, *_kept_problems(written))
        report = Report(len(gathered.articles), len(gathered.stories), pages, written, problems)
        desk.cache.put(_site_key(config, desk, reading, manifest), report)
        desk.cache.sweep()
        return report


def build_site(root: Path, *, now: datetime | None = None, jobs: int = 1) -> Report:
    """Builds the site in a folder as `digest build` does. `now` only dates stories that are seen for the first time."""
    config = load_config(root)
    with open_desk(config, jobs=jobs) as desk:
        return build(config, desk, now=now)


def gather(config: Config, desk: Desk, *, now: datetime | None = None) -> Gathered:
    """Reads, cleans and groups. Writes nothing but the cache."""
    return _gather(config, desk, _read(config), now)


def _gather(config: Config, desk: Desk, reading: Reading, now: datetime | None) -> Gathered:
    decisions, edit_problems = edits.load(config.edits)
    known = ledger.load(config.ledger)
    sources, split_problems = _split(reading.sources)
    articles, clean_problems = _clean(config, desk, sources, decisions)
    desk.progress("group", 0, len(articles))
    present = {article.id for article in articles}
    grouping = group(articles, config.group, decisions, known.founders(present))
    stories, settled = ledger.settle(grouping.stories, known, _day(config, now))
    desk.progress("group", len(articles), len(articles))
    problems = (*reading.problems, *split_problems, *clean_problems, *edit_problems, *grouping.problems)
    dated = {article.id: article for story in stories for article in story.articles}
    return Gathered(
        tuple(dated.get(article.id, article) for article in articles), stories, settled, decisions, _unique(problems)
    )


def pick(
    config: Config, desk: Desk, gathered: Gathered, files: Sequence[str]
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """The articles that ordinary paths name, and what the report says of those files. A file outside content/ is shown
    as it would be cleaned, in no story."""
    picked: list[Article] = []
    problems: list[Problem] = []
    for file in files:
        path = content_path(config, file)
        found = [a for a in gathered.articles if a.path == path or a.path.startswith(f"{path}#")]
        said = [p for p in gathered.problems if p.path == path or p.path.startswith(f"{path}#")]
        if not found and not said:
            found, said = _outsider(config, desk, gathered, Path(file))
        picked += found
        problems += said
    return tuple(picked), tuple(problems)


def _outsider(config: Config, desk: Desk, gathered: Gathered, file: Path) -> tuple[list[Article], list[Problem]]:
    """A file that isn't in content/: cleaned alone."""
    try:
        source = Source(file.name, file.read_bytes())
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        return [], [Problem(file.as_posix(), message, "name a file that is there", severity="error")]
    parts, problems = _split([source])
    articles, more = _clean(config, desk, parts, gathered.decisions)
    return articles, [*problems, *more]


def find(gathered: Gathered, name: str) -> Story:
    """The story of an id, slug or page address."""
    id_ = gathered.ledger.find(name)
    story = next((story for story in gathered.stories if story.id == id_), None)
    if story is None:
        raise ConfigError(f"{name}: all articles of this story are gone; put one back, or name another story")
    return story


def forget(config: Config) -> None:
    """Empties the cache. What was published stays."""
    (config.state / "cache.sqlite3").unlink(missing_ok=True)


def _check_folders(config: Config) -> None:
    """Input and output must not lie in each other: a build would read, or remove, what it wrote."""
    output = config.output.resolve()
    remedy = "name a folder of its own for the output"
    for name, folder in (("content", config.content), ("templates", config.templates)):
        other = folder.resolve()
        if output == other or output in other.parents or other in output.parents:
            raise ConfigError(
                f"{config.output}: the output folder and {name}/ ({folder}) lie in each other; name another"
            )
    if output in (config.root.resolve(), *config.root.resolve().parents):
        raise ConfigError(f"{config.output}: this holds the site's sources; {remedy}")


def _read(config: Config) -> Reading:
    if not config.content.is_dir():
        raise ConfigError(f"{config.content}: no such folder; put articles there, or start a site with `digest init`")
    return read(config.content, config.read)


def _split(sources: Sequence[Source]) -> tuple[list[Source], list[Problem]]:
    """One source an article, in the order of paths and lines."""
    parts: list[Source] = []
    problems: list[Problem] = []
    for source in sources:
        try:
            parts += split(source)
        except InputError as error:
            problems.append(error.problem)
    return parts, problems


def _clean(
    config: Config, desk: Desk, sources: Sequence[Source], decisions: Decisions
) -> tuple[list[Article], list[Problem]]:
    """Source → Document → Article, each remembered; a document is only looked at again when its article is new."""
    keys = [desk.cache.key("parse", s.path, s.data, s.sidecar or b"") for s in sources]
    documents = Documents(desk, sources, keys)
    recurring = _recurring(desk, documents, keys)
    options = replace(config.clean, recipes=(*config.clean.recipes, *decisions.recipes))
    common = desk.cache.key("clean options", options)
    decided = {decision.article: decision for decision in decisions.articles}

    def cleaned(index: int, decision: ArticleDecision | None) -> Article | Problem:
        lines = recurring.get(sources[index].path, frozenset())
        key = desk.cache.key("clean", keys[index], common, sorted(lines), decision)
        found: Article | Problem | None = desk.cache.get(key, Article | Problem)
        if found is None:
            document = documents[index]
            found = document if isinstance(document, Problem) else _clean_one(document, options, lines, decision)
            desk.cache.put(key, found)
        return found

    articles: list[Article] = []
    problems: list[Problem] = []
    for index, source in enumerate(sources):
        desk.progress("clean", index, len(sources))
        result = cleaned(index, decided.get(source.path))
        if isinstance(result, Article) and result.id in decided and source.path not in decided:
            result = cleaned(index, decided[result.id])
        if isinstance(result, Problem):
            problems.append(result)
        else:
            articles.append(result)
            problems += result.problems
    desk.progress("clean", len(sources), len(sources))
    return _distinct(articles, problems), problems


def _clean_one(
    document: Document, options: Any, lines: frozenset[str], decision: ArticleDecision | None
) -> Article | Problem:
    try:
        return clean(document, options, recurring=lines, decision=decision)
    except InputError as error:
        return error.problem


def _recurring(desk: Desk, documents: Documents, keys: Sequence[bytes]) -> Mapping[str, frozenset[str]]:
    """Lines that recur in an outlet's articles: the one thing that cleaning knows of other articles."""

    def compute() -> Mapping[str, frozenset[str]]:
        return recurring_lines([document for document in documents if isinstance(document, Document)])

    return desk.cache.remember("recurring", keys, Mapping[str, frozenset[str]], compute)


def _distinct(articles: Sequence[Article], problems: list[Problem]) -> list[Article]:
    """Two files may hold one article: the second gets an id of its own, and a word in the report."""
    first: dict[str, Article] = {}
    distinct = []
    for article in articles:
        if (other := first.setdefault(article.id, article)) is not article:
            message = f"the same article as {other.path}"
            problems.append(Problem(article.path, message, "remove one of the two unless both are wanted"))
            article = replace(article, id=hashlib.sha256(f"{article.id} {article.path}".encode()).hexdigest()[:10])
            first[article.id] = article
        distinct.append(article)
    return distinct


class Documents:
    """The documents of all sources in order, parsed or found in the cache when asked for."""

    def __init__(self, desk: Desk, sources: Sequence[Source], keys: Sequence[bytes]) -> None:
        self._desk, self._sources, self._keys = desk, sources, keys

    def __iter__(self) -> Iterator[Document | Problem]:
        """All of them; what is risky and new is parsed in workers first."""
        self._parse_risky()
        for index in range(len(self._sources)):
            self._desk.progress("parse", index, len(self._sources))
            yield self[index]

    def __getitem__(self, index: int) -> Document | Problem:
        key = self._keys[index]
        found: Document | Problem | None = self._desk.cache.get(key, Document | Problem)
        if found is None:
            source = self._sources[index]
            found = next(self._in_workers([source])) if is_risky(source) else _parse_or_report(source)
            self._desk.cache.put(key, found)
        return found

    def _parse_risky(self) -> None:
        missing = [
            index
            for index, source in enumerate(self._sources)
            if is_risky(source) and self._desk.cache.get(self._keys[index], Document | Problem) is None
        ]
        for done, (index, document) in enumerate(
            zip(missing, self._in_workers([self._sources[i] for i in missing]), strict=True)
        ):
            self._desk.progress("parse", done, len(missing))
            self._desk.cache.put(self._keys[index], document)

    def _in_workers(self, sources: Sequence[Source]) -> Iterator[Document | Problem]:
        for source, result in zip(sources, self._desk.pool().run(sources) if sources else (), strict=True):
            if isinstance(result, WorkerFailure):
                message = f"could not be read: {result.message}"
                yield Problem(source.path, message, "open it in a browser and save its text as .txt", severity="error")
            else:
                yield result


def _parse_or_report(source: Source) -> Document | Problem:
    """Runs in workers too, so it is a plain function of plain values."""
    try:
        return parse(source)
    except InputError as error:
        return error.problem


def tell_site(config: Config, desk: Desk, gathered: Gathered) -> Site:
    """Stories → Site: each told, all put in order."""
    return assemble(
        gathered.stories,
        tellings(config, desk, gathered.stories),
        config.site,
        redirects=gathered.ledger.redirects(),
        problems=gathered.problems,
    )


def tellings(config: Config, desk: Desk, stories: Sequence[Story]) -> dict[str, Telling]:
    """What each story page says, by story id."""
    told: dict[str, Telling] = {}
    for index, story in enumerate(stories):
        desk.progress("tell", index, len(stories))
        told[story.id] = desk.cache.remember("tell", (config.tell, story), Telling, partial(tell, story, config.tell))
    desk.progress("tell", len(stories), len(stories))
    return told


def render(config: Config, desk: Desk, site: Site) -> list[Output]:
    """Site → finished files, each before those that link to it."""
    from digest.feed import render_feed
    from digest.render import Renderer

    renderer = Renderer(config.templates if config.templates.is_dir() else None, config.site.language)
    pages, feeds = plan(site)
    outputs = list(renderer.assets())
    for index, page in enumerate(pages):
        desk.progress("render", index, len(pages))
        outputs.append(renderer.render(page))
    desk.progress("render", len(pages), len(pages))
    for feed in feeds:
        outputs += desk.cache.remember(
            "feed", (feed, site.base_url), tuple[Output, ...], partial(render_feed, feed, site.base_url)
        )
    return [*_data(site), *outputs]


def _data(site: Site) -> Iterator[Output]:
    """The telling of each story as JSON, beside its page."""
    import json

    for story in site.stories:
        body = json.dumps(telling_json(site.tellings[story.id], story), ensure_ascii=False, indent=1)
        yield Output(f"story/{story.slug or story.id}.json", body.encode() + b"\n")


def manifest_path(config: Config) -> Path:
    """The record of what was written; one for each output folder, so that `--output` never mixes two sites."""
    if config.output == config.root / "output":
        return config.state / "manifest.json"
    name = hashlib.sha256(str(config.output.resolve()).encode()).hexdigest()[:8]
    return config.state / f"manifest-{name}.json"


def _site_key(config: Config, desk: Desk, reading: Reading, manifest: Path) -> bytes:
    """Everything that a finished site is made from, and what output/ should hold."""
    from digest.render import default_templates

    templates = [
        (path.relative_to(folder).as_posix(), path.read_bytes())
        for folder in (default_templates(), config.templates)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    settings = (config.read, config.clean, config.group, config.tell, config.site, config.timezone)
    inputs = [part for source in reading.sources for part in (source.path, source.data, source.sidecar or b"")]
    own = [path.read_bytes() if path.is_file() else b"" for path in (config.edits, config.ledger, manifest)]
    flat = [part for name, data in templates for part in (name, data)]
    return desk.cache.key("site", settings, reading.problems, len(inputs), *inputs, *own, *flat)


def _unchanged(config: Config, desk: Desk, reading: Reading, manifest: Path) -> Report | None:
    """The last report, when nothing that it was made from has changed and output/ still is what it wrote."""
    found: Report | None = desk.cache.get(_site_key(config, desk, reading, manifest), Report)
    if found is None or not write.unchanged(config.output, manifest):
        return None
    total = found.written.created + found.written.changed + found.written.unchanged
    return replace(found, written=Written(unchanged=total))


def _day(config: Config, now: datetime | None) -> str | None:
    """Today where the site is edited."""
    return now.astimezone(ZoneInfo(config.timezone)).date().isoformat() if now else None


def _kept_problems(written: Written) -> tuple[Problem, ...]:
    return tuple(
        Problem(path, "no page needs this file any more, but it was changed by hand", "remove it yourself")
        for path in written.kept
    )


def _unique(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """By path and line, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.path, p.line_number or 0, p.message)))
