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
from digest.tell.tokens import Word
from digest.text import APOSTROPHES, fold

if TYPE_CHECKING:
    from digest.tell.material import Material
    from digest.tell.occurrence import Occurrence
    from digest.tell.pieces import Token
    from digest.tell.units import Unit

LONGEST_LABEL = 14
"""Characters of a label before the colon that opens a line: "Updated: X said…", "Résultat : le vote…"."""

LONGEST_COMMENT = 8
"""Words before the colon of a line that comments on the one before."""

_COLON = re.compile(r"\s?:\s")
_LABEL = re.compile(rf"\w[^\W\d]{{1,{LONGEST_LABEL}}}(?: \w{{2,8}})?\s?:\s")
_SHOUTED = re.compile(r"[A-Z]{4,} (?:A|An|The|In|It|Un|Une|Le|La|Les|Des) |CLOSE [A-Z]")
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
_PARTICIPLE_FIRST = {
    "fr": re.compile(
        r"[A-ZÀÂÉÊ][\w-]*(?:ée?s?|ant|ies?|ises?|ue?s?) "
        r"(?:à|aux?|d[eu]|d['’]\w+|des|en|par|dans|sur|pour|depuis|avec|l[ae]|les|hier|\w+ment)\b"
        r"[^,;:]*, (?:l[ae]s? |l['’])(?![\w'’-]+(?: [a-zà-ÿ][\w'’-]*){0,2} [A-ZÀ-Ý])[a-zà-ÿ]"
    ),
    "en": re.compile(
        r"(?:[A-Z][a-z]+ed|Known|Built|Born|Held|Seen|Shot|Made|Written) "
        r"(?:as|in|on|at|by|from|to|for|with|after|before|last)\b[^,;:]*, "
        r"(?:the (?![a-z]+(?: [a-z]+){0,2} [A-Z])[a-z]|it\b|they\b|he\b|she\b)"
    ),
}
"""What opens with what befell its subject, and the subject is nothing that has a name: "Opened in May, the hall…"."""
_OBJECT_FIRST = re.compile(r"\bl['’](?:a|ont|avait|avaient|aura|auront|aurait)\b(?! (?:emport|échapp))")
"""French: "les députés l'avaient enjoint": whom, is told before."""
_SOURCE_FIRST = re.compile(r"(?:Selon|D['’]après) .*?\b(?:lui|leur) (?:a|ont|avait|avaient|aurait|auraient)\b")
"""French: "Selon sa cousine, la nourrice lui aurait menti": to whom, the source doesn't tell."""
_AGED = re.compile(
    r"\b[Tt]he \d+-year-old(?: [a-z]+){1,2} (?:ha[sd]|was|is|will|said|told|went|took|won|lost|[a-z]+ed)\b"
)
"""English: "the 35-year-old driver walked": who, is told before, when nobody is named in the sentence."""
_QUOTED_POINTER = re.compile(r"[\"«“]\s?(?:ce|cet|cette|ces|this|that|these|those) \w+\s?[\"»”]", re.IGNORECASE)
"""A few words of somebody's that point back: 'selon lui, « ce matelas » a servi'."""
_NICKNAME = re.compile(r"\b(?:[Ll][ae]s?|[Dd]u|[Tt]he) [\"«“]\s?(\w+)\s?[\"»”]")
"""A word that the article has put between marks before: 'la "nounou" avait promis'."""
_INVERTED = re.compile(r"\w-(?:t-)?(?:il|elle)s?\b")

MOST_NOUNS = 3
"""Words of a bare noun phrase behind its article: "The new figures"."""

_HEAD_LAST = ("en", "de")
"""Languages whose adjectives stand before the noun."""


def leans(material: Material, unit: Unit, known: frozenset[str] = frozenset()) -> bool:
    """Whether the sentence needs one that stood before it. Of an article's first sentence only true when it is none.
    `known` holds the stems of what the reader has read: a headline introduces its nouns."""
    french = unit.language.startswith("fr")
    if unit.place == 0:
        return french and has_no_verb(material, unit)
    words = material.lexicon(unit)
    return (
        words.leaning(fold(_outside_quotations(material, unit)))
        or _OWN_OF_NAMED.match(unit.text) is not None
        or _OFFICE_OF_WHAT.match(unit.text) is not None
        or _opens_with_a_participle(unit, known)
        or _is_told_by_age(material, unit)
        or _is_told_by_nickname(material, unit)
        or _QUOTED_POINTER.search(unit.text) is not None
        or (french and _is_a_french_fragment(material, unit))
        or _opens_with_a_known_noun(material, unit, words, known)
        or _resumes(material, unit, words)
        or _names_an_epithet(material, unit)
    )


def _opens_with_a_participle(unit: Unit, known: frozenset[str]) -> bool:
    pattern = _PARTICIPLE_FIRST.get(unit.language[:2])
    found = pattern.match(unit.text) if pattern else None
    if found is None or not unit.tokens[0].stem:
        return False
    subject = next((t for t in unit.tokens if t.end >= unit.start + found.end() and t.stem), None)
    return subject is None or subject.stem not in known


def _is_told_by_age(material: Material, unit: Unit) -> bool:
    found = _AGED.search(unit.text)
    return found is not None and not _names_a_person(material, unit, unit.start + found.start())


def _is_told_by_nickname(material: Material, unit: Unit) -> bool:
    found = _NICKNAME.search(unit.text)
    if found is None:
        return False
    token = next((t for t in unit.tokens if t.start - unit.start == found.start(1)), None)
    return token is not None and _stood_before(material, unit, token)


def _is_a_french_fragment(material: Material, unit: Unit) -> bool:
    """A noun with its clause and no more, an incise whose speaker isn't named, or a line without a verb."""
    if _IN_APPOSITION.match(unit.text):
        return True
    if _INVERTED.search(unit.text) and not _names_a_person(material, unit, unit.end):
        return True
    resumed = _OBJECT_FIRST.search(unit.text)
    if resumed and not _names_a_person(material, unit, unit.start + resumed.start()):
        return True
    if _SOURCE_FIRST.match(unit.text):
        return True
    return has_no_verb(material, unit)


def _names_a_person(material: Material, unit: Unit, end: int) -> bool:
    return any(group in material.persons for _, group in material.names_between(unit.article, unit.start, end))


_ASIDE = re.compile(r"\([^()]*\)")


def has_no_verb(material: Material, unit: Unit) -> bool:
    """A French line in which nothing may be a finite verb: the heading of a list. Generous: what ends in "e" before an
    article or a preposition may be one."""
    grammar, words = speech("fr"), material.lexicon(unit)
    if grammar is None:
        return False
    aside = [(unit.start + m.start(), unit.start + m.end()) for m in _ASIDE.finditer(unit.text)]
    tokens = [w for w in material.words_of_unit(unit) if not any(a <= w.start < b for a, b in aside)]
    verbs = words.finite | grammar.verbs
    return bool(tokens) and not any(
        _may_be_the_verb(tokens, place, grammar, verbs, words.modals) for place in range(len(tokens))
    )


def _may_be_the_verb(
    tokens: list[Word], place: int, grammar: Speech, verbs: frozenset[str], modals: frozenset[str]
) -> bool:
    word = tokens[place]
    form = word.form
    before = tokens[place - 1].form if place else ""
    if before in _OPENS_A_CLAUSE or (place > 1 and tokens[place - 2].form in _OPENS_A_CLAUSE):
        return False  # "des sujets qui fâchent"
    if (form in verbs and not form.endswith(("ee", "ees"))) or (form in modals and not form.endswith(("u", "ue"))):
        return True
    if before in ("ne", "se"):
        return True
    following = tokens[place + 1].form if place + 1 < len(tokens) else ""
    if (word.capital and place) or not form.isalpha() or form in grammar.joins:
        return False
    if before in grammar.determiners or before in grammar.of or before in _CONTRACTED or before.isdigit():
        return False  # "la police des", "au service de", "25 septembre à"
    if form in naming_words().roles:
        return False
    if _FINITE.search(form):
        return True
    if len(form) <= 3 or not form.endswith("e") or (form.endswith("ee") and form not in _IN_EE):
        return False  # "une vente lancée alors"
    if form.endswith("ique") and form not in _IN_IQUE:
        return False  # "la flamme olympique à peine éteinte"
    if following in grammar.of:
        return not form.endswith(_NOUN_ENDINGS)
    led = following in grammar.determiners or following in grammar.adverbs or following in _BEHIND_VERBS
    return led or following[:1].isdigit()


_NOUN_ENDINGS = ("age", "ique", "isme", "ance", "ence", "iste", "ible", "aire", "ale")
"""Of French words in "e" that are hardly verbs where "de" comes next: "un discours économique de"."""
_IN_EE = frozenset(("cree", "recree", "agree", "supplee"))
"""French verbs whose present looks like a participle."""
_IN_IQUE = frozenset(("indique", "explique", "applique", "complique", "critique", "pratique", "implique", "revendique"))
"""French verbs in "ique": other such words are nouns and adjectives."""
_OPENS_A_CLAUSE = frozenset(("qui", "dont"))
_BEHIND_VERBS = frozenset(("à", "au", "aux", "que", "qu'", "en", "sur", "se", "dans", "avec", "toujours"))
_FINITE = re.compile(r"(?:ait|aient|rment|met|erent|[eidtuv]ra|ront|ont|irent|urent|ut|it|end)$|(?<!m)ent$")
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
        t.form in words.finite
        or t.form in words.modals
        or (t.form in grammar.verbs and not t.form.endswith("ant"))
        or t.form.endswith(VERB_ENDINGS)
        for t in ahead
    )


def _outside_quotations(material: Material, unit: Unit) -> str:
    text, at = [], unit.start
    source = material.articles[unit.article].text
    for quotation in material.quotations_between(unit.article, unit.start, unit.end):
        text.append(source[at : max(at, quotation.start)])
        at = max(at, min(quotation.end, unit.end))
    return " ".join([*text, source[at : unit.end]])


def _opens_with_a_known_noun(material: Material, unit: Unit, words: Lexicon, known: frozenset[str]) -> bool:
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
            resumed = (last == noun and head.form in words.resuming) or _stood_before(material, unit, head)
            return resumed and head.stem not in known
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
    after = tokens[at + 2] if at + 2 < len(tokens) else None
    if following.capital or after is None or after.capital:
        return False  # "le quotidien belge Le Relais"
    return after.form in grammar.determiners - grammar.of or after.form in grammar.that


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
        ahead = material.articles[occurrence.article].text[max(0, occurrence.start - 6) : occurrence.start + 6]
        if _is_a_mononym(material, group) or (occurrence.titled and not _POLITE.search(ahead)):
            continue  # "President Duval"
        if material.in_quotation(unit.article, occurrence.start) is not None or _is_named_in_full(material, occurrence):
            continue
        before = material.articles[unit.article].text[unit.start : occurrence.start]
        if occurrence.parts[-1] not in flat(f"{known} {before}"):
            return True
    return False


def _is_named_in_full(material: Material, occurrence: Occurrence) -> bool:
    """Whether a name in one word is half of one: "Neil M. Girod", "Paul et Anne Girod"."""
    text = material.articles[occurrence.article].text
    return bool(_INITIAL.search(text, max(0, occurrence.start - 4), occurrence.start)) or bool(
        _AND_SURNAMED.match(text, occurrence.end)
    )


_INITIAL = re.compile(r"\b[A-Z]\. $")
_AND_SURNAMED = re.compile(r" (?:(?:and|et|und|y|e) [A-ZÀ-Ý][\w'’-]+|[A-Z]\.) [A-ZÀ-Ý]")
_POLITE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|M|Mme|Mlle|MM|Me|Messrs)\b")


def _is_a_mononym(material: Material, group: int) -> bool:
    """A name that two texts and more write in one word and never with "M." before it."""
    found = material.name_groups[group]
    return (
        all(len(o.parts) == 1 and not o.titled for o in found)
        and len({material.text_numbers[o.article] for o in found}) > 1
    )


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
