"""Hostile and broken input: each gives an article or one problem line, in seconds and megabytes, and the others go on.

All cases run in workers with the limits below, as a build runs them; what takes longer or more is killed there."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import InputError
from digest.formats import known_suffixes, parse, split
from digest.model import Document, Problem, Source
from digest.workers import Pool, WorkerFailure

SECONDS = 20.0
MEMORY = 1_500_000_000


@dataclass(frozen=True)
class Case:
    """`words`: in the text that comes out, or with a leading "!" in the problem that refuses it."""

    name: str
    data: bytes
    words: str


def noise(count: int) -> bytes:
    return random.Random(1).randbytes(count)


P = b"<p>Une phrase de l'article qui se lit normalement.</p>"

CASES = (
    Case("binary.txt", noise(500_000), "!binary"),
    Case("picture.txt", b"\x89PNG\r\n\x1a\n" + noise(50_000), "!binary"),
    Case("utf16.txt", "Un été à Sarnoy, après la pluie.".encode("utf-16-le"), "Un été à Sarnoy"),
    Case("half.txt", b"\xff\xfe\x00", "!binary"),
    Case("bell.txt", b"\x07\n", "!binary"),
    Case(
        "terminal.txt",
        b"\x1b[1;31mLe port\x1b[0m de \x1b[4mSarnoy\x1b[m \x1b]0;x\x07rouvre.\x1b[K",
        "Le port de Sarnoy rouvre.",
    ),
    Case("nul.txt", b"Le texte\x00 continue.\nEncore.", "continue"),
    Case("empty.txt", b"", "!no text"),
    Case("blank.txt", "\ufeff \u200b\n\t\n".encode(), "!no text"),
    Case("line.txt", b"mot. " * 1_990_000, "!characters"),
    Case("spaces.txt", b"debut" + b" " * 60_000 + b"fin.", "debut"),
    Case("indent.txt", b" " * 60_000 + b"fin.\n" * 3, "fin."),
    Case("marks.txt", ("e" + "\u0301" * 1_000_000).encode(), "!characters"),
    Case("marks_fewer.txt", ("e" + "\u0301" * 60_000 + " fin").encode(), "fin"),
    Case("nested.html", b"<div>" * 200_000 + P, "se lit normalement"),
    Case("nested_closed.html", b"<div>" * 20_000 + P + b"</div>" * 20_000, "se lit normalement"),
    Case("tables.html", b"<table><tr><td>" * 5_000 + P, "se lit normalement"),
    Case("links.html", b'<a href="x">' * 40_000 + P, "se lit normalement"),
    Case("attributes.html", b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">Le texte.</p>", "Le texte."),
    Case("attributes_open.html", b"<p " + b" ".join(b"a%d" % n for n in range(100_000)), "!"),
    Case("paragraphs.html", b"<p>Un.</p>" * 200_000, "!blocks"),
    Case("paragraphs_fewer.html", b"<p>Un petit paragraphe.</p>" * 15_000, "Un petit paragraphe."),
    Case("brackets.html", b"<" * 500_000, ""),
    Case("comments.html", P + b"<!--" * 200_000, "se lit normalement"),
    Case("declarations.html", P + b"<![CDATA[" * 100_000 + b"<?" * 100_000, ""),
    Case("style.html", b'<p style="' + b"a:b;" * 300_000 + b'">Le texte.</p>', "Le texte."),
    Case("classes.html", b'<div class="' + b"a-" * 50_000 + b'">' + P * 5 + b"</div>", "se lit normalement"),
    Case("word.html", b"<p>" + b"a" * 3_000_000 + b"</p>", "!characters"),
    Case(
        "entities.html",
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + P + b"<p>&b;</p>" * 5,
        "se lit",
    ),
    Case("doctypes.html", b"<!DOCTYPE x [" * 50_000 + P, ""),
    Case("doctype_open.html", b"<!DOCTYPE x [<!ENTITY a 'b" + b"c" * 500_000 + P, ""),
    Case("external.html", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + P + b"<p>&a;</p>", "se lit"),
    Case("json.html", b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script>" + P * 3, "se lit"),
    Case("titles.html", b"<title>" + b" - ".join([b"a"] * 50_000) + b"</title>" + P * 3, "se lit"),
    Case("brackets.md", b"[" * 50_000, "["),
    Case("pictures.md", b"![a](" * 20_000, "[a]"),
    Case("quotes.md", b">" * 20_000 + b" fin", ""),
    Case("stars.md", b"*a" * 30_000, "a"),
    Case("lines.md", b"Un.\n\n" * 15_000, "Un."),
    Case("bomb.md", b"---\na: &a [x,x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\ntitle: Titre\n---\nLe texte.", "Le texte."),
    Case("deep.md", b"---\na: " + b"[" * 30_000 + b"\n---\nLe texte.", "Le texte."),
    Case("long_front.md", b"---\n" + b"a: b\n" * 15_000 + b"---\nLe texte.", "Le texte."),
    Case("tag.md", b"---\ntitle: !!python/object/apply:os.system [ls]\n---\nLe texte.", "Le texte."),
    Case(
        "nested.eml",
        b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(1_200)) + b"\n\nx",
        "!nested",
    ),
    Case(
        "utf7.eml",
        b"Subject: x\nContent-Type: text/html; charset=utf-7\n\n+ADw-script+AD4-alert(1) Le texte.",
        "Le texte.",
    ),
    Case("charset.eml", b"Subject: x\nContent-Type: text/plain; charset=no-such\n\nLe texte.", "Le texte."),
    Case("subject.eml", b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\nLe texte.", "Le texte."),
    Case("sender.eml", b"From: " + b"(" * 100_000 + b"\n\nLe texte.", "Le texte."),
    Case("stub.eml", b"\n", "!without a text"),
    Case("empty.mhtml", b"Subject: x\n\nLe texte.", "!without a page"),
    Case("a.jsonl#1", b"[" * 100_000, "!no JSON"),
    Case("a.jsonl#2", b'{"text": "Le texte.", "title": ' + b"9" * 10_000 + b"}", "!no JSON"),
    Case("a.jsonl#3", b'{"text": ["Le", {"text": "texte."}], "title": {"a": [[]]}, "date": [1, null]}', "Le"),
)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool[Source, Document]]:
    with Pool(parse, jobs=1, seconds=SECONDS, memory_bytes=MEMORY) as warm:
        list(warm.run([Source("warm.html", P * 5)]))
        yield warm


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hostile_input(case: Case, pool: Pool[Source, Document]) -> None:
    (result,) = pool.run([Source(case.name, case.data)])
    if isinstance(result, WorkerFailure):
        assert isinstance(result.error, InputError), result.message
        assert case.words.startswith("!") or not case.words, result.message
        check_line(result.error.problem)
        assert case.words[1:] in result.error.problem.message
        return
    assert not case.words.startswith("!")
    text = "\n".join(block.text for block in result.blocks)
    assert case.words in text
    assert "root:" not in text  # no file was read on the way
    assert not any("<script" in (block.html or "") for block in result.blocks)
    for problem in result.problems:
        check_line(problem)


@pytest.mark.parametrize("name", ["entities.html", "external.html"])
def test_entities_of_a_page_are_told_and_leave_no_trace(name: str) -> None:
    document = parse(Source(name, next(case.data for case in CASES if case.name == name)))
    assert [p.message for p in document.problems if "declares entities of its own" in p.message]
    assert not any("]" in block.text for block in document.blocks)
    assert not any("declares" in p.message for p in parse(Source("plain.html", P * 4)).problems)


def check_line(problem: Problem) -> None:
    line = problem.line()
    assert line.isprintable()
    assert len(line) < 400


def test_a_stuck_file_is_given_up_and_the_others_are_read() -> None:
    sources = [Source("a.txt", b"Un."), Source("slow", b""), Source("b.txt", b"Deux.")]
    with Pool(parse_or_stall, jobs=1, seconds=1.0, memory_bytes=MEMORY) as pool:
        first, stuck, last = pool.run(sources)
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(stuck, WorkerFailure)
    assert stuck.reason == "time"


def parse_or_stall(source: Source) -> Document:
    """`parse`, but for one file that takes for ever."""
    if source.path == "slow":
        time.sleep(60)
    return parse(source)


MARKS = st.text(alphabet="<>/=\"'&;:-_*[]()#|`\n\r\t +{},.!?abcé\u0301\ud7ff\x00\x1b", max_size=200)


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.binary(max_size=300), MARKS.map(str.encode)), st.sampled_from(known_suffixes()))
def test_any_bytes_give_a_document_or_one_problem_line(data: bytes, suffix: str) -> None:
    try:
        for source in split(Source(f"a{suffix}", data)):
            parse(source)
    except InputError as error:
        check_line(error.problem)


@settings(deadline=None, max_examples=100)
@given(MARKS)
def test_any_headers_and_body_give_a_document_or_one_problem_line(text: str) -> None:
    head = f"From: {text[:40]}\nDate: {text[40:80]}\nSubject: {text}\nContent-Type: text/html; charset={text[:9]}\n\n"
    try:
        parse(Source("a.eml", (head + text).encode()))
    except InputError as error:
        check_line(error.problem)
