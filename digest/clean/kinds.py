"""What each kept line is on its page: caption, credit, byline, list item, subhead, standfirst.

A kind that the format gave (Markdown headings, HTML lists) stands; only paragraphs are looked at. Captions are never
body, and a picture's credit is never the article's agency."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.clean import agencies, credits, verbless
from digest.clean.line import LONGEST_SEEN, Line
from digest.clean.runs import is_clock
from digest.clean.words import CREDIT, MOST, content_words
from digest.model import Block, Kind

LONGEST_SUBHEAD = 110  # characters
LONGEST_STANDFIRST = 420
LONGEST_BYLINE = 110
LONGEST_SIGNED_CAPTION = 160
LONGEST_SIGNED = 260  # characters of a caption with a name behind its sentence
SIGNED_WORDS = 8  # of a sentence that an agency in brackets may stand behind, see Line.sentence

_BY_WORDS = (
    r"par|by|von|por|di|de|door|av|af|autor|autore|auteur|author|автор|przez|propos recueillis par|"
    r"written by|texte|text|words by|story by|reporting by"
)
_BY = re.compile(rf"(?:{_BY_WORDS}) ?:? (?=[A-ZÀ-ÞŁŚŻČŠŽА-ЯΑ-Ω])", re.IGNORECASE)
_BY_BEGINNINGS = frozenset(word[:2] for word in _BY_WORDS.split("|"))
_NAME_PARTS = frozenset(
    (
        *(
            "de",
            "du",
            "des",
            "d'",
            "la",
            "le",
            "les",
            "van",
            "von",
            "der",
            "den",
            "del",
            "della",
            "di",
            "da",
            "al",
            "el",
        ),
        *("ben", "et", "and", "y", "und", "e", "i", "avec", "with", "à", "at", "in", "pour", "for"),
    )
)
_ITEM = re.compile(r"(?:[•▪■●○*–—·►-]|\d{1,2}[.)])[ \u00a0]\S")
_WRAPPED = re.compile(r"[-–—]? ?[«\"“„'‘‹].{2,100}[»\"”“'’›] ?[-–—]?|[-–—] .{2,100} [-–—]")


def credit_of(line: Line) -> str | None:
    """The credit at the end of a caption, None where there is none. A line of prose never has one, nor has one with an
    agency in brackets behind its last sentence: most are paragraphs of the agency's text."""
    noted = line.noted
    if noted.credit is None:
        noted.credit = (_credit_of(line),)
    return noted.credit[0]


def _credit_of(line: Line) -> str | None:
    if line.length > LONGEST_SEEN:
        return None
    if line.length <= LONGEST_SIGNED and (name := credits.behind_sentence(line.text)):
        return name
    if not line.marks // CREDIT & MOST and "©" not in line.low and "(c)" not in line.low:
        return None
    return None if line.words >= SIGNED_WORDS and agencies.signs_off(line.text) else credits.at_end(line.head, line.low)


def is_bare_credit(line: Line) -> bool:
    """A credit without a caption: "© AFP", "Photo : Ana Reis"."""
    if line.words > 9 or line.length > 90 or line.sentence or not _begins(line, credits.BEGINNINGS):
        return False
    return credits.is_bare(line.head)


def _begins(line: Line, beginnings: frozenset[str]) -> bool:
    """Whether a pattern whose matches begin so is worth a try; always where letters may have odd cases."""
    begin = line.low[:2]
    return begin in beginnings or not begin.isascii()


def is_caption(line: Line) -> bool:
    return credit_of(line) is not None


def is_byline(line: Line) -> bool:
    """ "Par Ana Reis, à Lisbonne": a preposition and then names, and nothing else."""
    if line.length > LONGEST_BYLINE or line.ends or line.words > 12 or not _begins(line, _BY_BEGINNINGS):
        return False
    match = _BY.match(line.text)
    if not match:
        return False
    rest = re.split(r"[ ,|/&]+", re.sub(r"\([^()]{0,60}\)", "", line.text[match.end() :]).strip())
    names = sum(word[:1].isupper() for word in rest)
    others = [w for w in rest if w and not w[0].isupper() and w.lower() not in _NAME_PARTS]
    return 1 <= names <= 9 and not others and len(rest) >= 2


_WORKED_ON = re.compile(
    r"\(?(?:(?:additional )?reporting|(?:additional )?writing|editing|compiled|translated)(?: and \w{1,20})? by "
    r"[^\n]{3,180}\)?\.?",
    re.IGNORECASE,
)


def is_signature(line: Line) -> bool:
    """Whose copy the text uses, or who worked on it, and nothing else: "Avec AFP", "(Reuters)", "(Reporting by …)"."""
    if line.length <= 200 and "ing by " in line.low and _WORKED_ON.fullmatch(line.text):
        return True
    closed = line.ends and line.text[-2:] not in (").", "].")
    return line.length <= agencies.LONGEST_SIGNATURE and not closed and agencies.is_signature(line.text)


def _is_reporter(lines: Sequence[Line], i: int) -> bool:
    """The agency's reporter, right below the last paragraph: "(AFP/Ana Reis)". Elsewhere it is a picture's credit."""
    if lines[i].text[0] not in "([" or not i or not lines[i - 1].sentence or is_caption(lines[i - 1]):
        return False
    return agencies.reporter(lines[i].text) is not None and not any(line.sentence for line in lines[i + 1 :])


def is_item(line: Line) -> bool:
    return bool(_ITEM.match(line.text))


def is_wrapped(line: Line) -> bool:
    """An agency's subhead: quoted or between dashes."""
    return line.length <= LONGEST_SUBHEAD and bool(_WRAPPED.fullmatch(line.text))


def is_subhead(lines: Sequence[Line], i: int) -> bool:
    """Short, no full stop, and prose follows."""
    line = lines[i]
    if is_clock(line) and i + 2 < len(lines):
        return lines[i + 1].sentence or lines[i + 2].sentence
    timed = i > 0 and is_clock(lines[i - 1])
    if line.length > LONGEST_SUBHEAD or line.words > 16 or i + 1 >= len(lines):
        return False
    if lines[i + 1].weight < 80 and not (timed and lines[i + 1].sentence):
        return False
    if line.text[-1] in ".;,":
        return False
    if (
        i
        and not is_wrapped(line)
        and not is_clock(lines[i - 1])
        and lines[i - 1].words <= 6
        and not lines[i - 1].ends
        and lines[i - 1].length <= 40
    ):
        return False  # the last of a run of short lines: an ingredient, a name
    return is_wrapped(line) or not line.ends or line.text[-1] in "?!…"


def assign(
    lines: Sequence[Line], title: str | None, printed: Sequence[bool], below: Sequence[str] | None = None
) -> list[Block]:
    """The kept lines as blocks with kinds. `title` is the title's text, where a line of the file carries it; `printed`
    marks lines that print it once more. `below` are rules that took out what stood right below each line, or ""."""
    title_key = _folded(title) if title else None
    longest = 2 * len(title or "")  # runs of spaces aside, a line that prints the title is as long
    kinds: list[Block] = []
    body_started = told = False
    for i, line in enumerate(lines):
        block = line.block
        if block.kind == "paragraph":
            if printed[i] or (title_key is not None and line.length <= longest and _folded(line.text) == title_key):
                block = of_kind(block, "title")
            elif is_signature(line) or _is_reporter(lines, i) or _is_name_below(lines, i):
                block = of_kind(block, "byline")
            elif (credit := credit_of(line)) is not None and not (line.sentence and line.length > 250 and not credit):
                block = of_kind(block, "caption", credit)
            elif not body_started and _is_signed_caption(lines, i):
                block = of_kind(block, "caption", agencies.signs_off(line.text))
            elif (body_started or any(map(is_clock, lines[max(0, i - 1) : i + 1]))) and is_subhead(lines, i):
                block = of_kind(block, "subhead")
            elif is_item(line) and _is_listed(lines, i):
                block = of_kind(block, "list")
            elif not body_started and _is_standfirst(lines, i, title, below[i] if below else ""):
                block = of_kind(block, "standfirst")
        if block.kind == "title" and not told:
            body_started = False  # what stands above the title is no text
        body_started = body_started or block.kind in ("paragraph", "standfirst")
        told = told or (line.sentence and block.kind == "paragraph")
        kinds.append(block)
    _ask(kinds)
    return kinds


FEWEST_QUESTIONS = 2  # subheads that ask, where the others of a talk are subheads, too


def _ask(blocks: list[Block]) -> None:
    """The questions of a talk above its short answers."""
    if sum(block.kind == "subhead" and block.text[-1] == "?" for block in blocks) < FEWEST_QUESTIONS:
        return
    for i, block in enumerate(blocks[1:-1], 1):
        asks = block.kind == "paragraph" and block.text[-1] == "?" and len(block.text) <= LONGEST_SUBHEAD
        if asks and blocks[i - 1].kind == blocks[i + 1].kind == "paragraph" and blocks[i + 1].text[-1] != "?":
            blocks[i] = of_kind(block, "subhead")


_NAME_PART = r"[A-ZÀ-ÖØ-Þ][\w'’.-]{1,20}"
_NAME = re.compile(
    rf"{_NAME_PART}(?: (?:(?:de|du|des|van|von|der|den|da|di|del|la|le|el|al|ben) ){{0,2}}{_NAME_PART}){{1,3}}"
)


def _is_name_below(lines: Sequence[Line], i: int) -> bool:
    """A person's name alone as the last line, right below a paragraph."""
    line = lines[i]
    if i != len(lines) - 1 or not i or line.length > 60 or line.ends or not _NAME.fullmatch(line.text):
        return False
    return lines[i - 1].ends and lines[i - 1].words >= SIGNED_WORDS and not agencies.named(line.text)


_YEAR_AT_END = re.compile(r"\d{1,2}\D{1,16}(?:19|20)\d\d\Z")


def _is_signed_caption(lines: Sequence[Line], i: int) -> bool:
    """A line above the text with an agency in brackets behind it: a picture's, where it has no verb or tells the day
    with its year, and a longer text follows. A sentence with a verb is the lead of a dispatch as often."""
    line = lines[i]
    if line.length > LONGEST_SIGNED_CAPTION or not (agency := agencies.signs_off(line.text)):
        return False
    said = line.text[: -len(agency) - 2].rstrip(" .([")
    if not (_YEAR_AT_END.search(said) or verbless.is_scene(said)):
        return False
    return any(other.sentence and other.weight > line.weight for other in lines[i + 1 :])


def of_kind(block: Block, kind: Kind, credit: str | None = None) -> Block:
    """The block as another kind, with the credit of a caption; quicker than `replace`."""
    return Block(block.text, kind, block.line, block.html, block.start, credit or block.credit, block.image)


def _folded(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())


def _is_listed(lines: Sequence[Line], i: int) -> bool:
    return any(0 <= j < len(lines) and is_item(lines[j]) for j in (i - 1, i + 1))


SIGNED_BELOW = frozenset({"byline_line", "date_label", "reading_time", "share_bar"})
"""Rules that know what stands between a standfirst and its text."""


def _is_standfirst(lines: Sequence[Line], i: int, title: str | None, below: str) -> bool:
    """The line under the title that says it again, or quotes, before the text begins, or stands apart from it above
    captions, the author's name or the day. It needs a title, and text after it."""
    line = lines[i]
    if title is None or line.length > LONGEST_STANDFIRST or line.words < 6:
        return False
    after = next((other for other in lines[i + 1 :] if not is_caption(other)), None)
    if after is None:
        return False
    apart = below in SIGNED_BELOW or is_caption(lines[i + 1])
    if apart and line.ends and after.sentence and after.weight > line.weight:
        return True
    if line.length <= 2 * len(title):
        wanted = content_words(title)
        if wanted and len(wanted & line.content()) >= 0.6 * len(wanted):
            return True
    quoted = line.text[0] in '«"“„' and line.length <= 220
    return (quoted or not line.ends) and after.weight > line.weight and after.ends
