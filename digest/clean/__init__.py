"""Document → Article: characters repaired, page furniture taken out, kinds, title and provenance settled.

A rule is a line in `rules.RULES`, its wording a line in tables/words_*.toml, the classifier's weights a table that
tests/quality/train_lines.py writes. `digest inspect` shows every decision with its name."""

from __future__ import annotations

from collections.abc import Sequence

from digest.clean import assemble, editor, judge, kinds, metadata, openings, provenance
from digest.clean.line import Line, lines_of
from digest.clean.options import Options
from digest.clean.recurring import recurring_lines
from digest.model import BODY_KINDS, Article, ArticleDecision, Block, Document, Kind, Removal

__all__ = ["Options", "clean", "recurring_lines"]


def clean(
    document: Document,
    options: Options,
    *,
    recurring: frozenset[str] = frozenset(),
    decision: ArticleDecision | None = None,
) -> Article:
    """What a reader calls an article. Every block is kept or removed under a rule's name; no text is added."""
    blocks, edits, residue, taken = assemble.repaired(document)
    lines = lines_of(blocks)
    outlet = provenance.outlet(document, options)
    judged = [line for line, rule in zip(lines, taken, strict=True) if not rule] if document.removals else lines
    verdicts = judge.verdicts(judged, document.format, options, recurring)
    if document.removals:
        verdicts = verdicts.among(taken)
    settled = editor.apply(lines, verdicts.rules, assemble.recipes_for(outlet, options), decision)
    stays = [i for i, rule in enumerate(settled) if not rule]
    kept = [lines[i] for i in stays]
    language = document.claim("language")
    code = language.value if language else "und"
    found = None if verdicts.titles.at is None else lines[verdicts.titles.at]
    heading, carried = assemble.headline(document, judged, found, [line.block for line in kept], code)
    titles = verdicts.titles.all | verdicts.titles.echoes if heading.origin == "text" else frozenset()
    below = [settled[i + 1] if i + 1 < len(settled) else "" for i in stays]
    split = openings.split(kinds.assign(kept, carried, [i in titles for i in stays], below))
    assigned = [block for blocks in split for block in blocks]
    text = "\n\n".join(b.text for b in assigned if b.kind in BODY_KINDS)
    given = {name for name, value in decision.values if value} if decision else set()
    problems = tuple(problem for problem in document.problems if problem.about not in given)
    if verdicts.spared:
        problems += (assemble.spared(document.path, verdicts.spared, options),)
    article = Article(
        id=assemble.article_id(document, heading.value, text),
        path=document.path,
        title=heading,
        outlet=outlet,
        kept=tuple(assigned),
        text=text,
        url=document.claim("url"),
        removals=tuple(_removals(lines, settled, verdicts, split, residue)),
        edits=tuple(edits),
        problems=problems,
        format=document.format,
        fallback=document.fallback,
    )
    timeless = frozenset([line.text for line in lines if line.is_timeless()])
    return metadata.completed(article, document, options, decision, timeless)


def _removals(
    lines: Sequence[Line],
    settled: Sequence[str],
    verdicts: judge.Verdicts,
    split: Sequence[tuple[Block, ...]],
    residue: Sequence[Block],
) -> list[Removal]:
    """What was taken out, each at its place among all blocks. `split` are the kept lines' blocks, `residue` stood above
    the first."""
    removals = [Removal(block, "crawl_prefix", i) for i, block in enumerate(residue)]
    position, pieces = len(residue), iter(split)
    for line, rule, score in zip(lines, settled, verdicts.scores, strict=True):
        if rule:
            removals.append(Removal(_kind_of_removed(line.block, rule), rule, position, score))
        position += 1 if rule else len(next(pieces))
    return removals


def _kind_of_removed(block: Block, rule: str) -> Block:
    """What a removed line was, where its rule knows."""
    kind = KIND_OF_REMOVED.get(rule)
    return kinds.of_kind(block, kind) if kind and block.kind == "paragraph" else block


KIND_OF_REMOVED: dict[str, Kind] = {
    "byline_line": "byline",
    "date_label": "dateline",
    "doubled_caption": "caption",
    "alt_text": "caption",
}
