"""milstats looks up documented counts of soldiers prosecuted for leaving, deserting or disobeying orders, each with its source."""

__version__ = "0.2.0"
