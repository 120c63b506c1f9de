"""Page → Output: themes, strings, errors with their place, colours and weight of the style sheet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import sample_site

import digest.render
from digest.clean import judge, rules
from digest.clean import repair as repair_room
from digest.errors import ConfigError
from digest.formats import page_rules
from digest.model import Claim, Output, Page
from digest.pages import plan
from digest.pages.library import Library
from digest.render import LANGUAGES, Renderer, default_templates, interface_strings
from digest.wording import Wording

TEMPLATES = default_templates()
STORY = f"story/{sample_site.PONT.slug}.html"


def wording(language: str) -> Wording:
    return Wording(language, interface_strings(language))


def rendered(user_templates: Path | None, path: str, language: str = "fr") -> str:
    site = sample_site.site(language=language)
    page = next(p for p in plan(site)[0] if p.path == path)
    return Renderer(user_templates, language).render(page).data.decode()


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


# themes


def test_a_user_template_shadows_one_file(tmp_path: Path) -> None:
    write(tmp_path, {"404.html": "<p>à nous : {{ site.title }}</p>"})
    assert rendered(tmp_path, "404.html") == "<p>à nous : La Revue du Val</p>"
    assert "<main" in rendered(tmp_path, "about.html")


def test_a_user_template_extends_what_it_shadows(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"story.html": '{% extends "default/story.html" %}{% block quotes %}<p>sans citations</p>{% endblock %}'},
    )
    made = rendered(tmp_path, STORY)
    assert "<p>sans citations</p>" in made
    assert 'id="timeline"' in made
    assert 'id="quotes"' not in made


def test_a_user_base_reaches_pages_of_the_default_theme(tmp_path: Path) -> None:
    write(
        tmp_path, {"base.html": '{% extends "default/base.html" %}{% block footer %}<p>pied à nous</p>{% endblock %}'}
    )
    assert "<p>pied à nous</p>" in rendered(tmp_path, STORY)


def test_strings_are_shadowed_key_by_key(tmp_path: Path) -> None:
    write(tmp_path, {"strings/fr.toml": '[nav]\nhome = "Unes & co"\n'})
    made = rendered(tmp_path, "about.html")
    assert "Unes &amp; co" in made
    assert "Archives" in made


def test_static_files_and_the_style_sheet_are_copied_and_shadowed(tmp_path: Path) -> None:
    write(tmp_path, {"style.css": "body{}", "static/logo/a.svg": "<svg/>", "story.html": ""})
    shadowed = (Output("static/logo/a.svg", b"<svg/>"), Output("style.css", b"body{}"))
    assert Renderer(tmp_path, "fr").assets()[1:] == shadowed
    assert [o.path for o in Renderer(None, "fr").assets()] == ["icon.svg", "style.css"]


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("{% extends 'base.html' %}\n{% block main %}\n{{ cart }}{% endblock %}", 3, "'cart' is undefined"),
        ("\n{% if %}", 2, "Expected an expression"),
        ("\n\n{{ site.nothing }}", 3, "nothing"),
        ("{{ t('no.such.string') }}", 1, "no.such.string"),
        ("\n{{ 1 / 0 }}", 2, "division"),
        ("{{ page_title|nofilter }}", 1, "nofilter"),
        ("{{ ", 1, "unexpected"),
    ],
)
def test_a_mistake_in_a_template_is_named_with_its_place(tmp_path: Path, source: str, line: int, message: str) -> None:
    write(tmp_path, {"about.html": source})
    with pytest.raises(ConfigError, match=re.escape(message)) as caught:
        rendered(tmp_path, "about.html")
    assert f"{tmp_path}/about.html:{line}: " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_template_that_is_missing_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"about.html": '{% extends "gone.html" %}'})
    with pytest.raises(ConfigError, match=r"gone\.html"):
        rendered(tmp_path, "about.html")


def test_a_damaged_string_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"strings/fr.toml": "[nav\n"})
    with pytest.raises(ConfigError, match=r"fr\.toml"):
        Renderer(tmp_path, "fr")


def test_everything_is_escaped() -> None:
    page = Library(sample_site.site(title="<b>")).page("x.html", "404.html", title="<i>&")
    made = Renderer(None, "fr").render(page).data.decode()
    assert "<b>" not in made
    assert "<i>" not in made
    assert isinstance(page, Page)


def test_rendering_is_the_same_each_time() -> None:
    site = sample_site.site()
    one, other = Renderer(None, "fr"), Renderer(None, "fr")
    assert [one.render(p) for p in plan(site)[0]] == [other.render(p) for p in plan(site)[0]]


def test_a_site_in_a_language_without_interface_speaks_english_and_says_so() -> None:
    made = rendered(None, "about.html", language="de")
    assert "How a story is made" in made
    assert '<html lang="en">' in made


# strings

PARTS = {
    f"story.{part}"
    for part in ["brief", "coverage", "several", "single", "wording", "quotes", "timeline", "figures", "names"]
}
PARTS |= {"story.editions", "story.making"}


def theme() -> str:
    return "\n".join(f.read_text("utf-8") for f in sorted(TEMPLATES.glob("*.html")))


def keys(table: dict[str, Any], prefix: str = "") -> set[str]:
    found = set()
    for key, value in table.items():
        found |= keys(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key}
    return found


def test_the_languages_word_the_same_keys() -> None:
    french, english = (keys(dict(interface_strings(code))) for code in LANGUAGES)
    assert french - english <= {"date.first_day"}
    assert english - french == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_agree_between_languages(language: str) -> None:
    def places(table: dict[str, Any], prefix: str = "") -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for key, value in table.items():
            if isinstance(value, dict):
                found |= places(value, f"{prefix}{key}.")
            elif isinstance(value, str):
                found[prefix + key] = set(re.findall(r"\{(\w+)\}", value))
        return found

    mine, other = places(dict(interface_strings(language))), places(dict(interface_strings("en")))
    assert {k: v for k, v in mine.items() if k in other and v != other[k]} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_that_templates_ask_for_exists(language: str) -> None:
    words = wording(language)
    asked = {
        k for f in TEMPLATES.glob("*.html") for k in re.findall(r"\bt\([\"']([\w.]+)[\"'][,)]", f.read_text("utf-8"))
    }
    assert len(asked) > 60
    for key in sorted(asked):
        assert words.template(key, 1), key
        assert words.template(key, 2), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_is_left_over(language: str) -> None:
    used = theme() + (Path(digest.render.__file__).parent / "wording.py").read_text("utf-8")
    built = {"nav", "names", "rights", "making", "article", "related"}
    built |= {"origins", "reasons", "rules", "languages", "barriers", "repairs", "removed"}
    written = {k.removesuffix(".one").removesuffix(".other") for k in keys(dict(interface_strings(language)))}
    assert {k for k in written if k.split(".")[0] not in built and k not in used} <= PARTS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cleaning_rule_is_worded(language: str) -> None:
    """A page never shows the name that the program gives to a rule."""
    named = {rule.name for rule in rules.RULES} | judge.OF_ARTICLES | judge.SIGNATURES | {*judge.EVIDENCE_RULES}
    named |= {"crawl_prefix", "doubled_paragraph", "recipe", "editor", "forwarding_note"}
    named |= {rule.__name__ for rule in page_rules.DROP}
    assert named == set(interface_strings(language)["rules"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_repair_is_worded(language: str) -> None:
    named = {rule for rule, *_ in repair_room._STEPS} | {
        "wrong_direction_guillemet",
        "zero_width_mark",
        "trailing_nbsp",
    }
    assert named == set(interface_strings(language)["repairs"])


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("2016-07-14", "14 juillet 2016", "14 July 2016"),
        ("2016-07-01T21:05:00+00:00", "1er juillet 2016", "1 July 2016"),
        ("2016-07", "juillet 2016", "July 2016"),
        ("2016", "2016", "2016"),
        (None, "sans date", "no date"),
        ("", "sans date", "no date"),
    ],
)
def test_dates(value: str | None, french: str, english: str) -> None:
    assert (wording("fr").day(value), wording("en").day(value)) == (french, english)


@pytest.mark.parametrize(
    ("first", "last", "french", "english"),
    [
        ("2016-07-12", "2016-07-15", "du 12 au 15 juillet 2016", "12–15 July 2016"),
        ("2016-07-01", "2016-07-15", "du 1er au 15 juillet 2016", "1–15 July 2016"),
        ("2016-06-30", "2016-07-15", "du 30 juin au 15 juillet 2016", "30 June to 15 July 2016"),
        ("2015-12-30", "2016-01-02", "du 30 décembre 2015 au 2 janvier 2016", "30 December 2015 to 2 January 2016"),
        ("2016-07-15", "2016-07-15", "15 juillet 2016", "15 July 2016"),
        (None, "2016-07", "juillet 2016", "July 2016"),
        (None, None, "sans date", "no date"),
    ],
)
def test_spans(first: str | None, last: str | None, french: str, english: str) -> None:
    assert (wording("fr").span(first, last), wording("en").span(first, last)) == (french, english)


@pytest.mark.parametrize(
    ("key", "french", "english"),
    [
        ("2016-07-15", "vendredi 15 juillet 2016", "Friday, 15 July 2016"),
        ("2016-W28", "semaine 28 de 2016, du 11 au 17 juillet 2016", "week 28 of 2016, 11–17 July 2016"),
        ("2016-07", "juillet 2016", "July 2016"),
        ("undated", "sans date", "undated"),
    ],
)
def test_edition_names(key: str, french: str, english: str) -> None:
    assert (wording("fr").edition(key), wording("en").edition(key)) == (french, english)


def test_plurals_and_numbers() -> None:
    french, english = wording("fr"), wording("en")
    assert [french.template("count.articles", n) for n in (0, 1, 2)] == ["{n} article", "{n} article", "{n} articles"]
    assert [english.template("count.articles", n) for n in (0, 1, 2)] == ["{n} articles", "{n} article", "{n} articles"]
    assert (french.number(14000), english.number(14000)) == ("14\u202f000", "14,000")
    assert [french.percent(s) for s in (0, 0.001, 0.5, 0.999, 1)] == [
        "0\u00a0%",
        "1\u00a0%",
        "50\u00a0%",
        "99\u00a0%",
        "100\u00a0%",
    ]


def test_reasons_are_worded_and_unknown_ones_fall_back() -> None:
    def claim(*reason: str, origin: str = "neighbours", confidence: float = 0.6) -> Claim:
        return Claim("published", "2016-07-14", origin, confidence, "day", reason)  # type: ignore[arg-type]

    french = wording("fr")
    told = claim("date.neighbours", "jeudi", "2016-07-14", "2016-07-16")
    assert french.reason(told) == (
        "le texte dit «\u202fjeudi\u202f», et les autres articles du sujet sont datés\u00a0: du 14 au 16 juillet 2016"
    )
    assert french.reason(claim("date.neighbours")).startswith("le texte dit «")
    assert french.reason(claim("{0}", "{x}")) == "d’après les autres articles du sujet"
    assert french.reason(claim("brand.new", "x")) == "d’après les autres articles du sujet"
    assert french.reason(claim(origin="never heard of")) == "d’après never heard of"
    assert french.hedge(claim()) == "déduit"
    assert french.hedge(claim(confidence=0.3)) == "supposé"
    assert french.hedge(claim(origin="label", confidence=0.95)) == ""
    assert french.rule("never_seen") == "never seen"
    assert french.evidence("never_seen") == "never seen"


# looks


def tokens(css: str) -> tuple[dict[str, str], dict[str, str]]:
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", css.split("@media")[0]))
    dark_block = css.split("prefers-color-scheme: dark")[1].split("}")[0]
    return light, light | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", dark_block))


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper", "least"),
    [
        ("ink", "paper", 7),
        ("soft", "paper", 4.5),
        ("link", "paper", 4.5),
        ("accent", "paper", 4.5),
        ("soft", "tint", 4.5),
        ("ink", "tint", 7),
        ("ink", "mark", 4.5),
        ("strong-rule", "paper", 3),
    ],
)
def test_contrast(scheme: int, ink: str, paper: str, least: float) -> None:
    colours = tokens((TEMPLATES / "style.css").read_text(encoding="utf-8"))[scheme]
    assert contrast(colours[ink], colours[paper]) >= least


def test_the_style_sheet_is_light_and_fetches_nothing() -> None:
    css = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    assert len(css.encode()) <= 24_000
    for forbidden in ("url(", "@import", "@font-face", "http"):
        assert forbidden not in css.replace('[href^="http"]', "")
    outside_root = css.split("}", 2)[2]
    physical = r"(?:margin|padding|border)-(?:left|right)\b|text-align: (?:left|right)|(?<![-\w])(?:left|right): "
    assert re.findall(physical, outside_root) == []
    sizes = set(re.findall(r"font-size: ([^;]+);", css)) - {"100%"}
    assert {s for s in sizes if not s.startswith("var(")} <= {"9.5pt", "8pt"}  # print only


def test_every_class_of_the_style_sheet_is_used() -> None:
    css = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    classes = set(re.findall(r"\.([a-z][\w-]*)", css.replace("0.", "").replace("style.css", "")))
    made_by_name = {"standfirst", "caption", "byline", "dateline"}  # kinds of blocks
    assert {c for c in classes if not re.search(rf"\b{c}\b", theme())} <= made_by_name
