"""formats: one golden case a folder in tests/cases/formats (input.* beside expected.json), and the edges one by one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from digest import formats
from digest.errors import InputError
from digest.formats import PARSERS, is_risky, parse, split
from digest.formats.encoding import decode
from digest.formats.frontmatter import read_front_matter
from digest.formats.page_date import shown_date
from digest.formats.page_pieces import pieces_of
from digest.formats.sanitise import sanitise
from digest.formats.text import is_hard_wrapped, lines_of
from digest.formats.walk import blocks_of
from digest.formats.when import iso_date
from digest.model import Document, Source

CASES = sorted(path for path in (Path(__file__).parent / "cases" / "formats").iterdir() if path.is_dir())


def source_of(case: Path) -> Source:
    file = next(path for path in sorted(case.iterdir()) if path.stem == "input" and path.suffix != ".toml")
    sidecar = case / "input.toml"
    return Source(f"{case.name}{file.suffix}", file.read_bytes(), sidecar.read_bytes() if sidecar.exists() else None)


def shown(document: Document) -> dict[str, Any]:
    """What a case pins down, without the fields that are empty."""
    claims = [
        [c.field, c.value, c.origin, c.confidence, *([c.precision] if c.precision else [])] for c in document.claims
    ]
    blocks = [
        {
            "kind": b.kind,
            "text": b.text,
            **{k: v for k, v in (("line", b.line), ("html", b.html), ("image", b.image)) if v},
        }
        for b in document.blocks
    ]
    problems = [problem.line() for problem in document.problems]
    removed = [[removal.position, removal.rule, removal.block.text] for removal in document.removals]
    found = {"format": document.format, "claims": claims, "blocks": blocks, "problems": problems}
    return {**found, "removed": removed} if removed else found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, update_golden: bool) -> None:
    found = [shown(parse(source)) for source in split(source_of(case))]
    expected = case / "expected.json"
    if update_golden:
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(expected.read_text(encoding="utf-8"))


def text(content: str | bytes, name: str = "a.txt") -> Document:
    return parse(Source(name, content if isinstance(content, bytes) else content.encode()))


def test_each_format_has_a_case() -> None:
    formats = {
        document["format"] for case in CASES for document in json.loads((case / "expected.json").read_text("utf-8"))
    }
    assert formats == {parser.name for parser in PARSERS}


# encoding


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [
        ("utf-8", False),
        ("utf-8-sig", False),
        ("utf-16", False),
        ("utf-16-le", False),
        ("utf-16-be", False),
        ("cp1252", False),  # the words prove it
        ("mac_roman", True),
    ],
)
def test_french_survives_every_usual_encoding(encoding: str, guessed: bool) -> None:
    words = "Après l’été, le cœur de l’Élysée : « déjà vu », 40 € – à Saint-Brieuc."
    decoded = decode(words.encode(encoding))
    assert (decoded.text, decoded.guessed) == (words, guessed)


@pytest.mark.parametrize(
    "words",
    [
        "The minister said they don’t know, and won’t say.",
        "Sept élèves de l’école sont rentrés à l’aube, « épuisés ».",
        "Die Fähre fährt über den Fluß, größer als früher.",
    ],
)
def test_mac_roman_is_read(words: str) -> None:
    assert decode(words.encode("mac_roman")).text == words


@pytest.mark.parametrize(
    ("words", "guessed"),
    [
        ("Die Fähre fährt über den Fluß, Öl und Ärger.", False),
        ("El niño salió con su tía, ¿verdad? ¡Sí!", False),
        ("A ferry of 12 m² costs £30 – “cheap”, they say.", False),
        ("Il vend 1¾ kg de café à São Paulo à Ängelholm.", True),
    ],
)
def test_windows_1252_is_proved_by_the_letters_of_one_language(words: str, guessed: bool) -> None:
    decoded = decode(words.encode("cp1252"))
    assert (decoded.text, decoded.guessed) == (words, guessed)


def test_hungarian_is_never_taken_for_sure() -> None:
    assert decode(
        "A kikötő ma reggel újra megnyílt, mondta a miniszter; az ősz szép, a fű zöld.".encode("cp1250")
    ).guessed


def test_a_stray_latin_byte_leaves_the_rest_of_utf8_alone() -> None:
    decoded = decode("Un été à Noël, déjà.".encode() + b" Caf\xe9. " + "Forêt brûlée.".encode())
    assert decoded.text == "Un été à Noël, déjà. Café. Forêt brûlée."
    assert decoded.guessed


def test_cyrillic_in_one_byte_letters_is_not_read_as_western() -> None:
    words = "Переговоры в Лунхафене закончились в четверг поздно вечером подписанием соглашения о рыболовстве. " * 5
    assert decode(words.encode("cp1251")).text == words


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1251", "koi8-r", "utf-8"])
def test_cyrillic_is_read_in_its_usual_encodings(encoding: str) -> None:
    words = "Переговоры в Лунхафене закончились в четверг поздно вечером, сообщила министр. " * 4
    assert decode(words.encode(encoding)).text == words


@pytest.mark.parametrize("encoding", ["cp1250", "iso-8859-2", "utf-16-le"])
def test_polish_is_read_in_its_usual_encodings(encoding: str) -> None:
    words = "Rozmowy w Lunhafen zakończyły się późnym wieczorem, powiedziała minister. Źle już być nie może. " * 3
    assert decode(words.encode(encoding)).text == words


def test_utf7_is_never_believed() -> None:
    assert "<script>" not in decode(b"+ADw-script+AD4-", "utf-7").text


def test_a_mail_in_utf7_says_so() -> None:
    head = b"Subject: Digue\nContent-Type: text/plain; charset=utf-7\n\n"
    (problem,) = text(head + "La digue a été réparée.".encode("utf-7"), "a.eml").problems
    assert "charset utf-7 isn't read" in problem.line()
    assert text(head + b"La digue tient.", "a.eml").problems == ()


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "latin-1", "utf-7", "no-such", "shift_jis", "utf-16"]))
def test_decode_never_raises(data: bytes, declared: str | None) -> None:
    assert isinstance(decode(data, declared).text, str)


# text


def test_one_line_is_one_block_and_start_points_at_it() -> None:
    content = "Titre\r\n\r\n  Premier.\rDeuxième.\n"
    document = text(content)
    assert [(b.text, b.line) for b in document.blocks] == [("Titre", 1), ("Premier.", 3), ("Deuxième.", 4)]
    assert all(b.start is not None and content[b.start :].startswith(b.text) for b in document.blocks)


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=30), max_size=12))
def test_start_always_points_at_the_words(lines: list[str]) -> None:
    content = "\n".join(lines)
    found = [line for line in lines_of(content) if line.text]
    assert all(content[line.start : line.start + len(line.text)] == line.text for line in found)


WRAPPED = """Lunhafen signs its fishing accord

The ministers of Brandia and Veldania signed an accord on herring in the
harbour of Lunhafen on Thursday evening, after nine days of negotiations
that had twice been close to failure over the question of landing rights
for the smaller boats of both fleets.

Under the accord the two fleets share a quota of 4,200 tonnes and may land
their catch in either country, which the fishing towns on both shores have
asked for since the war.
"""


def test_hard_wrapped_lines_are_joined_and_the_title_stays_apart() -> None:
    blocks = text(WRAPPED).blocks
    assert [b.line for b in blocks] == [1, 3, 8]
    assert blocks[1].text.endswith("for the smaller boats of both fleets.")
    assert "\n" not in blocks[1].text


@pytest.mark.parametrize(
    "content",
    [
        "Gardiens : Alba, Roussel\nDéfenseurs : Kern, Ilić, Moreau, Sand\nMilieux : Petit, Brun\nX : Y\nZ : T\nA : B",
        "\n\n".join("Une phrase entière qui se termine par un point, écrite par quelqu'un." for _ in range(10)),
        "\n".join("Un paragraphe de texte collé, une ligne chacun, " + "long " * n for n in range(1, 40, 3)),
    ],
)
def test_lists_and_pasted_paragraphs_are_not_taken_for_wrapped_text(content: str) -> None:
    assert not is_hard_wrapped(lines_of(content))


def test_a_short_wrapped_mail_is_joined() -> None:
    mail = (
        "From: Paul <paul@example.org>\nSubject: TR: Le port rouvre\nContent-Type: text/plain; charset=utf-8\n\n"
        "Lis donc cela. Paul\n\n---------- Forwarded message ---------\nDe : Le Phare <phare@example.org>\n"
        "Date : mar. 10 févr. 2026 à 18:05\nSubject: Le port rouvre\n\nLe port de Lunhafen rouvrira lundi, après onze "
        "jours de grève des\npilotes, qui ont obtenu deux postes de plus pour les nuits de grande\nmarée.\n\n"
        "La capitainerie prévient que les premiers cargos attendront encore une\njournée au large.\n"
    )
    document = text(mail, "a.eml")
    assert [block.text for block in document.blocks] == [
        "Le port de Lunhafen rouvrira lundi, après onze jours de grève des pilotes, qui ont obtenu deux postes de plus "
        "pour les nuits de grande marée.",
        "La capitainerie prévient que les premiers cargos attendront encore une journée au large.",
    ]
    assert {removal.rule for removal in document.removals} == {"forwarding_note"}


@pytest.mark.parametrize(
    ("encoding", "body", "lines"),
    [
        ("8bit", "Le port rouvre.\n\nLa jetée tient.\n", [5, 7]),
        ("quoted-printable", "Le port de Lun=\nhafen rouvre.\n\nLa jet=C3=A9e tient.\n", [5, 8]),
        ("base64", "TGUgcG9ydCByb3V2cmUuCgpMYSBqZXTDqWUgdGllbnQuCg==\n", [None, None]),
    ],
)
def test_a_mail_points_at_the_lines_of_its_file(encoding: str, body: str, lines: list[int | None]) -> None:
    head = "From: Le Phare <phare@example.org>\nContent-Type: text/plain; charset=utf-8\n"
    document = text(f"{head}Content-Transfer-Encoding: {encoding}\n\n{body}", "a.eml")
    assert [block.line for block in document.blocks] == lines


def test_a_flowed_mail_points_at_the_lines_that_its_paragraphs_begin_at() -> None:
    head = "Content-Type: text/plain; charset=utf-8; format=flowed\n\n"
    document = text(f"{head}Le port \nrouvre \nlundi.\n\nLa jetée tient.\n", "a.eml")
    assert [(block.line, block.text) for block in document.blocks] == [
        (3, "Le port rouvre lundi."),
        (7, "La jetée tient."),
    ]


def test_a_line_without_end_is_cut_between_sentences_without_losing_a_letter() -> None:
    content = "Une phrase de longueur moyenne, toujours la même. " * 2_000
    blocks = text(content).blocks
    assert max(len(b.text) for b in blocks) <= 20_000
    assert " ".join(b.text for b in blocks) == content.strip()


# front matter


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("title: Syrie : la Russie", "title", "Syrie : la Russie"),
        ("titre: Syrie", "title", "Syrie"),
        ("title: no", "title", "no"),
        ("title: 12:30", "title", "12:30"),
        ('title: "Le « non »"', "title", "Le « non »"),
        ("date: 14/07/2016", "published", "2016-07-14"),
        ("Publié_le: 14 juillet 2016", "published", "2016-07-14"),
        ("date: 2016-07", "published", "2016-07"),
        ("date: 2016-07-14 21:05", "published", "2016-07-14T21:05:00"),
        ("auteurs: [Ada Brandt, Jo Kern]", "byline", "Ada Brandt, Jo Kern"),
        ("média: Le Cadran", "outlet", "Le Cadran"),
        ("source: https://cadran.example/a", "url", "https://cadran.example/a"),
        ("lang: français", "language", "fr"),
        ("isAccessibleForFree: false", "paid", "true"),
        ("droits: extract", "rights", "extract"),
        ("agence: APB", "agency", "APB"),
    ],
)
def test_front_matter_keys_in_french_and_english(line: str, field: str, value: str) -> None:
    document = text(f"---\n{line}\n---\nLe texte.")
    claim = document.claim(field)
    assert claim is not None
    assert (claim.value, claim.origin) == (value, "front matter")
    assert [b.text for b in document.blocks] == ["Le texte."]
    assert document.blocks[0].line == 4
    assert document.problems == ()


def test_an_impossible_date_is_a_problem_and_no_claim() -> None:
    document = text("---\ndate: 2016-13-45\ntitle: a\n---\nLe texte.")
    assert document.claim("published") is None
    assert "2016-13-45" in document.problems[0].line()


PAGE = "<html><head>{head}</head><body><h1>La digue tient</h1><p>{text}</p></body></html>"
DYKE = (
    "La digue de Lampaul a tenu toute la nuit malgré des vagues de six mètres, constatent les pompiers de garde. " * 3
)


def test_an_impossible_date_of_a_page_is_a_problem_and_no_claim() -> None:
    head = '<meta property="article:published_time" content="2018-14-33">'
    document = text(PAGE.format(head=head, text=DYKE), "a.html")
    assert document.claim("published") is None
    assert [p.line() for p in document.problems if "2018-14-33" in p.line() and "2016-07-14" in p.line()]
    saved = text(PAGE.format(head=head + '<meta name="date" content="2018-11-03">', text=DYKE), "a.html")
    assert saved.problems == ()
    assert saved.claim("published").value == "2018-11-03"  # type: ignore[union-attr]
    worded = text(PAGE.format(head='<meta name="date" content="hier soir">', text=DYKE), "a.html")
    assert worded.problems == ()


@pytest.mark.parametrize(
    ("words", "day"),
    [("Tous droits réservés 2018", None), ("Le 1er janvier 2018", "2018-01-01"), ("01/01/2018", "2018-01-01")],
)
def test_a_year_alone_is_no_first_of_january(words: str, day: str | None) -> None:
    claim = text(PAGE.format(head="", text=f"{DYKE}</p><p>{words}"), "a.html").claim("published")
    assert (claim.value if claim else None) == day


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("admin", None),
        ("Administrator", None),
        ("webmaster", None),
        ("wp-admin2", None),
        ("Editor", None),
        ("admin, Ines Kaba", "Ines Kaba"),
        ("Adminata Root", "Adminata Root"),
        ("Rédaction web", "Rédaction web"),
    ],
)
def test_accounts_of_machines_sign_nothing(author: str, byline: str | None) -> None:
    claim = text(PAGE.format(head=f'<meta name="author" content="{author}">', text=DYKE), "a.html").claim("byline")
    assert (claim.value if claim else None) == byline


def test_toml_front_matter() -> None:
    document = text('+++\ntitle = "Le hareng"\ndate = 2016-07-14\n+++\nLe texte.', "a.md")
    assert [c.value for c in document.claims] == ["Le hareng", "2016-07-14"]


@pytest.mark.parametrize("content", ["---\nUn dialogue.\n---\nSuite.", "---\nOui.\n", "--- \n\nSuite : non.\n"])
def test_a_rule_above_prose_is_no_front_matter(content: str) -> None:
    assert read_front_matter(content, "a.txt").values == {}
    assert read_front_matter(content, "a.txt").body_offset == 0


@given(st.text(max_size=200))
def test_front_matter_never_raises(inner: str) -> None:
    read_front_matter(f"---\n{inner}\n---\nText", "a.txt")


# order of claims


def test_sidecar_outranks_front_matter_outranks_folder() -> None:
    source = Source("Le_Phare/a.txt", b"---\ntitle: A\nsource: B\n---\nLe texte.", b'title = "C"')
    document = parse(source)
    assert [(c.field, c.value, c.origin) for c in document.claims] == [
        ("title", "C", "sidecar"),
        ("title", "A", "front matter"),
        ("outlet", "B", "front matter"),
        ("outlet", "Le Phare", "folder"),
    ]
    title = document.claim("title")
    assert title is not None
    assert title.value == "C"


def test_a_sidecar_settles_what_could_not_be_read() -> None:
    page = PAGE.format(head='<meta property="article:published_time" content="2018-14-33">', text=DYKE).encode()
    assert parse(Source("a.html", page, b'outlet = "Le Phare"')).problems
    document = parse(Source("a.html", page, b"published = 2018-11-03"))
    assert document.problems == ()
    front = b"---\ndate: 2016-13-45\nlang: ??\n---\nLe texte."
    assert [p.about for p in parse(Source("a.txt", front, b"date = 2016-05-03")).problems] == ["language"]


def test_a_damaged_sidecar_is_a_problem_and_the_article_stays() -> None:
    document = parse(Source("a.txt", b"Le texte.", b"title = "))
    assert document.blocks[0].text == "Le texte."
    assert "sidecar" in document.problems[0].line()


def test_the_host_names_the_outlet_last() -> None:
    document = text("---\nurl: https://www.cadran.example/a\n---\nLe texte.")
    outlet = document.claim("outlet")
    assert outlet is not None
    assert (outlet.value, outlet.origin) == ("cadran.example", "url")


# records


def test_a_hundred_thousand_records_are_split_in_a_moment_and_keep_their_line() -> None:
    data = b"\n".join(b'{"title": "T%d", "text": "Le texte."}' % n for n in range(100_000))
    sources = split(Source("archive.jsonl", data))
    assert len(sources) == 100_000
    assert sources[41].path == "archive.jsonl#42"
    assert split(sources[41]) == (sources[41],)
    assert parse(sources[41]).claim("title").value == "T41"  # type: ignore[union-attr]


def test_an_item_of_a_headlines_feed_is_an_article() -> None:
    alone = parse(Source("feed.jsonl#1", b'{"title": "Le bac repart lundi"}'))
    assert (alone.claim("title").value, alone.blocks) == ("Le bac repart lundi", ())  # type: ignore[union-attr]
    item = parse(Source("feed.jsonl#2", b'{"title": "Le bac repart", "description": "Onze jours de panne."}'))
    assert [block.text for block in item.blocks] == ["Onze jours de panne."]
    noted = parse(Source("a.md", b"---\ntitle: Le bac repart\n---\n"))
    assert noted.claim("title").value == "Le bac repart"  # type: ignore[union-attr]
    with pytest.raises(InputError):
        parse(Source("page.html", b"<html><head><title>Only a tab</title></head><body></body></html>"))


@pytest.mark.parametrize(
    ("line", "words"),
    [(b"{no", "no JSON"), (b"[1]", "expected a JSON object"), (b'{"url": "https://a.example/b"}', "without a text")],
)
def test_a_bad_record_names_its_line(line: bytes, words: str) -> None:
    with pytest.raises(InputError) as raised:
        parse(Source("a/archive.jsonl#7", line))
    assert raised.value.problem.line().startswith("a/archive.jsonl:7: ")
    assert words in raised.value.problem.line()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl#1", rb'{"title": "Un \ud800 port", "text": "Le port \udc00 dit <p>non</p> \ud83d\ude00."}'),
        ("a.md", b'---\ntitle: "Un \\ud800 port"\n---\nLe port dit non.'),
    ],
)
def test_half_a_surrogate_pair_becomes_the_replacement_character(name: str, data: bytes) -> None:
    document = parse(Source(name, data))
    title = document.claim("title")
    said = [block.text + (block.html or "") for block in document.blocks] + [title.value if title else ""]
    assert "\ufffd" in "".join(said)
    "".join(said).encode()  # raises for half a pair
    assert ("\U0001f600" in "".join(said)) == name.endswith("#1")


def test_a_file_name_with_a_number_sign_is_a_plain_file() -> None:
    assert text("Le texte.", "dossier#3.txt").path == "dossier#3.txt"


# dates of metadata


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2016-07-14T21:05:00+02:00", "2016-07-14T21:05:00+02:00"),
        ("2016-07-14T21:05:00.123Z", "2016-07-14T21:05:00+00:00"),
        ("20160714", "2016-07-14"),
        ("2016", "2016"),
        ("03/04/2016", "2016-04-03"),
        ("12/25/2016", "2016-12-25"),
        ("1er août 2016", "2016-08-01"),
        ("jeudi 14 juillet 2016 à 21h05", "2016-07-14T21:05:00"),
        ("July 14, 2016", "2016-07-14"),
        ("14. Juli 2016", "2016-07-14"),
        ("1468530300", "2016-07-14T21:05:00+00:00"),
    ],
)
def test_dates_are_brought_to_one_form(value: str, iso: str) -> None:
    found = iso_date(value)
    assert found is not None
    assert found[0] == iso


@pytest.mark.parametrize(
    "value", ["", "hier", "2016-02-30", "0000-00-00", "31/31/2016", "999999999999", "soon 2016 maybe"]
)
def test_what_is_no_date_gives_none(value: str) -> None:
    assert iso_date(value) is None


# markup


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">a</a>',
        '<a href="data:text/html,x">a</a>',
        '<svg><a xlink:href="javascript:alert(1)">a</a></svg>',
        '<p style="background:url(//x)">a</p>',
        '<iframe src="//x"></iframe>',
        '<base href="//x">',
        '<form action="//x"><input></form>',
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.html", "a.eml"])
def test_markup_that_acts_never_survives(payload: str, name: str) -> None:
    head = "Subject: x\nContent-Type: text/html\n\n" if name == "a.eml" else ""
    body = f"{head}<p>Un <em>texte</em> avec de quoi lire.</p>\n\n<ul><li>{payload}<b>fin</b></li></ul>\n"
    markup = " ".join(b.html or "" for b in text(body, name).blocks) + sanitise(payload)
    assert not any(
        word in markup.lower()
        for word in ("script", "onerror", "data:", "style", "<iframe", "<svg", "<form", "<img", "<base")
    )


def test_blocks_of_markup_keep_lists_tables_and_quotes_whole() -> None:
    blocks = blocks_of(
        "<h2>A</h2><p>b<br>c</p><ul><li>d<li>e</ul><table><tr><th>f<th>g</table><blockquote><p>h</p></blockquote>"
    )
    assert [(b.kind, b.text) for b, _ in blocks] == [
        ("subhead", "A"),
        ("paragraph", "b\nc"),
        ("list", "d\ne"),
        ("table", "f | g"),
        ("quote", "h"),
    ]


@given(st.text(alphabet="<>/ abpliut!-=\"'&;", max_size=200))
def test_the_walker_takes_any_markup(markup: str) -> None:
    assert all(block.text for block, _ in blocks_of(markup))


def test_the_richest_box_is_taken_where_the_extractor_finds_little() -> None:
    """Prose in a box that extractors drop for its name."""
    prose = "".join(
        f"<p>Paragraphe {n} de l'article, assez long pour être de la prose et pour se lire d'un trait.</p>"
        for n in range(8)
    )
    document = text(
        f"<html><body><h1>Titre de la page</h1><div class='hidden comment-list-x'>{prose}</div></body></html>", "a.html"
    )
    assert sum(b.text.startswith("Paragraphe") for b in document.blocks) == 8


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Publié le 14 juillet 2016 à 12:00", "2016-07-14"),
        ("25/12/2016", "2016-12-25"),
        ("July 14, 2016", "2016-07-14"),
        ("14. Juli 2016 | 12:00", "2016-07-14"),
        ("2016年07月14日23:52 | 来源", "2016-07-14"),
        ("Mis à jour le 14 juillet 2016", None),
        ("03/04/2016", None),
        ("Du 12.03.2026 au 14.03.2026", None),
    ],
)
def test_the_date_line_under_a_heading(line: str, day: str | None) -> None:
    pieces = pieces_of(fromstring(f"<html><body><h1>Titre</h1><p>Par Jo Kern</p><p>{line}</p></body></html>"))
    found = shown_date(pieces)
    assert (found[0] if found else None) == day


def test_a_page_saved_as_text_is_read_as_a_page() -> None:
    source = Source("a.txt", b"<!DOCTYPE html><html><body><p>Une phrase assez longue pour tenir.</p></body></html>")
    assert is_risky(source)
    assert parse(source).blocks[0].text == "Une phrase assez longue pour tenir."


def test_only_formats_with_heavy_libraries_are_risky() -> None:
    risky = {suffix for suffix in (".txt", ".md", ".html", ".mhtml", ".eml") if is_risky(Source(f"a{suffix}", b""))}
    assert risky == {".html", ".mhtml", ".eml"}


def test_no_parser_is_left_out() -> None:
    folder = Path(formats.__file__).parent
    written = {path.stem for path in folder.glob("*.py") if "\nPARSER = " in path.read_text(encoding="utf-8")}
    listed = {parser.parse.__module__.rpartition(".")[2] for parser in PARSERS}
    assert written == listed
