"""What grouping keeps from one time to the next, and what it does in arrays: neither changes any story.

Limits that only a large archive meets are made small here, so that a few hundred articles cross each of them again and
again."""

from __future__ import annotations

import math
import random
from dataclasses import fields, replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from test_group import article, press

from digest.group import (
    Memory,
    arrays,
    gather,
    group,
    held,
    neighbours,
    products,
    profiles,
    signals,
    stories,
    strays,
    sums,
    surroundings,
    table,
    topical,
)
from digest.group.profile import UNIT, Profile, profile
from digest.group.rarity import rarity
from digest.group.sums import ROUNDED, Limits, ListedSums, nearness
from digest.model import Article, Claim, Decisions

SMALL: tuple[tuple[ModuleType, str, int], ...] = (
    (neighbours, "COMMON_STORIES", 4),
    (neighbours, "FEW", 30),
    (strays, "COMMON_STORIES", 4),
    (strays, "LEAST_WORDS", 8),
    (gather, "NEAREST_KEPT", 3),
    (stories, "NEAREST_KEPT", 3),
    (gather, "MOST_INSERTED", 2),
    (stories, "SUMS_KEPT", 5),
    (surroundings, "FEW_MERGED", 5),
)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, value in SMALL:
        assert hasattr(module, name), f"{name} is no limit of {module.__name__} any more"
        monkeypatch.setattr(module, name, value)


def retold(one: Article, other: Article, dice: random.Random) -> Article:
    """An article after an edit: another's title, text or day."""
    changes: list[dict[str, Any]] = [
        {"title": other.title},
        {"text": other.text, "kept": other.kept},
        {"published": other.published},
        {"title": other.title, "text": other.text, "kept": other.kept, "published": other.published},
    ]
    return replace(one, **dice.choice(changes))


def changed(there: list[Article], away: list[Article], dice: random.Random) -> None:
    """One article comes, goes or is told otherwise."""
    what = dice.choice(("comes", "goes", "retold"))
    if what == "comes" and away:
        there.insert(dice.randrange(len(there) + 1), away.pop(dice.randrange(len(away))))
    elif what == "goes" and len(there) > 1:
        away.append(there.pop(dice.randrange(len(there))))
    else:
        at = dice.randrange(len(there))
        there[at] = retold(there[at], dice.choice(there), dice)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("few", [10, 600], ids=["arrays", "dictionaries"])
@pytest.mark.parametrize("seed", range(5))
def test_a_memory_changes_nothing_where_limits_are_met(seed: int, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(products, "FEW", few)
    dice = random.Random(seed)
    articles = press(100 + seed, 170)
    if seed % 2:  # one week, one language: all that is topical moves
        articles = [replace(a, language=articles[0].language) for a in articles]
    away, there = articles[::4], [a for i, a in enumerate(articles) if i % 4]
    memory = Memory()
    group(there, memory=memory)
    for step in range(16):
        for _ in range(dice.choice((1, 1, 1, 3))):
            changed(there, away, dice)
        decisions = Decisions(merges=((there[0].id, there[-1].id),)) if step % 5 == 4 else Decisions()
        known = {"old": there[1].id} if step % 3 == 2 else {}
        kept = group(there, decisions=decisions, known=known, memory=memory)
        assert kept == group(there, decisions=decisions, known=known), f"step {step}"


def test_a_memory_follows_what_is_written_more_these_days() -> None:
    """A word that comes up in ever more articles crosses each doubling, there and back."""
    wording = "Le Zorblax de Malbec arrive au port, dit le pilote numéro {} à la foule, et {} repart vers {}."
    names = ["Varenne", "Kerlan", "Sarnoy", "Ploumel", "Ostreval", "Brignac"]
    told = [
        article(
            f"z{i:02}",
            f"Le Zorblax vu par {names[i % 6]} {i}",
            wording.format(i, names[i % 5], names[i % 4]),
            date=f"2031-01-{2 + i % 5:02}",
        )
        for i in range(24)
    ]
    rest = press(7, 60)
    memory = Memory()
    moved = 0
    for count in [*range(1, 24), *range(23, 0, -2)]:
        there = rest + told[:count]
        assert group(there, memory=memory) == group(there)
        moved += len(memory.of(there, memory_options())[0].changed) > 1
    assert moved > 3, "no article's weights changed with another's coming"


def memory_options() -> Any:
    from digest.group import Options

    return Options()


@pytest.mark.parametrize(
    ("name", "value"),
    [("CELLS", 1), ("CELLS", 10**9), ("PAIRS", 1), ("PAIRS", 10**9), ("ROWS", 1), ("AT_ONCE", 3), ("LISTED", 2)],
)
def test_how_arrays_are_cut_changes_nothing(name: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found = sorted(press(5, 200), key=lambda a: (a.day is None, a.day or "", a.id))
    made = [profile(a, rarity("fr", found)) for a in found]
    before = products._by_arrays(made, 1.0)
    monkeypatch.setattr(table if name == "LISTED" else arrays, name, value)
    after = products._by_arrays(made, 1.0)
    assert [after.row(i) for i in range(len(made))] == [before.row(i) for i in range(len(made))]
    assert list(after.pairs(5000)) == list(before.pairs(5000))


@pytest.mark.parametrize("at_once", [7, 20_000])
@pytest.mark.parametrize("language", ["fr", "xx"])
def test_profiles_in_arrays_are_those_made_one_by_one(
    language: str, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With sentences left out, terms ignored, no words at all, long texts, numbers, several terms to a token, days
    that nobody dated, and words of the season."""
    monkeypatch.setattr(profiles, "ARTICLES", at_once)
    odd = [
        article("odd-1", "", ""),
        article("odd-2", "Le 3 mai, 1 500 euros", "Le 3 mai, 1 500 euros. Paris l'a dit! Paris? " * 60),
        article("odd-3", "東京で会見", "東京で会見が開かれた。 Tokyo 2031"),
    ]
    found = sorted([*press(12, 150), *odd], key=gather.key)
    found = [replace(a, language=Claim("language", language, "text")) for a in found]
    rare = rarity(language, found)
    given = [
        profiles.Given(
            a,
            frozenset(sorted(profile(a, rare).weights)[: i % 3]),
            None if i % 5 else a.text[20:],
            attaches_only=i % 7 == 0,
        )
        for i, a in enumerate(found)
    ]
    one_by_one = dict(
        enumerate(profile(g.article, rare, g.ignored, body=g.body, attaches_only=g.attaches_only) for g in given)
    )
    same_profiles(profiles.described(given, rare, topical=False), list(one_by_one.values()))
    in_season = topical.Topical(one_by_one, rare.idf)
    in_season.update({}, one_by_one)
    emphasised = dict(in_season.emphasised(one_by_one))
    assert len(emphasised) > 10
    same_profiles(profiles.described(given, rare, topical=True), list((one_by_one | emphasised).values()))


def same_profiles(made: tuple[list[Profile], arrays.Described], expected: list[Profile]) -> None:
    found, described = made
    again = arrays.describe(expected)
    names = list(described.numbers)
    for i, (one, other) in enumerate(zip(found, expected, strict=True)):
        assert list(one.weights.items()) == list(other.weights.items())
        for field in fields(one):
            assert getattr(one, field.name) == getattr(other, field.name), field.name
        own = slice(described.starts[i], described.starts[i + 1])
        assert [names[n] for n in described.terms[own].tolist()] == list(other.weights)
        assert described.weights[own].tolist() == list(other.weights.values())
    assert described.named.tolist() == again.named.tolist()
    assert described.starts.tolist() == again.starts.tolist()


def test_terms_by_articles_may_be_more_than_32_bits_hold() -> None:
    found = sorted(press(6, 200), key=lambda a: (a.day is None, a.day or "", a.id))
    made = [profile(a, rarity("fr", found)) for a in found]
    heavy, first = [products._heavy(p) for p in made], [products._first_in_window(made, i) for i in range(len(made))]
    held = arrays._arrays(made, arrays.describe(made), heavy, first)
    far = replace(held, terms=held.terms + np.int32(2_000_000_000))
    plain, high = (list(arrays._candidates(one, products.LEAST)) for one in (held, far))
    assert len(plain) == len(high)
    for (rows, columns), (high_rows, high_columns) in zip(plain, high, strict=True):
        assert rows.tolist() == high_rows.tolist()
        assert columns.tolist() == high_columns.tolist()


def test_sums_in_arrays_and_in_dictionaries_are_the_same() -> None:
    """While groups are merged in any order, those that attach only left out; and against sums over single articles."""
    found = sorted(press(8, 120), key=lambda a: (a.day is None, a.day or "", a.id))
    made = [profile(a, rarity("fr", found)) for a in found]
    limits, without = Limits(), {3, 50}
    by_arrays, listed = products._by_arrays(made, 1.0), products._one_by_one(made, 1.0)
    one, other = by_arrays.sums(without, limits), listed.sums(without, limits)
    assert isinstance(other, ListedSums)
    rows = [by_arrays.row(i) for i in range(len(made))]
    members: dict[int, list[int]] = {i: [i] for i in range(len(made)) if i not in without}
    dice = random.Random(8)
    for _ in range(80):
        near = [(a, b) for a in members for b in members if a < b and total(rows, members[a], members[b])]
        if not near:
            break
        a, b = dice.choice(near)
        norm = one.join(a, b)
        assert norm == other.join(a, b)
        members[a] += members.pop(b)
        assert norm == len(members[a]) * UNIT * UNIT + total(rows, members[a], members[a])
        expected = {
            c: score
            for c in members
            if c != a and (score := near_by(rows, members[a], members[c], limits)) >= limits.threshold
        }
        nearest_last = sorted(((s, c) for c, s in expected.items()), key=lambda pair: (pair[0], -pair[1]))
        assert list(zip(*one.near(a), strict=True)) == list(zip(*other.near(a), strict=True)) == nearest_last
    assert max(map(len, members.values())) > 10
    assert limits.threshold / 1000 > ROUNDED


def test_arrays_are_rounded_as_python_rounds() -> None:
    dice = random.Random(4)
    halves = [
        (2 * dice.randrange(10**9) + 1) / 2e9 for _ in range(3000)
    ]  # as near to half of the ninth place as can be
    odd = [0.0, 1.0, -0.05, 0.5, 2.0**-30, 3 * 2.0**-10, 5 * 2.0**-10, *(dice.uniform(-1, 1) for _ in range(2000))]
    values = [*halves, *(math.nextafter(h, 2) for h in halves), *(math.nextafter(h, -2) for h in halves), *odd]
    assert sums.rounded(np.array(values)).tolist() == [round(value, 9) for value in values]


def total(rows: list[dict[int, int]], ours: list[int], theirs: list[int]) -> int:
    return sum(rows[i].get(j, 0) for i in ours for j in theirs)


def near_by(rows: list[dict[int, int]], ours: list[int], theirs: list[int], limits: Limits) -> float:
    norms = [len(m) * UNIT * UNIT + total(rows, m, m) for m in (ours, theirs)]
    return nearness(total(rows, ours, theirs), (norms[0], norms[1]), (len(ours), len(theirs)), limits)


def test_an_index_finds_what_comparing_all_finds() -> None:
    found = sorted(press(9, 200), key=lambda a: (a.day is None, a.day or "", a.id))
    made = dict(enumerate(profile(a, rarity("fr", found)) for a in found))
    keys = [gather.key(a) for a in found]
    listed = products._one_by_one(list(made.values()), 1.0)
    index = products.Index(range(0, 200, 2), keys, made)
    dice = random.Random(9)
    there = set(range(0, 200, 2))
    for _ in range(150):
        number = dice.randrange(200)
        if number in there:
            index.remove(number, made[number].day)
            there.remove(number)
        asked = {number, *dice.sample(range(200), dice.randrange(4))}
        for one, row in zip(asked, index.rows(asked, 1.0), strict=True):
            assert row == {j: p for j, p in listed.row(one).items() if j in there}
        if dice.random() < 0.6:
            index.add(number)
            there.add(number)
    assert signals.WINDOW_DAYS < 30, "press writes over a month, so that some are out of the window"


def test_who_holds_a_term_in_arrays_is_who_does() -> None:
    """While articles go, come back as they were or with other weights, and are told otherwise."""
    found = sorted(press(10, 120), key=gather.key)
    made = dict(enumerate(profile(a, rarity("fr", found)) for a in found))
    index = held.Held(list(made), [p.day for p in made.values()], arrays.describe(list(made.values())))
    there = set(made)
    dice = random.Random(10)
    days = sorted({p.day for p in made.values()}, key=str)
    for _ in range(60):
        number = dice.randrange(len(made))
        told = made[number]
        assert index.take(number) == (number in there)
        there.discard(number)
        made[number] = replace(told, weights={t: dice.randrange(1, UNIT) for t in told.weights})
        changed = {**told.weights, "new": 7}
        assert index.put(number, told.day, changed) is None, "other terms"
        assert index.put(number, 5, made[number].weights) is None, "another day"
        if dice.random() < 0.7:
            assert index.put(number, told.day, made[number].weights) is not None
            there.add(number)
        asked = set(dice.sample(days, 5))
        terms = {*dice.sample(sorted(told.weights), min(3, len(told.weights))), "never"}
        answer = index.holders(asked, terms)
        numbers = index.numbers[answer.rows].tolist()
        assert sorted((answer.terms[i], n) for i, n in zip(answer.places.tolist(), numbers, strict=True)) == sorted(
            (t, n) for n in there if made[n].day in asked for t in terms & made[n].weights.keys()
        )


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("seed", range(4))
def test_a_memory_changes_nothing_of_what_was_published(seed: int) -> None:
    """While articles come and go, what the last build published, and what somebody else's did."""
    dice = random.Random(50 + seed)
    articles = press(300 + seed, 90)
    away, there = articles[::4], [a for i, a in enumerate(articles) if i % 4]
    memory = Memory()
    published: dict[str, str] = {}
    known: dict[str, str] = {}
    unsettled = 0
    for step in range(24):
        for _ in range(dice.choice((0, 1, 3))):
            changed(there, away, dice)
        kept = group(there, known=known, published=published, memory=memory)
        assert kept == group(there, known=known, published=published), f"step {step}"
        unsettled += kept.stories != group(there, known=known).stories
        known = {story.id: story.founder_id for story in kept.stories}
        published = {a.id: story.id for story in kept.stories for a in story.articles}
        if step % 3 == 1:  # stories torn, and put together
            for one, other in [dice.sample(sorted(published), 2) for _ in range(3)]:
                published[one] = published[other]
        if step % 7 == 6:
            published = {}
    assert unsettled > 3, "what was published never mattered"
