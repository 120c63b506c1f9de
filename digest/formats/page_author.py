"""Who wrote a page: its metadata, unless they only name the outlet again, else the byline that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.etree import _Element

from digest.text import fold

_CLASS = re.compile(
    r"(?<![a-z])(?:(?:article|post|entry|news|meta|item)[-_]{0,2})?(?:author|authors|auteur|auteurs|byline|autor|autore)"
    r"(?:[-_]{1,2}(?:name|link|text|names))?(?![-_a-z])"
)
_BY = re.compile(
    r"^(?:(?:auteure?s?|autore?|autor|author)\s*:|written by\b|article by|words by|by|par|von|de|por|di|av|texte?)\s+",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"^(?:https?:|www\.|@)|^\d+$|\.(?:com|fr|de|org|net|co\.uk)\b")

_ACCOUNT = re.compile(
    r"(?:(?:wp|web|site|super|sys)[ _.-]?)?"
    r"(?:admin|administrators?|administrateur|administrador|amministratore|webmaster|root|superuser|wordpress|editors?)"
    r"[ _.-]?\d{0,4}"
)
"""Accounts of publishing programs, in lower case without accents. "Rédaction" is none: it says who wrote."""

LONGEST = 300
"""Characters of a list of authors; more is a biography."""

LONGEST_SHOWN = 80
"""Characters of a byline that is told by its class alone."""

_HEADING_WINDOW = 400
"""Elements around the first heading in which a byline stands; further down it is another article's."""


def byline(candidates: Iterable[str], tree: _Element, outlets: Iterable[str]) -> tuple[str, float]:
    """Names and how sure they are; the first candidate that names a person rather than the outlet."""
    names = {_key(outlet) for outlet in outlets if outlet}
    for listed in candidates:
        candidate = _without_accounts(listed)
        if _is_name(candidate, names):
            return candidate, 0.9
    for shown in map(_without_accounts, _shown(tree)):
        if _is_name(shown, names):
            return shown, 0.7
    return "", 0.0


def _without_accounts(listed: str) -> str:
    """A list of authors without the accounts of machines: "admin, Ana Belo" is Ana Belo."""
    names = listed.split(", ") if len(listed) <= LONGEST else [listed]
    persons = [name for name in names if not _ACCOUNT.fullmatch(fold(name.strip()))]
    return ", ".join(persons) if len(persons) < len(names) else listed


def _is_name(text: str, outlets: set[str]) -> bool:
    key = _key(text)
    if len(key) < 3 or len(text) > LONGEST or _NO_NAME.search(text):
        return False
    return not any(
        key == outlet or (len(key) >= 4 and (key in outlet or outlet in key)) for outlet in outlets if outlet
    )


def _key(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


def _shown(tree: _Element) -> Iterator[str]:
    """Texts of byline elements near the heading, the prefix off."""
    elements = list(tree.iter())
    headings = [number for number, element in enumerate(elements) if element.tag == "h1"]
    start = max(0, headings[0] - _HEADING_WINDOW // 4) if headings else 0
    for element in elements[start : start + _HEADING_WINDOW]:
        if not isinstance(element.tag, str) or element.tag in ("script", "meta", "link", "body", "html", "img"):
            continue
        marked = element.get("itemprop") == "author" or element.get("rel") == "author"
        if not marked and not _CLASS.search(f"{element.get('class') or ''}".lower()):
            continue
        text = " ".join("".join(str(piece) for piece in element.itertext()).split())
        text = _BY.sub("", text).strip(" ,|·–-")
        if 4 <= len(text) <= LONGEST_SHOWN and " " in text and not any(c.isdigit() or c == ":" for c in text):
            yield text
