"""Site → pages: what is planned where, and what finished pages say. Golden pages lie in cases/pages/."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import html_checks
import pytest
import sample_site
from conftest import SiteFolder
from sample_site import OPTIONS, PONT, PONT_GAZETTE, PONT_TELLING, STORIES, TELLINGS, article, said

import digest.pages
from digest.edition import Options, assemble
from digest.export import telling_json
from digest.feed import render_feed
from digest.model import Block, Claim, Copied, CopyShare, Evidence, OutletInfo, Page, Related, Site, Story, Telling
from digest.pages import PAGE_TYPES, plan
from digest.pages.library import Library, paragraph_number, web_address
from digest.render import Renderer
from digest.rights import sentences
from digest.typography import plain

CASES = sorted((Path(__file__).parent / "cases" / "pages").glob("*/case.toml"))
STORY = f"story/{PONT.slug}.html"


def files(site: Site) -> dict[str, bytes]:
    """All that a build would write."""
    renderer = Renderer(None, site.language)
    pages, feeds = plan(site)
    made = {o.path: o.data for o in (*map(renderer.render, pages), *renderer.assets())}
    made |= {o.path: o.data for feed in feeds for o in render_feed(feed, site.base_url)}
    for story in site.stories:
        telling = Library(site).telling(story)
        made[f"story/{story.slug or story.id}.json"] = str(telling_json(telling, story)).encode()
    return made


@cache
def sample(**changes: object) -> dict[str, bytes]:
    return files(sample_site.site(**changes))


def page(path: str, **changes: object) -> str:
    return sample(**changes)[path].decode()


def planned(site: Site, path: str) -> Page:
    return next(p for p in plan(site)[0] if p.path == path)


VARIANTS = [
    {},
    {"language": "en", "period": "week"},
    {"rights": "extract", "outlets": ()},
    {"rights": "link", "outlets": ()},
    {"rights": "private", "period": "month"},
    {"base_url": "https://revue.example/val"},
]


@pytest.mark.parametrize("changes", VARIANTS, ids=str)
def test_every_page_is_valid_and_every_link_leads_somewhere(changes: dict[str, object]) -> None:
    site = sample_site.site(**changes)
    made = files(site)
    faults = [f for path, data in made.items() if path.endswith(".html") for f in html_checks.page_faults(path, data)]
    checked = {p: d for p, d in made.items() if p != "404.html"} if site.base_url else made
    assert faults + html_checks.link_faults(checked) == []


def test_an_empty_site_is_still_a_site() -> None:
    made = files(assemble((), {}, Options(title="Vide")))
    assert [f for p, d in made.items() if p.endswith(".html") for f in html_checks.page_faults(p, d)] == []
    assert html_checks.link_faults(made) == []
    assert "Aucun article" in made["index.html"].decode()


def test_a_story_without_a_telling_has_an_honest_page() -> None:
    site = assemble(sample_site.STORIES, {}, Options(rights="full"))
    assert [f for p, d in files(site).items() if p.endswith(".html") for f in html_checks.page_faults(p, d)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.parent.name)
def test_golden_page(case: Path, update_golden: bool) -> None:
    """The words of a page, as a reader hears them."""
    told = tomllib.loads(case.read_text(encoding="utf-8"))
    spoken = html_checks.words_of(files(sample_site.site(**told.get("options", {})))[told["page"]])
    expected = case.parent / "expected.txt"
    if update_golden:
        expected.write_text(spoken, encoding="utf-8")
    assert spoken == expected.read_text(encoding="utf-8")


# what is planned


def test_every_page_type_of_the_package_is_in_the_tuple() -> None:
    modules = Path(digest.pages.__file__).parent.glob("*.py")
    found = {m for f in modules for m in re.findall(r"^def (\w+_pages)\(", f.read_text(encoding="utf-8"), re.MULTILINE)}
    assert found == {page_type.__name__ for page_type in PAGE_TYPES}


def test_pages_come_before_those_that_lead_to_them() -> None:
    order = [p.path for p in plan(sample_site.site())[0]]
    assert order.index("article/a1gazette0.html") < order.index(STORY) < order.index("index.html")
    assert max(Counter(order).values()) == 1


def test_planning_twice_gives_the_same() -> None:
    assert plan(sample_site.site()) == plan(sample_site.site())
    assert files(sample_site.site()) == files(sample_site.site())


def test_a_neighbour_is_seen_by_its_card_alone() -> None:
    """What a story's pages are made from: an edit of a text that no card shows plans one story's pages again."""
    known: dict[object, object] = {}
    made: list[str] = []

    def remember(name: str, parts: tuple[object, ...], compute: Callable[[], Any], /) -> Any:
        key = (name, repr(parts))
        if key not in known:
            made.append(name)
            known[key] = compute()
        return known[key]

    plan(sample_site.site(), remember)
    edited = replace(PONT.articles[-1], text=PONT.articles[-1].text + " Fin.")
    story = replace(PONT, articles=(*PONT.articles[:-1], edited))
    others = tuple(story if s.id == PONT.id else s for s in STORIES)
    made.clear()
    again = plan(assemble(others, TELLINGS, OPTIONS), remember)
    assert made.count("story page") == made.count("article pages") == 1
    assert again == plan(assemble(others, TELLINGS, OPTIONS))


def test_sitemap_and_robots_need_an_address_and_respect_private_sites() -> None:
    assert "sitemap.xml" not in sample()
    made = sample(base_url="https://revue.example/val")
    assert (
        b"<loc>https://revue.example/val/" + STORY.encode() + b"</loc><lastmod>2024-05-16</lastmod>"
        in made["sitemap.xml"]
    )
    assert b"Sitemap: https://revue.example/val/sitemap.xml" in made["robots.txt"]
    assert b"article/" not in made["sitemap.xml"]
    assert b"sujet-mute" not in made["sitemap.xml"]
    assert b"Disallow: /" in sample(rights="private")["robots.txt"]
    assert all(b'content="noindex"' in d for p, d in sample(rights="private").items() if p.endswith(".html"))


def test_muted_stories_keep_their_address_and_are_listed_nowhere() -> None:
    made = sample()
    assert 'content="noindex"' in made["story/sujet-mute.html"].decode()
    mentions = [p for p, d in made.items() if b"sujet-mute" in d or b"Un sujet que la r" in d]
    assert sorted(mentions) == ["article/h8muted000.html", "story/sujet-mute.html", "story/sujet-mute.json"]
    assert not [p for p in made if p.startswith("outlet/") and "tu" in p.split("/")[1].split(".")[0].split("-")]


def test_redirects_follow_chains_and_never_cover_a_story() -> None:
    moved = page("story/tres-ancien.html")
    assert f'<meta http-equiv="refresh" content="0; url=../{STORY}">' in moved
    assert 'content="noindex"' in moved
    assert sample()["_redirects"].decode().splitlines() == [
        f"/story/ancien-pont.html /{STORY} 301",
        f"/story/tres-ancien.html /{STORY} 301",
    ]
    based = sample(base_url="https://revue.example/val")
    assert based["_redirects"].startswith(f"/val/story/ancien-pont.html /val/{STORY} 301".encode())
    ring = replace(sample_site.site(), redirects={"a": "b", "b": "a", PONT.slug: "a"})
    assert not [p.path for p in plan(ring)[0] if p.path in ("story/a.html", "story/b.html")]


def test_the_404_page_works_at_any_depth_once_the_address_is_known() -> None:
    made = page("404.html", base_url="https://revue.example/val")
    assert 'href="/val/index.html"' in made
    assert "--paper" in made
    assert "<link" not in made


# links


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "/relative", "http://a b", "", None]
)
def test_only_web_addresses_are_linked(url: str | None) -> None:
    assert web_address(url) == ""


def test_hostile_addresses_and_titles_reach_no_page() -> None:
    hostile = article(
        "x9hostile0",
        '<script>alert("t")</script>',
        [
            Block("ok", html='<p>ok <a href="javascript:x()">lien</a> <a href="https://a.example/">bon</a><img src="http://t/p.gif"></p>'),
            Block("id", html='<p id="main">x</p>'),
            "<b>gras</b> & co",
        ],
        outlet="</style><svg onload=1>",
        url=Claim("url", "javascript:alert(1)", "page metadata"),
        byline='" onclick="x',
    )  # fmt: skip
    story = Story("x9hostile0", (hostile,), "x9hostile0", "hostile", note="<i>note</i>", title="<b>titre</b>")
    made = files(assemble((story,), {}, Options(title="<T>", description='"d"', author="&", rights="full")))
    for path, data in made.items():
        if path.endswith(".html"):
            assert html_checks.page_faults(path, data) == []
            for forbidden in (b"<script", b'href="javascript', b"http://t/p.gif", b"<svg onload", b"<b>", b"<i>"):
                assert forbidden not in data
    assert b'<a href="https://a.example/">bon</a>' in made["article/x9hostile0.html"]


def test_characters_that_no_page_may_hold_are_left_out() -> None:
    odd = article(
        "z1control0", "Un\x0b titre\x92", ["Du texte\x80 avec\ufffe des\x00 restes\ud800.\x1f"], byline="A\x9fB"
    )
    made = files(assemble((Story("z1control0", (odd,), "z1control0", "z"),), {}, Options(rights="full")))
    assert [f for p, d in made.items() if p.endswith(".html") for f in html_checks.page_faults(p, d)] == []
    assert "Du texte avec des restes." in made["article/z1control0.html"].decode()


def test_paragraph_number_counts_kept_blocks() -> None:
    gazette = sample_site.PONT_GAZETTE
    assert paragraph_number(gazette, 0) == 1
    assert paragraph_number(gazette, gazette.text.index("Nous n'avions")) == 4
    assert paragraph_number(gazette, gazette.text.index("Les travaux")) == 6  # the caption between is no body text
    assert paragraph_number(gazette, len(gazette.text)) == 6


def test_each_sentence_links_to_the_block_that_holds_it() -> None:
    made = page(STORY)
    articles = {a.id: html_checks.parse(sample()[f"article/{a.id}.html"])[0] for a in PONT.articles}
    hrefs = re.findall(r'href="\.\./article/(\w+)\.html#(p\d+):~:text=([^"]+)"', made)
    assert len(hrefs) >= len(set(sentences(sample_site.PONT_TELLING)))
    for article_id, anchor, fragment in hrefs:
        block = next(e for e in articles[article_id].iter() if e.attrib.get("id") == anchor)
        words = "".join(block.itertext())
        for piece in fragment.split(","):
            assert unquote(piece) in words


def test_links_go_to_the_original_where_our_page_lacks_the_text() -> None:
    made = page(STORY, rights="extract", outlets=())
    assert "https://courrier-orne.example/brezolles-pont?x=1#:~:text=Les%20commer" in made
    assert "article/b2courrier.html#p" not in made


def test_links_of_an_extract_without_address_land_on_the_passage_that_our_page_shows() -> None:
    made = sample(rights="extract", outlets=())
    anchors = set(re.findall(r'class="source" href="\.\./article/a1gazette0\.html#(p\d+)', made[STORY].decode()))
    shown = made["article/a1gazette0.html"].decode()
    assert anchors
    assert all(f'id="{anchor}"' in shown for anchor in anchors)


# what pages say


def test_all_that_a_story_page_says_was_published() -> None:
    made, _ = html_checks.parse(sample()[STORY])
    texts = {plain(" ".join(a.text.split())) for a in PONT.articles}
    quoted = ["".join(e.itertext()).strip() for e in made.iter("blockquote")]
    assert len(quoted) > 10
    for words in quoted:
        bare = plain(words.strip("«»“” \u202f"))
        assert any(bare in text for text in texts), words


def test_parts_stand_in_order_and_empty_ones_are_absent() -> None:
    order = [
        "brief",
        "coverage",
        "several",
        "single",
        "wording",
        "quotes",
        "timeline",
        "figures",
        "names",
        "editions",
        "making",
    ]
    assert re.findall(r'<section id="(\w+)"', page(STORY)) == order
    assert re.findall(r'<section id="(\w+)"', page("story/risle-sort-de-son-lit.html")) == ["coverage", "making"]


def test_a_quotation_names_an_article_once_however_often_it_stands_there() -> None:
    first, *rest = PONT_TELLING.quotes
    again = replace(first, carriers=(*first.carriers, said(PONT_GAZETTE, "des fissures profondes")))
    telling = replace(PONT_TELLING, quotes=(again, *rest))
    site = assemble(STORIES, {**TELLINGS, PONT.id: telling}, OPTIONS)
    shown = planned(site, STORY).context["quotes"][0]
    assert shown.others == planned(sample_site.site(), STORY).context["quotes"][0].others
    assert len(shown.others) == 1


@pytest.mark.parametrize(("copied_words", "told"), [(90, True), (33, False)])
def test_shares_without_a_copied_passage_are_shown_of_reprints_only(copied_words: int, told: bool) -> None:
    telling = replace(PONT_TELLING, copies=(), shares=(CopyShare(PONT_GAZETTE.id, 96, copied_words),))
    site = assemble(STORIES, {**TELLINGS, PONT.id: telling}, OPTIONS)
    assert bool(planned(site, STORY).context["shares"]) == told


def test_a_deduced_date_says_so_and_why() -> None:
    made = page(STORY)
    assert "déduit" in made
    assert 'title="d’après les autres articles du sujet"' in made
    assert re.search(r"déduit</span>\s*d’après les autres articles du sujet", made)


def test_marks_are_elements_and_never_touch_spaces() -> None:
    assert "<del>fait savoir</del>" in page(STORY)
    assert "<ins>annoncé</ins>" in page(STORY)
    assert "<ins>du Val-d&#39;Orne</ins>" in page(STORY)


def test_overlapping_marks_do_not_double_words() -> None:
    a, b = sample_site.PONT_COURRIER, sample_site.PONT_AGENCE
    first, second = a.text.split(". ")[0] + ".", b.text.split(". ")[0] + "."
    pair = Copied(said(a, first), said(b, second), 9, ((0, 7), (3, 12), (12, 12), (500, 600)), ((-4, 2),))
    telling = replace(sample_site.PONT_TELLING, copies=(pair,))
    made = files(assemble(sample_site.STORIES, {PONT.id: telling}, sample_site.OPTIONS))[STORY]
    assert html_checks.page_faults(STORY, made) == []
    quoted = ["".join(e.itertext()).strip() for e in html_checks.parse(made)[0].iter("blockquote")]
    assert plain(first) in {plain(q) for q in quoted}


def test_texts_carry_their_language_and_direction() -> None:
    made = page("article/g7undated0.html")
    assert '<h1 lang="ar" dir="auto">' in made or re.search(r'<h1[^>]* lang="ar" dir="auto">', made)
    assert 'lang="en"' in page(STORY)
    undetermined = article("y1undeterm", "Titre", ["Texte."], published=None)
    story = Story("y1undeterm", (replace(undetermined, language=None),), "y1undeterm", "y")
    assert 'lang=""' in files(assemble((story,), {}))["article/y1undeterm.html"].decode()


def test_french_spaces_are_not_put_into_english_words() -> None:
    made = page("article/d4english0.html")
    assert "&#34;We had no choice,&#34; the prefect" in made
    assert "\u202f" not in made.split('<div class="body"')[1].split("</div>")[0]


def test_article_pages_are_kept_from_engines_and_name_the_original() -> None:
    made = page("article/b2courrier.html")
    assert 'content="noindex"' in made
    assert '<link rel="canonical" href="https://courrier-orne.example/brezolles-pont?x=1">' in made
    assert 'rel="canonical"' not in page("article/a1gazette0.html")
    assert "boutons de partage (2), inscription à une lettre" in page("article/a1gazette0.html")


@pytest.mark.parametrize(("rights", "whole", "some"), [("full", True, True), ("private", True, True), ("extract", False, True), ("link", False, False)])  # fmt: skip  # noqa: E501
def test_rights_decide_how_much_of_an_article_is_shown(rights: str, whole: bool, some: bool) -> None:
    body = html_checks.words_of(sample(rights=rights, outlets=())["article/a1gazette0.html"])
    assert ("Le coût serait de" in body) is whole
    assert ("Le tablier présente" in body) is some


def test_a_link_site_shows_titles_and_no_sentence() -> None:
    made = page(STORY, rights="link", outlets=())
    assert "<blockquote" not in made
    assert "Le pont de Brézolles fermé après une inspection" in made
    assert "Le pont de Brézolles est fermé" not in made


def test_interface_speaks_english_when_the_site_does() -> None:
    made = page(STORY, language="en")
    assert '<html lang="en">' in made
    assert "Said by several" in made
    assert "14 to 16 May 2024" in made or "14–16 May 2024" in made
    assert "Dit par" not in made


def test_neighbours_say_what_came_before_and_after() -> None:
    assert "Ce qui a suivi" in page(STORY)
    assert "Ce qui a précédé" in page("story/pont-de-brezolles-conseil-vote-bac.html")
    gone = replace(PONT, related=(Related("nowhere", 1.0), Related("h8muted000", 0.9), Related(PONT.id, 0.5)))
    assert (
        "Sujets proches" not in files(assemble((gone, sample_site.MUTED), {}, Options(rights="full")))[STORY].decode()
    )


def test_coverage_chart_has_the_same_in_words() -> None:
    made = page(STORY)
    assert "Articles par jour: 14 mai 2024 (1 article), 15 mai 2024 (2 articles), 16 mai 2024 (1 article)." in plain(
        made
    )
    assert "<svg" in made
    assert "<svg" not in page("story/risle-sort-de-son-lit.html")


def test_a_long_coverage_is_counted_by_month() -> None:
    days = ["2023-01-05", "2023-06-07", "2024-02-01"]
    story = Story(
        "long", tuple(article(f"long{n}", f"T{n}", ["x"], published=d) for n, d in enumerate(days)), "long0", "long"
    )
    chart = planned(assemble((story,), {}), "story/long.html").context["chart"]
    assert [bar.date for bar in chart.bars] == ["2023-01", "2023-06", "2024-02"]


def test_stories_of_hundreds_of_articles_stay_under_the_cap_but_list_every_source() -> None:
    many = tuple(
        article(f"many{n:06}", f"Titre numéro {n}", [f"Phrase {n} du texte."], outlet=f"Média {n % 40}")
        for n in range(200)
    )
    story = Story("many000000", many, "many000000", "many", copies=(tuple(a.id for a in many[1:]),))
    each = tuple(said(a, a.text) for a in many)
    telling = Telling(story.id, sample_site.PONT_TELLING.headline, each[:3], tuple((s, s) for s in each), each)
    site = assemble((story,), {story.id: telling}, Options(rights="full"))
    made = files(site)["story/many.html"]
    assert made.count(b'id="source-') == 200
    row = re.search(r'id="source-many000041">.*?</li>', made.decode(), re.DOTALL)
    assert row is not None
    assert "même texte que Média 1 (4), Média 2 (5), Média 3 (5)" in row.group()
    assert row.group().count("Média") == 9
    assert "et 32 autres" in row.group()
    assert "et 192 autres" in made.decode()
    assert len(files(site)["index.html"]) < 60_000
    one_text = replace(story, copies=(tuple(a.id for a in many),))
    alike = files(assemble((one_text,), {story.id: telling}, Options(rights="full")))["story/many.html"].decode()
    assert "Ces articles portent un seul et même texte." in alike
    assert "même texte que" not in alike  # said once, not two hundred times


@pytest.mark.parametrize(
    ("outlets", "shown"),
    [
        ("AB", [0, 1]),  # all fit: nothing to choose
        ("AAAAAB", [2, 3, 4, 5]),  # the newest of A and B, then the newest of what is left
        ("ABCDAAAA", [1, 2, 3, 7]),  # four outlets, the newest of each
        ("BAAAAACCCDE", [5, 8, 9, 10]),  # more outlets than places: those that wrote last
        ("??????", [2, 3, 4, 5]),  # of no known outlet: each by itself
    ],
)
def test_a_card_names_as_many_outlets_as_it_can(outlets: str, shown: list[int]) -> None:
    found = tuple(
        article(f"a{n}", f"Titre {n}", ["x"], outlet=None if name == "?" else name) for n, name in enumerate(outlets)
    )
    site = assemble((Story("a0", found, "a0", "a0"),), {}, Options(rights="full"))
    card = Library(site).card(site.stories[0])
    assert [s.title for s in card.shown(4)] == [f"Titre {n}" for n in shown]


def test_pages_keep_their_budget() -> None:
    assert max(len(d) for p, d in sample().items() if p.endswith(".html")) < 60_000
    assert len(sample()["style.css"]) < 24_000


def test_evidence_and_unknown_rules_never_crash() -> None:
    odd = replace(
        PONT, evidence=(Evidence("a1gazette0", 0.5, (), None, None, "", "brand_new_rule"), Evidence("gone", 1.0))
    )
    assert "brand new rule" in files(assemble((odd,), {}, Options(rights="full")))[STORY].decode().lower()


def test_outlets_with_one_slug_get_two_pages() -> None:
    stories = tuple(
        Story(f"s{n}", (article(f"s{n}", "T", ["x"], outlet=name),), f"s{n}", f"s{n}")
        for n, name in enumerate(["Éa", "ea", "東京"])
    )
    site = assemble(
        stories, {}, Options(outlets={"ea": OutletInfo("ea", url="javascript:x", note="Une note", country="BE")})
    )
    assert len(Library(site).outlet_slugs) == len(set(Library(site).outlet_slugs.values())) == 3
    assert "javascript" not in files(site)["outlet/ea.html"].decode()


# the real thing


def test_the_sample_content_becomes_a_site_without_a_fault(site: SiteFolder) -> None:
    """All of content/, through the whole program."""
    root = Path(__file__).parents[1]
    for name in ("content", "digest.toml", "edits.toml"):
        if (root / name).is_dir():
            shutil.copytree(root / name, site.root / name, dirs_exist_ok=True)
        elif (root / name).is_file():
            shutil.copy(root / name, site.root / name)
    made = site.build().output()
    pages = {path: data for path, data in made.items() if path.endswith(".html")}
    assert [fault for path, data in pages.items() for fault in html_checks.page_faults(path, data)] == []
    assert html_checks.link_faults({path: data for path, data in made.items() if path != "404.html"}) == []
    assert {path: len(data) for path, data in pages.items() if len(data) > 60_000} == {}
