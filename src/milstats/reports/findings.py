"""What `check`, `verify` and `factcheck` found, as reports: a row a finding, and for people what to look at first."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from milstats.checks.quotes import UNPROVED, QuoteStatus
from milstats.reports.report import Cell, Column, Line, Page, Paragraph, Report, Stamp, Table, references

if TYPE_CHECKING:
    from milstats.checks.quotes import Verification
    from milstats.checks.table import Checked, Finding
    from milstats.model.records import Dataset

_CHECK_COLUMNS = ("file", "line", "key", "check", "message")
_VERIFY_COLUMNS = ("figure", "quote", "status", "where", "context")


def check_report(dataset: Dataset, checked: Checked, stamp: Stamp) -> Report:
    """Return the findings of a check, how many there are, and the sums that no finding is about."""
    sentences = tuple(_check_sentence(finding) for finding in checked.findings)
    caveats = (_check_summary(dataset, checked), *(f"{proof.sum}: {proof.equation}, {proof.manner}" for proof in checked.sums))
    return Report(
        stamp=stamp,
        columns=_CHECK_COLUMNS,
        rows=lambda: checked.findings,
        page=lambda: _page_of_lines((*sentences, *caveats)),
        sentences=lambda: sentences,
        caveats=caveats,
        title="Is the table sound?",
    )


def _check_sentence(finding: Finding) -> str:
    """Return a finding on one line that begins with its place, which editors follow."""
    place = finding.file if finding.line is None else f"{finding.file}:{finding.line}"
    return f"{place}: {finding.key}: {finding.message}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _check_summary(dataset: Dataset, checked: Checked) -> str:
    """Return what was checked and how it came out."""
    found = _counted(len(checked.findings), "finding") if checked.findings else "sound"
    proved = f", sums that add up: {sum(proof.holds for proof in checked.sums):,} of {len(dataset.sums):,}" if dataset.sums else ""
    return f"{found}: {_counted(len(dataset.figures), 'figure')}, {_counted(len(dataset.sources), 'source')}{proved}"


def _page_of_lines(lines: tuple[str, ...]) -> Page:
    return Page(tuple(Paragraph(line) for line in lines))


def verify_report(dataset: Dataset, verified: tuple[Verification, ...], notes: tuple[str, ...], stamp: Stamp) -> Report:
    """Return what the pages say of each figure, and how many quotes they prove."""
    summary = _verify_summary(verified)
    columns = (Column("figure"), Column("status"), Column("where"), Column("on the page", may_wrap=True))
    lines = tuple(Line(tuple(map(Cell, (one.figure.id, one.status, _where(one), _context(one))))) for one in verified)
    return Report(
        stamp=stamp,
        columns=_VERIFY_COLUMNS,
        rows=lambda: tuple((one.figure.id, one.figure.quote, one.status.value, _where(one) or None, one.context) for one in verified),
        page=lambda: Page((Table("", columns, lines), Paragraph(summary))),
        sentences=lambda: tuple(_verify_sentence(one) for one in verified),
        references=partial(references, dataset, tuple(one.figure for one in verified)),
        notes=notes,
        caveats=(summary,),
        title="Do the pages say what is quoted?",
    )


def _where(one: Verification) -> str:
    """Return the file and the line, which editors follow, or nothing where nothing was found."""
    return "" if one.line is None else f"{one.page}:{one.line}"


def _context(one: Verification) -> str:
    """Return what the page has; of a quote that it does not prove, what was expected."""
    if one.status not in UNPROVED:
        return one.context or ""
    return f"expected “{one.figure.quote}”{f'; the page has: {one.context}' if one.context else ''}"


def _verify_sentence(one: Verification) -> str:
    """Return what a page says of a figure on one line that begins with its place."""
    context = _context(one)
    return f"{_where(one) or one.page}: {one.status}: {one.figure.id}{f': {context}' if context else ''}"


def _verify_summary(verified: tuple[Verification, ...]) -> str:
    """Return how many quotes were found, and how many not."""
    counts = Counter(one.status for one in verified)
    without = counts[QuoteStatus.NO_QUOTE]
    quotes = len(verified) - without
    found = counts[QuoteStatus.FOUND] + counts[QuoteStatus.UNLINKED]
    text = f"{found:,} of {_counted(quotes, 'quote')} found"
    if counts[QuoteStatus.UNLINKED]:
        text += f" ({counts[QuoteStatus.UNLINKED]:,} where the link will not highlight it)"
    text += "".join(f", {counts[status]:,} {status}" for status in (QuoteStatus.DIFFERS, QuoteStatus.NOT_FOUND) if counts[status])
    return f"{text}; {without:,} without a quote" if without else text
