"""The rules, each once, in the order in which they are asked: the first that refuses decides, cautions add up."""

from __future__ import annotations

from milstats.compare import rules_of_keys as keys
from milstats.compare import rules_of_time as time
from milstats.compare import rules_of_values as values
from milstats.compare.verdict import Rule

# Name, situation, verdict, what is done, what is said. The names are public: `reasons` holds them.
RULES = (
    Rule("same-figure", "one figure twice, or one count under two readings", "none", "nothing", "there is nothing to compare", keys.same_figure),
    Rule("unequal-length", "periods of different length", "meaningful", "rates per year; ratio and change of rates",
         "never the ratio of raw counts; an average hides the pace inside the span", time.unequal_length),
    Rule("part-year", "equal periods that are no whole years", "meaningful", "as otherwise", "a season may show", time.part_year),
    Rule("uncertain-period", "a start or end is uncertain or inferred", "meaningful", "every derived number as a range",
         "the uncertain end and both dates", time.uncertain_period),
    Rule("year-to-date", "one figure stops short of its year", "meaningful", "the raw count as “at least” for the year",
         "the day it stops at; no extrapolation", time.year_to_date),
    Rule("nested", "one period inside the other", "conceptual", "share of the whole; the remainder when both are exact and from one report",
         "no change, no ratio", time.nested),
    Rule("overlapping", "periods overlap in part", "none", "side by side", "double counting", time.overlapping),
    Rule("different-offence", "two offences; measure, unit, counter and period equal (else refused)", "direct",
         "difference, “x times as many”, share of the two", "a composition, never a change", keys.different_offence),
    Rule("snapshots", "two cumulative counts from one start", "meaningful", "the flow between the as-of dates, and its rate, marked [e]",
         "assumes no revision; a negative flow is refused: the count was revised", time.snapshots),
    Rule("cumulative-against-period", "a cumulative count against a period", "conceptual", "share when nested (else refused)", "side by side",
         time.cumulative_against_period),
    Rule("pace", "a number a week or a month against a sum", "none", "side by side (two paces of one kind are compared, meaningful)",
         "a pace is no sum over a period", time.pace),
    Rule("different-measure", "same offence, counter and days (else refused)", "conceptual", "side by side in court order",
         "no ratio: convicted by opened is not a conviction rate", keys.different_measure),
    Rule("different-unit", "case, person, sentence; else equal (else refused)", "conceptual", "side by side", "a case may have several accused",
         keys.different_unit),
    Rule("different-counter", "else equal (else refused)", "conceptual", "side by side, difference only", "counters are never averaged or merged",
         keys.different_counter),
    Rule("umbrella", "a total against one of its parts, all else equal (else refused)", "conceptual", "share", "which counts which",
         keys.umbrella),
    Rule("different-population", "other people or another country", "none", "nothing", "which they are", keys.different_population),
    Rule("restatement", "two statements of one count", "conceptual", "difference", "nothing has changed", keys.restatement),
    Rule("bounded", "one value is a bound", "meaningful", "interval in words: at least, at most, more than",
         "direction beside each number", values.bounded),
    Rule("open-bounds", "both open on the same side", "none", "both figures", "the ratio could be anything", values.open_bounds),
    Rule("approximate", "“about” on either side", "conceptual", "“about”, 2 figures", "no change, no percent", values.approximate),
    Rule("vague", "a quantity in words", "none", "the words and the source", "no number", values.vague),
    Rule("text", "a statement in words", "none", "the words and the source", "no number", values.in_text),
    Rule("zero-baseline", "before is 0", "keeps its verdict", "“from 0 to n”, change", "no ratio, no percent", values.zero_baseline),
    Rule("missing", "no value", "none", "the reason", "not published, withheld ...: never zero", values.missing),
    Rule("undated", "no period is stated, or one without dates", "none", "both figures", "what can't be placed can't be compared", time.undated),
    Rule("percentages", "percent values of one whole (else refused)", "direct", "percentage points", "no percent of percent", values.percentages),
    Rule("means", "mean sentences of one population (else refused)", "direct", "difference in years", "never against a count", values.means),
    Rule("small-count", "a count below 10", "meaningful", "counts first, ratio to 2 figures, marked [u]", "no percent", values.small_count),
    Rule("large-change", "ratio above 10 or change above 1,000 %", "keeps its verdict", "“x times as many”", "no percent", time.large_change),
    Rule("break", "law, definition or method changed between or inside the periods", "at best meaningful", "as otherwise, marked [b]",
         "what changed", time.breaks),
    Rule("disputed", "a source gives another reading of a figure", "keeps its verdict", "also computed under each other reading, each named",
         "mark [d]; refused only if every reading differs in measure", keys.disputed),
)  # fmt: skip

# Not about a pair: what is said of a series in which one side has no figure.
NO_FIGURE = "no-figure"


def rules_table() -> tuple[tuple[str, str, str, str, str], ...]:
    """Return the rules as rows: name, situation, verdict, what is done, what is said."""
    none = (NO_FIGURE, "the series has no figure for one side", "none", "the one there is", "the nearest figures; silence is not zero")
    return (*((rule.name, rule.situation, rule.verdict, rule.does, rule.says) for rule in RULES), none)
