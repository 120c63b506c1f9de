"""Article → Profile: its terms with whole-number weights. Second step of grouping.

Weights are whole numbers so that sums come out the same in whatever order they are added."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from digest.group import background
from digest.group.terms import is_break, terms_of, tokens
from digest.model import Article

UNIT = 1000  # length of a profile; a product of two profiles runs from 0 to UNIT * UNIT
TITLE_WEIGHT = 2.0  # times a term of the title counts
NAME_WEIGHT = 2.0  # for a term seen with a capital inside a sentence: names tell events apart
BODY_CHARACTERS = 500  # an article says what happened at its start; later paragraphs recall other events
COMMONEST_IDF = 1.5  # terms below stand in one passage of 60 words out of five, and tell nothing


@dataclass(frozen=True, slots=True)
class Profile:
    """What grouping knows of an article. `weights` has length UNIT; `names` are its terms that are written as names."""

    article: Article
    day: int | None  # ordinal
    language: str
    weights: dict[str, int]
    names: frozenset[str]


Rarity = Callable[[str], float]


def profile(article: Article, rarity: Rarity) -> Profile:
    """An article's profile, with the idf of each term as `rarity` has it."""
    language = article.lang
    counts: dict[str, float] = {}
    names: set[str] = set()
    _count(article.title.value, TITLE_WEIGHT, language, counts, names)
    _count(_opening(article), 1.0, language, counts, names)
    raw: dict[str, float] = {}
    for term, count in counts.items():
        idf = background.number_idf(term) if term[0] == "#" else rarity(term)
        if idf >= COMMONEST_IDF:
            raw[term] = (1 + math.log(count)) * idf * (NAME_WEIGHT if term in names else 1.0)
    length = math.sqrt(math.fsum(w * w for w in raw.values())) or 1.0
    weights = {t: w for t, w in ((t, round(UNIT * w / length)) for t, w in sorted(raw.items())) if w}
    return Profile(article, ordinal(article.day), language, weights, frozenset(names & raw.keys()))


def _opening(article: Article) -> str:
    text = article.text
    if text.startswith(article.title.value):  # a title made from the text, or repeated above it, counts once
        text = text[len(article.title.value) :]
    return text[:BODY_CHARACTERS]


def _count(text: str, weight: float, language: str, counts: dict[str, float], names: set[str]) -> None:
    opens = True
    for token in tokens(text):
        if is_break(token):
            opens = True
            continue
        found = terms_of(token, language)
        for term in found:
            counts[term] = counts.get(term, 0.0) + weight
        if not opens and token[0].isupper():
            names.update(found)
        opens = False


def ordinal(day: str | None) -> int | None:
    """Days since a fixed day, None for no date. A day that no calendar has counts as the month's last."""
    if day is None:
        return None
    year, month, number = (int(p) for p in day[:10].split("-"))
    march_year, march_month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    leap_days = march_year // 4 - march_year // 100 + march_year // 400
    return 365 * march_year + leap_days + (153 * march_month + 2) // 5 + number
