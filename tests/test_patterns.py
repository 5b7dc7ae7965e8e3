"""No regular expression of milstats takes more time than in proportion to a text, however the text is made to mislead it.

The patterns are walked from the sources and the misleading texts are made from each pattern: what it repeats, very often, and then
what it can't go on with.
"""

from __future__ import annotations

import ast
import os
import re
import signal
import time
from collections import deque
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import milstats
from milstats.checks import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

SRE = import_module("re._parser")
PACKAGE = Path(milstats.__file__).parent
USES = {"match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn"}
WHOLE = {"search", "findall", "finditer", "split", "sub", "subn"}  # these go through all of a text
STRANGE = "\ufdd0"  # what no pattern of milstats matches by name
LENGTHS = (2_000, 8_000)
PATIENCE = 30  # seconds of the processor that all texts for one pattern may take
BOUNDED = {"_DECLARED", "_HTML_START"}  # asked of the first bytes of a file only

pytestmark = pytest.mark.skipif(os.name != "posix", reason="alarms of POSIX")


class Expression(NamedTuple):
    """A regular expression, where it stands, and the ways in which it is asked."""

    place: str
    pattern: re.Pattern[str] | re.Pattern[bytes]
    ways: frozenset[str]


def expressions() -> Iterator[Expression]:
    """Yield every regular expression that stands in the sources."""
    trees = {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    asked = {
        (node.value.id, node.attr)
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in USES
    }
    for place, tree in trees.items():
        names = {
            id(node.value): node.targets[0].id
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for call in ast.walk(tree):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "re"):
                continue
            name = names.get(id(call))
            is_bounded = BOUNDED & {name, ast.unparse(call.args[0])} if call.args else set()
            found = pattern_of(place, call) if not is_bounded and call.func.attr in {"compile", *USES} else None
            ways = frozenset(way for one, way in asked if one == name) or frozenset(USES)
            if found is not None:
                at = f"{place}:{call.lineno}:{call.col_offset}"
                yield Expression(at, found, ways if call.func.attr == "compile" else frozenset({call.func.attr}))
    for number, markup in enumerate(pages._MARKUP):
        yield Expression(f"checks/pages.py: markup {number}", re.compile(markup), frozenset({"sub"}))


def pattern_of(place: str, call: ast.Call) -> re.Pattern[str] | re.Pattern[bytes] | None:
    """Return the pattern of a call of `re`, or None where it is made of what a function is given."""
    module = import_module(f"milstats.{place.removesuffix('.py').replace('/', '.').removesuffix('.__init__')}")
    flags = [word.value for word in call.keywords if word.arg == "flags"] or [
        one for one in call.args[1:] if ast.unparse(one).startswith("re.")
    ]
    try:
        parts = [eval(ast.unparse(one), {**vars(module)}) for one in (call.args[0], *flags)]  # noqa: S307 -- our own sources
    except (NameError, AttributeError):  # put together from the arguments of a function
        return None
    return re.compile(parts[0], *parts[1:])


def in_class(items) -> str:
    """Return a sign that a class of characters matches."""
    pattern = re.compile("|".join(class_text(item) for item in items if item[0] != SRE.NEGATE))
    is_negated = any(item[0] == SRE.NEGATE for item in items)
    signs = (*"5a ,.-'\"<\u00a0\u00e9я`=/;:&]", *map(chr, range(0x20, 0x250)))
    return next((sign for sign in signs if (pattern.fullmatch(sign) is None) == is_negated), "\x01")


def class_text(item) -> str:
    """Return an item of a class of characters as it may be written."""
    kind, value = item
    if kind == SRE.LITERAL:
        return re.escape(chr(value))
    if kind == SRE.RANGE:
        return f"[\\U{value[0]:08x}-\\U{value[1]:08x}]"
    return {"DIGIT": r"\d", "NOT_DIGIT": r"\D", "SPACE": r"\s", "NOT_SPACE": r"\S", "WORD": r"\w", "NOT_WORD": r"\W"}[
        str(value).removeprefix("CATEGORY_")
    ]


def samples(tree) -> list[str]:
    """Return a few texts that a part of a pattern matches, without regard to what it looks at on either side."""
    found = [""]
    for node in tree:
        found = [one + other for one in found for other in parts_of(node)][:6]
    return found


def parts_of(node) -> list[str]:  # noqa: PLR0911 -- one for each kind of item
    """Return a few texts that one item of a pattern matches."""
    kind, value = node
    if kind == SRE.LITERAL:
        return [chr(value)]
    if kind == SRE.NOT_LITERAL:
        return ["a" if chr(value) != "a" else "b"]
    if kind == SRE.ANY:
        return ["a"]
    if kind == SRE.IN:
        return [in_class(value)]
    if kind == SRE.BRANCH:
        return [text for branch in value[1] for text in samples(branch)[:2]]
    if kind == SRE.SUBPATTERN:
        return samples(value[3])
    if kind in REPEATS:
        return [text * max(1, value[0]) for text in samples(value[2])]
    return samples(value) if kind == SRE.ATOMIC_GROUP else [""]


REPEATS = {SRE.MAX_REPEAT, SRE.MIN_REPEAT, SRE.POSSESSIVE_REPEAT}


def pumps(tree, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield what a pattern can repeat, each with a text that leads to it."""
    for node in tree:
        kind, value = node
        if kind in REPEATS:
            yield from ((before, text) for text in samples(value[2]) if text)
            yield from pumps(value[2], before)
        elif kind == SRE.BRANCH:
            for branch in value[1]:
                yield from pumps(branch, before)
        elif kind == SRE.SUBPATTERN:
            yield from pumps(value[3], before)
        elif kind in {SRE.ASSERT, SRE.ASSERT_NOT}:
            yield from pumps(value[1], before)
        before += parts_of(node)[0]


def misleading(pattern: re.Pattern[str] | re.Pattern[bytes]) -> list[tuple[str, str]]:
    """Return what to lead with and what to repeat in the texts that are to mislead a pattern."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = SRE.parse(source, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    found = [*pumps(tree)]
    units = dict.fromkeys((*found, *(("", before + text) for before, text in found), *(("", text) for text in samples(tree) if text)))
    return [*islice(units, 60)] or [("", "a")]


def seconds(expression: Expression, text: str) -> float:
    """Return the seconds of the processor that all ways of asking a pattern take."""
    given = text if isinstance(expression.pattern.pattern, str) else text.encode("latin-1", "replace")
    started = time.process_time()
    for way in expression.ways:
        asked = getattr(expression.pattern, "finditer" if way in WHOLE else way)(given)
        deque(asked if way in WHOLE else (), maxlen=0)
    return time.process_time() - started


def too_late(number: int, frame: object) -> None:
    raise TimeoutError


EXPRESSIONS = [*expressions()]


def test_there_are_patterns_to_mislead():
    assert len(EXPRESSIONS) > 40


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda one: one.place)
def test_four_times_the_text_takes_a_pattern_in_proportion_the_time(expression):
    before = signal.signal(signal.SIGVTALRM, too_late)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        slow = [unit for unit in misleading(expression.pattern) if grows(expression, *unit)]
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    assert slow == []


def grows(expression: Expression, before: str, unit: str) -> bool:
    """Return whether a pattern takes more time than in proportion, once it takes any worth the name."""
    texts = [before + unit * (length // len(unit)) + STRANGE for length in LENGTHS]
    if seconds(expression, texts[1]) < 0.02:
        return False
    for _ in range(3):  # a busy machine may slow one measurement down
        few, many = (min(seconds(expression, text) for _ in range(4)) for text in texts)
        if many <= 7 * few + 0.01:
            return False
    return True


@pytest.mark.parametrize(("source", "is_slow"), [(r"(a+)+b", True), (r"(?:a|a)*b", True), (r"a+a*b", True), (r"a{1,9}b", False)])
def test_this_test_finds_a_pattern_that_is_misled(source, is_slow):
    expression = Expression("here", re.compile(source), frozenset({"search"}))
    before = signal.signal(signal.SIGVTALRM, too_late)
    signal.setitimer(signal.ITIMER_VIRTUAL, 1)
    try:
        assert any(grows(expression, *unit) for unit in misleading(expression.pattern)) == is_slow
    except TimeoutError:
        assert is_slow
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
