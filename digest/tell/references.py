"""What a sentence takes as known that only the sentences before it told: "The change came…", "two days later",
"Marsan avait dit…". A reader of one line hasn't met it.

Definite noun phrases are sorted as in Poesio and Vieira, "A corpus-based investigation of definite description use"
(1998): a bare one (no complement, no name) whose head stood before is anaphoric; one whose head is unique (the
government) or is told apart by what follows (the report of…) isn't."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.tell.alignment import VERB_ENDINGS
from digest.tell.gazetteer import flat, naming_words
from digest.tell.lexicon import Lexicon, lexicon
from digest.tell.speech import Speech, speech
from digest.text import APOSTROPHES, fold

if TYPE_CHECKING:
    from digest.tell.material import Material
    from digest.tell.pieces import Token
    from digest.tell.units import Unit

LONGEST_LABEL = 14
"""Characters of a label before the colon that opens a line: "Updated: X said…", "Résultat : le vote…"."""

LONGEST_COMMENT = 8
"""Words before the colon of a line that comments on the one before."""

_COLON = re.compile(r"\s?:\s")
_LABEL = re.compile(rf"\w[^\W\d]{{1,{LONGEST_LABEL}}}(?: \w{{2,8}})?\s?:\s")
_SHOUTED = re.compile(r"[A-Z]{4,} (?:A|An|The|In|It|Un|Une|Le|La|Les|Des) ")
"""The label of a player before the words under it: "CLOSE A merger…"."""
_EPITHET = re.compile(
    r"\b(?:[lL]['’]|[lL][ea] )(?=[A-ZÀ-Ý])\w+(?:ai[ns]e?|ien(?:ne)?|oise?|ane?|ole?|éen(?:ne)?"
    r"|elge|uisse|usse|urc|urque|rec|recque|erbe|reton)\b"
)
"""Who comes from a place, with the article: "l'Américain", "le Texan", "le Belge"."""
_IN_APPOSITION = re.compile(r"(?:Une?|Des|De) [\w'’-]+(?: [\w'’-]+)? (?:qui|que|qu['’]|dont|où)\b")
"""A noun with its clause and no more, said of the sentence before: "Une rencontre qui s'est déroulée à Norvale."."""
_OWN_OF_NAMED = re.compile(
    r"(?:[A-ZÀ-Ý][\w'’.-]+ ){1,4}?[A-ZÀ-Ý][\w'’.-]+, (?:son|sa|ses|leur|leurs|his|her|their|its) (?!own\b)"
)
"""Somebody who is told apart by whose he is: "Anton Brevik, son président, …"."""
_OFFICE_OF_WHAT = re.compile(r"(?:Le |Its |The )?(?:CEO|CFO|COO|PDG|DG) [A-ZÀ-Ý]\w+ [A-ZÀ-Ý]\w+ [a-zà-ÿ]")
"""An office whose firm isn't told: "CEO Doug Orsel called on the governor…"."""
_INVERTED = re.compile(r"\w-(?:t-)?(?:il|elle)s?\b")

MOST_NOUNS = 3
"""Words of a bare noun phrase behind its article: "The new figures"."""

_HEAD_LAST = ("en", "de")
"""Languages whose adjectives stand before the noun."""


def leans(material: Material, unit: Unit) -> bool:
    """Whether the sentence needs one that stood before it. Of an article's first sentence only true when it is none."""
    french = unit.language.startswith("fr")
    if unit.place == 0:
        return french and _has_no_verb(material, unit)
    words = material.lexicon(unit)
    return (
        words.leaning(fold(_outside_quotations(material, unit)))
        or _OWN_OF_NAMED.match(unit.text) is not None
        or _OFFICE_OF_WHAT.match(unit.text) is not None
        or (french and _is_a_french_fragment(material, unit))
        or _opens_with_a_known_noun(material, unit, words)
        or _resumes(material, unit, words)
        or _names_an_epithet(material, unit)
    )


def _is_a_french_fragment(material: Material, unit: Unit) -> bool:
    """A noun with its clause and no more, an incise whose speaker isn't named, or a line without a verb."""
    if _IN_APPOSITION.match(unit.text):
        return True
    if _INVERTED.search(unit.text) and not any(
        group in material.persons for _, group in material.names_between(unit.article, unit.start, unit.end)
    ):
        return True
    return _has_no_verb(material, unit)


def _has_no_verb(material: Material, unit: Unit) -> bool:
    """A French line in which nothing may be a finite verb: the heading of a list. Generous: what ends in "e" before an
    article or a preposition may be one."""
    grammar, words = speech("fr"), material.lexicon(unit)
    if grammar is None:
        return False
    tokens = material.words_of_unit(unit)
    for place, word in enumerate(tokens):
        form = word.form
        if form in words.finite or form in words.modals or form in grammar.verbs:
            return False
        if (word.capital and place) or not form.isalpha() or form in grammar.joins:
            continue
        following = tokens[place + 1].form if place + 1 < len(tokens) else ""
        led = following in grammar.determiners or following in grammar.of or following in _BEHIND_VERBS
        if _FINITE.search(form) or (len(form) > 3 and form.endswith("e") and (led or following[:1].isdigit())):
            return False
    return bool(tokens)


_BEHIND_VERBS = frozenset(("à", "au", "aux", "que", "qu'", "en", "sur", "se", "dans"))
_FINITE = re.compile(r"(?:ait|aient|erent|era|eront|ont|irent|urent|ut|it|end)$|(?<!m)ent$")
"""Endings of French verbs in the third person, in comparison form."""


def opens_with_a_label(unit: Unit) -> bool:
    """ "Updated: …", "Résultat : …", "CLOSE A merger…"."""
    opening = unit.text.lstrip(" «»“”„\"'‘(\u00a0\u202f")
    return bool(_LABEL.match(opening) or _SHOUTED.match(opening)) or _announces(unit)


def _announces(unit: Unit) -> bool:
    """ "Signe d'apaisement : le bac circule à nouveau…": few words without a verb before a colon comment on what stood
    before."""
    colon = _COLON.search(unit.text)
    grammar, words = speech(unit.language), lexicon(unit.language)
    if colon is None or grammar is None or not words.known:
        return False
    ahead = [t for t in unit.tokens if t.end <= unit.start + colon.start()]
    if not 0 < len(ahead) <= LONGEST_COMMENT or any(t.form[0].isdigit() for t in ahead):
        return False
    return not any(
        t.form in words.finite or t.form in words.modals or t.form in grammar.verbs or t.form.endswith(VERB_ENDINGS)
        for t in ahead
    )


def _outside_quotations(material: Material, unit: Unit) -> str:
    text, at = [], unit.start
    source = material.articles[unit.article].text
    for quotation in material.quotations_between(unit.article, unit.start, unit.end):
        text.append(source[at : max(at, quotation.start)])
        at = max(at, min(quotation.end, unit.end))
    return " ".join([*text, source[at : unit.end]])


def _opens_with_a_known_noun(material: Material, unit: Unit, words: Lexicon) -> bool:
    """ "Le cabinet précise que…", "The rescue team has…", but not "Le cabinet d'avocats X" nor "Le gouvernement a…"."""
    grammar = speech(unit.language)
    if grammar is None or not words.known:
        return False
    noun = _head(unit, grammar)
    tokens = unit.tokens
    if noun is None:
        return False
    for last in range(noun, min(noun + MOST_NOUNS, len(tokens))):
        if not _is_common(tokens[last]) or tokens[last].form in words.unique:
            return False
        if _ends_phrase(unit, last, words, grammar):
            head = tokens[last] if unit.language[:2] in _HEAD_LAST else tokens[noun]
            return (last == noun and head.form in words.resuming) or _stood_before(material, unit, head)
    return False


def _resumes(material: Material, unit: Unit, words: Lexicon) -> bool:
    """Whether a bare noun like "le groupe" or "the state's" stands before anything is named that it may resume."""
    grammar = speech(unit.language)
    if grammar is None:
        return False
    tokens = unit.tokens
    named = {o.start for o, _ in material.names_between(unit.article, unit.start, unit.end)}
    roles = naming_words().roles
    for place, token in enumerate(tokens):
        if token.start in named or (token.capital and token.stem and place):
            return False
        bare = token.form.removesuffix("'s")
        if token.capital or not (bare in words.resuming or bare in words.people or bare in roles):
            continue
        written = unit.text[token.start - unit.start : token.end - unit.start]
        elided = len(written) > 2 and written[1] in APOSTROPHES and written[0] in "lL"
        definite = elided or (place > 0 and tokens[place - 1].form in grammar.definite | _CONTRACTED)
        if not definite or material.in_quotation(unit.article, token.start) is not None:
            continue
        if bare != token.form or _ends_phrase(unit, place, words, grammar):
            return True
    return False


_CONTRACTED = frozenset(("du", "au", "aux", "des", "del", "dal", "nel", "al", "do", "da", "no", "na", "dem", "den"))
"""Articles grown together with a preposition, and those of other cases."""


def _head(unit: Unit, grammar: Speech) -> int | None:
    """Place of the first word behind an article that opens the sentence."""
    tokens = unit.tokens
    if not tokens:
        return None
    first = unit.text[tokens[0].start - unit.start : tokens[0].end - unit.start].lower()
    if len(first) > 2 and first[1] in APOSTROPHES:
        return 0 if first[0] == "l" else None
    return 1 if tokens[0].form in grammar.definite and len(tokens) > 1 else None


def _is_common(token: Token) -> bool:
    return bool(token.stem) and not token.capital and not token.form[0].isdigit()


def _ends_phrase(unit: Unit, at: int, words: Lexicon, grammar: Speech) -> bool:
    """Whether the noun at a place has no complement: a verb, an adverb or a mark comes next."""
    tokens = unit.tokens
    if at + 1 >= len(tokens):
        return True
    following = tokens[at + 1]
    between = unit.text[tokens[at].end - unit.start : following.start - unit.start].strip()
    if between and between[0] in ",;:–—":
        return True
    if between:
        return False
    if any(following.form in verbs for verbs in (words.finite, words.modals, words.negations, grammar.strong)):
        return True
    if following.form in grammar.joins | grammar.relative | grammar.that:
        return False
    if following.form in ("se", "s", "ne", "n", "si", "sich", "y", "en") or following.form in grammar.adverbs:
        return True
    after = tokens[at + 2].form if at + 2 < len(tokens) else ""
    return not following.capital and (after in grammar.determiners - grammar.of or after in grammar.that)


def _stood_before(material: Material, unit: Unit, noun: Token) -> bool:
    return any(
        noun.stem in earlier.common_stems
        for earlier in material.article_units(unit.article)
        if earlier.start < unit.start
    )


def names_a_stranger(material: Material, unit: Unit, known: str) -> bool:
    """Whether somebody has his surname alone here and isn't named in `known`, what the reader has read before."""
    for occurrence, group in material.names_between(unit.article, unit.start, unit.end):
        if group not in material.persons or len(occurrence.parts) > 1:
            continue
        if not any(len(o.parts) > 1 for o in material.name_groups[group]):
            continue  # nobody gives a longer name
        if material.in_quotation(unit.article, occurrence.start) is not None:
            continue
        before = material.articles[unit.article].text[unit.start : occurrence.start]
        if occurrence.parts[-1] not in flat(f"{known} {before}"):
            return True
    return False


def _names_an_epithet(material: Material, unit: Unit) -> bool:
    """ "L'Américain aura…", "le Texan": whom it means is told elsewhere, when nobody is named before it."""
    words, grammar = material.lexicon(unit), speech("fr")
    if not unit.language.startswith("fr") or grammar is None:
        return False
    for found in _EPITHET.finditer(unit.text):
        named = material.names_between(unit.article, unit.start, unit.start + found.start())
        following = next((t for t in unit.tokens if t.start >= unit.start + found.end()), None)
        acts = following is None or following.form in words.finite or following.form in grammar.strong
        if acts and not any(group in material.persons for _, group in named):
            return True
    return False
