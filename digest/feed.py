"""Feed → RSS 2.0, Atom, JSON Feed 1.1: the only room that knows feedgen.

All dates come from the content. Where the site's public address is not configured, links are relative to the feed's own
place, which readers resolve against the address they fetched, and no `self` link is given: a made-up host would be a
lie that readers keep.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache
from posixpath import dirname, relpath
from typing import Any
from urllib.parse import quote

from digest.model import Feed, FeedEntry, Output

EPOCH = "1970-01-01T00:00:00+00:00"
"""What an empty feed says of its date: Atom demands one, and the clock's would change every build."""

_ILLEGAL_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_feed(feed: Feed, base_url: str) -> tuple[Output, ...]:
    """The feed in three formats. `base_url` is empty or ends with a slash."""
    generator = _generator(feed, base_url)
    outputs = []
    for ending, kind in ((".rss.xml", "application/rss+xml"), (".atom.xml", "application/atom+xml")):
        links = [{"href": base_url + quote(feed.path + ending), "rel": "self", "type": kind}] if base_url else []
        # Last, since feedgen makes the last one the <link> of an RSS channel.
        links.append({"href": _address(feed.home_path, feed, base_url), "rel": "alternate", "type": "text/html"})
        generator.link(links, replace=True)
        data = generator.rss_str() if ending == ".rss.xml" else generator.atom_str()
        outputs.append(Output(feed.path + ending, data))
    return (*outputs, Output(json_path(feed), _json_feed(feed, base_url)))


def json_path(feed: Feed) -> str:
    """feed.json for the site; story/SLUG.feed.json for a story, whose SLUG.json is its data."""
    return f"{feed.path}.json" if feed.path == "feed" else f"{feed.path}.feed.json"


@cache
def _feedgen() -> tuple[type[Any], type[Any], type[Any]]:
    """feedgen's generator and our extension of it. Imported late: commands without feeds do not pay for it."""
    from feedgen.feed import FeedGenerator  # first: feedgen.ext needs what this imports
    from feedgen.ext.base import BaseEntryExtension, BaseExtension  # isort: skip

    class EntryLinks(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
        """The originals of an entry: `via` links in Atom, whose relation feedgen 1.0 drops, and `source` in RSS."""

        def __init__(self) -> None:
            self.links: list[dict[str, str]] = []

        def extend_atom(self, entry: Any) -> Any:
            namespace = entry.nsmap.get(None)
            for link in self.links:
                entry.append(entry.makeelement(f"{{{namespace}}}link" if namespace else "link", link))
            return entry

        def extend_rss(self, entry: Any) -> Any:
            if len(self.links) == 1:  # RSS knows one source
                source = entry.makeelement("source", {"url": self.links[0]["href"]})
                source.text = self.links[0]["title"]
                entry.append(source)
            return entry

    return FeedGenerator, BaseExtension, EntryLinks


def _generator(feed: Feed, base_url: str) -> Any:
    feed_generator, feed_extension, entry_links = _feedgen()
    generator = feed_generator()
    generator.load_extension("dc", atom=False, rss=True)
    generator.register_extension("links", feed_extension, entry_links, atom=True, rss=True)
    generator.id(feed.id)
    generator.title(_clean(feed.title) or feed.id)
    generator.description(_clean(feed.description) or _clean(feed.title) or feed.id)
    generator.language(feed.language or "und")
    generator.generator("digest")
    generator.docs("https://www.rssboard.org/rss-specification")
    generator.author({"name": _clean(feed.author or feed.title) or feed.id})
    generator.link(href=_address(feed.home_path, feed, base_url), rel="alternate")
    updated = _moment(feed.updated or EPOCH)
    generator.updated(updated)
    generator.lastBuildDate(updated)
    for entry in feed.entries:
        _add(generator, entry, feed, base_url)
    return generator


def _add(generator: Any, entry: FeedEntry, feed: Feed, base_url: str) -> None:
    item = generator.add_entry(order="append")
    item.id(entry.id)
    item.guid(entry.id, permalink=False)
    item.title(_clean(entry.title) or entry.id)
    item.link(href=_address(entry.path, feed, base_url))
    item.links.links = [{"href": url, "rel": "via", "title": _clean(name)} for name, url in entry.sources]
    item.updated(_moment(entry.updated or feed.updated or EPOCH))
    if entry.published:
        item.published(_moment(entry.published))
    item.summary(_clean(entry.summary))
    item.content(_clean(entry.html), type="html")
    item.author([{"name": _clean(name)} for name in entry.authors] or [{"name": _clean(feed.author or feed.title)}])
    item.dc.dc_creator([_clean(name) for name in entry.authors])
    for category in entry.categories:
        item.category(term=_clean(category))


def _address(path: str, feed: Feed, base_url: str) -> str:
    """Absolute where the site's address is known, else relative to the feed."""
    return base_url + quote(path) if base_url else quote(relpath(path, dirname(feed.path) or "."))


def _json_feed(feed: Feed, base_url: str) -> bytes:
    top: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": _address(feed.home_path, feed, base_url),
        "language": feed.language,
    }
    if base_url:
        top["feed_url"] = base_url + quote(json_path(feed))
    top["items"] = [_json_item(entry, feed, base_url) for entry in feed.entries]
    return (json.dumps(top, ensure_ascii=False, indent=1) + "\n").encode("utf-8", errors="replace")


def _json_item(entry: FeedEntry, feed: Feed, base_url: str) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": _address(entry.path, feed, base_url),
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_modified": _moment(entry.updated or feed.updated or EPOCH).isoformat(),
    }
    if entry.published:
        item["date_published"] = _moment(entry.published).isoformat()
    if len(entry.sources) == 1:
        item["external_url"] = entry.sources[0][1]
    if entry.authors:
        item["authors"] = [{"name": name} for name in entry.authors]
    if entry.categories:
        item["tags"] = list(entry.categories)
    if entry.language:
        item["language"] = entry.language
    return item


def _moment(value: str) -> datetime:
    """A date of any precision as a moment with an offset: midnight UTC of its first day where no time is known."""
    padded = value + "0001-01-01"[len(value) :] if len(value) < 10 else value
    moment = datetime.fromisoformat(padded)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _clean(text: str) -> str:
    return _ILLEGAL_IN_XML.sub("", text)
