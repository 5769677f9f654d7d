"""A file that is broken, odd or meant to harm ends in one sentence, and costs little."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from document_figures import Read
from made_documents import (
    write_docx,
    write_pdf_bomb,
    write_repeated_cells,
    write_sheet_xml,
)

from etl.documents.files.document import DocumentError, PageBox, PageWord
from etl.documents.files.opening import open_document
from etl.documents.files.page_lines import regions_of

SECONDS = 1  # of processor time to refuse a bad file, here and in the processes that read for it
SECONDS_OF_READING = 2  # of an odd one that is read with all that it means


def bomb_docx(path: Path) -> Path:
    return write_docx(path, ["0" * 40_000_000], [])


BAD_FILES: dict[str, Callable[[Path], object]] = {
    "empty.pdf": lambda path: path.write_bytes(b""),
    "cut.pdf": lambda path: path.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog"),
    "noise.pdf": lambda path: path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 400),
    "noise.txt": lambda path: path.write_bytes(bytes(range(256))),
    "line.txt": lambda path: path.write_text("1 " * 1_000_000, encoding="utf-8"),
    "bomb.docx": bomb_docx,
    "entities.docx": lambda path: write_docx(
        path, ["&a;"], [], '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    ),
    "broken.docx": lambda path: write_docx(path, ["a"], [], "<"),
    "attributes.html": lambda path: path.write_text("<html><p " + " a=1" * 50_000 + ">1", encoding="utf-8"),
    "rows.html": lambda path: path.write_text("<html><table>" + "<tr><td>a<td>1" * 30_000, encoding="utf-8"),
    "numbers.txt": lambda path: path.write_text("4,000 ha in 2018.\n" * 40_000, encoding="utf-8"),
    "columns.csv": lambda path: path.write_text(",".join("a" * 100_000), encoding="utf-8"),
    "steps.pdf": lambda path: write_pdf_bomb(path, b"0 0 m 100 0 l S ", 40_000_000),
    "tables.html": lambda path: path.write_text(
        "<html>" + "<table><tr><td>a<td>2018<tr><td>Helmand<td>12</table>" * 2_000, encoding="utf-8"
    ),
    "lists.html": lambda path: path.write_text(
        "<html>" + ("<ul>" * 200 + "<li>Opium poppy in Helmand: 1,200 ha in 2018" + "</ul>" * 200) * 1_200,
        encoding="utf-8",
    ),
    "lists.docx": lambda path: write_docx(path, ["Helmand: 1,200 ha in 2018"] * 6_000, []),
    "late.docx": lambda path: write_docx(path, ["a"], [], " " * 5_000 + "<!DOCTYPE x [<!ELEMENT a ANY>]>"),
    "entities.xlsx": lambda path: write_sheet_xml(
        path, f'<!DOCTYPE w [<!ENTITY a "{"<c/>" * 9_000}">]><sheetData>{"&a;" * 70}</sheetData>'
    ),
    "elements.xlsx": lambda path: write_sheet_xml(path, f"<sheetData>{'<a/>' * 3_000_000}</sheetData>"),
    "attributes.xlsx": lambda path: write_sheet_xml(
        path, "<sheetData " + " ".join(f"a{n}=''" for n in range(300_000)) + "/>"
    ),
    "repeated.ods": write_repeated_cells,
}

ALONE = pytest.param("steps.pdf", marks=pytest.mark.processes)  # only a process of its own ends before it is read


@pytest.mark.parametrize("name", [*(name for name in BAD_FILES if name != "steps.pdf"), ALONE])
def test_a_bad_file_ends_in_one_sentence(tmp_path: Path, name: str) -> None:
    BAD_FILES[name](tmp_path / name)

    def refuse() -> None:
        with pytest.raises(DocumentError) as refused:
            open_document(tmp_path / name)
        sentence = str(refused.value)
        assert name in sentence and len(sentence) < 400 and len(sentence.splitlines()) == 1

    assert _least_seconds_of(refuse) < SECONDS


ODD_PAGES = {
    "nested": "<table>" * 3_000 + "<tr><td>1" * 10,
    "deep": "<html>" + "<div>" * 20_000 + "1",
    "spans": "<html><table>" + "<tr><td rowspan=99999 colspan=99999>1<td>2</tr>" * 300,
    "wide": "<html><table><tr>" + "<td>1" * 20_000,
    "marks": "<html><p>" + "(" * 100_000 + "1" * 50_000 + "%",
    "dots": "<html><p>" + "1." * 9_000 + "</p><p>" + "‮" * 5_000,
    "rows": "<html><table><tr><th>area<th>2018" + "<tr><td>Helmand<td>1" * 9_000,
}


@pytest.mark.many
@pytest.mark.parametrize("name", ODD_PAGES)
def test_an_odd_page_costs_little_time(read: Read, tmp_path: Path, name: str) -> None:
    (tmp_path / "odd.html").write_text(ODD_PAGES[name], encoding="utf-8")
    assert _least_seconds_of(lambda: read(tmp_path / "odd.html")) < SECONDS_OF_READING


def _least_seconds_of(work: Callable[[], object]) -> float:
    """Of the processor, in two tries: the first may also load libraries, and count a process that ends meanwhile."""

    def once() -> float:
        begun = _processor()
        work()
        return _processor() - begun

    return min(once(), once())


def _processor() -> float:
    """Seconds that this process and those that it has ended with have taken of the processor."""
    return sum(os.times()[:4])


def test_a_page_of_a_damaged_file_that_is_as_wide_as_a_town_costs_no_more_than_another() -> None:
    words = [
        PageWord("opium", PageBox(1, 60.0 * column, 20.0 * line, 60.0 * column + 50, 20.0 * line + 10))
        for line in range(40)
        for column in range(8)
    ]
    words.append(PageWord("far", PageBox(1, 900_000.0, 20.0, 900_050.0, 30.0)))
    began = time.process_time()
    assert sum(map(len, regions_of(words))) == len(words)
    assert time.process_time() - began < 1
