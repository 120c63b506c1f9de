"""The day that a mention talks about, for a timeline. Only from what the words and a known day of publication say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from digest.model import DateMention, Precision

Tense = Literal["past", "future"]

FARTHEST_DAYS = 183
"""A day and month without a year is the nearest one to the article: half a year back or ahead. The other half of the
circle would be the more distant of two years."""


def resolve(mention: DateMention, published: str | None, tense: Tense = "past") -> tuple[str, Precision] | None:
    """ISO date and its precision, or None where words and day of publication don't settle it.

    `published` is the article's day (or month or year, which then settles only what needs no day). `tense` is how the
    sentence speaks: "past" takes the nearest weekday not after the article, "future" the nearest not before it. The
    mention's own words ("dernier", "next") outrank it. Legal, residue, slug and label mentions resolve to None: they
    tell nothing about events."""
    if mention.role in ("legal", "residue", "slug", "label", "metadata"):
        return None
    if mention.year is not None:
        return _cut(mention.year, mention.month, mention.day)
    day = _day(published)
    if day is None:
        return None
    if mention.direction in ("past", "future"):
        tense = "past" if mention.direction == "past" else "future"
    if mention.days_ago is not None:
        return (day - timedelta(days=mention.days_ago)).isoformat(), "day"
    if mention.month is not None and mention.day is not None:
        near = nearest_year(mention.month, mention.day, day)
        return (near.isoformat(), "day") if near else None
    if mention.weekday is not None:
        return _weekday(mention, day, tense).isoformat(), "day"
    if mention.month is not None:
        year = day.year - 1 if mention.month > day.month and tense == "past" else day.year
        return f"{year:04d}-{mention.month:02d}", "month"
    return None


def _weekday(mention: DateMention, day: date, tense: Tense) -> date:
    """In the past, "jeudi" is today or before, "jeudi dernier" before today; "ce jeudi" is the nearest of all."""
    assert mention.weekday is not None
    if mention.direction == "this":
        return day + timedelta(days=(mention.weekday - day.weekday() + 3) % 7 - 3)
    if tense == "past":
        back = (day.weekday() - mention.weekday) % 7
        return day - timedelta(days=back or (7 if mention.direction == "past" else 0))
    ahead = (mention.weekday - day.weekday()) % 7
    return day + timedelta(days=ahead or (7 if mention.direction == "future" else 0))


def nearest_year(month: int, day: int, around: date) -> date | None:
    """The day and month nearest to a date; None for 29 February far from a leap year."""
    options = []
    for year in (around.year - 1, around.year, around.year + 1):
        try:
            options.append(date(year, month, day))
        except ValueError:
            continue
    near = min(options, key=lambda d: (abs((d - around).days), d), default=None)
    return near if near and abs((near - around).days) <= FARTHEST_DAYS else None


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value and len(value) >= 10 else None
    except ValueError:
        return None


def _cut(year: int, month: int | None, day: int | None) -> tuple[str, Precision] | None:
    if month is None:
        return (f"{year:04d}", "year") if day is None else None
    if day is None:
        return f"{year:04d}-{month:02d}", "month"
    try:
        return date(year, month, day).isoformat(), "day"
    except ValueError:
        return None
