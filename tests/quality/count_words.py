"""Builds digest/group/tables: how usual each term is, language by language.

    python tests/quality/count_words.py

Two sources are blended: the frequency lists of the package `wordfreq` (pip install wordfreq; CC BY-SA 4.0, see
digest/group/tables/NOTICE), and counts over news texts in ../shared/data. Only counts are kept, never text. Days and
sets that grouping is measured on are left out of the counts: 8 to 11 September 2025, and every labelled set.

A table holds, for idf levels 0, 1, 2 … in steps of STEP, one line of terms. idf = -ln(share of passages of 60 words
that hold the term). A term that isn't in the table is rarer than all of those in it."""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
SHARED = ROOT / ".." / "shared" / "data"

from digest.group import terms  # noqa: E402

TABLES = ROOT / "digest" / "group" / "tables"
PASSAGE_WORDS = 60
STEP = 0.1
RAREST = 9.5  # idf above which a term is left out
PRIOR_PASSAGES = 6000  # weight of wordfreq beside counted passages
LONGEST_TABLE = 26_000  # terms; the rarest beyond it are left out
MEASURED_DAYS = frozenset(f"2025-09-{day:02d}" for day in (8, 9, 10, 11))
LANGUAGES = (
    "ar bg bn ca cs da de el en es fa fi fil fr he hi hu id is it ja ko lt lv mk ms nb nl pl pt ro ru sh sk sl sv ta tr"
    " uk ur zh"
)


def news_texts(language: str) -> Iterator[str]:
    """Texts that may be counted."""
    with gzip.open(SHARED / "cleaning" / "lines.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["lang"] == language and record["gold"]:
                yield f"{record['title'] or ''}\n{record['gold']}"
    if language == "fr":
        with gzip.open(SHARED / "grouping" / "frstream.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                if record["date"] not in MEASURED_DAYS:
                    yield f"{record['title']}\n{record['text']}"


def passages(text: str, language: str) -> Iterator[set[str]]:
    """The terms of each run of about 60 words."""
    held: set[str] = set()
    count = 0
    for token in terms.tokens(text):
        if terms.is_break(token):
            continue
        found = terms.terms_of(token, language)
        held.update(t for t in found if not t.startswith("#"))
        count += len(found)
        if count >= PASSAGE_WORDS:
            yield held
            held, count = set(), 0
    if count >= PASSAGE_WORDS // 3:
        yield held


def listed(language: str) -> dict[str, float]:
    """Share of passages that hold a term, as the list of single words lets expect."""
    import wordfreq

    per_word: Counter[str] = Counter()
    for word, frequency in wordfreq.get_frequency_dict(language, wordlist="best").items():
        for token in terms.tokens(word):
            for term in terms.terms_of(token, language):
                if not term.startswith("#"):
                    per_word[term] += frequency
    # 0.8: words of a passage repeat each other, so a term's occurrences fall into fewer passages than chance has it
    return {t: 1 - math.exp(-PASSAGE_WORDS * 0.8 * f) for t, f in per_word.items()}


def shares(language: str) -> dict[str, float]:
    """Both sources in one: the list weighs as much as PRIOR_PASSAGES passages."""
    prior = listed(language)
    counted: Counter[str] = Counter()
    total = 0
    for text in news_texts(language):
        for held in passages(text, language):
            counted.update(held)
            total += 1
    print(language, total, "passages,", len(prior), "listed terms", file=sys.stderr)
    return {
        term: (counted[term] + PRIOR_PASSAGES * prior.get(term, 0.0)) / (total + PRIOR_PASSAGES)
        for term in counted.keys() | prior.keys()
    }


def table(language: str) -> str:
    """The table's text."""
    by_share = sorted(((s, t) for t, s in shares(language).items() if s > 0), key=lambda p: (-p[0], p[1]))
    levels: dict[int, list[str]] = {}
    for share, term in by_share[:LONGEST_TABLE]:
        idf = -math.log(share)
        if idf <= RAREST:
            levels.setdefault(round(idf / STEP), []).append(term)
    return "\n".join(" ".join(sorted(levels.get(level, ()))) for level in range(max(levels) + 1)) + "\n"


def main() -> None:
    """Writes every table, or those of the languages named."""
    TABLES.mkdir(exist_ok=True)
    for language in sys.argv[1:] or LANGUAGES.split():
        data = gzip.compress(table(language).encode(), 9, mtime=0)
        (TABLES / f"{language}.txt.gz").write_bytes(data)
        print(language, len(data), "bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
