"""The editor's hand: merges, splits and moves outrank whatever the texts say. Goes after clusters are found.

A decision whose story or article is gone is reported and kept; it is in force again when the article comes
back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from digest.model import Article, Decisions, Problem

FILE = "edits.toml"


class Names:
    """Finds the article that a decision means: a story by its permanent id, which `known` leads to the founder,
    or by an article of it; an article by path or id."""

    def __init__(self, ordered: Sequence[tuple[int, Article]], known: Mapping[str, str]) -> None:
        self.known = known
        self.index: dict[str, int] = {}
        for i, article in ordered:
            self.index.setdefault(article.id, i)
        for i, article in ordered:
            self.index.setdefault(article.path, i)
        self.problems: list[Problem] = []

    def story(self, name: str, verb: str) -> int | None:
        """Number of an article of the named story."""
        found = self.index.get(self.known.get(name, name))
        if found is None:
            self._report(verb, f"no story has the id {name!r}")
        return found

    def article(self, name: str, verb: str) -> int | None:
        """Number of the named article."""
        found = self.index.get(name)
        if found is None:
            self._report(verb, f"no article has the path or id {name!r}")
        return found

    def _report(self, verb: str, message: str) -> None:
        remedy = "correct the name, or take the entry out if the article is gone for good"
        problem = Problem(FILE, f"[[{verb}]]: {message}", remedy)
        if problem not in self.problems:
            self.problems.append(problem)


def apply(clusters: Sequence[Sequence[int]], decisions: Decisions, names: Names) -> tuple[list[list[int]], set[int]]:
    """Clusters as the editor wants them, and the numbers of articles that a decision placed. Splits go first, then
    merges, then splits of what was merged, then moves."""
    home = {i: c for c, members in enumerate(clusters) for i in members}
    placed: set[int] = set()
    fresh = iter(range(len(clusters), len(clusters) + 2 * len(decisions.splits)))
    done = [_split(home, placed, names, story, articles, fresh) for story, articles in decisions.splits]
    for stories in decisions.merges:
        _merge(home, placed, [names.story(s, "merge") for s in stories])
    for (story, articles), complete in zip(decisions.splits, done, strict=True):
        if not complete:
            _split(home, placed, names, story, articles, fresh)
    for article, story in decisions.moves:
        i, target = names.article(article, "move"), names.story(story, "move")
        if i is not None and target is not None:
            if target == i:
                target = next((j for j in sorted(home) if home[j] == home[i] and j != i), i)
            home[i] = home[target]
            placed.add(i)
    regrouped: dict[int, list[int]] = {}
    for i in sorted(home):
        regrouped.setdefault(home[i], []).append(i)
    return sorted(regrouped.values()), placed


def _split(
    home: dict[int, int], placed: set[int], names: Names, story: str, articles: Sequence[str], fresh: Iterable[int]
) -> bool:
    """Whether all the articles that exist were in the story."""
    anchor = names.story(story, "split")
    leaving = [i for i in (names.article(a, "split") for a in articles) if i is not None]
    if anchor is None or not leaving:
        return True
    inside = [i for i in leaving if home[i] == home[anchor]]
    staying = [i for i, c in home.items() if c == home[anchor] and i not in inside]
    if inside and staying:
        new = next(iter(fresh))
        for i in inside:
            home[i] = new
        placed.update(inside)
    return len(inside) == len(leaving)


def _merge(home: dict[int, int], placed: set[int], anchors: Sequence[int | None]) -> None:
    present = [i for i in anchors if i is not None]
    clusters = [home[i] for i in present]
    for cluster in clusters[1:]:
        if cluster != clusters[0]:
            for i in [i for i, c in home.items() if c == cluster]:
                home[i] = clusters[0]
                placed.add(i)


Find = Callable[[int], str | None]
"""Number of an article → id of its story."""


def pairs(decided: Sequence[tuple[str, str]], verb: str, names: Names, story_of: Find) -> list[tuple[str, str]]:
    """Story ids of decisions that name two stories, those that name one twice left out."""
    found = []
    for first, second in decided:
        a, b = names.story(first, verb), names.story(second, verb)
        if a is not None and b is not None:
            one, other = story_of(a), story_of(b)
            if one is not None and other is not None and one != other:
                found.append((one, other))
    return found


def in_one_direction(decided: Sequence[tuple[str, str]], names: Names, story_of: Find) -> list[tuple[str, str]]:
    """Which story follows which: of two decisions that say the contrary of each other the later one counts, and the
    other is reported."""
    kept: dict[tuple[str, str], None] = {}
    for one, other in pairs(decided, "follows", names, story_of):
        if (other, one) in kept:
            del kept[other, one]
            remedy = f"the later entry counts; take out the one by which {other!r} follows it"
            names.problems.append(Problem(FILE, f"[[follows]]: {one!r} and {other!r} follow each other", remedy))
        kept[one, other] = None
    return list(kept)


def by_story(decided: Sequence[tuple[str, str]], verb: str, names: Names, story_of: Find) -> dict[str, str]:
    """Story id → value, for decisions that say something about one story. The last word counts."""
    found: dict[str, str] = {}
    for story, value in decided:
        i = names.story(story, verb)
        if i is not None and (story_id := story_of(i)) is not None:
            found[story_id] = value
    return found
