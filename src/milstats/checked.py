"""What `check` found as a report: a row a finding; for people, lines as compilers print them."""

from __future__ import annotations

from functools import partial

from milstats.lean import TYPE_CHECKING
from milstats.report import Report, Stamp

if TYPE_CHECKING:
    from milstats.check import Checked, Finding
    from milstats.model import Dataset

_COLUMNS = ("file", "line", "key", "check", "message")


def check_report(dataset: Dataset, checked: Checked, stamp: Stamp) -> Report:
    """Return the report of a check: its findings, then how many there are in how much, and the sums that no finding is about."""
    return Report(
        stamp=stamp,
        columns=_COLUMNS,
        rows=lambda: checked.findings,
        table=None,
        sentences=partial(_sentences, checked),
        caveats=(_summary(dataset, checked), *(f"{proof.sum}: {proof.equation}, {proof.manner}" for proof in checked.sums)),
        title="Is the table sound?",
    )


def _sentences(checked: Checked) -> tuple[str, ...]:
    return tuple(_sentence(finding) for finding in checked.findings)


def _sentence(finding: Finding) -> str:
    """Return a finding on one line, led by its place, which editors follow."""
    place = finding.file if finding.line is None else f"{finding.file}:{finding.line}"
    return f"{place}: {finding.key}: {finding.message}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _summary(dataset: Dataset, checked: Checked) -> str:
    """Return what was checked and how it came out."""
    found = _counted(len(checked.findings), "finding") if checked.findings else "sound"
    sums = f", sums that hold: {sum(proof.holds for proof in checked.sums):,} of {len(dataset.sums):,}" if dataset.sums else ""
    return f"{found}: {_counted(len(dataset.figures), 'figure')}, {_counted(len(dataset.sources), 'source')}{sums}"
