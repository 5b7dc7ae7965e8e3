"""Named tuples and vocabularies as `typing` and `enum` have them, made in a tenth of the time: making them took a quarter of a lookup.

Both are written, checked and used like their models. A named tuple differs in when the work is done: its constructor is
compiled when many tuples have been made, since a lookup makes only a few of most classes that it imports, and `typing` is
not imported. A vocabulary is closed and its members are text alone: nothing is looked for in them but members and values.
"""

from __future__ import annotations

TYPE_CHECKING = False  # what type checkers take for true
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from enum import StrEnum
    from typing import NamedTuple, Self
else:
    try:
        from _collections import _tuplegetter as getter  # what `collections.namedtuple` reads fields with
    except ImportError:
        from operator import itemgetter

        def getter(number: int, _doc: str) -> property:
            """Return what reads a field."""
            return property(itemgetter(number))

    _FEW = 100  # tuples of a class that are made without one; a constructor costs as much as some hundreds

    class _Named(type):
        """Makes named tuples of classes that annotate their fields, in modules that keep annotations as texts."""

        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, object]) -> type:
            """Return a class of tuples; the first is the one that all others are made from."""
            if not bases:
                return super().__new__(cls, name, (tuple,), namespace)
            fields = (*namespace["__annotations__"],)
            defaults = {field: namespace[field] for field in fields if field in namespace}
            for number, field in enumerate(fields):
                namespace[field] = getter(number, "")
            namespace |= {"__slots__": (), "_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
            namespace |= {"_trailing": (*defaults.values(),), "_few": iter(range(_FEW))}
            return super().__new__(cls, name, bases, namespace)

    class NamedTuple(metaclass=_Named):
        """A tuple whose fields have names."""

        __slots__ = ()

        def __new__(cls, *values: object, **named: object) -> Self:
            """Return a tuple; after the first few, or where a value lacks or is too many, leave a constructor for all others there."""
            for _ in cls._few:
                if len(values) == len(cls._fields) and not named:
                    return tuple.__new__(cls, values)
                lacking, defaults = len(cls._fields) - len(values), cls._trailing
                if 0 <= lacking <= len(defaults) and not named:
                    return tuple.__new__(cls, values + defaults[len(defaults) - lacking :])
                left, rest = cls._fields[len(values) :], {**cls._field_defaults, **named}
                if named.keys() <= {*left} <= rest.keys() and len(values) < len(cls._fields):
                    return tuple.__new__(cls, (*values, *(rest[field] for field in left)))
                break
            cls.__new__ = staticmethod(_constructor(cls))
            return cls.__new__(cls, *values, **named)

        @classmethod
        def _make(cls, values: Iterable[object]) -> Self:
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **named: object) -> Self:
            made = self._make(map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"Got unexpected field names: {[*named]!r}")
            return made

        def _asdict(self) -> dict[str, object]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            inner = ", ".join(f"{field}={value!r}" for field, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({inner})"

        def __getnewargs__(self) -> tuple[object, ...]:
            """Return what a pickle or a copy hands to the constructor."""
            return (*self,)

    def _constructor(cls: type) -> Callable[..., tuple[object, ...]]:
        """Return `__new__` for a class of named tuples, written as `collections.namedtuple` writes it."""
        parameters = "".join(f", {field}" for field in cls._fields)
        constructor = eval(f"lambda cls{parameters}: made(cls, ({parameters[2:]},))", {"made": tuple.__new__})  # noqa: S307 -- field names
        constructor.__defaults__ = (*cls._field_defaults.values(),)
        constructor.__qualname__ = f"{cls.__name__}.__new__"
        return constructor

    class _Vocabulary(type):
        """Makes vocabularies of classes that give their members as texts."""

        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, object]) -> type:
            """Return a class of texts, of which its members are all there are; the first is the one that all others are made from."""
            if not bases:
                return super().__new__(cls, name, (str,), namespace)
            made = super().__new__(cls, name, bases, {**namespace, "__slots__": (), "_members": {}})
            words = [(key, value) for key, value in namespace.items() if type(value) is str and not key.startswith("__")]
            for key, value in words:
                made._members[value] = member = str.__new__(made, value)
                member.name, member.value = key, value
                setattr(made, key, member)
            return made

        def __call__(cls, value: str) -> str:
            """Return the member of a value."""
            try:
                return cls._members[value]
            except (KeyError, TypeError):
                raise ValueError(f"{value!r} is not a valid {cls.__qualname__}") from None

        def __iter__(cls) -> Iterator[str]:
            return iter(cls._members.values())

        def __len__(cls) -> int:
            return len(cls._members)

        def __contains__(cls, value: object) -> bool:
            return value in cls._members

    class StrEnum(metaclass=_Vocabulary):
        """A text that is one of a closed vocabulary."""

        __slots__ = ("name", "value")

        def __repr__(self) -> str:
            return f"<{type(self).__name__}.{self.name}: {self.value!r}>"

        def __reduce__(self) -> tuple[type, tuple[str]]:
            """Return what a pickle or a copy makes the member from: itself, by its value."""
            return type(self), (self.value,)


__all__ = ["TYPE_CHECKING", "NamedTuple", "StrEnum"]
