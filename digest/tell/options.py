"""How long the parts of a telling may get, and which language it prefers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """Counts are of lines on the page. Parts keep their best lines and stay in reading order."""

    language: str = ""  # ISO code that headline and brief prefer when a story has it; "": the site's, or the commonest
    brief_sentences: int = 3
    several_groups: int = 12
    single_sentences: int = 10
    copied_pairs: int = 24
    quotes: int = 40
    timeline_lines: int = 16
    figure_rows: int = 10
    names: int = 40
    entity_models: tuple[str, ...] = ()  # spaCy pipelines, one a language, that say of which kind a name is
