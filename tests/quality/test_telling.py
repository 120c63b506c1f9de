"""What a telling says, right or wrong: prints the tables, holds the floors in floors.json under "telling".

On our own cases quotations are measured against labels; on two development stories against judgements by hand
(telling_judged.json, 1 right, 0 wrong; a line without judgement counts for nothing); the share of full quotations that
get a speaker is counted on whole corpora.   python -m pytest -m quality -s tests/quality/test_telling.py"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

import telling as measure
from tell_cases import case_names, load_case

from digest.model import Quote
from digest.tell import Options, tell
from digest.text import words

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["telling"]
NEEDS_DATA = pytest.mark.skipif(not measure.GROUPING.is_dir(), reason="needs ../shared/data/grouping")

pytestmark = pytest.mark.quality


def _hold(table: dict[str, float]) -> None:
    print("\n" + "\n".join(f"{name:36} {value:.3f}  floor {FLOORS.get(name, 0):.3f}" for name, value in table.items()))
    assert not [name for name, value in table.items() if value < FLOORS.get(name, 0)]


def _is_full(quote: Quote) -> bool:
    return max(len(words(s.text)) for s in quote.carriers) >= 7


def test_quotations_of_our_own_cases() -> None:
    right = attributed = named = full = 0
    for name in case_names():
        subject, expect = load_case(name)
        quotes = tell(subject).quotes
        for start, speaker, _ in expect.get("quotes", []):
            found = next((q for q in quotes if any(s.text.startswith(start) for s in q.carriers)), None)
            full += speaker != ""
            attributed += found is not None and found.speaker is not None
            right += found is not None and found.speaker == speaker
            named += found is not None and found.speaker is not None and speaker != ""
    _hold({"own quotes right": right / attributed, "own quotes attributed": named / full})


@NEEDS_DATA
def test_judged_lines() -> None:
    """Two stories line by line, and what four others quote."""
    judged: dict[str, int] = json.loads(measure.JUDGED.read_text(encoding="utf-8"))
    shown, known, right = Counter[str](), Counter[str](), Counter[str]()
    whole = ("T06_C1", "T10_C1")
    for key in (*whole, "T01_C2", "T05_C2", "T07_C2", "T09_C2"):
        for line in measure.lines(tell(measure.stories("rpm2")[key])):
            if key not in whole and line.part != "quotes":
                continue
            shown[line.part] += 1
            known[line.part] += line.name in judged
            right[line.part] += judged.get(line.name, 0)
    print(
        "\n"
        + "\n".join(f"{part:10} {shown[part]:4} shown {known[part]:4} judged {right[part]:4} right" for part in shown)
    )
    _hold({f"judged {part}": right[part] / known[part] for part in sorted(known) if known[part]})


@NEEDS_DATA
def test_share_of_full_quotations_with_a_speaker() -> None:
    table = {}
    for corpus in ("rpm2", "basil"):
        quotes = [
            q for s in measure.stories(corpus).values() for q in tell(s, Options(quotes=9999)).quotes if _is_full(q)
        ]
        table[f"{corpus} full quotes attributed"] = sum(q.speaker is not None for q in quotes) / len(quotes)
    _hold(table)


@NEEDS_DATA
def test_every_line_of_the_corpora_is_exact() -> None:
    for corpus in ("rpm2", "basil", "cstnews"):
        for subject in measure.stories(corpus).values():
            texts = {a.id: a.text for a in subject.articles}
            telling = tell(subject)
            for s in [*telling.brief, *telling.single, *(s for q in telling.quotes for s in q.carriers)]:
                assert texts[s.article_id][s.start : s.end] == s.text
