"""milstats looks up documented counts of soldiers prosecuted for leaving, deserting or disobeying, each with its source."""

from __future__ import annotations

import sys
from types import ModuleType

from milstats.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from milstats.library import Answer, Table, compare, load

__version__ = "0.1.0"
__all__ = ["Answer", "Table", "__version__", "compare", "load"]


class _Package(ModuleType):
    """This package: `import milstats` imports nothing more, and what it offers is imported when it is asked for.

    The functions `load` and `compare` win over the modules of the same name, whichever was imported first.
    """

    def __getattribute__(self, name: str) -> object:
        if name in _OFFERED:
            from milstats import library  # noqa: PLC0415 -- it imports nearly everything

            return getattr(library, name)
        return super().__getattribute__(name)


_OFFERED = frozenset(__all__) - {"__version__"}
sys.modules[__name__].__class__ = _Package
