"""Story and Telling → Site: which stories stand together, in which order, under which lead.

A story belongs to the edition of its newest day, so a follow-up moves it to today's page and the archive never shows
it twice. Stories without a known day stand in the edition "undated". Muted stories keep their address, in no edition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Literal

from digest.memo import Remember, anew
from digest.model import Edition, OutletInfo, Problem, Rights, Site, Story, Telling
from digest.rights import STORY_SHARE, ration

Period = Literal["day", "week", "month"]

UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Options:
    """What the configuration says about the site as a whole."""

    title: str = "Digest"
    description: str = ""
    language: str = "fr"
    base_url: str = ""  # "https://example.org/press/"; feeds, canonical links and the sitemap want it, pages do without
    author: str = ""
    rights: Rights = "extract"
    share: float = STORY_SHARE  # of an article that its story's page may show where rights are "extract"
    period: Period = "day"
    outlets: Mapping[str, OutletInfo] = field(default_factory=dict)


def assemble(
    stories: Sequence[Story],
    tellings: Mapping[str, Telling],
    options: Options = Options(),
    *,
    redirects: Mapping[str, str] | None = None,
    problems: Sequence[Problem] = (),
    remember: Remember = anew,
) -> Site:
    """The whole site as a value. `tellings` is keyed by story id and may have more than is needed. `remember` may know
    what is made of single stories."""
    ordered = tuple(sorted(stories, key=lambda s: (_newest_first(s.last), s.id)))
    base_url = options.base_url.rstrip("/") + "/" if options.base_url else ""
    return Site(
        title=options.title,
        description=options.description,
        language=options.language,
        base_url=base_url,
        rights=options.rights,
        share=options.share,
        stories=ordered,
        tellings={
            s.id: remember("rationed", (tellings[s.id], s, options), partial(_rationed, tellings[s.id], s, options))
            for s in ordered
            if s.id in tellings
        },
        editions=editions(ordered, options.period),
        outlets=dict(sorted(options.outlets.items())),
        redirects=dict(sorted((redirects or {}).items())),
        author=options.author,
        problems=tuple(problems),
    )


def _rationed(telling: Telling, story: Story, options: Options) -> Telling:
    return ration(telling, story, options.rights, options.outlets, options.share)


def editions(stories: Sequence[Story], period: Period) -> tuple[Edition, ...]:
    """Newest first; the undated one last."""
    by_key: dict[str, list[Story]] = {}
    for story in stories:
        if not story.muted:
            by_key.setdefault(edition_key(newest(story), period), []).append(story)
    dated = sorted((key for key in by_key if key != UNDATED), reverse=True)
    keys = [*dated, *([UNDATED] if UNDATED in by_key else [])]
    return tuple(_edition(key, by_key[key], period) for key in keys)


def newest(story: Story) -> str | None:
    """Latest known day, or month where no article is known to the day."""
    months = [a.published.value[:7] for a in story.articles if a.published and a.published.precision == "month"]
    return story.last or max(months, default=None)


def edition_key(newest_date: str | None, period: Period) -> str:
    """ "2016-07-15", "2016-W28" or "2016-07"; "undated" where the date is unknown or coarser than the period."""
    if not newest_date or len(newest_date) < (7 if period == "month" else 10):
        return UNDATED
    if period == "month":
        return newest_date[:7]
    if period == "day":
        return newest_date[:10]
    try:
        year, week, _ = date.fromisoformat(newest_date[:10]).isocalendar()
    except ValueError:
        return UNDATED
    return f"{year:04d}-W{week:02d}"


def _edition(key: str, stories: Sequence[Story], period: Period) -> Edition:
    ranked = sorted(stories, key=_rank)
    lead = ranked[0]
    others = ranked[1:]
    first, last = _bounds(key, period)
    return Edition(
        key=key,
        first=first,
        last=last,
        lead=lead.id,
        stories=tuple(s.id for s in others if len(s.articles) > 1 or s.pinned),
        briefs=tuple(s.id for s in others if len(s.articles) == 1 and not s.pinned),
    )


def _rank(story: Story) -> tuple[bool, bool, int, int, tuple[int, ...], str]:
    """Reading order: the editor's pins, then what several texts tell, then how many outlets, then the newest."""
    return (
        not story.pinned,
        len(story.articles) == 1,
        -story.texts,
        -len(story.outlets),
        _newest_first(story.last),
        story.id,
    )


def _newest_first(day: str | None) -> tuple[int, ...]:
    """Sort key for ISO dates, newest first, unknown last."""
    return tuple(-ord(c) for c in day) if day else (0,)


def _bounds(key: str, period: Period) -> tuple[str | None, str | None]:
    if key == UNDATED:
        return None, None
    if period == "day":
        return key, key
    if period == "week":
        monday = date.fromisocalendar(int(key[:4]), int(key[6:]), 1)
        return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    year, month = int(key[:4]), int(key[5:7])
    following = date(year + month // 12, month % 12 + 1, 1)
    return f"{key}-01", (following - timedelta(days=1)).isoformat()
