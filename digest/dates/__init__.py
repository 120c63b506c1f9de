"""Dates in text: mentions with a role, the day of publication that they allow, the days of a story, a timeline's days.

    mentions(text, language, role)     date expressions with exact offsets and what each says in its own words
    lines_of(blocks), mentions_of(lines, language)   the same for a whole article, roles from the place of each line
    opening(text, is_agency)           the dateline that a paragraph opens with, or None
    published(claims, mentions)        the day of publication as a Claim with its reason, or None
    not_before(mentions)               the bound: the latest day of a caption or slug, or None
    settle(articles)                   days for the undated members of one story, from their siblings
    resolve(mention, published)        the day that a sentence talks about, for a timeline
    without_digits()                   words of which a date has one, where it has no digit

Cleaning calls them so, over kept and removed blocks in reading order, each with its removal rule or "":

    found = dates.mentions_of(dates.lines_of(zip(blocks, rules)), language)     → Article.mentions
    when = dates.published(document.claims, found)                              → Article.published

The rule above all: never the first date that comes along. Labels, datelines and metadata set a date; the narrative
constrains it; captions and slugs bound it from below; law and residue give nothing. A doubt gives None.
A language is one file in `tables/`."""

from digest.dates.grammar import mentions
from digest.dates.lines import lines_of, mentions_of
from digest.dates.opening import LONGEST as LONGEST_OPENING
from digest.dates.opening import Opening, dateline_form, opening
from digest.dates.roles import Line, Place
from digest.dates.solve import from_url, modified, not_before, published
from digest.dates.story import settle
from digest.dates.timeline import resolve
from digest.dates.words import without_digits

__all__ = [
    "LONGEST_OPENING",
    "Line",
    "Opening",
    "Place",
    "dateline_form",
    "from_url",
    "lines_of",
    "mentions",
    "mentions_of",
    "modified",
    "not_before",
    "opening",
    "published",
    "resolve",
    "settle",
    "without_digits",
]
