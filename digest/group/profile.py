"""Article → Profile: its terms with whole-number weights. Second step of grouping.

Weights are whole numbers so that sums come out the same in whatever order they are added."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from digest.group.rarity import Rarity
from digest.group.terms import is_break, names_by_token, pair, terms_by_token, tokens
from digest.model import Article

UNIT = 1000  # length of a profile; a product of two profiles runs from 0 to UNIT * UNIT
TITLE_WEIGHT = 2.5  # times a term of the title counts
BODY_CHARACTERS = 800  # an article says what happened at its start; later paragraphs recall other events
KNOWN_CHARACTERS = 6000  # beyond them a text holds nearly any word, and holding one says nothing
COMMONEST_IDF = 1.5  # terms below stand in one passage of 60 words out of five, and tell nothing
NAME_FACTOR = 3  # times a name or number counts as a key term: they tell one robbery in Paris from another
KEY_TERMS = 20  # terms that an article about the same event ought to hold


@dataclass(frozen=True, slots=True)
class KeyTerms:
    """Terms with what each counts, see NAME_FACTOR, and the sum of that."""

    counts: dict[str, int]
    total: int


@dataclass(slots=True, eq=False)
class Profile:
    """What grouping knows of an article. `weights` has length UNIT. A profile without weights joins nothing."""

    article: Article
    day: int | None  # ordinal
    language: str
    weights: dict[str, int]
    names: frozenset[str]  # terms written with a capital inside a sentence
    later: frozenset[str]  # terms of the text that have no weight, since they come late
    word_count: int
    attaches_only: bool = False  # live blogs and round-ups: they join a story, but never found or bridge one
    _keys: KeyTerms | None = field(default=None, init=False, repr=False)

    def keys(self) -> KeyTerms:
        """The terms that matter most, found when first asked for: most articles are too short to be asked."""
        if self._keys is None:
            self._keys = _key_terms(self.weights, self.names)
        return self._keys


Ignored = frozenset[str]
"""Terms of one article that are its outlet's, not its own: names of programmes, sentences under every clip."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the title and the first BODY_CHARACTERS of a text say. `weights` are as in a profile."""

    weights: dict[str, int]
    names: frozenset[str]
    word_count: int


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
    language, syllables = article.lang, rarity.syllables
    title, text = title_and_text(article, body)
    names: set[str] = set()
    title_terms, title_words = terms_in(title, language, names, syllables=syllables)
    body_terms, body_words = terms_in(text[:BODY_CHARACTERS], language, names, syllables=syllables)
    counts: dict[str, float] = dict(Counter(body_terms))
    for term in title_terms:
        counts[term] = counts.get(term, 0) + TITLE_WEIGHT
    idf = rarity.idf
    raw = {
        term: (1 + math.log(times)) * rare if times != 1 else rare
        for term, times in counts.items()
        if (rare := idf[term]) >= COMMONEST_IDF and term not in ignored
    }
    length = math.sqrt(math.fsum([w * w for w in raw.values()])) or 1.0
    weights = {t: w for t in sorted(raw) if (w := round(UNIT * raw[t] / length))}
    opening = Opening(weights, frozenset(names & weights.keys()), title_words + body_words)
    return opened(article, text, opening, syllables=syllables, attaches_only=attaches_only)


def title_and_text(article: Article, body: str | None) -> tuple[str, str]:
    """What is counted of an article; `body` is as for `profile`. A title made from the text, or repeated above it,
    counts once."""
    title, text = article.title.value, article.text if body is None else body
    if "/" in title or "/" in text:
        title, text = _without_own_date(title, article.day), _without_own_date(text, article.day)
    return title, text[len(title) :] if text.startswith(title) else text


def opened(article: Article, text: str, opening: Opening, *, syllables: bool = False, attaches_only: bool) -> Profile:
    """The profile of an article with so much told of its opening, and what comes later in its text."""
    later: frozenset[str] = frozenset()
    words = opening.word_count
    if len(text) > BODY_CHARACTERS:
        rest = text[BODY_CHARACTERS:KNOWN_CHARACTERS]
        terms, more = terms_in(rest, article.lang, set(), syllables=syllables)
        later = frozenset(set(terms) - opening.weights.keys())
        words += more
    return Profile(
        article=article,
        day=ordinal(article.day),
        language=article.lang,
        weights=opening.weights,
        names=opening.names,
        later=later,
        word_count=words,
        attaches_only=attaches_only,
    )


def _without_own_date(text: str, day: str | None) -> str:
    """A text without the day that it was published on, where it is written in figures, "the show of 21/10/25": all of
    an outlet's articles of that day may have it. Days in words stay: "le 10 septembre" names an event."""
    if day is None or len(day) < len("2025-10-21"):
        return text
    month, number = int(day[5:7]), int(day[8:10])
    return _FIGURES.sub(lambda m: " " if {int(m[1]), int(m[2])} == {month, number} else m[0], text)


_FIGURES = re.compile(r"(?<![\d/.,])(\d{1,2})/(\d{1,2})(?:/(?:\d{4}|\d{2}))?(?![\d/])")


def _key_terms(weights: Mapping[str, int], names: Collection[str]) -> KeyTerms:
    squares = {t: w * w * (NAME_FACTOR if t in names or t[0] == "#" else 1) for t, w in weights.items()}
    counts = {t: squares[t] for t in sorted(squares, key=lambda t: (-squares[t], t))[:KEY_TERMS]}
    return KeyTerms(counts, sum(counts.values()))


def terms_in(text: str, language: str, names: set[str], *, syllables: bool) -> tuple[list[str], int]:
    """All terms of a text, and of how many words they are. Adds those written with a capital inside a sentence to
    `names`."""
    written = tokens(text)
    known = terms_by_token(language)
    found = list(chain.from_iterable(map(known.__getitem__, written)))
    words = len(found)
    named = map(names_by_token(language).__getitem__, written)
    for i in [i for i, name in enumerate(named) if name]:
        if i and not is_break(written[i - 1]):
            names.update(known[written[i]])
    if syllables:
        found += _neighbours(written, known, names)
    return found, words


def _neighbours(written: Sequence[str], known: Mapping[str, tuple[str, ...]], names: set[str]) -> Iterator[str]:
    """Pairs of neighbouring terms inside a sentence; those that a capital opens are names, too."""
    before = ""
    opens = True
    for token in written:
        found = known[token]
        if not found and is_break(token):
            opens, before = True, ""
            continue
        if found:
            if before:
                both = pair(before, found[0])
                yield both
                if not opens and token[0].isupper():
                    names.add(both)
            before = found[-1] if found[-1][0] != "#" else ""
        opens = False


@lru_cache(maxsize=4096)  # days: eleven years
def ordinal(day: str | None) -> int | None:
    """Days since a fixed day, None for no date. A day that no calendar has counts as those after its month's last."""
    if day is None:
        return None
    year, month, number = (int(p) for p in day[:10].split("-"))
    march_year, march_month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    leap_days = march_year // 4 - march_year // 100 + march_year // 400
    return 365 * march_year + leap_days + (153 * march_month + 2) // 5 + number
