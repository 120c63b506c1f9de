"""Who published an article, who wrote it, whose copy it carries; each with where that is known from.

Order of belief: front matter, sidecar, folder, page metadata, address, credit lines. A picture's credit is never the
article's agency. An outlet that the text cites is never its source: only lines that are credits by their form count.

Reason keys: outlet.host(host), outlet.copyright(line), byline.line(line), agency.dateline(words),
agency.credit(words)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, Protocol
from urllib.parse import urlsplit

from digest import dates
from digest.clean import agencies
from digest.model import BODY_KINDS, Block, Claim, Document, Origin, OutletInfo
from digest.text import fold
from digest.text import words as text_words


class KnowsOutlets(Protocol):
    """Options that carry the outlets of the configuration."""

    @property
    def outlets(self) -> tuple[OutletInfo, ...]: ...


ORDER: tuple[Origin, ...] = (
    "editor",
    "sidecar",
    "front matter",
    "folder",
    "page metadata",
    "mail header",
    "label",
    "dateline",
    "credit",
    "url",
    "text",
    "file name",
)
"""Where a value comes from, surest first. Claims of one origin keep the order of the document."""

SHORT = 90
"""Longest credit or byline, in characters. Longer lines are sentences that happen to name an agency."""

MOST_REMEMBERED = 4_000
"""Short lines of which it is remembered what they say: an outlet's pages have the same furniture."""

LONGEST_LABEL = 40
"""Characters of a line that is a byline's label, white space around it included."""

ABOVE, BELOW = 14, 4
"""Blocks above the first paragraph and below it where a byline may stand."""


# ---------------------------------------------------------------- outlet


def outlet(document: Document, options: KnowsOutlets) -> Claim | None:
    """The outlet under its configured name: by claim, else by the host of the article's address, else by a copyright
    line that names a configured outlet. An unknown name in a copyright line is an owner as often as an outlet."""
    claimed = _best(document, "outlet")
    if claimed:
        name = outlet_name(claimed.value, options)
        return Claim("outlet", name, claimed.origin, claimed.confidence, reason=claimed.reason)
    address = _best(document, "url")
    name = host_name(address.value, options) if address else ""
    if name and address:
        return Claim("outlet", name, "url", 0.8, reason=("outlet.host", _host(address.value)))
    for block in document.blocks if options.outlets else ():
        known = _in_copyright(block.text, options) if len(block.text) <= 200 else ""
        if known:
            return Claim("outlet", known, "credit", 0.8, reason=("outlet.copyright", block.text))
    return None


def _best(document: Document, field: str) -> Claim | None:
    claims = [c for c in document.claims if c.field == field and c.value.strip()]
    if len(claims) < 2:
        return claims[0] if claims else None
    return min(claims, key=lambda c: ORDER.index(c.origin) if c.origin in ORDER else len(ORDER), default=None)


def outlet_name(name: str, options: KnowsOutlets) -> str:
    """The configured name that a name or alias stands for; the name itself, tidied, when none does."""
    folded = fold(name)
    for known in options.outlets:
        if folded in (fold(known.name), *(fold(a) for a in known.aliases)):
            return known.name
    host = name.strip().lower()
    if " " not in host and _host(host) == re.sub(r"^www\.", "", host):
        return host_name(host, options)
    return " ".join(name.split())


def host_name(url: str, options: KnowsOutlets) -> str:
    """The configured outlet that has the host of an address, else the host as people say it ("lemonde.fr"), else ""."""
    host = _host(url)
    for known in options.outlets:
        hosts = {_host(known.url), *(_host(a) for a in known.aliases)} - {""}
        if host and any(host == h or host.endswith("." + h) for h in hosts):
            return known.name
    return host


def _host(url: str) -> str:
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    host = re.sub(r"^(?:www\d?|m|amp|mobile)\.", "", host.rstrip("."))
    return host if re.fullmatch(r"[^\W_][\w-]*(?:\.[\w-]+)*\.[^\W\d_]{2,}", host) else ""


def _in_copyright(line: str, options: KnowsOutlets) -> str:
    if not re.search(r"©|\(c\)|copyright", line, re.IGNORECASE):
        return ""
    line_words = _plain(line)
    for known in options.outlets:
        for name in (known.name, *known.aliases):
            spelled = _plain(name)
            if len(spelled) > 4 and spelled in line_words:
                return known.name
    return ""


def _plain(text: str) -> str:
    """Folded words with a space on either side of each: what one name can be looked for in."""
    return f" {' '.join(text_words(fold(text)))} "


# ---------------------------------------------------------------- byline

_BY = (
    r"(?:propos recueillis|article|texte|text|reportage|enquête|story|words|written|reported|posted|publié|tekst"
    r"|autor(?:a|in)?|author|auteure?|autore|автор|opinion)"
)
_SIGNED = re.compile(
    rf"[\W\d]{{0,3}}(?:{_BY}\s*)?(?:par|by|von|por|di|da|de|door|av|af|przez|автор|από|του|per|:)\s*:?\s+(?P<names>\S.*)",
    re.IGNORECASE,
)
_NAMED_BY_LABEL = re.compile(
    r"\W{0,3}(?:autor(?:a|in|e)?|author|auteure?|tekst|автор|συντάκτης)\s*:\s*(?P<names>\S.*)", re.IGNORECASE
)
_LABEL_ALONE = re.compile(
    r"\W{0,3}(?:written by|story by|text by|words by|by|par|von|por|di|author|author of the article|auteur|autor|autora"
    r"|autore|article by|posted by|napisał|автор)\W{0,3}",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d.{0,12}|\d{1,3} ?[–-]? ?\d{0,2} ?min\w*( read)?", re.IGNORECASE)
_AMBIGUOUS = re.compile(r"\W{0,3}(?:de|da|di|por|per|av|af)\s", re.IGNORECASE)
_NAME_WORD = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]*\.?(?:['’\-][^\W\d_]+)*"
_PARTICLE = r"(?:de|du|des|d['’]|da|do|dos|di|del|della|la|le|van|von|der|den|ter|zu|el|al|bin|ben|ibn|y|e|af|av)"
_NAME = re.compile(rf"{_NAME_WORD}(?: (?:{_PARTICLE} ?){{0,2}}{_NAME_WORD}){{0,4}}")
_AFTER_NAME = re.compile(r"\s*(?:,|;| et | and | und | y | e | i | & |\+|/)\s*")
_CUT = re.compile(
    r"\s+(?:avec|with|mit|para|pour|for|in|à|at|on|le|am|el|il|published|publié|posted|last|updated|mis)(?!\w)"
    r"|[|•·@(\[–—]| - |\d|<|https?:"
    r"|(?<=[^\W\d_]{4})\.(?:\s|\Z)"
)
_NO_PERSON = re.compile(
    r"(?:l['’]|la |le |les |the |die |der |das |el |los |il |notre |our )"
    r"|.*\b(?:writer|editor|reporter|correspondent|journalist|journaliste|rédaction|redaktion|redacción|redazione|team"
    r"|staff|desk|news|press|agency|magazine|times|post|guest|admin|administrator|webmaster|root|updated|reviewed)\Z",
    re.IGNORECASE,
)


def byline(document: Document, blocks: Sequence[Block], language: str) -> Claim | None:
    """Who signed: by claim, else by a byline beside the title. `blocks` are all of the page in reading order.

    Agencies and outlets don't sign. Of "Par Ana Belo avec AFP, le 3 mai" the name remains."""
    claimed = _best(document, "byline")
    if claimed:
        return claimed
    near = _beside_lead(blocks)
    for n, block in enumerate(near):
        above = near[n - 1].text if n else ""
        names = signed(block.text) or (_listed(block.text) if _is_label(above) else None)
        if names and not _is_topic(names, blocks):
            sure = 0.9 if block.kind == "byline" else 0.8
            return Claim("byline", names, "label", sure, reason=("byline.line", block.text))
    last = blocks[-1] if blocks else None
    if last is not None and last.kind == "byline" and len(last.text) <= SHORT and (names := _listed(last.text)):
        return Claim("byline", names, "label", 0.7, reason=("byline.line", last.text))
    for block in near:
        names = _with_date(block.text, language)
        if names:
            return Claim("byline", names, "label", 0.7, reason=("byline.line", block.text))
    return None


def _is_label(line: str) -> bool:
    """ "Written by:" and nothing else."""
    return len(line) <= LONGEST_LABEL and bool(_LABEL_ALONE.fullmatch(line.strip()))


def _is_topic(names: str, blocks: Sequence[Block]) -> bool:
    """ "By Wine Region": a way to sort things, whose words the page also writes small, each of them."""
    page = "\n".join(block.text for block in blocks)
    words = names.partition(",")[0].lower().split()
    if not all(map(page.__contains__, words)):  # the usual name, and quicker than a pattern for each
        return False
    return all(re.search(rf"(?<![\w'’./@-]){re.escape(word)}s?(?![\w'’/@-]|\.\w)", page) for word in words)


@lru_cache(MOST_REMEMBERED)
def _with_date(line: str, language: str) -> str | None:
    """A name that shares its line with the date and nothing else: "Ana Belo • 3 May 2016". A name beside a dated line
    is no byline: sections and topics stand there as often."""
    if not _DIGIT.search(line):
        return None
    found = dates.mentions(line, language, "label")
    if not any(m.year and m.day for m in found) or any(m.label == "modified" for m in found):
        return None
    rest = _CLOCK.sub(" ", f"{line[: found[0].start]} {line[found[-1].end :]}").strip(" |•·,–—-:")
    names = _listed(rest)
    return names if names and len(names) >= len(rest) - 12 else None


def _beside_lead(blocks: Sequence[Block]) -> list[Block]:
    """Short blocks that may sign: marked bylines around the first paragraph, then its other neighbours, then a marked
    byline elsewhere, if it is the only one: in a list of other articles there are several."""
    first = next((n for n, b in enumerate(blocks) if len(b.text) > SHORT and b.kind in BODY_KINDS), len(blocks))
    around = [b for b in blocks[max(0, first - ABOVE) : first + BELOW] if len(b.text) <= 2 * SHORT]
    around = [b for b in around if b.kind != "dateline" or not dates.dateline_form(b.text)]  # "NEW YORK, 3 May -"
    marked = [b for b in around if b.kind == "byline"]
    others = [b for b in around if b.kind in ("paragraph", "other", "standfirst", "dateline") and len(b.text) <= SHORT]
    elsewhere = [b for b in blocks if b.kind == "byline" and len(b.text) <= SHORT]
    return [*marked, *others, *(elsewhere if len({b.text for b in elsewhere}) == 1 else ())]


@lru_cache(MOST_REMEMBERED)
def signed(line: str) -> str | None:
    """The names in a byline, None where it is none: "Par Ana Belo et Luc Roy, à Anse" → "Ana Belo, Luc Roy"."""
    text = " ".join(line[: 2 * SHORT].split())
    hit = _NAMED_BY_LABEL.fullmatch(text) or _SIGNED.fullmatch(text)
    if not hit:
        return None
    names = _listed(hit["names"])
    return None if names and _AMBIGUOUS.match(text) and text[:1].islower() else names


def _listed(text: str) -> str | None:
    """The people that a few words begin with, if the first is named in full; None for anything else."""
    cut = _CUT.search(text)
    rest = (text[: cut.start()] if cut else text).strip(" ,;:.")
    people: list[str] = []
    for piece in _AFTER_NAME.split(rest):
        if not _NAME.fullmatch(piece) or agencies.named(piece) or _NO_PERSON.match(piece):
            break
        people.append(piece)
    return ", ".join(_in_case(p) for p in people) if people and len(people[0].split()) > 1 else None


def _in_case(name: str) -> str:
    """ "ANA BELO" → "Ana Belo"; mixed case stays as written."""
    return name.title() if name.isupper() and len(name) > 5 else name


# ---------------------------------------------------------------- agency

_COPYRIGHT_YEAR = re.compile(
    r"(?:©|copyright|\(c\))\W{0,3}(?:©\W{0,2})?(?:19|20)\d\d\W{0,3}(?P<who>.{2,60})", re.IGNORECASE
)
_DATELINE = re.compile(r"[^\W\d_][^()\n:;!?«»\"“”]{1,45}?[ ,]*\((?P<who>[^()\n]{2,40})\) ?[-–—.:]")
_AT_END = re.compile(r"[(\[](?P<who>[^()\[\]\n]{2,50})[)\]]\W{0,2}\Z|[.!?»”\"]\s+(?P<bare>[^\W\d_][^.!?\n]{1,30})\Z")
_CONTRIBUTED = re.compile(r"contributed to this (?:report|story|article)|ont contribué à cet article", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"(?:avec|with|mit|con|com|met|med|par|by|von|por|source|sources|quelle|fuente|fonte|from|agence|agences)(?!\w)",
    re.IGNORECASE,
)


def agency(document: Document, blocks: Sequence[Block], language: str) -> Claim | None:
    """The agency whose copy the article is or uses: by claim, dateline, or a credit at its head or end. `blocks` as
    for `byline`; captions never count, nor lines that speak of a picture."""
    claimed = _best(document, "agency")
    if claimed:
        return claimed
    body = [n for n, b in enumerate(blocks) if len(b.text) > SHORT and b.kind in BODY_KINDS]
    for n in body[:2]:
        parted = blocks[n - 1].text if n and blocks[n - 1].kind == "dateline" else ""
        hit = _DATELINE.match(blocks[n].text[:120])
        if (line := dates.dateline_form(parted)) and agencies.is_wire(line.wire):
            return _agency(line.wire, "dateline", 0.95, parted.strip(" -–—.:"))
        if hit and agencies.is_credit(hit["who"]):
            return _agency(hit["who"], "dateline", 0.95, hit[0].strip(" -–—.:"))
    if not body:
        return None
    last = blocks[body[-1]].text
    hit = _AT_END.search(last, max(0, len(last) - 90))
    if hit and agencies.is_credit(hit["who"] or hit["bare"]):
        return _agency(hit["who"] or hit["bare"], "credit", 0.9, hit["who"] or hit["bare"])
    return _credited(blocks, body[0], body[-1])


def signed_off(kept: Sequence[Block]) -> Claim | None:
    """The one agency that stands in brackets behind paragraphs of the text."""
    found = [who for block in kept if block.kind in BODY_KINDS and (who := agencies.signs_off(block.text))]
    return _agency(found[-1], "credit", 0.8, found[-1]) if len(set(map(agencies.named, found))) == 1 else None


def reporter(field: Literal["byline", "agency"], kept: Sequence[Block]) -> Claim | None:
    """The agency's reporter, or the agency, of a signature below the text: "(AFP/Ana Reis)"."""
    for block in kept:
        if block.kind == "byline" and (found := agencies.reporter(block.text)):
            value = found[1] if field == "byline" else found[0]
            return Claim(
                field, value, "credit", 0.7, reason=(f"{field}.{'line' if field == 'byline' else 'credit'}", block.text)
            )
    return None


def _agency(text: str, origin: Origin, confidence: float, words: str) -> Claim:
    return Claim("agency", ", ".join(agencies.named(text)), origin, confidence, reason=(f"agency.{origin}", words))


def _credited(blocks: Sequence[Block], first: int, last: int) -> Claim | None:
    """By a short line behind the last paragraph or around the first. At the head a bare "AFP" is the picture's as
    often as the text's: there it must be introduced ("avec AFP") or stand with a date."""
    for n in (
        *range(last + 1, min(len(blocks), last + 4)),
        *range(max(0, first - ABOVE), min(len(blocks), first + BELOW)),
    ):
        block = blocks[n]
        text = block.text
        if block.kind in ("caption", "title", "subhead", "quote") or len(text) > SHORT or not agencies.named(text):
            continue
        copyright_line = _COPYRIGHT_YEAR.search(text)
        if copyright_line and agencies.is_credit(copyright_line["who"]):
            return _agency(copyright_line["who"], "credit", 0.85, text)
        introduced = (
            bool(_LEAD_IN.search(text)) or any(c.isdigit() for c in text) or block.kind in ("byline", "dateline")
        )
        behind_picture = n > 0 and blocks[n - 1].kind == "caption"
        if agencies.PICTURE.search(text) or behind_picture or not (introduced or n > last):
            continue
        if _CONTRIBUTED.search(text) or (agencies.is_credit(text) if introduced else agencies.is_bare(text)):
            return _agency(text, "credit", 0.8, text)
    return None
