"""Which lines go, and under what name: hard rules, then the classifier's evidence, then what protects a line.

The verdict of a line is the name of a rule, or an empty string for a line that stays. The order is the order of the
functions below, and each may only see lines, never the file's name or outlet."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from digest.clean import classify, kinds, newsletter, rules, runs, title
from digest.clean.core import core
from digest.clean.line import Line
from digest.clean.options import Options

WRITTEN_BY_HAND = frozenset({"markdown", "record"})
"""Formats that a person or a database wrote: only hard rules apply."""

EVIDENCE = 0.3  # log-odds from which a line goes
PROSE_EVIDENCE = 0.6
NEAR_PROSE_EVIDENCE = 3.0  # a last paragraph under an advertisement is still the article's
SHORT_PROSE_WORDS = 5  # of a sentence right below a paragraph: "Il a été élu deux fois."
LONG_EVIDENCE = 0.0
LONG_LINE = 80  # weight
LONG_WORDS = 25  # of a paragraph that a copy robbed of its full stop
QUOTED_WORDS = 4  # of a line that is nothing but a quotation
OPENING_MARKS, CLOSING_MARKS = '«“„"', '»”“"'
ANNOUNCING_EVIDENCE = 2.0  # that an announcing line needs wherever it stands: teasers seldom end so
ANNOUNCING_WORDS = 8  # of a sentence that announces, with a colon, what follows: a list, a program, a poem
INNER_EVIDENCE = 1.6  # in the core: subheads, list items, verse
TITLE_EVIDENCE = 2.0  # above the core, with the words of the text: a title that wasn't recognised
LEAST = min(EVIDENCE, PROSE_EVIDENCE, LONG_EVIDENCE, INNER_EVIDENCE)
REACH = 25  # lines above the core where such a title may stand
TEASER = 1.0  # evidence of a headline below the end of the text
UNDER_LABEL = 2.0  # evidence of a line right below "Lire aussi" alone
BELOW_FURNITURE = 0.7  # evidence of a line that furniture parts from the core above it
END_SHARE = 0.6  # of the core's prose that stands above the end of the text
PARAGRAPH_ABOVE = 100  # weight of the paragraph that a short sentence may stand below
PARAGRAPH = 150  # weight; two in a row are text, not teasers
LEADING = 200  # weight of a paragraph that a subhead may head
RECURS = 2.5  # evidence of a line that unrelated articles of the outlet carry too
NO_DOUBT = 1.5  # evidence from which prose counts as furniture beyond doubt
CLEAN_CAUTION = 2.0  # more evidence that a line needs in a file without signs of a page
SIGNS_OF_PAGE = 2  # hard hits
OPENING = 12  # lines of the core whose words it shares

SIGNATURES = frozenset({"byline_line", "date_label"})
"""Rules that know who wrote, or when: such lines stand below a title."""

RULED = frozenset({"paragraph", "subhead", "list", "other", "caption"})
"""Kinds that rules look at. Titles, tables, code and quotations are what their format says they are."""

OF_ARTICLES = SIGNATURES | {
    "photo_credit",
    "doubled_line",
    "doubled_caption",
    "alt_text",
    "symbols_only",
    "agency_initials",
}
"""Rules that hit articles which somebody copied without the page around them, too."""

REACH_BELOW = 12  # lines below the core in which a paragraph may belong to it
FEWEST_SHARED, SHARE_SHARED = 4, 0.25  # of such a paragraph's words that the core has, too
NEAR = 4  # lines from the core within which a picture is the article's
MOST_LINES = 20_000  # of one file that the classifier looks at; such a file is no article
SHORTEST_REPEAT = 60  # characters of a block that a page may carry only once
EVIDENCE_RULES = ("head_block", "tail_block", "between_paragraphs")
"""Names for what the classifier takes out, by where it stood."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Per line: the rule that takes it out or "", the classifier's score or None.
    `spared` counts lines that had evidence against them and stayed, since too much of the article would have gone."""

    rules: list[str]
    scores: list[float | None]
    titles: title.Titles
    spared: int = 0

    def among(self, taken: Sequence[str]) -> Verdicts:
        """The same over all lines of a document: `taken` has a rule's name for each that its format took out, "" for
        each that was judged."""
        places = [i for i, rule in enumerate(taken) if not rule]
        rules = list(taken)
        scores: list[float | None] = [None] * len(taken)
        for i, rule, score in zip(places, self.rules, self.scores, strict=True):
            rules[i], scores[i] = rule, score
        return Verdicts(rules, scores, self.titles.moved(places), self.spared)


def hard_verdicts(lines: Sequence[Line]) -> tuple[list[str], title.Titles]:
    """What the hard rules say of each line, and which lines are titles."""
    hard = [rules.first_hit(lines, i) if line.block.kind in RULED else "" for i, line in enumerate(lines)]
    _picture_lines(lines, hard)
    taken = [
        bool(hit) or kinds.is_caption(line) or kinds.is_signature(line) for hit, line in zip(hard, lines, strict=True)
    ]
    titles = title.find(lines, taken, [hit in SIGNATURES for hit in hard])
    hard = ["" if i in titles.all else hit for i, hit in enumerate(hard)]
    return hard, titles


def _picture_lines(lines: Sequence[Line], hard: list[str]) -> None:
    """Alternative texts that the next caption begins with, captions printed twice, credits alone, bylines."""
    often = Counter([line.key for line in lines])
    for i, line in enumerate(lines):
        if hard[i] == "doubled_line" and kinds.is_caption(line):
            hard[i] = "doubled_caption"
        if hard[i] or line.block.kind != "paragraph":
            continue
        following = lines[i + 1] if i + 1 < len(lines) else None
        if following and 8 <= line.length < following.length and following.text.startswith(line.text):
            if kinds.is_caption(following) and often[line.key] == 1:
                hard[i] = "alt_text"
        elif kinds.is_byline(line):
            hard[i] = "byline_line"
        elif kinds.is_bare_credit(line):
            hard[i] = "photo_credit"


def _repeated_blocks(lines: Sequence[Line], hard: list[str]) -> None:
    """Paragraphs that a page carries twice, once for a narrow screen or a teaser: the first stays."""
    seen: set[str] = set()
    for i, line in enumerate(lines):
        if line.length < SHORTEST_REPEAT or line.block.kind not in ("paragraph", "list", "caption", "quote"):
            continue
        same = " ".join(line.text.lower().replace("’", "'").split())
        if same in seen and not hard[i]:
            hard[i] = "doubled_paragraph"
        seen.add(same)


def verdicts(lines: Sequence[Line], format_name: str, options: Options, recurring: frozenset[str]) -> Verdicts:
    """Verdicts for all lines of one article."""
    if not lines:
        return Verdicts([], [], title.NONE)
    hard, titles = hard_verdicts(lines)
    if format_name != "text":
        _repeated_blocks(lines, hard)
    if format_name in WRITTEN_BY_HAND:
        hard = ["" if line.block.kind != "paragraph" else hit for hit, line in zip(hard, lines, strict=True)]
    if format_name in WRITTEN_BY_HAND or len(lines) > MOST_LINES or not any(hard):  # without a hit nothing is weighed
        return _gated(lines, Verdicts(hard, [None] * len(lines), titles), hard, options)
    scores = classify.scores(lines, hard, titles.at)
    settled = decide(lines, hard, titles, scores, recurring, options.caution)
    if format_name == "mail":
        news = newsletter.items(lines, hard)
        settled = [hard[i] if i in news else rule for i, rule in enumerate(settled)]
    shown = [None if hit or not rule else score for hit, rule, score in zip(hard, settled, scores, strict=True)]
    return _gated(lines, Verdicts(settled, shown, titles), hard, options)


def decide(
    lines: Sequence[Line],
    hard: Sequence[str],
    titles: title.Titles,
    scores: Sequence[float],
    recurring: frozenset[str],
    caution: float,
) -> list[str]:
    """The hard rules' verdicts and those of the evidence, where nothing protects a line from it."""
    first, last = core(lines, [1.0 if hit else chance(score) for hit, score in zip(hard, scores, strict=True)])
    over = _end_of_text(lines, hard, first, last)
    last = last if over is None else over
    below = next((i for i in range(last, len(hard)) if hard[i]), len(hard))
    heading = lines[titles.at].content() if titles.at is not None else set()
    if _signs_of_page(hard) < SIGNS_OF_PAGE:
        caution += CLEAN_CAUTION
        if titles.at == 0:
            first = 0  # nothing of a page stands between its title and the text
    near = range(max(0, first - NEAR), min(len(lines), last + NEAR))
    marks = {i for i in near if not lines[i].marks and not any(map(str.isalnum, lines[i].head))}  # "***"
    spared = titles.all | runs.kept_together(lines, hard, first, last) | marks
    settled = list(hard)
    for i, line in enumerate(lines):
        if settled[i] or line.block.kind not in ("paragraph", "other", "list") or i in spared:
            continue
        evidence = scores[i] - caution + (RECURS if line.text in recurring else 0.0)
        if i > below and not _heads_prose(lines, i):
            evidence += BELOW_FURNITURE if over is None else TEASER
        if i and hard[i - 1] == "related_link" and not line.ends and _is_label(lines[i - 1]):
            evidence += UNDER_LABEL
        if evidence <= LEAST:
            continue
        words = line.content() if line.words <= 40 else set()
        if heading and same_words(words, heading):
            continue
        if i in near and kinds.is_caption(line):
            continue
        if evidence <= NEAR_PROSE_EVIDENCE and _belongs(lines, settled, i, first, last):
            continue
        if evidence > needed(line, _place(i, first, last)) and not (
            evidence < TITLE_EVIDENCE
            and first - REACH <= i < first
            and title.could_be(line)
            and len(words & set().union(*(other.content() for other in lines[first : first + OPENING]))) >= 2
        ):
            settled[i] = "head_block" if i < first else "tail_block" if i >= last else "between_paragraphs"
    return settled


def _is_label(line: Line) -> bool:
    """A few words that announce something else, without what they announce."""
    return line.words <= 4 and not any(mark in line.text.rstrip(" :") for mark in ":–—|")


def _belongs(lines: Sequence[Line], settled: Sequence[str], i: int, first: int, last: int) -> bool:
    """Whether a line goes on with the text: announced by the line above, its short last sentence, or a paragraph below
    buttons that speaks of the same."""
    line = lines[i]
    if i and not settled[i - 1] and _announces(lines[i - 1]):
        return True
    if i < last + NEAR and _ends_text(lines, settled, i):
        return True
    below = last <= i < last + REACH_BELOW and line.sentence and line.weight >= PARAGRAPH
    return below and _speaks_of(line, lines[first:last])


def _speaks_of(line: Line, core_lines: Sequence[Line]) -> bool:
    """Whether a paragraph has many words of the text above it: a row of buttons may part them."""
    words = line.content()
    shared = len(words & set().union(*(other.content() for other in core_lines)))
    return shared >= FEWEST_SHARED and shared >= SHARE_SHARED * len(words)


def _ends_text(lines: Sequence[Line], settled: Sequence[str], i: int) -> bool:
    """A short sentence with its full stop right below a paragraph that stays."""
    line = lines[i]
    if not i or settled[i - 1] or not lines[i - 1].sentence or lines[i - 1].weight < PARAGRAPH_ABOVE:
        return False
    return not line.sentence and line.words >= SHORT_PROSE_WORDS and line.text[-1] in ".。"


END_MARKS = frozenset({"related_link", "comment_call", "newsletter_plea", "copyright_line", "privacy_notice"})
"""Rules that know what stands below a text, and sometimes inside it."""


def _signs_of_page(hard: Sequence[str]) -> int:
    """How many hard hits show that a page was copied with the article."""
    return sum(1 for hit in hard if hit and hit not in OF_ARTICLES)


def _end_of_text(lines: Sequence[Line], hard: Sequence[str], first: int, last: int) -> int | None:
    """Where teasers below the text begin that look like text: at a hard hit of `END_MARKS` with most of the core's
    prose above it and no two paragraphs in a row below. None if there's no such place."""
    prose = [min(line.weight, 300) if line.sentence else 0 for line in lines[first:last]]
    paired = first  # behind the last two paragraphs in a row
    for i in range(first, last - 1):
        if prose[i - first] >= PARAGRAPH and prose[i + 1 - first] >= PARAGRAPH:
            paired = i + 1
    above = sum(prose[: paired - first])
    for i in range(paired, last):
        if hard[i] in END_MARKS and above >= END_SHARE * sum(prose):
            return i
        above += prose[i - first]
    return None


def _heads_prose(lines: Sequence[Line], i: int) -> bool:
    """A sentence, or what may be the subhead of the paragraph below it."""
    below = lines[i + 1] if i + 1 < len(lines) else None
    return lines[i].sentence or bool(below and below.sentence and below.weight >= LEADING)


def same_words(a: set[str], b: set[str]) -> bool:
    """Whether two lines say the same, typography and a word or two aside."""
    return len(a & b) >= 0.8 * max(len(a), len(b), 1)


Place = Literal["core", "near", "far"]


def _place(i: int, first: int, last: int) -> Place:
    """Where line `i` stands: in the core, a few lines from it, or elsewhere."""
    if first <= i < last:
        return "core"
    return "near" if first - NEAR <= i < last + NEAR else "far"


def needed(line: Line, place: Place) -> float:
    """Evidence that this line needs to go."""
    if line.sentence:
        return PROSE_EVIDENCE if place == "far" else NEAR_PROSE_EVIDENCE
    if place != "far" and (line.words >= LONG_WORDS or _announces(line) or _is_quotation(line)):
        return NEAR_PROSE_EVIDENCE
    if _announces(line):
        return ANNOUNCING_EVIDENCE
    if place == "core":
        return INNER_EVIDENCE
    return LONG_EVIDENCE if line.weight >= LONG_LINE else EVIDENCE


def _announces(line: Line) -> bool:
    """A sentence that ends with a colon: what follows belongs to it."""
    return line.text[-1] == ":" and line.words >= ANNOUNCING_WORDS


def _is_quotation(line: Line) -> bool:
    return line.words >= QUOTED_WORDS and line.text[0] in OPENING_MARKS and line.text.rstrip(" .")[-1] in CLOSING_MARKS


def chance(score: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-score if -30 < score < 30 else -30.0 if score > 0 else 30.0))


def _gated(lines: Sequence[Line], found: Verdicts, hard: Sequence[str], options: Options) -> Verdicts:
    """Keep what is in doubt when too much of the text would go: then the page isn't what we take it for. Lines that go
    beyond doubt, such as menus and readers' comments under a dumped page, are counted on neither side; nor are short
    lines in doubt, where hard hits show that this is a page."""
    is_page = _signs_of_page(hard) >= SIGNS_OF_PAGE
    doubted = [
        bool(rule) and not hit and (score is None or score < NO_DOUBT)
        for rule, hit, score in zip(found.rules, hard, found.scores, strict=True)
    ]
    stays = sum(line.weight for line, rule in zip(lines, found.rules, strict=True) if not rule)
    goes = sum(
        line.weight for line, doubt in zip(lines, doubted, strict=True) if doubt and (line.sentence or not is_page)
    )
    body = any(not rule and i not in found.titles.all for i, rule in enumerate(found.rules))
    if not is_page and not any(line.sentence and not rule for line, rule in zip(lines, found.rules, strict=True)):
        body = False  # a few words, no page around them
    nothing_left = not body and any(rule and not hit for rule, hit in zip(found.rules, hard, strict=True))
    if nothing_left:
        return Verdicts(list(hard), [None] * len(lines), found.titles, len(lines))
    if goes <= options.most_loss * (stays + goes):
        return found
    kept = ["" if doubt else rule for rule, doubt in zip(found.rules, doubted, strict=True)]
    shown = [None if doubt else score for score, doubt in zip(found.scores, doubted, strict=True)]
    return Verdicts(kept, shown, found.titles, sum(doubted))
