"""Remember a result by the hash of everything that it was made from. Knows no noun, and nobody has to know it:
take it away and the program is the same, only slower.

Key of a result = stage name + fingerprint (code of the package, library versions) + that stage's options + inputs.
Results are JSON in one SQLite file under .digest/ (an archive of 100,000 articles would be 100,000 files otherwise).
Whatever can't be read is missing: a damaged file, a row cut short, a value that is no longer of its type.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from digest.values import decode, encode, encoder, plain

T = TypeVar("T")

SCHEMA = "CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
COMMIT_EVERY = 2000
"""Results between two commits: a build that is killed keeps most of its work, a commit costs a millisecond."""


class Cache:
    """Results on disk, for one version of the code. Use as a context manager, or call `close`."""

    def __init__(self, folder: Path, fingerprint: str, shared: Iterable[type] = ()) -> None:
        """`shared` are frozen dataclasses that many keys hold: such a value is hashed once, and its hash is a part of
        the keys in its place."""
        self.path = folder / "cache.sqlite3"
        self.fingerprint = fingerprint
        self._hashes = _Hashes(shared)
        self.used: set[object] = set()
        self._pending: dict[bytes, bytes] = {}
        self._database: sqlite3.Connection | None = None

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def key(self, stage: str, *parts: object) -> bytes:
        """Content address of a result. Parts are hashed by type and value, each with its length in front."""
        return self._hashes.of((stage, self.fingerprint, *parts))

    def remember(self, stage: str, parts: Iterable[object], kind: Any, compute: Callable[[], T]) -> T:
        """The stored result, or the computed one, stored."""
        key = self.key(stage, *parts)
        found = self.get(key, kind)
        if found is not None:
            return cast("T", found)
        value = compute()
        self.put(key, value)
        return value

    def keep(self, stage: str, parts: Iterable[object], compute: Callable[[], T]) -> T:
        """The computed result. Only a `KeptCache` has it the next time: for values too large or too live for a file."""
        return compute()

    def same(self, name: str, value: T) -> T:
        """The value. A `KeptCache` gives the one that had this name before, if both are equal: it is hashed already."""
        return value

    def get(self, key: bytes, kind: Any) -> Any | None:
        """The result as a value of type `kind`, or None: never made, or not readable as that."""
        row = self._pending.get(key) or self._select(key)
        if row is None:
            return None
        self.used.add(key)
        body = row[4:]
        if zlib.crc32(body) != int.from_bytes(row[:4], "big"):
            return None
        try:
            return decode(kind, json.loads(body))
        except (ValueError, TypeError):
            return None

    def put(self, key: bytes, value: object) -> None:
        """Stores a result; a disk that refuses costs time later, never the build."""
        body = encode(value)
        self.used.add(key)
        self._pending[key] = zlib.crc32(body).to_bytes(4, "big") + body
        if len(self._pending) >= COMMIT_EVERY:
            self.commit()

    def commit(self) -> None:
        """Writes what was stored since the last commit."""
        if not self._pending:
            return
        try:
            with self._open(create="yes") as database:
                database.executemany("INSERT OR REPLACE INTO results VALUES (?, ?)", self._pending.items())
        except sqlite3.DatabaseError as error:
            self._give_up(error)
        except OSError:
            pass
        self._pending.clear()

    def touch(self, keys: Iterable[bytes]) -> None:
        """Keeps results from the sweep that a build might have asked for, and didn't need to."""
        self.used.update(keys)

    def sweep(self) -> None:
        """Forgets all that was neither found nor stored since the cache was opened: call after a whole build."""
        self.commit()
        if self._database is None:
            return
        try:
            stored = [row[0] for row in self._database.execute("SELECT key FROM results")]
            stale = [(key,) for key in stored if key not in self.used]
            with self._database:
                self._database.executemany("DELETE FROM results WHERE key = ?", stale)
            if len(stale) > len(stored) // 2:
                self._database.execute("VACUUM")
        except sqlite3.DatabaseError as error:
            self._give_up(error)

    def close(self) -> None:
        """Commits and lets go of the file."""
        self.commit()
        if self._database is not None:
            self._database.close()
            self._database = None

    def _select(self, key: bytes) -> bytes | None:
        try:
            row = self._open(create="no").execute("SELECT value FROM results WHERE key = ?", (key,)).fetchone()
        except FileNotFoundError:
            return None
        except sqlite3.DatabaseError as error:
            self._give_up(error)
            return None
        return row[0] if row and isinstance(row[0], bytes) and len(row[0]) > 4 else None

    def _open(self, create: Literal["yes", "no"]) -> sqlite3.Connection:
        """The connection. Without durability (`synchronous`): what a power cut spoils is computed again."""
        if self._database is None:
            if create == "no" and not self.path.exists():
                raise FileNotFoundError(self.path)
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # The builder thread of `serve` isn't the thread that closes the cache; they never use it at one time.
            self._database = sqlite3.connect(self.path, timeout=10, check_same_thread=False)
            self._database.execute("PRAGMA synchronous = OFF")
            self._database.execute(SCHEMA)
        return self._database

    def _give_up(self, error: sqlite3.DatabaseError) -> None:
        """Starts anew over a damaged file. A file that another process holds is left alone."""
        if self._database is not None:
            self._database.close()
            self._database = None
        if not isinstance(error, sqlite3.OperationalError):
            self.path.unlink(missing_ok=True)


class KeptCache(Cache):
    """A cache that also keeps the values in memory, for a program that builds again and again."""

    def __init__(self, folder: Path, fingerprint: str, shared: Iterable[type] = ()) -> None:
        super().__init__(folder, fingerprint, shared)
        self._values: dict[object, Any] = {}  # by keys of results, and by what `keep` was given
        self._named: dict[str, Any] = {}  # by the last build
        self._names: dict[str, Any] = {}  # by this one

    def keep(self, stage: str, parts: Iterable[object], compute: Callable[[], T]) -> T:
        """The result kept in memory, or the computed one."""
        key = (stage, self._hashes.short(parts))
        self.used.add(key)
        if key not in self._values:
            self._values[key] = compute()
        return cast("T", self._values[key])

    def same(self, name: str, value: T) -> T:
        """The very value that had this name before, if it equals this one."""
        before = self._names.get(name, self._named.get(name))
        self._names[name] = before if type(before) is type(value) and before == value else value
        return cast("T", self._names[name])

    def get(self, key: bytes, kind: Any) -> Any | None:
        """The very value that was given or found last time, as long as builds keep asking for it."""
        if key in self._values:
            self.used.add(key)
            return self._values[key]
        value = super().get(key, kind)
        if value is not None:
            self._values[key] = value
        return value

    def put(self, key: bytes, value: object) -> None:
        super().put(key, value)
        self._values[key] = value

    def sweep(self) -> None:
        """Forgets in memory what the last build didn't use. The file is left to the next `digest build`."""
        self.commit()
        for key in self._values.keys() - self.used:
            del self._values[key]
        self._hashes.sweep()
        self._named, self._names = self._names, {}
        self.used = set()


def fingerprint(package: Path, libraries: Iterable[str]) -> str:
    """Hash of the package's own files and of the versions of the libraries that shape its results. Nobody has to
    remember to bump a number: any edit of the code makes every result new, which only ever costs developers."""
    from importlib.metadata import PackageNotFoundError, version

    digest = hashlib.sha256()
    for path in sorted(p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()}\0{len(data)}\0".encode())
        digest.update(data)
    for name in sorted(libraries):
        try:
            digest.update(f"{name} {version(name)}\0".encode())
        except PackageNotFoundError:
            digest.update(f"{name} missing\0".encode())
    return digest.hexdigest()


class _Names(dict[type, bytes]):
    """The name of each type that parts of keys have had."""

    def __missing__(self, kind: type) -> bytes:
        name = self[kind] = kind.__qualname__.encode()
        return name


_NAMES = _Names()


class _Hashes:
    """Hashes parts of keys, each shared value once: it is known by its identity as long as builds ask for it."""

    def __init__(self, shared: Iterable[type]) -> None:
        self._shared = frozenset(shared)
        self._known: dict[int, tuple[object, str]] = {}  # holds the value too, so that its identity stays its own
        self._asked: set[int] = set()
        self._encode = encoder(self._plain)

    def of(self, parts: Iterable[object]) -> bytes:
        """Hash of parts by type and value, each with its length in front."""
        pieces: list[bytes] = []
        for part in parts:
            kind = type(part)
            if kind is bytes:
                data = cast("bytes", part)
            elif kind is str:
                data = cast("str", part).encode("utf-8", "surrogatepass")
            else:
                data = b"null" if part is None else self._encode(part)
            pieces += (b"%s:%d:" % (_NAMES[kind], len(data)), data)
        return hashlib.sha256(b"".join(pieces)).digest()

    def short(self, parts: Iterable[object]) -> tuple[object, ...]:
        """What tells parts apart as long as this process runs: faster than a hash of them."""
        found: list[object] = []
        for part in parts:
            known = self._known.get(id(part))
            if known is not None:  # it holds its value, so this identity is that value's
                self._asked.add(id(part))
                found.append(known[1])
            else:
                found.append(self._short(part))
        return tuple(found)

    def _short(self, part: object) -> object:
        kind = type(part)
        if kind in self._shared:
            return self._one(part)
        if kind in (str, bytes):
            return part
        if kind in (tuple, list):
            return kind, self.short(cast("Iterable[object]", part))
        return kind, self.of((part,))

    def sweep(self) -> None:
        """Forgets the values that nobody has asked for since the last sweep."""
        self._known = {at: self._known[at] for at in self._asked}
        self._asked = set()

    def _plain(self, value: object) -> object:
        return self._one(value) if type(value) in self._shared else plain(value)

    def _one(self, value: object) -> str:
        at = id(value)
        self._asked.add(at)
        known = self._known.get(at)
        if known is None:
            known = self._known[at] = (value, self.of((type(value).__qualname__, plain(value))).hex())
        return known[1]
