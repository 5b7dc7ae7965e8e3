"""Numbers and hedges as prose writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milstats.model.numerals import agrees, hedge, numerals, stands_plainly
from milstats.model.vocabulary import Bound


def values(text: str) -> list[tuple[int | Decimal, ...]]:
    return [numeral.values for numeral in numerals(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4373 soldiers", [(4373,)]),
        ("4,373 soldiers", [(4373,)]),
        ("4’373 Soldaten", [(4373,)]),
        ("1,234,567", [(1234567,)]),
        ("4.5K soldiers", [(4500,)]),
        ("4.5k", [(4500,)]),
        ("4.5 thousand", [(4500,)]),
        ("4,6 тысяч", [(4600,)]),
        ("255 тисяч", [(255_000,)]),
        ("162,5 тисячі", [(162_500,)]),
        ("1 тыс. 577 дел", [(1577, 1000, 577)]),
        ("2 тыс. 2023", [(2000,), (2023,)]),
        ("有4,373名士兵", [(4373,)]),
        ("1.5万人", [(15_000,)]),
        ("4.6 тыс.", [(4600,)]),
        ("1.2 million", [(1200000,)]),
        ("1.2 MILLION", [(1200000,)]),
        ("1.2 MİLLION", [(Decimal("1.2"),)]),  # to a pattern that is an i, to the table of scales it is not
        ("2.5 years", [(Decimal("2.5"),)]),
        ("nine", [(9,)]),
        ("Nine men and TWENTY-ONE women", [(9,), (21,)]),
        ("a nine-year term", [(9,)]),
        ("zero", [(0,)]),
        ("0", [(0,)]),
        ("007", [(7,)]),
        ("ninety", [(90,)]),
        ("527.", [(527,)]),
        ("527, 528", [(527,), (528,)]),
        ("(527)", [(527,)]),
        ("", []),
        ("none of it", []),
        ("someone canine often", []),
        ("A527", []),
        ("527b", []),
        ("527¹ and 5K²³", [(527,), (5000,)]),  # notes
        ("５２７", []),
    ],
)
def test_every_number_of_a_text_is_read(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize("text", ["4 373", "4\u00a0373", "4\u2009373", "4\u202f373"])
def test_a_number_set_apart_by_spaces_may_be_one_or_several(text):
    assert 4373 in values(text)[0]


def test_a_point_may_group_or_begin_a_fraction():
    assert values("4.373") == [(4373,)]
    assert values("4.37") == [(Decimal("4.37"),)]


def test_a_numeral_knows_where_it_stands():
    text = "only 4,373 of 5K"
    assert [text[numeral.start : numeral.end] for numeral in numerals(text)] == ["4,373", "5K"]


@given(st.integers(0, 10**12))
def test_a_whole_number_is_found_with_and_without_separators(number):
    for written in (str(number), f"{number:,}", f"{number:,}".replace(",", "\u00a0")):
        assert number in values(f"some {written} soldiers")[0]
    assert stands_plainly(f"all {number:,} soldiers", number)


@given(st.text())
def test_no_text_is_too_odd_to_be_searched(text):
    for numeral in numerals(text):
        assert numeral.values
        hedge(text, numeral)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("527 convicted", Bound.EQ),
        ("more than 527", Bound.GT),
        ("More than 527", Bound.GT),
        ("over 527", Bound.GT),
        ("more  than 527", Bound.EQ),
        ("moreover 527", Bound.EQ),
        ("no more than 527", Bound.LE),
        ("not more than 527", Bound.LE),
        ("up to 527", Bound.LE),
        ("at most 527", Bound.LE),
        ("≤527", Bound.LE),
        ("at least 527", Bound.GE),
        ("no fewer than 527", Bound.GE),
        ("не менее 527", Bound.GE),
        ("527+", Bound.GE),
        ("527 or more", Bound.GE),
        (">= 527", Bound.GE),
        (">527", Bound.GT),
        ("fewer than 527", Bound.LT),
        ("almost 527", Bound.LT),
        ("почти 527", Bound.LT),
        ("about 527", Bound.APPROX),
        ("some 527", Bound.APPROX),
        ("handsome 527", Bound.EQ),
        ("~527", Bound.APPROX),
        ("527 or so", Bound.APPROX),
        ("около 527", Bound.APPROX),
    ],
)
def test_the_words_beside_a_number_hedge_it(text, bound):
    assert hedge(text, next(numerals(text))) is bound


@pytest.mark.parametrize(
    ("stated", "hedged", "do_agree"),
    [(bound, Bound.EQ, True) for bound in Bound]
    + [(bound, bound, True) for bound in Bound if bound is not Bound.EQ]
    + [(Bound.RANGE, Bound.GT, True), (Bound.VAGUE, Bound.LT, True), (Bound.APPROX, Bound.LT, True)]
    + [(Bound.EQ, Bound.GT, False), (Bound.GE, Bound.GT, False), (Bound.GT, Bound.GE, False), (Bound.APPROX, Bound.GT, False)],
    ids=str,
)
def test_a_figure_may_not_deny_the_hedge_of_its_words(stated, hedged, do_agree):
    assert agrees(stated, hedged) is do_agree


@given(
    st.integers(0, 10**7),
    st.sampled_from(["all {} soldiers", "{}", "{} tried", "over {} tried", "{} or so", "{} thousand", "1{} men", "{}.5 men", "1,{} men"]),
)
def test_what_stands_plainly_is_what_is_found_unhedged(number, words):
    text = words.format(f"{number:,}")
    if stands_plainly(text, number):
        place = next(numerals(text))
        assert place.values == (number,)
        assert hedge(text, place) is Bound.EQ
