"""The subject behind its verb: "a dit au micro de Radio Lunet l'ingénieure X", "sagte der Wirt"."""

from __future__ import annotations

from digest.tell.clauses import Speaker, phrase_end
from digest.tell.gazetteer import naming_words
from digest.tell.speech import Speech
from digest.tell.subjects import AND, completed
from digest.tell.tokens import Word


def behind(words: list[Word], i: int, grammar: Speech, persons: frozenset[int]) -> Speaker | None:
    """The subject behind an inverted verb, past adverbs and phrases with a preposition."""
    place = max(0, i - 1)
    while i < len(words):
        word = words[i]
        if word.form in grammar.pronouns and word.form not in grammar.determiners:
            return Speaker(word.start, word.end, pronoun=grammar.pronouns[word.form])
        if word.form in _THE_ONE and i + 1 < len(words) and words[i + 1].form == "qui":
            return Speaker(word.start, word.end, pronoun=_THE_ONE[word.form])  # "explique celui qui est son ami"
        if word.form in _WITHOUT and i > place + 1 and words[i + 1 : i + 2] and words[i + 1].form.endswith("r"):
            return None  # "ha contado, con la voz rota"
        if _is_on_the_way(words, i, grammar):
            i += 1
        elif tuple(w.form for w in words[i : i + 3]) in ON_HIS_SIDE:
            i += 3
        elif word.form[:1].isdigit() and (day := _day_end(words, i)) > i:
            i = day
        elif word.form in ONE_OR_THIS and (times := _time_end(words, i)) > i:
            i = times
        elif (word.form in grammar.prepositions or word.form in grammar.of) and not _partitive(words, i, grammar):
            i = _adjunct_end(words, i, grammar)
        else:
            break
    if i >= len(words) or words[i].is_mark or words[i].form in grammar.opens_no_subject:
        return None
    end = phrase_end(words, i, grammar)
    second = phrase_end(words, end + 1, grammar) if end + 1 < len(words) and words[end].form in AND else end
    if words[place].form.endswith("ent") and second > end + 1 and grammar.closing:
        return Speaker(words[i].start, words[second - 1].end, form="p")  # "écrivent la France et l'Allemagne"
    return completed(words, i, end, grammar, persons)


_WITHOUT = frozenset(("sin", "sem", "sans", "para", "pour", "tras", "apos", "al", "ao", "por"))
"""Before an infinitive these open what is done meanwhile."""

_THE_ONE = {"celui": "m", "celle": "f"}
ONE_OR_THIS = frozenset(("une", "cette", "la", "un"))


def _time_end(words: list[Word], i: int) -> int:
    """Index after "une nouvelle fois", "cette fois", "une fois de plus"; `i` where none stands."""
    at = next((j for j in range(i + 1, min(len(words), i + 3)) if words[j].form == "fois"), None)
    if at is None:
        return i
    return at + 3 if [w.form for w in words[at + 1 : at + 3]] in (["de", "plus"], ["pour", "toutes"]) else at + 1


def _day_end(words: list[Word], i: int) -> int:
    """Index after "2 octobre", "2 octobre 2031"; `i` where none stands."""
    if i + 1 >= len(words) or words[i + 1].form not in naming_words().calendar:
        return i
    year = i + 2 < len(words) and words[i + 2].form.isdigit() and len(words[i + 2].form) == 4
    return i + 3 if year else i + 2


ON_HIS_SIDE = frozenset(
    (preposition, owner, noun)
    for preposition, nouns in (("de", ("cote",)), ("pour", ("part",)), ("à", ("tour",)))
    for owner in ("son", "sa", "leur")
    for noun in nouns
)


def _adjunct_end(words: list[Word], i: int, grammar: Speech) -> int:
    """Index after a phrase with a preposition; before a person whom no office joins to it: "à la tribune Nadia Z"."""
    end = max(phrase_end(words, i + 1, grammar), i + 1)
    offices = naming_words().titles_and_offices
    article = i + 1 < len(words) and words[i + 1].form in grammar.determiners  # none behind "al", "au"
    for at in range(i + 2 + article, end):
        first = at
        while first > i + 1 + article and words[first - 1].form.strip(".") in naming_words().titles:
            first -= 1  # "à l'AFP M. X"
        last = words[first - 1]
        joined = last.form in grammar.joins or last.form in grammar.determiners or last.form.strip(".") in offices
        body = last.name is not None and not last.person
        if words[at].person and not joined and (body or not last.capital):
            return first
    return end


def _is_on_the_way(words: list[Word], i: int, grammar: Speech) -> bool:
    """Adverbs, helpers, a further verb, a comma that something follows, "ce jeudi"."""
    form, following = words[i].form, words[i + 1] if i + 1 < len(words) else None
    if form == ",":
        return following is not None and not following.is_mark
    if form in grammar.determiners:
        return following is not None and following.form in grammar.adverbs
    if form == "d'" and following is not None and following.form in grammar.determiners:
        return False  # "a lancé, d'un ton sec, le maire"
    return form in grammar.on_the_way or form.endswith("ment")


_TIME_NOUNS = frozenset(("jour", "matin", "soir", "nuit", "semaine", "mois", "lendemain", "fin", "debut"))


def _partitive(words: list[Word], i: int, grammar: Speech) -> bool:
    """Whether "des" and the German "der" open a subject: "ont dit des voisins", "sagte der Wirt"."""
    of_a_time = i > 0 and words[i - 1].form in _TIME_NOUNS  # "au deuxième jour des débats"
    return words[i].form in grammar.determiners and words[i].form in ("des", "der") and not of_a_time
