"""Remembering: what is stored comes back as it was, what can't be read is missing, keys tell everything apart."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.cache import Cache, KeptCache, fingerprint
from digest.model import Article, Block, Claim, Document, Problem, Removal, Source
from digest.values import decode, encode


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    size: float
    tags: tuple[str, ...] = ()
    kind: Literal["a", "b"] = "a"
    inner: Sample | None = None
    pairs: tuple[tuple[str, int], ...] = ()


SAMPLE = Sample("é\ud800", 2, ("x", "y"), "b", Sample("in", 0.5), (("n", 1),))


def once(store: Cache, value: object = 1, kind: object = int) -> list[int]:
    """How often a result is computed when asked for twice."""
    calls: list[int] = []

    def compute() -> object:
        calls.append(1)
        return value

    for _ in range(2):
        assert store.remember("stage", ("part",), kind, compute) == value
    return calls


def test_a_result_is_computed_once(tmp_path: Path) -> None:
    with Cache(tmp_path, "f") as store:
        assert len(once(store)) == 1


def test_it_is_still_there_for_the_next_process(tmp_path: Path) -> None:
    with Cache(tmp_path, "f") as store:
        store.put(store.key("s", 1), SAMPLE)
    with Cache(tmp_path, "f") as store:
        assert store.get(store.key("s", 1), Sample) == SAMPLE


def test_other_code_sees_nothing(tmp_path: Path) -> None:
    with Cache(tmp_path, "f") as store:
        store.put(store.key("s", 1), 1)
    with Cache(tmp_path, "g") as store:
        assert store.get(store.key("s", 1), int) is None


@pytest.mark.parametrize("damage", [b"", b"garbage" * 999, b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_file_is_missing_and_mended(tmp_path: Path, damage: bytes) -> None:
    with Cache(tmp_path, "f") as store:
        store.put(store.key("s", 1), 1)
    store.path.write_bytes(damage)
    with Cache(tmp_path, "f") as store:
        assert store.get(store.key("s", 1), int) is None
        store.put(store.key("s", 1), 2)
        store.commit()
        store.put(store.key("s", 2), 3)
    with Cache(tmp_path, "f") as store:
        assert store.get(store.key("s", 2), int) == 3


def test_a_damaged_row_is_missing(tmp_path: Path) -> None:
    with Cache(tmp_path, "f") as store:
        key = store.key("s", 1)
        store.put(key, "a text")
    with sqlite3.connect(store.path) as database:
        (value,) = database.execute("SELECT value FROM results").fetchone()
        database.execute("UPDATE results SET value = ?", (value[:-3] + b"XX" + value[-1:],))
    database.close()
    with Cache(tmp_path, "f") as store:
        assert store.get(key, str) is None


def test_a_value_of_another_type_is_missing(tmp_path: Path) -> None:
    with Cache(tmp_path, "f") as store:
        key = store.key("s", 1)
        store.put(key, "a text")
        assert store.get(key, int) is None
        assert store.get(key, Sample) is None


def test_sweep_forgets_what_was_not_used(tmp_path: Path) -> None:
    with Cache(tmp_path, "f") as store:
        store.put(store.key("s", 1), 1)
        store.put(store.key("s", 2), 2)
        store.put(store.key("s", 3), 3)
    with Cache(tmp_path, "f") as store:
        store.get(store.key("s", 1), int)
        store.touch([store.key("s", 3)])
        store.sweep()
    with Cache(tmp_path, "f") as store:
        assert store.get(store.key("s", 1), int) == 1
        assert store.get(store.key("s", 2), int) is None
        assert store.get(store.key("s", 3), int) == 3


def test_a_kept_cache_gives_the_very_value(tmp_path: Path) -> None:
    with KeptCache(tmp_path, "f") as store:
        key = store.key("s", 1)
        store.put(key, SAMPLE)
        assert store.get(key, Sample) is SAMPLE
        store.sweep()
        store.get(key, Sample)
        store.sweep()
        assert store.get(key, Sample) is SAMPLE


def test_a_kept_cache_gives_the_equal_value_of_a_name(tmp_path: Path) -> None:
    twin, other = replace(SAMPLE), replace(SAMPLE, size=3)
    with KeptCache(tmp_path, "f") as store:
        assert store.same("one", SAMPLE) is SAMPLE
        store.sweep()
        assert store.same("one", twin) is SAMPLE
        assert store.same("two", twin) is twin
        assert store.same("one", other) is other
        store.sweep()
        store.sweep()
        assert store.same("two", SAMPLE) is SAMPLE


def test_a_folder_that_cannot_be_made_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with Cache(tmp_path / "file", "f") as store:
        assert once(store)


def test_a_shared_value_is_known_by_what_it_holds(tmp_path: Path) -> None:
    twin, other = replace(SAMPLE), replace(SAMPLE, size=3)
    for kind in (Cache, KeptCache):
        store, fresh = kind(tmp_path, "f", (Sample,)), kind(tmp_path, "f", (Sample,))
        before = store.key("s", ("first", SAMPLE))
        assert store.key("s", ("first", twin)) == before == fresh.key("s", ("first", SAMPLE))
        assert store.key("s", ("first", other)) != before
        for size in range(50):  # values that come and go may stand where another one stood
            store.sweep()
            assert store.key("s", Sample("", size)) == fresh.key("s", Sample("", size))


def test_keys_tell_parts_apart(tmp_path: Path) -> None:
    store = Cache(tmp_path, "f")
    variants = [
        store.key("s", "ab", "c"),
        store.key("s", "a", "bc"),
        store.key("sa", "b", "c"),
        store.key("s", b"ab", "c"),
        store.key("s", 1),
        store.key("s", "1"),
        store.key("s", None),
        store.key("s", ()),
        store.key("s"),
        store.key("s", {"a": 1}),
        store.key("s", (("a", 1),)),
    ]
    assert len(set(variants)) == len(variants)


def test_the_nouns_survive() -> None:
    block = Block("Texte", "quote", 3, None, 7)
    gone = (Removal(block, "r", 1),)
    article = Article("id", "a.txt", Claim("title", "T", "made", 0.5), (block,), "Texte", removals=gone)
    for kind, value in (
        (Article, article),
        (Document, Document("a.txt", "text", (block,), (Claim("url", "u", "url", 1),))),
        (Problem, Problem("p", "m", line_number=3)),
        (Source, Source("p", b"\x00\xff", None)),
        (Article | Problem, Problem("p", "m")),
        (Article | Problem, article),
        (Mapping[str, frozenset[str]], {"a": frozenset({"y", "x"})}),
    ):
        import json

        assert decode(kind, json.loads(encode(value))) == value


@given(
    st.builds(
        Sample,
        st.text(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.lists(st.text()).map(tuple),
        st.sampled_from(["a", "b"]),
        st.none(),
        st.lists(st.tuples(st.text(), st.integers())).map(tuple),
    )
)
def test_anything_survives(value: Sample) -> None:
    import json

    assert decode(Sample, json.loads(encode(value).decode("utf-8", "surrogatepass"))) == value


@pytest.mark.parametrize("value", [None, 3, [], ["x"], ["x", "y", [], "a", None, []], ["x", 1, [], "z", None, []]])
def test_decoding_is_strict(value: object) -> None:
    with pytest.raises(ValueError):
        decode(Sample, value)


def test_the_fingerprint_follows_the_code(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    before = fingerprint(tmp_path, ["pytest"])
    assert before == fingerprint(tmp_path, ["pytest"])
    (tmp_path / "a.py").write_text("2")
    assert before != fingerprint(tmp_path, ["pytest"])
    assert fingerprint(tmp_path, ["no-such-library"]) != fingerprint(tmp_path, [])


def test_only_a_kept_cache_keeps(tmp_path: Path) -> None:
    with Cache(tmp_path, "f") as plain, KeptCache(tmp_path, "f") as kept:
        for store, calls_wanted in ((plain, 2), (kept, 1)):
            calls: list[int] = []
            for _ in range(2):
                store.keep("page", ("a",), partial(calls.append, 1))
            assert len(calls) == calls_wanted
        kept.sweep()
        kept.sweep()
        assert kept.keep("page", ("a",), lambda: "new") == "new"
