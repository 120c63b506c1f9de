"""How much of an article may be shown. `edition` rations every telling by it, `pages` cuts the articles themselves.

full and private: everything. link: title, outlet, date and address, no sentence. extract: on the story's page no more
than a measured share of the article; on the article's own page its beginning, `EXTRACT_CHARACTERS`, and the very
passages that the story's page shows, so that each link there lands on its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from digest.model import Article, Copied, Dated, Figure, OutletInfo, Quote, Rights, Sentence, Story, Telling
from digest.sentences import first_sentences

EXTRACT_CHARACTERS = 300  # the usual reading of a "very short extract"; product research, section 6
EXTRACT_SENTENCES = 2
STORY_SHARE = 1 / 3
"""Of an article's characters on its story's page, all parts together, each sentence counted once. No law gives a
figure; under a fifth, a page of five articles loses its quotes and comparisons. `share` in digest.toml lowers it."""


def rights_of(article: Article, site_rights: Rights, outlets: Mapping[str, OutletInfo]) -> Rights:
    """The surest word on it: the article's own, its outlet's, the site's."""
    if article.rights:
        return article.rights
    outlet = outlets.get(article.outlet.value) if article.outlet else None
    return outlet.rights if outlet and outlet.rights else site_rights


def shows_everything(rights: Rights) -> bool:
    """Whether the article's page carries its whole text."""
    return rights in ("full", "private")


def extract(text: str, language: str) -> str:
    """The first two sentences, or what fits of them into 300 characters; a longer first one is cut at a word."""
    kept = ""
    for start, end in first_sentences(text, language, EXTRACT_SENTENCES):
        longer = " ".join(f"{kept} {text[start:end]}".split())
        if len(longer) > EXTRACT_CHARACTERS:
            break
        kept = longer
    flat = " ".join(text.split())
    if kept or len(flat) <= EXTRACT_CHARACTERS:
        return kept or flat
    cut = flat[: EXTRACT_CHARACTERS - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:") + "…"


@dataclass
class _Purse:
    """What may still be shown of each article of one story. A position that is shown twice is paid once."""

    left: dict[str, float]
    paid: dict[str, set[int]]

    def affords(self, sentences: Iterable[Sentence]) -> bool:
        """Pays for all of them, or for none."""
        new: dict[str, set[int]] = {}
        for sentence in sentences:
            positions = new.setdefault(sentence.article_id, set())
            positions.update(range(sentence.start, sentence.end))
            positions -= self.paid.get(sentence.article_id, set())
        if any(len(positions) > self.left.get(i, 0.0) for i, positions in new.items() if positions):
            return False
        for article_id, positions in new.items():
            self.left[article_id] = self.left.get(article_id, 0.0) - len(positions)
            self.paid.setdefault(article_id, set()).update(positions)
        return True


def allowance(article: Article, rights: Rights, share: float = STORY_SHARE) -> float:
    """Characters of an article that its story's page may show."""
    if shows_everything(rights):
        return float("inf")
    if rights == "link":
        return 0.0
    return max(float(EXTRACT_CHARACTERS), len(article.text) * share)


def ration(
    telling: Telling, story: Story, site_rights: Rights, outlets: Mapping[str, OutletInfo], share: float = STORY_SHARE
) -> Telling:
    """The telling less what the rights forbid. The brief spends first, then one item of each part in turn, so that a
    rationed page still compares, quotes and dates."""
    rights = {a.id: rights_of(a, site_rights, outlets) for a in story.articles}
    if all(shows_everything(r) for r in rights.values()):
        return telling
    purse = _Purse({a.id: allowance(a, rights[a.id], share) for a in story.articles}, {})
    brief = tuple(s for s in telling.brief if purse.affords((s,)))
    parts: dict[str, list[Any]] = {name: [] for name in _TURNS}
    for turn in range(max(len(getattr(telling, name)) for name in _TURNS)):
        for name, afford in _TURNS.items():
            items = getattr(telling, name)
            item = afford(items[turn], purse) if turn < len(items) else None
            if item is not None:
                parts[name].append(item)
    rationed: dict[str, Any] = {name: tuple(items) for name, items in parts.items()}
    return replace(telling, brief=brief, **rationed)


def _affordable_sentence(sentence: Sentence, purse: _Purse) -> Sentence | None:
    return sentence if purse.affords((sentence,)) else None


def _affordable_group(group: tuple[Sentence, ...], purse: _Purse) -> tuple[Sentence, ...] | None:
    return group if purse.affords(group) else None


def _affordable_pair(pair: Copied, purse: _Purse) -> Copied | None:
    return pair if purse.affords((pair.a, pair.b)) else None


def _affordable_date(dated: Dated, purse: _Purse) -> Dated | None:
    return dated if purse.affords((dated.sentence,)) else None


def _affordable_quote(quote: Quote, purse: _Purse) -> Quote | None:
    carriers = tuple(s for s in quote.carriers if purse.affords((s,)))
    return replace(quote, carriers=carriers) if carriers else None


def _affordable_figure(figure: Figure, purse: _Purse) -> Figure | None:
    values = tuple((value, s) for value, s in figure.values if purse.affords((s,)))
    return replace(figure, values=values) if len(values) >= min(2, len(figure.values)) else None


_TURNS: dict[str, Callable[[Any, _Purse], Any]] = {
    "several": _affordable_group,
    "single": _affordable_sentence,
    "quotes": _affordable_quote,
    "timeline": _affordable_date,
    "figures": _affordable_figure,
    "copies": _affordable_pair,
}
"""Parts of a telling in the order in which they take turns."""


def shown(telling: Telling) -> dict[str, int]:
    """Characters that a telling shows of each article, each position counted once."""
    return {i: sum(end - start for start, end in spans) for i, spans in shown_spans(telling).items()}


def shown_spans(telling: Telling) -> dict[str, tuple[tuple[int, int], ...]]:
    """Where those characters stand, by article id: offsets into its text, in order, overlaps joined."""
    spans: dict[str, set[tuple[int, int]]] = {}
    for sentence in sentences(telling):
        spans.setdefault(sentence.article_id, set()).add((sentence.start, sentence.end))
    return {article_id: joined(found) for article_id, found in sorted(spans.items())}


def joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans in order, those that touch or overlap made one."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return tuple(whole)


def opening(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Spans of the first whole sentences that an extract shows; none where the first one alone is too long."""
    spans: list[tuple[int, int]] = []
    for start, end in first_sentences(text, language, EXTRACT_SENTENCES):
        if sum(b - a for a, b in spans) + end - start > EXTRACT_CHARACTERS:
            break
        spans.append((start, end))
    return tuple(spans)


def sentences(telling: Telling) -> tuple[Sentence, ...]:
    """Every sentence of a telling, in page order."""
    return (
        *telling.brief,
        *(s for group in telling.several for s in group),
        *telling.single,
        *(s for c in telling.copies for s in (c.a, c.b)),
        *(s for q in telling.quotes for s in q.carriers),
        *(d.sentence for d in telling.timeline),
        *(s for f in telling.figures for _, s in f.values),
    )
