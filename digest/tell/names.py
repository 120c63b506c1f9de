"""Persons, organisations and places under one name across outlets.

"M. Kerry" and "Kerry" are John Kerry where only one full name of the story, or of the article, has that surname. Where
two have it, the bare surname stays a name of its own: a wrong merger is worse than a double entry."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from digest.model import Mention, Name
from digest.tell.gazetteer import Kind, flat, long_forms, naming_words
from digest.tell.occurrence import Occurrence

if TYPE_CHECKING:
    from digest.tell.material import Material

Group = list[Occurrence]


def names(material: Material) -> tuple[Name, ...]:
    """Most often mentioned first. What is neither person, organisation nor place must stand in two texts."""
    rows = []
    lowered = material.lowered
    for group in material.name_groups:
        kind = kind_of(group)
        if all(not o.key and not o.titled and len(o.parts) == 1 and o.parts[0] in lowered for o in group):
            continue
        texts = {material.text_numbers[o.article] for o in group}
        full = any(len(o.parts) > 1 for o in group) or any(o.key for o in group)
        if kind == "other" and (len(texts) < 2 or len(group) < 3):
            continue
        if kind != "other" and not full and len(group) < 2 and not group[0].titled:
            continue
        rows.append(_name(material, group, kind))
    ranked = sorted(rows, key=lambda n: (-len(n.mentions), n.name))
    return tuple(ranked[: material.options.names])


def _name(material: Material, group: Group, kind: Kind) -> Name:
    forms = Counter(o.text for o in group)
    shown = display_form(group, kind)
    others = sorted((f for f in forms if f != shown), key=lambda f: (-forms[f], f))
    mentions = tuple(Mention(material.articles[o.article].path, o.start, o.end) for o in group)
    return Name(shown, kind, tuple(others), mentions)


def display_form(group: Group, kind: Kind) -> str:
    """The fullest published form: whole names before acronyms and surnames, accents before none, then the commonest."""
    forms = Counter(o.text for o in group)

    def rank(form: str) -> tuple[object, ...]:
        acronym = form.replace(".", "").isupper() and len(form) <= 6
        words = min(len(form.split()), 2) if kind == "person" else 1
        shouted = form.isupper() and len(form) > 4
        return (not acronym, not shouted, words, forms[form], sum(not c.isascii() for c in form), len(form), form)

    return max(forms, key=rank)


def kind_of(group: Group) -> Kind:
    """What most evidence says; a list outranks the rest."""
    listed = next((o.kind for o in group if o.key), None)
    if listed:
        return listed
    votes = Counter(o.kind for o in group if o.kind)
    if votes["person"] and not votes["organisation"]:
        return "person"
    best = max(votes, key=lambda k: (votes[k], str(k)), default=None)
    if best == "place" and (votes["place"] * 4 <= len(group) or (votes["place"] == 1 and len(group) == 2)):
        return "other"  # "coûté un million à Translittoral": one "à" in many mentions is no place
    return best or "other"


def group_names(occurrences: list[Occurrence], material: Material) -> list[Group]:
    """Occurrences that mean one name, in reading order."""
    found = _at_full_names(occurrences, material.lowered)
    listed: dict[str, Group] = defaultdict(list)
    full: dict[tuple[str, ...], Group] = defaultdict(list)
    bare: dict[str, Group] = defaultdict(list)
    for occurrence in found:
        if occurrence.key:
            listed[occurrence.key].append(occurrence)
        elif len(occurrence.parts) == 2 and _generation(occurrence.parts):
            bare[_with_generation(occurrence.parts)].append(occurrence)
        elif len(occurrence.parts) > 1:
            full[_full_key(occurrence)].append(occurrence)
        elif not _generation(occurrence.parts):
            bare[_surname(occurrence.parts)].append(occurrence)
    sons = _sons(full, bare)
    groups = _merge_full(full, sons)
    left = _attach_bare(groups, bare, material, sons)
    every = list(listed.values()) + groups + left
    return sorted(
        (sorted(g, key=lambda o: (o.article, o.start)) for g in every), key=lambda g: (g[0].article, g[0].start)
    )


def _full_key(occurrence: Occurrence) -> tuple[str, ...]:
    """The words without initials in the middle: "George W. Bush" is "George Bush"."""
    parts = [p for i, p in enumerate(occurrence.parts) if not (i > 0 and p.endswith(".") and len(p) <= 2)]
    return tuple(parts)


_GENERATIONS = frozenset(("jr", "jr.", "sr", "sr."))


_FILIAL = frozenset(("junior", "filho", "neto", "sobrinho", "fils", "hijo", "figlio"))
"""Behind a name these tell somebody from a father, an uncle or a grandfather of that name."""


def _generation(parts: tuple[str, ...]) -> str:
    return parts[-1].strip(".") if parts[-1] in _GENERATIONS else ""


def _with_generation(parts: tuple[str, ...]) -> str:
    """ "quill jr": what a son is called in short; the surname of others."""
    if not _generation(parts):
        return _surname(parts)
    return f"{parts[0] if len(parts) == 2 else _surname(parts)} {_generation(parts)}"


def _surname(parts: tuple[str, ...]) -> str:
    last = parts[-2] if len(parts) > 2 and _generation(parts) else parts[-1]
    return last[3:] if last.startswith(("al-", "el-")) else last


def _at_full_names(found: list[Occurrence], lowered: frozenset[str]) -> list[Occurrence]:
    """A run that ends with a name that stands alone elsewhere is that name: "Commandant Jean Dupont". Of two words at a
    sentence's start the first is cut off only where it may be a common word, or the surname has another first name."""
    surnames = {_surname(o.parts) for o in found if not o.key and not o.at_start}
    inside = {o.parts[0] for o in found if len(o.parts) > 1 and not o.at_start}
    whole: Counter[tuple[str, ...]] = Counter(
        o.parts for o in found if not o.key and len(o.parts) == 2 and o.kind == "person"
    )
    first_names = naming_words().first_names
    firsts: dict[str, set[str]] = defaultdict(set)
    for o in found:
        if len(o.parts) > 1 and not o.key:
            firsts[_surname(o.parts)].add(o.parts[0])
    rows = []
    for o in found:
        first = o.parts[0] if o.parts else ""
        if not o.key and len(o.parts) > 2 and whole[o.parts[-2:]] and first not in first_names and first[-1] != ".":
            o = _last_words(o, 2)
        elif (
            o.at_start
            and len(o.parts) == 2
            and o.parts[1] in surnames
            and first not in inside | first_names
            and (first in lowered or first.endswith(_COMMON_ENDINGS) or len(firsts[o.parts[1]]) > 1)
        ):
            o = _last_words(o, 1)  # "Despite Trump", where Trump stands alone elsewhere
        rows.append(o)
    return rows


_COMMON_ENDINGS = ("ly", "ing", "ed", "ment", "ant", "ite", "like", "gre")
"""How common words end that open sentences before a surname: "Accordingly", "Despite", "Malgré", "Unlike"."""


def _last_words(o: Occurrence, count: int) -> Occurrence:
    last = re.split(r"\s+", o.text)[-count:]
    cut = len(o.text) - len(" ".join(last))
    return Occurrence(o.article, o.start + cut, o.end, o.text[cut:], "", "person", o.titled)


OFTEN = 3
"""Times that an article writes "Jr." in full: a writer who goes on so has a father to tell from the son."""


def _sons(full: dict[tuple[str, ...], Group], bare: dict[str, Group]) -> frozenset[str]:
    """Surnames under which the story has father and son: somebody writes "Quill Jr.", both names in full, or "Quill"
    before "Dan Quill Jr.": whoever is first named in full is somebody else."""
    found = {key.rpartition(" ")[0] for key in bare if " " in key}
    for key, group in full.items():
        if _generation(key):
            often = Counter(o.article for o in group)
            fathers = [g for other, g in full.items() if other[-1] == _surname(key) and other[0] == key[0]]
            first = {a: min(o.start for o in group if o.article == a) for a in often}
            before = any(o.start < first.get(o.article, 0) for o in bare.get(_surname(key), ()))
            if before or max(often.values()) >= OFTEN or any(o.article in often for g in fathers for o in g):
                found.add(_surname(key))
    return frozenset(found)


def _merge_full(full: dict[tuple[str, ...], Group], sons: frozenset[str]) -> list[Group]:
    """Spellings of one full name: "Serguei" and "Sergueï", "J. Kerry" and "John Kerry", a second surname left out.
    A form joins only the one name whose every form it may be: "J. Kerry" joins neither of John and Jane."""
    merged: list[tuple[list[tuple[str, ...]], Group]] = []
    for key in sorted(full, key=lambda k: (k[0].endswith("."), -len(k), -len(full[k]), k)):
        homes = [row for row in merged if all(_same_person(key, other, sons) for other in row[0])]
        if len(homes) != 1 or not _may_be_person(full[key]):
            merged.append(([key], list(full[key])))
        else:
            homes[0][0].append(key)
            homes[0][1].extend(full[key])
    return [group for _, group in merged]


def _may_be_person(group: Group) -> bool:
    return all(o.kind in ("person", None) for o in group)


_PATRONYMIC = frozenset(("abdel", "abdul", "abd", "abou", "abu", "ben", "ibn", "bin"))


def _same_person(a: tuple[str, ...], b: tuple[str, ...], sons: frozenset[str]) -> bool:
    if (_generation(a) != _generation(b) and _surname(a) in sons) or (a[-1] in _FILIAL) != (b[-1] in _FILIAL):
        return False
    a, b = (parts[:-1] if _generation(parts) else parts for parts in (a, b))
    if len(a) > len(b):
        a, b = b, a
    if len(a) >= 2 and b[: len(a)] == a and len(b) - len(a) == 1:
        words = naming_words()
        known = a[0] in words.first_names and a[0] not in _PATRONYMIC
        return known and not b[-1].startswith(("al-", "el-")) and b[-1] not in words.organisation_words
    if len(a) != len(b) or (a[1:] != b[1:] and not (a[0] == b[0] and _nearly(_surname(a), _surname(b), 7))):
        return False
    if a[0] == b[0]:
        return True
    initial = a[0].endswith(".") or b[0].endswith(".")
    if b[0] in long_forms(a[0]) or a[0] in long_forms(b[0]):
        return True
    return a[0][0] == b[0][0] and (initial or _nearly(a[0], b[0], 5))


def _nearly(a: str, b: str, shortest: int) -> bool:
    """One letter apart, in words long enough for that to be a spelling."""
    if min(len(a), len(b)) < shortest or abs(len(a) - len(b)) > 1:
        return a == b
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) <= 1
    shorter, longer = sorted((a, b), key=len)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _attach_bare(groups: list[Group], bare: dict[str, Group], material: Material, sons: frozenset[str]) -> list[Group]:
    """Gives bare surnames to the one full name that has them, in their article first; returns those that stay alone.
    "Mme Moreau" is never Jean Moreau, and a common word at the end of a place's or a body's name is no surname."""
    texts = [a.text for a in material.articles]
    lowered = material.lowered
    by_surname: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        if kind_of(group) in ("person", "other"):
            for surname in sorted({f(o.parts) for o in group for f in (_surname, _with_generation)}):
                by_surname[surname].append(group)
    inner = _by_inner_names(groups)
    bodies = {_without_owner(o.parts[0]) for g in groups if kind_of(g) == "organisation" for o in g if o.parts}
    genders = {id(g): gender_of(g, texts) for g in groups}
    left = []
    for surname, alone in bare.items():
        owners = by_surname.get(surname) or inner.get(surname, [])
        if surname in sons and all(any(_generation(o.parts) for o in g) for g in owners):
            owners = []  # only the son is named in full
        stay = []
        for occurrence in alone:
            if _is_former(occurrence, texts):
                stay.append(occurrence)
                continue
            title = _title_gender(occurrence, texts)
            fitting = [g for g in owners if not title or genders[id(g)] in ("", title)]
            fitting = [g for g in fitting if kind_of(g) == "person" or _follows(occurrence, g, lowered)]
            fitting = [g for g in fitting if not _is_acronym(occurrence.text) or any(o.text.isupper() for o in g)]
            near = [g for g in fitting if any(o.article == occurrence.article for o in g)]
            owner = near[0] if len(near) == 1 else fitting[0] if len(fitting) == 1 else None
            if len(near) == 1 and len(fitting) > 1:
                owner = _named_before(alone, occurrence.article, near[0], fitting, texts)
            doubtful = len(fitting) > 1 or surname in bodies or _may_be_firm(alone, texts)
            if (
                owner is None
                or (doubtful and not _is_introduced(occurrence, owner))
                or _hold_two_generations(fitting)
                or (occurrence.kind == "place" and kind_of(owner) != "person")
            ):
                stay.append(occurrence)
            else:
                owner.append(occurrence)
        if stay:
            left.append(stay)
    return left


_COUPLE = re.compile(r"\b[A-Z]\w+ (?:and|et) $")


def _named_before(alone: Group, article: int, near: Group, fitting: list[Group], texts: list[str]) -> Group | None:
    """The one that an article names in full, unless it called somebody by the bare surname before, and the story has
    another of that surname whom it names in full far more often: "Finch said", and later "her father, Dan Finch"; or
    names a couple, "Ida and Dan Finch"."""
    whole = [o.start for o in near if o.article == article and len(o.parts) > 1]
    couple = bool(whole) and all(_COUPLE.search(texts[article][max(0, at - 24) : at]) for at in whole)
    if not couple and min(o.start for o in alone if o.article == article) >= min(whole, default=0):
        return near
    counted = sorted(((sum(len(o.parts) > 1 for o in g), i) for i, g in enumerate(fitting)), reverse=True)
    best = fitting[counted[0][1]]
    if counted[0][0] == counted[1][0]:
        return None
    if not couple and best is not near and counted[0][0] < OFTEN * sum(len(o.parts) > 1 for o in near):
        return near
    return best


_FORMER = re.compile(r"(?:\b(?:nee?|alors|ex|formerly) )$")


def _is_former(occurrence: Occurrence, texts: list[str]) -> bool:
    """ "Cécile, alors Quill", "Anne Roux née Quill": a name that somebody else once bore."""
    before = texts[occurrence.article][max(0, occurrence.start - 10) : occurrence.start]
    return occurrence.kind != "person" and bool(_FORMER.search(flat(before)))


def _hold_two_generations(groups: list[Group]) -> bool:
    """Father and son of one first name: which of them a bare surname means can't be told."""
    juniors = {any(_generation(o.parts) for o in group): group[0].parts[0] for group in groups}
    return len(juniors) == 2 and juniors[True] == juniors[False]


def _by_inner_names(groups: list[Group]) -> dict[str, list[Group]]:
    """Persons by the surnames inside their full names: "Lula" of "Luiz Inácio Lula da Silva"."""
    words = naming_words()
    rows: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        inside = {p for o in group if len(o.parts) > 2 for p in o.parts[1:-1]}
        small = words.first_names | words.particles | words.careful_particles
        for part in sorted(p for p in inside - small if len(p) > 3 and not p.endswith(".")):
            if kind_of(group) == "person":
                rows[part].append(group)
    return rows


def _without_owner(part: str) -> str:
    """ "marlowe's" of "Marlowe's Boatyard" as "marlowe": a bare "Marlowe" may be the firm."""
    return part.removesuffix("'s").removesuffix("’s")


_FIRM = re.compile(r"['’]s [A-Z][a-z]+(?=['’. ,])")


def _may_be_firm(alone: Group, texts: list[str]) -> bool:
    """Whether the surname stands in the name of a shop: "Marlowe's Boatyard"."""
    return any(_FIRM.match(texts[o.article], o.end) for o in alone)


def _is_introduced(occurrence: Occurrence, group: Group) -> bool:
    """Whether the article gives the full name before it goes on with the surname, where others have that too."""
    return any(o.article == occurrence.article and o.start < occurrence.start and len(o.parts) > 1 for o in group)


def _follows(occurrence: Occurrence, group: Group, lowered: frozenset[str]) -> bool:
    """Whether a name of unknown kind was given in full before it stands alone: "Tour" is no short "Pro Tour"."""
    introduced = any(o.article == occurrence.article and o.start < occurrence.start for o in group)
    return introduced and not _is_common(occurrence, lowered)


def _is_acronym(text: str) -> bool:
    return text.isupper() and len(text) < 4


def _is_common(occurrence: Occurrence, lowered: frozenset[str]) -> bool:
    """ "Zoo", "SA", "Mary": the last word of a body's name, no surname."""
    word = occurrence.parts[-1]
    return word in lowered or word in naming_words().first_names or (occurrence.text.isupper() and len(word) < 5)


def _title_gender(occurrence: Occurrence, texts: list[str]) -> str:
    before = texts[occurrence.article][max(0, occurrence.start - 6) : occurrence.start].split()
    return _TITLE_GENDERS.get(before[-1], "") if before else ""


_TITLE_GENDERS = {
    **dict.fromkeys(("M.", "Mr.", "Mr", "Sir", "Lord", "Herr", "Sr.", "Don"), "m"),
    **dict.fromkeys(("Mme", "Mlle", "Mrs.", "Mrs", "Ms.", "Ms", "Miss", "Lady", "Frau", "Sra.", "Doña"), "f"),
}


def gender_of(group: Group, texts: list[str]) -> str:
    """What titles before a name say, else the first name."""
    words = naming_words()
    for occurrence in group:
        if title := _title_gender(occurrence, texts):
            return title
    for occurrence in group:
        first = occurrence.parts[0]
        plain = first if first in words.first_names else first.split("-")[0]
        called = len(occurrence.parts) > 1 or all(len(o.parts) == 1 for o in group)  # "Bob" alone is a first name
        if called and plain in words.first_names and plain not in words.both:
            return "f" if plain in words.women else "m"
    return ""
