"""How rare a term is, language by language: shipped tables, so that a new article never reweighs an old story.

Tables are written by tests/quality/count_words.py; see digest/group/tables/NOTICE for what was counted. A
language is added by adding its code there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from digest import tables

STEP = 0.1  # idf between one line of a table and the next
UNKNOWN_IDF = 9.5  # a term that no table of its language holds: rarer than one passage of 60 words in 13,000
DIGIT_IDF = (3.0, 3.5, 4.5, 6.0, 6.5, 7.0)  # numbers of 1, 2, 3 … digits: short ones are shared by chance
YEAR_IDF = 4.0  # 1900 to 2099: the year of publication stands in half of all articles

SAME_TABLE = {"nn": "nb", "no": "nb", "hr": "sh", "sr": "sh", "bs": "sh", "gl": "pt", "zh-tw": "zh", "zh-cn": "zh"}
"""Languages near enough to borrow a table."""


@cache
def table(language: str) -> Mapping[str, float] | None:
    """Term → idf for a language, or None where no table is shipped."""
    name = SAME_TABLE.get(language, language)
    path = f"group/tables/{name}.txt.gz"
    if not name.isalnum() or not tables.exists(path):
        return None
    return {
        term: round(level * STEP, 1)
        for level, line in enumerate(tables.read(path).split("\n"))
        for term in line.split()
    }


def number_idf(term: str) -> float:
    """Rarity of a number by its length. `term` starts with #."""
    digits = term[1:].replace(".", "")
    if len(digits) == 4 and term[1:3] in ("19", "20") and "." not in term:
        return YEAR_IDF
    return DIGIT_IDF[min(len(digits), len(DIGIT_IDF)) - 1]
