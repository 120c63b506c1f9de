"""Live reload as a browser lives it: the page reloads after an edit, an error lies over the old page and goes away."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from conftest import NOW, SiteFolder

from digest.config import load_config
from digest.serve import Address, Session, Watch

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), "")

REQUIRED = bool(os.environ.get("DIGEST_TESTS_REQUIRE_ALL"))

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM and not REQUIRED, reason="no Chromium here"),
]


@pytest.fixture
def page(small_site: SiteFolder) -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

    session = Session(lambda: load_config(small_site.root), Address("127.0.0.1", 0), lambda: NOW)
    session.start(Watch("events"))
    session.run_in_background()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM or None, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(session.url)
            yield page
            browser.close()
    finally:
        session.stop()


def test_an_edit_reloads_the_page(page: Page, small_site: SiteFolder) -> None:
    small_site.article(
        "Le Phare/musee.md", "Sarnoy retrouve ses horloges", "Le musée rouvre.", date="2026-03-14", lang="fr"
    )
    page.get_by_text("Sarnoy retrouve ses horloges").first.wait_for(timeout=60_000)


def test_an_error_lies_over_the_page_and_goes(page: Page, small_site: SiteFolder) -> None:
    small_site.write("digest.toml", 'titel = "x"\n')
    alert = page.get_by_role("alert")
    alert.wait_for(timeout=60_000)
    assert "digest.toml:1: titel: unknown key" in alert.inner_text()
    assert "hareng" in page.inner_text("main")
    small_site.write("digest.toml", 'title = "Réparé"\n')
    page.get_by_text("Réparé").first.wait_for(timeout=60_000)
    assert page.locator("#digest-overlay").count() == 0


def test_a_page_of_an_article_leads_to_what_was_removed(page: Page) -> None:
    page.goto(page.url.rstrip("/") + "/" + str(page.locator("a[href^='story/']").first.get_attribute("href")))
    page.locator("a[href*='article/']").first.click()
    page.get_by_text("Ce qui a été retiré").click()
    page.get_by_role("heading", name="Ce qui a été retiré").wait_for(timeout=60_000)
