"""Whether a capitalised run is a person, a body or a place, by its own words and what stands around it."""

from __future__ import annotations

import re
from functools import lru_cache

from digest.tell.gazetteer import Kind, flat, naming_words

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĜĞĠĢĤĪİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŜŞŠŢŤŪŮŰŲŴŶŹŻŽΑ-ΩЀ-Я"
_PERSON_AFTER = re.compile(r"^,? (?:\(?\d{2} ans\)?|\(?\d{2}\)?,|who\b|qui\b)")
_ROLE_BEHIND = re.compile(
    r", (?:l[ae] |l['’]|the |an? |une? |son |sa )?([\w-]+)(?= (?:of|for|at|de|du|des|à|au|en)\b| d['’]|[,.;)])"
)
_ROLE_AHEAD = re.compile(r"\b(?:l[ae] |l['’]|the |son |sa )([\w-]+)[^,.;:()«»“”\"]{0,40}, $")
_PLACE_BEFORE = re.compile(r"(?:\bin|\bnear|\bat|\bà|\bprès de|\bvers|\bnahe|\bbei) $")
_ARTICLE_BEFORE = re.compile(r"(?:\b(?:[Ll]es|[Dd]es|[Aa]ux|[Uu]ne?|[Aa]n?|[Tt]he) )$")
_WORD_BACKWARDS = re.compile(r"[ \u00a0]([\w-]+)")
_ACRONYM = re.compile(rf"^[{UPPER}]{{2,6}}$")
ROMAN = re.compile(r"^[IVXLC]+$")


_BODY_BEHIND = re.compile(
    r"(?: (?:said|says|told|announced|reported|warned|added|confirmed|declined|accused|wants|wrote|agreed|voted"
    r"|approved|ruled|spokes\w+|chief|chair\w*|president|director|officials?|members?|boss|leaders?|lawmakers?"
    r"|headquarters|executives?)\b"
    r"|['’]s (?:chief|chair\w*|president|director|head|board|spokes\w+|headquarters|members))"
)
_BODY_AHEAD = re.compile(
    r"(?:\b(?:according to|joined|told|by|sued|urged|asked) the |\b(?:according to|told|joined|works? for|sued) "
    r"|\b(?:president|chief|head|leader|members?|director|spokes\w+|chair\w*|secretary) of the )$"
)
_NOUN_BEHIND = re.compile(r"[ -][a-z]+(?:s|ment|tion|er|or|ing|age|al|ant)\b")


def _acts_as_body(text: str, start: int, end: int) -> bool:
    """Whether an acronym says, has members, or stands for a name with capitals: "the Board of River Pilots (BRP)". Most
    others are things."""
    if _BODY_BEHIND.match(text, end):
        return True
    if _BODY_AHEAD.search(text[max(0, start - 24) : start]) and not _NOUN_BEHIND.match(text, end):
        return True
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        letters = "".join(w[0] for w in re.findall(r"\b[A-Z][\w'’]*", text[max(0, start - 90) : start]))
        return letters.endswith(text[start:end])
    return False


def kind_here(text: str, start: int, end: int, titled: bool, language: str = "") -> Kind | None:
    words = naming_words()
    run = text[start:end]
    parts = [flat(p).strip(".") for p in run.split()]
    if len(parts) == 1 and parts[0] in words.things and run.isupper():
        return None
    if start == 0 and run.isupper() and run.isalpha() and len(run) > 4 and text.startswith(":", end):
        return "person"  # "NELSON: We have heard"
    called = len(parts) == 2 and parts[0] in words.first_names and (titled or role_before(text, start))
    if any(names_a_body(p) for p in parts) and not called:  # but "councillor Marion Church"
        return "organisation"
    if not titled and (noun := _noun_before(text, start)):
        if noun in words.streets:
            return "place"
        house = noun in words.houses and not _OFFICE_OF.search(text[max(0, start - 60) : start])
        if house or (noun in words.groups and len(run) > 3 and text[end : end + 2] not in ("'s", "’s")):
            return "organisation"
        if noun in words.vessels:
            return "other"
    short = len(parts) == 1 and run.isupper() and len(run) < 5
    if titled or (role_before(text, start) and not short):
        return "person"
    if len(parts) > 1 and parts[-1] in words.sure_places:
        return "place"  # "San Diego County, who"
    first_name = parts[0] in words.first_names or parts[0].split("-")[0] in words.first_names
    team = parts[0] in words.places_too and parts[-1].endswith("s") and text.endswith(("the ", "The "), 0, start)
    if len(parts) > 1 and first_name and parts[-1] in words.things_end:
        return "organisation" if parts[-1] in ("health", "observatory") else None
    if len(parts) > 1 and first_name and not team:  # "the Carolina Panthers"
        return "person"
    if (
        len(parts) > 1
        and parts[0] != "new"
        and not text.endswith(("the ", "The "), 0, start)
        and (_PERSON_AFTER.match(text[end : end + 12]) or _is_explained(text, start, end))
    ):
        return "person"
    if parts[0] in words.place_words or parts[-1] in words.place_words:
        return "place"
    if len(parts) == 1 and _ACRONYM.match(run) and not ROMAN.match(run):
        return "organisation" if language != "en" or _acts_as_body(text, start, end) else None
    if len(parts) == 1 and _PLACE_BEFORE.search(text[max(0, start - 12) : start]):
        return "place"
    alone = _ARTICLE_BEFORE.search(text[max(0, start - 6) : start])
    return "person" if parts[0] in words.first_names and len(parts) == 1 and not alone else None


@lru_cache(maxsize=16384)
def names_a_body(part: str) -> bool:
    """ "Committee", "banques", "Union-Tribune"."""
    bodies = naming_words().organisation_words
    if part in bodies or (part.endswith("s") and len(part) > 5 and part[:-1] in bodies):
        return True
    return "-" in part and part.rpartition("-")[2] in bodies - {"sachs", "church", "post"}


_OFFICE_OF = re.compile(
    r"\b(?:président|directeur|directrice|patron|proviseur|principal|maire|responsable|conservat|gérant|chef|secrétaire)\w*"
    r"(?: \w+)? (?:du|de la|de l['’]|des) ?\w+ $",
    re.I,
)
"""Before a house: "le président du musée X Y" is called X Y."""


def _noun_before(text: str, start: int) -> str:
    """The word right before a name that is written small, or "HMS": "l'association X Y", "the trawler X Y"."""
    ahead = text[max(0, start - 30) : start].rstrip("«“„\"‘' \u00a0\u202f") + " "
    before = _WORD_BACKWARDS.match(ahead[::-1])
    word = before[1][::-1] if before else ""
    word = _ELISION.sub("", word)
    return flat(word) if word[:1].islower() or word.isupper() else ""


_ELISION = re.compile(r"^[lLdD]['’]")


def role_before(text: str, start: int) -> bool:
    """Whether a word for an office stands before: "le ministre Lavrov"."""
    before = _WORD_BACKWARDS.match(text[max(0, start - 30) : start][::-1])
    return before is not None and flat(before[1][::-1]) in naming_words().roles


def _is_explained(text: str, start: int, end: int) -> bool:
    """Whether a role stands behind the comma, or the name between commas behind one: "le directeur de Z, X Y,"."""
    roles = naming_words().roles
    behind = _ROLE_BEHIND.match(text, end)
    if behind is not None and flat(behind.group(1)) in roles:
        return True
    ahead = _ROLE_AHEAD.search(text[max(0, start - 60) : start])
    return ahead is not None and text[end : end + 1] == "," and flat(ahead.group(1)) in roles
