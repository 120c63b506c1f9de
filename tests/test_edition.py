"""Stories → Site: editions, order, lead, rights."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sample_site
from sample_site import CONSEIL, CRUE, MUTED, PONT, PONT_TELLING, UNDATED, article

from digest.edition import Options, assemble, edition_key, editions
from digest.model import OutletInfo, Story
from digest.rights import allowance, extract, ration, rights_of, sentences, shown


def story(id: str, days: list[str | None], **changes: object) -> Story:
    made = Story(
        id, tuple(article(f"{id}{n}", f"Titre {n}", ["Texte."], published=d) for n, d in enumerate(days)), id, id
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "period", "key"),
    [
        ("2016-07-15", "day", "2016-07-15"),
        ("2016-07-15", "week", "2016-W28"),
        ("2016-07-15", "month", "2016-07"),
        ("2016-01-01", "week", "2015-W53"),
        ("2016-07", "month", "2016-07"),
        ("2016-07", "day", "undated"),
        ("2016-07", "week", "undated"),
        ("2016", "month", "undated"),
        (None, "day", "undated"),
        ("2016-02-31", "week", "undated"),
    ],
)
def test_edition_key(day: str | None, period: str, key: str) -> None:
    assert edition_key(day, period) == key  # type: ignore[arg-type]


def test_a_story_stands_in_the_edition_of_its_newest_day_only() -> None:
    found = editions((PONT, CONSEIL, CRUE, UNDATED, MUTED), "day")
    assert [e.key for e in found] == ["2024-05-24", "2024-05-16", "undated"]
    assert found[0].lead == CONSEIL.id
    assert found[0].briefs == (CRUE.id,)
    assert found[1].lead == PONT.id


def test_week_and_month_bounds() -> None:
    (week,) = editions((CONSEIL,), "week")
    assert (week.key, week.first, week.last) == ("2024-W21", "2024-05-20", "2024-05-26")
    (month,) = editions((story("x", ["2024-02-03"]),), "month")
    assert (month.first, month.last) == ("2024-02-01", "2024-02-29")
    (december,) = editions((story("x", ["2023-12-03"]),), "month")
    assert december.last == "2023-12-31"


def test_muted_stories_are_in_no_edition() -> None:
    assert editions((MUTED,), "day") == ()


def test_order_is_pins_then_texts_then_outlets_then_newest() -> None:
    day = "2024-05-01"
    small, big = story("small", [day, day]), story("big", [day, day, day])
    copies = story("copies", [day] * 4, copies=(("copies0", "copies1", "copies2"),))
    single, pinned = story("single", [day]), story("pinned", [day], pinned=True)
    (edition,) = editions((small, big, copies, single, pinned), "day")
    assert edition.lead == "pinned"
    assert edition.stories == ("big", "copies", "small")
    assert edition.briefs == ("single",)


def test_order_does_not_depend_on_the_order_of_arrival() -> None:
    stories = sample_site.STORIES
    assert assemble(stories, {}).editions == assemble(tuple(reversed(stories)), {}).editions
    assert assemble(stories, {}).stories == assemble(tuple(reversed(stories)), {}).stories


def test_a_day_with_only_briefs_still_has_a_lead() -> None:
    (edition,) = editions((CRUE,), "day")
    assert (edition.lead, edition.stories, edition.briefs) == (CRUE.id, (), ())


def test_base_url_ends_with_a_slash() -> None:
    assert assemble((), {}, Options(base_url="https://x.example/revue")).base_url == "https://x.example/revue/"
    assert assemble((), {}, Options()).base_url == ""


# rights


def test_the_surest_word_on_rights_wins() -> None:
    own, outlets = article("a", "T", ["x"], outlet="O"), {"O": OutletInfo("O", rights="link")}
    assert rights_of(own, "full", {}) == "full"
    assert rights_of(own, "full", outlets) == "link"
    assert rights_of(replace(own, rights="private"), "full", outlets) == "private"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un. Deux. Trois.", "Un. Deux."),
        ("Un seul", "Un seul"),
        ("", ""),
        ("Mot " * 100, "Mot " * 73 + "Mot…"),
        ("Court. Long " + "long " * 100, "Court."),
        ("Il a dit « non ». Puis rien. Fin.", "Il a dit « non ». Puis rien."),
    ],
)
def test_extract(text: str, expected: str) -> None:
    assert extract(text, "fr") == expected
    assert len(extract(text, "fr")) <= 300


def test_an_extract_site_spends_no_more_than_its_allowance() -> None:
    long = article(
        "long000000", "Titre", [f"Phrase numéro {n}, qui dit quelque chose d'assez long." for n in range(60)]
    )
    told = Story("long000000", (long, PONT.articles[1]), "long000000", "long")
    every = tuple(sample_site.said(long, f"Phrase numéro {n}, qui dit quelque chose d'assez long.") for n in range(60))
    telling = replace(
        PONT_TELLING, brief=every[:3], several=(), copies=(), quotes=(), figures=(), single=every, timeline=()
    )
    rationed = ration(telling, told, "extract", {})
    assert rationed.brief == every[:3]
    assert 0 < shown(rationed)["long000000"] <= allowance(long, "extract") < len(long.text)
    assert shown(ration(telling, told, "full", {})) == shown(telling)


def test_parts_take_turns_so_that_a_rationed_page_still_quotes_and_dates() -> None:
    rationed = sample_site.site(rights="extract", outlets=()).tellings[PONT.id]
    full = sample_site.site(rights="full").tellings[PONT.id]
    for part in ("brief", "several", "quotes", "timeline"):
        assert getattr(rationed, part), part
    assert sum(shown(rationed).values()) <= sum(shown(full).values())
    for source in PONT.articles:
        assert shown(rationed).get(source.id, 0) <= allowance(source, "extract")


def test_words_that_are_shown_twice_are_paid_once() -> None:
    words = "Les travaux dureraient au moins six mois, selon le bureau d'études Orsat."
    source = article("p1paid0000", "Titre", [words, "Suite. " * 200])
    whole = sample_site.said(source, words)
    story = Story("p1paid0000", (source,), "p1paid0000", "p")
    telling = replace(
        PONT_TELLING, brief=(whole,) * 9, several=(), single=(whole,), copies=(), quotes=(), timeline=(), figures=()
    )
    rationed = ration(telling, story, "extract", {})
    assert (rationed.brief, rationed.single) == (telling.brief, telling.single)


def test_a_link_outlet_shows_no_sentence() -> None:
    site = sample_site.site(outlets={"La Gazette du Val": OutletInfo("La Gazette du Val", rights="link")})
    assert not [s for s in sentences(site.tellings[PONT.id]) if s.article_id == "a1gazette0"]
    assert [s for s in sentences(site.tellings[PONT.id]) if s.article_id == "b2courrier"]
