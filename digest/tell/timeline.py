"""To be filled."""

from __future__ import annotations

from typing import Any

from digest.tell.material import Material


def timeline(material: Material) -> tuple[Any, ...]:
    return ()
