"""Ids that never move: merges, splits, losses, branches."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import ConfigError, LedgerError
from digest.ledger import Ledger, Record, dump, load, save, settle
from digest.model import Article, Claim, Evidence, Related, Story


def article(id_: str, day: str | None = "2026-03-01") -> Article:
    published = Claim("published", day, "front matter", precision="day") if day else None
    return Article(id_, f"{id_}.txt", Claim("title", f"Titre {id_}", "text"), (), "", published=published)


def story(*ids: str, title: str | None = None, related: tuple[Related, ...] = ()) -> Story:
    return Story(ids[0], tuple(article(id_) for id_ in ids), ids[0], title=title, related=related)


def ids(stories: tuple[Story, ...]) -> dict[str, str]:
    """Article → story."""
    return {a.id: s.id for s in stories for a in s.articles}


def test_a_new_story_is_named_by_its_founder() -> None:
    settled, ledger = settle([story("a", "b"), story("c")], Ledger(), "2026-03-02")
    assert ids(settled) == {"a": "a", "b": "a", "c": "c"}
    assert [s.slug for s in settled] == ["titre-a", "titre-c"]
    assert ledger.records["a"] == Record("a", "a", "2026-03-02", "titre-a")


def test_the_lost_lock_gives_the_same_again() -> None:
    stories = [story("a", "b"), story("c", "d")]
    assert settle(stories, Ledger(), None)[0] == settle(list(reversed(stories)), Ledger(), "2030-01-01")[0][::-1]


def test_an_older_article_that_turns_up_later_founds_nothing() -> None:
    _, ledger = settle([story("b")], Ledger(), "2026-03-01")
    settled, ledger = settle([story("a", "b", title="Autre")], ledger, "2026-03-02")
    assert (settled[0].id, settled[0].slug) == ("b", "titre-b")
    assert list(ledger.records) == ["b"]


def test_a_merge_keeps_the_older_and_leaves_a_redirect() -> None:
    _, ledger = settle([story("b")], Ledger(), "2026-03-01")
    _, ledger = settle([story("b"), story("a")], ledger, "2026-03-02")
    settled, ledger = settle([story("a", "b")], ledger, "2026-03-03")
    assert settled[0].id == "b"
    assert ledger.redirects() == {"titre-a": "titre-b"}
    assert ledger.follow("a") == "b"


def test_what_an_editor_placed_is_not_what_the_texts_said(tmp_path: Path) -> None:
    why = (Evidence("a", None, rule="founder"), Evidence("b", None, rule="editor"))
    _, ledger = settle([replace(story("a", "b"), evidence=why)], Ledger(), "2026-03-01")
    save(ledger, tmp_path / "digest.lock")
    assert "article b a editor\n" in (tmp_path / "digest.lock").read_text(encoding="utf-8")
    assert load(tmp_path / "digest.lock") == ledger
    assert ledger.published() == {"a": "a"}
    _, ledger = settle([story("a", "b")], ledger, "2026-03-02")
    assert ledger.published() == {"a": "a", "b": "a"}


def test_merges_in_a_row_lead_to_the_end() -> None:
    _, ledger = settle([story("a"), story("b"), story("c")], Ledger(), "2026-03-01")
    _, ledger = settle([story("b", "c"), story("a")], ledger, "2026-03-02")
    _, ledger = settle([story("a", "b", "c")], ledger, "2026-03-03")
    assert ledger.redirects() == {"titre-b": "titre-a", "titre-c": "titre-a"}


def test_a_merge_undone_gives_both_back() -> None:
    first, ledger = settle([story("a"), story("b", "c")], Ledger(), "2026-03-01")
    _, ledger = settle([story("a", "b", "c")], ledger, "2026-03-02")
    again, ledger = settle([story("a"), story("b", "c")], ledger, "2026-03-03")
    assert again == first
    assert ledger.redirects() == {}


def test_a_split_keeps_the_id_with_the_founder() -> None:
    _, ledger = settle([story("a", "b", "c", "d")], Ledger(), "2026-03-01")
    settled, ledger = settle([story("b", "c", "d"), story("a")], ledger, "2026-03-02")
    assert ids(settled) == {"a": "a", "b": "b", "c": "b", "d": "b"}


def test_without_its_founder_a_story_stays_with_most_of_its_articles() -> None:
    _, ledger = settle([story("a", "b", "c", "d")], Ledger(), "2026-03-01")
    settled, ledger = settle([story("b"), story("c", "d")], ledger, "2026-03-02")
    assert ids(settled) == {"b": "b", "c": "a", "d": "a"}
    settled, _ = settle([story("a"), story("b"), story("c", "d")], ledger, "2026-03-03")
    assert ids(settled)["a"] == "a"


def test_a_story_that_is_gone_keeps_its_name() -> None:
    _, ledger = settle([story("a")], Ledger(), "2026-03-01")
    _, ledger = settle([], ledger, "2026-03-02")
    same = Story("z", (article("z"),), "z", title="Titre a")
    settled, ledger = settle([same], ledger, "2026-03-03")
    assert settled[0].slug == "titre-a-z"
    settled, ledger = settle([same, story("a")], ledger, "2026-03-04")
    assert [s.slug for s in settled] == ["titre-a-z", "titre-a"]


def test_an_id_is_never_given_twice() -> None:
    _, ledger = settle([story("a", "b")], Ledger(), None)
    moved = Story("b", (article("b"), article("c")), "b")
    settled, ledger = settle([moved], ledger, None)  # a is gone, b carries the id on
    settled, ledger = settle([moved, story("x"), Story("a", (article("a"),), "a")], ledger, None)
    assert len({s.id for s in settled}) == 3


@pytest.mark.parametrize(("title", "slug"), [("Con", "con-a"), ("日本", "a"), ("Œuvre d’été", "oeuvre-d-ete")])
def test_slugs(title: str, slug: str) -> None:
    assert settle([story("a", title=title)], Ledger(), None)[0][0].slug == slug


def test_related_stories_go_by_their_permanent_ids() -> None:
    _, ledger = settle([story("b")], Ledger(), None)
    settled, _ = settle([story("a", "b"), story("c", related=(Related("a", 0.5),))], ledger, None)
    assert settled[1].related == (Related("b", 0.5),)


def test_founders_that_are_gone_are_stood_in_for() -> None:
    _, ledger = settle([story("a", "b", "c")], Ledger(), None)
    assert ledger.founders({"b", "c"}) == {"a": "b"}
    assert ledger.founders({"a", "c"}) == {"a": "a"}


def test_find_by_id_slug_and_page() -> None:
    _, ledger = settle([story("a"), story("b")], Ledger(), None)
    _, ledger = settle([story("a", "b")], ledger, None)
    assert {ledger.find(n) for n in ("a", "titre-a", "story/titre-b.html", "b")} == {"a"}
    with pytest.raises(ConfigError, match="did you mean `titre-a`"):
        ledger.find("titre-aa")
    with pytest.raises(ConfigError, match="digest build"):
        Ledger().find("a")


def test_the_file_comes_back_as_it_was(tmp_path: Path) -> None:
    _, ledger = settle([story("a"), story("b", "c")], Ledger(), "2026-03-01")
    _, ledger = settle([story("a", "b", "c")], ledger, "2026-03-02")
    save(ledger, tmp_path / "digest.lock")
    assert dump(load(tmp_path / "digest.lock")) == dump(ledger)
    before = (tmp_path / "digest.lock").stat().st_mtime_ns
    save(ledger, tmp_path / "digest.lock")
    assert (tmp_path / "digest.lock").stat().st_mtime_ns == before
    assert load(tmp_path / "none") == Ledger()


GOOD = "digest.lock 1\narticle a a\nstory a a 2026-03-01 titre-a\nend\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "expected `digest.lock 1`"),
        ("digest.lock 2\nend\n", "version 2 of this file, .* build with the digest that wrote it"),
        ("digest.lock two\nend\n", "expected `digest.lock 1`"),
        (GOOD.replace("titre-a", "../titre-a"), "digest.lock:3: not a line"),
        (GOOD[:-4], "cut short"),
        (GOOD.replace("article a a", "article a"), "digest.lock:2: not a line"),
        (GOOD.replace("article a a", "article a b"), "story b, which has no line"),
        (GOOD.replace("article", "<<<<<<< HEAD\narticle"), "digest.lock:2: conflict marker"),
        (GOOD.replace("titre", "\udcff"), "not text"),
    ],
)
def test_a_damaged_file_is_refused_and_left(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "digest.lock"
    data = text.encode("utf-8", "surrogateescape")
    path.write_bytes(data)
    with pytest.raises(LedgerError, match=says):
        load(path)
    assert path.read_bytes() == data


def test_windows_line_ends_and_byte_order_marks_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "digest.lock"
    path.write_bytes(GOOD.replace("\n", "\r\n").encode("utf-8-sig"))
    assert load(path).records["a"].slug == "titre-a"


@pytest.mark.skipif(not shutil.which("git"), reason="git merges the branches")
def test_two_branches_merge(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-c", "user.name=n", "-c", "user.email=e@x", *arguments], cwd=tmp_path, check=True, capture_output=True)  # noqa: E501  # fmt: skip

    path = tmp_path / "digest.lock"
    git("init", "-q", "-b", "main")
    (tmp_path / ".gitattributes").write_text("digest.lock merge=union\n")
    _, base = settle([story("m")], Ledger(), "2026-03-01")
    save(base, path)
    git("add", ".")
    git("commit", "-qm", "base")
    git("checkout", "-qb", "other")
    _, theirs = settle([story("m", "x"), story("o")], base, "2026-03-02")
    save(theirs, path)
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "main")
    _, ours = settle([story("m"), story("n", "x")], base, "2026-03-03")
    save(ours, path)
    git("commit", "-qam", "ours")
    git("merge", "-q", "other", "-m", "merge")
    merged = load(path)
    assert set(merged.records) == {"m", "n", "o"}
    assert merged.articles["x"] == "m"  # the older of the two stories that claim it


@given(st.lists(st.lists(st.integers(0, 3), min_size=6, max_size=6), min_size=1, max_size=6), st.randoms())
def test_whatever_happens_ids_are_distinct_and_founders_keep_them(history: list[list[int]], random: object) -> None:
    """Six articles are thrown into four stories, again and again."""
    ledger = Ledger()
    for day, places in enumerate(history, 1):
        groups: dict[int, list[str]] = {}
        for name, place in zip("abcdef", places, strict=True):
            groups.setdefault(place, []).append(name)
        settled, after = settle([story(*members) for members in groups.values()], ledger, f"2026-03-{day:02d}")
        assert len({s.id for s in settled}) == len({s.slug for s in settled}) == len(settled)
        for old in ledger.records.values():
            assert after.records[old.id] == old
            living = after.follow(old.id)
            assert living in {s.id for s in settled}
        ledger = after
    assert dump(settle(settled, ledger, "2030-01-01")[1]) == dump(ledger)
