"""milstats looks up documented counts of soldiers prosecuted for leaving, deserting or disobeying orders, each with its source.

>>> from milstats import load, compare
>>> table = load()  # or load("mine.toml")
>>> table.select("proekt-awol-convicted-2021").values[0].value
527

`table.select` takes the words of `milstats show`, and `compare(table, "2021", "2023")` those of `milstats compare`. Each returns an
`Answer`: `values` are frozen records, `to_rows()` is what pandas and polars take, and a notebook shows it as a table.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as `typing` has it, which imports modules that `python -m milstats` must not look for in the current directory

if TYPE_CHECKING:
    from milstats.api import Answer, Table, compare, load

__version__ = "0.2.0"
__all__ = ["Answer", "Table", "__version__", "compare", "load"]


def __getattr__(name: str) -> object:
    """Import what the package offers when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from milstats import api  # it imports nearly everything

    return getattr(api, name)


def __dir__() -> list[str]:
    """Return what the package offers, also before it is imported, so that `help` shows it."""
    return __all__
