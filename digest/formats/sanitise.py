"""The one way by which markup of an input reaches a page: nh3 with a short list of what may stay.

No image survives (a tracking pixel is an image; pictures are referenced by captions), no style, no form, no script, no
SVG or MathML (the advisories against ammonia all needed them). Links go to http, https and mailto only."""

from __future__ import annotations

import nh3

TAGS: set[str] = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dl", "dt", "em"),
    *("h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small"),
    *("strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "del": {"datetime"},
    "ins": {"datetime"},
}
SCHEMES = {"http", "https", "mailto"}
DROPPED_WHOLE = {
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
    "title",
    "textarea",
    "select",
}


def sanitise(html: str) -> str:
    """Safe markup; relative links lose their target, since they pointed into the outlet's site."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        clean_content_tags=DROPPED_WHOLE,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
        filter_style_properties=set(),
        attribute_filter=_absolute_only,
    ).strip()


def _absolute_only(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href" and not value.strip().lower().startswith(("http://", "https://", "mailto:")):
        return None
    return value
