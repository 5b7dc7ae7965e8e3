"""Signs that command, or print nothing, in texts, addresses and markup."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milstats.escaping import FORMULA, UNSAFE, escape, escape_address, escape_json, is_formula, is_web_address


@pytest.mark.parametrize(
    "sign",
    [*"\0\x07\x1b\x7f\x85\x9b\xad\u061c\u115f\u3164\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202e\u2060\u2066\ufeff\ufff9\U000e0041"],
    ids=ascii,
)
def test_a_sign_that_commands_or_prints_nothing_becomes_an_escape(sign):
    assert escape(f"a{sign}b") == f"a{sign.encode('unicode_escape').decode()}b"
    assert escape(f"a{sign}b", spared=sign) == f"a{sign}b"


@pytest.mark.parametrize("text", ["plain", "самоволка", "e\u0301", "غياب", "擅离职守", "नमस्ते", "5 593", "5\u202f593", "☎\ufe0f", "🇷🇺"])
def test_text_in_any_script_stays_as_it_is(text):
    assert escape(text) == text


def test_nothing_that_is_unsafe_is_a_letter_digit_or_mark_that_is_seen():
    found = [chr(number) for number in range(0x110000) if re.match(UNSAFE, chr(number))]
    seen = [char for char in found if unicodedata.category(char)[0] not in "CZ"]
    assert len(found) > 2000
    assert {unicodedata.name(char, "").partition(" ")[0] for char in seen} <= {"COMBINING", "HANGUL", "HALFWIDTH", "KHMER", "MONGOLIAN", ""}


def test_the_quick_look_at_a_text_misses_no_unsafe_sign_and_no_formula():
    signs = [chr(code) for code in range(0x110000) if re.match(UNSAFE, chr(code))]
    assert len(signs) > 2000
    assert [sign for sign in signs if escape(sign) == sign or not is_formula(f"{sign}=1")] == []
    assert [chr(code) for code in range(0x110000) if re.match(FORMULA, chr(code)) and not is_formula(chr(code))] == []


@given(st.text())
def test_json_keeps_its_meaning_and_holds_no_sign_that_commands(text):
    written = escape_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(written) == text
    assert not re.search(UNSAFE, written)
    written.encode()


@given(st.text())
def test_what_is_escaped_can_be_printed_and_escaped_again(text):
    once = escape(text)
    assert not re.search(UNSAFE, once)
    assert escape(once) == once


@given(st.sampled_from("=+@-"), st.text())
def test_a_spreadsheet_runs_no_text(sign, text):
    assert is_formula(sign + text) or re.fullmatch(r"-[0-9][0-9.,]*%?", sign + text)


@pytest.mark.parametrize(("text", "does_run"), [("=1+1", True), ("-1+1|x", True), ("-5", False), ("-5%", False), ("5", False)])
def test_a_negative_number_is_no_formula(text, does_run):
    assert is_formula(text) is does_run


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://example.org/a?b=c#:~:text=d", True),
        ("http://пример.рф/", True),
        ("javascript:alert(1)", False),
        ("https://example.org/a b", False),
        ("https://example.org/\u202egpj", False),
        ("https://", False),
        (" https://example.org", False),
    ],
)
def test_a_link_leads_to_the_web_and_nowhere_else(text, is_one):
    assert is_web_address(text) is is_one


def test_an_address_holds_nothing_that_ends_it():
    assert escape_address("https://example.org/(a) b|\n", "()") == "https://example.org/%28a%29%20b%7C%0A"
