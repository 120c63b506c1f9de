"""`digest check`: what is wrong with this folder and its output. Every check is a function that yields problems;
to add one, write it and add it to `CHECKS`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from digest import toml_text, write
from digest.build import Desk, Gathered, gather, manifest_path, tell_site
from digest.clean.assemble import recipes_for
from digest.clean.editor import matches
from digest.config import Config
from digest.export import in_order
from digest.model import Article, Problem, Recipe, Site, Telling
from digest.rights import EXTRACT_CHARACTERS, allowance, joined, rights_of, shown, shown_spans, shows_everything
from digest.text import fold

PAGE_BYTES = 500_000
"""A page over this size is slow on a phone; 30 long articles in one story stay under half of it."""

LINKING = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "src", "iframe": "src"}


@dataclass(frozen=True, slots=True)
class Folder:
    """What there is to check: the sources as the program sees them, and the output as it lies on the disk."""

    config: Config
    gathered: Gathered
    site: Site
    today: date | None
    files: Mapping[str, bytes]  # of output/, by path


class _Page(HTMLParser):
    """Links, ids and running text of one page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, int]] = []
        self.ids: list[tuple[str, int]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append((value, line))
            elif name == LINKING.get(tag) and value:
                self.links.append((value, line))


def check(config: Config, desk: Desk, *, now: datetime | None = None) -> tuple[Problem, ...]:
    """All findings, by path. A bad configuration raises before anything is checked."""
    gathered = gather(config, desk, now=now)
    site = tell_site(config, desk, gathered)
    files = _files(config.output)
    folder = Folder(config, gathered, site, now.date() if now else None, files)
    found = [*gathered.problems]
    for look in CHECKS:
        found += look(folder)
    return tuple(sorted(dict.fromkeys(found), key=lambda p: (p.path, p.line_number or 0, p.message)))


def _files(output: Path) -> dict[str, bytes]:
    if not output.is_dir():
        return {}
    paths = sorted(path for path in output.rglob("*") if path.is_file())
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in paths}


def built(folder: Folder) -> Iterator[Problem]:
    """The output is there, and is what the last build wrote."""
    name = folder.config.output.name
    owned = write.state(manifest_path(folder.config))
    if not owned:
        yield Problem(name, "nothing was built here yet", "run `digest build`")
        return
    for path in sorted(set(owned) - set(folder.files)):
        yield Problem(f"{name}/{path}", "was written by a build and is gone", "run `digest build`")
    for path in sorted(set(owned) & set(folder.files)):
        if write.fingerprint(folder.files[path]) not in owned[path]:
            yield Problem(f"{name}/{path}", "was changed after it was built", "run `digest build`")


def links(folder: Folder) -> Iterator[Problem]:
    """Links inside the site lead to a page, anchors to a place in it; no id stands twice on a page."""
    pages = {path: _Page(data.decode("utf-8", "replace")) for path, data in _html(folder).items()}
    ids = {path: {id_ for id_, _ in page.ids} for path, page in pages.items()}
    name = folder.config.output.name
    for path, page in pages.items():
        seen: set[str] = set()
        for id_, line in page.ids:
            if id_ in seen:
                yield Problem(f"{name}/{path}", f"id {id_!r} stands twice", "give each its own in the template", line)
            seen.add(id_)
        for link, line in dict.fromkeys(page.links):
            message = _broken(link, path, folder, ids)
            if message:
                yield Problem(f"{name}/{path}", message, "mend the template or the article that holds the link", line)


def _broken(link: str, path: str, folder: Folder, ids: Mapping[str, set[str]]) -> str:
    """What is wrong with a link inside the site; nothing when it leads somewhere, or elsewhere."""
    base = folder.site.base_url
    try:
        url = urlsplit(link.removeprefix(base) if base and link.startswith(base) else link)
    except ValueError:
        return f"link {link!r} is no address"
    if url.scheme or url.netloc:
        return ""
    target = unquote(url.path)
    if base and target.startswith("/"):
        target = target.removeprefix(urlsplit(base).path)
    elif target.startswith("/"):
        return "" if path == "404.html" else f"link {link!r} starts at the host: the site may lie in a folder"
    elif not base or not link.startswith(base):
        target = normpath(f"{dirname(path)}/{target}").lstrip("/") if target else path
    target = "index.html" if target in ("", ".") else f"{target}index.html" if target.endswith("/") else target
    if target not in folder.files:
        return f"link {link!r} leads to no page"
    anchor = unquote(url.fragment.split(":~:")[0])
    if anchor and target in ids and anchor not in ids[target] and anchor != "top":
        return f"link {link!r}: no id {anchor!r} on that page"
    return ""


def sizes(folder: Folder) -> Iterator[Problem]:
    """Pages stay readable on a phone."""
    for path, data in _html(folder).items():
        if len(data) > PAGE_BYTES:
            yield Problem(
                f"{folder.config.output.name}/{path}", f"{len(data):,} bytes, over {PAGE_BYTES:,}", "split its story"
            )


def rights(folder: Folder) -> Iterator[Problem]:
    """Nothing of an article is shown beyond what its rights allow: in tellings, and on its own page."""
    site = folder.site
    name = folder.config.output.name
    for story in site.stories:
        articles = {article.id: article for article in story.articles}
        telling = site.tellings.get(story.id)
        for article_id, count in shown(telling).items() if telling else ():
            article = articles[article_id]
            most = allowance(article, rights_of(article, site.rights, site.outlets), site.share)
            if count > most:
                message = f"story {story.slug} shows {count} characters of it, its rights allow {most:.0f}"
                yield Problem(article.path, message, "a fault of the program: please report it")
        for article in story.articles:
            page = folder.files.get(f"article/{article.id}.html")
            if page is not None and (long := _too_much(article, page, site, telling)):
                yield Problem(f"{name}/article/{article.id}.html", long, "remove it from the template")


def _too_much(article: Article, page: bytes, site: Site, telling: Telling | None) -> str:
    """Whether a page holds words that neither its extract nor its story's page may show: the longest such stretch of
    the text is looked for, by its last words."""
    allowed = rights_of(article, site.rights, site.outlets)
    if shows_everything(allowed):
        return ""
    spans = shown_spans(telling).get(article.id, ()) if telling else ()
    edges = [*joined(((0, EXTRACT_CHARACTERS), *spans)), (len(article.text), len(article.text))]
    hidden = max((article.text[end:start] for (_, end), (start, _) in pairwise(edges)), key=len)
    words = re.findall(r"\w+", hidden)[-12:]
    if len(words) < 12:
        return ""
    shown_words = " ".join(re.findall(r"\w+", re.sub(r"<[^>]*>", " ", page.decode("utf-8", "replace"))))
    return f"holds words of a text of which rights allow {allowed!r}" if " ".join(words) in shown_words else ""


def future(folder: Folder) -> Iterator[Problem]:
    """No article is from tomorrow. A day's grace: it is tomorrow already in Nouméa."""
    if folder.today is None:
        return
    latest = (folder.today + timedelta(days=1)).isoformat()
    for article in folder.gathered.articles:
        if article.published is not None and article.published.value[:10] > latest[: len(article.published.value)]:
            message = f"published {article.published.value}, which is in the future ({article.published.origin})"
            yield Problem(article.path, message, "correct it in edits.toml: [[article]] published")


def feeds(folder: Folder) -> Iterator[Problem]:
    """Feeds parse, say which they are, and no two entries have one id."""
    name = folder.config.output.name
    for path, data in folder.files.items():
        try:
            if path.endswith((".rss.xml", ".atom.xml")):
                ids = _xml_ids(data)
            elif path.endswith("feed.json"):
                ids = [str(item["id"]) for item in json.loads(data)["items"]]
            else:
                continue
        except (ElementTree.ParseError, ValueError, KeyError, TypeError) as error:
            yield Problem(f"{name}/{path}", f"does not parse as a feed: {error}", "run `digest build`")
            continue
        for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
            yield Problem(
                f"{name}/{path}", f"two entries have the id {id_}", "a fault of the program: please report it"
            )


def _xml_ids(data: bytes) -> list[str]:
    root = ElementTree.fromstring(data)
    atom = "{http://www.w3.org/2005/Atom}"
    if root.tag not in ("rss", f"{atom}feed"):
        raise ValueError(f"expected rss or feed, found {root.tag}")
    entries = [entry for kind in ("item", f"{atom}entry") for entry in root.iter(kind)]
    return [entry.findtext("guid") or entry.findtext(f"{atom}id") or "" for entry in entries]


def recipes(folder: Folder) -> Iterator[Problem]:
    """Every line of every recipe of edits.toml finds something in an article of its outlet."""
    name = folder.config.edits.name
    text = _text(folder.config.edits)
    for recipe in folder.gathered.decisions.recipes:
        options = replace(folder.config.clean, recipes=(recipe,))
        articles = [a for a in folder.gathered.articles if recipes_for(a.outlet, options)]
        line = _line(text, "recipe", "outlet", recipe.outlet)
        if not articles:
            yield Problem(name, f"[[recipe]] no article of an outlet {recipe.outlet!r}", "correct the name", line)
            continue
        blocks = [[fold(block.text) for block, _ in in_order(article)] for article in articles]
        for kind, patterns in (
            ("starts_with", recipe.starts_with),
            ("ends_with", recipe.ends_with),
            ("contains", recipe.contains),
            ("between", recipe.between),
        ):
            for pattern in patterns:
                alone = Recipe(recipe.outlet, **{kind: (pattern,)})  # type: ignore[arg-type]  # a name of a field
                if not any(matches(alone, found) for found in blocks):
                    shown = " … ".join(map(repr, pattern)) if isinstance(pattern, tuple) else repr(pattern)
                    message = f"[[recipe]] {recipe.outlet}: {kind} {shown} removes nothing"
                    yield Problem(name, message, "correct or remove it", line)


def passages(folder: Folder) -> Iterator[Problem]:
    """Every passage that edits.toml restores or drops is in its article."""
    name = folder.config.edits.name
    text = _text(folder.config.edits)
    articles = {key: a for a in folder.gathered.articles for key in (a.id, a.path)}
    for decision in folder.gathered.decisions.articles:
        article = articles.get(decision.article)
        if article is None:
            continue  # told by the build
        found = [fold(block.text) for block, _ in in_order(article)]
        line = _line(text, "article", "article", decision.article)
        for kind, phrases in (("restore", decision.restore), ("drop", decision.drop)):
            for phrase in phrases:
                if not any(block.startswith(fold(phrase)) for block in found):
                    message = f"[[article]] {decision.article}: no passage starts with {phrase!r} ({kind})"
                    yield Problem(name, message, "copy its first words from `digest inspect`", line)


def outlets(folder: Folder) -> Iterator[Problem]:
    """Every outlet that digest.toml describes has an article."""
    found = {article.outlet.value for article in folder.gathered.articles if article.outlet}
    text = _text(folder.config.file)
    for name in folder.config.site.outlets:
        if name not in found:
            line = toml_text.line_of(text, ("outlets", name))
            yield Problem(folder.config.file.name, f"no article of the outlet {name!r}", "correct its name", line)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _line(text: str, name: str, key: str, value: str) -> int | None:
    """Line of the entry of edits.toml that says `key = value`; entries that can't be obeyed count too."""
    entries = toml_text.parse("edits.toml", text.encode())[0].get(name, [])
    index = next((i for i, e in enumerate(entries) if str(e.get(key, "")).strip().replace("\\", "/") == value), 0)
    return toml_text.line_of(text, (name, index))


def _html(folder: Folder) -> dict[str, bytes]:
    return {path: data for path, data in folder.files.items() if path.endswith(".html")}


CHECKS: tuple[Callable[[Folder], Iterator[Problem]], ...] = (
    built,
    links,
    sizes,
    rights,
    future,
    feeds,
    recipes,
    passages,
    outlets,
)
