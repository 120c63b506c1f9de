"""The title of a page from its several versions: what JSON-LD, OpenGraph, the heading and the title element agree on.

Sites append their name ("… | Le Journal") to some of them and shorten others; two that agree outvote one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from digest.text import fold

_SEPARATOR = re.compile(r"\s+[|\-–—•·»:~]+\s+|\s*[|｜]\s*|\s+::\s+")
_KEY = re.compile(r"[^\W_]+")


def best_title(
    *, linked: str, opengraph: str, headings: tuple[str, ...], element: str, outlets: tuple[str, ...], host: str
) -> tuple[str, float]:
    """The title and how sure it is; empty when the page has none."""
    names = {key for name in (*outlets, host, host.rsplit(".", 1)[0]) if (key := _key(name))}
    named = [
        ("linked", _without_outlet(_readable(linked), names)),
        *(("heading", _without_outlet(_readable(heading), names)) for heading in headings),
        ("opengraph", _without_outlet(_readable(opengraph), names)),
    ]
    element = _without_outlet(_readable(element), names)
    voters = [(source, title) for source, title in named if title and _key(title) not in names]
    if not voters:
        return (element, 0.7) if element and _key(element) not in names else ("", 0.0)
    scored = [(_votes(title, source, voters, element), -rank, title) for rank, (source, title) in enumerate(voters)]
    votes, _, title = max(scored)
    return title, 0.95 if votes >= 2 else 0.8


def _votes(title: str, source: str, voters: list[tuple[str, str]], element: str) -> float:
    key = _key(title)
    votes = float(len({other for other, text in voters if _key(text) == key}))
    if element and _key(element).startswith(key):
        votes += 0.9  # the title element repeats it, with or without more behind it
    if source == "heading" and len(title) < 15 and votes < 2:
        votes -= 1  # a logo or a section name set as a heading
    return votes


def _readable(title: str) -> str:
    text = unescape(unescape(title)) if "&" in title else title
    return (
        " ".join(re.sub(r"<[^>]{1,100}>", "", text).split(" ")).strip()
        if "<" in text
        else " ".join(text.split()).strip()
    )


def _without_outlet(title: str, names: set[str]) -> str:
    """Cuts "… - Outlet" and "Outlet : …" where the piece is a name of the outlet, or nearly."""
    changed = True
    while changed:
        changed = False
        for cut in _SEPARATOR.finditer(title):
            head, tail = title[: cut.start()], title[cut.end() :]
            if _is_name(tail, names) and len(_key(head)) >= 8:
                title, changed = head, True
                break
            if _is_name(head, names) and len(_key(tail)) >= 8:
                title, changed = tail, True
                break
    return title.strip()


def _is_name(piece: str, names: set[str]) -> bool:
    key = _key(piece)
    return bool(key) and any(
        key == name or (len(key) >= 4 and len(name) >= 4 and (name.startswith(key) or key.startswith(name)))
        for name in names
    )


def _key(text: str) -> str:
    return "".join(_KEY.findall(fold(text)))


def shown_words(title: str) -> Iterator[str]:
    """Words of a title in comparison form."""
    return iter(_KEY.findall(fold(title)))
