"""Outlet, byline and agency: what is read, what is left alone, hostile lines."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from patterns import growing

from digest.clean import Options as CleanOptions
from digest.clean import agencies, clean, provenance
from digest.formats import parse
from digest.model import Block, Claim, Document, Kind, OutletInfo, Source

BODY = "Le conseil a voté jeudi la réouverture du port, fermé depuis la tempête qui a emporté la jetée nord d'Anse."


@dataclass(frozen=True)
class Options:
    outlets: tuple[OutletInfo, ...] = field(default=())


OUTLETS = Options(
    (
        OutletInfo("Le Rivage", url="https://www.lerivage.example/", aliases=("rivage.example", "RIVAGE", "Rivage FM")),
        OutletInfo("The Quay", url="quay.example"),
    )
)


def _document(*texts: str, claims: tuple[Claim, ...] = (), kinds: dict[int, Kind] | None = None) -> Document:
    blocks = tuple(Block(text, (kinds or {}).get(n, "paragraph")) for n, text in enumerate(texts))
    return Document("a.txt", "text", blocks, claims)


def _agency(*texts: str, kinds: dict[int, Kind] | None = None) -> str | None:
    document = _document(*texts, kinds=kinds)
    claim = provenance.agency(document, document.blocks, "fr")
    return claim.value if claim else None


@pytest.mark.parametrize(
    "bracket",
    ["(AFP)", "(avec AFP)", "[Reuters]", "(AFP et Reuters)", "(mit Material der dpa)", "(Agence France-Presse)"],
)
def test_a_paragraph_that_an_agency_signs_stays_one(bracket: str) -> None:
    page = "Le bac d'Anse à l'arrêt\n\n" + BODY + "\n\nLes marins ont prévenu qu'ils ne reprendraient pas avant lundi. "
    more = "\n\nLa compagnie affrète une vedette pour les malades et pour les élèves du lycée de l'autre rive."
    for text in (page + bracket, page + bracket + more):
        article = clean(parse(Source("a.txt", text.encode())), CleanOptions())
        assert "avant lundi. " + bracket in article.text
        assert article.agency is not None


@pytest.mark.parametrize("line", ["Avec AFP", "(Avec AFP)", "(Reuters)", "mit dpa", "Par AFP"])
def test_a_line_that_is_a_credit_is_no_body(line: str) -> None:
    article = clean(parse(Source("a.txt", f"Le bac d'Anse\n\n{BODY}\n\n{line}".encode())), CleanOptions())
    assert article.text == BODY
    assert article.agency is not None


@pytest.mark.parametrize(
    "line",
    [
        "Un marin sur le quai d'Anse, jeudi matin. (Photo AFP)",
        "Un marin sur le quai d'Anse, jeudi matin, Ana Belo (AFP)",
        "Un marin et son chien sur le quai d'Anse. (AFP)",
        "Les marins sont réunis sur le quai d'Anse, le 3 mars 2016. (AFP)",
        "Two sailors and a dog on the quay at Anse. (AFP)",
        "Zwei Matrosen mit ihrem Hund auf dem Kai von Anse. (dpa)",
    ],
)
def test_a_caption_above_the_text_stays_one(line: str) -> None:
    article = clean(parse(Source("a.txt", f"Le bac d'Anse\n\n{line}\n\n{BODY}".encode())), CleanOptions())
    assert article.text == BODY
    assert article.agency is None


@pytest.mark.parametrize(
    "lead",
    [
        "Les marins du bac d'Anse ont cessé le travail jeudi matin. (AFP)",
        "Le bac d'Anse rouvre jeudi, après trois semaines de grève. (AFP)",
        "A strike stopped the ferry at Anse on Thursday morning. (AFP)",
        "Die Fähre von Anse wurde am Donnerstag bestreikt. (dpa)",
        "Los marineros de Anse cierran el puerto hasta el lunes. (EFE)",
    ],
)
def test_a_short_lead_that_an_agency_signs_is_text(lead: str) -> None:
    article = clean(parse(Source("a.txt", f"Le bac d'Anse\n\n{lead}\n\n{BODY}".encode())), CleanOptions())
    assert article.text == f"{lead}\n\n{BODY}"
    assert article.agency is not None


@pytest.mark.parametrize("line", ["(AFP/Ana Reis)", "(AFP / Ana Reis)", "[AFP/Ana Reis]."])
def test_a_reporter_below_the_text_signs_it(line: str) -> None:
    article = clean(parse(Source("a.txt", f"Le bac d'Anse\n\n{BODY}\n\n{line}".encode())), CleanOptions())
    assert article.text == BODY
    assert [claim and claim.value for claim in (article.agency, article.byline)] == ["AFP", "Ana Reis"]


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY}\n\n(Ana Reis/AFP)",
        f"{BODY}\n\n(AP/Ana Reis)",
        f"(AFP/Ana Reis)\n\n{BODY}",
        f"{BODY}\n\n(AFP/Ana Reis)\n\n{BODY.replace('bac', 'car')}",
        f"{BODY}\n\nLe quai d'Anse. (Photo AFP)\n\n(AFP/Ana Reis)",
    ],
)
def test_a_picture_credit_signs_nothing(text: str) -> None:
    article = clean(parse(Source("a.txt", f"Le bac d'Anse\n\n{text}".encode())), CleanOptions())
    assert article.agency is None
    assert article.byline is None


# ---------------------------------------------------------------- outlet


@pytest.mark.parametrize(
    ("name", "expected"),
    [("rivage", "Le Rivage"), ("le  RIVAGE", "Le Rivage"), ("Rivage FM", "Le Rivage"), ("Un  autre", "Un autre")],
)
def test_names_are_those_of_the_configuration(name: str, expected: str) -> None:
    claim = provenance.outlet(_document(claims=(Claim("outlet", name, "folder"),)), OUTLETS)
    assert claim is not None
    assert (claim.value, claim.origin) == (expected, "folder")


def test_the_surer_origin_wins_whatever_the_order() -> None:
    claims = (
        Claim("outlet", "Page", "page metadata"),
        Claim("outlet", "Folder", "folder"),
        Claim("outlet", "Front", "front matter"),
        Claim("outlet", "Side", "sidecar"),
    )
    for n in range(len(claims)):
        claim = provenance.outlet(_document(claims=claims[: n + 1]), Options())
        assert claim is not None
        assert claim.value == claims[n].value


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.lerivage.example/2016/07/port", "Le Rivage"),
        ("https://sport.lerivage.example/port", "Le Rivage"),
        ("https://rivage.example/port", "Le Rivage"),
        ("https://notlerivage.example/port", "notlerivage.example"),
        ("https://www.unknown.example/port", "unknown.example"),
        ("http://127.0.0.1/port", None),
        ("http://[::1/port", None),
        ("file:///tmp/page.html", None),
        ("not an address", None),
    ],
)
def test_host_of_the_address(url: str, expected: str | None) -> None:
    claim = provenance.outlet(_document(claims=(Claim("url", url, "page metadata"),)), OUTLETS)
    assert (claim.value if claim else None) == expected


def test_a_copyright_line_counts_for_configured_outlets_only() -> None:
    known = provenance.outlet(_document(BODY, "© 2016 Le Rivage. Tous droits réservés."), OUTLETS)
    assert known is not None
    assert (known.value, known.origin) == ("Le Rivage", "credit")
    assert provenance.outlet(_document(BODY, "© 2016 Groupe Untel. Tous droits réservés."), OUTLETS) is None


def test_a_cited_outlet_is_no_source() -> None:
    text = f"{BODY} Selon Le Rivage, qui cite The Quay, l'accord était prêt. « Le Rivage se trompe », dit le maire."
    assert provenance.outlet(_document("Le port selon Le Rivage", text), OUTLETS) is None


# ---------------------------------------------------------------- byline


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Par Ana Belo", "Ana Belo"),
        ("Par Ana Belo avec AFP, le 3 mai", "Ana Belo"),
        ("Propos recueillis par Luc Roy et Ana Belo", "Luc Roy, Ana Belo"),
        ("By Jane Roe and John Doe, Associated Press", "Jane Roe, John Doe"),
        ("By JANE ROE, Staff Writer", "Jane Roe"),
        ("by Jane Roe | 5 November 2024", "Jane Roe"),
        ("Von Anna Berg und Jörg Maier 09.09.2025", "Anna Berg, Jörg Maier"),
        ("Por María José Pérez", "María José Pérez"),
        ("Autor: Jan Kowal. Data publikacji", "Jan Kowal"),
        ("By Dr. Jane O’Neil-Smith", "Dr. Jane O’Neil-Smith"),
        ("Par AFP", None),
        ("By Reuters", None),
        ("Par Le Rivage avec AFP", None),
        ("Par la rédaction", None),
        ("By Staff Writer", None),
        ("Par temps de pluie, mieux vaut rester à quai", None),
        ("de la mairie d'Anse", None),
        ("By the time the storm was over", None),
        ("Par Ana", None),
        ("", None),
    ],
)
def test_signed(line: str, expected: str | None) -> None:
    assert provenance.signed(line) == expected


def test_a_byline_stands_beside_the_lead() -> None:
    document = _document("Le port rouvre", "Par Ana Belo", BODY, BODY)
    claim = provenance.byline(document, document.blocks, "fr")
    assert claim is not None
    assert (claim.value, claim.origin, claim.reason) == ("Ana Belo", "label", ("byline.line", "Par Ana Belo"))
    far = _document("Le port rouvre", BODY, *([BODY] * 9), "Par Luc Roy")
    assert provenance.byline(far, far.blocks, "fr") is None


def test_a_way_to_sort_things_signs_nothing() -> None:
    menu = _document(
        "Nets and floats", "By Float Size", BODY, BODY + " The size of a float says what the net can bear."
    )
    assert provenance.byline(menu, menu.blocks, "en") is None
    mailed = _document(
        "Nets and floats", "By Jane Roe", BODY, BODY + " Write to jane.roe@harbour.example or to jane/roe."
    )
    claim = provenance.byline(mailed, mailed.blocks, "en")
    assert claim is not None
    assert claim.value == "Jane Roe"


def test_a_label_may_stand_on_its_own_line() -> None:
    document = _document("Harbour reopens", "Written by", "Jane Roe", BODY)
    claim = provenance.byline(document, document.blocks, "en")
    assert claim is not None
    assert claim.value == "Jane Roe"


def test_a_name_signs_with_the_date_on_its_line_only() -> None:
    same = _document("Harbour reopens", "Jane Roe • May 3, 2016", BODY)
    claim = provenance.byline(same, same.blocks, "en")
    assert claim is not None
    assert claim.value == "Jane Roe"
    apart = _document("Harbour reopens", "Travel Tips", "May 3, 2016", BODY)
    assert provenance.byline(apart, apart.blocks, "en") is None
    changed = _document("Harbour reopens", "Last Updated · May 3, 2016", BODY)
    assert provenance.byline(changed, changed.blocks, "en") is None


# ---------------------------------------------------------------- agency


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((f"ANSE, 14 juillet 2016 (AFP) - {BODY}",), "AFP"),
        ((f"WASHINGTON (AP) — {BODY}",), "AP"),
        ((f"LONDON (Reuters) - {BODY}",), "Reuters"),
        ((BODY, f"{BODY} (avec AFP)"), "AFP"),
        ((BODY, f"{BODY} (ats/afp)"), None),
        ((BODY, f"{BODY} (ATS/AFP)"), "Keystone-ATS, AFP"),
        ((BODY, "(Avec AFP et Reuters)"), "AFP, Reuters"),
        ((BODY, "AFP"), "AFP"),
        (("Par Ana Belo avec AFP", BODY), "AFP"),
        (("Le Rivage avec AFP", BODY), "AFP"),
        (("By Reuters", BODY), "Reuters"),
        ((BODY, "© 2016 AFP"), "AFP"),
        ((BODY, "The Associated Press contributed to this report."), "AP"),
        ((BODY, "Quelle: dpa/AFP"), "dpa, AFP"),
    ],
)
def test_agency_copy(texts: tuple[str, ...], expected: str | None) -> None:
    assert _agency(*texts) == expected


@pytest.mark.parametrize(
    "texts",
    [
        ("Photo : AFP", BODY),
        ("AFP", BODY),  # at the head a bare sign is the picture's as often as the text's
        ("Ana Belo et Luc Roy © LUC ROY / POOL / AFP", BODY),
        ("Le port d'Anse. (Crédit : AFP/Luc Roy)", BODY),
        ("Luc Roy / AFP", BODY),
        ("AP Photo/Luc Roy", BODY),
        (BODY, "Follow AP on every screen"),
        (BODY, "APA Reference"),
        (f"{BODY} L'AFP l'avait annoncé lundi.",),
        ("Le directeur de Reuters démissionne", BODY),
        (f"Le maire (AFP) n'a rien dit. {BODY}",),
        (BODY, f"{BODY} Il travaille pour Reuters (Londres)"),
        (BODY, f"{BODY} Il est né à Map (MA)"),
    ],
)
def test_what_is_no_agency_copy(texts: tuple[str, ...]) -> None:
    assert _agency(*texts) is None


def test_a_caption_never_makes_an_agency() -> None:
    assert _agency("Le port d'Anse", "Le port, avec AFP", BODY, kinds={1: "caption"}) is None
    assert _agency(BODY, "Le port en mai", "AFP", BODY, kinds={1: "caption"}) is None


def test_a_claim_comes_first() -> None:
    document = _document(f"ANSE (AFP) - {BODY}", claims=(Claim("agency", "Belga", "front matter"),))
    claim = provenance.agency(document, document.blocks, "fr")
    assert claim is not None
    assert claim.value == "Belga"


# ---------------------------------------------------------------- hostile

HOSTILE = [" " * 60_000 + "x", "a" * 300_000, "Par " * 50_000, "(" * 100_000, "AFP " * 50_000, "Ana Belo, " * 50_000]
HOSTILE += [
    "/" * 100_000,
    "©" * 100_000,
    "A-" * 100_000,
    "Ana " * 80_000,
    "\u0300" * 100_000,
    "by" + " " * 80 + "Ana" * 80,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_lines_end(text: str) -> None:
    document = _document(text, BODY, text, text[:90], BODY + text, claims=(Claim("url", text, "page metadata"),))
    provenance.outlet(document, OUTLETS)
    provenance.byline(document, document.blocks, "fr")
    agency = provenance.agency(document, document.blocks, "fr")
    assert agency is None or len(agency.value) < 200


def test_patterns_that_repeat_without_bound_only_see_short_texts() -> None:
    assert growing(vars(provenance)) == {
        *("_SIGNED", "_NAMED_BY_LABEL", "_NO_PERSON", "_NAME", "_AFTER_NAME", "_CUT"),  # 180 characters of a byline
        "_DATELINE",  # 120 of a paragraph's start
        "_AT_END",  # 90 of its end
    }
    assert growing(vars(agencies)) == set()  # sixty characters each


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=8))
def test_any_lines_give_values_of_one_line_or_none(texts: list[str]) -> None:
    document = _document(*texts)
    for read in (provenance.byline, provenance.agency):
        claim = read(document, document.blocks, "fr")
        assert claim is None or (claim.value.strip() and "\n" not in claim.value)
