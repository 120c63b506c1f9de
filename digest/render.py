"""Page → Output: the only room that knows Jinja.

The default theme lies in templates/ (in the wheel: digest/templates/). A site's own templates/ shadows it file by file,
and `{% extends "default/story.html" %}` reaches the file that is shadowed. Strings are shadowed key by key. Everything
in templates/static/ of a site is copied to output/static/.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup, escape

from digest.errors import ConfigError
from digest.model import Output, Page
from digest.typography import in_marks, printable, typeset, typeset_html
from digest.wording import Wording

LANGUAGES = ("fr", "en")
"""Languages of the interface; a site in another language gets the last one."""

MOST_WORDS = 2000  # kept at hand: every page has the same ones

STYLE = "style.css"
ASSETS = ("icon.svg", STYLE)


def default_templates() -> Path:
    """Folder of the default theme: inside the installed package, else at the root of the repository."""
    packed = Path(__file__).parent / "templates"
    return packed if packed.is_dir() else Path(__file__).parent.parent / "templates"


def wording(user_templates: Path | None, language: str) -> Wording:
    """The words of the interface, the site's own over the default theme's."""
    code = language[:2].lower()
    code = code if code in LANGUAGES else LANGUAGES[-1]
    table: dict[str, Any] = {}
    for folder in reversed(_folders(user_templates)):
        file = folder / "strings" / f"{code}.toml"
        if file.is_file():
            try:
                _merge(table, tomllib.loads(file.read_text(encoding="utf-8")))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise ConfigError(f"{file}: not TOML: {error}") from error
    return Wording(code, table)


def _folders(user_templates: Path | None) -> list[Path]:
    return [f for f in (user_templates, default_templates()) if f is not None and f.is_dir()]


class Renderer:
    """Turns planned pages into bytes. Make one for a build; templates are compiled once."""

    def __init__(self, user_templates: Path | None, language: str) -> None:
        self._folders = _folders(user_templates)
        self._wording = wording(user_templates, language)
        self._environment = self._make_environment()

    def render(self, page: Page) -> Output:
        """The finished page. ConfigError with file and line when a template is wrong."""
        try:
            template = self._environment.get_template(page.template)
            text = template.render(page.context)
        except Exception as error:  # a template runs whatever its author wrote
            raise ConfigError(self._explain(page, error)) from error
        return Output(page.path, printable(text).encode("utf-8"))

    def assets(self) -> tuple[Output, ...]:
        """The style sheet and the icon, and what the site keeps in templates/static/."""
        found: dict[str, Output] = {}
        for folder in reversed(self._folders):
            files = [*(folder / name for name in ASSETS), *sorted((folder / "static").rglob("*"))]
            for file in files:
                if file.is_file() and not file.is_symlink():
                    path = file.relative_to(folder).as_posix()
                    found[path] = Output(path, file.read_bytes())
        return tuple(found[path] for path in sorted(found))

    def _make_environment(self) -> Environment:
        own: list[BaseLoader] = [FileSystemLoader(folder) for folder in self._folders]
        default = FileSystemLoader(default_templates())
        environment = Environment(
            loader=ChoiceLoader([*own, PrefixLoader({"default": default})]),
            autoescape=_escapes,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        wording = self._wording
        environment.globals.update(t=_sayer(wording), words=wording, page_lang=wording.language)
        environment.globals["style_sheet"] = Markup(self._style_sheet())
        environment.filters.update(
            to=_to,
            typo=lambda text, language: typeset(" ".join(text.split()), language),
            typo_piece=typeset,
            in_marks=lambda text, language: in_marks(" ".join(text.split()), language),
            typo_html=lambda markup, language: Markup(typeset_html(markup, language)),
            day=wording.day,
            number=wording.number,
            percent=wording.percent,
            json=_json,
        )
        return environment

    def _style_sheet(self) -> str:
        """For pages that must not load it."""
        found = next(file for folder in self._folders if (file := folder / STYLE).is_file())
        return found.read_text(encoding="utf-8").replace("</", "<\\/")

    def _explain(self, page: Page, error: Exception) -> str:
        """`templates/story.html:12: 'cart' is undefined (page story/x.html)`, for the terminal."""
        place = f"template {page.template}"
        if isinstance(error, TemplateSyntaxError):
            place = f"{error.filename or error.name}:{error.lineno}"
        elif isinstance(error, TemplateNotFound):
            return f"template {error.name} does not exist (page {page.path}); add it to templates/ or correct its name"
        else:
            known = {str(folder) for folder in (*self._folders, default_templates())}
            trace = error.__traceback__
            while trace is not None:
                filename = trace.tb_frame.f_code.co_filename
                if any(filename.startswith(folder) for folder in known):
                    place = f"{filename}:{trace.tb_lineno}"
                trace = trace.tb_next
        message = error.args[0] if error.args else type(error).__name__
        return f"{place}: {message} (page {page.path})"


def _escapes(name: str | None) -> bool:
    return name is not None and name.endswith((".html", ".xml"))


@pass_context
def _to(context: Context, href: str) -> str:
    """An address as this page must write it: web addresses and anchors as they are, others from the root."""
    if href.startswith(("http://", "https://", "#")):
        return href
    path, mark, anchor = href.partition("#")
    return f"#{anchor}" if mark and path == context["path"] else f"{context['root']}{href}"


def _sayer(wording: Wording) -> Callable[..., Markup]:
    @lru_cache(MOST_WORDS)
    def words(key: str, n: int | None) -> Markup:
        return escape(wording.template(key, n))

    @lru_cache(MOST_WORDS)
    def alone(key: str) -> Markup:
        return words(key, None).format()

    def say(key: str, n: int | None = None, **arguments: Any) -> Markup:
        """The words for a key as markup: arguments are escaped unless they are markup already."""
        if n is None:
            return words(key, None).format(**arguments) if arguments else alone(key)
        return words(key, n).format(**arguments, n=wording.number(n))

    return say


def _json(value: object) -> Markup:
    return Markup(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False))


def _merge(table: dict[str, Any], over: Mapping[str, Any]) -> None:
    for key, value in over.items():
        if isinstance(value, Mapping) and isinstance(table.get(key), dict):
            _merge(table[key], value)
        else:
            table[key] = value


@cache
def interface_strings(language: str) -> Mapping[str, Any]:
    """The default theme's strings of one language, for tests and tools."""
    return tomllib.loads((default_templates() / "strings" / f"{language}.toml").read_text(encoding="utf-8"))
