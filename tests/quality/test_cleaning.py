"""Cleaning on labelled pages: prints the table, holds the floors in floors.json under "cleaning".

python -m pytest -m quality -s tests/quality/test_cleaning.py

No French page has been trained on, so French is as good as held out; of Fundus and AEB the classifier has seen the
pages that are measured here, and train_lines.py prints the honest figures by cross-validation over sites."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import lines as corpus

from digest.clean import Options, clean
from digest.formats import parse
from digest.model import Article, Source
from digest.text import fold

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["cleaning"]
GOLD = corpus.SHARED / "data" / "seeds_gold.json"
GROUPS = ("French", "Fundus", "AEB")

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not corpus.CORPUS.is_file(), reason="needs ../shared/data/cleaning"),
]


def test_the_corpus_is_the_one_that_the_floors_were_measured_on() -> None:
    assert corpus.corpus_hash() == FLOORS["corpus"]


def test_pages() -> None:
    """Junk lines removed, article lines lost, articles damaged, for each cut of each group."""
    pages = [page for page in corpus.load() if page.group in GROUPS]
    failed = []
    for name, either_side in corpus.CUTS.items():
        cuts = (corpus.cut(page, either_side) for page in pages)
        scores = corpus.score(cuts, lambda p: corpus.removed_lines(corpus.document_of(p), len(p.lines)))
        for group in GROUPS:
            row = scores[group].row()
            print(f"\n{group:7} {name:7}", *(f"{key} {value:.4f}" for key, value in row.items()), end="")
            floor = FLOORS[f"{group} {name}"]
            if row["removed"] < floor["removed"]:
                failed.append(f"{group} {name}: removed {row['removed']} < {floor['removed']}")
            failed += [f"{group} {name}: {key} {row[key]}" for key in ("lost", "damaged") if row[key] > floor[key]]
    assert not failed


def test_clean_articles_stay() -> None:
    """The article alone, fed in: what share of articles does cleaning change? A line that gold_errors.toml names may go
    here as well; the articles where only such lines go are counted apart."""
    failed = []
    pages = [page for page in corpus.load() if page.group in GROUPS and page.gold]
    for group in GROUPS:
        members = [page for page in pages if page.group == group]
        gone = [_removed_from_clean(page) for page in members]
        changed = sum(bool(undisputed) for _, undisputed in gone)
        disputed = sum(bool(texts) for texts, _ in gone) - changed
        share = changed / len(members)
        print(
            f"\n{group:7} clean articles changed {changed} of {len(members)}, and {disputed} by disputed lines", end=""
        )
        if share > FLOORS[f"{group} changed"]:
            failed.append(f"{group}: {share:.3f}")
    assert not failed


def _removed_from_clean(page: corpus.Page) -> tuple[set[str], set[str]]:
    """Lines that cleaning takes out of the article alone: all of them, and those that nobody disputes."""
    wrong = {fold(line) for line, label in zip(page.lines, page.labels, strict=True) if label == "disputed"}
    texts = {
        fold(removal.block.text) for removal in clean(corpus.document_of(corpus.clean_page(page)), Options()).removals
    }
    return texts, texts - wrong


def _seed(name: str) -> Article:
    path = corpus.SHARED / "seeds" / name
    return clean(parse(Source(name, path.read_bytes())), Options())


@pytest.mark.skipif(not GOLD.is_file(), reason="needs ../shared/data/seeds_gold.json")
@pytest.mark.parametrize(
    "name",
    [
        "000_0dd05525f87b562e.txt",
        "001_2dc0e6bf68a8b034.txt",
        "002_c612d81569139ed4.txt",
        "003_815975621475be5c.txt",
        "004_f31da141555cd608.txt",
    ],
)
def test_every_line_of_the_seeds(name: str) -> None:
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    item = gold.get("files", gold)[name]
    article = _seed(name)
    kept = {block.line: block for block in article.kept}
    removed = {removal.block.line for removal in article.removals}
    for line in item["lines"]:
        number, label = line["n"], line["label"]
        if label in ("keep", "lead", "subhead", "title"):
            assert number in kept, line
            assert (kept[number].kind == "title") == (label == "title")
        elif label == "caption":
            assert number in removed or kept[number].kind == "caption", line
        elif label == "junk":
            assert number not in kept, line
    assert article.title.value in (item["title"], *item.get("title_generated_acceptable", ()))
    text = " ".join(block.text for block in article.kept)
    for repair in item["repairs"]:
        source = next(line["text"] for line in item["lines"] if line["n"] == repair["line"])
        assert repair["before"] in source
        assert any(edit.line == repair["line"] for edit in article.edits)
        assert repair["after"] in text
