"""Links that lead to the very words of a quote."""

from milstats.model.records import link_of

__all__ = ["link_of"]
