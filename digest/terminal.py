"""What people see in a terminal: a progress bar on a long build, an article with its colours. The only room that knows
rich, and it is imported when there is something to show: most commands are over before it would be loaded."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from digest.export import in_order, known
from digest.model import Article, Claim, DateMention, Evidence, Problem, Story
from digest.text import counted, visible

if TYPE_CHECKING:
    from rich.text import Text

PATIENCE_SECONDS = 1.0
"""A build that is over sooner shows no bar."""

REDRAW_SECONDS = 0.1


class Progress(Protocol):
    """Told how far a stage is."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar on standard error once it takes long; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    bar = _Bar()
    try:
        yield bar
    finally:
        bar.close()


class _Bar:
    """One line: the stage and how far it is."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._drawn = 0.0
        self._display: Any = None
        self._task: Any = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._started < PATIENCE_SECONDS or now - self._drawn < REDRAW_SECONDS:
            return
        self._drawn = now
        if self._display is None:
            self._open()
        self._display.update(self._task, description=stage, completed=done, total=total or None)

    def _open(self) -> None:
        from rich import progress as bars
        from rich.console import Console

        columns = (bars.TextColumn("{task.description:>7}"), bars.BarColumn(), bars.MofNCompleteColumn())
        self._display = bars.Progress(*columns, console=Console(stderr=True), transient=True)
        self._display.start()
        self._task = self._display.add_task("", total=None)

    def close(self) -> None:
        """Wipes the bar away."""
        if self._display is not None:
            self._display.stop()


MOST_DATES = 12
"""Dates that `inspect` lists in the terminal; a chronicle has hundreds."""

MOST_REPAIRS = 12
"""Repairs that `inspect` lists in the terminal; a page with a thousand hard spaces would hide its text."""


def print_problems(problems: Sequence[Problem]) -> None:
    """One line each on standard error."""
    for problem in problems:
        print(f"{problem.severity}: {problem.line()}", file=sys.stderr)


def print_articles(articles: Sequence[Article], stories: Sequence[Story], headlines: dict[str, str]) -> None:
    """Each article as the program sees it: values with where they come from, blocks in order, its story and why."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
    home = {article.id: story for story in stories for article in story.articles}
    for article in articles:
        console.print(_head(article))
        console.print(_story(article, home.get(article.id), headlines))
        for line in _blocks(article):
            console.print(line)
        console.print()


def _head(article: Article) -> Text:
    from rich.text import Text

    text = Text(f"{article.path}  {article.id}\n", "bold")
    rows: tuple[tuple[str, Claim | None], ...] = (
        ("title", article.title),
        ("published", article.published),
        ("outlet", article.outlet),
        ("byline", article.byline),
        ("agency", article.agency),
        ("language", article.language),
        ("url", article.url),
    )
    for name, claim in rows:
        text.append(f"  {name:<10} ", "cyan")
        if claim is None:
            told = ", none of the dates below tells it" if name == "published" and article.mentions else ""
            text.append(f"unknown{told}\n", "dim")
            continue
        precision = f", to the {claim.precision}" if claim.precision else ""
        reason = f", {' '.join(claim.reason)}" if claim.reason else ""
        text.append(claim.value)
        text.append(f"  ({claim.origin}, {claim.confidence:.0%} sure{precision}{reason})\n", "dim")
    for mention in article.mentions[:MOST_DATES]:
        text.append("  date       ", "cyan")
        text.append(f"{' '.join(mention.text.split())}  ")
        text.append(f"({_role(mention)})\n", "dim")
    if len(article.mentions) > MOST_DATES:
        text.append(f"  date       and {len(article.mentions) - MOST_DATES} more, in --json\n", "dim")
    if article.fallback:
        text.append("  the extractor found nothing: read with the cruder one\n", "yellow")
    repairs = counted(len(article.edits), "repair of characters", "repairs of characters")
    removals = counted(len(article.removals), "passage", "passages")
    text.append(f"  {repairs}, {removals} removed", "dim")
    _list_repairs(text, article)
    return text


def _list_repairs(text: Text, article: Article) -> None:
    for edit in article.edits[:MOST_REPAIRS]:
        text.append(f"\n{edit.line or '':>6} ", "dim")
        text.append(f"~ {edit.rule}: ", "yellow")
        text.append(f"{visible(edit.before)} → {visible(edit.after)}")
    if len(article.edits) > MOST_REPAIRS:
        text.append(f"\n       ~ and {len(article.edits) - MOST_REPAIRS} more, in --json", "dim")


def _role(mention: DateMention) -> str:
    """The part that a date plays, and what it says by itself."""
    role = f"{mention.role} {mention.label}".strip()
    value = known(mention)
    return f"{role}, {value}" if value else role


def _story(article: Article, story: Story | None, headlines: dict[str, str]) -> Text:
    from rich.text import Text

    text = Text("  story      ", "cyan")
    if story is None:
        text.append("none", "dim")
        return text
    text.append(f"{story.id}  {headlines.get(story.id, '')}", "")
    text.append(f"  ({counted(len(story.articles), 'article', 'articles')})", "dim")
    why: Evidence | None = next((e for e in story.evidence if e.article_id == article.id), None)
    if why is None:
        return text
    text.append(f"\n  why        {why.rule}", "cyan")
    if why.similarity is not None:
        text.append(f" {why.similarity:.2f}")
    for term, share in why.terms:
        text.append(f"  {term} {share:.0%}", "dim")
    if why.nearest_id:
        near = f" {why.nearest_similarity:.2f}" if why.nearest_similarity is not None else ""
        kept_out = f", kept apart by {why.kept_out_by}" if why.kept_out_by else ""
        text.append(f"\n  nearest    {why.nearest_id}{near}{kept_out}", "dim")
    return text


def _blocks(article: Article) -> Iterator[Text]:
    """Each block with its line, its kind, and the rule that removed it."""
    from rich.text import Text

    for block, removal in in_order(article):
        text = Text(f"{block.line or '':>6} ", "dim")
        if removal is not None:
            text.append(f"- {removal.rule}: ", "red")
            text.append(block.text, "red strike" if sys.stdout.isatty() else "")
        else:
            text.append(f"  {block.kind}: ", "green")
            text.append(block.text)
        yield text
