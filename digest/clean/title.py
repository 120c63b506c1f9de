"""The title: a line of the file, or else made from the lead's own words and marked as made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from digest.clean.core import core
from digest.clean.line import Line
from digest.clean.rules import MONTHS
from digest.sentences import first_sentences

LONGEST_TITLE = 220  # characters of a line that may be a title
LONGEST_MADE = 110
SHORTEST_MADE = 25

_BRACKETS = re.compile(r"[ \u00a0]?(?:\([^()]{0,200}\)|\[[^\[\]]{0,200}\])")
_DATELINE = re.compile(
    r"^[A-ZÀ-Þ][\w'’ -]{1,30}(?:, [^—–-]{1,40})?(?: ?\([A-Za-z .]{2,20}\))? ?[—–-]{1,2} (?=\S)|"
    r"^\([A-Z]{2,12}\) ?[—–-]? "
)
_LISTED = re.compile(r"^(?:\d{1,2}[.)]|[•*–—-])[ \u00a0](?=[^\W\d_])")
_ATTRIBUTION = re.compile(
    r", (?:(?:a|ont|avait|avaient|vient de|viennent de) (?:\w+ )?(?:rapport|annonc|déclar|indiqu|affirm|"
    r"précis|révél|expliqu|"
    r"ajout|estim|assur|confirm|appris|soulign|dit|fait savoir|averti|promis|prévenu|écrit|reconnu)\w*|"
    r"a-t-(?:il|elle|on) |"
    r"(?:ont|ont-ils|ont-elles|annonce|annoncent|rapporte|indique|affirme|révèle|selon|d'après|d’après|"
    r"according to|reports?|(?:\w+ ){0,4}(?:said|says|reported|announced|told)|laut|wie|teilte|sagte|según|"
    r"secondo|segundo|"
    r"ha detto|ha annunciato|dijo|informó|disse|afirmou)\b).{0,160}$",
    re.IGNORECASE,
)
_BREAKS = re.compile(
    r"[,;:] |[ \u00a0](?:[–—-] |(?:qui|que|dont|où|pour|contre|avec|après|avant|selon|alors|tandis|afin|sans|"
    r"malgré|lors|mais|"
    r"puisque|parce|depuis|pendant|face|suite|et|who|which|that|after|before|while|when|with|against|because|since|"
    r"following|amid|but|and|der|die|das|und|nach|mit|gegen|que|para|con|contra|tras|dopo|per|che|com|após|"
    r"который|после)"
    r"[ \u00a0]|\w+(?:ée?s?|ant)[ \u00a0](?:de|du|des|par|d['’])[ \u00a0]?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Titles:
    """`at` is the line that is the title, or None; `all` are the lines that print it or a second headline of the page:
    no furniture. `echoes` also print it with the site's name behind: not protected, but no body either."""

    at: int | None
    all: frozenset[int]
    echoes: frozenset[int]

    def moved(self, places: Sequence[int]) -> Titles:
        """The same where line `i` stands at `places[i]`."""
        at = None if self.at is None else places[self.at]
        return Titles(at, frozenset([places[i] for i in self.all]), frozenset([places[i] for i in self.echoes]))


NONE = Titles(None, frozenset(), frozenset())


def find(lines: Sequence[Line], taken: Sequence[bool], signed: Sequence[bool]) -> Titles:
    """The title stands above the text, doesn't end like a sentence and speaks of what the text speaks of; a page often
    says it twice, first in its browser tab. `taken` marks lines that a hard rule or a caption has, `signed` those that
    name the author or the day."""
    start, end = core(lines, [0.0 if line.sentence else 1.0 for line in lines])
    prose = [i for i in range(start, end) if lines[i].sentence and lines[i].weight >= 100 and not taken[i]]
    if not prose:  # a brief of short sentences, or no article
        return Titles(0, frozenset((0,)), frozenset()) if lines and _opens(lines, taken, signed) else NONE
    first = prose[0]
    body = _opening_words(lines, first)
    page = _Page(lines, taken, signed, prose, body)
    best: tuple[float, int] | None = None
    headlines: list[int] = []
    for i in page.candidates():
        if i > first and best is not None:
            break
        score = page.score(i)
        if score > LEAST_SCORE and page.heads(i):
            headlines.append(i)
        if score > LEAST_SCORE and (best is None or score > best[0]):
            best = (score, i)
    if best is None:
        under = 0 if _opens(lines, taken, signed) else _only_headline(lines, taken)
        under = _under_text(lines, taken, end, body) if under is None else under
        return NONE if under is None else Titles(under, frozenset((under,)), frozenset())
    at = _above_standfirst(page, best[1])
    keys = {lines[i].key for i in (at, best[1], *headlines) if page.often[lines[i].key] > 1 or i == at}
    said = frozenset([i for i, line in enumerate(lines) if line.key in keys])
    title = lines[at].key
    again = [i for i, line in enumerate(lines) if line.key.startswith(title) and echoes(line.key, title)]
    return Titles(at, said, frozenset(again) - said)


LEAST_SCORE = 1.2
SHORTEST_STANDFIRST = 7  # words
NEARLY = 0.85  # of its score, from which the line above another is the title, and that one its standfirst


class _Page:
    """What the choice of a title looks at."""

    def __init__(
        self,
        lines: Sequence[Line],
        taken: Sequence[bool],
        signed: Sequence[bool],
        prose: Sequence[int],
        body: set[str],
    ) -> None:
        self.lines, self.taken, self.prose, self.body = lines, taken, prose, body
        self.first = prose[0]
        self.often = Counter([line.key for line in lines])
        self.signed = [any(signed[i + 1 : i + 4]) for i in range(self.first)]
        self.tabs = [line.key for line in lines[:TAB_LINES] if line.words >= 3 and len(line.key) >= SHORTEST_TAB]
        head = lines[max(0, self.first - HEAD) : self.first]
        self.paths = [line.key for line in head if _is_path(line.low)]
        reach = range(max(0, self.first - REACH), self.first)
        self.above = [i for i in reach if not taken[i] and (could_be(lines[i]) or self.is_short_title(i))]
        self.keys = [lines[i].key for i in self.above]
        self.long_keys = [key for key in self.keys if len(key) > 20]

    def candidates(self) -> list[int]:
        """Nearest to the text first; then lines in the first half of it, since a teaser may stand above the title."""
        below = range(self.first + 1, self.prose[len(self.prose) // 2])
        return self.above[::-1] + [i for i in below if not self.taken[i] and could_be(self.lines[i])]

    def in_tab(self, i: int) -> bool:
        """Whether the browser tab's line, at the top of a dump, says the same, or the last step of a path to here."""
        key = self.lines[i].key
        if i < TAB_LINES or len(key) < SHORTEST_TAB:
            return False
        return any(echoes(tab, key) for tab in self.tabs) or any(
            path.endswith(key) and path != key for path in self.paths
        )

    def is_short_title(self, i: int) -> bool:
        line = self.lines[i]
        return line.words == 2 and not line.soft and not line.phrase and self.in_tab(i)

    def is_name_of_text(self, i: int) -> bool:
        """A person's name alone that the text has, too."""
        line = self.lines[i]
        return line.words <= 4 and _NAME.fullmatch(line.text) is not None and bool(line.content() & self.body)

    def heads(self, i: int) -> bool:
        """Whether line `i` is printed twice, once where a headline stands, and speaks of the text."""
        line = self.lines[i]
        if line.words < 4 or not self.first - HEAD <= i < self.first or self.often[line.key] not in (2, 3, 4):
            return False
        words = line.content()
        return (self.signed[i] or self.in_tab(i) or 2 * len(words & self.body) >= len(words)) and len(
            words & self.body
        ) >= 1

    def score(self, i: int) -> float:
        line, first = self.lines[i], self.first
        words = line.content()
        shared = len(words & self.body)
        repeats = self.often[line.key] > 1
        tab = (shared > 0 or line.words >= 5) and self.in_tab(i)  # a site's name is repeated too
        by = i < first and self.signed[i]
        away = next(j for j in self.prose if j > i) - i
        speaks = shared >= 2 or (shared == 1 and (len(words) <= 3 or line.words >= 6)) or away <= 2
        if not (speaks or tab) and line.words < 4:
            return 0.0
        key = line.key
        within = bool([other for other in self.keys if key in other and key != other])  # "Title | Outlet"
        if not (speaks or tab or ((within or repeats or by) and line.words >= 4)):
            return 0.0
        if i > first and not ((within or repeats) and shared >= 2):
            return 0.0
        around = not repeats and bool([other for other in self.long_keys if other in key and key != other])
        echo = 1.4 * (within or self.keys.count(line.key) > 1) or 0.9 * repeats
        if shared < 2:
            echo = 0.3 * (echo > 0)  # menus and sections stand twice as well
        if i and line.words <= 7 and "," in line.text and self.is_name_of_text(i - 1):
            return 0.0  # what somebody is: "Hydrologue, université de Lorraine"
        echo += 2.0 * tab + 0.8 * (by and line.words >= 4) - 1.2 * around
        size = 0.12 * min(line.words, 8) - (0.8 if line.length > 130 else 0.0) - 0.8 * (line.text[-1] == ":")
        size -= 1.0 * (
            line.words <= 6 and (line.text[0].isdigit() or (not repeats and _in_list(self.lines, self.taken, i)))
        )
        return (
            3 * shared / (len(words) + 2) + 0.3 * min(shared, 4) + echo + size - (0.0 if tab else min(1.2, 0.03 * away))
        )


def _opens(lines: Sequence[Line], taken: Sequence[bool], signed: Sequence[bool]) -> bool:
    """Whether a file begins with its title in words that the text doesn't have: short, no stop, right above the first
    sentence, but for who wrote it, and when; or anywhere above one where nothing of a page is around. A name, a place
    or a day alone is no title."""
    first = lines[0]
    if taken[0] or signed[0] or first.soft or first.words > MOST_OPENING_WORDS or not could_be(first):
        return False
    if first.text[-1] in ":,;-–—)]" or (first.figures and first.words <= 5 and _MONTH.search(first.low)):
        return False
    if any(mark in first.text for mark in (". ", "! ", "? ", " | ")) or not _TELLING_WORD.search(first.text):
        return False
    below = next((i for i in range(1, len(lines)) if not signed[i]), len(lines))
    bare = sum(taken) - sum(signed) < 2 and first.words >= FEWEST_TELLING
    if bare or 1 < below < len(lines):  # who wrote it, or when, stands below a title
        return any(line.ends and line.words >= SHORT_SENTENCE for line in lines[below:])
    return below < len(lines) and lines[below].sentence and not taken[below]


SHORT_SENTENCE = 5  # words


def _only_headline(lines: Sequence[Line], taken: Sequence[bool]) -> int | None:
    """The one line of some length above the first sentence, in words that the text doesn't have: all others there are
    labels, names and dates."""
    first = next((i for i, line in enumerate(lines) if line.sentence and not taken[i]), 0)
    above = [i for i in range(max(0, first - HEAD), first) if not taken[i] and lines[i].words >= FEWEST_TELLING]
    if len(above) != 1 or not could_be(lines[above[0]]) or not _TELLING_WORD.search(lines[above[0]].text):
        return None
    said = lines[above[0]].text.split()
    small = sum(word[0].islower() for word in said)
    return (
        above[0] if said[-1][-1] not in ":,;-–—)]" and 2 * small >= len(said) else None
    )  # names of buttons have capitals


FEWEST_TELLING = 5  # words of a line that is more than a label


MOST_OPENING_WORDS = 16
_MONTH = re.compile(rf"\b(?:{MONTHS})")
_TELLING_WORD = re.compile(
    r"(?:^|[\s'’«\"“-])(?!(?:della|dalla|delle)\b)[^\W\d_A-ZÀ-Þ][^\W\d_]{3}"
)  # no part of a name
HEAD = 20  # lines above the text in which a second headline may stand
TAB_LINES = 3  # at the top of a dump
_NAME = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w'’.-]{1,20}(?: [^\W\d_a-zß-öø-ÿ][\w'’.-]{1,20}){1,3}")
SHORTEST_TAB = 12  # characters
_SITE = re.compile(r" ?[-|–—·•»:/] ?.{1,60}")


def echoes(key: str, title: str) -> bool:
    """Whether a line is the title again, perhaps with the site's name behind it."""
    if key == title or len(title) < SHORTEST_TAB:
        return key == title
    return key.startswith(title) and bool(_SITE.fullmatch(key, len(title)))


def _under_text(lines: Sequence[Line], taken: Sequence[bool], end: int, body: set[str]) -> int | None:
    """A title in the share block below the text, for a page whose head was not copied."""
    for i in range(end, min(len(lines) - 1, end + 12)):
        line = lines[i]
        if taken[i] or not (taken[i - 1] and taken[i + 1]) or not could_be(line):
            continue
        words = line.content()
        if len(words & body) >= 4 and 2 * len(words & body) >= len(words):
            return i
    return None


def _above_standfirst(page: _Page, at: int) -> int:
    """The line above, where that is the title and the one that was found its longer standfirst."""
    lines = page.lines
    if not 0 < at < page.first or page.taken[at - 1] or not could_be(lines[at - 1]) or page.often[lines[at].key] > 1:
        return at
    above, found = lines[at - 1], lines[at]
    long_enough = above.words >= 4 and found.words >= max(SHORTEST_STANDFIRST, 0.8 * above.words)
    if long_enough and not page.in_tab(at) and page.score(at - 1) >= NEARLY * page.score(at):
        return at - 1
    shared = len(above.content() & page.body)
    shares = shared >= (2 if any(c.isdigit() for c in above.text) else 1) or (page.signed[at] and found.words >= 12)
    return at - 1 if shares and above.words >= 4 and found.words >= max(8, 1.4 * above.words) else at


def _in_list(lines: Sequence[Line], taken: Sequence[bool], i: int) -> bool:
    """Between two other short lines: an ingredient, a name, a menu's entry."""
    return 0 < i < len(lines) - 1 and all(
        lines[j].words <= 6 and not lines[j].sentence and not taken[j] for j in (i - 1, i + 1)
    )


_DATED = re.compile(
    rf"\b(?:{MONTHS})[^\W\d_]{{0,8}}\.? \d{{1,2}},? (?:19|20)\d\d|"
    rf"\b\d{{1,2}}\.? (?:{MONTHS})[^\W\d_]{{0,8}} (?:19|20)\d\d"
)
_STEPS_OF_PATH = re.compile(r" [›>»→/] ")  # "Home › News › Title"
REACH = 200  # lines above the text in which a title is sought


def _opening_words(lines: Sequence[Line], first: int) -> set[str]:
    words: set[str] = set()
    weight = 0
    for line in lines[first : first + 30]:
        if line.weight >= 80 and line.ends:
            words |= line.content()
            weight += line.weight
            if weight > 2500:
                break
    return words


def _is_path(text: str) -> bool:
    if "/" not in text and ">" not in text and "›" not in text and "»" not in text and "→" not in text:
        return False
    return len(_STEPS_OF_PATH.findall(text)) > 1


def could_be(line: Line) -> bool:
    if line.block.kind not in ("paragraph", "title", "subhead") or not line.weight >= 12 or line.length > LONGEST_TITLE:
        return False
    if not line.key or line.words < 3 or line.words > 40 or _is_path(line.head):
        return False
    if line.words <= 7 and line.figures and _DATED.search(line.low):
        return False
    if line.text[-1] in "|›»>/" and "«" not in line.text:
        return False  # steps of a path
    return not line.ends or line.text[-1] in "?!…»”\"'’" or line.text[-3:].count(".") > 1


def tells(text: str) -> bool:
    """Whether a line has a word that no name has: a person, a place or a day alone is no title."""
    return _TELLING_WORD.search(text) is not None


def make(lead: str, language: str) -> str:
    """A title in the lead's own words: its first sentence without brackets, dateline and trailing attribution, cut at a
    phrase. Empty when the lead has no words."""
    plain = _LISTED.sub("", _DATELINE.sub("", lead[:2000], count=1), count=1)
    spans = first_sentences(plain, language, 1)
    first = plain[spans[0][0] : spans[0][1]] if spans else plain
    first = " ".join(_BRACKETS.sub("", first).split(" ")).strip()
    cut = _ATTRIBUTION.search(first)
    if cut and cut.start() >= SHORTEST_MADE:
        first = first[: cut.start()]
    first = first.rstrip(" .,;:\u00a0")
    if len(first) <= LONGEST_MADE:
        return first
    breaks = [m.start() for m in _BREAKS.finditer(first, SHORTEST_MADE, LONGEST_MADE + 8) if m.start() <= LONGEST_MADE]
    if breaks:
        return _balanced(first[: breaks[-1]].rstrip(" ,;:–—-\u00a0"))
    at = first.rfind(" ", SHORTEST_MADE, LONGEST_MADE)
    return _balanced(first[: at if at > 0 else LONGEST_MADE].rstrip(" ,;:\u00a0"))


def _balanced(text: str) -> str:
    """Without a quotation mark that lost its partner."""
    for opening, closing in (("«", "»"), ("“", "”"), ("„", "“")):
        if text.count(opening) > text.count(closing):
            text = text.replace(opening, "").replace("  ", " ")
    return (text.replace('"', "") if text.count('"') % 2 else text).strip(" \u00a0")
