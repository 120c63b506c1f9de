"""The metadata that a writer puts above a text: YAML between `---` lines or TOML between `+++` lines.

YAML is read as strings only: `title: no` stays "no", `12:30` stays "12:30". Aliases are refused, since a few hundred
bytes of them unfold to gigabytes. What YAML cannot read (`title: Syrie : la Russie`) is read line by line, split at
the first colon, which is what the writer meant.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from digest.model import Problem

LONGEST_BYTES = 65_536
"""Front matter of more than 64 KB is no metadata."""

_KEY_LINE = re.compile(r"([^\W\d][\w .:'’-]{0,40}?)\s*:(?:\s+(.*))?$")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`values` as written; the body starts at `body_offset` of the text, on line `body_line`."""

    values: Mapping[str, Any] = field(default_factory=dict)
    body_offset: int = 0
    body_line: int = 1
    problems: tuple[Problem, ...] = ()


class AliasError(yaml.YAMLError):
    """Front matter refers to itself; followed, a few hundred bytes unfold to gigabytes."""


class _Strings(yaml.BaseLoader):
    """Every scalar a string, no aliases, no tags that make objects."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise AliasError("an alias (*name), which is not followed")
        return super().compose_node(parent, index)


def read_front_matter(text: str, path: str) -> FrontMatter:
    """Front matter at the top of a text; the empty one where there is none. A rule `---` above prose isn't one."""
    opening = re.match(r"\s{0,8}?(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)", text)
    if not opening:
        return FrontMatter()
    fence = opening[1]
    closing = re.compile(r"^(?:---|\.\.\.)[ \t]*$" if fence == "---" else r"^\+\+\+[ \t]*$")
    offset, inner = opening.end(), []
    for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", text[offset : offset + LONGEST_BYTES]):
        if closing.match(line.rstrip("\r\n")):
            body_offset = offset + len(line)
            break
        inner.append(line)
        offset += len(line)
    else:
        return _unclosed(text, fence, inner, path)
    first_line = text[: opening.end()].count("\n") or 1
    body_line = first_line + len(inner) + 2
    body = "".join(inner).replace("\r\n", "\n").replace("\r", "\n")
    if fence == "+++":
        values, problems = _toml(body, path, first_line)
    else:
        values, problems = _yaml(body, path, first_line)
        if not values and body.strip():
            return FrontMatter()  # prose between two rules
    return FrontMatter(values, body_offset, body_line, problems)


def _unclosed(text: str, fence: str, inner: list[str], path: str) -> FrontMatter:
    if not inner or not _KEY_LINE.match(inner[0].strip()):
        return FrontMatter()
    problem = Problem(
        path,
        f"front matter opens with {fence} and does not close within {LONGEST_BYTES // 1024} KB; it is read as text",
        f"end it with a line {fence}",
        1,
    )
    return FrontMatter(problems=(problem,))


def _toml(body: str, path: str, first_line: int) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    try:
        return tomllib.loads(body), ()
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        problem = Problem(path, f"front matter is no TOML: {_short(error)}", "correct it; the text is kept", first_line)
        return {}, (problem,)


def _yaml(body: str, path: str, first_line: int) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    try:
        values = yaml.load(body, Loader=_Strings)
        if isinstance(values, dict):
            return {str(key): value for key, value in values.items()}, ()
        return {}, ()
    except RecursionError:
        problem = Problem(path, "front matter is nested too deeply; it is read line by line", "simplify it", first_line)
    except (yaml.YAMLError, ValueError, TypeError) as error:
        problem = Problem(path, f"front matter has {error}; it is read line by line", "write the value out", first_line)
        if not isinstance(error, AliasError):
            values, problems = _by_first_colon(body, path, first_line)
            return values, problems  # what a first colon settles is what the writer meant, and no mistake
    values, problems = _by_first_colon(body, path, first_line)
    return values, (problem, *problems)


def _by_first_colon(body: str, path: str, first_line: int) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    last = None
    for number, line in enumerate(body.split("\n"), first_line + 1):
        stripped = line.strip()
        found = _KEY_LINE.match(stripped)
        if not stripped or stripped.startswith("#"):
            continue
        if found and not line[0].isspace():
            last = found[1]
            values[last] = _unquoted(found[2] or "")
        elif last is not None and stripped.startswith("- "):
            before = values[last]
            values[last] = [*(before if isinstance(before, list) else []), _unquoted(stripped[2:])]
        elif last is not None and line[0].isspace() and isinstance(values[last], str):
            values[last] = f"{values[last]} {_unquoted(stripped)}".strip()
        else:
            problems.append(
                Problem(path, f"front matter line is no `key: value`: {stripped[:60]!r}", "correct it", number)
            )
    values = {
        key: value for key, value in values.items() if not (isinstance(value, str) and value.startswith(("*", "&")))
    }
    return values, tuple(problems[:3])


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    if value.startswith("[") and value.endswith("]"):
        return value[1:-1]
    return value


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
