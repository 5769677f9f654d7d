"""The table of a view as a workbook: typed, with sources and how it was made, and read back by `trace`."""

import csv
import io
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
import typer
from exported import VIEWS, chart
from exporting import run_command

from dashboard.exports.fixed_zip import moment_of, zipped
from dashboard.exports.slides import presentation
from dashboard.exports.table_csv import table_csv
from dashboard.exports.workbook import workbook
from etl.editions.reading import Edition

pytestmark = pytest.mark.files

every_view = pytest.mark.parametrize("query", VIEWS.values(), ids=VIEWS.keys())
HEADING = 4  # the row of the headings of figures


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@every_view
def test_a_workbook_has_the_numbers_of_the_table_as_numbers(edition: Edition, query: str) -> None:
    shown = chart(edition, query)
    rows = list(csv.DictReader(io.StringIO(table_csv(shown).decode("utf-8-sig"))))
    sheet = opened(workbook(shown))["Figures"]
    names = [cell.value for cell in sheet[HEADING]]
    found = [dict(zip(names, cells, strict=True)) for cells in sheet.iter_rows(min_row=HEADING + 1, values_only=True)]
    assert len(found) == len(rows)
    for cells, row in zip(found, rows, strict=True):
        for name, column in (("Value", "OBS_VALUE"), ("Lower end", "LOWER_BOUND"), ("Upper end", "UPPER_BOUND")):
            assert cells[name] == (float(row[column]) if row[column] else None)
        assert (cells["Year"], cells["Area"]) == (int(row["TIME_PERIOD"]), row["AREA_NAME"])
        assert (cells["Unit"], cells["As shown"]) == (row["UNIT_MEASURE"], row["SHOWN"].removeprefix("'"))
        number = shown.numbers.get(row["SOURCE"])
        assert cells["Source"] == (f"[{number}]" if number else None)


@every_view
def test_the_sources_of_a_workbook_are_numbered_and_lead_to_their_publications(edition: Edition, query: str) -> None:
    shown = chart(edition, query)
    rows = list(opened(workbook(shown))["Sources"].iter_rows(min_row=2))
    assert [row[0].value for row in rows] == [f"[{number}]" for number in range(1, len(shown.sources) + 1)]
    assert [row[2].value for row in rows] == [" ".join(source.title.split()) for source in shown.sources]
    links = [row[4].hyperlink.target for row in rows if row[4].hyperlink]
    assert links and all(link.startswith(("http://", "https://")) for link in links)


def test_a_workbook_says_how_it_was_made_and_prints_well(edition: Edition) -> None:
    shown = chart(edition)
    book = opened(workbook(shown))
    made = {row[0]: row[1] for row in book["How it was made"].iter_rows(min_row=2, values_only=True)}
    assert made["Title"] == shown.title and made["As printed"] == shown.pinned and edition.name in made["Edition"]
    sheet = book["Figures"]
    assert sheet.freeze_panes == f"B{HEADING + 1}" and sheet.print_title_rows == f"${HEADING}:${HEADING}"
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0


def test_no_text_of_a_workbook_is_a_formula(edition: Edition) -> None:
    for sheet in opened(workbook(chart(edition, VIEWS["a legend"]))):
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_same_edition_gives_the_same_workbook(edition: Edition) -> None:
    assert workbook(chart(edition)) == workbook(chart(edition))


def test_trace_reads_workbooks_and_native_slides(command: typer.Typer, edition: Edition, tmp_path: Path) -> None:
    charts = [chart(edition), chart(edition, VIEWS["a stack"])]
    for name, content in (("a.xlsx", workbook(charts[0])), ("a.pptx", presentation(charts))):
        (tmp_path / name).write_bytes(content)
        told = run_command(command, "trace", tmp_path / name)
        assert told.exit_code == 0, told.output
        assert told.output.count("nothing has changed") == (1 if name == "a.xlsx" else 2)
        assert charts[0].view.query() in told.output


def test_trace_notices_what_a_workbook_says_wrongly(command: typer.Typer, edition: Edition, tmp_path: Path) -> None:
    with ZipFile(io.BytesIO(workbook(chart(edition)))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    part = "customXml/item1.xml"
    forged = files[part].replace(b'"value":263000.0', b'"value":236000.0')
    assert forged != files[part]
    (tmp_path / "a.xlsx").write_bytes(zipped({**files, part: forged}, moment_of("2026")))
    told = run_command(command, "trace", tmp_path / "a.xlsx")
    assert told.exit_code == 1 and "236,000" in told.output
