"""Text → the names that a trained pipeline sees in it: the door of the optional extra `news-digest[names]`.

The pipelines are spaCy's, one a language. A site names them in digest.toml; they are packages that its editor installs,
or folders beside digest.toml. Nothing is fetched: a pipeline that isn't there is an error with the way out.

What a pipeline gives is remembered by its name, version and content, and by spaCy's version, see `Pipeline`."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from digest.errors import ConfigError
from digest.tell import Entity

KINDS: dict[str, Literal["person", "organisation", "place"]] = {
    **dict.fromkeys(("PER", "PERSON", "persName", "PRS", "PS"), "person"),
    **dict.fromkeys(("ORG", "orgName", "ORGANIZATION", "GPE_ORG", "OG"), "organisation"),
    **dict.fromkeys(("LOC", "GPE", "placeName", "geogName", "GPE_LOC", "LC"), "place"),
}
"""Labels of the trained pipelines that spaCy's makers publish; other labels, such as MISC and DATE, are no kind of
ours. Source: the label schemes in the meta.json of each."""

UNUSED = ("tagger", "morphologizer", "parser", "lemmatizer", "trainable_lemmatizer", "attribute_ruler", "senter")
"""Components that say nothing about entities, and cost most of the time."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline that is there, not yet loaded. What it finds depends on these values and the text alone."""

    name: str  # as the site has it
    language: str
    folder: str
    fingerprint: str  # versions of the pipeline and of spaCy; of a folder of one's own, its content


def pipelines(names: Sequence[str], root: Path) -> tuple[Pipeline, ...]:
    """Those that a site names: packages, or folders relative to `root`. ConfigError says which isn't there, or which
    two are for one language."""
    if names and find_spec("spacy") is None:
        raise ConfigError('needs the extra "names": pip install "news-digest[names]"')
    found: dict[str, Pipeline] = {}
    for name in names:
        pipeline = _pipeline(name, root)
        if other := found.get(pipeline.language):
            raise ConfigError(f'"{other.name}" and "{name}" are both for "{pipeline.language}"; name one a language')
        found[pipeline.language] = pipeline
    return tuple(found.values())


def _pipeline(name: str, root: Path) -> Pipeline:
    from importlib.metadata import version  # slow to import, and few sites name a pipeline

    own = root / name
    folder = own if (own / "meta.json").is_file() else _package_folder(name)
    if folder is None:
        raise ConfigError(f'"{name}" is not installed; try `python -m spacy download {name}`, or take it out')
    try:
        meta = json.loads((folder / "meta.json").read_bytes())
        language, its_version = str(meta["lang"]), str(meta["version"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f'"{name}": {folder / "meta.json"} is no description of a pipeline: {error}') from error
    content = _content(folder) if folder == own else ""
    return Pipeline(name, language, str(folder), f"{name} {its_version} {content} spacy {version('spacy')}")


def _package_folder(name: str) -> Path | None:
    """Where an installed pipeline package lies. Nothing of it is imported."""
    spec = find_spec(name) if name.isidentifier() else None
    places = spec.submodule_search_locations if spec else None
    return next((Path(p) for p in places or () if (Path(p) / "meta.json").is_file()), None)


def _content(folder: Path) -> str:
    """Hash of all files of a folder: somebody who trains a pipeline rarely counts its version up."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:16]


def entities(pipeline: Pipeline, text: str) -> tuple[Entity, ...]:
    """Persons, organisations and places of a text, in order. Texts are read one by one, since numbers that are added in
    batches round differently. Of a text longer than the pipeline takes (a million characters), none."""
    model = _loaded(pipeline)
    if len(text) > model.max_length:
        return ()
    found = ((e.start_char, e.end_char, KINDS.get(e.label_)) for e in model(text).ents)
    return tuple(Entity(start, end, kind) for start, end, kind in found if kind)


@cache
def _loaded(pipeline: Pipeline) -> Any:
    import spacy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about versions that nearly fit: the editor can't help it
        folder = Path(pipeline.folder)
        inner = sorted(path.parent for path in folder.glob("*/config.cfg"))  # packages hold their data in a folder
        try:
            return spacy.load(inner[0] if inner else folder, exclude=UNUSED)
        except Exception as error:  # whatever a damaged file makes of itself
            reason = " ".join(str(error).split())[:160] or type(error).__name__
            raise ConfigError(
                f'tell.entity_models: "{pipeline.name}" can\'t be loaded: {reason}; install it again, or take it out'
            ) from error
