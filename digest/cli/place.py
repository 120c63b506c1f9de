"""What all commands share: where they work, their exit codes, and the one look at the clock and the environment."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.config import Config

OK, FOUND, REFUSED = 0, 1, 2
"""Exit codes: all well; `--strict` or `check` found something, or `inspect` can't show a file; the command line or a
file of yours can't be obeyed."""

EXIT_CODES = "Exit codes: 0 all well · 1 problems under --strict, findings of check, or a file that inspect cannot "
EXIT_CODES += "show · 2 a command line, a configuration or an output folder that cannot be obeyed."

Files = Annotated[list[str], typer.Argument(metavar="FILE", help="Articles; archive.jsonl#12 is one line of many.")]
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


def print_json(value: Any) -> None:
    """UTF-8 whatever the terminal thinks: it is for programs."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass"))


def moment(given: str) -> datetime:
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


def cores() -> int:
    return os.cpu_count() or 1
