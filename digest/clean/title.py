"""The title: a line of the file, or else made from the lead's own words and marked as made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from digest.clean.core import core
from digest.clean.line import Line
from digest.clean.rules import MONTHS
from digest.sentences import sentences

LONGEST_TITLE = 220  # characters of a line that may be a title
LONGEST_MADE = 110
SHORTEST_MADE = 25

_BRACKETS = re.compile(r"[ \u00a0]?(?:\([^()]{0,200}\)|\[[^\[\]]{0,200}\])")
_DATELINE = re.compile(
    r"^[A-ZÀ-Þ][\w'’ -]{1,30}(?:, [^—–-]{1,40})?(?: ?\([A-Za-z .]{2,20}\))? ?[—–-]{1,2} (?=\S)|"
    r"^\([A-Z]{2,12}\) ?[—–-]? "
)
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


def find(lines: Sequence[Line], taken: Sequence[bool]) -> int | None:
    """Index of the line that is the title, or None. A title stands above the text, doesn't end like a sentence and
    speaks of what the text speaks of; a page often says it twice. `taken` marks lines that a hard rule or a caption
    has."""
    start, end = core(lines, [0.0 if line.sentence else 1.0 for line in lines])
    prose = [i for i in range(start, end) if lines[i].sentence and lines[i].weight >= 100 and not taken[i]]
    if not prose:
        return None
    first = prose[0]
    body = _opening_words(lines, first)
    below = range(first + 1, prose[len(prose) // 2])  # a teaser may stand above the title
    candidates = [i for i in (*range(max(0, first - REACH), first), *below) if not taken[i] and could_be(lines[i])]
    keys = [lines[i].key for i in candidates if i < first]
    often = Counter(line.key for line in lines)
    best: tuple[float, int] | None = None
    for i in sorted(candidates, key=lambda i: (i > first, -i)):
        if i > first and best is not None:
            break
        line = lines[i]
        words = line.content()
        shared = len(words & body)
        repeats = often[line.key] > 1
        within = any(
            line.key != other and line.key in other for other in keys
        )  # "Title | Outlet", "Home / News / Title"
        around = any(line.key != other and len(other) > 20 and other in line.key for other in keys)
        away = next(j for j in prose if j > i) - i
        if shared < 2 and not (shared == 1 and (len(words) <= 3 or line.words >= 6)) and away > 2:
            known = (within or repeats) and line.words >= 4
            if not known:
                continue
        if i > first and not ((within or repeats) and shared >= 2):
            continue
        echo = 1.4 * (within or keys.count(line.key) > 1) or 0.9 * repeats
        echo -= 1.2 * bool(around and not repeats)
        size = 0.12 * min(line.words, 8) - (0.8 if line.length > 130 else 0.0)
        size -= 1.0 * (line.words <= 6 and (line.text[0].isdigit() or (not repeats and _in_list(lines, taken, i))))
        score = 3 * shared / (len(words) + 2) + 0.3 * min(shared, 4) + echo + size - min(1.2, 0.03 * away)
        if score > 1.2 and (best is None or score > best[0]):
            best = (score, i)
    return _above_standfirst(lines, taken, best[1], body) if best else None


def _above_standfirst(lines: Sequence[Line], taken: Sequence[bool], at: int, body: set[str]) -> int:
    """The line above, where that is the title and the one that was found its longer standfirst."""
    if at == 0 or taken[at - 1] or not could_be(lines[at - 1]):
        return at
    above, found = lines[at - 1], lines[at]
    shares = len(above.content() & body) >= (2 if any(c.isdigit() for c in above.text) else 1)
    return at - 1 if shares and above.words >= 4 and found.words >= 1.4 * above.words else at


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


def could_be(line: Line) -> bool:
    if line.block.kind not in ("paragraph", "title", "subhead") or not line.weight >= 12 or line.length > LONGEST_TITLE:
        return False
    if line.words < 3 or line.words > 40 or len(_STEPS_OF_PATH.findall(line.head)) > 1:
        return False
    if line.words <= 7 and _DATED.search(line.low):
        return False
    return not line.ends or line.text[-1] in "?!…»”\"'’" or line.text[-3:].count(".") > 1


def make(lead: str, language: str) -> str:
    """A title in the lead's own words: its first sentence without brackets, dateline and trailing attribution, cut at a
    phrase. Empty when the lead has no words."""
    plain = _DATELINE.sub("", lead[:2000], count=1)
    spans = sentences(plain, language)
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
