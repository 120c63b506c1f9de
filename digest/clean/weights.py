"""What the line classifier looks at, and how much each counts: one field a feature, in the order of summing.

The numbers stand in tables/line_weights.toml, in log-odds: positive speaks for furniture. They are named here and
measured in `shape` and `classify`, which add the weight of what is true of a line, or the weight times a share from
0 to 1. The program reads numbers; tests/quality/train_lines.py puts unit vectors in their place, and so the same sums
measure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from digest import tables


@dataclass(frozen=True, slots=True)
class First:
    """Of a line's shape and the prose around it."""

    constant: float
    # the line alone
    words_1: float
    words_2: float
    words_3_4: float
    words_5_7: float
    words_8_11: float
    words_12_19: float
    words_20_39: float
    words_40: float
    length: float  # logarithm of its weight
    ends_stop: float
    ends_question: float
    ends_colon: float
    ends_ellipsis: float
    ends_comma: float
    two_sentences: float
    commas: float  # share of four
    quotes: float
    starts_lower: float
    starts_digit: float
    edge_mark: float
    separator: float
    clock: float
    year: float
    digits: float  # share of its first characters
    capitals: float  # share of its words behind the first that begin with one
    capital_words: float  # each word begins with one
    all_capitals: float
    little_words: float  # share
    no_little_words: float
    reader: float  # share of three words that speak to the reader
    reader_in_prose: float
    web_words: float  # share of three; half of it in a sentence
    address: float
    sign: float
    repeated: float
    stop_times_length: float
    section_name: float
    # the lines around it
    body_words: float  # share of its words that prose has too
    no_body_words: float
    before_body: float
    after_body: float
    share_before_small: float
    share_after_small: float
    inside: float  # share of the prose on its poorer side, of three tenths
    prose_above_1: float  # lines to the nearest prose above
    prose_above_2: float
    prose_above_3_5: float
    prose_above_6_12: float
    prose_above_none: float
    prose_below_1: float
    prose_below_2: float
    prose_below_3_5: float
    prose_below_6_12: float
    prose_below_none: float
    between_prose: float
    density_3: float  # share of prose within three lines
    density_8: float
    run_1: float  # length of its run of lines that are no sentences
    run_2: float
    run_3_5: float
    run_6_12: float
    run_13: float
    short_above: float
    short_below: float
    furniture_above: float  # a hard rule's hit
    furniture_below: float
    furniture_near: float  # share of four within four lines
    same_start: float
    after_colon: float
    above_title: float
    title_to_body: float
    is_title: float
    first_prose: float
    prose_page: float  # share of the page that is sentences
    title_words: float  # share of its words that the title has too
    alone: float  # a sentence between lines that are none
    alone_and_single: float


@dataclass(frozen=True, slots=True)
class Second:
    """Of what the first sums say about a line and its neighbours."""

    constant: float
    first_sum: float  # squashed to -1 … 1, as are the next four
    sum_above: float
    sum_below: float
    sum_near_2: float
    sum_near_5: float
    kept_before: float  # share of the text above, of a tenth
    kept_after: float
    kept_inside: float
    gone_around: float
    kept_around: float
    long_and_kept: float
    edge_run: float  # share of four lines on the way to the nearer end that look like furniture
    in_core: float
    core_edge: float
    near_core: float
    far_before_core: float
    far_after_core: float
    long_far: float
    core_share: float
    core_short: float


def names(table: type[First] | type[Second]) -> tuple[str, ...]:
    """The features of a table, in the order of summing."""
    return tuple(field.name for field in fields(table) if field.name != "constant")


@cache
def shipped() -> tuple[First, Second]:
    """The weights that the program decides by."""
    table: dict[str, Any] = tables.read_toml("clean/tables/line_weights.toml")
    first, second = table["first"], table["second"]
    return (
        First(constant=first["constant"], **first["weights"]),
        Second(constant=second["constant"], **second["weights"]),
    )
