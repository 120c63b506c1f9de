"""edits.toml: read with lines, written with comments and order kept, bad entries named while the rest applies."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest import edits
from digest.errors import ConfigError
from digest.model import ArticleDecision, Decisions, Recipe

ALL = """
# The editor's hand.
[[merge]]
stories = ["a", "b"]

[[split]]
story = "a"
articles = ["x.txt", "y.txt"]

[[move]]
article = "x.txt"
to = "b"

[[title]]
story = "a"
title = "Un titre"  # shorter

[[note]]
story = "a"
text = "Une note"

[[pin]]
story = "a"

[[mute]]
story = "b"

[[related]]
stories = ["a", "c"]

[[follows]]
story = "c"
earlier = "a"

[[article]]
article = "x.txt"
published = 2016-07-14
title = "T"
paid = true
restore = ["Premiers mots"]
drop = ["Autres mots"]

[[recipe]]
outlet = "Le Cadran"
starts_with = ["Lire aussi"]
between = [["de", "à"]]
"""


def load(tmp_path: Path, text: str) -> tuple[Decisions, list[str]]:
    path = tmp_path / "edits.toml"
    path.write_text(text, encoding="utf-8")
    decisions, problems = edits.load(path)
    return decisions, [problem.line() for problem in problems]


def test_all_kinds(tmp_path: Path) -> None:
    decisions, problems = load(tmp_path, ALL)
    assert problems == []
    assert decisions == Decisions(
        merges=(("a", "b"),),
        splits=(("a", ("x.txt", "y.txt")),),
        moves=(("x.txt", "b"),),
        titles=(("a", "Un titre"),),
        notes=(("a", "Une note"),),
        pins=("a",),
        mutes=("b",),
        related=(("a", "c"),),
        follows=(("c", "a"),),
        articles=(
            ArticleDecision(
                "x.txt",
                (("title", "T"), ("published", "2016-07-14"), ("paid", "true")),
                ("Premiers mots",),
                ("Autres mots",),
            ),
        ),
        recipes=(Recipe("Le Cadran", ("Lire aussi",), between=(("de", "à"),)),),
    )


def test_entries_about_one_article_add_up(tmp_path: Path) -> None:
    first = '[[article]]\narticle = "a/x.txt"\ntitle = "T"\noutlet = "O"\ndrop = ["un"]\n'
    second = '[[article]]\narticle = "a\\\\x.txt"\ntitle = "U"\ndrop = ["deux"]\n'
    decisions, problems = load(tmp_path, first + second)
    assert problems == []
    assert decisions.articles == (ArticleDecision("a/x.txt", (("title", "U"), ("outlet", "O")), (), ("un", "deux")),)


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert edits.load(tmp_path / "edits.toml") == (Decisions(), ())


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ('[[pin]]\nstroy = "a"', "edits.toml:5: [[pin]] unknown key `stroy`; did you mean `story`?"),
        ("[[pin]]\nstory = 3", "edits.toml:5: [[pin]] `story`: expected text in quotes"),
        ('[[title]]\nstory = "a"\ntitle = " "', "edits.toml:6: [[title]] `title`: is empty; write something"),
        ('[[merge]]\nstories = ["a", "a"]', "edits.toml:5: [[merge]] `stories`: names one story twice"),
        ("[[pin]]", "edits.toml:4: [[pin]] lacks `story`"),
        ('[[merge]]\nstories = ["a"]', "edits.toml:5: [[merge]] `stories`: expected 2 or more, found 1"),
        ('[[merge]]\nstories = "a"', "edits.toml:5: [[merge]] `stories`: expected a list of texts"),
        ('[[pinn]]\nstory = "a"', "edits.toml:4: unknown table `pinn`; did you mean `pin`?"),
        ('[mute]\nstory = "a"', "edits.toml:4: expected `[[mute]]` with two brackets"),
        (
            '[[article]]\narticle = "a"\npublished = "14 juillet"',
            'edits.toml:6: [[article]] `published`: expected a date such as "2016-07-14"',
        ),
        (
            '[[article]]\narticle = "a"\npublished = "2016-13-01"',
            "edits.toml:6: [[article]] `published`: expected a",
        ),
        ('[[recipe]]\noutlet = "a"', "edits.toml:4: [[recipe]] says nothing"),
        ('[[recipe]]\noutlet = "a"\nbetween = ["x"]', "edits.toml:6: [[recipe]] `between`: expected pairs"),
        ('[[related]]\nstories = ["a", "b", "c"]', "edits.toml:5: [[related]] `stories`: expected two"),
    ],
)
def test_a_bad_entry_is_named_and_the_rest_applies(tmp_path: Path, entry: str, says: str) -> None:
    decisions, problems = load(tmp_path, f'[[pin]]\nstory = "good"\n\n{entry}\n')
    assert len(problems) == 1
    assert problems[0].startswith(says), problems
    assert decisions.pins == ("good",)


def test_a_file_that_is_not_toml_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"edits\.toml:2:9: not TOML"):
        load(tmp_path, "[[pin]]\nstory = a\n")
    with pytest.raises(ConfigError, match=r"edits\.toml:3: conflict marker; keep what is right"):
        load(tmp_path, '[[pin]]\nstory = "a"\n<<<<<<< HEAD\n[[mute]]\n=======\n[[pin]]\n>>>>>>> other\nstory = "b"\n')
    (tmp_path / "edits.toml").write_bytes(b"a = 1\n# \xe9t\xe9\n")
    with pytest.raises(ConfigError, match=r"edits\.toml:2: expected UTF-8"):
        edits.load(tmp_path / "edits.toml")


def test_writing_keeps_comments_and_order(tmp_path: Path) -> None:
    path = tmp_path / "edits.toml"
    path.write_text(ALL, encoding="utf-8")
    edits.put(path, "title", {"story": "a", "title": "Un autre"})
    edits.add(path, "pin", {"story": "c"})
    edits.add(path, "pin", {"story": "c"})
    text = path.read_text(encoding="utf-8")
    assert text.replace("Un autre", "Un titre").replace('[[pin]]\nstory = "c"\n', "").split() == ALL.split()
    assert "# shorter" in text
    decisions, problems = edits.load(path)
    assert (decisions.pins, decisions.titles, problems) == (("a", "c"), (("a", "Un autre"),), ())


def test_writing_starts_a_file(tmp_path: Path) -> None:
    path = tmp_path / "edits.toml"
    edits.add(path, "merge", {"stories": ("a", "b")})
    edits.put(path, "note", {"story": "a", "text": 'Dit « oui »\n"non"'})
    decisions, problems = edits.load(path)
    assert problems == ()
    assert decisions.merges == (("a", "b"),)
    assert decisions.notes == (("a", 'Dit « oui »\n"non"'),)


def test_a_decision_can_be_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "edits.toml"
    path.write_text(ALL, encoding="utf-8")
    assert edits.drop(path, "pin", {"story": "a"})
    assert not edits.drop(path, "pin", {"story": "a"})
    assert not edits.drop(path, "mute", {"story": "zzz"})
    assert edits.load(path)[0].pins == ()
    assert "# The editor's hand." in path.read_text(encoding="utf-8")


def test_a_blank_line_stands_between_entries(tmp_path: Path) -> None:
    path = tmp_path / "edits.toml"
    path.write_text("# mine", encoding="utf-8")
    edits.add(path, "pin", {"story": "a"})
    edits.add(path, "mute", {"story": "b"})
    edits.add(path, "pin", {"story": "c"})
    edits.drop(path, "mute", {"story": "b"})
    edits.add(path, "mute", {"story": "d"})
    assert path.read_text(encoding="utf-8").split("\n\n") == [
        "# mine",
        '[[pin]]\nstory = "a"',
        '[[pin]]\nstory = "c"',
        '[[mute]]\nstory = "d"\n',
    ]


def test_a_broken_file_is_never_rewritten(tmp_path: Path) -> None:
    path = tmp_path / "edits.toml"
    path.write_text("[[pin]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"edits\.toml:1"):
        edits.add(path, "pin", {"story": "a"})
    assert path.read_text(encoding="utf-8") == "[[pin]\n"
