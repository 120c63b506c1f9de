"""Saved pages against hand-made gold: prints the table, holds the floors and ceilings in floors.json under "html".

python -m pytest -m quality -s tests/quality/test_html.py"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import html_measure as measure

from digest.clean import Options, clean

LIMITS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["html"]

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not measure.DATA.is_dir(), reason="needs ../shared/data/cleaning"),
]

COLUMNS = ("precision", "recall", "f1", "cleaned f1", "halved", "title", "date right", "date wrong")


def _row(pages: list[measure.Page]) -> dict[str, float]:
    scores, cleaned, titles, dates = [], [], [], []
    for page in pages:
        document = measure.document_of(page)
        assert document is not None, page.id
        article = clean(document, Options())
        scores.append(measure.score(measure.body_of(document), page.gold))
        cleaned.append(measure.score(article.text, page.gold)[2])
        if page.title:
            titles.append(measure.same_title(article.title.value, page.title))
        if page.date:
            dates.append((article.published.value[:10] if article.published else "", page.date[:10]))
    return {
        "precision": measure.mean([p for p, _, _ in scores]),
        "recall": measure.mean([r for _, r, _ in scores]),
        "f1": measure.mean([f for _, _, f in scores]),
        "cleaned f1": measure.mean(cleaned),
        "halved": float(sum(r < 0.5 for _, r, _ in scores)),
        "title": measure.mean([float(same) for same in titles]),
        "date right": measure.mean([float(found == gold) for found, gold in dates]),
        "date wrong": measure.mean([float(found not in ("", gold)) for found, gold in dates]),
    }


def test_saved_pages_hold_their_floors() -> None:
    every = list(measure.pages())
    rows = {
        "fundus": [page for page in every if page.source == "fundus"],
        "french": [page for page in every if page.lang == "fr"],
        **{half: list(pages) for half, pages in measure.halves()},
    }
    print("\n" + " " * 16 + "  ".join(f"{column:>10}" for column in COLUMNS))
    outside = []
    for name, pages in rows.items():
        row = _row(pages)
        print(f"{name:8} {len(pages):4} p. " + "  ".join(f"{row[column]:10.3f}" for column in COLUMNS))
        for column, limit in LIMITS.get(name, {}).items():
            is_ceiling = column in ("halved", "date wrong")
            if row[column] > limit if is_ceiling else row[column] < limit:
                outside.append((name, column, round(row[column], 4), limit))
    assert not outside


def test_every_page_of_another_article_is_known() -> None:
    """29 of the saved Fundus pages show another article than their gold; a change here is a change of the data."""
    assert (len(measure.pages()), len(list((measure.DATA / "html").glob("*.html.gz")))) == (78, 106)
