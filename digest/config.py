"""digest.toml → one frozen Config, made of each stage's own Options, so that a new title never cleans an article again.

A key that nobody knows or a value of the wrong type is an error with file, line and key: a mistake that is ignored
costs its author an evening. Without a file everything has its default.

To add a setting: a field with a default in the Options of the room that obeys it. Nothing else: the tables of
digest.toml are those dataclasses, see `TABLES`.
"""

from __future__ import annotations

import types
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, NoReturn, Union, get_args, get_origin, get_type_hints

from digest import entities, toml_text
from digest.clean import Options as CleanOptions
from digest.edition import Options as SiteOptions
from digest.errors import ConfigError
from digest.group import Options as GroupOptions
from digest.model import OutletInfo
from digest.read import ReadOptions
from digest.tell import Options as TellOptions

FILE = "digest.toml"
LANGUAGES = ("en", "fr")
"""Languages of the interface. Articles may be in any."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where things are, relative to the site's folder."""

    content: str = "content"
    output: str = "output"
    templates: str = "templates"


@dataclass(frozen=True, slots=True)
class Config:
    """All that a build is told."""

    root: Path
    file: Path  # digest.toml, whether it exists or not
    content: Path
    output: Path
    templates: Path
    timezone: str = "UTC"
    read: ReadOptions = field(default_factory=ReadOptions)
    clean: CleanOptions = field(default_factory=CleanOptions)
    group: GroupOptions = field(default_factory=GroupOptions)
    tell: TellOptions = field(default_factory=TellOptions)
    site: SiteOptions = field(default_factory=SiteOptions)
    pipelines: tuple[entities.Pipeline, ...] = ()  # that `tell.entity_models` names

    @property
    def state(self) -> Path:
        """Cache, manifest and lock file: everything here may be deleted."""
        return self.root / ".digest"

    @property
    def ledger(self) -> Path:
        """Ids that never move."""
        return self.root / "digest.lock"

    @property
    def edits(self) -> Path:
        """The editor's hand."""
        return self.root / "edits.toml"


TABLES: Mapping[str, type] = {
    "folders": Folders,
    "read": ReadOptions,
    "clean": CleanOptions,
    "group": GroupOptions,
    "tell": TellOptions,
}
"""Table of digest.toml → the dataclass whose fields are its keys."""

NOT_SETTINGS = {"clean": {"recipes", "outlets"}}
"""Fields that come from elsewhere: recipes from edits.toml, outlets from their own tables."""

SITE_KEYS = {"title": "title", "description": "description", "base_url": "base_url", "language": "language",
             "author": "author", "rights": "rights", "share": "share", "edition": "period"}  # fmt: skip
"""Key at the top of digest.toml → field of `SiteOptions`."""

OUTLET_KEYS = {"rights", "url", "country", "note", "aliases"}


@dataclass(frozen=True, slots=True)
class _File:
    """digest.toml while it is read: whoever finds a mistake says where."""

    name: str
    text: str

    def refuse(self, path: tuple[str, ...], message: str) -> NoReturn:
        line = toml_text.line_of(self.text, path)
        place = f"{self.name}:{line}" if line else self.name
        raise ConfigError(f"{place}: {'.'.join(path)}: {message}")


def load_config(root: Path, file: Path | None = None) -> Config:
    """The configuration of the site in `root`. ConfigError says file, line, key, what was expected."""
    path = file if file is not None else root / FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        if file is not None:
            raise ConfigError(f"{file}: no such file") from None
        data = b""
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    tables, text = toml_text.parse(path.name, data)
    return _config(root, path, tables, _File(path.name, text))


def _config(root: Path, path: Path, tables: Mapping[str, Any], file: _File) -> Config:
    known = {*SITE_KEYS, *TABLES, "timezone", "outlets"}
    for key in tables:
        if key not in known:
            file.refuse((key,), f"unknown key; {toml_text.unknown(key, known)}")
    options = {name: _options(name, kind, tables.get(name, {}), file) for name, kind in TABLES.items()}
    folders = options.pop("folders")
    outlets = _outlets(tables.get("outlets", {}), file)
    options["clean"] = replace(options["clean"], outlets=tuple(outlets.values()))
    site = _site(tables, outlets, file)
    options["tell"] = replace(options["tell"], language=options["tell"].language or site.language)
    return Config(
        root=root,
        file=path,
        content=root / folders.content,
        output=root / folders.output,
        templates=root / folders.templates,
        timezone=_timezone(tables, file),
        site=site,
        pipelines=_pipelines(options["tell"].entity_models, root, file),
        **options,
    )


def _pipelines(names: tuple[str, ...], root: Path, file: _File) -> tuple[entities.Pipeline, ...]:
    try:
        return entities.pipelines(names, root)
    except ConfigError as error:
        file.refuse(("tell", "entity_models"), str(error))


def _site(tables: Mapping[str, Any], outlets: Mapping[str, OutletInfo], file: _File) -> SiteOptions:
    hints = get_type_hints(SiteOptions)
    given = {name: _value(hints[name], tables[key], (key,), file) for key, name in SITE_KEYS.items() if key in tables}
    site = SiteOptions(**given, outlets=outlets)
    if site.language not in LANGUAGES:
        file.refuse(("language",), f'expected "en" or "fr", the languages of the interface, found "{site.language}"')
    if not 0.0 <= site.share <= 1.0:
        file.refuse(("share",), f"expected a share between 0 and 1, found {site.share:g}")
    if site.base_url and not site.base_url.startswith(("http://", "https://")):
        file.refuse(("base_url",), f'expected an address such as "https://example.org/press/", found "{site.base_url}"')
    return site


def _timezone(tables: Mapping[str, Any], file: _File) -> str:
    name: str = _value(str, tables.get("timezone", "UTC"), ("timezone",), file)
    if name != "UTC":
        try:
            zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            file.refuse(("timezone",), f'expected a name such as "Europe/Paris", found "{name}"')
    return name


def _outlets(table: Any, file: _File) -> dict[str, OutletInfo]:
    if not isinstance(table, dict):
        file.refuse(("outlets",), 'expected tables such as [outlets."Le Monde"]')
    outlets = {}
    hints = get_type_hints(OutletInfo)
    for name, entry in table.items():
        if not isinstance(entry, dict):
            file.refuse(("outlets", name), 'expected a table such as [outlets."Le Monde"]')
        for key in entry:
            if key not in OUTLET_KEYS:
                file.refuse(("outlets", name, key), f"unknown key; {toml_text.unknown(key, OUTLET_KEYS)}")
        values = {key: _value(hints[key], value, ("outlets", name, key), file) for key, value in entry.items()}
        outlets[name] = OutletInfo(name, **values)
    return outlets


def _options(name: str, kind: type, table: Any, file: _File) -> Any:
    """The Options of one room out of its table."""
    if not isinstance(table, dict):
        file.refuse((name,), f"expected a table, [{name}]")
    hints = get_type_hints(kind)
    known = {f.name for f in fields(kind)} - NOT_SETTINGS.get(name, set())
    for key in table:
        if key not in known:
            file.refuse((name, key), f"unknown key; {toml_text.unknown(key, known)}")
    return kind(**{key: _value(hints[key], value, (name, key), file) for key, value in table.items()})


def _value(kind: Any, value: Any, path: tuple[str, ...], file: _File) -> Any:
    """The value as the field wants it: TOML lists become tuples, whole numbers serve as numbers."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        kind = next(argument for argument in arguments if argument is not type(None))
        origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        if value in arguments:
            return value
        choices = ", ".join(f'"{choice}"' for choice in arguments)
        file.refuse(path, f"expected one of {choices}, found {_named(value)}")
    if origin is tuple and isinstance(value, list):
        return tuple(_value(arguments[0], item, path, file) for item in value)
    if kind is float and type(value) in (int, float):
        return float(value)
    if kind in (str, int, bool) and type(value) is kind:
        if isinstance(value, int) and value < 0:
            file.refuse(path, f"expected zero or more, found {value}")
        return value
    expected: dict[Any, str] = {str: "text in quotes", int: "a whole number", float: "a number", bool: "true or false"}
    wanted = "a list" if origin is tuple else expected.get(kind, getattr(kind, "__name__", str(kind)))
    return file.refuse(path, f"expected {wanted}, found {_named(value)}")


def _named(value: object) -> str:
    """A TOML value in words."""
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    return "a table" if isinstance(value, dict) else "a list" if isinstance(value, list) else str(value)


def content_path(config: Config, file: str) -> str:
    """The path relative to content/, with forward slashes, of a file that people name from where they are: from the
    current folder, the site's folder or content/ itself. `archive.jsonl#12` keeps its line."""
    name, mark, line = file.partition("#") if not Path(file).exists() else (file, "", "")
    content = config.content.resolve()
    for base in (Path(), config.root, config.content):
        full = (base / name).absolute()
        full = full.parent.resolve() / full.name
        if full.is_relative_to(content) and full.exists():
            return full.relative_to(content).as_posix() + mark + line
    return Path(name).as_posix() + mark + line
