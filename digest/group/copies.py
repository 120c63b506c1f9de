"""Copies within a story: articles that carry one text, and runs of words that two articles share.

Agency copy must not count as two sources that agree. Words are compared without case, accents and typography."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from digest import text as strings
from digest.group.terms import is_break, tokens, word_places
from digest.model import Article, Passage

RUN_WORDS = 7  # shorter runs are set phrases and titles of office
SAME_TEXT_SHARE = 0.8  # of the words of the shorter article, for both to be one text
SAME_TEXT_LENGTHS = 0.6  # the shorter one has at least this share of the words of the longer, which else says more
SHORTEST_TEXT_WORDS = 8
MOST_EARLIER = 40  # articles that hold one run: the text of a statement that everyone prints


MOST_TOKENS = 100_000  # remembered: the vocabulary of an archive


class _Folded(dict[str, str | None]):
    """Token → how it is compared, found when first asked for; None for what ends a sentence."""

    def __missing__(self, token: str) -> str | None:
        if len(self) >= MOST_TOKENS:
            self.clear()
        found = self[token] = None if is_break(token) else strings.fold(token)
        return found


@cache
def _folded() -> Mapping[str, str | None]:
    return _Folded()


class Words:
    """An article's words; `places` says where they stand."""

    def __init__(self, article: Article) -> None:
        self._text = article.text
        known = _folded()
        self.words = [word for token in tokens(article.text) if (word := known[token]) is not None]

    def places(self) -> list[tuple[int, int]]:
        """Offsets at which each word starts and ends."""
        return word_places(self._text)


def passages(articles: Sequence[Article], texts: Sequence[Words]) -> tuple[Passage, ...]:
    """Longest runs of RUN_WORDS words and more that two articles share, by article and place. `texts` are theirs."""
    several = _in_several(texts)
    if not several:
        return ()
    places = cache(lambda n: texts[n].places())  # of the few that share something
    seen: dict[Run, list[tuple[int, int]]] = defaultdict(list)
    found: list[Passage] = []
    for b, text in enumerate(texts):
        reached: dict[int, int] = {}  # other article → word of this one up to which its runs go
        runs = [(i, run) for i, run in enumerate(_runs(text)) if run in several]
        for i, run in runs:
            for a, j in seen.get(run, ()):
                if reached.get(a, 0) <= i:
                    length = _length(texts[a].words, j, text.words, i)
                    reached[a] = i + length
                    spans = [(places(n)[word][0], places(n)[word + length - 1][1]) for n, word in ((a, j), (b, i))]
                    found.append(Passage(articles[a].id, *spans[0], articles[b].id, *spans[1], length))
        for i, run in runs:
            held = seen[run]
            if len(held) < MOST_EARLIER and (not held or held[-1][0] != b):
                held.append((b, i))
    return tuple(sorted(found, key=lambda p: (p.a_id, p.a_start, p.b_id, p.b_start, p.words)))


Run = tuple[str, ...]
"""RUN_WORDS words that follow each other."""


def _runs(text: Words) -> Iterator[Run]:
    return zip(*(text.words[i:] for i in range(RUN_WORDS)), strict=False)


def _in_several(texts: Sequence[Words]) -> set[Run]:
    """Runs of more than one text: few, and none in most stories."""
    all_runs: set[Run] = set()
    several: set[Run] = set()
    for text in texts:
        runs = set(_runs(text))
        several |= all_runs & runs
        all_runs |= runs
    return several


def _length(a: Sequence[str], j: int, b: Sequence[str], i: int) -> int:
    length = RUN_WORDS
    while j + length < len(a) and i + length < len(b) and a[j + length] == b[i + length]:
        length += 1
    return length


def same_text(
    articles: Sequence[Article], texts: Sequence[Words], shared: Sequence[Passage]
) -> tuple[tuple[str, ...], ...]:
    """Groups of ids of articles that carry one text: most words of the shorter stand in the longer, in runs."""
    counts = {a.id: len(text.words) for a, text in zip(articles, texts, strict=True)}
    words: dict[tuple[str, str], int] = defaultdict(int)
    for passage in shared:
        words[passage.a_id, passage.b_id] += passage.words
    leader = {a.id: a.id for a in articles}
    whole: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for article, text in zip(articles, texts, strict=True):  # too short for runs: the same words, or not
        if SHORTEST_TEXT_WORDS <= counts[article.id] < 3 * RUN_WORDS:
            whole[tuple(text.words)].append(article.id)
    pairs = [(ids[0], other) for ids in whole.values() for other in ids[1:]]
    for (a, b), run_words in words.items():
        shorter, longer = sorted((counts[a], counts[b]))
        if run_words >= SAME_TEXT_SHARE * shorter and shorter >= SAME_TEXT_LENGTHS * longer:
            pairs.append((a, b))
    for a, b in sorted(pairs):
        first, second = sorted((_leader(leader, a), _leader(leader, b)))
        leader[second] = first
    groups: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        groups[_leader(leader, article.id)].append(article.id)
    return tuple(sorted(tuple(ids) for ids in groups.values() if len(ids) > 1))


def _leader(leader: dict[str, str], article_id: str) -> str:
    while leader[article_id] != article_id:
        article_id = leader[article_id]
    return article_id
