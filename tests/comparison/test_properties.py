"""What holds of every comparison: swapping, splitting, widening, and that limits hold what they are said to hold."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from operator import sub, truediv

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from milstats.comparison import Choice, Comparison, Fit, judge, readings_of
from milstats.comparison.exact import UNITS, Ends, Interval, exactly, length, span
from milstats.comparison.pair import Basis
from milstats.model.period import Kind, Period
from milstats.model.records import Dataset, Figure, Offence, Reading, Source
from milstats.model.vocabulary import Bound, Measure, PairRelation, Relation, Role, SourceType, Status, Verdict
from milstats.model.vocabulary import Unit as Counted
from milstats.reports.compare_words import DOWN, NEAREST, UP, percent_text, phrase, rate_text, ratio_text, readings
from milstats.reports.explain import explanation

DAYS = st.dates(date(2015, 1, 1), date(2024, 12, 31))
COUNTS = st.integers(0, 20_000)
BOUNDS = [Bound.EQ, Bound.EQ, Bound.GT, Bound.GE, Bound.LT, Bound.LE, Bound.APPROX]
SOURCE = Source(
    id="s", type=SourceType.REPORT, title="T", publisher="P", accessed=date(2026, 1, 1), language="en", url="https://example.org", role=Role.BOTH
)  # fmt: skip
OFFENCES = {"awol": Offence("awol", "absence"), "all": Offence("all", "all of it", includes=("awol",))}
DATASET = Dataset("1", None, OFFENCES, {}, (), {SOURCE.id: SOURCE}, {}, {})
slow = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@st.composite
def intervals(draw):
    low = draw(st.integers(1, 10_000))
    high = draw(st.none() | st.integers(low, 20_000))
    return Interval(Fraction(low), None if high is None else Fraction(high))


@st.composite
def periods(draw, name, kinds=(Kind.SUM, Kind.SUM, Kind.CUMULATIVE, Kind.PER_WEEK)):
    days = sorted(draw(st.lists(DAYS, min_size=4, max_size=4)))
    shape = draw(st.integers(0, 3))
    if shape == 0:
        days = [date(days[0].year, 1, 1)] * 2 + [date(days[0].year, 12, 31)] * 2
    elif shape == 1:
        days = [date(days[0].year, 1, 1)] * 2 + [days[0]] * 2
    elif shape == 2:
        days = [days[0], days[0], days[2], days[2]]
    return Period(name, *days)._replace(kind=draw(st.sampled_from(kinds)))


@st.composite
def figures(draw, name, kinds=(Kind.SUM, Kind.SUM, Kind.CUMULATIVE, Kind.PER_WEEK)):
    bound = draw(st.sampled_from(BOUNDS))
    return Figure(
        id=name, offence=draw(st.sampled_from(["awol", "awol", "awol", "all"])), measure=draw(st.sampled_from([Measure.CONVICTED] * 3 + [Measure.CHARGED])),
        unit=Counted.PERSON, counter=draw(st.sampled_from("CCCD")), source=SOURCE.id, relation=Relation.PRIMARY,
        value=draw(COUNTS) + (bound is Bound.LT), bound=bound, period=draw(periods(name, kinds)),
    )  # fmt: skip


@st.composite
def disputed(draw, name):
    """A figure with two readings, of its period or its value."""
    more = tuple(
        Reading("why", SOURCE.id, draw(st.none() | COUNTS), period=draw(st.none() | periods(f"{name} {number}")))
        for number in range(draw(st.integers(0, 2)))
    )
    return draw(figures(name))._replace(readings=more, status=(Status.DISPUTED,) if more else ())


def row_of(one, other):
    judgement = judge(DATASET, one, other)
    before, after = (Choice(side.figure, Fit.NAMED) for side in judgement.pair.sides)
    return Comparison(before, after, judgement, readings_of(judgement, (None, None)))


def inside(narrow, wide):
    low = wide.low is None or (narrow.low is not None and wide.low <= narrow.low)
    return low and (wide.high is None or (narrow.high is not None and narrow.high <= wide.high))


@slow
@given(disputed("a"), disputed("b"))
def test_the_order_of_asking_changes_nothing(a, b):
    there, back = judge(DATASET, a, b), judge(DATASET, b, a)
    assert there == back
    assert phrase(there, is_long=True) == phrase(back, is_long=True)
    assert explanation(DATASET, row_of(a, b)) == explanation(DATASET, row_of(b, a))


@slow
@given(disputed("a"), disputed("b"))
def test_a_refusal_never_carries_a_number_and_nothing_else_lacks_a_relation(a, b):
    found = judge(DATASET, a, b)
    if found.verdict in {Verdict.NOT_COMPARABLE, Verdict.NO_FIGURE}:
        assert found.result.basis is Basis.NOTHING
        assert found.relation is None
    else:
        assert found.relation is not None


@slow
@given(disputed("a"), disputed("b"))
def test_a_share_is_never_more_than_the_whole(a, b):
    for found in (judge(DATASET, a, b), *(other.judgement for other in row_of(a, b).alternatives)):
        for end in found.result.share or ():
            assert end is None or 0 <= end <= 1


@slow
@given(figures("a"), figures("b"))
def test_a_figure_and_its_revision_are_never_a_share_or_a_change(a, b):
    b = b._replace(supersedes="a", offence=a.offence, measure=a.measure, counter=a.counter)
    found = judge(DATASET._replace(figures={"a": a, "b": b}), a, b)
    assert (found.relation, found.verdict) == (PairRelation.REVISION, Verdict.NOT_A_CHANGE)
    assert found.result.basis is Basis.NOTHING


@st.composite
def crowded(draw, name):
    """A figure of few possible days and low numbers, so that two are often alike."""
    days = sorted(draw(st.lists(st.sampled_from([date(2020, month, 1) for month in (1, 3, 6, 9)]), min_size=4, max_size=4)))
    kind = draw(st.sampled_from([*Kind, Kind.CUMULATIVE, Kind.CUMULATIVE]))
    return draw(figures(name))._replace(value=draw(st.integers(1, 3)), period=Period(name, *days)._replace(kind=kind))


@settings(slow, max_examples=300)
@given(crowded("a"), crowded("b"))
def test_a_change_is_of_one_series_from_one_time_to_a_later_one(a, b):
    found = judge(DATASET, a, b)
    if found.relation is PairRelation.CHANGE:
        assert found.pair.is_over_time


@slow
@given(disputed("a"), disputed("b"))
def test_the_readings_include_the_printed_one(a, b):
    row = row_of(a, b)
    words = readings(DATASET, row)
    assert len(words) == (1 + len(row.alternatives) if row.alternatives else 0)
    if words:
        assert phrase(row.judgement, is_long=True) in words[0] or "would be" in words[0]


@slow
@given(figures("a", (Kind.SUM,)), figures("b", (Kind.SUM,)), st.integers(1, 200))
def test_widening_an_uncertain_end_never_narrows_a_result(a, b, days):
    period = a.period
    wide = a._replace(period=period._replace(end_latest=period.end_latest + timedelta(days=days)))
    tight, loose = judge(DATASET, a, b).result, judge(DATASET, wide, b).result
    if tight.basis is not loose.basis or tight.per != loose.per:
        return
    for narrow, broad in (
        (tight.change, loose.change),
        (tight.ratio, loose.ratio),
        (tight.percent, loose.percent),
        (tight.share, loose.share),
    ):
        if narrow is not None and broad is not None:
            assert inside(narrow, broad)


def value(text):
    """Return what an expression of fractions comes to, exactly."""
    exact = re.sub(r"\d+(\.\d+)?", lambda number: f"F('{number[0]}')", text.replace(" x ", " * "))
    return eval(exact, {"__builtins__": {}, "F": Fraction})  # noqa: S307 -- digits and signs only, by the pattern


@slow
@given(disputed("a"), disputed("b"))
def test_every_equation_is_true(a, b):
    for line in explanation(DATASET, row_of(a, b)):
        parts = [re.sub(r" (a )?(year|month|week|day)s?$", "", part) for part in line.split(" = ")]
        sides = [part for part in parts if re.fullmatch(r"[-+0-9./() x…]+", part)]
        for left, right in pairwise(sides):
            assert "/ 0" not in left
            if right.endswith("…"):
                assert abs(value(left) - Fraction(right[:-1])) < Fraction(1, 10**5), line
            else:
                assert value(left) == value(right), line


@given(DAYS, DAYS, DAYS)
def test_splitting_a_span_never_changes_its_length(one, two, three):
    first, cut, last = sorted((one, two, three))
    assume(cut < last)
    for unit in UNITS:
        assert span(first, last, unit) == span(first, cut, unit) + span(cut + timedelta(days=1), last, unit)


@given(st.integers(1990, 2100), st.integers(0, 20))
def test_calendar_years_are_whole(year, more):
    first, last = date(year, 1, 1), date(year + more, 12, 31)
    assert (span(first, last, "year"), span(first, last, "month")) == (more + 1, 12 * (more + 1))


@given(intervals(), intervals(), intervals(), intervals())
def test_wider_inputs_never_give_a_narrower_result(a, b, wider_a, wider_b):
    wide_a = Interval(min(a.low, wider_a.low), None if None in (a.high, wider_a.high) else max(a.high, wider_a.high))
    wide_b = Interval(min(b.low, wider_b.low), None if None in (b.high, wider_b.high) else max(b.high, wider_b.high))
    for operation in (truediv, sub, Interval.share_beside):
        assert inside(operation(a, b), operation(wide_a, wide_b))


@given(intervals(), intervals())
def test_a_result_holds_the_result_for_every_point_inside(a, b):
    for x in (a.low, a.high or a.low * 3):
        for y in (b.low, b.high or b.low * 3):
            points = {
                x / y: a / b,
                x - y: a - b,
                100 * (x / y - 1): (a / b - exactly(1)).times(100),
                x / (x + y): a.share_beside(b),
            }
            for point, found in points.items():
                assert inside(Interval(point, point), found)
            if x <= y and a.share_of(b) is not None:
                assert inside(Interval(x / y, x / y), a.share_of(b))


@given(st.lists(DAYS, min_size=4, max_size=4), st.integers(0, 200), intervals(), st.sampled_from(UNITS))
def test_a_wider_uncertainty_of_dates_never_gives_a_narrower_rate(days, later, count, unit):
    days.sort()
    narrow = Ends((days[0], days[1]), (days[2], days[3]))
    wide = narrow._replace(end=(days[2], days[3] + timedelta(days=later)))
    assert inside(count / length(narrow, unit), count / length(wide, unit))


@pytest.mark.parametrize("write", [rate_text, ratio_text, percent_text])
@given(number=st.fractions(Fraction(1), 100_000))
def test_what_is_printed_is_on_the_side_it_is_said_to_be(write, number):
    down, nearest, up = (Fraction(write(number, side).removesuffix("%").replace(",", "")) for side in (DOWN, NEAREST, UP))
    assert down <= number <= up
    assert nearest in {down, up}
