"""The most valuable test: for any sequence of edits, an incremental build equals a clean build, byte for byte."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NOW, SiteFolder

from digest.build import Desk, build, kept_desk
from digest.config import load_config

WORDS = [
    "accord",
    "port",
    "hareng",
    "musée",
    "horloge",
    "ministre",
    "mairie",
    "grève",
    "budget",
    "pont",
    "rivière",
    "tunnel",
    "sécheresse",
    "école",
    "vote",
]


def sentence(random_: random.Random) -> str:
    picked = [random_.choice(WORDS) for _ in range(9)]
    return f"Le {' '.join(picked)} a été annoncé par Ada Brandt à Lunhafen, selon {random_.choice(WORDS)}."


def write_article(site: SiteFolder, random_: random.Random) -> None:
    name = f"{random_.choice(['Le Cadran', 'Le Phare'])}/{random_.randrange(5)}.md"
    body = [sentence(random_) for _ in range(3)] + random_.choice(
        [[], ["Partager sur Facebook"], ["Lire aussi : encore"]]
    )
    site.article(name, sentence(random_)[:40], *body, date=f"2026-03-{random_.randrange(1, 20):02d}", lang="fr")


def archive(site: SiteFolder, random_: random.Random) -> None:
    lines = [
        json.dumps({"title": sentence(random_)[:30], "text": sentence(random_) * 2, "date": "2026-03-05"})
        for _ in range(random_.randrange(1, 4))
    ]
    site.write("content/archive.jsonl", "\n".join(lines) + "\n")


def remove(site: SiteFolder, random_: random.Random) -> None:
    files = sorted(p for p in (site.root / "content").rglob("*") if p.is_file())
    if files:
        random_.choice(files).unlink()


def rename(site: SiteFolder, random_: random.Random) -> None:
    files = sorted(p for p in (site.root / "content").rglob("*.md"))
    if files:
        chosen = random_.choice(files)
        chosen.rename(chosen.with_name(f"renamed-{random_.randrange(3)}.md"))


def settings(site: SiteFolder, random_: random.Random) -> None:
    site.write("digest.toml", random_.choice(['title = "Un"', 'rights = "full"', "[group]\nspan_days = 2", 'language = "en"', ""]))  # noqa: E501  # fmt: skip


def edits(site: SiteFolder, random_: random.Random) -> None:
    recipe = f'[[recipe]]\noutlet = "Le Phare"\nstarts_with = ["{random_.choice(["Partager", "Le"])}"]\n'
    decision = f'[[article]]\narticle = "Le Cadran/1.md"\ntitle = "Titre {random_.randrange(3)}"\n'
    site.write("edits.toml", random_.choice([recipe, decision, recipe + decision, ""]))


def template(site: SiteFolder, random_: random.Random) -> None:
    text = f'{{% extends "default/about.html" %}}{{% block head %}}<!-- {random_.randrange(9)} -->{{% endblock %}}'
    site.write("templates/about.html", text)


def damage(site: SiteFolder, random_: random.Random) -> None:
    """Somebody edits, removes or touches what we wrote."""
    files = sorted(p for p in (site.root / "output").rglob("*.html"))
    if files:
        chosen = random_.choice(files)
        random_.choice([lambda: chosen.write_text("by hand"), chosen.unlink, chosen.touch])()


def spoil_cache(site: SiteFolder, random_: random.Random) -> None:
    cache = site.root / ".digest" / "cache.sqlite3"
    if cache.exists():
        data = bytearray(cache.read_bytes())
        for _ in range(20):
            data[random_.randrange(len(data))] ^= 255
        cache.write_bytes(bytes(data))


def nothing(site: SiteFolder, random_: random.Random) -> None:
    """The build that has nothing to do."""


EDITS: tuple[Callable[[SiteFolder, random.Random], None], ...] = (
    write_article, write_article, write_article, archive, remove, rename, settings, edits, template, damage,
    spoil_cache, nothing,
)  # fmt: skip


def clean_output(site: SiteFolder, folder: Path) -> dict[str, bytes]:
    """What a build from nothing gives for the same sources and the same ledger."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site.root, folder, ignore=shutil.ignore_patterns("output", ".digest"))
    return SiteFolder(folder).build().output()


@pytest.mark.parametrize("seed", range(3))
def test_incremental_is_clean(site: SiteFolder, tmp_path: Path, seed: int) -> None:
    random_ = random.Random(seed)
    for step in range(12):
        before = shutil.copytree(site.root, tmp_path / "before", dirs_exist_ok=False)
        edit = random_.choice(EDITS)
        edit(site, random_)
        lock = site.root / "digest.lock"
        known = lock.read_bytes() if lock.exists() else None
        site.build()
        incremental = site.output()
        after = lock.read_bytes()
        if known is None:
            lock.unlink()
        else:
            lock.write_bytes(known)
        assert clean_output(site, tmp_path / "clean") == incremental, f"step {step}: {edit.__name__}"
        assert (tmp_path / "clean" / "digest.lock").read_bytes() == after
        lock.write_bytes(after)
        shutil.rmtree(before)


def test_a_kept_desk_builds_the_same(site: SiteFolder, tmp_path: Path) -> None:
    """What `serve` does: one desk for all builds."""
    random_ = random.Random(7)
    with kept_desk(load_config(site.root)) as desk:
        for _ in range(12):
            random_.choice(EDITS[:-2])(site, random_)
            rebuild(site, desk)
            incremental = site.output()
            assert clean_output(site, tmp_path / "clean") == incremental


def rebuild(site: SiteFolder, desk: Desk) -> None:
    build(load_config(site.root), desk, now=NOW)


def test_two_clean_builds_are_equal(small_site: SiteFolder, tmp_path: Path) -> None:
    small_site.build()
    (small_site.root / "digest.lock").unlink()
    assert clean_output(small_site, tmp_path / "clean") == small_site.output()
