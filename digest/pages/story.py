"""A story's page: the parts of its telling in page order, with every sentence linked to where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any

from digest.model import Article, Copied, Page, Quote, Story, Telling
from digest.pages.library import Library
from digest.pages.views import Bar, Card, Chart, Pair, Quoted, Share, Why
from digest.rights import shown
from digest.typography import typeset

BAR_WIDTH, BAR_STEP, BAR_UNIT, TALLEST = 34, 52, 14, 70  # SVG units
MOST_BARS = 16  # days; a longer coverage is counted by month
RELATED_LIMIT = 8
EVIDENCE_TERMS = 8
_ACCENTED = {"a": "aàâäáãå", "c": "cç", "e": "eéèêë", "i": "iîïíì", "n": "nñ", "o": "oôöóòõ", "u": "uùûüú", "y": "yÿ"}
STANDING = {"follows": "follows", "followed by": "followed_by", "related": "related"}  # this story … the other
MOST = {"several": 8, "single": 10, "pairs": 6, "quotes": 12, "unattributed": 4, "timeline": 14, "figures": 5}
"""Rows of a part that a page shows, so that a story of thirty articles stays readable and under 60 KB; the JSON beside
the page has them all. Sources are never cut."""
MOST_NAMES = 16  # of each kind
MOST_EVIDENCE = 12  # articles; each article's own page has its evidence too
MOST_TERMS = 4000  # whose forms are kept at hand: the articles of a story have the same ones
NAME_KINDS = ("person", "organisation", "place", "other")


def story_pages(library: Library) -> Iterator[Page]:
    """One page for each story; a muted one keeps its address but is kept from search engines."""
    for story in library.site.stories:
        yield library.of_story("story page", story, _page)


def _page(library: Library, story: Story) -> Page:
    card = library.card(story)
    telling = library.telling(story)
    parts = _parts(library, story, telling)
    return library.page(
        card.path,
        "story.html",
        title=typeset(card.title, card.lang),
        page_description=typeset(card.brief[0].text, card.brief[0].lang) if card.brief else "",
        noindex=story.muted or library.shell.private,
        feed_path=card.path.removesuffix(".html") if has_feed(story) else "",
        data_path=card.path.removesuffix(".html") + ".json",
        card=card,
        muted=story.muted,
        rationed=any(s.rights in ("extract", "link") for s in card.sources),
        **parts,
    )


def has_feed(story: Story) -> bool:
    """Stories of two dated articles or more have a feed: a lone article has nothing to follow yet."""
    return len(story.articles) > 1 and not story.muted and story.last is not None


def _parts(library: Library, story: Story, telling: Telling) -> dict[str, Any]:
    sources = library.sources(story)
    said = library.said
    named = [q for q in telling.quotes if q.speaker and q.carriers]
    unnamed = [q for q in telling.quotes if not q.speaker and q.carriers]
    names = {
        kind: [n for n in telling.names if n.kind == kind] for kind in ("person", "organisation", "place", "other")
    }
    rows: dict[str, Sequence[Any]] = {
        "several": telling.several,
        "single": telling.single,
        "pairs": sorted(telling.copies, key=_unlikeness),
        "quotes": named,
        "unattributed": unnamed,
        "timeline": telling.timeline,
        "figures": telling.figures,
    }
    evidence = why(library, story)
    cut = {part: found[: MOST[part]] for part, found in rows.items()}
    return {
        "several": tuple(tuple(said(story, s) for s in group) for group in cut["several"]),
        "single": tuple(said(story, s) for s in cut["single"]),
        "pairs": tuple(_pair(library, story, c) for c in cut["pairs"]),
        "shares": tuple(
            Share(sources[c.article_id], c.copied_words, c.words)
            for c in (telling.shares if _is_copied(telling) else ())
            if c.article_id in sources and c.copied_words
        ),
        "quotes": tuple(_quoted(library, story, q) for q in cut["quotes"]),
        "unattributed": tuple(_quoted(library, story, q) for q in cut["unattributed"]),
        "timeline": tuple(
            (day, tuple(said(story, d.sentence) for d in dated))
            for day, dated in groupby(cut["timeline"], key=lambda d: d.date)
        ),
        "figures": tuple((f.about, tuple((v, said(story, s)) for v, s in f.values)) for f in cut["figures"]),
        "names": {kind: tuple(found[:MOST_NAMES]) for kind, found in names.items() if found},
        "hidden": {
            **{part: len(found) - len(cut[part]) for part, found in rows.items()},
            **{kind: max(0, len(found) - MOST_NAMES) for kind, found in names.items()},
        },
        "chart": _chart(story),
        **_neighbours(library, story),
        "why": evidence[:MOST_EVIDENCE],
        "hidden_why": len(evidence) - len(evidence[:MOST_EVIDENCE]),
    }


def _is_copied(telling: Telling) -> bool:
    """Whether one text was reprinted. Shared words alone may be what several quote."""
    return bool(telling.copies) or any(2 * s.copied_words >= s.words for s in telling.shares)


def _quoted(library: Library, story: Story, quote: Quote) -> Quoted:
    """A quotation with the first place of each article that carries it."""
    first = {s.article_id: s for s in reversed(quote.carriers)}
    carriers = tuple(library.said(story, s) for s in quote.carriers if first[s.article_id] is s)
    return Quoted(carriers[0], quote.speaker, quote.role, quote.verb, carriers[1:])


def _pair(library: Library, story: Story, copied: Copied) -> Pair:
    a = library.said(story, copied.a, _pieces(copied.a.text, copied.a_marks))
    b = library.said(story, copied.b, _pieces(copied.b.text, copied.b_marks))
    return Pair(a, b, copied.words)


def _unlikeness(copied: Copied) -> float:
    """Share of both versions that the other lacks: retouches come before sentences that share a run by the way."""
    marked = sum(end - start for start, end in (*copied.a_marks, *copied.b_marks))
    return marked / max(1, len(copied.a.text) + len(copied.b.text))


def _pieces(text: str, marks: tuple[tuple[int, int], ...]) -> tuple[tuple[str, bool], ...]:
    pieces, reached = [], 0
    for start, end in sorted(marks):
        start, end = max(start, reached), min(end, len(text))
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end <= start:
            continue
        if start > reached:
            pieces.append((text[reached:start], False))
        pieces.append((text[start:end], True))
        reached = end
    if reached < len(text):
        pieces.append((text[reached:], False))
    return tuple(pieces)


def _neighbours(library: Library, story: Story) -> dict[str, Any]:
    groups: dict[str, list[Card]] = {"follows": [], "followed_by": [], "related": []}
    for related in story.related[:RELATED_LIMIT]:
        card = library.neighbour(related.id)
        if card is not None:
            groups[STANDING[related.relation]].append(card)
    groups["follows"].sort(key=lambda card: card.last or "", reverse=True)  # from this story outwards
    groups["followed_by"].sort(key=lambda card: (card.first is None, card.first or ""))
    return {"neighbours": {name: tuple(cards) for name, cards in groups.items() if cards}}


def _chart(story: Story) -> Chart | None:
    """Bars of articles per day, or per month where the coverage is long; nothing for a single day."""
    days = sorted(a.day for a in story.articles if a.day)
    if len(set(days)) < 2:
        return None
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    if (last - first).days < MOST_BARS:
        keys = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
        counts = Counter(days)
    else:
        counts = Counter(day[:7] for day in days)
        keys = sorted(counts)[-MOST_BARS:]
    most = max(counts.values())
    unit = max(1, min(BAR_UNIT, TALLEST // most))
    height = min(TALLEST, most * unit) + 16  # the count stands above its bar
    bars = []
    for index, key in enumerate(keys):
        tall = min(counts[key] * unit, TALLEST)
        bars.append(Bar(key, counts[key], index * BAR_STEP, height - tall, BAR_WIDTH, tall))
    return Chart(len(keys) * BAR_STEP, height, tuple(bars), len(story.articles) - len(days))


def why(library: Library, story: Story) -> tuple[Why, ...]:
    """For each article why it stands here and what was done to it, in the story's order. Made once for the pages of a
    story."""
    known = library.made.why
    if story.id not in known:
        known[story.id] = _why(library, story)
    return known[story.id]


def _why(library: Library, story: Story) -> tuple[Why, ...]:
    sources = library.sources(story)
    evidence = {e.article_id: e for e in story.evidence}
    characters = shown(library.telling(story))
    rows = []
    for article in story.articles:
        found = evidence.get(article.id)
        plain = article.text.translate(_PLAIN)
        rows.append(
            Why(
                source=sources[article.id],
                rule=found.rule if found else "",
                similarity=found.similarity if found else None,
                terms=tuple(_as_written(t, article.text, plain) for t, _ in found.terms[:EVIDENCE_TERMS])
                if found
                else (),
                nearest=library.nearest(found.nearest_id) if found and found.nearest_id else None,
                nearest_similarity=found.nearest_similarity if found else None,
                kept_out_by=found.kept_out_by if found else "",
                removals=removal_counts(article),
                shown=characters.get(article.id, 0) / max(1, len(article.text)),
            )
        )
    return tuple(rows)


def _as_written(term: str, text: str, plain: str) -> str:
    """A term of the evidence, which may be a stem without accents, as the first word of the text that it stands for.
    `plain` is the text without capitals and accents."""
    if not (term.isascii() and term.isalnum()):
        found = _written(term).search(text)
        return found[0] if found else term
    at = plain.find(term.lower())
    while at > 0 and _WORD.match(text, at - 1):
        at = plain.find(term.lower(), at + 1)
    word = _WORD.match(text, at) if at >= 0 else None
    return word[0] if word else term


@lru_cache(MOST_TERMS)
def _written(term: str) -> re.Pattern[str]:
    letters = "".join(f"[{_ACCENTED[c]}]" if c in _ACCENTED else re.escape(c) for c in term)
    return re.compile(rf"(?<!\w){letters}\w*", re.IGNORECASE)


class _Plain(dict[int, str]):
    """Each character's plain form, one character too, worked out when it is first met: `_written` sees no difference
    between the two."""

    def __missing__(self, code: int) -> str:
        lowered = _OTHER_CASES.get(chr(code)) or chr(code).lower()
        self[code] = next((c for c, accented in _ACCENTED.items() if lowered in accented), lowered)
        return self[code]


_PLAIN = _Plain()
_OTHER_CASES = {"İ": "i", "ı": "i", "ſ": "s"}
_WORD = re.compile(r"\w+")


def removal_counts(article: Article) -> tuple[tuple[str, int], ...]:
    """Rules that took something out of an article, most active first."""
    counts = Counter(removal.rule for removal in article.removals)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
