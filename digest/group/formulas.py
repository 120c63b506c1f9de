"""Formulas: what an outlet writes over and under many articles alike. Goes before profiles.

The name of a programme before its guests, "Le journal de 13h du 10/09", the sentence under every clip: such words make
perfect groups of things that have nothing to do with each other. They are found by their repetition within one outlet
and left out of profiles. Live blogs and round-ups are found by the words of their titles; they may join a story,
but not make one."""

from __future__ import annotations

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Generic, TypeVar

from digest import text as strings
from digest.group.profile import BODY_CHARACTERS, ordinal
from digest.group.terms import is_break, terms_of, tokens
from digest.model import Article

REPEATS = 3  # articles of one outlet, for a programme's name or a sentence to be the outlet's
MOST_CHANCE = 0.1  # that a sentence's repeats are all of two days by chance; below, it tells the news of those days
DATED_REPEATS = 2  # for a title that differs from another only in its date or hour
LONGEST_PROGRAMME_WORDS = 7  # "Christine Kelly et vous"; longer starts of titles are not names
SHORTEST_SENTENCE_WORDS = 4
TITLES_COMPARED = 6  # of the articles that share a sentence, the first in order
FEW_PHRASES = 8  # that are looked for one by one in all titles

K = TypeVar("K")

_PIECES = re.compile(r"\s+[-–—|•]\s*")  # "La libre antenne -Nicole": the space behind is forgotten now and then
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
    r"|ce qu['\u2019]il (?:ne )?faut (?:pas manquer|savoir|retenir) (?:ce |cette |de la (?:journée|semaine)|du jour\b)"
    r"|(?:le )?(?:grand )?(?:journal|bulletin) (?:de|du|des) (?:\d{1,2} ?h|matin|midi|soir)"
    r"|les (?:infos|informations) à (?:retenir|ne pas manquer)))",
    re.IGNORECASE,
)


def attaches_only(article: Article) -> bool:
    """Whether a title announces a live blog or a round-up."""
    title = article.title.value
    return bool(_LIVE.search(title) or _ROUND_UP.search(title))


class Formulas:
    """What recurs within outlets, kept from one call to the next. Articles go by number; those of no known outlet are
    taken together. `articles` and `keys`, which put them in order, are of all, by number."""

    def __init__(self, articles: Sequence[Article], keys: Sequence[tuple[bool, str, str, str]]) -> None:
        self._articles, self._keys = articles, keys
        self._titles = _Titles()
        self._pieces: _Holders[tuple[str, str]] = _Holders()  # by outlet and start or end of a title
        self._masks: _Holders[tuple[str, str]] = _Holders()  # by outlet and title without its date
        self._sentences: _Holders[bytes] = _Holders()  # by what `_mark` makes of outlet and sentence
        self._brief: dict[str, set[bytes]] = defaultdict(set)  # outlet → those that may be of a few days only
        self._days: dict[str, Counter[int | None]] = defaultdict(Counter)  # outlet → its articles of each day

    def update(self, gone: Iterable[int], new: Iterable[int]) -> set[int]:
        """Takes articles out and in. The articles of whom what is ignored may be something else than before."""
        pieces: set[tuple[str, str]] = set()
        masks: set[tuple[str, str]] = set()
        marks: set[bytes] = set()
        outlets: set[str] = set()
        for number in gone:
            pieces |= self._pieces.take(number) | self._titles.take(number)
            masks |= self._masks.take(number)
            marks |= self._sentences.take(number)
            outlets.add(self._counted(number, -1))
        for number in new:
            article = self._articles[number]
            title = strings.same_length_fold(article.title.value)
            outlet = article.outlet.value if article.outlet else ""
            pieces |= self._pieces.put(number, [(outlet, piece) for piece in _ends(title.strip())])
            pieces |= self._titles.put(number, title)
            masks |= self._masks.put(number, [(outlet, mask) for mask in _masked(title.strip())])
            marks |= self._sentences.put(number, _marks(article))
            outlets.add(self._counted(number, 1))
        self._titles.watch(key for key in sorted(pieces) if len(self._pieces.of(key)) >= REPEATS)
        return (
            self._pieces.settle(pieces, self._is_programme)
            | self._masks.settle(masks, self._is_dated)
            | self._sentences.settle(marks | self._doubtful(marks, outlets), self._is_shared)
        )

    def _counted(self, number: int, times: int) -> str:
        """Counts an article that came or left. Its outlet."""
        outlet = self._outlet(number)
        self._days[outlet][ordinal(self._articles[number].day)] += times
        return outlet

    def _doubtful(self, marks: set[bytes], outlets: Iterable[str]) -> set[bytes]:
        """Sentences of a few days whose outlets have more or fewer articles of other days than before. `marks` are
        those that themselves stand in more or fewer."""
        for mark in marks:
            holders = self._sentences.of(mark)
            if len(holders) >= REPEATS:
                self._brief[self._outlet(holders[0])].add(mark)
        found: set[bytes] = set()
        for outlet in outlets:
            brief = self._brief[outlet]
            brief.difference_update([mark for mark in brief if self._span(self._sentences.of(mark)) is None])
            found |= brief
        return found

    def ignored(self, number: int) -> frozenset[str]:
        """Terms of an article to leave out."""
        article = self._articles[number]
        if self._masks.own(number):
            return frozenset(_terms(article.title.value, article))
        return frozenset(t for _, piece in self._pieces.own(number) for t in _terms(piece, article))

    def body(self, number: int) -> str | None:
        """The text of an article without the outlet's sentences; None where it has none."""
        if self._masks.own(number):
            return ""
        shared = frozenset(self._sentences.own(number))
        if not shared:
            return None
        article = self._articles[number]
        sentences = _SENTENCE.findall(article.text[: 2 * BODY_CHARACTERS])
        return " ".join(s for s in sentences if not (key := _key(s)) or _mark(article, key) not in shared)

    def _is_programme(self, key: tuple[str, str], holders: Sequence[int]) -> bool:
        """Starts and ends of titles that recur in the outlet and nowhere else are names of programmes."""
        return len(holders) >= REPEATS and self._titles.count(key[1]) == len(holders)

    def _is_dated(self, _key: tuple[str, str], holders: Sequence[int]) -> bool:
        """A title that is that of another but for its date or hour: the bulletin of each day."""
        return len({self._titles.title(i).strip() for i in holders}) >= DATED_REPEATS

    def _is_shared(self, _mark: bytes, holders: Sequence[int]) -> bool:
        """Sentences that stand under three or more articles of the outlet whose titles differ, unless all are of two
        days and the outlet's others are not: a programme is described every week, news for a day."""
        if len(holders) < REPEATS or self._chance(holders) < MOST_CHANCE:
            return False
        first = heapq.nsmallest(TITLES_COMPARED, holders, key=self._keys.__getitem__)
        return _titles_differ([self._articles[i] for i in first])

    def _chance(self, holders: Sequence[int]) -> float:
        """How likely so many articles of one outlet are within two days, if they are like all of its articles."""
        span = self._span(holders)
        if span is None:
            return 1.0
        counts = self._days[self._outlet(holders[0])]
        share = sum(counts[day] for day in range(span[0], span[1] + 1)) / counts.total()
        return float(share ** (len(holders) - 1))

    def _span(self, holders: Sequence[int]) -> tuple[int, int] | None:
        """First and last day of articles that are of two days at most."""
        first = last = None
        for number in holders:
            day = ordinal(self._articles[number].day)
            if day is None:
                return None
            first, last = min(first or day, day), max(last or day, day)
            if last - first > 1:
                return None
        return None if first is None or last is None else (first, last)

    def _outlet(self, number: int) -> str:
        outlet = self._articles[number].outlet
        return outlet.value if outlet else ""


class _Holders(Generic[K]):
    """Which articles hold what, and what of it was found to be the outlet's own."""

    def __init__(self) -> None:
        self._of: dict[K, list[int] | int] = {}  # one holder takes no list: most sentences have one
        self._keys: dict[int, tuple[K, ...]] = {}
        self._own: set[K] = set()

    def of(self, key: K) -> Sequence[int]:
        """Numbers of the articles that hold it."""
        found = self._of.get(key, ())
        return (found,) if isinstance(found, int) else found

    def own(self, number: int) -> list[K]:
        """What an article holds of the outlet's own."""
        return [key for key in self._keys.get(number, ()) if key in self._own] if self._own else []

    def put(self, number: int, keys: Iterable[K]) -> set[K]:
        """What an article holds."""
        held = tuple(dict.fromkeys(keys))
        if held:
            self._keys[number] = held
        for key in held:
            before = self._of.get(key)
            if before is None:
                self._of[key] = number
            elif isinstance(before, int):
                self._of[key] = [before, number]
            else:
                before.append(number)
        return set(held)

    def take(self, number: int) -> set[K]:
        """Forgets an article. What it held."""
        held = self._keys.pop(number, ())
        for key in held:
            left = [i for i in self.of(key) if i != number]
            if left:
                self._of[key] = left if len(left) > 1 else left[0]
            else:
                del self._of[key]
        return set(held)

    def settle(self, keys: Iterable[K], is_own: Callable[[K, Sequence[int]], bool]) -> set[int]:
        """Asks again what is the outlet's own. All holders of what changed sides."""
        changed: set[int] = set()
        for key in keys:
            holders = self._of.get(key, ())
            own = not isinstance(holders, int) and is_own(key, holders)  # what stands once is nobody's
            if own != (key in self._own):
                self._own ^= {key}
                changed.update(self.of(key))
        return changed


class _Titles:
    """All titles, and how many of them hold each phrase that is watched."""

    def __init__(self) -> None:
        self._of: dict[int, str] = {}
        self._counts: dict[str, int] = {}
        self._outlets: dict[str, set[str]] = {}  # phrase → those that use it
        self._by_word: dict[str, list[str]] = defaultdict(list)  # first word → phrases

    def title(self, number: int) -> str:
        """A title, folded."""
        return self._of[number]

    def count(self, phrase: str) -> int:
        """Titles that hold a watched phrase."""
        return self._counts[phrase]

    def put(self, number: int, title: str) -> set[tuple[str, str]]:
        """A new title. Outlets with a watched phrase of theirs that it holds."""
        self._of[number] = title
        return self._add(title, 1)

    def take(self, number: int) -> set[tuple[str, str]]:
        """Forgets a title. Outlets with a watched phrase of theirs that it held."""
        return self._add(self._of.pop(number), -1)

    def watch(self, keys: Iterable[tuple[str, str]]) -> None:
        """Counts phrases of outlets from now on."""
        fresh: set[str] = set()
        for outlet, phrase in keys:
            if phrase not in self._counts:
                self._counts[phrase] = 0
                fresh.add(phrase)
            self._outlets.setdefault(phrase, set()).add(outlet)
        for phrase in sorted(fresh):
            for word in _WORD.findall(phrase)[:1]:
                self._by_word[word].append(phrase)
        for title in self._of.values() if fresh else ():
            if len(fresh) > FEW_PHRASES or any(phrase in title for phrase in fresh):
                for phrase in self._held(title) & fresh:
                    self._counts[phrase] += 1

    def _add(self, title: str, times: int) -> set[tuple[str, str]]:
        held = self._held(title) if self._by_word else set()
        for phrase in held:
            self._counts[phrase] += times
        return {(outlet, phrase) for phrase in held for outlet in self._outlets[phrase]}

    def _held(self, title: str) -> set[str]:
        """The watched phrases that a title holds, word by word."""
        words = set(_WORD.findall(title))
        return {
            phrase
            for word in words & self._by_word.keys()
            for phrase in self._by_word[word]
            if phrase in title and words.issuperset(_WORD.findall(phrase))
        }


def _ends(title: str) -> list[str]:
    """What stands before the first and after the last dash of a title."""
    pieces = _PIECES.split(title)
    ends = [pieces[0], pieces[-1]] if len(pieces) > 1 else []
    return [p for p in ends if p and len(p.split()) <= LONGEST_PROGRAMME_WORDS and not _NUMBER.fullmatch(p)]


_DATE = re.compile(
    r"\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?"  # 10/09/2025
    r"|\d{1,2}\s?[h:]\s?(?:\d{2})?\b"  # 13h, 19:30
    r"|(?:(?<![^\W\d_])[^\W\d_]++\.?,?\s++)?"  # mercredi
    r"\d{1,2}(?:er|st|nd|rd|th)?\.?\s+(?:de\s+)?[^\W\d_]{3,}\.?"  # 10 septembre
    r"(?:,?\s+(?:de\s+)?(?:19|20)\d\d)?$"  # 2025, at the end of a title
    r"|\b(?:n[°o]\.?\s?|#|épisode\s|episode\s|jour\s|day\s)\d+"  # épisode 16
)


def _terms(phrase: str, article: Article) -> set[str]:
    return {t for token in tokens(phrase) if not is_break(token) for t in terms_of(token, article.lang)}


def _masked(title: str) -> list[str]:
    """The title with a mark for its date or hour, where it has one."""
    mask = _DATE.sub("#", title) if _NUMBER.search(title) else title
    return [mask] if mask != title else []


def _marks(article: Article) -> Iterator[bytes]:
    if article.outlet and article.outlet.value:
        for sentence in _SENTENCE.findall(article.text[: 2 * BODY_CHARACTERS]):
            if key := _key(sentence):
                yield _mark(article, key)


def _mark(article: Article, key: str) -> bytes:
    """What a sentence of an outlet is known by: all of them would not fit in memory."""
    outlet = article.outlet.value if article.outlet else ""
    return blake2b(f"{outlet}\n{key}".encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _key(sentence: str) -> str:
    """Comparison form, numbers masked; empty for a sentence that is too short to be anyone's."""
    if sentence.count(" ") < SHORTEST_SENTENCE_WORDS:
        return ""
    return _NUMBER.sub("#", sentence.strip().lower())


def _titles_differ(articles: Sequence[Article]) -> bool:
    """Whether the articles are about different things: their titles share few terms. Versions of one article,
    which share their sentences too, have nearly one title."""
    told = [(_PIECES.split(article.title.value)[-1], article) for article in articles]
    known = {(title, article.lang): article for title, article in told}
    terms = {key: _terms(key[0], article) for key, article in known.items()}
    held = [terms[title, article.lang] for title, article in told]
    pairs = [(a, b) for k, a in enumerate(held) for b in held[:k]]
    alike = sum(len(a & b) / (len(a | b) or 1) for a, b in pairs) / len(pairs)
    return alike < 0.3
