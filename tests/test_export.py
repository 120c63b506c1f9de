"""The public JSON: exactly the documented keys, offsets that hold, blocks in the order of the source."""

from __future__ import annotations

import json

from conftest import NOW, SiteFolder

from digest.build import open_desk, tellings
from digest.clean import Options, clean
from digest.config import load_config
from digest.export import in_order, inspect_json, stories_json, stories_text, telling_json, telling_text
from digest.formats import parse
from digest.group import group
from digest.model import Article, Block, Claim, Headline, Removal, Sentence, Source, Story, Telling

BLOCKS = tuple(Block(text, line=i) for i, text in enumerate("abcdef", 1))
ARTICLE = Article(
    "id1",
    "x.txt",
    Claim("title", "T", "made", 0.6),
    (BLOCKS[1], BLOCKS[3], BLOCKS[4]),
    "b\n\nd\n\ne",
    published=Claim("published", "2016-07", "text", 0.4, "month"),
    removals=(Removal(BLOCKS[0], "nav", 0), Removal(BLOCKS[2], "share", 2), Removal(BLOCKS[5], "legal", 5)),
)
STORY = Story("s1", (ARTICLE,), "id1", slug="t")


def test_inspect() -> None:
    (told,) = inspect_json([ARTICLE], [STORY])["articles"]
    assert {key: told[key] for key in ("path", "id", "story", "language", "outlet", "byline", "agency", "url")} == {
        "path": "x.txt",
        "id": "id1",
        "story": "s1",
        "language": None,
        "outlet": None,
        "byline": None,
        "agency": None,
        "url": None,
    }
    assert told["title"] == {"value": "T", "from": "made", "confidence": 0.6, "reason": None}
    assert told["published"] == {
        "value": "2016-07",
        "from": "text",
        "confidence": 0.4,
        "reason": None,
        "precision": "month",
    }
    assert told["text"] == "b\n\nd\n\ne"
    assert [(b["text"], b["line"], b["kept"], b["rule"]) for b in told["blocks"]] == [
        ("a", 1, False, "nav"),
        ("b", 2, True, None),
        ("c", 3, False, "share"),
        ("d", 4, True, None),
        ("e", 5, True, None),
        ("f", 6, False, "legal"),
    ]
    assert told["repairs"] == []
    assert told["evidence"] is None
    assert inspect_json([ARTICLE], [])["articles"][0]["story"] is None


def test_inspect_tells_each_repair_and_where_it_stood() -> None:
    raw = "La di\u00adgue tient\n\nLe phare\u200b du port et le bac de Lunet\x00 partent à midi, a dit la mairie.\n"
    article = clean(parse(Source("x.txt", raw.encode())), Options())
    (told,) = inspect_json([article], group([article]).stories)["articles"]
    assert [(r["rule"], r["before"], r["after"], r["line"]) for r in told["repairs"]] == [
        ("soft_hyphen", "\u00ad", "", 1),
        ("zero_width_mark", "\u200b", "", 3),
        ("control_character", "\x00", "", 3),
    ]
    assert all(raw[r["start"] :].startswith(r["before"]) for r in told["repairs"])
    assert all(raw[b["start"]] == b["text"][0] for b in told["blocks"])
    assert told["evidence"]["rule"] == "founder"
    assert [len(term) for term in told["evidence"]["terms"]] == [2] * len(told["evidence"]["terms"])


def test_inspect_tells_each_date_with_its_role() -> None:
    raw = (
        "Le bac repart\n\nPublié le 4 mai 2019 à 7h05\n\nquai-de-lunet-20190428\n\n"
        "Le bac de Lunet est reparti vendredi, après une panne qui durait depuis le 12 avril, dit la mairie.\n\n"
        "© Le Quai, 3 janvier 2015\n"
    )
    article = clean(parse(Source("x.txt", raw.encode())), Options())
    (told,) = inspect_json([article], [])["articles"]
    assert [(d["text"], d["role"], d["label"], d["value"], d["weekday"]) for d in told["dates"]] == [
        ("4 mai 2019 à 7h05", "label", "published", "2019-05-04T07:05", None),
        ("20190428", "slug", None, "2019-04-28", None),
        ("vendredi", "narrative", None, None, 5),
        ("12 avril", "narrative", None, "--04-12", None),
        ("3 janvier 2015", "legal", None, "2015-01-03", None),
    ]
    assert told["not_before"] == "2019-04-28"
    assert [d["start"] is None for d in told["dates"]] == [True, True, False, False, True]
    assert all(told["text"][d["start"] :].startswith(d["text"]) for d in told["dates"] if d["start"] is not None)


def test_stories() -> None:
    assert stories_json([STORY]) == {
        "version": 1,
        "stories": [
            {
                "id": "s1",
                "slug": "t",
                "title": "T",
                "first": None,
                "last": None,
                "articles": [{"path": "x.txt", "id": "id1", "title": "T", "outlet": None, "published": "2016-07"}],
                "related": [],
            }
        ],
    }
    assert stories_json([STORY], {"s1": "Autre"})["stories"][0]["title"] == "Autre"
    assert "x.txt" in stories_text([STORY])


def test_telling() -> None:
    said = Sentence("id1", "x.txt", 0, 1, "b")
    told = Telling("s1", Headline("T", "id1"), brief=(said,), several=((said, said),))
    data = telling_json(told, STORY)
    address = {"path": "x.txt", "start": 0, "end": 1, "text": "b"}
    assert (data["version"], data["brief"], data["several"]) == (1, [address], [[address, address]])
    assert set(data) >= {"headline", "single", "copies", "quotes", "timeline", "figures", "names"}
    assert "x.txt 0:1" in telling_text(told, STORY)


def test_positions_that_do_not_fit_lose_nothing() -> None:
    odd = Article("i", "p", ARTICLE.title, BLOCKS[:2], "", removals=(Removal(BLOCKS[2], "r", 9),))
    assert [block.text for block, _ in in_order(odd)] == ["a", "b", "c"]


def test_every_sentence_of_a_telling_stands_where_it_says(small_site: SiteFolder) -> None:
    gathered = small_site.gathered()
    inspected = {a["path"]: a["text"] for a in inspect_json(gathered.articles, gathered.stories)["articles"]}
    config = load_config(small_site.root)
    with open_desk(config) as desk:
        told = tellings(config, desk, gathered.stories)
    found = 0

    def walk(value: object) -> None:
        nonlocal found
        if isinstance(value, dict):
            if {"path", "start", "end", "text"} <= set(value):
                assert inspected[value["path"]][value["start"] : value["end"]] == value["text"]
                found += 1
            for item in value.values():
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)

    for telling in told.values():
        walk(telling_json(telling))
    assert found
    assert NOW


def test_the_data_lies_beside_each_story_page(small_site: SiteFolder) -> None:
    output = small_site.build().output()
    pages = [path for path in output if path.startswith("story/") and path.endswith(".html")]
    assert pages
    for path in pages:
        assert json.loads(output[path.removesuffix(".html") + ".json"])["version"] == 1
