"""Credits of pictures, by their wording: "(AP Photo/Ana Reis)", "© AFP", "Photo : Ana Reis / Le Phare".

Which line of a page is asked for one, and what follows from that, is settled in `kinds`."""

from __future__ import annotations

import re

_PICTURE_WORDS = (
    r"cr[ée]dits?(?: photos?)?|photos?|photographs?|photo credit|images?|image credit|credits?|picture|"
    r"pictures?|foto|fotos|"
    r"bild|bilder|imagen|imagem|immagine|zdj[ęe]cie|fot|фото|φωτογραφία|video|vidéo|capture(?: d'écran)?|screenshot"
)
_AGENCIES = (
    r"afp|a\.?f\.?p\.?|reuters|ap|ap photo|epa|efe|dpa|ansa|belga|ats|keystone|sipa|maxppp|getty(?: images)?|"
    r"gettyimages|istock|"
    r"shutterstock|pool|handout|xinhua|tass|sputnik|ria novosti|anadolu|picture alliance|imago|alamy|unsplash|"
    r"pixabay|pexels|"
    r"abaca|bestimage|gamma|hans lucas|presse canadienne|canadian press|pap|lusa|ritzau|ntb|tt|scanpix|apa|"
    r"zuma|wikimedia(?: commons)?"
)
_AT_END = re.compile(
    rf"(?:\((?:{_PICTURE_WORDS})\b ?[:.–-]? ?(?P<a>[^()]{{0,90}})\)|"
    rf"\[(?:{_PICTURE_WORDS})\b ?[:.–-]? ?(?P<e>[^\[\]]{{0,90}})\]|"
    rf"(?:©|\(c\)) ?(?P<b>[^©()!?]{{2,90}})|"
    rf"\b(?:{_PICTURE_WORDS}) ?: ?(?P<c>[^:()]{{2,80}})|"
    rf"\((?P<d>[^()]{{0,60}}\b(?:{_AGENCIES}))\)(?=\.?$)|"
    rf"(?:^|[ .])(?P<f>[^\W\d_][^\n.:!?()]{{1,50}} ?/ ?(?:{_AGENCIES}))(?: ?/ ?[\w ]{{1,30}})?)[.\s]*$",
    re.IGNORECASE,
)
_SHOUTED = r"[^\W\d_a-zß-öø-ÿ]{2,20}"
_CAPITAL_NAME = rf"{_SHOUTED}(?:[ '’-]{_SHOUTED}){{1,3}}(?:[ \u00a0]?/[ \u00a0]?[^\W\d_][\w -]{{1,30}})?"
_BEHIND_SENTENCE = re.compile(
    r"[.…!»\")][ \u00a0]?(?:\|[ \u00a0]?(?P<bar>[^\W\d_a-zß-öø-ÿ][^|\n.!?]{2,60})"
    rf"|[ \u00a0](?P<name>{_CAPITAL_NAME}))\Z"
)
"""How local papers sign their captions: "… ont rouvert samedi. | LE COURRIER", "… depuis 1987. MARC DELVAUX"."""

_BARE = re.compile(
    rf"(?:(?:{_PICTURE_WORDS}) ?[:©/–-]|©|\(c\) ).{{2,80}}|(?:{_AGENCIES})(?: ?/ ?[\w .-]{{2,40}})?", re.IGNORECASE
)
BEGINNINGS = frozenset({word[:2] for word in (_PICTURE_WORDS + "|" + _AGENCIES).split("|")} | {"(c", "a."})
"""How credits begin, in lower case."""

_TOKEN = re.compile(r"[^\W\d_]+")
_SHORT = 2  # letters of a token that tells nothing: "a", "d", "cr"
WORDS = frozenset(
    {token for token in _TOKEN.findall(_PICTURE_WORDS + " " + _AGENCIES) if len(token) > _SHORT}
    | {"ap", "tt", "crédit", "crédits", "credit", "credits", "zdjęcie", "zdjecie"}
) - {"dits", "cie", "zdj", "press", "presse"}
"""Words of which a credit at an end has one, unless it has the sign ©: in lower case, each a run of letters."""

LONGEST = 130  # characters of a caption's end that are looked at


def at_end(text: str, low: str) -> str | None:
    """The credit that a caption ends with, None where there is none. `low` is the text in lower case."""
    tail = low[-LONGEST:]
    if "(" not in tail and "[" not in tail and ":" not in tail and "/" not in tail and "©" not in tail:
        return None  # no credit at an end does without one of these
    if "©" not in tail and "(c)" not in tail and WORDS.isdisjoint(_TOKEN.findall(tail)):
        return None
    match = _AT_END.search(text, max(0, len(text) - LONGEST))
    if match is None:
        return None
    if match["c"] and not _is_name(match["c"]):
        return None  # "Erstes Bild: so könnte die Seilbahn aussehen" is a headline
    return next((g.strip(" .") for g in match.groups() if g and g.strip(" .")), None)


def behind_sentence(text: str) -> str | None:
    """A photographer in capitals, or a name behind a bar, after a caption's full stop; None where there is none."""
    last = text[-1:]
    if not last.isalpha() or not ("|" in text[-64:] or text[-2:].isupper() or "/" in text[-32:]):
        return None
    match = _BEHIND_SENTENCE.search(text, max(0, len(text) - LONGEST))
    return (match["bar"] or match["name"]) if match is not None else None


def _is_name(text: str) -> bool:
    """Mostly words with a capital: "Ana Reis / Le Phare"."""
    words = [word for word in re.split(r"[ /,.-]+", text) if word]
    return sum(word[0].isupper() for word in words) >= 0.6 * len(words) and len(words) <= 8


def is_bare(text: str) -> bool:
    """Whether a text is a credit and nothing else: "© AFP", "Photo : Ana Reis"."""
    return bool(_BARE.fullmatch(text))
