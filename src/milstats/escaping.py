r"""Signs that command a terminal, an editor, a browser or a spreadsheet, and texts in which they command nothing.

No table that loads holds any. What writes an answer does not rely on that: it writes such a sign as an escape.
"""

from __future__ import annotations

import re

# C0, DEL and C1 controls, line and paragraph separators, and the bidirectional overrides and isolates of Trojan Source.
UNSAFE = "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
FORMULA = r"[=+@]|-(?![0-9])"  # compiled only when a text looks suspicious, as few do
WEB = r"https?://[^\s\"<>\\^`{|}]+"
_IN_JSON = {number: f"\\u{number:04x}" for number in (*range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def escape(text: str, spared: str = "") -> str:
    r"""Return `text` with unsafe signs as escapes, but for those that are `spared`.

    >>> escape("a\x1b[31mb\n")
    'a\\x1b[31mb\\n'
    """
    if text.isprintable():
        return text
    return re.sub(UNSAFE, lambda sign: sign[0] if sign[0] in spared else sign[0].encode("unicode_escape").decode(), text)


def escape_json(text: str) -> str:
    r"""Return a JSON text with the unsafe signs that JSON lets stand as its own escapes; what it means stays the same.

    >>> escape_json('"a\u2028b"')
    '"a\\u2028b"'
    """
    return text if text.isascii() and "\x7f" not in text else text.translate(_IN_JSON)


def escape_formula(text: str) -> str:
    """Return `text` led by an apostrophe if a spreadsheet would run it as a formula.

    >>> escape_formula("=1+1"), escape_formula("-5")
    ("'=1+1", '-5')
    """
    first = text.lstrip()
    return f"'{text}" if first[:1] in {"=", "+", "@", "-"} and re.match(FORMULA, first) else text


def escape_address(url: str, also: str = "") -> str:
    r"""Return a web address with percent signs for all that no address holds, and for the signs `also`.

    >>> escape_address("https://example.org/a b}")
    'https://example.org/a%20b%7D'
    """
    return re.sub(rf"[\s\"<>\\^`{{|}}{re.escape(also)}]|{UNSAFE}", _percent, url)


def is_web_address(url: str) -> bool:
    """Return whether a text is an address of the web, to which a link may lead."""
    return re.fullmatch(WEB, url) is not None and escape(url) == url


def _percent(sign: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in sign[0].encode("utf-8", "replace"))
