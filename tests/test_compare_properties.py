"""What holds of every comparison: swapping, splitting, widening, and that the limits hold what they are said to hold."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from milstats.compare.arithmetic import Basis
from milstats.compare.intervals import Interval, difference, percent, rate, ratio, share, share_of_both
from milstats.compare.judgement import judge
from milstats.compare.lengths import Ends, settled, span, year_parts, years
from milstats.compared.rounding import DOWN, NEAREST, UP, percent_text, rate_text, ratio_text
from milstats.model import Dataset, Figure, Offence, OffenceId, Source, SourceId
from milstats.period import Period
from milstats.vocabulary import Bound, Measure, Relation, Role, SourceType, Unit, Verdict

DAYS = st.dates(date(2015, 1, 1), date(2024, 12, 31))
COUNTS = st.integers(1, 20_000)
SOURCE = Source(
    id=SourceId("s"), type=SourceType.REPORT, title="T", publisher="P", accessed=date(2026, 1, 1), language="en", url="https://example.org", role=Role.BOTH
)  # fmt: skip
DATASET = Dataset("1", None, {OffenceId("awol"): Offence(OffenceId("awol"), "absence")}, {}, (), {SOURCE.id: SOURCE}, {}, {})


@st.composite
def intervals(draw, lowest=1):
    low = draw(st.integers(lowest, 10_000))
    high = draw(st.none() | st.integers(low, 20_000))
    return Interval(Fraction(low), None if high is None else Fraction(high))


@st.composite
def ends(draw):
    days = sorted(draw(st.lists(DAYS, min_size=4, max_size=4)))
    return Ends((days[0], days[1]), (days[2], days[3]))


@st.composite
def figures(draw, name):
    days = sorted(draw(st.lists(DAYS, min_size=4, max_size=4)))
    if draw(st.booleans()):
        year = days[0].year
        days = [date(year, 1, 1), date(year, 1, 1), date(year, 12, 31), date(year, 12, 31)]
    bound = draw(st.sampled_from([Bound.EQ, Bound.EQ, Bound.GT, Bound.GE, Bound.LT, Bound.LE]))
    return Figure(
        id=name, offence=OffenceId("awol"), measure=Measure.CONVICTED, unit=Unit.PERSON, counter="C", source=SOURCE.id, relation=Relation.PRIMARY,
        value=draw(COUNTS), bound=bound, period=Period(name, *days),
    )  # fmt: skip


def points(interval):
    """Some numbers inside an interval, its ends among them."""
    high = interval.high if interval.high is not None else interval.low * 3 + 1
    return [interval.low, (interval.low + high) / 2, high]


def holds(interval, number):
    return (interval.low is None or interval.low <= number) and (interval.high is None or number <= interval.high)


def inside(narrow, wide):
    low = wide.low is None or (narrow.low is not None and wide.low <= narrow.low)
    return low and (wide.high is None or (narrow.high is not None and narrow.high <= wide.high))


@given(figures("a"), figures("b"))
def test_swapping_the_sides_inverts_the_ratio_and_negates_the_change(a, b):
    there, back = judge(DATASET, a, b), judge(DATASET, b, a)
    assert there.verdict is back.verdict
    if there.result.change is not None:
        low, high = back.result.change or (None, None)
        assert there.result.change == (None if high is None else -high, None if low is None else -low)
    if there.result.ratio is not None:
        low, high = back.result.ratio or (None, None)
        assert there.result.ratio == (Fraction(0) if high is None else 1 / high, None if not low else 1 / low)


@given(st.lists(DAYS, min_size=3, max_size=3))
def test_splitting_a_span_never_changes_its_length(days):
    first, cut, last = sorted(days)
    assume(cut < last)
    assert years(first, last) == years(first, cut) + years(cut + timedelta(days=1), last)


@given(DAYS, DAYS)
def test_a_length_is_the_sum_of_its_parts_by_calendar_year(first, last):
    assert years(first, last) == sum(Fraction(days, of) for days, of in year_parts(first, last))


@given(st.integers(1990, 2100), st.integers(0, 20))
def test_calendar_years_are_whole(year, more):
    assert years(date(year, 1, 1), date(year + more, 12, 31)) == more + 1


@given(intervals(), intervals(), intervals(), intervals())
def test_wider_inputs_never_give_a_narrower_result(a, b, wider_a, wider_b):
    wide_a = Interval(min(a.low, wider_a.low), None if None in (a.high, wider_a.high) else max(a.high, wider_a.high))
    wide_b = Interval(min(b.low, wider_b.low), None if None in (b.high, wider_b.high) else max(b.high, wider_b.high))
    for operation in (ratio, difference, share_of_both):
        assert inside(operation(a, b), operation(wide_a, wide_b))


@given(figures("a"), figures("b"), st.sampled_from([Bound.GE, Bound.LE, Bound.RANGE]), st.integers(0, 500), st.booleans())
def test_a_looser_bound_never_narrows_a_comparison(a, b, bound, more, is_before):
    a, b = a._replace(bound=Bound.EQ), b._replace(bound=Bound.EQ)
    loose = (a if is_before else b)._replace(bound=bound)
    if bound is Bound.RANGE:
        loose = loose._replace(value_high=loose.value + more)
    tight, wide = judge(DATASET, a, b).result, judge(DATASET, *((loose, b) if is_before else (a, loose))).result
    if Basis.NOTHING in {tight.basis, wide.basis} or tight.basis is not wide.basis:
        return
    for narrow, broad in ((tight.change, wide.change), (tight.ratio, wide.ratio), (tight.percent, wide.percent), (tight.share, wide.share)):
        if narrow is not None and broad is not None:
            assert inside(narrow, broad)


@given(ends(), st.integers(0, 200), st.integers(0, 200), intervals())
def test_a_wider_uncertainty_of_dates_never_gives_a_narrower_rate(narrow, earlier, later, value):
    start = narrow.start[0] - timedelta(days=earlier), narrow.start[1]
    wide = Ends(start, (narrow.end[0], narrow.end[1] + timedelta(days=later)))
    assert inside(span(narrow), span(wide))
    assert inside(rate(value, span(narrow)), rate(value, span(wide)))


@given(intervals(), intervals())
def test_a_result_holds_the_result_for_every_point_inside(a, b):
    for x in points(a):
        for y in points(b):
            assert holds(ratio(a, b), x / y)
            assert holds(difference(a, b), x - y)
            assert holds(percent(ratio(a, b)), 100 * (x / y - 1))
            assert holds(share_of_both(a, b), x / (x + y))
            if x <= y and share(a, b) is not None:
                assert holds(share(a, b), x / y)


@given(figures("a"), figures("b"), st.lists(DAYS, min_size=8, max_size=8, unique=True), st.data())
def test_a_ratio_of_rates_holds_that_of_every_day_inside_the_dates(a, b, days, data):
    days.sort()
    a = a._replace(period=Period("a", *days[:4]), bound=Bound.EQ)
    judgement = judge(DATASET, a, b._replace(period=Period("b", *days[4:])))
    assert judgement.result.basis is Basis.RATES
    rates = []
    for side in judgement.pair.sides:
        first, last = (data.draw(st.dates(*end)) for end in side.ends or ())
        number = data.draw(st.sampled_from(points(side.value)))
        rates.append(number / years(first, last))
    assert holds(judgement.result.ratio, rates[1] / rates[0])
    assert holds(judgement.result.change, rates[1] - rates[0])


@given(ends(), st.integers(1, 400), intervals(), intervals())
def test_an_end_that_both_share_is_one_day_in_both(one, days, a, b):
    other = Ends((one.start[0], one.start[1]), (one.end[1] + timedelta(days=days),) * 2)
    cases = settled(one, other)
    assert len(cases) == len(set(one.start))
    apart = ratio(rate(b, span(other)), rate(a, span(one)))
    for first, second in cases:
        assert first.start == second.start
        assert inside(ratio(rate(b, span(second)), rate(a, span(first))), apart)


@given(ends(), st.integers(1, 400), intervals(), intervals())
def test_an_end_that_is_the_others_start_leaves_the_ratio_and_the_change_that_each_such_day_allows(one, days, a, b):
    after = [day + timedelta(days=1) for day in one.end]
    other = Ends((after[0], after[1]), (one.end[1] + timedelta(days=days + 1),) * 2)
    for compared in (ratio, difference):
        for first, second in ((one, other), (other, one)):
            pairs = settled(first, second)
            assert len(pairs) == len(set(one.end))
            lows, highs = zip(*(compared(rate(b, span(late)), rate(a, span(early))) for early, late in pairs), strict=True)
            found = compared(rate(b, span(second)), rate(a, span(first)))
            assert found == (None if None in lows else min(lows), None if None in highs else max(highs))


@given(figures("a"), figures("b"))
def test_a_refusal_never_carries_a_number(a, b):
    judgement = judge(DATASET, a, b)
    if judgement.verdict is Verdict.NONE:
        assert judgement.result == type(judgement.result)(Basis.NOTHING)


@settings(max_examples=50)
@given(figures("a"), figures("b"), st.integers(0, 500))
def test_a_higher_count_never_lowers_the_ratio(a, b, more):
    lower, higher = (judge(DATASET, a, b._replace(value=b.value + extra)).result for extra in (0, more))
    if lower.ratio is not None and higher.ratio is not None:
        for low, high in zip(lower.ratio, higher.ratio, strict=True):
            assert low is None or high is None or low <= high


@given(st.fractions(Fraction(1, 1000), 100_000))
def test_what_is_printed_is_on_the_side_it_is_said_to_be(number):
    for write in (rate_text, ratio_text, percent_text):
        down, nearest, up = (Fraction(write(number, side).removesuffix(" %").replace(",", "")) for side in (DOWN, NEAREST, UP))
        assert down <= number <= up
        assert nearest in {down, up}
