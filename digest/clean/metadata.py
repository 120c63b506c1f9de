"""The values beside the text: outlet, byline, agency, language, day of publication, address, rights, paid.

Each comes with its provenance. What the editor settled outranks all claims; what the text says comes last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from digest import dates
from digest.clean import language, provenance
from digest.clean.options import Options
from digest.model import Article, ArticleDecision, Block, Claim, Document, Precision, Rights

PRECISIONS: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
"""Length of an ISO date → what it knows; anything longer has a time."""

RIGHTS: dict[str, Rights] = {"full": "full", "extract": "extract", "link": "link", "private": "private"}

TRUE_WORDS = frozenset({"true", "yes", "oui", "1", "paid", "payant", "abonnés", "€"})

EDITED = ("title", "outlet", "byline", "agency", "language", "published", "url")


def completed(
    article: Article,
    document: Document,
    options: Options,
    decision: ArticleDecision | None,
    timeless: frozenset[str],
) -> Article:
    """The article with its values. `article` comes with outlet, kept blocks, removals and text; `timeless` are texts of
    its lines that are known to hold no date."""
    ordered = tuple(in_order(article))
    if document.removals:  # what stood elsewhere on the page says nothing about the article
        elsewhere = {removal.rule for removal in document.removals}
        ordered = tuple((block, rule) for block, rule in ordered if rule not in elsewhere)
    blocks = [block for block, _ in ordered]
    spoken = _language(article, document, options)
    code = spoken.value if spoken else "und"
    mentions = dates.mentions_of(dates.lines_of(ordered, timeless), code)
    paid, rights = document.claim("paid"), document.claim("rights")
    filled = replace(
        article,
        language=spoken,
        byline=provenance.byline(document, blocks, code) or provenance.reporter("byline", article.kept),
        agency=provenance.agency(document, blocks, code)
        or provenance.signed_off(article.kept)
        or provenance.reporter("agency", article.kept),
        published=dates.published(document.claims, mentions),
        mentions=mentions,
        paid=paid is not None and paid.value.strip().lower() in TRUE_WORDS,
        rights=RIGHTS.get(rights.value.strip().lower()) if rights else None,
    )
    return _edited(filled, decision) if decision else filled


def in_order(article: Article) -> Iterator[tuple[Block, str]]:
    """Kept and removed blocks as they stood, each with the rule that removed it, or ""."""
    kept = iter(article.kept)
    removed = {removal.position: removal for removal in article.removals}
    for position in range(len(article.kept) + len(removed)):
        removal = removed.get(position)
        yield (removal.block, removal.rule) if removal else (next(kept), "")


def _language(article: Article, document: Document, options: Options) -> Claim | None:
    """What front matter, sidecar or editor settle; else what the cleaned body shows, a claim breaking ties."""
    claimed = document.claim("language")
    if claimed and claimed.origin in ("editor", "sidecar", "front matter"):
        return claimed
    found = language.identify(article.text or article.title.value, claimed.value if claimed else None)
    if found and options.languages and found.value not in options.languages:
        found = None
    return found or (claimed if claimed and len(article.text) < SHORT_TEXT else None)


SHORT_TEXT = 120  # characters; under it the page's own language claim is the best there is


def _edited(article: Article, decision: ArticleDecision) -> Article:
    values = {name: value for name, value in decision.values if name in EDITED and value}
    settled = {
        name: Claim(
            name,
            value,
            "editor",
            1.0,
            PRECISIONS.get(len(value), "time") if name == "published" else None,
            ("editor.value",),
        )
        for name, value in values.items()
    }
    return replace(article, **settled) if settled else article  # type: ignore[arg-type]  # names are those of EDITED
