"""Serving: real HTTP, real edits. Nothing here looks at a clock but to give up."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import NOW, SiteFolder

from digest.config import load_config
from digest.errors import ConfigError
from digest.serve import Address, Session, Watch
from digest.serve.server import bind
from digest.serve.watch import snapshot

PATIENCE_SECONDS = 60
"""When a test gives up on a machine that is slow or a program that is wrong."""


class Browser:
    """Asks for pages as a browser does."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.port = int(session.url.rstrip("/").rpartition(":")[2])

    def ask(self, path: str, *, method: str = "GET", host: str | None = None) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, headers={"Host": host or f"127.0.0.1:{self.port}"})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            connection.close()

    def page(self, path: str) -> str:
        return self.ask(path)[2]

    def state(self) -> dict[str, object]:
        return dict(json.loads(self.page("/__digest__/state")))


def eventually(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "never happened"
        time.sleep(0.02)


def session_for(site: SiteFolder, watch: Watch) -> Session:
    session = Session(lambda: load_config(site.root), Address("127.0.0.1", 0), lambda: NOW)
    session.start(watch)
    if watch.how != "no":
        session.run_in_background()
    return session


@pytest.fixture(params=["events", "poll"])
def browser(request: pytest.FixtureRequest, small_site: SiteFolder) -> Iterator[Browser]:
    """A site that is watched, both ways."""
    session = session_for(small_site, Watch(request.param, 0.05))
    yield Browser(session)
    session.stop()


@pytest.fixture
def still(small_site: SiteFolder) -> Iterator[Browser]:
    """A site that is served and not watched."""
    session = session_for(small_site, Watch())
    yield Browser(session)
    session.stop()


def retitle(site: SiteFolder, title: str) -> None:
    site.article("Le Phare/musee.md", title, "Le musée de Sarnoy rouvre samedi.", date="2026-03-10", lang="fr")


def test_an_edit_reaches_the_browser(browser: Browser, small_site: SiteFolder) -> None:
    before = browser.state()["stamp"]
    retitle(small_site, "Sarnoy retrouve ses horloges")
    eventually(lambda: "Sarnoy retrouve ses horloges" in browser.page("/index.html"))
    eventually(lambda: browser.state()["stamp"] != before)  # told once the whole build is written


def test_a_save_by_rename_reaches_the_browser(browser: Browser, small_site: SiteFolder) -> None:
    target = small_site.root / "content" / "Le Phare" / "musee.md"
    temporary = target.with_name("musee.md.tmp")
    temporary.write_bytes(target.read_bytes().replace(b"rouvre", b"renaissait"))
    temporary.replace(target)
    eventually(lambda: "renaissait" in browser.page("/"))


def test_a_deleted_article_disappears(browser: Browser, small_site: SiteFolder) -> None:
    path = next(p for p in small_site.output() if p.startswith("story/") and "musee" in p and p.endswith(".html"))
    assert browser.ask(f"/{path}")[0] == 200
    small_site.remove("content/Le Phare/musee.md")
    eventually(lambda: browser.ask(f"/{path}")[0] == 404)


def test_a_new_article_appears(browser: Browser, small_site: SiteFolder) -> None:
    small_site.article(
        "Nouveau/a.md", "Un journal de plus", "Il vient d'ouvrir à Lunhafen.", date="2026-03-14", lang="fr"
    )
    eventually(lambda: "Un journal de plus" in browser.page("/"))


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("digest.toml", "titel = 3\n", "digest.toml:1: titel"),
        ("edits.toml", "[[pin]\n", "edits.toml:1"),
        ("templates/front.html", "{% if %}", "front.html:1"),
        ("digest.lock", "rubbish", "digest.lock:1"),
    ],
)
def test_a_mistake_lies_over_the_old_page_until_it_is_mended(
    browser: Browser, small_site: SiteFolder, path: str, text: str, says: str
) -> None:
    target = small_site.root / path
    good = target.read_bytes() if target.exists() else None
    small_site.write(path, text)
    eventually(lambda: browser.state()["failure"])
    failure = browser.state()["failure"]
    assert isinstance(failure, dict)
    assert says in failure["message"]
    assert text.strip() in failure["frame"]
    assert "hareng" in browser.page("/")
    broken = browser.state()["stamp"]
    if good is None:
        target.unlink()
    else:
        target.write_bytes(good)
    eventually(lambda: browser.state()["failure"] is None)
    assert browser.state()["stamp"] != broken


def test_what_is_saved_during_a_build_is_not_lost(browser: Browser, small_site: SiteFolder) -> None:
    for number in range(30):
        retitle(small_site, f"Le musée, version {number}")
        time.sleep(0.01)
    eventually(lambda: "Le musée, version 29" in browser.page("/"))


def test_content_removed_and_made_again_is_watched_again(browser: Browser, small_site: SiteFolder) -> None:
    copy = shutil.copytree(small_site.root / "content", small_site.root.parent / "copy")
    shutil.rmtree(small_site.root / "content")
    eventually(lambda: browser.state()["failure"])
    shutil.copytree(copy, small_site.root / "content")
    eventually(lambda: browser.state()["failure"] is None)
    retitle(small_site, "Après la récréation")
    eventually(lambda: "Après la récréation" in browser.page("/"))


def test_a_touch_reloads_nothing(browser: Browser, small_site: SiteFolder) -> None:
    before = browser.state()["stamp"]
    (small_site.root / "content" / "Le Phare" / "musee.md").touch()
    small_site.write("content/.hidden.swp", "x")
    retitle(small_site, "Une vraie modification")
    eventually(lambda: "Une vraie modification" in browser.page("/") and browser.state()["stamp"] != before)
    run, _, number = str(browser.state()["stamp"]).partition("-")
    assert str(before) == f"{run}-{int(number) - 1}"


def test_a_waiting_browser_is_told(browser: Browser, small_site: SiteFolder) -> None:
    stamp = str(browser.state()["stamp"])
    connection = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=PATIENCE_SECONDS)
    connection.request("GET", f"/__digest__/events?stamp={stamp}")
    answer = connection.getresponse()
    assert answer.getheader("Content-Type") == "text/event-stream"
    retitle(small_site, "Dit à qui attend")
    line = b""
    while not line.startswith(b"data: "):
        line = answer.readline()
    told = json.loads(line.removeprefix(b"data: "))
    assert told["failure"] is None
    assert told["stamp"] != stamp
    answer.close()
    connection.close()


def test_pages_carry_the_script_only_while_they_are_served(browser: Browser, small_site: SiteFolder) -> None:
    served = browser.page("/")
    assert 'src="/__digest__/live.js"' in served
    assert "script-src 'self'" in served
    assert "__digest__" not in small_site.page("index.html")
    assert "EventSource" in browser.page("/__digest__/live.js")


def test_an_article_page_shows_what_was_removed(browser: Browser, small_site: SiteFolder) -> None:
    before = browser.state()["stamp"]
    text = "Le port rouvre\n\nLe port de Sarnoy rouvre samedi matin, selon la mai\u00adrie.\n\nPartager sur Facebook\n"
    small_site.write("content/Le Phare/cruft.txt", text)
    eventually(lambda: browser.state()["stamp"] != before)
    article = next(a for a in small_site.gathered().articles if a.path == "Le Phare/cruft.txt")
    assert f"/__digest__/article/{article.id}" in browser.page(f"/article/{article.id}.html")
    view = browser.page(f"/__digest__/article/{article.id}")
    assert "<del>Partager sur Facebook</del>" in view
    assert "1 passage retiré" in view
    assert 'lang="fr"' in view
    assert "boutons de partage" in view
    assert "césure invisible" in view
    assert "U+00AD → ∅" in view
    assert "[[article]]" in view
    assert browser.ask("/__digest__/article/none")[0] == 404


def test_without_watching_pages_are_as_they_are(still: Browser, small_site: SiteFolder) -> None:
    assert still.page("/index.html") == small_site.page("index.html")


def test_only_files_of_the_site_are_served(still: Browser, small_site: SiteFolder) -> None:
    small_site.write("secret.txt", "s")
    (small_site.root / "output" / "link.txt").symlink_to(small_site.root / "secret.txt")
    for path in (
        "/../digest.toml",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/link.txt",
        "/a%00b",
        "/c:/x",
        "/none.html",
    ):
        status, _, body = still.ask(path)
        assert (status, "<h1" in body) == (404, True), path
    assert still.ask("/story")[0] == 301
    assert still.ask("/story/")[0] == 404  # no list of a folder
    assert still.ask("/", method="POST")[0] == 501


def test_kinds_sizes_and_head(still: Browser) -> None:
    for path, kind in (
        ("/", "text/html"),
        ("/style.css", "text/css"),
        ("/feed.rss.xml", "application/rss+xml"),
        ("/feed.atom.xml", "application/atom+xml"),
        ("/feed.json", "application/feed+json"),
        ("/robots.txt", "text/plain"),
    ):
        status, headers, _ = still.ask(path)
        assert (status, headers["Content-Type"].split(";")[0], headers["Cache-Control"]) == (200, kind, "no-store")
    assert still.ask("/", method="HEAD")[2] == ""


def test_a_foreign_name_is_refused(still: Browser) -> None:
    assert still.ask("/", host="evil.example")[0] == 403
    assert still.ask("/", host="localhost:1")[0] == 200


def test_one_connection_serves_many_pages(still: Browser) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", still.port, timeout=PATIENCE_SECONDS)
    for path in ("/", "/about.html", "/none", "/style.css"):
        connection.request("GET", path)
        connection.getresponse().read()
        assert connection.sock is not None
    connection.close()


def test_the_base_path_is_understood(small_site: SiteFolder) -> None:
    small_site.write("digest.toml", 'base_url = "https://example.org/press/"')
    session = session_for(small_site, Watch())
    try:
        assert Browser(session).ask("/press/about.html")[0] == 200
        assert Browser(session).ask("/press")[0] == 200
        assert Browser(session).ask("/about.html")[0] == 200
    finally:
        session.stop()


def test_a_port_in_use_is_said_before_anything_is_built(small_site: SiteFolder) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=rf"port {port} is in use; (\d+ is free|choose)"):
            Session(lambda: load_config(small_site.root), Address("127.0.0.1", port), lambda: NOW)
    assert not (small_site.root / "output").exists()


def test_without_a_wish_the_next_free_port_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    first = bind(Address())
    second = bind(Address())
    try:
        assert first.server_address[1] != second.server_address[1]
        assert "is in use; taking" in capsys.readouterr().err
    finally:
        first.server_close()
        second.server_close()


def test_a_first_build_that_fails_raises_or_shows(small_site: SiteFolder) -> None:
    small_site.write("edits.toml", "[[pin]")
    with pytest.raises(ConfigError):
        session_for(small_site, Watch())
    session = session_for(small_site, Watch("events"))
    try:
        status, _, body = Browser(session).ask("/")
        assert (status, "edits.toml:1" in body) == (503, True)
        small_site.write("edits.toml", "")
        eventually(lambda: "hareng" in Browser(session).page("/"))
    finally:
        session.stop()


def test_the_snapshot_sees_what_a_build_reads_and_nothing_else(small_site: SiteFolder, tmp_path: Path) -> None:
    config = load_config(small_site.root)
    before = snapshot(config)
    small_site.write("output/x.html", "x").write(".digest/y", "y").write("content/.#lock", "z").write("content/a~", "z")
    assert snapshot(config) == before
    small_site.write("content/sub/new.txt", "x")
    assert snapshot(config) != before
    assert snapshot(replace(config, content=tmp_path / "none")) != before


def test_nothing_is_left_running(small_site: SiteFolder) -> None:
    before = threading.active_count()
    session = session_for(small_site, Watch("events"))
    Browser(session).page("/")
    session.stop()
    eventually(lambda: threading.active_count() <= before)
