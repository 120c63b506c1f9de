"""Grouping: pairs that must and must never meet, the editor's hand, and what holds for any articles."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.group import Memory, Options, background, group, products, signals, terms
from digest.group.copies import Words, passages, same_text
from digest.group.formulas import attaches_only
from digest.group.profile import UNIT, ordinal, profile
from digest.group.rarity import rarity
from digest.group.topical import Topical
from digest.ledger import Ledger, settle
from digest.model import Article, Block, Claim, Decisions, Story

CASES = sorted((Path(__file__).parent / "cases" / "group").iterdir())


def article(
    id: str, title: str = "", text: str = "", *, date: str = "", language: str = "fr", outlet: str = ""
) -> Article:
    return Article(
        id=id,
        path=f"{id}.txt",
        title=Claim("title", title, "front matter"),
        kept=(Block(text),),
        text=text,
        outlet=Claim("outlet", outlet, "front matter") if outlet else None,
        language=Claim("language", language, "text"),
        published=Claim("published", date, "front matter", precision="day") if date else None,
    )


def of_case(case: Path) -> list[Article]:
    rows = tomllib.loads((case / "case.toml").read_text(encoding="utf-8"))["article"]
    return [article(**row) for row in rows]


def homes(stories: Sequence[Story]) -> dict[str, str]:
    return {a.id: s.id for s in stories for a in s.articles}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_pairs_meet_or_never_meet(case: Path) -> None:
    expected = tomllib.loads((case / "case.toml").read_text(encoding="utf-8"))
    stories = group(of_case(case)).stories
    home = homes(stories)
    for a, b in expected.get("same", ()):
        assert home[a] == home[b], f"{a} and {b} tell one event"
    for a, b in expected.get("apart", ()):
        assert home[a] != home[b], f"{a} and {b} tell two events"
    by_id = {s.id: s for s in stories}
    for a, b in expected.get("linked", ()):
        assert home[b] in {r.id for r in by_id[home[a]].related}
    for ids in expected.get("copies", ()):
        assert tuple(ids) in by_id[home[ids[0]]].copies


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_order_of_files_changes_nothing(case: Path) -> None:
    found = of_case(case)
    assert group(found) == group(found[::-1]) == group(found[1:] + found[:1])


LEAD = "Hélène Varenne a inauguré le phare de Malbec devant quatre cents marins venus de Port-Sable."
TWO = [
    article("a1", "Le phare de Malbec inauguré par Hélène Varenne", LEAD, date="2031-01-02", outlet="A"),
    article("a2", "Hélène Varenne inaugure le phare de Malbec", LEAD, date="2031-01-03", outlet="B"),
    article("b1", "Le prix du hareng double à la criée de Kerlan", "Les acheteurs se fâchent.", date="2031-01-03"),
]


def test_the_earliest_article_founds_unless_another_did_before() -> None:
    assert [s.founder_id for s in group(TWO).stories] == ["a1", "b1"]
    assert [s.founder_id for s in group(TWO, known={"old": "a2"}).stories] == ["a2", "b1"]


TALKS = "Les acheteurs lui ont parlé des prix, des taxes, de la route, du quai, des glacières et du départ vers Malbec."
GUARD = "Il logera au pied du phare, avec un peintre et deux maçons, dès le printemps."


def test_what_was_published_together_stays_together() -> None:
    third = article("c1", "Kerlan accueille la ministre", TALKS, date="2031-01-03")
    apart = group([*TWO[:2], third])
    assert homes(apart.stories)["c1"] == "c1"
    kept = group([*TWO[:2], third], known={"a1": "a1"}, published={"a1": "a1", "c1": "a1"})
    assert homes(kept.stories)["c1"] == "a1"
    assert next(e for e in kept.stories[0].evidence if e.article_id == "c1").rule == "published"
    far = [*TWO[:2], replace(third, published=Claim("published", "2031-03-03", "front matter", precision="day"))]
    assert homes(group(far, known={"a1": "a1"}, published={"a1": "a1", "c1": "a1"}).stories)["c1"] == "c1"


def test_two_published_stories_become_one_only_where_they_are_very_near() -> None:
    known = {"a1": "a1", "a2": "a2"}
    assert len({homes(group(TWO, known=known, published=known).stories)[i] for i in ("a1", "a2")}) == 1
    one = article("d1", "Hélène Varenne à Malbec", "Le phare et ses marins attendent une visite.", date="2031-01-03")
    other = article("d2", "Un gardien cherché par la mairie de Malbec", GUARD, date="2031-01-03")
    assert len(group([one, other]).stories) == 1
    known = {"d1": "d1", "d2": "d2"}
    assert len(group([one, other], known=known, published=known).stories) == 2


def test_a_live_blog_never_founds() -> None:
    live = article("a0", "EN DIRECT - Hélène Varenne inaugure le phare de Malbec", LEAD, date="2031-01-01")
    assert attaches_only(live)
    (first, _) = group([live, *TWO]).stories
    assert (first.founder_id, len(first.articles)) == ("a1", 3)


@pytest.mark.parametrize(
    "title",
    [
        "Le journal de 13h du 14 janvier",
        "Journal du soir : grève, vol et handball",
        "Ce qu'il faut retenir de la journée",
        "Ce qu’il ne faut pas manquer ce jeudi",
    ],
)
def test_a_bulletin_never_bridges(title: str) -> None:
    theft = (
        "Trois vases de Sille ont été volés dans la nuit à la galerie Ansel, à Corvan. "
        "Les voleurs ont scié une grille, dit Aude Rivel, la galeriste."
    )
    match = (
        "Morlanne a marqué six essais et battu Tersac 41-12 mardi soir. "
        "Loris Bazan, auteur de trois essais, quitte le terrain en héros."
    )
    told = (
        "Au sommaire : les trois vases de Sille volés à la galerie Ansel de Corvan et la victoire de Morlanne sur "
        "Tersac. Aude Rivel, la galeriste, réclame des gardiens. Morlanne a battu Tersac 41-12, avec trois essais de "
        "Loris Bazan."
    )
    found = [
        article("m1", "Trois vases de Sille volés à la galerie Ansel de Corvan", theft, date="2031-01-14"),
        article("h1", "Morlanne écrase Tersac (41-12)", match, date="2031-01-14"),
        article("b0", title, told, date="2031-01-14"),
    ]
    home = homes(group(found).stories)
    assert home["m1"] != home["h1"]
    assert "b0" not in home.values()


@pytest.mark.parametrize(
    "title", ["Direct Assurance licencie cent personnes", "Live Nation buys a theatre", "Le direct"]
)
def test_not_every_direct_is_a_live_blog(title: str) -> None:
    assert not attaches_only(article("x", title))


def test_merge_split_and_move() -> None:
    assert len(group(TWO, decisions=Decisions(merges=(("b1", "a1"),))).stories) == 1
    apart = group(TWO, decisions=Decisions(splits=(("a1", ("a2.txt",)),))).stories
    assert [sorted(a.id for a in s.articles) for s in apart] == [["a1"], ["a2"], ["b1"]]
    moved = group(TWO, decisions=Decisions(moves=(("a2.txt", "b1"),))).stories
    assert [sorted(a.id for a in s.articles) for s in moved] == [["a1"], ["a2", "b1"]]
    assert next(e for e in moved[1].evidence if e.article_id == "a2").rule == "editor"


def test_a_permanent_id_leads_to_the_story_of_its_founder() -> None:
    decisions = Decisions(titles=(("s-1", "Le phare"),), pins=("s-1",), mutes=("b1",), notes=(("s-1", "Vu."),))
    phare, hareng = group(TWO, decisions=decisions, known={"s-1": "a2"}).stories
    assert (phare.title, phare.pinned, phare.note, hareng.muted) == ("Le phare", True, "Vu.", True)


def test_links_by_the_editor_outrank() -> None:
    first, second = group(TWO, decisions=Decisions(follows=(("b1", "a1"),))).stories
    assert (second.related[0].id, second.related[0].relation) == ("a1", "follows")
    assert (first.related[0].id, first.related[0].relation) == ("b1", "followed by")


def test_a_saga_is_a_chain() -> None:
    """Each part follows the last one before it, whatever it is nearest to; the others are related."""
    told = "Le pilote Corentin Malbec est jugé à Varenne pour le naufrage du Sirius, {}."
    stages = ["dit la juge Ostrel", "dit le plongeur Kermadec", "dit la juge Ostrel encore", "dit le maire Brulon"]
    days = ["2031-01-02", "2031-02-20", "2031-04-12", "2031-06-01"]
    parts = [
        article(f"p{i}{k}", f"Naufrage du Sirius : le procès Malbec, {stage}", told.format(stage), date=day)
        for i, (day, stage) in enumerate(zip(days, stages, strict=True))
        for k in "ab"
    ]
    for order in (parts, parts[::-1]):
        stories = group(order).stories
        links = {s.id: {r.id: r.relation for r in s.related} for s in stories}
        assert links == {
            "p0a": {"p1a": "followed by", "p2a": "related", "p3a": "related"},
            "p1a": {"p0a": "follows", "p2a": "followed by", "p3a": "related"},
            "p2a": {"p1a": "follows", "p3a": "followed by", "p0a": "related"},
            "p3a": {"p2a": "follows", "p0a": "related", "p1a": "related"},
        }
    memory = Memory()
    for missing in (None, "p1", "p2", None, "p3", "p0"):
        there = [a for a in parts if missing is None or not a.id.startswith(missing)]
        assert group(there, memory=memory) == group(there)


def test_a_name_alone_makes_no_affair() -> None:
    """Two stories of one town are related; what is told in several words of the first follows it."""
    told = [
        article("a", "Ploumelvec : le maire Corentin Tanguy mis en examen", date="2031-01-02"),
        article("b", "Ploumelvec sous la neige", date="2031-02-20"),
        article("c", "Corentin Tanguy, maire de Ploumelvec, jugé", date="2031-04-12"),
    ]
    links = {s.id: {r.id: r.relation for r in s.related} for s in group(told).stories}
    assert links["c"] == {"a": "follows", "b": "related"}
    assert links["b"] == {"a": "related", "c": "related"}


def test_the_first_hour_of_a_day_founds() -> None:
    """Hours are compared as moments; an article without one doesn't come before those with one, nor another day's."""
    hours = {"a": None, "b": "2031-03-04T10:30:00+02:00", "c": "2031-03-04T09:00:00+00:00", "d": "2031-03-04T09:40"}
    phare = [
        replace(
            article(i, "Le phare de Kerlan éteint par la tempête", "Le phare de Kerlan est éteint.", date="2031-03-04"),
            published=Claim("published", hour or "2031-03-04", "feed", precision="time" if hour else "day"),
        )
        for i, hour in hours.items()
    ]
    assert [s.founder_id for s in group(phare).stories] == ["b"]
    assert [s.founder_id for s in group(phare[2:]).stories] == ["c"]
    assert [s.founder_id for s in group(phare, known={"s": "d"}).stories] == ["d"]
    before = replace(phare[0], id="z", published=Claim("published", "2031-03-03", "feed", precision="day"))
    assert [s.founder_id for s in group([*phare, before]).stories] == ["z"]


def test_two_stories_cannot_follow_each_other() -> None:
    found = group(TWO, decisions=Decisions(follows=(("a1", "b1"), ("b1", "a1"))))
    (problem,) = found.problems
    assert problem.line().startswith("edits.toml: [[follows]]: 'b1' and 'a1' follow each other")
    relations = {s.id: [(r.id, r.relation) for r in s.related] for s in found.stories}
    assert relations == {"a1": [("b1", "followed by")], "b1": [("a1", "follows")]}


def test_a_decision_about_what_is_gone_is_reported() -> None:
    decisions = Decisions(merges=(("a1", "gone"),), moves=(("lost.txt", "a1"),), pins=("gone",))
    problems = group(TWO, decisions=decisions).problems
    assert [p.message for p in problems] == [
        "[[merge]]: no story has the id 'gone'",
        "[[move]]: no article has the path or id 'lost.txt'",
        "[[pin]]: no story has the id 'gone'",
    ]


def test_passages_say_where_they_stand() -> None:
    one = article("p1", "", "Hier soir, « tous les marins de Port-Sable ont dansé jusqu'à l'aube », dit-on.")
    two = article("p2", "", "On raconte que TOUS les marins de Port-Sable ont dansé jusqu’à l’aube sans musique.")
    texts = [Words(one), Words(two)]
    (found,) = passages([one, two], texts)
    assert one.text[found.a_start : found.a_end] == "tous les marins de Port-Sable ont dansé jusqu'à l'aube"
    assert two.text[found.b_start : found.b_end] == "TOUS les marins de Port-Sable ont dansé jusqu’à l’aube"
    assert same_text([one, two], texts, [found]) == (("p1", "p2"),) or found.words >= 7


def test_a_text_that_holds_another_and_much_more_is_no_copy() -> None:
    told = "La retenue de Malaure sera vidée en octobre pendant cinq semaines, a annoncé la régie des eaux du canton. "
    more = (
        "La fédération de pêche saisit le tribunal de Sarnoy pour sauver quarante mille truites du lit de la rivière. "
    )
    for tail, copies in (("", (("c1", "c2"),)), (more[:40], (("c1", "c2"),)), (more, ())):
        found = [article("c1", "La retenue vidée", told, date="2031-05-02", outlet="A")]
        found.append(article("c2", "La retenue vidée", told + tail, date="2031-05-02", outlet="B"))
        assert group(found).stories[0].copies == copies


def test_evidence_names_terms_and_the_nearest_other_story() -> None:
    rest = article("c1", "Le phare de Malbec fermera en hiver", "Travaux au phare de Malbec.", date="2031-01-20")
    story = next(s for s in group([*TWO, rest]).stories if s.founder_id == "a1")
    second = next(e for e in story.evidence if e.article_id == "a2")
    assert second.similarity is not None
    assert second.similarity > 0.5
    assert "malbec" in {t for t, _ in second.terms}


def test_a_number_has_one_form() -> None:
    assert terms.number("1\u202f500") == terms.number("1.500") == terms.number("1,500") == "#1500"
    assert terms.number("16,2") == "#16.2"


def test_a_number_is_the_same_in_any_digits() -> None:
    assert terms.terms_of("२०३१", "mr") == terms.terms_of("2031", "mr") == ("#2031",)


def test_signs_are_part_of_their_word() -> None:
    assert terms.tokens("राष्ट्रपति ने कहा।") == ["राष्ट्रपति", "ने", "कहा"]
    assert terms.tokens("می\u200cرود") == ["می\u200cرود"]
    assert terms.tokens("cafe\u0301, l'été") == ["cafe\u0301", "l'été"]
    assert terms.terms_of("ที่นี่", "th") == ("ที่", "นี่", "ที่_นี่")


def test_what_is_written_onto_a_korean_word_leaves_most_of_it() -> None:
    shared = set(terms.terms_of("등대지기는", "ko")) & set(terms.terms_of("등대지기가", "ko"))
    assert {"등_대", "대_지", "지_기"} <= shared


def test_a_word_of_a_language_without_an_algorithm_loses_its_end() -> None:
    assert {terms.stem_of(word, "uk") for word in ("скарб", "скарбу", "скарби")} == {"скарб"}
    assert {terms.stem_of(word, "sw") for word in ("serikalini", "serikali")} == {"serik"}
    assert terms.stem_of("дім", "uk") == "дім"


def test_few_articles_in_a_language_without_spaces_meet_where_they_tell_one_event() -> None:
    bridge = "ສະພານເກົ່າຂ້າມແມ່ນ້ຳສາລະນາທີ່ບ້ານສະຫຼວງ"
    found = [
        article("lo-1", f"{bridge}ຖືກປິດ", "ນາຍົກມີນາທອງດີສັນຍາວ່າຈະສ້ອມແປງ", language="lo", date="2031-05-06"),
        article("lo-2", f"ມີນາທອງດີກວດ{bridge}", "ຊາວບ້ານຕ້ອງໃຊ້ທາງອ້ອມ", language="lo", date="2031-05-07"),
        article("lo-3", "ເຂົ້າຈີ່ຂຶ້ນລາຄາ", "ແປ້ງແລະໄຟຟ້າແພງກວ່າປີກາຍ", language="lo", date="2031-05-07"),
    ]
    assert [len(s.articles) for s in group(found).stories] == [2, 1]


@pytest.mark.parametrize("language", sorted(background.SAME_TABLE))
def test_languages_that_share_a_table_share_their_stems(language: str) -> None:
    assert terms.STEMMERS.get(language) == terms.STEMMERS.get(background.SAME_TABLE[language])


def test_each_signal_has_a_name_and_an_explanation() -> None:
    assert all(s.name and s.explanation and s.factor.__doc__ for s in signals.SIGNALS)
    assert len({s.name for s in signals.SIGNALS}) == len(signals.SIGNALS)


@given(st.dates(), st.integers(0, 800))
def test_ordinals_count_days(day: object, later: int) -> None:
    import datetime

    assert isinstance(day, datetime.date)
    other = day + datetime.timedelta(days=later) if day.year < 9990 else day
    one, two = ordinal(day.isoformat()), ordinal(other.isoformat())
    assert one is not None
    assert two is not None
    assert two - one == (other - day).days


SOME_WORDS = ["phare", "port", "hareng", "Malbec", "Kerlan", "Varenne", "grève", "crue", "le", "la", "12", "2031"]
WORDS = st.lists(st.sampled_from(SOME_WORDS), max_size=9)
ARTICLES = st.lists(
    st.builds(
        lambda title, text, day, language: (" ".join(title), " ".join(text), day, language),
        WORDS,
        WORDS,
        st.sampled_from(["", "2031-01-02", "2031-01-03", "2031-01-20", "2031-02-28"]),
        st.sampled_from(["fr", "en", "eo", "zh", "und"]),
    ),
    max_size=12,
).map(lambda rows: [article(f"x{i}", t, x, date=d, language=g) for i, (t, x, d, g) in enumerate(rows)])

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(ARTICLES, st.randoms(use_true_random=False))
def test_stories_are_a_partition_whatever_the_order(found: list[Article], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    grouping = group(found)
    assert grouping == group(shuffled)
    assert sorted(a.id for s in grouping.stories for a in s.articles) == sorted(a.id for a in found)
    for story in grouping.stories:
        assert story.id == story.founder_id
        assert {e.article_id for e in story.evidence} == {a.id for a in story.articles}


def test_what_is_written_more_these_days_weighs_more() -> None:
    days = ["2031-01-02"] * 3 + ["2031-01-05", "2031-01-20", ""]
    found = [
        article(f"t{i}", f"Le Zorblax de la rue {i}", f"On parle encore {i} fois.", date=d) for i, d in enumerate(days)
    ]
    rare = rarity("fr", found)
    profiles = {i: profile(a, rare) for i, a in enumerate(found)}
    before = {i: p.weights["zorblax"] for i, p in profiles.items()}
    topical = Topical(profiles, rare.idf)
    assert topical.update({}, range(1)) == set()
    assert dict(topical.emphasised(range(1))) == {}
    assert topical.update({}, range(1, 6)) == {0}, "one article of four is none of one"
    profiles.update(topical.emphasised(range(6)))
    more = {i for i, p in profiles.items() if p.weights["zorblax"] > before[i]}
    assert more == {0, 1, 2, 3}, "neither weeks later nor without a date"
    assert all(
        sum(w * w for w in p.weights.values()) == pytest.approx(UNIT * UNIT, rel=0.01) for p in profiles.values()
    )
    assert topical.update({i: profiles[i] for i in (1, 2, 3)}, ()) == {0}


@QUICK
@given(ARTICLES, st.integers(0, 12))
def test_adding_in_two_steps_gives_the_same_stories(found: list[Article], cut: int) -> None:
    earlier = group(found[:cut]).stories
    known = {s.id: s.founder_id for s in earlier}
    once = sorted(sorted(a.id for a in s.articles) for s in group(found).stories)
    twice = group(found, known=known).stories
    assert sorted(sorted(a.id for a in s.articles) for s in twice) == once
    founders = frozenset(known.values())
    for story in twice:
        before = [a.id for a in story.articles if a.id in founders]
        assert not before or story.founder_id in before


@QUICK
@given(ARTICLES, st.lists(st.sets(st.integers(0, 11)), max_size=5), st.booleans())
def test_a_memory_changes_nothing(found: list[Article], steps: list[set[int]], decided: bool) -> None:
    memory = Memory()
    decisions = Decisions(merges=(("x0", "x5"),), moves=(("x3.txt", "x1"),)) if decided else Decisions()
    for number, left_out in enumerate(steps):
        there = [a for i, a in enumerate(found) if i not in left_out]
        known = {"old": "x4"} if number % 2 else {}
        assert group(there, decisions=decisions, known=known, memory=memory) == group(
            there, decisions=decisions, known=known
        )


def press(seed: int, count: int) -> list[Article]:
    """Reports of invented events that share words with each other, from outlets that have formulas, over weeks."""
    dice = random.Random(seed)
    stock = ["".join(dice.choice("bdfglmnprst") + dice.choice("aeiou") for _ in range(3)) for _ in range(500)]
    found: list[Article] = []
    while len(found) < count:
        event = dice.sample(stock, 14)
        day = date(2031, 1, 1) + timedelta(days=dice.randrange(30))
        for _ in range(dice.choice((1, 1, 2, 3, 6, 9))):
            told = [w.capitalize() if dice.random() < 0.3 else w for w in dice.sample(event, 8) + dice.sample(stock, 6)]
            late = dice.choice((0, 0, 0, 1, 2, 9, 15, 25))
            dated = (day + timedelta(days=late)).isoformat() if dice.random() < 0.9 else ""
            outlet = dice.choice("ABCD")
            before = dice.choice(("", "", "", "En direct : ", f"Le mag {outlet} - ", "Vu dans le mag A et B : "))
            title = (before if dice.random() < 0.5 else "") + " ".join(told[:6])
            of_the_day = " ".join(stock[late % 9 + 9 * (ord(outlet) - 65) :][:7])
            always = f". Retrouvez ici toutes nos informations {outlet}{dice.randrange(9)}."
            ending = dice.choice((". ", always, f". {of_the_day}."))
            text = " ".join(told) * dice.choice((1, 1, 12)) + ending
            language = dice.choice(("fr", "fr", "fr", "fr", "fr", "fr", "en", "eo"))
            found.append(article(f"p{len(found):04}", title, text, date=dated, outlet=outlet, language=language))
    return found[:count]


@pytest.mark.parametrize(("seed", "count"), [(1, 60), (2, 250), (3, 1100)])
def test_a_memory_changes_nothing_in_an_archive(seed: int, count: int) -> None:
    dice = random.Random(seed)
    articles = press(seed, count)
    away = articles[::9]
    there = [a for a in articles if a not in away]
    memory = Memory()
    before = group(there, memory=memory)
    kept = 0
    for _ in range(8):
        for _ in range(dice.choice((1, 1, 4))):
            source, target = (away, there) if away and dice.random() < 0.5 else (there, away)
            target.append(source.pop(dice.randrange(len(source))))
        published = {a.id: s.id for s in before.stories for a in s.articles} if dice.random() < 0.5 else {}
        known = {s.id: s.founder_id for s in before.stories} if published else {}
        now = group(there, known=known, published=published, memory=memory)
        assert now == group(there, known=known, published=published)
        kept += len({id(s) for s in now.stories} & {id(s) for s in before.stories})
        before = now
    assert kept > 3 * len(before.stories)  # most are the very stories of the time before


@QUICK
@given(ARTICLES, st.integers(0, 12), st.randoms(use_true_random=False))
def test_a_build_after_a_build_moves_nothing(found: list[Article], cut: int, random: object) -> None:
    _, lock = settle(group(found[:cut]).stories, Ledger(), None)
    free = [a for a in lock.articles if a not in lock.records]
    stories = [lock.articles[a] for a in free]
    random.shuffle(stories)  # type: ignore[attr-defined]
    lock = replace(lock, articles={**lock.articles, **dict(zip(free, stories, strict=True))})  # whatever was published
    present = {a.id for a in found}
    first, lock = settle(group(found, known=lock.founders(present), published=lock.published()).stories, lock, None)
    again = group(found, known=lock.founders(present), published=lock.published())
    assert settle(again.stories, lock, None)[0] == first
    backwards = group(found[::-1], known=lock.founders(present), published=lock.published())
    assert backwards == again


@QUICK
@given(ARTICLES, st.sampled_from([1.0, 1.5]))
def test_arrays_find_the_same_products(found: list[Article], strictness: float) -> None:
    dated = sorted((a for a in found if a.lang == "fr"), key=lambda a: (a.day is None, a.day or "", a.id))
    made = [profile(a, rarity("fr", dated)) for a in dated]
    if made:
        by_arrays, one_by_one = products._by_arrays(made, strictness), products._one_by_one(made, strictness)
        assert [by_arrays.row(i) for i in range(len(made))] == [one_by_one.row(i) for i in range(len(made))]
        assert sorted(by_arrays.pairs(5000)) == sorted(one_by_one.pairs(5000))


def test_arrays_find_the_same_products_of_long_texts() -> None:
    found = sorted(press(4, 300), key=lambda a: (a.day is None, a.day or "", a.id))
    made = [profile(a, rarity("fr", found)) for a in found]
    by_arrays, one_by_one = products._by_arrays(made, 1.0), products._one_by_one(made, 1.0)
    assert [by_arrays.row(i) for i in range(len(made))] == [one_by_one.row(i) for i in range(len(made))]
    assert list(by_arrays.pairs(5000)) == list(one_by_one.pairs(5000))


@QUICK
@given(ARTICLES)
def test_no_story_is_longer_than_its_span(found: list[Article]) -> None:
    for story in group(found, Options(span_days=5)).stories:
        days = [o for a in story.articles if (o := ordinal(a.day)) is not None]
        assert not days or max(days) - min(days) <= 5 or len({a.lang for a in story.articles}) > 1
