"""Whether a date belongs to a clause inside the sentence rather than to its main statement: "X, qui avait été élu en
2019, a démissionné", "the park reopened after the storm of March". Such a date isn't when the sentence's fact was."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from digest import tables
from digest.tell.speech import speech
from digest.tell.tokens import Word

if TYPE_CHECKING:
    from digest.model import DateMention
    from digest.tell.material import Material
    from digest.tell.units import Unit


@dataclass(frozen=True)
class _Words:
    since: frozenset[str]
    relative: frozenset[str]
    before_gerund: frozenset[str]
    function: frozenset[str]
    helpers: frozenset[str]
    irregular: frozenset[str]
    subordinators: frozenset[str]
    participles: frozenset[str]
    planned: frozenset[str]
    programme: frozenset[str]
    claims: frozenset[str]
    occasions: frozenset[str]


@cache
def _words() -> _Words:
    table = tables.read_toml("tell/tables/dating.toml")
    return _Words(**{key: frozenset(value.split()) for key, value in table.items()})


SHORT_PLACE = 4
"""Words of a place between a comma and a date: "à Los Angeles en"."""

LONGEST_INSERTED = 10
"""Words of a phrase between commas that has no verb of its own."""


def in_clause(material: Material, unit: Unit, mention: DateMention) -> bool:
    """Whether the date lies in a relative clause, in an inserted phrase without a verb of its own, or is what something
    was before, after, since or until."""
    words = material.words_of_unit(unit)
    before = [w for w in words if w.end <= mention.start]
    behind = [w for w in words if w.start >= mention.end]
    if not before:
        return False
    segment = _segment(before)
    return (
        _is_of_another_year(behind)
        or _is_second_statement(before, imprecise=mention.day is None and mention.weekday is None)
        or _is_governed(before, segment, imprecise=mention.day is None and mention.weekday is None)
        or _is_relative(before, segment, behind)
        or (_is_inserted(before, segment, behind))
        or _names_an_event(before, segment, behind)
        or _is_apposition(before, segment)
        or _is_reduced(before, segment)
        or _is_in_brackets(before, behind)
        or _is_of_his_own(segment)
        or (unit.language == "en" and _is_reduced_in_english(segment, behind))
        or (unit.language == "de" and _is_before_the_verb(before, behind))
    )


def _is_in_brackets(before: list[Word], behind: list[Word]) -> bool:
    opened = max((i for i, w in enumerate(before) if w.form == "("), default=-1)
    return opened > max((i for i, w in enumerate(before) if w.form == ")"), default=-1) and any(
        w.form == ")" for w in behind
    )


def _is_of_his_own(segment: list[Word]) -> bool:
    """ "blamed him for his arrest in May": the date is the noun's."""
    at = next((i for i, w in enumerate(segment) if w.form == "for" and i + 2 < len(segment)), None)
    if at is None or segment[at + 1].form not in _OWNERS:
        return False
    return any(w.form in _FATES for w in segment[at + 2 : at + 4]) and not has_verb(segment[at + 2 :])


_OWNERS = frozenset(("his", "her", "its", "their"))
_FATES = frozenset(
    ["arrest", "death", "removal", "killing", "murder", "conviction", "detention", "election", "dismissal"]
)


def _is_reduced_in_english(segment: list[Word], behind: list[Word]) -> bool:
    """ "rules passed in 2012 are in use", "dropped a claim made against X in 2010": a participle behind its noun, where
    the statement has another verb."""
    last = next((i for i in range(len(segment) - 1, 0, -1) if _is_english_past(segment[i])), 0)
    if not last or not _may_be_noun(segment[last - 1], opens=last == 1) or segment[last - 1].form in _words().occasions:
        return False
    following = behind[0] if behind else None
    near = all(w.form in _words().function for w in segment[last + 1 :])
    if near and following is not None and (following.form in _words().helpers or _is_english_present(following)):
        return True
    clause = max((i for i, w in enumerate(segment[:last]) if w.form in _NEW_CLAUSE), default=-1)
    return has_verb([w for w in segment[clause + 1 : last - 1] if w.form != "a"])


_NEW_CLAUSE = frozenset(
    ["and", "but", "or", "that", "who", "which", "where", "when", "if", "while", "as", "because", "so", "than"]
)


def _may_be_noun(word: Word, *, opens: bool) -> bool:
    english = speech("en")
    small = english.no_noun | _words().function | _words().helpers | _NEW_CLAUSE if english else _NEW_CLAUSE
    plain = word.form.isalpha() and word.name is None and (opens or not word.capital) and not word.form.endswith("ly")
    return plain and word.form not in small | _NO_NOUNS and not _is_english_past(word) and len(word.form) > 2


_NO_NOUNS = frozenset(
    ["first", "once", "never", "soon", "twice", "still", "all", "both", "each", "together", "long", "ever"]
)


def _is_english_present(word: Word) -> bool:
    english = speech("en")
    known = english is not None and word.form in english.no_noun
    plain = word.form.endswith("s") and not word.form.endswith(("ss", "us", "is")) and not word.capital
    return plain and len(word.form) > 4 and not known and word.form.isalpha()


def _is_before_the_verb(before: list[Word], behind: list[Word]) -> bool:
    """Whether a date stands behind a German noun and before the verb: "Der Brand Anfang Mai hat …"."""
    opening = next((i + 1 for i in range(len(before) - 1, -1, -1) if before[i].form in (":", ";")), 0)
    ahead = [w for w in before[opening:] if w.form not in _words().function]
    german = speech("de")
    verbs = german.verbs | german.passive | german.auxiliaries if german is not None else frozenset[str]()
    if not ahead or any(w.form in _words().helpers | verbs and not w.capital for w in before[opening:]):
        return False
    return bool(behind) and any(w.form in _words().helpers for w in _until_comma(behind)[:12])


def _is_of_another_year(behind: list[Word]) -> bool:
    """ "on June 12 last year", "le 12 juin de l'an dernier": a day whose year the calendar doesn't tell."""
    forms = [w.form for w in behind[:4]]
    return forms[:2] in (["last", "year"], ["next", "year"]) or "".join(forms).startswith(_OTHER_YEARS)


_OTHER_YEARS = tuple(
    lead + year + which
    for lead in ("", "de")
    for year in ("l'an", "l'annee")
    for which in ("dernier", "derniere", "passe", "passee", "prochain", "prochaine")
)


def _is_second_statement(before: list[Word], *, imprecise: bool) -> bool:
    """ "Finch won 41-2 and Hadley had a margin of thirty in 1988": the year is of what is behind the "and"."""
    at = next((i for i in range(len(before) - 1, 0, -1) if before[i].form in ("and", "et")), 0)
    if not imprecise or not at or at + 2 >= len(before) or not before[at + 1].person:
        return False
    return has_verb(before[:at]) and has_verb(before[at + 2 :])


def _segment(before: list[Word]) -> list[Word]:
    """The words since the last comma."""
    last = max((i for i, w in enumerate(before) if w.form in (",", ";", ":", "(", "–", "—")), default=-1)
    return before[last + 1 :]


def _is_governed(before: list[Word], segment: list[Word], *, imprecise: bool) -> bool:
    """Behind "since", "after", "until" in the same stretch, or in the one before: "Après une visite, fin 2007, …"."""
    for i, word in enumerate(segment):
        following = segment[i + 1 : i + 3]
        court = word.form == "before" and len(following) == 2 and following[1].capital  # "testified before the House"
        if word.form in _words().since and not court:
            return True
    if imprecise and any(w.form in ("lors", "during") for w in segment):
        return True  # "les rumeurs sur sa première victoire, lors du Tour en 1999"
    ahead = _segment(before[: len(before) - len(segment) - 1])
    short = not _content(segment) or (len(segment) <= SHORT_PLACE and not has_verb(segment + ahead))
    if short and any(w.form in _words().since for w in ahead):
        return True  # "depuis son retour au club, à Norvale en 2028"
    pairs = pairwise(segment)
    return any(a.form in _words().before_gerund and b.form.endswith("ing") for a, b in pairs)


def _content(words: list[Word]) -> list[Word]:
    return [w for w in words if w.form not in _words().function and not w.is_mark]


def _is_relative(before: list[Word], segment: list[Word], behind: list[Word]) -> bool:
    """After "qui", "who", with nothing that ends the clause in between."""
    if any(w.form in _words().relative and i for i, w in enumerate(before) if w in segment):
        return True
    if any(a.form == "that" and (b.form in _words().helpers or _is_english_past(b)) for a, b in pairwise(segment)):
        return True  # "a capsule that was planned to fly in 2019"
    if _tells_what_kind(before, segment):
        return True
    if any(w.form in _THESES for w in before):
        return True  # "la thèse selon laquelle la fraude, d'une part, …, d'autre part, …"
    commas = [i for i, w in enumerate(before) if w.form == ","]
    if not commas:
        return False
    if behind and has_verb(behind[:1]):
        return False  # ", which makes chips, on Monday raised"
    opening = commas[-2] if len(commas) > 1 else -1
    earlier = before[opening + 1 : commas[-1]]  # ", dont le maire, élu en 2020, …"
    return bool(earlier) and opening >= 0 and earlier[0].form in _words().relative and not has_verb(segment)


def _tells_what_kind(before: list[Word], segment: list[Word]) -> bool:
    """ "liked photos that Mr. X posted on Wednesday": a clause about a thing, where nothing is said or thought."""
    told = speech("en")
    at = next((i for i in range(len(segment) - 1, 0, -1) if segment[i].form == "that"), 0)
    if not at or told is None or segment[at - 1].is_mark or segment[at - 1].name is not None:
        return False
    owner = segment[at + 1 : at + 3]
    named = any(w.person or w.form in told.pronouns for w in owner) and not any(
        w.form in told.prepositions for w in owner
    )
    acts = any(_is_english_past(w) for w in segment[at + 2 : at + 4])
    ahead = before[: len(before) - len(segment) + at]
    return named and acts and not any(w.form in told.strong or w.form in _words().claims for w in ahead)


_THESES = frozenset(("laquelle", "lequel", "lesquelles", "lesquels"))


def _is_inserted(before: list[Word], segment: list[Word], behind: list[Word]) -> bool:
    """ "La neige, épaisse de 70 centimètres fin février, a fondu": between commas, and opened by no word of time."""
    if _is_between_dashes(before, behind):
        return True
    if len(segment) == len(before) or not 1 <= len(segment) <= LONGEST_INSERTED or segment[0].form in _words().function:
        return False
    if before[-len(segment) - 1].form != ",":
        return False
    closed = any(w.form == "," for w in behind[:8])
    return closed and not has_verb(segment) and not has_verb(_until_comma(behind))


def _is_between_dashes(before: list[Word], behind: list[Word]) -> bool:
    """ "la Commission - prévenue lundi - donnera son feu vert"."""
    opened = sum(w.form in _DASHES for w in before) % 2 == 1
    return opened and any(w.form in _DASHES for w in behind)


_DASHES = frozenset(("-", "–", "—"))


def _until_comma(words: list[Word]) -> list[Word]:
    end = next((i for i, w in enumerate(words) if w.form == ","), len(words))
    return words[:end]


def _names_an_event(before: list[Word], segment: list[Word], behind: list[Word]) -> bool:
    """ "le refus lundi de la Chambre", "après la mort, mercredi soir, de l'auteur": the date is the noun's."""
    rest = [w for w in behind if w.form not in ("soir", "matin", "midi", "apres-midi", "nuit", ",")]
    against = bool(rest) and rest[0].form in ("on", "against") and bool(segment) and segment[-1].form == "in"
    if against and not has_verb(segment[-4:]):
        return True  # "the inquiry into the attacks in 2012 on a post"
    if not rest or rest[0].form not in ("de", "du", "d'", "des", "of", "entre", "between"):
        return False
    words = segment or before
    last = _content(words)[-1:]
    return bool(last) and not last[0].participle and not has_verb(words[-4:])


def _is_apposition(before: list[Word], segment: list[Word]) -> bool:
    """ "The draft is silent on the Tide, the trawler seized on 19 February": the main statement stands ahead."""
    ahead = before[: len(before) - len(segment)]
    if not ahead or ahead[-1].form != "," or not segment or segment[0].form not in ("the", "a", "an"):
        return False
    plain = [w for w in segment if w.form in _words().helpers | _words().irregular]
    return (
        not plain
        and _is_english_past(segment[-2 if segment[-1].form in _words().function else -1])
        and (ahead[0].form not in _words().subordinators and has_verb(ahead))
    )


def _is_reduced(before: list[Word], segment: list[Word]) -> bool:
    """ "la chanson écrite par X en mars": a participle without its verb, and none behind it."""
    at = next(
        (
            i
            for i in range(len(segment) - 1, -1, -1)
            if segment[i].participle or segment[i].form in _words().participles or _is_done_by(segment, i)
        ),
        None,
    )
    if at is None or (at == 0 and len(segment) == len(before)):
        return False
    rest = segment[at + 1 :]
    if any(w.form in _words().helpers for w in segment[max(0, at - 4) : at]) or has_verb(rest):
        return False
    return any(w.form in ("par", "de", "du", "d'") for w in rest) or segment[at].form in _words().planned


def _is_done_by(segment: list[Word], i: int) -> bool:
    """ "envahi par la Chine en 1949": a participle that its form doesn't show, before whoever did it."""
    ends = segment[i].form.endswith(("i", "ie", "is", "ies", "u", "ue", "us", "ues", "it", "ite", "ert", "erte"))
    return ends and i + 1 < len(segment) and segment[i + 1].form == "par"


def has_verb(words: list[Word]) -> bool:
    """Whether a statement shows among the words, as far as forms tell."""
    return any(
        w.form in _words().helpers or w.form.endswith(("ait", "aient", "erent", "era", "eront")) or _is_english_past(w)
        for w in words
    )


def _is_english_past(word: Word) -> bool:
    return word.form in _words().irregular or (word.form.endswith("ed") and len(word.form) > 4 and not word.capital)


FARTHEST_TENSE = 12
"""Words before a date among which the verb that it belongs to stands."""


def nearest_tense(before: list[Word], future: frozenset[str]) -> Literal["past", "future", "planned"] | None:
    """How the last English verb before a date speaks: "said Monday that it will", "will be closed Monday"; "planned"
    where a past verb tells a plan: "was scheduled to leave Sunday"."""
    near = before[-FARTHEST_TENSE:]
    if any(w.form in _words().occasions for w in near[-2:]) and any(
        w.form in ("in", "at", "during") for w in near[-5:]
    ):
        return "past"  # "admitted that they will lose in an interview Tuesday"
    for i in range(len(near) - 1, -1, -1):
        form = near[i].form
        noun = form == "plans" and (i + 1 == len(near) or near[i + 1].form != "to")
        if form in future and not noun:
            was = any(w.form in ("was", "were", "been") for w in near[max(0, i - 2) : i])
            return "planned" if was else "future"
        if form in ("would", "could"):
            return "planned"
        if form in ("was", "were", "had", "did") and not any(w.form in future for w in near[i + 1 : i + 3]):
            return "past"
        passive = any(w.form in ("be", "been", "being", "is", "are", "to") for w in near[max(0, i - 2) : i])
        if _is_english_past(near[i]) and form not in future and not passive:
            return "past"
    return None


def is_on_the_programme(before: list[Word], behind: list[Word]) -> bool:
    """Whether a weekday stands with a present that tells what is to come as often as what was: "faces Norvale on
    Sunday", "Tuesday is the deadline", "Le Havre reçoit Lens samedi"."""
    if (
        behind
        and behind[0].form in ("is", "are", "est", "sont")
        and not any(w.form in _words().helpers for w in before[-FARTHEST_TENSE:])
    ):
        return True
    if before and before[-1].form in ("is", "are", "est", "sont"):
        return True  # "The election is Thursday"
    for word in reversed(before[-2 * FARTHEST_TENSE :]):
        if word.form in _words().helpers or word.participle or _is_english_past(word):
            return False
        if word.form in _words().programme:
            return True
    opens = not before or all(w.form in _words().function for w in before)
    return opens and any(w.form in _words().programme for w in behind[:FARTHEST_TENSE])
