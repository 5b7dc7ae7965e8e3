"""milstats looks up documented counts of soldiers prosecuted for leaving, deserting or disobeying, each with its source."""

from __future__ import annotations

__version__ = "0.1.0"
