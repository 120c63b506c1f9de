"""Labelled corpora as articles, and the scores of `group` on them. Shared by test_grouping and compare_grouping."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import bcubed

from digest import embedding
from digest.group import NO_EMBEDDING, Embedding, group
from digest.ledger import Ledger, settle
from digest.model import Article, Block, Claim, Story

DATA = Path(__file__).parents[2] / ".." / "shared" / "data" / "grouping"
SEEDS = Path(__file__).parents[2] / ".." / "shared" / "seeds"
SETS = ("frday", "rpm2", "basil", "g5w1h", "ecbplus", "cstnews")
WINDOWS = ("august", "october")
"""Two days each of frstream that somebody else grouped, with the same conventions as frday but one by one and without
seeing any grouping: french_windows.json has the ids of their stories. No constant was chosen on them."""

Record = Mapping[str, Any]


def records(name: str) -> list[Record]:
    """Lines of a corpus."""
    if name == "frstream":
        with gzip.open(DATA / "frstream.jsonl.gz", "rt", encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def window(name: str) -> list[Record]:
    """The items of some days of the stream with their stories; what stands in none is a story by itself."""
    known = json.loads((Path(__file__).parent / "french_windows.json").read_text(encoding="utf-8"))[name]
    story_of = {id_: story for story, ids in known["stories"].items() for id_ in ids}
    rows = [row for row in records("frstream") if row["date"][:10] in known["days"]]
    return [{**row, "story": story_of.get(row["id"], row["id"])} for row in rows]


def article(record: Record, language: str | None = None) -> Article:
    """A record as `clean` would hand it over: a day that no calendar has is no date."""
    day = (record.get("date") or "")[:10]
    try:
        date.fromisoformat(day)
    except ValueError:
        day = ""
    text = record["text"] or ""
    return Article(
        id=record["id"],
        path=f"{record['id']}.txt",
        title=Claim("title", record["title"], "page metadata"),
        kept=(Block(text),),
        text=text,
        outlet=Claim("outlet", record["source"], "page metadata") if record.get("source") else None,
        language=Claim("language", language or record["lang"], "text"),
        published=Claim("published", day, "page metadata", precision="day") if day else None,
    )


def stories(
    rows: Iterable[Record], language: str | None = None, embedded: Embedding = NO_EMBEDDING
) -> tuple[Story, ...]:
    """The stories of some records."""
    return group([article(r, language) for r in rows], embedding=embedded).stories


@cache
def embedding_of(title: str) -> bytes:
    """What a title means, by the multilingual extra."""
    return embedding.embed(title)


EXTRA = Embedding(embedding.LANGUAGES, lambda article: embedding_of(article.title.value))


def by_article(found: Sequence[Story]) -> dict[str, str]:
    """Article id → story id."""
    return {a.id: story.id for story in found for a in story.articles}


def scores(rows: Sequence[Record], language: str | None = None) -> bcubed.Scores:
    """Scores of the grouping of some records."""
    return bcubed.score(by_article(stories(rows, language)), {r["id"]: r["story"] for r in rows})


def bilingual(rows: Sequence[Record], embedded: Embedding = NO_EMBEDDING) -> tuple[int, int, float]:
    """Stories told in French and in English, how many of them were joined, and the precision of pairs across."""
    found = by_article(stories(rows, embedded=embedded))
    told = Counter((r["story"], r["lang"]) for r in rows)
    held = Counter((found[r["id"]], r["lang"]) for r in rows)
    cells = Counter((found[r["id"]], r["story"], r["lang"]) for r in rows)
    right = {(k, s): n * cells[k, s, "en"] for (k, s, lang), n in cells.items() if lang == "fr" and cells[k, s, "en"]}
    pairs = sum(held[k, "fr"] * held[k, "en"] for k in set(found.values()))
    both = [s for s in {r["story"] for r in rows} if told[s, "fr"] and told[s, "en"]]
    return len(both), len({s for _, s in right}), sum(right.values()) / (pairs or 1)


def stability(rows: Sequence[Record], seed: int = 4) -> tuple[float, float, float]:
    """When half of the last day is added, as two builds with one lock have it: share of stories that keep their id, of
    articles that stay in theirs, and BCubed F of what the second build says."""
    last = max(r["date"] for r in rows)
    day = sorted((r for r in rows if r["date"] == last), key=lambda r: str(r["id"]))
    random.Random(seed).shuffle(day)
    first_half = [r for r in rows if r["date"] != last] + day[: len(day) // 2]
    earlier, locked = settle(stories(first_half), Ledger(), None)
    present = [article(r) for r in rows]
    found = group(present, known=locked.founders({a.id for a in present}), published=locked.published()).stories
    before, after = by_article(earlier), by_article(settle(found, locked, None)[0])
    ids = set(before.values())
    kept = len(ids & set(after.values())) / len(ids)
    stayed = sum(after[a] == s for a, s in before.items()) / len(before)
    return kept, stayed, bcubed.score(after, {r["id"]: r["story"] for r in rows}).f


def syllables(record: Record) -> dict[str, Any]:
    """A record in a made-up language that writes its words in pieces of three letters. There is no table of it."""
    return {**record, "title": _cut(record["title"]), "text": _cut(record["text"] or "")}


def unspaced(record: Record) -> dict[str, Any]:
    """A record in a made-up language that writes a sign for three letters, and no spaces between words."""
    return {**record, "title": _signs(record["title"]), "text": _signs(record["text"] or "")}


def _signs(text: str) -> str:
    signed = re.sub(r"[^\W\d_]{1,3}", lambda m: chr(0x4E00 + crc32(m[0].lower().encode()) % 2500), text)
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", signed)


def _cut(text: str) -> str:
    return " ".join(
        " ".join(word[i : i + 3] for i in range(0, len(word), 3)) if word.isalpha() else word for word in text.split()
    )
