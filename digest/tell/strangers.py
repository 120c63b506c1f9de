"""Quotations whose sentence names somebody who didn't say them: a title that acts, a question, what somebody minds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.tell.antecedents import Found
from digest.tell.sayings import FULL_QUOTE_WORDS
from digest.tell.speech import Speech
from digest.tell.subjects import holds_office
from digest.tell.tokens import Word

if TYPE_CHECKING:
    from digest.tell.material import Material

_QUESTIONED = frozenset(("interroge", "interrogee", "interroges", "questionne", "questionnee", "asked"))


def is_its_subject(material: Material, item: Found, behind: list[Word], grammar: Speech) -> bool:
    """Whether the words between the marks are what acts: "«Les gens du quai» appelle les élus à voter"."""
    text = material.articles[item.unit.article].text
    open_end = (
        not text[item.quotation.inner_start : item.quotation.inner_end].rstrip().endswith((",", "?", "!", ".", "…"))
    )
    titled = len(item.forms) < FULL_QUOTE_WORDS and text[item.quotation.inner_start].isupper()
    verb = behind[0].form if behind else ""
    return open_end and bool(grammar.closing) and (verb in grammar.weak or (titled and verb in grammar.strong))


def is_charge(ahead: list[Word], behind: list[Word], grammar: Speech) -> bool:
    """Whether the words name what somebody is charged with: "le président de la mission sur «le sel», X, avait dit"."""
    plain = [w for w in ahead if not w.is_mark]
    governed = bool(plain) and plain[-1].form in grammar.joins - grammar.that - {"to"} and holds_office(plain)
    named = len(behind) > 2 and behind[0].form == "," and behind[1].person and behind[2].form == ","
    return governed and named and not any(w.form in grammar.verbs for w in plain)


def is_asked(ahead: list[Word], grammar: Speech) -> bool:
    """ "When he was asked, “…” X answered": a question of somebody who isn't named."""
    plain = [w.form for w in ahead if not w.is_mark]
    if plain and plain[0] in _QUESTIONED and all(w.form != "," for w in ahead[:-1]):
        return True  # "Interrogé sur la «fuite des barques», X a ri"
    passive = plain[-1:] == ["asked"] and (len(plain) == 1 or plain[-2] in grammar.passive | {"when"})
    return passive and ahead[-1].form in (",", ":")
