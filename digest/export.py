"""The public JSON of `digest stories`, `digest inspect` and `digest story show`: versioned, documented here, pure.

stories   {"version": 1, "stories": [{"id", "slug", "title", "first", "last",
              "articles": [{"path", "id", "title", "outlet", "published"}], "related": [{"id", "score"}]}]}
inspect   {"version": 1, "articles": [{"path", "id", "story",
              "title": {"value", "from", "confidence", "reason": null or a rule and the words that it read},
              "published": the same with "precision", or null,
              "language", "outlet", "byline", "agency", "url": like title, or null,
              "text": the cleaned body: kept body blocks joined by a blank line; all offsets but those said to be of the
              source count in it,
              "dates": [{"text", "role": narrative, label, dateline, quote, caption, slug, metadata, legal or residue,
                  "label": published, modified, line or null, "value": what it says: ISO 8601 cut to what is known,
                  "--07-14" without a year, or null, "weekday": 1 (Monday) to 7 or null, "days_ago": or null,
                  "start": offset in "text" of narrative and quoted ones, or null}],
              "not_before": the latest day that a caption or slug tells, than which the article isn't older, or null,
              "blocks": [{"text", "line", "start": offset of its first character in the decoded source or null, "kind",
                  "credit": of a caption or null, "kept": true or false, "rule": null or its name}],
              "repairs": [{"rule", "before", "after", "line", "start": offset in the decoded source}],
              "evidence": {"rule", "similarity", "terms": [[term, share]], "nearest", "nearest_similarity",
                  "kept_out_by"} or null: why the article stands in its story}]}
telling   {"version": 1, "id", "slug", "headline": {"text", "article", "from"}, "brief": [s], "several": [[s, …]],
              "single": [s], "copies": [{"a": s, "b": s, "words"}], "shares": [{"article", "words", "copied_words"}],
              "quotes": [{"speaker", "role", "verb", "carriers": [s]}],
              "timeline": [{"date", "precision", "expression", "sentence": s}],
              "figures": [{"about", "values": [{"value", "sentence": s}]}],
              "names": [{"name", "kind", "aliases", "mentions": [{"path", "start", "end"}]}]}
          where s is {"path", "start", "end", "text"}: text stands at start:end of the article's "text".

Paths are relative to content/, with forward slashes; an article of a file of many is `archive.jsonl#LINE`. Dates are
ISO 8601 cut to what is known. `version` goes up when a key changes its meaning or goes; new keys may come at any time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from digest import dates
from digest.model import Article, Block, Claim, DateMention, Evidence, Removal, Sentence, Story, Telling

VERSION = 1


def stories_json(stories: Sequence[Story], headlines: Mapping[str, str] | None = None) -> dict[str, Any]:
    """All stories with their articles. `headlines` (by story id) are those of the tellings; else the editor's, else the
    founding article's title stands."""
    return {"version": VERSION, "stories": [_story(story, headlines or {}) for story in stories]}


def _story(story: Story, headlines: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": story.id,
        "slug": story.slug,
        "title": headlines.get(story.id) or title(story),
        "first": story.first,
        "last": story.last,
        "articles": [
            {
                "path": article.path,
                "id": article.id,
                "title": article.title.value,
                "outlet": article.outlet.value if article.outlet else None,
                "published": article.published.value if article.published else None,
            }
            for article in story.articles
        ],
        "related": [{"id": related.id, "score": round(related.score, 4)} for related in story.related],
    }


def title(story: Story) -> str:
    """What a story is called before it is told: the editor's headline, else its founding article's."""
    founder = next((a for a in story.articles if a.id == story.founder_id), story.articles[0])
    return story.title or founder.title.value


def inspect_json(articles: Sequence[Article], stories: Sequence[Story]) -> dict[str, Any]:
    """Articles as the program sees them; `stories` says which each is in."""
    home = {article.id: story.id for story in stories for article in story.articles}
    why = {evidence.article_id: evidence for story in stories for evidence in story.evidence}
    rows = [_article(a, home.get(a.id)) | {"evidence": _evidence(why.get(a.id))} for a in articles]
    return {"version": VERSION, "articles": rows}


def _evidence(evidence: Evidence | None) -> dict[str, Any] | None:
    if evidence is None:
        return None
    return {
        "rule": evidence.rule,
        "similarity": evidence.similarity,
        "terms": [list(term) for term in evidence.terms],
        "nearest": evidence.nearest_id,
        "nearest_similarity": evidence.nearest_similarity,
        "kept_out_by": evidence.kept_out_by,
    }


def _article(article: Article, story_id: str | None) -> dict[str, Any]:
    published = article.published
    bound = dates.not_before(article.mentions)
    return {
        "path": article.path,
        "id": article.id,
        "story": story_id,
        "title": _claim(article.title),
        "published": published and {**(_claim(published) or {}), "precision": published.precision},
        "language": _claim(article.language),
        "outlet": _claim(article.outlet),
        "byline": _claim(article.byline),
        "agency": _claim(article.agency),
        "url": _claim(article.url),
        "text": article.text,
        "dates": [_date(mention) for mention in article.mentions],
        "not_before": bound.isoformat() if bound else None,
        "blocks": [
            {
                "text": block.text,
                "line": block.line,
                "start": block.start,
                "kind": block.kind,
                "credit": block.credit,
                "kept": removal is None,
                "rule": removal.rule if removal else None,
            }
            for block, removal in in_order(article)
        ],
        "repairs": [
            {"rule": e.rule, "before": e.before, "after": e.after, "line": e.line, "start": e.offset}
            for e in article.edits
        ],
    }


def _date(m: DateMention) -> dict[str, Any]:
    return {
        "text": m.text,
        "role": m.role,
        "label": m.label or None,
        "value": known(m),
        "weekday": None if m.weekday is None else m.weekday + 1,
        "days_ago": m.days_ago,
        "start": m.start if m.role in ("narrative", "quote") else None,
    }


def known(m: DateMention) -> str | None:
    """What a mention says of its day by itself, as ISO 8601 cut to what is known; `--07-14` where it leaves out the
    year, None where it names neither year nor month."""
    if m.year is None and m.month is None:
        return None
    value = f"{m.year:04d}" if m.year is not None else "-"
    for part in (m.month, m.day):
        if part is None:
            return value
        value += f"-{part:02d}"
    return value if m.hour is None else f"{value}T{m.hour:02d}:{m.minute or 0:02d}"


def _claim(claim: Claim | None) -> dict[str, Any] | None:
    if claim is None:
        return None
    reason = list(claim.reason) or None
    return {"value": claim.value, "from": claim.origin, "confidence": claim.confidence, "reason": reason}


def in_order(article: Article) -> list[tuple[Block, Removal | None]]:
    """Kept and removed blocks as they stood in the source."""
    removed = {removal.position: removal for removal in article.removals}
    kept = iter(article.kept)
    ordered: list[tuple[Block, Removal | None]] = []
    for position in range(len(article.kept) + len(article.removals)):
        if (removal := removed.pop(position, None)) is not None:
            ordered.append((removal.block, removal))
        elif (block := next(kept, None)) is not None:
            ordered.append((block, None))
    ordered += [(block, None) for block in kept]
    ordered += [(removal.block, removal) for _, removal in sorted(removed.items())]
    return ordered


def telling_json(telling: Telling, story: Story | None = None) -> dict[str, Any]:
    """What a story page says, by address."""
    return {
        "version": VERSION,
        "id": telling.story_id,
        "slug": story.slug if story else None,
        "headline": {
            "text": telling.headline.text,
            "article": telling.headline.article_id,
            "from": telling.headline.origin,
        },
        "brief": _sentences(telling.brief),
        "several": [_sentences(group) for group in telling.several],
        "single": _sentences(telling.single),
        "copies": [{"a": _sentence(c.a), "b": _sentence(c.b), "words": c.words} for c in telling.copies],
        "shares": [{"article": s.article_id, "words": s.words, "copied_words": s.copied_words} for s in telling.shares],
        "quotes": [
            {"speaker": q.speaker, "role": q.role, "verb": q.verb, "carriers": _sentences(q.carriers)}
            for q in telling.quotes
        ],
        "timeline": [
            {"date": d.date, "precision": d.precision, "expression": d.expression, "sentence": _sentence(d.sentence)}
            for d in telling.timeline
        ],
        "figures": [
            {"about": f.about, "values": [{"value": value, "sentence": _sentence(s)} for value, s in f.values]}
            for f in telling.figures
        ],
        "names": [
            {
                "name": n.name,
                "kind": n.kind,
                "aliases": list(n.aliases),
                "mentions": [{"path": m.path, "start": m.start, "end": m.end} for m in n.mentions],
            }
            for n in telling.names
        ],
    }


def _sentences(sentences: Sequence[Sentence]) -> list[dict[str, Any]]:
    return [_sentence(sentence) for sentence in sentences]


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {"path": sentence.path, "start": sentence.start, "end": sentence.end, "text": sentence.text}


def stories_text(stories: Sequence[Story], headlines: Mapping[str, str] | None = None) -> str:
    """The list for people: a line a story, a line an article."""
    lines = []
    for story in sorted(stories, key=lambda s: (s.first or "~", s.id)):
        name = (headlines or {}).get(story.id) or title(story)
        lines.append(f"{story.id}  {story.first or 'undated':<10}  {name}")
        for article in story.articles:
            outlet = f", {article.outlet.value}" if article.outlet else ""
            lines.append(f"    {article.path}{outlet}")
        lines += [f"    {related.relation}: {related.id}" for related in story.related]
    return "".join(f"{line}\n" for line in lines)


def telling_text(telling: Telling, story: Story) -> str:
    """What a story page says, for the terminal: each sentence with its address."""
    lines = [f"{telling.headline.text}", f"{story.id}  {story.slug}  ({telling.headline.origin})"]

    def part(name: str, sentences: Sequence[tuple[str, Sentence]]) -> None:
        if sentences:
            lines.extend(("", name))
            lines.extend(f"  {prefix}{s.text}  [{s.path} {s.start}:{s.end}]" for prefix, s in sentences)

    part("brief", [("", s) for s in telling.brief])
    part("several", [("= " if i else "- ", s) for group in telling.several for i, s in enumerate(group)])
    part("single", [("", s) for s in telling.single])
    part("copies", [(f"{c.words} words {side}: ", s) for c in telling.copies for side, s in (("a", c.a), ("b", c.b))])
    part("quotes", [(f"{q.speaker or '?'}: ", s) for q in telling.quotes for s in q.carriers[:1]])
    part("timeline", [(f"{d.date}: ", d.sentence) for d in telling.timeline])
    part("figures", [(f"{f.about}: {value}: ", s) for f in telling.figures for value, s in f.values])
    return "".join(f"{line}\n" for line in lines)
