"""Article → Profile: its terms with whole-number weights. Second step of grouping.

Weights are whole numbers so that sums come out the same in whatever order they are added."""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from digest.group.rarity import Rarity
from digest.group.terms import is_break, pair, terms_by_token, tokens
from digest.model import Article

UNIT = 1000  # length of a profile; a product of two profiles runs from 0 to UNIT * UNIT
TITLE_WEIGHT = 2.5  # times a term of the title counts
BODY_CHARACTERS = 800  # an article says what happened at its start; later paragraphs recall other events
KNOWN_CHARACTERS = 6000  # beyond them a text holds nearly any word, and holding one says nothing
COMMONEST_IDF = 1.5  # terms below stand in one passage of 60 words out of five, and tell nothing
NAME_FACTOR = 3  # times a name or number counts as a key term: they tell one robbery in Paris from another
KEY_TERMS = 20  # terms that an article about the same event ought to hold


@dataclass(frozen=True, slots=True)
class Profile:
    """What grouping knows of an article. `weights` has length UNIT. A profile without weights joins nothing."""

    article: Article
    day: int | None  # ordinal
    language: str
    weights: dict[str, int]
    names: frozenset[str]  # terms written with a capital inside a sentence
    later: frozenset[str]  # terms of the text that have no weight, since they come late
    word_count: int
    keys: tuple[str, ...]  # the terms that matter most
    key_counts: array[int]  # what each of them counts, see NAME_FACTOR
    keys_total: int  # sum of what they count
    attaches_only: bool = False  # live blogs and round-ups: they join a story, but never found or bridge one


Ignored = frozenset[str]
"""Terms of one article that are its outlet's, not its own: names of programmes, sentences under every clip."""


def profile(
    article: Article,
    rarity: Rarity,
    ignored: Ignored = frozenset(),
    *,
    body: str | None = None,
    attaches_only: bool = False,
) -> Profile:
    """An article's profile, with weights as `rarity` has them. `body` stands for the article's text where
    sentences were left out of it."""
    language = article.lang
    text = article.text if body is None else body
    title = article.title.value
    if text.startswith(title):  # a title made from the text, or repeated above it, counts once
        text = text[len(title) :]
    counts: dict[str, float] = {}
    names: set[str] = set()
    words = count(title, TITLE_WEIGHT, language, counts, names, syllables=rarity.syllables)
    words += count(text[:BODY_CHARACTERS], 1.0, language, counts, names, syllables=rarity.syllables)
    raw: dict[str, float] = {}
    for term, times in counts.items():
        if term in ignored:
            continue
        idf = rarity.of(term)
        if idf >= COMMONEST_IDF:
            raw[term] = (1 + math.log(times)) * idf
    length = math.sqrt(math.fsum([w * w for w in raw.values()])) or 1.0
    weights = {t: w for t in sorted(raw) if (w := round(UNIT * raw[t] / length))}
    later: dict[str, float] = {}
    if len(text) > BODY_CHARACTERS:
        words += count(text[BODY_CHARACTERS:KNOWN_CHARACTERS], 1.0, language, later, set(), syllables=rarity.syllables)
    held = frozenset(names & weights.keys())
    keys, total = key_terms(weights, held)
    return Profile(
        article=article,
        day=ordinal(article.day),
        language=language,
        weights=weights,
        names=held,
        later=frozenset(later.keys() - weights.keys()) if later else frozenset(),
        word_count=words,
        keys=tuple(keys),
        key_counts=array("i", keys.values()),
        keys_total=total,
        attaches_only=attaches_only,
    )


def key_terms(weights: Mapping[str, int], names: Collection[str]) -> tuple[dict[str, int], int]:
    """The terms that matter most, with what each counts, and the sum of that."""
    squares = {t: w * w * (NAME_FACTOR if t in names or t[0] == "#" else 1) for t, w in weights.items()}
    keys = {t: squares[t] for t in sorted(squares, key=lambda t: (-squares[t], t))[:KEY_TERMS]}
    return keys, sum(keys.values())


def count(
    text: str, weight: float, language: str, counts: dict[str, float], names: set[str], *, syllables: bool
) -> int:
    """Adds `weight` for each occurrence of a term to `counts`, and names to `names`. Says how many words there were."""
    opens = True
    words = 0
    before = ""
    get, known = counts.get, terms_by_token(language)
    for token in tokens(text):
        found = known[token]
        if not found and is_break(token):
            opens = True
            before = ""
            continue
        for term in found:
            counts[term] = get(term, 0.0) + weight
        words += len(found)
        if syllables and found:
            if before:
                both = pair(before, found[0])
                counts[both] = get(both, 0.0) + weight
                if not opens and token[0].isupper():
                    names.add(both)
            before = found[-1] if found[-1][0] != "#" else ""
        if not opens and token[0].isupper():
            names.update(found)
        opens = False
    return words


def ordinal(day: str | None) -> int | None:
    """Days since a fixed day, None for no date. A day that no calendar has counts as those after its month's last."""
    if day is None:
        return None
    year, month, number = (int(p) for p in day[:10].split("-"))
    march_year, march_month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    leap_days = march_year // 4 - march_year // 100 + march_year // 400
    return 365 * march_year + leap_days + (153 * march_month + 2) // 5 + number
