"""What the tests ask of finished pages: a strict parse, the rules that a parser does not know, and that every link
leads somewhere. Works on a mapping of path → bytes, so that a planned site and a folder on disk are checked alike."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # html5lib's own imports warn on newer Pythons
    import html5lib

LOADING = {"src", "srcset", "poster", "data", "background"}
FORBIDDEN = {"script", "style", "iframe", "object", "embed", "form", "base", "video", "audio"}
LABELS = ("aria-labelledby", "aria-describedby", "for", "headers")


def folder(path: Path) -> dict[str, bytes]:
    """A built site as a mapping."""
    return {f.relative_to(path).as_posix(): f.read_bytes() for f in sorted(path.rglob("*")) if f.is_file()}


def parse(data: bytes) -> tuple[Element, list[str]]:
    """The document and the parser's complaints."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    document = parser.parse(data.decode("utf-8"))
    return document, [f"{line}:{column}: {code} {details}" for (line, column), code, details in parser.errors]


def page_faults(path: str, data: bytes) -> list[str]:
    """Everything wrong with one page, as lines."""
    document, faults = parse(data)
    elements = [e for e in document.iter() if isinstance(e.tag, str)]
    ids = [e.attrib["id"] for e in elements if "id" in e.attrib]
    faults += [f"id {i!r} stands {ids.count(i)} times" for i in sorted({i for i in ids if ids.count(i) > 1})]
    faults += [f"{name}={e.attrib[name]!r} names no element" for e in elements for name in LABELS
               if name in e.attrib and not set(e.attrib[name].split()) <= set(ids)]  # fmt: skip
    faults += _structure_faults(document, elements)
    faults += _safety_faults(elements, {"style"} if path == "404.html" else set())
    return [f"{path}: {fault}" for fault in faults]


def _structure_faults(document: Element, elements: list[Element]) -> Iterator[str]:
    tags = [e.tag for e in elements]
    html = document if document.tag == "html" else document.find("html")
    if html is None or not html.attrib.get("lang"):
        yield "html has no lang"
    for tag in ("h1", "main", "title"):
        if tags.count(tag) != 1:
            yield f"{tags.count(tag)} elements {tag}, expected 1"
    level = 1
    for element in elements:
        if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            if int(element.tag[1]) > level + 1:
                yield f"{element.tag} {_text(element)!r} follows h{level}"
            level = int(element.tag[1])
        if element.tag in ("h1", "h2", "h3", "title", "a", "caption", "figcaption", "th", "dt") and not _text(element):
            yield f"empty {element.tag}"
        if element.tag == "img" and "alt" not in element.attrib:
            yield "img without alt"
        if element.tag in ("ul", "ol") and not element.findall("li"):
            yield f"{element.tag} without items"
    if _nested(document, "a", "a"):
        yield "a link within a link"


def _safety_faults(elements: list[Element], allowed: set[str]) -> Iterator[str]:
    for element in elements:
        if (
            element.tag in ("script", "style", "iframe", "object", "embed", "form", "base", "video", "audio")
            and element.tag not in allowed
        ):
            yield f"element {element.tag}"
        for name, value in element.attrib.items():
            if not isinstance(name, str):
                continue
            if name == "style" or name.startswith("on"):
                yield f"attribute {name} on {element.tag}"
            fetched_link = element.tag == "link" and element.attrib.get("rel") in ("stylesheet", "icon", "preload")
            if (name in LOADING or (fetched_link and name == "href")) and urlsplit(value).scheme not in ("", "data"):
                yield f"loads {value}"
            if name == "href" and urlsplit(value).scheme not in ("", "http", "https", "mailto"):
                yield f"links to {value}"


def _nested(element: Element, outer: str, inner: str) -> bool:
    return any(found is not e for e in element.iter(outer) for found in e.iter(inner))


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()


def link_faults(site: Mapping[str, bytes]) -> list[str]:
    """Links of all pages that lead to no file of the site, or to no element of the page that they name."""
    pages = {path: parse(data)[0] for path, data in site.items() if path.endswith(".html")}
    anchors = {path: {e.attrib["id"] for e in page.iter() if isinstance(e.tag, str) and "id" in e.attrib}
               for path, page in pages.items()}  # fmt: skip
    faults = []
    for path, page in pages.items():
        for element in page.iter():
            if not isinstance(element.tag, str):
                continue
            for name in ("href", "src"):
                value = element.attrib.get(name)
                if value is None or urlsplit(value).scheme:
                    continue
                faults += [f"{path}: {value}: {fault}" for fault in _link_fault(path, value, site, anchors)]
    return faults


def _link_fault(path: str, href: str, site: Mapping[str, bytes], anchors: Mapping[str, set[str]]) -> Iterator[str]:
    address, _, fragment = href.partition("#")
    target = normpath(join(dirname(path), unquote(address))) if address else path
    if target.startswith(".."):
        yield "leads out of the site"
    elif target not in site:
        yield "no such file"
    else:
        anchor = unquote(fragment.split(":~:")[0])
        if anchor and anchor not in anchors.get(target, set()):
            yield "no such anchor"


_BLOCKS = {"p", "h1", "h2", "h3", "li", "dt", "dd", "figcaption", "blockquote", "caption", "th", "td", "nav", "div"}
_BLOCKS |= {"section", "article", "aside", "header", "figure", "tr", "ul", "ol", "dl", "table", "tbody", "thead"}
_BLOCKS |= {"main", "pre"}
_SIGNS = {"h1": "# ", "h2": "## ", "h3": "### ", "li": "- ", "figcaption": "    — ", "blockquote": "> ", "th": "| "}
_MARKS = {"del": ("[-", "-]"), "ins": ("[+", "+]")}


def words_of(data: bytes) -> str:
    """The main part of a page as a reader would hear it, a line for each block; no-break spaces as ~ and _."""
    document, _ = parse(data)
    lines = [re.sub("[ \n\t]+", " ", line).strip(" ") for line in _spoken(next(document.iter("main"))).split("\0")]
    signed, sign = [], ""
    for line in lines:
        if line in _SIGNS.values() or f"{line} " in _SIGNS.values() or line == "—":
            sign = {"—": "    — "}.get(line, f"{line} ")
        elif line:
            signed.append((sign + line).replace("\u00a0", "~").replace("\u202f", "_"))
            sign = ""
    return "\n".join(signed) + "\n"


def _spoken(element: Element) -> str:
    """Text with a null character at each border of a block."""
    if element.tag == "svg" or not isinstance(element.tag, str):
        return ""
    before, after = _MARKS.get(element.tag, ("", ""))
    inner = (element.text or "") + "".join(_spoken(child) + (child.tail or "") for child in element)
    if element.tag not in _BLOCKS:
        return before + inner + after
    sign = _SIGNS.get(element.tag, "")
    return f"\0{sign}\0{inner}\0" if sign else f"\0{inner}\0"
