"""Where sentences begin and end. Offsets into the text that was given, nothing is rewritten.

A line end is always a border: blocks are joined by blank lines and a list keeps one item a line. Text in quotation
marks or brackets is kept whole. A new language needs a line in `_NEVER_LAST` at most: what isn't listed is split by the
general rules, which are the same for all scripts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from digest.quotations import Quotation, lines, quotations_of_line

LONGEST_WHOLE = 1200
"""Characters: a longer quotation is cut at its own sentences, so that a quoted article doesn't become one sentence."""

LONGEST_BRACKET = 300
"""Characters: beyond it an opening bracket counts as forgotten, not as kept open."""


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
    for start, end in lines(text):
        if start < end:
            yield from _sentences_of_line(text, start, end, code)


def _sentences_of_line(text: str, start: int, line_end: int, language: str) -> list[tuple[int, int]]:
    never_last = _NEVER_LAST_SETS.get(language, _EVERY_LANGUAGE)
    quoted = quotations_of_line(text, start, line_end)
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
    r"(?:,? (?:de )?\d{4})?|\d{1,2}/\d{1,2}"
)
_LAND = r"\([^\W\d_][^()\n]{2,24}\)"
_AGENCY = r"\([^\W\d_][^()\n]{1,38}\)"
_DATELINE = re.compile(
    rf"(?!FILE\b)(?:{_CAPITALS}(?: {_LAND})?(?:, {_CAPITALISED}){{0,2}}(?:,? (?:{_PLAIN_DAY}))?(?: {_AGENCY})?"
    rf"|{_CAPITALISED}(?:, {_CAPITALISED}){{0,2}}(?:,? (?:{_PLAIN_DAY})|(?:,? (?:{_PLAIN_DAY}))? {_AGENCY})"
    rf"|{_AGENCY})(?: ?[–—―]| --?| =|\.-)[ \u00a0]*[–—―-]*[ \u00a0]*(?=[\"'«“„‘\[]|\d|{_LARGE})"
    rf"|(?:{_CAPITALISED}(?:, {_CAPITALISED}){{0,2}} )?\([A-Z]{{2,6}}\) (?=[A-ZÀ-Þ])"
)
_MARKS_A_DATELINE = re.compile(r"[–—―(]| -|\.- ")  # most paragraphs have neither: the long pattern is spared
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
