"""Shared by all tests: `--update-golden`, and the `site` fixture: a folder to write, build, change and compare."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.build import Gathered, Report, build, gather, kept_desk, open_desk
from digest.config import load_config

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what the program gives into tests/cases")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@dataclass
class SiteFolder:
    """A site in a temporary folder. Methods return it, so that a test reads as a story."""

    root: Path
    report: Report | None = None

    def write(self, path: str, text: str | bytes = "") -> SiteFolder:
        """A file, by its path from the site's folder."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self

    def article(self, name: str, title: str, *paragraphs: str, **front: str) -> SiteFolder:
        """A Markdown article with front matter."""
        lines = "".join(f"{key}: {value}\n" for key, value in front.items())
        return self.write(f"content/{name}", f'---\ntitle: "{title}"\n{lines}---\n\n' + "\n\n".join(paragraphs) + "\n")

    def remove(self, path: str) -> SiteFolder:
        (self.root / path).unlink()
        return self

    def build(self) -> SiteFolder:
        """As `digest build` does, cache and all."""
        config = load_config(self.root)
        with open_desk(config) as desk:
            self.report = build(config, desk, now=NOW)
        return self

    def gathered(self) -> Gathered:
        """As far as grouping."""
        config = load_config(self.root)
        with kept_desk(config) as desk:
            return gather(config, desk, now=NOW)

    def output(self) -> dict[str, bytes]:
        """All that lies in output/."""
        folder = self.root / "output"
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}

    def page(self, path: str) -> str:
        return (self.root / "output" / path).read_text(encoding="utf-8")

    def hashes(self) -> dict[str, str]:
        return {path: hashlib.sha256(data).hexdigest() for path, data in self.output().items()}


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """An empty site."""
    (tmp_path / "site" / "content").mkdir(parents=True)
    return SiteFolder(tmp_path / "site")


@pytest.fixture
def small_site(site: SiteFolder) -> SiteFolder:
    """Three articles of invented outlets: two about one accord, one about something else. Not built yet."""
    site.article(
        "Le Cadran/accord.md",
        "Lunhafen : l'accord de pêche est signé",
        "La Brandie et la Veldanie ont signé jeudi à Lunhafen un accord de pêche, après neuf jours de négociations.",
        "Le quota de hareng est fixé à 4 200 tonnes, a annoncé la ministre de la Mer, Ada Brandt.",
        "« Cet accord protège nos ports », a déclaré Ada Brandt devant la mairie de Lunhafen.",
        date="2026-03-12",
        lang="fr",
    )
    site.article(
        "Le Phare/accord-peche.md",
        "Pêche : la Brandie et la Veldanie s'entendent sur le hareng",
        "Un accord de pêche a été signé jeudi à Lunhafen par les deux pays, qui négociaient depuis neuf jours.",
        "La ministre de la Mer Ada Brandt a annoncé un quota de 4 200 tonnes de hareng.",
        "Les bateaux des deux flottes pourront débarquer leurs prises dans les deux ports.",
        date="2026-03-12",
        lang="fr",
    )
    return site.article(
        "Le Phare/musee.md",
        "Le musée de l'horloge rouvre après trois ans de travaux",
        "Le musée de l'horloge de Sarnoy rouvre samedi ses portes, trois ans après l'incendie de la galerie.",
        "La ville a dépensé 12 millions d'euros, selon la conservatrice Irène Valmont.",
        date="2026-03-10",
        lang="fr",
    )
