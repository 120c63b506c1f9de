"""The words of a sentence on both sides of a quotation, without what other quotations in it say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.quotations import Quotation
from digest.tell.antecedents import Found
from digest.tell.speech import Speech
from digest.tell.tokens import Word, words_of
from digest.text import words as words_in

if TYPE_CHECKING:
    from digest.tell.material import Material

LONGEST_OUTLET = 4
"""Words of an outlet's name between marks: "a dit au « Phare de Lunet » la maire"."""

_AT = frozenset(("à", "au", "aux", "dans", "a", "al", "ao", "no", "en", "em"))


def words_ahead(material: Material, item: Found, others: list[Quotation]) -> list[Word]:
    """The sentence up to the quotation, without what earlier quotations in it say."""
    words: list[Word] = []
    start = item.unit.start
    for quotation in others:
        if quotation.end <= item.quotation.start:
            words.extend(words_of(material, item.unit.article, start, quotation.start))
            start = quotation.end
    words.extend(words_of(material, item.unit.article, start, item.quotation.start))
    return words


def words_behind(material: Material, item: Found, others: list[Quotation], grammar: Speech) -> list[Word]:
    """The sentence behind a quotation up to the next one; an outlet that is told something is passed over."""
    article, start = item.unit.article, item.quotation.end
    end = max(item.unit.end, start)
    words: list[Word] = []
    for quotation in (q for q in others if q.start >= start):
        words.extend(words_of(material, article, start, quotation.start))
        if not _is_told(material, article, words, quotation, grammar):
            return words
        while words and (words[-1].form in grammar.joins or words[-1].form in grammar.determiners):
            words.pop()
        start = quotation.end
    return words + words_of(material, article, start, end)


def _is_told(material: Material, article: int, ahead: list[Word], quotation: Quotation, grammar: Speech) -> bool:
    """Whether a name between marks is where a statement was made: a few words with capitals behind "au", "dans"."""
    inner = words_in(material.articles[article].text[quotation.inner_start : quotation.inner_end])
    named = 0 < len(inner) <= LONGEST_OUTLET and inner[0][:1].isupper()
    return bool(grammar.closing) and named and len(ahead) > 1 and ahead[-1].form in _AT
