"""Whole sites: tests/cases/sites/<name>/ holds content/, settings, and what comes of them. Add a folder, get a test."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import SiteFolder

from digest.export import stories_json

CASES = Path(__file__).parent / "cases" / "sites"
SEEDS = Path(__file__).parents[1] / ".." / "shared" / "seeds"


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
def test_sites(name: str, site: SiteFolder, update_golden: bool) -> None:
    """The stories as JSON, the files of output/, the problems. What a room makes of a text is its own affair."""
    shutil.copytree(CASES / name, site.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected"))
    report = site.build().report
    assert report is not None
    found = {
        "stories.json": json.dumps(stories_json(site.gathered().stories), ensure_ascii=False, indent=1) + "\n",
        "files.txt": "".join(f"{path}\n" for path in site.output()),
        "problems.txt": "".join(f"{problem.line()}\n" for problem in report.problems),
    }
    expected = CASES / name / "expected"
    if update_golden:
        expected.mkdir(exist_ok=True)
        for file, text in found.items():
            (expected / file).write_text(text, encoding="utf-8")
    for file, text in found.items():
        assert text == (expected / file).read_text(encoding="utf-8"), f"{file}: --update-golden if this is right"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five seeds lie beside the repository")
def test_the_five_seeds(site: SiteFolder) -> None:
    """Four articles are one story, the fifth another one, related; none has a problem."""
    for path in SEEDS.glob("*.txt"):
        shutil.copy(path, site.root / "content" / path.name)
    report = site.build().report
    assert report is not None
    assert report.problems == ()
    by_story = {story.id: {a.path[:3] for a in story.articles} for story in site.gathered().stories}
    assert sorted(map(sorted, by_story.values())) == [["000", "001", "002", "004"], ["003"]]
    talks, other = site.gathered().stories
    assert [r.id for r in talks.related] == [other.id]
