"""Which quotations carry the same words: equal, or one cut out of the other. They are shown once, with all carriers."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from digest.tell.antecedents import Found
from digest.tell.lexicon import comparison_form

if TYPE_CHECKING:
    from digest.tell.material import Material

RUN_WORDS = 5
"""Words in a row that two quotations share when they are one."""

CUT_SHARE = 0.8
"""Share of the shorter one's runs that the longer has too."""

FEWEST_SHARED = 7
"""Words from which equal ones are one saying, though who says them can't be told in one place."""

LONGEST_SAYING = 40
"""Words: what is longer and has quotations in it is an article between marks."""

Said = tuple[int | None, str, int]
"""Who says a quotation: number of the name, else the description, and the article."""


def same_words(material: Material, found: list[Found]) -> list[list[Found]]:
    """Groups in order of their first quotation. Where articles name different speakers, or one article gives the parts
    of a longer quotation to two, they stay apart."""
    parent = list(range(len(found)))
    said: list[set[Said]] = [_said(material, item) for item in found]

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    def join(i: int, j: int) -> None:
        a, b = root(i), root(j)
        if a != b and not _may_be_two(found[i], found[j]) and _compatible(said[a] | said[b]):
            parent[a] = b
            said[b] |= said[a]

    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    sizes: dict[int, int] = {}
    equal: dict[tuple[tuple[str, ...], int | None], int] = {}
    for i, item in enumerate(found):
        twin = equal.setdefault((item.forms, item.speaker.name if item.speaker else None), i)
        if twin != i:  # a reprint: only the first is indexed
            join(i, twin)
            continue
        runs = _runs(item.forms)
        if (item.speaker is None or len(item.forms) > LONGEST_SAYING) and holds_quotations(material, item):
            continue  # a whole article between marks: nobody's words
        sizes[i] = len(runs)
        shared = Counter(j for run in runs for j in index[run])
        for j in sorted(shared):
            if shared[j] >= CUT_SHARE * min(len(runs), sizes[j]):
                join(i, j)
        for run in runs:
            index[run].append(i)
    groups: dict[int, list[Found]] = defaultdict(list)
    for i, item in enumerate(found):
        groups[root(i)].append(item)
    return sorted(groups.values(), key=lambda group: (group[0].unit.number, group[0].quotation.start))


def _may_be_two(a: Found, b: Found) -> bool:
    """Whether a few words may be two people's: somebody who can't be told, and elsewhere somebody without a name."""
    if min(len(a.forms), len(b.forms)) >= FEWEST_SHARED:
        return False
    return any(
        one.verb is not None and one.speaker is None and other.speaker is not None and other.speaker.name is None
        for one, other in ((a, b), (b, a))
    )


_MARKS = frozenset('«»“”„"')


def holds_quotations(material: Material, item: Found) -> bool:
    """Whether there are marks between the marks."""
    text = material.articles[item.unit.article].text
    return not _MARKS.isdisjoint(text[item.quotation.inner_start : item.quotation.inner_end])


def _said(material: Material, item: Found) -> set[Said]:
    speaker = item.speaker
    if speaker is None:
        return set()
    text = material.articles[item.unit.article].text
    described = "" if speaker.name is not None else comparison_form(text[speaker.start : speaker.end])
    return {(speaker.name, described, item.unit.article)}


def _compatible(said: set[Said]) -> bool:
    names = {name for name, _, _ in said if name is not None}
    per_article = Counter(article for _, _, article in said)
    return len(names) < 2 and all(count == 1 for count in per_article.values())


def _runs(forms: tuple[str, ...]) -> set[tuple[str, ...]]:
    size = RUN_WORDS
    return {forms} if len(forms) <= size else {forms[i : i + size] for i in range(len(forms) - size + 1)}
