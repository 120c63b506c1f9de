"""Pure string helpers that several rooms share: folding for comparison, words, slugs. Nothing here knows a noun."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = "'\u2019\u02bc\u2032\uff07"
"""Straight, typographic, modifier letter, prime and full-width: one letter for matching, never for display."""

_WORD = re.compile(r"[^\W_]+(?:[-'\u2019\u02bc][^\W_]+)*")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['\u2019\u02bc]", re.IGNORECASE)


class _SameLength(dict[int, str]):
    """Translation table that learns a character when it first meets it."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        lowered = character.lower()
        plain = "'" if character in APOSTROPHES else " " if character.isspace() else lowered
        self[code] = plain if len(plain) == 1 else character
        return self[code]


_SAME_LENGTH = _SameLength()
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def same_length_fold(text: str) -> str:
    """Lower case, straight apostrophes, plain spaces: character for character, so that offsets still hold."""
    return text.translate(_SAME_LENGTH)


def fold(text: str) -> str:
    """Comparison form: lower case, accents off, straight apostrophes, single spaces. Length may change."""
    lowered = text.lower()
    if not lowered.isascii():
        lowered = _BEYOND_ASCII.sub(_plain_run, lowered)
    return " ".join(lowered.split())


def _plain_run(found: re.Match[str]) -> str:
    return _plain(found[0])


@lru_cache(maxsize=4096)
def _plain(run: str) -> str:
    """A run of characters beyond ASCII; in French most are one accented letter or an apostrophe."""
    straight = "".join("'" if c in APOSTROPHES else c for c in run)
    return "".join(c for c in unicodedata.normalize("NFD", straight) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Words in order as written; hyphens and inner apostrophes stay inside."""
    return _WORD.findall(text)


def without_elision(word: str) -> str:
    """`l'accord` → `accord`, `qu’elle` → `elle`."""
    return _ELISION.sub("", word)


_LINKING_WORDS = """
a an the and or of to in on at by for with from as that le la les l un une des du de d et ou au aux en dans par
pour sur sous avec que qui qu ne se s n c der die das den dem ein eine und von zu im am auf mit fur el los
las del y por con para il lo gli della di e che o os da do no na em um uma
"""
LINKING = frozenset(_LINKING_WORDS.split())
"""Words that no slug ends with when it was cut, folded."""


def slugify(text: str, *, longest: int = 60) -> str:
    """ASCII slug cut at a word that can end a phrase, for addresses; empty when nothing of the text is Latin."""
    flat = fold(text).replace("œ", "oe").replace("æ", "ae").replace("ß", "ss").replace("ø", "o").replace("ł", "l")
    pieces = re.findall(r"[a-z0-9]+", flat)
    kept: list[str] = []
    for piece in pieces:
        if sum(map(len, kept)) + len(kept) + len(piece) > longest:
            break
        kept.append(piece)
    if len(kept) < len(pieces):
        while len(kept) > 1 and kept[-1] in LINKING:
            kept.pop()
    return "-".join(kept) or (pieces[0][:longest] if pieces else "")


_COMMONEST = "eaionrst"


def may_be_shouted(text: str) -> bool:
    """False where more than half of the letters are small, told from a few common ones at a tenth of the cost of
    looking at each letter; True where a closer look is worth it."""
    small = sum(map(text.count, _COMMONEST))
    return len(text) - text.count(" ") > 2 * small


def counted(number: int, one: str, many: str) -> str:
    """ "1 story", "2 stories", "0 stories": for reports, which are in English."""
    return f"{number} {one if number == 1 else many}"


def visible(characters: str) -> str:
    """Characters with those that show nothing, or sit on others, by their code: "U+00AD"; ∅ for none at all."""
    shown = [
        c if c.isprintable() and not unicodedata.combining(c) and c != " " else f"U+{ord(c):04X}" for c in characters
    ]
    return " ".join(shown) if any(len(c) > 1 for c in shown) else "".join(shown) or "∅"
