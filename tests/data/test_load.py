"""Loading: sound files load, every fault is named with its place, and no bytes whatever lead to anything else."""

from __future__ import annotations

import gc
import tracemalloc
from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milstats.data.load import load
from milstats.errors import DataError
from milstats.model.period import Basis, Period
from milstats.model.records import Reading
from milstats.model.vocabulary import Bound, Measure, Missing, Relation, Status, Unit

DATA = Path(__file__).parent
VALID = sorted((DATA / "valid").glob("*.toml"))
INVALID = sorted((DATA / "invalid").glob("*.toml"))
SMALL = (DATA / "valid" / "small.toml").read_bytes()
HEAD = 'format = 1\nversion = "t"\n'


@pytest.fixture
def faults(tmp_path):
    """The message for a file of these bytes, in which it is called t.toml; or "loads"."""

    def message(content: bytes | str) -> str:
        path = tmp_path / "t.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        try:
            load(str(path))
        except DataError as error:
            return str(error).replace(str(path), path.name)
        return "loads"

    return message


def test_there_are_files_to_test_with():
    assert len(VALID) >= 4
    assert len(INVALID) >= 225
    assert {path.stem for path in INVALID} == {path.stem for path in (DATA / "invalid").glob("*.txt")}


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_sound_file_loads(path):
    assert load(str(path)).version


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_unsound_file_is_refused_with_exactly_its_message(faults, path):
    assert faults(path.read_bytes()).replace("t.toml:", f"{path.name}:") + "\n" == path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_no_message_holds_a_control_character_and_every_line_names_the_file(path):
    for line in path.with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        assert line.isprintable()
        assert line.startswith(f"{path.name}:")
        assert len(line) < 500


def test_a_file_is_read_into_frozen_values():
    table = load(str(DATA / "valid" / "small.toml"))
    figure = table.figures["paper-awol-wartime"]
    assert figure._asdict() == {
        "id": "paper-awol-wartime",
        "offence": "awol",
        "measure": Measure.CONVICTED,
        "unit": Unit.PERSON,
        "counter": "Proekt",
        "source": "paper-2024",
        "relation": Relation.PARAPHRASED,
        "value": 4600,
        "value_high": None,
        "bound": Bound.GT,
        "text": None,
        "missing": None,
        "period": Period(
            text="during wartime",
            start_earliest=date(2022, 2, 24),
            start_latest=date(2022, 2, 24),
            end_earliest=date(2023, 12, 31),
            end_latest=date(2024, 2, 22),
            basis=Basis.INFERRED,
        ),
        "quote": "more than 4.6K soldiers",
        "where": "headline",
        "population": "servicemen",
        "country": "RU",
        "status": (Status.DISPUTED,),
        "supersedes": None,
        "readings": (
            Reading(
                why="It says so.",
                source="leaflet",
                period=Period("2023", date(2023, 1, 1), date(2023, 1, 1), date(2023, 12, 31), date(2023, 12, 31)),
            ),
        ),
        "note": "Another paper gives 2023 alone.",
    }
    assert table.figures["paper-refusal-mean"].value == Decimal("2.5")
    assert table.figures["court-awol-2023"].missing is Missing.WITHHELD
    assert table.figures["court-awol-zero"].value == 0


def test_line_ends_and_a_byte_order_mark_change_nothing_but_the_digest(tmp_path):
    expected = load(str(DATA / "valid" / "small.toml"))
    for number, content in enumerate((b"\xef\xbb\xbf" + SMALL, SMALL.replace(b"\n", b"\r\n"), SMALL.rstrip())):
        path = tmp_path / f"{number}.toml"
        path.write_bytes(content)
        assert load(str(path)) == expected


def test_a_fault_after_crlf_and_a_byte_order_mark_has_the_same_line(faults):
    content = (DATA / "invalid" / "several-faults-in-line-order.toml").read_bytes()
    assert faults(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")) == faults(content)


TEXT = HEAD + '[offences.awol]\nlabel = "самоволка é"\n'
ENCODED = [
    (TEXT.encode("utf-16"), "t.toml: expected TOML in UTF-8, found a NUL byte at offset 3; it looks like UTF-16, save it as UTF-8"),
    (TEXT.encode("utf-16-le"), "t.toml: expected TOML in UTF-8, found a NUL byte at offset 1; it looks like UTF-16, save it as UTF-8"),
    (TEXT.encode("utf-16-be"), "t.toml: expected TOML in UTF-8, found a NUL byte at offset 0; it looks like UTF-16, save it as UTF-8"),
    ("я".encode("utf-16"), "t.toml:1:1: expected UTF-8, found the byte 0xFF; the file may be in UTF-16, save it as UTF-8"),
    (
        TEXT.encode("cp1251", "replace"),
        "t.toml:4:10: expected UTF-8, found the byte 0xF1; the file may be in another encoding, save it as UTF-8",
    ),
    (
        TEXT.replace("самоволка", "").encode("latin-1"),
        "t.toml:4:11: expected UTF-8, found the byte 0xE9; the file may be in another encoding, save it as UTF-8",
    ),
    (b"format = 1\n\xed\xa0\x80", "t.toml:2:1: expected UTF-8, found the byte 0xED; the file may be in another encoding, save it as UTF-8"),
    (SMALL.replace(b"\n", b"\r"), "t.toml: its lines end in CR alone; save it with LF or CR LF line ends"),
    (SMALL + b"\0", f"t.toml: expected TOML in UTF-8, found a NUL byte at offset {len(SMALL)}"),
    (b"\0" + SMALL[1:], "t.toml: expected TOML in UTF-8, found a NUL byte at offset 0; it looks like UTF-16, save it as UTF-8"),
    (b"", 't.toml: is empty; a table begins with format = 1 and version = "..."'),
    (b"\xef\xbb\xbf", 't.toml: is empty; a table begins with format = 1 and version = "..."'),
    (b" \n\t\n", 't.toml: is empty; a table begins with format = 1 and version = "..."'),
]


@pytest.mark.parametrize(("content", "message"), ENCODED)
def test_a_file_in_another_encoding_gets_one_line_that_says_so(faults, content, message):
    assert faults(content) == message


DEEP = "t.toml: is not valid TOML: brackets or dotted keys are nested too deeply"
LONG_KEY = "t.toml:3: is not a table of milstats: a key has more than 50 parts"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = " + "[" * 100_000 + "]" * 100_000, DEEP),
        ("x = " + "[" * 100_000, DEEP),
        ("x = " + "{a=" * 100_000 + "1" + "}" * 100_000, DEEP),
        (f"{'.'.join('a' * 5000)} = 1", LONG_KEY),
        (f"[{'.'.join('a' * 5000)}]", LONG_KEY),
        (f"[[{' . '.join('a' * 5000)}]]", LONG_KEY),
        (f"x = {{ {'.'.join('a' * 5000)} = 1 }}", DEEP),
    ],
    ids=["brackets", "open brackets", "braces", "key", "header", "array of tables", "inline table"],
)
def test_a_file_nested_beyond_reason_gets_one_line(faults, text, message):
    assert faults(f"{HEAD}{text}\n") == message


def test_keys_of_900_parts_do_not_eat_memory(faults):
    text = "".join(f"{'.'.join(f'k{number}' for _ in range(900))} = 1\n" for number in range(100))
    tracemalloc.start()
    message = faults(HEAD + text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert message == LONG_KEY
    assert peak < 50_000_000


def test_a_repetition_is_named_whatever_comes_after_it(faults):
    text = '[offences.a]\nlabel = "x"\n[offences.a]\nlabel = """\ny"""\n"\\q" = 1\n'
    assert faults(f"{HEAD}{text}") == "t.toml:5: is not valid TOML: [offences.a] comes twice, first in line 3"


def test_a_comment_of_dots_is_a_comment(faults):
    assert faults(f"{HEAD}# {'.' * 200}\n# {'. ' * 200}= x\n") == "loads"


def test_a_large_file_is_read_and_its_last_line_checked(faults):
    comments = "# a comment as long as a line of a table may well be\n" * 1_000_000
    message = faults(f"{HEAD}{comments}format_ = 1\n")
    assert message == 't.toml:1000003: format_: unknown table or key; did you mean "format"?'


def test_of_ten_thousand_faults_the_first_thousand_are_told_and_the_rest_counted(faults):
    message = faults(HEAD + "".join(f"[figurs{number}.x]\n" for number in range(10_000))).splitlines()
    assert len(message) == 1_001
    assert message[-2].startswith('t.toml:1002: figurs999: unknown table or key; did you mean "figures"?')
    assert message[-1] == "t.toml: 9,000 more faults"


@pytest.mark.parametrize("cut", [*range(0, len(SMALL), 97), *range(len(SMALL) - 40, len(SMALL))])
def test_a_file_cut_at_any_byte_loads_or_says_why_not(faults, cut):
    message = faults(SMALL[:cut])
    assert message == "loads" or message.startswith("t.toml")


def is_loaded_or_explained(path: Path) -> bool:
    """Return whether a file loads, or every line of the message is a fault of it; any other exception is let through."""
    try:
        load(str(path))
    except DataError as error:
        return all(line.isprintable() and line.startswith(str(path)) for line in str(error).split("\n"))
    return True


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, len(SMALL) - 1), damage=st.binary(max_size=4), kept=st.integers(0, 3))
def test_a_file_damaged_at_any_byte_loads_or_says_why_not(tmp_path_factory, place, damage, kept):
    path = tmp_path_factory.getbasetemp() / "damaged.toml"
    path.write_bytes(SMALL[:place] + damage + SMALL[place + kept :])
    assert is_loaded_or_explained(path)


VALUES = st.recursive(
    st.sampled_from(
        ['"x"', '""', "1", "-1", "1.5", "nan", "true", "2021-01-01", "10:00:00", "2021-01-01T10:00:00Z", '"awol"', '"527 convicted"']
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"), inner.map(lambda item: f"{{ a = {item} }}")
    ),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None)
@given(line=st.sampled_from([line for line in SMALL.decode().split("\n") if " = " in line]), value=VALUES)
def test_any_value_under_any_key_loads_or_says_why_not(tmp_path_factory, line, value):
    path = tmp_path_factory.getbasetemp() / "odd.toml"
    path.write_text(SMALL.decode().replace(line, f"{line.partition(' = ')[0]} = {value}"), encoding="utf-8")
    assert is_loaded_or_explained(path)


MORE = 'format = 1\nversion = "more"\n[offences.theft]\nlabel = "theft"\n'


def test_tables_are_joined_in_any_order(tmp_path):
    (tmp_path / "more.toml").write_text(MORE, encoding="utf-8")
    names = [str(tmp_path / "more.toml"), str(DATA / "ukraine.toml"), "packaged"]
    tables = [load(*order, with_digest=True) for order in permutations(names)]
    assert all(table == tables[0] and [*table.offences] == [*tables[0].offences] for table in tables)
    assert [*tables[0].offences][: len(load().offences)] == [*load().offences]
    assert sorted(tables[0].version.split("+")) == sorted([load(name).version for name in names])


def test_an_id_that_two_files_share_is_refused_in_any_order(tmp_path):
    (tmp_path / "a.toml").write_bytes(SMALL)
    (tmp_path / "b.toml").write_text(MORE.replace("theft", "awol"), encoding="utf-8")
    for names in (("a.toml", "b.toml"), ("b.toml", "a.toml")):
        with pytest.raises(DataError) as refused:
            load(*(str(tmp_path / name) for name in names))
        assert str(refused.value) == f"{tmp_path}/b.toml:3: offences.awol: is already in {tmp_path}/a.toml"


def test_an_id_is_exact(tmp_path):
    (tmp_path / "a.toml").write_bytes(SMALL)
    (tmp_path / "b.toml").write_text(MORE.replace("[offences.theft]", "[offences.AWOL]"), encoding="utf-8")
    assert {"awol", "AWOL"} <= load(str(tmp_path / "a.toml"), str(tmp_path / "b.toml")).offences.keys()


def test_garbage_is_collected_again_after_loading():
    load(str(VALID[0]))
    assert gc.isenabled()
