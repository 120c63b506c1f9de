"""edits.toml: what the editor settled, written by hand or through `digest story …`. It outranks every rebuild.

Reading: an entry that can't be obeyed is a problem with its line, and all others still apply. Whether the story that an
entry names exists is not known here: `group` says so when it looks for it, and `located` adds the line.
Writing: tomlkit keeps comments, order and blank lines; one decision is added or changed, nothing else moves.

    [[merge]]   stories = ["id", "id"]
    [[split]]   story = "id"  articles = ["path or id", …]
    [[move]]    article = "path"  to = "story id"
    [[title]]   story = "id"  title = "…"
    [[note]]    story = "id"  text = "…"
    [[pin]]     story = "id"
    [[mute]]    story = "id"
    [[related]] stories = ["id", "id"]
    [[follows]] story = "later id"  earlier = "id"
    [[article]] article = "path"  published = "2016-07-14"  title = "…"  restore = ["first words…"]  drop = ["…"]
    [[recipe]]  outlet = "Name"  starts_with = […]  ends_with = […]  contains = […]  between = [["from", "to"]]
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import Any

from digest import toml_text
from digest.errors import ConfigError
from digest.model import ArticleDecision, Decisions, Problem, Recipe

VALUES = ("title", "outlet", "byline", "published", "modified", "language", "url", "agency", "rights", "paid")
"""Fields of an article that an editor may settle."""

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?)?)?$")


_NAMED = re.compile(r"\[\[(\w+)\]\].*?('.*'|\".*\")$")  # what a problem says of a name, as `repr` writes it


class _RefusedError(Exception):
    """An entry that can't be obeyed: what is wrong, and the key that is to blame."""

    def __init__(self, message: str, key: str = "") -> None:
        super().__init__(message)
        self.key = key


def load(path: Path) -> tuple[Decisions, tuple[Problem, ...]]:
    """The decisions, and a problem for each entry that can't be obeyed. ConfigError when the file isn't TOML at all."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Decisions(), ()
    except OSError as error:
        raise ConfigError(f"{path.name}: cannot be read: {error.strerror}") from error
    tables, text = toml_text.parse(path.name, data)
    problems: list[Problem] = []

    def report(message: str, *where: str | int) -> None:
        line = toml_text.line_of(text, where)
        problems.append(Problem(path.name, message, "the other entries apply", line))

    read: dict[str, list[Any]] = {name: [] for name in _READERS}
    for name, entries in tables.items():
        if name not in _READERS:
            report(f"unknown table `{name}`; {toml_text.unknown(name, _READERS)}", name)
            report_line = toml_text.line_of(text, (name, 0))
            problems[-1] = Problem(path.name, problems[-1].message, problems[-1].remedy, report_line)
        elif not isinstance(entries, list):
            report(f"expected `[[{name}]]` with two brackets, once for each decision", name)
        else:
            for index, entry in enumerate(entries):
                try:
                    if not isinstance(entry, dict):
                        raise _RefusedError(f"expected `[[{name}]]` and keys below it")
                    read[name].append(_READERS[name](entry))
                except _RefusedError as refusal:
                    report(f"[[{name}]] {refusal}", name, index, *([refusal.key] if refusal.key else []))
    return _decisions(read), tuple(problems)


def gone(path: Path, decisions: Decisions, known: Set[str]) -> tuple[Problem, ...]:
    """Entries for articles that aren't there. `known` holds paths and ids. Nothing is lost: an entry is in force again
    when its article comes back."""
    missing = [decision.article for decision in decisions.articles if decision.article not in known]
    remedy = "correct the name, or take the entry out if the article is gone for good"
    found = [Problem(path.name, f"[[article]]: no article has the path or id {name!r}", remedy) for name in missing]
    return located(path, found)


def located(path: Path, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems that say `[[table]]: … 'name'`, each with the line of the first entry of that table with that name."""
    if not problems:
        return ()
    tables, text = toml_text.parse(path.name, path.read_bytes())
    return tuple(replace(p, line_number=p.line_number or _line_of(tables, text, p.message)) for p in problems)


def _line_of(tables: Mapping[str, Any], text: str, message: str) -> int | None:
    said = _NAMED.match(message)
    if said is None:
        return None
    for index, entry in enumerate(tables.get(said[1], ())):
        for key, value in entry.items() if isinstance(entry, dict) else ():
            values = value if isinstance(value, list) else [value]
            if any(said[2] == repr(str(each).strip().replace("\\", "/")) for each in values):
                return toml_text.line_of(text, (said[1], index, key))
    return None


def _decisions(read: Mapping[str, Sequence[Any]]) -> Decisions:
    return Decisions(
        merges=tuple(read["merge"]),
        splits=tuple(read["split"]),
        moves=tuple(read["move"]),
        titles=tuple(read["title"]),
        notes=tuple(read["note"]),
        pins=tuple(read["pin"]),
        mutes=tuple(read["mute"]),
        related=tuple(read["related"]),
        follows=tuple(read["follows"]),
        articles=_together(read["article"]),
        recipes=tuple(read["recipe"]),
    )


def _together(decisions: Sequence[ArticleDecision]) -> tuple[ArticleDecision, ...]:
    """One decision an article: what several entries say of it is added up, and the later value stands."""
    found: dict[str, ArticleDecision] = {}
    for decision in decisions:
        earlier = found.get(decision.article, ArticleDecision(decision.article))
        found[decision.article] = ArticleDecision(
            decision.article,
            tuple({**dict(earlier.values), **dict(decision.values)}.items()),
            earlier.restore + decision.restore,
            earlier.drop + decision.drop,
        )
    return tuple(found.values())


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    if value is None:
        raise _RefusedError(f"lacks `{key}`")
    if not isinstance(value, str):
        raise _RefusedError(f"`{key}`: expected text in quotes", key)
    if not value.strip():
        raise _RefusedError(f"`{key}`: is empty; write something, or remove the entry", key)
    return value.strip()


def _texts(entry: Mapping[str, Any], key: str, *, fewest: int = 0) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise _RefusedError(f'`{key}`: expected a list of texts, such as ["…", "…"]', key)
    if len(value) < fewest:
        raise _RefusedError(f"`{key}`: expected {fewest} or more, found {len(value)}", key)
    return tuple(item.strip() for item in value)


def _only(entry: Mapping[str, Any], *known: str) -> None:
    for key in entry:
        if key not in known:
            raise _RefusedError(f"unknown key `{key}`; {toml_text.unknown(key, known)}", key)


def _pair(first: str, second: str) -> Callable[[Mapping[str, Any]], tuple[str, str]]:
    def read(entry: Mapping[str, Any]) -> tuple[str, str]:
        _only(entry, first, second)
        return _text(entry, first), _text(entry, second)

    return read


def _story(entry: Mapping[str, Any]) -> str:
    _only(entry, "story")
    return _text(entry, "story")


def _merge(entry: Mapping[str, Any]) -> tuple[str, ...]:
    _only(entry, "stories")
    stories = _texts(entry, "stories", fewest=2)
    if len(set(stories)) < len(stories):
        raise _RefusedError("`stories`: names one story twice", "stories")
    return stories


def _related(entry: Mapping[str, Any]) -> tuple[str, str]:
    stories = _merge(entry)
    if len(stories) != 2:
        raise _RefusedError("`stories`: expected two", "stories")
    return stories[0], stories[1]


def _split(entry: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    _only(entry, "story", "articles")
    return _text(entry, "story"), _texts(entry, "articles", fewest=1)


def _article(entry: Mapping[str, Any]) -> ArticleDecision:
    _only(entry, "article", "restore", "drop", *VALUES)
    values = tuple((key, _value(key, entry[key])) for key in VALUES if key in entry)
    path = _text(entry, "article").replace("\\", "/").removeprefix("./")
    return ArticleDecision(path, values, _texts(entry, "restore"), _texts(entry, "drop"))


def _value(key: str, value: object) -> str:
    """A field's value as text; TOML's own dates are taken as what they say."""
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if key == "paid" and isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        raise _RefusedError(f"`{key}`: expected text in quotes", key)
    if key in ("published", "modified") and value and not _is_date(value):
        raise _RefusedError(f'`{key}`: expected a date such as "2016-07-14" or "2016-07", found "{value}"', key)
    return value.strip()


def _is_date(value: str) -> bool:
    """Whether it is a real day, month, year or moment in ISO 8601."""
    if not _DATE.match(value):
        return False
    try:
        datetime.datetime.fromisoformat({4: f"{value}-01-01", 7: f"{value}-01"}.get(len(value), value))
    except ValueError:
        return False
    return True


def _recipe(entry: Mapping[str, Any]) -> Recipe:
    _only(entry, "outlet", "starts_with", "ends_with", "contains", "between")
    between = entry.get("between", [])
    if not isinstance(between, list) or not all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(end, str) and end.strip() for end in pair)
        for pair in between
    ):
        raise _RefusedError('`between`: expected pairs, such as [["from", "to"]]', "between")
    recipe = Recipe(
        _text(entry, "outlet"),
        _texts(entry, "starts_with"),
        _texts(entry, "ends_with"),
        _texts(entry, "contains"),
        tuple((first, last) for first, last in between),
    )
    if not (recipe.starts_with or recipe.ends_with or recipe.contains or recipe.between):
        raise _RefusedError("says nothing; expected starts_with, ends_with, contains or between")
    return recipe


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "merge": _merge,
    "split": _split,
    "move": _pair("article", "to"),
    "title": _pair("story", "title"),
    "note": _pair("story", "text"),
    "pin": _story,
    "mute": _story,
    "related": _related,
    "follows": _pair("story", "earlier"),
    "article": _article,
    "recipe": _recipe,
}


def add(path: Path, name: str, entry: Mapping[str, Any]) -> None:
    """Adds a decision at the end of its kind, unless that very one is there."""
    _change(path, name, lambda found: None if dict(entry) in [_bare(e) for e in found] else dict(entry))


def put(path: Path, name: str, entry: Mapping[str, Any], *, key: str = "story") -> None:
    """Adds a decision, or changes the one about the same story: a story has one headline and one note."""

    def settle(found: Any) -> dict[str, Any] | None:
        for existing in found:
            if existing.get(key) == entry[key]:
                for field, value in entry.items():
                    if existing.get(field) != value:
                        existing[field] = value
                return None
        return dict(entry)

    _change(path, name, settle)


def drop(path: Path, name: str, entry: Mapping[str, Any]) -> bool:
    """Takes a decision back. Whether there was one."""
    import tomlkit

    document = _read(path)
    found = document.get(name)
    if not isinstance(found, list):
        return False
    kept = [existing for existing in found if any(_bare(existing).get(k) != v for k, v in entry.items())]
    if len(kept) == len(found):
        return False
    for index in reversed(range(len(found))):
        if all(_bare(found[index]).get(k) == v for k, v in entry.items()):
            del found[index]
    if not found:
        document.remove(name)
    _write(path, tomlkit.dumps(document))
    return True


def _change(path: Path, name: str, settle: Callable[[Any], dict[str, Any] | None]) -> None:
    """Reads the file, lets `settle` look at the entries of one kind and change them or return a new one, writes."""
    import tomlkit

    document = _read(path)
    found = document.get(name)
    if found is not None and not isinstance(found, list):
        raise ConfigError(f"{path.name}: expected `[[{name}]]` with two brackets; mend that entry first")
    entry = settle(found if found is not None else [])
    if entry is not None:
        table = tomlkit.table()
        for key, value in entry.items():
            table.append(key, list(value) if isinstance(value, tuple) else value)
        if found is None:
            array = tomlkit.aot()
            array.append(table)
            if document.as_string() and not document.as_string().endswith("\n"):
                document.add(tomlkit.nl())
            document.append(name, array)
        else:
            found.append(table)
        _write(path, _spaced(tomlkit.dumps(document), name, len(found or ())))
    else:
        _write(path, tomlkit.dumps(document))


def _spaced(text: str, name: str, number: int) -> str:
    """The text with a blank line around the entry that was added: the last of its kind, `number` counted from 1."""
    lines = text.split("\n")
    start = (toml_text.line_of(text, (name, max(0, number - 1))) or 1) - 1
    end = next((i for i in range(start + 1, len(lines)) if lines[i].startswith(("[", "#"))), None)
    for at in (end, start):
        if at and lines[at - 1].strip():
            lines.insert(at, "")
    return "\n".join(lines)


def _bare(entry: Any) -> dict[str, Any]:
    """An entry as plain values, to compare with."""
    plain = entry.unwrap() if hasattr(entry, "unwrap") else dict(entry)
    return {key: tuple(value) if isinstance(value, list) else value for key, value in plain.items()}


def _read(path: Path) -> Any:
    import tomlkit

    data = path.read_bytes() if path.exists() else b""
    toml_text.parse(path.name, data)  # a broken file is refused with its line, never rewritten
    return tomlkit.parse(data.decode("utf-8-sig"))


def _write(path: Path, text: str) -> None:
    data = text.encode()
    toml_text.parse(path.name, data)
    try:
        if path.exists() and path.read_bytes() == data:
            return
        temporary = path.with_name(f".{path.name}.tmp")
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        raise ConfigError(f"{path.name}: cannot be written: {error.strerror}") from error
