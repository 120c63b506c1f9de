"""The walls: imports point down, registries are complete, the promise holds, the README knows every command."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import digest
from digest.clean import rules
from digest.formats import PARSERS
from digest.pages import FEED_TYPES, PAGE_TYPES
from digest.tell import PARTS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "digest"


def modules(room: str) -> set[str]:
    return {module.name for module in pkgutil.iter_modules([str(PACKAGE / room)])}


def test_imports_point_down() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_promise() -> None:
    assert sorted(digest.__all__) == digest.__all__
    for name in digest.__all__:
        assert getattr(digest, name) is not None
    with pytest.raises(AttributeError):
        digest.__getattr__("nothing")
    listed = {name for names in digest._HOMES.values() for name in names}
    assert listed | {"__version__"} == set(digest.__all__)


def test_the_version_is_the_package_s() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{digest.__version__}"' in text


def test_every_parser_is_registered() -> None:
    found = {
        name for name in modules("formats") if hasattr(importlib.import_module(f"digest.formats.{name}"), "PARSER")
    }
    registered = {parser for name in found for parser in [importlib.import_module(f"digest.formats.{name}").PARSER]}
    assert {id(parser) for parser in registered} == {id(parser) for parser in PARSERS}


def test_every_part_is_registered() -> None:
    fields = [name for name, _ in PARTS]
    assert len(set(fields)) == len(fields)
    assert set(fields) == set(digest.Telling.__dataclass_fields__) - {"story_id"}
    assert modules("tell") >= {name for name in fields if name != "shares"}


def test_every_rule_is_registered() -> None:
    shaped = {
        function
        for name, function in vars(rules).items()
        if inspect.isfunction(function)
        and not name.startswith("_")
        and list(function.__annotations__.values()) == ["Sequence[Line]", "int", "bool"]
    }
    assert shaped
    assert shaped <= {rule.recognises for rule in rules.RULES}


def test_every_page_type_is_registered() -> None:
    defined = set()
    for name in modules("pages"):
        module = importlib.import_module(f"digest.pages.{name}")
        defined |= {
            function
            for key, function in vars(module).items()
            if key.endswith(("_pages", "_feeds", "_feed"))
            and callable(function)
            and function.__module__ == module.__name__
            and not key.startswith(("_", "has_"))
            and list(function.__annotations__)[:1] == ["library"]
            and "Iterator" in str(function.__annotations__.get("return"))
        }
    assert defined == {*PAGE_TYPES, *FEED_TYPES}


def test_every_signal_is_registered() -> None:
    signals = importlib.import_module("digest.group.signals")
    names = [signal.name for signal in signals.SIGNALS]
    assert len(set(names)) == len(names) > 0


def test_every_command_is_in_the_readme() -> None:
    from typer.main import get_command

    from digest.cli import app

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = get_command(app).commands  # type: ignore[attr-defined]
    for name, command in commands.items():
        assert f"digest {name}" in readme, name
        for child in getattr(command, "commands", {}):
            assert child in readme, f"{name} {child}"


def test_no_file_grows_without_a_reason() -> None:
    """400 lines: over it, a module says why in a comment, `# over 400 lines: …`. The nouns stay together anyway."""
    for path in sorted({*PACKAGE.rglob("*.py")} - {PACKAGE / "model.py"}):
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 400 or "over 400 lines:" in text, path.relative_to(ROOT)


def test_every_module_says_what_it_is() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert text.startswith(('"""', 'r"""')), path.relative_to(ROOT)


def test_a_command_loads_only_what_it_needs() -> None:
    """What starts quickly stays quick: no heavy library for a version, none of the web for a build."""
    code = "import sys; from digest.cli import app; import digest.build; print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not loaded & {"trafilatura", "feedgen", "watchdog", "rich", "tomlkit", "http.server"}
