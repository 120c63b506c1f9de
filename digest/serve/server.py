"""HTTP over output/, from the standard library: 2,800 pages a second and no dependency.

Only files inside the output folder, only for requests that ask for this host by its own name, never a folder's list.
"""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, quote, unquote, urlsplit

from digest.errors import ConfigError
from digest.serve import pages
from digest.serve.live import Live

FIRST_PORT = 8000
TRIES = 10
"""Ports tried after the first, when none was asked for."""

HEARTBEAT_SECONDS = 15.0
"""Between two signs of life to a browser that waits; a browser that has gone is noticed by the next."""

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".pdf": "application/pdf",
}
"""Own table: Windows takes types from its registry, where any program may have spoilt them."""

FEED_TYPES = {
    ".rss.xml": "application/rss+xml",
    ".atom.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen. Port None: 8000, or the next that is free."""

    host: str = "127.0.0.1"
    port: int | None = None


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = os.name != "nt"  # on Windows it would let two servers have one port
    live: Live
    script: bool = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no error."""
        error = sys.exception() if hasattr(sys, "exception") else sys.exc_info()[1]
        if not isinstance(error, ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Http6(_Http):
    address_family = socket.AF_INET6


def bind(address: Address) -> _Http:
    """Takes the port. ConfigError when the one asked for is in use, with one that is free."""
    first = address.port if address.port is not None else FIRST_PORT
    kind = _Http6 if ":" in address.host else _Http
    for port in range(first, first + TRIES + 1):
        try:
            server = kind((address.host, port), _Handler)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES) and getattr(error, "winerror", 0) not in (
                10013,
                10048,
            ):
                raise ConfigError(f"{address.host}: cannot listen there: {error.strerror or error}") from error
            if address.port is not None:
                free = _free_port(kind, address.host, first + 1)
                hint = f"{free} is free: digest serve --port {free}" if free else "choose another with --port"
                raise ConfigError(f"port {first} is in use; {hint}") from error
            continue
        if port != first:
            print(f"port {first} is in use; taking {port}", file=sys.stderr)
        return server
    raise ConfigError(f"ports {first} to {first + TRIES} are in use; choose another with --port")


def _free_port(kind: type[_Http], host: str, first: int) -> int | None:
    for port in range(first, min(first + TRIES, 65536)):
        try:
            kind((host, port), _Handler).server_close()
        except OSError:
            continue
        return port
    return None


class Server:
    """The bound server, on a thread of its own."""

    def __init__(self, http: _Http, live: Live) -> None:
        self._http = http
        self._http.live = live
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        host, port = self._http.server_address[:2]
        name = host.decode() if isinstance(host, bytes | bytearray) else str(host)
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(name, f"[{name}]" if ":" in name else name)
        return f"http://{shown}:{port}/"

    def start(self, *, live: Literal["yes", "no"]) -> None:
        """Serves; with `live`, pages get the script that reloads them."""
        self._http.script = live == "yes"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.1,), name="http", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._thread is not None:
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # unbuffered, each kept connection waits 44 ms a request: Nagle against delayed ACK
    timeout = 60
    server_version = "digest"
    sys_version = ""
    server: _Http

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:
        """Requests aren't news."""

    def _answer(self) -> None:
        if not self._is_for_us():
            self._send(HTTPStatus.FORBIDDEN, "text/plain; charset=utf-8", b"this server answers to its own name only\n")
            return
        url = urlsplit(self.path)
        path = unquote(url.path, errors="replace")
        if path.startswith(pages.PREFIX + "/"):
            self._reserved(path.removeprefix(pages.PREFIX), parse_qs(url.query))
        else:
            self._file(path)

    def _is_for_us(self) -> bool:
        """A page elsewhere may point its own name at this machine; it is told nothing."""
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""
        bound = str(self.server.server_address[0])
        if host in ("localhost", "127.0.0.1", "::1", bound) or host.endswith(".localhost"):
            return True
        if bound not in ("0.0.0.0", "::"):
            return False
        try:
            ip_address(host)
        except ValueError:
            return host == socket.gethostname().lower()
        return True

    def _reserved(self, path: str, query: dict[str, list[str]]) -> None:
        live = self.server.live
        if path == "/live.js":
            self._send(HTTPStatus.OK, TYPES[".js"], pages.SCRIPT.encode())
        elif path == "/state":
            self._send(HTTPStatus.OK, TYPES[".json"], pages.state(live.stamp, live.failure).encode())
        elif path == "/events":
            self._events(query.get("stamp", [""])[0])
        elif path.startswith("/article/"):
            id_ = path.removeprefix("/article/").removesuffix(".html")
            article = next((a for a in live.gathered().articles if a.id == id_), None)
            if article is None:
                self._send(HTTPStatus.NOT_FOUND, TYPES[".html"], pages.missing(self.path).encode())
            else:
                self._send(HTTPStatus.OK, TYPES[".html"], pages.removed(article, live.words()).encode())
        else:
            self._send(HTTPStatus.NOT_FOUND, TYPES[".html"], pages.missing(self.path).encode())

    def _events(self, stamp: str) -> None:
        """Server-sent events: the state whenever it is another than the page's, and now and then a sign of life."""
        live = self.server.live
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        for name, value in (
            ("Content-Type", "text/event-stream"),
            ("Cache-Control", "no-store"),
            ("Connection", "close"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"retry: 500\n\n")
        self.wfile.flush()
        while not live.closed:
            if live.wait(stamp, HEARTBEAT_SECONDS):
                stamp = live.stamp
                self.wfile.write(f"data: {pages.state(stamp, live.failure)}\n\n".encode())
            else:
                self.wfile.write(b": still here\n\n")
            self.wfile.flush()

    def _file(self, path: str) -> None:
        live = self.server.live
        prefix = urlsplit(live.config.site.base_url).path.rstrip("/")
        if prefix and (path == prefix or path.startswith(prefix + "/")):
            path = path.removeprefix(prefix) or "/"
        output = live.config.output
        found = _inside(output, path)
        if found is not None and found.is_dir():
            if not path.endswith("/"):
                self._redirect(quote(path) + "/")
                return
            path += "index.html"
            found = _inside(output, path)
        try:
            data = found.read_bytes() if found is not None else None
        except OSError:
            data = None
        if data is not None and found is not None:
            self._send(HTTPStatus.OK, _type(found.name), self._with_script(data, path))
            return
        if live.failure is not None and not (output / "index.html").is_file():
            page = pages.failure_page(live.failure, live.stamp, live.words())
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, TYPES[".html"], page)
            return
        try:
            data = (output / "404.html").read_bytes()
        except OSError:
            data = pages.missing(path).encode()
        self._send(HTTPStatus.NOT_FOUND, TYPES[".html"], self._with_script(data, "404.html"))

    def _with_script(self, data: bytes, path: str) -> bytes:
        if not self.server.script or not path.endswith(".html"):
            return data
        return pages.inject(data, path, self.server.live.stamp, self.server.live.words())

    def _redirect(self, target: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
        self.wfile.flush()


def _inside(output: Path, path: str) -> Path | None:
    """The file or folder of an address, if it lies in the output folder, whatever links say."""
    parts = [part for part in path.split("/") if part]
    if any(part in (".", "..") or "\\" in part or ":" in part or "\0" in part for part in parts):
        return None
    try:
        real = output.resolve()
        found = real.joinpath(*parts).resolve()
    except (OSError, ValueError):
        return None
    return found if found.is_relative_to(real) and found.exists() else None


def _type(name: str) -> str:
    for ending, kind in FEED_TYPES.items():
        if name.endswith(ending):
            return f"{kind}; charset=utf-8"
    return TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
