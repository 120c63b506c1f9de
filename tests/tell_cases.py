"""Stories for the tests of `tell`: from TOML under tests/cases/tell, and built in place."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from digest.model import BODY_KINDS, Article, Block, Claim, Story, Telling

CASES = Path(__file__).parent / "cases" / "tell"


def article(
    id: str, text: str, *, title: str = "", date: str = "", language: str = "fr", outlet: str = "Le Matin bleu"
) -> Article:
    """An article whose lines are its paragraphs."""
    blocks = tuple(Block(line.strip()) for line in text.split("\n") if line.strip())
    return Article(
        id=id,
        path=f"{id}.txt",
        title=Claim("title", title or (blocks[0].text if blocks else ""), "front matter" if title else "made"),
        kept=blocks,
        text="\n\n".join(b.text for b in blocks if b.kind in BODY_KINDS),
        outlet=Claim("outlet", outlet, "folder"),
        language=Claim("language", language, "text"),
        published=Claim("published", date, "front matter", precision="day") if date else None,
    )


def story(*articles: Article, **fields: Any) -> Story:
    """A story of articles in the order given."""
    return Story(id="s", articles=articles, founder_id=articles[0].id, **fields)


def case_names() -> list[str]:
    return sorted(folder.name for folder in CASES.iterdir() if (folder / "story.toml").is_file())


def load_case(name: str) -> tuple[Story, dict[str, Any]]:
    """The story of a case and what is expected of its telling."""
    table = tomllib.loads((CASES / name / "story.toml").read_text(encoding="utf-8"))
    articles = [article(**row) for row in table["articles"]]
    return story(*articles), table["expect"]


def as_lines(telling: Telling) -> str:
    """A telling as text that can be reviewed in a diff."""
    rows = [f"headline [{telling.headline.article_id}] {telling.headline.text}"]
    rows += [f"brief [{s.article_id}] {s.text}" for s in telling.brief]
    for group in telling.several:
        rows += ["several", *(f"  [{s.article_id}] {s.text}" for s in group)]
    rows += [f"single [{s.article_id}] {s.text}" for s in telling.single]
    for pair in telling.copies:
        rows.append(f"copied {pair.words}")
        for s, marks in ((pair.a, pair.a_marks), (pair.b, pair.b_marks)):
            rows.append(f"  [{s.article_id}] {s.text} | {[s.text[a:b] for a, b in marks]}")
    rows += [f"share {s.article_id} {s.copied_words}/{s.words}" for s in telling.shares]
    for quote in telling.quotes:
        rows.append(f"quote {quote.speaker} | {quote.role} | {quote.verb}")
        rows += [f"  [{s.article_id}] {s.text}" for s in quote.carriers]
    rows += [f"date {d.date} ({d.expression}) [{d.sentence.article_id}] {d.sentence.text}" for d in telling.timeline]
    for figure in telling.figures:
        rows += [f"figure {figure.about}", *(f"  {value} [{s.article_id}]" for value, s in figure.values)]
    rows += [f"name {n.kind} {n.name} {list(n.aliases)} {len(n.mentions)}" for n in telling.names]
    return "\n".join(rows) + "\n"
