"""What is added to pages while they are served, never to files in output/: the script that reloads and shows errors,
and for each article the view of what cleaning removed from it."""

from __future__ import annotations

import json
import re
from html import escape

from digest.export import in_order
from digest.model import Article
from digest.serve.live import Failure
from digest.text import visible
from digest.wording import Wording

PREFIX = "/__digest__"
"""Reserved addresses. No page of a site can have one: slugs hold no underscore."""

_POLICY = re.compile(rb"""(<meta http-equiv=["']Content-Security-Policy["'] content=["'])""", re.IGNORECASE)
"""The theme forbids scripts; a directive that comes first outdoes the later ones of its name."""

_ARTICLE = re.compile(r"(?:^|/)article/([^/]+)\.html$")

SCRIPT = """(function () {
  "use strict";
  var own = document.currentScript.dataset.stamp, base = "/__digest__", source = null, misses = 0, timer = 0;
  function overlay(failure) {
    var old = document.getElementById("digest-overlay");
    if (old) old.remove();
    if (!failure) return;
    var host = document.createElement("div"), box = host.attachShadow({mode: "open"});
    host.id = "digest-overlay";
    var style = new CSSStyleSheet(), pane = document.createElement("div");
    style.replaceSync("div{position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;z-index:2147483647;" +
      "background:#1c1917;color:#fafaf9;border-top:4px solid #f87171;padding:1rem 1.5rem;font:14px/1.5 monospace}" +
      "p{margin:0 0 .5rem;white-space:pre-wrap}pre{margin:0;color:#d6d3d1}");
    box.adoptedStyleSheets = [style];
    pane.setAttribute("role", "alert");
    [["p", failure.message], ["pre", failure.frame]].forEach(function (part) {
      var element = document.createElement(part[0]);
      element.textContent = part[1];
      pane.appendChild(element);
    });
    box.appendChild(pane);
    document.body.appendChild(host);
  }
  function take(state) {
    misses = 0;
    if (state.failure) { overlay(state.failure); return; }
    if (state.stamp !== own) { stop(); location.reload(); return; }
    overlay(null);
  }
  function poll() {
    clearTimeout(timer);
    fetch(base + "/state", {cache: "no-store"}).then(function (r) { return r.json(); }).then(take, function () {})
      .then(function () { if (!document.hidden) timer = setTimeout(poll, 1000); });
  }
  function stop() { if (source) source.close(); source = null; clearTimeout(timer); }
  function start() {
    stop();
    if (document.hidden) return;
    if (!window.EventSource || misses > 3) { poll(); return; }
    source = new EventSource(base + "/events?stamp=" + encodeURIComponent(own));
    source.onmessage = function (event) { take(JSON.parse(event.data)); };
    source.onerror = function () { misses += 1; if (misses > 3) start(); };
  }
  document.addEventListener("visibilitychange", start);
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", start);
  start();
})();
"""

_STYLE = """body{font:16px/1.6 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1c1917;
background:#fff}del,.rule{color:#b91c1c}.rule{font:12px monospace}.line{color:#78716c;font:12px monospace}
pre{background:#f5f5f4;padding:1rem;overflow:auto}li{margin:.5rem 0}ol{list-style:none;padding:0}"""


def state(stamp: str, failure: Failure | None) -> str:
    """What browsers are told."""
    told = {"message": failure.message, "frame": failure.frame} if failure else None
    return json.dumps({"stamp": stamp, "failure": told}, ensure_ascii=False)


def inject(page: bytes, path: str, stamp: str, words: Wording) -> bytes:
    """The page with the script, and on an article's page the way to what was removed, before the end of its body."""
    parts = [f'<script src="{PREFIX}/live.js" data-stamp="{stamp}"></script>']
    if found := _ARTICLE.search(path):
        link = f'<a href="{PREFIX}/article/{escape(found[1])}">{escape(words.say("removed.link"))}</a>'
        parts.insert(0, f"<p>{link}</p>")
    added = "".join(parts).encode()
    page = _POLICY.sub(rb"\1script-src 'self'; connect-src 'self'; ", page, count=1)
    head, mark, tail = page.rpartition(b"</body>")
    return head + added + mark + tail if mark else page + added


def removed(article: Article, words: Wording) -> str:
    """An article's blocks in order, removed ones struck out with the rule that did it, and how to undo it."""
    rows = []
    for block, removal in in_order(article):
        line = f'<span class="line">{block.line or ""}</span> '
        text = escape(block.text)
        if removal is None:
            rows.append(f"<li>{line}{text}</li>")
        else:
            rule = escape(words.rule(removal.rule))
            rows.append(f'<li>{line}<del>{text}</del> <span class="rule">{rule}</span></li>')
    count = len(article.removals)
    told = words.count("removed.count", count) if count else words.say("removed.none")
    return _page(
        words.say("removed.heading", title=article.title.value),
        f"<p>{escape(article.path)}{escape(words.say('colon'))} {escape(told)}.</p>"
        f"<ol>{''.join(rows)}</ol>" + (_undo(article, words) if count else "") + _repairs(article, words),
        words.language,
    )


def _repairs(article: Article, words: Wording) -> str:
    rows = "".join(
        f'<li><span class="line">{edit.line or ""}</span> {escape(visible(edit.before))} → '
        f'{escape(visible(edit.after))} <span class="rule">{escape(words.repair(edit.rule))}</span></li>'
        for edit in article.edits
    )
    heading = escape(words.count("removed.repaired", len(article.edits)))
    return f"<details><summary>{heading}</summary><ol>{rows}</ol></details>" if rows else ""


def _undo(article: Article, words: Wording) -> str:
    first = [" ".join(removal.block.text.split()[:6]) for removal in article.removals[:1]]
    example = (
        f"[[article]]\narticle = {json.dumps(article.path, ensure_ascii=False)}\n"
        f"restore = {json.dumps(first, ensure_ascii=False)}"
    )
    how = escape(words.say("removed.undo", file="\0")).replace("\0", "<code>edits.toml</code>")
    return f"<p>{how}</p><pre>{escape(example)}</pre>"


def failure_page(failure: Failure, stamp: str, words: Wording) -> bytes:
    """Stands where no page is yet, because no build has succeeded."""
    body = f"<p>{escape(failure.message)}</p><pre>{escape(failure.frame)}</pre>"
    return inject(_page("The site could not be built", body).encode(), "", stamp, words)


def missing(path: str) -> str:
    """For a site without a 404 page of its own."""
    return _page("Not found", f"<p>{escape(path)} is not in this site.</p><p><a href='/'>Front page</a></p>")


def _page(title: str, body: str, language: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{escape(language)}"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style><body><h1>{escape(title)}</h1>{body}</body></html>"
    )
