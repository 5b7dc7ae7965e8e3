"""The shipped table: sound, sourced, and quoting no more than the few words that hold a number."""

from __future__ import annotations

import re

import pytest

from milstats.load import load
from milstats.vocabulary import Bound, Measure, Role

TABLE = load()
QUOTED = [figure for figure in TABLE.figures.values() if figure.quote is not None]
SENTENCE = re.compile(r"[A-ZА-Я“\"].*[.!?][”\"]?")


def test_the_table_holds_figures_sources_offences_and_breaks():
    assert len(TABLE.figures) >= 40
    assert len(TABLE.sources) >= 4
    assert {"awol", "desertion", "disobeying_orders", "refusal_to_serve"} <= set(TABLE.offences)
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


def test_the_sums_hold():
    assert TABLE.sums
    for total in TABLE.sums.values():
        figures = [TABLE.figures[part] for part in total.parts]
        assert all(figure.bound is Bound.EQ for figure in figures)
        assert sum(figure.value or 0 for figure in figures) == TABLE.figures[total.total].value


def test_no_period_reaches_beyond_the_day_its_source_was_published():
    for figure in TABLE.figures.values():
        published = TABLE.sources[figure.source].published
        if published is not None and figure.period is not None and figure.period.end_earliest is not None:
            assert figure.period.end_earliest <= published, figure.id


def test_what_is_no_count_carries_no_value_of_one():
    for figure in TABLE.figures.values():
        assert figure.measure not in {Measure.STATEMENT, Measure.EVENT} or not figure.is_count
