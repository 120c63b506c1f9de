"""What the JSON beside a story page and the page itself promise, from raw files to the last character.

Whatever shape the files have, each address of `story/SLUG.json` finds its text in the `text` that `digest inspect`
prints, and each quoted line of the page stands in an article once the typesetter's spaces are undone."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import SiteFolder
from html_checks import parse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tell_cases import CASES, case_names

from digest.export import inspect_json
from digest.typography import plain

MESSES: dict[str, Callable[[str], bytes]] = {
    "as written": str.encode,
    "byte order mark and DOS lines": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text).encode(),
    "one byte a letter": lambda text: text.encode("cp1252", errors="replace"),
    "mojibake": lambda text: text.encode().decode("cp1252", errors="ignore").encode(),
    "spaces of all widths": lambda text: text.replace(" d", "\u00a0\u200bd").replace(" :", "\u202f:").encode(),
    "soft hyphens and joiners": lambda text: text.replace("tion", "ti\u00adon").replace("e ", "e\ufeff ").encode(),
    "straight quotes": lambda text: re.sub("[«»“”]\u00a0?", '"', text).replace("’", "'").encode(),
    "a line a sentence": lambda text: text.replace(". ", ".\n").encode(),
    "page around it": lambda text: f"Accueil\nS'abonner\n\n{text}\n\nLire aussi : dix idées\nPartager\n".encode(),
}
ADDRESS = {"path", "start", "end"}


def put(site: SiteFolder, case: str, messes: list[str]) -> None:
    """The articles of a case of tests/cases/tell as raw files, each in another mess."""
    table = tomllib.loads((CASES / case / "story.toml").read_text(encoding="utf-8"))
    for number, row in enumerate(table["articles"]):
        text = f"{row.get('title', '')}\n{row.get('date', '')}\n\n{row['text'].strip().replace(chr(10), chr(10) * 2)}\n"
        data = MESSES[messes[number % len(messes)]](text)
        site.write(f"content/{row.get('outlet', 'Le Phare')}/{row['id']}.txt", data)


def addresses(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if set(value) >= ADDRESS:
            yield value
        for item in value.values():
            yield from addresses(item)
    elif isinstance(value, list):
        for item in value:
            yield from addresses(item)


def assert_told_exactly(telling: dict[str, Any], inspected: dict[str, dict[str, Any]]) -> int:
    found = list(addresses(telling))
    for s in found:
        stands = inspected[s["path"]]["text"][s["start"] : s["end"]]
        assert stands
        assert s.get("text", stands) == stands
    articles = [inspected[path] for path in sorted({s["path"] for s in found})]
    texts = [a["text"] for a in articles]
    for quote in telling["quotes"]:
        for words in (quote["speaker"], quote["role"], quote["verb"]):
            assert words is None or any(words in text for text in texts)
    for row in telling["figures"]:
        assert all(value["value"] in value["sentence"]["text"] for value in row["values"])
        assert len({value["value"] for value in row["values"]}) > 1
    for dated in telling["timeline"]:
        assert dated["expression"] in dated["sentence"]["text"]
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d)?)?)?", dated["date"][:16])
    for name in telling["names"]:
        forms = {inspected[m["path"]]["text"][m["start"] : m["end"]] for m in name["mentions"]}
        assert forms == {name["name"], *name["aliases"]}
    for pair in telling["copies"]:
        assert pair["a"]["path"] != pair["b"]["path"]
        assert pair["words"] > 0
    for group in telling["several"]:
        assert len({s["path"] for s in group}) == len(group) > 1
    return len(found)


def assert_page_exact(page: bytes, inspected: dict[str, dict[str, Any]]) -> int:
    texts = [plain(" ".join(a["text"].split())) for a in inspected.values()]
    quoted = list(parse(page)[0].iter("blockquote"))
    for element in quoted:
        shown = plain(" ".join("".join(element.itertext()).split()).strip("«»“” \u202f\u00a0"))
        assert any(shown in text for text in texts), shown
    return len(quoted)


def check(site: SiteFolder) -> tuple[int, int]:
    """Numbers of addresses and of quoted lines that were checked."""
    gathered = site.gathered()
    inspected = {a["path"]: a for a in inspect_json(gathered.articles, gathered.stories)["articles"]}
    told = shown = 0
    for path, data in site.build().output().items():
        if re.fullmatch(r"story/[^/.]+\.json", path):
            told += assert_told_exactly(json.loads(data), inspected)
        elif re.fullmatch(r"story/[^/.]+\.html", path):
            shown += assert_page_exact(data, inspected)
    return told, shown


@pytest.mark.parametrize("mess", sorted(MESSES))
def test_all_addresses_hold_whatever_the_files_look_like(site: SiteFolder, mess: str) -> None:
    for case in ("figures_and_copies", "counted_apart", "harbour_strike"):
        put(site, case, [mess])
    told, shown = check(site)
    assert min(told, shown) > 25


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(case_names()), min_size=1, max_size=2, unique=True),
    st.lists(st.sampled_from(sorted(MESSES)), min_size=1, max_size=4),
)
def test_any_mixture_of_files_is_told_exactly(site: SiteFolder, cases: list[str], messes: list[str]) -> None:
    for folder in ("content", "output", ".digest"):
        shutil.rmtree(site.root / folder, ignore_errors=True)
    (site.root / "digest.lock").unlink(missing_ok=True)
    for case in cases:
        put(site, case, messes)
    check(site)
