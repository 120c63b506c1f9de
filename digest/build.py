"""The order of the stages, and nothing else: content/ → Source → Document → Article → Story → Telling → Site → output/.

Every stage is a function of values, wrapped here with the cache. `serve` calls the very same `build` and keeps its
`Desk` between two of them; `inspect` and `stories` go as far as `gather` and write nothing but the cache.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest import edits, ledger, write
from digest.config import Config, content_path, load_config
from digest.edition import assemble
from digest.errors import ConfigError, OutputError
from digest.export import telling_json
from digest.group import group
from digest.intake import Desk, clean_all, embedder, kept_desk, open_desk, split_all
from digest.model import (
    Article,
    Decisions,
    Output,
    Problem,
    Site,
    Source,
    Story,
    Telling,
)
from digest.pages import plan
from digest.read import Reading, read
from digest.teller import headlines, plain, tell_all, tellings
from digest.text import counted
from digest.workers import few_collections
from digest.write import Written

if TYPE_CHECKING:
    from digest.render import Renderer

__all__ = [
    "Desk",
    "Gathered",
    "Report",
    "build",
    "build_site",
    "find",
    "forget",
    "gather",
    "headlines",
    "inspect",
    "kept_desk",
    "open_desk",
    "tellings",
]


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
            f"{counted(self.articles, 'article', 'articles')}, {counted(self.stories, 'story', 'stories')}, "
            f"{counted(self.pages, 'page', 'pages')}\n"
            f"{counted(done.created, 'file', 'files')} written, {done.changed} changed, {done.unchanged} unchanged, "
            f"{done.removed} removed\n"
            f"{counted(len(self.problems), 'problem', 'problems')}, {seconds:.1f} s\n"
            f"{output / 'index.html'}"
        )


def build(config: Config, desk: Desk, *, now: datetime | None = None) -> Report:
    """content/ → output/. Bad input is in the report; whatever raises leaves the old site as it was."""
    _check_folders(config)
    manifest = manifest_path(config)
    with write.locked(config.state), few_collections():
        reading = _read(config)
        inputs = _inputs(config, desk, reading)
        finished = _unchanged(config, desk, inputs, manifest)
        if finished is not None:
            return finished
        gathered = _gather(config, desk, reading, now)
        site = tell_site(config, desk, gathered)
        outputs = render(config, desk, site)
        ledger.save(gathered.ledger, config.ledger)
        written = write.write(outputs, config.output, manifest)
        pages = sum(output.path.endswith(".html") for output in outputs)
        problems = _unique((*site.problems, *_kept_problems(written)))
        report = Report(len(gathered.articles), len(gathered.stories), pages, written, problems)
        if _inputs(config, desk, reading) == inputs:  # nobody edited a template in the meantime
            desk.cache.put(_site_key(config, desk, inputs, manifest), report)
        desk.cache.sweep()
        return report


def build_site(root: Path, *, now: datetime | None = None, jobs: int = 1) -> Report:
    """Builds the site in a folder as `digest build` does. `now` only dates stories that are seen for the first time."""
    config = load_config(root)
    with open_desk(config, jobs=jobs) as desk:
        return build(config, desk, now=now)


def gather(config: Config, desk: Desk, *, now: datetime | None = None) -> Gathered:
    """Reads, cleans and groups. Writes nothing but the cache."""
    with few_collections():
        return _gather(config, desk, _read(config), now)


def _gather(config: Config, desk: Desk, reading: Reading, now: datetime | None) -> Gathered:
    decisions, edit_problems = edits.load(config.edits)
    known = ledger.load(config.ledger)
    sources, split_problems = split_all(reading.sources)
    articles, clean_problems = clean_all(config, desk, sources, decisions)
    desk.progress("group", 0, len(articles))
    names = {name for article in articles for name in (article.path, article.id)}
    gone = edits.gone(config.edits, decisions, names | {problem.path for problem in clean_problems})
    present = {article.id for article in articles}
    grouping = group(
        articles,
        config.group,
        decisions,
        known.founders(present),
        known.published(),
        memory=desk.memory,
        embedding=embedder(config, desk),
    )
    unknown = edits.located(config.edits, grouping.problems)
    stories, settled = ledger.settle(grouping.stories, known, _day(config, now))
    stories = tuple(desk.cache.same(story.id, story) for story in stories)
    desk.progress("group", len(articles), len(articles))
    problems = (*reading.problems, *split_problems, *clean_problems, *edit_problems, *gone, *unknown)
    dated = {article.id: article for story in stories for article in story.articles}
    return Gathered(
        tuple(dated.get(article.id, article) for article in articles), stories, settled, decisions, _unique(problems)
    )


def inspect(
    config: Config, desk: Desk, files: Sequence[str], *, now: datetime | None = None
) -> tuple[tuple[Article, ...], tuple[Story, ...], tuple[Problem, ...]]:
    """The articles that ordinary paths name, all stories, and what the report says of those files. A file outside
    content/ is shown as it would be cleaned, in no story; for such files there needn't be a site at all."""
    reading = _read(config) if config.content.is_dir() else Reading((), ())
    gathered = _gather(config, desk, reading, now)
    articles: dict[str, list[Article]] = {}
    for article in gathered.articles:
        for path in {article.path, article.path.rpartition("#")[0]}:
            articles.setdefault(path, []).append(article)
    picked: list[Article] = []
    problems: list[Problem] = []
    for file in files:
        path = content_path(config, file)
        found = articles.get(path, [])
        said = [p for p in gathered.problems if p.path == path or p.path.startswith(f"{path}#")]
        if not found and not said:
            found, said = _outsider(config, desk, gathered, Path(file))
        picked += found
        problems += said
    return tuple(picked), gathered.stories, tuple(problems)


def _outsider(config: Config, desk: Desk, gathered: Gathered, file: Path) -> tuple[list[Article], list[Problem]]:
    """A file that isn't in content/: cleaned alone."""
    try:
        source = Source(file.name, file.read_bytes())
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        return [], [Problem(file.as_posix(), message, "name a file that is there", severity="error")]
    parts, problems = split_all([source])
    articles, more = clean_all(config, desk, parts, gathered.decisions)
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
    cache = config.state / "cache.sqlite3"
    try:
        cache.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{cache}: cannot be removed: {error.strerror}; is another build at work?") from error


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


def tell_site(config: Config, desk: Desk, gathered: Gathered) -> Site:
    """Stories → Site: each told, all put in order."""
    told = {}
    problems = list(gathered.problems)
    for story, telling in tell_all(config, desk, gathered.stories):
        if isinstance(telling, Problem):
            problems.append(telling)
        told[story.id] = plain(story) if isinstance(telling, Problem) else telling
    redirects = gathered.ledger.redirects()
    return assemble(
        gathered.stories, told, config.site, redirects=redirects, problems=problems, remember=desk.cache.keep
    )


def render(config: Config, desk: Desk, site: Site) -> list[Output]:
    """Site → finished files, each before those that link to it. A desk that is kept remembers pages by all that their
    templates saw, so that an edit renders the pages that it changes."""
    from digest.feed import render_feed

    theme = (_theme(config), site.language)
    renderer = _renderer(config, desk, theme)
    shown = desk.cache.key("theme", *theme)
    pages, feeds = plan(site, desk.cache.keep)
    outputs = list(renderer.assets())
    for index, page in enumerate(pages):
        desk.progress("render", index, len(pages))
        outputs.append(desk.cache.keep("page", (shown, page), partial(renderer.render, page)))
    desk.progress("render", len(pages), len(pages))
    for feed in feeds:
        parts = (feed, site.base_url)
        outputs += desk.cache.remember("feed", parts, tuple[Output, ...], partial(render_feed, feed, site.base_url))
    return [*_data(desk, site), *outputs]


def _renderer(config: Config, desk: Desk, theme: tuple[bytes, str]) -> Renderer:
    from digest.render import Renderer

    templates = config.templates if config.templates.is_dir() else None
    return desk.cache.keep("renderer", (theme, templates), partial(Renderer, templates, theme[1]))


def _data(desk: Desk, site: Site) -> Iterator[Output]:
    """The telling of each story as JSON, beside its page."""
    for story in site.stories:
        telling = site.tellings[story.id]
        yield desk.cache.keep("data", (telling, story), partial(_story_data, telling, story))


def _story_data(telling: Telling, story: Story) -> Output:
    import json

    body = json.dumps(telling_json(telling, story), ensure_ascii=False, indent=1)
    return Output(f"story/{story.slug or story.id}.json", body.encode() + b"\n")


def manifest_path(config: Config) -> Path:
    """The record of what was written; one for each output folder, so that `--output` never mixes two sites."""
    if config.output == config.root / "output":
        return config.state / "manifest.json"
    name = hashlib.sha256(str(config.output.resolve()).encode()).hexdigest()[:8]
    return config.state / f"manifest-{name}.json"


def _theme(config: Config) -> bytes:
    """Hash of all that shapes pages beside what they show: the default templates and the site's own."""
    from digest.render import default_templates

    digest = hashlib.sha256()
    for folder in (default_templates(), config.templates):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            data = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
            digest.update(data)
        digest.update(b"\0")
    return digest.digest()


def _inputs(config: Config, desk: Desk, reading: Reading) -> bytes:
    """Everything that a site is made from, but for the ledger."""
    rooms = (config.read, config.clean, config.group, config.tell, config.site)
    settings = (*rooms, config.timezone, [pipeline.fingerprint for pipeline in config.pipelines])
    sources = [part for source in reading.sources for part in (source.path, source.data, source.sidecar or b"")]
    edited = config.edits.read_bytes() if config.edits.is_file() else b""
    return desk.cache.key("inputs", settings, reading.problems, edited, _theme(config), *sources)


def _site_key(config: Config, desk: Desk, inputs: bytes, manifest: Path) -> bytes:
    """A finished site: its inputs, its ledger, and what output/ should hold."""
    own = [path.read_bytes() if path.is_file() else b"" for path in (config.ledger, manifest)]
    return desk.cache.key("site", inputs, *own)


def _unchanged(config: Config, desk: Desk, inputs: bytes, manifest: Path) -> Report | None:
    """The last report, when nothing that it was made from has changed and output/ still is what it wrote."""
    found: Report | None = desk.cache.get(_site_key(config, desk, inputs, manifest), Report)
    if found is None or not write.unchanged(config.output, manifest):
        return None
    total = found.written.created + found.written.changed + found.written.unchanged
    return replace(found, written=Written(unchanged=total))


def _day(config: Config, now: datetime | None) -> str | None:
    """Today where the site is edited."""
    return now.astimezone(ZoneInfo(config.timezone)).date().isoformat() if now else None


def _kept_problems(written: Written) -> tuple[Problem, ...]:
    return tuple(
        Problem(path, "no page needs this file any more, but it may have been changed by hand", "remove it yourself")
        for path in written.kept
    )


def _unique(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """By path and line, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.path, p.line_number or 0, p.message)))
