"""Spaces as a typesetter would set them, by the language of each text. Pages and feeds ask for it at the very end.

Only spaces change: no letter, mark or digit is added, dropped or swapped, so `plain` finds the published words again.
Addresses are left alone, and so is every language but French. To add a language, add a function to `_SETTERS`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

NARROW = "\u202f"  # narrow no-break space: before ; ! ? and inside « »
NO_BREAK = "\u00a0"  # no-break space: before :, between number and unit, title and name

_SPACES = "[ \u00a0\u202f\u2009]"
_PROTECTED = re.compile(
    r"(?:https?://|www\.)[^\s<>«»]+|[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\w)(?:[\w-]+\.)+(?:fr|com|org|net|eu|info|be|ch|ca)(?:/[^\s<>«»]*)?"
)
_BEFORE_TALL = re.compile(rf"(?<=[^\s(\[;!?:…])(?:{_SPACES}*)(?=[;!?]+(?:[\s»”’\")\]…;!?]|$))")
_BEFORE_TALL_SPACED = re.compile(rf"{_SPACES}+(?=[;!?])")
_BEFORE_COLON = re.compile(rf"(?<=[^\s\d(\[:;!?])(?:{_SPACES}*)(?=:(?:[\s«“\"]|$))|(?<=\S){_SPACES}+(?=:(?:\s|$))")
_AFTER_OPEN = re.compile(rf"«{_SPACES}*(?=\S)")
_BEFORE_CLOSE = re.compile(rf"(?<=\S){_SPACES}*»")
_THOUSANDS = re.compile(r"(?<![\d.,/-])(\d{1,3})((?:[ \u00a0\u202f\u2009]\d{3})+)(?![\d/-])")
_UNITS = (
    "%|‰|€|\\$|£|°C|°|km/h|km²|km|m²|m³|cm|mm|kg|mg|ha|hl|kWh|MWh|GWh|TWh|MW|GW|kW|Mo|Go|To|"
    "euros?|dollars?|millions?|milliards?|mille|h|min|heures?|minutes?|ans|mois|jours|mètres?|kilomètres?|tonnes?|hectares?|degrés?"
)
_NUMBER_UNIT = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?![\w]))")
_TITLE_NAME = re.compile(r"(?<!\w)(M\.|MM\.|Mme|Mmes|Mlle|Dr|Pr|Me|Mgr|St|Ste|n°|nos|art\.|p\.) (?=[A-ZÀ-ÖØ-Þ0-9])")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TAGS = re.compile(r"(<[^>]*>)")
_VERBATIM = re.compile(r"^</?(?:code|pre|kbd|samp|script|style)\b", re.IGNORECASE)


def _french(text: str) -> str:
    text = _BEFORE_TALL.sub(NARROW, text)
    text = _BEFORE_TALL_SPACED.sub(NARROW, text)
    text = _BEFORE_COLON.sub(NO_BREAK, text)
    text = _AFTER_OPEN.sub("«" + NARROW, text)
    text = _BEFORE_CLOSE.sub(NARROW + "»", text)
    text = _THOUSANDS.sub(lambda m: m[1] + re.sub(_SPACES, NARROW, m[2]), text)
    text = _NUMBER_UNIT.sub(NO_BREAK, text)
    return _TITLE_NAME.sub(r"\1" + NO_BREAK, text)


_SETTERS: dict[str, Callable[[str], str]] = {"fr": _french}

_MARKS = {
    "fr": (f"«{NARROW}", f"{NARROW}»"),
    "de": ("„", "“"),
    "es": ("«", "»"),
    "it": ("«", "»"),
    "el": ("«", "»"),
    "ru": ("«", "»"),
    "uk": ("«", "»"),
    "ar": ("«", "»"),
    "pl": ("„", "”"),
    "ro": ("„", "”"),
    "cs": ("„", "“"),
    "ja": ("「", "」"),
}
"""What opens and closes a quotation in print, by language; elsewhere “…”."""
_BRINGS_MARKS = tuple("«“\"„‘'")


def in_marks(text: str, language: str) -> str:
    """A quotation, typeset, in the marks of its own language, unless it brings its own."""
    text = typeset(text, language)
    if text.startswith(_BRINGS_MARKS):
        return text
    opening, closing = _MARKS.get(language[:2].lower(), ("“", "”"))
    return f"{opening}{text}{closing}"


@lru_cache(maxsize=8192)
def typeset(text: str, language: str) -> str:
    """The text with its language's spaces; unchanged for a language that has no rules here."""
    setter = _SETTERS.get(language[:2].lower())
    if setter is None:
        return text
    pieces, last = [], 0
    for protected in _PROTECTED.finditer(text):
        pieces += [setter(text[last : protected.start()]), protected[0]]
        last = protected.end()
    pieces.append(setter(text[last:]))
    return "".join(pieces)


def typeset_html(markup: str, language: str) -> str:
    """Markup with its text nodes typeset; tags, attributes, code and preformatted text stay as they are."""
    if language[:2].lower() not in _SETTERS:
        return markup
    pieces, depth = [], 0
    for piece in _TAGS.split(markup):
        if piece.startswith("<"):
            if _VERBATIM.match(piece) and not piece.endswith("/>"):
                depth += -1 if piece.startswith("</") else 1
            pieces.append(piece)
        elif depth > 0 or not piece:
            pieces.append(piece)
        else:
            pieces.append(html.escape(typeset(html.unescape(piece), language), quote=False))
    return "".join(pieces)


def printable(text: str) -> str:
    """Without the characters that no page may hold: controls, lone surrogates and non-characters, all invisible."""
    return _UNPRINTABLE.sub("", text)


def plain(text: str) -> str:
    """One form for all that `typeset` may have made of a text, for comparison only."""
    text = re.sub(rf"{_SPACES}+", " ", text)
    text = re.sub(r" (?=[;!?:»])", "", text)
    return re.sub(r"(?<=«) ", "", text)


LONG_FRAGMENT = 60  # characters; above, a text fragment names the first and last words, which keeps addresses short
_EDGE_WORDS = 4  # at each end of a long fragment: enough to be found within the paragraph that the link names


def text_fragment(text: str) -> str:
    """`:~:text=…` for a link that lands on these words, percent-encoded as the text-fragment grammar wants it."""
    flat = " ".join(printable(text).split(" ")).strip()
    if len(flat) <= LONG_FRAGMENT:
        return ":~:text=" + _encoded(flat)
    words = flat.split(" ")
    if len(words) <= 2 * _EDGE_WORDS:
        return ":~:text=" + _encoded(flat)
    return f":~:text={_encoded(' '.join(words[:_EDGE_WORDS]))},{_encoded(' '.join(words[-_EDGE_WORDS:]))}"


def _encoded(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")
