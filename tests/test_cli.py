"""The command line: results on standard output, the rest on standard error, exit codes, no traceback for a mistake."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SiteFolder

import digest


def run(site: Path, *arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "digest", *(["--root", str(site)] if site != Path() else []), *arguments]
    env = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "100", **environment}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


def test_version() -> None:
    done = run(Path(), "--version")
    assert (done.returncode, done.stdout) == (0, f"digest {digest.__version__}\n")


def test_build_says_what_it_did(small_site: SiteFolder) -> None:
    done = run(small_site.root, "build")
    assert done.returncode == 0
    assert done.stdout.startswith("3 articles, ")
    assert done.stderr == ""
    assert "0 files written" in run(small_site.root, "build").stdout


def test_strict(small_site: SiteFolder) -> None:
    small_site.write("content/photo.exe", "MZ")
    done = run(small_site.root, "build")
    assert (done.returncode, "photo.exe" in done.stderr, "photo.exe" in done.stdout) == (0, True, False)
    assert run(small_site.root, "build", "--strict").returncode == 1


def test_fresh_content_output_and_config(small_site: SiteFolder, tmp_path: Path) -> None:
    small_site.write("other.toml", 'title = "Autre"')
    (small_site.root / "content").rename(small_site.root / "articles")
    done = run(
        Path(), "build", "--fresh", "--content", "articles", "--output", "public", "--config", "other.toml",
        cwd=small_site.root,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Autre" in (small_site.root / "public" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["build"], "digest.toml:1: titel: unknown key"),
        (["build", "--now", "yesterday"], "--now: expected a date"),
        (["stories"], "digest.toml:1"),
    ],
)
def test_a_mistake_is_one_line(small_site: SiteFolder, arguments: list[str], says: str) -> None:
    if "--now" not in arguments:
        small_site.write("digest.toml", "titel = 1")
    done = run(small_site.root, *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_usage_errors(tmp_path: Path) -> None:
    assert run(Path(), "biuld").returncode == 2
    done = run(tmp_path / "none", "build")
    assert (done.returncode, "digest init" in done.stderr) == (2, True)


def test_the_clock_can_be_set(small_site: SiteFolder) -> None:
    run(small_site.root, "build", SOURCE_DATE_EPOCH="86400")
    assert "1970-01-02" in (small_site.root / "digest.lock").read_text()
    (small_site.root / "digest.lock").unlink()
    run(small_site.root, "build", "--now", "2026-01-02", SOURCE_DATE_EPOCH="86400")
    assert "2026-01-02" in (small_site.root / "digest.lock").read_text()
    assert run(small_site.root, "build", SOURCE_DATE_EPOCH="x").returncode == 2


def test_inspect_and_stories_as_json(small_site: SiteFolder) -> None:
    article = small_site.root / "content" / "Le Phare" / "musee.md"
    data = json.loads(run(Path(), "inspect", "--json", str(article), cwd=small_site.root).stdout)
    assert [a["path"] for a in data["articles"]] == ["Le Phare/musee.md"]
    stories = json.loads(run(small_site.root, "stories", "--json").stdout)
    assert stories["version"] == 1
    assert data["articles"][0]["story"] in {story["id"] for story in stories["stories"]}
    assert sum(len(story["articles"]) for story in stories["stories"]) == 3


def test_inspect_for_people(small_site: SiteFolder) -> None:
    small_site.write("content/Le Phare/musee.md", (small_site.root / "content/Le Phare/musee.md").read_bytes() + b"\nPartager sur Facebook\n")  # noqa: E501  # fmt: skip
    done = run(small_site.root, "inspect", str(small_site.root / "content/Le Phare/musee.md"))
    assert "front matter" in done.stdout
    assert "share_bar: Partager sur Facebook" in done.stdout
    assert run(small_site.root, "inspect", "none.txt").returncode == 1


def test_inspect_shows_repairs_by_code_and_line_but_not_hundreds_of_them(small_site: SiteFolder) -> None:
    body = (
        "Le bac de Ker\u00admor part à midi, a dit la mairie.\n\n" + "Le bac\u2003part à l'heure, dit le quai.\n\n" * 30
    )
    small_site.write("content/bac.txt", "Le bac de Kermor repart\n\n" + body)
    done = run(small_site.root, "inspect", "content/bac.txt")
    assert "31 repairs of characters, 0 passages removed\n     3 ~ soft_hyphen: U+00AD → ∅\n" in done.stdout
    assert "     5 ~ odd_space: U+2003 → U+0020\n" in done.stdout
    assert done.stdout.count("odd_space") == 11
    assert "~ and 19 more, in --json\n" in done.stdout


def test_a_story_has_one_title_in_all_commands(small_site: SiteFolder) -> None:
    body = "Le bac de Kermor reprendra la mer lundi, a annoncé la compagnie. Le bac était à quai depuis trois mois."
    for number, title in enumerate(
        ("Le bac de Kermor reprendra la mer lundi", "Kermor : le bac repart lundi à six heures")
    ):
        small_site.article(f"bac{number}.md", title, body, published=f"2026-03-1{number}")
    listed = json.loads(run(small_site.root, "stories", "--json").stdout)["stories"]
    story = next(s for s in listed if len(s["articles"]) == 2)
    assert story["title"] in run(small_site.root, "stories").stdout
    for article in story["articles"]:
        shown = run(small_site.root, "inspect", f"content/{article['path']}").stdout
        assert f"{story['id']}  {story['title']}" in shown


def test_story_commands_write_edits(small_site: SiteFolder) -> None:
    assert run(small_site.root, "story", "pin", "anything").returncode == 2  # nothing was built yet
    small_site.write("edits.toml", "# mine\n").build()
    listed = json.loads(run(small_site.root, "stories", "--json").stdout)["stories"]
    musee = next(s for s in listed if "musee" in s["slug"])
    accord = next(s for s in listed if "musee" not in s["slug"])
    commands = (
        ["title", musee["slug"], "Le musée rouvre"],
        ["note", musee["id"], "Une note"],
        ["pin", musee["id"]],
        ["mute", musee["id"]],
        ["mute", musee["id"], "--undo"],
        ["merge", accord["id"], musee["id"]],
        ["split", accord["id"], "content/Le Phare/accord-peche.md"],
        ["move", "content/Le Phare/musee.md", accord["id"]],
        ["related", accord["id"], musee["id"]],
        ["follows", musee["id"], accord["id"]],
    )
    for command in commands:
        done = run(small_site.root, "story", *command)
        assert done.returncode == 0, done.stderr
    text = (small_site.root / "edits.toml").read_text(encoding="utf-8")
    assert text.startswith("# mine\n")
    assert "[[mute]]" not in text
    assert 'articles = ["Le Phare/accord-peche.md"]' in text
    assert "Le musée rouvre" in text
    shown = json.loads(run(small_site.root, "story", "show", musee["id"], "--json").stdout)
    assert shown["version"] == 1


def test_story_commands_refuse_what_makes_no_sense(small_site: SiteFolder) -> None:
    small_site.write("content/Le Phare/port.md", "---\ntitle: Le port\n---\n\nLe port de Sarnoy est ouvert.\n").build()
    listed = json.loads(run(small_site.root, "stories", "--json").stdout)["stories"]
    first, second = next((s, o) for s in listed for o in listed if s is not o)
    inside, outside = (f"content/{story['articles'][0]['path']}" for story in (first, second))
    for command, says in (
        (["split", first["id"], "content/nope.txt"], "content/nope.txt: no such article"),
        (["split", first["id"], outside], f"it is in story {second['id']}"),
        (["split", first["id"], *(f"content/{a['path']}" for a in first["articles"])], "all articles"),
        (["move", "content/nope.txt", first["id"]], "content/nope.txt: no such article"),
        (["merge", first["id"], first["slug"]], "are one story"),
        (["related", first["id"], first["id"]], "named twice"),
        (["follows", first["id"], first["slug"]], "are one story"),
        (["title", first["id"], " "], "title: expected words"),
        (["note", first["id"], ""], "note: expected words"),
        (["pin", "none-such"], "no such story"),
        (["mute", first["id"], "--undo"], "to take back"),
    ):
        done = run(small_site.root, "story", *command)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), (command, done.stderr)
        assert says in done.stderr
    assert not (small_site.root / "edits.toml").exists()
    run(small_site.root, "story", "merge", first["id"], second["id"])
    small_site.build()
    again = run(small_site.root, "story", "merge", first["id"], second["id"])
    assert (again.returncode, "are one story" in again.stderr) == (2, True)
    assert run(small_site.root, "story", "split", first["id"], inside).returncode == 0


def test_init_then_build_then_check(tmp_path: Path) -> None:
    assert run(Path(), "init", "my-review", cwd=tmp_path).returncode == 0
    assert run(Path(), "build", "--strict", cwd=tmp_path / "my-review").returncode == 0
    done = run(Path(), "check", cwd=tmp_path / "my-review")
    assert (done.returncode, done.stdout) == (0, "")
    (tmp_path / "my-review" / "output" / "404.html").unlink()
    assert run(Path(), "check", cwd=tmp_path / "my-review").returncode == 1


def test_every_command_has_help_with_an_example_and_exit_codes() -> None:
    from typer.main import get_command

    from digest.cli import app

    def walk(command: object, names: tuple[str, ...]) -> None:
        for name, child in sorted(getattr(command, "commands", {}).items()):
            walk(child, (*names, name))
        if not hasattr(command, "commands"):
            assert f"digest {' '.join(names)}" in (command.help or ""), names  # type: ignore[attr-defined]
            assert "Exit codes" in (command.epilog or ""), names  # type: ignore[attr-defined]

    walk(get_command(app), ())
    assert "init [OPTIONS] [DIR]" in run(Path(), "init", "--help").stdout
    assert "digest build" in run(Path(), "build", "--help").stdout


def test_watch_is_off_unless_asked_for() -> None:
    from typer.main import get_command

    from digest.cli import app

    serve = get_command(app).commands["serve"]  # type: ignore[attr-defined]
    assert {p.name: p.default for p in serve.params}["watch"] is False


def test_a_reader_that_leaves_early_is_no_error(small_site: SiteFolder) -> None:
    command = f'"{sys.executable}" -m digest --root "{small_site.root}" stories --json | head -c 1'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
