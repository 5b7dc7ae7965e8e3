"""The MCP server, asked by the SDK's own client over standard input and output."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("mcp", reason="the MCP SDK is not installed: pip install 'milstats[mcp]'")

import anyio
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

SMALL = str(Path(__file__).parents[1] / "data" / "valid" / "small.toml")
pytestmark = pytest.mark.installed


def serving(*arguments, flags=()):
    return Client(stdio_client(StdioServerParameters(command=sys.executable, args=[*flags, "-m", "milstats", "mcp", *arguments])))


def asked(name, *arguments, **parameters):
    """Return what a tool answers: its structure, or the text of its error."""

    async def ask():
        async with serving(*arguments) as client:
            result = await client.call_tool(name, parameters)
            return result.content[0].text if result.is_error else result.structured_content

    return anyio.run(ask)


@pytest.mark.parametrize("flags", [(), ("-OO",)], ids=" ".join)
def test_the_tools_are_those_of_the_commands_and_only_read(flags):
    async def ask():
        async with serving(flags=flags) as client:
            return (await client.list_tools()).tools

    tools = anyio.run(ask)
    assert [tool.name for tool in tools] == ["show", "compare", "cite", "topics", "factcheck"]
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)
    assert all("description" in field for tool in tools for field in tool.input_schema["properties"].values())


def test_show_answers_with_the_summary_each_number_with_its_source():
    answer = asked("show", words=["awol"])
    assert 0 < len(answer["rows"]) < answer["figures"]
    for row in answer["rows"]:
        assert row["counter"]
        assert row["link"].startswith("https://")
        assert row["sentence"].endswith(".")


def test_show_answers_whole_on_request():
    answer = asked("show", words=["awol", "proekt"], full=True)
    assert len(answer["rows"]) == answer["figures"]


def test_a_disputed_figure_comes_with_its_readings():
    [row] = asked("show", words=["proekt-awol-convicted-wartime"])["rows"]
    assert row["disputed"]
    assert {reading["period"] for reading in row["readings"]} >= {"2023"}


def test_a_comparison_has_relation_verdict_and_reasons():
    [row] = asked("compare", a="mediazona-awol-received-2021", b="mediazona-awol-received-2022")["rows"]
    assert (row["relation"], row["verdict"]) == ("change", "with-care")
    assert "break" in row["reasons"]
    assert set(row["figures"]) == {"mediazona-awol-received-2021", "mediazona-awol-received-2022"}


def test_a_refused_comparison_is_an_answer_that_says_why():
    [row] = asked("compare", a="proekt-awol-convicted-2023", b="mediazona-refusal-received-2023-revised")["rows"]
    assert row["verdict"] == "not-comparable"
    assert row["reasons"]
    assert row["sentence"]


def test_cite_writes_references_in_a_style():
    assert asked("cite", ids=["proekt-awol-convicted-2021"], style="bibtex")["references"].startswith("@")


def test_topics_lists_the_offences():
    assert "awol" in {row["topic"] for row in asked("topics")["rows"]}


def test_factcheck_names_what_is_known_and_what_is_wrong():
    answer = asked("factcheck", text="Mediazona counted 1,001 AWOL cases of Russian soldiers in 2022.")
    assert answer["check"] == 0
    assert [row["status"] for row in answer["rows"]] == ["known"]


def test_another_table_is_served_with_data():
    assert asked("topics", "--data", SMALL)["rows"] != asked("topics")["rows"]


@pytest.mark.parametrize(
    ("tool", "parameters", "message"),
    [
        ("show", {"words": ["awoll"]}, 'nothing is known of "awoll"; did you mean "awol"?'),
        ("show", {"words": 3}, "words: input should be a valid list"),
        ("show", {}, "words: field required"),
        ("cite", {"ids": []}, "ids: list should have at least 1 item after validation, not 0"),
        ("cite", {"ids": ["nothing-there"]}, 'no figure is called "nothing-there"; see `milstats show --full`'),
    ],
)
def test_bad_parameters_give_one_clear_message(tool, parameters, message):
    assert asked(tool, **parameters).startswith(message)


def test_two_clients_are_served_at_once():
    async def ask():
        async with serving() as one, serving() as other:
            return [(await client.call_tool("show", {"words": ["awol"]})).structured_content for client in (one, other)]

    first, second = anyio.run(ask)
    assert first == second


def test_the_server_ends_when_its_client_goes_away(installed):
    ended = installed.run("mcp", stdin=b"")
    assert (ended.code, ended.out, ended.err) == (0, b"", b"")


def test_a_bad_table_is_told_before_serving(installed, tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text("format = 2\n", encoding="utf-8")
    ended = installed.run("mcp", "--data", str(path))
    assert ended.code == 3
    assert ended.out == b""
    assert ended.err.startswith(b"milstats: ")
