"""Disputed figures: when a dispute refuses, what each reading changes, and one count under two of its readings."""

from __future__ import annotations

from datetime import date

import pytest

from milstats.compare.judgement import judge, under_other_readings
from milstats.model import Dataset, Figure, FigureId, Offence, OffenceId, Reading, Source, SourceId
from milstats.period import exact
from milstats.vocabulary import Bound, Measure, Relation, Role, SourceType, Status, Unit

SOURCE = Source(
    id=SourceId("s"), type=SourceType.REPORT, title="T", publisher="P", accessed=date(2026, 1, 1), language="en", url="https://example.org", role=Role.BOTH
)  # fmt: skip
OTHER = SOURCE._replace(id=SourceId("other"))
DATASET = Dataset(
    "1", None, {OffenceId("awol"): Offence(OffenceId("awol"), "absence")}, {}, (), {SOURCE.id: SOURCE, OTHER.id: OTHER}, {}, {}
)
YEAR, NEXT = exact("2022", date(2022, 1, 1), date(2022, 12, 31)), exact("2023", date(2023, 1, 1), date(2023, 12, 31))
BOTH = exact("2022..2023", date(2022, 1, 1), date(2023, 12, 31))
CONVICTED = Reading(why="It says convicted.", measure=Measure.CONVICTED)


def figure(name, period=YEAR, **fields):
    made = Figure(
        id=FigureId(name), offence=OffenceId("awol"), measure=Measure.CHARGED, unit=Unit.PERSON, counter="C", source=SOURCE.id,
        relation=Relation.PRIMARY, value=100, period=period,
    )  # fmt: skip
    return made._replace(**fields)


def reasons(one, other):
    """Return the verdict and the reasons of a pair, which are the same the other way round."""
    there, back = judge(DATASET, one, other), judge(DATASET, other, one)
    assert (there.verdict, there.reasons) == (back.verdict, back.reasons)
    return (there.verdict.value, *there.reasons)


@pytest.mark.parametrize(
    ("readings", "measure", "expected"),
    [
        ((CONVICTED,), Measure.CHARGED, ("conceptual", "restatement", "disputed")),
        ((CONVICTED,), Measure.CONVICTED, ("conceptual", "different-measure", "disputed")),
        ((CONVICTED,), Measure.SENTENCED, ("none", "disputed", "different-measure")),
        ((Reading(why="It says 2023.", period=NEXT),), Measure.SENTENCED, ("conceptual", "different-measure", "disputed")),
        ((Reading(why="It says so too.", measure=Measure.CHARGED),), Measure.SENTENCED, ("conceptual", "different-measure", "disputed")),
    ],
)
def test_a_dispute_refuses_only_where_no_reading_counts_what_the_other_side_does(readings, measure, expected):
    assert reasons(figure("disputed", readings=readings), figure("other", measure=measure, value=90)) == expected


def test_one_dispute_that_refuses_is_enough():
    one, other = figure("one", readings=(CONVICTED,)), figure("other", measure=Measure.SENTENCED, status=(Status.DISPUTED,))
    assert reasons(one, other) == ("none", "disputed", "different-measure")


@pytest.mark.parametrize(
    ("disputed", "words"),
    [
        ({"status": (Status.DISPUTED,)}, "Disputed is the 100 (2022)."),
        ({"status": (Status.PROVISIONAL, Status.DISPUTED), "note": "Two papers differ."}, "Disputed is the 100 (2022). Two papers differ."),
        ({"readings": (Reading(why="It says 2023.", period=NEXT),), "bound": Bound.GT}, "Disputed is the >100 (2022)."),
        ({"status": (Status.DISPUTED,), "period": None}, "Disputed is the 100."),
        ({"status": (Status.DISPUTED,), "value": None, "text": "most"}, "Disputed is the figure in words (2022)."),
        ({"status": (Status.PROVISIONAL,)}, None),
    ],
)
def test_a_dispute_is_said_with_the_number_the_period_and_the_note(disputed, words):
    from milstats.compare.pair import pair_of  # noqa: PLC0415 -- beside the rule
    from milstats.compare.rules_of_keys import disputed as rule  # noqa: PLC0415

    for pair in ((figure("one", **disputed), figure("other", NEXT)), (figure("other", NEXT), figure("one", **disputed))):
        found = rule(pair_of(DATASET, *pair))
        assert (found and found.words) == words


def test_two_disputes_are_both_said():
    one, other = (figure(name, period, status=(Status.DISPUTED,)) for name, period in (("one", YEAR), ("other", NEXT)))
    assert judge(DATASET, one, other).findings[-1].words == "Disputed is the 100 (2022). Disputed is the 100 (2023)."


def test_a_reading_changes_what_it_says_and_nothing_else():
    readings = (
        Reading(why="a"),
        Reading(why="b", value=0, measure=Measure.CONVICTED, unit=Unit.SENTENCE, period=BOTH, source=OTHER.id),
    )
    disputed = figure("disputed", readings=readings, status=(Status.PROVISIONAL, Status.DISPUTED), note="n")
    found = under_other_readings(judge(DATASET, disputed, figure("other", NEXT)))
    as_printed = disputed._replace(readings=(), status=(Status.PROVISIONAL,))
    assert [other.judgement.pair.before.figure for other in found] == [
        as_printed,
        as_printed._replace(value=0, measure=Measure.CONVICTED, unit=Unit.SENTENCE, period=BOTH, source=OTHER.id),
    ]
    assert [other.judgement.pair.after.figure for other in found] == [figure("other", NEXT)] * 2


def test_readings_of_both_sides_are_told_alone_and_together():
    one = figure("one", readings=(Reading(why="a", value=1), Reading(why="b", value=2)))
    other = figure("other", NEXT, readings=(Reading(why="c", value=3),))
    found = under_other_readings(judge(DATASET, one, other))
    assert [" ".join(reading.why for _, reading in alternative.read) for alternative in found] == ["c", "a", "a c", "b", "b c"]
    assert [" ".join(figure.id for figure, _ in alternative.read) for alternative in found] == [
        "other",
        "one",
        "one other",
        "one",
        "one other",
    ]
    values = [[side.figure.value for side in alternative.judgement.pair.sides] for alternative in found]
    assert values == [[100, 3], [1, 100], [1, 3], [2, 100], [2, 3]]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"period": NEXT}, ("none", "same-figure")),
        ({"period": NEXT, "value": 101}, ("direct", "disputed")),
        ({"period": NEXT, "counter": "D"}, ("none", "different-counter")),
        ({"period": BOTH}, ("conceptual", "nested", "disputed")),
    ],
)
def test_one_count_under_two_readings_is_one_figure(other, expected):
    disputed = figure(
        "disputed", readings=(Reading(why="It says both years.", period=BOTH, value=7), Reading(why="It says 2023.", period=NEXT))
    )
    assert reasons(disputed, figure("other", **other)) == expected


def test_a_figure_that_is_the_other_is_told_from_one_that_is_read_so():
    disputed = figure("disputed", readings=(Reading(why="It says 2023.", period=NEXT),))
    judged = [judge(DATASET, disputed, other) for other in (disputed, figure("other", NEXT))]
    assert [under_other_readings(judgement) for judgement in judged] == [(), ()]
    assert [judgement.findings[0].words for judgement in judged] == [
        "Both sides are the same figure.",
        "Both are one count, to which sources give different periods or names.",
    ]
