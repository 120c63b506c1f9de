"""The grammar of saying, by language: verbs of speech and the small words around them. Read from tables/speech.toml,
where the keys are explained. A language without a section there has no attributed quotations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from digest import tables

_FRENCH_ENDINGS = ("e", "ent", "ait", "aient", "a", "erent", "e", "es", "ee", "ees", "ant", "era", "erait")

_INFINITIVES = (
    "dire poursuivre conclure repondre rencherir ecrire prevenir soutenir admettre reconnaitre promettre avertir savoir"
)


@dataclass(frozen=True)
class Speech:
    """Words are in comparison form."""

    verbs: frozenset[str]
    weak: frozenset[str]  # verbs of speech only directly at a quotation
    auxiliaries: frozenset[str]
    determiners: frozenset[str]
    of: frozenset[str]
    prepositions: frozenset[str]
    joined: frozenset[str]
    pronouns: dict[str, str]
    others: frozenset[str]
    inverted: str
    sources: frozenset[str]
    opening_sources: frozenset[str]
    that: frozenset[str]
    relative: frozenset[str]
    breaks: frozenset[str]
    adverbs: frozenset[str]
    definite: frozenset[str]
    raising: frozenset[str]
    passive: frozenset[str]
    infinitives: frozenset[str]
    closing: frozenset[str]
    no_speech: frozenset[str] = frozenset()
    said_at: frozenset[str] = frozenset()
    sayings: frozenset[str] = frozenset()
    receives: frozenset[str] = frozenset()
    going_on: frozenset[str] = frozenset()
    finite: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    citing: frozenset[str] = frozenset()
    quoting: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    adding: frozenset[str] = frozenset()
    verb_second: frozenset[str] = frozenset()
    opening_adverbs: frozenset[str] = frozenset()
    saying_so: frozenset[str] = frozenset()
    said_so: frozenset[str] = frozenset()
    pasts: frozenset[str] = frozenset()
    many: frozenset[str] = frozenset()
    many_ending: str = ""
    elided: frozenset[str] = frozenset()

    @cached_property
    def strong(self) -> frozenset[str]:
        """Verbs that speak wherever they stand."""
        return self.verbs - self.weak

    @cached_property
    def no_subject_first(self) -> frozenset[str]:
        """Openings of a sentence whose subject stands behind its first comma."""
        return (self.joins | self.adverbs | self.breaks) - self.determiners

    @cached_property
    def clauses(self) -> frozenset[str]:
        """What opens a relative clause and nothing else."""
        return self.relative - self.that - self.determiners

    @cached_property
    def joins(self) -> frozenset[str]:
        """What stands before a noun that hangs on another."""
        return self.prepositions | self.of

    @cached_property
    def opens_no_subject(self) -> frozenset[str]:
        return (self.relative | self.breaks | self.that) - self.determiners

    @cached_property
    def on_the_way(self) -> frozenset[str]:
        """What may stand between a verb and its subject."""
        return self.adverbs | self.auxiliaries | self.verbs

    @cached_property
    def no_office(self) -> frozenset[str]:
        """Words that don't begin the name of an office."""
        small = self.joins | self.breaks | self.relative | self.adverbs | self.auxiliaries | self.that | self.others
        return small | self.verbs | self.sources | frozenset(self.pronouns)

    @cached_property
    def no_noun(self) -> frozenset[str]:
        return self.no_office | self.determiners


@cache
def speech(language: str) -> Speech | None:
    """The grammar for an ISO code."""
    section = tables.read_toml("tell/tables/speech.toml").get(language[:2].lower())
    if section is None:
        return None
    verbs = set(section["verbs"].split())
    for infinitive in section["regular"].split():
        verbs.update(_french_forms(infinitive))
    infinitives = frozenset(section["regular"].split()) | frozenset(_INFINITIVES.split())
    plain = ("pronouns", "inverted", "regular", "verbs", "many_ending")
    sets = {key: frozenset(value.split()) for key, value in section.items() if key not in plain}
    return Speech(
        verbs=frozenset(verbs),
        pronouns=section["pronouns"],
        inverted=section["inverted"],
        many_ending=section.get("many_ending", ""),
        infinitives=infinitives,
        **sets,
    )


def _french_forms(infinitive: str) -> set[str]:
    """Forms in which papers use a verb of the first group: "interroger" keeps its sound, "rappeler" doubles."""
    root = infinitive.removesuffix("er")
    forms = {root + ending for ending in _FRENCH_ENDINGS}
    if root.endswith("g"):
        forms |= {root + "eait", root + "eant", root + "ea"}
    if root.endswith(("el", "et")):
        forms |= {root + root[-1] + "e", root + root[-1] + "ent"}
    if root.endswith("y"):
        forms |= {root[:-1] + "ie", root[:-1] + "ient"}
    return forms
