"""What the parts of a telling work on: the story's sentences, taken apart once.

Everything here follows from the story alone. Articles that carry one text share a text number, so that a reprint never
counts as a second voice."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from functools import cached_property

from digest.dates import mentions
from digest.model import Article, DateMention, Sentence, Story
from digest.quotations import Quotation
from digest.tell.alignment import ALIKE_IN_GROUP, groups, pairs
from digest.tell.entities import NO_ENTITIES, Entities, with_kinds
from digest.tell.lexicon import Lexicon, lexicon
from digest.tell.names import gender_of, group_names, kind_of
from digest.tell.naming import lower_case_words, occurrences
from digest.tell.occurrence import Occurrence, may_be_full
from digest.tell.offices import called
from digest.tell.options import Options
from digest.tell.pieces import Pieces, pieces
from digest.tell.reprints import reprints
from digest.tell.tokens import Word, tokenise
from digest.tell.units import Unit, placed

FULL_LENGTH = 0.9
"""Share of the longest carrier's words from which a newer one stands for the text: a cut one would lose what it cut."""

MOST_COMPARED = 80
"""Texts whose sentences are held against each other. A story of hundreds costs no more than one of that many."""


class Material:
    """A story taken apart. Lists are in story order; nothing changes after the first reading."""

    def __init__(self, story: Story, options: Options, entities: Entities = NO_ENTITIES) -> None:
        self.story = story
        self.options = options
        self.entities = entities
        self.articles = story.articles
        self.index = {a.id: i for i, a in enumerate(story.articles)}

    @cached_property
    def text_numbers(self) -> tuple[int, ...]:
        """For each article the newest uncut carrier of its text, the first of one day; itself when it is no reprint."""
        numbers = list(self._reprints[0])
        for group in self.story.copies:
            members = sorted(self.index[i] for i in group if i in self.index)
            for member in members[1:]:
                numbers[member] = numbers[members[0]]
        for i, number in enumerate(numbers):
            numbers[i] = numbers[number]
        carriers: dict[int, list[int]] = defaultdict(list)
        for i, number in enumerate(numbers):
            carriers[number].append(i)
        newest = {number: self._newest_uncut(group) for number, group in carriers.items()}
        return tuple(newest[number] for number in numbers)

    @cached_property
    def _reprints(self) -> tuple[list[int], list[int]]:
        return reprints(self.pieces, self.carried, [lexicon(a.lang) for a in self.articles])

    @cached_property
    def voices(self) -> dict[int, int]:
        """Text number → one number for all versions of a text: 200 copies with other figures are still one voice."""
        found = self._reprints[1]
        return {text: found[text] for text in self.text_numbers}

    def _newest_uncut(self, group: list[int]) -> int:
        if len(group) > 1:
            plain = [i for i in group if not self.articles[i].text.isupper() and not self._is_a_quotation(i)]
            group = plain or group
        longest = max(self.word_counts[i] for i in group)
        uncut = [i for i in group if self.word_counts[i] >= FULL_LENGTH * longest]
        return max(uncut, key=lambda i: (self._days[i], -i))

    def _is_a_quotation(self, article: int) -> bool:
        """Whether an article is mostly another's words between marks."""
        inside = sum(q.end - q.start for q in self.quotations[article])
        return 2 * inside > len(self.articles[article].text)

    @cached_property
    def pieces(self) -> tuple[Pieces, ...]:
        """Each article taken apart."""
        return tuple(map(pieces, self.articles))

    @cached_property
    def shingles(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """For each article its runs of `SHINGLE_WORDS` words."""
        return tuple(found.shingles for found in self.pieces)

    @cached_property
    def carried(self) -> frozenset[tuple[str, ...]]:
        """The runs that more than one article has, reprints too."""
        seen: set[tuple[str, ...]] = set()
        found: set[tuple[str, ...]] = set()
        for row in self.shingles:
            own = set(row)
            found |= own & seen
            seen |= own
        return frozenset(found)

    @cached_property
    def word_counts(self) -> tuple[int, ...]:
        """Words of each article's text."""
        return tuple(len(found.forms) for found in self.pieces)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All sentences of all articles, each paragraph's first without its dateline."""
        units: list[Unit] = []
        for index, (number, found) in enumerate(zip(self.text_numbers, self.pieces, strict=True)):
            for piece in found.sentences:
                units.append(placed(piece, len(units), index, number))
        return tuple(units)

    @cached_property
    def prose(self) -> tuple[Unit, ...]:
        """Sentences proper of each text, once: no subheads, tables, lists or code."""
        kinds = ("paragraph", "standfirst", "quote", "other")
        return tuple(u for u in self.units if u.kind in kinds and u.article == u.text_number)

    @cached_property
    def own_lines(self) -> frozenset[tuple[str, ...]]:
        """The words of each sentence that doesn't stand between marks from beginning to end."""
        own = (u for u in self.units if (q := self.in_quotation(u.article, u.start)) is None or q.end < u.end - 1)
        return frozenset(tuple(t.form for t in u.tokens) for u in own)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The story's languages, the one with most articles first."""
        counted = Counter(a.lang for a in self.articles)
        return tuple(sorted(counted, key=lambda code: (-counted[code], code)))

    @cached_property
    def quotations(self) -> tuple[tuple[Quotation, ...], ...]:
        """For each article its quotations, in order."""
        return tuple(found.quotations for found in self.pieces)

    @cached_property
    def weights(self) -> dict[str, dict[str, float]]:
        """Language → stem → how much it tells sentences of this story apart."""
        rows: dict[str, dict[str, float]] = {}
        for language in self.languages:
            units = [u for u in self.prose if u.language == language]
            counted = Counter(s for u in units for s in u.stems)
            total = len(units) + 1
            rows[language] = {s: math.log(1 + total / n) for s, n in counted.items()}
        return rows

    @cached_property
    def vectors(self) -> dict[int, dict[str, float]]:
        """Unit number → its stems with weights, of length one."""
        vectors = {}
        for unit in self.prose:
            weights = self.weights[unit.language]
            raw = {s: weights[s] for s in sorted(unit.stems)}
            length = math.sqrt(sum(w * w for w in raw.values()))
            vectors[unit.number] = {s: w / length for s, w in raw.items()} if length else {}
        return vectors

    @cached_property
    def breadth(self) -> dict[str, dict[str, float]]:
        """Language → stem → in how many texts and sentences it stands: what the story is about."""
        rows: dict[str, dict[str, float]] = {}
        for language in self.languages:
            units = [u for u in self.prose if u.language == language]
            per_unit = Counter(s for u in units for s in u.stems)
            texts = Counter(s for _, s in {(u.text_number, s) for u in units for s in u.stems})
            rows[language] = {s: texts[s] * math.log1p(n) for s, n in per_unit.items()}
        return rows

    @cached_property
    def centrality(self) -> dict[int, float]:
        """Unit number → nearness to the middle of the story in its language, 0 to 1: the mean of all sentences' vectors
        stands for the story, each text with the same voice (LexRank's degree without its pairs)."""
        rows: dict[int, float] = {}
        for language in self.languages:
            units = [u for u in self.prose if u.language == language]
            sizes = Counter(u.text_number for u in units)
            middle: dict[str, float] = defaultdict(float)
            for unit in units:
                for s, weight in self.vectors[unit.number].items():
                    middle[s] += weight / sizes[unit.text_number]
            length = math.sqrt(sum(w * w for w in middle.values())) or 1.0
            for unit in units:
                rows[unit.number] = sum(w * middle[s] for s, w in self.vectors[unit.number].items()) / length
        return rows

    @cached_property
    def compared(self) -> tuple[Unit, ...]:
        """The sentences of the texts that are nearest to the middle of the story, newer ones first among equals; of
        all texts in all but the largest stories."""
        best: dict[int, float] = {}
        for unit in self.prose:
            best[unit.text_number] = max(best.get(unit.text_number, 0.0), round(self.centrality[unit.number], 2))
        if len(best) <= MOST_COMPARED:
            return self.prose
        ranked = sorted(best, key=lambda text: (best[text], self.recency(text), text), reverse=True)
        kept = frozenset(ranked[:MOST_COMPARED])
        return tuple(u for u in self.prose if u.text_number in kept)

    @cached_property
    def alike(self) -> dict[tuple[int, int], float]:
        """Unit numbers of sentences of different voices in like words, with their cosine."""
        return pairs(self, ALIKE_IN_GROUP)

    @cached_property
    def groups(self) -> list[tuple[Unit, ...]]:
        """Sentences of different texts that say nearly the same."""
        return groups(self)

    @cached_property
    def name_groups(self) -> list[list[Occurrence]]:
        """Occurrences of each name, in order of first appearance."""
        return group_names(with_kinds(occurrences(self), self.articles, self.entities), self)

    @cached_property
    def called(self) -> dict[str, frozenset[int]]:
        """Roles in the words of the texts → numbers of the names of persons who have them."""
        return called(self)

    @cached_property
    def persons(self) -> frozenset[int]:
        """Numbers of the name groups that can speak and act: persons, and full names of unknown kind."""
        groups = [
            (kind_of(group), any(may_be_full(o) for o in group) and all(o.kind != "other" for o in group))
            for group in self.name_groups
        ]
        return frozenset(i for i, (kind, full) in enumerate(groups) if kind == "person" or (kind == "other" and full))

    @cached_property
    def possible_persons(self) -> frozenset[int]:
        """Numbers of the name groups that are neither a place nor a body."""
        return frozenset(i for i, group in enumerate(self.name_groups) if kind_of(group) in ("person", "other"))

    def names_between(self, article: int, start: int, end: int) -> list[tuple[Occurrence, int]]:
        """Names in a stretch of an article, with the number of their group."""
        starts, rows = self._names_by_article.get(article, ([], []))
        return rows[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def _names_by_article(self) -> dict[int, tuple[list[int], list[tuple[Occurrence, int]]]]:
        """Article → where its names start, and they with the numbers of their groups."""
        rows: dict[int, list[tuple[Occurrence, int]]] = defaultdict(list)
        for number, group in enumerate(self.name_groups):
            for occurrence in group:
                rows[occurrence.article].append((occurrence, number))
        ordered = {article: sorted(found, key=lambda row: row[0].start) for article, found in rows.items()}
        return {article: ([o.start for o, _ in found], found) for article, found in ordered.items()}

    @cached_property
    def _genders(self) -> dict[int, str]:
        return {}

    def gender(self, name: int) -> str:
        """ "m" or "f" by title or first name; "" when neither tells."""
        if name not in self._genders:
            self._genders[name] = gender_of(self.name_groups[name], [a.text for a in self.articles])
        return self._genders[name]

    def article_units(self, article: int) -> list[Unit]:
        """The sentences of one article."""
        return self._units_by_article.get(article, [])

    def dates_between(self, article: int, start: int, end: int) -> list[DateMention]:
        """Date mentions in a stretch of an article's text."""
        if article not in self._dates:
            source = self.articles[article]
            found = source.mentions or mentions(source.text, source.lang)
            inside = [m for m in found if m.role in ("narrative", "quote")]
            inside.sort(key=lambda m: (m.start, m.end))
            self._dates[article] = [m.start for m in inside], inside
        starts, rows = self._dates[article]
        return rows[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def _dates(self) -> dict[int, tuple[list[int], list[DateMention]]]:
        return {}

    def units_between(self, article: int, start: int, end: int) -> list[Unit]:
        """Sentences of an article that overlap a stretch of it."""
        units = self.article_units(article)
        at = max(0, bisect_right(units, start, key=lambda u: u.start) - 1)
        found = []
        while at < len(units) and units[at].start < end:
            if units[at].end > start:
                found.append(units[at])
            at += 1
        return found

    def words_of_unit(self, unit: Unit) -> list[Word]:
        """The tokens of a sentence, for the grammar of quotations."""
        if unit.number not in self._words:
            names = self.names_between(unit.article, unit.start, unit.end)
            text = self.articles[unit.article].text
            self._words[unit.number] = tokenise(text, unit.start, unit.end, unit.language, names, self.persons)
        return self._words[unit.number]

    @cached_property
    def standing(self) -> dict[int, bool]:
        """Unit number → whether it can be read alone, as far as that was asked."""
        return {}

    @cached_property
    def contradicted(self) -> dict[int, bool]:
        """Article → whether its text speaks against its day of publication, as far as that was asked."""
        return {}

    @cached_property
    def _words(self) -> dict[int, list[Word]]:
        return {}

    @cached_property
    def _units_by_article(self) -> dict[int, list[Unit]]:
        rows: dict[int, list[Unit]] = defaultdict(list)
        for unit in self.units:
            rows[unit.article].append(unit)
        return rows

    def block_starts(self, article: int) -> list[int]:
        """Offsets at which the body blocks of an article start."""
        return [offset for offset, _ in self.articles[article].body()]

    @cached_property
    def preferred_language(self) -> str:
        preferred = self.options.language
        return preferred if preferred in self.languages else next(iter(self.languages), "und")

    def recency(self, article: int) -> tuple[str, int]:
        """Sorts articles by how late a state of affairs they tell. An undated one counts as oldest."""
        return self._days[article], self._hours[article]

    @cached_property
    def newest(self) -> tuple[str, int]:
        """The recency of the newest article."""
        return max(self.recency(i) for i in range(len(self.articles)))

    @cached_property
    def _hours(self) -> tuple[int, ...]:
        """Of two articles of one day the one that tells of a later hour is newer: the hour of publication, else the
        latest hour that a sentence gives which doesn't look ahead."""
        hours = []
        for index, article in enumerate(self.articles):
            known = article.published
            if known and known.precision == "time" and len(known.value) >= 13:
                hours.append(int(known.value[11:13]))
                continue
            told = [
                mention.hour
                for unit in self.article_units(index)
                for mention in self.dates_between(index, unit.start, unit.end)
                if mention.hour is not None and not unit.looks_ahead
            ]
            hours.append(max(told, default=-1))
        return tuple(hours)

    @cached_property
    def newest_day(self) -> str:
        """Day of the newest article, "" when none is known."""
        return self.story.last or ""

    @cached_property
    def _days(self) -> tuple[str, ...]:
        return tuple(a.day or (a.published.value if a.published else "") for a in self.articles)

    def sentence(self, unit: Unit) -> Sentence:
        return self.passage(unit.article, unit.start, unit.end)

    def passage(self, article: int, start: int, end: int) -> Sentence:
        """A stretch of an article, to the character."""
        source: Article = self.articles[article]
        return Sentence(source.id, source.path, start, end, source.text[start:end])

    def quotations_between(self, article: int, start: int, end: int) -> tuple[Quotation, ...]:
        """Quotations of an article that overlap a stretch of it. They don't overlap each other."""
        rows = self.quotations[article]
        low = bisect_right(rows, start, key=lambda q: q.end)
        return rows[low : bisect_left(self._quotation_starts[article], end)]

    @cached_property
    def _quotation_starts(self) -> tuple[list[int], ...]:
        return tuple([q.start for q in row] for row in self.quotations)

    @cached_property
    def lowered(self) -> frozenset[str]:
        """Words that the story also writes small."""
        return lower_case_words(self.units)

    def in_quotation(self, article: int, place: int) -> Quotation | None:
        """The quotation that an offset lies in."""
        rows = self.quotations[article]
        at = bisect_right(self._quotation_starts[article], place) - 1
        return rows[at] if at >= 0 and place < rows[at].end else None

    def lexicon(self, unit: Unit) -> Lexicon:
        return lexicon(unit.language)
