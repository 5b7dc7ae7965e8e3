"""What `check`, `verify` and `factcheck` found, as reports: a row a finding, and for people what to look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from textwrap import wrap
from typing import TYPE_CHECKING

from milstats.errors import visible
from milstats.model.records import Dataset
from milstats.model.wording import capitalised
from milstats.reports.report import Block, Cell, Column, Heading, Line, Paragraph, Report, Stamp, Table, Value, references

if TYPE_CHECKING:
    from milstats.checks.factcheck import Finding as FactFinding
    from milstats.checks.quotes import Verification
    from milstats.checks.table import Checked

_FACT_COLUMNS = (
    "file", "line", "column", "found", "status", "figure", "table_value", "reason",
    "offence", "period_read", "counter_read", "noun", "link",
)  # fmt: skip
# Statuses are compared as texts: what finds them takes longer to import than most commands may take.
_FACT_WORDS = {
    "check": "to check",
    "known": "known",
    "disputed": "known and disputed",
    "revised": "known and revised later",
    "unknown": "not in the table",
}
_LONGEST, _WIDTH = 80, 74  # characters of a number as a draft writes it, and of a line of its sentence


def check_report(dataset: Dataset, checked: Checked, stamp: Stamp) -> Report:
    """Return the findings of a check, how many there are, and the sums that no finding is about."""
    sentences = tuple(f"{one.file}{f':{one.line}' if one.line else ''}: {one.key}: {one.message}" for one in checked.findings)
    found = _counted(len(checked.findings), "finding") if checked.findings else "sound"
    summary = f"{found}: {_counted(len(dataset.figures), 'figure')}, {_counted(len(dataset.sources), 'source')}"
    if dataset.sums:
        summary += f", sums that add up: {sum(not proof.is_contradicted for proof in checked.sums):,} of {len(dataset.sums):,}"
    caveats = (summary, *(f"{proof.sum}: {proof.equation}, {proof.manner}" for proof in checked.sums))
    return Report(
        stamp=stamp,
        columns=("file", "line", "key", "check", "message"),
        rows=lambda: checked.findings,
        page=lambda: tuple(map(Paragraph, (*sentences, *caveats))),
        sentences=lambda: sentences,
        caveats=caveats,
        title="Is the table sound?",
    )


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def verify_report(dataset: Dataset, verified: tuple[Verification, ...], notes: tuple[str, ...], stamp: Stamp) -> Report:
    """Return what the pages say of each figure, and how many quotes they prove."""
    counts = Counter[str](one.status for one in verified)
    unlinked, without = counts["not linked"], counts["no quote"]
    summary = f"{counts['found'] + unlinked:,} of {_counted(len(verified) - without, 'quote')} found"
    summary += f" ({unlinked:,} where the link will not highlight it)" if unlinked else ""
    summary += "".join(f", {counts[status]:,} {status}" for status in ("differs", "not found") if counts[status])
    summary += f"; {without:,} without a quote" if without else ""
    columns = (Column("figure"), Column("status"), Column("where"), Column("on the page", may_wrap=True))
    lines = tuple(Line(tuple(map(Cell, (one.figure.id, one.status, _where(one), _context(one))))) for one in verified)
    parts = [(_where(one) or one.page, one.status, one.figure.id, _context(one)) for one in verified]
    return Report(
        stamp=stamp,
        columns=("figure", "quote", "status", "where", "context"),
        rows=lambda: tuple((one.figure.id, one.figure.quote, one.status.value, _where(one) or None, one.context) for one in verified),
        page=lambda: (Table("", columns, lines), Paragraph(summary)),
        sentences=lambda: tuple(": ".join(filter(None, sentence)) for sentence in parts),
        references=partial(references, dataset, tuple(one.figure for one in verified)),
        notes=notes,
        caveats=(summary,),
        title="Do the pages say what is quoted?",
    )


def _where(one: Verification) -> str:
    return "" if one.line is None else f"{one.page}:{one.line}"


def _context(one: Verification) -> str:
    """Return what the page has; of a quote that it does not prove, what was expected."""
    if one.status not in {"differs", "not found"}:
        return one.context or ""
    return f"expected “{one.figure.quote}”{f'; the page has: {one.context}' if one.context else ''}"


def factcheck_report(dataset: Dataset, findings: tuple[FactFinding, ...], stamp: Stamp, left_out: int = 0) -> Report:
    """Return what to check in a draft, each number with its sentence, then the known numbers, and how many there are and are left out."""
    counts = Counter[str](finding.status for finding in findings)
    parts = ", ".join(f"{count:,} {_FACT_WORDS[status]}" for status in _FACT_WORDS if (count := counts[status]))
    summary = f"{_counted(len(findings), 'number')}: {parts}" if findings else "no number that the table knows"
    figures = tuple(finding.figure for finding in findings if finding.figure is not None)
    return Report(
        stamp=stamp,
        columns=_FACT_COLUMNS,
        rows=lambda: tuple(map(_fact_row, findings)),
        page=lambda: (*_fact_blocks(dataset, findings), Paragraph(summary)),
        sentences=lambda: tuple(map(_fact_sentence, findings)),
        references=partial(references, dataset, figures),
        caveats=(summary,),
        next_step=f"Not in the table: {_counted(left_out, 'other number')}. --all: list them too" if left_out else "",
        title="Does the table know the numbers of the draft?",
    )


def _fact_row(one: FactFinding) -> tuple[Value, ...]:
    figure, value = (one.figure.id, one.figure.value) if one.figure else (None, None)
    reading = (one.offence, one.period_read, one.counter_read, one.noun, one.link)
    return one.file, one.line, one.column, _shown(one.found), one.status.value, figure, value, one.reason, *reading


def _shown(text: str) -> str:
    return visible(" ".join(text.split()), limit=_LONGEST)


def _fact_sentence(finding: FactFinding) -> str:
    figure = f" [{finding.figure.id}]" if finding.figure else ""
    return f"{finding.file}:{finding.line}:{finding.column}: {finding.status}: {_shown(finding.found)}: {finding.reason}{figure}"


def _fact_blocks(dataset: Dataset, findings: tuple[FactFinding, ...]) -> Iterator[Block]:
    """Yield what to check, each with its sentence, its reading and what the table has, then a table of the other numbers."""
    for finding in findings:
        if finding.status == "check":
            yield Heading(f"Check {_shown(finding.found)}  {finding.file}:{finding.line}:{finding.column}")
            yield from (Paragraph(line, is_command=True) for line in _marked(finding))
            offence = ", ".join(dataset.offences[name].label for name in (finding.offence or "").split())
            yield Paragraph(f"Read as: {', '.join(filter(None, (offence, finding.period_read, finding.counter_read, finding.noun)))}.")
            yield Paragraph(f"{capitalised(finding.reason)}.")
            yield Paragraph(finding.link or "", link=finding.link)
    others = [finding for finding in findings if finding.status != "check"]
    columns = (Column("number", is_number=True), Column("line", is_number=True), Column("status"), Column("what it is", may_wrap=True))
    rows = tuple(
        Line((Cell(_shown(one.found), link=one.link), Cell(str(one.line)), Cell(one.status), Cell(one.reason, link=one.link)))
        for one in others
    )
    if rows:
        yield Table("Known numbers" if all(one.figure for one in others) else "Other numbers", columns, rows)


def _marked(finding: FactFinding) -> Iterator[str]:
    """Yield the lines of a sentence, and below the line of its number a line that marks it."""
    number = finding.found.replace(" ", "\u00a0")
    before, behind = finding.sentence[: finding.start], finding.sentence[finding.start + len(number) :]
    text, place = f"{before}{number}{behind}".replace("\n", " ").rstrip(), 0
    for line in wrap(text, _WIDTH, break_on_hyphens=False):
        yield line
        place = text.index(line, place)
        if place <= finding.start < place + len(line):
            yield f"{' ' * (finding.start - place)}{'^' * len(number)}"
        place += len(line)
