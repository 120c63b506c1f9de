"""Lines that recur in unrelated articles of one outlet. They are evidence against a line, never a reason alone.

"Seen twice on the site" is a trap: outlets publish a story twice, and then body lines recur. So only articles that
share no more than a sixth of their words in sequence count, and three of them at least."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from digest.model import Document

FEWEST_ARTICLES = 3  # unrelated ones
MOST_SHARED = 0.15  # of an article's word sequences; more is the same story
LONGEST_LINE = 200  # characters
SEQUENCE = 4  # words
MOST_SEQUENCES = 400  # of one article that are compared


def recurring_lines(documents: Sequence[Document]) -> Mapping[str, frozenset[str]]:
    """Path → those of its lines that recur. Documents without an outlet's claim form no site and give nothing."""
    sites: dict[str, list[Document]] = defaultdict(list)
    for document in sorted(documents, key=lambda d: d.path):
        outlet = document.claim("outlet")
        if outlet is not None:
            sites[outlet.value.casefold()].append(document)
    found: dict[str, frozenset[str]] = {}
    for name in sorted(sites):
        found.update(_of_site(sites[name]))
    return found


def _of_site(documents: Sequence[Document]) -> dict[str, frozenset[str]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for i, document in enumerate(documents):
        for text in {block.text.strip() for block in document.blocks}:
            if 0 < len(text) <= LONGEST_LINE:
                holders[text].append(i)
    shared = {text: ids for text, ids in holders.items() if len(ids) >= FEWEST_ARTICLES}
    sequences = [_sequences(d, shared) for d in documents] if shared else []
    recurs = {text for text, ids in shared.items() if _unrelated(sorted(ids), sequences)}
    return {d.path: frozenset(text for text in (b.text.strip() for b in d.blocks) if text in recurs) for d in documents}


def _sequences(document: Document, shared: Mapping[str, list[int]]) -> frozenset[tuple[str, ...]]:
    words: list[str] = []
    for block in document.blocks:
        if block.text.strip() not in shared:
            words += block.text.split()
        if len(words) > MOST_SEQUENCES:
            break
    return frozenset(tuple(words[i : i + SEQUENCE]) for i in range(min(len(words), MOST_SEQUENCES) - SEQUENCE + 1))


def _unrelated(ids: Sequence[int], sequences: Sequence[frozenset[tuple[str, ...]]]) -> bool:
    """Whether at least FEWEST_ARTICLES of these articles are unrelated to one another, taken greedily in order."""
    chosen: list[int] = []
    for i in ids[:40]:
        if all(
            len(sequences[i] & sequences[j]) <= MOST_SHARED * max(1, min(len(sequences[i]), len(sequences[j])))
            for j in chosen
        ):
            chosen.append(i)
            if len(chosen) >= FEWEST_ARTICLES:
                return True
    return False
