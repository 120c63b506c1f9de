"""What the story is called: the editor's words, else a published title, the newest that is near the story's middle."""

from __future__ import annotations

import math
import re

from digest.model import Article, Headline
from digest.tell.lexicon import comparison_form, lexicon, stem
from digest.tell.material import Material
from digest.text import words

CENTRAL_ENOUGH = 0.22
"""Share of the best title's centrality that a newer title needs to be preferred to it."""

_LIVE = re.compile(
    r"^\W*(?:en direct|direct|live|video|vidéo|photos?|images?|podcast|infographie|carte|opinion|tribune|édito\w*"
    r"|editorial|interview|entretien"
    r"|quiz|watch|listen|gallery|analysis|analyse|chronique|billet|revue de presse|briefing)\b",
    re.IGNORECASE,
)
_TAGGED = re.compile(
    r"[(\[](?:video|vidéo|photos?|images?|audio|live|direct|infographie|quiz|podcast)[)\]]", re.IGNORECASE
)


def headline(material: Material) -> Headline:
    """Newest good title that is central enough; a made title only where no article has a real one."""
    if material.story.title:
        return Headline(material.story.title, None, "editor")
    language = material.preferred_language
    articles = [a for a in material.articles if a.lang == language] or list(material.articles)
    real = [a for a in articles if a.title.origin != "made" and a.title.value.strip()]
    made = [a for a in articles if a.title.origin == "made" and a.title.value.strip()]
    if not real and not made:
        return _from_text(material)
    pool = real or made
    good = [a for a in pool if _is_good(a.title.value)] or pool
    scores = {a.id: _centrality(material, a) for a in good}
    bar = CENTRAL_ENOUGH * max(scores.values())
    chosen = max(
        (a for a in good if scores[a.id] >= bar),
        key=lambda a: (material.recency(material.index[a.id]), scores[a.id], -material.index[a.id]),
    )
    return Headline(chosen.title.value, chosen.id, "made" if chosen.title.origin == "made" else "title")


def _is_good(title: str) -> bool:
    count = len(words(title))
    letters = [c for c in title if c.isalpha()]
    shouted = bool(letters) and sum(c.isupper() for c in letters) > 0.6 * len(letters)
    spoken = (
        title.lstrip()[:1] in "«“„\"'‘"
    )  # a portrait's or a feature's title: what somebody said, no state of affairs
    return (
        4 <= count <= 22
        and not shouted
        and not spoken
        and not ("?" in title or _LIVE.match(title) or _TAGGED.search(title))
    )


def _centrality(material: Material, article: Article) -> float:
    small = lexicon(article.lang).stopwords
    weights = material.breadth.get(article.lang, {})
    forms = (comparison_form(w) for w in words(article.title.value))
    stems = {stem(f) for f in forms if f not in small}
    return sum(weights.get(s, 0.0) for s in sorted(stems)) / math.sqrt(max(1, len(stems)))


def _from_text(material: Material) -> Headline:
    newest = max(range(len(material.articles)), key=lambda i: (material.recency(i), -i), default=None)
    units = [u for u in material.units if u.article == newest]
    if newest is None or not units:
        return Headline("", None, "made")
    return Headline(units[0].text, material.articles[newest].id, "made")
