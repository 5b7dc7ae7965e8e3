"""SHA-256 by the part of Python that computes it; all of `hashlib` brings OpenSSL along, for a third of an interpreter start."""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        from _sha2 import sha256  # since Python 3.12
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256  # where Python is built without either

__all__ = ["sha256"]
