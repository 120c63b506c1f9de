"""Whether a sentence can be read alone: whole, a statement, and hanging on nothing that stood before it."""

from __future__ import annotations

import re
from dataclasses import replace

from digest.tell.alignment import is_sentence
from digest.tell.lexicon import Lexicon, stem
from digest.tell.material import Material
from digest.tell.references import has_no_verb, opens_with_a_label
from digest.tell.speech import speech
from digest.tell.units import Unit
from digest.text import fold

FEWEST_WORDS = 8
"""Words: shorter ones are run-in subheads, cries and answers."""

SHORT = 14
"""Words: a caption left in the text is shorter."""

CAPITALS, GERMAN_CAPITALS = 0.4, 0.8
"""Share of a caption's content words that are written with a capital: names; in German all nouns are."""

LAST_STANDFIRST = 2
"""Last place of a paragraph above the text."""

FEWEST_OF_STANDFIRST = 10
"""Words of a standfirst without a stop: shorter ones are subheads."""

VERB_LANGUAGES = ("fr", "en")
"""Languages in which a line without a verb is known for one."""

MOST_WORDS = 55
"""Words: a longer one is no brief line."""

_ENDS = (".", "!", "…", ".»", "»", "”", '"', "。", "।", "۔", ")")
_CLOSERS = ')]»”" '
_VERB_ENDINGS = ("ed", "ait", "aient", "eront", "erent", "aron", "aram", "arono")
_MARKUP = re.compile(
    r" ,|,,|&\w+;|^[(\[]\d+[)\]]|https?://|www\.|[\w.]+@[\w.]+|[|{}<>]|_{2,}|\*{2,}|\((?:[Ll]ire|[Vv]oir|[Ss]ee) "
)
_PARTS_OF_MARKUP = (
    " ,",
    ",,",
    "&",
    "://",
    "www.",
    "@",
    "|",
    "{",
    "}",
    "<",
    ">",
    "__",
    "**",
    "(lire ",
    "(Lire ",
    "(voir ",
    "(Voir ",
    "(see ",
    "(See ",
)
"""One of these stands in all markup that doesn't open a line with a bracket: a look for each costs a tenth of the
pattern."""
_DAY_OF_A_YEAR = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}, \d{4}\b")
_LEADING = re.compile(r"^[\s«»“”„\"'‘(\[—–•-]+")
_COUNTS_SOMETHING = re.compile(r"\ben (?:a|ont|avait|avaient|compte|comptait) (?:\w+ )?\d")
"""French "en" for what was named before: "Le comité en a compté 54"."""
_SOMEBODYS = re.compile(r"\b(?:l[ae]|du|au|à) (?:la )?sien(?:ne)?\b")
"""French possessives for what was named before: "chaque maison porte la sienne"."""
_ORDINAL = re.compile(
    r"(?:l[ea]s?|the) (?:premi|second|deuxieme|troisieme|quatrieme|derni|first|third|fourth|last)\w* (\w+)\b"
)
"""One of a row that stood before: "La troisième est sportive", but not "Le premier ministre a…"."""
_OWNED = re.compile(r"(?:l'|\w+ )\w+ (?:de|of) (?:son|sa|ses|leurs?|his|her|their|its)\b")
"""Somebody's who stood before: "L'emplacement de son domicile"."""
_WORD_IN_ORDER = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


def stands_alone(material: Material, unit: Unit) -> bool:
    """Whether a reader who sees nothing else understands the sentence."""
    known = material.standing
    if unit.number not in known:
        known[unit.number] = _stands_alone(material, unit)
    return known[unit.number]


def is_standfirst(material: Material, unit: Unit) -> bool:
    """Whether a paragraph above the text is a sentence to which only the stop is missing, as in many standfirsts."""
    following = material.article_units(unit.article)[unit.place + 1 : unit.place + 2]
    opens = unit.place <= LAST_STANDFIRST and bool(following) and following[0].block_start != unit.block_start
    if not opens or len(unit.tokens) < FEWEST_OF_STANDFIRST or unit.language[:2] not in VERB_LANGUAGES:
        return False
    last = unit.tokens[-1]
    if not last.stem or unit.text[last.end - unit.start :].strip(_CLOSERS):
        return False
    closed = replace(unit, text=f"{unit.text}.")
    return _stands_alone(material, closed) and shows_a_verb(material, unit)


def _stands_alone(material: Material, unit: Unit) -> bool:
    return (
        unit.kind in ("paragraph", "standfirst", "other")
        and is_whole(unit)
        and FEWEST_WORDS <= len(unit.tokens) <= MOST_WORDS
        and not opens_with_a_label(unit)
        and not hangs(material, unit)
        and quoted_share(material, unit) <= 0.5
        and not speaks_of_itself(material, unit)
        and is_sentence(unit)
        and not _is_caption(material, unit)
    )


def _is_caption(material: Material, unit: Unit) -> bool:
    """ "X et Y, le 6 décembre à Gdansk.": short, mostly names, and no verb that the lexicon knows. In English also
    "The harbour master speaks at a hearing in Orsel November 8, 2031.": in the present, with a day and its year."""
    finite = unit.forms & material.lexicon(unit).finite
    if unit.language.startswith("en") and not finite and _DAY_OF_A_YEAR.search(unit.text):
        return not any(form.endswith(_VERB_ENDINGS) for form in unit.forms)
    if finite == {"a"} and not re.search(r"\ba\b", unit.text):
        finite = frozenset()  # "à Gdansk"
    if len(unit.tokens) >= SHORT or finite:
        return False
    if any(form.endswith(_VERB_ENDINGS) for form in unit.forms):
        return False
    if unit.language.startswith("fr") and not has_no_verb(material, unit):
        return False
    content = [t for t in unit.tokens if t.stem]
    share = GERMAN_CAPITALS if unit.language.startswith("de") else CAPITALS
    return sum(t.capital for t in content) >= share * len(content)


def shows_a_verb(material: Material, unit: Unit) -> bool:
    """Whether something in it may be a finite verb."""
    if unit.language.startswith("fr"):
        return not has_no_verb(material, unit)
    return not unit.forms.isdisjoint(material.lexicon(unit).finite)


def is_whole(unit: Unit) -> bool:
    """Ends as a statement ends, asks nothing, closes what it opens, and is no heading in capitals."""
    text = unit.text
    if text.startswith("("):
        return False
    if not text.endswith(_ENDS) or text.endswith(("...", "…", "(...)")) or "?" in text or _has_markup(text):
        return False
    if text.count("(") != text.count(")") or text.count("«") != text.count("»") or text.count("“") != text.count("”"):
        return False
    if text.count('"') % 2 or text.count("[") != text.count("]"):
        return False
    return not unit.is_shouted


def _has_markup(text: str) -> bool:
    possible = text.startswith(("(", "[")) or any(part in text for part in _PARTS_OF_MARKUP)
    return possible and _MARKUP.search(text) is not None


def hangs(material: Material, unit: Unit) -> bool:
    """Opens with a connector or pronoun, or uses a pronoun before anything that it could stand for."""
    words = material.lexicon(unit)
    folded = fold(_LEADING.sub("", unit.text[:90]))
    ordered = _WORD_IN_ORDER.findall(folded)
    if not ordered:
        return True
    first = ordered[0]
    if not words.openings.isdisjoint((first, first.partition("'")[0], first.partition("-")[0])):
        return True
    french = unit.language.startswith("fr")
    if words.hangs(folded) or (
        french and (_COUNTS_SOMETHING.search(unit.text) or ("sien" in unit.text and _SOMEBODYS.search(unit.text)))
    ):
        return True
    ordinal = _ORDINAL.match(folded)
    if _OWNED.match(folded) or (ordinal is not None and ordinal.group(1) in words.finite):
        return True
    if unit.language.startswith("en") and _is_headless(unit, first, words.finite):
        return True
    if _opens_with_somebody(ordered, words, unit.language):
        return True
    return _pronoun_comes_first(material, unit) or _points_back(material, unit)


def _opens_with_somebody(ordered: list[str], words: Lexicon, language: str) -> bool:
    """ "L'homme a été…", "The man was…", but not "La femme qui tenait la barre a été…"."""
    elided = "'" in ordered[0] and ordered[0].partition("'")[2] in words.people
    if not elided and not (len(ordered) > 1 and ordered[1] in words.people and len(ordered[0]) <= 3):
        return False
    grammar = speech(language)
    following = ordered[1 if elided else 2 :][:1]
    return grammar is None or language.startswith("de") or not grammar.relative.intersection(following)


def _is_headless(unit: Unit, first: str, finite: frozenset[str]) -> bool:
    """ "Will have double thrust.": an English statement that opens with its verb, unlike "Will Smith has"."""
    return first in finite and not (len(unit.tokens) > 1 and unit.tokens[1].capital)


def _points_back(material: Material, unit: Unit) -> bool:
    """Connectors inside the sentence, and demonstratives before a noun that the sentence hasn't had: "L'établissement
    devait donc fermer", "cette amie", but not "cette année", nor "un fichier … ce fichier"."""
    words = material.lexicon(unit)
    if unit.forms.isdisjoint(words.connectors) and unit.forms.isdisjoint(words.demonstratives):
        return False
    tokens = unit.tokens
    said: set[str] = set()
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if not material.in_quotation(unit.article, token.start):
            if token.form in words.connectors:
                return True
            noun = following.form if following is not None else ""
            ahead = unit.text[: token.start - unit.start].rstrip()
            described = place > 3 and ahead.endswith(",") and _ends_with_a_person(material, unit, token.start)
            if token.form in words.demonstratives and noun and noun not in words.moments and stem(noun) not in said:
                return not described  # "X, cette femme de 52 ans, …"
        if token.stem:
            said.add(token.stem)
    return False


def _ends_with_a_person(material: Material, unit: Unit, end: int) -> bool:
    named = material.names_between(unit.article, unit.start, end)
    return bool(named) and named[-1][1] in material.persons and end - named[-1][0].end <= len(", ")


def _pronoun_comes_first(material: Material, unit: Unit) -> bool:
    words = material.lexicon(unit)
    tokens = unit.tokens
    people = material.persons
    named = {o.start for o, group in material.names_between(unit.article, unit.start, unit.end) if group in people}
    for place, token in enumerate(tokens):
        if material.in_quotation(unit.article, token.start):
            continue
        bare = token.form.rpartition("'")[2] if "'" in token.form else token.form
        if bare in words.pronouns or bare.rpartition("-")[2] in words.pronouns:
            following = tokens[place + 1].form if place + 1 < len(tokens) else ""
            may_be_nobody = bare.rpartition("-")[2] in ("it", "il", "es", "se")
            if may_be_nobody and (following.partition("'")[0] in words.impersonal or following in words.impersonal):
                continue
            return True
        if token.start in named:
            return False
        if token.stem and place >= 5:
            return False
    return False


def quoted_share(material: Material, unit: Unit) -> float:
    """Share of the sentence's characters that stand in quotation marks."""
    inside = sum(
        max(0, min(q.end, unit.end) - max(q.start, unit.start))
        for q in material.quotations_between(unit.article, unit.start, unit.end)
    )
    return inside / max(1, unit.end - unit.start)


def speaks_of_itself(material: Material, unit: Unit) -> bool:
    """First person outside quotation marks: an opinion, a report in the first person, or the page's own voice."""
    voice = material.lexicon(unit).own_voice
    return any(t.form in voice and not material.in_quotation(unit.article, t.start) for t in unit.tokens)
