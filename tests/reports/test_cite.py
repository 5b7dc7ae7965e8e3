"""References: every style whole, read back by the programs that it is written for, and proof against hostile titles."""

from __future__ import annotations

import json
import shutil
import subprocess
import warnings
from datetime import date
from pathlib import Path

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pylatexenc.latex2text import LatexNodes2Text

from milstats.data.load import load
from milstats.errors import NothingMatchedError
from milstats.escaping import escape
from milstats.model.vocabulary import SourceType
from milstats.reports.cite import (
    RIS_TYPES,
    STYLE_ENDINGS,
    WRITERS,
    CitationStyle,
    Entry,
    bibtex,
    csl_json,
    figure_entry,
    references_of,
    ris,
    text,
)

SMALL = load(str(Path(__file__).parents[1] / "data" / "valid" / "small.toml"))
FIGURE, UNDATED = "paper-awol-wartime", "leaflet-desertion-2023"
URL, TITLE = "https://example.org/paper", "Over 4.5K — and counting"
NOTE = figure_entry(SMALL, SMALL.figures[FIGURE]).note
WHOLE = {
    CitationStyle.TEXT: f"""\
(Proekt, as cited in A. Writer, 2024)
A. Writer. (2024, February 22). {TITLE}. The Paper. {URL}
{NOTE}
""",
    CitationStyle.BIBTEX: f"""\
@online{{paper-awol-wartime,
  author       = {{{{A. Writer}}}},
  title        = {{{{{TITLE}}}}},
  organization = {{The Paper}},
  howpublished = {{The Paper}},
  date         = {{2024-02-22}},
  year         = {{2024}},
  month        = feb,
  url          = {{{URL}}},
  urldate      = {{2026-11-22}},
  langid       = {{english}},
  note         = {{{NOTE}}},
}}
""",
    CitationStyle.RIS: f"""\
TY  - NEWS
ID  - paper-awol-wartime
AU  - A. Writer
TI  - {TITLE}
T2  - The Paper
PY  - 2024
DA  - 2024/02/22/
Y2  - 2026/11/22/
LA  - en
UR  - {URL}
N1  - {NOTE}
ER  - {""}
""".replace("\n", "\r\n"),
}
CSL = {
    "id": FIGURE, "type": "article-newspaper", "title": TITLE, "author": [{"literal": "A. Writer"}], "container-title": "The Paper",
    "issued": {"date-parts": [[2024, 2, 22]]}, "accessed": {"date-parts": [[2026, 11, 22]]}, "URL": URL, "language": "en", "note": NOTE,
}  # fmt: skip
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
                **{name: {"type": "string"} for name in ("title", "publisher", "container-title", "URL", "language", "version", "note")},
            },
            "additionalProperties": False,
        },
    }
)
HOSTILE = [
    "{", "}", "}}", "\\", "\\input{x}", "\\Big", "100 %", "a_b^c~d", "$x$ & #1", '"quoted" “so”', "самоволка — СОЧ", "a -- b ''c``", "?`!`,,<<>>",
    "TY  - NEWS", "ER  -", "@online{x,", "*",
]  # fmt: skip
lines = (
    st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1).map(lambda line: " ".join(line.split())).filter(bool)
)


def written(style: CitationStyle, *names: str) -> str:
    return references_of(SMALL, names, None, style)


def entry(**fields) -> Entry:
    known = {
        "key": "key",
        "work": "work",
        "type": SourceType.WEBPAGE,
        "title": "A title",
        "names": ("Name",),
        "note": "n",
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
    from citeproc.source.json import CiteProcJSON

    items = json.loads(written)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = CiteProcJSON(items)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        return [str(line) for line in bibliography.bibliography()]


@pytest.mark.parametrize("style", WHOLE)
def test_a_style_is_written_whole(style):
    assert written(style, FIGURE.upper()) == WHOLE[style]


def test_csl_json_is_written_whole():
    assert json.loads(written(CitationStyle.CSL_JSON, FIGURE)) == [CSL]


def test_a_note_says_what_was_counted_where_it_is_printed_and_in_which_table():
    assert NOTE.startswith("More than 4,600 people were convicted of absence without official leave ")
    assert NOTE.endswith(
        "Quotation (headline): “more than 4.6K soldiers”. Read 22 November 2026; milstats table 2026.1, figure paper-awol-wartime."
    )


def test_every_style_has_a_writer_a_meaning_and_an_ending():
    assert set(WRITERS) == set(STYLE_ENDINGS.values()) == set(CitationStyle)
    assert set(RIS_TYPES) == set(SourceType)


def test_every_figure_is_read_back_from_every_style():
    table = load()
    assert len(table.figures) > 200
    for figure in table.figures.values():
        source, cited = table.sources[figure.source], figure_entry(table, figure)
        (record,), failed = bibtex_read(bibtex((cited,)))
        assert (failed, record["key"], record["url"]) == ([], figure.id, source.url)
        (reference,) = rispy.loads(ris((cited,)))
        assert (reference["id"], reference["title"], reference["urls"]) == (figure.id, source.title, [source.url])
        (item,) = json.loads(csl_json((cited,)))
        assert (item["id"], item["title"], item["URL"]) == (figure.id, source.title, source.url)
        assert [error.message for error in CSL_SCHEMA.iter_errors([item])] == []
        assert ("issued" in item) == ("date" in record) == ("year" in record) == ("year" in reference) == (source.published is not None)


def test_several_figures_make_one_file_and_each_is_cited_once():
    names = [FIGURE, "court-awol-2021", UNDATED]
    read = {
        CitationStyle.BIBTEX: lambda out: [record["key"] for record in bibtex_read(out)[0]],
        CitationStyle.CSL_JSON: lambda out: [item["id"] for item in json.loads(out)],
        CitationStyle.RIS: lambda out: [record["id"] for record in rispy.loads(out)],
    }
    assert {style: keys(written(style, *names, FIGURE.upper())) for style, keys in read.items()} == dict.fromkeys(read, names)
    with pytest.raises(NothingMatchedError, match='no figure is called "paper-awol-wartim"; did you mean "paper-awol-wartime"'):
        written(CitationStyle.TEXT, "paper-awol-wartim")


def test_citeproc_prints_name_date_and_title_once():
    (line,) = rendered(written(CitationStyle.CSL_JSON, FIGURE))
    assert line.startswith("A. Writer (2024)")
    assert (line.count("A. Writer"), TITLE in line, URL in line) == (1, True, True)


def test_a_source_without_a_date_never_gets_the_day_of_reading_for_its_year():
    assert written(CitationStyle.TEXT, UNDATED).splitlines()[:2] == [
        "(Rights Group, n.d.)",
        "Rights Group. (n.d.). A leaflet. https://example.org/leaflet",
    ]
    assert not any(sign in written(CitationStyle.BIBTEX, UNDATED) for sign in (" date ", "year", "month", "urldate"))
    assert not any(sign in written(CitationStyle.RIS, UNDATED) for sign in ("PY  -", "DA  -", "Y1  -", "Y2  -"))
    assert "issued" not in json.loads(written(CitationStyle.CSL_JSON, UNDATED))[0]
    (line,) = rendered(written(CitationStyle.CSL_JSON, UNDATED))
    assert line.startswith("Rights Group (no date)")


TEX = r"\documentclass{article}\usepackage[utf8]{inputenc}%s\begin{document}\nocite{*}%s\end{document}"
ENGINES = {
    "bibtex": (r"\usepackage{natbib}\usepackage{url}", r"\bibliographystyle{plainnat}\bibliography{r}"),
    "biber": (r"\usepackage[style=authoryear,backend=biber]{biblatex}\addbibresource{r.bib}", r"\printbibliography"),
}


@pytest.mark.parametrize("engine", ENGINES)
def test_tex_compiles_every_reference_and_prints_no_day_of_reading_as_a_year(tmp_path, engine):
    style = {"bibtex": "plainnat.bst", "biber": "etoolbox.sty"}[engine]
    if (
        not all(map(shutil.which, ("pdflatex", "kpsewhich", engine)))
        or subprocess.run(["kpsewhich", style], capture_output=True, check=False).returncode
    ):
        pytest.skip(f"needs TeX with {engine} and {style}")
    (tmp_path / "t.tex").write_text(TEX % ENGINES[engine])
    titles = [entry(key=f"h{number}", title=f"T{title}", note=title) for number, title in enumerate(HOSTILE) if "С" not in title]
    (tmp_path / "r.bib").write_text(f"{written(CitationStyle.BIBTEX, *SMALL.figures)}\n{bibtex(tuple(titles))}", encoding="utf-8")
    for command in (["pdflatex", "-interaction=nonstopmode", "t"], [engine, "t"], ["pdflatex", "-interaction=nonstopmode", "t"]):
        ended = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=120)
        assert ended.returncode == 0 or command[0] == "pdflatex", ended.stdout
    log = (tmp_path / "t.log").read_text(encoding="latin-1")
    assert [line for line in log.splitlines() if line.startswith("!")] == []
    bibliography = (tmp_path / "t.bbl").read_text(encoding="utf-8")
    undated = {"bibtex": r"\bibitem[{Rights Group}({\natexlab{", "biber": r"\field{labeldatesource}{nodate}"}
    assert undated[engine] in bibliography


def test_a_calculation_is_milstats_own_and_comes_with_both_figures():
    pair = ("court-awol-2021", "court-awol-2022")
    head, reference, note = references_of(SMALL, (), pair, CitationStyle.TEXT).split("\n\n")[0].split("\n")
    assert head == "(milstats, n.d., own calculation from Court Department, 2023; A. Writer, 2024)"
    assert reference == f"milstats. (n.d.). Calculation from the figures {pair[0]} and {pair[1]} (Version 2026.1)."
    assert note.startswith("527 people were convicted of absence without official leave in 2021 and 887 people in 2022: up 68% (+360), ")
    assert note.endswith(" Calculated by milstats, printed by no source; milstats table 2026.1.")
    records, failed = bibtex_read(references_of(SMALL, (pair[0],), pair, CitationStyle.BIBTEX))
    assert ([record["key"] for record in records], failed) == ([f"milstats:{pair[0]}:{pair[1]}", *pair], [])
    assert (records[0]["author"], records[0]["version"], "year" in records[0]) == ("milstats", "2026.1", False)
    items = json.loads(references_of(SMALL, (), pair, CitationStyle.CSL_JSON))
    assert [error.message for error in CSL_SCHEMA.iter_errors(items)] == []


def test_where_nothing_is_calculated_there_is_nothing_to_cite_and_the_first_reason_is_said():
    with pytest.raises(
        NothingMatchedError, match="nothing to cite: milstats calculates nothing from court-awol-2021 and paper-awol-wartime: "
    ):
        references_of(SMALL, (), ("court-awol-2021", "paper-awol-wartime"), CitationStyle.TEXT)


def test_a_name_has_no_asterisk_in_ris_which_forbids_it():
    assert ris((entry(names=("Do*e, *Jane",)),)).split("\r\n")[2] == "AU  - Doe, Jane"


def test_a_bibtex_key_has_nothing_that_ends_it():
    assert bibtex((entry(key="a b{c},ё:1.x_-"),)).startswith("@misc{a_b_c___:1.x_-,\n")


def test_works_of_one_author_in_one_year_are_distinguished_by_letters():
    works = [entry(key=key, work=key, published=None) for key in ("a", "b")]
    assert text((*works, works[0]._replace(key="c"))).splitlines()[::4] == ["(Name, n.d.-a)", "(Name, n.d.-b)", "(Name, n.d.-a)"]
    many = [entry(key=f"{number:02}", work=f"{number:02}", published=date(2023, 5, 6)) for number in range(28)]
    named = [line.split(", ")[1].rstrip(")") for line in text(tuple(many)).splitlines()[::4]]
    assert [named[0], named[25], named[26], named[27]] == ["2023a", "2023z", "2023aa", "2023bb"]


def test_authors_are_named_as_far_as_a_source_says():
    names = ("Иванова, Анна-Мария В.", "A. Writer", "Doe, Jane")
    assert text((entry(names=names, publisher="Paper", title="Was?"),)).splitlines()[:2] == [
        "(Иванова et al., n.d.)",
        "Иванова, А.-М. В., A. Writer, & Doe, J. (n.d.). Was? Paper.",
    ]
    assert text((entry(names=names[:2]),)).startswith("(Иванова & A. Writer, n.d.)\nИванова, А.-М. В., & A. Writer. (n.d.)")
    assert "author       = {Иванова, Анна-Мария В. and {A. Writer} and Doe, Jane}" in bibtex((entry(names=names, publisher="Paper"),))
    assert "{{Guns and Roses, Band}}" in bibtex((entry(names=("Guns and Roses, Band",)),))


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Oliynyk, Tetyana", {"family": "Oliynyk", "given": "Tetyana"}),
        (" Oliynyk ,  Tetyana V. ", {"family": "Oliynyk", "given": "Tetyana V."}),
        ("A. Writer", {"literal": "A. Writer"}),
        ("Doe, Jane, Jr.", {"literal": "Doe, Jane, Jr."}),
        ("Doe,", {"literal": "Doe,"}),
        (", Jane", {"literal": ", Jane"}),
    ],
)
def test_one_comma_alone_separates_a_family_name_from_a_given_one(author, name):
    source = SMALL.sources["paper-2024"]._replace(author=(author,))
    changed = SMALL._replace(sources={source.id: source})
    (item,) = json.loads(csl_json((figure_entry(changed, SMALL.figures[FIGURE]),)))
    assert item["author"] == [name]


@pytest.mark.parametrize("kind", [SourceType.BOOK, SourceType.DATASET, SourceType.REPORT])
def test_a_book_a_dataset_and_a_report_have_a_publisher(kind):
    work = entry(type=kind, publisher="Paper", names=("Doe, Jane",))
    (item,) = json.loads(csl_json((work,)))
    assert (item["publisher"], "container-title" in item, item["author"]) == ("Paper", False, [{"family": "Doe", "given": "Jane"}])
    assert "\r\nPB  - Paper\r\n" in ris((work,))


@pytest.mark.parametrize(("title", "ended"), [("Who?", "Who?"), ("Stop!", "Stop!"), ("So.", "So."), ("So", "So."), ("So: 1", "So: 1.")])
def test_a_title_ends_with_one_mark(title, ended):
    assert text((entry(title=title),)).splitlines()[1] == f"Name. (n.d.). {ended}"


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
    hostile = entry(title=title, names=(name,), note=title)
    follows = entry(key="next", title="Next")
    written = bibtex((hostile, follows))
    records, failed = bibtex_read(written)
    assert ([record["key"] for record in records], failed, balanced(written)) == (["key", "next"], [], True)
    read = rispy.loads(ris((hostile, follows)))
    assert [(record["id"], record["title"]) for record in read] == [("key", title), ("next", "Next")]
    first, second = json.loads(csl_json((hostile, follows)))
    assert (first["title"], first["author"], second["id"]) == (title, [{"literal": name}], "next")
    assert len(text((hostile, follows)).splitlines()) == 7


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_read_back_as_it_was(title):
    survives(title, f"N {title}")
    record = parse_string(bibtex((entry(title=title), entry(key="next")))).entries[0]
    assert plain_of(record["title"].removeprefix("{{}").removesuffix("}") if "{}\\" in record["title"][:4] else record["title"]) == title


@settings(deadline=None)
@given(lines, lines)
def test_no_title_and_no_name_breaks_a_file(title, name):
    assume(escape(title) == title and escape(name) == name)  # no table that loads has anything else
    survives(title, name.replace(",", "-"))
