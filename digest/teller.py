"""Story → Telling, each remembered. Many at once are told in workers, one for each core: telling is the dearest stage,
and no story needs another. `build` calls `tell_all`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digest.config import Config
from digest.errors import ConfigError
from digest.export import title
from digest.intake import Desk, fault, recogniser
from digest.model import Headline, Problem, Story, Telling
from digest.tell import NO_ENTITIES, Entities, Options, headline_of, tell
from digest.workers import WorkerFailure

WORTH_WORKERS = 300
"""Articles to tell from which workers are started: each needs half a second to start, and tells 100 articles in one."""

AT_ONCE = 24  # articles that a worker gets, so that its pipe is rarely what it waits for

TELL_SECONDS = 120.0  # a story of a thousand articles takes ten
TELL_MEMORY_BYTES = 4_000_000_000  # of address space; what doesn't fit is told in the main process


def tell_all(config: Config, desk: Desk, stories: Sequence[Story]) -> Iterator[tuple[Story, Telling | Problem]]:
    """Each story with what its page says, in the order given; a problem where a mistake of ours is in the way."""
    settings = (config.tell, [pipeline.fingerprint for pipeline in config.pipelines])
    common = desk.cache.key("tell options", *settings)
    keys = [desk.cache.key("tell", common, story) for story in stories]
    found: list[Telling | Problem | None] = [desk.cache.get(key, Telling | Problem) for key in keys]
    anew = _told_anew(config, desk, [story for story, telling in zip(stories, found, strict=True) if telling is None])
    for index, (story, key, telling) in enumerate(zip(stories, keys, found, strict=True)):
        desk.progress("tell", index, len(stories))
        if telling is None:
            telling = next(anew)
            desk.cache.put(key, telling)
        yield story, telling
    desk.progress("tell", len(stories), len(stories))


def _told_anew(config: Config, desk: Desk, stories: Sequence[Story]) -> Iterator[Telling | Problem]:
    many = sum(len(story.articles) for story in stories) >= WORTH_WORKERS
    if desk.jobs == 1 or config.pipelines or not many:  # a pipeline is large, and would be loaded by each worker
        entities = recogniser(config, desk)
        return (_tell_here(story, config.tell, entities) for story in stories)
    return _in_workers(config, desk, stories)


def _in_workers(config: Config, desk: Desk, stories: Sequence[Story]) -> Iterator[Telling | Problem]:
    batches: list[list[Story]] = [[]]
    for story in stories:
        if sum(len(other.articles) for other in batches[-1]) >= AT_ONCE:
            batches.append([])
        batches[-1].append(story)
    pool = desk.pool(_tell_batch, seconds=TELL_SECONDS, memory_bytes=TELL_MEMORY_BYTES)
    told = pool.run((config.tell, batch) for batch in batches)
    for batch, result in zip(batches, told, strict=True):
        if isinstance(result, WorkerFailure):
            yield from (_tell_here(story, config.tell, NO_ENTITIES) for story in batch)
        else:
            yield from result


def _tell_batch(work: tuple[Options, Sequence[Story]]) -> list[Telling | Problem]:
    """Runs in workers, so it is a plain function of plain values."""
    options, stories = work
    return [_tell(story, options, NO_ENTITIES) for story in stories]


def _tell_here(story: Story, options: Options, entities: Entities) -> Telling | Problem:
    try:
        return _tell(story, options, entities)
    except MemoryError as error:
        return fault(story.articles[0].path, error)


def _tell(story: Story, options: Options, entities: Entities) -> Telling | Problem:
    try:
        return tell(story, options, entities)
    except (ConfigError, MemoryError):
        raise  # a model that can't be loaded is told once, not of each story; a worker has less memory than we have
    except Exception as error:  # a mistake of ours costs one telling, never the site
        return fault(story.articles[0].path, error)


def tellings(config: Config, desk: Desk, stories: Sequence[Story]) -> dict[str, Telling]:
    """What each story page says, by story id."""
    told = tell_all(config, desk, stories)
    return {story.id: plain(story) if isinstance(telling, Problem) else telling for story, telling in told}


def headlines(config: Config, desk: Desk, stories: Sequence[Story]) -> dict[str, str]:
    """What each story is called on its page, in lists and beside its articles, by story id. A lone article lends its
    story its title, and needs no telling for it."""
    return {story.id: _called(config, desk, story) for story in stories}


def _called(config: Config, desk: Desk, story: Story) -> str:
    def compute() -> Headline:
        try:
            return headline_of(story, config.tell)
        except Exception:  # the telling reports it; a list goes on with the plain title
            return plain(story).headline

    if len(story.articles) == 1:
        return title(story)
    return desk.cache.remember("headline", (config.tell, story), Headline, compute).text


def plain(story: Story) -> Telling:
    """A story that couldn't be told still has its headline and its articles."""
    if story.title:
        return Telling(story.id, Headline(story.title, None, "editor"))
    return Telling(story.id, Headline(title(story), story.founder_id))
