"""Figures that texts give about the same thing, side by side: "au moins 12 civils", "13 civils".

A figure is a number with the noun that it counts. Two are about the same thing when the noun is the same and the
sentences share more than that; for units in which anything is counted (years, euros) they must share much more."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from digest import tables
from digest.model import Figure
from digest.tell.alignment import dot
from digest.tell.lexicon import comparison_form, lexicon, stem

if TYPE_CHECKING:
    from digest.tell.material import Material
    from digest.tell.pieces import Token
    from digest.tell.units import Unit

ALIKE = 0.24
"""Cosine of two sentences that count the same thing differently: "12 civils", "13 civils"."""

ALIKE_OF_VICTIMS = 0.08
"""The same for the dead and the injured: a story that counts them counts those of one event."""

ALIKE_IN_VALUE = 0.10
"""The same where number and noun are equal."""

ALIKE_IN_UNITS = 0.36
"""The same for years, euros and the like."""

_BREAK = re.compile(r"[,;:.()\[\]«»\"“”]")
MOST_ABOUT = 8
"""Words of the phrase over a row."""

FARTHEST_FATE = 7
"""Words behind those counted in which their fate is told: "fourteen people are now known to have been hurt"."""

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_COUNTED = re.compile(r"(?:\b[Nn][o°º]\.?|#|\d\s?(?:à|to|et|and|bis|-|–|ou|or)|\w [A-Z][a-z]+)\s*$")
"""What stands before a number that is a rank, a model, or the end of a range: "No. 3", "Boeing 747", "40 à 50"."""

ALIKE_IN_SHORT = 0.45
"""The same for sentences so short that they share two words only: "31 élèves", "Nous en comptons 36, des élèves"."""

MOST_APART, MOST_APART_OF_VICTIMS = 2, 5
"""Factor between two numbers beyond which they count two things; a toll rises faster."""

NEIGHBOURS = 3
"""Words on either side that belong to a figure."""

_NUMBER = re.compile(
    r"(?<![\w.,/-])[$€£]?\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\d)|(?<![\w.,/-])[$€£]?\d+(?:[.,]\d+)?(?![\w/:])"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|%|\d")
_SKIPPED = frozenset(("de", "d", "of", "autres", "autre", "other", "others", "premiers", "premieres", "des", "les"))
_OTHERS = frozenset(("autres", "autre", "other", "others", "otros", "otras", "outros", "outras", "altri", "altre"))
_NOT_A_GAP = re.compile(r"[^\s]")
_ELISION = re.compile(r"^[dl]['’]", re.IGNORECASE)


@dataclass(frozen=True)
class _Words:
    """From tables/counting.toml; stems but for `plurals`."""

    fates: dict[str, str]  # stem → what became of them
    people: frozenset[str]
    adjectives: frozenset[str]
    plurals: frozenset[str]


@cache
def _words() -> _Words:
    table = tables.read_toml("tell/tables/counting.toml")
    fates = {stem(comparison_form(word)): fate for fate, words in table["fates"].items() for word in words.split()}
    adjectives = frozenset(stem(comparison_form(word)) for word in table["adjectives"].split())
    people = frozenset(stem(comparison_form(word)) for word in table["people"].split())
    return _Words(fates, people, adjectives, frozenset(table["plurals"].split()))


@dataclass(frozen=True, eq=False)
class Count:
    """A number with its noun. `start` and `end` span both, as written."""

    unit: Unit
    value: float
    noun: str  # stem
    start: int
    end: int
    noun_text: str
    generic: bool
    others: bool = False  # "14 autres otages": some are left out
    modified: str = ""  # words between the number and its noun: "female" in "two female gorillas"

    @cached_property
    def near(self) -> frozenset[str]:
        """Content words next to the figure, within its sentence."""
        tokens = self.unit.tokens
        ahead = [t.stem for t in tokens if t.end <= self.start][-NEIGHBOURS:]
        behind = [t.stem for t in tokens if t.start >= self.end][:NEIGHBOURS]
        return frozenset(s for s in ahead + behind if len(s) > 3)

    @cached_property
    def fate(self) -> str:
        """What became of those counted, as the word nearest to the number says; no farther than the next number."""
        tokens, fates = self.unit.tokens, _words().fates
        inside = [t for t in tokens if self.start <= t.start < self.end]
        ahead = [t for t in tokens if t.end <= self.start][:-3:-1]
        behind = [t for t in tokens if t.start >= self.end][: FARTHEST_FATE if self.noun in _words().people else 3]
        for found in (inside, _up_to_number(behind), _up_to_number(ahead)):
            fate = next((fates[t.stem] for t in found if t.stem in fates), "")
            if fate:
                return fate
        return ""

    @cached_property
    def names(self) -> frozenset[str]:
        """Stems with a capital in its sentence, but for the first word."""
        return frozenset(t.stem for t in self.unit.tokens[1:] if t.stem and t.capital)


def figures(material: Material) -> tuple[Figure, ...]:
    """Rows in which texts differ: what all agree on tells nothing. Most texts first."""
    by_noun: dict[tuple[str, str], list[Count]] = defaultdict(list)
    per_unit: Counter[tuple[int, str]] = Counter()
    for unit in material.compared:
        for count in _counts(material, unit):
            by_noun[unit.language, count.noun].append(count)
            per_unit[unit.number, count.noun] += 1
    alone = frozenset(number_and_noun for number_and_noun, n in per_unit.items() if n == 1)
    rows = [row for key in sorted(by_noun) for row in _rows(material, by_noun[key], alone)]
    rows.sort(key=lambda row: (-len({c.unit.text_number for c in row}), row[0].unit.number, row[0].start))
    return tuple(_figure(material, row) for row in rows[: material.options.figure_rows])


def _counts(material: Material, unit: Unit) -> list[Count]:
    if unit.kind not in ("paragraph", "standfirst", "other") or not material.lexicon(unit).known:
        return []
    text = material.articles[unit.article].text
    words = material.lexicon(unit)
    if not unit.numbers:
        return []
    dates = [(m.start, m.end) for m in material.dates_between(unit.article, unit.start, unit.end)]
    spans = [(m.start(), m.end(), _parsed(m.group())) for m in _NUMBER.finditer(text, unit.start, unit.end)]
    spelled = dict(words.numbers)
    if not unit.forms.isdisjoint(spelled):
        spans += [(t.start, t.end, float(spelled[t.form])) for t in unit.tokens if t.form in spelled]
    found = []
    for start, end, value in sorted(spans):
        if any(a < end and start < b for a, b in dates) or _COUNTED.search(text, max(unit.start, start - 16), start):
            continue
        count = _with_noun(material, unit, start, end, value)
        if count is not None:
            found.append(count)
    return found


def _parsed(written: str) -> float:
    packed = re.sub(r"[$€£ \u00a0\u202f]", "", written)
    packed = re.sub(r"[.,](?=\d{3}(?!\d))", "", packed)
    return float(packed.replace(",", "."))


def _with_noun(material: Material, unit: Unit, start: int, end: int, value: float) -> Count | None:
    text = material.articles[unit.article].text
    words = material.lexicon(unit)
    magnitudes = dict(words.magnitudes)
    place = multiplied = end
    others = False
    for match in _WORD.finditer(text, end, min(unit.end, end + 48)):
        gap = text[place : match.start()]
        form = comparison_form(match.group())
        if _NOT_A_GAP.search(gap) or match.group().isdigit():
            return None
        place = match.end()
        if form in magnitudes:
            value *= magnitudes[form]
            multiplied = place
            continue
        others = others or form in _OTHERS
        if form in _SKIPPED or match.group().lower() in ("d'", "d’") or stem(form) in _words().adjectives:
            continue
        if form in words.stopwords and form not in words.units and form != "%":
            return None
        noun = _counted(text, match, unit, form in words.units or form == "%")
        if noun is None:
            return None
        first = _roughly_before(text, unit.start, start, words.roughly)
        generic = form in words.units or form == "%" or text[start] in "$€£"
        key = "$" if text[start] in "$€£" else stem(noun[0])
        stop = multiplied if text[start] in "$€£" and form not in words.units else noun[1]
        modified = comparison_form(text[match.start() : noun[1]].removesuffix(noun[2]).strip())
        return Count(unit, value, key, first, stop, _ELISION.sub("", noun[2]), generic, others, modified)
    return None


def _counted(text: str, first: re.Match[str], unit: Unit, is_unit: bool) -> tuple[str, int, str] | None:
    """Form, end and text of what is counted. English puts other nouns before it ("five fire rescue units"), so there it
    is the first plural of three words; "four fire and rescue crews" has none in reach."""
    if is_unit or not unit.language.startswith("en"):
        return comparison_form(first.group()), first.end(), first.group()
    place = first.start()
    for match in _WORD.finditer(text, first.start(), min(unit.end, first.start() + 60)):
        form = comparison_form(match.group())
        if _NOT_A_GAP.search(text[place : match.start()]) or form in lexicon(unit.language).stopwords:
            return None
        if stem(form) in _words().fates:  # "two dead bodies": what became of them tells more than the noun
            following = _WORD.match(text, match.end() + 1)
            plural = following is not None and _is_plural(comparison_form(following.group()))
            return form, following.end() if following is not None and plural else match.end(), match.group()
        if _is_plural(form):
            return form, match.end(), match.group()
        place = match.end()
    return None


def _is_plural(form: str) -> bool:
    return form in _words().plurals or (form.endswith("s") and not form.endswith(("ss", "us", "is")))


def _roughly_before(text: str, floor: int, start: int, phrases: tuple[str, ...]) -> int:
    before = text[max(floor, start - 24) : start].lower().replace("’", "'")
    found = _roughly(phrases).search(before)
    return start - (len(before) - found.start()) if found else start


@cache
def _roughly(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases)) or '(?!)'})\s*$")


Alone = frozenset[tuple[int, str]]
"""Sentences, with the noun, that count a thing or give sums in a unit once."""


def _rows(material: Material, counts: list[Count], alone: Alone) -> list[list[Count]]:
    """Groups of counts, every two of which are about the same thing; the same number once a text."""
    if len({c.unit.text_number for c in counts}) < 2 or len({c.value for c in counts}) < 2:
        return []
    pairs = sorted(
        (-score, i, j)
        for i, a in enumerate(counts)
        for j in range(i + 1, len(counts))
        if (score := _likeness(material, a, counts[j], alone)) > 0
    )
    linked = {(i, j) for _, i, j in pairs}
    row_of: dict[int, list[int]] = {}
    for _, i, j in pairs:
        left, right = row_of.get(i, [i]), row_of.get(j, [j])
        if left is not right and all((min(a, b), max(a, b)) in linked for a in left for b in right):
            joined = sorted(left + right)
            for k in joined:
                row_of[k] = joined
    rows = []
    for numbers in sorted({tuple(row) for row in row_of.values()}):
        row = _once_a_text([counts[k] for k in numbers])
        if len({c.value for c in row}) > 1 and len({c.unit.text_number for c in row}) > 1:
            rows.append(row)
    return _one_row_a_value(rows)


def _once_a_text(row: list[Count]) -> list[Count]:
    kept: dict[tuple[int, float], Count] = {}
    for count in row:
        kept.setdefault((count.unit.text_number, count.value), count)
    return list(kept.values())


def _one_row_a_value(rows: list[list[Count]]) -> list[list[Count]]:
    """Of several rows that agree on one number only the longest."""
    best: dict[tuple[float, ...], list[Count]] = {}
    for row in rows:
        values = tuple(sorted({c.value for c in row}))
        if values not in best or len(row) > len(best[values]):
            best[values] = row
    return list(best.values())


def _likeness(material: Material, a: Count, b: Count, alone: Alone) -> float:
    """0 when the two aren't about the same thing."""
    if a.unit.text_number == b.unit.text_number:
        return 0.0 if a.value != b.value else 1.0
    generic = a.generic or b.generic
    alone_both = {(a.unit.number, a.noun), (b.unit.number, b.noun)} <= alone
    if not _comparable(a, b) or (a.value != b.value and generic and not alone_both):
        return 0.0  # two sums in one sentence: which is meant can't be told
    score = dot(material.vectors[a.unit.number], material.vectors[b.unit.number])
    shared = len((a.unit.stems & b.unit.stems) - {a.noun})
    same_fate = a.fate == b.fate and a.fate in _VICTIMS
    victims = _counts_victims(a) or (same_fate and a.noun in _words().people)
    if victims and not (_YEAR.search(a.unit.text) or _YEAR.search(b.unit.text)):
        return score if score >= ALIKE_OF_VICTIMS and shared >= 2 and alone_both else 0.0
    if a.near & b.near - {a.noun}:  # "a blessé 14 personnes", "blessant au moins 12 personnes"
        return score if score >= (ALIKE_IN_UNITS if generic else ALIKE) * 0.6 and shared >= 3 else 0.0
    if a.value == b.value and a.value > 9:
        return score if score >= ALIKE_IN_VALUE and shared >= 1 else 0.0
    if not generic and score >= ALIKE_IN_SHORT:
        return score if shared >= 2 else 0.0
    return score if score >= (ALIKE_IN_UNITS if generic else ALIKE) and shared >= (4 if generic else 3) else 0.0


def _comparable(a: Count, b: Count) -> bool:
    """Whether two figures may be of one thing, whatever their sentences share: no "18 killed" beside "18 injured", no
    figure of a rocket beside one of its rival, none many times the other."""
    low, high = sorted((a.value, b.value))
    if a.others != b.others:
        return False  # "12 leaders and 128 other politicians" are 140
    if high > low * (MOST_APART_OF_VICTIMS if _counts_victims(a) else MOST_APART) or a.fate != b.fate:
        return False
    one_thing = not (a.names and b.names) or bool(a.names & b.names)
    return a.value == b.value or (a.modified == b.modified and one_thing)


_VICTIMS = ("dead", "hurt", "missing")


def _counts_victims(count: Count) -> bool:
    return _words().fates.get(count.noun) in _VICTIMS


def _up_to_number(tokens: list[Token]) -> list[Token]:
    return tokens[: next((i for i, t in enumerate(tokens) if t.form[0].isdigit()), len(tokens))]


def _tells(material: Material, count: Count, token: Token) -> bool:
    """No number, no "millions": a word that says what the figure is about."""
    words = material.lexicon(count.unit)
    return (
        not token.form[0].isdigit()
        and token.form not in dict(words.magnitudes)
        and token.form not in dict(words.numbers)
    )


def _figure(material: Material, row: list[Count]) -> Figure:
    values = tuple((material.articles[c.unit.article].text[c.start : c.end], material.sentence(c.unit)) for c in row)
    return Figure(_about(material, row), values)


def _about(material: Material, row: list[Count]) -> str:
    """What a row is about: the longest phrase without a number that all its sentences have, the nearest to the figure
    among equals. A word alone is one for sums of euros and the like; else the noun that is counted stands there."""
    first = row[0]
    text, tokens = material.articles[first.unit.article].text, first.unit.tokens
    others = [f" {' '.join(t.form for t in c.unit.tokens)} " for c in row[1:]]
    best: tuple[int, int, int, int] | None = None
    for a, opening in enumerate(tokens):
        if not opening.stem:
            continue
        for b in range(a, min(len(tokens), a + MOST_ABOUT)):
            run = " ".join(t.form for t in tokens[a : b + 1])
            broken = not _tells(material, first, tokens[b]) or _BREAK.search(text, opening.start, tokens[b].end)
            if broken or not all(f" {run} " in other for other in others):
                break
            if tokens[b].stem:
                told = sum(bool(t.stem) for t in tokens[a : b + 1])
                apart = max(opening.start - first.end, first.start - tokens[b].end, 0)
                worth = told > 1 or (first.generic and opening.stem != first.noun)
                if worth and (best is None or (told, -apart) > best[:2]):
                    best = (told, -apart, opening.start, tokens[b].end)
    return _ELISION.sub("", text[best[2] : best[3]]) if best is not None else first.noun_text
