"""How many small faults in the comparison, the period grammar and the references the tests notice.

`python tests/mutate.py` prints every fault that no test notices and a line for each part: killed of how many. Faults that change
nothing anyone could see are listed with their reasons in `mutants.txt` and left out. Each fault is tried in a process of its own: one
inside a function on the tests that enter that function, the quickest of those that reach its line first; one in what a module does as
it is imported on every test, with milstats imported anew.
"""

import argparse
import ast
import gc
import importlib
import os
import pickle
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from io import StringIO
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import NamedTuple

import pytest
from hypothesis import settings

PROJECT = Path(__file__).resolve().parent.parent
SOURCE = PROJECT / "src" / "milstats"
EQUIVALENT = Path(__file__).with_name("mutants.txt")
TESTS = {  # the fastest and most telling first: a fault is tried on one file after the other until a test fails
    "compare": [
        f"tests/test_compare_{name}.py" for name in ("times", "whole", "readings", "asked", "rules", "worked", "read", "properties")
    ],
    "period.py": ["tests/test_period.py", "tests/test_load.py"],
    "cite": ["tests/test_cite.py"],
}
PYTEST = [
    "-x",
    "-q",
    "--assert=plain",
    "-m",
    "not installed",
    "-W",
    "ignore:Module already imported",
]  # as little around the tests as can be
PYTEST += ["-o", "addopts=--import-mode=importlib", "-p", "no:cacheprovider", "-p", "no:doctest"]
PATIENCE = 60  # seconds of computing after which a fault counts as noticed: it made a test hang
BROKEN = 3  # status of a process that could not try its fault
SIGNS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot,
    ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


class Fault(NamedTuple):
    """One small change of a module: what it is made to in which function, the how many-eth such one, on which lines, and the module as it then is."""

    path: Path
    place: str
    change: str
    number: int
    lines: range
    code: CodeType

    @property
    def name(self) -> str:
        """The name under which `mutants.txt` lists it; it outlives changes elsewhere in the module."""
        times = f" ({self.number})" if self.number > 1 else ""
        return f"{self.path.relative_to(SOURCE)} {self.place}: {self.change}{times}"

    @property
    def module(self) -> str:
        """The name under which the module is imported."""
        return ".".join(self.path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")


def otherwise(node: ast.AST) -> Iterator[ast.AST]:  # noqa: C901, PLR0912 -- a case for each kind of fault
    """Yield what may stand in the place of a node."""
    match node:
        case ast.Compare(left=left, ops=[sign], comparators=right) if type(sign) in SIGNS:
            yield ast.Compare(left, [SIGNS[type(sign)]()], right)
        case ast.BoolOp(op=joined, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(joined, ast.And) else ast.And(), values)
        case ast.BinOp(left=left, op=operator, right=other) if type(operator) in OPERATORS:
            yield ast.BinOp(left, OPERATORS[type(operator)](), other)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool() as flag):
            yield ast.Constant(not flag)
        case ast.Constant(value=int() as number):
            yield ast.Constant(number + 1)
        case ast.Constant(value=str() as word) if " " not in word:  # keys, tags and separators; sentences are for their readers
            yield ast.Constant(f"{word}X")
        case ast.Name(id=name) if name in NAMES:
            yield ast.Name(NAMES[name], ast.Load())
        case ast.If(test=test, body=body, orelse=orelse):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.IfExp(test=test, body=one, orelse=two):
            yield ast.IfExp(ast.UnaryOp(ast.Not(), test), one, two)
        case ast.Return(value=value) if value is not None and not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case _:
            return


def is_for_readers(node: ast.AST) -> bool:
    """Return whether a statement is there for people and type checkers only."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case _:
            return False


def within(node: ast.AST, place: str) -> Iterator[tuple[ast.AST, str, int | None, ast.AST, str]]:
    """Yield every node below one that runs: its parent, the field and the position where it stands, itself, and the function it is in."""
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "decorator_list", "bases"}:
            continue
        for position, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or is_for_readers(child):
                continue
            inner = f"{place}.{child.name}".lstrip(".") if isinstance(child, ast.FunctionDef | ast.ClassDef) else place
            yield node, field, position, child, inner
            yield from within(child, inner)


def put(parent: ast.AST, field: str, position: int | None, child: ast.AST) -> None:
    """Put a node into its place."""
    if position is None:
        setattr(parent, field, child)
    else:
        getattr(parent, field)[position] = child


def faults(path: Path) -> Iterator[Fault]:
    """Yield every fault of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    numbers: Counter[tuple[str, str]] = Counter()
    for parent, field, position, node, place in [*within(tree, "")]:
        for other in otherwise(node):
            put(parent, field, position, other)
            code = compile(ast.fix_missing_locations(tree), str(path), "exec")
            change = f"{_head(node)} -> {_head(other)}"
            numbers[place, change] += 1
            lines = range(getattr(node, "lineno", 0), (getattr(node, "end_lineno", None) or 0) + 1)
            yield Fault(path, place or "module", change, numbers[place, change], lines, code)
            put(parent, field, position, node)


def _head(node: ast.AST) -> str:
    if isinstance(node, ast.If):
        return f"if {ast.unparse(node.test)}"
    return " ".join(ast.unparse(node).split())


class Faulty(SourceFileLoader):
    """Loads one module with a fault in it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.module, str(fault.path))
        self.code = fault.code

    def get_code(self, fullname: str) -> CodeType:
        """Return the module with its fault."""
        return self.code


class Finder(MetaPathFinder):
    """Finds one module where its loader has it, and nothing else."""

    def __init__(self, loader: Faulty) -> None:
        self.loader = loader

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return how the module is loaded."""
        return spec_from_file_location(fullname, self.loader.path, loader=self.loader) if fullname == self.loader.name else None


def failures(*tests: str, plugins: Sequence[object] = ()) -> str:
    """Return what tests print of the first that fails, or nothing if all pass; milstats is imported anew for them."""
    for name in [name for name in sys.modules if name.partition(".")[0] in {"milstats", "tests", "conftest"}]:
        del sys.modules[name]
    with redirect_stdout(StringIO()) as printed, redirect_stderr(StringIO()):
        status = pytest.main([*PYTEST, *tests], plugins=[*plugins])
    return printed.getvalue() or f"status {status}" if status else ""


def notices_anew(fault: Fault, tests: list[str]) -> bool:
    """Return whether a test fails once a module is imported with a fault."""
    sys.meta_path.insert(0, Finder(Faulty(fault)))
    return any(failures(test) for test in tests)


def function_of(fault: Fault) -> tuple[FunctionType, CodeType] | None:
    """Return the function that a fault is in and the code that it has then, or None if the fault is in what an import runs."""
    found: object = importlib.import_module(fault.module)
    code: CodeType | None = fault.code
    for name in fault.place.split("."):
        found = vars(found).get(name) if isinstance(found, ModuleType | type) else None
        code = next((inner for inner in code.co_consts if isinstance(inner, CodeType) and inner.co_name == name), None) if code else None
    function = getattr(found, "fget", getattr(found, "__wrapped__", found))
    return (function, code) if isinstance(function, FunctionType) and code not in {None, function.__code__} else None


class Reach(NamedTuple):
    """What a test needs and enters: its seconds, and the lines that it reaches."""

    seconds: float
    lines: set[tuple[str, int]]


def reach_of(item: pytest.Item, following: pytest.Item | None, files: set[str]) -> Reach:
    """Run a test and return its reach among the lines of some files."""
    lines: set[tuple[str, int]] = set()

    def trace(frame, _event, _argument):
        if frame.f_code.co_filename not in files:
            return None
        lines.add((frame.f_code.co_filename, frame.f_lineno))
        return trace

    start = time.process_time()
    sys.settrace(trace)
    item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
    sys.settrace(None)
    return Reach(time.process_time() - start, lines)


def reaches(session: pytest.Session, files: set[str]) -> list[Reach]:
    """Return the reach of each test among the lines of some files.

    They run in a process of their own, so that no cache and no fixture of this one holds what they leave.
    """
    ours, theirs = os.pipe()
    process = os.fork()
    if not process:
        hush()
        found = [reach_of(item, following, files) for item, following in zip(session.items, [*session.items[1:], None], strict=True)]
        with os.fdopen(theirs, "wb") as out:
            pickle.dump([] if session.testsfailed else found, out)
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as into:
        known: list[Reach] = pickle.load(into)  # noqa: S301 -- written above
    os.waitpid(process, 0)
    return known


class Trials:
    """In place of running the tests that pytest has collected: tries faults inside functions on those that enter them."""

    def __init__(self, known: list[Fault], at_once: int) -> None:
        self.known = known
        self.at_once = at_once
        self.unnoticed: list[Fault] = []
        self.session: pytest.Session | None = None
        self.reaches: list[Reach] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try every fault."""
        self.session, self.reaches = session, reaches(session, {str(fault.path) for fault in self.known})
        assert self.reaches, "the tests fail without any fault"
        gc.freeze()  # or each process would copy what this one holds
        self.unnoticed = [*unnoticed(self.known, self.notices, at_once=self.at_once)]
        return True

    def notices(self, fault: Fault) -> bool:
        """Return whether a test fails once a function has the code with the fault."""
        assert self.session is not None
        found = function_of(fault)
        assert found is not None, "only a fault inside a function is tried here"
        function, code = found
        start = (str(fault.path), function.__code__.co_firstlineno)
        lines = {(str(fault.path), line) for line in fault.lines}
        entering = [(item, reach) for item, reach in zip(self.session.items, self.reaches, strict=True) if start in reach.lines]
        files = [*dict.fromkeys(item.path for item in self.session.items)]
        entering.sort(key=lambda one: (lines.isdisjoint(one[1].lines), files.index(one[0].path), one[1].seconds))
        function.__code__ = code
        items = [item for item, _ in entering]
        for item, following in zip(items, [*items[1:], None], strict=bool(items)):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.session.testsfailed:
                return True
        return False


def hush() -> None:
    """Let nothing be seen of what this process prints."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def tried(fault: Fault, notices: Callable[[Fault], bool]) -> int:
    """Start a process that ends with status 0 if no test notices the fault, and return its number."""
    process = os.fork()
    if process:
        return process
    hush()
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    status = BROKEN
    try:
        status = 1 if notices(fault) else 0
    finally:
        os._exit(status)


def unnoticed(known: list[Fault], notices: Callable[[Fault], bool], *, at_once: int) -> Iterator[Fault]:
    """Yield the faults that no test notices, each also printed as soon as that is known."""
    running: dict[int, Fault] = {}
    waiting = known[::-1]
    while waiting or running:
        while waiting and len(running) < at_once:
            fault = waiting.pop()
            running[tried(fault, notices)] = fault
        process, status = os.wait()
        fault = running.pop(process)
        if os.waitstatus_to_exitcode(status) == BROKEN:
            raise RuntimeError(f"could not try {fault.name}")
        if status == 0:
            print(f"  {fault.name}", file=sys.__stdout__, flush=True)
            yield fault


def survivors(chosen: list[Fault], tests: list[str], *, at_once: int) -> list[Fault]:
    """Return the faults that no test notices."""
    inside = {fault.name for fault in chosen if function_of(fault)}
    trials = Trials([fault for fault in chosen if fault.name in inside], at_once)
    if broken := failures("-s", *tests, plugins=[trials]):  # not captured, or all processes would write into one file
        raise RuntimeError(broken)
    anew = [fault for fault in chosen if fault.name not in inside]
    return [*trials.unnoticed, *unnoticed(anew, lambda fault: notices_anew(fault, tests), at_once=at_once)]


def explained() -> set[str]:
    """Return the names of the faults that `mutants.txt` explains."""
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line and not line.startswith("#")}


def main() -> int:
    """Try the faults of each part, or a sample of them, and return 1 if fewer than nine in ten are noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(TESTS)}; all if none is named")
    parser.add_argument("--sample", type=int, metavar="N", help="try N faults of each part, the same ones every time")
    parser.add_argument("--at-once", type=int, default=2, metavar="N", help="processes")
    options = parser.parse_args()
    os.chdir(PROJECT)
    sys.dont_write_bytecode = False  # else every process would compile every module
    settings.register_profile("mutate", deadline=None, derandomize=True, database=None, max_examples=30)
    settings.load_profile("mutate")
    too_few = False
    for part in options.parts or TESTS:
        place = SOURCE / part
        paths = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        known = [fault for path in paths for fault in faults(path)]
        every = [fault for fault in known if fault.name not in explained()]
        for name in sorted(explained() - {fault.name for fault in known}):
            if name.startswith(part):
                print(f"{EQUIVALENT.name} explains what is no fault any more: {name}")
        tests = [test for test in TESTS[part] if Path(test).exists()]
        if found := "".join(failures(test) for test in tests):
            print(f"{found}{part}: the tests fail without any fault")
            return 1
        chosen = every if options.sample is None else random.Random(1).sample(every, min(options.sample, len(every)))  # noqa: S311
        left = survivors(chosen, tests, at_once=options.at_once)
        killed = len(chosen) - len(left)
        print(f"{part}: {killed} of {len(chosen)} killed ({killed / len(chosen):.1%}), out of {len(every)}", flush=True)
        too_few |= killed < 0.9 * len(chosen)
    return int(too_few)


if __name__ == "__main__":
    sys.exit(main())
