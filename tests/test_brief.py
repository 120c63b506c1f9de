"""In brief: which line comes first, which may follow, and which sentences are never lines."""

from __future__ import annotations

import pytest
from tell_cases import article, story

from digest.tell import tell
from digest.tell.background import is_background
from digest.tell.brief import brief
from digest.tell.captions import is_caption
from digest.tell.material import Material
from digest.tell.options import Options
from digest.tell.references import leans
from digest.tell.standing import stands_alone

FRENCH = """Le conseil d'Orsel a voté mardi la fermeture de la digue de Marsanne.
La mairie garde une voie pour les ambulances du canton.
{}"""

ENGLISH = """The council of Orsel voted on Tuesday to close the dam at Marsanne.
The hall was built in 1931, and the images of its roof went around the world.
{}"""


def _background(text: str, language: str) -> bool:
    material = Material(story(article("a", text, date="2031-09-10", language=language)), Options())
    return is_background(material, material.units[0])


def _is_a_line(text: str, language: str) -> bool:
    """Whether a sentence that follows two others can be a line."""
    whole = (FRENCH if language == "fr" else ENGLISH).format(text)
    material = Material(story(article("a", whole, date="2031-09-10", language=language)), Options())
    unit = next(u for u in material.units if text.startswith(u.text) and u.place >= 2)
    return stands_alone(material, unit) and not leans(material, unit)


@pytest.mark.parametrize(
    "text",
    [
        "Consultée au printemps, la mairie avait promis de garder une voie ouverte aux pêcheurs.",
        "Rentrée d'Algérie lundi, la gardienne a été entendue par les gendarmes de Belmouth.",
        "Mercredi soir, les députés de Brasse l'avaient enjoint de rendre la digue aux pêcheurs.",
        "Selon une cousine, la nourrice lui aurait caché pendant huit jours la lettre du canton.",
        "La proposition de loi, que les élus de Brasse veulent écrire, passerait au printemps.",
        "Comme toutes les digues du canton, Marsanne attend ses pierres depuis dix ans.",
        "Le préfet a ajouté que la facture de Marsanne serait payée par le canton d'Orsel.",
        "Dans une déclaration séparée, le canton d'Orsel a promis neuf millions à Marsanne.",
        "Marsanne a perdu deux cents pierres en neuf jours de vent, indique le quotidien.",
        "Opération de secours des pêcheurs qui protestent avant le discours de Paul Girod à Brasse.",
        "Anne Delorme a reçu mardi les banquiers du canton pour leur en livrer les détails.",
        "Orsel, qui doutait du canton d'Anne Delorme depuis mai, n'y a pas été associé.",
        "Une collecte lancée alors par Paul Girod, ancien gardien et ami d'Anne Delorme.",
        "Paul Girod a promis mardi 500 couronnes à la « digue », selon les comptes d'Orsel.",
        "A titre indicatif, la digue d'Orsel avait coûté 40 millions d'euros en 1931.",
        "Selon Paul Girod, « ce matelas » a servi en mars à payer neuf digues du canton.",
        "Un port entièrement au service de la pêche, connu pour ses ventes du mardi matin.",
        "Une vente lancée alors par Paul Girod, ancien gardien et ami d'Anne Delorme.",
        "Plutôt rassurant : Paul Girod a passé la journée de lundi sur la digue de Marsanne.",
    ],
)
def test_french_sentences_that_lean(text: str) -> None:
    assert not _is_a_line(text, "fr")


@pytest.mark.parametrize(
    "text",
    [
        "Anne Delorme a reçu mardi les banquiers du canton pour en finir avec les dettes d'Orsel.",
        "Paul Girod a promis mardi 500 couronnes à la « nounou » des pêcheurs, selon Orsel.",
        "Consultée au printemps, la Ligue des pêcheurs d'Orsel avait refusé les plans du canton.",
        "Mercredi soir, Paul Girod a perdu : Anne Delorme l'a accusé devant les députés de Brasse.",
        "Selon une cousine, la nourrice aurait caché pendant huit jours une lettre du canton.",
        "La proposition de loi des élus de Brasse passerait au printemps devant le canton d'Orsel.",
        "Fragilisées par les tempêtes, neuf digues du canton ferment une voie sur deux à Orsel.",
        "Un Grison de 31 ans se trouve depuis lundi sur la digue de Marsanne avec ses pierres.",
        "La préfète Anne Delorme remet lundi neuf millions d'euros aux pêcheurs de Marsanne.",
        "Le journal Orsel Matin a publié mercredi les comptes de la digue de Marsanne.",
        "Marsanne a perdu deux cents pierres en neuf jours, indique le quotidien Orsel Matin.",
    ],
)
def test_french_sentences_that_only_look_so(text: str) -> None:
    assert _is_a_line(text, "fr")


@pytest.mark.parametrize(
    "text",
    [
        "Opened in May by Greta Orbach, the hall was praised by three papers of the coast.",
        "Known as a sleeper, it is a stone that moves a little with each tide of the year.",
        "Once the hall was dry, a crew from Norvale rebuilt its roof in nine weeks.",
        "Other members of the council said the dam should stay open to small boats.",
        "While some of those stubborn keepers left Norvale in May, three stayed with the boats.",
        "Greta Orbach of the Norvale League told the magazine that the stones were sold in 2029.",
        "Hugo Stern was referring to a dam in Norvale that broke and drowned nine horses.",
        "Greta Orbach, who turned 62 in May, made the announcement in a letter from Norvale.",
        "In tears, the 35-year-old keeper walked along the wall with a flag of Norvale.",
        "Greta Orbach, the keeper of Norvale, speaks at a hearing in Belmouth November 8, 2031.",
        "Norvale forward Tom Brandt (10) runs past Orsel back Hugo Stern (21) during the second half.",
        "The burned hull of the ferry that sank, off the island of Norvale, on Sunday.",
        "The wall of Norvale stands in the middle of four lesser dams (Orsel University)",
        "(Hugo Marsan for the Norvale League of Keepers, in a file of May 2031)",
    ],
)
def test_english_sentences_that_lean(text: str) -> None:
    assert not _is_a_line(text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "Opened in May by Greta Orbach, Norvale's new hall was praised by three papers of the coast.",
        "Greta Orbach told the magazine of the Norvale League that the stones were sold in 2029.",
        "Norvale asks 40 crowns a year of those who own a boat behind the dam at Marsanne.",
        "Greta Orbach made the announcement that Norvale will pay for nine of the dams.",
        "The 38-year-old Tom Brandt has repaired nine dams in Norvale and two in Belmouth.",
        "Greta Orbach (62) and Hugo Stern (58) were elected keepers of the dam in Norvale.",
        "The ferry that sank off Norvale carried nine horses from the island of Belmouth.",
        "On Thursday, November 8, 2031, Greta Orbach opened the first hearing in Belmouth.",
    ],
)
def test_english_sentences_that_only_look_so(text: str) -> None:
    assert _is_a_line(text, "en")


def test_the_headlines_own_article_tells_it_first() -> None:
    """Of one day, what another article tells of the day before isn't put above it."""
    after = article(
        "a",
        "La préfète Anne Delorme a rencontré dimanche les pêcheurs de Marsanne sur la digue, malgré le port.",
        title="Anne Delorme justifie sa rencontre avec les pêcheurs de Marsanne",
        date="2031-09-10",
    )
    before = article(
        "b",
        "Le port d'Orsel a menacé jeudi la préfète Anne Delorme d'une grève, "
        "si la rencontre prévue dimanche avec les pêcheurs de Marsanne a lieu sur la digue.",
        title="Le port d'Orsel menace la préfète d'une grève",
        date="2031-09-10",
    )
    told = tell(story(after, before))
    assert told.headline.article_id == "a"
    assert [s.article_id for s in told.brief] == ["a"]


def test_what_is_to_come_in_another_article_may_have_come() -> None:
    lead = "Le conseil d'Orsel a voté mardi la fermeture de la digue de Marsanne, par neuf voix contre deux."
    title = "Le conseil d'Orsel vote la fermeture de la digue de Marsanne"
    further = (
        "Les pêcheurs de Marsanne, menés par Irène Calas, {} mercredi « neuf millions d'euros » au port de Belmouth."
    )
    for verb, shown in (("ont réclamé", 2), ("réclameront", 1)):
        other = article("b", further.format(verb), title="Irène Calas et les pêcheurs de la digue", date="2031-09-10")
        assert len(tell(story(article("a", lead, title=title, date="2031-09-10"), other)).brief) == shown


def test_an_older_article_adds_no_line() -> None:
    lead = "Le conseil d'Orsel a voté mardi la fermeture de la digue de Marsanne, par neuf voix contre deux."
    title = "Le conseil d'Orsel vote la fermeture de la digue de Marsanne"
    further = (
        "Les pêcheurs de Marsanne, menés par Irène Calas, ont réclamé « neuf millions d'euros » au port de Belmouth."
    )
    for day, shown in (("2031-09-09", 2), ("2031-09-02", 1)):
        other = article("b", further, title="Irène Calas et les pêcheurs de la digue", date=day)
        assert len(tell(story(other, article("a", lead, title=title, date="2031-09-10"))).brief) == shown


def test_a_day_that_is_none_tells_nothing() -> None:
    lead = "Le conseil d'Orsel a voté mardi la fermeture de la digue de Marsanne, par neuf voix contre deux."
    a = article("a", lead, title="Le conseil d'Orsel ferme la digue", date="2031-02-30")
    b = article("b", lead.replace("neuf", "huit"), title="La digue fermée par le conseil", date="2031-02")
    assert tell(story(a, b)).brief


def test_a_second_opening_that_tells_the_news_again_is_no_line() -> None:
    a = article(
        "a",
        "Le conseil d'Orsel a voté mardi la fermeture de la digue de Marsanne, par neuf voix contre deux.",
        title="Le conseil d'Orsel vote la fermeture de la digue de Marsanne",
        date="2031-09-10",
    )
    b = article(
        "b",
        "La digue de Marsanne fermera pour deux ans, a décidé mardi le conseil d'Orsel au terme d'un long débat.",
        title="Marsanne : la digue va fermer",
        date="2031-09-10",
    )
    assert len(tell(story(a, b)).brief) == 1


def test_a_message_without_marks_is_no_line() -> None:
    message = "Orsel has paid for a wall of promises that no keeper at Marsanne ever saw"
    lead = "Greta Orbach, a keeper, attacked the council of Orsel on Tuesday over the dam at Marsanne."
    title = "Keeper attacks council of Orsel over dam"
    a = article("a", f"{lead}\n“{message},” Orbach wrote.", title=title, date="2031-09-10", language="en")
    b = article("b", f"{lead}\n{message}.", title="Orsel's council attacked", date="2031-09-10", language="en")
    assert all(message not in s.text for s in brief(Material(story(a, b), Options())))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La mairie d'Orsel avait promis au printemps une digue aux pêcheurs."),
        ("fr", "Trois heures et demie après le vote du canton, le bac d'Orsel avait repris la mer."),
        ("fr", "Anne Delorme s'était engagée devant le canton à payer les pierres."),
        ("fr", "Anne Delorme était devenue en trois hivers le visage de la digue."),
        ("fr", "Ces dernières années, le port d'Orsel a perdu ses grues une à une."),
        ("fr", "En mars 2024, le port d'Orsel perdait sa plus vieille grue."),
        ("fr", "Anne Delorme est journaliste à Orsel Matin et vit près de la digue."),
        ("fr", "Initialement nommée à Brasse, Anne Delorme a rejoint le canton en mai."),
        ("en", "Greta Orbach had beaten the council of Norvale in two elections."),
        ("en", "In recent months, Greta Orbach has told friends that she would leave."),
        ("en", "The ferry was built in 2014 for the fishermen of Norvale."),
        ("en", "Hugo Stern is a Norvale writer and a columnist of the Harbour Mail."),
        ("de", "Der Hafen hatte im Frühjahr neue Kräne bestellt."),
        ("de", "Seit Jahren streiten die Fischer von Lunet über den Deich."),
        ("es", "El puerto de Lunet había comprado dos grúas en primavera."),
        ("it", "Il porto di Lunet aveva comprato due gru in primavera."),
        ("pt", "O porto de Lunet havia comprado duas gruas na primavera."),
    ],
)
def test_what_was_before_the_news_is_background(language: str, text: str) -> None:
    assert _background(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le maire d'Orsel, qui avait promis une digue, démissionne."),
        ("fr", "Le maire d'Orsel reconnaît qu'il avait promis une digue aux pêcheurs."),
        ("fr", "Le bac d'Orsel a repris la mer, comme le canton l'avait promis."),
        ("fr", "Le gardien de la digue avait 93 ans et neuf petits-enfants."),
        ("fr", "La digue d'Orsel n'a jamais autant coûté depuis 2024."),
        ("fr", "Le port d'Orsel, bâti en 2024, ferme mercredi pour deux ans."),
        ("fr", "Anne Delorme est élue à la tête du canton d'Orsel."),
        ("en", "The keeper who had promised a wall resigned on Monday."),
        ("en", "Greta Orbach said that the council had promised her a wall."),
        ("en", "The council of Norvale had seven members in favour of the wall."),
        ("en", "The ferry built in 2014 sank off Norvale on Monday."),
        ("en", "Norvale has its highest wall since 2014."),
        ("en", "Greta Orbach is a candidate for the council of Norvale."),
        ("de", "Der Hafen hatte am Montag zwei Kräne."),
        ("de", "Das Schiff, das der Hafen bestellt hatte, sank am Montag."),
        ("es", "El puerto de Lunet ha comprado dos grúas."),
        ("it", "Il porto di Lunet ha comprato due gru."),
        ("pt", "O porto de Lunet comprou duas gruas."),
    ],
)
def test_what_only_mentions_earlier_things_is_none(language: str, text: str) -> None:
    assert not _background(text, language)


LEAD = "Le conseil d'Orsel a voté mardi la fermeture de la digue de Marsanne, par neuf voix contre deux."
TITLE = "Le conseil d'Orsel vote la fermeture de la digue de Marsanne"


def test_a_scene_above_the_news_is_no_first_line() -> None:
    scene = "Les goélands tournent sur la digue quand Paul Girod sort de sa cabane avec deux seaux de peinture."
    told = tell(story(article("a", f"{scene}\n{LEAD}", title=TITLE, date="2031-09-10")))
    assert [s.text for s in told.brief] == [LEAD]


BOOTS = "Des bottes jaunes pendent à la porte du canton depuis samedi."


def test_a_line_that_says_the_headline_is_better_than_none() -> None:
    lead = "La préfète Anne Delorme a confirmé lundi qu'elle attend un troisième enfant."
    a = article("a", f"{lead}\n{BOOTS}", title="La préfète Anne Delorme attend un troisième enfant")
    assert [s.text for s in tell(story(a)).brief] == [lead]


def test_a_standfirst_without_a_stop_may_open() -> None:
    whole = LEAD.removesuffix(".") + " (Brasse)"
    a = article("a", f"{whole}\n{BOOTS}", title=TITLE)
    assert [s.text for s in tell(story(a)).brief] == [whole]


@pytest.mark.parametrize(
    "cut",
    [
        "Le conseil d'Orsel a voté mardi la fermeture de la digue de Marsanne, par neuf voix contre",
        "La fermeture de la digue de Marsanne par le conseil d'Orsel, mardi, neuf voix contre deux",
        "Le conseil d'Orsel vote la fermeture de la digue",
    ],
)
def test_what_is_cut_or_no_sentence_is_no_standfirst(cut: str) -> None:
    told = tell(story(article("a", f"{cut}\n{BOOTS}", title=TITLE)))
    assert all(s.text != cut for s in told.brief)


def test_a_number_cut_in_two_is_no_line() -> None:
    text = (
        "The harbour office said the wave at Marsanne had a height of 5. 9 metres is what the keepers of Norvale told."
    )
    told = brief(Material(story(article("a", text, title="Wave at Marsanne", language="en")), Options()))
    assert told == ()


def test_what_is_added_inside_the_sentence_leans_on_nothing() -> None:
    shown = "Greta Orbach praised the keepers of the dam at Marsanne on Tuesday but also the council of Orsel."
    for text, lines in ((shown, 1), (shown.replace("but also", "who also thanked"), 0)):
        told = brief(Material(story(article("a", text, title="Orbach praises keepers", language="en")), Options()))
        assert len(told) == lines


def test_the_words_under_a_picture_are_no_line() -> None:
    under = "Paul Girod, le gardien de la digue de Marsanne, attend le vote du conseil d'Orsel. (Ida Brandt)"
    above = tell(story(article("a", f"{under}\n{LEAD}", title=TITLE)))
    assert [s.text for s in above.brief] == [LEAD]
    signed = tell(story(article("a", f"{LEAD} (AFP)", title=TITLE)))
    assert [s.text for s in signed.brief] == [LEAD]
    assert is_caption("Greta Orbach leaves a meeting of keepers Tuesday, May 8, 2031, in Norvale.")
    assert not is_caption("Greta Orbach left the council on Tuesday, May 8, 2031, in Norvale.")


def test_a_party_in_brackets_is_no_caption() -> None:
    assert not is_caption("Norvale Gov. Greta Orbach (R) signed the bill on Tuesday.")
    assert is_caption("Greta Orbach (L) and Hugo Stern (R) sign the bill.")


@pytest.mark.parametrize("name", ["Judge Hugo M. Stern", "Greta and Hugo Stern"])
def test_half_of_a_full_name_is_no_stranger(name: str) -> None:
    text = f"The council of Orsel named {name} keeper of the dam at Marsanne on Tuesday after a long debate."
    told = brief(Material(story(article("a", text, title="Council of Orsel names keeper", language="en")), Options()))
    assert len(told) == 1


def test_what_another_outlet_opens_with_follows() -> None:
    other = "Le port de Belmouth a porté plainte mercredi contre Irène Calas pour le vol de neuf barques de secours."
    open_ = other.replace("a porté", "porterait")
    for text, shown in ((other, 2), (open_, 1)):
        a = article("a", LEAD, title=TITLE, date="2031-09-10")
        b = article("b", text, title="Belmouth porte plainte contre Irène Calas", date="2031-09-10")
        assert len(tell(story(a, b)).brief) == shown


@pytest.mark.parametrize(
    ("language", "title", "above", "lead"),
    [
        (
            "de",
            "Lunet baut einen neuen Deich",
            "Startseite Küste\nVon Ida Brandt\nLunet. ",
            "Die Bürgermeisterin von Lunet, Ida Brandt, hat am Montag den ersten Stein des neuen Deichs gesetzt.",
        ),
        (
            "es",
            "Lunet abre el nuevo puerto",
            "Portada local\n",
            "La alcaldesa de Lunet, Inés Robledo, abrió el lunes el nuevo puerto ante dos mil vecinos.",
        ),
        (
            "it",
            "Lunet apre il nuovo porto",
            "Cronaca locale\n",
            "La sindaca di Lunet, Ines Robaldo, ha aperto lunedì il nuovo porto davanti a duemila abitanti.",
        ),
        (
            "pt",
            "Lunet abre o novo porto",
            "Capa local\n",
            "A prefeita de Lunet, Inês Robledo, abriu na segunda-feira o novo porto diante de dois mil moradores.",
        ),
    ],
)
def test_an_article_of_any_language_has_its_lead_in_brief(language: str, title: str, above: str, lead: str) -> None:
    told = tell(story(article("a", above + lead, title=title, date="2031-09-10", language=language)))
    assert [s.text for s in told.brief] == [lead]


def test_what_lies_ahead_in_another_article_is_no_first_line_either() -> None:
    title = "La rencontre de la préfète avec les pêcheurs de Marsanne a eu lieu"
    own = "Les filets sèchent devant les cabanes.\nLe vent a chassé tout le monde, et puis la pluie est venue."
    ahead = "La rencontre de la préfète Anne Delorme avec les pêcheurs de Marsanne {} dimanche sur la digue du port."
    for verb, shown in (("a duré une heure", 1), ("commencera", 0)):
        a = article("a", own, title=title, date="2031-09-10")
        b = article("b", ahead.format(verb), title="La préfète et les pêcheurs", date="2031-09-09")
        assert len([s for s in tell(story(a, b)).brief if s.article_id == "b"]) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("La femme qui tenait la barre du bac d'Orsel a été entendue lundi par les gendarmes de Brasse.", True),
        ("La femme a été entendue lundi par les gendarmes de Brasse au sujet du bac d'Orsel.", False),
        ("Les pêcheurs d'Orsel n'ont jamais vidé leurs cales aussi vite que lundi, selon la mairie de Brasse.", True),
        ("Les pêcheurs d'Orsel ont aussi vidé lundi leurs cales devant la mairie de Brasse.", False),
        ("Dans le quotidien belge Le Relais, la préfète Anne Delorme se dit certaine de payer la digue d'Orsel.", True),
        (
            "Des pêcheurs en bottes sur le quai d'Orsel, prêts à partir, face à la digue olympique à peine bâtie.",
            False,
        ),
    ],
)
def test_first_lines_that_introduce_themselves(text: str, shown: bool) -> None:
    a = article("a", text, title="Orsel : la digue, le bac et les pêcheurs de Brasse", date="2031-09-10")
    assert bool(tell(story(a)).brief) == shown


def test_the_headline_introduces_its_nouns() -> None:
    text = f"{BOOTS}\nInterpellée lundi à Brasse, la gardienne de la digue est rentrée chez elle mercredi soir."
    for title, shown in (("La gardienne de la digue est libre", True), ("Marsanne attend", False)):
        told = tell(story(article("a", text, title=title, date="2031-09-10")))
        assert any(s.text.startswith("Interpellée") for s in told.brief) == shown


def test_what_happened_months_ago_is_no_further_line() -> None:
    other = "Le port de Belmouth a porté plainte {} contre Irène Calas pour le vol de neuf barques de secours."
    for day, shown in (("le 8 septembre", 2), ("le 8 juin", 1)):
        a = article("a", LEAD, title=TITLE, date="2031-09-10")
        b = article("b", other.format(day), title="Belmouth porte plainte contre Irène Calas", date="2031-09-10")
        assert len(tell(story(a, b)).brief) == shown


def test_where_a_feature_is_the_headline_the_report_opens() -> None:
    report = "Le bac de Lunet a coulé lundi devant le port de Marsanne, sans faire de blessé, selon la mairie d'Orsel."
    scene = "Sous la lampe du café des Brumes, quelqu'un pose deux tasses et regarde le patron plier une carte marine."
    a = article("a", report, title="Le bac de Lunet coule devant Marsanne", date="2031-09-06")
    b = article("b", scene, title="Le bac de Lunet, petite chronique des vents", date="2031-09-10")
    told = tell(story(a, b))
    assert told.headline.article_id == "b"
    assert [s.text for s in told.brief] == [report]


def test_an_older_state_gives_way_to_the_headlines_own_article() -> None:
    """The newest article says its news in other words than its title does, behind a sentence that says nothing."""
    closed = article(
        "a",
        "La tour de Marsanne est interdite au public depuis ce lundi matin, 7 heures.\nUne pierre est tombée du toit.",
        title="La tour de Marsanne interdite au public",
        date="2031-03-03",
    )
    settled = article(
        "b",
        "Le chantier se dessine à Marsanne. L'ancien beffroi, barricadé depuis le 3 mars, devrait ouvrir ses portes "
        "dès la mi-juin, a indiqué samedi la commune de Marsanne lors d'une réunion publique.\n"
        "La réouverture entière serait visée avant la rentrée scolaire.",
        title="Tour de Marsanne : réouverture visée avant la rentrée scolaire",
        date="2031-03-09",
        outlet="L'Écho",
    )
    told = brief(Material(story(closed, settled), Options()))
    assert told[0].article_id == "b"
    assert "mi-juin" in told[0].text
