"""Values ↔ JSON, for results that are kept and for keys that they are found by. Knows no noun."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache as memoised
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


def encode(value: object) -> bytes:
    """JSON of plain values, tuples, sets, mappings and dataclasses; a dataclass is the list of its fields in order."""
    return _encode(value)


def encoder(default: Callable[[object], object]) -> Callable[[object], bytes]:
    """Values → JSON, the same for equal values. `default` makes plain what JSON has no word for."""
    text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=default, sort_keys=True).encode
    return lambda value: text(value).encode("utf-8", "surrogatepass")


def plain(value: object) -> object:
    """What JSON has a word for, one level deep."""
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Path):
        return value.as_posix()
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, name) for name in _field_names(type(value))]
    raise TypeError(f"no JSON for {type(value).__name__}")


_encode = encoder(plain)


@memoised
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.init)


def decode(kind: Any, value: Any) -> Any:
    """The value of type `kind` that `encode` made JSON of. ValueError when it isn't one, to the last field."""
    return _decoder(kind)(value)


@memoised
def _decoder(kind: Any) -> Callable[[Any], Any]:
    """A function from parsed JSON to a value of `kind`. Made once a type: an archive decodes millions of values."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Any:
        return lambda value: value
    if kind in (str, int, bool, type(None)):
        return _exactly(kind)
    if kind is float:
        return _number
    if kind is bytes:
        return bytes.fromhex
    if origin is Literal:
        return _one_of(frozenset(arguments))
    if origin in (Union, types.UnionType):
        return _either(tuple(arguments))
    if origin is tuple:
        return _items(arguments)
    if origin in (frozenset, set, list):
        return _collection(origin, arguments[0])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(arguments[1])
    if is_dataclass(kind) and isinstance(kind, type):
        return _record(kind)
    raise TypeError(f"no decoder for {kind!r}")


def _exactly(kind: type) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"expected {kind.__name__}")
        return value

    return check


def _number(value: Any) -> float:
    if type(value) not in (int, float):
        raise ValueError("expected a number")
    return float(value)


def _one_of(allowed: frozenset[Any]) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if value not in allowed:
            raise ValueError(f"expected one of {sorted(map(str, allowed))}")
        return value

    return check


def _either(kinds: tuple[Any, ...]) -> Callable[[Any], Any]:
    others = [_decoder(kind) for kind in kinds if kind is not type(None)]
    optional = len(others) < len(kinds)

    def choose(value: Any) -> Any:
        if value is None and optional:
            return None
        for decoder in others:
            try:
                return decoder(value)
            except (ValueError, TypeError):
                continue
        raise ValueError(f"expected one of {kinds}")

    if optional and len(others) == 1:
        only = others[0]
        return lambda value: None if value is None else only(value)
    return choose


def _items(arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        each = _decoder(arguments[0])

        def many(value: Any) -> tuple[Any, ...]:
            if type(value) is not list:
                raise ValueError("expected a list")
            return tuple([each(item) for item in value])

        return many
    decoders = [_decoder(argument) for argument in arguments]

    def fixed(value: Any) -> tuple[Any, ...]:
        if type(value) is not list or len(value) != len(decoders):
            raise ValueError(f"expected {len(decoders)} values")
        return tuple(decoder(item) for decoder, item in zip(decoders, value, strict=True))

    return fixed


def _collection(origin: Callable[[Iterable[Any]], Any], argument: Any) -> Callable[[Any], Any]:
    each = _decoder(argument)

    def collect(value: Any) -> Any:
        if type(value) is not list:
            raise ValueError("expected a list")
        return origin(each(item) for item in value)

    return collect


def _mapping(argument: Any) -> Callable[[Any], Any]:
    each = _decoder(argument)

    def read(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise ValueError("expected a mapping")
        return {key: each(item) for key, item in value.items()}

    return read


def _record(kind: type) -> Callable[[Any], Any]:
    names = _field_names(kind)
    decoders: list[Callable[[Any], Any]] = []

    def build(value: Any) -> Any:
        if not decoders:  # at first use: a type may hold itself
            hints = get_type_hints(kind)
            decoders.extend(_decoder(hints[name]) for name in names)
        if type(value) is not list or len(value) != len(decoders):
            raise ValueError(f"expected the {len(decoders)} fields of {kind.__name__}")
        return kind(*[decoder(item) for decoder, item in zip(decoders, value, strict=True)])

    return build
