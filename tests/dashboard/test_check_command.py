"""Files and batches of texts are checked on the command line, with the place of each figure."""

import json
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from dashboard.checking.command import add_check
from dashboard.checking.findings import Finding
from dashboard.checking.reading import reader_of
from dashboard.checking.verdicts import check_paragraphs
from etl.documents.prose.records import PARTED, Paragraph
from etl.documents.readings.text import text_of
from etl.editions.reading import Database, Edition


def runner(database: Database) -> Typer:
    """A program with the command alone."""
    made = Typer()
    made.callback()(lambda: None)
    add_check(made, lambda: database, text_of)
    return made


def test_the_command_checks_a_file_in_every_form(database: Database, tmp_path: Path) -> None:
    file, out = tmp_path / "draft.txt", tmp_path / "out.json"
    file.write_text("Last year 9,000 tons of opium came out of Afghanistan.", encoding="utf-8")
    run = CliRunner().invoke(runner(database), ["check", str(file), "--published", "2018-11-19"])
    assert (run.exit_code, "it agrees" in run.stdout) == (0, True)
    CliRunner().invoke(
        runner(database), ["check", str(file), "--published", "2018-11-19", "--format", "json", "--out", str(out)]
    )
    (figure,) = json.loads(out.read_text("utf-8"))["figures"]
    assert (figure["verdict"], figure["year"], figure["area"]) == ("agrees", 2017, "AFG")
    run = CliRunner().invoke(runner(database), ["check", str(file), "--format", "html"])
    assert run.stdout.startswith("<!doctype html>")


def test_a_web_page_is_checked_with_the_place_of_each_figure(database: Database, tmp_path: Path) -> None:
    file, table = tmp_path / "page.html", tmp_path / "table.html"
    file.write_text(
        "<html><body><h1>Afghan opium</h1><p>Nothing here.</p><script>5 ha</script>"
        "<p>Opium poppy covered 263,000 hectares in Afghanistan in 2018.</p></body></html>",
        encoding="utf-8",
    )
    run = CliRunner().invoke(runner(database), ["check", str(file), "--format", "json"])
    (figure,) = json.loads(run.stdout)["figures"]
    assert (figure["verdict"], figure["place"], figure["as_printed"]) == ("agrees", "paragraph 3", "263,000 hectares")
    table.write_text("<html><body><table><tr><td>1<td>2<tr><td>3<td>4</table></body></html>", encoding="utf-8")
    run = CliRunner().invoke(runner(database), ["check", str(table)])
    assert (run.exit_code, "no tables whose figures are understood" in run.stderr) == (1, True)


def test_numbers_in_tables_of_a_file_are_judged_by_what_their_row_and_column_say(
    edition: Edition, tmp_path: Path
) -> None:
    page, sheet = tmp_path / "page.html", tmp_path / "sheet.csv"
    page.write_text(
        "<html><body><h1>Afghanistan: opium poppy cultivation by province (hectares)</h1><p>A table.</p><table>"
        "<tr><th>Province<th>2017<th>2018<tr><td>Helmand<td>144,018<td>136,789<tr><td>Afghanistan<td>328,000<td>236,000"
        "</table></body></html>",
        encoding="utf-8",
    )
    sheet.write_text("Opium poppy cultivation (ha)\nArea,2017,2018\nAfghanistan,328000,263000\n", encoding="utf-8")
    paragraphs = text_of(page, reader_of(edition))
    text = PARTED.join(each.text for each in paragraphs)
    found = check_paragraphs(paragraphs, edition)
    assert [(text[it.reading.start : it.reading.end], it.area, it.year, it.finding.value) for it in found] == [
        ("144,018", "AF-HEL", 2017, "agrees"),
        ("136,789", "AF-HEL", 2018, "misprint"),
        ("328,000", "AFG", 2017, "agrees"),
        ("236,000", "AFG", 2018, "misprint"),
    ]
    assert found[0].reading.place == "table 1, row 2, column 2"
    of_sheet = check_paragraphs(text_of(sheet, reader_of(edition)), edition)
    assert [it.finding for it in of_sheet] == [Finding.AGREES] * 2


def test_the_total_of_some_provinces_contradicts_no_country(edition: Edition, tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    heading = "Opium poppy cultivation in Afghanistan (ha)\nProvince,2018\nHelmand,136798\nKandahar,23410\nTotal,"
    for total, finding in (("160208", Finding.UNSURE), ("160802", Finding.DIFFERS)):
        file.write_text(f"{heading}{total}\n", encoding="utf-8")
        found = check_paragraphs(text_of(file, reader_of(edition)), edition)
        assert [it.finding for it in found] == [Finding.AGREES, Finding.AGREES, finding]


def test_a_mark_that_its_table_does_not_explain_is_told_by_the_data(edition: Edition, tmp_path: Path) -> None:
    file = tmp_path / "table.md"
    file.write_text("# Coca bush cultivation (hectares)\n\n| Country | 2017 |\n|---|---|\n| Peru | 49,900 |\n")
    (found,) = check_paragraphs(text_of(file, reader_of(edition)), edition)
    assert (found.finding, found.reading.value, found.reading.otherwise) == (Finding.AGREES, 49_900, 49.9)


def test_a_long_document_is_read_in_pieces(edition: Edition) -> None:
    sentence = "Opium poppy covered 263,000 hectares in Afghanistan in 2018."
    paragraphs = [Paragraph(sentence, at * (len(sentence) + 2), f"page {at}") for at in range(700)]
    found = check_paragraphs(paragraphs, edition)
    assert [it.reading.place for it in found] == [each.place for each in paragraphs]
    assert {it.finding for it in found} == {Finding.AGREES}


def test_a_batch_answers_each_line_and_tells_what_is_wrong_with_one(database: Database, tmp_path: Path) -> None:
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    text = (
        "Afghanistan\u2028had 263,000 hectares of poppy in 2018."  # what parts lines of a text parts none of the file
    )
    good = json.dumps({"id": "a", "text": text, "published": ""}, ensure_ascii=False)
    lines = [good, "", "{", json.dumps({"id": "b"}), json.dumps({"id": "c", "text": "5 ha", "published": "soon"})]
    given.write_bytes("\n".join(lines).encode("utf-8-sig") + b"\n\xff")
    run = CliRunner().invoke(runner(database), ["check", "--batch", str(given), "--out", str(out)])
    assert run.exit_code == 0
    first, *wrong = map(json.loads, out.read_text("utf-8").rstrip().split("\n"))
    assert (first["id"], [it["verdict"] for it in first["figures"]]) == ("a", ["agrees"])
    assert [(line["id"], line["figures"], line["error"]) for line in wrong] == [
        (None, [], "Line 3 is not JSON."),
        ("b", [], 'Line 4 has no "text".'),
        ("c", [], "Line 5: 'soon' is not a date; write it as 2018-11-19, 2018-11 or 2018."),
        (None, [], "Line 6 is not in UTF-8."),
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nothing.txt"], "There is no file nothing.txt."),
        ([], "Give one text to check"),
        (["-", "--published", "yesterday"], "is not a date"),
    ],
)
def test_the_command_says_in_a_sentence_what_is_wrong(arguments: list[str], told: str, database: Database) -> None:
    run = CliRunner().invoke(runner(database), ["check", *arguments])
    assert run.exit_code == 1
    assert told in run.stderr
