"""The command line: each command parses, makes one call, prints, exits. Results go to standard output, progress and
problems to standard error.

place.py  what commands share, and the one look at the clock      story.py  `digest story …`
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from digest import __version__
from digest.cli.place import (
    EXIT_CODES,
    FOUND,
    OK,
    REFUSED,
    AsJson,
    Files,
    Jobs,
    Output,
    Place,
    cores,
    moment,
    print_json,
)
from digest.cli.story import story_app
from digest.errors import ConfigError, DigestError

app = typer.Typer(
    name="digest",
    help="Turn a folder of messy articles into a static news digest.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(story_app, name="story")


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
    with terminal.progress() as progress, open_desk(settings, jobs=jobs or cores(), progress=progress) as desk:
        report = run(settings, desk, now=moment(now))
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
        lambda: moment(""),
        jobs=jobs or cores(),
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
    from digest.build import headlines, open_desk
    from digest.build import inspect as run
    from digest.export import inspect_json

    config = context.obj.config()
    with terminal.progress() as progress, open_desk(config, jobs=cores(), progress=progress) as desk:
        picked, found, problems = run(config, desk, files, now=moment(""))
        ids = {article.id for article in picked}
        held = [story for story in found if not as_json and any(article.id in ids for article in story.articles)]
        names = headlines(config, desk, held)
    terminal.print_problems(problems)
    if as_json:
        print_json(inspect_json(picked, found))
    else:
        terminal.print_articles(picked, found, names)
    raise typer.Exit(FOUND if any(problem.severity == "error" for problem in problems) else OK)


@app.command(epilog=EXIT_CODES)
def stories(context: typer.Context, as_json: AsJson = False) -> None:
    """List stories with their articles, in the order of their first day.

    \b
    digest stories
    digest stories --json | jq '.stories[].title'
    """
    from digest import terminal
    from digest.build import gather, headlines, open_desk
    from digest.export import stories_json, stories_text

    config = context.obj.config()
    with terminal.progress() as progress, open_desk(config, jobs=cores(), progress=progress) as desk:
        gathered = gather(config, desk, now=moment(""))
        names = headlines(config, desk, gathered.stories)
    terminal.print_problems(gathered.problems)
    if as_json:
        print_json(stories_json(gathered.stories, names))
    else:
        typer.echo(stories_text(gathered.stories, names), nl=False)


@app.command(epilog=EXIT_CODES)
def check(context: typer.Context, output: Output = None) -> None:
    """Say what is wrong with this folder and its output: links, ids, settings, dates, sizes, feeds, edits.

    \b
    digest build && digest check
    """
    from digest.build import open_desk
    from digest.check import check as run
    from digest.text import counted

    config = context.obj.config(output=output)
    with open_desk(config, jobs=cores()) as desk:
        findings = run(config, desk, now=moment(""))
    for finding in findings:
        typer.echo(finding.line())
    typer.echo(counted(len(findings), "finding", "findings") if findings else "nothing found", err=True)
    raise typer.Exit(FOUND if findings else OK)


@app.command(epilog=EXIT_CODES)
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New folder, or one that is there.")] = Path(),
) -> None:
    """Start a site: digest.toml with every setting explained, two sample articles, edits.toml.

    \b
    digest init my-review && cd my-review && digest build
    """
    from digest.scaffold import scaffold

    for path in scaffold(folder):
        typer.echo(path)


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
