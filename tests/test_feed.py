"""Feeds: three formats of one plan, readable by a strict reader, with no clock in them."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from typing import Any

import pytest
import sample_site

from digest.feed import json_path, render_feed
from digest.model import Feed, FeedEntry, Output, Site
from digest.pages import plan

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import feedparser

BASE = "https://revue.example/val/"


def outputs(site: Site) -> dict[str, bytes]:
    return {o.path: o.data for feed in plan(site)[1] for o in render_feed(feed, site.base_url)}


def read(data: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return feedparser.parse(data)


@pytest.mark.parametrize("base_url", ["", BASE])
def test_every_feed_is_read_without_a_complaint(base_url: str) -> None:
    made = outputs(sample_site.site(base_url=base_url))
    assert {"feed.rss.xml", "feed.atom.xml", "feed.json"} <= set(made)
    for path, data in made.items():
        if path.endswith(".xml"):
            parsed = read(data)
            assert not parsed.bozo, (path, parsed.get("bozo_exception"))
            assert parsed.entries
        else:
            assert json.loads(data)["version"] == "https://jsonfeed.org/version/1.1"


def test_newest_first_and_undated_and_muted_left_out() -> None:
    titles = [e.title for e in read(outputs(sample_site.site())["feed.rss.xml"]).entries]
    assert [t.split("\u00a0")[0] for t in titles] == ["Pont de Brézolles", "La Risle sort de son lit", "Brézolles"]


@pytest.mark.parametrize("ending", [".rss.xml", ".atom.xml"])
def test_links_are_absolute_and_self_is_told_where_the_address_is_known(ending: str) -> None:
    parsed = read(outputs(sample_site.site(base_url=BASE))[f"feed{ending}"])
    assert all(e.link.startswith(BASE + "story/") for e in parsed.entries)
    assert [link.href for link in parsed.feed.links if link.rel == "self"] == [f"{BASE}feed{ending}"]


def test_without_an_address_links_are_relative_and_no_self_is_claimed() -> None:
    made = outputs(sample_site.site())
    for data in made.values():
        assert b"localhost" not in data
        assert b'rel="self"' not in data
    story = next(d for p, d in made.items() if p.startswith("story/") and p.endswith(".rss.xml"))
    assert b"<link>../article/" in story
    assert b"<link>story/" in made["feed.rss.xml"]
    assert "feed_url" not in json.loads(made["feed.json"])


def test_identifiers_do_not_depend_on_titles_or_addresses() -> None:
    one = read(outputs(sample_site.site())["feed.rss.xml"])
    other = read(outputs(sample_site.site(base_url=BASE, title="Autre nom"))["feed.rss.xml"])
    assert [e.id for e in one.entries] == [e.id for e in other.entries]
    assert all(e.id.startswith("tag:") for e in one.entries)


def test_the_three_formats_agree() -> None:
    made = outputs(sample_site.site(base_url=BASE))
    rss, atom, items = read(made["feed.rss.xml"]), read(made["feed.atom.xml"]), json.loads(made["feed.json"])["items"]
    assert [e.id for e in rss.entries] == [e.id for e in atom.entries] == [i["id"] for i in items]
    assert [e.link for e in rss.entries] == [e.link for e in atom.entries] == [i["url"] for i in items]


def test_authors_sources_and_dates() -> None:
    made = outputs(sample_site.site(base_url=BASE))
    rss = made["story/pont-de-brezolles-ferme.rss.xml"].decode()
    assert "<dc:creator>Paul Ferrand</dc:creator>" in rss
    assert '<source url="https://courrier-orne.example/brezolles-pont?x=1">Le Courrier de l\'Orne</source>' in rss
    assert 'isPermaLink="false"' in rss
    assert "<lastBuildDate>Thu, 16 May 2024 00:00:00 +0000</lastBuildDate>" in rss
    assert "1970" not in rss


def test_a_story_of_one_article_or_without_days_has_no_feed() -> None:
    assert {f.path for f in plan(sample_site.site())[1]} == {
        "feed",
        "story/pont-de-brezolles-ferme",
        "story/pont-de-brezolles-conseil-vote-bac",
    }


def test_control_characters_markup_and_coarse_dates() -> None:
    entry = FeedEntry(
        "tag:x,2026:1", "A\x0b < B & \ud800C", "story/a b.html", "2016-07", "2016", "é\x00", "<p>a &amp; b\x0c</p>"
    )
    feed = Feed("tag:x,2026:f", "feed", "T\x1f", "", "index.html", "", "2016", (entry,))
    rss, atom, data = render_feed(feed, BASE)
    for made in (rss, atom):
        parsed = read(made.data)
        assert not parsed.bozo
        assert parsed.entries[0].title == "A < B & C"
        assert parsed.entries[0].link == BASE + "story/a%20b.html"
        assert parsed.entries[0].published_parsed[:3] == (2016, 7, 1)
    assert json.loads(data.data)["items"][0]["date_published"] == "2016-07-01T00:00:00+00:00"


def test_an_empty_feed_is_still_a_feed_and_shows_no_clock() -> None:
    feed = Feed("tag:x,2026:f", "feed", "Vide", "", "index.html", "fr", "")
    made: tuple[Output, ...] = render_feed(feed, "")
    assert made == render_feed(replace(feed), "")
    assert b"1970-01-01" in made[1].data
    assert not read(made[0].data).bozo
    assert json_path(feed) == "feed.json"


def test_no_word_of_a_forbidden_article_is_in_a_feed() -> None:
    made = outputs(sample_site.site(rights="link", outlets={}))
    for data in made.values():
        assert b"fissures profondes" not in data
        assert "annoncé la préfecture".encode() not in data


@pytest.mark.parametrize("ending", [".rss.xml", ".atom.xml"])
@pytest.mark.parametrize(
    ("feed", "home"),
    [("feed", "index.html"), ("story/pont-de-brezolles-ferme", "story/pont-de-brezolles-ferme.html")],
)
def test_a_feed_links_to_the_page_that_it_follows(feed: str, home: str, ending: str) -> None:
    parsed = read(outputs(sample_site.site(base_url=BASE))[feed + ending]).feed
    assert parsed.link == BASE + home
    assert [link.href for link in parsed.links if link.rel == "alternate"] == [BASE + home]
    assert [link.href for link in parsed.links if link.rel == "self"] == [BASE + feed + ending]


def test_the_author_of_a_feed_is_the_site() -> None:
    made = outputs(sample_site.site(title="Revue du val"))
    for path in ("feed.atom.xml", "story/pont-de-brezolles-ferme.atom.xml"):
        assert read(made[path]).feed.author == "Revue du val"
    named = outputs(sample_site.site(author="Ana Ruel"))
    assert read(named["feed.atom.xml"]).feed.author == "Ana Ruel"
