"""What between marks is somebody's words: no title of a work, no motto, no law's text, no reprinted article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.tell.antecedents import Found
from digest.tell.carriers import LONGEST_SAYING, holds_quotations
from digest.tell.lexicon import comparison_form
from digest.tell.pieces import tokens_of
from digest.tell.speech import Speech, speech

if TYPE_CHECKING:
    from digest.tell.material import Material

FULL_QUOTE_WORDS = 7
"""Words from which a quotation is listed even when nobody is named."""


FRAGMENT_WORDS = 4
"""Words from which an attributed fragment is listed; below it stand single words in scare quotes."""

SENTENCE_WORDS = 3
"""Words from which a whole sentence with a verb of speech is listed: "“They sold us,” said X"."""


def is_long_enough(material: Material, item: Found) -> bool:
    if len(item.forms) >= FRAGMENT_WORDS:
        return True
    capital = material.articles[item.unit.article].text[item.quotation.inner_start].isupper()
    sentence = item.verb is not None and item.speaker is not None and capital and is_closed_by_a_stop(material, item)
    return sentence and len(item.forms) >= SENTENCE_WORDS


def is_reprinted(material: Material, item: Found) -> bool:
    """Whether the marks hold an article's own words, quoted whole: that is nobody's saying."""
    text = material.articles[item.unit.article].text
    inner = text[item.quotation.inner_start : item.quotation.inner_end]
    words = tuple(t.form for t in tokens_of(inner, 0, ""))
    return words in material.own_lines or (len(item.forms) > LONGEST_SAYING and holds_quotations(material, item))


def says_something(material: Material, item: Found) -> bool:
    """Whether words that nobody is named for are a statement, not a piece of a law's text or a charge: "un fichier
    «susceptible de porter atteinte à l'ordre public»". Unknown languages are given the benefit of the doubt."""
    words = material.lexicon(item.unit)
    text = material.articles[item.unit.article].text
    inner = text[item.quotation.inner_start : item.quotation.inner_end]
    if not words.known or inner[:1].isupper() or inner.endswith((".", "!", "?", "…")):
        return True
    grammar = speech(item.unit.language)
    verbs = words.finite | words.modals | (grammar.others | frozenset(grammar.pronouns) if grammar else frozenset())
    return bool(_ELIDED.search(inner)) or any(f in verbs or f.endswith(_FINITE_ENDINGS) for f in item.forms)


_FINITE_ENDINGS = ("ait", "aient", "erent", "erons", "era", "eront", "ons", "ez")


_ELIDED = re.compile(r"(?<!\w)(?:[jJcCnN]|[qQ]u)['’]")  # "j'ai", "n'est"


_WORK = re.compile(
    r"(?:film|livre|roman|chanson|album|ouvrage|titre|intitulee?s?|book|movie|song|novel|titled|entitled|headline[d]?)\W*$"
)
_SHOW = re.compile(
    r"\b(?:(?:emission|podcast|documentaire|serie|spectacle|piece|exposition|rubrique|chronique|documentary|exhibition)s?"
    r"(?: [\w']+){0,3},?|series|sendung|buch|lied|titel|programa|pelicula|libro|trasmissione|mostra|programme)\W*$"
)
"""Before a name that opens with a capital: "the exhibition “Salt roads”"."""

_BY_AN_AUTHOR = re.compile(
    r"\b(?:auteurs?|autrices?|auteures?|author|autor|autora|autore|autrice) (?:de|d'|of|del|di) ?\W*$"
)
_IS_A_WORK = re.compile(
    r"\W*(?:(?:c'est|is|es) )?(?:un|une|a|an|le|la|l'|the|el|il|um|uma)(?: \w+)? ?(?:documentaire|film|livre|roman"
    r"|reportage|enquete|document|podcast|long format|ouvrage|essai"
    r"|book|novel|documentary|pelicula|libro|romanzo|filme|livro)\b"
    r"|\W*\((?:ed\.|editions?|ediciones|edizioni|press\b)"
)
"""Behind marks: "«Les sources de l'Orne», un documentaire de X"."""

LONGEST_TITLE = 8
"""Words of a title without a stop: "invité de l'émission «Un dimanche au port»"."""


_ARTICLE = re.compile(r"\b(?:l'|(?:le|la|les|the|un|une|el|il)\b)\W*$")  # German nouns have capitals anyway


def is_work(material: Material, item: Found) -> bool:
    """The title of a film or book, not something said."""
    text = material.articles[item.unit.article].text
    lead = comparison_form(text[max(item.unit.start, item.quotation.start - 40) : item.quotation.start])
    inner = text[item.quotation.inner_start : item.quotation.inner_end]
    grammar = speech(item.unit.language)
    small = grammar.prepositions if grammar else frozenset()
    long = [w for w in inner.split() if len(w) > 3 and w not in small]
    titled = len(long) > 1 and all(w[0].isupper() for w in long)
    named = (
        inner[:1].isupper() and not inner[:3].isupper() and bool(_ARTICLE.search(lead))
    )  # "sur l'« Office des marées »"
    shown = inner[:1].isupper() and bool(_SHOW.search(lead))
    behind = comparison_form(text[item.quotation.end : min(item.quotation.end + 40, item.unit.end)])
    if inner[:1].isupper() and (_BY_AN_AUTHOR.search(lead) or _IS_A_WORK.match(behind)):
        return True
    return bool(_WORK.search(lead)) or titled or named or shown or _is_governed_title(inner, lead, item, grammar)


def _is_governed_title(inner: str, lead: str, item: Found, grammar: Speech | None) -> bool:
    """Whether a few words with a capital hang on a preposition: "dans «Midi et vous»". Sayings begin small there."""
    if grammar is None or item.unit.language.startswith("de") or not inner[:1].isupper():
        return False  # German writes nouns with a capital
    short = len(item.forms) <= LONGEST_TITLE and not inner.endswith((".", "!", "?", "…", ","))
    last = _LAST_WORD.search(lead)
    return short and last is not None and last.group(1) in grammar.joins - grammar.that - {"to"}


_LAST_WORD = re.compile(r"(\w+'?)[ \u00a0«“„\"]*$")


def is_foreign(material: Material, item: Found) -> bool:
    """A few words without a small word of the article's language: a title, a motto, a name."""
    inner = material.articles[item.unit.article].text[item.quotation.inner_start : item.quotation.inner_end]
    if item.speaker is not None and item.verb is not None and inner.islower():
        return False  # "said it had “encountered unanticipated site constraints”"
    small = material.lexicon(item.unit).stopwords
    return bool(small) and len(item.forms) < FULL_QUOTE_WORDS and small.isdisjoint(item.forms)


def is_closed_by_a_stop(material: Material, item: Found) -> bool:
    """Whether a quotation ends like a sentence, not like a heading in quotation marks."""
    text = material.articles[item.unit.article].text
    stops = (".", "!", "?", "…", ",", ")")
    return text[item.quotation.inner_start : item.quotation.inner_end].endswith(stops) or text.startswith(
        stops, item.quotation.end
    )
