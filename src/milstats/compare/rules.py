"""What each rule is, for those who read about them: the README has this table."""

from __future__ import annotations

from milstats.compare.judgement import NO_FIGURE

# Name, situation, verdict, what is done, what is said; in the order in which they are asked.
_RULES = (
    ("same-figure", "one figure twice, or one count under two readings", "none", "nothing", "there is nothing to compare"),
    ("unequal-length", "periods of different length", "meaningful", "rates per year; ratio and change of rates",
     "never the ratio of raw counts; an average hides the pace inside the span"),
    ("part-year", "equal periods that are no whole years", "meaningful", "as otherwise", "a season may show"),
    ("uncertain-period", "a start or end is uncertain or inferred", "meaningful", "every derived number as a range",
     "the uncertain end and both dates"),
    ("year-to-date", "one figure stops short of its year", "meaningful", "the raw count as “at least” for the year",
     "the day it stops at; no extrapolation"),
    ("nested", "one period inside the other", "conceptual", "share of the whole; the remainder when both are exact and from one report",
     "no change, no ratio"),
    ("overlapping", "periods overlap in part", "none", "side by side", "double counting"),
    ("different-offence", "two offences; measure, unit, counter and period equal (else refused)", "direct",
     "difference, “x times as many”, share of the two", "a composition, never a change"),
    ("snapshots", "two cumulative counts from one start", "meaningful", "the flow between the as-of dates, and its rate, marked [e]",
     "assumes no revision; a negative flow is refused: the count was revised"),
    ("cumulative-against-period", "a cumulative count against a period", "conceptual", "share when nested (else refused)", "side by side"),
    ("pace", "a number a week or a month against a sum", "none", "side by side (two paces of one kind are compared, meaningful)",
     "a pace is no sum over a period"),
    ("different-measure", "same offence, counter and days (else refused)", "conceptual", "side by side in court order",
     "no ratio: convicted by opened is not a conviction rate"),
    ("different-unit", "case, person, sentence; else equal (else refused)", "conceptual", "side by side", "a case may have several accused"),
    ("different-counter", "else equal (else refused)", "conceptual", "side by side, difference only", "counters are never averaged or merged"),
    ("umbrella", "a total against one of its parts, all else equal (else refused)", "conceptual", "share", "which counts which"),
    ("different-population", "other people or another country", "none", "nothing", "which they are"),
    ("restatement", "two statements of one count", "conceptual", "difference", "nothing has changed"),
    ("bounded", "one value is a bound", "meaningful", "interval in words: at least, at most, more than",
     "direction beside each number"),
    ("open-bounds", "both open on the same side", "none", "both figures", "the ratio could be anything"),
    ("approximate", "“about” on either side", "conceptual", "“about”, 2 figures", "no change, no percent"),
    ("vague", "a quantity in words", "none", "the words and the source", "no number"),
    ("text", "a statement in words", "none", "the words and the source", "no number"),
    ("zero-baseline", "before is 0", "keeps its verdict", "“from 0 to n”, change", "no ratio, no percent"),
    ("missing", "no value", "none", "the reason", "not published, withheld ...: never zero"),
    ("undated", "no period is stated, or one without dates", "none", "both figures", "what can't be placed can't be compared"),
    ("percentages", "percent values of one whole (else refused)", "direct", "percentage points", "no percent of percent"),
    ("means", "mean sentences of one population (else refused)", "direct", "difference in years", "never against a count"),
    ("small-count", "a count below 10", "meaningful", "counts first, ratio to 2 figures, marked [u]", "no percent"),
    ("large-change", "ratio above 10 or change above 1,000 %", "keeps its verdict", "“x times as many”", "no percent"),
    ("break", "law, definition or method changed between or inside the periods", "at best meaningful", "as otherwise, marked [b]",
     "what changed"),
    ("disputed", "a source gives another reading of a figure", "keeps its verdict", "also computed under each other reading, each named",
     "mark [d]; refused only if every reading differs in measure"),
)  # fmt: skip


def rules_table() -> tuple[tuple[str, str, str, str, str], ...]:
    """Return the rules as rows: name, situation, verdict, what is done, what is said."""
    none = (NO_FIGURE, "the series has no figure for one side", "none", "the one there is", "the nearest figures; silence is not zero")
    return (*_RULES, none)
