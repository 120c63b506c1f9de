"""`digest init`: the next command already gives a site, and nothing that is there is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SiteFolder

from digest.config import load_config
from digest.errors import OutputError
from digest.scaffold import FILES, scaffold


def test_a_new_site_builds_without_a_problem(tmp_path: Path) -> None:
    made = scaffold(tmp_path / "site")
    assert len(made) == len(FILES)
    assert (tmp_path / "site" / ".gitignore").read_text() == "/output/\n/.digest/\n"
    assert "merge=union" in (tmp_path / "site" / ".gitattributes").read_text()
    report = SiteFolder(tmp_path / "site").build().report
    assert report is not None
    assert (report.articles, report.problems) == (2, ())


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_text("mine")
    with pytest.raises(OutputError, match=r"digest\.toml: is there already"):
        scaffold(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["digest.toml"]


def test_articles_that_are_there_stay_alone(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "mine.txt").write_text("x")
    scaffold(tmp_path)
    assert [p.name for p in (tmp_path / "content").iterdir()] == ["mine.txt"]


def test_what_a_new_site_says_of_defaults_is_true(tmp_path: Path) -> None:
    """Each commented line may be uncommented and changes nothing, but for the address and the outlet of the sample."""
    scaffold(tmp_path)
    plain = load_config(tmp_path)
    file = tmp_path / "digest.toml"
    told = file.read_text(encoding="utf-8").partition("# [outlets")[0].splitlines()[2:]
    rounded = ("# base_url", "# share")  # an address of nobody, and a third
    said = [line.removeprefix("# ") for line in told if not line.startswith(rounded)]
    assert any(line.startswith("span_days") for line in said)
    file.write_text("\n".join(said), encoding="utf-8")
    assert load_config(tmp_path) == plain
