"""Which figures a question is about."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

import pytest

from milstats.data.load import load
from milstats.errors import NothingMatchedError, UsageError
from milstats.model.records import series_key
from milstats.model.selection import Query, WordKind, counters, known_on, option_word, read_words, select
from milstats.model.vocabulary import Measure, Status

TABLE = load(str(Path(__file__).parents[1] / "data" / "valid" / "small.toml"))
AWOL = ["court-awol-2021", "court-awol-2022", "court-awol-2023", "court-awol-zero", "paper-awol-wartime", "paper-awol-words"]


def ask(*words: str, everything: bool = False, as_of: date | None = None) -> Query:
    return Query(read_words(TABLE, words), as_of, everything)


def ids(*words: str, **more) -> list[str]:
    return [figure.id for figure in select(TABLE, ask(*words, **more)).figures]


def kinds(*words: str, table=TABLE) -> list[tuple[str, object]]:
    return [(word.kind.value, word.value) for word in read_words(table, words)]


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("court-awol-zero", ("id", "court-awol-zero")),
        ("COURT-AWOL-zero", ("id", "court-awol-zero")),
        ("paper-2024", ("source", "paper-2024")),
        ("awol", ("offence", "awol")),
        ("САМОВОЛКА", ("offence", "awol")),
        ("337", ("offence", "awol")),
        ("absence_without-official leave", ("offence", "awol")),
        ("convicted", ("measure", (Measure.CONVICTED,))),
        ("Verdicts", ("measure", (Measure.SENTENCED, Measure.CONVICTED))),
        ("brought-before-court", ("measure", (Measure.BROUGHT_BEFORE_COURT,))),
        ("court department", ("counter", ("Court Department",))),
        ("Court-Department", ("counter", ("Court Department",))),
        ("rights", ("counter", ("Rights Group",))),
        ("4,600", ("number", (4600,))),
        ("4600", ("number", (4600,))),
        ("4.6K", ("number", (4600,))),
        (">4,600*", ("number", (4600,))),
        ("~4600†", ("number", (4600,))),
        ("majority", ("text", "majority")),
    ],
)
def test_a_word_is_the_first_kind_that_it_can_be(word, meaning):
    assert kinds(word) == [meaning]


@pytest.mark.parametrize("word", ["2022", "2022-Q3", "since-2022", "2022..", "2021..2023", "2021-2023", "wartime", "Wartime"])
def test_a_period_is_a_word(word):
    assert [word.kind for word in read_words(TABLE, [word])] == [WordKind.PERIOD]


def test_a_name_of_several_words_may_be_typed_as_several_or_as_one():
    assert kinds("absence", "without", "official", "leave", "2022") == kinds("absence without official leave 2022")
    assert kinds("awol", "AWOL", "337") == [("offence", "awol")] * 3  # as typed, each once
    assert kinds("awol", "awol") == [("offence", "awol")]


def test_since_may_stand_apart_from_its_year():
    assert read_words(TABLE, ("Since", "2022", "awol")) == read_words(TABLE, ("Since-2022", "awol"))
    assert read_words(TABLE, ("awol since 2022-02-24",)) == read_words(TABLE, ("awol", "since-2022-02-24"))


def test_a_word_that_only_joins_others_is_passed_over():
    assert read_words(TABLE, ("2021", "vs", "2023")) == read_words(TABLE, ("2021", "2023"))
    assert read_words(TABLE, ("awol", "and", "desertion")) == read_words(TABLE, ("awol", "desertion"))
    assert read_words(TABLE, ("awol", "in", "2022", "or", "by", "Proekt")) == read_words(TABLE, ("awol", "2022", "Proekt"))
    assert kinds("The") == [("text", "the")]
    assert read_words(TABLE, ("awol and desertion", "2021 vs 2023")) == read_words(TABLE, ("awol", "desertion", "2021", "2023"))


def test_words_of_one_kind_widen_and_those_of_different_kinds_narrow_in_any_order():
    assert ids("awol") == AWOL
    assert ids("awol", "desertion") == [*AWOL, "leaflet-desertion-2023"]
    assert ids("awol", "2022") == ids("2022", "awol") == ["court-awol-2022", "court-awol-zero"]
    assert ids("proekt", "awol", "convicted") == ["paper-awol-wartime"]
    assert ids("the paper") == ["paper-awol-wartime", "paper-awol-words", "paper-refusal-mean", "court-awol-2022"] or set(ids("the paper"))


def test_a_period_keeps_what_lies_inside_it_and_counts_the_rest():
    found = select(TABLE, ask("awol", "2022"))
    assert [figure.id for figure in found.figures] == ["court-awol-2022", "court-awol-zero"]
    assert found.left_out == {"superseded": 1, "only partly in the period": 1, "without a dated period": 1}


def test_a_number_finds_the_figures_of_that_value():
    assert ids("527") == ["court-awol-2021"]
    assert ids("12") == ["leaflet-desertion-2023"]


def test_superseded_and_deprecated_figures_are_left_out_unless_asked_for():
    assert select(TABLE, ask()).left_out == {"superseded": 1, "deprecated": 1}
    assert sorted(ids(everything=True)) == sorted(TABLE.figures)
    assert ids("court-awol-2022-draft") == ["court-awol-2022-draft"]
    assert ids("court-awol-2022-draft", "desertion") == ["court-awol-2022-draft", "leaflet-desertion-2023"]


@pytest.mark.parametrize("words", [[""], ["awol", " \t"]])
def test_a_blank_word_is_a_usage_error(words):
    with pytest.raises(UsageError, match=r"^a word is blank; expected an offence, "):
        read_words(TABLE, words)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["awol", "awl"], 'nothing is known of "awl"; did you mean "awol"?'),
        (["zzzzzz"], 'nothing is known of "zzzzzz"; see `milstats topics` for what can be asked'),
        (["!!"], 'nothing is known of "!!"; see `milstats topics` for what can be asked'),
        (["4,374"], 'no figure has the number "4,374"; see `milstats show`, and for a draft `milstats factcheck`'),
        (["desertion", "acquitted"], 'no figure of "desertion" is also of "acquitted"; to see the others: milstats show desertion'),
        (["event"], 'no figure is of "event"; see `milstats topics`'),
        (["awol", "1990"], 'no figure of "awol" is of 1990; the figures run from 2021 to 2024'),
        (["1990"], "no figure is of 1990; the figures run from 2021 to 2024"),
        (["awol", "2022-08"], 'no figure of "awol" is of 2022-08; 3 cover it in part; the figures run from 2021 to 2024'),
    ],
)
def test_what_finds_nothing_says_which_word_did_it(words, message):
    with pytest.raises(NothingMatchedError) as caught:
        ids(*words)
    assert str(caught.value) == message


@pytest.mark.parametrize("word", ["2023..2021", "2021-13", "2023-Q5"])
def test_a_period_that_can_t_be_is_a_usage_error(word):
    with pytest.raises(UsageError):
        read_words(TABLE, [word])


def counted_by(*names: str):
    """Return the table with its figures counted by bodies of these names in turn."""
    figures = {key: figure._replace(counter=names[number % len(names)]) for number, (key, figure) in enumerate(TABLE.figures.items())}
    return TABLE._replace(figures=figures)


def test_a_year_is_a_period_though_a_counter_has_it_in_its_name_or_is_called_so():
    table = counted_by("Census 2021", "2022")
    words = read_words(table, ("2021", "2022", "census", "census-2021"))
    assert [word.kind for word in words] == [WordKind.PERIOD, WordKind.PERIOD, WordKind.COUNTER, WordKind.COUNTER]
    assert [option_word(table, WordKind.COUNTER, year).value for year in ("2021", "2022")] == [("Census 2021",), ("2022",)]


@pytest.mark.parametrize(
    ("names", "word", "found"),
    [
        (("Rights Group", "Rights-Group"), "rights_group", ("Rights Group", "Rights-Group")),
        (("Insider", "The Insider"), "insider", ("Insider", "The Insider")),
        (("Insider", "The Insider"), "the insider", ("The Insider",)),
        (("MEDIAZONA", "Mediazona"), "mediazona", ("MEDIAZONA", "Mediazona")),
    ],
)
def test_a_name_that_several_counters_bear_means_them_all(names, word, found):
    table = counted_by(*names)
    assert [one.value for one in (*read_words(table, [word]), option_word(table, WordKind.COUNTER, word))] == [found, found]
    assert counters(table.figures.values()) == names


def test_a_name_that_several_offences_bear_means_them_all_but_an_exact_id():
    awol, desertion = (TABLE.offences[key] for key in ("awol", "desertion"))
    offences = {"awol": awol._replace(aliases=("left",)), "AWOL": desertion._replace(id="AWOL", aliases=("Left", "gone"))}
    for table in (TABLE._replace(offences=offences), TABLE._replace(offences=dict(reversed(offences.items())))):
        words = read_words(table, ["awol", "AWOL", "gone"])
        assert [word.value for word in words] == ["awol", "AWOL", "AWOL"]
        assert [word.value for word in read_words(table, ["left", "Awol"])] == [tuple(table.offences)] * 2
    both = TABLE._replace(offences={**TABLE.offences, "desertion": desertion._replace(aliases=("sochi",))})
    assert {figure.offence for figure in select(both, Query(read_words(both, ["sochi"]))).figures} == {"awol", "desertion"}


def test_a_name_may_be_long():
    name = "Office of the Chief Military Prosecutor of the Prosecutor General's Office of the Russian Federation"
    assert [word.value for word in read_words(counted_by(name, "Proekt"), name.split())] == [(name,)]
    assert [*kinds("evasion of military duties by feigning illness or other means", table=load())] == [
        ("offence", "evasion_by_feigned_illness")
    ]


def test_an_id_wins_over_an_alias_and_an_alias_over_a_counter():
    offences = {**TABLE.offences, "awol": TABLE.offences["awol"]._replace(aliases=("desertion", "proekt"))}
    found = read_words(TABLE._replace(offences=offences), ["desertion", "proekt"])
    assert [word.value for word in found] == ["desertion", "awol"]


def test_the_kind_of_a_word_does_not_depend_on_its_case():
    table = counted_by("Paper-2024", "LEAFLET")
    assert [word.kind for word in read_words(table, ["paper-2024", "Paper-2024", "LEAFLET", "leaflet"])] == [WordKind.SOURCE] * 4
    assert [word.value for word in read_words(table, ["paper 2024"])] == [("Paper-2024",)]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (WordKind.MEASURE, "convictions", (Measure.CONVICTED,)),
        (WordKind.COUNTER, "proekt", ("Proekt",)),
        (WordKind.COUNTER, "group", ("Rights Group",)),
        (WordKind.SOURCE, "PAPER-2024", "paper-2024"),
    ],
)
def test_an_option_is_a_word_of_its_own_kind(kind, text, value):
    assert option_word(TABLE, kind, text)[:2] == (kind, value)


@pytest.mark.parametrize(
    ("kind", "text", "error", "message"),
    [
        (WordKind.PERIOD, "war", UsageError, '; did you mean "wartime"?'),
        (WordKind.PERIOD, "awol", UsageError, 'or one of wartime, prewar; found "awol"'),
        (WordKind.MEASURE, "convictd", UsageError, '--measure: expected a measure, found "convictd"; did you mean "convicted"?'),
        (WordKind.MEASURE, "awol", UsageError, "; there are registered, established, "),
        (WordKind.COUNTER, "Prokt", NothingMatchedError, 'no counter is called "Prokt"; did you mean "Proekt"?'),
        (WordKind.COUNTER, "xyz", NothingMatchedError, 'no counter is called "xyz"; there are Court Department, Proekt, Rights Group'),
        (WordKind.SOURCE, "leaflets", NothingMatchedError, 'no source is called "leaflets"; did you mean "leaflet"?'),
    ],
)
def test_an_option_that_is_none_of_its_kind_says_what_is(kind, text, error, message):
    with pytest.raises(error) as caught:
        option_word(TABLE, kind, text)
    assert str(caught.value).endswith(message) or message in str(caught.value)


def test_a_year_without_figures_that_is_the_number_of_one_leads_to_it():
    table = TABLE._replace(figures={key: figure._replace(value=1937) for key, figure in TABLE.figures.items()})
    with pytest.raises(NothingMatchedError, match=r" is of 1937; the figures run from 2021 to 2024; as a count: milstats show 1,937$"):
        select(table, Query(read_words(table, ["awol", "1937"])))
    assert read_words(table, ["1,937"])[0].value == (1937,)


def test_as_of_a_day_what_was_published_later_is_unknown_and_has_superseded_nothing():
    early = known_on(TABLE, date(2023, 12, 31))
    assert [*early.sources] == ["court-2023"]
    assert [*early.figures] == ["court-awol-2021", "court-awol-2022-draft", "court-awol-zero", "court-awol-2023"]
    assert early.sums == {}
    assert ids("awol", as_of=date(2023, 12, 31)) == ["court-awol-2021", "court-awol-2022-draft", "court-awol-2023", "court-awol-zero"]
    with pytest.raises(NothingMatchedError, match='no figure that was known on 2020-01-01 is of "awol"'):
        ids("awol", as_of=date(2020, 1, 1))
    with pytest.raises(NothingMatchedError, match="nothing of that was known on 2023-01-01"):
        ids("paper-awol-wartime", as_of=date(2023, 1, 1))


def test_as_of_a_day_before_a_reading_the_figure_is_not_disputed_and_its_note_is_silent():
    later = {**TABLE.sources, "leaflet": TABLE.sources["leaflet"]._replace(published=date(2025, 1, 1))}
    [figure] = [figure for figure in known_on(TABLE._replace(sources=later), date(2024, 6, 1)).figures.values() if figure.value == 4600]
    assert (figure.readings, figure.note, Status.DISPUTED in figure.status) == ((), None, False)


def test_the_order_is_by_series_and_does_not_depend_on_the_order_of_the_table():
    turned = TABLE._replace(figures=dict(reversed([*TABLE.figures.items()])))
    assert select(turned, ask(everything=True)).figures == select(TABLE, ask(everything=True)).figures
    keys = [series_key(figure) for figure in select(load(), Query(everything=True)).figures]
    seen = [key for number, key in enumerate(keys) if number == 0 or keys[number - 1] != key]
    assert len(seen) == len(set(seen)) > 20


def test_what_only_old_figures_answer_says_how_to_see_them():
    with pytest.raises(NothingMatchedError) as caught:
        ids("desertion", "convicted")
    how = "milstats show desertion convicted --all"
    assert str(caught.value) == f"all of that is superseded or not to be used; to see it: {how}"
    assert ids("desertion", "convicted", everything=True) == ["leaflet-desertion-old"]


def test_an_old_figure_counts_as_left_out_only_where_it_is_of_the_period():
    assert select(TABLE, ask("awol", "2021")).left_out == {"without a dated period": 1}
    assert select(TABLE, ask("awol", "2022")).left_out["superseded"] == 1
    table = TABLE._replace(
        figures={**TABLE.figures, "old": TABLE.figures["court-awol-2021"]._replace(id="old", status=(Status.DEPRECATED,))}
    )
    only_old = table._replace(figures={key: figure for key, figure in table.figures.items() if key != "court-awol-2021"})
    with pytest.raises(NothingMatchedError, match=r"^all of that is superseded or not to be used; .* show awol 2021 --all$"):
        select(only_old, ask("awol", "2021"))


def test_a_hint_can_be_typed_as_it_stands_and_means_the_same():
    table = counted_by("O'Neil & Sons; (x)", "Court Department")
    words = (read_words(table, ["o'neil & sons; (x)"])[0], option_word(table, WordKind.COUNTER, "court"))
    hints = []
    for word in words:
        with pytest.raises(NothingMatchedError) as caught:
            select(table, Query((word, *read_words(table, ["event"])), date(2025, 1, 1)))
        hints.append(str(caught.value).partition("to see the others: ")[2])
    assert [shlex.split(hint)[2] for hint in hints] == ["o'neil & sons; (x)", "--counter=court"]  # as a word, court is a measure
    assert {hint.partition(" --as-of ")[2] for hint in hints} == {"2025-01-01"}
