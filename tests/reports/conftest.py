"""Small tables for tests of reports, built from records."""

from __future__ import annotations

from datetime import date

import pytest

from milstats.model.period import Kind, NamedPeriod, Period, parse_period
from milstats.model.records import Break, Dataset, Figure, Offence, Source
from milstats.model.selection import Query, read_words, select
from milstats.model.vocabulary import BreakKind, Grade, Measure, Relation, Role, SourceType, Unit
from milstats.reports.report import Stamp

WAR = date(2022, 2, 24)
PERIODS = {"wartime": NamedPeriod("wartime", "since the invasion of 24 February 2022", WAR)}
OFFENCES = {
    "awol": Offence("awol", "absence without official leave", "Leaving a unit.", "337", "Criminal Code", ("337", "sochi")),
    "desertion": Offence("desertion", "desertion", article="338"),
    "disobeying": Offence("disobeying", "failure to execute an order"),
    "refusal": Offence("refusal", "refusal to serve", includes=("awol", "desertion")),
    "draft": Offence("draft", "draft evasion"),
}
BREAK = Break(date(2022, 9, 24), ("awol",), BreakKind.LAW, "Heavier penalties.")


def _source(name, grade, day):
    return Source(
        name, SourceType.WEBPAGE, f"Title of {name}", f"Paper {name}", date(2026, 1, 1), "ru", f"https://example.org/{name}",
        Role.RELAYER, day, grade=grade,
    )  # fmt: skip


SOURCES = {
    "own": _source("own", Grade.OWN, date(2024, 1, 5)),
    "early": _source("early", Grade.RELAY, date(2024, 1, 1)),
    "late": _source("late", Grade.RELAY, date(2025, 1, 1)),
    "weak": _source("weak", Grade.WEAK, None),
}


def make_figure(name, value=None, period="2023", **changes):
    """Return a figure of AWOL convictions counted by Proekt in 2023, with `changes`; a `kind` is that of its period."""
    kind = changes.pop("kind", Kind.SUM)
    when = period if isinstance(period, Period) else parse_period(period, PERIODS)._replace(kind=kind)
    record = {"offence": "awol", "measure": Measure.CONVICTED, "unit": Unit.PERSON, "counter": "Proekt", "source": "early"}
    return Figure(id=name, value=value, period=when, **{**record, "relation": Relation.PARAPHRASED, **changes})


@pytest.fixture
def figure():
    return make_figure


@pytest.fixture
def table():
    """Make a table of figures."""

    def make(*figures):
        return Dataset("1", None, OFFENCES, PERIODS, (BREAK,), SOURCES, {figure.id: figure for figure in figures}, {})

    return make


@pytest.fixture
def ask():
    """Answer words with a report: a function of `show` or `trend`, a table, words, a view."""

    def answer(report, dataset, *words, view, everything=False):
        selection = select(dataset, Query(read_words(dataset, words), everything=everything))
        return report(dataset, selection, view, Stamp(("show", *words), "1", None, "1"))

    return answer


@pytest.fixture
def lines():
    """Return a page as plain lines: titles, cells joined by ` | `, with marks and sources, and texts."""

    def told(page):
        found = []
        for block in page:
            if not hasattr(block, "lines"):
                found.append(block.text)
                continue
            titles = [column.title for column in block.columns]
            found.append(" | ".join((block.title, *titles)).rstrip(" |"))
            for line in block.lines:
                found.append(" | ".join(f"{cell.text}{cell.mark}{''.join(f'[{name}]' for name in cell.sources)}" for cell in line.cells))
                found += [f"    {text}" for text in line.below]
        return [text for text in found if text]

    return told
