"""What is said of a pair, whole: verdict, reasons, numbers and words; and the small parts that the numbers are made of."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from milstats.compare import compare, sought
from milstats.compare.choice import choose
from milstats.compare.intervals import Interval, difference, exactly, percent, rate, ratio, share, share_of_both
from milstats.compare.judgement import judge, under_other_readings
from milstats.compare.lengths import Ends, Lie, ends_of, lie_of, years
from milstats.compare.nearest import nearest, rate_of
from milstats.compare.rules import rules_table
from milstats.errors import UsageError
from milstats.load import load
from milstats.model import Dataset, Figure, FigureId, Offence, OffenceId, Source, SourceId
from milstats.period import Kind, Period, exact
from milstats.selection import Query
from milstats.vocabulary import Bound, Measure, Relation, Role, SourceType, Status, Unit, Verdict

TABLE = Path(__file__).parent / "data" / "compare" / "figures.toml"
EXPECTED = TABLE.with_name("judgements.txt")
SOURCE = Source(
    id=SourceId("s"), type=SourceType.REPORT, title="T", publisher="P", accessed=date(2026, 1, 1), language="en", url="https://example.org", role=Role.BOTH
)  # fmt: skip
LATER = SOURCE._replace(id=SourceId("later"), published=date(2025, 1, 1))
OFFENCES = {OffenceId("awol"): Offence(OffenceId("awol"), "absence")}
DATASET = Dataset("1", None, OFFENCES, {}, (), {SOURCE.id: SOURCE, LATER.id: LATER}, {}, {})
JUNE, JULY = date(2023, 6, 1), date(2023, 7, 1)


def figure(name, period, **fields):
    made = Figure(
        id=FigureId(name), offence=OffenceId("awol"), measure=Measure.CONVICTED, unit=Unit.PERSON, counter="C", source=SOURCE.id,
        relation=Relation.PRIMARY, value=100, period=period,
    )  # fmt: skip
    return made._replace(**fields)


def spanning(first, last, kind=Kind.SUM, **fields):
    return exact("x", first, last)._replace(kind=kind, **fields)


def told(number: Interval | Fraction | None) -> str:
    if number is None:
        return "no"
    if isinstance(number, Fraction):
        return str(number)
    low, high = (("open" if end is None else str(end)) for end in number)
    return low if low == high != "open" else f"{low} to {high}"


def whole(table: Dataset, before: Figure, after: Figure) -> str:
    """Return a judgement as a block of lines: what is not computed is left out."""
    judgement = judge(table, before, after)
    names = judgement.result._fields[1:-1]
    numbers = [f"{name} {told(number)}" for name, number in zip(names, judgement.result[1:-1], strict=True) if number is not None]
    head = f"{before.id} {after.id}: {judgement.verdict.value}, {judgement.result.basis.value}"
    about = ["about"] if judgement.result.is_about else []
    said = [f"{finding.rule}{f' [{finding.mark.value}]' if finding.mark else ''}: {finding.words}" for finding in judgement.findings]
    return "\n  ".join([head, "; ".join([*numbers, *about]) or "no numbers", *said]) + "\n"


@pytest.fixture(scope="module")
def table():
    return load(str(TABLE))


def test_every_pair_is_judged_as_written(table):
    expected = EXPECTED.read_text(encoding="utf-8")
    pairs = [line.partition(":")[0].split() for line in expected.splitlines() if line and not line.startswith(" ")]
    assert len(pairs) > 40
    assert "".join(whole(table, table.figures[before], table.figures[after]) for before, after in pairs) == expected


def test_a_count_may_be_read_in_two_ways_at_once(table):
    judgement = judge(table, table.figures["y2018"], table.figures["disputed"])
    (other,) = under_other_readings(judgement)
    assert [reading.why for _, reading in other.read] == ["It says two years."]
    assert ("disputed" in judgement.reasons, other.judgement.reasons) == (True, ("nested",))


def test_of_a_refused_pair_only_the_readings_that_yield_numbers_are_told(table):
    there, refused = (
        compare(table, table.figures[one], table.figures[other], Query()).rows[0]
        for one, other in (("y2018", "disputed"), ("disputed", "convicted"))
    )
    assert [len(there.alternatives), len(there.telling)] == [1, 1]
    assert [len(refused.alternatives), len(refused.telling)] == [1, 0]


def test_about_nothing_is_computed_as_nothing():
    result = judge(
        DATASET, figure("about", YEAR, value=0, bound=Bound.APPROX), figure("next", spanning(date(2024, 1, 1), date(2024, 12, 31)))
    ).result
    assert (result.before, result.after, result.ratio, result.is_about) == (exactly(0), exactly(100), None, True)


def test_a_figure_against_itself_is_told_under_no_other_reading(table):
    assert under_other_readings(judge(table, table.figures["disputed"], table.figures["disputed"])) == ()


def test_every_rule_is_listed_with_a_verdict_that_there_is():
    words = "|".join(verdict.value for verdict in Verdict)
    assert [row[2] for row in rules_table() if not re.fullmatch(rf"keeps its verdict|(?:at best )?(?:{words})", row[2])] == []


YEAR = exact("2023", date(2023, 1, 1), date(2023, 12, 31))
TEN_DAYS = exact("ten days", date(2023, 1, 1), date(2023, 1, 10))
OPEN = exact("wartime", date(2022, 2, 24), None)
A_DAY = exact("2023-06-01", JUNE, JUNE)
RUNNING = {"first": date(2022, 2, 24), "kind": Kind.CUMULATIVE}
STANDING = [
    # what is asked, the periods of the figures or what else tells them apart, which stands, and how
    (YEAR, {"month": {"period": spanning(JUNE, date(2023, 6, 30))}}, None),
    (YEAR, {"most": {"period": spanning(date(2023, 1, 1), date(2023, 12, 20))}}, "most most"),
    (YEAR, {"most": {"period": spanning(date(2023, 1, 1), date(2023, 12, 1))}, "more": {"period": spanning(date(2023, 1, 1), date(2023, 12, 20))}}, "more most"),
    (TEN_DAYS, {"nine": {"period": spanning(date(2023, 1, 1), date(2023, 1, 9))}}, "nine most"),
    (A_DAY, {"before": {"period": spanning(date(2023, 5, 31), date(2023, 5, 31))}, "day": {"period": A_DAY}}, "day exact"),
    (YEAR, {"perhaps": {"period": spanning(date(2023, 1, 1), date(2023, 12, 20), end_earliest=JULY)}}, None),
    (YEAR, {"doubtful": {"period": spanning(date(2020, 1, 1), date(2023, 12, 31), start_latest=date(2022, 12, 1))},
            "sure": {"period": spanning(date(2022, 1, 1), date(2023, 12, 31))}}, "sure longer"),
    (YEAR, {"long": {"period": spanning(date(2021, 1, 1), date(2023, 12, 31))}, "less": {"period": spanning(date(2022, 1, 1), date(2023, 12, 31))}}, "less longer"),
    (YEAR, {"running": {"period": spanning(date(2021, 1, 1), date(2023, 12, 31), Kind.CUMULATIVE)}}, None),
    (YEAR, {"words": {"period": spanning(date(2021, 1, 1), date(2023, 12, 31)), "value": None}}, None),
    (YEAR, {"share": {"period": spanning(date(2021, 1, 1), date(2023, 12, 31)), "unit": Unit.PERCENT}}, None),
    (YEAR, {"event": {"measure": Measure.EVENT}, "statement": {"measure": Measure.STATEMENT}}, None),
    (YEAR, {"pace": {"period": YEAR._replace(kind=Kind.PER_WEEK)}, "sum": {}}, "sum exact"),
    (YEAR, {"none": {"value": None}, "number": {}}, "number exact"),
    (YEAR, {"disputed": {"status": (Status.DISPUTED,)}, "sure": {}}, "sure exact"),
    (YEAR, {"a-relayed": {"relation": Relation.PARAPHRASED}, "first-hand": {}}, "first-hand exact"),
    (YEAR, {"a-undated": {}, "dated": {"source": LATER.id}}, "dated exact"),
    (YEAR, {"b": {}, "a": {}}, "a exact"),
    (OPEN, {"early": {"period": spanning(date(2022, 2, 24), JUNE)}, "late": {"period": spanning(date(2022, 2, 24), JULY)}}, "late running"),
    (OPEN, {"a": {"period": spanning(date(2022, 2, 24), JULY, as_of=JUNE)}, "b": {"period": spanning(date(2022, 2, 24), JUNE, as_of=JULY)}}, "b running"),
    (OPEN, {"doubtful": {"period": spanning(date(2022, 2, 24), JUNE)._replace(start_latest=JUNE, start_earliest=date(2022, 1, 1))}}, "doubtful running"),
    (OPEN, {"a-total": {"period": spanning(**RUNNING, last=JULY)}, "sum": {"period": spanning(date(2022, 2, 24), JULY)}}, "sum running"),
    (OPEN, {"total": {"period": spanning(**RUNNING, last=JULY)}, "sum": {"period": spanning(date(2022, 2, 24), JUNE)}}, "total running"),
    (YEAR, {"a-total-of-the-year": {"period": YEAR._replace(kind=Kind.CUMULATIVE)}, "sum": {"relation": Relation.PARAPHRASED}}, "sum exact"),
    (OPEN, {"later": {"period": spanning(date(2022, 2, 25), JUNE)}}, None),
    (OPEN, {"earlier": {"period": spanning(date(2022, 2, 23), JUNE)}}, None),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "figures", "chosen"), STANDING, ids=lambda item: " ".join(item) if isinstance(item, dict) else "")
def test_one_figure_stands_for_a_period(asked, figures, chosen):
    choice = choose(DATASET, [figure(name, **{"period": YEAR, **fields}) for name, fields in figures.items()], asked)
    assert (choice and f"{choice.figure.id} {choice.fit.value}") == chosen


TOTAL = spanning(date(2020, 1, 1), date(2020, 12, 31), Kind.CUMULATIVE)
LATER_TOTAL = spanning(date(2020, 1, 1), date(2021, 12, 31), Kind.CUMULATIVE)
UNDATED_TOTAL = Period("so far", kind=Kind.CUMULATIVE)


@pytest.mark.parametrize(
    ("before", "after", "reasons"),
    [
        ({"period": TOTAL}, {"period": LATER_TOTAL}, ("snapshots",)),
        ({"period": TOTAL}, {"period": LATER_TOTAL, "counter": "D"}, ("different-counter",)),
        ({"period": TOTAL}, {"period": TOTAL}, ("restatement",)),
        ({"period": TOTAL}, {"period": UNDATED_TOTAL}, ("undated",)),
        ({"period": TOTAL}, {"period": LATER_TOTAL._replace(start_earliest=date(2019, 1, 1), start_latest=date(2019, 1, 1))}, ("nested",)),
        ({"period": TOTAL}, {"period": LATER_TOTAL._replace(kind=Kind.SUM)}, ("cumulative-against-period",)),
    ],
)
def test_running_totals_of_one_series_since_one_day_are_snapshots(before, after, reasons):
    one, other = figure("one", **before), figure("other", **after)
    assert (judge(DATASET, one, other).reasons, judge(DATASET, other, one).reasons) == (reasons, reasons)


def test_a_running_total_that_stands_still_is_no_revision_and_one_that_falls_is():
    found = [judge(DATASET, figure("one", TOTAL), figure("other", LATER_TOTAL, value=value)) for value in (100, 99)]
    assert [(one.verdict, one.result.change) for one in found] == [(Verdict.MEANINGFUL, exactly(0)), (Verdict.NONE, None)]


def test_a_count_that_stops_short_of_its_year_is_not_filled_up_beside_a_pace():
    to_date = figure("to-date", spanning(date(2023, 1, 1), date(2023, 12, 20)))
    weekly = figure("weekly", spanning(date(2022, 1, 1), date(2022, 12, 31), Kind.PER_WEEK), bound=Bound.GT)
    assert [judge(DATASET, *pair).reasons for pair in ((to_date, weekly), (weekly, to_date))] == [("pace",)] * 2


@pytest.mark.parametrize(
    ("other", "names"),
    [({"country": "UA"}, "servicemen (RU) and servicemen (UA)"), ({"population": "officers"}, "servicemen (RU) and officers (RU)")],
)
def test_people_of_another_country_are_another_population(other, names):
    (finding,) = judge(DATASET, figure("one", YEAR), figure("other", LAST_YEAR, **other)).findings
    assert (finding.rule, finding.words) == ("different-population", f"Different populations: {names}.")


@pytest.mark.parametrize("what", [{"measure": Measure.SHARE, "unit": Unit.PERCENT}, {"measure": Measure.MEAN_SENTENCE, "unit": Unit.YEAR}])
def test_percentages_and_means_of_one_series_alone_are_set_against_each_other(what):
    name = "percentages" if what["unit"] is Unit.PERCENT else "means"
    one = figure("one", YEAR, **what)
    judged = [
        judge(DATASET, one, figure("other", LAST_YEAR, **what, **fields)) for fields in ({}, {"counter": "D"}, {"population": "officers"})
    ]
    assert [judgement.reasons for judgement in judged] == [(name,), ("different-counter", name), ("different-population", name)]


def test_words_with_a_bound_are_words():
    one, other = figure("one", YEAR, value=None, text="more than ever", bound=Bound.GT), figure("other", LAST_YEAR, bound=Bound.GT)
    assert [judge(DATASET, *pair).reasons for pair in ((one, other), (other, one))] == [("text",)] * 2


TO_DATE, LAST_YEAR = spanning(date(2023, 1, 1), date(2023, 12, 20)), spanning(date(2022, 1, 1), date(2022, 12, 31))


@pytest.mark.parametrize(
    ("beside", "reasons"),
    [
        ({"period": LAST_YEAR}, ("year-to-date",)),
        ({"period": LAST_YEAR, "bound": Bound.APPROX}, ("unequal-length", "approximate")),
        ({"period": YEAR, "measure": Measure.CHARGED}, ("different-measure",)),
        ({"period": LAST_YEAR, "counter": "D"}, ("different-counter",)),
        ({"period": spanning(date(2022, 1, 1), date(2022, 12, 20))}, ("part-year",)),
    ],
)
def test_a_count_that_stops_short_of_its_year_is_filled_up_beside_a_number_of_its_series(beside, reasons):
    to_date, other = figure("to-date", TO_DATE), figure("other", **beside)
    assert [judge(DATASET, *pair).reasons for pair in ((to_date, other), (other, to_date))] == [reasons] * 2


@pytest.mark.parametrize(
    ("first", "last", "reasons"),
    [
        (date(2023, 1, 1), date(2023, 11, 24), ("unequal-length",)),
        (date(2023, 1, 1), date(2023, 11, 25), ("year-to-date",)),
        (date(2023, 1, 1), date(2023, 12, 30), ("year-to-date",)),
        (date(2023, 1, 1), date(2023, 12, 31), ()),
        (date(2022, 1, 1), date(2023, 11, 25), ("unequal-length", "year-to-date")),
        (date(2023, 1, 2), date(2023, 12, 30), ("unequal-length",)),
        (date(2023, 2, 1), date(2023, 12, 30), ("unequal-length",)),
    ],
)
def test_a_count_over_nine_tenths_of_its_last_year_from_new_year_on_is_filled_up(first, last, reasons):
    year = figure("before", spanning(date(2021, 1, 1), date(2021, 12, 31)))
    assert judge(DATASET, year, figure("short", spanning(first, last))).reasons == reasons


@pytest.mark.parametrize(
    "ends",
    [
        {"start_latest": date(2023, 1, 2)},
        {"end_latest": date(2023, 12, 21)},
        {"start_earliest": date(2022, 1, 1), "start_latest": date(2023, 1, 1)},
    ],
)
def test_a_count_with_an_uncertain_end_is_not_filled_up(ends):
    short = figure("short", TO_DATE._replace(**ends))
    assert judge(DATASET, figure("before", spanning(date(2021, 1, 1), date(2021, 12, 31))), short).reasons == (
        "unequal-length",
        "uncertain-period",
    )


def test_what_surely_lies_inside_is_the_part_though_both_may_be_as_long():
    part = figure("part", spanning(date(2023, 1, 1), date(2023, 12, 31), start_latest=JUNE, text="part"), value=30)
    whole = figure("whole", YEAR)
    for pair in ((part, whole), (whole, part)):
        judgement = judge(DATASET, *pair)
        assert (judgement.result.share, judgement.result.rest) == (exactly(Fraction(3, 10)), Fraction(70))
        assert judgement.findings[-1].words.startswith("“part” lies inside 2023: ")


HALF = spanning(date(2023, 1, 1), date(2023, 6, 30))


@pytest.mark.parametrize(
    ("part", "whole", "known"),
    [
        ({"value": 30}, {}, (exactly(Fraction(3, 10)), 70)),
        ({"value": 30, "source": LATER.id}, {}, (exactly(Fraction(3, 10)), None)),
        ({"value": 30, "bound": Bound.GE}, {}, ((Fraction(3, 10), 1), None)),
        ({"value": 30}, {"bound": Bound.LE}, ((Fraction(3, 10), 1), None)),
        ({"value": 130}, {}, (None, None)),
        ({"value": 130, "bound": Bound.GE}, {}, (None, None)),
    ],
)
def test_what_is_left_of_a_whole_is_told_where_both_are_exact_and_stand_in_one_report(part, whole, known):
    result = judge(DATASET, figure("part", HALF, **part), figure("whole", YEAR, **whole)).result
    assert (result.share, result.rest) == known


def test_the_first_and_the_last_year_there_is_are_a_year_long():
    assert [years(date(year, 1, 1), date(year, 12, 31)) for year in (1, 9999)] == [1, 1]
    assert years(date(9998, 7, 2), date.max) == Fraction(183, 365) + 1


def test_an_end_without_a_latest_day_is_one_day():
    assert ends_of(Period("x", JUNE, None, JULY, None)) == Ends((JUNE, JUNE), (JULY, JULY))
    assert ends_of(Period("x", JUNE, JULY, date(2023, 8, 1), date(2023, 9, 1))) == Ends((JUNE, JULY), (date(2023, 8, 1), date(2023, 9, 1)))
    assert [ends_of(Period("x", JUNE)), ends_of(Period("x")), ends_of(None)] == [None] * 3


def days(first: int, last: int, *, from_: int | None = None, to: int | None = None) -> Ends:
    return Ends((date(2023, 1, first), date(2023, 1, from_ or first)), (date(2023, 1, last), date(2023, 1, to or last)))


@pytest.mark.parametrize(
    ("one", "other", "lie"),
    [
        (days(1, 9), days(1, 9), Lie.SAME),
        (days(1, 9), days(10, 20), Lie.DISJOINT),
        (days(1, 9), days(9, 20), Lie.OVERLAPPING),
        (days(1, 9, to=12), days(12, 20), Lie.OVERLAPPING),
        (days(1, 9, to=12), days(13, 20), Lie.DISJOINT),
        (days(1, 9, to=12), days(10, 20, from_=13), Lie.DISJOINT),
        (days(1, 9, to=12), days(10, 20, from_=14), Lie.OVERLAPPING),
        (days(1, 20), days(1, 9), Lie.NESTED),
        (days(1, 20), days(9, 20), Lie.NESTED),
        (days(1, 20, to=25), days(3, 20, to=25), Lie.NESTED),
        (days(1, 20, to=25), days(3, 20, to=24), Lie.OVERLAPPING),
        (days(1, 20, to=25), days(3, 20), Lie.NESTED),
        (days(1, 20, from_=3), days(3, 20), Lie.NESTED),
        (days(1, 20, from_=3), days(2, 19), Lie.OVERLAPPING),
        (days(1, 20, from_=5), days(3, 10, from_=6), Lie.OVERLAPPING),
        (None, days(1, 9), Lie.UNDATED),
    ],
)
def test_two_spans_lie_to_one_another_the_same_way_from_both_sides(one, other, lie):
    assert (lie_of(one, other), lie_of(other, one)) == (lie, lie)


def test_a_share_of_both_knows_open_limits_and_nothing():
    some, least = exactly(3), Interval(Fraction(3), None)
    assert share_of_both(exactly(0), exactly(0)) is None
    assert share_of_both(exactly(0), some) == exactly(0)
    assert share_of_both(some, exactly(0)) == exactly(1)
    assert share_of_both(Interval(Fraction(0), Fraction(3)), exactly(0)) == (Fraction(0), Fraction(1))
    assert share_of_both(least, some) == (Fraction(1, 2), Fraction(1))
    assert share_of_both(some, least) == (Fraction(0), Fraction(1, 2))
    assert share_of_both(exactly(0), least) == (Fraction(0), Fraction(0))
    assert share_of_both(least, exactly(0)) == (Fraction(1), Fraction(1))


def between(low, high):
    """Return the interval between two numbers, either of which may be None."""
    return Interval(None if low is None else Fraction(low), None if high is None else Fraction(high))


UP_TO, FROM = between(None, 5), between(5, None)
ONE, FIVE = exactly(1), exactly(5)


def test_a_limit_that_is_not_known_stays_open():
    assert (rate(UP_TO, ONE), rate(FROM, ONE), rate(FIVE, FROM), rate(FIVE, UP_TO)) == (UP_TO, FROM, between(None, 1), between(1, None))
    assert (ratio(UP_TO, ONE), ratio(FROM, ONE), ratio(FIVE, FROM), ratio(FIVE, UP_TO)) == (
        between(0, 5),
        FROM,
        between(0, 1),
        between(1, None),
    )
    assert (difference(UP_TO, ONE), difference(FROM, ONE)) == (between(None, 4), between(4, None))
    assert (difference(ONE, UP_TO), difference(ONE, FROM)) == (between(-4, None), between(None, -4))
    assert (percent(UP_TO), percent(FROM)) == (between(None, 400), between(400, None))
    assert [number.is_exact for number in (exactly(0), UP_TO, FROM, between(None, None), between(1, 2))] == [True, *[False] * 4]


def test_a_part_is_at_most_the_whole():
    quarter, half = Fraction(1, 4), Fraction(1, 2)
    assert (share(ONE, exactly(4)), share(FIVE, FIVE), share(exactly(3), exactly(2))) == (exactly(quarter), ONE, None)
    assert [share(between(1, high), exactly(2)) for high in (2, 3, None)] == [between(half, 1)] * 3
    assert share(UP_TO, exactly(10)) == between(0, half)


def test_a_rate_is_told_of_sums_over_more_than_a_year_only():
    two = spanning(date(2021, 1, 1), date(2022, 12, 31))
    assert rate_of(figure("two", two)) == exactly(50)
    for period in (YEAR, two._replace(kind=Kind.CUMULATIVE), None, Period("so far")):
        assert rate_of(figure("x", period)) is None
    assert rate_of(figure("about", two, bound=Bound.APPROX)) is None
    assert rate_of(figure("percent", two, unit=Unit.PERCENT)) is None


def test_the_nearest_figures_are_dated_sums_of_the_same_offence_and_first_of_the_series():
    at = {name: spanning(date(year, 1, 1), date(year, 12, 31)) for name, year in (("far", 2015), ("near", 2018), ("beside", 2020))}
    known = [
        figure("asked", YEAR),
        *(figure(name, period) for name, period in at.items()),
        figure("other-counter", spanning(date(2021, 1, 1), date(2021, 12, 31)), counter="D"),
        figure("words", YEAR, value=None),
        figure("undated", Period("so far")),
        figure("no-period", None),
        figure("running", YEAR._replace(kind=Kind.CUMULATIVE)),
    ]
    table = DATASET._replace(figures={one.id: one for one in known})
    found = compare(table, exact("2017", date(2017, 1, 1), date(2017, 12, 31)), YEAR, Query())
    row = next(row for row in found.rows if row.figures[0].id == "asked")
    assert [one.id for one in nearest(found, row, most=9)] == ["near", "far", "beside", "other-counter"]
    assert [one.id for one in nearest(found, row, most=1)] == ["near"]
    undated = compare(table, Period("so far"), YEAR, Query())
    row = next(row for row in undated.rows if row.figures[0].id == "asked")
    assert [one.id for one in nearest(undated, row, most=9)] == ["beside", "far", "near", "other-counter"]


def test_the_nearest_figures_are_of_the_same_people_before_others_and_percentages_only_beside_percentages():
    percents = {"unit": Unit.PERCENT, "measure": Measure.SUSPENDED}
    known = [
        figure("asked", YEAR, **percents),
        figure("of-others", spanning(date(2018, 1, 1), date(2018, 12, 31)), population="volunteers", counter="D"),
        figure("of-the-same", spanning(date(2010, 1, 1), date(2010, 12, 31)), counter="E"),
        figure("abroad", spanning(date(2019, 1, 1), date(2019, 12, 31)), country="UA", counter="F"),
        figure("percents", spanning(date(2005, 1, 1), date(2005, 12, 31)), counter="G", **percents),
        figure("years", spanning(date(2017, 1, 1), date(2017, 12, 31)), unit=Unit.YEAR, measure=Measure.MEAN_SENTENCE),
    ]
    table = DATASET._replace(figures={one.id: one for one in known})
    found = compare(table, exact("2017", date(2017, 1, 1), date(2017, 12, 31)), YEAR, Query())
    row = next(row for row in found.rows if row.figures[0].id == "asked")
    assert [one.id for one in nearest(found, row, most=9)] == ["of-the-same", "percents", "of-others", "abroad"]


def test_what_is_sought_is_a_figure_in_any_case_or_a_period(table):
    assert sought(table, "Y2018") == table.figures["y2018"]
    assert sought(table, "2018") == exact("2018", date(2018, 1, 1), date(2018, 12, 31))
    expected = (
        "expected a period such as 2021, 2018..2022, 2022-03, 2023-H1, 2023-Q2 or 2022-02-24..2023-12-31, or the id of a figure; found "
    )
    for text, rest in (("", '""; periods with a name are long-ago'), ("qqq", '"qqq"; periods with a name are long-ago')):
        with pytest.raises(UsageError) as caught:
            sought(table, text)
        assert str(caught.value) == expected + rest
    with pytest.raises(UsageError) as caught:
        sought(table._replace(periods={}), "qqq")
    assert str(caught.value) == f'{expected}"qqq"'
    with pytest.raises(UsageError) as caught:
        sought(table, "2-")
    assert str(caught.value).endswith('2022-02-24..2023-12-31, or one of long-ago; found "2-"')
    with pytest.raises(UsageError) as caught:
        sought(table, "y201")
    assert str(caught.value) == f'{expected}"y201"; did you mean "y2019" or "y2018" or "y2019b"?'
