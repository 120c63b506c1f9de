"""Who published an article, who wrote it, whose copy it carries; each with where that is known from.

Order of belief: front matter, sidecar, folder, page metadata, address, credit lines. A picture's credit is never the
article's agency. An outlet that the text cites is never its source: only lines that are credits by their form count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import urlsplit

from digest.model import Block, Claim, Document, Origin, OutletInfo
from digest.text import fold


class KnowsOutlets(Protocol):
    """Options that carry the outlets of the configuration."""

    @property
    def outlets(self) -> tuple[OutletInfo, ...]: ...


ORDER: tuple[Origin, ...] = (
    "editor", "sidecar", "front matter", "folder", "page metadata", "mail header", "label", "credit", "url", "text", "file name",
)  # fmt: skip
"""Where a value comes from, surest first. Claims of one origin keep the order of the document."""

AGENCIES: dict[str, str] = {
    "afp": "AFP", "agence france-presse": "AFP", "agence france presse": "AFP",
    "reuters": "Reuters", "thomson reuters": "Reuters",
    "ap": "AP", "associated press": "AP", "the associated press": "AP",
    "dpa": "dpa", "deutsche presse-agentur": "dpa", "dpa-afx": "dpa-AFX", "sid": "SID", "kna": "KNA", "epd": "epd",
    "apa": "APA", "sda": "Keystone-SDA", "keystone-sda": "Keystone-SDA", "keystone-ats": "Keystone-ATS", "ats": "ATS",
    "efe": "EFE", "agencia efe": "EFE", "europa press": "Europa Press", "ansa": "ANSA", "adnkronos": "Adnkronos",
    "lusa": "Lusa", "agencia lusa": "Lusa", "belga": "Belga", "anp": "ANP", "tass": "TASS", "itar-tass": "TASS",
    "ria novosti": "RIA Novosti", "interfax": "Interfax", "pap": "PAP", "ctk": "ČTK", "tt": "TT", "ntb": "NTB",
    "ritzau": "Ritzau", "stt": "STT", "upi": "UPI", "pa": "PA", "press association": "PA", "pa media": "PA",
    "bloomberg": "Bloomberg", "xinhua": "Xinhua", "kyodo": "Kyodo", "jiji": "Jiji", "yonhap": "Yonhap", "anadolu": "Anadolu",
    "aap": "AAP", "australian associated press": "AAP", "la presse canadienne": "La Presse canadienne",
    "the canadian press": "The Canadian Press", "canadian press": "The Canadian Press", "map": "MAP", "aps": "APS", "tap": "TAP",
    "agencia brasil": "Agência Brasil", "telam": "Télam", "notimex": "Notimex", "pti": "PTI", "ians": "IANS", "ani": "ANI",
}  # fmt: skip
"""News agencies by their folded names."""


def outlet(document: Document, options: KnowsOutlets) -> Claim | None:
    """The outlet under its configured name: by claim, else by the host of the article's address."""
    claimed = _best(document, "outlet")
    if claimed:
        return Claim(
            "outlet", outlet_name(claimed.value, options), claimed.origin, claimed.confidence, reason=claimed.reason
        )
    address = _best(document, "url")
    name = host_name(address.value, options) if address else None
    if not name or not address:
        return None
    return Claim("outlet", name, "url", 0.8, reason=("outlet.host", urlsplit(address.value).hostname or ""))


def _best(document: Document, field: str) -> Claim | None:
    claims = [c for c in document.claims if c.field == field and c.value.strip()]
    return min(claims, key=lambda c: ORDER.index(c.origin) if c.origin in ORDER else len(ORDER), default=None)


def outlet_name(name: str, options: KnowsOutlets) -> str:
    """The configured name that a name or alias stands for; the name itself, tidied, when none does."""
    folded = fold(name)
    for known in options.outlets:
        if folded in (fold(known.name), *(fold(a) for a in known.aliases)):
            return known.name
    return " ".join(name.split())


def host_name(url: str, options: KnowsOutlets) -> str | None:
    """A readable name for the host of an address: the configured outlet that has it, else its own words."""
    host = _host(url)
    if not host:
        return None
    for known in options.outlets:
        hosts = {_host(known.url), *(_host(a) for a in known.aliases)} - {""}
        if any(host == h or host.endswith("." + h) for h in hosts):
            return known.name
    return host


def _host(url: str) -> str:
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    host = re.sub(r"^(?:www\d?|m|amp|mobile)\.", "", host)
    return host if "." in host and not host.replace(".", "").isdigit() else ""


def byline(document: Document, blocks: Sequence[Block], language: str) -> Claim | None:
    """Who signed, as the page or a byline says, without "Par" and date."""
    claimed = _best(document, "byline")
    if claimed:
        return claimed
    for block in blocks:
        if block.kind == "byline" and (name := signed(block.text)):
            return Claim("byline", name, "label", 0.9, reason=("byline.line", block.text))
    return None


_BY = re.compile(r"(?:propos recueillis par|par|by|von|por|di|door|texte|text)\s*:?\s+", re.IGNORECASE)


def signed(line: str) -> str | None:
    """The name in a byline: "Par Ana Belo avec AFP, le 3 mai" → "Ana Belo"."""
    text = " ".join(line.split())[:160].strip(" |•·–—-")
    text = _BY.sub("", text, count=1) if _BY.match(text) else text
    text = re.split(r",|\||•|·| avec | with | mit | in | à | [-–—] |\(|\d", text, maxsplit=1)[0].strip()
    words = text.split()
    return text if 1 < len(words) <= 6 and text[0].isupper() else None


def agency(document: Document, blocks: Sequence[Block], language: str) -> Claim | None:
    """The agency whose copy the article is or uses."""
    claimed = _best(document, "agency")
    if claimed:
        return claimed
    return None
