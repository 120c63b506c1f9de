"""`digest init`: a folder in which the next command already gives a site. Nothing that is there is touched."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from digest.errors import OutputError

FILES = (
    "digest.toml",
    "edits.toml",
    "gitignore",
    "gitattributes",
    "content/Le Phare de l’Ouest/bac-de-kermor.txt",
    "content/La Gazette du Port/saint-avel-bac.md",
)
"""What is put into a new site, under digest/scaffold_files/. Two reports of one event, so that the first site has a
story; the names without a dot get one on the way."""


def scaffold(folder: Path) -> tuple[Path, ...]:
    """The files that were made. OutputError when one is there already: then nothing is made."""
    targets = [(name, folder / _name(name)) for name in FILES]
    content = folder / "content"
    if content.is_dir() and any(content.iterdir()):  # somebody's articles: the samples stay out
        targets = [(name, path) for name, path in targets if not name.startswith("content/")]
    for _, path in targets:
        if path.exists():
            raise OutputError(f"{path}: is there already; start in another folder, or remove it")
    shipped = files("digest").joinpath("scaffold_files")
    try:
        for name, path in targets:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(shipped.joinpath(*_shipped(name)).read_bytes())
    except OSError as error:
        raise OutputError(f"{error.filename or folder}: cannot be written: {error.strerror}") from error
    return tuple(path for _, path in targets)


def _name(name: str) -> str:
    return f".{name}" if name.startswith("git") else name


def _shipped(name: str) -> list[str]:
    """Where a file lies in the package: plain ASCII names, since archives of packages don't agree on others."""
    return name.replace("Le Phare de l’Ouest", "phare").replace("La Gazette du Port", "gazette").split("/")
