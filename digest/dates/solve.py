"""Claims and mentions → the day of publication, with the reason for it.

Evidence is asked in the order of `EVIDENCE`, surest first; the first that gives a date decides. Reasons are message
keys with arguments, worded by the site:

    date.claimed(origin)                       front matter, sidecar, page metadata … say so
    date.label(expression)                     "Publié le 14 juillet 2016"
    date.dateline(expression)                  "MOSCOU, 14 juillet 2016 (AFP) -"
    date.line(expression)                      a date alone beside the title
    date.label_year(expression, bound)         a label or dateline without a year: first such day not before the bound
    date.url(part)                             ".../2016/07/14/name"
    date.this_day(expression, bound)           "Ce 15 juillet": first such day not before the bound
    date.weekday_of_day(weekday, day, bound)   "jeudi" is the "14 juillet": first year not before the bound where it is
    date.neighbours(expression, first, last)   `story`: the weekday or day that fits the story's known days
    date.neighbours_month(first, last)         `story`: the month of the story's known days

A date of change sets nothing: half of the pages that show only that one are years older (measured: 25 right, 24 wrong).
A bound is the ISO date of a caption or slug: a picture is older than its article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from digest.dates.grammar import exists
from digest.model import Claim, DateMention, Origin, Precision

LONGEST_WAIT = 400
"""Days from a picture to the article it illustrates within which a year may be solved. Archive pictures are older, and
then the year stays open."""

_URL_SLASHED = re.compile(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d{1,2})(?:[/-](?P<d>\d{1,2}))?(?:[/-]|\Z)")


def published(claims: Iterable[Claim], mentions: Sequence[DateMention], latest: str | None = None) -> Claim | None:
    """The day of publication, or None: "sans date".

    `claims` are the document's, surest first; `mentions` come from `mentions_of`. A sure claim of field "published"
    outranks every text, a guess of the page's reader only what is less sure than it. `latest`, an ISO day, refuses
    later dates; without it a date is only checked against the calendar. Nothing is ever guessed under 0.5."""
    claims = tuple(claims)
    claimed = next((_claimed(c) for c in claims if c.field == "published" and _possible(c.value, latest)), None)
    if claimed and claimed.confidence >= SURE:
        return claimed
    address = next((c.value for c in claims if c.field == "url"), "")
    found = _from_text(mentions, from_url(address), latest)
    return found if found and (claimed is None or found.confidence > claimed.confidence) else claimed


SURE = 0.8
"""Confidence from which a claim of the page or of its editor is not questioned."""


def _claimed(claim: Claim) -> Claim:
    """The claim with precision and reason, where its maker left them out."""
    precision, reason = claim.precision or _precision(claim.value), claim.reason or ("date.claimed", claim.origin)
    return Claim("published", claim.value, claim.origin, claim.confidence, precision, reason)


def _from_text(mentions: Sequence[DateMention], by_url: Claim | None, latest: str | None) -> Claim | None:
    """The first evidence that gives a possible date; the address comes between what is labelled and what isn't."""
    known = [m for m in mentions if m.role not in ("residue", "legal")]
    if not known and by_url is None:
        return None
    evidence = (found for ask in EVIDENCE if (found := ask(known)) and _possible(found.value, latest))
    found = next(evidence, None)
    if by_url is None or not _possible(by_url.value, latest):
        return found
    if found is None or (by_url.precision == "day" and by_url.confidence > found.confidence):
        return by_url
    return found


def modified(claims: Iterable[Claim], mentions: Sequence[DateMention]) -> Claim | None:
    """When the outlet says it changed the article last."""
    for claim in claims:
        if claim.field == "modified" and _possible(claim.value, None):
            return claim
    labels = [m for m in mentions if m.role == "label" and m.label == "modified" and _full(m)]
    return _claim(labels[-1], "label", 0.9, ("date.label", labels[-1].text), "modified") if labels else None


def _possible(value: str, latest: str | None) -> bool:
    parts = value[:10].split("-")
    if not all(p.isdigit() for p in parts) or not 1450 <= int(parts[0]) < 2100 or value.startswith("1970-01-01"):
        return False  # the first day of the machine's clock is a missing value
    if len(parts) == 3 and not exists(int(parts[0]), int(parts[1]), int(parts[2])):
        return False
    return latest is None or value[: len(latest)] <= latest


def _precision(value: str) -> Precision:
    return {4: "year", 7: "month", 10: "day"}.get(len(value), "time")  # type: ignore[return-value]  # get() knows no Literal


def _full(m: DateMention) -> bool:
    return m.year is not None and m.month is not None and m.day is not None


def _iso(m: DateMention) -> str:
    return f"{m.year:04d}-{m.month:02d}-{m.day:02d}"


def _claim(
    m: DateMention, origin: Origin, confidence: float, reason: tuple[str, ...], field: str = "published"
) -> Claim:
    """A full mention as a claim; to the minute when it names one, with an offset only when it names its zone."""
    value = _iso(m)
    if m.hour is not None and m.utc_offset_minutes is None:
        return Claim(field, f"{value}T{m.hour:02d}:{m.minute or 0:02d}", origin, confidence, "time", reason)
    if m.hour is not None and m.utc_offset_minutes is not None:
        sign = "-" if m.utc_offset_minutes < 0 else "+"
        hours, minutes = divmod(abs(m.utc_offset_minutes), 60)
        clock = f"{value}T{m.hour:02d}:{m.minute or 0:02d}:00{sign}{hours:02d}:{minutes:02d}"
        return Claim(field, clock, origin, confidence, "time", reason)
    return Claim(field, value, origin, confidence, "day", reason)


def _agreed(mentions: Sequence[DateMention]) -> DateMention | None:
    """The one date that they all name; None when they differ."""
    return mentions[0] if len({_iso(m) for m in mentions}) == 1 else None


def _by_label(mentions: Sequence[DateMention]) -> Claim | None:
    labels = [m for m in mentions if m.role == "label" and m.label == "published" and _full(m)]
    if m := _agreed(labels):
        return _claim(m, "label", 0.95, ("date.label", m.text))
    if labels:  # several: the first stands by the title, the others are of the list behind
        return _claim(labels[0], "label", 0.6, ("date.label", labels[0].text))
    return None


def _by_dateline(mentions: Sequence[DateMention]) -> Claim | None:
    for m in mentions:
        if m.role == "dateline" and _full(m):
            sure = 0.65 if m.label == "line" else 0.9
            return _claim(m, "dateline", sure, ("date.dateline", m.text))
    return None


def _by_line(mentions: Sequence[DateMention]) -> Claim | None:
    m = _agreed([m for m in mentions if m.role == "label" and m.label == "line" and _full(m)])
    return _claim(m, "label", 0.8, ("date.line", m.text)) if m else None


def _by_far_label(mentions: Sequence[DateMention]) -> Claim | None:
    """A label at the far end of the page, where every such label names one day."""
    m = _agreed([m for m in mentions if m.role == "metadata" and _full(m)])
    return _claim(m, "label", 0.6, ("date.label", m.text)) if m else None


def not_before(mentions: Sequence[DateMention]) -> date | None:
    """The latest day that the article cannot be older than."""
    days = [date(m.year or 0, m.month or 0, m.day or 0) for m in mentions if m.role in ("caption", "slug") and _full(m)]
    return max(days, default=None)


def _first_after(bound: date, month: int, day: int) -> date | None:
    """The first such day not before the bound, where it lies near enough to be the one."""
    for year in (bound.year, bound.year + 1):
        if exists(year, month, day) and date(year, month, day) >= bound:
            found = date(year, month, day)
            return found if (found - bound).days <= LONGEST_WAIT else None
    return None


def _by_label_year(mentions: Sequence[DateMention]) -> Claim | None:
    """A label or dateline that leaves the year out."""
    bound = not_before(mentions)
    for m in mentions:
        stated = m.role == "dateline" or (m.role == "label" and m.label in ("published", "line"))
        if bound and stated and m.year is None and m.month is not None and m.day is not None:
            day = _fitting(m, bound)
            if day:
                origin: Origin = "dateline" if m.role == "dateline" else "label"
                return Claim(
                    "published", day.isoformat(), origin, 0.65, "day", ("date.label_year", m.text, bound.isoformat())
                )
    return None


def _fitting(m: DateMention, bound: date) -> date | None:
    """The first day not before the bound that has the mention's month, day and weekday."""
    assert m.month is not None
    assert m.day is not None
    day = _first_after(bound, m.month, m.day)
    return day if day and m.weekday in (None, day.weekday()) else None


def _by_this_day(mentions: Sequence[DateMention]) -> Claim | None:
    """The text names its own day, "Ce 15 juillet", and a bound gives the year."""
    bound = not_before(mentions)
    pointed = [
        m for m in mentions if m.role == "narrative" and m.direction == "this" and m.month and m.day and not m.year
    ]
    if not pointed or len({(m.month, m.day) for m in pointed}) > 1:
        return None
    m = pointed[0]
    day = _fitting(m, bound) if bound else None
    if not day or not bound:
        return None
    return Claim("published", day.isoformat(), "text", 0.6, "day", ("date.this_day", m.text, bound.isoformat()))


def _by_weekday_of_day(mentions: Sequence[DateMention]) -> Claim | None:
    """A "jeudi" beside "célébrations du 14 juillet" and a lead that says "vendredi": the first year after the bound in
    which the day falls on that weekday, and the lead's weekday next after it."""
    bound = not_before(mentions)
    told = [m for m in mentions if m.role == "narrative"]
    lead = next((m for m in told if m.weekday is not None and m.day is None and m.direction != "future"), None)
    if bound is None or lead is None or lead.weekday is None:
        return None
    for m in told:
        if m.month is None or m.day is None or m.year is not None:
            continue
        beside = _beside(m, told)
        day = _first_after(bound, m.month, m.day)
        if beside is None or day is None or beside.weekday != day.weekday():
            continue
        found = day + timedelta(days=(lead.weekday - day.weekday()) % 7)
        if (found - day).days <= 3:
            reason = ("date.weekday_of_day", beside.text, m.text, bound.isoformat())
            return Claim("published", found.isoformat(), "text", 0.55, "day", reason)
    return None


SAME_SENTENCE = 160
"""Characters within which a weekday and a day of the month speak of one day."""


def _beside(m: DateMention, told: Sequence[DateMention]) -> DateMention | None:
    """The weekday that stands nearest to a day of the month, in one sentence's reach."""
    near = [o for o in told if o.weekday is not None and o.day is None and abs(o.start - m.start) <= SAME_SENTENCE]
    return min(near, key=lambda o: abs(o.start - m.start), default=None)


EVIDENCE: tuple[Callable[[Sequence[DateMention]], Claim | None], ...] = (
    _by_label,
    _by_dateline,
    _by_line,
    _by_far_label,
    _by_label_year,
    _by_this_day,
    _by_weekday_of_day,
)


def from_url(url: str) -> Claim | None:
    """The day or month in an address: ".../2016/07/14/name". Numbers without slashes are ids as often as days."""
    if not url:
        return None
    hit = _URL_SLASHED.search(url.split("?", 1)[0])
    if not hit or not exists(int(hit["y"]), int(hit["m"]), int(hit["d"] or 1)):
        return None
    month = f"{hit['y']}-{int(hit['m']):02d}"
    reason = ("date.url", hit[0].strip("/"))
    if not hit["d"]:
        return Claim("published", month, "url", 0.6, "month", reason)
    return Claim("published", f"{month}-{int(hit['d']):02d}", "url", 0.85, "day", reason)
