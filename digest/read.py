"""content/ → Sources: the room that opens input files, and trusts none of them.

Only regular files inside content/ are opened, without following links and without waiting, and only their first
megabytes are read. What is passed over is said, one problem a file, unless it is what editors and systems leave."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from digest.formats import known_suffixes, parser_for
from digest.model import Problem, Source


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Limits per file, in bytes. Archives of many articles have their own."""

    max_bytes: int = 10_000_000
    max_archive_bytes: int = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """All inputs and all that was passed over, each sorted by path."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]


IGNORED_SUFFIXES = (
    "~",
    ".swp",
    ".swx",
    ".swo",
    ".bck",
    ".bak",
    ".tmp",
    ".part",
    ".crdownload",
    "___jb_old___",
    "___jb_tmp___",
    "___jb_bak___",
)
IGNORED_NAMES = frozenset({"4913", "thumbs.db", "desktop.ini", "__macosx", "icon\r"})
IGNORED_STARTS = (".", "#", "~$")
"""Hidden files, and what vim, emacs, JetBrains, gedit, Office, browsers and systems leave while they save."""

_COMPANION = re.compile(r"(?i)(.+)[_-](?:files|fichiers|dateien|archivos|file|ficheiros|bestanden|elemei|pliki)$")
"""Folder of pictures and scripts that a browser saves beside a page: `Title_files/` next to `Title.html`."""

_PAGE_SUFFIXES = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class _Found:
    path: str  # relative to content/, forward slashes
    full: str


def read(content: Path, options: ReadOptions = ReadOptions()) -> Reading:
    """Every input under content/, in the order of paths. Never raises for the sake of one file."""
    root = os.path.realpath(content)
    problems: list[Problem] = []
    files = sorted(_walk(root, "", root, problems), key=lambda found: found.path)
    sidecars = {found.path: found for found in files if found.path.lower().endswith(".toml")}
    used: set[str] = set()
    sources: list[Source] = []
    for found in files:
        if found.path in sidecars:
            continue
        parser = parser_for(found.path)
        if parser is None:
            known = ", ".join(known_suffixes())
            problems.append(Problem(found.path, "a type of file that is not read", f"one of {known}", severity="error"))
            continue
        limit = options.max_archive_bytes if parser.split else options.max_bytes
        data = _content(found, limit, problems)
        if data is None:
            continue
        beside = next((n for n in _sidecar_names(found.path) if n in sidecars), None) if sidecars else None
        sidecar = None
        if beside is not None:
            used.add(beside)
            sidecar = _content(sidecars[beside], options.max_bytes, problems)
        sources.append(Source(found.path, data, sidecar))
    for path in sidecars:
        if path not in used:
            problems.append(
                Problem(path, "a sidecar without its article", "name it like the article: NAME.toml for NAME.txt")
            )
    return Reading(tuple(sources), tuple(sorted(problems, key=lambda problem: (problem.path, problem.message))))


def is_ignored(name: str) -> bool:
    """Whether a file or folder name is a hidden one or one that programs leave behind."""
    lowered = name.lower()
    return lowered in IGNORED_NAMES or name.startswith(IGNORED_STARTS) or lowered.endswith(IGNORED_SUFFIXES)


def _sidecar_names(path: str) -> tuple[str, str]:
    return f"{path[: path.rfind('.')]}.toml", f"{path}.toml"


def _walk(folder: str, prefix: str, root: str, problems: list[Problem]) -> Iterator[_Found]:
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        problems.append(
            _refused(prefix.rstrip("/") or ".", f"the folder cannot be read: {_reason(error)}", "check its permissions")
        )
        return
    names = {entry.name for entry in listed}
    for entry in listed:
        path = prefix + entry.name
        if is_ignored(entry.name):
            continue
        fault = _name_fault(entry.name)
        if fault:
            problems.append(_refused(path, fault, "rename it"))
        elif entry.is_symlink():
            problems.append(_link(path, entry.path, root))
        elif entry.is_dir(follow_symlinks=False):
            if not _is_companion(entry.name, names):
                yield from _walk(entry.path, f"{path}/", root, problems)
        elif entry.is_file(follow_symlinks=False):
            yield _Found(path, entry.path)
        else:
            problems.append(_refused(path, f"{_kind(entry)}, not a file", "remove it from content/"))


def _is_companion(name: str, names: set[str]) -> bool:
    found = _COMPANION.fullmatch(name)
    return found is not None and any(found[1] + suffix in names for suffix in _PAGE_SUFFIXES)


def _name_fault(name: str) -> str:
    if name.isascii() and name.isprintable():
        return ""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return "the name is not valid UTF-8"
    if any(unicodedata.category(c) == "Cc" for c in name):
        return "the name holds a line break or another control character"
    return ""


def _link(path: str, full: str, root: str) -> Problem:
    """Links are not followed: one that leads out may lead anywhere, one that stays inside names a file twice."""
    if not Path(full).exists():
        return _refused(path, "a link to nothing", "remove the link")
    target = os.path.realpath(full)
    if Path(target).is_dir() and f"{target}{os.sep}".startswith(f"{root.rstrip(os.sep)}{os.sep}"):
        return Problem(path, "a link to a folder of content/; links to folders are not followed", "remove the link")
    if target.startswith(f"{root.rstrip(os.sep)}{os.sep}"):
        return Problem(path, "a link to another file of content/, which is read under its own name", "remove the link")
    return _refused(path, "a link that leads out of content/", "put the file itself here")


def _kind(entry: os.DirEntry[str]) -> str:
    mode = entry.stat(follow_symlinks=False).st_mode
    kinds = (
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    return next((name for test, name in kinds if test(mode)), "something special")


def _content(found: _Found, limit: int, problems: list[Problem]) -> bytes | None:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(found.full, flags)
    except OSError as error:
        problems.append(_refused(found.path, f"the file cannot be read: {_reason(error)}", "check its permissions"))
        return None
    try:
        with FileIO(descriptor) as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                problems.append(_refused(found.path, "not a regular file", "remove it from content/"))
                return None
            data = _whole(file, limit) if status.st_size <= limit else None
    except OSError as error:
        problems.append(_refused(found.path, f"the file cannot be read: {_reason(error)}", "check the disk"))
        return None
    if data is None or len(data) > limit:
        problems.append(
            _refused(
                found.path, f"larger than the limit of {limit:,} bytes", "split it, or raise the limit in digest.toml"
            )
        )
        return None
    return data


def _whole(file: FileIO, limit: int) -> bytes:
    """The content of a file, or a little more than `limit` of it: one that grows meanwhile has an end too."""
    data = file.read(limit + 1)
    while 0 < len(data) <= limit and (more := file.read(limit + 1)):
        data += more
    return data


def _refused(path: str, message: str, remedy: str) -> Problem:
    return Problem(path, message, remedy, severity="error")


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
