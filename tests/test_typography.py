"""Spaces of French, and what must be left alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.typography import in_marks, plain, text_fragment, typeset, typeset_html

CASES = [
    ("Vraiment ?", "Vraiment_?"),
    ("Vraiment?", "Vraiment_?"),
    ("Quoi ?! Oui !!!", "Quoi_?! Oui_!!!"),
    ("Deux points : voici", "Deux points~: voici"),
    ("Deux points: voici", "Deux points~: voici"),
    ("un ; deux", "un_; deux"),
    ("«mot» et « mot »", "«_mot_» et «_mot_»"),
    ("Il dit: «Oui!»", "Il dit~: «_Oui_!_»"),
    ("14 000 véhicules", "14_000 véhicules"),
    ("1 234 567 euros", "1_234_567~euros"),
    ("4,2 millions d'euros", "4,2~millions d'euros"),
    ("5 % de 18 km", "5~% de 18~km"),
    ("M. Kerry et Mme Duval", "M.~Kerry et Mme~Duval"),
    ("le n° 12", "le n°~12"),
]
LEFT_ALONE = [
    "https://exemple.fr/a?b=c;d:e!f",
    "voir www.exemple.fr/?q=1;2 et lire",
    "écrire à jean.dupont@exemple.fr",
    "à 12:30",
    "score de 3:2",
    "(!) et (?)",
    "en 2016, 350 personnes",
    "le 14/07/2016",
    "l'accord d'hier",
    "rue Saint-Denis, 75010 Paris",
    "une ligne sans signe",
]


def visible(text: str) -> str:
    return text.replace("\u202f", "_").replace("\u00a0", "~")


@pytest.mark.parametrize(("given_text", "expected"), CASES)
def test_french_spaces(given_text: str, expected: str) -> None:
    assert visible(typeset(given_text, "fr")) == expected
    assert typeset(typeset(given_text, "fr"), "fr") == typeset(given_text, "fr")


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_left_alone(text: str) -> None:
    assert typeset(text, "fr") == text


@pytest.mark.parametrize("language", ["en", "de", "und", ""])
def test_other_languages_are_left_alone(language: str) -> None:
    assert typeset("What? No: “yes”; 5 km!", language) == "What? No: “yes”; 5 km!"


@given(st.text(alphabet="aé1 0.,;:!?«»“”()'-/\u00a0\u202f€%M\n", max_size=60))
def test_words_never_change(text: str) -> None:
    spaces = re.compile("[ \u00a0\u202f\u2009]+")
    assert spaces.sub("", typeset(text, "fr")) == spaces.sub("", text)
    assert plain(typeset(text, "fr")) == plain(text)


def test_markup_keeps_tags_code_and_entities() -> None:
    markup = '<p title="a ? b">Oui ? <code>x ? y : z</code> <em>non</em> ! A &amp; B &lt; C</p>'
    assert visible(typeset_html(markup, "fr")) == (
        '<p title="a ? b">Oui_? <code>x ? y : z</code> <em>non</em>_! A &amp; B &lt; C</p>'
    )
    assert typeset_html(markup, "en") == markup


@pytest.mark.parametrize(
    ("said", "language", "expected"),
    [
        ("On ferme ?", "fr", "«_On ferme_?_»"),
        ("Wir schließen", "de", "„Wir schließen“"),
        ("Cerramos", "es", "«Cerramos»"),
        ("We are closing,", "en", "“We are closing,”"),
        ("نغلق", "ar", "«نغلق»"),
        ("“Done”, they say", "en", "“Done”, they say"),
        ("Bez zmian", "pl", "„Bez zmian”"),
        ("Selesai", "id", "“Selesai”"),
    ],
)
def test_quotations_stand_in_the_marks_of_their_language(said: str, language: str, expected: str) -> None:
    assert visible(in_marks(said, language)) == expected


def test_text_fragments_are_encoded_and_short() -> None:
    assert text_fragment("Mi-mai, c'est dit & fait") == ":~:text=Mi%2Dmai%2C%20c%27est%20dit%20%26%20fait"
    long = " ".join(f"mot{n}" for n in range(40))
    assert text_fragment(long) == ":~:text=mot0%20mot1%20mot2%20mot3,mot36%20mot37%20mot38%20mot39"
