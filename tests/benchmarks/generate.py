"""A seeded press of any size: French function words and invented ones in Zipf's proportions, outlets, days, and
stories told by several outlets.

The same arguments give the same bytes. Nothing is tuned to look like a real language; what matters for timing is that
word counts, repetition, story sizes and page furniture have realistic proportions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

SYLLABLES = [c + v for c in "bdfgklmnprstv" for v in "aeio"]
FUNCTION_WORDS = (
    "de",
    "la",
    "le",
    "et",
    "les",
    "des",
    "en",
    "un",
    "du",
    "une",
    "que",
    "est",
    "pour",
    "qui",
    "dans",
    "par",
)
"""They tell the language, so that grouping has its table: without one, an article changes the weights of all others."""

FURNITURE = ("Accueil", "Partager", "S'inscrire à la newsletter", "À lire aussi : dix photos", "Se connecter")
STRAY = (
    "Aller au contenu", "Rechercher", "Menu", "Mon compte", "Régions", "Culture et loisirs", "Je m'abonne dès 1 €",
    "Écouter l'article", "Lecture 3 min.", "Par Ana Reis", "Publié le 5 janvier 2026 à 18h05", "Lire plus tard",
    "Photo : Ana Reis / Le Phare", "Ailleurs sur le site", "Sur le même sujet", "Trois ponts pour une île",
    "Météo : un week-end sous la pluie", "12 commentaires", "Voir tous les commentaires", "Mentions légales",
    "© 2026 Le Phare. Tous droits réservés.", "Facebook", "Copier le lien", "Recevez nos alertes chaque matin",
)  # fmt: skip
"""Lines that a hasty copy takes along, some by the rules' wording, some that only their place gives away."""

FIRST_DAY = date(2026, 1, 5)


def _vocabulary(chance: random.Random, size: int) -> list[str]:
    words = {"".join(chance.choices(SYLLABLES, k=chance.choice((1, 2, 2, 3, 3, 4)))) for _ in range(size * 2)}
    return sorted(words)[:size]


class Press:
    """Writes articles: each story has its own rare words and names, everything else is drawn from the common stock."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.common = _vocabulary(self.chance, 6000)
        self.chance.shuffle(self.common)
        self.common[: len(FUNCTION_WORDS)] = FUNCTION_WORDS
        self.weights = [1.0 / rank for rank in range(1, len(self.common) + 1)]

    def _sentence(self, own: list[str], names: list[str]) -> str:
        words = self.chance.choices(self.common, self.weights, k=self.chance.randint(9, 24))
        for stock in (own, names):
            for _ in range(self.chance.randint(0, 2)):
                words[self.chance.randrange(1, len(words))] = self.chance.choice(stock)
        return words[0].capitalize() + " " + " ".join(words[1:]) + "."

    def articles(self, count: int) -> Iterator[tuple[str, str, str, str]]:
        """(outlet, day, title, text of about 2,500 characters), story by story."""
        made = 0
        day = FIRST_DAY
        while made < count:
            own = self.chance.sample(self.common[2000:], 12)
            names = [w.capitalize() for w in self.chance.sample(self.common[1000:], 5)]
            for _ in range(min(self.chance.choice((1, 1, 1, 2, 3, 5)), count - made)):
                title = self._sentence(own, names)[:80].rstrip(" .")
                paragraphs = [" ".join(self._sentence(own, names) for _ in range(4)) for _ in range(5)]
                yield f"Outlet {self.chance.randint(1, 12)}", day.isoformat(), title, "\n\n".join(paragraphs)
                made += 1
            if self.chance.random() < 0.05:
                day += timedelta(days=1)


def with_stray_lines(title: str, text: str, chance: random.Random, either_side: int = 4) -> str:
    """A pasted article with so many lines of its page above and below it."""
    stray = chance.sample(STRAY, 2 * either_side)
    return "\n".join([*stray[:either_side], title, text, *stray[either_side:]]) + "\n"


def write_site(root: Path, count: int, seed: int = 1) -> None:
    """`root`/content with `count` pasted .txt files, page furniture included."""
    for number, (outlet, day, title, text) in enumerate(Press(seed).articles(count)):
        folder = root / "content" / outlet
        folder.mkdir(parents=True, exist_ok=True)
        head = f"{FURNITURE[0]}\n\n{title}\n\nPublié le {day}\n\n{FURNITURE[1]}"
        body = f"{head}\n\n{text}\n\n" + "\n".join(FURNITURE[2:]) + "\n"
        (folder / f"{number:06d}.txt").write_text(body, encoding="utf-8")
