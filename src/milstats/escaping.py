r"""Signs that command a terminal, an editor, a browser or a spreadsheet, or that print nothing, and texts made safe from them.

No table that loads holds any. What writes an answer does not rely on that: it writes such a sign as an escape.
"""

from __future__ import annotations

import re

# C0, DEL and C1 controls, line and paragraph separators, the marks, overrides and isolates of Trojan Source, halves of surrogate
# pairs, and signs that print nothing: soft hyphen, joiners, fillers, tags. Combining marks and variation selectors are text.
UNSAFE = (
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff]"
)
# What a spreadsheet runs: a leading sign, also a full-width one; a minus only where no plain number follows.
FORMULA = r"[=+@＝＋＠－]|-(?![0-9][0-9.,]*%?$)"
WEB = r"""https?://[^\s"<>\\^`{|}]+"""
_NO_CHARACTER = "[\ufdd0-\ufdef\ufffe\uffff]"  # what no page may hold; those of other planes are as rare as they are harmless
_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;"))  # the module html knows 2,000 more
_FRAGMENT_MARK = ":~:"  # what parts a fragment from the directive for the browser


def escape(text: str, spared: str = "") -> str:
    r"""Return `text` with unsafe signs as escapes, but for those that are `spared`.

    >>> escape("a\x1b[31mb\n")
    'a\\x1b[31mb\\n'
    """
    if text.isascii() and text.isprintable():
        return text
    return re.sub(UNSAFE, lambda sign: sign[0] if sign[0] in spared else sign[0].encode("unicode_escape").decode(), text)


def escape_json(text: str) -> str:
    r"""Return a JSON text with the unsafe signs that JSON lets stand as its own escapes; what it means stays the same.

    >>> escape_json('"a\u2028b"')
    '"a\\u2028b"'
    """
    if text.isascii() and "\x7f" not in text:
        return text
    return re.sub(rf"(?!\n){UNSAFE}", lambda sign: re.sub("....", r"\\u\g<0>", sign[0].encode("utf-16-be", "surrogatepass").hex()), text)


def escape_markup(text: str) -> str:
    """Return `text` so that a page prints it as it stands, in an element or in a quoted attribute.

    >>> escape_markup("<b title='x'>")
    '&lt;b title=&#x27;x&#x27;&gt;'
    """
    if not text.isprintable():
        text = re.sub(_NO_CHARACTER, "\ufffd", escape(text, spared="\n\t"))
    for sign, entity in _ENTITIES:
        text = text.replace(sign, entity)
    return text


def is_blank(text: str) -> bool:
    r"""Return whether a text prints nothing.

    >>> is_blank(" \u200b"), is_blank("a")
    (True, False)
    """
    return text.isspace() or not re.sub(rf"{UNSAFE}|[\s\u2800\ufe00-\ufe0f]", "", text)


def escape_formula(text: str) -> str:
    """Return `text` led by an apostrophe if a spreadsheet would run it as a formula.

    >>> escape_formula("=1+1"), escape_formula("-5"), escape_formula("-1+1|x")
    ("'=1+1", '-5', "'-1+1|x")
    """
    return f"'{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would run a text."""
    return not text[:1].isalnum() and re.match(rf"(?:\s|{UNSAFE})*(?:{FORMULA})", text) is not None


def escape_address(url: str, also: str = "") -> str:
    r"""Return a web address with percent signs for all that no address holds, and for the signs `also`.

    >>> escape_address("https://example.org/a b}")
    'https://example.org/a%20b%7D'
    """
    return re.sub(
        rf"[\s\"<>\\^`{{|}}{re.escape(also)}]|{UNSAFE}",
        lambda sign: re.sub("..", r"%\g<0>", sign[0].encode("utf-8", "replace").hex().upper()),
        url,
    )


def is_web_address(url: str) -> bool:
    """Return whether a text is an address of the web, to which a link may lead."""
    return re.fullmatch(WEB, url) is not None and escape(url) == url


def fragment_link(url: str, words: str) -> str:
    """Return the address of the place in a page where `words` are; a fragment that `url` has is kept.

    A text fragment by the WICG's URL Fragment Text Directives (https://wicg.github.io/scroll-to-text-fragment/): a browser looks
    for whole words in any case and stops at the first place, so the link takes the whole quote.

    >>> fragment_link("https://example.org/a", "4,373 soldiers, so-called")
    'https://example.org/a#:~:text=4%2C373%20soldiers%2C%20so%2Dcalled'
    >>> fragment_link("https://example.org/a#part-2", "527")
    'https://example.org/a#part-2:~:text=527'
    """
    page = url.partition(_FRAGMENT_MARK)[0]
    # urllib.parse costs a quarter of a start, and leaves the hyphen, which is a sign of the directive's grammar.
    encoded = re.sub(r"[^\w.~]", lambda sign: f"%{ord(sign[0]):02X}", " ".join(words.split()).encode().decode("latin-1"), flags=re.ASCII)
    return f"{page}{'' if '#' in page else '#'}{_FRAGMENT_MARK}text={encoded}"
