"""Writing: only what differs, in an order that never shows a dead link, and never a file that isn't ours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from digest import write as room
from digest.errors import OutputError
from digest.model import Output
from digest.write import Written, locked, unchanged, write


def outputs(**pages: str) -> list[Output]:
    return [Output(name.replace("__", "/") + ".html", text.encode()) for name, text in pages.items()]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "output"


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    return tmp_path / ".digest" / "manifest.json"


def test_creates_changes_leaves_and_removes(out: Path, manifest: Path) -> None:
    assert write(outputs(a="1", b="2", story__c="3"), out, manifest) == Written(created=3)
    assert write(outputs(a="1", b="x"), out, manifest) == Written(changed=1, unchanged=1, removed=1)
    assert sorted(p.name for p in out.rglob("*")) == ["a.html", "b.html"]
    assert unchanged(out, manifest)


def test_an_unchanged_file_is_not_rewritten(out: Path, manifest: Path) -> None:
    write(outputs(a="1"), out, manifest)
    before = (out / "a.html").stat()
    write(outputs(a="1", b="2"), out, manifest)
    after = (out / "a.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_page_changed_by_hand_is_mended(out: Path, manifest: Path) -> None:
    write(outputs(a="1"), out, manifest)
    (out / "a.html").write_text("by hand")
    assert not unchanged(out, manifest)
    write(outputs(a="1"), out, manifest)
    assert (out / "a.html").read_text() == "1"


def test_a_stranger_in_the_way_stops_all(out: Path, manifest: Path) -> None:
    out.mkdir()
    (out / "b.html").write_text("somebody's")
    with pytest.raises(OutputError, match=r"b\.html: in the way"):
        write(outputs(a="1", b="2"), out, manifest)
    assert sorted(p.name for p in out.iterdir()) == ["b.html"]
    assert (out / "b.html").read_text() == "somebody's"


def test_strangers_elsewhere_are_left_in_peace(out: Path, manifest: Path) -> None:
    (out / ".well-known").mkdir(parents=True)
    (out / ".well-known" / "x").write_text("1")
    (out / "CNAME").write_text("example.org")
    write(outputs(a="1"), out, manifest)
    write(outputs(b="1"), out, manifest)
    assert (out / "CNAME").exists()
    assert (out / ".well-known" / "x").exists()


def test_a_stranger_with_the_same_bytes_is_adopted(out: Path, manifest: Path) -> None:
    write(outputs(a="1"), out, manifest)
    manifest.unlink()
    assert write(outputs(a="1"), out, manifest).unchanged == 1
    assert write(outputs(b="1"), out, manifest).removed == 1


def test_a_page_nobody_needs_that_was_changed_by_hand_stays(out: Path, manifest: Path) -> None:
    write(outputs(a="1", b="2"), out, manifest)
    (out / "b.html").write_text("notes of mine")
    assert write(outputs(a="1"), out, manifest).kept == ("b.html",)
    assert (out / "b.html").exists()


def test_new_before_changed_before_removed(out: Path, manifest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(outputs(index="old", gone="x"), out, manifest)
    seen: list[tuple[str, bool]] = []
    real = room.replace

    def spy(path: Path, data: bytes) -> None:
        if path.suffix == ".html":
            seen.append((path.name, (out / "gone.html").exists()))
        real(path, data)

    monkeypatch.setattr(room, "replace", spy)  # the order on the disk is the promise, and nothing else shows it
    write(outputs(index="new", story="s"), out, manifest)
    assert seen == [("story.html", True), ("index.html", True)]
    assert not (out / "gone.html").exists()


def test_a_write_that_fails_leaves_a_site_that_the_next_build_owns(
    out: Path, manifest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(outputs(a="1"), out, manifest)
    real = room.replace

    def fail(path: Path, data: bytes) -> None:
        if path.name == "c.html":
            raise OSError(28, "No space left on device", str(path))
        real(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(room, "replace", fail)
        with pytest.raises(OutputError, match="No space left"):
            write(outputs(a="2", b="1", c="1"), out, manifest)
    assert (out / "a.html").read_text() == "1"
    assert write(outputs(a="3"), out, manifest) == Written(changed=1, removed=1)


@pytest.mark.parametrize(
    "names",
    [["a.html", "A.html"], ["../a.html"], ["/a.html"], ["a//b"], ["story/nul.html"], ["a?.html"], ["x" * 250], ["a."]],
)
def test_refused_names(out: Path, manifest: Path, names: list[str]) -> None:
    with pytest.raises(OutputError):
        write([Output(name, b"") for name in names], out, manifest)
    assert not out.exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_are_never_followed_out(out: Path, manifest: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    out.mkdir()
    (out / "story").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="leads out"):
        write(outputs(story__a="1"), out, manifest)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_file_instead_of_the_folder(out: Path, manifest: Path) -> None:
    out.write_text("")
    with pytest.raises(OutputError, match="a file stands"):
        write(outputs(a="1"), out, manifest)


def test_a_damaged_manifest_owns_nothing(out: Path, manifest: Path) -> None:
    write(outputs(a="1"), out, manifest)
    manifest.write_text("{")
    with pytest.raises(OutputError, match="in the way"):
        write(outputs(a="2"), out, manifest)
    assert write(outputs(b="2"), out, manifest).removed == 0


HEAD = '<!doctype html>\n<meta name="generator" content="digest">\n'


def test_without_a_manifest_our_own_pages_are_known_by_their_mark(out: Path, manifest: Path) -> None:
    feed = Output("feed.rss.xml", b"<rss><generator>digest</generator></rss>")
    data, style = Output("story/a.json", b'{\n "version": 1\n}'), Output("style.css", b"a {}")
    write([*outputs(index=HEAD + "1", story__a=HEAD + "1", story__b=HEAD), feed, data, style], out, manifest)
    (out / "mine.html").write_text("somebody's")
    (out / "CNAME").write_text("example.org")
    manifest.unlink()
    changed = [Output(o.path, o.data + b"2") for o in (feed, data, style)]
    done = write([*outputs(index=HEAD + "2", story__a=HEAD + "2"), *changed], out, manifest)
    assert (done.changed, done.created, done.removed, done.kept) == (5, 0, 0, ("story/b.html",))
    assert (out / "mine.html").read_text() == "somebody's"
    assert (out / "story" / "b.html").exists()
    assert write([*outputs(index=HEAD + "2", story__a=HEAD + "2"), *changed], out, manifest).unchanged == 5


@pytest.mark.parametrize("name", ["story/a.html", "story/a.json", "feed.rss.xml"])
def test_without_a_manifest_a_file_without_the_mark_stays(out: Path, manifest: Path, name: str) -> None:
    write(outputs(index=HEAD), out, manifest)
    manifest.unlink()
    (out / "story").mkdir()
    (out / name).write_text("somebody's")
    with pytest.raises(OutputError, match="in the way"):
        write([*outputs(index=HEAD + "2"), Output(name, b"ours")], out, manifest)
    assert (out / "index.html").read_text() == HEAD


def test_one_build_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LOCK_SECONDS", 0.1)
    with locked(tmp_path / ".digest"), pytest.raises(OutputError, match="another build"), locked(tmp_path / ".digest"):
        pass
    with locked(tmp_path / ".digest"):
        pass
