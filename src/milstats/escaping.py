r"""Signs that command a terminal, an editor, a browser or a spreadsheet, and texts in which they command nothing.

No table that loads holds any. What writes an answer does not rely on that: it writes such a sign as an escape.
"""

from __future__ import annotations

import re

# C0, DEL and C1 controls, line and paragraph separators, bidirectional marks, overrides and isolates, and signs that print nothing.
# The joiners of Persian and of emoji (U+200C, U+200D) are no harm inside a word.
UNSAFE = "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
# Signs that print nothing by themselves, though some count as letters: a text of these alone is blank.
INVISIBLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
# What spreadsheets run: a minus is harmless before a plain number only. The wide signs are formulas where East Asian keyboards are in use.
FORMULA = r"[=+@＝＋－＠]|-(?![0-9][0-9.,]*%?$)"  # compiled only when a text looks suspicious, as few do
_LEADS = frozenset("=+@-＝＋－＠")
WEB = r"""https?://[^\s"<>\\^`{|}]+"""


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
    return re.sub(UNSAFE, _in_json, text) if not text.isascii() or "\x7f" in text else text


def _in_json(sign: re.Match[str]) -> str:
    if sign[0] < "\x20":  # a line break between the members of an object, which JSON escapes within texts
        return sign[0]
    units = sign[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def is_blank(text: str) -> bool:
    r"""Return whether a text prints nothing.

    >>> is_blank(" \u200b"), is_blank("a")
    (True, False)
    """
    return text.isspace() or not re.sub(f"[{INVISIBLE}\\s]", "", text)


def escape_formula(text: str) -> str:
    """Return `text` led by an apostrophe if a spreadsheet would run it as a formula.

    >>> escape_formula("=1+1"), escape_formula("-5"), escape_formula("-1+1|x")
    ("'=1+1", '-5', "'-1+1|x")
    """
    return f"'{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would run a text."""
    first = text.lstrip()
    return first[:1] in _LEADS and re.match(FORMULA, first) is not None


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
