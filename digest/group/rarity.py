"""Where a language's term weights come from: its shipped table, else the articles themselves."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from digest.group import background
from digest.group.profile import BODY_CHARACTERS, Rarity
from digest.group.terms import is_break, terms_of, tokens
from digest.model import Article


def rarity(language: str, articles: Sequence[Article]) -> Rarity:
    """Inverse document frequency by term."""
    table = background.table(language)
    if table is None:
        return _counted(language, articles)
    known = table
    return lambda term: known.get(term, background.UNKNOWN_IDF)


def _counted(language: str, articles: Sequence[Article]) -> Rarity:
    counts: Counter[str] = Counter()
    for article in articles:
        text = f"{article.title.value}\n{article.text[:BODY_CHARACTERS]}"
        counts.update({t for token in tokens(text) if not is_break(token) for t in terms_of(token, language)})
    total = len(articles)
    return lambda term: math.log((total + 1) / (counts[term] + 0.5)) + UNSEEN_IDF


UNSEEN_IDF = 2.0  # added, so that a handful of articles still have weights beside those of numbers
