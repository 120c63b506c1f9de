"""What a pattern can cost, read off its parts: no clock is asked, so the answer is the same on a busy machine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


def may_grow(pattern: re.Pattern[str]) -> bool:
    """Whether it repeats something without bound and may fail behind that: tried again from each place of a long text,
    such a pattern takes quadratic time, or worse. One with bounded repeats takes linear time; so does one that can't
    fail any more when its repeat has taken all it can, since the next try starts behind that."""
    return _grows(_parser.parse(pattern.pattern, pattern.flags), last=True)


def _grows(sequence: Iterable[tuple[Any, Any]], last: bool) -> bool:
    parts = list(sequence)
    return any(_part_grows(*part, last=last and all(map(_optional, parts[i + 1 :]))) for i, part in enumerate(parts))


def _part_grows(kind: Any, of: Any, last: bool) -> bool:
    if kind in REPEATS:
        unbounded = of[1] == _constants.MAXREPEAT
        return (unbounded and not last) or _grows(of[2], last and not (unbounded and len(of[2]) > 1))
    if kind is _constants.BRANCH:
        return any(_grows(branch, last) for branch in of[1])
    if kind is _constants.SUBPATTERN:
        return _grows(of[3], last)
    return kind in (_constants.ASSERT, _constants.ASSERT_NOT) and _grows(of[1], last=False)


def _optional(part: tuple[Any, Any]) -> bool:
    kind, of = part
    return (kind in REPEATS and of[0] == 0) or (kind is _constants.SUBPATTERN and all(map(_optional, of[3])))


def growing(names: Mapping[str, object]) -> set[str]:
    """Names of the patterns that `may_grow`."""
    return {name for name, value in names.items() if isinstance(value, re.Pattern) and may_grow(value)}
