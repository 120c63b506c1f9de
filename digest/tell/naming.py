"""Finding names in a story: capitalised runs, told apart from mere sentence starts, with what stands around them.

Places and organisations come from two shipped lists first; what is left is read by its shape and its neighbours. Which
occurrences mean the same name is settled in `names.py`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.tell.gazetteer import Kind, flat, is_german_office, naming_words
from digest.tell.german import german_surnames, joins_in_german, without_genitives, without_owned_noun
from digest.tell.joined import ENGLISH_JOINS, FIELDS, is_no_title_here, joins_in_english
from digest.tell.kinds import ROMAN, UPPER, kind_here, names_a_body, role_before
from digest.tell.lexicon import lexicon
from digest.tell.listed import goes_on, listed_at
from digest.tell.occurrence import Occurrence, is_first_name
from digest.text import may_be_shouted

if TYPE_CHECKING:
    from digest.tell.material import Material
    from digest.tell.units import Unit


_TOKEN = rf"(?:[{UPPER}]\.(?:-?[{UPPER}]\.)*(?!\w)|[{UPPER}]\w*(?:-\w+|['’](?:[{UPPER}]\w+|h\b))*)"
_SMALL = r"(?:de la|de l['’]|d['’]|[a-z]{1,5}(?=[ \u00a0])|(?:al|el)-)"
_RUN = re.compile(
    rf"(?<![\w]){_TOKEN}(?:\.?[ \u00a0](?:{_SMALL}[ \u00a0]?){{0,2}}{_TOKEN})*|(?<!\w)(?:al|el)-[{UPPER}]\w+"
)
_WRITTEN = re.compile(r"[^\s\u00a0]+")
_BEFORE_START = tuple('.!?:;«“„"([•–—-')
_ELIDED = re.compile(rf"^(?:[LDJSNMTC]|Qu|Jusqu|Lorsqu|Puisqu)['’](?=[{UPPER}])")


def occurrences(material: Material) -> list[Occurrence]:
    """All names of the story in reading order. Capitals at the start of a sentence count only where the same word has
    them elsewhere too, or where a list or a first name vouches for it."""
    found: list[Occurrence] = []
    doubtful: list[Occurrence] = []
    lowered = material.lowered
    for unit in material.units:
        if unit.kind in ("subhead", "table", "code") or _is_shouted(unit.text):
            continue
        for occurrence, sure in _of_unit(material, unit, lowered):
            (found if sure else doubtful).append(occurrence)
    known = {flat(o.text) for o in found} | {p for o in found for p in o.parts[1 if o.kind == "person" else -1 :]}
    german = frozenset(index for index, article in enumerate(material.articles) if article.lang == "de")
    surnames = german_surnames(material, found, doubtful, german) if german else frozenset()
    found.extend(o for o in doubtful if flat(o.text) in (surnames if o.article in german else known))
    if german:
        found = without_genitives(found, german)
    outlets = {flat(a.outlet.value) for a in material.articles if a.outlet}
    found = [replace(o, kind="organisation") if flat(o.text) in outlets else o for o in found]
    return sorted(found, key=lambda o: (o.article, o.start))


def lower_case_words(units: Iterable[Unit]) -> frozenset[str]:
    """Words that sentences also write small: alone and with a capital they are no names ("les Jeux", "le Stade")."""
    return frozenset(t.form for unit in units for t in unit.tokens if not t.capital and t.end - t.start > 2)


def _is_shouted(text: str) -> bool:
    """All capitals, or a headline With Most Words Capitalised: there a capital tells nothing."""
    if may_be_shouted(text):
        letters = sum(map(str.isalpha, text))
        if letters > 12 and sum(map(str.isupper, text)) > 0.6 * letters:
            return True
    if text.rstrip('»”"’ ').endswith((".", ":", ",")):
        return False  # a sentence full of names: "Rep. Ana Diaz, D-Md., questioned the "amended" Constitution."
    long = [w for w in text.split() if len(w) > 3 and w[0].isalpha()]
    return len(long) > 4 and sum(w[0].isupper() for w in long) > 0.7 * len(long)


def _of_unit(material: Material, unit: Unit, lowered: frozenset[str]) -> list[tuple[Occurrence, bool]]:
    found: list[tuple[Occurrence, bool]] = []
    text = unit.text
    place = 0
    while match := _RUN.search(text, place):
        start, end = match.span()
        elided = _ELIDED.match(text[start:end])
        if elided and not listed_at(text, start, unit.language):
            start += elided.end() - elided.start()
        listed = listed_at(text, start, unit.language)
        listed_end = listed[0] if listed else start
        pieces = _pieces(text, start, max(end, listed_end))
        person = _starts_person(text, pieces)
        if listed and not person and not goes_on(text, listed_end, end):
            found.append(
                (_occurrence(unit, start, listed_end, listed[1], listed[2]), _sure(unit, start, listed_end, lowered))
            )
            place = listed_end
            continue
        place = max(end, start + 1)
        found.extend(_of_run(unit, pieces, lowered))
    return found


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Offsets of the words of a run; "d’" and "al-" stay with what follows."""
    return [m.span() for m in _WRITTEN.finditer(text, start, end)]


def _starts_person(text: str, pieces: list[tuple[int, int]]) -> bool:
    words = naming_words()
    if len(pieces) < 2:
        return False
    first, second = (flat(text[a:b]) for a, b in pieces[:2])
    return first in words.first_names and text[pieces[1][0]].isupper() and second not in words.not_names | words.titles


def _of_run(unit: Unit, pieces: list[tuple[int, int]], lowered: frozenset[str]) -> list[tuple[Occurrence, bool]]:
    """Cuts a run at titles, at first names and at small words that don't join names; keeps what can be a name."""
    text = unit.text
    words = naming_words()
    found: list[tuple[Occurrence, bool]] = []
    current: list[tuple[int, int]] = []
    titled = False

    def close() -> None:
        nonlocal current, titled
        if current:
            made = _named(unit, current, titled, lowered)
            if made:
                found.append(made)
        current, titled = [], False

    beyond = 0
    for place, (start, end) in enumerate(pieces):
        if start < beyond:
            continue
        raw = flat(text[start:end])
        bare = raw.strip(".")
        opened = len(current) == 1 and flat(text[slice(*current[0])]) in lexicon(unit.language).stopwords
        if place and (not current or opened) and not titled and text[start].isupper() and place + 1 < len(pieces):
            inner = listed_at(text, start, unit.language)
            whole = inner and not goes_on(text, inner[0], pieces[-1][1])
            if (
                inner and whole and inner[0] >= pieces[place + 1][1]
            ):  # "Graham of South Carolina", "What South Korea said"
                current = []
                found.append((_occurrence(unit, start, inner[0], inner[1], inner[2]), True))
                beyond = inner[0]
                continue
        if not text[start].isupper() and not raw.startswith(("al-", "el-", "d'")):
            following = text[pieces[place + 1][0]] if place + 1 < len(pieces) else ""
            if unit.language == "de":
                joins = bool(current) and joins_in_german(text, current, bare)
            elif unit.language in ("es", "pt") and bare in ("y", "el", "al"):
                joins = bool(current) and following.isupper() and is_first_name(text[slice(*current[0])])
            elif bare in ENGLISH_JOINS and unit.language == "en":
                joins = bool(current) and joins_in_english(text, pieces, place, current)
            else:
                joins = bare in words.particles or (
                    bare in words.careful_particles and bool(current) and _takes_of(text, current, bare)
                )
            owner = bare == "of" and following and _owns(text, pieces[place + 1])  # "notified Congress of Finch's"
            if current and joins and following and not owner:
                current.append((start, end))
            elif not (current and text[current[-1][0]].islower() and bare in words.careful_particles):
                close()
            continue
        more = place + 1 < len(pieces)
        if unit.language == "de" and not current and more and is_german_office(bare):
            placed = listed_at(text, pieces[place + 1][0], "de") is not None  # "Titelverteidiger Manchester City"
            titled = place + 2 < len(pieces) and not placed  # "Experten Lücken": one word may be any noun
            continue
        behind = text[slice(*current[0])] if unit.language == "de" and len(current) == 1 else ""
        if behind and is_german_office(bare) and not is_first_name(behind) and place + 2 < len(pieces):
            close()  # "Lunets Trainer Ida Finch"
            titled = True
            continue
        office = bare in words.roles and not current and more
        office = office and (is_first_name(text[slice(*pieces[place + 1])]) or _is_full_behind(unit, pieces, place))
        if office and bare not in words.first_names:
            titled = True  # "le Chancelier Ida Finch"
            continue
        titling = bare in words.titles and not is_no_title_here(text, pieces, place, bare, lowered)
        if titling and (raw.endswith(".") or not current or place + 1 < len(pieces)):
            close()
            titled = not (raw.endswith(".") and bare in _LATIN_TITLES)  # "Hi Don. Sorry to hear"
            continue
        if (
            current
            and is_first_name(text[start:end])
            and flat(text[slice(*current[-1])]) not in _SAINTS | _OF_THE
            and not is_first_name(text[slice(*current[-1])])
            and len(raw) > 2
            and (place + 1 < len(pieces) and not raw.endswith(".") and not _is_initial(text, current[-1]))
        ):
            close()
        if raw.startswith("d'") and not (current and _takes_of(text, current, "d'")):
            was_titled = titled
            close()
            titled = was_titled and not found
            start += 2
        current.append((start, end))
        behind = flat(text[slice(*pieces[place + 1])]) if place + 1 < len(pieces) else ""
        if raw.endswith(".") and (len(bare) > 3 or (len(bare) > 2 and behind in lexicon(unit.language).stopwords)):
            close()  # the end of a sentence that the splitter kept whole
    close()
    return found


def _is_full_behind(unit: Unit, pieces: list[tuple[int, int]], place: int) -> bool:
    """Whether two more capitals follow an office, where nouns are written small: "le Chancelier Iwan Sorel"."""
    following = [flat(unit.text[slice(*p)]) for p in pieces[place + 1 : place + 3]]
    naming = naming_words()
    plain = not any(f in naming.titles_and_offices or names_a_body(f) or f in naming.not_names for f in following)
    capitals = all(unit.text[p[0]].isupper() for p in pieces[place + 1 : place + 3])
    return len(following) == 2 and plain and capitals and unit.language in ("fr", "es", "it", "pt")


def _owns(text: str, piece: tuple[int, int]) -> bool:
    """Whether a possessive stands behind a word that is no place's name."""
    return text.startswith(("'s", "’s"), piece[1]) and listed_at(text, piece[0]) is None


def _takes_of(text: str, pieces: list[tuple[int, int]], particle: str) -> bool:
    """Whether "de" and "of" may carry on a name: "Dominique de Villepin", "Banque du Midi", "Chamber of Commerce"; "da"
    may behind any name that begins with a first name: "Luiz Inácio Lula da Silva"."""
    words = naming_words()
    if particle in _LUSOPHONE and is_first_name(text[slice(*pieces[0])]):
        return True
    forms = [flat(text[slice(*p)]) for p in pieces]
    body = any(names_a_body(f) for f in forms) or forms[-1] in words.place_words
    return body or (len(pieces) == 1 and is_first_name(text[slice(*pieces[0])]))


def _is_initial(text: str, piece: tuple[int, int]) -> bool:
    return text[piece[0] : piece[1]].endswith(".")


def _named(
    unit: Unit, pieces: list[tuple[int, int]], titled: bool, lowered: frozenset[str]
) -> tuple[Occurrence, bool] | None:
    text = unit.text
    at_start = _at_start(text, pieces[0][0])
    pieces = _trimmed(unit, pieces, lowered)
    if not pieces:
        return None
    if unit.language == "de":
        pieces = without_owned_noun(text, pieces)
    start, end = pieces[0][0], pieces[-1][1]
    if compound := _MADE.search(text, pieces[-1][0], end):
        end = compound.start()  # "Finch-designed"
    if text[end - 1] == "." and not (end - start > 3 and text[start:end].replace(".", "").isupper()):
        end -= 1
    run = text[start:end]
    if end - start < 2 or _is_generic(run) or (" " not in run and flat(run) in lexicon(unit.language).stopwords):
        return None
    if _is_emphasised(run, lowered) or text.startswith(_CASE, end) or text.endswith(_CASE, 0, start):
        return None
    at_start = at_start and _at_start(text, start) and not titled
    listed = listed_at(text, start)
    if listed and listed[0] == end and not titled:
        return _occurrence(unit, start, end, listed[1], listed[2]), _sure(unit, start, end, lowered)
    kind = kind_here(text, start, end, titled, unit.language)
    if titled and len(pieces) == 1 and _is_term_behind_title(text, start, end, lowered):
        return None
    titled = titled or (kind == "person" and role_before(text, start))
    made = Occurrence(unit.article, unit.start + start, unit.start + end, text[start:end], "", kind, titled, at_start)
    return made, len(pieces) > 1 or titled or _sure(unit, start, end, lowered)


_OPENING_TERMS = re.compile(
    r"\b(?:Chief|General|Vice|Major|King|Queen|Prince|Princess|Captain|Speaker|Coach|Deputy|Private|Brigadier|Judge|Saint"
    r"|Sister|Director|Leader|President|Representative|Secretary|Minister) $"
)


def _is_term_behind_title(text: str, start: int, end: int, lowered: frozenset[str]) -> bool:
    """ "Chief Merchandising Officer", "General Manager", "King Mattresses": one plain word behind a title."""
    words, word = naming_words(), flat(text[start:end])
    if not _OPENING_TERMS.search(text, max(0, start - 16), start):
        return False
    following = re.match(r" ([A-Z]\w+)", text[end : end + 24])
    goes_on = following is not None and flat(following.group(1)) in words.titles
    plain = word in words.roles | words.people | words.speakers | words.titles | words.organisation_words
    return goes_on or plain or word in lowered or word.endswith(("ing", "ive", "ial", "ical", "tion", "ment"))


_MADE = re.compile(r"-(?:[a-z]+ed|born|style|like|era|led|wide|made|run|built|owned|bound)$")

_CASE = (" v. ", " vs. ")
"""Between the parties of a court case."""


def _is_emphasised(run: str, lowered: frozenset[str]) -> bool:
    """ "TRUTH": a word that the story also writes small, shouted."""
    return run.isupper() and len(run) > 3 and " " not in run and flat(run) in lowered


def _at_start(text: str, start: int) -> bool:
    """Whether a name here opens its sentence, or what stands behind a mark."""
    ahead = text[max(0, start - 6) : start].rstrip()
    return not start or ahead.endswith(_BEFORE_START)


def _trimmed(unit: Unit, pieces: list[tuple[int, int]], lowered: frozenset[str]) -> list[tuple[int, int]]:
    """Without words at both ends that aren't of the name: the sentence's first word, peoples, titles, small words."""
    text, words = unit.text, naming_words()
    small = lexicon(unit.language).stopwords
    at_start = _at_start(text, pieces[0][0])

    body = len(pieces) > 2 and any(flat(text[slice(*p)]) in words.organisation_words for p in pieces[1:])

    def foreign(piece: tuple[int, int], first: bool) -> bool:
        word = flat(text[slice(*piece)]).strip(".")
        if not first and word in FIELDS and any(names_a_body(flat(text[slice(*p)])) for p in pieces[:-1]):
            return False  # "Board of Education"
        if not first and word in _TITLES_TOO and is_first_name(text[slice(*pieces[0])]):
            return False  # "Billie Jean King"
        if first and word in _ENGLISH_ARTICLES:
            return True
        if word in _SHORT_MONTHS and not _BEFORE_DAY.match(text, piece[1]):
            return False  # "Ajmal Jan"
        if word in words.not_names or _COMPOUND_PEOPLE.match(word):
            if not first and word in _PRONOUNS:
                return False  # "Kim Jong Il"
            if (
                not first
                and word in _SIDES
                and unit.language == "en"
                and len(pieces) == 2
                and not text[slice(*pieces[0])].isupper()
            ):
                return False  # "the MP for Hackwell North"
            if not first:
                return not (_is_surname(text, pieces) and (word in words.also_surnames or ROMAN.match(word.upper())))
            following = flat(text[slice(*pieces[1])]) if len(pieces) > 1 else ""
            named = following and word in words.first_names and following not in words.not_names
            return not (named or (body and word not in small))  # "Noël Saez", "British Rail Board"
        if not text[piece[0]].isupper() and "-" not in word:
            return True
        if not first:
            return word in words.titles and not _is_surname(text, pieces)
        common = word in lowered and len(pieces) > 1 and word not in words.first_names
        if unit.language == "de" and word in lexicon("de").openings | lexicon("de").negations:
            return True  # "Weder Finch noch …"
        return at_start and (word in small or common)

    while pieces and foreign(pieces[0], True):
        pieces, at_start = pieces[1:], False
    while pieces and foreign(pieces[-1], False):
        pieces = pieces[:-1]
    return pieces


def _is_surname(text: str, pieces: list[tuple[int, int]]) -> bool:
    """Whether the last of two words is a surname, as it stands behind a first name: "Theresa May", "Serge Maître"."""
    return len(pieces) == 2 and is_first_name(text[slice(*pieces[0])])


_TITLES_TOO = frozenset(("king", "prince", "pope", "bishop", "judge", "major"))
"""Titles that end full names as surnames."""

_LATIN_TITLES = frozenset(("don", "dona", "sir", "king", "prince", "judge", "coach", "chief"))
_OF_THE = frozenset(("del", "della", "do", "dos", "du"))
"""Behind a body no person follows these: "Hospital Virgen del Rocío"."""

_SAINTS = frozenset(
    ("san", "santa", "saint", "sainte", "sao", "los", "las", "el", "la", "fort", "mount", "port", "new")
)
"""What stands before a first name in the name of a place: "San Diego"."""

_LUSOPHONE = frozenset(("da", "das", "dos"))
_SIDES = frozenset(("north", "south", "east", "west"))
_PRONOUNS = frozenset(("il", "on", "je", "elle", "id", "ok"))
_ENGLISH_ARTICLES = frozenset(("the", "a", "an"))
_SHORT_MONTHS = frozenset(("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))
_BEFORE_DAY = re.compile(r"\.?\s*\d")
_COMPOUND_PEOPLE = re.compile(
    r"(?:franco|anglo|germano|russo|israelo|sino|italo|americano|nord|sud|pro|anti|ex|non|mid|pre|post)-"
)


def _is_generic(run: str) -> bool:
    """ "Commission", "County": a word for a kind of body, without the body's name."""
    words = naming_words()
    return " " not in run and (
        flat(run) in words.organisation_words | words.place_words | words.titles or run == "Special"
    )


def _sure(unit: Unit, start: int, end: int, lowered: frozenset[str]) -> bool:
    """Whether the capital says something: not at a sentence's start, or nowhere in lower case there."""
    text = unit.text
    if unit.language == "de" and " " not in text[start:end]:
        return listed_at(text, start) is not None
    if not _at_start(text, start):
        return True
    return listed_at(text, start) is not None and flat(text[start:end]) not in lowered


def _occurrence(unit: Unit, start: int, end: int, key: str, kind: Kind) -> Occurrence:
    return Occurrence(unit.article, unit.start + start, unit.start + end, unit.text[start:end], key, kind)
