"""The line classifier: signed, weighted evidence that a line is page furniture, from its shape and its surroundings.

What it looks at is named in `weights`; positive evidence speaks for furniture. The sum is made twice: the first sees
shape and the prose around, the second also the first sums of the neighbours.

A sum takes its terms in the order of the weights' fields and is linear in the weights: nothing may depend on a sum that
isn't finished. Features must be cheap (800 articles a second on one core) and blind to language, save for the lists of
little words."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from operator import sub

from digest.clean import weights
from digest.clean.core import core
from digest.clean.line import Line
from digest.clean.shape import shape

LONG_PROSE = 100  # weight from which a sentence-like line counts as the body's


def scores(lines: Sequence[Line], hard: Sequence[str], title: int | None) -> list[float]:
    """Evidence, in log-odds, that each line is furniture. `hard` are the hard rules' verdicts, "" for none; a line that
    they settle gets 0.0."""
    first, second = weights.shipped()
    return second_sums(lines, hard, first_sums(lines, hard, title, first), second)


def first_sums(lines: Sequence[Line], hard: Sequence[str], title: int | None, w: weights.First) -> list[float]:
    """What each line's shape and the prose around it show."""
    often = Counter([line.key for line in lines])
    sizes = (w.words_1, w.words_2, w.words_3_4, w.words_5_7, w.words_8_11, w.words_12_19, w.words_20_39, w.words_40)
    around = _Surroundings(lines, hard, title, w)
    sums = []
    for i, line in enumerate(lines):
        total = shape(line, often[line.key] > 1, sizes, w)
        total = around.place(i, line, total)
        total = around.neighbours(i, total)
        sums.append(w.constant + around.title_and_text(i, line, total))
    return sums


class _Surroundings:
    """What is measured once for all lines of a page. Each method gives `total` and what it shows of line `i`."""

    def __init__(self, lines: Sequence[Line], hard: Sequence[str], title: int | None, w: weights.First) -> None:
        self.lines, self.title, self.w = lines, title, w
        sentences, sizes = [line.sentence for line in lines], [line.weight for line in lines]
        mass = [size if is_one else 0 for size, is_one in zip(sizes, sentences, strict=True)]
        self.prose = prose = [size >= LONG_PROSE for size in mass]
        self.above, self.below = _distances(prose)
        self.by_distance_above = _by_distance(w.prose_above_1, w.prose_above_2, w.prose_above_3_5, w.prose_above_6_12)
        self.by_distance_below = _by_distance(w.prose_below_1, w.prose_below_2, w.prose_below_3_5, w.prose_below_6_12)
        self.ahead = list(accumulate(mass, initial=0))
        self.mass = self.ahead[-1] or 1
        self.page = min(1.0, self.mass / (sum(sizes) or 1))
        self.density_3, self.density_8 = _density(prose, 3), _density(prose, 8)
        self.runs = _runs(sentences, (w.run_1, w.run_2, w.run_3_5, w.run_6_12, w.run_13))
        hits = list(map(bool, hard))
        self.hits = _windows(hits, 4)
        self.furniture = [False, *hits, False]
        self.words = [_NONE, *[line.words for line in lines], _NONE]
        self.starts = ["\n", *[line.low[:5] for line in lines], "\n"]
        self.sentences = [*sentences, False]
        self.first = prose.index(True) if True in prose else -1
        self.known, self.shared = _words_of_prose(lines, prose)
        self.title_words = lines[title].content() if title is not None else set()

    def place(self, i: int, line: Line, total: float) -> float:
        w, up, down, words = self.w, self.above[i], self.below[i], line.content()
        if words:
            if shared := len(words & (self.shared if self.prose[i] else self.known)):
                total += shared / len(words) * w.body_words
            else:
                total += w.no_body_words
        if up == _NONE:
            total += w.before_body
        if down == _NONE:
            total += w.after_body
        before, after = self.ahead[i] / self.mass, (self.mass - self.ahead[i + 1]) / self.mass
        if before < 0.05:
            total += w.share_before_small
        if after < 0.05:
            total += w.share_after_small
        nearer = before if before < after else after
        total += (nearer if nearer < 0.3 else 0.3) / 0.3 * w.inside
        total += self.by_distance_above[up] if up <= 12 else w.prose_above_none if up == _NONE else 0.0
        total += self.by_distance_below[down] if down <= 12 else w.prose_below_none if down == _NONE else 0.0
        if up <= 2 and down <= 2:
            total += w.between_prose
        return total + self.density_3[i] * w.density_3 + self.density_8[i] * w.density_8 + self.runs[i]

    def neighbours(self, i: int, total: float) -> float:
        w, words, furniture, starts = self.w, self.words, self.furniture, self.starts
        above, below = i, i + 2  # in lists that have one more at either end
        if words[above] <= 3:
            total += w.short_above
        if words[below] <= 3:
            total += w.short_below
        if furniture[above]:
            total += w.furniture_above
        if furniture[below]:
            total += w.furniture_below
        if hits := self.hits[i]:
            total += (hits if hits < 4 else 4) / 4 * w.furniture_near
        if starts[i + 1] in (starts[above], starts[below]):
            total += w.same_start
        if i and self.lines[i - 1].text[-1] == ":":
            total += w.after_colon
        return total

    def title_and_text(self, i: int, line: Line, total: float) -> float:
        w, title = self.w, self.title
        if title is not None:
            if i < title:
                total += w.above_title
            elif title < i < self.first:
                total += w.title_to_body
            elif i == title:
                total += w.is_title
        if i == self.first:
            total += w.first_prose
        total += self.page * w.prose_page
        if self.title_words:
            words = line.content()
            if said := len(words & self.title_words):
                total += said / len(words) * w.title_words
        if line.sentence and not (self.sentences[i - 1] if i else False) and not self.sentences[i + 1]:
            total += w.alone
            if line.head.find(". ", 0, -1) < 0:
                total += w.alone_and_single
        return total


_NONE = 999


def _distances(prose: Sequence[bool]) -> tuple[list[int], list[int]]:
    """Lines to the nearest prose line above and below, `_NONE` where there is none."""
    above, below = [], []
    distance = _NONE
    for here in prose:
        above.append(distance)
        distance = 1 if here else distance + 1 if distance < _NONE else _NONE
    distance = _NONE
    for here in reversed(prose):
        below.append(distance)
        distance = 1 if here else distance + 1 if distance < _NONE else _NONE
    return above, below[::-1]


def _by_distance(one: float, two: float, five: float, twelve: float) -> list[float]:
    """The weight of a distance from 1 to 12 lines."""
    return [0.0, one, two, *[five] * 3, *[twelve] * 7]


def _runs(sentence: Sequence[bool], sizes: Sequence[float]) -> list[float]:
    """The weight of the run of lines without sentences that a line stands in; 0.0 for a sentence."""
    runs: list[float] = []
    start = 0
    for i, here in enumerate((*sentence, True)):
        if here:
            run = i - start
            runs += [sizes[bisect_left((1, 2, 5, 12), run)]] * run
            if i < len(sentence):
                runs.append(0.0)
            start = i + 1
    return runs


def _windows(values: Sequence[int], reach: int) -> list[int]:
    """For each place the sum of what lies up to `reach` places before and behind it, itself included."""
    ahead = list(accumulate(values, initial=0))
    return list(map(sub, ahead[reach + 1 :] + [ahead[-1]] * reach, [0] * reach + ahead))[: len(values)]


def _density(prose: Sequence[bool], reach: int) -> list[float]:
    """Share of prose among the lines around each line."""
    count, ahead = len(prose), list(accumulate(prose, initial=0))
    shares = []
    for i, here in enumerate(prose):
        start = i - reach if i > reach else 0
        end = i + reach + 1 if i + reach < count else count
        shares.append((ahead[end] - ahead[start] - here) / (end - start - 1 or 1))
    return shares


MOST_WORDS = 4_000  # of a page's prose; a dump with a hundred comments has no more to say


def _words_of_prose(lines: Sequence[Line], prose: Sequence[bool]) -> tuple[set[str], set[str]]:
    """The words of the prose lines, and those that stand in several of them."""
    known: set[str] = set()
    shared: set[str] = set()
    for line, here in zip(lines, prose, strict=True):
        if here:
            words = line.content()
            shared |= known & words
            known |= words
            if len(known) > MOST_WORDS:
                break
    return known, shared


def second_sums(lines: Sequence[Line], hard: Sequence[str], sums: Sequence[float], w: weights.Second) -> list[float]:
    """What the first sums say about each line and its neighbourhood. 0.0 for lines that a hard rule settles."""
    squashed = [-1.0 if s < -6 else 1.0 if s > 6 else s / 6 for s in sums]
    chance = [1 / (1 + math.exp(-s if -30 < s < 30 else -30.0 if s > 0 else 30.0)) for s in sums]
    ahead = list(accumulate([(1 - p) * line.weight for p, line in zip(chance, lines, strict=True)], initial=0.0))
    everything = ahead[-1] or 1.0
    stretch = core(lines, chance)
    core_share = (ahead[stretch[1]] - ahead[stretch[0]]) / everything
    runs = _edge_runs(chance)
    around = [1.0, *squashed, 1.0]  # what lies beyond the file's ends counts as furniture
    result = []
    for i, line in enumerate(lines):
        if hard[i]:
            result.append(0.0)
            continue
        total = squashed[i] * w.first_sum
        up, down = around[i], around[i + 2]
        total += up * w.sum_above
        total += down * w.sum_below
        total += _around(squashed, i, 2) * w.sum_near_2
        total += _around(squashed, i, 5) * w.sum_near_5
        earlier, later = ahead[i] / everything, (everything - ahead[i + 1]) / everything
        total += (earlier * 10 if earlier < 0.1 else 1.0) * w.kept_before
        total += (later * 10 if later < 0.1 else 1.0) * w.kept_after
        nearer = earlier if earlier < later else later
        total += (nearer if nearer < 0.1 else 0.1) * 10 * w.kept_inside
        if up > 0 and down > 0:
            total += min(up, down) * w.gone_around
        elif up < 0 and down < 0:
            total += -max(up, down) * w.kept_around
        size = line.weight / 200 if line.weight < 200 else 1.0
        total += size * (1 - chance[i]) * w.long_and_kept
        total += runs[i] / 4 * w.edge_run
        result.append(w.constant + _by_core(i, line, stretch, core_share, size, total, w))
    return result


def _by_core(
    i: int, line: Line, stretch: tuple[int, int], core_share: float, size: float, total: float, w: weights.Second
) -> float:
    """`total` and what a line's place to the core shows."""
    start, end = stretch
    if start <= i < end:
        total += w.in_core
        if i in (start, end - 1):
            total += w.core_edge
        total += core_share * w.core_share
        return total + w.core_short if line.words <= 4 else total
    off = start - i if i < start else i - end + 1
    if off <= 2:
        total += w.near_core
    else:
        total += w.far_before_core if i < start else w.far_after_core
        total += size * w.long_far
    return total - core_share * w.core_share


def _around(values: Sequence[float], i: int, reach: int) -> float:
    """Mean of the neighbours; what lies beyond the file's ends counts as furniture."""
    near = values[i - reach if i > reach else 0 : i + reach + 1]
    return (sum(near) - values[i] + (2 * reach + 1 - len(near))) / (2 * reach)


def _edge_runs(chance: Sequence[float]) -> list[int]:
    """How many lines next to each line, on its way to the nearer end of the file, look like furniture without a break:
    four at most, and four from where the end is reached."""

    def runs(outward: Sequence[float]) -> list[int]:
        found, run = [], 4
        for p in outward:
            found.append(run)
            run = min(4, run + 1) if p >= 0.5 else 0
        return found

    up, down = runs(chance), runs(chance[::-1])[::-1]
    half = len(chance) // 2 + 1  # the first line that is nearer to the end
    return up[:half] + down[half:]
