"""Formulas: what an outlet writes over and under many articles alike. Goes before profiles.

The name of a programme before its guests, "Le journal de 13h du 10/09", the sentence under every clip: such words make
perfect groups of things that have nothing to do with each other. They are found by their repetition within one outlet
and left out of profiles. Live blogs and round-ups are found by the words of their titles; they may join a story,
but not make one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from digest import text as strings
from digest.group.profile import BODY_CHARACTERS
from digest.group.terms import is_break, terms_of, tokens
from digest.model import Article

REPEATS = 3  # articles of one outlet, for a programme's name or a sentence to be the outlet's
DATED_REPEATS = 2  # for a title that differs from another only in its date or hour
LONGEST_PROGRAMME_WORDS = 7  # "Christine Kelly et vous"; longer starts of titles are not names
SHORTEST_SENTENCE_WORDS = 4

_PIECES = re.compile(r"\s+[-–—|•]\s+")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
_LIVE = re.compile(
    r"^\W*(?:(?:en\s+)?direct[oe]?|live(?:\s+updates?|blog|ticker)?|minute par minute|ao vivo|diretta)\b\s*[:.,|\-–—]"
    r"|[-–—:|,]\s*(?:en direct|live updates?|live blog|liveblog|liveticker|as it happened|en vivo|minuto a minuto)\W*$",
    re.IGNORECASE,
)
_ROUND_UP = re.compile(
    r"^\W*(?:(?:the\s+)?(?:morning|evening|daily|weekly|your\s+\w+)\s+(?:briefing|digest|round-?up|brief)"
    r"|(?:l['\u2019]essentiel de l['\u2019]actu|les titres du|l['\u2019]actu(?:alit[ée])? (?:du|de la)|revue de presse"
    r"|ce qu['\u2019]il (?:ne )?faut (?:pas manquer|savoir) (?:ce|cette) "
    r"|les (?:infos|informations) à (?:retenir|ne pas manquer)))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Formulas:
    """For each article, by index: terms to leave out, and the body without the outlet's sentences where it has some."""

    ignored: Mapping[int, frozenset[str]]
    bodies: Mapping[int, str]


def attaches_only(article: Article) -> bool:
    """Whether a title announces a live blog or a round-up."""
    title = article.title.value
    return bool(_LIVE.search(title) or _ROUND_UP.search(title))


def formulas(articles: Sequence[Article]) -> Formulas:
    """What recurs within an outlet. Articles of no known outlet are taken together."""
    by_outlet: dict[str, list[int]] = defaultdict(list)
    for i, article in enumerate(articles):
        by_outlet[article.outlet.value if article.outlet else ""].append(i)
    ignored: dict[int, frozenset[str]] = {}
    bodies: dict[int, str] = {}
    titles = _Titles(articles)
    for outlet, indices in sorted(by_outlet.items()):
        ignored.update(_programmes(articles, indices, titles))
        if outlet:
            bodies.update(_without_shared_sentences(articles, indices))
        for i in _dated_titles(articles, indices):
            ignored[i] = frozenset(_terms(articles[i].title.value, articles[i]))
            bodies[i] = ""
    return Formulas(ignored, bodies)


class _Titles:
    """All titles by their words, to ask how many hold a phrase."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.by_word: dict[str, list[str]] = defaultdict(list)
        for article in articles:
            title = strings.same_length_fold(article.title.value)
            for word in set(_WORD.findall(title)):
                self.by_word[word].append(title)

    def count(self, phrase: str) -> int:
        """Titles that hold a phrase."""
        held = [self.by_word[word] for word in _WORD.findall(phrase)]
        return sum(phrase in title for title in min(held, key=len, default=[]))


def _programmes(articles: Sequence[Article], indices: Iterable[int], titles: _Titles) -> dict[int, frozenset[str]]:
    """Terms of the names of programmes: starts and ends of titles that recur in the outlet and nowhere else."""
    pieces: dict[str, list[int]] = defaultdict(list)
    for i in indices:
        for piece in dict.fromkeys(_ends(strings.same_length_fold(articles[i].title.value).strip())):
            pieces[piece].append(i)
    found: dict[int, set[str]] = defaultdict(set)
    for piece, where in pieces.items():
        if len(where) >= REPEATS and titles.count(piece) == len(where):
            for i in where:
                found[i] |= _terms(piece, articles[i])
    return {i: frozenset(terms) for i, terms in found.items()}


def _dated_titles(articles: Sequence[Article], indices: Iterable[int]) -> list[int]:
    """Articles whose title is that of another but for its date or hour: the bulletin of each day."""
    holders: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for i in indices:
        title = strings.same_length_fold(articles[i].title.value).strip()
        if _NUMBER.search(title) and (mask := _DATE.sub("#", title)) != title:
            holders[mask].append((title, i))
    return [i for held in holders.values() if len({t for t, _ in held}) >= DATED_REPEATS for _, i in held]


def _ends(title: str) -> list[str]:
    """What stands before the first and after the last dash of a title."""
    pieces = _PIECES.split(title)
    ends = [pieces[0], pieces[-1]] if len(pieces) > 1 else []
    return [p for p in ends if p and len(p.split()) <= LONGEST_PROGRAMME_WORDS and not _NUMBER.fullmatch(p)]


_DATE = re.compile(
    r"\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?"  # 10/09/2025
    r"|\d{1,2}\s?[h:]\s?(?:\d{2})?\b"  # 13h, 19:30
    r"|(?:[^\W\d_]+\.?,?\s+)?\d{1,2}(?:er|st|nd|rd|th)?\.?\s+(?:de\s+)?[^\W\d_]{3,}\.?"  # mercredi 10 septembre
    r"(?:,?\s+(?:de\s+)?(?:19|20)\d\d)?$"  # 2025, at the end of a title
    r"|\b(?:n[°o]\.?\s?|#|épisode\s|episode\s|jour\s|day\s)\d+"  # épisode 16
)


def _terms(phrase: str, article: Article) -> set[str]:
    return {t for token in tokens(phrase) if not is_break(token) for t in terms_of(token, article.lang)}


def _without_shared_sentences(articles: Sequence[Article], indices: Sequence[int]) -> dict[int, str]:
    """Bodies without the sentences that stand under three or more articles of the outlet whose titles differ."""
    held: dict[str, list[int]] = defaultdict(list)
    for i in indices:
        for sentence in dict.fromkeys(_sentences(articles[i].text)):
            held[sentence].append(i)
    shared = {s for s, where in held.items() if len(where) >= REPEATS and _titles_differ(articles, where)}
    bodies = {}
    for i in sorted({i for s in shared for i in held[s]}):
        kept = [m for m in _SENTENCE.findall(articles[i].text[: 2 * BODY_CHARACTERS]) if _key(m) not in shared]
        bodies[i] = " ".join(kept)
    return bodies


def _sentences(text: str) -> list[str]:
    keys = (_key(m) for m in _SENTENCE.findall(text[: 2 * BODY_CHARACTERS]))
    return [k for k in keys if k]


def _key(sentence: str) -> str:
    """Comparison form, numbers masked; empty for a sentence that is too short to be anyone's."""
    if sentence.count(" ") < SHORTEST_SENTENCE_WORDS:
        return ""
    return _NUMBER.sub("#", sentence.strip().lower())


def _titles_differ(articles: Sequence[Article], where: Sequence[int]) -> bool:
    """Whether the articles are about different things: their titles share few terms. Versions of one article,
    which share their sentences too, have nearly one title."""
    terms = [_terms(_PIECES.split(articles[i].title.value)[-1], articles[i]) for i in where[:6]]
    pairs = [(a, b) for k, a in enumerate(terms) for b in terms[:k]]
    alike = sum(len(a & b) / (len(a | b) or 1) for a, b in pairs) / len(pairs)
    return alike < 0.3
