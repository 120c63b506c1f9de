"""digest.toml: defaults without it, every mistake with file, line, key and what was expected."""

from __future__ import annotations

from dataclasses import fields
from importlib.resources import files
from pathlib import Path

import pytest

from digest.config import NOT_SETTINGS, SITE_KEYS, TABLES, content_path, load_config
from digest.errors import ConfigError


def load(tmp_path: Path, text: str):  # type: ignore[no-untyped-def]
    (tmp_path / "digest.toml").write_text(text, encoding="utf-8")
    return load_config(tmp_path)


def test_without_a_file_all_has_its_default(tmp_path: Path) -> None:
    config = load_config(tmp_path)
    assert (config.content, config.output) == (tmp_path / "content", tmp_path / "output")
    assert (config.site.language, config.site.period, config.site.rights) == ("fr", "day", "extract")


def test_everything_can_be_said(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        """
title = "Revue"
base_url = "https://example.org/p/"
language = "en"
rights = "link"
edition = "week"
timezone = "Europe/Paris"
[folders]
output = "public"
[group]
span_days = 3
[clean]
caution = 1
languages = ["fr"]
[outlets."Le Cadran"]
rights = "full"
aliases = ["cadran.example"]
""",
    )
    assert config.output == tmp_path / "public"
    assert (config.site.title, config.site.period, config.site.language) == ("Revue", "week", "en")
    assert config.group.span_days == 3
    assert (config.clean.caution, config.clean.languages) == (1.0, ("fr",))
    assert config.site.outlets["Le Cadran"].aliases == ("cadran.example",)
    assert config.clean.outlets == (config.site.outlets["Le Cadran"],)


def test_stories_are_told_in_the_language_of_the_site(tmp_path: Path) -> None:
    assert load(tmp_path, 'language = "en"').tell.language == "en"
    assert load(tmp_path, 'language = "en"\n[tell]\nlanguage = "de"').tell.language == "de"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('\ntitel = "x"', "digest.toml:2: titel: unknown key; did you mean `title`?"),
        ("title = 3", "digest.toml:1: title: expected text in quotes, found 3"),
        ("[group]\nspan_day = 3", "digest.toml:2: group.span_day: unknown key; did you mean `span_days`?"),
        ('[group]\nspan_days = "3"', 'digest.toml:2: group.span_days: expected a whole number, found "3"'),
        ("[group]\nspan_days = -1", "digest.toml:2: group.span_days: expected zero or more, found -1"),
        ("group.span_days = true", "digest.toml:1: group.span_days: expected a whole number, found true"),
        ("group = 3", "digest.toml:1: group: expected a table, [group]"),
        ('[clean]\nlanguages = "fr"', 'digest.toml:2: clean.languages: expected a list, found "fr"'),
        ("[clean]\nlanguages = [1]", "digest.toml:2: clean.languages: expected text in quotes, found 1"),
        ("[clean]\nrecipes = []", "digest.toml:2: clean.recipes: unknown key"),
        (
            'rights = "some"',
            'digest.toml:1: rights: expected one of "full", "extract", "link", ',
        ),
        ('language = "de"', 'digest.toml:1: language: expected "en" or "fr"'),
        ('base_url = "example.org"', "digest.toml:1: base_url: expected an address"),
        ('timezone = "Paris"', 'digest.toml:1: timezone: expected a name such as "Europe/Paris"'),
        ('[outlets]\n"Le Cadran" = 3', "digest.toml:2: outlets.Le Cadran: expected a table"),
        (
            '[outlets."Le Cadran"]\nright = "full"',
            "digest.toml:2: outlets.Le Cadran.right: unknown key; did you mean",
        ),
        ('[outlets."Le Cadran"]\n\nrights = 1', "digest.toml:3: outlets.Le Cadran.rights: expected one of"),
        ("title = Revue", "digest.toml:1:9: not TOML"),
        ('title = "a"\ntitle = "b"', "digest.toml:2"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    assert str(caught.value).startswith(says)
    assert "\n" not in str(caught.value)


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load_config(tmp_path, tmp_path / "other.toml")


def test_the_shipped_file_is_valid_and_explains_every_table(tmp_path: Path) -> None:
    text = files("digest").joinpath("scaffold_files/digest.toml").read_text(encoding="utf-8")
    load(tmp_path, text)
    lines = (line.removeprefix("# ") if "=" in line or "[" in line else "" for line in text.splitlines())
    load(tmp_path, "\n".join(lines))
    for key in SITE_KEYS:
        assert f"{key} = " in text
    for name in TABLES:
        assert f"[{name}]" in text


def test_every_option_has_a_type_that_toml_can_say(tmp_path: Path) -> None:
    """A field of another type would be a setting that nobody can set."""
    from typing import get_type_hints

    for name, kind in TABLES.items():
        hints = get_type_hints(kind)
        for field in fields(kind):
            if field.name not in NOT_SETTINGS.get(name, set()):
                plain = str(hints[field.name])
                assert any(word in plain for word in ("int", "float", "str", "bool", "Literal")), f"{name}.{field.name}"


def test_paths_are_found_from_wherever_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "content" / "Le Cadran"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("x")
    (folder / "b.jsonl").write_text("{}")
    config = load_config(tmp_path)
    for start, name in (
        (tmp_path, "content/Le Cadran/a.txt"),
        (folder, "a.txt"),
        (Path("/"), "Le Cadran/a.txt"),
        (tmp_path.parent, str(folder / "a.txt")),
    ):
        monkeypatch.chdir(start)
        assert content_path(config, name) == "Le Cadran/a.txt"
    assert content_path(config, str(folder / "b.jsonl") + "#12") == "Le Cadran/b.jsonl#12"
