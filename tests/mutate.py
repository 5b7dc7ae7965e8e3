"""How many small faults in the comparison, the period grammar and the references the tests notice.

`python tests/mutate.py` prints every fault that no test notices and a line for each part: killed of how many. Faults that change
nothing anyone could see are listed with their reasons in `mutants.txt` and left out. Each fault is tried in a process of its own.
"""

import argparse
import ast
import gc
import os
import random
import resource
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from io import StringIO
from pathlib import Path
from types import CodeType, ModuleType
from typing import NamedTuple

import pytest
from hypothesis import settings

PROJECT = Path(__file__).parent.parent
SOURCE = PROJECT / "src" / "milstats"
EQUIVALENT = Path(__file__).with_name("mutants.txt")
COMPARING = ["tests/test_compare_worked.py", "tests/test_compare_properties.py"]
TESTS = {  # the fastest and most telling first: a fault is tried on one file after the other until a test fails
    "compare": ["tests/test_compare_whole.py", "tests/test_compare_rules.py", *COMPARING],
    "period.py": ["tests/test_period.py", "tests/test_load.py"],
    "cite": ["tests/test_cite.py"],
}
PYTEST = ["-x", "-q", "--assert=plain", "-m", "not installed", "-W", "ignore:Module already imported"]  # as little around the tests as can be
PYTEST += ["-o", "addopts=--import-mode=importlib", "-p", "no:cacheprovider", "-p", "no:doctest"]
PATIENCE = 60  # seconds of computing after which a fault counts as noticed: it made a test hang
SIGNS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot,
    ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


class Fault(NamedTuple):
    """One small change of a module: what it is made to in which function, the how many-eth such one, and the module as it then is."""

    path: Path
    place: str
    change: str
    number: int
    code: CodeType

    @property
    def name(self) -> str:
        """The name under which `mutants.txt` lists it; it outlives changes elsewhere in the module."""
        times = f" ({self.number})" if self.number > 1 else ""
        return f"{self.path.relative_to(SOURCE)} {self.place}: {self.change}{times}"


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


def within(node: ast.AST, place: str) -> Iterator[tuple[ast.AST, str, int | None, ast.AST, str]]:
    """Yield every node below one that runs: its parent, the field and the position where it stands, itself, and the function it is in."""
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "decorator_list", "bases"}:
            continue
        for position, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
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
            yield Fault(path, place or "module", change, numbers[place, change], code)
            put(parent, field, position, node)


def _head(node: ast.AST) -> str:
    if isinstance(node, ast.If):
        return f"if {ast.unparse(node.test)}"
    return " ".join(ast.unparse(node).split())


class Faulty(SourceFileLoader):
    """Loads one module with a fault in it."""

    def __init__(self, fault: Fault) -> None:
        module = ".".join(fault.path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
        super().__init__(module, str(fault.path))
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


def failures(test: str) -> str:
    """Return what a file of tests prints of the first that fails, or nothing if all pass; milstats is imported anew for it."""
    for name in [name for name in sys.modules if name.partition(".")[0] in {"milstats", "tests", "conftest"}]:
        del sys.modules[name]
    with redirect_stdout(StringIO()) as printed, redirect_stderr(StringIO()):
        status = pytest.main([*PYTEST, test])
    return printed.getvalue() if status else ""


def tried(fault: Fault, tests: list[str]) -> int:
    """Start a process that ends with status 0 if no test notices the fault, and return its number."""
    process = os.fork()
    if process:
        return process
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    sys.meta_path.insert(0, Finder(Faulty(fault)))
    status = 1
    try:
        status = 1 if any(failures(test) for test in tests) else 0
    finally:
        os._exit(status)


def unnoticed(known: list[Fault], tests: list[str], *, at_once: int) -> Iterator[Fault]:
    """Yield the faults that no test notices."""
    running: dict[int, Fault] = {}
    waiting = known[::-1]
    while waiting or running:
        while waiting and len(running) < at_once:
            fault = waiting.pop()
            running[tried(fault, tests)] = fault
        process, status = os.wait()
        fault = running.pop(process)
        if status == 0:
            yield fault


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
        every = [fault for path in paths for fault in faults(path) if fault.name not in explained()]
        tests = [test for test in TESTS[part] if Path(test).exists()]
        if found := "".join(failures(test) for test in tests):
            print(f"{found}{part}: the tests fail without any fault")
            return 1
        chosen = every if options.sample is None else random.Random(1).sample(every, min(options.sample, len(every)))  # noqa: S311
        gc.freeze()  # or each process would copy what this one holds
        survivors = []
        for fault in unnoticed(chosen, tests, at_once=options.at_once):
            survivors.append(fault)
            print(f"  {fault.name}", flush=True)
        killed = len(chosen) - len(survivors)
        print(f"{part}: {killed} of {len(chosen)} killed ({killed / len(chosen):.1%}), out of {len(every)}", flush=True)
        too_few |= killed < 0.9 * len(chosen)
    return int(too_few)


if __name__ == "__main__":
    sys.exit(main())
