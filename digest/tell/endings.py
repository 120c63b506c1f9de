"""Whose view a sentence without quotation gives, told at its end: "The lake is rising, X said."."""

from __future__ import annotations

from digest.tell.attribution import Finding, is_speech, source, verb_span
from digest.tell.introductions import before, inverted_behind
from digest.tell.postponed import behind
from digest.tell.speech import Speech
from digest.tell.subjects import two_words
from digest.tell.tokens import Word


def ending_with_verb(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """The English and the German way: "…, X said." · "…, says X, the town clerk." · "…, sagte der Wirt."."""
    if grammar.closing:
        return None
    if grammar.verb_second:
        return _inverted_end(words, grammar, persons)
    end = len(words)
    while end and words[end - 1].is_mark:
        end -= 1
    comma = next((i for i in range(end - 1, -1, -1) if words[i].form == ","), -1)
    verb = end - 1
    if 0 <= comma < verb - 1 and is_speech(words, verb, grammar, near=False):
        return before(words[comma + 1 : end], grammar, persons)
    for i in range(1, end - 1):
        if words[i - 1].form == "," and (words[i].form in ("said", "says") or _explains(words, i, grammar)):
            plain = words[i].form in ("said", "says")
            speaker = inverted_behind(words, i, grammar, persons) if plain else behind(words, i + 1, grammar, persons)
            return Finding(speaker, verb_span(words, i), stop=True) if speaker is not None else None
    return None


def _inverted_end(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    for i in range(len(words) - 2, 1, -1):
        if words[i - 1].form == "," and words[i].form in grammar.strong and not words[i].capital:
            speaker = behind(words, i + 1, grammar, persons)
            return Finding(speaker, verb_span(words, i), stop=True) if speaker is not None else None
    return None


def _explains(words: list[Word], i: int, grammar: Speech) -> bool:
    ends = i + 2 >= len(words) or words[i + 2].is_mark
    return words[i].form in grammar.strong and words[i].form.endswith("s") and words[i + 1].person and ends


LONGEST_TAG = 8
"""Tokens of a subject and its verb that end a sentence: "council leader Ida Marsh told the Lunet Post"."""


def trailing_tag(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """ "“…” and all they stand for, X told the Lunet Post.": the last clause behind an English quotation."""
    if grammar.closing or grammar.verb_second:
        return None
    comma = next((i for i in range(len(words) - 1, 0, -1) if words[i].form == ","), 0)
    if not comma or any(w.form in (";", ":", "-", "–", "—") for w in words):
        return None
    tag = words[comma + 1 :]
    for i in range(1, min(len(tag), LONGEST_TAG)):
        if is_speech(tag, i, grammar, near=False) and not tag[i].form.endswith("ing"):
            finding = before(tag[: i + 1], grammar, persons)
            known = finding is not None and finding.speaker is not None and finding.speaker.start == tag[0].start
            return finding if known else None
    return None


def ending_with_source(words: list[Word], grammar: Speech, persons: frozenset[int]) -> Finding | None:
    """ "…, according to X." """
    for i in range(1, len(words) - 1):
        if words[i].form in grammar.sources or two_words(words, i) in grammar.sources:
            finding = source(words, i, grammar, persons)
            known = finding is not None and finding.speaker is not None and finding.speaker.name in persons
            return finding if known else None
    return None
