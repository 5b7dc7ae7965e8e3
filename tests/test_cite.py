"""`milstats cite`: every style whole, read back by the programs that it is written for, and proof against hostile titles."""

from __future__ import annotations

import json
import warnings
from datetime import date

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pylatexenc.latex2text import LatexNodes2Text

from milstats.cite import STYLE_ENDINGS, STYLE_MEANINGS, CitationStyle, bibtex, csl, ris, text
from milstats.cite.entry import Entry, Name, entry_of
from milstats.cite.writing import WRITERS
from milstats.load import load
from milstats.model import FigureId
from milstats.vocabulary import SourceType

SHIPPED = load()
FIGURE = "proekt-awol-convicted-wartime"
CITED = SHIPPED.figures[FigureId(FIGURE)]
URL = "https://www.themoscowtimes.com/2024/02/22/over-45k-russian-soldiers-convicted-of-desertion-since-invasion-proekt-a84212"
TITLE = "Over 4.5K Russian Soldiers Convicted of Desertion Since Invasion — Proekt"
NOTE = (
    "4,373 people were convicted of absence without official leave “during wartime” (24 February 2022 to between 31 December 2023 and"
    " 22 February 2024, dates inferred), according to Proekt, as reported by The Moscow Times on 22 February 2024; this figure is disputed."
    " Quotation (paragraph 3): “4,373 soldiers convicted during wartime”. Read 22 November 2026; milstats table 2026.2,"
    " figure proekt-awol-convicted-wartime."
)
TEXT = f"""\
(Proekt, as cited in The Moscow Times, 2024)
The Moscow Times. (2024, February 22). {TITLE}. {URL}
{NOTE}
"""
BIBTEX = f"""\
@online{{proekt-awol-convicted-wartime,
  author  = {{{{The Moscow Times}}}},
  title   = {{{{{TITLE}}}}},
  date    = {{2024-02-22}},
  url     = {{{URL}}},
  urldate = {{2026-11-22}},
  note    = {{{NOTE}}},
}}
"""
CSL = [
    {
        "id": FIGURE,
        "type": "article-newspaper",
        "title": TITLE,
        "author": [{"literal": "The Moscow Times"}],
        "issued": {"date-parts": [[2024, 2, 22]]},
        "accessed": {"date-parts": [[2026, 11, 22]]},
        "URL": URL,
        "language": "en",
        "note": NOTE,
        "custom": {
            "milstats:figure": FIGURE,
            "milstats:offence": "awol",
            "milstats:measure": "convicted",
            "milstats:unit": "person",
            "milstats:value": 4373,
            "milstats:bound": "eq",
            "milstats:counter": "Proekt",
            "milstats:relation": "paraphrased",
            "milstats:period": "during wartime",
            "milstats:start_earliest": "2022-02-24",
            "milstats:start_latest": "2022-02-24",
            "milstats:end_earliest": "2023-12-31",
            "milstats:end_latest": "2024-02-22",
            "milstats:where": "paragraph 3",
            "milstats:quote": "4,373 soldiers convicted during wartime",
            "milstats:link": f"{URL}#:~:text=4%2C373%20soldiers%20convicted%20during%20wartime",
            "milstats:version": "2026.2",
        },
    }
]
RIS = f"""\
TY  - NEWS
ID  - proekt-awol-convicted-wartime
AU  - The Moscow Times
TI  - {TITLE}
PY  - 2024
DA  - 2024/02/22/
Y2  - 2026/11/22/
LA  - en
UR  - {URL}
N1  - {NOTE}
ER  - {""}
""".replace("\n", "\r\n")
WHOLE = {
    CitationStyle.TEXT: TEXT,
    CitationStyle.BIBTEX: BIBTEX,
    CitationStyle.CSL_JSON: json.dumps(CSL, ensure_ascii=False, indent=1) + "\n",
    CitationStyle.RIS: RIS,
}
# What the CSL data schema (version 1.0.2) asks of the fields that are written, in its own terms; it knows no others.
CSL_TYPES = ["article", "article-journal", "article-newspaper", "book", "dataset", "post", "report", "webpage"]
CSL_DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": ["string", "number"]}},
        }
    },
    "additionalProperties": False,
}
CSL_NAME = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("family", "given", "literal")},
    "additionalProperties": False,
}
CSL_SCHEMA = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["type", "id"],
            "properties": {
                "type": {"enum": CSL_TYPES},
                "id": {"type": ["string", "number"]},
                "author": {"type": "array", "items": CSL_NAME},
                "issued": CSL_DATE,
                "accessed": CSL_DATE,
                "custom": {"type": "object"},
                **{name: {"type": "string"} for name in ("title", "publisher", "container-title", "URL", "language", "version", "note")},
            },
            "additionalProperties": False,
        },
    }
)
HOSTILE = [
    "{",
    "}",
    "}}",
    "\\",
    "100 %",
    "a_b^c~d",
    "$x$ & #1",
    '"quoted" “so”',
    "самоволка — СОЧ",
    "a -- b ''c``",
    "TY  - NEWS",
    "ER  -",
    "@online{x,",
    "*",
]
lines = (
    st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1).map(lambda line: " ".join(line.split())).filter(bool)
)


def entry(**fields) -> Entry:
    known = {
        "key": "key",
        "work": "work",
        "type": SourceType.WEBPAGE,
        "title": "A title",
        "names": (Name("Name"),),
        "note": "n",
        "version": "1",
    }
    return Entry(**{**known, **fields})


def bibtex_read(written: str):
    """Return the records of a .bib file, with LaTeX turned into plain text but for addresses, and what could not be read."""
    library = parse_string(written, append_middleware=[LatexDecodingMiddleware()])
    records = [{"key": item.key, **{field.key: field.value for field in item.fields}} for item in library.entries]
    for record, item in zip(records, parse_string(written).entries, strict=True):
        record |= {field.key: field.value for field in item.fields if field.key == "url"}  # which biblatex reads verbatim
    return records, library.failed_blocks


def rendered(written: str) -> list[str]:
    """Return each item of CSL-JSON as citeproc prints it in a bibliography."""
    from citeproc.source.json import CiteProcJSON  # noqa: PLC0415 -- beside the module that tests `json`

    items = json.loads(written)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it knows no `custom`, and says so
        source = CiteProcJSON(items)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        return [str(line) for line in bibliography.bibliography()]


@pytest.mark.parametrize("style", CitationStyle)
def test_a_style_is_written_whole(milstats, style):
    assert milstats("cite", FIGURE, "--style", style.upper()) == (0, WHOLE[style], "")


def test_every_style_has_a_writer_a_meaning_and_an_ending():
    assert set(WRITERS) == set(STYLE_MEANINGS) == set(STYLE_ENDINGS.values()) == set(CitationStyle) == set(WHOLE)
    assert set(ris.TYPES) == set(SourceType)


@pytest.mark.parametrize(("ending", "style"), STYLE_ENDINGS.items())
def test_the_ending_of_a_file_chooses_the_style(milstats, tmp_path, ending, style):
    path = tmp_path / f"refs{ending}"
    assert milstats("cite", FIGURE, "-o", str(path)) == (0, "", "")
    assert path.read_bytes().decode() == WHOLE[style]


@pytest.mark.parametrize("figure", SHIPPED.figures.values(), ids=lambda figure: figure.id)
def test_every_figure_is_read_back_from_every_style(figure):
    source, cited = SHIPPED.sources[figure.source], entry_of(SHIPPED, figure)
    (record,), failed = bibtex_read(bibtex.written((cited,)))
    assert (failed, record["key"], record["url"]) == ([], figure.id, source.url)
    (reference,) = rispy.loads(ris.written((cited,)))
    assert (reference["id"], reference["title"], reference["urls"]) == (figure.id, source.title, [source.url])
    (item,) = json.loads(csl.written((cited,)))
    assert (item["id"], item["title"], item["URL"]) == (figure.id, source.title, source.url)
    assert [error.message for error in CSL_SCHEMA.iter_errors([item])] == []
    assert {"literal": item.get("container-title")} not in item["author"]
    assert ("issued" in item) == ("date" in record) == ("year" in reference) == (source.published is not None)
    assert source.url in text.written((cited,))


@pytest.mark.parametrize(
    "odd",
    [{"type": "leaflet"}, {"author": ["A. Writer"]}, {"issued": "2024"}, {"issued": {"date-parts": [[]]}}, {"figure": "x"}, {"id": None}],
)
def test_what_is_no_csl_would_be_seen(odd):
    CSL_SCHEMA.validate(CSL)
    assert not CSL_SCHEMA.is_valid([{**CSL[0], **odd}])


@pytest.mark.parametrize("style", [CitationStyle.BIBTEX, CitationStyle.CSL_JSON, CitationStyle.RIS])
def test_several_figures_make_one_file_and_each_is_cited_once(milstats, style):
    names = [FIGURE, "mediazona-awol-received-2023-H1", "proekt-awol-convicted-2023", "proekt-refusal-received-wartime"]
    code, out, err = milstats("cite", *names, FIGURE.upper(), "--style", style)
    read = {
        CitationStyle.BIBTEX: lambda: [record["key"] for record in bibtex_read(out)[0]],
        CitationStyle.CSL_JSON: lambda: [item["id"] for item in json.loads(out)],
        CitationStyle.RIS: lambda: [record["id"] for record in rispy.loads(out)],
    }
    assert (code, read[style](), err) == (0, names, "")


def test_citeproc_prints_name_date_and_title_once(milstats):
    (line,) = rendered(milstats("cite", FIGURE, "--style", "csl-json").out)
    assert line.startswith("The Moscow Times (2024)")
    assert (line.count("The Moscow Times"), TITLE in line, URL in line) == (1, True, True)


DETAILS = [
    # a figure, and what only some figures have of the facts that no style has a field for
    ("leaflet-desertion-2023", {"value": 9, "value_to": 12, "bound": "range", "period": "2023-H1", "quote": "nine to twelve accused"}),
    ("paper-refusal-mean", {"value": 2.5, "bound": "approx", "quote": "about 2.5 years"}),
    ("paper-awol-words", {"bound": "vague", "text": "the vast majority", "quote": "the vast majority"}),
    ("court-awol-2023", {"bound": "eq", "missing": "withheld", "period": "2023"}),
]


@pytest.mark.parametrize(("figure", "facts"), DETAILS)
def test_what_no_style_has_a_field_for_stands_under_the_names_that_show_prints(milstats, small, figure, facts):
    (item,) = json.loads(milstats("cite", "--data", small, figure, "--style", "csl-json").out)
    some = ("value", "value_to", "bound", "text", "missing", "period", "quote")
    assert {name: item["custom"][f"milstats:{name}"] for name in some if f"milstats:{name}" in item["custom"]} == facts


TYPES = {
    "article": "GEN", "article-journal": "JOUR", "article-newspaper": "NEWS", "book": "BOOK", "dataset": "DATA", "post": "BLOG",
    "report": "RPRT", "webpage": "ELEC",
}  # fmt: skip


def test_every_type_of_source_has_its_type_in_ris():
    assert {kind.value: ris.written((entry(type=kind),)).split("\r\n")[0] for kind in SourceType} == {
        name: f"TY  - {tag}" for name, tag in TYPES.items()
    }


def test_a_name_holds_no_asterisk_in_ris_which_forbids_it():
    assert ris.written((entry(names=(Name("Do*e", "*Jane"),)),)).split("\r\n")[2] == "AU  - Doe, Jane"


def test_a_number_that_json_has_no_word_for_is_never_written():
    with pytest.raises(ValueError, match="not JSON compliant"):
        csl.written((entry(details=(("value", float("nan")),)),))


def test_a_bibtex_key_holds_nothing_that_ends_it():
    assert bibtex.written((entry(key="a b{c},ё:1.x_-"),)).startswith("@misc{a_b_c___:1.x_-,\n")


def test_a_source_without_a_date_has_none(milstats, small):
    assert milstats("cite", "--data", small, "leaflet-desertion-2023").out.splitlines()[:2] == [
        "(Rights Group, n.d.)",
        "Rights Group. (n.d.). A leaflet. https://example.org/leaflet",
    ]
    for style in ("bibtex", "csl-json", "ris"):
        out = milstats("cite", "--data", small, "leaflet-desertion-2023", "--style", style).out
        assert not any(sign in out for sign in ("  date", "issued", "PY  -", "DA  -"))


def test_works_of_one_author_in_one_year_are_told_apart_by_letters():
    works = [entry(key=key, work=key, published=None) for key in ("a", "b")]
    assert text.written((*works, works[0]._replace(key="c"))).splitlines()[::4] == ["(Name, n.d.-a)", "(Name, n.d.-b)", "(Name, n.d.-a)"]


def test_authors_are_named_as_far_as_a_source_tells_them_apart():
    names = (Name("Иванова", "Анна-Мария В."), Name("A. Writer"), Name("Doe", "Jane"))
    assert text.written((entry(names=names, publisher="Paper", title="Was?"),)).splitlines()[:2] == [
        "(Иванова et al., n.d.)",
        "Иванова, А.-М. В., A. Writer, & Doe, J. (n.d.). Was? Paper.",
    ]
    assert text.written((entry(names=names[:2]),)).startswith("(Иванова & A. Writer, n.d.)\nИванова, А.-М. В., & A. Writer. (n.d.)")
    assert "author       = {Иванова, Анна-Мария В. and {A. Writer} and Doe, Jane}" in bibtex.written(
        (entry(names=names, publisher="Paper"),)
    )
    assert "{{Guns and Roses, Band}}" in bibtex.written((entry(names=(Name("Guns and Roses", "Band"),)),))


@pytest.mark.parametrize(
    ("known", "quotation"),
    [
        ({}, " Quotation (paragraph 3): “4,373 soldiers convicted during wartime”."),
        ({"where": None}, " Quotation: “4,373 soldiers convicted during wartime”."),
        ({"quote": None}, ""),
        ({"quote": None, "where": None}, ""),
    ],
)
def test_a_note_holds_the_quotation_as_far_as_it_is_known(known, quotation):
    before, _, rest = NOTE.partition(" Quotation (paragraph 3): “4,373 soldiers convicted during wartime”.")
    assert entry_of(SHIPPED, CITED._replace(**known)).note == before + quotation + rest


@pytest.mark.parametrize(
    ("author", "written"),
    [
        ("Oliynyk, Tetyana", {"family": "Oliynyk", "given": "Tetyana"}),
        (" Oliynyk ,  Tetyana\tV. ", {"family": "Oliynyk", "given": "Tetyana V."}),
        ("A. Writer", {"literal": "A. Writer"}),
        ("Doe, Jane, Jr.", {"literal": "Doe, Jane, Jr."}),
        ("Doe,", {"literal": "Doe,"}),
        (", Jane", {"literal": ", Jane"}),
        (",", {"literal": ","}),
    ],
)
def test_one_comma_alone_tells_a_family_name_from_a_given_one(author, written):
    source = SHIPPED.sources[CITED.source]._replace(author=(author,))
    (item,) = json.loads(csl.written((entry_of(SHIPPED._replace(sources={source.id: source}), CITED),)))
    assert (item["author"], item["container-title"]) == ([written], "The Moscow Times")


def test_records_of_works_with_little_known_are_written_whole():
    works = (entry(title="EXIT, by x_y"), entry(key="next", url="https://example.org/", publisher="Paper"))
    assert (
        bibtex.written(works)
        == """\
@misc{key,
  author = {{Name}},
  title  = {{EXIT, by x\\_y}},
  note   = {n},
}

@online{next,
  author       = {{Name}},
  title        = {{A title}},
  organization = {Paper},
  url          = {https://example.org/},
  note         = {n},
}
"""
    )
    assert ris.written(works[1:]).split("\r\n") == [
        "TY  - ELEC", "ID  - next", "AU  - Name", "TI  - A title", "T2  - Paper", "UR  - https://example.org/", "N1  - n", "ER  - ", "",
    ]  # fmt: skip
    assert json.loads(csl.written(works[1:])) == [
        {
            "id": "next", "type": "webpage", "title": "A title", "author": [{"literal": "Name"}], "container-title": "Paper",
            "URL": "https://example.org/", "note": "n", "custom": {},
        }
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [SourceType.BOOK, SourceType.DATASET, SourceType.REPORT])
def test_a_book_a_dataset_and_a_report_have_a_publisher(kind):
    work = entry(type=kind, publisher="Paper", names=(Name("Doe", "Jane"),))
    (item,) = json.loads(csl.written((work,)))
    assert (item["publisher"], "container-title" in item, item["author"]) == ("Paper", False, [{"family": "Doe", "given": "Jane"}])
    assert "\r\nPB  - Paper\r\n" in ris.written((work,))
    assert "\r\nAU  - Doe, Jane\r\n" in ris.written((work,))


@pytest.mark.parametrize(("title", "ended"), [("Who?", "Who?"), ("Stop!", "Stop!"), ("So.", "So."), ("So", "So."), ("So: 1", "So: 1.")])
def test_a_title_ends_with_one_mark(title, ended):
    assert text.written((entry(title=title),)).splitlines()[1] == f"Name. (n.d.). {ended}"


def test_so_many_works_of_a_year_that_one_letter_is_not_enough():
    works = [entry(key=f"{number:02}", work=f"{number:02}", published=date(2023, 5, 6)) for number in range(28)]
    named = [line.split(", ")[1].rstrip(")") for line in text.written(tuple(works)).splitlines()[::4]]
    assert [named[0], named[25], named[26], named[27]] == ["2023a", "2023z", "2023aa", "2023ab"]


def test_a_calculation_is_milstats_own_and_comes_with_both_figures(milstats):
    pair = ("proekt-awol-convicted-2021", FIGURE)
    blocks = milstats("cite", "--compare", *pair).out.split("\n\n")
    head, reference, told = blocks[0].split("\n")
    assert head == "(milstats, n.d., own calculation from The Moscow Times, 2024)"
    assert reference == f"milstats. (n.d.). Calculation from the figures {pair[0]} and {pair[1]} (Version 2026.2)."
    assert "By milstats’ calculation, if the 4,373 is “during wartime”, as The Moscow Times has it: 527 a year" in told
    assert told.endswith("Calculated by milstats, printed by no source; milstats table 2026.2.")
    assert blocks[2] == TEXT
    records, failed = bibtex_read(milstats("cite", "--compare", *pair, "--style", "bibtex").out)
    assert ([record["key"] for record in records], failed) == ([f"milstats:{pair[0]}:{FIGURE}", *pair], [])
    assert (records[0]["author"], records[0]["related"]) == ("milstats", ",".join(pair))
    items = json.loads(milstats("cite", "--compare", *pair, "--style", "csl-json").out)
    assert items[0]["author"] == [{"literal": "milstats"}]
    assert all("milstats" not in str(item["author"]) for item in items[1:])
    assert [error.message for error in CSL_SCHEMA.iter_errors(items)] == []


CALCULATED = "milstats:mediazona-awol-received-2021:mediazona-awol-received-2022"
CALCULATION = (
    "Courts received 615 cases of absence without official leave in 2021 and 1,001 cases in 2022, according to Mediazona, as reported by"
    " The Moscow Times on 29 December 2023. By milstats’ calculation: 1.6 times as many (+386, +63 %). The law changed on"
    " 24 September 2022: Heavier penalties for acts during mobilisation or wartime; refusing to fight became an offence."
    " Calculated by milstats, printed by no source; milstats table 2026.2."
)
CALCULATED_CSL = {
    "id": CALCULATED,
    "type": "dataset",
    "title": "Calculation from the figures mediazona-awol-received-2021 and mediazona-awol-received-2022",
    "author": [{"literal": "milstats"}],
    "version": "2026.2",
    "note": CALCULATION,
    "custom": {
        "milstats:before": "mediazona-awol-received-2021",
        "milstats:after": "mediazona-awol-received-2022",
        "milstats:verdict": "meaningful",
        "milstats:version": "2026.2",
    },
}
CALCULATED_BIBTEX = f"""\
@misc{{{CALCULATED},
  author  = {{{{milstats}}}},
  title   = {{{{Calculation from the figures mediazona-awol-received-2021 and mediazona-awol-received-2022}}}},
  version = {{2026.2}},
  related = {{mediazona-awol-received-2021,mediazona-awol-received-2022}},
  note    = {{{CALCULATION.replace("%", chr(92) + "%")}}},
}}
"""
CALCULATED_RIS = f"""\
TY  - DATA
ID  - {CALCULATED}
AU  - milstats
TI  - Calculation from the figures mediazona-awol-received-2021 and mediazona-awol-received-2022
N1  - {CALCULATION}
ER  - {""}
""".replace("\n", "\r\n")


def test_a_calculation_is_written_whole_before_its_figures(milstats):
    pair = ("--compare", "mediazona-awol-received-2021", "mediazona-awol-received-2022")
    assert json.loads(milstats("cite", *pair, "--style", "csl-json").out)[0] == CALCULATED_CSL
    assert milstats("cite", *pair, "--style", "bibtex").out.split("\n\n")[0] + "\n" == CALCULATED_BIBTEX
    assert milstats("cite", *pair, "--style", "ris").out.startswith(f"{CALCULATED_RIS}TY  - NEWS\r\nID  - mediazona-awol-received-2021\r\n")


def test_where_nothing_is_calculated_there_is_nothing_to_cite_and_the_first_reason_is_said(milstats):
    assert milstats("cite", "--compare", "proekt-awol-opened-2021", "mediazona-awol-received-2023") == (
        1,
        "",
        (
            "milstats: nothing to cite: milstats calculates nothing from proekt-awol-opened-2021 and mediazona-awol-received-2023:"
            " Different measures, criminal cases opened and cases received by courts: the one is no part of the other, so a ratio would be"
            " no rate of anything.\n"
        ),
    )


REFUSED = [
    ((), 2, "nothing to cite: expected a figure, or --compare and two of them; see `milstats show --columns id`"),
    (("x",), 1, 'no figure is called "x"'),
    (("proekt-awol-convicted-wartim", "--style", "ris"), 1, 'no figure is called "proekt-awol-convicted-wartim"; did you mean "' + FIGURE + '"'),
    ((FIGURE, "--style", "bibtext"), 2, '--style: expected a style, found "bibtext"; did you mean "bibtex"?'),
    ((FIGURE, "-o", "x.doc"), 2, "x.doc: its ending chooses no style; expected .txt, .bib, .json, .ris, or say --style"),
    ((FIGURE, "-o", ""), 2, "--output is empty; expected a file"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "status", "message"), REFUSED)
def test_a_mistake_is_answered_in_one_line(milstats, arguments, status, message):
    code, out, err = milstats("cite", *arguments)
    assert (code, out) == (status, "")
    assert err.startswith(f"milstats: {message}")
    assert err.count("\n") == 1


def plain_of(latex: str) -> str:
    """Return what LaTeX prints; the reader knows no braces by name, and takes a caret for an accent."""
    known = latex.replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")
    return str(LatexNodes2Text().latex_to_text(known)).replace("ˆ", "^")


def balanced(written: str) -> bool:
    depth = 0
    for sign in written:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def survives(title: str, name: str) -> None:
    hostile = entry(title=title, names=(Name(name),), note=title)
    follows = entry(key="next", title="Next")
    written = bibtex.written((hostile, follows))
    records, failed = bibtex_read(written)
    assert ([record["key"] for record in records], failed, balanced(written)) == (["key", "next"], [], True)
    read = rispy.loads(ris.written((hostile, follows)))
    assert [(record["id"], record["title"]) for record in read] == [("key", title), ("next", "Next")]
    first, second = json.loads(csl.written((hostile, follows)))
    assert (first["title"], first["author"], second["id"]) == (title, [{"literal": name}], "next")
    assert len(text.written((hostile, follows)).splitlines()) == 7


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_read_back_as_it_was(title):
    survives(title, f"N {title}")
    record = parse_string(bibtex.written((entry(title=title), entry(key="next")))).entries[0]
    assert plain_of(record["title"]) == title


@given(lines, lines)
def test_no_title_and_no_name_breaks_a_file(title, name):
    survives(title, name)
