"""Stories told in several languages: what joins them, what never does, and the extra that says what titles mean."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from conftest import SiteFolder

from digest import embedding
from digest.group import NO_EMBEDDING, Embedding, Memory, Options, group
from digest.model import Article, Block, Claim, Story

needs_extra = pytest.mark.skipif(not embedding.installed(), reason="needs the extra news-digest[multilingual]")

MINE = [  # one accident in an invented mine, told in three languages, and another one elsewhere
    ("fr1", "fr", "Accident dans la mine de Karvolin : douze mineurs bloqués à 340 mètres"),
    ("fr2", "fr", "À Karvolin, les secours tentent d’atteindre les douze mineurs bloqués à 340 mètres"),
    ("en1", "en", "Twelve miners trapped 340 metres down after accident at Karvolin mine"),
    ("en2", "en", "Rescuers drill towards the miners trapped at Karvolin, 340 metres down"),
    ("de1", "de", "Unglück im Bergwerk Karvolin: zwölf Bergleute in 340 Metern Tiefe eingeschlossen"),
]
STRIKE = [
    ("fr3", "fr", "Grève des ferries : aucun départ de Lindhavn vers Osterby avant mardi"),
    ("en3", "en", "Ferry strike: no sailings from Lindhavn to Osterby until Tuesday"),
]
ALONE = [
    ("fr4", "fr", "Le festival de théâtre de Brévannes dévoile son affiche"),
    ("en4", "en", "Chess champion Ada Quillfeather retires at 31"),
    ("de4", "de", "Neue Brücke über die Elmau nach sieben Jahren eröffnet"),
]


def article(id: str, language: str, title: str, *, date: str = "2026-03-10", text: str = "") -> Article:
    return Article(
        id=id,
        path=f"{id}.txt",
        title=Claim("title", title, "front matter"),
        kept=(Block(text),),
        text=text,
        language=Claim("language", language, "text"),
        published=Claim("published", date, "front matter", precision="day") if date else None,
    )


def told(*rows: tuple[str, str, str], date: str = "2026-03-10") -> list[Article]:
    return [article(*row, date=date) for row in rows]


def together(stories: Sequence[Story]) -> list[list[str]]:
    return sorted(sorted(a.id for a in s.articles) for s in stories if len(s.articles) > 1)


def rules(stories: Sequence[Story]) -> dict[str, str]:
    return {e.article_id: e.rule for s in stories for e in s.evidence}


def meanings(*alike: set[str], asked: list[str] | None = None) -> Embedding:
    """Articles of one set mean the same, all others nothing that any other means."""
    ids: dict[str, int] = {}

    def of(article: Article) -> bytes:
        if asked is not None:
            asked.append(article.id)
        place = next((n for n, held in enumerate(alike) if article.id in held), None)
        if place is None:
            place = len(alike) + ids.setdefault(article.id, len(ids))
        return bytes(100 if n == place else 0 for n in range(32))

    return Embedding(frozenset({"fr", "en", "de"}), of)


@pytest.mark.parametrize(
    "languages", [{"fr", "en"}, {"en", "de"}, {"fr", "en", "de"}], ids=lambda s: " ".join(sorted(s))
)
def test_one_event_in_several_languages_is_one_story(languages: set[str]) -> None:
    rows = [row for row in (*MINE, *STRIKE, *ALONE) if row[1] in languages]
    stories = group(told(*rows)).stories
    expected = [sorted(i for i, lang, _ in rows_ if lang in languages) for rows_ in (MINE, STRIKE)]
    assert together(stories) == sorted(ids for ids in expected if len(ids) > 1)


def test_evidence_says_what_joined_them() -> None:
    found = rules(group(told(*MINE[:4])).stories)
    assert found == {"en1": "founder", "en2": "similarity", "fr1": "shared_names", "fr2": "shared_names"}


def test_evidence_names_what_another_language_holds_too() -> None:
    stories = group(told(*MINE)).stories
    terms = {e.article_id: [t for t, _ in e.terms] for s in stories for e in s.evidence if e.rule == "shared_names"}
    assert set(terms) == {"fr1", "fr2"}
    assert all("karvolin" in found for found in terms.values())
    assert not {"mineur", "bloqu"}.intersection(terms["fr2"])  # only the other French article has these


def test_a_copy_in_another_language_is_called_a_copy() -> None:
    text = " ".join(f"Les sauveteurs de Karvolin creusent la galerie numéro {n} depuis mardi soir." for n in range(9))
    rows = [article(*MINE[0], text=text), article("fr9", "fr", MINE[0][2], text=text)]
    found = rules(group([*rows, *told(*MINE[2:4])]).stories)
    assert found == {"en1": "founder", "en2": "similarity", "fr1": "shared_names", "fr9": "copy"}


def test_the_order_of_files_joins_nothing_else() -> None:
    articles = told(*MINE, *STRIKE, *ALONE)
    expected = group(articles).stories
    for seed in range(5):
        random.Random(seed).shuffle(articles)
        assert group(articles).stories == expected


def test_one_name_is_not_an_event() -> None:
    rows = [
        ("fr1", "fr", "Le parlement de Norvège repousse la réforme des retraites après un débat houleux"),
        ("en1", "en", "Skiers from Norway take three medals on the first day of the championships"),
    ]
    assert together(group(told(*rows)).stories) == []


def test_the_same_words_weeks_apart_are_two_stories() -> None:
    french, english = told(*MINE[:2]), told(*MINE[2:4], date="2026-04-20")
    assert together(group([*french, *english]).stories) == [["en1", "en2"], ["fr1", "fr2"]]


def test_no_story_outlasts_the_span() -> None:
    days = ["2026-03-10", "2026-03-12", "2026-03-14"]
    french = [article(f"fr{d}", "fr", MINE[0][2], date=d) for d in days]
    english = [article(f"en{d}", "en", MINE[2][2], date=d) for d in ("2026-03-16", "2026-03-17")]
    assert len(together(group([*french, *english], Options(span_days=10)).stories)) == 1
    assert len(together(group([*french, *english], Options(span_days=5)).stories)) == 2


def test_an_article_that_says_little_of_the_event_stays_in_its_language() -> None:
    """A wide English cluster meets a French one that is only about the new mayor."""
    french = told(
        ("fr1", "fr", "Odalric Vensmer élu maire de Karvolin"),
        ("fr2", "fr", "Karvolin : le nouveau maire Odalric Vensmer promet des économies"),
        ("fr3", "fr", "Qui est Odalric Vensmer, le nouveau maire de Karvolin ?"),
        ("fr4", "fr", "Odalric Vensmer prend ses fonctions à la mairie de Karvolin"),
        ("fr5", "fr", "À Karvolin, le maire Odalric Vensmer nomme ses adjoints"),
    )
    english = told(
        ("en1", "en", "Odalric Vensmer elected mayor of Karvolin"),
        ("en2", "en", "Karvolin council elects Odalric Vensmer as mayor"),
        ("en3", "en", "New mayor Odalric Vensmer promises Karvolin council cuts"),
        ("en4", "en", "Outgoing mayor says council is bankrupt"),
    )
    assert together(group(english).stories) == [["en1", "en2", "en3", "en4"]]
    found = together(group([*french, *english]).stories)
    assert found == [["en1", "en2", "en3", "fr1", "fr2", "fr3", "fr4", "fr5"]]


STORM = [
    ("fr1", "fr", "La tempête prive de courant des milliers de foyers du littoral"),
    ("en1", "en", "Thousands of coastal homes without power after the tempest"),
]


def test_meaning_joins_what_no_name_joins() -> None:
    articles = told(*STORM, *ALONE)
    assert together(group(articles).stories) == []
    stories = group(articles, embedding=meanings({"fr1", "en1"})).stories
    assert together(stories) == [["en1", "fr1"]]
    assert rules(stories)["fr1"] == "same_meaning"


def test_meaning_keeps_apart_what_names_would_join() -> None:
    articles = told(*STRIKE)
    assert together(group(articles).stories) == [["en3", "fr3"]]
    assert together(group(articles, embedding=Embedding(frozenset({"fr", "en"}), _opposite)).stories) == []


def _opposite(article: Article) -> bytes:
    return (100 if article.lang == "fr" else -100).to_bytes(signed=True)


def test_meaning_joins_nothing_within_a_language() -> None:
    asked: list[str] = []
    articles = told(MINE[0], STRIKE[0], ALONE[0])
    assert together(group(articles, embedding=meanings({"fr1", "fr3", "fr4"}, asked=asked)).stories) == []
    assert asked == []
    with_another = group([*articles, *told(ALONE[1])], embedding=meanings({"fr1", "fr3", "fr4"})).stories
    assert together(with_another) == []


def test_what_is_remembered_of_pairs_changes_no_story() -> None:
    articles = told(*MINE, *STRIKE, *ALONE)
    for known in (meanings({"fr1", "en1", "fr4"}), NO_EMBEDDING):
        memory = Memory()
        for missing in (0, 3, 1, 5, 0):
            some = [article for place, article in enumerate(articles) if place != missing]
            assert group(some, memory=memory, embedding=known) == group(some, embedding=known)


def test_a_memory_notices_that_the_extra_came_or_went() -> None:
    articles = told(*MINE, *STRIKE, *ALONE)
    with_extra, memory = meanings({"fr1", "en1", "fr4"}), Memory()
    found = []
    for known in (NO_EMBEDDING, with_extra, NO_EMBEDDING, with_extra):
        found.append(group(articles, memory=memory, embedding=known))
        assert found[-1] == group(articles, embedding=known)
    assert found[0] != found[1]


def test_a_language_that_the_encoder_does_not_know_goes_by_names() -> None:
    articles = told(*MINE)
    known = Embedding(frozenset({"fr", "pl"}), lambda article: b"\1")
    assert together(group(articles, embedding=known).stories) == together(group(articles).stories)


@needs_extra
def test_the_extra_joins_headlines_without_a_name_in_common() -> None:
    rows = [
        ("fr1", "fr", "Le prix du beurre atteint un record historique en Europe"),
        ("en1", "en", "Butter prices hit an all-time record across Europe"),
        ("fr2", "fr", "Un éléphant échappé du cirque retrouvé au rayon fruits d’un supermarché"),
        ("en2", "en", "An elephant that escaped from a circus was found among the fruit in a supermarket"),
        ("en3", "en", "Bus drivers vote to end their walkout after a pay offer"),
    ]
    real = Embedding(embedding.LANGUAGES, lambda article: embedding.embed(article.title.value))
    stories = group(told(*rows), embedding=real).stories
    assert together(stories) == [["en1", "fr1"], ["en2", "fr2"]]


@needs_extra
def test_the_same_title_gives_the_same_bytes() -> None:
    titles = [title for _, _, title in (*MINE, *STRIKE, *ALONE)]
    first = [embedding.embed(title) for title in titles]
    assert [embedding.embed(title) for title in reversed(titles)] == first[::-1]
    assert {len(v) for v in first} == {256}
    assert len(set(first)) == len(titles)


@needs_extra
@pytest.mark.parametrize("title", ["", " ", "?", "\U0001f40b", "ا", "x" * 5000], ids=range(6))
def test_any_title_has_a_meaning(title: str) -> None:
    assert len(embedding.embed(title)) == 256


@needs_extra
def test_a_site_may_refuse_the_extra(site: SiteFolder) -> None:
    front = {"date": "2026-11-20"}
    titles = ("L’éléphant échappé du cirque", "An elephant that escaped from the circus")
    site.article("a.md", titles[0], "On l’a retrouvé au rayon fruits d’un supermarché de la ville.", lang="fr", **front)
    site.article("b.md", titles[1], "It was found among the fruit of a supermarket in town.", lang="en", **front)
    assert [len(s.articles) for s in site.gathered().stories] == [2]
    site.write("digest.toml", '[group]\nmultilingual = "off"\n')
    assert [len(s.articles) for s in site.gathered().stories] == [1, 1]


def test_without_the_extra_nothing_is_known() -> None:
    assert NO_EMBEDDING.languages == frozenset()
