"""What a site's owner may set about cleaning."""

from __future__ import annotations

from dataclasses import dataclass

from digest.model import OutletInfo, Recipe


@dataclass(frozen=True, slots=True)
class Options:
    """`languages` narrows what language identification may answer; empty means any."""

    languages: tuple[str, ...] = ()
    caution: float = 0.0  # added to the evidence that a line needs before it goes; 2.0 removes about half as many
    most_loss: float = 0.4  # share of an article's characters that may go before cleaning keeps everything and says so
    recipes: tuple[Recipe, ...] = ()
    outlets: tuple[OutletInfo, ...] = ()
