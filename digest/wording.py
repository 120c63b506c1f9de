"""Words of the interface: strings with plurals, dates and reasons, in the site's language, from tables that the caller
reads (templates/strings/LANGUAGE.toml). No locale module, no clock.

A key is a dotted path into the table. A table with `one` and `other` is a plural, chosen by the argument `n`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from digest.edition import UNDATED
from digest.model import Claim
from digest.typography import typeset

SURE = 0.8  # confidence from which a date is printed without a word about where it comes from
GUESS = 0.5  # below, a value is never printed as fact
_PLACE = re.compile(r"\{(\d)(?:-(\d))?\}")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INFERRED_ORIGINS = frozenset({"text", "neighbours", "file name", "url", "made"})


@dataclass(frozen=True)
class Wording:
    """One language's words. `language` is the code that pages carry in `lang`."""

    language: str
    table: Mapping[str, Any]

    def has(self, key: str) -> bool:
        """Whether the table words this key."""
        return self._find(key) is not None

    def template(self, key: str, n: int | None = None) -> str:
        """The words for a key with their {…} unfilled. An unknown key is an error of the theme: KeyError."""
        found = self._find(key)
        if isinstance(found, Mapping):
            found = found.get(self._plural(n or 0))
        if not isinstance(found, str):
            raise KeyError(f"templates/strings/{self.language}.toml has no string {key!r}")
        return typeset(found, self.language)

    def say(self, key: str, **arguments: str) -> str:
        """The words for a key, filled in."""
        return self.template(key).format(**arguments)

    def number(self, value: int | float) -> str:
        """Digits in groups of three, with the language's decimal mark."""
        text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
        if self.language[:2] == "fr":
            return text.replace(",", "\u202f").replace(".", ",")
        return text

    def percent(self, share: float) -> str:
        """A share of 1 as whole percents; never 0 for something, never 100 for less than all."""
        whole = round(share * 100)
        whole = 1 if whole == 0 and share > 0 else 99 if whole == 100 and share < 1 else whole
        return f"{whole}\u00a0%" if self.language[:2] == "fr" else f"{whole}%"

    def day(self, value: str | None) -> str:
        """ "2016-07-14…" → "14 juillet 2016", "2016-07" → "juillet 2016", "2016" → "2016", None → "sans date"."""
        if not value:
            return self.say("date.none")
        year, month, day = (*value[:10].split("-"), "", "")[:3]
        if not month:
            return year
        name = self._list("date.months")[int(month) - 1]
        if not day:
            return self.say("date.month", month=name, year=year)
        number = self.say("date.first_day") if int(day) == 1 and self.has("date.first_day") else str(int(day))
        return self.say("date.day", day=number, month=name, year=year)

    def short_day(self, value: str) -> str:
        """ "2016-07-14" → "14 juill.": for narrow places that name the year elsewhere."""
        _, month, day = (*value[:10].split("-"), "", "")[:3]
        if not month:
            return value
        name = self._list("date.short_months")[int(month) - 1]
        return self.say("date.short_day", day=str(int(day)), month=name) if day else name

    def weekday(self, value: str) -> str:
        """Name of the day of the week, or nothing for a date that isn't known to the day."""
        try:
            return self._list("date.weekdays")[date.fromisoformat(value[:10]).weekday()]
        except ValueError:
            return ""

    def time(self, value: str) -> str:
        """ "2016-07-14T21:05:00+00:00" → "21 h 05", in the offset that the article gives."""
        if len(value) < 16:
            return ""
        return self.say("date.time", hour=str(int(value[11:13])), minute=value[14:16])

    def span(self, first: str | None, last: str | None) -> str:
        """ "du 12 au 15 juillet 2016", or one date, or "sans date"."""
        if not first or not last or first == last:
            return self.day(last or first)
        start = self.day(first)
        if len(first) >= 10 and len(last) >= 10:
            if first[:7] == last[:7]:
                start = str(int(first[8:10])) if first[8:10] != "01" else self._first_word(first)
            elif first[:4] == last[:4]:
                start = self.day(first).rsplit(" ", 1)[0].rstrip(",")
        if self.language[:2] != "fr" and first[:7] == last[:7]:
            return f"{start}–{self.day(last)}"
        return self.say("date.span", first=start, last=self.day(last))

    def edition(self, key: str) -> str:
        """Name of an edition from its key."""
        if key == UNDATED:
            return self.say("edition.undated")
        if "-W" in key:
            year, week = int(key[:4]), int(key[6:])
            first = date.fromisocalendar(year, week, 1).isoformat()
            last = date.fromisocalendar(year, week, 7).isoformat()
            return self.say("edition.week", week=str(week), year=str(year), span=self.span(first, last))
        if len(key) == 7:
            return self.day(key)
        return self.say("edition.day", weekday=self.weekday(key), day=self.day(key))

    def language_name(self, code: str) -> str:
        """ "français" for "fr"; the code itself where the table has no name."""
        found = self._find(f"languages.{code[:2].lower()}")
        return found if isinstance(found, str) else code

    def origin(self, claim: Claim) -> str:
        """Where a value comes from, in words."""
        return self._or_itself("origins", claim.origin)

    def rule(self, name: str) -> str:
        """What a cleaning rule removes, in words; its name where the table has none."""
        return self._or_itself("rules", name)

    def repair(self, name: str) -> str:
        """What a repair of characters mends, in words; its name where the table has none."""
        return self._or_itself("repairs", name)

    def count(self, key: str, n: int) -> str:
        """The words for a key with its number."""
        return self.template(key, n).format(n=self.number(n))

    def barrier(self, name: str) -> str:
        """What kept the nearest other story apart."""
        return self._or_itself("barriers", name)

    def evidence(self, rule: str) -> str:
        """Why an article is in its story, by the name of the grouping rule."""
        return self._or_itself("making", rule)

    def hedge(self, claim: Claim) -> str:
        """One word after a value that is not certain: "déduit", "supposé", or nothing."""
        if claim.confidence < GUESS:
            return self.say("provenance.guess")
        if claim.origin in _INFERRED_ORIGINS or claim.confidence < SURE:
            return self.say("provenance.inferred")
        return ""

    def has_reason(self, claim: Claim) -> bool:
        """Whether the table words this claim's reason."""
        return bool(claim.reason) and self._reason(claim.reason[0]) is not None

    def reason(self, claim: Claim) -> str:
        """Why a value is what it is: the worded reason, else where it comes from. Never fails, whatever the key."""
        worded = self._reason(claim.reason[0]) if claim.reason else None
        if worded is not None:
            filled = _PLACE.sub(lambda place: self._place(place, claim.reason[1:]), worded)
            return typeset(filled, self.language)
        return self.say("provenance.after", origin=self.origin(claim))

    def _place(self, place: re.Match[str], arguments: Sequence[str]) -> str:
        chosen = [arguments[int(n)] if int(n) < len(arguments) else "" for n in place.groups() if n]
        return self._argument(chosen[0]) if len(chosen) == 1 else self.span(chosen[0], chosen[1])

    def _argument(self, argument: str) -> str:
        return self.day(argument) if _ISO_DAY.fullmatch(argument) else argument

    def _first_word(self, value: str) -> str:
        return self.day(value).split(" ")[0]

    def _or_itself(self, section: str, name: str) -> str:
        found = self.table.get(section, {}).get(name)
        return typeset(found, self.language) if found and isinstance(found, str) else name.replace("_", " ")

    def _reason(self, key: str) -> str | None:
        found = self.table.get("reasons", {}).get(key)
        return found if isinstance(found, str) else None

    def _list(self, key: str) -> list[str]:
        found = self._find(key)
        if not isinstance(found, list):
            raise KeyError(f"templates/strings/{self.language}.toml has no list {key!r}")
        return found

    def _find(self, key: str) -> Any:
        found: Any = self.table
        for part in key.split("."):
            if not isinstance(found, Mapping) or part not in found:
                return None
            found = found[part]
        return found

    def _plural(self, n: int) -> str:
        singular = n in (0, 1) if self.language[:2] == "fr" else n == 1
        return "one" if singular else "other"
