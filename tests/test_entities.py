"""The extra "names": a trained pipeline that says of which kind names are, and what a site hears when it can't."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from conftest import SiteFolder

from digest.config import load_config
from digest.entities import Pipeline, entities, pipelines
from digest.errors import ConfigError
from digest.model import Article, Block, Claim
from digest.tell import NO_ENTITIES, Entities, Entity
from digest.tell.entities import with_kinds
from digest.tell.naming import Occurrence

LABELS = [("ORG", "Quorvane"), ("PER", "Tamsel Ourique"), ("LOC", "Brelis"), ("MISC", "Grand Prix de Brelis")]
SENTENCES = (
    "Hier soir, Quorvane a rappelé tous ses bateaux. La police de Brelis a vu Quorvane fermer ses deux dépôts.",
    "On a su hier que Quorvane ferme ses dépôts. Des marins de Brelis accusent Quorvane de les avoir trompés.",
)


def made_pipeline(folder: Path, *, language: str = "fr", labels: list[tuple[str, str]] = LABELS) -> Path:
    """A pipeline on disk such as spaCy trains, but with entities from a list."""
    model = spacy.blank(language)
    ruler = model.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": words} for label, words in labels])  # type: ignore[attr-defined]
    folder.parent.mkdir(exist_ok=True)
    model.to_disk(folder)
    return folder


@pytest.fixture
def two_articles(site: SiteFolder) -> SiteFolder:
    for number, text in enumerate(SENTENCES):
        site.article(
            f"Journal {number}/a.md", "Les bateaux de Quorvane rappelés au port", text, date="2026-03-05", lang="fr"
        )
    return site


def kinds(site: SiteFolder) -> dict[str, str]:
    told = [json.loads(data) for path, data in site.output().items() if path.startswith("story/") and "json" in path]
    return {name["name"]: name["kind"] for telling in told for name in telling.get("names", ())}


def test_a_model_says_of_which_kind_a_name_is(two_articles: SiteFolder) -> None:
    assert kinds(two_articles.build())["Quorvane"] == "other"
    made_pipeline(two_articles.root / "names-fr")
    two_articles.write("digest.toml", '[tell]\nentity_models = ["names-fr"]\n')
    assert kinds(two_articles.build())["Quorvane"] == "organisation"
    first = two_articles.hashes()
    assert two_articles.build().report.written.changed == 0  # type: ignore[union-attr]
    assert two_articles.hashes() == first


def test_another_content_of_the_same_model_is_another_site(two_articles: SiteFolder) -> None:
    made_pipeline(two_articles.root / "names-fr")
    two_articles.write("digest.toml", '[tell]\nentity_models = ["names-fr"]\n').build()
    made_pipeline(two_articles.root / "names-fr", labels=[("PER", "Quorvane")])  # same version as before
    assert kinds(two_articles.build())["Quorvane"] == "person"
    two_articles.remove("digest.toml")
    assert kinds(two_articles.build())["Quorvane"] == "other"


def test_offsets_are_of_the_text_and_other_labels_are_no_kind(tmp_path: Path) -> None:
    made_pipeline(tmp_path / "fr")
    [pipeline] = pipelines(["fr"], tmp_path)
    text = "Le 5, Tamsel Ourique a gagné le Grand Prix de Brelis.\n\nÀ Brelis, Quorvane paie 🦀."
    found = entities(pipeline, text)
    assert [(text[e.start : e.end], e.kind) for e in found] == [
        ("Tamsel Ourique", "person"),
        ("Brelis", "place"),
        ("Quorvane", "organisation"),
    ]
    assert pipeline.language == "fr"


def test_a_text_longer_than_a_pipeline_takes_has_no_entities(tmp_path: Path) -> None:
    made_pipeline(tmp_path / "fr")
    [pipeline] = pipelines(["fr"], tmp_path)
    assert entities(pipeline, "Quorvane " * 120_000) == ()


def occurrence(start: int, end: int, text: str, **more: object) -> Occurrence:
    return Occurrence(0, start, end, text, **more)  # type: ignore[arg-type]


def only(*found: Entity, language: str = "fr") -> Entities:
    return Entities(frozenset({language}), lambda _: found)


@pytest.mark.parametrize(
    ("entity", "kind"),
    [
        (Entity(10, 18, "organisation"), "organisation"),
        (Entity(7, 18, "organisation"), "organisation"),  # with its article
        (Entity(10, 30, "organisation"), None),  # a longer name that this one is a part of
        (Entity(0, 8, "organisation"), None),
        (Entity(19, 24, "organisation"), None),
    ],
)
def test_an_entity_counts_where_it_is_nearly_the_name(entity: Entity, kind: str | None) -> None:
    article = one_article("fr")
    [row] = with_kinds([occurrence(10, 18, "Quorvane")], [article], only(entity))
    assert row.kind == kind
    assert (row.start, row.end, row.text) == (10, 18, "Quorvane")


def one_article(language: str) -> Article:
    return Article(
        id="a",
        path="a.txt",
        title=Claim("title", "t", "front matter"),
        kept=(Block("x"),),
        text="x",
        language=Claim("language", language, "text"),
    )


def test_what_the_rules_know_a_model_leaves_alone() -> None:
    known = [
        occurrence(10, 18, "Quorvane", kind="person"),
        occurrence(20, 26, "Brelis", key="brelis", kind="place"),
    ]
    entities = only(Entity(10, 18, "place"), Entity(20, 26, "person"))
    assert with_kinds(known, [one_article("fr")], entities) == known
    unknown = [occurrence(10, 18, "Quorvane")]
    assert with_kinds(unknown, [one_article("de")], only(Entity(10, 18, "place"))) == unknown  # no model for it
    assert with_kinds(unknown, [one_article("fr")], NO_ENTITIES) == unknown


def refusal(site: SiteFolder, setting: str) -> str:
    site.write("digest.toml", f"title = 'T'\n[tell]\nentity_models = {setting}\n")
    with pytest.raises(ConfigError) as caught:
        load_config(site.root)
    return str(caught.value)


def test_a_model_that_is_not_there_is_one_clear_line(site: SiteFolder) -> None:
    said = refusal(site, '["xx_no_such_model"]')
    assert said.startswith('digest.toml:3: tell.entity_models: "xx_no_such_model" is not installed; ')
    assert "python -m spacy download xx_no_such_model" in said
    assert "is not installed" in refusal(site, '["../elsewhere/no"]')
    assert "is not installed" in refusal(site, '["json"]')  # a package, but no pipeline


def test_two_models_of_one_language_are_refused(site: SiteFolder) -> None:
    made_pipeline(site.root / "a")
    made_pipeline(site.root / "b")
    assert '"a" and "b" are both for "fr"' in refusal(site, '["a", "b"]')


def test_a_damaged_description_is_refused(site: SiteFolder) -> None:
    site.write("broken/meta.json", "{")
    assert "is no description of a pipeline" in refusal(site, '["broken"]')
    site.write("broken/meta.json", "[]")
    assert "is no description of a pipeline" in refusal(site, '["broken"]')


def test_a_damaged_model_stops_the_build_with_one_line_and_the_old_site_stays(two_articles: SiteFolder) -> None:
    two_articles.build()
    before = two_articles.hashes()
    made_pipeline(two_articles.root / "names-fr")
    two_articles.write("names-fr/config.cfg", "[nlp\n")
    two_articles.write("digest.toml", '[tell]\nentity_models = ["names-fr"]\n')
    with pytest.raises(
        ConfigError, match=r'"names-fr" can.t be loaded: .*; install it again, or take it out'
    ) as caught:
        two_articles.build()
    assert "\n" not in str(caught.value)
    assert two_articles.hashes() == before


def test_an_installed_package_is_found_without_loading_it(tmp_path: Path) -> None:
    package = tmp_path / "zz_names_sm"
    made_pipeline(package / "zz_names_sm-1.2.3", labels=[("ORG", "Quorvane")])
    meta = json.loads((package / "zz_names_sm-1.2.3" / "meta.json").read_text())
    package.joinpath("__init__.py").write_text("raise RuntimeError('imported')\n")
    package.joinpath("meta.json").write_text(json.dumps({**meta, "version": "1.2.3"}))
    script = (
        "import pathlib, sys\n"
        "from digest.entities import entities, pipelines\n"
        "[found] = pipelines(['zz_names_sm'], pathlib.Path('nowhere'))\n"
        "assert 'spacy' not in sys.modules\n"
        "print(found.fingerprint.split(' spacy')[0].split(), [e.kind for e in entities(found, 'Quorvane ferme.')])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.stdout == "['zz_names_sm', '1.2.3'] ['organisation']\n", done.stderr


def test_without_the_extra_a_site_that_names_a_model_hears_how_to_get_it(site: SiteFolder) -> None:
    site.write("digest.toml", '[tell]\nentity_models = ["fr_core_news_sm"]\n')
    script = (
        "import sys\nsys.modules['spacy'] = None\n"
        "from digest.cli import main\nsys.argv = ['digest', '--root', sys.argv[1], 'build']\nmain()\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(site.root)], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert 'digest.toml:2: tell.entity_models: needs the extra "names": pip install' in done.stderr
    assert "Traceback" not in done.stderr


def test_a_pipeline_is_a_value(tmp_path: Path) -> None:
    made_pipeline(tmp_path / "fr")
    one, other = pipelines(["fr"], tmp_path), pipelines(["fr"], tmp_path)
    assert one == other
    assert isinstance(one[0], Pipeline)
    assert pipelines([], tmp_path) == ()
