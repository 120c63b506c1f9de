"""What the parts know of a language: its small words, and the signs that two sentences don't say the same.

One table a language in `tell/tables/`, all keys explained in fr.toml. A language without a table has an empty lexicon:
its sentences are still compared, by words alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from digest import tables
from digest.text import fold, without_elision


@dataclass(frozen=True)
class Lexicon:
    """All words are in comparison form, see `comparison_form`."""

    language: str
    stopwords: frozenset[str] = frozenset()
    openings: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    impersonal: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    finite: frozenset[str] = frozenset()  # the commonest finite verbs
    connectors: frozenset[str] = frozenset()
    demonstratives: frozenset[str] = frozenset()
    moments: frozenset[str] = frozenset()
    unique: frozenset[str] = frozenset()
    resuming: frozenset[str] = frozenset()
    adding: frozenset[str] = frozenset()
    planned: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    since: frozenset[str] = frozenset()
    saying: frozenset[str] = frozenset()
    coordinating: frozenset[str] = frozenset()
    own_voice: frozenset[str] = frozenset()
    negations: frozenset[str] = frozenset()
    modals: frozenset[str] = frozenset()
    is_conditional: Callable[[str], bool] = lambda word: False
    numbers: tuple[tuple[str, int], ...] = ()
    future: frozenset[str] = frozenset()
    is_future_form: Callable[[str], bool] = lambda word: False
    roughly: tuple[str, ...] = ()  # as written, longest first
    magnitudes: tuple[tuple[str, int], ...] = ()
    units: frozenset[str] = frozenset()

    leaning: Callable[[str], bool] = lambda folded: False  # whether it has a phrase that takes up one before it
    hangs: Callable[[str], bool] = lambda folded: False  # whether a folded sentence opens with one of the phrases
    is_background: Callable[[str], bool] = lambda folded: False  # whether it opens as history or describes an author
    pluperfect: Callable[[str], re.Match[str] | None] = lambda folded: None
    sides: Callable[[str], tuple[tuple[int, int], ...]] = lambda form: ()  # (pair, side) of the opposites a word takes

    @cached_property
    def spelled(self) -> dict[str, int]:
        """Numbers in words, singular and plural."""
        return {**{word + "s": number for word, number in self.numbers}, **dict(self.numbers)}

    @property
    def known(self) -> bool:
        """Whether there is a table for the language."""
        return bool(self.stopwords)


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of an ISO code; empty when no table is shipped."""
    path = f"tell/tables/{language[:2].lower()}.toml"
    if not re.fullmatch(r"[a-z]{2,3}(?:[-_].*)?", language.lower()) or not tables.exists(path):
        return Lexicon(language)
    table = tables.read_toml(path)
    sets = {
        key: frozenset(table[key].split())
        for key in (
            "stopwords",
            "openings",
            "pronouns",
            "impersonal",
            "people",
            "finite",
            "negations",
            "modals",
            "future",
            "units",
        )
    }
    for key in (
        "connectors",
        "demonstratives",
        "moments",
        "own_voice",
        "unique",
        "resuming",
        "adding",
        "planned",
        "states",
        "since",
        "saying",
        "coordinating",
    ):  # not every language tells them yet
        sets[key] = frozenset(table.get(key, "").split())
    future, no_future = re.compile(table["future_pattern"]), frozenset(table["not_future"].split())
    conditional, exceptions = re.compile(table["conditional"]), frozenset(table["not_conditional"].split())
    return Lexicon(
        language,
        hangs=_phrase_matcher(table["opening_phrases"]),
        leaning=_pattern_finder(table.get("leaning", [])),
        is_background=_pattern_finder(table.get("background", [])),
        pluperfect=re.compile(table.get("pluperfect", "(?!)")).search,
        is_conditional=_known_forms(conditional, exceptions),
        sides=_side_finder(table["opposites"]),
        numbers=tuple(table["numbers"].items()),
        is_future_form=_known_forms(future, no_future),
        roughly=tuple(sorted(table["roughly"], key=lambda phrase: (-len(phrase), phrase))),
        magnitudes=tuple(table["magnitudes"].items()),
        **sets,
    )


def _known_forms(pattern: re.Pattern[str], exceptions: frozenset[str]) -> Callable[[str], bool]:
    @lru_cache(maxsize=8192)
    def fits(word: str) -> bool:
        return bool(pattern.search(word)) and word not in exceptions

    return fits


def _phrase_matcher(phrases: list[str]) -> Callable[[str], bool]:
    pattern = re.compile(r"(?:" + "|".join(re.escape(fold(phrase)) for phrase in phrases) + r")\b")
    return lambda folded: bool(pattern.match(folded))


def _pattern_finder(patterns: list[str]) -> Callable[[str], bool]:
    pattern = re.compile(r"\b(?:" + "|".join(patterns or ["(?!)"]) + r")\b")
    return lambda folded: bool(pattern.search(folded))


def _side_finder(opposites: list[list[str]]) -> Callable[[str], tuple[tuple[int, int], ...]]:
    """Beginnings of four letters and more stand for all words that begin so; shorter ones for themselves."""
    rows = [(b, (pair, side)) for pair, both in enumerate(opposites) for side in (0, 1) for b in both[side].split()]

    @lru_cache(maxsize=8192)
    def sides(form: str) -> tuple[tuple[int, int], ...]:
        return tuple(place for b, place in rows if (form.startswith(b) if len(b) > 3 else form == b))

    return sides


@lru_cache(maxsize=65536)
def comparison_form(word: str) -> str:
    """`l’État` → `etat`."""
    return fold(without_elision(word))


_ENDINGS = re.compile(
    r"(?:issements?|ations?|itions?|ements?|ments?|ateurs?|atrices?|euses?|aient|erent|antes?|ants?|ions?|ings?|ies|ees?"
    r"|ait|ent|ers?|eurs?|ez|ed|es|e|s|x|er|en|er|a|o|os|as|i)$"
)


@lru_cache(maxsize=65536)
def stem(form: str) -> str:
    """A crude, fast stem for all languages: one common ending off, at most seven letters. Good for comparing sentences
    of one story, where words that collide by chance are few; never shown."""
    if len(form) < 5 or form[0].isdigit():
        return form
    cut = _ENDINGS.sub("", form)
    return (cut if len(cut) >= 4 else form[:4])[:7]
