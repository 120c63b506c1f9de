"""`digest story …`: the editor's decisions, one command each. They write edits.toml and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.place import EXIT_CODES, AsJson, Files, StoryName, Undo, cores, moment, print_json
from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.build import Gathered
    from digest.config import Config
    from digest.model import Story

story_app = typer.Typer(
    help="Settle something about a story: writes edits.toml, which outranks every rebuild.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@story_app.command(epilog=EXIT_CODES)
def merge(context: typer.Context, story_names: Annotated[list[str], typer.Argument(metavar="STORY")]) -> None:
    """Make one story of several.

    \b
    digest story merge 0dd05525f8 9f8e7d6c5b
    """
    from digest import edits

    config = context.obj.config()
    if len(story_names) < 2:
        raise ConfigError("merge: expected two stories or more")
    edits.add(config.edits, "merge", {"stories": _different(config, "merge", story_names)})
    _written(config)


@story_app.command(epilog=EXIT_CODES)
def split(context: typer.Context, story: StoryName, files: Files) -> None:
    """Take articles out of a story; together they make a new one.

    \b
    digest story split 0dd05525f8 content/agence/note.txt
    """
    from digest import edits
    from digest.build import find

    config = context.obj.config()
    gathered = _gathered(config)
    home = find(gathered, story)
    articles = tuple(_article(config, gathered, file, home) for file in files)
    if all(article.path in articles or article.id in articles for article in home.articles):
        raise ConfigError(f"split: these are all articles of story {home.id}; name fewer")
    edits.add(config.edits, "split", {"story": home.id, "articles": articles})
    _written(config)


@story_app.command(epilog=EXIT_CODES)
def move(
    context: typer.Context, file: Annotated[str, typer.Argument(metavar="FILE", help="An article.")], story: StoryName
) -> None:
    """Put an article into another story.

    \b
    digest story move content/agence/note.txt 9f8e7d6c5b
    """
    from digest import edits

    config = context.obj.config()
    (id_,) = _stories(config, [story])
    article = _article(config, _gathered(config), file)
    edits.put(config.edits, "move", {"article": article, "to": id_}, key="article")
    _written(config)


@story_app.command(epilog=EXIT_CODES)
def title(context: typer.Context, story: StoryName, text: str) -> None:
    """Give a story its headline.

    \b
    digest story title 0dd05525f8 "Syrie : Moscou et Washington négocient"
    """
    from digest import edits

    config = context.obj.config()
    (id_,) = _stories(config, [story])
    edits.put(config.edits, "title", {"story": id_, "title": _said("title", text)})
    _written(config)


@story_app.command(epilog=EXIT_CODES)
def note(context: typer.Context, story: StoryName, text: str) -> None:
    """Put an editor's note on a story's page.

    \b
    digest story note 0dd05525f8 "Nous suivons cette affaire depuis juin."
    """
    from digest import edits

    config = context.obj.config()
    (id_,) = _stories(config, [story])
    edits.put(config.edits, "note", {"story": id_, "text": _said("note", text)})
    _written(config)


@story_app.command(epilog=EXIT_CODES)
def pin(context: typer.Context, story: StoryName, undo: Undo = False) -> None:
    """Put a story first in its edition.

    \b
    digest story pin 0dd05525f8
    """
    _mark(context, "pin", story, undo)


@story_app.command(epilog=EXIT_CODES)
def mute(context: typer.Context, story: StoryName, undo: Undo = False) -> None:
    """Keep a story out of editions and feeds; its page stays where it is.

    \b
    digest story mute 0dd05525f8 --undo
    """
    _mark(context, "mute", story, undo)


@story_app.command(epilog=EXIT_CODES)
def related(context: typer.Context, story: StoryName, other: StoryName) -> None:
    """Say that two stories belong together.

    \b
    digest story related 0dd05525f8 9f8e7d6c5b
    """
    from digest import edits

    config = context.obj.config()
    edits.add(config.edits, "related", {"stories": _different(config, "related", [story, other])})
    _written(config)


@story_app.command(epilog=EXIT_CODES)
def follows(
    context: typer.Context,
    later: Annotated[str, typer.Argument(metavar="LATER", help="The development.")],
    earlier: Annotated[str, typer.Argument(metavar="EARLIER", help="What it develops.")],
) -> None:
    """Say that a story is a development of another.

    \b
    digest story follows 9f8e7d6c5b 0dd05525f8
    """
    from digest import edits

    config = context.obj.config()
    newer, older = _different(config, "follows", [later, earlier])
    edits.add(config.edits, "follows", {"story": newer, "earlier": older})
    _written(config)


@story_app.command(epilog=EXIT_CODES)
def show(context: typer.Context, story: StoryName, as_json: AsJson = False) -> None:
    """Show what a story page says, each sentence with its address.

    \b
    digest story show 0dd05525f8 --json
    """
    from digest import terminal
    from digest.build import find, gather, open_desk, tellings
    from digest.export import telling_json, telling_text

    config = context.obj.config()
    with terminal.progress() as progress, open_desk(config, jobs=cores(), progress=progress) as desk:
        gathered = gather(config, desk, now=moment(""))
        found = find(gathered, story)
        told = tellings(config, desk, [found])[found.id]
    if as_json:
        print_json(telling_json(told, found))
    else:
        typer.echo(telling_text(told, found), nl=False)


def _mark(context: typer.Context, name: str, story: str, undo: bool) -> None:
    from digest import edits

    config = context.obj.config()
    (id_,) = _stories(config, [story])
    if not undo:
        edits.add(config.edits, name, {"story": id_})
    elif not edits.drop(config.edits, name, {"story": id_}):
        raise ConfigError(f"{config.edits.name}: no [[{name}]] of story {id_} to take back")
    _written(config)


def _stories(config: Config, names: list[str]) -> tuple[str, ...]:
    """Permanent ids of the stories that people name by id, slug or page."""
    from digest import ledger

    known = ledger.load(config.ledger)
    return tuple(known.find(name) for name in names)


def _different(config: Config, command: str, names: list[str]) -> tuple[str, ...]:
    """Ids of stories of which no two are one: what was merged has one id under all its names."""
    named: dict[str, str] = {}
    for name, id_ in zip(names, _stories(config, names), strict=True):
        if id_ in named:
            both = f"{named[id_]} and {name} are one story" if named[id_] != name else f"{name} is named twice"
            raise ConfigError(f"{command}: {both}; name two different ones (`digest stories` lists them)")
        named[id_] = name
    return tuple(named)


def _gathered(config: Config) -> Gathered:
    from digest import terminal
    from digest.build import gather, open_desk

    with terminal.progress() as progress, open_desk(config, jobs=cores(), progress=progress) as desk:
        return gather(config, desk, now=moment(""))


def _article(config: Config, gathered: Gathered, file: str, story: Story | None = None) -> str:
    """The path or id of an article that people name; it must be there, and in the story where one is given."""
    from digest.config import content_path

    path = content_path(config, file)
    found = next((article.id for article in gathered.articles if path in (article.path, article.id)), None)
    if found is None:
        raise ConfigError(f"{file}: no such article; `digest stories` lists them with their paths")
    home = next((other.id for other in gathered.stories if any(a.id == found for a in other.articles)), "")
    if story is not None and home != story.id:
        raise ConfigError(f"{file}: not an article of story {story.id}; it is in story {home}")
    return path


def _said(command: str, text: str) -> str:
    """The editor's words, which must be some."""
    if not text.strip():
        raise ConfigError(f"{command}: expected words, found none; to take one back, remove its entry in edits.toml")
    return text


def _written(config: Config) -> None:
    typer.echo(f"{config.edits.name} says so now; `digest build` obeys it")
