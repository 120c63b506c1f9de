"""The command line: each command parses, makes one call, prints, exits. Results go to standard output, progress and
problems to standard error. Here, and only here, the clock and the environment are read."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from digest import __version__
from digest.errors import ConfigError, DigestError

if TYPE_CHECKING:
    from digest.config import Config

OK, FOUND, REFUSED = 0, 1, 2
"""Exit codes: all well; `--strict` or `check` found something; the command line or a file of yours can't be obeyed."""

EXIT_CODES = "Exit codes: 0 all well · 1 problems under --strict, or findings of check · 2 a command line, a "
EXIT_CODES += "configuration or an output folder that cannot be obeyed."

app = typer.Typer(
    name="digest",
    help="Turn a folder of messy articles into a static news digest.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
story_app = typer.Typer(
    help="Settle something about a story: writes edits.toml, which outranks every rebuild.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(story_app, name="story")

Files = Annotated[list[str], typer.Argument(metavar="FILE…", help="Articles; archive.jsonl#12 is one line of many.")]
StoryName = Annotated[str, typer.Argument(metavar="STORY", help="Id, slug or page of a story.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, the documented and versioned interface.")]
Undo = Annotated[bool, typer.Option("--undo", help="Take the decision back.")]
Jobs = Annotated[int, typer.Option("--jobs", min=0, help="Worker processes; 0: one for each core.")]
Output = Annotated[Path | None, typer.Option("--output", help="Where the site goes, instead of output/.")]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command works."""

    root: Path

    def config(self, *, file: Path | None = None, content: Path | None = None, output: Path | None = None) -> Config:
        """The configuration there, with what the command line puts in its place."""
        from digest.config import load_config

        config = load_config(self.root, file)
        return replace(config, content=content or config.content, output=output or config.output)


def _say_version(value: bool) -> None:
    if value:
        typer.echo(f"digest {__version__}")
        raise typer.Exit(OK)


@app.callback()
def _site(
    context: typer.Context,
    root: Annotated[Path, typer.Option("--root", help="Folder of the site, the one with content/.")] = Path(),
    version: Annotated[bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say it.")] = False,
) -> None:
    if not root.is_dir():
        raise ConfigError(f"{root}: no such folder; make it with `digest init {root}`")
    context.obj = Place(root)


@app.command(epilog=EXIT_CODES)
def build(
    context: typer.Context,
    content: Annotated[Path | None, typer.Option("--content", help="Articles, instead of content/.")] = None,
    output: Output = None,
    config: Annotated[Path | None, typer.Option("--config", help="Settings, instead of digest.toml.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 when there was any problem.")] = False,
    jobs: Jobs = 0,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget the cache first.")] = False,
    now: Annotated[str, typer.Option("--now", metavar="DATE", help="The day it is; else SOURCE_DATE_EPOCH.")] = "",
) -> None:
    """Build the site: content/ becomes output/.

    \b
    digest build
    digest build --strict --output public
    digest --root ~/press build --fresh
    """
    from digest import terminal
    from digest.build import build as run
    from digest.build import forget, open_desk

    started = time.monotonic()
    settings = context.obj.config(file=config, content=content, output=output)
    if fresh:
        forget(settings)
    with terminal.progress() as progress, open_desk(settings, jobs=jobs or _cores(), progress=progress) as desk:
        report = run(settings, desk, now=_now(now))
    terminal.print_problems(report.problems)
    typer.echo(report.summary(settings.output, time.monotonic() - started))
    raise typer.Exit(FOUND if strict and report.problems else OK)


@app.command(epilog=EXIT_CODES)
def serve(
    context: typer.Context,
    watch: Annotated[bool, typer.Option("--watch", help="Rebuild and reload the browser when a file changes.")] = False,
    host: Annotated[str, typer.Option("--host", help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Default 8000, or a free one.")] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the browser.")] = False,
    poll: Annotated[float, typer.Option("--poll", help="Look every so many seconds instead of being told.")] = 0.0,
    output: Output = None,
    jobs: Jobs = 0,
) -> None:
    """Build the site and serve it; with --watch, rebuild while you edit.

    \b
    digest serve --watch --open
    digest serve --port 9000
    """
    from digest.serve import Address, Watch, serve_forever

    serve_forever(
        lambda: context.obj.config(output=output),
        Address(host, port),
        Watch("no" if not watch else "poll" if poll else "events", poll),
        lambda: _now(""),
        jobs=jobs or _cores(),
        opened=typer.launch if open_browser else None,
    )


@app.command(epilog=EXIT_CODES)
def inspect(context: typer.Context, files: Files, as_json: AsJson = False) -> None:
    """Show articles as the program sees them: values and where they come from, what was kept and removed, the story.

    \b
    digest inspect content/agence/note.txt
    digest inspect --json content/archive.jsonl#12
    """
    from digest import terminal
    from digest.build import gather, open_desk, pick
    from digest.export import inspect_json, title

    config = context.obj.config()
    with terminal.progress() as progress, open_desk(config, jobs=_cores(), progress=progress) as desk:
        gathered = gather(config, desk, now=_now(""))
        picked, problems = pick(config, desk, gathered, files)
    terminal.print_problems(problems)
    if as_json:
        _print_json(inspect_json(picked, gathered.stories))
    else:
        terminal.print_articles(picked, gathered.stories, {story.id: title(story) for story in gathered.stories})
    raise typer.Exit(FOUND if any(problem.severity == "error" for problem in problems) else OK)


@app.command(epilog=EXIT_CODES)
def stories(context: typer.Context, as_json: AsJson = False) -> None:
    """List stories with their articles, in the order of their first day.

    \b
    digest stories
    digest stories --json | jq '.stories[].title'
    """
    from digest import terminal
    from digest.build import gather, open_desk, tellings
    from digest.export import stories_json, stories_text

    config = context.obj.config()
    with terminal.progress() as progress, open_desk(config, jobs=_cores(), progress=progress) as desk:
        gathered = gather(config, desk, now=_now(""))
        headlines = {id_: told.headline.text for id_, told in tellings(config, desk, gathered.stories).items()}
    terminal.print_problems(gathered.problems)
    if as_json:
        _print_json(stories_json(gathered.stories, headlines))
    else:
        typer.echo(stories_text(gathered.stories, headlines), nl=False)


@app.command(epilog=EXIT_CODES)
def check(context: typer.Context, output: Output = None) -> None:
    """Say what is wrong with this folder and its output: links, ids, settings, dates, sizes, feeds, edits.

    \b
    digest build && digest check
    """
    from digest.build import open_desk
    from digest.check import check as run

    config = context.obj.config(output=output)
    with open_desk(config, jobs=_cores()) as desk:
        findings = run(config, desk, now=_now(""))
    for finding in findings:
        typer.echo(finding.line())
    typer.echo(f"{len(findings)} findings" if findings else "nothing found", err=True)
    raise typer.Exit(FOUND if findings else OK)


@app.command(epilog=EXIT_CODES)
def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="New folder, or one that is there.")] = Path(),
) -> None:
    """Start a site: digest.toml with every setting explained, two sample articles, edits.toml.

    \b
    digest init my-review && cd my-review && digest build
    """
    from digest.scaffold import scaffold

    for path in scaffold(folder):
        typer.echo(path)


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
    with terminal.progress() as progress, open_desk(config, jobs=_cores(), progress=progress) as desk:
        gathered = gather(config, desk, now=_now(""))
        found = find(gathered, story)
        told = tellings(config, desk, [found])[found.id]
    if as_json:
        _print_json(telling_json(told, found))
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


def _print_json(value: Any) -> None:
    """UTF-8 whatever the terminal thinks: it is for programs."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass"))


def _now(given: str) -> datetime:
    """The one look at the clock: `--now`, else SOURCE_DATE_EPOCH, else the time it is."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        if given:
            moment = datetime.fromisoformat(given)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        wrong = f"--now: expected a date such as 2026-11-23, found {given!r}"
        raise ConfigError(wrong if given else f"SOURCE_DATE_EPOCH: expected seconds, found {epoch!r}") from None


def _cores() -> int:
    return os.cpu_count() or 1


def main() -> NoReturn:
    """Runs a command. Errors that are somebody's to mend are one line, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except DigestError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(REFUSED)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(OK)
    sys.exit(OK)
