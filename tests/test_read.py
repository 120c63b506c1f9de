"""read: regular files only, each oddity one problem line, the same order everywhere."""

from __future__ import annotations

import os
import socket
import sys
import unicodedata
from pathlib import Path

import pytest

from digest.read import Reading, ReadOptions, is_ignored, read

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX file system")


def write(folder: Path, *names: str, data: bytes = b"Le texte.") -> Path:
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder


def paths(reading: Reading) -> list[str]:
    return [source.path for source in reading.sources]


def only_problem(reading: Reading) -> str:
    (problem,) = reading.problems
    line = problem.line()
    assert "\n" not in line
    assert line.isprintable()
    return line


def test_files_come_sorted_with_forward_slashes(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.md", "a/b/c.html", "A.TXT", "😀 <b>&.txt", "-x.txt")
    reading = read(tmp_path)
    assert paths(reading) == sorted(["b.txt", "a/z.md", "a/b/c.html", "A.TXT", "😀 <b>&.txt", "-x.txt"])
    assert reading.problems == ()


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.txt", ".git/a.txt", "a.txt~", ".a.txt.swp", "4913", "#a.txt#", ".#a.txt", "a.tmp", "~$a.txt",
        "a.txt___jb_tmp___", ".goutputstream-X", "Thumbs.db", "desktop.ini", ".DS_Store", "__MACOSX/a.txt", ".sb-1",
    ],
)  # fmt: skip
def test_what_editors_and_systems_leave_is_passed_over(tmp_path: Path, name: str) -> None:
    assert read(write(tmp_path, name)) == Reading((), ())


def test_ignoring_looks_at_names_not_at_what_they_hold() -> None:
    assert not any(is_ignored(name) for name in ("a.txt", "tmp.txt", "4913.txt", "swp.md", "a#b.txt"))


def test_the_folder_that_a_browser_saves_beside_a_page_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "Page.html", "Page_files/a.js", "Autre.htm", "Autre_fichiers/b.css", "mes_files/c.txt")
    assert paths(read(tmp_path)) == ["Autre.htm", "Page.html", "mes_files/c.txt"]


def test_sidecars_are_attached_and_not_listed(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.html")
    write(tmp_path, "a.toml", "b.html.toml", "lost.toml", data=b'title = "x"')
    reading = read(tmp_path)
    assert [(s.path, s.sidecar) for s in reading.sources] == [("a.txt", b'title = "x"'), ("b.html", b'title = "x"')]
    assert only_problem(reading).startswith("lost.toml: a sidecar without its article")


def test_an_unknown_type_is_a_problem(tmp_path: Path) -> None:
    assert only_problem(read(write(tmp_path, "a.pdf"))).startswith("a.pdf: a type of file that is not read")


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", data=b"x" * 101)
    write(tmp_path, "b.jsonl", data=b"x" * 101)
    with (tmp_path / "sparse.txt").open("wb") as file:
        file.truncate(5_000_000_000)
    reading = read(tmp_path, ReadOptions(max_bytes=100))
    assert paths(reading) == ["b.jsonl"]
    assert [p.path for p in reading.problems] == ["a.txt", "sparse.txt"]


@posix
def test_a_pipe_a_socket_and_a_device_link_hang_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as server:
        old = Path.cwd()
        os.chdir(tmp_path)  # addresses of sockets are short
        server.bind("socket.txt")
        os.chdir(old)
        reading = read(write(tmp_path, "good.txt"))
    assert paths(reading) == ["good.txt"]
    assert [p.path for p in reading.problems] == ["pipe.txt", "socket.txt", "zero.txt"]
    assert all(p.severity == "error" for p in reading.problems)


@posix
def test_links_are_not_followed(tmp_path: Path) -> None:
    content = write(tmp_path / "content", "a.txt")
    write(tmp_path / "outside", "secret.txt")
    (content / "inside.txt").symlink_to(content / "a.txt")
    (content / "out.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (content / "folder").symlink_to(tmp_path / "outside")
    (content / "loop").symlink_to(content)
    (content / "dead.txt").symlink_to("nowhere.txt")
    reading = read(content)
    assert paths(reading) == ["a.txt"]
    assert {p.path: p.severity for p in reading.problems} == {
        "dead.txt": "error",
        "folder": "error",
        "inside.txt": "warning",
        "loop": "warning",
        "out.txt": "error",
    }
    said = {p.path: p.message for p in reading.problems}
    assert said["loop"] == "a link to a folder of content/; links to folders are not followed"
    assert said["folder"] == "a link that leads out of content/"


@posix
def test_content_itself_may_be_a_link(tmp_path: Path) -> None:
    write(tmp_path / "real", "a.txt")
    (tmp_path / "content").symlink_to(tmp_path / "real")
    assert paths(read(tmp_path / "content")) == ["a.txt"]


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    (tmp_path / "a.txt").chmod(0)
    reading = read(tmp_path)
    assert paths(reading) == ["b.txt"]
    assert "cannot be read" in only_problem(reading)


@posix
@pytest.mark.parametrize("name", [b"a\nb.txt", b"a\x1b[31m.txt", b"caf\xe9.txt"])
def test_names_that_no_address_can_carry_are_problems(tmp_path: Path, name: bytes) -> None:
    try:
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_bytes(b"Le texte.")  # noqa: PTH118 - bytes
    except OSError:
        pytest.skip("this file system refuses such names")
    reading = read(tmp_path)
    assert reading.sources == ()
    only_problem(reading)


@posix
def test_twins_of_one_name_in_two_normal_forms_are_two_articles(tmp_path: Path) -> None:
    names = {unicodedata.normalize(form, "été.txt") for form in ("NFC", "NFD")}
    write(tmp_path, *names)
    assert set(paths(read(tmp_path))) == {entry.name for entry in tmp_path.iterdir()}


def test_a_missing_folder_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    assert "cannot be read" in only_problem(read(tmp_path / "nothing"))
