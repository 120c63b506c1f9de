"""Which sentences of different texts say nearly the same.

"Nearly the same" is about words, never about truth: pages call it similar wording. A pair whose numbers, negation,
modality or direction differ is no pair at all, however alike the rest."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from digest.tell.captions import is_caption
from digest.tell.gazetteer import naming_words
from digest.tell.lexicon import lexicon
from digest.tell.speech import speech

if TYPE_CHECKING:
    from digest.tell.material import Material
    from digest.tell.pieces import Token
    from digest.tell.units import Unit

ALIKE = 0.44
"""Cosine from which two sentences are a pair. Read line by line on the development stories: see tests/quality."""

ALIKE_IN_GROUP = 0.32
"""Every two sentences of a group of three or more are at least this near (complete linkage)."""

FEWEST_SHARED = 4
"""Content words that two sentences must share: fewer make any short sentence a pair."""

FEWEST_COMMON = 3
"""Shared words without a capital: two sentences that share names only are about the same people, not the same fact."""

COVERED_OF_SHORTER, COVERED_OF_LONGER = 0.5, 0.4
"""Shares of the sentences' weight that the shared words have: below it they have one clause in common."""

FARTHEST_APART = 0.3
"""Difference of the mean places of the shared words, as shares of the sentences' lengths."""

LONGEST_DESCRIPTION = 24
"""Words of a stretch that may be only names and offices."""

DENSE, FEWEST_OWN, MOSTLY_SHARED = 1.6, 3, 0.7
"""Of a stretch that two sentences share: its content words for each shared one; content words that each sentence has
beside it; share of a sentence's weight from which the stretch is what the sentence says."""

FAR_SHARE, FAR_TOKENS = 0.3, 4
"""Share of the shared words that may stand more than so many words from the others and aren't counted as of them."""

LONGEST_LEAD = 4
"""Words from "après" to the first that is shared: "après sa mise en examen", where "mis" is the other's word."""

FEWEST_TOLD = 2
"""Content words beside a description that tell something: "a ouvert un centre". With fewer it is all that is said."""

VERB_ENDINGS = ("ait", "aient", "erent", "ed", "era", "eront")
"""Of French and English words that can hardly be anything but verbs, in comparison form."""

STOPS = (".", "!", "?", "…", "»", "”", '"', "’", "'", ")", "。", "！", "？", "।", "۔", "؟")
"""How sentences end; a heading or a cut-off line doesn't."""

OPENING_MARKS = ("«", "“", "„", '"', "‘", "'")
"""What opens a sentence that is somebody's words."""

FEWEST_WORDS = 5
"""Content words of a sentence that can be compared at all: run-in subheads and cries have fewer."""


def pairs(material: Material, floor: float) -> dict[tuple[int, int], float]:
    """Unit numbers (a < b) of different texts in one language whose cosine is at least `floor`. Only the rarest words
    of each sentence are indexed: the others together couldn't lift a pair over the floor."""
    found: dict[tuple[int, int], float] = {}
    for language in material.languages:
        units = [u for u in material.compared if u.language == language and len(u.stems) >= FEWEST_WORDS]
        if len({u.text_number for u in units}) < 2:
            continue
        index: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            vector = material.vectors[unit.number]
            prefix = _prefix(vector, floor)
            voice = material.voices[unit.text_number]
            candidates = {u.number: u for s in prefix for u in index[s] if material.voices[u.text_number] != voice}
            for number in sorted(candidates):
                score = dot(vector, material.vectors[number])
                if score >= floor:
                    found[number, unit.number] = score
            for s in prefix:
                index[s].append(unit)
    return found


def _prefix(vector: dict[str, float], floor: float) -> list[str]:
    """The heaviest stems, down to where the rest is too light to reach `floor` alone."""
    ranked = sorted(vector, key=lambda s: (-vector[s], s))
    rest = 1.0
    for place, s in enumerate(ranked):
        if math.sqrt(max(rest, 0.0)) < floor:
            return ranked[:place]
        rest -= vector[s] ** 2
    return ranked


def dot(a: dict[str, float], b: dict[str, float]) -> float:
    """Cosine of two vectors of length one."""
    if len(b) < len(a):
        a, b = b, a
    return sum(w * b[s] for s, w in a.items() if s in b)


def say_the_same(material: Material, a: Unit, b: Unit) -> bool:
    """Whether nothing that turns a meaning round differs: numbers, negation, modality, opposites."""
    words = material.lexicon(a)
    if not words.known and a.forms != b.forms:
        return False  # nothing is known of numbers, negations and opposites
    if (a.numbers - b.numbers) and (b.numbers - a.numbers):
        return False
    if bool(a.forms & words.negations) != bool(b.forms & words.negations):
        return False
    if is_modal(material, a) != is_modal(material, b):
        return False
    if len(a.told_stems & b.told_stems) < FEWEST_SHARED or len(a.common_stems & b.common_stems) < FEWEST_COMMON:
        return False
    if not (is_sentence(a) and is_sentence(b)) or not _covered(material, a, b) or not _in_one_place(a, b):
        return False
    if _opposed(a, b) or _share_a_description(material, a, b) or _share_a_clause(material, a, b):
        return False
    return not (_told_aside(material, a, b) or _told_aside(material, b, a))


def _share_a_clause(material: Material, a: Unit, b: Unit) -> bool:
    """Whether all that both have is one stretch beside which each tells something of its own: "X, mis en examen le 28
    janvier pour abus de confiance, …". Words between quotation marks in both are what both say."""
    shared = a.stems & b.stems
    weights = material.weights[a.language]
    inserted = []
    for unit in (a, b):
        at = [i for i, token in enumerate(unit.tokens) if token.stem in shared]
        inside = [t for t in unit.tokens[at[0] : at[-1] + 1] if t.stem]
        own = [t.stem for t in unit.tokens if t.stem and t.stem not in shared]
        if len(inside) > DENSE * len(at) or len(own) < FEWEST_OWN:
            return False
        if math.fsum(weights[s] for s in shared) > MOSTLY_SHARED * math.fsum(weights[s] for s in unit.stems):
            return False
        if sum(material.in_quotation(unit.article, unit.tokens[i].start) is not None for i in at) > len(at) / 2:
            return False
        inserted.append((_is_relative(unit, at[0], at[-1]), _is_set_off(unit, at[0], at[-1])))
    return any(relative for relative, _ in inserted) or all(set_off for _, set_off in inserted)


def _told_aside(material: Material, aside: Unit, other: Unit) -> bool:
    """Whether one sentence tells only beside its own statement what the other states: "X a hébergé Y après sa mise en
    examen pour faux", "La mère du garçon trouvé mardi dans la cité était revenue d'Oran"."""
    shared = aside.stems & other.stems
    first, last = _core(aside, shared)
    core = frozenset(t.stem for t in aside.tokens[first : last + 1] if t.stem in shared)
    weights = material.weights[aside.language]
    whole = math.fsum(weights[s] for s in aside.stems)
    if len(aside.stems - shared) < FEWEST_OWN or math.fsum(weights[s] for s in core) > MOSTLY_SHARED * whole:
        return False
    if material.in_quotation(aside.article, aside.tokens[first].start) is not None:
        return False
    if any(t.form in _AFTER for t in aside.tokens[max(0, first - LONGEST_LEAD) : first]):
        states = _finite(aside, aside.tokens[first : last + 1])  # "after a lorry hit the bridge"
        return not states and not any(t.form in _AFTER for t in other.tokens)
    opening = frozenset(t.stem for t in aside.tokens[first : first + 5] if t.stem in core)
    reduced = _participles(material, aside, opening, helped=False)
    if not reduced.isdisjoint(_participles(material, other, core, helped=False)):
        there = _core(other, shared)
        states = _finite(aside, aside.tokens[first : last + 1]) or _finite(other, other.tokens[there[0] : there[1] + 1])
        return not states and len(other.stems - shared) >= FEWEST_OWN  # "Remis hier, le rapport…", "le rapport remis…"
    around = (*aside.tokens[:first], *aside.tokens[last + 1 :])
    return _finite(aside, around) and not reduced.isdisjoint(_participles(material, other, core, helped=True))


def _participles(material: Material, unit: Unit, among: frozenset[str], *, helped: bool) -> frozenset[str]:
    """Stems of French participles with, or without, an auxiliary before them."""
    words = material.words_of_unit(unit)
    stems = {t.start: t.stem for t in unit.tokens}
    finite = lexicon(unit.language).finite | _NON_FINITE
    return frozenset(
        stems[w.start]
        for i, w in enumerate(words)
        if (w.participle or w.form in _IRREGULAR)
        and stems.get(w.start) in among
        and any(v.form in finite for v in words[max(0, i - 4) : i]) == helped
    )


_IRREGULAR = frozenset(
    ("mis", "mise", "remis", "remise", "pris", "prise", "promis", "soumis", "rendu", "rendue", "decouvert")
)
_NON_FINITE = frozenset(("ete", "etre", "ayant", "avoir", "etant"))
_AFTER = frozenset(
    ("apres", "avant", "depuis", "after", "before", "since", "following", "nach", "vor", "despues", "dopo")
)


def _core(unit: Unit, shared: frozenset[str]) -> tuple[int, int]:
    """First and last of the tokens that hold most shared words, without the few that stand far off."""
    at = [i for i, token in enumerate(unit.tokens) if token.stem in shared]
    low, high = 0, len(at) - 1
    spare = int(FAR_SHARE * len(at))
    for start in range(1, min(spare, high) + 1):
        if at[start] - at[start - 1] > FAR_TOKENS:
            low = start
    while high > low and len(at) - 1 - high < spare and at[high] - at[high - 1] > FAR_TOKENS:
        high -= 1
    return at[low], at[high]


def _finite(unit: Unit, tokens: Sequence[Token]) -> bool:
    finite = lexicon(unit.language).finite
    return any(t.form in finite or t.form.endswith(VERB_ENDINGS) for t in tokens)


def _is_relative(unit: Unit, first: int, last: int) -> bool:
    """Whether the stretch is a relative clause or holds one near its start."""
    grammar = speech(unit.language)
    near = unit.tokens[max(0, first - 1) : min(last, first + 6)]
    return grammar is not None and any(t.form in grammar.clauses for t in near)


def _is_set_off(unit: Unit, first: int, last: int) -> bool:
    """Whether the stretch stands between commas, or between a comma and the start of the sentence."""
    start, end = unit.tokens[first].start - unit.start, unit.tokens[last].end - unit.start
    ahead, behind = unit.text[:start].rstrip(), unit.text[end:].lstrip('»”" \u00a0\u202f')
    return (not ahead or ahead.endswith((",", "-", "–", "—"))) and behind.startswith((",", "-", "–", "—"))


def _share_a_description(material: Material, a: Unit, b: Unit) -> bool:
    """Whether all that both have is one stretch that names somebody with an office, beside which each tells something
    of its own."""
    shared = a.stems & b.stems
    if min(len(a.stems - shared), len(b.stems - shared)) < FEWEST_TOLD:
        return False
    for unit in (a, b):
        at = [i for i, token in enumerate(unit.tokens) if token.stem in shared]
        stretch = unit.tokens[at[0] : at[-1] + 1]
        if len(stretch) > LONGEST_DESCRIPTION or not is_description(material, unit, stretch):
            return False
    return True


def is_description(material: Material, unit: Unit, tokens: Sequence[Token]) -> bool:
    """ "le président de l'Association des riverains, X": somebody's name and office, of which nothing is said."""
    if not 0 < len(tokens) <= LONGEST_DESCRIPTION:
        return False
    finite = material.lexicon(unit).finite
    if any(t.form in finite or t.form.endswith(VERB_ENDINGS) for t in tokens):
        return False
    offices = naming_words().roles | naming_words().titles
    named = material.names_between(unit.article, tokens[0].start, tokens[-1].end)
    return any(t.form.rpartition("'")[2] in offices for t in tokens) and any(g in material.persons for _, g in named)


def _covered(material: Material, a: Unit, b: Unit) -> bool:
    """Whether the shared words make up most of the shorter sentence and much of the longer."""
    weights = material.weights[a.language]
    shared = math.fsum(weights[s] for s in a.told_stems & b.told_stems)
    smaller, larger = sorted(math.fsum(weights[s] for s in unit.stems) for unit in (a, b))
    return shared >= COVERED_OF_SHORTER * smaller and shared >= COVERED_OF_LONGER * larger


def _in_one_place(a: Unit, b: Unit) -> bool:
    """Whether what is shared stands at like places: what ends one sentence and opens the other is a description of
    somebody that both name, not what both say."""
    if a.runs & b.runs:
        return True  # the same words in a row: a quotation may open one sentence and end the other
    shared = a.stems & b.stems
    places = []
    for unit in (a, b):
        at = [i for i, token in enumerate(unit.tokens) if token.stem in shared]
        places.append(sum(at) / (len(at) * max(1, len(unit.tokens))))
    return abs(places[0] - places[1]) <= FARTHEST_APART


def is_sentence(unit: Unit) -> bool:
    """No cut-off piece, signature or heading: opens like a sentence and isn't written in capitals."""
    opening = unit.text.lstrip("«»“”„\"'‘( \u00a0\u202f")[:1]
    if "(@" in unit.text or is_caption(unit.text) or unit.text.startswith(("—", "–", "©")):
        return False  # the line under an embedded message, a signature
    if not unit.text.endswith(STOPS) or _lacks_verb(unit):
        return False
    if unit.text.count("(") != unit.text.count(")"):
        return False
    return not opening.islower() and not unit.is_shouted


def _lacks_verb(unit: Unit) -> bool:
    """ "Doe, 16, from the village of Neb on Monday for attacking soldiers.": an English line without a verb that can be
    seen. Other languages show their verbs less."""
    if not unit.language.startswith("en"):
        return False
    words = lexicon(unit.language)
    told = speech("en")
    verbs = words.finite | words.modals | (told.verbs if told else frozenset())
    tokens = unit.tokens
    ahead = ("", *(t.form for t in tokens))
    return not any(
        (t.form in verbs or (t.form.endswith(("ed", "n't")) and form not in _ARTICLES)) and form not in _RELATIVE
        for form, t in zip(ahead, tokens, strict=False)
    )


_RELATIVE = frozenset(("that", "which", "who"))
_ARTICLES = frozenset(("the", "a", "an"))
"""A verb behind one of these isn't the sentence's: "The burned hull of the ferry that sank, off Norvale." """


def is_modal(material: Material, unit: Unit) -> bool:
    """Whether the sentence speaks of what may, should or will be."""
    words = material.lexicon(unit)
    return any(t.form in words.modals or words.is_conditional(t.form) for t in unit.tokens)


def _opposed(a: Unit, b: Unit) -> bool:
    """Whether one sentence takes one side only and the other the other: "hausse" against "baisse"."""
    one_sided = {pair for pair, _ in a.directions ^ b.directions}
    for pair in sorted(one_sided):
        a_sides = {side for p, side in a.directions if p == pair}
        b_sides = {side for p, side in b.directions if p == pair}
        if len(a_sides) == 1 and len(b_sides) == 1 and a_sides != b_sides:
            return True
    return False


def groups(material: Material) -> list[tuple[Unit, ...]]:
    """Sentences that say nearly the same, one a text, best groups first. Complete linkage."""
    found = material.alike
    units = material.units
    allowed = {pair: score for pair, score in found.items() if say_the_same(material, units[pair[0]], units[pair[1]])}
    member_of: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    for (a, b), score in sorted(allowed.items(), key=lambda item: (-item[1], item[0])):
        if score < ALIKE:
            break
        left = members.get(member_of.get(a, -1), [a])
        right = members.get(member_of.get(b, -1), [b])
        if left is right or not _linkable(material, left, right, allowed):
            continue
        joined = sorted(left + right)
        for old in (a, b):
            members.pop(member_of.get(old, -1), None)
        for number in joined:
            member_of[number] = joined[0]
        members[joined[0]] = joined
    ranked = sorted(members.values(), key=lambda numbers: (-len(numbers), -_tightness(numbers, allowed), numbers))
    return [tuple(units[n] for n in numbers) for numbers in ranked]


def _linkable(material: Material, left: list[int], right: list[int], allowed: dict[tuple[int, int], float]) -> bool:
    voices = {material.voices[material.units[n].text_number] for n in left}
    return all(material.voices[material.units[n].text_number] not in voices for n in right) and all(
        (min(a, b), max(a, b)) in allowed for a in left for b in right
    )


def _tightness(numbers: list[int], allowed: dict[tuple[int, int], float]) -> float:
    scores = [allowed[a, b] for i, a in enumerate(numbers) for b in numbers[i + 1 :]]
    return sum(scores) / len(scores)
