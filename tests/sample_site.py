"""A site made by hand, for the tests of the last rooms: invented outlets, people and events, every part filled.

Texts are written for this project. `site()` gives a fresh value; keyword arguments replace fields of `Options`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from digest.edition import Options, assemble
from digest.model import (
    Article,
    Block,
    Claim,
    Copied,
    CopyShare,
    Dated,
    Edit,
    Evidence,
    Figure,
    Headline,
    Mention,
    Name,
    OutletInfo,
    Quote,
    Related,
    Removal,
    Sentence,
    Site,
    Story,
    Telling,
)


def article(
    id: str,
    title: str,
    body: list[str | Block],
    *,
    outlet: str | None = "La Gazette du Val",
    published: str | None = "2024-05-14",
    language: str = "fr",
    byline: str | None = None,
    **changes: Any,
) -> Article:
    """An article as cleaning would give it. Strings in `body` are paragraphs."""
    kept = tuple(b if isinstance(b, Block) else Block(b) for b in body)
    made = Article(
        id=id,
        path=f"{id}.txt",
        title=Claim("title", title, "text"),
        kept=kept,
        text="",
        outlet=Claim("outlet", outlet, "folder") if outlet else None,
        byline=Claim("byline", byline, "label", 0.9) if byline else None,
        language=Claim("language", language, "text", 0.99),
        published=Claim("published", published, "label", 0.95, "day") if published else None,
    )
    made = replace(made, text="\n\n".join(b.text for _, b in made.body()))
    return replace(made, **changes)


def said(source: Article, words: str) -> Sentence:
    """The sentence of an article that these words are."""
    start = source.text.index(words)
    return Sentence(source.id, source.path, start, start + len(words), words)


PONT_GAZETTE = article(
    "a1gazette0",
    "Le pont de Brézolles fermé après une inspection",
    [
        Block("Le tablier présente des fissures ; la préfecture ferme l'ouvrage.", "standfirst"),
        "Le pont de Brézolles est fermé à toute circulation depuis mardi soir, a annoncé la préfecture du Val-d'Orne. "
        "Une inspection a mis au jour « des fissures profondes » dans le tablier, long de 312 mètres.",
        Block("Un détour de 18 km", "subhead"),
        "« Nous n'avions pas le choix : la sécurité passe avant tout », a déclaré la préfète Hélène Marsac. "
        "Quelque 14 000 véhicules empruntent l'ouvrage chaque jour.",
        Block("Le pont de Brézolles, mercredi.", "caption", credit="Gazette/Paul Ferrand"),
        "Les travaux dureraient au moins six mois, selon le bureau d'études Orsat. "
        "Le coût serait de 4,2 millions d'euros.",
    ],
    byline="Paul Ferrand",
    removals=(
        Removal(Block("Abonnez-vous à notre lettre"), "newsletter_plea", 3),
        Removal(Block("Partager"), "share_bar", 1),
        Removal(Block("Partager"), "share_bar", 8),
    ),
    edits=(Edit("mojibake", "Ã©", "é"),),
)
PONT_COURRIER = article(
    "b2courrier",
    "Brézolles : le pont coupé, les commerçants inquiets",
    [
        "Le pont de Brézolles est fermé à toute circulation depuis mardi soir, a fait savoir la préfecture. "
        "Les commerçants de la rue des Tanneurs craignent pour leur saison.",
        "« C'est la mort du centre-ville », dit Yvette Laumier, présidente de l'union commerciale. "
        "« Nous n'avions pas le choix : la sécurité passe avant tout », a déclaré la préfète Hélène Marsac.",
        "Les travaux dureraient près d'un an. Près de 12 000 véhicules passent là chaque jour !",
    ],
    outlet="Le Courrier de l'Orne",
    published="2024-05-15",
    byline="Inès Duval",
    paid=True,
    url=Claim("url", "https://courrier-orne.example/brezolles-pont?x=1", "front matter"),
)
PONT_AGENCE = article(
    "c3agence00",
    "Un pont fermé en urgence dans le Val-d'Orne",
    [
        "Le pont de Brézolles est fermé à toute circulation depuis mardi soir, a annoncé la préfecture du Val-d'Orne. "
        "Aucun accident n'est à déplorer.",
        "Quelque 14 000 véhicules empruntent l'ouvrage chaque jour.",
    ],
    outlet="Radio Perche",
    published=None,
    agency=Claim("agency", "AFX", "credit"),
)
PONT_AGENCE = replace(
    PONT_AGENCE,
    published=Claim("published", "2024-05-15", "neighbours", 0.75, "day", ("weekday_and_siblings", "mercredi")),
)
PONT_ENGLISH = article(
    "d4english0",
    "Norman bridge shut over cracks",
    [
        "A busy road bridge in Normandy was shut on Tuesday night after inspectors found deep cracks. "
        '"We had no choice," the prefect, Helene Marsac, said.',
    ],
    outlet="The Channel Observer",
    language="en",
    published="2024-05-16",
)

PONT = Story(
    id="a1gazette0",
    articles=(PONT_GAZETTE, PONT_COURRIER, PONT_AGENCE, PONT_ENGLISH),
    founder_id="a1gazette0",
    slug="pont-de-brezolles-ferme",
    related=(Related("e5conseil0", 0.31, "followed by"), Related("f6crue0000", 0.22)),
    evidence=(
        Evidence("a1gazette0", None, rule="founder"),
        Evidence("b2courrier", 0.62, (("brézolles", 0.31), ("préfète", 0.2), ("pont", 0.18)), "f6crue0000", 0.21),
        Evidence("c3agence00", 0.88, (("brézolles", 0.4),), rule="copy"),
        Evidence("d4english0", 0.35, (("marsac", 0.5),), "f6crue0000", 0.2, "span", "shared_names"),
    ),
    copies=(("a1gazette0", "c3agence00"),),
    pinned=True,
    note="Nous suivons ce dossier : la réunion publique est prévue jeudi.",
)
_CLOSED = "Le pont de Brézolles est fermé à toute circulation depuis mardi soir, a annoncé la préfecture du Val-d'Orne."
_CHOICE = "Nous n'avions pas le choix : la sécurité passe avant tout"
PONT_TELLING = Telling(
    story_id=PONT.id,
    headline=Headline(PONT_COURRIER.title.value, PONT_COURRIER.id),
    brief=(
        said(PONT_GAZETTE, _CLOSED),
        said(PONT_COURRIER, "Les commerçants de la rue des Tanneurs craignent pour leur saison."),
        said(PONT_GAZETTE, "Les travaux dureraient au moins six mois, selon le bureau d'études Orsat."),
    ),
    several=(
        (
            said(PONT_GAZETTE, _CLOSED),
            said(
                PONT_COURRIER,
                "Le pont de Brézolles est fermé à toute circulation depuis mardi soir, a fait savoir la préfecture.",
            ),
        ),
    ),
    single=(
        said(PONT_COURRIER, "Les commerçants de la rue des Tanneurs craignent pour leur saison."),
        said(PONT_AGENCE, "Aucun accident n'est à déplorer."),
    ),
    copies=(
        Copied(
            said(
                PONT_COURRIER,
                "Le pont de Brézolles est fermé à toute circulation depuis mardi soir, a fait savoir la préfecture.",
            ),
            said(PONT_AGENCE, _CLOSED),
            15,
            ((72, 83),),
            ((72, 79), (93, 107)),
        ),
    ),
    shares=(CopyShare("a1gazette0", 96, 33), CopyShare("c3agence00", 38, 33)),
    quotes=(
        Quote(
            (said(PONT_GAZETTE, _CHOICE), said(PONT_COURRIER, _CHOICE)),
            "Hélène Marsac",
            "préfète du Val-d'Orne",
            "a déclaré",
        ),
        Quote(
            (said(PONT_COURRIER, "C'est la mort du centre-ville"),),
            "Yvette Laumier",
            "présidente de l'union commerciale",
            "dit",
        ),
        Quote((said(PONT_GAZETTE, "des fissures profondes"),)),
    ),
    timeline=(
        Dated("2024-05-14", "day", said(PONT_GAZETTE, _CLOSED), "mardi soir"),
        Dated(
            "2024-05-15",
            "day",
            said(PONT_COURRIER, "Les commerçants de la rue des Tanneurs craignent pour leur saison."),
            "mercredi",
        ),
    ),
    figures=(
        Figure(
            "véhicules chaque jour",
            (
                ("14 000", said(PONT_GAZETTE, "Quelque 14 000 véhicules empruntent l'ouvrage chaque jour.")),
                ("12 000", said(PONT_COURRIER, "Près de 12 000 véhicules passent là chaque jour !")),
            ),
        ),
    ),
    names=(
        Name("Hélène Marsac", "person", ("Helene Marsac",), (Mention("a1gazette0.txt", 10, 20),)),
        Name("Yvette Laumier", "person"),
        Name("préfecture du Val-d'Orne", "organisation"),
        Name("Brézolles", "place"),
    ),
)

CONSEIL_A = article(
    "e5conseil0",
    "Pont de Brézolles : le conseil vote un bac provisoire",
    [
        "Le conseil départemental a voté vendredi la mise en service d'un bac, pour 800 000 euros. "
        "Il devrait accueillir 40 voitures à chaque passage.",
        "« On ne laissera personne sur la rive », a promis Marc Théron.",
    ],
    published="2024-05-24",
)
CONSEIL_B = article(
    "e6conseil0",
    "Un bac à Brézolles dès juin",
    [
        "Un bac remplacera le pont de Brézolles à partir de juin. "
        "Marc Théron promet « un passage toutes les vingt minutes »."
    ],
    outlet="Le Courrier de l'Orne",
    published="2024-05-24",
    url=Claim("url", "javascript:alert(1)", "page metadata"),
)
CONSEIL = Story(
    "e5conseil0",
    (CONSEIL_A, CONSEIL_B),
    "e5conseil0",
    "pont-de-brezolles-conseil-vote-bac",
    related=(Related("a1gazette0", 0.31, "follows"),),
)
CONSEIL_TELLING = Telling(
    CONSEIL.id,
    Headline(CONSEIL_A.title.value, CONSEIL_A.id),
    brief=(
        said(CONSEIL_A, "Le conseil départemental a voté vendredi la mise en service d'un bac, pour 800 000 euros."),
        said(CONSEIL_B, "Un bac remplacera le pont de Brézolles à partir de juin."),
    ),
)
CRUE_TEXT = "La Risle est montée de 80 cm en une nuit. Deux écoles sont fermées."
CRUE_ARTICLE = article(
    "f6crue0000", "La Risle sort de son lit", [CRUE_TEXT], published="2024-05-24", outlet="Radio Perche"
)
CRUE = Story("f6crue0000", (CRUE_ARTICLE,), "f6crue0000", "risle-sort-de-son-lit")
UNDATED = Story(
    "g7undated0",
    (
        article(
            "g7undated0",
            "مهرجان المدينة يعود",
            ["يعود مهرجان المدينة هذا الصيف بعد غياب عامين."],
            published=None,
            outlet=None,
            language="ar",
        ),
    ),
    "g7undated0",
    "g7undated0",
)
MUTED = Story(
    "h8muted000",
    (article("h8muted000", "Un sujet que la rédaction ne montre pas", ["Rien à voir ici."], outlet="Tu"),),
    "h8muted000",
    "sujet-mute",
    muted=True,
)

STORIES = (PONT, CONSEIL, CRUE, UNDATED, MUTED)
TELLINGS = {PONT.id: PONT_TELLING, CONSEIL.id: CONSEIL_TELLING}
COURRIER = OutletInfo("Le Courrier de l'Orne", rights="full", url="https://courrier-orne.example/", country="FR")
OPTIONS = Options(
    title="La Revue du Val",
    description="Ce que disent les journaux d'ici, côte à côte",
    language="fr",
    rights="full",
    outlets={COURRIER.name: COURRIER},
)


def site(**changes: Any) -> Site:
    """The sample site, with some options changed. `outlets` may be anything that makes a dict, `()` for none."""
    outlets = dict(changes.pop("outlets", OPTIONS.outlets))
    moves = {"ancien-pont": PONT.slug, "tres-ancien": "ancien-pont"}
    return assemble(STORIES, TELLINGS, replace(OPTIONS, outlets=outlets, **changes), redirects=moves)
