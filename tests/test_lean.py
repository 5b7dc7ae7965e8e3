"""Named tuples are those of `typing` and vocabularies those of `enum`, whatever is asked of them."""

from __future__ import annotations

import copy
import enum
import json
import pickle
import typing
from collections.abc import Collection

import pytest

from milstats import lean


class Point(lean.NamedTuple):
    """A point."""

    x: int
    y: int = 2

    @property
    def total(self) -> int:
        """The sum."""
        return self.x + self.y


class Worn(lean.NamedTuple):
    """A point."""

    x: int
    y: int = 2

    @property
    def total(self) -> int:
        """The sum."""
        return self.x + self.y


for _ in range(1000):  # a constructor is compiled for it by now
    Worn(1)


class Model(typing.NamedTuple):
    """A point."""

    x: int
    y: int = 2

    @property
    def total(self) -> int:
        """The sum."""
        return self.x + self.y


ASKED = {
    "fields": lambda kind: (kind._fields, kind._field_defaults, kind.__match_args__, kind.__doc__),
    "made": lambda kind: (kind(1), kind(1, 3), kind(y=3, x=1), kind._make([4, 5])),
    "is a tuple": lambda kind: (kind(1) == (1, 2), hash(kind(1)), kind(1) < kind(2), [*kind(1)], isinstance(kind(1), tuple)),
    "replaced": lambda kind: (kind(1)._replace(y=5), kind(1)._replace()),
    "written": lambda kind: (repr(kind(1)).partition("(")[2], kind(1)._asdict(), kind(1).total),
    "copied": lambda kind: (copy.copy(kind(1)), copy.deepcopy(kind(1, [2]))),
    "without a dictionary": lambda kind: hasattr(kind(1), "__dict__"),
}
REFUSED = {
    "too few": lambda kind: kind(),
    "too many": lambda kind: kind(1, 2, 3),
    "unknown": lambda kind: kind(1, z=2),
    "twice": lambda kind: kind(1, x=2),
    "too few values": lambda kind: kind._make([1]),
    "no such field": lambda kind: kind(1)._replace(z=2),
    "assigned": lambda kind: setattr(kind(1), "x", 2),
}


@pytest.fixture
def fresh():
    """A class of which no tuple has been made."""

    class Fresh(lean.NamedTuple):
        """A point."""

        x: int
        y: int = 2

        @property
        def total(self) -> int:
            """The sum."""
            return self.x + self.y

    return Fresh


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_a_tuple_answers_as_one_of_typing_does(asked, fresh):
    assert asked(fresh) == asked(Worn) == asked(Model)


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED)
def test_a_tuple_refuses_what_one_of_typing_refuses_in_the_same_words(refused, fresh):
    told = []
    for kind in (fresh, Worn, Model):
        with pytest.raises((TypeError, ValueError, AttributeError)) as error:
            refused(kind)
        told.append(
            str(error.value).replace(kind.__qualname__, "Model").replace(kind.__name__, "Model")
        )  # of which kind it is differs between the Pythons
    assert told[0] == told[1] == told[2]


def test_a_tuple_outlives_a_pickle_and_a_match():
    made = pickle.loads(pickle.dumps(lean_point := Point(3)))  # noqa: S301
    assert (type(made), made) == (type(lean_point), lean_point)
    match made:
        case Point(x, y=2):
            assert x == 3
        case _:
            pytest.fail("no match")


def test_a_tuple_is_made_in_any_way_before_and_after_its_class_has_a_constructor(fresh):
    for made in range(300):
        assert [*fresh(made)] == [*fresh(x=made)] == [made, 2]
        assert [*fresh(made, 5)] == [*fresh(made, y=5)] == [*fresh(y=5, x=made)] == [made, 5]
    assert "__new__" in vars(fresh)


def test_each_class_has_a_constructor_of_its_own():
    class Line(lean.NamedTuple):
        start: Point
        end: Point

    assert Line(Point(1), end=Point(2)) == ((1, 2), (2, 2))
    assert Point(5) == (5, 2)


class Side(lean.StrEnum):
    """A side."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def is_left(self) -> bool:
        """Whether it is the left."""
        return self is type(self)("left")


class ModelSide(enum.StrEnum):
    """A side."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def is_left(self) -> bool:
        """Whether it is the left."""
        return self is type(self)("left")


WORDS = {
    "all": lambda kind: ([word.value for word in kind], len(kind), kind.__doc__),
    "one": lambda kind: (kind("left") is kind.LEFT, kind.LEFT == "left", kind.LEFT.name, type(kind.LEFT.value), kind.LEFT.is_left),
    "as text": lambda kind: (
        str(kind.LEFT),
        f"{kind.RIGHT:>7}",
        "-".join(kind),
        json.dumps([*kind]),
        type(str(kind.LEFT)),
        repr(kind.LEFT)[-6:],
    ),
    "told apart": lambda kind: (kind.LEFT is kind.RIGHT, {*kind} & {"left"}, hash(kind.LEFT) == hash("left"), {kind.LEFT: 1}["left"]),
    "a collection": lambda kind: (isinstance(kind, Collection), kind.LEFT in kind),
    "copied": lambda kind: (copy.copy(kind.LEFT) is kind.LEFT, copy.deepcopy(kind.LEFT) is kind.LEFT),
    "an instance": lambda kind: (isinstance(kind.LEFT, kind), isinstance(kind.LEFT, str), isinstance("left", kind)),
}


@pytest.mark.parametrize("asked", WORDS.values(), ids=WORDS)
def test_a_vocabulary_answers_as_one_of_enum_does(asked):
    assert asked(Side) == asked(ModelSide)


@pytest.mark.parametrize("value", ["up", "LEFT", "", None, 1, ["left"]])
def test_a_vocabulary_refuses_what_it_does_not_hold_in_the_same_words(value):
    told = []
    for kind in (Side, ModelSide):
        with pytest.raises(ValueError, match="is not a valid") as error:
            kind(value)
        told.append(str(error.value).replace("ModelSide", "Side"))
    assert told[0] == told[1]


def test_a_member_outlives_a_pickle():
    assert pickle.loads(pickle.dumps(Side.RIGHT)) is Side.RIGHT  # noqa: S301
