"""The stages in order: what is reported, what survives a failure, what a warm build touches."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from conftest import NOW, SiteFolder

import digest
from digest.build import build, find, inspect, manifest_path, open_desk
from digest.config import load_config
from digest.errors import ConfigError, LedgerError, OutputError
from digest.intake import fault
from digest.ledger import load
from digest.teller import WORTH_WORKERS


def test_a_fault_says_the_first_line_of_an_error() -> None:
    problem = fault("a.txt", TypeError("predict(): incompatible arguments\n  1. (self, text: str)\n"))
    assert problem.message == "the program failed on it: TypeError: predict(): incompatible arguments"


def test_a_folder_becomes_a_site(small_site: SiteFolder) -> None:
    report = small_site.build().report
    assert report is not None
    assert (report.articles, report.problems) == (3, ())
    assert report.written.created == len(small_site.output())
    assert "hareng" in small_site.page("index.html")
    assert "3 articles" in report.summary(small_site.root / "output", 0.5)


def test_the_promise_does_it_in_one_call(small_site: SiteFolder) -> None:
    assert digest.build_site(small_site.root, now=NOW).articles == 3


def test_the_state_may_be_deleted(small_site: SiteFolder) -> None:
    small_site.build()
    shutil.rmtree(small_site.root / ".digest")
    report = small_site.article("neuf.md", "Le phare est repeint", "Le phare de Sarnoy a été repeint.").build().report
    assert report is not None
    assert report.written.changed
    assert report.problems == ()


def test_nothing_changed_nothing_written(small_site: SiteFolder) -> None:
    small_site.build()
    before = {p: p.stat().st_mtime_ns for p in small_site.root.rglob("*") if p.is_file() and ".digest" not in p.parts}
    report = small_site.build().report
    assert report is not None
    assert report.written.unchanged == len(small_site.output())
    assert {p: p.stat().st_mtime_ns for p in before} == before


def test_one_edit_rewrites_its_pages_only(small_site: SiteFolder) -> None:
    before = small_site.write("digest.toml", 'rights = "full"').build().hashes()
    musee = (small_site.root / "content/Le Phare/musee.md").read_bytes()
    small_site.write("content/Le Phare/musee.md", musee + "\nLe musée ouvrira aussi le lundi.\n".encode()).build()
    changed = {path for path, hash_ in small_site.hashes().items() if before.get(path) != hash_}
    assert any(path.startswith("article/") for path in changed)
    assert not any("accord" in path for path in changed)


def test_a_deleted_article_takes_its_pages_along(small_site: SiteFolder) -> None:
    before = small_site.build().output()
    gone = small_site.remove("content/Le Phare/musee.md").build().output()
    assert {p for p in before if p.startswith("story/")} > {p for p in gone if p.startswith("story/")}
    assert not any("musee" in path for path in gone)


def test_bad_input_is_reported_and_the_others_published(small_site: SiteFolder) -> None:
    small_site.write("content/photo.exe", b"MZ").write("content/leer.txt", b"").write("content/b.txt", b"\0\1\2" * 999)
    report = small_site.build().report
    assert report is not None
    assert {p.path for p in report.problems} == {"photo.exe", "leer.txt", "b.txt"}
    assert report.articles == 3


def test_a_saved_page_is_parsed_in_a_worker(site: SiteFolder) -> None:
    text = "".join(
        f"<p>{'La ministre de la Mer Ada Brandt a annoncé un quota de hareng à Lunhafen. ' * 3}{i}</p>"
        for i in range(5)
    )
    page = f"<html lang=fr><head><title>Le quota</title></head><body><article>{text}</article></body></html>"
    report = site.write("content/Le Cadran/quota.html", page).build().report
    assert report is not None
    assert report.articles == 1


def test_an_archive_is_many_articles(site: SiteFolder) -> None:
    rows = [{"title": f"Titre {n}", "text": f"Le texte numéro {n} dit autre chose. " * 5} for n in range(3)]
    site.write("content/archive.jsonl", "\n".join(json.dumps(row) for row in rows))
    assert [a.path for a in site.gathered().articles] == [f"archive.jsonl#{n}" for n in (1, 2, 3)]


def test_one_article_twice_is_said(small_site: SiteFolder) -> None:
    text = "---\ntitle: T\nurl: https://cadran.example/a\n---\n\nLa ministre a signé hier un accord à Lunhafen.\n"
    small_site.write("content/a.md", text).write("content/b.md", text)
    gathered = small_site.gathered()
    assert len({a.id for a in gathered.articles}) == len(gathered.articles) == 5
    assert [p.line() for p in gathered.problems] == ["b.md: the same article as a.md; remove one of the two unless both are wanted"]  # noqa: E501  # fmt: skip


@pytest.mark.parametrize(
    ("path", "text", "error"),
    [
        ("digest.toml", "titel = 3", ConfigError),
        ("edits.toml", "[[pin]", ConfigError),
        ("digest.lock", "rubbish", LedgerError),
        ("templates/story.html", "{% if %}", ConfigError),
        ("templates/story.html", "{{ nothing.here }}", ConfigError),
    ],
)
def test_a_build_that_fails_leaves_the_old_site(small_site: SiteFolder, path: str, text: str, error: type) -> None:
    before = small_site.build().hashes()
    small_site.write(path, text).article("Le Phare/neu.md", "Neu", "Un article de plus, assez long pour être lu.")
    with pytest.raises(error, match=r"\."):
        small_site.build()
    assert small_site.hashes() == before
    assert (small_site.root / path).read_text() == text


def test_a_stranger_in_output_is_named(small_site: SiteFolder) -> None:
    small_site.write("output/index.html", "mine")
    with pytest.raises(OutputError, match=r"index\.html: in the way"):
        small_site.build()
    assert list(small_site.output()) == ["index.html"]


@pytest.mark.parametrize("output", ["content", "content/site", ".", "..", "templates"])
def test_input_and_output_never_lie_in_each_other(small_site: SiteFolder, output: str) -> None:
    small_site.write("digest.toml", f'[folders]\noutput = "{output}"')
    with pytest.raises(ConfigError, match=r"lie in each other|holds the site"):
        small_site.build()


def test_two_output_folders_never_mix(small_site: SiteFolder) -> None:
    small_site.build()
    config = load_config(small_site.root)
    other = replace(config, output=small_site.root / "public")
    with open_desk(config) as desk:
        assert build(other, desk, now=NOW).written.created == len(small_site.output())
    assert manifest_path(config) != manifest_path(other)
    assert small_site.build().report.written.removed == 0  # type: ignore[union-attr]


def test_no_content_folder_says_what_to_do(site: SiteFolder) -> None:
    (site.root / "content").rmdir()
    with pytest.raises(ConfigError, match="digest init"):
        site.build()


def test_an_empty_content_folder_is_a_site(site: SiteFolder) -> None:
    assert "index.html" in site.build().output()


def test_the_time_changes_no_page(small_site: SiteFolder) -> None:
    before = small_site.build().output()
    config = load_config(small_site.root)
    (small_site.root / "digest.lock").unlink()
    with open_desk(config) as desk:
        build(config, desk, now=datetime(2031, 1, 1, tzinfo=UTC))
    assert small_site.output() == before


def test_inspect_and_stories_write_nothing_but_the_cache(small_site: SiteFolder) -> None:
    before = sorted(small_site.root.rglob("*"))
    small_site.gathered()
    added = {p.relative_to(small_site.root).parts[0] for p in small_site.root.rglob("*")} - {
        p.relative_to(small_site.root).parts[0] for p in before
    }
    assert added == {".digest"}


def test_inspect_finds_files_and_reads_strangers(small_site: SiteFolder) -> None:
    small_site.build()
    stranger = small_site.root / "outside.txt"
    stranger.write_text("Un titre\n\nUn texte qui n'est pas dans le dossier des articles, mais que l'on regarde.\n")
    config = load_config(small_site.root)
    names = [str(small_site.root / "content/Le Phare/musee.md"), str(stranger), "no-such.txt"]
    with open_desk(config) as desk:
        picked, stories, problems = inspect(config, desk, names, now=NOW)
        alone, none, _ = inspect(replace(config, content=small_site.root / "none"), desk, [str(stranger)], now=NOW)
    assert [a.path for a in picked] == ["Le Phare/musee.md", "outside.txt"]
    assert len(stories) == 2
    assert problems[-1].severity == "error"
    assert ([a.path for a in alone], none) == (["outside.txt"], ())


def test_the_editor_decides(small_site: SiteFolder) -> None:
    small_site.build()
    musee = find(small_site.gathered(), "le-musee-de-l-horloge-rouvre-apres-trois-ans-de-travaux")
    small_site.write("edits.toml", f'[[title]]\nstory = "{musee.id}"\ntitle = "Sarnoy retrouve son musée"\n').build()
    assert "Sarnoy retrouve son musée" in small_site.page("index.html")
    assert (small_site.root / f"output/story/{musee.slug}.html").exists()


def test_a_mistake_of_ours_costs_one_input() -> None:
    try:
        raise KeyError("where")
    except KeyError as error:
        line = fault("a.txt", error).line()
    assert line.startswith("a.txt: the program failed on it: KeyError: 'where' at test_build.py:")


def homes(site: SiteFolder) -> dict[str, str]:
    """Article → story, as the lock has them."""
    return dict(load(site.root / "digest.lock").articles)


def test_a_decision_taken_back_leaves_no_trace(small_site: SiteFolder) -> None:
    small_site.build()
    before, published = small_site.output(), homes(small_site)
    one, other = sorted(set(published.values()))
    for entry in (
        f'[[merge]]\nstories = ["{one}", "{other}"]\n',
        f'[[split]]\nstory = "{one}"\narticles = ["Le Cadran/accord.md"]\n',
        f'[[move]]\narticle = "Le Cadran/accord.md"\nto = "{other}"\n',
    ):
        small_site.write("edits.toml", entry)
        small_site.build()
        assert homes(small_site) != published, entry
        small_site.write("edits.toml", "")
        small_site.build()
        assert homes(small_site) == published, entry
    assert {path: data for path, data in small_site.output().items() if path in before} == before


def test_stories_told_in_workers_make_the_same_site(tmp_path: Path) -> None:
    """As many processes as one likes give the same bytes."""
    names = [
        "".join(syllables) for syllables in product(("Bro", "Ka", "Lu", "Vel"), ("mis", "tor", "nan", "lec"), "aeio")
    ]
    sites = []
    for jobs in (1, 3):
        site = SiteFolder(tmp_path / str(jobs))
        for number in range(WORTH_WORKERS + 12):
            town = names[number // 6]
            site.article(
                f"Le Journal {number % 6}/{number}.md",
                f"{town} : le pont de {town} est fermé",
                f"Le pont de {town} est fermé depuis lundi, a annoncé la mairie.",
                f"« Nous le rouvrirons dans {number + 2} jours », a déclaré le maire, Jean {names[-1 - number // 6]}.",
                date=(date(2025, 1, 6) + timedelta(days=12 * (number // 6))).isoformat(),
                lang="fr",
            )
        config = load_config(site.root)
        with open_desk(config, jobs=jobs) as desk:
            report = build(config, desk, now=NOW)
            workers = [worker for pool in desk._pools.values() for worker in pool._workers]
        assert report.problems == ()
        assert len(workers) == (0 if jobs == 1 else jobs)
        sites.append(site)
    assert sites[0].hashes() == sites[1].hashes()
    assert len(sites[0].hashes()) > WORTH_WORKERS


def test_decisions_about_what_is_gone_are_reported_with_their_lines(small_site: SiteFolder) -> None:
    lines = [
        '[[pin]]\nstory = "0a1b2c3d4e"',
        '[[mute]]\nstory = "0a1b2c3d4e"',
        '[[merge]]\nstories = ["Le Phare/musee.md", "Le Phare/l’été.md"]',
        '[[article]]\narticle = "Le Phare\\\\gone.md"\ntitle = "x"',
        '[[article]]\narticle = "Le Phare/musee.md"\ntitle = "Le musée rouvre"',
    ]
    report = small_site.write("edits.toml", "\n".join(lines)).build().report
    assert report is not None
    said = [(p.line_number, p.message) for p in report.problems]
    assert said == [
        (2, "[[pin]]: no story has the id '0a1b2c3d4e'"),
        (4, "[[mute]]: no story has the id '0a1b2c3d4e'"),
        (6, "[[merge]]: no story has the id 'Le Phare/l’été.md'"),
        (8, "[[article]]: no article has the path or id 'Le Phare/gone.md'"),
    ]
    assert "Le musée rouvre" in small_site.page("index.html")


def test_a_decision_about_an_article_that_cannot_be_read_is_not_called_gone(small_site: SiteFolder) -> None:
    small_site.write("content/picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    report = small_site.write("edits.toml", '[[article]]\narticle = "picture.txt"\ntitle = "x"').build().report
    assert report is not None
    assert [p.path for p in report.problems] == ["picture.txt"]
