"""The shipped table: sound, sourced, and quoting no more than the few words that hold a number."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import pytest

from milstats.load import load
from milstats.sums import prove
from milstats.vocabulary import Access, Measure, Missing, Relation, Role, Status

TABLE = load()
QUOTED = [figure for figure in TABLE.figures.values() if figure.quote is not None]
COUNTERS = {  # what may lead the id of a figure, by its counter; what a source says of the law itself is led by "law"
    "BBC News Russian": ("bbc",),
    "Bumaga": ("bumaga", "law"),
    "Gazeta.Ru": ("gazeta",),
    "Judicial Department": ("judicial",),
    "MO": ("mo",),
    "Mediazona": ("mediazona",),
    "Pacific Fleet Military Court": ("pacific",),
    "Proekt": ("proekt",),
    "Prosecutor General's Office": ("prosecutor",),
    "RBC": ("rbc",),
    "RTVI": ("rtvi",),
    "Re: Russia": ("law",),
    "Rosstat": ("rosstat",),
    "Sibir.Realii and Systema": ("sibreal",),
    "The Barents Observer": ("barents",),
    "The Insider": ("insider",),
    "The Kyiv Independent": ("ki",),
    "The Moscow Times": ("law",),
    "UK Defence Intelligence": ("uk",),
    "UN Special Rapporteur": ("un",),
    "Verstka": ("verstka",),
    "iStories": ("istories",),
}
COUNTED_TOGETHER = {"Sibir.Realii and Systema"}  # by the publisher and another
OFFENCES = {
    "all_crimes": "all",
    "awol": "awol",
    "crimes_against_military_service": "military",
    "desertion": "desertion",
    "disobeying_orders": "disobeying",
    "draft_evasion": "draft",
    "evasion_by_feigned_illness": "feigned",
    "refusal_to_serve": "refusal",
    "violence_against_commander": "commander",
    "voluntary_surrender": "surrender",
}
MEASURES = {  # what stands for a measure in an id where it is not the measure itself
    Measure.CASE_OPENED: ("opened",),
    Measure.MEAN_SENTENCE: ("mean",),
    Measure.SHARE: ("suspended",),
}
SENTENCE = re.compile(r"[A-ZА-Я“\"].*[.!?][”\"]?")


def test_the_table_holds_figures_sources_offences_and_breaks():
    assert len(TABLE.figures) >= 250
    assert len(TABLE.sources) >= 60
    assert {"awol", "desertion", "disobeying_orders", "refusal_to_serve", "draft_evasion", "voluntary_surrender"} <= set(TABLE.offences)
    assert {"crimes_against_military_service", "all_crimes", "violence_against_commander"} <= set(TABLE.offences)
    assert {"prewar", "wartime", "mobilisation"} <= set(TABLE.periods)
    assert TABLE.breaks
    assert QUOTED


@pytest.mark.parametrize("figure", QUOTED, ids=lambda figure: figure.id)
def test_a_quote_is_a_few_words_and_no_sentence(figure):
    assert len(figure.quote.split()) <= 12
    assert not SENTENCE.fullmatch(figure.quote)


@pytest.mark.parametrize("figure", TABLE.figures.values(), ids=lambda figure: figure.id)
def test_a_figure_says_where_in_its_source_it_stands(figure):
    assert figure.where
    assert figure.value is None or figure.quote


def test_every_source_is_used():
    used = {figure.source for figure in TABLE.figures.values()}
    used |= {reading.source for figure in TABLE.figures.values() for reading in figure.readings if reading.source is not None}
    used |= {change.source for change in TABLE.breaks if change.source is not None}
    assert used == set(TABLE.sources)


def test_every_offence_is_used():
    used = {figure.offence for figure in TABLE.figures.values()} | {
        part for offence in TABLE.offences.values() for part in offence.includes
    }
    assert used == set(TABLE.offences)


@pytest.mark.parametrize("source", TABLE.sources.values(), ids=lambda source: source.id)
def test_a_source_was_read_after_it_was_published_at_an_https_address(source):
    assert source.published is None or source.published <= source.accessed
    assert source.url.startswith("https://")


def test_no_two_sources_share_an_address():
    assert len({source.url for source in TABLE.sources.values()}) == len(TABLE.sources)


def test_no_alias_means_two_offences():
    names = [name.casefold() for offence in TABLE.offences.values() for name in (offence.id, *offence.aliases)]
    assert sorted(names) == sorted(set(names))


def test_only_a_counter_s_own_text_is_primary():
    for figure in TABLE.figures.values():
        assert figure.relation.value != "primary" or TABLE.sources[figure.source].role is not Role.RELAYER


def test_every_sum_holds_but_those_in_dispute():
    proofs = [prove(TABLE, identity) for identity in TABLE.sums.values()]
    assert [proof.faults for proof in proofs if proof.faults] == []
    assert [proof.sum for proof in proofs if proof.is_contradicted] == ["mediazona-2024-12-sentences", "proekt-2023-wartime"]
    assert len(proofs) >= 14


def test_a_sum_over_several_units_says_why_in_its_note():
    for identity in TABLE.sums.values():
        units = {TABLE.figures[name].unit for name in (identity.total, *identity.parts)}
        assert len(units) == 1 or identity.note, identity.id


@pytest.mark.parametrize("figure", TABLE.figures.values(), ids=lambda figure: figure.id)
def test_an_id_reads_counter_offence_measure_and_period(figure):
    counter, offence, measure, *period = figure.id.split("-")
    assert counter in COUNTERS[figure.counter]
    assert offence == OFFENCES[figure.offence]
    assert measure in MEASURES.get(figure.measure, (figure.measure.value.removesuffix("_by_court").removesuffix("_before_court"),))
    assert period


def test_figures_stand_under_their_source_in_the_order_of_the_sources():
    order = [name for name in TABLE.sources if any(figure.source == name for figure in TABLE.figures.values())]
    assert [name for name, _ in groupby(figure.source for figure in TABLE.figures.values())] == order
    assert [*TABLE.sources] == sorted(TABLE.sources)


def test_every_group_of_figures_has_its_heading():
    text = (Path(__file__).parents[1] / "data" / "figures.toml").read_text(encoding="utf-8")
    headings = re.findall(r"^# (\S+): (.+), (?:undated|[0-9].+)$", text, re.MULTILINE)
    used = {figure.source for figure in TABLE.figures.values()}
    assert headings == [(name, source.publisher) for name, source in TABLE.sources.items() if name in used]


def test_the_sections_stand_in_one_order():
    text = (Path(__file__).parents[1] / "data" / "figures.toml").read_text(encoding="utf-8")
    sections = re.findall(r"^\[\[?([a-z]+)\.", text, re.MULTILINE)
    assert [name for name, _ in groupby(sections)] == ["offences", "periods", "breaks", "sources", "figures", "sums"]


@pytest.mark.parametrize("figure", TABLE.figures.values(), ids=lambda figure: figure.id)
def test_a_figure_that_its_source_did_not_count_is_relayed(figure):
    source = TABLE.sources[figure.source]
    if source.role is Role.RELAYER or figure.counter != source.publisher:
        assert figure.relation is not Relation.PRIMARY or figure.counter in COUNTED_TOGETHER or figure.measure is Measure.EVENT
    if source.role is Role.COUNTER:
        assert figure.relation is Relation.PRIMARY


def test_what_the_courts_withhold_stands_as_records_with_source_and_quote():
    withheld = [figure for figure in TABLE.figures.values() if figure.missing is Missing.WITHHELD]
    assert {figure.offence for figure in withheld} >= {"awol", "desertion", "disobeying_orders", "crimes_against_military_service"}
    assert all(figure.quote and figure.note and figure.value is None for figure in withheld)
    assert {figure.counter for figure in withheld} == {"Judicial Department"}


def test_what_is_disputed_or_deprecated_says_why():
    doubtful = [figure for figure in TABLE.figures.values() if {Status.DISPUTED, Status.DEPRECATED} & {*figure.status}]
    assert doubtful
    assert [figure.id for figure in doubtful if not figure.note] == []
    assert [figure.id for figure in TABLE.figures.values() if figure.readings and figure not in doubtful] == []


def test_a_republication_says_what_it_republishes():
    copies = [source for source in TABLE.sources.values() if source.access is Access.REPUBLICATION]
    assert copies
    assert [source.id for source in copies if not source.note] == []


def test_a_title_that_was_not_seen_stands_in_brackets_and_the_source_says_so():
    bracketed = [source for source in TABLE.sources.values() if source.title.startswith("[")]
    assert bracketed
    assert [source.id for source in bracketed if not source.note or not re.search(r"title|headline|Undated", source.note)] == []


def test_every_break_has_a_source():
    assert [change.date for change in TABLE.breaks if change.source is None] == []


def test_no_period_reaches_beyond_the_day_its_source_was_published():
    for figure in TABLE.figures.values():
        published = TABLE.sources[figure.source].published
        if published is not None and figure.period is not None and figure.period.end_earliest is not None:
            assert figure.period.end_earliest <= published, figure.id


def test_what_is_no_count_carries_no_value_of_one():
    for figure in TABLE.figures.values():
        assert figure.measure not in {Measure.STATEMENT, Measure.EVENT} or not figure.is_count
