"""Story → Telling: labelled cases per part, golden files, and what holds for any story."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tell_cases import CASES, article, as_lines, case_names, load_case, story

import digest.tell
from digest.model import Block, Sentence, Story, Telling
from digest.tell import PARTS, Options, captions, standing, tell
from digest.tell.material import MOST_COMPARED, Material
from digest.tell.standing import stands_alone


def sentences_of(telling: Telling) -> list[Sentence]:
    """Everything on the page that claims to be published."""
    return [
        *telling.brief,
        *(s for group in telling.several for s in group),
        *telling.single,
        *(s for pair in telling.copies for s in (pair.a, pair.b)),
        *(s for quote in telling.quotes for s in quote.carriers),
        *(d.sentence for d in telling.timeline),
        *(s for figure in telling.figures for _, s in figure.values),
    ]


def assert_exact(subject: Story, telling: Telling) -> None:
    texts = {a.id: a.text for a in subject.articles}
    paths = {a.path: a.text for a in subject.articles}
    everything = "\n".join(texts.values())
    for s in sentences_of(telling):
        assert texts[s.article_id][s.start : s.end] == s.text
    for name in telling.names:
        forms = {paths[m.path][m.start : m.end] for m in name.mentions}
        assert forms == {name.name, *name.aliases}
    for quote in telling.quotes:
        assert all(words is None or words in everything for words in (quote.speaker, quote.role, quote.verb))
    for figure in telling.figures:
        assert all(value in texts[s.article_id] for value, s in figure.values)
        assert figure.about in figure.values[0][1].text  # a published phrase, never words put together
    for pair in telling.copies:
        assert all(0 <= a < b <= len(pair.a.text) for a, b in pair.a_marks)
        assert all(0 <= a < b <= len(pair.b.text) for a, b in pair.b_marks)


@pytest.mark.parametrize("name", case_names())
def test_golden(name: str, update_golden: bool) -> None:
    subject, _ = load_case(name)
    told = as_lines(tell(subject))
    golden = CASES / name / "telling.txt"
    if update_golden:
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", case_names())
def test_every_sentence_is_exact(name: str) -> None:
    subject, _ = load_case(name)
    assert_exact(subject, tell(subject))


@pytest.mark.parametrize("name", case_names())
def test_labels(name: str) -> None:
    subject, expect = load_case(name)
    telling = tell(subject)
    if "headline" in expect:
        assert telling.headline.text == expect["headline"]
    if "brief_first" in expect:
        assert telling.brief[0].text.startswith(expect["brief_first"])
    _check_groups(telling, expect)
    _check_quotes(telling, expect)
    _check_dates_and_figures(telling, expect)
    _check_names(telling, expect)


def _check_groups(telling: Telling, expect: dict[str, Any]) -> None:
    groups = [tuple(s.text for s in group) for group in telling.several]
    if "several" in expect:
        assert len(groups) == len(expect["several"])
    for starts in expect.get("several", []):
        assert any(len(g) == len(starts) and all(map(str.startswith, g, starts)) for g in groups), starts
    for one, other in expect.get("apart", []):
        assert not any(any(t.startswith(one) for t in g) and any(t.startswith(other) for t in g) for g in groups)
    for start in expect.get("single", []):
        assert any(s.text.startswith(start) for s in telling.single)
    for start in expect.get("brief", []):
        assert any(s.text.startswith(start) for s in telling.brief), start
    for start in expect.get("not_in_brief", []):
        assert not any(s.text.startswith(start) for s in telling.brief), start
    for start in expect.get("not_alone", []):
        assert not any(s.text.startswith(start) for s in (*telling.brief, *telling.single)), start
    for start in expect.get("no_lines", []):
        shown = [*telling.brief, *telling.single, *(d.sentence for d in telling.timeline)]
        assert not any(s.text.startswith(start) for s in shown), start
    for start, a_only, b_only in expect.get("copies", []):
        pair = next(p for p in telling.copies if p.a.text.startswith(start))
        assert a_only in next(pair.a.text[a:b] for a, b in pair.a_marks)
        assert b_only in next(pair.b.text[a:b] for a, b in pair.b_marks)
    for start in expect.get("no_copies", []):
        assert not any(start in s.text for pair in telling.copies for s in (pair.a, pair.b)), start


def _check_quotes(telling: Telling, expect: dict[str, Any]) -> None:
    if "quotes" in expect:
        assert len(telling.quotes) == len(expect["quotes"])
    for start, speaker, carriers in expect.get("quotes", []):
        quote = _quote(telling, start)
        assert (quote.speaker or "") == speaker, start
        assert len(quote.carriers) == carriers, start
    for start, role in expect.get("roles", []):
        assert (_quote(telling, start).role or "") == role
    for start in expect.get("no_quotes", []):
        assert not any(q.carriers[0].text.startswith(start) for q in telling.quotes)


def _quote(telling: Telling, start: str) -> Any:
    return next(q for q in telling.quotes if any(c.text.startswith(start) for c in q.carriers))


def _check_dates_and_figures(telling: Telling, expect: dict[str, Any]) -> None:
    lines = [(d.date, d.sentence.text) for d in telling.timeline]
    for date, start in expect.get("dates", []):
        told = [text for day, text in lines if day == date]
        alike = {start, *(s.text for g in telling.several for s in g if any(t.text.startswith(start) for t in g))}
        assert any(text.startswith(tuple(alike)) for text in told) or len(lines) == 0, start
    for start in expect.get("no_dates", []):
        assert not any(text.startswith(start) for _, text in lines)
    for values in expect.get("figures", []):
        assert any(set(values) <= {v for v, _ in f.values} for f in telling.figures), values
    for value in expect.get("no_figures", []):
        assert not any(value == v for f in telling.figures for v, _ in f.values), value


def _check_names(telling: Telling, expect: dict[str, Any]) -> None:
    forms = {form: n for n in telling.names for form in (n.name, *n.aliases)}
    for name, kind in expect.get("names", []):
        assert name in forms
        assert not kind or forms[name].kind == kind
    for one, other in expect.get("merged", []):
        assert forms[one] is forms[other]
    for one, other in expect.get("names_apart", []):
        assert forms[one] is not forms[other]
    for name in expect.get("no_names", []):
        assert name not in forms


def test_every_part_is_registered() -> None:
    folder = Path(digest.tell.__file__).parent
    shared = {"__init__", "options", "material", "units", "pieces", "lexicon", "alignment", "standing"}
    inner = shared | {"naming", "speech", "clauses", "attribution", "introductions", "antecedents", "carriers"}
    inner |= {"subjects", "incises", "roles", "sayings", "kinds", "offices", "dated_clauses", "entities"}
    inner |= {"gazetteer", "references", "reprints", "tokens", "occurrence", "listed", "joined", "german"}
    inner |= {"postponed", "additions", "strangers", "evidence", "captions", "openings", "tenses"}
    inner |= {"dialogue", "endings", "continuations", "descriptions", "reach", "beside", "any_verb"}
    inner |= {"background", "first_line", "leads", "lines", "news"}
    parts = {field for field, _ in PARTS}
    assert {p.stem for p in folder.glob("*.py")} - inner <= parts
    assert parts == {f for f in Telling.__dataclass_fields__ if f != "story_id"}


@given(st.from_regex(captions._CAPTION))
def test_a_quick_look_overlooks_no_caption(text: str) -> None:
    assert any(part in text for part in captions._PARTS_OF_CAPTIONS)


@given(st.from_regex(standing._MARKUP))
def test_a_quick_look_overlooks_no_markup(text: str) -> None:
    assert standing._has_markup(text)


def test_what_only_seems_to_hang_stands_alone() -> None:
    material = Material(load_case("hanging_sentences")[0], Options())
    alone = [u.text for u in material.prose if stands_alone(material, u)]
    for start in ("Le prêt des tablettes", "La conservatrice", "Les ouvriers", "Will Marsan, who"):
        assert any(text.startswith(start) for text in alone), start


# --- what editors and copies do ---------------------------------------------------------------------------------------

LONG = """Le pont de Vernay a été fermé lundi matin après la découverte d'une fissure de quatre mètres sous le tablier.
La préfecture de la Serane a ordonné une inspection complète de l'ouvrage par deux bureaux indépendants avant fin mars.
« Nous ne prendrons aucun risque avec la vie des habitants », a déclaré la préfète Anne Delorme devant la presse."""


@pytest.mark.parametrize(
    "title", ["Le pont de Vernay est fermé (VIDÉO)", "[Photos] Le pont de Vernay est fermé", "Direct : le pont"]
)
def test_a_title_with_a_tag_is_no_headline_where_there_is_another(title: str) -> None:
    plain = article("a", LONG, title="Le pont de Vernay est fermé depuis lundi", date="2031-01-03")
    tagged = article("b", LONG + "\nUn détour est en place.", title=title, date="2031-01-04")
    assert tell(story(plain, tagged)).headline.article_id == "a"


def test_the_editor_headline_wins() -> None:
    subject = story(article("a", LONG, title="Le pont de Vernay fermé après une fissure"), title="Vernay sans pont")
    assert tell(subject).headline.text == "Vernay sans pont"
    assert tell(subject).headline.origin == "editor"


def test_made_titles_only_without_real_ones() -> None:
    made = article("a", LONG, date="2031-01-03")
    real = article("b", LONG.replace("quatre", "cinq"), title="Le pont de Vernay est fermé", date="2031-01-02")
    assert tell(story(real, made)).headline.text == "Le pont de Vernay est fermé"
    assert tell(story(made)).headline.origin == "made"


def test_reprints_are_one_voice() -> None:
    copies = [article(f"a{n:03}", LONG, date="2031-01-03", outlet=f"Journal {n}") for n in range(200)]
    telling = tell(story(*copies))
    assert telling.several == ()
    assert telling.single == ()
    assert len(telling.quotes) == 1
    assert len(telling.quotes[0].carriers) == 200
    assert len(telling.shares) == 200
    assert telling.copies == ()  # nothing was edited


def test_versions_with_other_figures_are_one_voice() -> None:
    lengths = ("quatre", "cinq", "sept")
    copies = [article(f"a{n:03}", LONG.replace("quatre", lengths[n % 3]), date="2031-01-03") for n in range(30)]
    telling = tell(story(*copies))
    assert telling.several == ()
    assert len(telling.copies) > 0  # the figure that was edited is shown


def test_an_article_between_marks_is_nobodys_saying() -> None:
    whole = LONG.replace("« ", "“").replace(" »", "”").replace("\n", " ")
    quoting = article("b", f"Le Relais écrit : « {whole} » La direction des routes n'a pas répondu.", date="2031-01-04")
    telling = tell(story(article("a", LONG, date="2031-01-03"), quoting))
    assert [s.article_id for q in telling.quotes if q.speaker == "Anne Delorme" for s in q.carriers] == ["a"]
    last = "Le maire, Paul Orsel, a demandé un bac gratuit pour les lycéens."
    lines = "\n".join(f"« {line}" for line in (*LONG.split("\n"), last)) + " »"
    telling = tell(story(article("a", f"{LONG}\n{last}"), article("b", f"Voici ce qu'écrit Le Relais.\n{lines}")))
    assert {q.speaker for q in telling.quotes} <= {"Anne Delorme", None}


def test_copies_named_by_grouping_count_once() -> None:
    one = article("a", LONG, date="2031-01-03")
    other = article(
        "b", LONG.replace("ordonné", "demandé") + "\nUn détour de douze kilomètres est en place.", date="2031-01-03"
    )
    assert tell(story(one, other, copies=(("a", "b"),))).several == ()


def test_one_article_gives_a_short_page() -> None:
    telling = tell(story(article("a", LONG, title="Le pont de Vernay est fermé", date="2031-01-06")))
    assert telling.several == telling.single == telling.copies == telling.shares == telling.figures == ()
    assert telling.quotes[0].speaker == "Anne Delorme"
    assert telling.quotes[0].role == "préfète"


def test_a_newer_state_outranks_an_older_one() -> None:
    older = article("a", LONG, title="Le pont de Vernay pourrait rouvrir", date="2031-01-03")
    newer = article("b", LONG.replace("fermé", "rouvert"), title="Le pont de Vernay a rouvert", date="2031-01-09")
    assert tell(story(older, newer)).headline.article_id == "b"
    assert tell(story(older, newer)).brief[0].article_id == "b"


def test_brief_does_not_say_the_title_again() -> None:
    told = article(
        "a",
        "Le phare d'Orsel rouvrira au public en mai.\nOrsel a payé 40 000 euros pour la lanterne neuve de son phare.",
        title="Le phare d'Orsel rouvrira au public en mai",
    )
    assert [s.text[:10] for s in tell(story(told)).brief] == ["Orsel a pa"]


def test_parts_keep_to_their_caps() -> None:
    articles = [
        article(
            f"a{n}",
            LONG.replace("Vernay", f"Vernay{n}") + f"\nLe village numéro {n} reste coupé du monde depuis hier soir.",
        )
        for n in range(40)
    ]
    options = Options(several_groups=2, single_sentences=3, copied_pairs=4, quotes=5, timeline_lines=2, names=6)
    telling = tell(story(*articles), options)
    assert len(telling.several) <= 2
    assert len(telling.single) <= 3
    assert len(telling.copies) <= 4
    assert len(telling.quotes) <= 5
    assert len(telling.timeline) <= 2
    assert len(telling.names) <= 6


def test_a_story_of_hundreds_costs_bounded_work() -> None:
    chance = random.Random(11)
    pool = [f"mot{n}" for n in range(900)] + ["maire", "ville", "digue", "crue", "habitants", "dimanche"] * 40
    articles = [
        article(f"a{n:03}", "\n".join(" ".join(chance.choices(pool, k=16)).capitalize() + "." for _ in range(8)))
        for n in range(300)
    ]
    material = Material(story(*articles), Options())
    assert len({u.text_number for u in material.prose}) == 300
    assert len({u.text_number for u in material.compared}) == MOST_COMPARED
    assert len(tell(story(*articles)).single) <= Options().single_sentences


def test_languages_are_not_compared_with_each_other() -> None:
    same = "Le pont de Vernay a été fermé lundi matin après la découverte de fissures sous le tablier central."
    telling = tell(story(article("a", same, language="fr"), article("b", same + " Bien.", language="it")))
    assert telling.several == ()


def test_told_in_the_preferred_language() -> None:
    french = article("a", LONG, title="Le pont de Vernay est fermé", date="2031-01-06")
    text, title = (
        "The Vernay bridge was closed on Monday after a crack was found.",
        "Vernay bridge closed after crack found",
    )
    english = article("b", text, title=title, date="2031-01-06", language="en")
    assert tell(story(french, english), Options(language="en")).headline.article_id == "b"
    assert tell(story(french, english), Options(language="fr")).headline.article_id == "a"


# --- bad input --------------------------------------------------------------------------------------------------------

BAD = {
    "empty": "",
    "one word": "Fin",
    "one sentence": "Le pont de Vernay est fermé.",
    "unbalanced": '« Il a dit « que « tout va bien. " Et puis” rien » du tout », a-t-il dit « encore.',
    "capitals": "LE PONT DE VERNAY EST FERMÉ DEPUIS LUNDI MATIN. LA PRÉFÈTE ANNE DELORME A ORDONNÉ UNE INSPECTION.",
    "right to left": "قالت الوزيرة: «سنعيد فتح الجسر يوم الاثنين بعد انتهاء الفحص». وأضافت أن الأشغال مستمرة.",
    "marks": "«»“”\"\"'' ... !? — – - () [] :;,.",
    "numbers": "12 34 56 2031-01-02 00H01 3,5 % 1.000.000 €",
    "no letters": "*** --- ***",
    "surrogates and joiners": "Le pont 👩‍👩‍👧 de Vernay\u200b est\u00ad fermé. « 👍 » a dit\u202f: M. X.",
}


@pytest.mark.parametrize("kind", sorted(BAD))
def test_bad_input_is_told_without_nonsense(kind: str) -> None:
    one = article("a", BAD[kind], date="2031-01-03")
    for subject in (
        story(one),
        story(one, article("b", LONG, date="2031-01-04")),
        story(one, replace(one, id="c", path="c.txt")),
    ):
        assert_exact(subject, tell(subject))


@pytest.mark.parametrize("glue", [" ", "\n« "])
def test_an_article_that_quotes_another_whole(glue: str) -> None:
    whole = "« " + LONG.replace("«", "“").replace("»", "”").replace("\n", glue) + " »"
    lead, end = (
        "Voici ce qu'écrit notre confrère du pont de Vernay.",
        "Nous publierons demain la réponse de la préfecture.",
    )
    inner = article("a", LONG, title="Le pont de Vernay est fermé", date="2031-01-03")
    outer = article("b", f"{lead}\n{whole}\n{end}", title="Ce qu'écrit un confrère", date="2031-01-04")
    telling = tell(story(inner, outer))
    assert_exact(story(inner, outer), telling)
    assert telling.several == telling.single == ()  # one text, told once
    assert [(q.speaker, q.carriers[0].text[:17]) for q in telling.quotes] == [("Anne Delorme", "Nous ne prendrons")]
    assert all(s.article_id == "a" for s in telling.brief)
    assert {s.article_id: s.copied_words for s in telling.shares}["a"] > 50


def test_unbalanced_marks_name_nobody_wrongly() -> None:
    text = """« Le pont est sûr, a dit la préfète Anne Delorme, et « rien ne sera fermé avant lundi, a-t-elle ajouté.
Le maire Paul Girod répond : "On ne ferme pas un pont le samedi. Et puis » il y a le marché de la place.
La préfecture a ordonné une inspection complète de l'ouvrage (par deux bureaux indépendants de la région.
Selon Anne Delorme « nul ne passera avant que les experts aient rendu leur avis définitif"."""
    subject = story(article("a", text, date="2031-01-06"), article("b", LONG, date="2031-01-07"))
    telling = tell(subject)
    assert_exact(subject, telling)
    speakers = {q.carriers[0].text[:9]: q.speaker for q in telling.quotes}
    assert speakers == {"Le pont e": "Anne Delorme", "nul ne pa": "Anne Delorme", "Nous ne p": "Anne Delorme"}
    told = [*telling.brief, *telling.single, *(s for group in telling.several for s in group)]
    assert all(s.text.count("(") == s.text.count(")") for s in told)


def test_without_dates_nothing_is_dated_from_them() -> None:
    telling = tell(story(article("a", LONG), article("b", LONG.replace("quatre", "cinq"), title="Fissure à Vernay")))
    assert telling.timeline == ()
    assert telling.brief
    assert telling.headline.text


def test_one_sentence_articles_give_a_short_page() -> None:
    lines = ("Le pont de Vernay est fermé.", "Vernay : le pont fermé lundi après une fissure.", "Un pont fermé.")
    telling = tell(story(*(article(f"a{n}", line, date="2031-01-06") for n, line in enumerate(lines))))
    assert telling.headline.text in lines
    assert telling.several == telling.single == telling.quotes == telling.timeline == telling.figures == ()


def test_capitals_are_never_shown_where_plain_letters_tell_it() -> None:
    loud = article("a", LONG.upper(), title="LE PONT DE VERNAY EST FERMÉ", date="2031-01-07")
    plain = article("b", LONG, title="Vernay : le pont est fermé", date="2031-01-07")
    telling = tell(story(loud, plain))
    assert telling.headline.text == "Vernay : le pont est fermé"
    assert {s.article_id for s in telling.brief} == {"b"}
    assert [n.name for n in telling.names if n.kind == "person"] == ["Anne Delorme"]
    alone = tell(story(loud))
    assert alone.brief == alone.names == alone.timeline == ()


def test_near_copies_are_one_text() -> None:
    lines = LONG.split("\n")
    towns = ["Aubray", "Belcourt", "Carnot", "Dives", "Erval"]
    articles = []
    for n in range(200):
        edited = list(lines)
        if n % 3 == 0:
            edited[1] = edited[1].replace("complète", "détaillée")
        if n % 7 == 0:
            edited[0] = f"{towns[n % 5].upper()} (Agence Nord) - {edited[0]}"
        if n % 4 == 0:
            edited.append(f"Notre correspondant à {towns[n % 5]}.")
        if n % 11 == 0:
            edited = edited[:2]
        articles.append(article(f"a{n:03}", "\n".join(edited), title="Le pont est fermé", date="2031-01-03"))
    telling = tell(story(*articles))
    assert telling.several == telling.single == telling.figures == ()
    assert len(telling.quotes) == 1
    assert len({pair.b.text for pair in telling.copies}) == len(telling.copies) <= 12  # each edit once
    changed = tell(
        story(articles[1], article("z", LONG.replace("n'", "").replace("aucun ", "un ").replace("quatre", "six")))
    )
    assert len(changed.quotes) == 2  # what turns the meaning round makes another text


def test_right_to_left_text_is_compared_only_where_it_is_the_same() -> None:
    one = """أغلقت السلطات جسر وادي النخيل صباح الأحد بعد اكتشاف شق طوله أربعة أمتار تحت الطريق.
قالت الوزيرة ليلى حسن: «سنعيد فتح الجسر يوم الاثنين بعد انتهاء الفحص الفني الكامل».
ويمر على الجسر كل يوم نحو 4200 سيارة، وفق أرقام البلدية."""
    other = one.split("\n")[0].replace("أربعة", "خمسة") + "\nويمر على الجسر كل يوم نحو 5000 سيارة، وفق أرقام الشرطة."
    title = "إغلاق جسر وادي النخيل بعد اكتشاف شق"
    subject = story(
        article("a", one, title=title, date="2031-01-06", language="ar"),
        article("b", other, title="جسر وادي النخيل مغلق حتى نهاية الشهر", date="2031-01-07", language="ar"),
    )
    telling = tell(subject)
    assert_exact(subject, telling)
    assert telling.several == telling.figures == telling.timeline == ()
    assert [q.speaker for q in telling.quotes] == [None]


FIVE = {
    "fr": "« Nous ne prendrons aucun risque avec la vie des habitants », a déclaré la préfète Anne Delorme.",
    "en": "“We will take no risk with the lives of the people,” said prefect Anne Delorme.",
    "de": "„Wir gehen kein Risiko mit dem Leben der Bewohner ein“, sagte die Präfektin Anne Delorme.",
    "es": "«No correremos ningún riesgo con la vida de los vecinos», dijo la prefecta Anne Delorme.",
    "it": "«Non correremo alcun rischio con la vita degli abitanti», ha detto la prefetta Anne Delorme.",
    "pt": "“Não correremos nenhum risco com a vida dos moradores”, disse a prefeita Anne Delorme.",
}


def test_a_story_in_many_languages_names_one_speaker() -> None:
    telling = tell(story(*(article(code, line, language=code, date="2031-01-06") for code, line in FIVE.items())))
    assert [q.speaker for q in telling.quotes] == ["Anne Delorme"] * 6
    assert telling.several == telling.single == telling.figures == ()
    assert [(n.name, len(n.mentions)) for n in telling.names if n.kind == "person"] == [("Anne Delorme", 6)]


def test_all_kinds_of_blocks() -> None:
    kinds = ("standfirst", "paragraph", "subhead", "quote", "list", "table", "code", "other", "caption")
    blocks = tuple(Block(f"Le pont numéro {n} de Vernay a été fermé lundi matin.", kind=k) for n, k in enumerate(kinds))
    text = "\n\n".join(b.text for b in blocks if b.kind != "caption")
    one = replace(article("a", "x", date="2031-01-03"), kept=blocks, text=text)
    assert_exact(story(one), tell(story(one)))


# --- properties -------------------------------------------------------------------------------------------------------

PHRASES = st.sampled_from(
    [
        *LONG.split("\n"),
        *(
            line
            for name in ("passerelle", "four_quote_styles")
            for a in load_case(name)[0].articles
            for line in a.text.split("\n\n")
        ),
        *BAD.values(),
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(PHRASES, max_size=6), min_size=1, max_size=4), st.sampled_from(["fr", "en", "und", "zh"]))
def test_any_story_is_told_exactly(texts: list[list[str]], language: str) -> None:
    articles = [
        article(f"a{n}", "\n".join(lines), date=f"2031-01-0{n + 1}", language=language) for n, lines in enumerate(texts)
    ]
    subject = story(*articles)
    telling = tell(subject)
    assert_exact(subject, telling)
    assert tell(subject) == telling


def test_nothing_depends_on_what_was_told_before() -> None:
    names = case_names()
    first = {name: as_lines(tell(load_case(name)[0])) for name in names}
    random.Random(7).shuffle(names)
    assert {name: as_lines(tell(load_case(name)[0])) for name in names} == first


def test_undetermined_language_is_compared_by_words() -> None:
    one = replace(article("a", LONG, date="2031-01-03"), language=None)
    other = replace(article("b", LONG.split("\n")[0] + "\nAutre chose encore se passe ici."), language=None)
    assert len(tell(story(one, other)).several) == 1


def test_an_article_that_quotes_another_whole_and_goes_on_is_a_text_of_its_own() -> None:
    quoted = (
        "La retenue de Malaure sera vidée en octobre, a annoncé mardi la régie des eaux du canton.\n"
        "La vidange durera cinq semaines et coûtera trois millions d'euros, la première depuis trente ans.\n"
        "La route de la digue sera fermée aux voitures, du lundi au vendredi, entre huit et dix-huit heures."
    )
    more = (
        "La fédération de pêche du canton, jointe hier soir, annonce un recours devant le tribunal de Sarnoy.\n"
        "Son président Armand Tissier dit craindre la mort de quarante mille truites dans le lit de la Malaure."
    )
    whole = article("m1", quoted, title="La retenue de Malaure sera vidée en octobre", date="2031-05-02", outlet="A")
    longer = article(
        "m2", f"{quoted}\n{more}", title="Malaure : un recours contre la vidange", date="2031-05-03", outlet="B"
    )
    told = tell(story(whole, longer))
    assert [pair.words for pair in told.copies] == [17, 15, 18]  # each sentence that stands in both, side by side
    assert {(s.article_id, s.copied_words < s.words) for s in told.shares} == {("m1", False), ("m2", True)}
    reprint = article("m2", f"{quoted}\nPhoto à l'appui.", title="Malaure : la vidange", date="2031-05-03", outlet="B")
    assert tell(story(whole, reprint)).copies == ()


@pytest.mark.parametrize(
    ("language", "past", "coming"),
    [
        (
            "es",
            "El 15 de abril los barqueros cerraron el muelle de Lunet.",
            "El lunes habrá una asamblea de barqueros en el muelle de Lunet.",
        ),
        (
            "it",
            "Il 15 aprile i barcaioli hanno chiuso il molo di Lunet.",
            "Lunedì i barcaioli potranno votare sul molo di Lunet il nuovo orario.",
        ),
    ],
)
def test_irregular_futures_are_never_put_into_the_past(language: str, past: str, coming: str) -> None:
    first = article("a", f"{past}\n{coming}", title="Lunet", date="2031-04-24", language=language, outlet="A")
    second = article("b", past, title="Lunet, 15", date="2031-04-24", language=language, outlet="B")
    lines = {line.sentence.text: line.date for line in tell(story(first, second)).timeline}
    assert lines.pop(coming, "2031-04-28") == "2031-04-28"
    assert lines == {past: "2031-04-15"}
