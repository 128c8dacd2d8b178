"""Frozen dataclasses with a fast `__init__` behave like plain frozen dataclasses."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from extractor.model.quick import quick


@quick
@dataclass(frozen=True, slots=True)
class Parcel:
    """A class as they stand in the model."""

    name: str
    weight: int = 3
    parts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plain:
    """The same without the decorator."""

    name: str
    weight: int = 3
    parts: list[str] = field(default_factory=list)


def test_fields_defaults_and_factories_are_those_of_the_dataclass() -> None:
    first, second = Parcel("甲"), Parcel("甲")
    assert (first.name, first.weight, first.parts) == ("甲", 3, [])
    assert first.parts is not second.parts
    assert Parcel("乙", parts=["丙"], weight=1) == Parcel("乙", 1, ["丙"])
    assert repr(first).replace("Parcel", "Plain") == repr(Plain("甲"))


def test_an_object_is_frozen_and_of_its_own_class() -> None:
    parcel = Parcel("甲")
    assert type(parcel) is Parcel
    with pytest.raises(FrozenInstanceError):
        parcel.name = "乙"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        object.__setattr__(parcel, "colour", "红")


def test_copies_replacements_and_pickles_are_equal() -> None:
    parcel = Parcel("甲", 2, ["丙"])
    assert copy.deepcopy(parcel) == parcel
    assert pickle.loads(pickle.dumps(parcel)) == parcel  # noqa: S301
    assert replace(parcel, weight=5) == Parcel("甲", 5, ["丙"])


def test_wrong_arguments_are_refused_by_name() -> None:
    with pytest.raises(TypeError, match=r"Parcel\.__init__\(\) missing .* 'name'"):
        Parcel()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="colour"):
        Parcel("甲", colour="红")  # type: ignore[call-arg]


def test_a_class_that_does_more_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Checked:
        name: str

        def __post_init__(self) -> None:
            assert self.name

    @dataclass(frozen=True)
    class Open:
        name: str

    @dataclass(frozen=True, slots=True)
    class Heavier(Plain):
        colour: str = "红"

    for cls in (Checked, Open, Heavier):
        with pytest.raises(TypeError, match="no plain slotted dataclass"):
            quick(cls)
