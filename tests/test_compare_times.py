"""Rules about periods: whole years and parts of them, uncertain ends, what lies inside what, and breaks between."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from milstats.compare.judgement import judge
from milstats.model import Break, Dataset, Figure, FigureId, Offence, OffenceId, Source, SourceId
from milstats.period import Basis, Kind, Period
from milstats.vocabulary import Bound, BreakKind, Measure, Relation, Role, SourceType, Unit

SOURCE = Source(
    id=SourceId("s"), type=SourceType.REPORT, title="T", publisher="P", accessed=date(2026, 1, 1), language="en", url="https://example.org", role=Role.BOTH
)  # fmt: skip
AWOL, DESERTION, ALL = OffenceId("awol"), OffenceId("desertion"), OffenceId("all")
OFFENCES = {
    AWOL: Offence(AWOL, "absence"),
    DESERTION: Offence(DESERTION, "desertion"),
    ALL: Offence(ALL, "all", includes=(AWOL, DESERTION)),
}
DATASET = Dataset("1", None, OFFENCES, {}, (), {SOURCE.id: SOURCE}, {}, {})
DAY = timedelta(days=1)


def over(first, last, text="x", **fields):
    """Return a period between two days written as texts, of which either may be two with a slash between."""
    (start, *later), (end, *latest) = (
        [date.fromisoformat(day) for day in text.split("/")]
        for text in (f"{first}-01-01" if len(first) == 4 else first, f"{last}-12-31" if len(last) == 4 else last)
    )
    return Period(text, start, later[0] if later else start, end, latest[0] if latest else end)._replace(**fields)


def figure(name, period, **fields):
    made = Figure(
        id=FigureId(name), offence=AWOL, measure=Measure.CONVICTED, unit=Unit.PERSON, counter="C", source=SOURCE.id, relation=Relation.PRIMARY,
        value=100, period=period,
    )  # fmt: skip
    return made._replace(**fields)


def said(one, other, **fields):
    """Return the verdict of two periods, on what it is computed, and the rules that spoke; the same the other way round."""
    there, back = (judge(DATASET, figure("a", a, **fields), figure("b", b, **fields)) for a, b in ((one, other), (other, one)))
    assert (there.verdict, there.result.basis, there.reasons) == (back.verdict, back.result.basis, back.reasons)
    return " ".join([there.verdict.value, there.result.basis.value, *there.reasons])


YEAR, HALF = over("2023", "2023", "2023"), over("2023", "2023-06-30", "half")
FIRST_HALF_OR_MORE = "2022-06-30/2022-12-31"
LYING = [
    # two periods, and what is said of figures over them
    (over("2018", "2019"), over("2020", "2021"), "direct counts"),
    (over("2018", "2019-06-30"), over("2021", "2022-06-30"), "meaningful counts part-year"),
    (over("2018", "2019-06-30"), over("2021", "2022"), "meaningful rates unequal-length"),
    (over("2022", FIRST_HALF_OR_MORE), over("2023", "2023-06-30/2023-12-31"), "meaningful rates unequal-length uncertain-period"),
    (over("2022", "2022", basis=Basis.INFERRED), YEAR, "meaningful counts uncertain-period"),
    (HALF._replace(kind=Kind.CUMULATIVE), YEAR._replace(kind=Kind.CUMULATIVE), "meaningful flow snapshots"),
    (HALF._replace(kind=Kind.CUMULATIVE), YEAR, "conceptual share cumulative-against-period"),
    (YEAR._replace(kind=Kind.CUMULATIVE), YEAR, "conceptual difference restatement"),
    (over("2020", "2022", kind=Kind.CUMULATIVE), YEAR, "none nothing cumulative-against-period"),
    (over("2020", "2023-06-30", kind=Kind.CUMULATIVE), YEAR, "none nothing overlapping cumulative-against-period"),
    (over("2023", "2023-06-30"), over("2023-03-01", "2023"), "none nothing overlapping"),
    (HALF, YEAR, "conceptual share nested"),
    (HALF._replace(kind=Kind.PER_WEEK), YEAR._replace(kind=Kind.PER_WEEK), "conceptual nothing nested pace"),
    (HALF._replace(kind=Kind.PER_WEEK), YEAR, "none nothing pace"),
    (HALF._replace(kind=Kind.PER_WEEK), YEAR._replace(kind=Kind.PER_MONTH), "none nothing pace"),
    (over("2021", "2021", kind=Kind.PER_DAY), YEAR._replace(kind=Kind.PER_DAY), "meaningful counts pace"),
]


@pytest.mark.parametrize(("one", "other", "expected"), LYING)
def test_what_is_said_of_two_periods_is_the_same_both_ways(one, other, expected):
    assert said(one, other) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (HALF, YEAR, "conceptual nothing nested percentages"),
        (over("2022", FIRST_HALF_OR_MORE), YEAR, "meaningful points uncertain-period percentages"),
        (HALF._replace(kind=Kind.CUMULATIVE), YEAR._replace(kind=Kind.CUMULATIVE), "direct points percentages"),
        (HALF._replace(kind=Kind.CUMULATIVE), YEAR, "none nothing cumulative-against-period"),
    ],
)
def test_percentages_are_no_quantities_over_a_period(one, other, expected):
    assert said(one, other, measure=Measure.SHARE, unit=Unit.PERCENT) == expected


def words(one, other, rule, **fields):
    """Return what a rule says of two figures, or None."""
    findings = judge(DATASET, figure("a", one), figure("b", other, **fields)).findings
    return next((finding.words for finding in findings if finding.rule == rule), None)


BEFORE = over("2021", "2021", "2021")


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (over("2022", FIRST_HALF_OR_MORE), "The period “x” ends between 30 June 2022 and 31 December 2022: what depends on it is a range."),
        (
            over("2022-01-01/2022-02-01", "2022"),
            "The period “x” starts between 1 January 2022 and 1 February 2022: what depends on it is a range.",
        ),
        (
            over("2022-01-01/2022-02-01", FIRST_HALF_OR_MORE, basis=Basis.INFERRED),
            (
                "The period “x” starts between 1 January 2022 and 1 February 2022 (inferred): what depends on it is a range."
                " The period “x” ends between 30 June 2022 and 31 December 2022 (inferred): what depends on it is a range."
            ),
        ),
        (over("2022", "2022", basis=Basis.INFERRED), "The dates of “x”, 1 January 2022 to 31 December 2022, are inferred."),
        (over("2022", "2022"), None),
    ],
)
def test_an_uncertain_end_is_told_with_both_days_and_once(period, expected):
    assert words(BEFORE, period, "uncertain-period") == words(period, period._replace(text=period.text), "uncertain-period") == expected


def test_an_uncertain_period_is_no_matter_where_two_offences_share_it():
    period = over("2022", FIRST_HALF_OR_MORE)
    assert judge(DATASET, figure("a", period), figure("b", period, offence=DESERTION)).reasons == ("different-offence",)


def test_periods_are_called_what_they_are_called():
    assert words(HALF, YEAR, "nested") == ("“half” lies inside 2023: its count is a part of the other, so there is no change and no ratio.")
    across = over("2023-03-01", "2024-02-29", "the war")
    assert words(across, YEAR, "overlapping") == "“the war” and 2023 overlap or may do so: some would be counted twice."
    to_date = over("2023", "2023-12-20", "to date")
    assert words(BEFORE, to_date, "year-to-date") == (
        "Counted to 20 December 2023: for the whole of 2023 it is at least this many, barring a later correction downwards."
    )
    one, other = HALF._replace(kind=Kind.CUMULATIVE), YEAR._replace(kind=Kind.CUMULATIVE)
    assert (
        words(one, other, "snapshots")
        == words(other, one, "snapshots")
        == (
            "Two running totals since one day: their difference is what was added after 30 June 2023 and by 31 December 2023, if nothing was revised."
        )
    )


def told(day, one, other, *, offences=(AWOL,), offence=AWOL):
    """Return whether a break on a day is told of two periods, the same both ways."""
    table = DATASET._replace(breaks=(Break(day, offences, BreakKind.LAW, "Heavier penalties."),))
    there, back = (judge(table, figure("a", a, offence=offence), figure("b", b, offence=offence)) for a, b in ((one, other), (other, one)))
    assert ("break" in there.reasons) is ("break" in back.reasons)
    return "break" in there.reasons


@pytest.mark.parametrize(
    ("one", "other", "first", "last"),
    [
        (BEFORE, YEAR, date(2021, 1, 2), date(2023, 12, 31)),
        (over("2021-01-01/2021-02-01", "2021"), over("2023", "2023-11-30/2023-12-31"), date(2021, 1, 2), date(2023, 12, 31)),
        (BEFORE, over("2023", "2023-12-20"), date(2021, 1, 2), date(2023, 12, 20)),
        (over("2020", "2021", kind=Kind.CUMULATIVE), over("2020", "2023", kind=Kind.CUMULATIVE), date(2022, 1, 1), date(2023, 12, 31)),
        (
            over("2020", "2021-06-30/2021-12-31", kind=Kind.CUMULATIVE),
            over("2020", "2023", kind=Kind.CUMULATIVE),
            date(2021, 7, 1),
            date(2023, 12, 31),
        ),
    ],
)
def test_a_break_is_told_from_the_day_after_the_first_to_the_last(one, other, first, last):
    assert [told(day, one, other) for day in (first - DAY, first, last, last + DAY)] == [False, True, True, False]


def test_a_break_is_told_of_the_offences_that_it_touches_and_what_includes_them():
    day = date(2022, 9, 24)
    assert [told(day, BEFORE, YEAR, offences=touched) for touched in ((AWOL,), (DESERTION,), (DESERTION, AWOL), (ALL,))] == [
        True,
        False,
        True,
        False,
    ]
    assert [told(day, BEFORE, YEAR, offences=touched, offence=ALL) for touched in ((AWOL,), (DESERTION,), (ALL,))] == [True] * 3


def test_a_day_that_ends_the_one_and_begins_the_other_is_one_day_in_both():
    before, after = over("2022", "2022-06-30/2022-07-31"), over("2022-07-01/2022-08-01", "2022")  # 181 or 212 days, 184 or 153
    there, back = judge(DATASET, figure("a", before), figure("b", after)), judge(DATASET, figure("a", after), figure("b", before))
    low, high = Fraction(181, 184), Fraction(212, 153)
    assert (there.result.ratio, back.result.ratio) == ((low, high), (1 / high, 1 / low))
    assert there.result.change == (36500 * (Fraction(1, 184) - Fraction(1, 181)), 36500 * (Fraction(1, 153) - Fraction(1, 212)))


def test_two_totals_of_the_same_parts_are_no_part_of_one_another():
    again = Offence(OffenceId("again"), "all of it", includes=(DESERTION, AWOL))
    table = DATASET._replace(offences={**OFFENCES, again.id: again})
    found = judge(table, figure("a", YEAR, offence=ALL), figure("b", YEAR, offence=again.id))
    assert (found.verdict.value, found.reasons) == ("none", ("different-offence",))


def test_a_number_and_words_for_one_period_are_no_two_statements_of_a_number():
    words = {"value": None, "text": "many", "bound": Bound.VAGUE}
    assert judge(DATASET, figure("a", YEAR), figure("b", YEAR, **words)).reasons == ("vague",)
    assert judge(DATASET, figure("a", YEAR, **words), figure("b", YEAR)).reasons == ("vague",)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value_high": 200, "bound": Bound.RANGE}, "“100 to 200 people” sets limits and no number, and so does anything derived."),
        ({"bound": Bound.GE}, "“at least 100 people” sets a limit and no number, and so does anything derived."),
    ],
)
def test_a_range_sets_limits_and_a_bound_sets_one(fields, words):
    found = {finding.rule: finding.words for finding in judge(DATASET, figure("a", BEFORE), figure("b", YEAR, **fields)).findings}
    assert found["bounded"] == words


def test_a_break_is_told_where_something_is_computed_over_time_only():
    day = date(2023, 3, 1)
    assert told(day, HALF, YEAR) is False
    assert told(day, YEAR, YEAR._replace(text="again")) is False


@pytest.mark.parametrize(
    ("fields", "is_large"),
    [
        ({"value": 9}, False),
        ({"value": 1000}, False),
        ({"value": 1001}, True),
        ({"value": 900, "value_high": 1100, "bound": Bound.RANGE}, True),
        ({"value": 900, "value_high": 1000, "bound": Bound.RANGE}, False),
        ({"value": 1001, "bound": Bound.GE}, True),
        ({"value": 1000, "bound": Bound.GE}, False),
        ({"value": 1001, "bound": Bound.LE}, True),
        ({"value": 2000, "bound": Bound.APPROX}, False),
    ],
)
def test_a_change_is_large_where_it_may_be_above_ten_times(fields, is_large):
    judgement = judge(DATASET, figure("a", BEFORE), figure("b", YEAR, **fields))
    assert ("large-change" in judgement.reasons) is is_large


def test_percent_is_not_told_of_a_large_change_or_a_small_count():
    found = [
        judge(DATASET, figure("a", BEFORE, value=one), figure("b", YEAR, value=other)).result
        for one, other in ((10, 101), (10, 100), (9, 80))
    ]
    assert [result.percent is None for result in found] == [True, False, True]
    assert [result.ratio is None for result in found] == [False] * 3
