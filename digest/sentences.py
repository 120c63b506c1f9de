"""Where sentences and quotations begin and end. Offsets into the text that was given, nothing is rewritten.

A line end is always a border: blocks are joined by blank lines and a list keeps one item a line. Text in quotation
marks or brackets is kept whole. A new language needs a line in `_NEVER_LAST` at most: what isn't listed is split by the
general rules, which are the same for all scripts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

LONGEST_WHOLE = 1200
"""Characters: a longer quotation is cut at its own sentences, so that a quoted article doesn't become one sentence."""

LONGEST_BRACKET = 300
"""Characters: beyond it an opening bracket counts as forgotten, not as kept open."""


class Quotation(NamedTuple):
    """`text[start:end]` with its marks, `text[inner_start:inner_end]` without marks and the spaces inside them."""

    start: int
    inner_start: int
    inner_end: int
    end: int
    closed: bool  # False: a paragraph of a longer quotation, whose end stands in a later paragraph


_MARK = re.compile('[«»“”„‟"「」『』]')
_CLOSERS = {"«": "»", "“": "”", "„": "“”‟", "‟": "”", '"': '"', "»": "«»”", "”": "”", "「": "」", "『": "』"}
_AFTER_CLOSE = re.compile(r"\s*(?:[,.;:!?)\]…]|$)")


def quotations(text: str) -> list[Quotation]:
    """Outermost quotations in order. Pairs are sought within a line; a mark without partner opens nothing, except at
    the start of a line whose next line starts in the same way (a quotation of several paragraphs)."""
    found: list[Quotation] = []
    for start, end in _lines(text):
        if start < end:
            found += _begun_before(text, found, start, end)
            found += _quotations_of_line(text, start, end)
    return found


def _begun_before(text: str, found: list[Quotation], start: int, end: int) -> list[Quotation]:
    """What ends a quotation that the paragraph before left open, where no mark opens this one."""
    if not found or found[-1].closed or text[found[-1].end : start].strip():
        return []
    first = _MARK.search(text, start, end)
    mark = text[found[-1].start]
    if first is None or first.group() not in _CLOSERS.get(mark, "") or _opens(text, first.start(), start, end):
        return []
    return [_quotation(text, start - 1, first.end(), closed=True)._replace(start=start)]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each line, without its end mark."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _quotations_of_line(text: str, start: int, end: int) -> list[Quotation]:
    found = _between_marks(text, start, end) if _MARK.search(text, start, end) else []
    found = found or _spoken_after_a_dash(text, start, end)
    if text.find("‘", start, end) >= 0 or _STRAIGHT.search(text, start, end):
        found = _single_quotations(text, start, end, found)
    return found


_STRAIGHT = re.compile(r"(?:^|[\s(—–])'(?=[A-Za-z\[“\"]|\d+ [a-z])", re.M)


def _between_marks(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    stack: list[int] = []
    for match in _MARK.finditer(text, start, end):
        place, mark = match.start(), match.group()
        if stack and _closes(text, stack[-1], place, end):
            opened = stack.pop()
            found = [q for q in found if q.start < opened]
            found.append(_quotation(text, opened, place + 1, closed=True))
        elif stack and text[stack[-1]] == '"' and mark == '"':
            stack[-1] = place  # two that open: the first has no partner
        elif _opens(text, place, start, end):
            stack.append(place)
    if stack and _is_led_in(text[start : stack[0]]) and _goes_on(text, text[stack[0]], end):
        opened = stack[0]
        found = [q for q in found if q.start < opened]
        found.append(_quotation(text, opened, end, closed=False))
    return found


_NO_MARK = r"(?!(?:em|til|cause|tis|twas|n|s|t|round|bout|ndrangheta)\b)"  # 'em, 'til, 'n': an apostrophe
_SINGLE = re.compile(
    rf"(?:(?<![\w’])‘(?=[\w\[“\"])|(?<![\w’'.,?!])'(?=[A-Za-z\[“\"]|\d+ [a-z]){_NO_MARK})"
    r"[^‘\n]*?(?:[,.!?…”\"][’']|(?<=\w)(?<!s)[’'](?=[,;:.?!)])|(?<=\w)(?<!s)[’'](?=\s|$|[—–-]\s)|(?<=s)[’'](?=[,;:.?!)]))"
    r"(?=[\s,;:.?!)—–-]|$)"
)
_DASH = re.compile(r"[—–]\s?(?=[¿¡\w])[^—–\n]{8,}?(?=\s[—–][a-zà-ÿ])")


def _single_quotations(text: str, start: int, end: int, found: list[Quotation]) -> list[Quotation]:
    """British ‘…’ and '…' outside other marks, with those marks that stand inside them. Where no stop stands inside the
    closing mark, it must hold a few words: an apostrophe is no mark."""
    spans = [m.span() for m in _SINGLE.finditer(text, start, end) if _is_quoted(text, *m.span())]
    free = [(a, b) for a, b in spans if not any(q.start < a < q.end or q.start < b < q.end for q in found)]
    outer = [q for q in found if not any(a < q.start and q.end <= b for a, b in free)]
    return sorted([*outer, *(_quotation(text, a, b, closed=True) for a, b in free)])


def _is_quoted(text: str, start: int, end: int) -> bool:
    return text[end - 2] in ',.!?…”"' or text.count(" ", start, end) >= FEWEST_QUOTED


FEWEST_QUOTED = 3
"""Spaces between single marks without a stop: 'scare' marks and nicknames have fewer."""


def _spoken_after_a_dash(text: str, start: int, end: int) -> list[Quotation]:
    """Spanish speech: "—No vamos a cerrar el puerto —dijo la alcaldesa": up to the dash that a verb follows."""
    match = _DASH.match(text, start, end)
    if match is None:
        return []
    a, b = match.span()
    inner = a + 1 + (text[a + 1] == " ")
    return [Quotation(a, inner, b, b, True)]


def _quotation(text: str, start: int, end: int, *, closed: bool) -> Quotation:
    inner_start, inner_end = start + 1, end - 1 if closed else end
    while inner_start < inner_end and text[inner_start].isspace():
        inner_start += 1
    while inner_end > inner_start and text[inner_end - 1].isspace():
        inner_end -= 1
    return Quotation(start, inner_start, inner_end, end, closed)


def _is_led_in(ahead: str) -> bool:
    """Whether a quotation that stays open may begin here: at the start of its line, or behind "X said:"."""
    lead = ahead.strip(" -–—\u00a0\u202f")
    return not lead or lead.endswith((":", ","))


def _goes_on(text: str, mark: str, end: int) -> bool:
    following = text[end : end + 40].lstrip()
    if not following or text[end : end + 1] != "\n":
        return False
    return following[0] == mark or (following[0] == "»" and mark in "«“") or _is_closed_later(text, mark, end)


def _is_closed_later(text: str, mark: str, end: int) -> bool:
    """Whether the next paragraph has the closing mark before any opening one."""
    start = end + len(text[end : end + 40]) - len(text[end : end + 40].lstrip())
    stop = text.find("\n", start)
    stop = stop if stop >= 0 else len(text)
    first = _MARK.search(text, start, stop)
    if first is None or mark not in "«“" or first.group() not in _CLOSERS[mark]:
        return False
    return bool(_AFTER_CLOSE.match(text, first.end(), stop)) and not _opens(text, first.start(), start, stop)


def _closes(text: str, opened: int, place: int, line_end: int) -> bool:
    opener, mark = text[opened], text[place]
    if mark == '"' and opener == '"':
        before, after = text[place - 1], text[place + 1 : place + 2]
        return not (before in " \u00a0(" and (after.isalnum() or after in "[(") and after != "")
    if mark in _CLOSERS[opener]:
        return True
    if mark == opener and mark in "«“":  # "… les deux « , a-t-il dit": closed with the wrong mark
        return bool(_AFTER_CLOSE.match(text, place + 1, line_end)) and text[place - 1] != "("
    if mark in '"”' and opener in "«“„":  # mixed styles, when the right closer is missing
        return not any(text.find(c, place, line_end) >= 0 for c in _CLOSERS[opener])
    return False


def _opens(text: str, place: int, line_start: int, line_end: int) -> bool:
    mark = text[place]
    before = text[place - 1] if place > line_start else " "
    after = text[place + 1] if place + 1 < line_end else " "
    if mark in "»”":  # »so« and ”so” open with what closes elsewhere
        return (before.isspace() or before in "([—–-") and after.isalnum()
    if mark == '"':
        return not (before.isdigit() and not after.isalnum()) and not (before.isalnum() and after.isspace())
    return mark not in "」』" and not _AFTER_CLOSE.match(text, place + 1, line_end)


_BRACKETS = re.compile(rf"\([^()\n]{{0,{LONGEST_BRACKET}}}\)|\[[^\[\]\n]{{0,{LONGEST_BRACKET}}}\]")
_STOP = re.compile(r"[.!?…‽]+|[。！？｡؟۔।॥]+")
_WIDE_STOPS = frozenset("。！？｡")
_LAST_WORD = re.compile(r"[^\s(\[«“\"'’„]*$")
_INITIALS = re.compile(r"^(?:[^\W\d_]\.-?)*[^\W\d_]$")
_NEXT_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SPEECH = re.compile(
    r"(?:(?:\S+ ){1,3}|(?:[A-Z][\w.'’-]*,? |of |for ){1,8}"
    r"(?:\([^()\n]{1,20}\) |(?<=, )(?:(?!\. [A-Z])[^\"“”!?\n]){1,90}?, )?)"
    r"(?:said|says|asked|added|told|wrote|tweeted|replied|shouted|yelled|continued|explained|answered"
    r"|noted|recalled|joked|responded|insisted|concluded|exclaimed|declared|cried)\b"
)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words before a full stop that a sentence doesn't end with. Single letters are treated as initials in all languages.
_NEVER_LAST = {
    "fr": "mm mme mmes mlle mgr dr pr me ste st cf éd coll boul bd av env tél fig hab adm gén col cdt lt cap sgt ndlr",
    "en": "mr mrs ms dr drs prof st mt ft sen sens rep reps gov govs gen gens col maj lt sgt capt cmdr adm pres hon"
    " rev fr messrs v vs e.g i.e cf ave blvd rd approx dept est univ assn bros det supt insp",
    "de": "dr prof hr fr frl nr st bzw ca evtl ggf inkl z.b d.h u.a z.t o.ä mio mrd abs art vgl dipl ing geb sog str",
    "es": "sr sra srta sres dr dra d dña prof ud uds núm pág ee gral cnel lic ing arq fco mª av avda excmo",
    "it": "sig sigg dott dr prof on sen avv ing arch gen col cap mons art pag spett geom cav",
    "pt": "sr sra srs dr dra prof profa eng arq av exmo pág núm gen cel cap dep sen art min",
    "nl": "dhr mevr mr dr drs prof ir ing bijv o.a d.w.z nl ca blz",
}
_EVERY_LANGUAGE = _set(" ".join(_NEVER_LAST.values()))
_NEVER_LAST_SETS = {code: _set(words) for code, words in _NEVER_LAST.items()}
_BEFORE_NUMBER = _set(
    "no n° nº nr art p pp vol chap fig jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juil déc"
    " ca env c al cl sec num núm pág abs"
)
_BEFORE_NAME = _set("inc corp co ltd jr sr bros llc plc s.a s.p.a ee.uu e.u u.s u.k u.n d.c")
_ORDINAL_LANGUAGES = _set("de da no nb nn fi cs sk pl hu et lv lt sl hr sr bs tr is")
_STARTERS = _set(
    "le la les il elle ils elles on un une en mais ce cette ces et dans au aux pour selon si l the he she it they we i"
    " in on at a an but this that these those and for if there his her their after as when der die das er sie es ein"
    " eine und im in aber el los las una en pero il lo gli i e nel o os as um uma no na mas"
)


def sentences(text: str, language: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence in order, without the white space around it. `language` is an ISO code; an unknown
    one is split by the rules that all share. Pieces without a letter or digit are left out."""
    return list(_sentences(text, language))


def first_sentences(text: str, language: str, count: int) -> list[tuple[int, int]]:
    """The first of `sentences`, without looking at the lines behind them."""
    return list(islice(_sentences(text, language), count))


def _sentences(text: str, language: str) -> Iterator[tuple[int, int]]:
    code = language[:2].lower()
    for start, end in _lines(text):
        if start < end:
            yield from _sentences_of_line(text, start, end, code)


def _sentences_of_line(text: str, start: int, line_end: int, language: str) -> list[tuple[int, int]]:
    never_last = _NEVER_LAST_SETS.get(language, _EVERY_LANGUAGE)
    quoted = _quotations_of_line(text, start, line_end)
    ends = {q.end for q in quoted}
    whole = _whole_spans(text, start, line_end, quoted)
    whole_starts = [span[0] for span in whole]
    found: list[tuple[int, int]] = []
    for match in _STOP.finditer(text, start, line_end):
        stop = match.group()
        if match.start() < start:
            continue
        border = _after_closers(text, match.end(), ends)
        at = bisect_right(whole_starts, border - 1) - 1
        if at >= 0 and border < whole[at][1]:
            continue
        if _is_border(text, match.start(), stop, border, match.end(), language, never_last):
            _add(found, text, start, border)
            start = border
    _add(found, text, start, line_end)
    return found


_LARGE = r"[^\W\d_a-zß-öø-ÿ]"
_CAPITALS = rf"{_LARGE}(?:{_LARGE}|['’./ -])*{_LARGE}\.?"
_CAPITALISED = rf"{_LARGE}[\w'’.-]*(?:[ -]{_LARGE}[\w'’.-]*){{0,3}}"
_PLAIN_DAY = (
    r"(?:(?:[^\W\d_]+,? )?(?:le |den |el )?\d{1,2}(?:er|º|\.)? (?:de )?[^\W\d_]{3,10}\.?|[A-Z][a-z]{2,8}\.? \d{1,2})"
    r"(?:,? (?:de )?\d{4})?"
)
_AGENCY = r"\([^\W\d_][^()\n]{1,38}\)"
_DATELINE = re.compile(
    rf"(?!FILE\b)(?:{_CAPITALS}(?:, {_CAPITALISED}){{0,2}}(?:,? {_PLAIN_DAY})?(?: {_AGENCY})?"
    rf"|{_CAPITALISED}(?:, {_CAPITALISED}){{0,2}}(?:,? {_PLAIN_DAY}|(?:,? {_PLAIN_DAY})? {_AGENCY})"
    rf"|{_AGENCY})(?: ?[–—―]| --?)[ \u00a0]*[–—―-]*[ \u00a0]*(?=[\"'«“„‘\[]|\d|{_LARGE})"
    rf"|(?:{_CAPITALISED}(?:, {_CAPITALISED}){{0,2}} )?\([A-Z]{{2,6}}\) (?=[A-ZÀ-Þ])"
)
_MARKS_A_DATELINE = re.compile(r"[–—―(]| -")  # most paragraphs have neither: the long pattern is spared
_HEADING = re.compile(rf"{_LARGE}{{2,}}\b ?(?:[:–—/-]|$)")
_LETTERS = re.compile(r"[^\W\d_]+")
LONGEST_DATELINE = 90
"""Characters: "FRANCFORT-SUR-LE-MAIN, Allemagne, mercredi 7 mars 2030 (Agence France-Presse) — " has 80."""


def after_dateline(text: str) -> int:
    """Where the words begin behind "LUNHAVEN, 7 mars (Interlignes) –"; 0 when the paragraph opens with no dateline. A
    place in small letters counts only with a day or an agency behind it: "Paris – Lyon en deux heures" stays whole."""
    if not _MARKS_A_DATELINE.search(text, 0, LONGEST_DATELINE):
        return 0
    match = _DATELINE.match(text, 0, LONGEST_DATELINE + 20)
    if match is None or match.end() > LONGEST_DATELINE or _HEADING.match(text, match.end()):
        return 0
    ahead = match.group()
    if not any(map(str.isupper, ahead)):  # scripts without capitals show no places
        return 0
    if ahead.isascii() or any(sign in "(0123456789" for sign in ahead):
        return match.end()
    return match.end() if all(word[0].isupper() for word in _LETTERS.findall(ahead)) else 0  # beyond `_LARGE`'s ranges


def _whole_spans(text: str, start: int, end: int, quoted: list[Quotation]) -> list[tuple[int, int]]:
    """Spans of a line in which no sentence ends, merged where they overlap."""
    spans = [(q.start, q.end) for q in quoted if q.end - q.start <= LONGEST_WHOLE]
    spans.extend(m.span() for m in _BRACKETS.finditer(text, start, end))
    merged: list[tuple[int, int]] = []
    for span in sorted(spans):
        if merged and span[0] < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span[1]))
        else:
            merged.append(span)
    return merged


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if any(c.isalnum() for c in text[start:end]):
        found.append((start, end))


def _after_closers(text: str, place: int, ends: set[int]) -> int:
    """Skips the quotation marks and brackets that belong to the sentence that a stop ends."""
    while place < len(text):
        ahead = place
        while ahead < len(text) and text[ahead] in " \u00a0\u202f\u2009":
            ahead += 1
        if ahead < len(text) and ahead + 1 in ends:
            place = ahead + 1
        elif text[place] in ")]»”’›」』":
            place += 1
        else:
            break
    return place


def _is_border(
    text: str, dot: int, stop: str, border: int, stop_end: int, language: str, never_last: frozenset[str]
) -> bool:
    ahead = border
    while ahead < len(text) and text[ahead] in " \t\u00a0\u202f\u2009\u3000":
        ahead += 1
    if ahead >= len(text) or text[ahead] == "\n":
        return True
    if stop[0] in _WIDE_STOPS:
        return True
    following = text[ahead]
    if ahead == border:
        return stop == "." and _glued(text, dot)
    if following.islower() and not (following == "i" and text[ahead + 1 : ahead + 2].isupper()):
        return False
    if not (following.isalnum() or following in "«“„\"‘'([—–-¿¡「『•»”#@"):
        return False
    if text[dot - 1 : dot] in ("(", "["):
        return False
    if border > stop_end:
        speech = _SPEECH.match(text, ahead) if language == "en" else None
        return speech is None or _tells_anew(text, ahead, speech.end(), stop)
    return stop != "." or not _abbreviated(text, dot, ahead, language, never_last)


_CLAUSE = re.compile(r" (?:that|he|she|they|it|the|there|his|her|a|an|in a statement that)\b| [“\"]")


def _tells_anew(text: str, start: int, verb_end: int, stop: str) -> bool:
    """Whether a new sentence follows a quotation: "… our lake.” He said the meeting …", "… our lake.” Finch said that
    …"; but “It is rare.” Finch said."""
    first = _NEXT_WORD.match(text, start)
    word = first.group() if first else ""
    if word[:1].isupper() and word.lower() in _STARTERS:
        return True
    return stop == "." and _CLAUSE.match(text, verb_end) is not None


def _glued(text: str, dot: int) -> bool:
    """ "fin.Début": the space was lost. Names such as "Booking.Com" would be cut, which is rarer."""
    before, after = text[dot - 3 : dot], text[dot + 1 : dot + 4]
    return len(before) == 3 and before.isalpha() and before.islower() and after[:1].isupper() and after[1:].islower()


def _abbreviated(text: str, dot: int, ahead: int, language: str, never_last: frozenset[str]) -> bool:
    match = _LAST_WORD.search(text, max(0, dot - 15), dot)
    word = match.group() if match else ""
    folded = word.lower().rpartition("-")[2]
    if folded in never_last:
        return True
    following = _NEXT_WORD.match(text, ahead)
    next_word = following.group().lower() if following else ""
    if word.isdigit():
        return len(word) <= 2 and language in _ORDINAL_LANGUAGES
    if next_word[:1].isdigit():
        return folded in _BEFORE_NUMBER
    is_starter = next_word.replace("’", "'").partition("'")[0] in _STARTERS and next_word != "i"
    if word and _INITIALS.match(word) and (word[0].isupper() or "." in word):
        return not is_starter
    return folded in _BEFORE_NAME and not is_starter
