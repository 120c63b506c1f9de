"""`digest story …`: the editor's decisions, one command each. They write edits.toml and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.place import EXIT_CODES, AsJson, Files, StoryName, Undo, cores, moment, print_json
from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.config import Config

story_app = typer.Typer(
    help="Settle something about a story: writes edits.toml, which outranks every rebuild.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@story_app.command(epilog=EXIT_CODES)
def merge(context: typer.Context, story_names: Annotated[list[str], typer.Argument(metavar="STORY STORY…")]) -> None:
    """Make one story of several.

    \b
    digest story merge 0dd05525f8 9f8e7d6c5b
    """
    from digest import edits

    config = context.obj.config()
    if len(story_names) < 2:
        raise ConfigError("merge: expected two stories or more")
    edits.add(config.edits, "merge", {"stories": _stories(config, story_names)})
    _written(config)


@story_app.command(epilog=EXIT_CODES)
def split(context: typer.Context, story: StoryName, files: Files) -> None:
    """Take articles out of a story; together they make a new one.

    \b
    digest story split 0dd05525f8 content/agence/note.txt
    """
    from digest import edits

    config = context.obj.config()
    (id_,) = _stories(config, [story])
    edits.add(config.edits, "split", {"story": id_, "articles": tuple(_articles(config, files))})
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
    edits.put(config.edits, "move", {"article": _articles(config, [file])[0], "to": id_}, key="article")
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
    edits.put(config.edits, "title", {"story": id_, "title": text})
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
    edits.put(config.edits, "note", {"story": id_, "text": text})
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
    edits.add(config.edits, "related", {"stories": _stories(config, [story, other])})
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
    newer, older = _stories(config, [later, earlier])
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


def _articles(config: Config, files: list[str]) -> list[str]:
    from digest.config import content_path

    return [content_path(config, file) for file in files]


def _written(config: Config) -> None:
    typer.echo(f"{config.edits.name} says so now; `digest build` obeys it")
