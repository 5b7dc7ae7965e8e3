"""The bytes of a saved page as text: by its byte order mark, by what it declares, as UTF-8, or as what it looks like.

The order and the meaning of the labels are those of the WHATWG's Encoding and HTML standards, which browsers follow.
"""

from __future__ import annotations

import codecs
import re

# The longest mark first: that of UTF-32 begins as that of UTF-16 does.
_MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_HEAD = 4096  # bytes in which a page declares its encoding; browsers look at the first 1024
_SAMPLE = 1 << 16
_XML = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']""")
_META = re.compile(rb"""<meta\s[^>]{0,400}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.IGNORECASE)
_CYRILLIC = re.compile(rb"[\xc0-\xff]{3}")
# Labels that mean another encoding than Python reads into them.
_MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030",
          "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8"}  # fmt: skip
# What a page may be written in. Python knows more, of which some is no encoding of text.
_KNOWN = re.compile(
    r"utf-8|cp(125\d|866|874|932|949)|iso8859-\d{1,2}|koi8-[rut]|mac-(cyrillic|roman)|gb18030|big5(hkscs)?|euc_jp|iso2022_jp"
)


def decoded(data: bytes, *, is_markup: bool) -> str:
    r"""Return the text of a page; bytes that its encoding has no meaning for become U+FFFD. Line ends are those of Unix.

    >>> decoded("самоволка".encode("cp1251"), is_markup=False)
    'самоволка'
    >>> decoded(b'<meta charset="koi8-r">\xd3\xcf\xde', is_markup=True)
    '<meta charset="koi8-r">соч'
    """
    encoding = _marked(data) or (_declared(data[:_HEAD]) if is_markup else None) or _unmarked(data)
    return data.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")


def is_wide(data: bytes) -> bool:
    """Return whether the bytes are those of UTF-16 or UTF-32, in which NUL bytes belong to text."""
    return (_marked(data) or "").startswith(("utf-16", "utf-32")) or _unmarked_wide(data) is not None


def _marked(data: bytes) -> str | None:
    """Return the encoding that a byte order mark tells."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def _declared(head: bytes) -> str | None:
    """Return the encoding that an XML declaration or a meta element states; one in a comment states nothing."""
    if _unmarked_wide(head) is not None:
        return None
    found = _XML.match(head.lstrip()) or _META.search(_without_comments(head))
    return None if found is None else _named(found[1].decode("ascii", "replace"))


def _without_comments(head: bytes) -> bytes:
    """Return the head of a page without its comments, of which the last may not end."""
    first, *rest = head.split(b"<!--")
    return b" ".join([first, *(part.partition(b"-->")[2] for part in rest)])


def _named(label: str) -> str | None:
    """Return the encoding that a label means, or None where it means none that a page can have."""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    meant = _MEANT.get(name, name)
    return meant if _KNOWN.fullmatch(meant) else None


def _unmarked(data: bytes) -> str:
    """Return the encoding of a page that tells none: UTF-8, or what writers of English and of Russian used before it."""
    wide = _unmarked_wide(data)
    if wide is not None:
        return wide
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = max(0, error.start - _SAMPLE)
        return "cp1251" if _CYRILLIC.search(data, start, start + 2 * _SAMPLE) else "cp1252"
    return "utf-8"


def _unmarked_wide(data: bytes) -> str | None:
    """Return UTF-16 with its byte order where the Latin letters of the head betray it by their empty halves."""
    head = data[: _HEAD // 2 * 2]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 < len(head) or min(even, odd) * 10 > max(even, odd):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    is_text = all(char.isprintable() or char.isspace() for char in head.decode(encoding, "ignore"))
    return encoding if is_text else None
