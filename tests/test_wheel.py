"""The package as others install it: everything else tests the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_holds_every_template_table_and_sample(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for path in (ROOT / "templates").rglob("*"):
        if path.is_file():
            assert f"digest/templates/{path.relative_to(ROOT / 'templates').as_posix()}" in names
    for path in (ROOT / "digest").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(ROOT).as_posix() in names


def test_a_newcomer_s_first_site(wheel: Path, tmp_path: Path) -> None:
    """Installed elsewhere, in an environment that knows our dependencies but not the checkout."""
    home = tmp_path / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    (packages,) = (
        home.glob("lib/python*/site-packages") if sys.platform != "win32" else [home / "Lib" / "site-packages"]
    )
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", packages, wheel, cwd=tmp_path)
    ours = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "dependencies.pth").write_text("\n".join(ours) + "\n")
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    where = run(python, "-c", "import digest; print(digest.__file__)", cwd=tmp_path)
    assert str(home) in where
    run(python, "-m", "digest", "init", "my-review", cwd=tmp_path)
    said = run(python, "-m", "digest", "build", "--strict", cwd=tmp_path / "my-review")
    assert said.startswith("2 articles")
    assert (tmp_path / "my-review" / "output" / "index.html").is_file()
    run(python, "-m", "digest", "check", cwd=tmp_path / "my-review")
