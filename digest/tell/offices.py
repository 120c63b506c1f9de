"""Who holds an office that is told without a name: "a promis la maire", "the senator said"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.tell.clauses import Speaker
from digest.tell.gazetteer import flat, naming_words
from digest.tell.names import kind_of
from digest.tell.speech import Speech

if TYPE_CHECKING:
    from digest.tell.material import Material

LONGEST_ROLE = 70
"""Characters before a name in which its role begins."""

FEWEST_WORDS = 3
"""Words of a description that names an office and whose: "la ministre" alone may be another in another article."""

MOST_WORDS = 9
"""Words before a name that may be its role."""

_SENTENCE_END = re.compile(r"[.!?:;«»“”\"\n]\s")
_APPOSITION = re.compile(r", ([^,.;:«“\"()\n]{5,60})[,.]")


def holder(material: Material, article: int, place: int, phrase: str, grammar: Speech) -> Speaker | None:
    """Who "la ministre", "the mayor" is: the one person that the article has named so before, of fitting gender."""
    words = flat(phrase).replace("'", "' ").split()
    if len(words) != 2 or words[0] not in grammar.definite or words[1] not in _offices():
        return None
    gender = {"la": "f", "le": "m"}.get(words[0], "")
    held = _held_in(material, article, place, words[1], grammar)
    if len(held) != 1:
        return None
    name, speaker = next(iter(held.items()))
    known = material.gender(name)
    return speaker if not gender or not known or known == gender else None


def bearer(material: Material, article: int, speaker: Speaker, phrase: str, grammar: Speech) -> Speaker | None:
    """Who "le secrétaire d'Etat aux Ports" is: the one person whom articles of the story call so in these very words,
    before or behind the name, where this article has no other with that office. The phrase becomes the role."""
    words = _words(phrase)
    office = next((word for word in words[1:3] if word in _offices()), "")
    if len(words) < FEWEST_WORDS or words[0] not in grammar.definite or not office:
        return None
    names = material.called.get(" ".join(words[1:]), frozenset())
    if len(names) != 1 or not names.issuperset(_held_in(material, article, speaker.start, office, grammar)):
        return None
    (name,) = names
    gender = {"la": "f", "le": "m"}.get(words[0], "")
    known = material.gender(name)
    if gender and known and known != gender:
        return None
    opening = re.match(r"\w+(?:['’]\s*|\s+)", phrase)
    start = speaker.start + (opening.end() if opening else 0)
    return Speaker(speaker.start, speaker.end, name, (start, speaker.end))


def called(material: Material) -> dict[str, frozenset[int]]:
    """Roles in the words of the texts ("secretaire d' etat aux ports") → numbers of the names of persons who have them.

    Each run of words that ends before a name, and each apposition that stands whole behind one."""
    found: dict[str, set[int]] = {}
    for number, group in enumerate(material.name_groups):
        if kind_of(group) != "person":
            continue
        for o in group:
            text = material.articles[o.article].text
            ahead = _SENTENCE_END.split(text[max(0, o.start - LONGEST_ROLE) : o.start])[-1].rstrip(", ")
            words = _words(ahead)
            for size in range(FEWEST_WORDS - 1, min(len(words), MOST_WORDS) + 1):
                found.setdefault(" ".join(words[-size:]), set()).add(number)
            behind = _APPOSITION.match(text[o.end : o.end + LONGEST_ROLE])
            if behind is not None:
                words = _words(behind.group(1))
                for begin in (0, 1):  # with and without its article
                    found.setdefault(" ".join(words[begin:]), set()).add(number)
    return {role: frozenset(names) for role, names in found.items()}


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:-[^\W_]+)*'?", flat(text))


def _offices() -> frozenset[str]:
    naming = naming_words()
    return (naming.roles | naming.titles) - naming.kin


def _held_in(material: Material, article: int, place: int, role: str, grammar: Speech) -> dict[int, Speaker]:
    """Persons that an article names with an office, up to a place in it."""
    text = material.articles[article].text
    held: dict[int, Speaker] = {}
    for o, group in material.names_between(article, 0, place):
        if group in held or kind_of(material.name_groups[group]) != "person":
            continue
        ahead = text[max(0, o.start - LONGEST_ROLE) : o.start]
        following = text[o.end : o.end + LONGEST_ROLE]
        inserted = ahead.endswith(", ") and following[:1] in (",", ".", "")  # "la maire de Lunet, X,"
        if _names_role(ahead[:-2] if inserted else ahead, role, grammar) or _is_role_behind(following, role):
            held[group] = Speaker(o.start, o.end, group)
    return held


def _names_role(ahead: str, role: str, grammar: Speech) -> bool:
    """Whether the text before a name ends with its role: "la ministre de l'Economie ", "Mayor "."""
    words = re.findall(r"[\w-]+['’]?|[^\w\s]", ahead)
    at = next((i for i in range(len(words) - 1, -1, -1) if flat(words[i]) == role), None)
    if at is None:
        return False
    small = grammar.joins | grammar.definite | grammar.joined
    return all(w[0].isupper() or flat(w) in small or flat(w) in naming_words().not_names for w in words[at + 1 :])


def _is_role_behind(following: str, role: str) -> bool:
    """Whether a role stands behind the comma after a name: ", the town's former mayor"."""
    match = re.match(r",((?: [\w'’-]+){1,4})", following)
    return match is not None and role in re.findall(r"[\w-]+", flat(match.group(1)))
