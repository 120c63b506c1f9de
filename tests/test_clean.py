"""Cleaning: golden cases under tests/cases/clean, rules one by one, promises that hold for any text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from patterns import growing

from digest import dates
from digest.clean import (
    Options,
    classify,
    clean,
    credits,
    judge,
    kinds,
    phrases,
    recurring_lines,
    rules,
    runs,
    shape,
    title,
    weights,
    words,
)
from digest.clean import repair as repair_room
from digest.clean.line import Line, lines_of
from digest.clean.repair import repair
from digest.dates.words import LANGUAGES
from digest.export import in_order
from digest.formats import parse
from digest.model import Article, ArticleDecision, Block, Claim, Document, Recipe, Source
from digest.tables import read_toml

HARENG = (
    "Les biologistes du détroit ont compté deux fois plus de bancs qu'en mars, et ils attendent encore les relevés des "
    "deux navires partis vers le large."
)
HARENG_MORE = (
    "Les pêcheurs demandent que le quota soit relevé avant l'ouverture, comme le prévoit l'accord signé jeudi."
)
CASES = Path(__file__).parent / "cases" / "clean"


def cleaned(text: str, **more: Any) -> Article:
    return clean(parse(Source("article.txt", text.encode())), Options(), **more)


def document(*texts: str, path: str = "a.txt", outlet: str = "", kind: str = "text") -> Document:
    claims = (Claim("outlet", outlet, "folder"),) if outlet else ()
    blocks = tuple(Block(text, line=i) for i, text in enumerate(texts, 1))
    return Document(path, kind, blocks, claims)


def shown(article: Article) -> dict[str, Any]:
    return {
        "title": [article.title.value, article.title.origin],
        "kept": [[block.line, block.kind, block.text] for block in article.kept],
        "removed": [[removal.block.line, removal.rule, removal.block.text] for removal in article.removals],
    }


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_case(case: Path, update_golden: bool) -> None:
    article = clean(parse(Source("input.txt", (case / "input.txt").read_bytes())), Options())
    expected = case / "expected.json"
    if update_golden:
        expected.write_text(json.dumps(shown(article), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert shown(article) == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "name", ["clean_article", "article_about_buttons", "recipe", "line_up", "verse", "chronicle", "run_in_heads"]
)
def test_what_must_stay(name: str) -> None:
    article = clean(parse(Source("input.txt", (CASES / name / "input.txt").read_bytes())), Options())
    assert article.removals == ()


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("de l’\u05a4État", "de l’État", "stray_combining_mark"),
        ("« Non, on ne peut pas « , a dit Ada", "« Non, on ne peut pas\u00a0», a dit Ada", "wrong_direction_guillemet"),
        ("lâ€™Ã‰tat a signÃ©", "l’État a signé", "mojibake"),
        ("dÃ©jÃ  Ã  quai", "déjà à quai", "mojibake"),
        ("rentrÃ© Ã Anse", "rentré à Anse", "mojibake"),
        ("voilÃ , dit RenÃ©e", "voilà, dit Renée", "mojibake"),
        ("10Â 000 pÃªcheurs", "10\u00a0000 pêcheurs", "mojibake"),
        ("l’ac\u00adcord", "l’accord", "soft_hyphen"),
        ("le\u200b hareng", "le hareng", "zero_width_mark"),
        ("Fin.\u00a0Le lendemain", "Fin. Le lendemain", "nbsp_as_plain_space"),
        ("il est parti.\u00a0", "il est parti.", "trailing_nbsp"),
        ('des "résultats" .', 'des "résultats".', "space_before_full_stop"),
        ("a" + "\u0301" * 50, "a" + "\u0301" * 4, "capped_marks"),
    ],
)
def test_repairs(before: str, after: str, rule: str) -> None:
    text, edits, _ = repair(before)
    assert text == after
    assert rule in {edit.rule for edit in edits}


@pytest.mark.parametrize(
    "text",
    [
        "« Oui », dit-elle : 10\u00a0000 tonnes, 50\u00a0% du quota\u00a0; pourquoi\u00a0?",
        "M.\u00a0Vidal et Mme\u00a0Brandt",
        "w\u00a0domu i\u00a0na morzu",
        "Il appelle à\u00a0«\u00a0voter\u00a0»",
        "½ ﬁn ① Ａ",
        "שָׁלוֹם",
        "النَّصّ",
        "می\u200cخواهم",
        "Việt Nam, e\u0301te\u0301",
        "SÃO PAULO",
        "la lettre Ã est portugaise, Â aussi",
        "copération, Sergeï",
    ],
)
def test_what_repair_leaves_alone(text: str) -> None:
    assert repair(text) == (text, (), 0)


def test_offsets_survive_repair() -> None:
    source = "Un\u00ad mot\u200b et l’\u05a4État\u00a0"
    _, edits, _ = repair(source, 100)
    for edit in edits:
        assert edit.offset is not None
        assert source[edit.offset - 100 :].startswith(edit.before)


@pytest.mark.parametrize(
    "hostile",
    [
        " " * 1_000_000 + "x",
        "a" + "\u0301" * 1_000_000,
        "«" * 1_000_000,
        "x.\u00a0" * 300_000,
        "\u05a4" * 1_000_000,
        "Ã©" * 500_000,
    ],
    ids=["spaces", "marks", "guillemets", "no-break", "strays", "mojibake"],
)
def test_repair_ends(hostile: str) -> None:
    text, edits, _ = repair(hostile)
    assert len(text) <= len(hostile)
    assert len(edits) <= len(hostile)


def test_no_pattern_of_repair_can_take_more_than_linear_time() -> None:
    assert growing(vars(repair_room)) == {
        "_ABBREVIATION",  # sees twelve characters
        "_SPACE_BEFORE_STOP",  # begins behind a quotation mark only, so once in a run of spaces
    }


@pytest.mark.parametrize(
    "line",
    [
        "Nous utilisons des cookies et d'autres traceurs pour mesurer l'audience du site. Cliquer sur « Je refuse » "
        "n'y changera rien pour vous.",
        'We use cookies to remember what you like and to count our visitors; press "Reject all" at any time if you '
        "would rather not.",
        "Nous et nos 311 partenaires gardons sur votre appareil de quoi le reconnaître.",
        "We and our 57 partners keep data on your device.",
        "Avec votre accord, nous et nos 214 partenaires gardons sur votre appareil de quoi le reconnaître d'un jour à "
        "l'autre. Nous utilisons des cookies pour compter nos lecteurs, pour choisir les réclames qui vous sont "
        "montrées et pour savoir quelles pages vous plaisent. Vous pouvez changer d'avis quand il vous plaira, en bas "
        "de chaque page, et nous garderons votre choix six mois.",
        "We use cookies to remember what you like, to count our visitors and to pay for our newsroom. Some of them are "
        "set by others, who keep their own rules about what they learn from you. You may refuse all but those without "
        "which the site would not work, and you may change your mind later, at the foot of any page of ours.",
    ],
)
def test_a_notice_that_names_its_buttons(line: str) -> None:
    assert Line(Block(line)).phrase == "cookie_notice"
    article = cleaned(f"{line}\n\nLes bancs sont revenus\n\n{HARENG}\n\n{HARENG_MORE}")
    assert article.title.value == "Les bancs sont revenus"


@pytest.mark.parametrize(
    "line",
    [
        "« Nous utilisons des cookies parce que tout le monde le fait, et nos lecteurs le savent bien », répond le "
        "patron du journal, qui promet « une autre voie ».",
        "Le quotidien écrit qu'il s'arrête : « Nous utilisons des cookies depuis dix ans, cela n'a jamais rapporté "
        "de quoi payer un seul journaliste ».",
        "Nous et nos partenaires avons cru à ce port, dit-elle.",
        "Le tribunal a rappelé jeudi que nul ne peut être suivi sans le vouloir. Nous utilisons des cookies, avait "
        "plaidé la société, parce que vos lecteurs et les nôtres ne paient plus rien depuis dix ans, et que vous "
        "n'avez rien proposé d'autre. Les juges n'ont pas suivi : la société devra demander leur accord à ceux qui "
        "passent la porte de son site, et le prouver au greffe avant la fin du mois de juin.",
    ],
)
def test_what_is_said_of_cookies_stays(line: str) -> None:
    assert Line(Block(line)).phrase == ""


@pytest.mark.parametrize("under", ["", "Publié le 4 mai 2021\n\n", "Par Ana Belo\n\n4 mai 2021\n\n"])
@pytest.mark.parametrize(
    "line", ["La filière ostréicole souffle", "Pluie de records", "Un hiver sans neige", "Der Winter bleibt aus"]
)
def test_a_first_line_above_prose_is_the_title(line: str, under: str) -> None:
    article = cleaned(f"{line}\n\n{under}{HARENG}\n\n{HARENG_MORE}")
    assert (article.title.value, article.title.origin) == (line, "text")
    assert line not in article.text


def test_a_brief_of_one_sentence_has_its_title() -> None:
    article = cleaned("La digue tient bon\n\nElle a résisté à la tempête de lundi, dit la mairie.")
    assert article.title.value == "La digue tient bon"
    assert "digue" not in article.text


@pytest.mark.parametrize(
    "line",
    ["Ana de la Cruz", "Lundi 4 mai", "Lunhafen, de notre correspondante :", "Lunhafen (côte nord)", "Sport", "AFP"],
)
def test_a_first_line_that_is_no_title(line: str) -> None:
    article = cleaned(f"{line}\n\n{HARENG}\n\n{HARENG_MORE}")
    assert article.title.origin == "made"


def test_crawl_prefix_is_a_removal_of_its_own() -> None:
    article = cleaned("date 2021-11 Réunis lundi, les ministres ont signé un accord sur le hareng à Lunhafen.")
    assert [(r.rule, r.block.text) for r in article.removals] == [("crawl_prefix", "date 2021-11")]
    assert article.kept[0].start == len("date 2021-11 ")


@pytest.mark.parametrize(
    "line", ["Rechercher", "• Copié", "Share this article", "Lesen Sie auch", "Читайте также", "もっと見る"]
)
def test_furniture_by_its_wording(line: str) -> None:
    assert Line(Block(line)).phrase in rules.PHRASE_RULES


@pytest.mark.parametrize(
    "line",
    [
        "Économie",
        "L'accueil des réfugiés",
        "Le menu du jour",
        "Recherche désespérément maison",
        "Publier ou périr",
        "Paris",
    ],
)
def test_what_wording_leaves_alone(line: str) -> None:
    assert Line(Block(line)).phrase == ""


def test_every_section_of_the_word_lists_is_a_rule() -> None:
    known = phrases._phrases()
    assert set(known.whole.values()) <= set(rules.PHRASE_RULES)
    assert {rule for _, rule in known.contains} <= set(rules.PHRASE_RULES)


def _letter(body: str) -> Article:
    head = "From: L <l@lunhafen.example>\nSubject: La lettre du port\nContent-Type: text/html; charset=utf-8\n\n"
    return clean(parse(Source("l.eml", f"{head}<html><body>{body}</body></html>".encode())), Options())


NEWS = {
    "Un voilier remorqué": "Son équipage avait perdu le gouvernail dans la nuit.",
    "La criée change de mains": "Trois mareyeurs reprennent la halle, sans licencier personne.",
    "Quatre bancs pour la digue": "Les habitants les avaient demandés au printemps.",
}
FOOT = "<p>Vous recevez cette lettre parce que vous y êtes inscrit.</p><p>Se désabonner</p><p>© 2021 La lettre</p>"


@pytest.mark.parametrize("more", ["", "<p><a href='https://lunhafen.example/x'>Lire la suite</a></p>"])
def test_items_of_a_newsletter_stay(more: str) -> None:
    items = "".join(
        f"<h2><a href='https://lunhafen.example/{n}'>{head}</a></h2><p>{text}</p>{more}"
        for n, (head, text) in enumerate(NEWS.items())
    )
    article = _letter(f"<h1>La lettre du port</h1>{items}{FOOT}")
    for head, text in NEWS.items():
        assert text in article.text
        assert any(block.text == head and "href" in (block.html or "") for block in article.kept)
    assert "inscrit" not in article.text


def test_items_without_headings_stay() -> None:
    items = "".join(f"<p>{head}</p><p>{text}</p><p>Read more</p>" for head, text in NEWS.items())
    article = _letter(f"<p>Trouble reading this? View it in your browser</p>{items}{FOOT}")
    assert all(text in article.text for text in NEWS.values())
    assert "inscrit" not in article.text


def test_a_last_short_sentence_and_a_ranking_stay() -> None:
    table = ["1. Anse, 61 pts", "2. Lunhafen, 58", "3. Port-Galet, 44"]
    end = "Lesen Sie auch: Das Watt im Winter\nNewsletter abonnieren\nImpressum"
    last = "Der Rat tagt am Freitag erneut."
    german = (
        "Die Fähre nach Lunhafen bleibt bis auf weiteres im Dock, weil ein Gutachter am Montag Risse im Rumpf fand."
    )
    assert last in cleaned(f"Fähre bleibt im Dock\n\n{german}\n\n{last}\n\n{end}").text
    rows = "\n".join(table)
    article = cleaned(f"Anse en tête\n\n{HARENG}\n\nClassement\n{rows}\n\nRetrouvez tous les matchs\nS'abonner")
    assert all(row in article.text for row in table)
    assert "S'abonner" not in article.text


def test_numbered_headlines_are_no_ranking() -> None:
    lines = lines_of([Block(text) for text in ("1. Le maire s'en va", "2. Un bac s'échoue", "3. La digue tient bon")])
    assert runs.kept_together(lines, [""] * 3, 0, 0) == frozenset()


def test_restore_and_drop() -> None:
    text = (CASES / "page_dump" / "input.txt").read_text(encoding="utf-8")
    decision = ArticleDecision(
        "article.txt", restore=("à lire aussi : trois ponts",), drop=("La circulation des poids",)
    )
    article = cleaned(text, decision=decision)
    assert any(block.text.startswith("À lire aussi") for block in article.kept)
    assert ("editor", "La circulation") in {(r.rule, r.block.text[:14]) for r in article.removals}


def test_recipe_of_an_outlet() -> None:
    recipe = Recipe("Le Cadran", starts_with=("retrouvez",), between=(("Encadré", "Fin de l'encadré"),))
    page = document(
        "Le hareng est revenu dans le détroit, ont annoncé jeudi les biologistes de l'institut de Lunhafen.",
        "Encadré",
        "Le hareng, poisson argenté, vit en bancs de plusieurs milliers dans les mers froides du nord.",
        "Fin de l'encadré",
        "Retrouvez nos pages locales.",
        outlet="Le Cadran",
    )
    article = clean(page, Options(recipes=(recipe,)))
    assert [block.text[:9] for block in article.kept] == ["Le hareng"]
    assert "recipe" in {r.rule for r in article.removals}
    other = Document(page.path, page.format, page.blocks, (Claim("outlet", "Le Phare", "folder"),))
    assert "recipe" not in {r.rule for r in clean(other, Options(recipes=(recipe,))).removals}


def test_recurring_lines_need_three_unrelated_articles_of_one_outlet() -> None:
    def page(number: int, outlet: str, words: str) -> Document:
        return document(
            " ".join(f"{words}{i}" for i in range(60)), "Votre région en poche", path=f"{number}.txt", outlet=outlet
        )

    unrelated = [page(i, "Le Cadran", word) for i, word in enumerate(("mer", "pont", "lait"))]
    assert recurring_lines(unrelated)["0.txt"] == {"Votre région en poche"}
    reprints = [page(i, "Le Cadran", "mer") for i in range(5)]
    assert not any(recurring_lines(reprints).values())
    assert recurring_lines([page(i, "", word) for i, word in enumerate(("mer", "pont", "lait"))]) == {}


@pytest.mark.parametrize(
    ("lead", "made"),
    [
        (
            "Les deux ports vont proposer à la Veldanie un partage du hareng (EI), a rapporté jeudi Le Phare. Suite.",
            "Les deux ports vont proposer à la Veldanie un partage du hareng",
        ),
        ("LUNHAFEN, 12 mars (Interlignes) - Le port a rouvert jeudi.", "Le port a rouvert jeudi"),
    ],
)
def test_made_titles(lead: str, made: str) -> None:
    assert title.make(lead, "fr") == made


def test_a_made_title_is_cut_at_a_phrase() -> None:
    lead = (
        "Ada Brandt s'est entretenue jusque tard dans la nuit au château avec le maire de Sarnoy flanqué de son adjoint"
        " à la mer et de trois conseillers."
    )
    assert (
        title.make(lead, "fr")
        == "Ada Brandt s'est entretenue jusque tard dans la nuit au château avec le maire de Sarnoy"
    )


def test_a_title_that_a_page_repeats_is_neither_furniture_nor_body() -> None:
    title = "Le port de Lunhafen rouvre aux chalutiers"
    lead = "Le port de Lunhafen a rouvert jeudi aux chalutiers après dix jours de fermeture, a annoncé le capitaine."
    more = "Les pêcheurs attendaient cette décision depuis la tempête qui avait brisé la digue du nord, ce mois-là."
    head = [
        f"{title} - Le Cadran",
        "Accueil",
        "Région",
        "Rechercher",
        "Accueil » Région » Mer",
        title,
        "Par Ada Brandt",
    ]
    tail = ["Partager", title, "Facebook", "12 commentaires", "© 2026 Le Cadran"]
    article = cleaned("\n".join([*head, lead, *[more, lead.replace("jeudi", "hier")] * 3, *tail]))
    assert article.title.value == title
    assert [block.text for block in article.kept if block.text == title] == [title, title]
    assert {block.kind for block in article.kept if title in block.text} == {"title"}
    assert title not in article.text


def test_a_file_of_furniture_alone_keeps_its_words() -> None:
    article = cleaned("Une ligne brève\nUne autre encore\nEt la troisième")
    assert len(article.kept) == 3


def test_markdown_is_left_as_written() -> None:
    page = parse(Source("a.md", b"# Titre\n\nUn mot.\n\n## Sources\n\n- [Le Phare](https://phare.example)\n"))
    assert clean(page, Options()).removals == ()


LINES = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=("Cs",)), max_size=80),
        st.sampled_from(
            [
                "Partager",
                "Rechercher",
                "Publicité",
                "© 2026 Le Cadran",
                "• • •",
                "12 commentaires",
                "Photo : Ana Reis",
                "Par Ada Brandt",
            ]
        ),
        st.builds(
            lambda n: " ".join(["Le port de Lunhafen a rouvert jeudi après dix jours de fermeture"] * n) + ".",
            st.integers(1, 4),
        ),
    ),
    max_size=25,
)
PROMISE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@PROMISE
@given(LINES)
def test_every_block_is_kept_or_removed_and_no_text_is_added(texts: list[str]) -> None:
    page = document(*texts)
    article = clean(page, Options())
    out = sorted(c for b in (*article.kept, *(r.block for r in article.removals)) for c in b.text if not c.isspace())
    repaired = sorted(c for text in texts for c in repair(text)[0] if not c.isspace())
    assert out == repaired
    places = [r.position for r in article.removals]
    assert places == sorted(set(places))
    assert all(place < len(article.kept) + len(places) for place in places)


@PROMISE
@given(LINES)
def test_the_text_is_the_body_blocks(texts: list[str]) -> None:
    article = clean(document(*texts), Options())
    for offset, block in article.body():
        assert article.text[offset : offset + len(block.text)] == block.text
    assert clean(document(*texts), Options()) == article


@PROMISE
@given(st.text(max_size=300))
def test_repair_twice_is_repair_once(text: str) -> None:
    once = repair(text)[0]
    assert repair(once)[0] == once


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_evidence_is_a_weighted_sum(case: Path) -> None:
    """Unit vectors in place of the weights give the features, and the weights times those give the evidence."""
    lines = lines_of(parse(Source("input.txt", (case / "input.txt").read_bytes())).blocks)
    hard, titles = judge.hard_verdicts(lines)
    first, second = weights.shipped()
    sums = classify.first_sums(lines, hard, titles.at, first)
    scores = classify.second_sums(lines, hard, sums, second)
    vectors = [table(0.0, *np.eye(len(weights.names(table)))) for table in (weights.First, weights.Second)]
    features = np.array(classify.first_sums(lines, hard, titles.at, vectors[0]))
    numbers = [getattr(first, name) for name in weights.names(weights.First)]
    assert np.allclose(first.constant + features @ numbers, sums)
    assert features.min() >= -1
    assert set(np.unique(features[:, :8])) <= {0.0, 1.0}
    assert (features[:, :8].sum(axis=1) == 1).all()
    second_features = np.array(classify.second_sums(lines, [""] * len(lines), sums, vectors[1]))
    numbers = [getattr(second, name) for name in weights.names(weights.Second)]
    expected = second.constant + second_features @ numbers
    assert np.allclose([0.0 if hit else score for hit, score in zip(hard, expected, strict=True)], scores)


TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from([
            "l’", "d'", "de", "vous", "votre", "aujourd'hui", "cookies", "12", "3h30", "covid19", "_", " ", "-", "«",
            "»", "“", "…", "\u00a0", "\u202f", "été", "Élève", "полиция", "日本語", "東", "ไทย", "m²", "İ", "'", "’’",
            "\ud800", "vous…" * 15, "Rinderkennzeichnungsfleischetikettierung2016", "Œuvre", "–", "‘", "€", "•", "AFP",
        ])
    ).map("".join),
)  # fmt: skip


@given(TEXTS)
def test_tokens_count_what_a_pattern_finds(text: str) -> None:
    low, _, marks, _ = words.read(text)
    found = re.findall(r"[^\W\d_]+'?", low)
    table = read_toml("clean/tables/vocabulary.toml")
    little, reader = set(table["little"].split()), set(table["reader"].split())
    assert low == words.lowered(text)
    assert marks // words.COUNT & words.MOST == len(found)
    assert marks // words.LITTLE & words.MOST == sum(word in little for word in found)
    assert marks // words.READER & words.MOST == sum(word in reader for word in found)
    assert bool(marks // words.FIGURE & words.MOST) == bool(re.search(r"\d", low))
    assert marks // words.CREDIT & words.MOST == sum(word.rstrip("'") in credits.WORDS for word in found)
    assert marks // words.WIDE == len(
        re.findall("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]", low)
    )


@settings(deadline=None)  # the first text compiles the patterns of each language
@given(
    st.lists(
        st.sampled_from([
            "hier", "aujourd’hui", "avant-hier", "il y a deux jours", "ten days ago", "i går", "hoy", "mai", "En mars",
            "lundi", "on Monday", "w środę", "3 mai", "14/07/2016", "2016", "今天", "어제", "σήμερα", "вчера", "morgen",
            "texte", "que l", "’", "'", "ʼ", "-", ".", " ", "\u202f", "_", "·", "²", "İ", "«", "…", "’hier", "May",
        ]),
        max_size=5,
    ).map(" ".join) | TEXTS
)  # fmt: skip
def test_a_line_that_is_known_to_hold_no_date_has_none_in_any_language(text: str) -> None:
    text = text.strip()
    if text and Line(Block(text)).is_timeless():
        assert not [code for code in LANGUAGES if dates.mentions(text, code)]


@given(TEXTS | st.text(alphabet="a à«»â\u00a0Ã©\"”.'“\u200b\u0301\u00ad\x85\x07È\ud800", max_size=20))
def test_a_text_that_is_not_suspect_has_nothing_to_repair(text: str) -> None:
    if text.strip() and not repair_room._is_suspect(text):
        assert repair_room._mended(text, 0, None) == repair(text)


@given(TEXTS)
def test_content_words_are_what_a_pattern_finds(text: str) -> None:
    assert words.content_words(text) == words._stems_by_pattern(text.lower())


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("L’administration a signé", {"admini", "signé"}),
        ("En 2016, à 21h30", {"2016", "21", "30"}),
        ("東京都", {"東京", "京都"}),
        ("un an", set()),
    ],
)
def test_content_words(text: str, stems: set[str]) -> None:
    assert words.content_words(text) == stems


@given(TEXTS | st.text(alphabet=st.characters(max_codepoint=0x2100), max_size=40))
def test_capitals_and_digits_are_counted_by_bytes_as_by_characters(text: str) -> None:
    _, plain, _, _ = words.read(text)
    parts, digits = text.split(), [found.start() for found in re.finditer(r"\d", text)]
    for forms in [None] if plain is None else [None, plain.translate(shape._FORMS).decode("latin-1")]:
        assert shape._capitals(text, forms) == (len(parts), sum(part[0].isupper() for part in parts))
        assert shape._first_digit(text, forms) == (digits[0] if digits else -1)


def test_a_remembered_line_is_the_line_of_its_own_block() -> None:
    first, second = (
        Block("Ailleurs sur le site", line=3),
        Block("Ailleurs sur le site", kind="list", line=90, start=700),
    )
    lines = lines_of([first, second])
    assert [line.block for line in lines] == [first, second]
    for name in set(Line.__slots__) - {"block", "noted"}:
        assert getattr(lines[0], name) == getattr(lines[1], name) == getattr(Line(first), name)


SHORT_LINES = st.lists(
    st.lists(
        st.sampled_from([
            "©", "Copyright", "2016", "12", "3 mai", "(c)", "[email protected]", ",", ";", "|", "-", "/", "gdr",
            "mlb/ial", "photo-2016-05-03", "image.jpg", "par", "Ana", "Le texte continue.", "•", "***",
            "modifié à", "à", "18h05",
        ]),
        min_size=1, max_size=6,
    ).map(" ".join),
    min_size=1, max_size=6,
)  # fmt: skip


@given(SHORT_LINES)
def test_an_ordinary_line_has_nothing_that_a_structural_rule_knows(texts: list[str]) -> None:
    lines = lines_of([Block(text) for text in texts])
    for i, line in enumerate(lines):
        if not line.phrase:
            found = next((rule.name for rule in rules._STRUCTURAL if rule.recognises(lines, i)), "")
            assert rules.first_hit(lines, i) == found


@pytest.mark.parametrize(
    "text", ["Photo : Ana Reis", "© AFP", "(c) Ana Reis", "AFP", "A.F.P. / Ana", "Zdjęcie: Ana", "TT"]
)
def test_a_credit_alone_is_seen_by_its_beginning(text: str) -> None:
    assert kinds.is_bare_credit(Line(Block(text)))
    assert kinds.is_bare_credit(Line(Block(text.upper())))


@given(
    st.lists(st.sampled_from(["été", "ΟΔΟΣ", "İstanbul", "l’avion", "日本語", "2016", "de", "vous…"]), min_size=60),
    st.booleans(),
)
def test_a_long_line_is_read_in_two_parts_as_in_one(parts: list[str], spaced: bool) -> None:
    text = (" " if spaced else "-").join(parts * 3)
    line = Line(Block(text))
    assert line.low == words.lowered(line.head)
    assert line.marks == words.read(line.low)[2]
    assert line.content() == words.content_words(text[:1500])


@pytest.mark.parametrize(
    ("text", "row", "phrase"),
    [
        ("Cookie Settings Accept All", "cookie_notice", "cookie_notice"),
        ("Gérer mes choix Tout accepter", "cookie_notice", "cookie_notice"),
        ("Accept all | Reject all", "cookie_notice", "cookie_notice"),
        ("Share / Tweet", "share_bar", ""),
        ("Open menu Close menu", "navigation", ""),
        ("Google Home", "", ""),  # two words of different rules may be a name
        ("La cuisine de nos régions", "", ""),
        ("Accept all of it", "", ""),
        ("Tout accepter, dit-il", "", ""),
    ],
)
def test_buttons_that_a_copy_ran_together(text: str, row: str, phrase: str) -> None:
    line = Line(Block(text))
    assert phrases.row_of(line.key) == row
    assert line.phrase == phrase
    assert line.soft == bool(row)


# what the format took out


def _saved(markup: str, name: str = "page.html", decision: ArticleDecision | None = None) -> Article:
    return clean(parse(Source(name, markup.encode())), Options(), decision=decision)


BUOY = "La bouée du chenal de Sarnoy a rompu ses amarres dans la nuit de mardi, et un chalutier l'a ramenée au port."
BUOY_AGAIN = "La bouée du chenal de Sarnoy a rompu ses amarres dans la nuit de mardi, et un chalutier l’a ramenée."
PAGE = f"""<html><head><title>La bouée ramenée</title></head><body><article><h1>La bouée ramenée</h1>
<p>{BUOY}</p><div class="mobile"><p>{BUOY_AGAIN}</p></div>
<p>Le service des phares enverra une équipe dès que la houle le permettra, sans doute à la fin de la semaine.</p>
<p>Les pêcheurs gardent en attendant le feu de la jetée pour seul repère, comme leurs pères le faisaient.</p>
<p>Aucun accident n'a été signalé, et la capitainerie demande de la prudence à tous ceux qui sortent de nuit.</p>
</article></body></html>"""


def test_a_paragraph_that_a_page_carries_twice_is_a_removal_at_its_place() -> None:
    article = _saved(PAGE)
    assert [(removal.rule, removal.block.text) for removal in article.removals] == [("repeated", BUOY_AGAIN)]
    assert [block.text for block, _ in in_order(article)][1:3] == [BUOY, BUOY_AGAIN]


def test_the_editor_brings_back_what_the_format_took_out() -> None:
    decision = ArticleDecision("page.html", restore=("La bouée du chenal",))
    article = _saved(PAGE, decision=decision)
    assert not article.removals
    assert [block.text for block in article.kept][1:3] == [BUOY, BUOY_AGAIN]


def test_dates_and_names_around_an_article_say_nothing_about_it() -> None:
    aside = "<aside><p>Publié le 3 mai 2021</p><p>Par Ana Belo</p></aside>\n\n"
    article = _saved(f"# La bouée ramenée\n\n{aside}{BUOY}\n", "bouee.md")
    assert [(removal.rule, removal.block.text) for removal in article.removals] == [
        ("around_the_article", "Publié le 3 mai 2021"),
        ("around_the_article", "Par Ana Belo"),
    ]
    assert article.published is None
    assert article.byline is None


# what a paragraph opens with


TIDE = "Le bac ne passera plus que deux fois par jour jusqu'à la fin des grandes marées, a fait savoir la capitainerie."


def _opened(*texts: str) -> list[tuple[str, str]]:
    article = clean(document("La traversée réduite", *texts), Options())
    return [(block.kind, block.text) for block in article.kept if block.kind != "title"]


@pytest.mark.parametrize(
    "line",
    [
        "SARNOY, 12 février 2026 (AFP) -",
        "Sarnoy, le 4 mars 2026. -",
        "Sarnoy-sur-Vesle (AFP) –",
        "Lormois (Haute-Vesle), le 12 février. –",
        "GREYHAVEN, Northshire, Jan 3 (Reuters) -",
        "NEW SARN, March 4, 2026 /PRNewswire/ --",
        "GREYHAVEN, Pa. —",
        "LÜNHAFEN, 3. März.",
        "Lünhafen, 4. März 2026 –",
        "Lünhafen/Elv (dpa/lhe) -",
        "Valdeira, 4 mar (EFE).-",
        "VALDEIRA, 4 (EUROPA PRESS) -",
        "(ANSA) - VALDEIRA, 04 MAR -",
        "Valdeira, 4 mar. (askanews) –",
        "Valdeira, 04 mar 2026 (Lusa) –",
        "São Brás, 4 de março de 2026 –",
    ],
)
def test_a_dateline_stands_beside_the_text(line: str) -> None:
    assert _opened(f"{line} {TIDE}", TIDE.replace("bac", "car")) == [
        ("dateline", line),
        ("paragraph", TIDE),
        ("paragraph", TIDE.replace("bac", "car")),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Sarnoy – Lormois :",
        "FOOTBALL –",
        "Mardi 4 mars 2026 –",
        "Lundi 3 mars (AFP) -",
        "Le maire (PS) -",
        "Jean Orsel (PS) -",
        "Selon Jean Orsel (AFP) -",
        "M. Orsel, 4 mai 2020 (AFP) -",
        "Marie, 12 ans -",
        "Sarnoy, 3 euros -",
        "Lormois, 12 – Sarnoy, 3 :",
        "Sarnoy, 4 mars.",
        "Orsel Group (ORSL) -",
        "Publié le 4 mars 2026 -",
    ],
)
def test_what_opens_a_paragraph_and_is_no_dateline(line: str) -> None:
    assert _opened(f"{line} {TIDE}", TIDE.replace("bac", "car"))[0] == ("paragraph", f"{line} {TIDE}")


def test_a_dateline_sets_the_day_and_the_agency() -> None:
    article = clean(document("La traversée réduite", f"SARNOY, 12 février 2026 (AFP) - {TIDE}", TIDE), Options())
    assert article.published
    assert (article.published.value, article.published.origin) == ("2026-02-12", "dateline")
    assert article.agency
    assert article.agency.value == "AFP"
    assert article.byline is None


@pytest.mark.parametrize(("place", "sure"), [("NEW SARN", True), ("New Sarn", False)])
def test_a_day_without_agency_or_article_is_less_sure(place: str, sure: bool) -> None:
    article = clean(document("La traversée réduite", f"{place}, 12 February 2026 - {TIDE}", TIDE), Options())
    assert article.published
    assert (article.published.value, article.published.confidence > 0.8) == ("2026-02-12", sure)
    assert article.byline is None


def test_days_of_a_chronicle_head_its_parts() -> None:
    parts = [f"Sarnoy, le {day} mars 2011 – {TIDE}" for day in (3, 5, 9, 14)]
    assert [kind for kind, _ in _opened(TIDE, *parts)].count("dateline") == 1


@pytest.mark.parametrize(
    ("text", "head"),
    [
        (f"**Un long chantier.** {TIDE}", "Un long chantier."),
        (f"**Un long chantier** – {TIDE}", ""),
        (f"**Quand le bac passera-t-il ?** {TIDE}", "Quand le bac passera-t-il ?"),
        (f"**Jean Orsel** {TIDE}", ""),
        (f"**Jean Orsel :** {TIDE}", ""),
        (f"**14h30.** {TIDE}", ""),
        ("**Un long chantier.** Oui.", ""),
    ],
)
def test_a_head_in_bold(text: str, head: str) -> None:
    article = clean(parse(Source("a.md", f"{TIDE}\n\n{text}\n".encode())), Options())
    assert [block.text for block in article.kept if block.kind == "subhead"] == ([head] if head else [])
    rest = article.kept[-1]
    assert not head or (rest.text == TIDE and "<strong>" not in (rest.html or ""))


@pytest.mark.parametrize(
    "opening",
    [
        "Le blocage continue.",
        "La colère gronde à Sarnoy.",
        "Le maire a tranché.",
        "Pas vraiment.",
        "Un homme est mort.",
        "Il pleut encore.",
        "Quel avenir pour le port ?",
        "Oui. –",
    ],
)
def test_a_short_first_sentence_is_no_head(opening: str) -> None:
    prose = f"{TIDE} {TIDE}"
    assert "subhead" not in [kind for kind, _ in _opened(prose, f"{opening} {prose}", f"{opening} {prose}", prose)]


def test_one_head_without_a_verb_may_be_a_sentence() -> None:
    prose = f"{TIDE} {TIDE}"
    assert "subhead" not in [kind for kind, _ in _opened(prose, f"Un silence pesant. {prose}", prose)]
    two = _opened(prose, f"Un silence pesant. {prose}", prose, f"Le prix du sel. {prose}")
    assert [text for kind, text in two if kind == "subhead"] == ["Un silence pesant.", "Le prix du sel."]


def test_one_question_before_a_dash_is_answered_in_the_text() -> None:
    asked = [f"Que dira le port {day} ? – {TIDE}" for day in ("demain", "lundi")]
    assert "subhead" not in [kind for kind, _ in _opened(TIDE, asked[0], TIDE.replace("bac", "car"))]
    assert [kind for kind, _ in _opened(TIDE, *asked)].count("subhead") == 2


def test_the_markup_behind_an_opening_is_kept() -> None:
    text = f"SARNOY, 3 mars 2026 (AFP) – Le **bac** & la [jetée](https://a.example) ferment. {TIDE}"
    article = clean(parse(Source("a.md", text.encode())), Options())
    line, rest = article.kept
    assert (line.kind, line.html, rest.text) == ("dateline", None, f"Le bac & la jetée ferment. {TIDE}")
    assert (rest.html or "").startswith("Le <strong>bac</strong> &amp; la <a href=")


def test_the_editor_settles_a_date_that_could_not_be_read() -> None:
    source = Source("a.txt", f"---\ndate: 2016-13-45\n---\n{BUOY}".encode())
    assert len(clean(parse(source), Options()).problems) == 1
    decision = ArticleDecision("a.txt", values=(("published", "2016-05-03"),))
    assert clean(parse(source), Options(), decision=decision).problems == ()


# kinds and titles of local pages


SLUICE = (
    "Ils étaient une centaine à attendre devant l'écluse, samedi, dès huit heures. Après six mois, elle laisse "
    "de nouveau passer les péniches, avec deux portes neuves sur les quatre."
)
SLUICE_MORE = (
    "La ville a payé deux millions d'euros, dont un quart vient de la région. Les vannes, rongées par la rouille, "
    "ont été refaites en acier, et la maison de l'éclusier a reçu un toit de zinc."
)
REOPENED = "L'écluse rouvre après six mois"


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("L'écluse a rouvert samedi matin. | LE COURRIER DE LA VESLE", "LE COURRIER DE LA VESLE"),
        ("Ana Belo garde l'écluse depuis 1987. MARC ORSEL", "MARC ORSEL"),
        ("Ana Belo garde l'écluse depuis 1987. MARC ORSEL / Le Courrier", "MARC ORSEL / Le Courrier"),
        ("Deux mariniers attendent leur tour. | Photo Ana Belo", "Photo Ana Belo"),
    ],
)
def test_captions_of_local_papers(line: str, credit: str) -> None:
    article = cleaned(f"{REOPENED}\n\n{SLUICE}\n\n{line}\n\n{SLUICE_MORE}")
    caption = article.kept[2]
    assert (caption.kind, caption.credit) == ("caption", credit)
    assert article.title.value == REOPENED


@pytest.mark.parametrize(
    "line",
    ["Le patron de la péniche vient de l'ONU.", "L'écluse rouvre | Le Courrier", "Tout est dit dans le rapport. SNCF"],
)
def test_what_is_no_caption_of_a_local_paper(line: str) -> None:
    article = cleaned(f"{REOPENED}\n\n{SLUICE}\n\n{line}\n\n{SLUICE_MORE}")
    assert "caption" not in [block.kind for block in article.kept]


STAND = "L'écluse laisse de nouveau passer les péniches depuis samedi. Deux portes ont été refaites."


@pytest.mark.parametrize("between", ["Publié le 14/03/2026 à 18h05", "Par Ana Belo", "Les portes. (Photo Ana Belo)"])
def test_a_standfirst_stands_apart_from_the_text(between: str) -> None:
    article = cleaned(f"{REOPENED}\n\n{STAND}\n\n{between}\n\n{SLUICE}\n\n{SLUICE_MORE}")
    assert [block.kind for block in article.kept if block.text == STAND] == ["standfirst"]
    near = cleaned(f"{REOPENED}\n\n{between}\n\n{STAND}\n\n{SLUICE}\n\n{SLUICE_MORE}")
    assert [block.kind for block in near.kept if block.text == STAND] == ["paragraph"]


def test_the_upper_of_two_lines_is_the_title() -> None:
    title, under = (
        "L'écluse de Sarnoy rouvre après six mois",
        "Les mariniers regrettent que deux vannes restent fermées",
    )
    head = "Se connecter\n\nPartager\n\nVille"
    article = cleaned(f"{head}\n\n{title}\n\n{under}\n\n{SLUICE}\n\n{SLUICE_MORE}")
    assert article.title.value == title
    assert [block.kind for block in article.kept if block.text == under] == ["standfirst"]


def test_a_role_below_a_name_is_no_title() -> None:
    head = "Idées\n\nTribune\n\nRien ne sert de barrer un fleuve\n\nTRIBUNE\n\nAna Belo\n\nÉclusière, port de Sarnoy"
    text = f"{head}\n\nPublié hier à 06h00\n\nPour Ana Belo, l'écluse n'a rien réglé. {SLUICE}\n\n{SLUICE_MORE}"
    assert cleaned(text).title.value == "Rien ne sert de barrer un fleuve"


def test_a_signed_first_line_is_the_title_of_a_list() -> None:
    items = (
        "1. Le bal des enfants\n\nSamedi, à 14 h, place du Port. Gratuit.\n\n2. Le marché aux sels\n\nDimanche matin."
    )
    article = cleaned(f"Deux idées de sorties pour samedi\n\nPublié le 20 février 2026\n\n{items}")
    assert (article.title.value, article.title.origin) == ("Deux idées de sorties pour samedi", "text")
    assert cleaned(items).title.value == "Le bal des enfants"


def test_a_paragraph_behind_a_row_of_buttons_stays() -> None:
    last = (
        "Les mariniers regrettent que les portes de l'écluse aient coûté le double des travaux promis, dit Ana Belo. "
        "Elle attendra des vannes neuves pour ses péniches l'été prochain."
    )
    buttons, tail = "Facebook\n\nTwitter\n\nPartager", "Commentaires\n\nNewsletter"
    text = f"{SLUICE}\n\n{buttons}\n\n{SLUICE_MORE}\n\nLire aussi : Le pont attendra\n\n{last}\n\n{tail}"
    assert last in cleaned(f"{REOPENED}\n\n{text}").text


@pytest.mark.parametrize("line", ["(Reporting by Ana Belo; Editing by Marc Orsel)", "Additional reporting by Ana Belo"])
def test_who_worked_on_a_text_is_no_body(line: str) -> None:
    article = cleaned(f"{REOPENED}\n\n{SLUICE}\n\n{SLUICE_MORE}\n\n{line}")
    assert article.text == f"{SLUICE}\n\n{SLUICE_MORE}"


HOURS = """Tempête sur la Vesle : suivez la journée
Le Courrier
Mis à jour le 9 janvier 2026 à 15h12
15h12
Le pont de Sarnoy rouvert
Les voitures passent de nouveau sur le pont, fermé depuis ce matin par le vent.
14h47
Deux mille foyers sans courant
La compagnie annonce que deux mille foyers attendent encore le courant.
13h30
« Restez chez vous »
Le préfet demande à chacun de rester chez soi jusqu'à la fin de la journée.
Merci de nous avoir lus, ce direct est terminé.
"""


def test_the_hours_of_a_running_report_head_its_parts() -> None:
    article = cleaned(HOURS)
    heads = [block.text for block in article.kept if block.kind == "subhead"]
    assert heads[:4] == ["15h12", "Le pont de Sarnoy rouvert", "14h47", "Deux mille foyers sans courant"]
    assert (article.title.value, article.title.origin) == ("Tempête sur la Vesle : suivez la journée", "text")


def test_a_ticker_is_no_running_report() -> None:
    ticker = "15h12\n\nLe pont rouvert\n\n14h47\n\nDes foyers sans courant\n\n13h30\n\nLe port attend"
    page = f"{REOPENED}\n\n{SLUICE}\n\n{SLUICE_MORE}\n\nCommentaires\n\nLes plus lus\n\nNewsletter\n\n{ticker}"
    assert cleaned(page).text == f"{SLUICE}\n\n{SLUICE_MORE}"


def test_what_stands_between_a_title_and_its_text_is_text_where_no_page_is() -> None:
    lines = ["Préparation : 15 min", "Pour 6 personnes", "Ingrédients", "200 g de farine", "4 œufs", "Étapes"]
    steps = [
        "Mélangez la farine et les œufs jusqu'à obtenir une pâte bien lisse.",
        "Versez le lait peu à peu, en remuant.",
    ]
    article = cleaned("\n\n".join(["Far aux prunes de ma tante", "Par Ana Belo", *lines, *steps, "Partager"]))
    assert article.text.split("\n\n") == [*lines, *steps]


@pytest.mark.parametrize("label", ["Lesen Sie auch", "Lire aussi", "À lire aussi"])
def test_the_headline_below_a_label_is_another_article(label: str) -> None:
    other = "Le pont attendra encore un an"
    page = f"Menu\n\nSe connecter\n\n{REOPENED}\n\n{SLUICE}\n\n{label}\n\n{other}\n\n{SLUICE_MORE}\n\nPartager"
    assert cleaned(page).text == f"{SLUICE}\n\n{SLUICE_MORE}"


def test_a_name_below_the_last_paragraph_signs_it() -> None:
    article = cleaned(f"{REOPENED}\n\n{SLUICE}\n\n{SLUICE_MORE}\n\nAna de la Cruz")
    assert article.text == f"{SLUICE}\n\n{SLUICE_MORE}"
    assert article.byline
    assert article.byline.value == "Ana de la Cruz"
    listed = cleaned(f"{REOPENED}\n\n{SLUICE}\n\nOnt signé :\n\nMarc Orsel\n\nAna Belo")
    assert listed.byline is None


def test_the_questions_of_a_talk_are_heads_above_short_answers_too() -> None:
    asked = ["Pourquoi une écluse ?", "Qui l'a payée jusqu'à maintenant ?", "Et demain ?"]
    answers = [SLUICE, SLUICE_MORE, "La région, sans doute, dit-elle."]
    talk = "\n\n".join(f"{question}\n\n{answer}" for question, answer in zip(asked, answers, strict=True))
    article = cleaned(
        f"{REOPENED}\n\n{SLUICE} {SLUICE_MORE}\n\n{talk}\n\nLa suite viendra au printemps, promet-elle encore."
    )
    assert [block.text for block in article.kept if block.kind == "subhead"] == asked


def test_an_agency_in_brackets_with_a_stop_is_a_signature() -> None:
    article = cleaned(f"{REOPENED}\n\n{SLUICE}\n\n{SLUICE_MORE}\n\n(ANSA).")
    assert article.text == f"{SLUICE}\n\n{SLUICE_MORE}"
    assert article.kept[-1].kind == "byline"
