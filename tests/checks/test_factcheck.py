"""Factcheck: numbers that the table has are known in any notation, a closed list is to be checked, and nothing else ever is."""

from __future__ import annotations

import time
import tomllib
from datetime import date
from pathlib import Path
from runpy import run_path

import pytest

from milstats.checks.factcheck import FactStatus, factcheck
from milstats.checks.pages import page_of_html, page_of_markdown
from milstats.data.load import load
from milstats.model.vocabulary import Status
from milstats.model.wording import sentence

TABLE = load()
LIVE = [figure for figure in TABLE.figures.values() if figure.value is not None and Status.DEPRECATED not in figure.status]
KNOWN = {FactStatus.KNOWN, FactStatus.DISPUTED, FactStatus.REVISED}


def said(text: str, as_of: date | None = None) -> list[str]:
    """Return what is said of the numbers of a text, but for those that the table does not have."""
    found = factcheck(TABLE, page_of_markdown("draft", text), as_of)
    return [f"{one.found}: {one.status} {one.figure.id if one.figure else ''}" for one in found if one.status is not FactStatus.UNKNOWN]


NOTATIONS = ["5,260", "5 260", "5&nbsp;260", "5.260", "5’260", "5260", "5,26 тыс.", "5.26K", "5 тыс. 260"]


@pytest.mark.parametrize("number", NOTATIONS)
def test_a_number_is_known_in_any_notation(number):
    text = f"Proekt counted {number} AWOL cases opened in Russia in 2022 and 2023."
    assert [line.partition(": ")[2] for line in said(text)] == ["known proekt-awol-opened-2022-2023"]


def test_the_sentence_of_the_user_has_two_known_numbers_and_nothing_to_check():
    assert said("527 AWOL convictions in 2021 against 4,373 in wartime") == [
        "527: known proekt-awol-convicted-2021",
        "4,373: disputed proekt-awol-convicted-wartime",
    ]


@pytest.mark.parametrize("figure", LIVE, ids=lambda figure: figure.id)
def test_each_number_of_the_table_in_its_own_sentence_is_known(figure):
    found = [one for one in factcheck(TABLE, page_of_markdown("draft", sentence(TABLE, figure))) if one.figure]
    assert figure.value in [one.figure.value for one in found if one.figure]
    assert all(one.status in KNOWN for one in found)


def test_nothing_is_to_be_checked_in_any_quote_of_the_table_nor_in_all_its_sentences():
    texts = [figure.quote for figure in LIVE if figure.quote]
    whole = "\n\n".join(sentence(TABLE, figure) for figure in LIVE)
    assert [(text, line) for text in (*texts, whole) for line in said(text) if " check " in line] == []


CHECKED = {
    "Mediazona counted 5,539 cases of refusal to serve in 2023.": "5,539: check mediazona-refusal-received-2023",
    "Proekt counted 4,733 Russian soldiers convicted of going AWOL during wartime.": "4,733: check proekt-awol-convicted-wartime",
    "«Медиазона» насчитала 651 дело о самовольном оставлении части за 2021 год.": "651: check mediazona-awol-received-2021",
    "Mediazona counted 1,001 AWOL cases in 2021, most of them closed with a fine.": "1,001: check mediazona-awol-received-2022-primary",
    "В 2023 году «Медиазона» насчитала 615 дел о самовольном оставлении части.": "615: check mediazona-awol-received-2021",
    "Proekt counted 615 AWOL cases in Russia in 2021.": "615: check mediazona-awol-received-2021",
    "Russian courts convicted 1,001 soldiers of going AWOL in 2022.": "1,001: check mediazona-awol-received-2022-primary",
    "По данным «Медиазоны», в 2022 году за самоволку осудили 1001 военного.": "1001: check mediazona-awol-received-2022-primary",
    "Russian courts received 615 cases against soldiers who went AWOL in 2022, Mediazona says.": "615: check mediazona-awol-received-2021",
    "Российские военные суды в 2023 году получили 615 дел о самоволке.": "615: check mediazona-awol-received-2021",
    "Russian courts in 2023 received 615 AWOL cases, Mediazona says.": "615: check mediazona-awol-received-2021",
    "There were 1,001 AWOL cases in Russia registered in 2023, Mediazona says.": "1,001: check mediazona-awol-received-2022-primary",
    "Генпрокуратура зарегистрировала в России в 2022 году 3074 преступления против военной службы.": "3074: check prosecutor-military-registered-2022",
    "In March 2024 a record 64 Russian soldiers were convicted of desertion.": "64: check mediazona-awol-convicted-2024-03-misprint",
    "За самовольное оставление части в 2023 году российские суды осудили за год 5096 солдат.": "5096: check mediazona-awol-received-2023-revised",
    "В 2014 году за дезертирство осудили 126 военных, по данным Судебного департамента.": "126: check judicial-desertion-convicted-2013",
}


@pytest.mark.parametrize(("text", "line"), CHECKED.items())
def test_the_faults_of_the_closed_list_are_to_be_checked(text, line):
    assert said(text) == [line]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "Proekt found that 537 Russian soldiers were convicted of AWOL in 2021 (4,373 in 2023).",
            ["537: check proekt-awol-convicted-2021", "4,373: disputed proekt-awol-convicted-2023"],
        ),
        (
            "Mediazona counted 5,204 AWOL cases in Russian courts in 2023 (in 2022, 1,001).",
            ["5,204: check mediazona-awol-received-2024-jan-jul", "1,001: known mediazona-awol-received-2022-primary"],
        ),
        (
            "«Медиазона» насчитала 8561 дело в 2024 году (в 2021-м — 615) о самоволке.",
            ["615: known mediazona-awol-received-2021"],
        ),
        (
            "AWOL, Mediazona: 615 (2021) → 5,096 (2023)",
            ["615: known mediazona-awol-received-2021", "5,096: known mediazona-awol-received-2023-revised"],
        ),
    ],
)
def test_a_number_in_brackets_behind_another_has_a_clause_of_its_own(text, lines):
    assert said(text) == lines


UNCHECKED = [
    "AWOL cases in Russia rose from 615 in 2021 to 1,001 in 2022 and 5,096 in 2023, Mediazona says.",  # a comparison
    "Mediazona reported in 2024 that Russian courts received 5,096 AWOL cases.",  # when it was reported
    "In a 2024 report, Mediazona counted 5,096 AWOL cases in Russia.",
    "Mediazona expects 5,539 cases of refusal to serve in Russia in 2023.",  # a forecast
    "According to rumours, Mediazona counted 5,539 cases of refusal to serve in 2023.",  # hearsay
    "Ukraine opened 5,539 cases of refusal to serve in 2023, Mediazona says.",  # another army
    "Russia is not alone: in Ukraine, prosecutors opened 5,096 AWOL cases in 2022.",
    "Courts in Ukraine received 5,096 AWOL cases in 2022, Russian media say.",
    "Пока в России судят беглецов, в Украине в 2022 году открыли 5096 дел о самоволке.",
    "In 2023 the Moscow garrison court received 184 desertion cases, Mediazona wrote.",  # a place
    "Of them, Mediazona counted 5,539 cases of refusal to serve in 2023.",  # a part
    "Mediazona counted 615 cases of theft in Russian garrisons in 2023.",  # another crime
    "Mediazona keeps count. In Russia it was 651 in 2021.",  # the offence is not in the clause
    "By January 2024 Mediazona had counted 5,034 AWOL cases in Russia.",  # between two counts
    "An earlier version of this article said that there were 5,069 AWOL cases in Russia in 2023, by Mediazona's count.",
    "Исправлено: в тексте говорилось о 5069 делах о самоволке в России за 2023 год, по данным «Медиазоны».",
    "По слухам, в 2023 году «Медиазона» насчитала 5 539 дел об отказе от службы.",
    "A 2025 book says Russian courts received 5,096 AWOL cases.",  # a year that says when it was reported
    "Speaking in 2025, the lawyer said Russian courts had received 5,096 AWOL cases.",
    "5,096 AWOL cases reached Russian courts, the outlet said in 2025.",
    "Before the 2022 invasion, Russia saw 615 AWOL cases a year, Mediazona says.",  # when something else happened
    "После мобилизации 2022 года российские суды за год получили 5096 дел о самоволке.",
    "Drafted in 2022, he became one of Russia's 5,096 AWOL cases.",
    "The law, tightened in 2022, brought 5,096 AWOL cases to Russian courts.",
    "Mediazona, founded in 2014, counted 5,096 AWOL cases in Russia.",
    "When the Duma rewrote the code in 2022, few foresaw 5,096 AWOL cases in Russian courts.",
    "Олег подписал контракт в 2022 году и стал одним из 5096 фигурантов дел о самоволке в России.",
    "После того как в 2022 году закон ужесточили, в российские суды поступило 5096 дел о самоволке.",
    "Из-за поправок, принятых в 2022 году, в российские суды поступило 5096 дел о самоволке.",
    "There were 5,096 AWOL cases in Russia against soldiers drafted in 2022.",
    "5,096 AWOL cases reached Russian courts thanks to the amendments of September 2022.",
    "5096 дел о самоволке поступило в российские суды после ужесточения закона в 2022 году.",
    "5096 дел о самоволке поступило в российские суды, показал подсчёт «Медиазоны» 2024 года.",
    "В прошлую зиму 2076 дел о самоволке поступило в суды России, считает «Медиазона».",  # a number that may be a year
    "At the start of 2024 Mediazona counted 5,024 AWOL cases in Russia for the past year.",
    "In June 2025 Mediazona's tally reached 18,159 AWOL cases in Russia.",
    "In January 2024, Mediazona counted up: 5,024 AWOL cases in Russia in twelve months.",
    "В 2024 году «Медиазона» писала о 5096 делах о самоволке в России.",
    "В феврале 2024 года «Проект» нашёл 4373 осуждённых за самоволку.",
    "Согласно исследованию 2025 года, в России было 5096 дел о самоволке.",
    "In Russia, 5,096 AWOL cases brought convictions or fines in 2023.",  # cases, and what came of them
    "In 2023, 5,096 cases of soldiers convicted or awaiting trial for AWOL reached Russian courts.",
    "Mediazona counted 840 AWOL cases in Russia in May 2024.",  # rounded
    "At least 50,000 Russian soldiers have deserted since the invasion, iStories reported.",  # the wrong figure counts cases
    "Mediazona named 615 Russian soldiers killed who had been convicted of AWOL in 2023.",  # the dead
]


@pytest.mark.parametrize("text", UNCHECKED)
def test_comparisons_forecasts_hearsay_parts_and_other_armies_are_never_to_be_checked(text):
    assert [line for line in said(text) if " check " in line] == []


@pytest.mark.parametrize(
    "text",
    [
        "The trial under article 337 of a man, 25, on 14 May 2021 cost 527 roubles and lasted 615 days; he is 31 years old.",
        "Rovers drew 5,593 to the last home game.",
        "Ukrainian prosecutors opened 4,373 cases of desertion in 2023.",
        "Зеленский заявил, что в 2023 году в ВСУ завели 4373 дела о дезертирстве.",
        "Russian soldiers convicted of AWOL can call 0800 5260 501.",
        "A post on AWOL in Russia had 10,025 views, a petition 18,159 signatures. Military unit 14182 was silent.",
    ],
)
def test_articles_ages_dates_telephones_money_football_and_other_armies_are_not_known(text):
    assert said(text) == []


def test_a_small_or_round_number_is_known_beside_its_offence_and_period_only():
    text = "In May 2024 courts in Russia received {} cases of desertion, Mediazona says."
    assert said(text.format(42)) == ["42: known mediazona-desertion-received-2024-05"]
    assert said("He read 42 cases of desertion in Russia.") == []


def test_a_number_below_a_thousand_is_not_known_by_the_sentences_before_it_alone():
    text = "Cases of AWOL and desertion fill the courts of Russia, Mediazona says. {}"
    assert said(text.format("His mother wrote 148 letters.")) == []
    for sentence_of_it in ("In all of 2023 there were 148.", "Two years earlier there had been 148."):
        assert said(text.format(sentence_of_it)) == ["148: known mediazona-desertion-received-2023"]


def test_of_figures_with_one_number_the_one_whose_words_are_beside_it_is_chosen():
    assert said("Courts in Russia received 1,053 AWOL cases by the first week of May 2023, Mediazona says.") == [
        "1,053: known mediazona-awol-received-2023-jan-may"
    ]
    assert said("In Russia 536 cases of refusal to serve reached court by 21 March 2023.") == [
        "536: known mediazona-refusal-received-2023-03-21"
    ]


def test_a_number_that_was_revised_is_a_note_and_before_the_revision_it_is_known():
    text = "Mediazona counted 5,024 AWOL cases in Russia in 2023."
    assert said(text) == ["5,024: revised mediazona-awol-received-2023"]
    assert said(text, date(2024, 1, 15)) == ["5,024: known mediazona-awol-received-2023"]
    assert said("Mediazona counted 5,096 AWOL cases in Russia in 2023.", date(2024, 1, 15)) == []


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 the courts of Russia took in 10,308 cases against men who would not fight, Mediazona says.",
        "В 2024-м в суды России поступило 10 308 дел об отказах, по данным «Медиазоны».",
    ],
)
def test_a_text_may_name_refusal_in_plain_words(text):
    assert [line.partition(": ")[2] for line in said(text)] == ["known mediazona-refusal-received-2024"]


def test_a_sentence_ends_behind_a_year_with_its_ending():
    text = "В 2024 году в России осудили 8561 человека, почти вдвое больше, чем в 2023-м. Минобороны не ответило."
    [found] = [one for one in factcheck(TABLE, page_of_markdown("draft", f"Отказ воевать, The Insider. {text}")) if one.figure]
    assert found.sentence.endswith("в 2023-м.")


def test_awol_called_desertion_is_a_note():
    text = "In 2022 Russian courts received 1,001 cases of desertion, Mediazona says."
    [found] = factcheck(TABLE, page_of_markdown("draft", text))
    assert found.status is FactStatus.KNOWN
    assert "not desertion" in found.reason


def test_a_finding_can_be_accepted():
    fault, _ = next(iter(CHECKED.items()))
    [found] = factcheck(TABLE, page_of_markdown("draft", f"{fault} <!-- milstats: ok 5,539 -->"))
    assert (found.status, found.reason) == (FactStatus.UNKNOWN, "accepted in the draft")


@pytest.mark.parametrize(
    "table",
    [
        "| Mediazona, AWOL cases | 2021 | 2022 |\n|---|---|---|\n| received | 615 | 1,001 |",
        "| Year | AWOL cases, Mediazona |\n|---|---|\n| 2021 | 615 |\n| 2022 | 1,001 |",
        "| Who | What | When | Cases |\n|---|---|---|---|\n| Mediazona | AWOL | 2021 | 615 |\n| Mediazona | AWOL | 2022 | 1,001 |",
        "| Crime | When | Cases | Counter |\n|---|---|---|---|\n| AWOL | 2021 | 615 | Mediazona |\n| AWOL | 2022 | 1,001 | Mediazona |",
    ],
)
def test_tables_with_years_across_or_down_are_known(table):
    assert said(table) == ["615: known mediazona-awol-received-2021", "1,001: known mediazona-awol-received-2022-primary"]


@pytest.mark.parametrize("note", ["¹", "<sup>1</sup>", '<sup class="n1"><a href="#n2">2</a></sup>', "<sup>[3]</sup>"])
def test_a_note_beside_a_number_is_no_part_of_it(note):
    text = f"<p>Mediazona counted 615{note} AWOL cases in Russia in 2021.</p>"
    found = [one for one in factcheck(TABLE, page_of_html("draft", text)) if one.figure]
    assert [(one.found, one.figure and one.figure.value) for one in found] == [("615", 615)]


def test_a_small_number_of_a_table_is_known_by_the_cells_of_its_row():
    table = "| Crime | When | Cases | Counter |\n|---|---|---|---|\n| Desertion | May 2024 | 42 | Mediazona |\n| Theft | May 2024 | 43 | police |"
    assert said(table) == ["42: known mediazona-desertion-received-2024-05"]


def test_a_finding_has_its_place_its_sentence_and_its_reading():
    text = "<h1>Army</h1>\n<p>Yes. В 2021&nbsp;году «Медиазона» насчитала\n651 дело о самовольном оставлении части."
    [found] = factcheck(TABLE, page_of_html("draft.html", text))
    assert (found.file, found.line, found.column, found.found) == ("draft.html", 3, 1, "651")
    assert found.sentence[found.start :].startswith("651 дело")
    assert (found.offence, found.period_read, found.counter_read, found.noun) == ("awol", "2021", "Mediazona", "дело")
    assert found.figure is not None
    assert found.figure.value == 615
    assert (found.link or "").startswith("https://")


DATA = Path(__file__).parents[1] / "data"


@pytest.mark.parametrize("folder", ["tune", "held-out"])
def test_the_promise_is_kept_on_texts_written_for_it_and_on_texts_kept_apart(folder):
    measure = run_path(str(DATA.parent / "benchmark_factcheck.py"))["measure"]
    counts = measure(DATA / "factcheck" / folder, is_told=False)
    for language in ("en", "ru"):
        count = counts[language]
        assert count["right"] >= 0.95 * count["said"] > 0
        assert count["found"] >= 0.7 * count["planted"] > 0
        assert count["known"] >= 0.85 * count["meant"] > 0
        assert count["alarms on neighbours"] == 0


def test_no_number_of_newsroom_copy_is_to_be_checked_that_is_right():
    right = ("matches", "disputed", "superseded")
    found = []
    for text in tomllib.loads((DATA / "drafts" / "drafts.toml").read_text(encoding="utf-8"))["draft"]:
        wrong = {number for number, _, status in (line.partition(": ") for line in text["expected"]) if status not in right}
        found += [(line, line.partition(": ")[0] in wrong) for line in said(text["text"]) if ": check " in line]
    assert len(found) >= 20
    assert [line for line, is_wrong in found if not is_wrong] == []


HOSTILE = {
    "digits": "1" * 50_000,
    "groups": "1,111 " * 5_000,
    "spaces": "1 " * 10_000,
    "words": "nine " * 20_000,
    "offences": "awol 5 " * 1_000,
    "months": "between January and " * 15_000,
    "stops": "a. " * 20_000,
    "brackets": "](" * 20_000,
    "rounds": "(5 awol " * 1_000,
    "blanks": " " * 300_000 + "x",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_repetition_takes_time_in_proportion(name):
    def seconds(text: str) -> float:
        start = time.process_time()
        factcheck(TABLE, page_of_markdown("draft", f"AWOL in Russia. {text}"))
        return time.process_time() - start

    part = seconds(HOSTILE[name][: len(HOSTILE[name]) // 4])
    assert seconds(HOSTILE[name]) < 8 * part + 1
