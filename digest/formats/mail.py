"""Newsletters and forwarded mail. A newsletter that tells of several articles stays one document.

The sender's name is a claim for the outlet, not more: anybody may forward. What a forwarder wrote above the forwarded
text is a private note and is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from digest.formats.encoding import is_never_believed
from digest.formats.mime import Part, header, innermost, leaves, message_of
from digest.formats.parsed import Parsed, Parser, parted, refuse
from digest.formats.text import all_cut, is_hard_wrapped, lines_of, unwrapped
from digest.formats.walk import NO_TEXT, Walker, fed
from digest.formats.when import iso_date
from digest.model import Block, Claim, Precision, Problem, Source
from digest.text import fold

_LAYOUT = frozenset({"table", "blockquote"})
_REPLY = re.compile(r"^(?:(?:re|fwd?|tr|wg|aw|rv|enc|fw|i|r)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|max-height\s*:\s*0(?![.\d])|font-size\s*:\s*0(?![.\d])|visibility\s*:\s*hidden", re.IGNORECASE
)
_FORWARD_MARK = re.compile(
    r"^[\s>*_-]*(?:forwarded message|message transfere|debut du message (?:transfere|reexpedie)|"
    r"begin forwarded message|original message|"
    r"message d'origine|weitergeleitete nachricht|mensaje reenviado|messaggio inoltrato|courriel transfere)[\s:*_-]*$"
)
_HEADER_LINE = re.compile(r"^[\s>*]*([^\W\d_][\w' -]{0,14}?)\s*\*?\s*:\s*\*?\s*(.+)$")
_HEADER_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("from", "de", "expediteur", "von", "da"), "from"),
    **dict.fromkeys(
        ("date", "sent", "envoye", "gesendet", "datum", "fecha", "enviado", "data", "envoye le", "inviato"), "date"
    ),
    **dict.fromkeys(("subject", "objet", "betreff", "asunto", "oggetto", "sujet", "assunto"), "subject"),
    **dict.fromkeys(("to", "a", "an", "para", "cc", "destinataire", "reply-to", "repondre a", "pour"), "to"),
}
_SOFT_END = re.compile(r"(?<! ) \r?\n(?![\r\n>])")
FEWEST_WRAPPED = 3
"""Pairs of lines that show a column limit in a mail, where it is the rule."""

_QUOTE_MARK = re.compile(r"^(?:>\s?)+")


class MailWalker(Walker):
    """Also skips what a newsletter hides: preview lines, and pictures, which count readers."""

    def start(self, tag: str, attributes: Mapping[str, str | None], line: int | None) -> None:
        hidden = "hidden" in attributes or _HIDDEN.search((attributes.get("style") or "")[:2_000])
        if tag == "img":
            return
        if hidden and not self.is_skipping and tag not in ("br", "hr", "meta", "link", "input"):
            self.skip(tag)
        else:
            super().start(tag, attributes, line)


def parse(source: Source) -> Parsed:
    """Blocks of the better body, claims of the headers of the innermost message."""
    message = message_of(source.data, source.path)
    parts = [
        part for part in leaves(message, source.data) if part.type in ("text/plain", "text/html") and not part.attached
    ]
    inner = innermost(message)
    if inner is not message:
        deepest = max((part.depth for part in parts), default=0)
        parts = [part for part in parts if part.depth == deepest]
    ordered = _better(parts)
    if not ordered:
        raise refuse(source.path, "a message without a text", "add the text, or remove the file")
    forwarded, start = _forwarded([block for block, _ in ordered])
    claims, problems = _claims(inner, forwarded, source.path)
    problems += _unread_charset(parts, source.path)
    if any(not rule for _, rule in ordered[start:]):
        ordered = [(block, rule or "forwarding_note") for block, rule in ordered[:start]] + ordered[start:]
    blocks, removals = parted(all_cut(ordered))
    return Parsed(blocks, claims, problems, removals=removals)


def _unread_charset(parts: Sequence[Part], path: str) -> tuple[Problem, ...]:
    """One line for the first charset that is refused; a part without "+" and "\\" has nothing encoded in it."""
    for part in parts:
        if part.charset and is_never_believed(part.charset) and (b"+" in part.data or b"\\" in part.data):
            reason = f"the charset {part.charset[:20]} isn't read; the text stays as it was sent"
            return (Problem(path, reason, "save the message as UTF-8"),)
    return ()


def _better(parts: Sequence[Part]) -> list[tuple[Block, str]]:
    """The HTML body, unless the plain one says much more (HTML that is one picture)."""
    rich = [block for part in parts if part.type == "text/html" for block in _from_html(part)]
    plain = [(block, "") for part in parts if part.type == "text/plain" for block in _from_text(part)]
    letters = [sum(len(block.text) for block, _ in blocks) for blocks in (rich, plain)]
    return rich if letters[0] >= 0.5 * letters[1] else plain


def _from_html(part: Part) -> Iterator[tuple[Block, str]]:
    """Blocks, each with "" or the rule that takes it out: newsletters repeat their buttons."""
    before = ""
    for piece in fed(MailWalker(NO_TEXT, _LAYOUT), part.text()):
        block = replace(piece.block(), line=part.line(piece.line))
        yield block, "repeated" if piece.text == before else ""
        before = piece.text


def _from_text(part: Part) -> list[Block]:
    text, numbers = part.text(), None
    if part.flowed:
        text, numbers = _unflowed(text.replace("\n-- \n", "\n--\n"))
    lines = lines_of(text)
    written = [line for line in lines if line.text]
    if written and sum(line.text.startswith(">") for line in written) > 0.7 * len(written):
        lines = lines_of("\n".join(_QUOTE_MARK.sub("", line.text) for line in lines))
    written = [line for line in lines if not (line.text and _heads_message(line.text))]
    wrapped = is_hard_wrapped(written, FEWEST_WRAPPED)
    blocks = unwrapped(lines) if wrapped else [Block(line.text, line=line.number) for line in lines if line.text]
    placed = [block.line if numbers is None or block.line is None else numbers[block.line - 1] for block in blocks]
    return [Block(block.text, block.kind, part.line(n)) for block, n in zip(blocks, placed, strict=True)]


def _unflowed(text: str) -> tuple[str, list[int]]:
    """A flowed text with its soft line ends as blanks, and for each of its lines the line that it began at."""
    soft = {found.end() - 1 for found in _SOFT_END.finditer(text)}
    ends = (at for at, character in enumerate(text) if character == "\n")
    return _SOFT_END.sub(" ", text), [1, *(number for number, at in enumerate(ends, 2) if at not in soft)]


def _heads_message(row: str) -> bool:
    """A header that a mail program wrote into the body, or its mark above them."""
    header = _HEADER_LINE.match(row)
    return (header is not None and fold(header[1]) in _HEADER_NAMES) or _FORWARD_MARK.match(fold(row)) is not None


def _forwarded(blocks: Sequence[Block]) -> tuple[dict[str, str], int]:
    """Headers that a mail program wrote into the body when it forwarded, and the block behind them."""
    for index in range(min(40, len(blocks))):
        rows = [row for following in blocks[index : index + 8] for row in following.text.split("\n")]
        marked = _FORWARD_MARK.match(fold(rows[0])) is not None
        found, used = _header_rows(rows[1:] if marked else rows)
        if len(found) >= (2 if marked else 3) and "from" in found and ("subject" in found or "date" in found):
            return found, _behind(blocks, index, used + marked)
    return {}, 0


def _header_rows(rows: Sequence[str]) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    for number, row in enumerate(rows):
        line = _HEADER_LINE.match(row)
        name = _HEADER_NAMES.get(fold(line[1])) if line else None
        if line is None or name is None:
            return found, number
        found.setdefault(name, line[2].strip(" *"))
    return found, len(rows)


def _behind(blocks: Sequence[Block], index: int, rows: int) -> int:
    while rows > 0 and index < len(blocks):
        rows -= blocks[index].text.count("\n") + 1
        index += 1
    return index


def _claims(message: Message, forwarded: Mapping[str, str], path: str) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    claims: list[Claim] = []
    problems: list[Problem] = []
    subject = forwarded.get("subject") or header(message, "Subject")
    title = _REPLY.sub("", subject).strip()
    if title:
        claims.append(Claim("title", title[:500], "mail header", 0.85))
    name, address = _sender(forwarded.get("from") or header(message, "From"))
    domain = address.rpartition("@")[2].strip("> ").lower()
    if name and "@" not in name:
        claims.append(Claim("outlet", name[:200], "mail header", 0.6))
    elif "." in domain:
        claims.append(Claim("outlet", domain[:200], "mail header", 0.5))
    raw = forwarded.get("date", "") if forwarded else header(message, "Date")
    if raw:
        date = _mail_date(raw)
        if date:
            claims.append(Claim("published", date[0], "mail header", 0.7 if forwarded else 0.8, date[1]))
        else:
            odd = f"the date of the message is {raw[:60]!r}, which is none"
            problems.append(Problem(path, odd, "set it in a sidecar .toml", about="published"))
    return tuple(claims), tuple(problems)


def _sender(value: str) -> tuple[str, str]:
    """Name and address; nothing for one that nests comments to exhaust the parser."""
    try:
        name, address = parseaddr(value[:400])
    except RecursionError:
        return "", ""
    return name.strip(" \"'"), address


def _mail_date(raw: str) -> tuple[str, Precision] | None:
    try:
        return iso_date(parsedate_to_datetime(raw).isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        return iso_date(raw)


PARSER = Parser("mail", (".eml",), parse, isolate=True)
