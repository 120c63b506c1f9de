"""The public JSON: exactly the documented keys, offsets that hold, blocks in the order of the source."""

from __future__ import annotations

import json

from conftest import NOW, SiteFolder

from digest.build import open_desk, tellings
from digest.config import load_config
from digest.export import in_order, inspect_json, stories_json, stories_text, telling_json, telling_text
from digest.model import Article, Block, Claim, Headline, Removal, Sentence, Story, Telling

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
    data = inspect_json([ARTICLE], [STORY])
    assert data == {
        "version": 1,
        "articles": [
            {
                "path": "x.txt",
                "id": "id1",
                "story": "s1",
                "title": {"value": "T", "from": "made", "confidence": 0.6},
                "published": {"value": "2016-07", "from": "text", "confidence": 0.4, "precision": "month"},
                "language": None,
                "outlet": None,
                "byline": None,
                "agency": None,
                "url": None,
                "text": "b\n\nd\n\ne",
                "blocks": [
                    {"text": "a", "line": 1, "kind": "paragraph", "kept": False, "rule": "nav"},
                    {"text": "b", "line": 2, "kind": "paragraph", "kept": True, "rule": None},
                    {"text": "c", "line": 3, "kind": "paragraph", "kept": False, "rule": "share"},
                    {"text": "d", "line": 4, "kind": "paragraph", "kept": True, "rule": None},
                    {"text": "e", "line": 5, "kind": "paragraph", "kept": True, "rule": None},
                    {"text": "f", "line": 6, "kind": "paragraph", "kept": False, "rule": "legal"},
                ],
            }
        ],
    }
    assert inspect_json([ARTICLE], [])["articles"][0]["story"] is None


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
