"""Every format by its names and endings, and what a style makes of characters that an encoding lacks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from milstats.render import ENDINGS, FOR_PEOPLE, Format, Style, render

STYLES = (Style(), Style(width=1), Style(width=40), Style(width=80, is_styled=True, has_links=True), Style(encoding="ascii"))


def test_every_format_has_an_ending_but_prose():
    assert {*ENDINGS.values()} == {*Format} - {Format.PROSE}
    assert {".tab", ".ndjson", ".markdown", ".htm"} <= {*ENDINGS}
    assert {*ENDINGS.values()} - FOR_PEOPLE


@pytest.mark.parametrize("form", [*Format])
@pytest.mark.parametrize("style", STYLES, ids=str)
def test_no_text_breaks_a_format_and_each_ends_in_one_newline(report_of, hostile, form, style):
    text = render(report_of(hostile), form, style)
    assert text.endswith("\n")
    assert not text.endswith("\n\n") or form is Format.PROSE
    assert not {"\x9b", "\x00", "\u202e", "\u200b", "\udcff", "\u2028"} & {*text}
    assert "\x1b" not in text or style.is_styled
    text.encode(style.encoding if form in FOR_PEOPLE else "utf-8")


@pytest.mark.parametrize("form", [*Format])
def test_two_runs_give_the_same_text(charted, form):
    style = Style(width=80, is_styled=True, has_links=True)
    assert render(charted, form, style) == render(charted, form, style)


def test_prose_is_a_sentence_a_line_and_what_must_not_be_parted_from_them(small):
    assert render(small, Format.PROSE, Style()) == "527 people were convicted – in “2021”.\nDocumented cases only.\n"
    assert render(small, Format.PROSE, Style(encoding="ascii")) == '527 people were convicted - in "2021".\nDocumented cases only.\n'


@pytest.mark.parametrize(
    ("encoding", "text", "fitted"),
    [
        ("utf-8", "≥4 – “é” †", "≥4 – “é” †"),
        ("ascii", "≥4 – “é” † · 1 → 2", '>=4 - "\\xe9" + - 1 -> 2'),
        ("ascii", "1* 2† 3‡ 4§ 5‖ 6¶", "1* 2+ 3++ 4# 5|| 6##"),
        ("cp1252", "≥4 – “é” †", ">=4 – “é” †"),
        ("cp1251", "самоволка ≥4", "самоволка >=4"),
        ("utf-8", "a\x1b[0m\u200b\u202e", "a\\x1b[0m\\u200b\\u202e"),
    ],
)
def test_what_an_encoding_lacks_is_written_in_signs_that_it_has(encoding, text, fitted):
    assert Style(encoding=encoding).fit(text) == fitted


def test_machine_formats_do_without_rich():
    code = "import sys, milstats.render.rows, milstats.render.html, milstats.render.markdown; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "milstats.render.html" in modules
    assert not {"rich", "typer", "matplotlib"} & {*modules}
