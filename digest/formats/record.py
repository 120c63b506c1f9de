"""Archives of many articles, one JSON object a line, with the field names of trafilatura, news-please and schema.org.

`split` cuts at line ends and looks into no record, so that 100,000 of them cost a moment; each is parsed on its own."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from digest.formats.encoding import decode
from digest.formats.fields import claims_from, flat, plain_key
from digest.formats.parsed import Parsed, Parser, parted, refuse, without_lines, without_surrogates
from digest.formats.text import all_cut, cut_long, lines_of
from digest.formats.walk import blocks_of
from digest.model import Block, Source

TEXT_KEYS = (
    "maintext",
    "text",
    "articlebody",
    "article body",
    "body",
    "content",
    "texte",
    "raw text",
    "fulltext",
    "content text",
    "content html",
    "description",
    "summary",
    "excerpt",
    "chapo",
)
"""Folded keys of the body, best first: trafilatura `text`, news-please `maintext`, schema.org `articleBody`. A feed's
item has its summary only: that is then what was published."""

_RECORD = re.compile(r"(?s)(.*\.(?:jsonl|ndjson))#(\d+)")
_HALF_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")
_MARKUP = re.compile(r"<(?:p|div|br|h[1-6]|ul|article)\b[^>]*>", re.IGNORECASE)


def split(source: Source) -> tuple[Source, ...]:
    """One Source a line, `archive.jsonl#12` for line 12; blank lines are none."""
    data = source.data
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:100]:
        data = decode(data).text.encode("utf-8")
    data = data.removeprefix(b"\xef\xbb\xbf")
    lines = enumerate(data.split(b"\n"), 1)
    return tuple(Source(f"{source.path}#{number}", line, source.sidecar) for number, line in lines if line.strip())


def record_line(path: str) -> int | None:
    """Line in its archive that a path names, or None for a plain file."""
    found = _RECORD.fullmatch(path) if "#" in path else None
    return int(found[2]) if found else None


def parse(source: Source) -> Parsed:
    """One record, a title alone too. Raises InputError, with the line in the archive, for what is no JSON object."""
    found = _RECORD.fullmatch(source.path)
    path, line = (found[1], int(found[2])) if found else (source.path, None)
    try:
        record = _loaded(decode(source.data).text)
    except (ValueError, RecursionError) as error:
        raise refuse(
            path, f"no JSON: {' '.join(str(error).split())[:80]}", "each line is one JSON object", line
        ) from None
    if not isinstance(record, dict):
        raise refuse(
            path, f"expected a JSON object, found {type(record).__name__}", "each line is one JSON object", line
        )
    folded = {plain_key(str(key)): value for key, value in record.items()}
    text = next((body for key in TEXT_KEYS if (body := _body(folded.get(key))).strip()), "")
    claims, problems = claims_from(_known(folded), "page metadata", 0.95, source.path)
    if not text and not any(claim.field == "title" for claim in claims):
        raise refuse(path, f"a record without a text (one of {', '.join(TEXT_KEYS[:4])}) or title", "add one", line)
    if not _MARKUP.search(text):
        return Parsed(tuple(piece for block in _lines(text) for piece in cut_long(block)), claims, problems)
    blocks, removals = parted(all_cut(blocks_of(text)))
    return without_lines(Parsed(blocks, claims, problems, removals=removals))


def _loaded(text: str) -> Any:
    """JSON may escape half of a surrogate pair, which is no character: U+FFFD then, before a library sees it."""
    loaded = json.loads(text)
    if _HALF_ESCAPED.search(text):
        loaded = json.loads(without_surrogates(json.dumps(loaded, ensure_ascii=False)))
    return loaded


def _lines(text: str) -> tuple[Block, ...]:
    return tuple(Block(line.text, start=line.start) for line in lines_of(text) if line.text)


def _body(value: Any) -> str:
    if isinstance(value, list):
        return "\n\n".join(_body(item) for item in value)
    if isinstance(value, Mapping):
        return next((_body(value[key]) for key in ("text", "html", "value") if value.get(key)), "")
    return value if isinstance(value, str) else ""


def _known(folded: Mapping[str, Any]) -> dict[str, Any]:
    """Values in the order of trust: trafilatura's `hostname` is an outlet only when nothing better names one, and
    news-please puts the host in `source_domain`."""
    known = {key: value for key, value in folded.items() if key != "name" or flat(folded.get("headline")) == ""}
    if not any(
        flat(known.get(key))
        for key in ("sitename", "site name", "publisher", "outlet", "media", "journal", "source hostname")
    ):
        host = flat(known.get("source domain") or known.get("hostname"))
        if host and not flat(known.get("source")):
            known["outlet"] = host.removeprefix("www.")
    return known


PARSER = Parser("record", (".jsonl", ".ndjson"), parse, split=split)
