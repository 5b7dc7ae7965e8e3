r"""Signs that command a terminal, an editor, a browser or a spreadsheet, or that print nothing, and texts made safe from them.

No table that loads holds any. What writes an answer does not rely on that: it writes such a sign as an escape.
"""

import re

# C0, DEL and C1 controls, line and paragraph separators, the marks, overrides and isolates of Trojan Source, halves of surrogate
# pairs, and signs that print nothing: soft hyphen, joiners, fillers, tags. Combining marks and variation selectors are text.
UNSAFE = (
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff]"
)
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")  # those that Unicode calls printable
# What a spreadsheet runs: a leading sign, also a full-width one; a minus only where no plain number follows.
FORMULA = r"[=+@＝＋＠－]|-(?![0-9][0-9.,]*%?$)"
_LEADS = _UNSEEN | {*" =+-@＝＋＠－"}
WEB = r"""https?://[^\s"<>\\^`{|}]+"""
# urllib.parse costs a quarter of a start, and leaves the hyphen, which is a sign of the grammar of text fragments.
_PERCENT = {code: f"%{code:02X}" for code in range(256) if not (chr(code).isascii() and (chr(code).isalnum() or chr(code) in "_.~"))}


def escape(text: str, spared: str = "") -> str:
    """Return `text` with unsafe signs as escapes, but for those that are `spared`."""
    if text.isprintable() and (text.isascii() or _UNSEEN.isdisjoint(text)):  # compiling the pattern takes a thirtieth of a start
        return text
    return re.sub(UNSAFE, lambda sign: sign[0] if sign[0] in spared else sign[0].encode("unicode_escape").decode(), text)


def escape_json(text: str) -> str:
    """Return a JSON text with the unsafe signs that JSON lets stand as its own escapes; what it means stays the same."""
    if text.isascii() and "\x7f" not in text:
        return text
    return re.sub(rf"(?!\n){UNSAFE}", lambda sign: re.sub("....", r"\\u\g<0>", sign[0].encode("utf-16-be", "surrogatepass").hex()), text)


def is_blank(text: str) -> bool:
    """Return whether a text prints nothing."""
    return text.isspace() or not re.sub(rf"{UNSAFE}|[\s\u2800\ufe00-\ufe0f]", "", text)


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would run a text as a formula."""
    if text[:1].isprintable() and text[:1] not in _LEADS:  # as in `escape`
        return False
    return re.match(rf"(?:\s|{UNSAFE})*(?:{FORMULA})", text) is not None


def escape_address(url: str, also: str = "") -> str:
    """Return a web address with percent signs for all that no address holds, and for the signs `also`."""
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
    """
    page = url.partition(":~:")[0]
    encoded = " ".join(words.split()).encode().decode("latin-1").translate(_PERCENT)
    return f"{page}{'' if '#' in page else '#'}:~:text={encoded}"
