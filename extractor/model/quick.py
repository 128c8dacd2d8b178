"""Frozen dataclasses that are made by the thousand."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

_T = TypeVar("_T")
_set_class = object.__dict__["__class__"].__set__


def quick(cls: type[_T]) -> type[_T]:
    """Make a frozen, slotted dataclass up to three times as fast to create; it stays frozen.

    The `__init__` of a frozen dataclass calls `object.__setattr__` for each field, which took a
    fifteenth of the time of a whole report. Here an object is filled while it belongs to an open
    twin of its class, one with the same slots and nothing else, and then becomes what it is.

    Raises:
        TypeError: the class has fields of a base class, or a `__post_init__`.
    """
    told = fields(cls)  # type: ignore[arg-type]
    slots = cls.__dict__.get("__slots__")
    if slots != tuple(f.name for f in told) or hasattr(cls, "__post_init__"):
        raise TypeError(f"{cls.__name__}: no plain slotted dataclass")
    twin = type(cls.__name__, (), {"__slots__": slots})
    names: dict[str, Any] = {"_set_class": _set_class, "_own": cls, "_twin": twin, "_none": MISSING}
    parameters, body = ["self"], [" _set_class(self, _twin)"]
    for one in told:
        parameters.append(_parameter(one, names))
        if one.default_factory is not MISSING:
            body.append(f" if {one.name} is _none: {one.name} = _make_{one.name}()")
        body.append(f" self.{one.name} = {one.name}")
    lines = [f"def __init__({', '.join(parameters)}):", *body, " _set_class(self, _own)"]
    exec("\n".join(lines), names)  # noqa: S102  (as dataclasses does, from our own field names)
    made = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__annotations__ = cls.__init__.__annotations__
    type.__setattr__(cls, "__init__", made)
    return cls


def _parameter(one: Field[Any], names: dict[str, Any]) -> str:
    """The parameter of a field; its default goes into the names that the function sees."""
    if one.default_factory is not MISSING:
        names[f"_make_{one.name}"] = one.default_factory
        return f"{one.name}=_none"
    if one.default is not MISSING:
        names[f"_default_{one.name}"] = one.default
        return f"{one.name}=_default_{one.name}"
    return one.name
