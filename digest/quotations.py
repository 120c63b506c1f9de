"""Where quotations begin and end: marks of all styles, British single ones, what paragraphs go on with. Offsets into
the text that was given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


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
    for start, end in lines(text):
        if start < end:
            found += _begun_before(text, found, start, end)
            found += quotations_of_line(text, start, end)
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


def lines(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each line, without its end mark."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def quotations_of_line(text: str, start: int, end: int) -> list[Quotation]:
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
    if not _AFTER_CLOSE.match(text, first.end(), stop) or _opens(text, first.start(), start, stop):
        return False
    return not _closes_once_more(text, first.end(), start, stop)


def _closes_once_more(text: str, after: int, start: int, stop: int) -> bool:
    """Whether a mark behind the closing one closes what nothing opened: then somebody forgot marks in this paragraph,
    and no guess tells which."""
    following = _MARK.search(text, after, stop)
    return following is not None and following.group() in "»”" and not _opens(text, following.start(), start, stop)


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
