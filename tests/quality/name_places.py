"""Builds digest/group/tables/places.txt.gz: names of countries, languages and cities, by language.

    python tests/quality/name_places.py

From the Unicode CLDR as packed in `babel` (pip install babel; Unicode licence v3, see digest/group/tables/NOTICE).
One line a name: language, tab, name in comparison form, tab, code. The code is the same in all languages,
so two texts that name one country meet whatever they are written in."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from babel import Locale, UnknownLocaleError  # noqa: E402
from babel.core import get_global  # noqa: E402

from digest import text  # noqa: E402

LANGUAGES = (
    "ar bg bn ca cs da de el en es et eu fa fi fil fr gl he hi hr hu hy id is it ja ka ko lt lv mk ms nb ne nl pl pt ro"
    " ru sk sl sq sr sv sw ta th tr uk ur vi zh"
)
SPOKEN_ABROAD = frozenset({"en", "es", "pt", "ar", "fr"})
"""Languages whose name says no country."""


def names(language: str) -> dict[str, str]:
    """Name → code. A name of two places is left out; a country comes before a city."""
    locale = Locale(language)
    likely = get_global("likely_subtags")
    countries = {code: name for code, name in locale.territories.items() if len(code) == 2}
    spoken = {
        likely[code].split("_")[-1]: name
        for code, name in locale.languages.items()
        if code not in SPOKEN_ABROAD and code in likely and is_main(code)
    }
    cities = {zone.split("/")[-1].replace("_", " "): "" for zone in get_global("zone_territories") if "/" in zone}
    cities |= {z.split("/")[-1].replace("_", " "): d["city"] for z, d in locale.time_zones.items() if "city" in d}
    found: dict[str, str] = {}
    for named in (countries, spoken, {key.lower(): name or key for key, name in cities.items()}):
        forms: dict[str, set[str]] = {}
        for code, name in named.items():
            form = text.fold(name.split("(")[0])
            if len(form) > 1 and len(form.split()) <= 3:
                forms.setdefault(form, set()).add(code)
        found = {form: min(codes) for form, codes in forms.items() if len(codes) == 1} | found
    return found


def is_main(language: str) -> bool:
    """Whether a language is the first one of its country, so that its name stands for what is of that country."""
    likely = get_global("likely_subtags")
    country = likely[language].split("_")[-1]
    return str(likely.get(f"und_{country}", "")).split("_")[0] == language


def main() -> None:
    """Writes the table."""
    lines = []
    for language in LANGUAGES.split(" "):
        try:
            lines += [f"{language}\t{name}\t{code}" for name, code in sorted(names(language).items())]
        except UnknownLocaleError:
            print("no locale", language, file=sys.stderr)
    path = ROOT / "digest" / "group" / "tables" / "places.txt.gz"
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0))
    print(len(lines), "names,", path.stat().st_size, "bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
