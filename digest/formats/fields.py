"""Keys and values of front matter, sidecars and records → claims. The words for a key are a table, in the languages
that people write front matter in; values are brought to one form (ISO dates, language codes)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from digest.formats.when import iso_date
from digest.model import Claim, Origin, Problem
from digest.tables import read_toml
from digest.text import fold


def _by_word(section: str) -> dict[str, str]:
    table: dict[str, list[str]] = read_toml("formats/tables/keys.toml")[section]
    return {word: name for name, words in table.items() for word in words}


KEYS = _by_word("keys")
"""Folded key (lower case, no accents, spaces for `_` and `-`) → field of a Claim."""

LANGUAGES = _by_word("languages")
"""Folded name of a language → its code."""

RIGHTS = ("full", "extract", "link", "private")
_YES = frozenset({"yes", "true", "oui", "vrai", "1", "on"})
_NO = frozenset({"no", "false", "non", "faux", "0", "off"})

LONGEST_VALUE = 2_000
"""Characters of a metadata value; a longer one is damage or an attack, and is cut."""


def claims_from(
    mapping: Mapping[str, Any], origin: Origin, confidence: float, path: str, *, day_first: bool = True
) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """Claims for the keys that are known, in the order of the mapping; of two keys for one field the first counts.
    Unknown keys are the writer's own and are left alone. Impossible dates give a problem and no claim."""
    claims: dict[str, Claim] = {}
    problems: list[Problem] = []
    for key, raw in mapping.items():
        field = KEYS.get(plain_key(str(key)))
        value = " ".join(flat(raw).split())[:LONGEST_VALUE]
        if field is None or not value:
            continue
        if field == "outlet" and value.startswith(("http://", "https://")):
            field = "url"
        if field in claims:
            continue
        made = _claim(field, value, origin, confidence, day_first=day_first)
        if isinstance(made, Claim):
            claims.setdefault(made.field, made)
        elif made:
            odd = f"{str(key)[:40]!r} is {value[:60]!r}, {made}"
            problems.append(Problem(path, odd, "correct it or leave it out", about=field))
    return tuple(claims.values()), tuple(problems)


def plain_key(key: str) -> str:
    """`Publié_le` → `publie le`."""
    return " ".join(fold(key).replace("_", " ").replace("-", " ").split())


def _claim(field: str, value: str, origin: Origin, confidence: float, *, day_first: bool) -> Claim | str | None:
    """A claim, or the words that say what is wrong with the value, or None where nothing is to be said."""
    if field in ("published", "modified"):
        found = iso_date(value, day_first=day_first)
        if found is None:
            return "expected a date such as 2016-07-14"
        return Claim(field, found[0], origin, confidence, precision=found[1])
    if field == "language":
        code = language_code(value)
        return Claim(field, code, origin, confidence) if code else "expected a language code such as fr"
    if field in ("paid", "free"):
        answer = fold(value)
        if answer not in _YES | _NO:
            return "expected true or false"
        return Claim("paid", "true" if (answer in _YES) == (field == "paid") else "false", origin, confidence)
    if field == "rights":
        # Pages and records write "© Agency, all rights reserved" here: no setting of ours, and no mistake of theirs.
        if value.lower() in RIGHTS:
            return Claim(field, value.lower(), origin, confidence)
        return f"expected one of {', '.join(RIGHTS)}" if origin in ("front matter", "sidecar") else None
    if field == "url" and not value.startswith(("http://", "https://")):
        return "expected an address that starts with https://" if origin in ("front matter", "sidecar") else None
    return Claim(field, value, origin, confidence)


def flat(value: Any) -> str:
    """One string from what a writer may put: a list of names, a schema.org object with `name`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        for key in ("name", "url", "@id", "value"):
            if value.get(key):
                return flat(value[key])
        return ""
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        return ", ".join(dict.fromkeys(found for found in (flat(item).strip() for item in value) if found))
    return str(value)


def language_code(value: str) -> str | None:
    """`fr-FR`, `fr_CA.UTF-8`, `français` → `fr`; None for what is no language."""
    plain = fold(value)
    if plain in LANGUAGES:
        return LANGUAGES[plain]
    code = plain.replace("_", "-").split("-")[0].split(".")[0]
    return code if len(code) in (2, 3) and code.isascii() and code.isalpha() else None
