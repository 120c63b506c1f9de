"""Sentence borders and quotations: what is cut, what is kept whole, and that nothing is lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.quotations import quotations
from digest.sentences import after_dateline, first_sentences, sentences

CASES = [
    ("fr", "Il a vu M. Orsel. MM. Orsel et Calas ont parlé.", ["Il a vu M. Orsel.", "MM. Orsel et Calas ont parlé."]),
    ("fr", "Mme. Marsan et J. F. Lantier sont là. Oui.", ["Mme. Marsan et J. F. Lantier sont là.", "Oui."]),
    ("fr", "« Je viens. Je vois. » Puis il part.", ["« Je viens. Je vois. »", "Puis il part."]),
    ("fr", "Il dit : «Non. Jamais.» et sort. Elle reste.", ["Il dit : «Non. Jamais.» et sort.", "Elle reste."]),
    ("fr", "Le prix est de 3.50 euros. C'est peu.", ["Le prix est de 3.50 euros.", "C'est peu."]),
    ("fr", "Il hésite... puis part. Quoi ? demanda-t-elle.", ["Il hésite... puis part.", "Quoi ? demanda-t-elle."]),
    ("fr", "La trêve (fragile. Très fragile.) tient. Bien.", ["La trêve (fragile. Très fragile.) tient.", "Bien."]),
    ("fr", "Il a vu (...) la mer. Elle aussi.", ["Il a vu (...) la mer.", "Elle aussi."]),
    ("fr", "La rue est vide.Les gens dorment.", ["La rue est vide.", "Les gens dorment."]),
    ("fr", "On ne peut pas les deux « , a-t-il dit. Bien.", ["On ne peut pas les deux « , a-t-il dit.", "Bien."]),
    (
        "en",
        "“I am home!” Smith said. He left at 5 p.m. Monday.",
        ["“I am home!” Smith said.", "He left at 5 p.m. Monday."],
    ),
    (
        "en",
        "The U.S. President met Acme Inc. Chief Tim Cole. He left.",
        ["The U.S. President met Acme Inc. Chief Tim Cole.", "He left."],
    ),
    ("en", "She moved to the U.S. The rest stayed.", ["She moved to the U.S.", "The rest stayed."]),
    ("de", "Am 3. Oktober kam Dr. Meier. Er blieb.", ["Am 3. Oktober kam Dr. Meier.", "Er blieb."]),
    ("de", "„Das ist gut. Sehr gut“, sagte er. Ende.", ["„Das ist gut. Sehr gut“, sagte er.", "Ende."]),
    ("es", "El Sr. Quiroga habló. ¿Y usted? Nada.", ["El Sr. Quiroga habló.", "¿Y usted?", "Nada."]),
    ("it", "Il sig. Rinaldi parla. Poi tace.", ["Il sig. Rinaldi parla.", "Poi tace."]),
    ("pt", "O Sr. Prado falou. Depois calou.", ["O Sr. Prado falou.", "Depois calou."]),
    ("zh", "桥塌了。十二人受伤！", ["桥塌了。", "十二人受伤！"]),
    ("ar", "انهار الجسر. هل من جرحى؟ نعم.", ["انهار الجسر.", "هل من جرحى؟", "نعم."]),
    ("hi", "पुल गिर गया। बारह घायल।", ["पुल गिर गया।", "बारह घायल।"]),
    ("und", "One line\nanother line\n\n***\n", ["One line", "another line"]),
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_borders(language: str, text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text, language)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('«tight» et « spaced » et "straight" et “curly”', ["tight", "spaced", "straight", "curly"]),
        ("« Ouvert deux fois « , dit-il. « Autre »", ["Ouvert deux fois", "Autre"]),
        ("Il dit « dehors « dedans » dehors » fin", ["dehors « dedans » dehors"]),
        ("„unten“ und »umgekehrt«", ["unten", "umgekehrt"]),
        ("“First paragraph.\n“Second,” he said.", ["First paragraph.", "Second,"]),
        ("Un seul guillemet « sans fin", []),
        ('Un écran de 12" et "un mot" de plus', ["un mot"]),
        ("‘Foyer et incubateur’", []),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert [text[q.inner_start : q.inner_end] for q in quotations(text)] == expected


def test_a_quoted_article_is_cut_at_its_own_sentences() -> None:
    text = "« " + "Une phrase entière qui se répète encore ici. " * 60 + "»"
    assert len(sentences(text, "fr")) > 50


MARKS = st.text(alphabet="abcÉ .!?…«»“”\"'‘’()[]—\n\u00a0,0123M。؟", max_size=120)


@given(MARKS, st.sampled_from(["fr", "en", "de", "und", ""]))
def test_sentences_are_ordered_trimmed_and_lose_no_letter(text: str, language: str) -> None:
    spans = sentences(text, language)
    assert spans == sorted(spans)
    assert all(a < b and text[a:b] == text[a:b].strip() for a, b in spans)
    assert all(spans[i][1] <= spans[i + 1][0] for i in range(len(spans) - 1))
    kept = "".join(text[a:b] for a, b in spans)
    assert sum(c.isalnum() for c in kept) == sum(c.isalnum() for c in text)


@given(MARKS, st.sampled_from(["fr", "en", "und"]), st.integers(0, 3))
def test_the_first_sentences_are_those_of_all(text: str, language: str, count: int) -> None:
    assert first_sentences(text, language, count) == sentences(text, language)[:count]


@given(MARKS)
def test_quotations_are_ordered_and_apart(text: str) -> None:
    found = quotations(text)
    assert all(q.start < q.inner_start <= q.inner_end <= q.end <= len(text) for q in found)
    assert all(found[i].end <= found[i + 1].start for i in range(len(found) - 1))


@pytest.mark.parametrize(
    ("behind", "inner"),
    [
        ("Elle reprendra à Pâques », dit-il.", ["La criée est fermée.", "Elle reprendra à Pâques"]),
        ("Il le croit ». Le port attend « la pluie ».", ["La criée est fermée.", "Il le croit", "la pluie"]),
        ("Il a remercié ses marins : Ils ont tenu ». Rien n'est perdu », ajoute-t-il.", []),
    ],
)
def test_a_paragraph_that_closes_twice_ends_no_quotation_of_the_one_before(behind: str, inner: list[str]) -> None:
    text = f"Le patron a dit : « La criée est fermée.\n\n{behind}"
    assert [text[q.inner_start : q.inner_end] for q in quotations(text)] == inner


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("‘We will not close it,’ she said. ‘Never.’", ["We will not close it,", "Never."]),
        ("The ‘gate’ campaigners’ boats, she said, were out.", []),
        ("“He told me ‘go home,’ and I went,” she said.", ["He told me ‘go home,’ and I went,"]),
        ("—No vamos a cerrar el puerto —dijo Ana—. Es así.", ["No vamos a cerrar el puerto"]),
        ("– un point de la liste, sans verbe ensuite", []),
        ("— Bonjour, dit-il.", []),
    ],
)
def test_single_marks_and_dashes(text: str, inner: list[str]) -> None:
    assert [text[q.inner_start : q.inner_end] for q in quotations(text)] == inner


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("LÜNHAFEN, 7 mars (Interlignes) – Le port ferme.", "Le port ferme."),
        ("GREYHAVEN — The harbour closed.", "The harbour closed."),
        ("GREYHAVEN, Northshire, Jan 3 (Wireline) - The harbour", "The harbour"),
        ("Lünhafen (dnb) - Der Hafen", "Der Hafen"),
        ("(WNN) Three ships", "Three ships"),
        ("VALDEIRA – “Não”, disse", "“Não”, disse"),
        ("SAINT-ORS, le 4 mai 2031 — Deux ponts", "Deux ponts"),
        ("ЛУГАНО — Мост открыт", "Мост открыт"),
    ],
)
def test_words_begin_behind_a_dateline(text: str, rest: str) -> None:
    assert text[after_dateline(text) :] == rest


@pytest.mark.parametrize(
    "text",
    [
        "Vernay – Saint-Ors en deux heures",
        "SNCX – RATQ : la grève",
        "Le maire – élu en 2030 – a dit",
        "Jean Orsel, 45 ans – maire – a dit",
        "Jean Orsel (PX) a dit",
        "Le 7 mars – date de la fête",
        "NASX - which launched the probe - said",
        "— Oui, dit-il",
        "FILE - In this photo",
        "他说——不",
        "Новый мост через реку откроют весной - Дорога станет короче",
        "Το λιμάνι άνοιξε ξανά - Οι ψαράδες γύρισαν",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert after_dateline(text) == 0
