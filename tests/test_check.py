"""`digest check`: a good site gives no finding, each fault gives one that says where and what to do."""

from __future__ import annotations

import pytest
from conftest import NOW, SiteFolder

from digest.build import open_desk
from digest.check import check
from digest.config import load_config


def findings(site: SiteFolder) -> list[str]:
    config = load_config(site.root)
    with open_desk(config) as desk:
        return [problem.line() for problem in check(config, desk, now=NOW)]


def test_a_good_site_gives_no_finding(small_site: SiteFolder) -> None:
    assert findings(small_site.build()) == []
    small_site.write("digest.toml", 'base_url = "https://example.org/press/"\n').build()
    assert findings(small_site) == []


def test_a_site_that_was_never_built(small_site: SiteFolder) -> None:
    assert findings(small_site) == ["output: nothing was built here yet; run `digest build`"]


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("output/index.html", '<a href="no.html">x</a>', "index.html:1: link 'no.html' leads to no page"),
        ("output/index.html", '<a href="about.html#no">x</a>', "index.html:1: link 'about.html#no': no id 'no'"),
        ("output/index.html", '<p id="a"></p>\n<p id="a"></p>', "index.html:2: id 'a' stands twice"),
        ("output/index.html", '<a href="/about.html">x</a>', "starts at the host"),
        ("output/index.html", "x" * 600_000, "600,000 bytes"),
        ("output/feed.rss.xml", "<rss>", "feed.rss.xml: does not parse"),
        ("output/feed.json", '{"items": [{"id": "a"}, {"id": "a"}]}', "two entries have the id a"),
        (
            "edits.toml",
            '[[recipe]]\noutlet = "Le Phare"\ncontains = ["jamais"]',
            "[[recipe]] Le Phare: contains",
        ),
        (
            "edits.toml",
            '[[recipe]]\noutlet = "le phare"\nbetween = [["Le musée", "jamais"]]',
            "[[recipe]] le phare: between 'Le musée' … 'jamais' removes nothing",
        ),
        (
            "edits.toml",
            '[[article]]\narticle = "Le Phare/musee.md"\nrestore = ["Ni vu"]',
            "[[article]] Le Phare/musee.md: no passage starts with 'Ni vu' (restore)",
        ),
        (
            "edits.toml",
            '[[article]]\narticle = "Le Phare/musee.md"\ndrop = ["Ni connu"]',
            "[[article]] Le Phare/musee.md: no passage starts with 'Ni connu' (drop)",
        ),
        ("edits.toml", '[[recipe]]\noutlet = "Nulle part"\ncontains = ["x"]', "edits.toml:1: [[recipe]] no article of"),
        (
            "edits.toml",
            '[[article]]\narticle = "no.txt"\ntitle = "x"',
            "edits.toml:2: [[article]]: no article has the path or id 'no.txt'",
        ),
        ("digest.toml", '[outlets."Le Fare"]\nrights = "full"', "digest.toml:1: no article of the outlet 'Le Fare'"),
        ("content/a.md", "---\ndate: 2031-01-01\n---\n\nUn texte qui vient de demain, dit-on.\n", "in the future"),
        ("content/a.exe", "MZ", "a.exe: "),
    ],
)
def test_each_fault_is_found(small_site: SiteFolder, path: str, text: str, says: str) -> None:
    small_site.build().write(path, text)
    assert any(says in line for line in findings(small_site)), findings(small_site)


def test_what_hands_did_to_the_output(small_site: SiteFolder) -> None:
    small_site.build().write("output/about.html", "changed").remove("output/404.html")
    lines = findings(small_site)
    assert "output/404.html: was written by a build and is gone; run `digest build`" in lines
    assert "output/about.html: was changed after it was built; run `digest build`" in lines


def test_a_page_that_shows_more_than_its_rights(small_site: SiteFolder) -> None:
    words = " ".join(f"Phrase numéro {n} de cet article assez long pour avoir une fin." for n in range(40))
    small_site.article("Le Phare/long.md", "Long", words, date="2026-03-01", lang="fr").build()
    article = next(a for a in small_site.gathered().articles if a.path == "Le Phare/long.md")
    assert findings(small_site) == []
    small_site.write(f"output/article/{article.id}.html", f"<p>{article.text}</p>")
    assert any("holds words of a text" in line for line in findings(small_site))


def test_the_end_of_a_text_may_be_what_its_story_quotes(small_site: SiteFolder) -> None:
    filler = " ".join(f"La phrase numéro {n} raconte la journée au port, heure par heure." for n in range(30))
    end = "« Nous n'avons jamais vu une mer pareille de notre vie de marins », a déclaré le capitaine Yvon Kerdrel."
    small_site.article("Le Phare/fin.md", "La mer au port", f"{filler}\n\n{end}", date="2026-03-01", lang="fr").build()
    article = next(a for a in small_site.gathered().articles if a.path == "Le Phare/fin.md")
    assert "une mer pareille" in small_site.page(f"article/{article.id}.html")
    assert findings(small_site) == []
