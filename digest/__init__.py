"""A folder of messy articles becomes a static news digest.

    from pathlib import Path
    from digest import build_site

    report = build_site(Path("my-review"))

What is named here is the promise; everything else may move. Names are loaded when they are first asked for, so that a
command that needs one room doesn't pay for all of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digest.build import Report, build_site
    from digest.config import Config, load_config
    from digest.errors import ConfigError, DigestError, InputError, LedgerError, OutputError
    from digest.model import Article, Claim, Document, Edition, Problem, Site, Source, Story, Telling

__version__ = "0.1.0"

_HOMES = {
    "digest.build": ("Report", "build_site"),
    "digest.config": ("Config", "load_config"),
    "digest.errors": ("ConfigError", "DigestError", "InputError", "LedgerError", "OutputError"),
    "digest.model": ("Article", "Claim", "Document", "Edition", "Problem", "Site", "Source", "Story", "Telling"),
}

__all__ = [
    "Article",
    "Claim",
    "Config",
    "ConfigError",
    "DigestError",
    "Document",
    "Edition",
    "InputError",
    "LedgerError",
    "OutputError",
    "Problem",
    "Report",
    "Site",
    "Source",
    "Story",
    "Telling",
    "__version__",
    "build_site",
    "load_config",
]


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
