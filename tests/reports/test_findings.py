"""What check, verify and factcheck found, as rows for machines, lines for editors and a page for people."""

from __future__ import annotations

from milstats.checks.factcheck import factcheck
from milstats.checks.pages import page_of_html, page_of_markdown
from milstats.checks.quotes import Verification, verify
from milstats.checks.table import check
from milstats.data.load import documents_of, joined, load
from milstats.reports.findings import check_report, factcheck_report, verify_report
from milstats.reports.report import Block, Heading, Paragraph, Stamp, Table

TABLE = load()
STAMP = Stamp(("factcheck", "draft.md"), "1", None, "1")
DRAFT = """\
Mediazona counted 5,539 cases of refusal to serve in 2023, more than ever before, and the outlet says that the true number is higher.

Russian courts received 1,001 AWOL cases in 2022.
"""


def texts(page: tuple[Block, ...]) -> list[str]:
    """Return the texts of a page, cells of a row parted by strokes."""
    lines = []
    for block in page:
        if isinstance(block, Table):
            lines += [" | ".join(cell.text for cell in line.cells) for line in block.lines]
        else:
            assert isinstance(block, Heading | Paragraph)
            lines.append(block.text)
    return lines


def drafted(text: str):
    return factcheck_report(TABLE, factcheck(TABLE, page_of_markdown("draft.md", text)), STAMP)


def test_what_to_check_comes_first_with_its_sentence_the_number_marked_its_reading_and_the_link():
    lines = texts(drafted(DRAFT).page())
    assert lines[:5] == [
        "Check 5,539  draft.md:1:19",
        "Mediazona counted 5,539 cases of refusal to serve in 2023, more than ever",
        "                  ^^^^^",
        "before, and the outlet says that the true number is higher.",
        "Read as: refusal to serve, 2023, Mediazona, cases.",
    ]
    assert lines[5].startswith("The table has 5,593: ")
    assert lines[6].startswith("https://")
    assert lines[7].startswith("1,001 | 3 | known | cases reaching court, absence without official leave, 2022, counted by Mediazona")
    assert lines[8:] == ["2 numbers: 1 to check, 1 known"]


def test_editors_get_a_line_a_number_that_begins_with_its_place():
    first, second = drafted(DRAFT).sentences()
    assert first.startswith("draft.md:1:19: check: 5,539: the table has 5,593: ")
    assert second.startswith("draft.md:3:25: known: 1,001: ")
    assert second.endswith(" [mediazona-awol-received-2022-primary]")


def test_rows_have_the_number_then_what_the_table_has_then_the_reading():
    report = drafted(DRAFT)
    row = dict(zip(report.columns, report.rows()[0], strict=True))
    assert [*row] == [
        "file",
        "line",
        "column",
        "found",
        "status",
        "figure",
        "table_value",
        "reason",
        "offence",
        "period_read",
        "counter_read",
        "noun",
        "link",
    ]
    assert (row["found"], row["status"], row["table_value"]) == ("5,539", "check", 5593)
    assert (row["offence"], row["period_read"], row["counter_read"], row["noun"]) == ("refusal_to_serve", "2023", "Mediazona", "cases")


def test_a_number_at_the_end_of_a_long_sentence_is_marked_on_its_own_line():
    text = f"{'So it goes on and on and on. ' * 2}In 2023, as the people who count such things in exile told us, Mediazona counted in Russia 5,539 cases of refusal to serve."
    lines = texts(drafted(text).page())
    mark = next(line for line in lines if line.strip() == "^^^^^")
    above = lines[lines.index(mark) - 1]
    assert above[mark.index("^") :].startswith("5,539")


def test_a_draft_without_numbers_says_so():
    assert texts(drafted("Nothing.").page()) == ["no number that the table knows"]
    assert drafted("Nothing.").next_step == ""


def test_numbers_that_are_left_out_are_counted():
    report = factcheck_report(TABLE, (), STAMP, 2)
    assert report.next_step == "Not in the table: 2 other numbers. --all: list them too"


def verified(content: str) -> tuple[Verification, ...]:
    """Return what a page says of four figures: found, found without a link, differing, missing."""
    figures = [figure for figure in TABLE.figures.values() if figure.quote][:4]
    quotes = ("527 in 2021", "4,373 soldiers", "289 people in 2023", "only nine")
    made = {figure.id: figure._replace(quote=quote, source=figures[0].source) for figure, quote in zip(figures, quotes, strict=True)}
    return verify(TABLE._replace(figures=made), figures[0].source, page_of_html("page.html", content))


def test_each_quote_has_a_line_and_the_last_line_counts():
    found = verified("<p>527 in 2021\n<p>4373 soldiers\n<p>298 people in 2023")
    report = verify_report(TABLE, found, ("a note",), STAMP)
    names = [one.figure.id for one in found]
    assert report.sentences() == (
        f"page.html:1: found: {names[0]}: 527 in 2021",
        f"page.html:2: not linked: {names[1]}: 4373 soldiers",
        f"page.html:3: differs: {names[2]}: expected “289 people in 2023”; the page has: 298 people in 2023",
        f"page.html: not found: {names[3]}: expected “only nine”",
    )
    assert report.caveats == ("2 of 4 quotes found (1 where the link will not highlight it), 1 differs, 1 not found",)
    assert report.notes == ("a note",)
    assert report.rows()[1] == (names[1], "4,373 soldiers", "not linked", "page.html:2", "4373 soldiers")
    assert report.rows()[3] == (names[3], "only nine", "not found", None, None)


def test_a_check_says_what_is_wrong_or_that_the_table_is_sound():
    for name, summary in (("sound", "sound: "), ("unused-source", "1 finding: ")):
        documents = documents_of(f"tests/data/check/{name}.toml")
        report = check_report(joined(documents), check(joined(documents), documents), STAMP)
        assert report.caveats[0].startswith(summary)
        assert len(report.rows()) == len(report.sentences())
        assert texts(report.page())[: len(report.rows())] == list(report.sentences())
