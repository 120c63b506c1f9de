"""The words under a picture: never a sentence of the text, though they often read like one."""

from __future__ import annotations

import re

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_CAPTION = re.compile(
    r"\((?:C|L|C-R|C-L|L-R|[Ll]eft|[Rr]ight|[Cc]enter|à (?:gauche|droite)|au centre|G)\)|\bfile (?:photo|picture)"
    r"|\bphoto (?:d'archives|issued|provided|released|made available)|^FILE\b"
    r"|\b(?:[Pp]hotos?|[Ii]mages?|[Cc]r[ée]dit|REUTERS|AFP|AP)\s?[:/]"
    r"|[Hh]ide [Cc]aption|[Ii]mage (?:copyright|caption)|[Mm]edia (?:caption|playback)|©"
    r"|\b(?:is|are) (?:pictured|seen (?:in|on|from|at|here|with|during|after|before|outside|as))\b"
    r"|\((?:Getty|Shutterstock|iStock|Alamy|Thinkstock|Flickr|EPA|Rex)\b[^()]*\)$"
    r"|\([^()/]{3,50} / [^()/]{3,50}\)$|\b[Uu]pdated:? \d"
    r"|\bcan be seen (?:at|in|on|from)\b|\([A-Z][^()]*[^().!?…\"”»]\)$"
    r"|^\([^()]*\)\.?$|, (?:at |far )?(?:left|right|cent(?:er|re)),"
)
_PARTS_OF_CAPTIONS = (
    "(", ":", "/", "©", "FILE", "file", "photo", "aption", "copyright", "playback", "pictured", "seen", "pdated",
    "left,", "right,", "center,", "centre,",
)  # fmt: skip
"""One of these stands in all that `_CAPTION` finds: a look for each costs a tenth of the pattern."""
_OPENING_OF_CAPTION = re.compile(
    r"An? (?:image|photo|photograph|picture|screenshot|frame) (?:from|of|made|taken|posted|provided|released|show)"
    rf"|(?:In t|T)his {_MONTH} \d{{1,2}}(?:, \d{{4}})?,? (?:\w+ )?(?:photo|image|picture)"
)
_DAY_WITH_YEAR = re.compile(
    rf"(?<!\bon) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, {_MONTH} \d{{1,2}}, \d{{4}},"
    r" (?:in|at|near|outside|inside)\b"
)
_NUMBERED_PLAYERS = re.compile(
    r"[A-Z][\w'’-]+ \(\d{1,2}\)[ ,].*[A-Z][\w'’-]+ \(\d{1,2}\)[ ,].*\b(?:half|quarter|period|inning|set|game|match)\b"
)
"""What only captions of American agencies write out: the weekday with the year, the numbers of two players."""
_DAY_AT_END = re.compile(
    rf"(?:, (?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,|[A-Z][\w.]*) {_MONTH} \d{{1,2}}, \d{{4}}\.$"
)


def is_caption(text: str) -> bool:
    """The words under a picture, as far as their own marks tell."""
    return bool(
        (any(part in text for part in _PARTS_OF_CAPTIONS) and _CAPTION.search(text))
        or _OPENING_OF_CAPTION.match(text)
        or (text[-5:-1].isdigit() and _DAY_AT_END.search(text))
        or ("day, " in text and _DAY_WITH_YEAR.search(text))
        or (") " in text and _NUMBERED_PLAYERS.search(text))
    )
