"""Files of every kind become a document of texts and tables with their places, or one sentence says why not."""

import base64
import zipfile
from pathlib import Path

import pytest
from made_documents import MadePdf, write_merged_docx
from outside_tables import write_workbook

from etl.documents.files import opening, pdf, size
from etl.documents.files.document import DocumentError
from etl.documents.files.opening import open_document


def test_a_word_document_keeps_its_merged_cells_headings_and_marks(tmp_path: Path) -> None:
    path = write_merged_docx(tmp_path / "a.docx")
    document = open_document(path)
    assert [each.text for each in document.paragraphs] == ["Coca in Peru", "Coca bush"]
    (table,) = document.tables
    assert [(cell.row, cell.column, cell.rows, cell.columns, cell.text) for cell in table.cells] == [
        (0, 0, 2, 1, "Region"),
        (0, 1, 1, 2, "Coca bush cultivation (hectares)"),
        (1, 1, 1, 1, "2015"),
        (1, 2, 1, 1, "2016"),
        (2, 0, 1, 1, "Cusco"),
        (2, 1, 1, 1, "17,500\u1d43"),
        (2, 2, 1, 1, "18,100"),
        (3, 0, 1, 1, "Puno"),
        (3, 1, 1, 1, "4,100"),
        (3, 2, 1, 1, "4,500"),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<w:broken", "broken XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><w:document/>', "declares entities"),
        ('<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>', "has no text"),
    ],
)
def test_a_word_document_that_cannot_be_read_is_one_sentence(tmp_path: Path, content: str, told: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", content)
    with pytest.raises(DocumentError, match=told):
        open_document(tmp_path / "a.docx")


def test_lines_of_a_pdf_are_what_is_drawn_thin(tmp_path: Path) -> None:
    page = MadePdf().text(60, 40, "Coca in Peru").line(50, 60, 300, 60)
    drawn = page._pages[-1]
    drawn += ["0 0 0 rg 50 700 250 1 re f", "0 0 0 rg 50 600 200 60 re f"]
    drawn += ["q 2 0 0 1 10 0 cm 50 650 100 1 re f Q", "0.5 w 50 500 m 60 510 70 520 80 500 c S"]
    drawn += ["50 400 100 50 re S"]
    path = page.page().text(60, 40, "2016").save(tmp_path / "a.pdf")
    first, second = pdf.answer(str(path))["pages"]
    assert [word[0] for word in first["words"]][:1] == ["Coca"] and second["rules"] == []
    lying = [rule for rule in first["rules"] if abs(rule[3] - rule[1]) <= 3]
    assert len(lying) >= 4  # the line, the thin shape, the one made wider, and sides of the box
    pictures = pdf.answer(str(path), "pictures")["pictures"]
    assert len(pictures) == 2 and all(base64.b64decode(each).startswith(b"\xff\xd8") for each in pictures)
    assert isinstance(pdf.answer(str(path), "description")["description"], dict)


def test_a_pdf_that_cannot_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert "refused" in pdf.answer(str(tmp_path / "broken.pdf"))
    path = MadePdf().text(60, 40, "one").page().text(60, 40, "two").save(tmp_path / "a.pdf")
    monkeypatch.setattr(pdf, "PAGES_LIMIT", 1)
    assert "2 pages, and at most 1 are read" in pdf.answer(str(path))["refused"]
    monkeypatch.setattr(pdf, "PICTURES_LIMIT", 1)
    assert len(pdf.answer(str(path), "pictures").get("pictures", [""])) == 1


def test_a_pdf_with_more_words_or_tables_than_a_report_is_refused_as_soon_as_that_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["Province", "2026", "2027"], ["Hilmand", "1,273", "1,018"], ["Kandahar", "363", "131"]]
    made = MadePdf()
    for top in (60, 260, 460):
        made.text(60, top, "Table of opium poppy cultivation, hectares").rows(top + 30, [60, 300, 400], rows)
    path = made.save(tmp_path / "tables.pdf")
    assert len(list(open_document(path).tables)) == 3
    monkeypatch.setattr(size, "TABLES_LIMIT", 1)
    with pytest.raises(DocumentError, match="more than 2 tables, and no more are read at once; save a part of it"):
        open_document(path)
    monkeypatch.setattr(pdf, "WORDS_LIMIT", 10)
    assert "it has more than 10 words" in pdf.answer(str(path))["refused"]


def test_what_is_no_document_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> str:
        with pytest.raises(DocumentError) as error:
            open_document(path)
        return str(error.value)

    assert "is not a file" in refused(tmp_path)
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing")
    assert "broken.xlsx" in refused(tmp_path / "broken.xlsx")
    assert not opening.is_document(tmp_path / "none.pdf") and not opening.is_document(tmp_path / "broken.xlsx")
    (tmp_path / "page.html").write_text("<html><p>Peru</p></html>", encoding="utf-8")
    assert opening.is_document(tmp_path / "page.html")
    assert not opening.is_table_file(tmp_path / "page.html", b"<html>")
    monkeypatch.setattr(opening, "FILE_LIMIT", 4)
    assert "save a part of it" in refused(tmp_path / "page.html")


def test_a_workbook_is_a_document_of_tables_with_their_titles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["Coca bush cultivation in Peru (hectares)"], [], ["Region", 2015, 2016], ["Cusco", 17500, 18100.5]]
    path = write_workbook(tmp_path / "a.xlsx", rows)
    (table,) = open_document(path).tables
    assert table.titles == ["Coca bush cultivation in Peru (hectares)"]
    assert [cell.text for cell in table.cells] == ["Region", "2015", "2016", "Cusco", "17500", "18100.5"]
    monkeypatch.setattr(opening, "_CELLS_LIMIT", 3)
    with pytest.raises(DocumentError, match="more than 3 cells"):
        open_document(path)
