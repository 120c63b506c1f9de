"""How nouns are made that an article has many of."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

T = TypeVar("T")


def quickly_made(noun: type[T]) -> type[T]:
    """The frozen dataclass with slots, made in two thirds of the time. The `__init__` that it comes with asks
    `object.__setattr__` for each field, which looks the field's slot up by its name; this one knows the slots. For
    classes without default factories and `__post_init__`."""
    made: Any = noun
    names = [field.name for field in fields(made)]
    known: dict[str, Any] = {f"set_{name}": getattr(noun, name).__set__ for name in names}
    body = "".join(f"    set_{name}(self, {name})\n" for name in names)
    exec(f"def __init__(self, {', '.join(names)}):\n{body}", known)  # as dataclasses makes its own
    init = known["__init__"]
    init.__defaults__, init.__annotations__ = made.__init__.__defaults__, made.__init__.__annotations__
    init.__qualname__ = f"{noun.__qualname__}.__init__"
    made.__init__ = init
    return noun
