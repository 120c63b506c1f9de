"""NAME.toml beside NAME.txt or NAME.html: values that outrank everything that the file itself says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from digest.formats.fields import claims_from
from digest.formats.frontmatter import LONGEST_BYTES
from digest.model import Claim, Problem


def read_sidecar(data: bytes | None, path: str) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """Claims of a sidecar; damage gives a problem and no claims."""
    if data is None:
        return (), ()
    try:
        if len(data) > LONGEST_BYTES:
            raise ValueError(f"more than {LONGEST_BYTES // 1024} KB")
        values: Mapping[str, Any] = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        message = f"its sidecar .toml cannot be read: {' '.join(str(error).split())[:120]}"
        return (), (Problem(path, message, "correct it; without it the file's own values count"),)
    return claims_from(values, "sidecar", 1.0, path)
