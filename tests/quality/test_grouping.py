"""Grouping on labelled corpora: prints the table, holds the floors in floors.json under "grouping".

python -m pytest -m quality -s tests/quality/test_grouping.py"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import grouping

from digest.clean import Options, clean
from digest.formats import parse
from digest.group import group
from digest.model import Source

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["grouping"]

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not grouping.DATA.is_dir(), reason="needs ../shared/data/grouping"),
]


def _measured() -> dict[str, float]:
    found: dict[str, float] = {}
    for name in grouping.SETS:
        rows = grouping.records(name)
        result = grouping.scores(rows)
        found[name] = result.f
        print(
            f"\n{name:14} P {result.precision:.3f} R {result.recall:.3f} F {result.f:.3f}"
            f"  pairs {result.pair_precision:.3f} {result.pair_recall:.3f} {result.pair_f:.3f}",
            end="",
        )
        if name == "frday":
            found["frday pairs"] = result.pair_f
            for language in ("fr", "en"):
                found[f"frday {language}"] = grouping.scores([r for r in rows if r["lang"] == language]).f
                found[f"frday {language} unknown"] = grouping.scores([r for r in rows if r["lang"] == language], "xx").f
                print(f"\nfrday {language:8} F {found[f'frday {language}']:.3f}", end="")
                print(f", as an unknown language {found[f'frday {language} unknown']:.3f}", end="")
    for name in grouping.WINDOWS:
        result = grouping.scores(grouping.window(name))
        found[name], found[f"{name} pairs"] = result.f, result.pair_f
        print(f"\n{name:14} P {result.precision:.3f} R {result.recall:.3f} F {result.f:.3f}", end="")
        print(f"  pairs {result.pair_precision:.3f} {result.pair_recall:.3f} {result.pair_f:.3f}", end="")
    for name in ("cstnews", "basil", "rpm2"):
        rows = grouping.records(name)
        found[f"{name} unknown"] = grouping.scores(rows, "xx").f
        found[f"{name} syllables"] = grouping.scores([grouping.syllables(r) for r in rows], "xx").f
        print(f"\n{name}: unknown language {found[f'{name} unknown']:.3f}", end="")
        found[f"{name} unspaced"] = grouping.scores([grouping.unspaced(r) for r in rows], "xx").f
        print(f", syllables {found[f'{name} syllables']:.3f}", end="")
        print(f", without spaces {found[f'{name} unspaced']:.3f}", end="")
    found["ecbplus unknown"] = grouping.scores(grouping.records("ecbplus"), "xx").f
    print(f"\necbplus: unknown language {found['ecbplus unknown']:.3f}", end="")
    rows = grouping.records("frday")
    both, joined, precision = grouping.bilingual(rows)
    print(f"\nbilingual stories joined {joined} of {both}, pair precision {precision:.2f}", end="")
    found["bilingual joined"], found["bilingual precision"] = joined, precision
    if grouping.embedding.installed():
        _, joined, precision = grouping.bilingual(rows, grouping.EXTRA)
        print(f"\n  with the multilingual extra {joined}, pair precision {precision:.2f}", end="")
        found["bilingual joined, extra"], found["bilingual precision, extra"] = joined, precision
    halves = [grouping.stability(rows, seed) for seed in (4, 5, 6)]
    found["ids kept"], found["articles kept"], found["frday in halves"] = (
        sum(v) / len(halves) for v in zip(*halves, strict=True)
    )
    print(f"\nhalf a day added: ids {found['ids kept']:.4f}, articles {found['articles kept']:.4f}", end="")
    print(f", F then {found['frday in halves']:.3f}")
    return found


def test_grouping_holds_its_floors() -> None:
    measured = _measured()
    below = {n: (round(m, 4), FLOORS[n]) for n, m in measured.items() if m < FLOORS[n]}
    assert not below, f"measured, floor: {below}"


def test_every_floor_is_measured_and_every_measure_has_a_floor() -> None:
    names = {
        "frday pairs",
        "frday fr",
        "frday en",
        "frday fr unknown",
        "frday en unknown",
        "ecbplus unknown",
        "bilingual joined",
        "bilingual precision",
        "bilingual joined, extra",
        "bilingual precision, extra",
        "ids kept",
        "articles kept",
        "frday in halves",
    }
    names |= {*grouping.WINDOWS, *(f"{name} pairs" for name in grouping.WINDOWS)}
    names |= set(grouping.SETS) | {
        f"{n} {k}" for n in ("cstnews", "basil", "rpm2") for k in ("unknown", "syllables", "unspaced")
    }
    assert set(FLOORS) == names


@pytest.mark.parametrize("dates", ["as dated", "undated"])
@pytest.mark.parametrize(
    "embedded",
    [
        grouping.NO_EMBEDDING,
        pytest.param(
            grouping.EXTRA,
            marks=pytest.mark.skipif(not grouping.embedding.installed(), reason="needs the multilingual extra"),
        ),
    ],
    ids=["names", "extra"],
)
def test_languages_that_share_no_story_stay_apart(embedded: grouping.Embedding, dates: str) -> None:
    rows = [*grouping.records("g5w1h"), *grouping.records("rpm2"), *grouping.records("cstnews")]
    if dates == "undated":
        rows = [{**r, "date": ""} for r in rows]
    found = grouping.stories(rows, embedded=embedded)
    assert [s.id for s in found if len({a.lang for a in s.articles}) > 1] == []


@pytest.mark.skipif(not grouping.SEEDS.is_dir(), reason="needs ../shared/seeds")
def test_the_seeds_are_one_story_and_a_related_one() -> None:
    found = [clean(parse(Source(p.name, p.read_bytes())), Options()) for p in sorted(grouping.SEEDS.iterdir())]
    stories = group(found).stories
    assert sorted(sorted(a.path[:3] for a in s.articles) for s in stories) == [["000", "001", "002", "004"], ["003"]]
    one, other = stories
    assert [r.id for r in one.related] == [other.id]
    assert [r.id for r in other.related] == [one.id]
