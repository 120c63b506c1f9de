"""The line classifier: signed, weighted evidence that a line is page furniture, from its shape and its surroundings.

`features` measures, `scores` sums. The weights stand in tables/line_weights.toml, one readable number for each feature
in log-odds: positive speaks for furniture. tests/quality/train_lines.py writes them from labelled lines. The sum is
made
twice: the first sum sees shape and the prose around, the second also the first sums of the neighbours.

Features must be cheap (800 articles a second on one core) and blind to language, save for the lists of little words."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from operator import itemgetter, mul
from typing import Any

from digest import tables
from digest.clean.core import core
from digest.clean.line import Line

LONG_PROSE = 100  # weight from which a sentence-like line counts as the body's
_CLOCK = re.compile(r"\b[0-2]?\d(?::|h| h )[0-5]\d\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DIGIT = re.compile(r"\d")
_FIRST = itemgetter(0)
_TOKEN = re.compile(r"[^\W\d_]+'?")
_LETTERS = re.compile(r"\w+'?")  # the same, and quicker, where there are no digits
_QUOTES = re.compile('["“”«»„]')
_SEPARATORS = ("|", "›", "·", "•", "▪", "//", " / ")
_STARTS = frozenset(">»›•·▪►→+-–—*|([")
_STOPS = frozenset(">»›→+…|")
_NUMBERED = re.compile(r"\d{1,2}[.)] ")


def names() -> tuple[str, ...]:
    """Names of the features in the order of `features`' columns."""
    return _SHAPE + _CONTEXT


def second_names() -> tuple[str, ...]:
    return _SECOND


_SHAPE = (
    "words_1", "words_2", "words_3_4", "words_5_7", "words_8_11", "words_12_19", "words_20_39", "words_40",
    "length", "ends_stop", "ends_question", "ends_colon", "ends_ellipsis", "ends_comma", "two_sentences", "commas",
    "quotes", "starts_lower", "starts_digit", "edge_mark", "separator", "clock", "year", "digits", "capitals",
    "capital_words", "all_capitals", "little_words", "no_little_words", "reader", "reader_in_prose", "web_words",
    "address", "sign", "repeated", "stop_times_length", "section_name",
)  # fmt: skip
_CONTEXT = (
    "body_words", "no_body_words", "before_body", "after_body", "share_before_small", "share_after_small", "inside",
    "prose_above_1", "prose_above_2", "prose_above_3_5", "prose_above_6_12", "prose_above_none",
    "prose_below_1", "prose_below_2", "prose_below_3_5", "prose_below_6_12", "prose_below_none",
    "between_prose", "density_3", "density_8", "run_1", "run_2", "run_3_5", "run_6_12", "run_13",
    "short_above", "short_below", "furniture_above", "furniture_below", "furniture_near", "same_start", "after_colon",
    "above_title", "title_to_body", "is_title", "first_prose", "prose_page",
    "title_words", "alone", "alone_and_single",
)  # fmt: skip
_SECOND = (
    "first_sum", "sum_above", "sum_below", "sum_near_2", "sum_near_5", "kept_before", "kept_after", "kept_inside",
    "gone_around", "kept_around", "long_and_kept", "edge_run",
    "in_core", "core_edge", "near_core", "far_before_core", "far_after_core", "long_far", "core_share", "core_short",
)  # fmt: skip


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = tables.read_toml("clean/tables/vocabulary.toml")
    web = frozenset(table["web"].split())
    return frozenset(table["little"].split()), frozenset(table["reader"].split()), web


class _Marks(dict[str, int]):
    """What a token counts for, learnt when it is first met: little words in the lowest digits of a number with base
    `_BASE`, words to the reader in the next, words of the web above. So one sum over a line counts all three."""

    def __missing__(self, token: str) -> int:
        little, reader, web = _vocabulary()
        is_web = len(token) > 2 and any(token[:size] in web for size in (len(token), 7, 6, 5))
        if len(self) >= _MOST_MARKS:
            self.clear()
        self[token] = mark = (token in little) + _BASE * (token in reader) + _BASE * _BASE * is_web
        return mark


_BASE = 1000  # more than the tokens of a line
_MOST_MARKS = 50_000  # tokens remembered
_mark = _Marks().__getitem__


def _shape(line: Line, repeats: int) -> list[float]:
    low, text, words = line.low, line.head, line.words
    figures = bool(_DIGIT.search(text))
    tokens = (_TOKEN if figures or "_" in low else _LETTERS).findall(low)
    count = len(tokens) or 1
    rest, littles = divmod(sum(map(_mark, tokens)), _BASE)
    webs, readers = divmod(rest, _BASE)
    quoted = bool(_QUOTES.search(text))
    readers = 0 if quoted else readers
    rawwords = text.split()
    capital_words = sum(map(str.isupper, map(_FIRST, rawwords)))
    last = text[-1]
    ends = line.ends
    size = math.log1p(line.weight)
    digits = len(_DIGIT.findall(text, 0, 80)) / min(line.length, 80) if figures else 0.0
    bins = bisect_left((1, 2, 4, 7, 11, 19, 39), words)
    row: list[float] = [0.0] * 8
    row[bins] = 1.0
    row += [
        size,
        ends and last not in "?!…",
        ends and last in "?!",
        last == ":",
        text.endswith(("…", "...")),
        last == ",",
        ". " in text[:-1] or "。" in text[:-1],
        min(4, text.count(",") + text.count("、") + text.count("，")) / 4,
        quoted,
        text[0].islower(),
        text[0].isdigit(),
        text[0] in _STARTS or last in _STOPS or bool(figures and _NUMBERED.match(text)),
        any(map(text.__contains__, _SEPARATORS)),
        figures and bool(_CLOCK.search(text)),
        figures and ("19" in text or "20" in text) and bool(_YEAR.search(text)),
        digits,
        (capital_words - 1) / len(rawwords) if len(rawwords) > 1 else 0.0,
        capital_words == len(rawwords) and len(rawwords) > 1,
        text.isupper() and words > 1,
        littles / count,
        littles == 0 and not line.wide,
        min(3, readers) / 3,
        readers > 0 and line.sentence,
        min(3, webs) / 3 if not line.sentence else min(3, webs) / 6,
        "@" in text or "http" in low or "www." in low,
        "©" in text or "®" in text or "™" in text,
        repeats > 1,
        size / 5 if ends else 0.0,
        line.soft,
    ]
    return row


def features(lines: Sequence[Line], hard: Sequence[str], title: int | None) -> list[list[float]]:
    """One row a line, columns as in `names()`. `hard` are the hard rules' verdicts, "" for none."""
    total = len(lines)
    repeats = Counter(line.key for line in lines)
    prose = [line.sentence and line.weight >= LONG_PROSE for line in lines]
    mass = [line.weight if line.sentence else 0.0 for line in lines]
    before = [0.0]
    for m in mass:
        before.append(before[-1] + m)
    all_mass = before[-1] or 1.0
    above, below = _distances(prose)
    runs = _runs([line.sentence for line in lines])
    counts = _body_words(lines, prose)
    known, shared_words = counts.keys(), {word for word, held in counts.items() if held > 1}
    proses = list(accumulate(prose, initial=0))
    hits = [0]
    for hit in hard:
        hits.append(hits[-1] + bool(hit))
    first = prose.index(True) if True in prose else -1
    title_words = lines[title].content() if title is not None else set()
    page = min(1.0, all_mass / (sum(line.weight for line in lines) or 1))
    rows = []
    for i, line in enumerate(lines):
        words = line.content()
        shared = len(words & (shared_words if prose[i] else known)) / len(words) if words else 0.0
        share_before, share_after = before[i] / all_mass, (all_mass - before[i + 1]) / all_mass
        up, down = above[i], below[i]
        row = _shape(line, repeats[line.key])
        beside = bool((i and lines[i - 1].sentence) or (i + 1 < total and lines[i + 1].sentence))
        previous, following = lines[i - 1] if i else None, lines[i + 1] if i + 1 < total else None
        row += [
            shared,
            bool(words) and shared == 0,
            up == _NONE,
            down == _NONE,
            share_before < 0.05,
            share_after < 0.05,
            min(share_before, share_after, 0.3) / 0.3,
            up == 1, up == 2, 3 <= up <= 5, 6 <= up <= 12, up == _NONE,
            down == 1, down == 2, 3 <= down <= 5, 6 <= down <= 12, down == _NONE,
            up <= 2 and down <= 2,
            _density(proses, i, 3), _density(proses, i, 8),
            *_run_bins(runs[i]),
            previous is not None and previous.words <= 3,
            following is not None and following.words <= 3,
            bool(i and hard[i - 1]),
            bool(following and hard[i + 1]),
            min(4, hits[min(total, i + 5)] - hits[max(0, i - 4)]) / 4,
            bool((previous and previous.low[:5] == line.low[:5]) or (following and following.low[:5] == line.low[:5])),
            previous is not None and previous.text[-1] == ":",
            title is not None and i < title,
            title is not None and first >= 0 and title < i < first,
            i == title,
            i == first,
            page,
            len(words & title_words) / len(words) if words else 0.0,
            line.sentence and not beside,
            line.sentence and not beside and ". " not in line.head[:-1],
        ]  # fmt: skip
        rows.append(row)
    return rows


_NONE = 999


def _distances(prose: Sequence[bool]) -> tuple[list[int], list[int]]:
    """Lines to the nearest prose line above and below, `_NONE` where there is none."""
    above, below = [], []
    distance = _NONE
    for here in prose:
        above.append(distance)
        distance = 1 if here else min(_NONE, distance + 1)
    distance = _NONE
    for here in reversed(prose):
        below.append(distance)
        distance = 1 if here else min(_NONE, distance + 1)
    return above, below[::-1]


def _runs(sentence: Sequence[bool]) -> list[int]:
    """Length of the run of lines without sentences that a line stands in; 0 for a sentence."""
    runs: list[int] = []
    start = 0
    for i, here in enumerate((*sentence, True)):
        if here:
            runs += [i - start] * (i - start)
            if i < len(sentence):
                runs.append(0)
            start = i + 1
    return runs


def _run_bins(run: int) -> tuple[bool, ...]:
    return run == 1, run == 2, 3 <= run <= 5, 6 <= run <= 12, run >= 13


def _density(proses: Sequence[int], i: int, reach: int) -> float:
    """Share of prose among the lines around line `i`. `proses[n]` counts the prose among the first n lines."""
    low, high = max(0, i - reach), min(len(proses) - 1, i + reach + 1)
    return (proses[high] - proses[low] - proses[i + 1] + proses[i]) / max(1, high - low - 1)


MOST_WORDS = 4_000  # of a page's prose; a dump with a hundred comments has no more to say


def _body_words(lines: Sequence[Line], prose: Sequence[bool]) -> Counter[str]:
    """In how many prose lines each word stands."""
    words: Counter[str] = Counter()
    for line, here in zip(lines, prose, strict=True):
        if here:
            words.update(line.content())
            if len(words) > MOST_WORDS:
                break
    return words


def second_features(lines: Sequence[Line], sums: Sequence[float]) -> list[list[float]]:
    """One row a line, columns as in `second_names()`: what the first sums say about the neighbourhood."""
    total = len(lines)
    squashed = [max(-6.0, min(6.0, s)) / 6 for s in sums]
    chance = [1 / (1 + math.exp(-max(-30.0, min(30.0, s)))) for s in sums]
    kept = [(1 - p) * line.weight for p, line in zip(chance, lines, strict=True)]
    ahead = [0.0]
    for k in kept:
        ahead.append(ahead[-1] + k)
    everything = ahead[-1] or 1.0
    start, end = core(lines, chance)
    core_share = (ahead[end] - ahead[start]) / everything
    rows = []
    for i, line in enumerate(lines):
        inside = start <= i < end
        off = 0 if inside else start - i if i < start else i - end + 1
        up, down = squashed[i - 1] if i else 1.0, squashed[i + 1] if i + 1 < total else 1.0
        earlier, later = ahead[i] / everything, (everything - ahead[i + 1]) / everything
        rows.append([
            squashed[i], up, down, _around(squashed, i, 2), _around(squashed, i, 5),
            min(earlier, 0.1) * 10, min(later, 0.1) * 10, min(earlier, later, 0.1) * 10,
            max(0.0, min(up, down)), max(0.0, -max(up, down)),
            min(1.0, line.weight / 200) * (1 - chance[i]),
            float(min(_edge_run(chance, i), 4)) / 4,
            float(inside),
            float(inside and (i == start or i == end - 1)),
            float(0 < off <= 2),
            float(off > 2 and i < start),
            float(off > 2 and i >= end),
            min(1.0, line.weight / 200) if off > 2 else 0.0,
            core_share if inside else -core_share,
            float(inside and line.words <= 4),
        ])  # fmt: skip
    return rows


def _around(values: Sequence[float], i: int, reach: int) -> float:
    """Mean of the neighbours; what lies beyond the file's ends counts as furniture."""
    near = values[max(0, i - reach) : i + reach + 1]
    return (sum(near) - values[i] + (2 * reach + 1 - len(near))) / (2 * reach)


def _edge_run(chance: Sequence[float], i: int) -> int:
    """How many lines next to line `i` on its way to the nearer end of the file look like furniture without a break."""
    run = 0
    step = 1 if i > len(chance) / 2 else -1
    j = i + step
    while 0 <= j < len(chance) and run < 4:
        if chance[j] < 0.5:
            return run
        run += 1
        j += step
    return 4 if not 0 <= j < len(chance) else run


@cache
def _weights() -> tuple[float, list[float], float, list[float]]:
    table: dict[str, Any] = tables.read_toml("clean/tables/line_weights.toml")
    first, second = table["first"], table["second"]
    return (
        first["constant"],
        [first["weights"][name] for name in names()],
        second["constant"],
        [second["weights"][name] for name in second_names()],
    )


def scores(lines: Sequence[Line], hard: Sequence[str], title: int | None) -> list[float]:
    """Evidence, in log-odds, that each line is furniture."""
    constant, weights, second_constant, second_weights = _weights()
    rows = features(lines, hard, title)
    sums = [constant + sum(map(mul, weights, row)) for row in rows]
    return [second_constant + sum(map(mul, second_weights, row)) for row in second_features(lines, sums)]
