"""Folding, words and slugs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text import LINKING, counted, fold, may_be_shouted, same_length_fold, slugify, without_elision, words


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Un bac à Lavrigny", "un-bac-a-lavrigny"),
        ("Pont de Lavrigny : ce que l'on sait de la fissure qui coupe la vallée en deux",
         "pont-de-lavrigny-ce-que-l-on-sait-de-la-fissure-qui-coupe"),
        ("Œuvre d’Ørsted à Łódź : straße", "oeuvre-d-orsted-a-lodz-strasse"),
        ("Ce que l'on en a", "ce-que-l-on-en-a"),  # not cut: its last word may be a small one
        ("日本語の見出し", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_slugs(title: str, slug: str) -> None:
    assert slugify(title) == slug


@given(st.text(max_size=300))
def test_a_slug_is_safe_in_any_address(title: str) -> None:
    slug = slugify(title)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*|", slug)
    assert len(slug) <= 60


@given(st.lists(st.sampled_from(["sommet", "vallée", "de", "la", "et", "dans", "pont"]), min_size=20, max_size=40))
def test_a_cut_slug_ends_with_a_word_that_says_something(title: list[str]) -> None:
    last = slugify(" ".join(title)).rsplit("-", 1)
    assert last[-1] not in LINKING or len(last) == 1


@given(st.text())
def test_same_length_fold_keeps_every_offset(text: str) -> None:
    assert len(same_length_fold(text)) == len(text)


@given(st.text(alphabet=st.one_of(st.sampled_from("ABEIOaeiorst .,É"), st.characters()), max_size=60))
def test_no_shouted_text_is_overlooked(text: str) -> None:
    shouted = sum(map(str.isupper, text)) > 0.5 * sum(map(str.isalpha, text))
    assert may_be_shouted(text) or not shouted


def test_words_and_elisions() -> None:
    assert words("L’accord, dit-il, n'est pas signé.") == ["L’accord", "dit-il", "n'est", "pas", "signé"]
    assert [without_elision(w) for w in ("l'accord", "qu’elle", "aujourd'hui")] == ["accord", "elle", "aujourd'hui"]
    assert fold("  L’État\u00a0À  ÉTÉ ") == "l'etat a ete"


def test_one_is_not_many() -> None:
    assert [counted(n, "story", "stories") for n in (0, 1, 2)] == ["0 stories", "1 story", "2 stories"]
