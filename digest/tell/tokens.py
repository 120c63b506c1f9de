"""The words around a quotation as tokens: words, marks, and whole names as one token each."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from digest.tell.gazetteer import flat
from digest.tell.occurrence import Occurrence

if TYPE_CHECKING:
    from digest.tell.material import Material

_TOKEN = re.compile(
    r"(?:M|MM|Mme|Mmes|Mlle|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Sgt|Capt|Col|Prof|St|Sr|Sra|Dra|On|Dott|Sig|Jr|Rev|Fr|Hon|Supt|Insp|Det|Cllr|Maj|Cmdr|Msgr|Mgr|Atty)\.|(?<!\w)[^\W\d_]\.(?=\s)"
    r"|(?:[LlDdJjCcMmNnSsTt]|[Qq]u|[Ll]orsqu|[Pp]uisqu|[Jj]usqu|[Dd]ell|[Aa]ll|[Nn]ell|[Uu]n)['’](?=\w)"
    r"|[^\W_]+(?:[-‑][^\W_]+)*(?:['’](?=[A-Z]{1}\w)\w+)?|['’]s\b|[^\w\s]"
)


class Word(NamedTuple):
    """A word, a mark, or a whole name. `name` is the group number of a name."""

    start: int
    end: int
    form: str
    name: int | None = None
    capital: bool = False
    person: bool = False
    participle: bool = False  # "déclaré", "emportés": no finite verb without its auxiliary

    @property
    def is_mark(self) -> bool:
        return not self.form[:1].isalnum() and self.form != "'s"


def words_of(material: Material, article: int, start: int, end: int) -> list[Word]:
    """Tokens of a stretch of a sentence, names as one token each."""
    return [
        word
        for unit in material.units_between(article, start, end)
        for word in material.words_of_unit(unit)
        if start <= word.start and word.end <= end
    ]


LONGEST_BRACKET = 8
"""Tokens of a bracket behind a name: "(D-Vt.)", "(UMP, Loire)"."""


def without_brackets(words: list[Word]) -> list[Word]:
    """The words without the brackets that only say who somebody is."""
    if all(w.form != "(" for w in words):
        return words
    kept, i = list[Word](), 0
    while i < len(words):
        if words[i].form == "(" and kept and not kept[-1].is_mark:
            close = next((j for j in range(i + 1, min(len(words), i + LONGEST_BRACKET + 2)) if words[j].form == ")"), 0)
            if close:
                i = close + 1
                continue
        kept.append(words[i])
        i += 1
    return kept


def without_dateline(words: list[Word]) -> list[Word]:
    """The words behind "LONDON (Reuters) —"."""
    for i, word in enumerate(words[:12]):
        if word.form in ("—", "–", "―", "-") and i:
            ahead = words[:i]
            return words[i + 1 :] if all(w.name is not None or w.is_mark or w.capital for w in ahead) else words
    return words


def tokenise(
    text: str, start: int, end: int, language: str, names: list[tuple[Occurrence, int]], persons: frozenset[int]
) -> list[Word]:
    """Tokens of `text[start:end]`."""
    found: list[Word] = []
    french = language.startswith("fr")
    stops = {occurrence.start: (occurrence.end, group) for occurrence, group in names}
    starts = [*sorted(stops), end]
    place, following = start, 0
    while place < end:
        for match in _TOKEN.finditer(text, place, end):
            at, stop = match.span()
            while starts[following] < at:
                following += 1
            name = starts[following]
            if name == at and stops[at][0] <= end:
                stop, group = stops[at]
                stop += text.startswith(".", stop) and text.endswith((" Jr", " Sr"), at, stop)
                found.append(Word(at, stop, flat(text[at:stop]), group, True, group in persons))
                following += 1
                place = stop
                break
            if name == at:
                following += 1
                name = starts[following]
            if name < stop:
                stop = name
            raw = text[at:stop]
            form, capital, participle = _read(raw, french)
            found.append(Word(at, stop, form, None, capital, participle=participle))
            if stop == name:
                place = stop
                break
        else:
            break
    return found


@lru_cache(maxsize=65536)
def _read(raw: str, french: bool) -> tuple[str, bool, bool]:
    """Form, capital, and whether it may be a participle."""
    form = "à" if raw in ("à", "À") or (raw == "A" and french) else flat(raw)
    return form, raw[0].isupper(), french and raw.endswith(("é", "és", "ée", "ées"))
