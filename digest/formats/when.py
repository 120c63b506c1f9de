"""Dates in metadata → ISO 8601 cut to what is known. Only whole values are read, never a date inside a text: that is
the room `dates`. The day is the publisher's own day: an offset is kept, not converted away."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from digest.model import Precision
from digest.text import fold

EARLIEST_YEAR = 1600
"""Newspapers begin here; an earlier year is a typing error or a machine's zero."""

LATEST_YEAR = 2200

_ISO = re.compile(
    r"(\d{4})(?:-?(\d{2})(?:-?(\d{2})(?:[T t]+(\d{1,2})[:h](\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?)?)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:,?\s+(?:a |at )?(\d{1,2})\s?[:h]\s?(\d{2})(?::\d{2})?)?")
_SLASHED_ISO = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::\d{2})?)?")
_WORDS = re.compile(
    r"(?:[a-z]{2,10}\.?,?\s+)?(?:le\s+)?(\d{1,2})(?:er|st|nd|rd|th|\.)?\s+(?:de\s+)?([a-z]+)\.?,?\s+(?:de\s+)?(\d{4})(.*)"
)
_WORDS_US = re.compile(r"(?:[a-z]{2,10}\.?,?\s+)?([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(.*)")
_MONTH_YEAR = re.compile(r"([a-z]+)\.?\s+(\d{4})")
_CLOCK = re.compile(
    r"[\s,]*(?:a|at|um|-|–|\|)?\s*(\d{1,2})\s?[:h]\s?(\d{2})(?::(\d{2}))?\s*([ap]\.?m\.?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?.*"
)

_MONTHS = (
    "jan january janvier januar enero gennaio janeiro janv ene gen",
    "feb february fevrier februar febrero febbraio fevereiro fev fevr",
    "mar march mars marz maerz marzo marco",
    "apr april avril abril aprile avr abr",
    "may mai mayo maggio maio mag",
    "jun june juin juni junio giugno junho giu",
    "jul july juillet juli julio luglio julho juil lug",
    "aug august aout agosto ago",
    "sep september septembre septiembre settembre setembro sept set",
    "oct october octobre oktober octubre ottobre outubro okt ott out",
    "nov november novembre noviembre novembro",
    "dec december decembre dezember diciembre dicembre dezembro dez dic",
)
MONTHS: dict[str, int] = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


def iso_date(value: str, *, day_first: bool = True) -> tuple[str, Precision] | None:
    """`14/07/2016` → ("2016-07-14", "day"); None for what is no date or cannot be one. `day_first` reads 03/04/2016."""
    value = " ".join(value.split())[:80]
    if value.isdigit() and len(value) in (10, 13):
        moment = datetime.fromtimestamp(int(value[:10]), UTC)
        return _made(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, zone="Z")
    found = _ISO.fullmatch(value)
    if found:
        return _made(*_numbers(found, 6), zone=found[7])
    found = _SLASHED_ISO.fullmatch(value)
    if found:
        return _made(*_numbers(found, 5))
    found = _NUMERIC.fullmatch(value)
    if found:
        first, second = int(found[1]), int(found[2])
        day, month = (first, second) if (day_first or first > 12) and second <= 12 else (second, first)
        clock = (int(found[4]), int(found[5])) if found[4] else ()
        return _made(int(found[3]), month, day, *clock)
    return _worded(fold(value))


def _numbers(found: re.Match[str], count: int) -> list[int | None]:
    return [int(part) if part else None for part in found.groups()[:count]]


def _worded(value: str) -> tuple[str, Precision] | None:
    for pattern, day_group, month_group in ((_WORDS, 1, 2), (_WORDS_US, 2, 1)):
        found = pattern.fullmatch(value)
        if found and found[month_group] in MONTHS:
            month, day, year = MONTHS[found[month_group]], int(found[day_group]), int(found[3])
            clock = _CLOCK.fullmatch(found[4])
            if not clock:
                return _made(year, month, day)
            hour = int(clock[1])
            if clock[4]:
                hour = hour % 12 + (12 if clock[4].startswith("p") else 0)
            return _made(year, month, day, hour, int(clock[2]), int(clock[3] or 0), zone=clock[5])
    found = _MONTH_YEAR.fullmatch(value)
    if found and found[1] in MONTHS:
        return _made(int(found[2]), MONTHS[found[1]])
    return None


def _made(
    year: int | None,
    month: int | None = None,
    day: int | None = None,
    hour: int | None = None,
    minute: int | None = None,
    second: int | None = None,
    *,
    zone: str | None = None,
) -> tuple[str, Precision] | None:
    if year is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        if month is None:
            return f"{year:04d}", "year"
        if day is None:
            return date(year, month, 1).isoformat()[:7], "month"
        if hour is None or minute is None or (hour, minute, second or 0) == (0, 0, 0):  # midnight stands for the day
            return date(year, month, day).isoformat(), "day"
        return datetime(year, month, day, hour, minute, second or 0, tzinfo=_offset(zone)).isoformat(), "time"
    except ValueError:
        return None


def _offset(zone: str | None) -> timezone | None:
    if not zone:
        return None
    if zone.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = zone[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=-minutes if zone.startswith("-") else minutes))
