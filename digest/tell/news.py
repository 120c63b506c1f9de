"""What the news of a story is: what its titles say, the headline's first, and where its articles begin to tell it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from digest.model import Headline
from digest.tell.headline import headline
from digest.tell.leads import lead_places
from digest.tell.lexicon import lexicon
from digest.tell.material import Material
from digest.tell.pieces import tokens_of
from digest.tell.units import Unit

MOST_TITLES = 40
"""Titles that are held against a sentence, the newest ones: a story of hundreds costs no more."""


@dataclass(frozen=True, slots=True)
class Called:
    """A title: its stems, what they weigh together, and whose it is."""

    stems: frozenset[str]
    weight: float
    article: int


@dataclass(frozen=True, slots=True)
class News:
    material: Material
    language: str
    called: Headline
    title: frozenset[str]  # stems of the headline
    titles: tuple[Called, ...]  # of the newest articles
    places: dict[int, int]  # see `lead_places`

    @property
    def day(self) -> str:
        """Day of the headline's article."""
        own = self.material.index.get(self.called.article_id or "")
        return self.material.newest_day if own is None else self.material.recency(own)[0]

    @property
    def text(self) -> int | None:
        """Number of the text that the headline is the title of."""
        own = self.material.index.get(self.called.article_id or "")
        return None if own is None else self.material.text_numbers[own]

    @property
    def looks_ahead(self) -> bool:
        """Whether the headline tells what is to come."""
        words = lexicon(self.language)
        forms = [t.form for t in tokens_of(self.called.text, 0, self.language)]
        return any(f in words.future or f in words.planned or words.is_future_form(f) for f in forms)

    def told(self, unit: Unit) -> float:
        """Share of the headline's weight that a sentence tells."""
        whole = self._weigh(self.title)
        return self._weigh(self.title & unit.stems) / whole if whole else 0.0

    def told_of_any(self, unit: Unit) -> float:
        """Share of the title of which a sentence tells most."""
        shares = (self._weigh(t.stems & unit.stems) / t.weight for t in self.titles)
        return max(shares, default=0.0)

    def told_of_own(self, unit: Unit) -> float:
        """Share of its own article's title that a sentence tells; 0 for an article that isn't among the newest."""
        own = next((t for t in self.titles if t.article == unit.article), None)
        return self._weigh(own.stems & unit.stems) / own.weight if own else 0.0

    def _weigh(self, stems: frozenset[str]) -> float:
        weights = self.material.weights[self.language]
        return math.fsum(weights.get(s, 0.0) for s in stems)


def news(material: Material) -> News:
    """The news of a story in its preferred language."""
    language = material.preferred_language
    called = headline(material)
    weights = material.weights[language]
    titles = []
    newest = sorted(set(material.text_numbers), key=lambda i: (material.articles[i].day or "", material.articles[i].id))
    for index in newest[-MOST_TITLES:]:
        stems = frozenset(
            t.stem for t in tokens_of(material.articles[index].title.value, 0, language) if t.stem in weights
        )
        if stems:
            titles.append(Called(stems, math.fsum(weights[s] for s in stems), index))
    title = frozenset(t.stem for t in tokens_of(called.text, 0, language) if t.stem)
    return News(material, language, called, title, tuple(titles), lead_places(material))
