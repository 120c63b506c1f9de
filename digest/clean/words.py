"""Words that carry a line's meaning, compared across lines: a title with the text below it, a standfirst with its
title."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{4,}|[\u3040-\u30ff\u3400-\u9fff]{2}|\d{2,}")
_RUN = re.compile(r"\w{2,}")
_WIDE_RUN = re.compile("[\u3040-\u30ff\u3400-\u9fff]{2,}")
STEM = 6  # characters of a word that count, so that inflected forms meet


def content_words(text: str) -> set[str]:
    """Word stems of four letters or more; pairs of characters in scripts without spaces."""
    low = text.lower()
    wide = [] if low.isascii() else _WIDE_RUN.findall(low)
    if wide:
        found = {word[:STEM] for word in _WORD.findall(low)}
        for run in wide:
            found.update(run[i : i + 2] for i in range(len(run) - 1))
        return found
    runs = _RUN.findall(low)  # twice as quick as _WORD, which sees the same in runs of letters alone
    found = {run[:STEM] for run in runs if len(run) >= 4 and run.isalpha()}
    mixed = [run for run in runs if not run.isalpha()]
    if mixed:
        found.update(word[:STEM] for word in _WORD.findall(" ".join(mixed)))
    return found
