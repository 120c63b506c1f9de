"""Messages and web archives: their parts with type and charset. Nothing recurses; no charset is taken on trust."""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message

from digest.formats.encoding import decode
from digest.formats.parsed import refuse

MOST_PARTS = 500
"""Parts of one message that are looked at; a web archive of a news page holds 50 to 300."""


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of a message."""

    type: str
    data: bytes
    charset: str | None
    location: str = ""
    attached: bool = False
    flowed: bool = False
    depth: int = 0  # forwarded messages around it
    lines: tuple[int, ...] = ()  # line of the source in which each line of the text begins; none where it is encoded

    def line(self, number: int | None) -> int | None:
        """The line of the source for a line of the text."""
        return self.lines[number - 1] if number is not None and number <= len(self.lines) else None

    def text(self) -> str:
        """Decoded text; a byte order mark and UTF-8 outrank the charset that the part claims."""
        return decode(self.data, self.charset).text


def message_of(data: bytes, path: str) -> Message:
    """The message. Raises InputError for nesting that exhausts the parser."""
    try:
        return email.message_from_bytes(data.lstrip(b"\r\n \t\xef\xbb\xbf"))
    except RecursionError:
        raise refuse(path, "parts nested too deeply to read", "remove the file") from None


def leaves(message: Message, source: bytes = b"") -> Iterator[Part]:
    """Leaves in reading order; texts with their lines in the source, where that is given."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    seen = reached = 0
    while waiting and seen < MOST_PARTS:
        part, depth = waiting.pop()
        seen += 1
        if part.is_multipart():
            deeper = depth + (part.get_content_type() == "message/rfc822")
            waiting.extend((child, deeper) for child in reversed(_children(part)))
            continue
        kind = part.get_content_type()
        lines, reached = _lines(part, source, reached) if kind.startswith("text/") else ((), reached)
        yield Part(
            kind,
            _bytes(part),
            _charset(part),
            header(part, "Content-Location"),
            str(part.get("Content-Disposition", "")).lower().startswith("attachment"),
            "flowed" in str(part.get("Content-Type", "")).lower(),
            depth,
            lines,
        )


_ENCODED = frozenset({"base64", "x-uuencode", "uuencode", "uue", "x-uue"})


def _lines(part: Message, source: bytes, reached: int) -> tuple[tuple[int, ...], int]:
    """The source's line for each line of a text, and how far into the source its part goes. A quoted-printable line
    that ends with "=" goes on in the next."""
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    folded = encoding == "quoted-printable"
    try:
        written = part.get_payload() if folded else _bytes(part)
    except (ValueError, LookupError, UnicodeError):
        return (), reached
    raw = written.encode("utf-8", "replace") if isinstance(written, str) else written
    if encoding in _ENCODED or not isinstance(raw, bytes) or not raw:
        return (), reached
    at = source.find(raw, reached)
    if at < 0:
        return (), reached
    first = source.count(b"\n", 0, at) + 1
    starts, goes_on = [], False
    for number, line in enumerate(raw.split(b"\n"), first):
        if not goes_on:
            starts.append(number)
        goes_on = folded and line.rstrip(b"\r \t").endswith(b"=")
    return tuple(starts), at + len(raw)


def _children(part: Message) -> list[Message]:
    payload = part.get_payload() if part.is_multipart() else []
    return [child for child in payload[:MOST_PARTS] if isinstance(child, Message)] if isinstance(payload, list) else []


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, UnicodeError):
        return None


def _bytes(part: Message) -> bytes:
    """Bytes of a leaf, transfer encoding undone; a charset that is damage is taken off first."""
    for _ in range(2):
        try:
            data = part.get_payload(decode=True)
            return data if isinstance(data, bytes) else b""
        except (ValueError, LookupError, UnicodeError):
            part.del_param("charset")
    return b""


def innermost(message: Message) -> Message:
    """The message that was forwarded as an attachment, or the message itself."""
    for _ in range(20):
        inner = None
        waiting = [message]
        while waiting and inner is None:
            part = waiting.pop(0)
            if part.get_content_type() == "message/rfc822":
                inner = next(iter(_children(part)), None)
            else:
                waiting.extend(_children(part))
        if inner is None:
            return message
        message = inner
    return message


def header(message: Message, name: str) -> str:
    """A header as text, encoded words resolved, on one line."""
    raw = message.get(name)
    if raw is None:
        return ""
    try:
        pieces = [
            piece if isinstance(piece, str) else decode(piece, charset).text
            for piece, charset in decode_header(str(raw)[:5_000])
        ]
    except (ValueError, LookupError, UnicodeError):
        pieces = [str(raw)[:5_000]]
    return " ".join("".join(pieces).split())
