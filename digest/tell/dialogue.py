"""Speech behind dashes, without marks: "— Rien n'est prêt, soupire X. On attend." · "—No hay luz —dijo X—. Nada."

Only a line that also tells who speaks is taken for speech: a dash opens the items of lists, too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from digest.model import Block
from digest.quotations import Quotation
from digest.sentences import sentences
from digest.tell.lexicon import comparison_form
from digest.tell.speech import Speech, speech

_DASH = re.compile(r"[—–-]\s?(?=[¿¡]?[^\W\d_])")
_OPEN_MARK = re.compile(r"«\s?(?=[^»]*$)")  # a mark that nothing closes: the tag tells where the speech ends
_SECOND_DASH = re.compile(r"(?<=[\s,.?!…])\s?[—–-]\s?(?=[a-zà-ÿ])")
_RESUMED = re.compile(r"\s?[—–-][.,;:]?\s|[.,]\s[—–-]\s")
_INCISE = re.compile(
    r"(?:[,?!…]|\.\.\.)\s(?=(?:[smlt]['’]|se |me |a |ont |avait )*([a-zà-ÿ]+(?:-[a-zà-ÿ]+)*)\s?[\w,.:])"
)
_INVERTED = re.compile(r"[a-zà-ÿ]+-(?:t-)?(?:il|elle|ils|elles|on|je)$")
SHORTEST = 8
"""Characters of speech before who says it; "Non, dit-il" is too little to be shown."""


def spoken(body: Sequence[tuple[int, Block]], language: str, marked: tuple[Quotation, ...]) -> tuple[Quotation, ...]:
    """The quotations of a text, those behind dashes among them; a paragraph that has marks is left to them."""
    grammar = speech(language)
    if grammar is None:
        return marked
    found = [*marked, *_turns(body, marked)]
    if not grammar.closing:
        return tuple(sorted(found))  # who speaks stands ahead of the verb there, and dashes are asides
    for offset, block in body:
        opening = _DASH.match(block.text) or _OPEN_MARK.match(block.text)
        inner = [q for q in marked if offset <= q.start < offset + len(block.text)] if opening else []
        if opening is None or (inner and (block.text[0] == "«" or any(q.start > offset for q in inner))):
            continue
        told = [_moved(q, offset) for q in _of_line(block.text, opening.end(), language, grammar)]
        if told:
            found = [q for q in found if q not in inner] + told
    return tuple(sorted(found))


FEWEST_TURNS = 2
"""Paragraphs that open with the same name and a colon: one may be a heading."""


def _turns(body: Sequence[tuple[int, Block]], marked: tuple[Quotation, ...]) -> Iterator[Quotation]:
    """The turns of an interview, "MARSH: We rowed home." · "Ida Marsh : On a ramé.", but for the questions."""
    labelled = [(offset, block.text, m) for offset, block in body if (m := _LABEL.match(block.text)) is not None]
    counted = Counter(m.group(1) for _, _, m in labelled)
    for offset, text, label in labelled:
        inside = any(offset <= q.start < offset + len(text) for q in marked)
        short = len(text) - label.end() < SHORTEST_TURN
        if counted[label.group(1)] >= FEWEST_TURNS and not inside and not short and not text.rstrip().endswith("?"):
            yield _moved(_stretch(text, label.end(), len(text)), offset)


_LABEL = re.compile(r"((?:[^\W\d_a-zß-ÿ][\w.'’-]+)(?: [^\W\d_a-zß-ÿ][\w.'’-]+){0,3}) ?: (?=[^\W\d_])")
SHORTEST_TURN = 16


def _moved(q: Quotation, offset: int) -> Quotation:
    return Quotation(q.start + offset, q.inner_start + offset, q.inner_end + offset, q.end + offset, q.closed)


def _of_line(text: str, start: int, language: str, grammar: Speech) -> Iterator[Quotation]:
    dash = next((m for m in _SECOND_DASH.finditer(text, start) if _speaks(text[m.end() :], grammar)), None)
    if dash is not None:
        yield from _between_dashes(text, start, dash)
        return
    yield from _with_incise(text, start, language, grammar)


def _between_dashes(text: str, start: int, dash: re.Match[str]) -> Iterator[Quotation]:
    """ "— A — disse X. — B": what stands before the tag, and what is taken up behind it."""
    if dash.start() - start >= SHORTEST:
        yield _stretch(text, start, dash.start())
    resumed = _RESUMED.search(text, dash.end())
    if resumed is not None and len(text) - resumed.end() >= SHORTEST:
        yield _stretch(text, resumed.end(), len(text))


def _with_incise(text: str, start: int, language: str, grammar: Speech) -> Iterator[Quotation]:
    """ "— A, dit X. B": each sentence up to its incise; those behind it as far as somebody speaks in his own voice."""
    told = False
    for begin, end in sentences(text, language):
        begin = max(begin, start)
        incise = next((m for m in _INCISE.finditer(text, begin, end) if _is_incise(m, text, end, grammar)), None)
        stop = incise.start() + (text[incise.start()] != ",") if incise is not None else end
        if incise is None and not (told and _is_own_voice(text[begin:end], grammar)):
            if told:
                return
            continue
        if stop - begin >= SHORTEST:
            yield _stretch(text, begin if told else start, stop)
        told = True


def _is_incise(match: re.Match[str], text: str, end: int, grammar: Speech) -> bool:
    word = match.group(1)
    if _INVERTED.match(word):
        return True
    following = text[match.end(1) : end].lstrip()
    first = re.match(r"[^\W_]+['’]?|[.,:]", following)
    opens = first is not None and (first[0][0].isupper() or comparison_form(first[0]) in grammar.determiners)
    return comparison_form(word) in grammar.strong and opens and not word.endswith("ant")


def _speaks(tag: str, grammar: Speech) -> bool:
    words = [comparison_form(w) for w in re.findall(r"[^\W_]+(?:-[^\W_]+)*", tag)[:3]]
    helped = len(words) > 1 and words[0] in grammar.auxiliaries
    return bool(words) and (words[0] in grammar.verbs or (helped and words[1] in grammar.verbs))


def _is_own_voice(sentence: str, grammar: Speech) -> bool:
    words = re.findall(r"[^\W_]+['’]?", sentence)
    return sentence.endswith(("!", "?")) or any(comparison_form(w).replace("’", "'") in grammar.others for w in words)


def _stretch(text: str, start: int, end: int) -> Quotation:
    while end > start and text[end - 1].isspace():
        end -= 1
    return Quotation(start, start, end, end, True)
