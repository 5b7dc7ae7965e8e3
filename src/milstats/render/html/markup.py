"""Texts as markup: escaped, isolated in their direction of writing, and linked only where they lead to the web."""

from __future__ import annotations

import re

# What no page may hold, not even escaped: control characters, halves of surrogate pairs, and what Unicode calls no characters.
# None of it is printable.
_UNFIT = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;"))  # the module html knows 2,000 more
_WEB = ("https://", "http://")


def escaped(text: str) -> str:
    """Return `text` so that a page prints it as it stands, in an element or in a quoted attribute.

    >>> escaped("<b title='x'>")
    '&lt;b title=&#x27;x&#x27;&gt;'
    """
    if not text.isprintable():
        text = re.sub(_UNFIT, "\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    for sign, escape in _ESCAPES:
        text = text.replace(sign, escape)
    return text


def isolated(text: str) -> str:
    """Return `text` in an element that keeps its direction of writing to itself; nothing of nothing."""
    return f"<bdi>{escaped(text)}</bdi>" if text else ""


def linked(text: str, url: str | None) -> str:
    """Return `text` as a link to `url`, or as it stands where that is no address of the web.

    >>> linked("527", "https://example.org/a")
    '<a href="https://example.org/a" rel="external noreferrer"><bdi>527</bdi></a>'
    >>> linked("527", "javascript:alert(1)")
    '<bdi>527</bdi>'
    """
    if not text or url is None or not is_web(url):
        return isolated(text)
    return f'<a href="{escaped(url)}" rel="external noreferrer">{isolated(text)}</a>'


def is_web(url: str) -> bool:
    """Return whether a text is an address of the web and nothing besides."""
    return url.startswith(_WEB) and url.split() == [url]


def paragraph(text: str) -> str:
    """Return a line of running text, a link where it is an address."""
    return f'<p dir="auto">{linked(text, text) if is_web(text) else escaped(text)}</p>'
