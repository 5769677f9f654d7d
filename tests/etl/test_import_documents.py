"""A maintainer reads a document, looks at the page of what was read, and accepts all of it or some."""

import csv
import html
import re
import shlex
from pathlib import Path

import pytest
from data_folder import DataFolder
from made_documents import MadePdf, write_docx
from running_import import new_source, run_import
from typer.testing import CliRunner

from etl.__main__ import app

SOURCE = "unodc-wdr-2030-annex"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    pdf = MadePdf().text(60, 40, "Table 5. Opium poppy cultivation in Afghanistan by province, 2026-2027 (hectares)")
    pdf.rows(80, (60, 250, 330), [["Province", "2026", "2027"], ["Hilmand", "1,273", "1,018"], ["Zabul", "363", "131"]])
    pdf.text(60, 300, "In 2027, opium poppy cultivation in Afghanistan <b> was 1,200 hectares.")
    return pdf.save(tmp_path / "survey.pdf")


def written(folder: DataFolder) -> list[dict[str, str]]:
    return folder.rows(f"statements/cultivation-and-production/{SOURCE}.csv")


def test_what_is_accepted_has_page_and_cell_as_its_place(folder: DataFolder, table: Path) -> None:
    new_source(folder)
    result = run_import(folder, table, "--source", SOURCE, "--producer", "unodc", "--write")
    assert result.exit_code == 0, result.output
    assert [(row["area"], row["year"], row["value"], row["as_printed"]) for row in written(folder)] == [
        ("AF-HEL", "2026", "1273", "1,273"),
        ("AF-HEL", "2027", "1018", "1,018"),
        ("AF-ZAB", "2026", "363", "363"),
        ("AF-ZAB", "2027", "131", "131"),
    ]
    first = written(folder)[0]
    assert first["locator"] == "page 1, table 1, row 2, column 2: Hilmand, 2026" and first["evidence"] == "original"
    again = run_import(folder, table, "--source", SOURCE, "--producer", "unodc", "--write")
    assert "4 same" in again.output and "Nothing to write" in again.output


def test_some_are_accepted_by_their_numbers_and_sentences_where_asked_for(folder: DataFolder, table: Path) -> None:
    new_source(folder)
    words = (table, "--source", SOURCE, "--producer", "unodc", "--prose")
    result = run_import(folder, *words, "--only", "1-2,5", "--except", "2", "--write")
    assert result.exit_code == 0, result.output
    assert [row["value"] for row in written(folder)] == ["1273", "1200"]
    assert written(folder)[1]["locator"] == "page 1, paragraph 2, sentence 1"


def test_two_numbers_of_one_sentence_are_two_proposals_and_the_review_prints_the_command_for_each(
    folder: DataFolder, tmp_path: Path
) -> None:
    new_source(folder)
    text, page = tmp_path / "survey.txt", tmp_path / "review.html"
    text.write_text(
        "Opium poppy cultivation in Afghanistan was 1,200 hectares in 2027, down from 1,640 hectares in 2026.", "utf-8"
    )
    words = (text, "--source", SOURCE, "--producer", "unodc", "--prose")
    told = run_import(folder, *words, "--review", page).output
    assert [line.split()[0] for line in told.splitlines() if line.startswith("#")] == ["#1", "#2"]
    command = html.unescape(re.findall(r'<code id="command" data-start="(.*?)" data-end="', page.read_text("utf-8"))[0])
    accepting = [*shlex.split(command)[3:], "--only", "1", "--write"]
    assert CliRunner().invoke(app, accepting).exit_code == 0
    assert [(row["year"], row["value"]) for row in written(folder)] == [("2027", "1200")]


def test_a_year_after_the_source_came_out_is_told_of_a_document_as_of_a_sheet(
    folder: DataFolder, tmp_path: Path
) -> None:
    new_source(folder)
    text = tmp_path / "survey.txt"
    text.write_text("In 2031, opium poppy cultivation in Afghanistan was 1,200 hectares.", encoding="utf-8")
    told = run_import(folder, text, "--source", SOURCE, "--producer", "unodc", "--prose").output
    assert "2031 is later than" in told and "1 warning" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--only", "99"], "names no number of the list"),
        (["--except", "x"], "names no number of the list"),
        (["--sheet", "A"], "for workbooks"),
    ],
)
def test_a_choice_that_means_nothing_is_one_sentence(
    folder: DataFolder, table: Path, words: list[str], told: str
) -> None:
    new_source(folder)
    result = run_import(folder, table, "--source", SOURCE, "--producer", "unodc", *words)
    assert result.exit_code == 1 and told in result.output and "Traceback" not in result.output


def test_the_page_of_a_review_holds_all_in_itself_and_no_markup_of_the_document(
    folder: DataFolder, table: Path, tmp_path: Path
) -> None:
    new_source(folder)
    page = tmp_path / "review.html"
    result = run_import(folder, table, "--source", SOURCE, "--producer", "unodc", "--prose", "--review", page)
    assert result.exit_code == 0, result.output
    text = page.read_text(encoding="utf-8")
    assert text.count("data:image/jpeg;base64,") == 1 and not re.search(r"(?:src|href)=\"(?!#|data:)", text)
    assert len(re.findall(r'class="box new"', text)) == 5 and "default-src &#x27;none&#x27;" in text
    assert "<b> was" not in text and f"--source {SOURCE} --producer unodc --prose" in text
    assert "<td>Opium poppy cultivation</td><td>Helmand</td>" in text and "AF-HEL" not in text


def test_the_list_of_a_document_has_every_number_and_writes_no_data(
    folder: DataFolder, table: Path, tmp_path: Path
) -> None:
    out = tmp_path / "list.csv"
    before = {path: path.read_bytes() for path in folder.path.rglob("*.csv")}
    result = CliRunner().invoke(app, ["read", str(table), "--out", str(out), "--data", str(folder.path)])
    assert result.exit_code == 0, result.output
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["page"], row["row"], row["column"], row["value"], row["outcome"]) for row in rows[:1]] == [
        ("1", "Hilmand", "2026", "1273", "understood")
    ]
    assert before == {path: path.read_bytes() for path in folder.path.rglob("*.csv")}


def test_the_review_of_a_document_without_pages_has_its_words_with_the_numbers_marked(
    folder: DataFolder, tmp_path: Path
) -> None:
    new_source(folder)
    texts = ["Table 5. Opium poppy cultivation in Afghanistan by province, 2026-2027 (hectares)"]
    texts.append("In 2027, opium poppy cultivation in Afghanistan <b> was 1,200 hectares.")
    rows = [["Province", "2026", "2027"], ["Hilmand", "1,273", "1,018"], ["Atlantis", "363", "131"]]
    path, page = write_docx(tmp_path / "survey.docx", texts, rows), tmp_path / "review.html"
    result = run_import(folder, path, "--source", SOURCE, "--producer", "unodc", "--prose", "--review", page)
    assert page.exists(), result.output
    text = page.read_text(encoding="utf-8")
    assert "&lt;b&gt; was" in text and "<b> was" not in text and "data:image" not in text
    assert len(re.findall(r'id="n\d+"', text)) >= 3 and "1,273" in text and "Atlantis" in text
    assert not re.search(r"(?:src|href)=\"(?!#|data:)", text)
