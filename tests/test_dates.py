"""The room `dates`: golden articles, what must be left alone, properties, hostile lines."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from patterns import growing

from digest import dates, tables
from digest.dates import grammar, lines, roles, solve
from digest.dates.words import LANGUAGES, words
from digest.model import BODY_KINDS, Article, Block, Claim, DateMention, Kind

CASES = Path(__file__).parent / "cases" / "dates"
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
GOLD = Path(__file__).parents[2] / "shared" / "data" / "seeds_gold.json"

PLACES: tuple[str, ...] = get_args(dates.Place)


def _parts(m: DateMention) -> dict[str, object]:
    """What a mention says, without what it doesn't."""
    names = (
        "role",
        "label",
        "direction",
        "year",
        "month",
        "day",
        "weekday",
        "hour",
        "minute",
        "utc_offset_minutes",
        "days_ago",
    )
    return {"text": m.text, **{n: getattr(m, n) for n in names if getattr(m, n) not in (None, "")}}


def _one(text: str, language: str = "fr") -> dict[str, object]:
    found = dates.mentions(text, language)
    assert len(found) == 1, found
    return _parts(found[0])


# ---------------------------------------------------------------- golden articles


@pytest.mark.parametrize("folder", sorted(p.name for p in CASES.iterdir()) if CASES.is_dir() else [])
def test_article(folder: str, update_golden: bool) -> None:
    """`page.txt`: first line the language, then `place: text` lines; `expected.json`: claim and mentions."""
    case = CASES / folder
    language, *rows = (case / "page.txt").read_text(encoding="utf-8").splitlines()
    lines, offset = [], 0
    for row in filter(None, rows):
        place, _, text = row.partition(": ")
        assert place in PLACES, row
        lines.append(dates.Line(text, place, offset))  # type: ignore[arg-type]
        offset += len(text) + 2 if place in ("body", "quote") else 0
    found = dates.mentions_of(lines, language.strip())
    claim = dates.published((), found)
    got = {
        "published": [claim.value, claim.origin, claim.confidence, claim.precision, *claim.reason] if claim else None,
        "mentions": [_parts(m) for m in found],
    }
    path = case / "expected.json"
    if update_golden:
        path.write_text(json.dumps(got, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert got == json.loads(path.read_text(encoding="utf-8"))


# ---------------------------------------------------------------- grammar


@pytest.mark.parametrize(
    ("text", "language", "year", "month", "day"),
    [
        ("le 1er avril 2015", "fr", 2015, 4, 1),
        ("le 14\u00a0juillet\u202f2016", "fr", 2016, 7, 14),
        ("mar. 12 août 2014", "fr", 2014, 8, 12),
        ("12/05/2016", "fr", 2016, 5, 12),
        ("July 14th, 2016", "en", 2016, 7, 14),
        ("14 July 2016", "en", 2016, 7, 14),
        ("Sept. 3, 2019", "en", 2019, 9, 3),
        ("3rd of May 2011", "en", 2011, 5, 3),
        ("am 14. Juli 2016", "de", 2016, 7, 14),
        ("28. 4. 2023", "de", 2023, 4, 28),
        ("3. März 2020", "de", 2020, 3, 3),
        ("el 14 de julio de 2016", "es", 2016, 7, 14),
        ("2 de septiembre del 2019", "es", 2019, 9, 2),
        ("14 luglio 2016", "it", 2016, 7, 14),
        ("14 de julho de 2016", "pt", 2016, 7, 14),
        ("14 juli 2016", "nl", 2016, 7, 14),
        ("14 lipca 2016", "pl", 2016, 7, 14),
        ("14 июля 2016", "ru", 2016, 7, 14),
        ("14 Ιουλίου 2016", "el", 2016, 7, 14),
        ("2016年7月14日", "zh", 2016, 7, 14),
        ("2016年7月14日", "fr", 2016, 7, 14),
        ("2016년 7월 14일", "ko", 2016, 7, 14),
        ("2016. július 14.", "hu", 2016, 7, 14),
        ("2016-07-14", "und", 2016, 7, 14),
        ("2016/7/14", "xx", 2016, 7, 14),
    ],
)
def test_full_dates_in_many_languages(text: str, language: str, year: int, month: int, day: int) -> None:
    (found,) = dates.mentions(text, language)
    assert (found.year, found.month, found.day) == (year, month, day)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("défilé du 14-Juillet", "fr", {"month": 7, "day": 14}),
        ("Ce 15 juillet, le maire", "fr", {"month": 7, "day": 15, "direction": "this"}),
        ("dès 07H00 GMT", "fr", {"hour": 7, "minute": 0, "utc_offset_minutes": 0}),
        ("lundi dernier", "fr", {"weekday": 0, "direction": "past"}),
        ("dimanche prochain", "fr", {"weekday": 6, "direction": "future"}),
        ("avant-hier", "fr", {"days_ago": 2}),
        ("il y a deux semaines", "fr", {"days_ago": 14}),
        ("last Thursday", "en", {"weekday": 3, "direction": "past"}),
        ("three days ago", "en", {"days_ago": 3}),
        ("tomorrow", "en", {"days_ago": -1}),
        ("in March", "en", {"month": 3}),
        ("vor drei Tagen", "de", {"days_ago": 3}),
        ("mi-mars 2014", "fr", {"year": 2014, "month": 3}),
        ("en 1998", "fr", {"year": 1998}),
    ],
)
def test_partial_dates(text: str, language: str, expected: dict[str, object]) -> None:
    found = _one(text, language)
    assert {k: v for k, v in found.items() if k not in ("text", "role")} == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Je pense et je dis", "fr"),
        ("sa maison, mes amis, mar et sam", "fr"),
        ("un jour, trois heures plus tard", "fr"),
        ("la loi 78-17", "fr"),
        ("le 31 février 2016", "fr"),
        ("30 juin-là, rue du 8", "fr"),
        ("Il may be so, you may march on", "en"),
        ("they may 12 times", "en"),
        ("03/04/2016", "en"),  # March or April: the reader couldn't tell
        ("1.2.3 and 10.0.0.1", "en"),
        ("the sun sat on monday's hill", "en"),
        ("2016-13-45", "fr"),
        ("date 2021-11 ", "fr"),
        ("tél. 01 02 03 04 05", "fr"),
        ("99/99/9999", "fr"),
        ("2016 articles", "fr"),
        ("", "fr"),
    ],
)
def test_what_is_no_date(text: str, language: str) -> None:
    found = [m for m in dates.mentions(text, language) if m.year or m.weekday is not None or m.days_ago is not None]
    assert [m.text for m in found if m.month != 6] == []


def test_a_weekday_that_contradicts_its_date_is_dropped() -> None:
    assert "weekday" not in _one("lundi 14 juillet 2016")
    assert _one("jeudi 14 juillet 2016")["weekday"] == 3


@pytest.mark.parametrize(
    ("text", "language", "role"),
    [
        ("Publié le 14 juillet 2016 à 10h12", "fr", "label"),
        ("Par Ana Belo, le 14 juillet 2016", "fr", "label"),
        ("By Ana Belo, July 14, 2016", "en", "label"),
        ("Last updated: May 12, 2016.", "en", "label"),
        ("ANSE, 14 juillet 2016 (AFP) - Le port a rouvert.", "fr", "dateline"),
        ("ANSE, July 14 (Reuters) - The harbour opened again.", "en", "dateline"),
        ("Loi n° 78-17 du 6 janvier 1978", "fr", "legal"),
        ("© Le Rivage, 3 mai 2016", "fr", "legal"),
        ("anse-port-20151007", "fr", "slug"),
        ("« Le 3 mai 2016, nous partirons », dit-elle", "fr", "quote"),
        ("Une étude publiée le 3 mai 2016 par des chercheurs de la côte montre que le banc de sable recule, qu'il a "
         "reculé de douze mètres et qu'il reculera encore.", "fr", "narrative"),
        ("Le port a rouvert le 3 mai 2016.", "fr", "narrative"),
        ("Paris le 3 mai 2016, à la tombée du jour", "fr", "narrative"),
    ],
)  # fmt: skip
def test_roles(text: str, language: str, role: str) -> None:
    assert dates.mentions(text, language)[0].role == role


def test_the_callers_role_stays() -> None:
    (found,) = dates.mentions("À Anse, le 12 février 2016", "fr", "caption")
    assert found.role == "caption"


def test_every_language_has_a_table_and_every_table_a_language() -> None:
    shipped = sorted(p.stem for p in (Path(tables.__file__).parent / "dates" / "tables").glob("*.toml"))
    assert tuple(shipped) == LANGUAGES
    for code in LANGUAGES:
        w = words(code)
        assert not w.months or sorted(set(w.months.values())) == list(range(1, 13)), code
        assert not w.weekdays or sorted(set(w.weekdays.values())) == list(range(7)), code


# ---------------------------------------------------------------- the day of publication


def _lines(*rows: tuple[str, str]) -> tuple[DateMention, ...]:
    lines, offset = [], 0
    for place, text in rows:
        lines.append(dates.Line(text, place, offset))  # type: ignore[arg-type]
        offset += len(text) + 2 if place == "body" else 0
    return dates.mentions_of(lines, "fr")


BODY = "Le conseil a voté jeudi la réouverture du port, fermé depuis la tempête qui a emporté la jetée nord."


def test_claims_outrank_the_text() -> None:
    found = _lines(("junk", "Publié le 3 mai 2016"), ("body", BODY))
    sure = Claim("published", "2016-05-02", "front matter", 1.0, "day")
    assert dates.published((sure,), found).value == "2016-05-02"  # type: ignore[union-attr]
    guess = Claim("published", "2011-01-01", "page metadata", 0.4, "day")
    assert dates.published((guess,), found).value == "2016-05-03"  # type: ignore[union-attr]


def test_impossible_claims_are_passed_over() -> None:
    for value in ("1970-01-01", "2016-13-45", "0001-01-01", "9999-01-01", "hier"):
        assert dates.published((Claim("published", value, "page metadata"),), ()) is None
    future = Claim("published", "2030-01-01", "page metadata")
    assert dates.published((future,), (), latest="2026-11-23") is None
    assert dates.published((Claim("published", "2026-11-23T08:00:00Z", "front matter"),), (), latest="2026-11-23")


def test_a_bare_narrative_date_sets_nothing() -> None:
    assert dates.published((), _lines(("body", f"{BODY} Il avait fermé le 3 mai 2016."))) is None
    assert dates.published((), _lines(("body", BODY))) is None
    assert dates.published((), _lines(("caption", "Le port, le 3 mai 2016"), ("body", BODY))) is None
    assert dates.published((), _lines(("body", BODY), ("legal", "Loi 78-17 du 6 janvier 1978"))) is None
    assert dates.published((), _lines(("residue", "date 2021-11-03"), ("body", BODY))) is None


def test_dates_of_other_articles_set_nothing() -> None:
    related = [("junk", f"{n} juin 2016") for n in range(1, 20)]
    assert dates.published((), _lines(("title", "Le port rouvre"), ("body", BODY), ("body", BODY), *related)) is None


MARKET = (
    "title: Le marché retrouve sa halle",
    "paragraph: Le marché de Kerlouan a retrouvé sa halle dimanche, deux ans après l'incendie qui l'avait détruite.",
    "paragraph: Une trentaine de marchands y ont déballé leurs cageots, et la mairie promet une fontaine pour l'hiver.",
)


def _published_under(*rows: str) -> str | None:
    """The day for the market's text with these lines below it, each `kind or rule: text`."""
    kinds = ("title", "paragraph")
    parts = [row.split(": ", 1) for row in (*MARKET, *rows)]
    blocks = [(Block(t, k if k in kinds else "paragraph"), "" if k in kinds else k) for k, t in parts]  # type: ignore[arg-type]
    claim = dates.published((), dates.mentions_of(dates.lines_of(blocks), "fr"))
    return claim.value if claim else None


def test_what_stands_below_the_article_dates_others() -> None:
    assert _published_under("comment_call: Commentaires", "tail_block: Gwenn, le 9 mars 2018") is None
    assert _published_under("comment_call: Commentaires", "paragraph: Gwenn, le 9 mars 2018") is None
    related = ("related_link: Voir aussi", "tail_block: Une péniche coule", "date_label: Mis en ligne le 9 mars 2018")
    assert _published_under(*related) is None
    assert _published_under("tail_block: Une péniche coule", "tail_block: 9 mars 2018") is None
    assert _published_under(*["tail_block: Une péniche coule"] * 4, "tail_block: Publié le 9 mars 2018") is None


def test_a_label_below_the_article_is_its_own() -> None:
    assert _published_under("date_label: Publié le 9 mars 2018") == "2018-03-09"
    assert (
        _published_under("share_bar: Partager", "tail_block: Publié le 9 mars 2018 par Gwenn Le Goff") == "2018-03-09"
    )
    assert _published_under("date_label: Publié le 9 mars 2018", "comment_call: Réagir", "tail_block: 1er mai 2019")
    assert _published_under("paragraph: 9 mars 2018") == "2018-03-09"
    assert _published_under("paragraph: Édition du 9 mars 2018") == "2018-03-09"


def test_a_date_that_belongs_to_a_noun_is_no_label() -> None:
    assert _published_under("paragraph: Marées du 9 mars 2018") is None
    assert _published_under("tail_block: Tirage du samedi 10 mars 2018") is None


def test_a_clock_in_the_head_of_the_page_sets_nothing() -> None:
    rows = [
        ("junk", "jeudi 24 novembre 2011, 12:57:51"),
        ("junk", "Accueil"),
        ("title", "Le port rouvre"),
        ("body", BODY),
    ]
    assert dates.published((), _lines(*rows)) is None


def test_a_date_of_change_alone_sets_nothing() -> None:
    found = _lines(("title", "Le port rouvre"), ("junk", "Mis à jour le 3 mai 2016"), ("body", BODY))
    assert dates.published((), found) is None
    assert dates.modified((), found).value == "2016-05-03"  # type: ignore[union-attr]


def test_this_day_takes_its_year_from_a_bound() -> None:
    claim = dates.published(
        (), _lines(("junk", "anse-port-20151007"), ("body", f"Ce 15 juillet, le maire a parlé. {BODY}"))
    )
    assert claim is not None
    assert (claim.value, claim.origin, claim.reason) == (
        "2016-07-15",
        "text",
        ("date.this_day", "Ce 15 juillet", "2015-10-07"),
    )
    assert claim.confidence < 0.8
    assert dates.published((), _lines(("body", f"Ce 15 juillet, le maire a parlé. {BODY}"))) is None


def test_an_address_gives_its_day() -> None:
    def day(url: str) -> str | None:
        claim = dates.published((Claim("url", url, "page metadata"),), ())
        return claim.value if claim else None

    assert day("https://rivage.example/2016/07/14/port.html") == "2016-07-14"
    assert day("https://rivage.example/2016/07/port.html") == "2016-07"
    assert day("https://rivage.example/article/20160714") is None
    assert day("https://rivage.example/2016/99/14/port") is None


# ---------------------------------------------------------------- stories


def _article(name: str, text: str = "", day: str | None = None) -> Article:
    claim = Claim("published", day, "label", 0.9, "day") if day else None
    found = dates.mentions(text, "fr")
    return Article(name, name, Claim("title", name, "text"), (Block(text),), text, published=claim, mentions=found)


def test_siblings_settle_a_weekday() -> None:
    bare, dated = dates.settle((_article("a", BODY), _article("b", day="2016-07-15")))
    assert bare.published is not None
    assert (bare.published.value, bare.published.origin) == ("2016-07-14", "neighbours")
    assert 0.5 <= bare.published.confidence < 0.8
    assert bare.published.reason[0] == "date.neighbours"
    assert dated.published == _article("b", day="2016-07-15").published


def test_an_earlier_weekday_is_no_day_beside_a_later_one() -> None:
    """The voyage began when the sibling wrote; this article tells how it ended."""
    text = "Le ballon parti mardi de Sarlat s'est posé jeudi dans un champ de colza, a dit la gendarmerie."
    bare, _ = dates.settle((_article("a", text), _article("b", day="2016-07-12")))
    assert bare.published is None
    bare, _ = dates.settle((_article("a", text), _article("b", day="2016-07-14")))
    assert bare.day == "2016-07-14"
    bare, _ = dates.settle((_article("a", text), _article("b", day="2016-07-13")))
    assert bare.day == "2016-07-14"


def test_without_a_known_day_nothing_is_settled() -> None:
    story = (_article("a", BODY), _article("b", BODY))
    assert dates.settle(story) == story


def test_far_known_days_leave_a_weekday_open() -> None:
    bare, *_ = dates.settle((_article("a", BODY), _article("b", day="2016-07-15"), _article("c", day="2016-09-02")))
    assert bare.published is None


def test_two_close_days_give_the_month() -> None:
    bare, *_ = dates.settle((_article("a", "Rien."), _article("b", day="2016-07-13"), _article("c", day="2016-07-15")))
    assert bare.published is not None
    assert (bare.published.value, bare.published.precision) == ("2016-07", "month")


@given(st.permutations(["2016-07-13", "2016-07-15", "2016-07-14", ""]))
def test_settling_does_not_depend_on_order(days: list[str]) -> None:
    settled = dates.settle(tuple(_article(day or "bare", BODY, day or None) for day in days))
    assert next(a.day for a in settled if a.id == "bare") == "2016-07-14"


# ---------------------------------------------------------------- timeline


@pytest.mark.parametrize(
    ("text", "published", "tense", "expected"),
    [
        ("jeudi", "2016-07-15", "past", "2016-07-14"),
        ("vendredi", "2016-07-15", "past", "2016-07-15"),
        ("vendredi dernier", "2016-07-15", "past", "2016-07-08"),
        ("samedi", "2016-07-15", "past", "2016-07-09"),
        ("samedi", "2016-07-15", "future", "2016-07-16"),
        ("samedi prochain", "2016-07-15", "past", "2016-07-16"),
        ("ce samedi", "2016-07-15", "past", "2016-07-16"),
        ("ce mercredi", "2016-07-15", "past", "2016-07-13"),
        ("hier", "2016-07-15", "past", "2016-07-14"),
        ("hier", "2016-07", "past", None),
        ("jeudi", None, "past", None),
        ("jeudi", "2016", "past", None),
        ("le 14 juillet", "2016-07-15", "past", "2016-07-14"),
        ("le 28 décembre", "2016-01-03", "past", "2015-12-28"),
        ("le 2 janvier", "2015-12-30", "past", "2016-01-02"),
        ("le 3 mai 2011", None, "past", "2011-05-03"),
        ("en mai 2011", None, "past", "2011-05"),
        ("en février", "2016-07-15", "past", "2016-02"),
        ("en décembre", "2016-07-15", "past", "2015-12"),
        ("en 2011", None, "past", "2011"),
    ],
)
def test_resolve(text: str, published: str | None, tense: str, expected: str | None) -> None:
    (found,) = dates.mentions(text, "fr")
    resolved = dates.resolve(found, published, tense)  # type: ignore[arg-type]
    assert (resolved[0] if resolved else None) == expected


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 6))
def test_a_past_weekday_is_within_the_week_before(day: date, weekday: int) -> None:
    found = DateMention("", "narrative", 0, 0, weekday=weekday)
    resolved = dates.resolve(found, day.isoformat())
    assert resolved is not None
    assert timedelta(0) <= day - date.fromisoformat(resolved[0]) < timedelta(7)
    assert date.fromisoformat(resolved[0]).weekday() == weekday


# ---------------------------------------------------------------- seeds


@pytest.mark.skipif(not GOLD.is_file() or not SEEDS.is_dir(), reason="needs ../shared/seeds and its gold file")
def test_the_seeds_alone_and_together() -> None:
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    found: dict[str, Article] = {}
    for name, labelled in gold["files"].items():
        blocks = [
            (Block(row["text"].strip(), _kind(row["label"])), "" if row["label"] != "junk" else "junk")
            for row in labelled["lines"]
            if row["text"].strip()
        ]
        mentions = dates.mentions_of(dates.lines_of(blocks), "fr")
        text = "\n\n".join(b.text for b, rule in blocks if not rule and b.kind in BODY_KINDS)
        for m in mentions:
            assert m.role not in ("narrative", "quote") or text[m.start : m.end] == m.text
        claim = dates.published((), mentions)
        forbidden = labelled["date"]["must_not"]
        assert claim is None or (claim.value not in forbidden and claim.confidence < 0.8)
        found[name] = Article(name, name, Claim("title", "", "text"), (), text, published=claim, mentions=mentions)
    assert [a.day for a in found.values()] == [None, "2016-07-15", None, None, "2016-07-15"]
    story = dates.settle([found[name] for name in gold["stories"]["kerry-moscou-2016-07"]])
    assert [a.day for a in story] == [gold["files"][a.path]["date"]["true"] for a in story]
    assert [a.published.origin for a in story if a.published] == ["neighbours", "text", "neighbours", "text"]
    (alone,) = dates.settle([found[name] for name in gold["stories"]["raqqa-2016-05"]])
    assert alone.published is None


def _kind(label: str) -> Kind:
    kinds: dict[str, Kind] = {"title": "title", "caption": "caption", "lead": "standfirst", "subhead": "subhead"}
    return kinds.get(label, "paragraph")


# ---------------------------------------------------------------- properties and hostile lines

PIECES = [
    "lundi",
    "12",
    "mai",
    "2016",
    "le ",
    "Publié le ",
    "hier",
    " ",
    ".",
    "/",
    "-",
    "\u00a0",
    "1er",
    "«",
    "»",
    '"',
    "İ",
]
PIECES += [
    "\n\n",
    "月",
    "7",
    "日",
    "il y a ",
    "trois",
    " jours",
    "10h30",
    "GMT",
    "(AFP) - ",
    "20160714",
    "’",
    "\u0300",
    "Loi du ",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.sampled_from([*LANGUAGES, "und"]))
def test_offsets_are_exact_ordered_and_apart(text: str, language: str) -> None:
    end = 0
    for m in dates.mentions(text, language):
        assert text[m.start : m.end] == m.text
        assert end <= m.start < m.end
        end = m.end
        if m.month and m.day:
            date(m.year or 2000, m.month, m.day)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)), max_size=12
    )
)
def test_any_page_gives_a_possible_day_or_none(rows: list[tuple[str, str]]) -> None:
    lines = [dates.Line(text, place) for place, text in rows]  # type: ignore[arg-type]
    claim = dates.published((), dates.mentions_of(lines, "fr"))
    assert claim is None or (claim.confidence >= 0.5 and date.fromisoformat(claim.value[:10]))


HOSTILE = {
    "spaces": " " * 60_000 + "x",
    "digits": "1" * 200_000,
    "numbers": "1 " * 100_000,
    "weekdays": "lundi " * 50_000,
    "days": "12 mai " * 50_000,
    "dots": "1.1." * 50_000,
    "quotes": "« 12 mai " * 20_000,
    "marks": "a" + "\u0300" * 300_000,
    "dotted capitals": "İ" * 100_000,
    "labels": "publié le " * 50_000,
    "laws": "loi " * 50_000 + "12 mai 2016",
    "slugs": "20160714-" * 20_000,
    "months": "1月" * 50_000,
    "nothing": "\0" * 100_000,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
@pytest.mark.parametrize("language", ["fr", "en", "zh"])
def test_hostile_lines_end_in_so_many_mentions(name: str, language: str) -> None:
    found = dates.mentions_of((dates.Line(HOSTILE[name], "junk"), dates.Line(HOSTILE[name], "body")), language)
    assert len(found) <= 2 * grammar.MOST


def test_no_pattern_of_dates_can_take_more_than_linear_time() -> None:
    assert growing({**vars(roles), **vars(lines), **vars(grammar), **vars(solve)}) == {
        "_SLUG",  # is asked about lines of less than 200 characters
        "_SENTENCE_END",  # sees four characters
    }
    for language in LANGUAGES:
        known = words(language)
        assert not growing({field.name: getattr(known, field.name) for field in fields(known)}), language


def test_the_hour_of_a_label_is_kept_without_an_invented_zone() -> None:
    published = dates.published((), _lines(("title", "Le port rouvre"), ("dateline", "Publié le 12 mars 2024 à 14h30")))
    assert published is not None
    assert (published.value, published.precision) == ("2024-03-12T14:30", "time")
    (yesterday,) = dates.mentions("Le port a rouvert hier.", "fr")
    assert dates.resolve(yesterday, published.value) == ("2024-03-11", "day")


def test_a_weekday_with_a_capital_inside_a_sentence_is_a_name() -> None:
    assert [m.text for m in dates.mentions("dijo a la agencia Domingo Santana el domingo", "es")] == ["domingo"]
    assert [m.text for m in dates.mentions("Lundi, le port rouvre. Mardi aussi.", "fr")] == ["Lundi", "Mardi"]
