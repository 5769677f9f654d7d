"""Whatever file is given, an import answers with numbers or with one clear sentence, in bounded time and memory."""

import json
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from made_documents import MadePdf
from openpyxl import Workbook
from openpyxl.comments import Comment
from outside_tables import ERADICATION, write_workbook

from etl.documents.files import pdf, sheets, workbook
from etl.documents.files.aside import read_aside
from etl.documents.files.sheets import ImportFileError, choose, read_sheets

ROWS = [["Area", 2019, 2020], ["Peru", 1, 2]]


def refusal(path: Path, wanted: str = "") -> str:
    with pytest.raises(ImportFileError) as refused:
        read_sheets(path, [wanted] if wanted else [])
    sentence = str(refused.value)
    assert len(sentence.splitlines()) == 1 and len(sentence) < 400 and "Traceback" not in sentence
    assert path.name in sentence
    return sentence


def replaced(path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """Change one member of a workbook."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = change(members[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def table(tmp_path: Path) -> Path:
    return write_workbook(tmp_path / "table.xlsx", ROWS)


def test_the_kind_of_a_file_is_told_by_its_content_not_its_name(tmp_path: Path) -> None:
    (tmp_path / "workbook.csv").write_bytes(ERADICATION.read_bytes())
    assert read_sheets(tmp_path / "workbook.csv")[0].cell(2, 5) == 6341
    (tmp_path / "text.xlsx").write_text("area,2020\nPeru,1\n", encoding="utf-8")
    assert read_sheets(tmp_path / "text.xlsx")[0].rows == [["area", "2020"], ["Peru", "1"]]


@pytest.mark.parametrize("part", [0.001, 0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_one_sentence(tmp_path: Path, part: float) -> None:
    content = ERADICATION.read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(content[: int(len(content) * part)])
    assert "fetch it again" in refusal(tmp_path / "cut.xlsx")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b"<!DOCTYPE html><table><tr><td>2020</td></tr></table>", "is a web page"),
        (b"\n  <html>", "is a web page"),
        (b"%PDF-1.7", "is a PDF"),
        ("area,2020\n".encode("utf-16"), "UTF-16"),
        (b"area,2020\nCura\xe7ao,1\n", ':2: byte 0xE7 is not UTF-8 ("ç" in Latin-1); save the file as UTF-8'),
        (b"area\0,2020", "neither a workbook nor text"),
        (b"\x00\x01\x02\x03", "neither a workbook nor text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "cannot be read as a workbook"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_table_is_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "table.xlsx").write_bytes(content)
    assert said in refusal(tmp_path / "table.xlsx")


def test_a_missing_file_and_a_folder_are_one_sentence(tmp_path: Path) -> None:
    assert "is not a file" in refusal(tmp_path / "nothing.xlsx")
    assert "is not a file" in refusal(tmp_path)


def test_a_workbook_with_a_password_is_one_sentence(tmp_path: Path) -> None:
    path = table(tmp_path)
    content = bytearray(path.read_bytes())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(magic)
        while place >= 0:
            flags = struct.unpack_from("<H", content, place + offset)[0]
            struct.pack_into("<H", content, place + offset, flags | 1)
            place = content.find(magic, place + 4)
    path.write_bytes(content)
    assert "password" in refusal(path)


def test_a_cell_at_the_end_of_the_sheet_does_not_take_all_memory(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"], book.active["XFD1048576"] = 1, 2
    book.save(tmp_path / "far.xlsx")
    assert "goes to row 1,048,576 and column 16,384" in refusal(tmp_path / "far.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_hidden_reference_to_a_far_cell_does_not_take_all_memory(tmp_path: Path, encoding: str) -> None:
    def far(content: bytes) -> bytes:
        text = content.decode().replace('r="C2"', 'r="&#88;FD1048576"').replace("<?xml version='1.0'?>", "")
        return text.encode(encoding)

    assert read_refused_or_small(replaced(table(tmp_path), "xl/worksheets/sheet1.xml", far))


def read_refused_or_small(path: Path) -> bool:
    try:
        [sheet] = read_sheets(path)
    except ImportFileError:
        return True
    return len(sheet.rows) < 10


def test_ten_million_rows_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(b"a\n" * 10_000_000)
    began = time.monotonic()
    assert "has more than 100,000 rows" in refusal(tmp_path / "rows.csv")
    assert time.monotonic() - began < 10
    (tmp_path / "large.csv").write_bytes(b"Peru,1\n" * 10_000_000)
    assert "has 66 MiB, and at most 32 are read" in refusal(tmp_path / "large.csv")


@pytest.mark.many
def test_many_rows_of_a_workbook_are_one_sentence(tmp_path: Path) -> None:
    def many(content: bytes) -> bytes:
        rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(10, 150_010))
        return content.replace(b"</sheetData>", rows + b"</sheetData>")

    path = replaced(table(tmp_path), "xl/worksheets/sheet1.xml", many)
    assert "at most 100,000 rows" in refusal(path)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(300 << 20))
    assert "unpacks from" in refusal(path)


def test_a_zip_that_lies_about_its_size_is_not_believed(tmp_path: Path) -> None:
    path = table(tmp_path)
    replaced(path, "xl/worksheets/sheet1.xml", lambda content: content + b" " * (40 << 20))
    content = bytearray(path.read_bytes())
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.find(magic)
        while place >= 0:
            struct.pack_into("<I", content, place + offset, 1000)
            place = content.find(magic, place + 4)
    path.write_bytes(content)
    refusal(path)


def test_entities_that_multiply_are_not_expanded(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

    def bomb(content: bytes) -> bytes:
        return f'<!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]>'.encode() + content.replace(b"<v>1</v>", b"<v>&l9;</v>")

    assert read_refused_or_small(replaced(table(tmp_path), "xl/worksheets/sheet1.xml", bomb))


@pytest.mark.processes
def test_a_reader_that_is_brought_down_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "crash.py").write_text("import os; os.abort()", encoding="utf-8")
    monkeypatch.setattr(sheets.workbook, "__file__", str(tmp_path / "crash.py"))
    assert "more time or memory" in refusal(table(tmp_path))


@pytest.mark.processes
def test_a_reader_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "endless.py").write_text("while True: pass", encoding="utf-8")
    monkeypatch.setattr(sheets.workbook, "__file__", str(tmp_path / "endless.py"))
    monkeypatch.setattr(sheets, "_WAIT", 0.5)
    assert "more time or memory" in refusal(table(tmp_path))


@pytest.mark.processes
def test_a_program_of_its_own_gives_what_its_module_gives(tmp_path: Path) -> None:
    book, page = table(tmp_path), MadePdf().text(60, 40, "Peru: 1 ha").save(tmp_path / "page.pdf")
    for reader, path in ((workbook, book), (pdf, page)):
        found = read_aside(reader, path, seconds=30, refusal=ImportFileError, what="takes too much")
        assert found == json.loads(json.dumps(reader.answer(str(path))))


def test_only_worksheets_that_are_seen_are_read_and_others_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = Workbook()
    for name, state in (("One", "visible"), ("Two", "hidden")):
        page = book.create_sheet(name)
        page.sheet_state = state
        page.append(["Area", 2020])
    del book["Sheet"]
    book.save(path)
    assert [sheet.name for sheet in read_sheets(path)] == ["One"]
    assert [sheet.name for sheet in read_sheets(path, ["Two"])] == ["Two"]
    assert 'has no sheet "Three", only "One", "Two"' in refusal(path, "Three")


def test_the_name_of_a_sheet_cannot_break_lines(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", ROWS, sheet="Odd")
    replaced(path, "xl/workbook.xml", lambda content: content.replace(b'name="Odd"', b'name="O&#10;d&#x202e;d"'))
    [sheet] = read_sheets(path)
    assert sheet.locator("A1").isprintable()


def test_formulas_are_never_run(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["Area", 2020], ["Peru", '=HYPERLINK("x", 1+1)']])
    [sheet] = read_sheets(path)
    assert sheet.cell(1, 1) == "" and sheet.hollow == {(1, 1): "formula"}


@pytest.mark.parametrize("rows", [[["Area", 2020], ["Peru", "=1+1"]], [["Area", "=2000+20"], ["Peru", 5]]])
def test_a_table_of_formulas_without_results_says_how_to_store_them(tmp_path: Path, rows: list[list[object]]) -> None:
    path = write_workbook(tmp_path / "a.xlsx", rows)
    with pytest.raises(ImportFileError, match=r"formulas without stored results, such as B[12] of .*; open it once in"):
        choose(read_sheets(path), [], path)


@pytest.mark.parametrize(
    ("target", "is_found"),
    [("/xl/comments/comment1.xml", True), ("../comments/comment1.xml", True), ("../nothing.xml", False)],
)
def test_comments_on_cells_are_read_wherever_a_workbook_keeps_them(tmp_path: Path, target: str, is_found: bool) -> None:
    book = Workbook()
    sheet = book["Sheet"]
    for row in ROWS:
        sheet.append(row)
    sheet["B2"].comment = Comment("not  final\nyet", "office")
    book.save(tmp_path / "a.xlsx")
    relations = "xl/worksheets/_rels/sheet1.xml.rels"
    path = replaced(
        tmp_path / "a.xlsx",
        relations,
        lambda content: content.replace(b'"/xl/comments/comment1.xml"', f'"{target}"'.encode()),
    )
    [read] = workbook.read(str(path))
    assert read["comments"] == ([[1, 1, "not final yet"]] if is_found else [])


def test_semicolons_and_tabs_separate_cells_too(tmp_path: Path) -> None:
    for delimiter in ",;\t|":
        (tmp_path / "a.csv").write_text(f"area{delimiter}2020\nPeru{delimiter}1\n", encoding="utf-8-sig")
        assert read_sheets(tmp_path / "a.csv")[0].rows == [["area", "2020"], ["Peru", "1"]]


def test_the_limits_are_those_that_the_sentences_name() -> None:
    assert (workbook.FILE_LIMIT >> 20, workbook.ROWS_LIMIT) == (32, 100_000)
