"""The numbers of documents are read with place and meaning, or it is said why not; nothing is guessed in silence."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from made_documents import (
    MadePdf,
    write_docx,
    write_merged_docx,
    write_pdf_bomb,
    write_repeated_cells,
    write_sheet_xml,
)
from sample_data import sample_data

from etl.documents.files.document import DocumentError, PageBox, PageWord
from etl.documents.files.opening import open_document
from etl.documents.files.page_lines import regions_of
from etl.documents.readings.figures import USABLE, DocumentFigure, ReadAs
from etl.documents.readings.marks import document_mark
from etl.documents.readings.reader import DocumentReading, read_document
from etl.method.units_in_use import units_in_use
from etl.package.extract import Package, extract

Read = Callable[[Path], DocumentReading]
SECONDS = 1  # of processor time to refuse a bad file, here and in the processes that read for it
SECONDS_OF_READING = 2  # of an odd one that is read with all that it means


@pytest.fixture(scope="module")
def package() -> Package:
    return extract(sample_data())


@pytest.fixture(scope="module")
def read(package: Package) -> Read:
    def reading(path: Path) -> DocumentReading:
        with units_in_use(package.tables["units"]):
            return read_document(path, package)

    return reading


def said(figures: list[DocumentFigure]) -> list[tuple[str, str, int | None, float | None]]:
    """What is understood: indicator, area, year and value."""
    return [(each.indicator, each.area, each.year, each.value) for each in figures if each.outcome in USABLE]


def provinces(pdf: MadePdf, top: float = 80) -> MadePdf:
    rows = [
        ["Province", "2016", "2017", "Change 2016-2017"],
        ["Hilmand", "80,273", "144,018", "+79%"],
        ["Zabul", "1,363", "2,131", "+56%"],
        ["Total", "81,636", "146,149", "+79%"],
    ]
    return pdf.rows(top, (60, 250, 330, 430), rows)


TITLE = "Table 5. Opium poppy cultivation in Afghanistan by province, 2016-2017 (hectares)"


def test_a_table_without_lines_is_read_by_how_its_numbers_stand(read: Read, tmp_path: Path) -> None:
    reading = read(provinces(MadePdf().text(60, 40, TITLE)).save(tmp_path / "a.pdf"))
    assert said(reading.figures) == [
        ("opium-poppy-cultivation", "AF-HEL", 2016, 80273),
        ("opium-poppy-cultivation", "AF-HEL", 2017, 144018),
        ("opium-poppy-cultivation", "AF-ZAB", 2016, 1363),
        ("opium-poppy-cultivation", "AF-ZAB", 2017, 2131),
        ("opium-poppy-cultivation", "AFG", 2016, 81636),
        ("opium-poppy-cultivation", "AFG", 2017, 146149),
    ]
    first = reading.figures[0]
    assert (first.place, first.row, first.column) == ("page 1, table 1, row 2, column 2", "Hilmand", "2016")
    assert 90 < first.boxes[0].top < 110
    assert [each.text for each in reading.checked] == ['"Total" is the sum of 2 rows in 2016-2017']


def test_a_change_is_listed_and_never_a_value(read: Read, tmp_path: Path) -> None:
    figures = read(provinces(MadePdf().text(60, 40, TITLE)).save(tmp_path / "a.pdf")).figures
    assert [each.value for each in figures if each.outcome == ReadAs.CHANGE] == [79, 56, 79]


def test_a_total_that_is_not_the_sum_of_its_parts_is_told(read: Read, tmp_path: Path) -> None:
    pdf = MadePdf().text(60, 40, "Coca bush cultivation in Peru by region, 2016 (hectares)")
    pdf.rows(80, (60, 250), [["Region", "Area"], ["Cusco", "18,100"], ["Puno", "4,500"], ["Total", "26,600"]])
    warnings = read(pdf.save(tmp_path / "a.pdf")).warnings
    assert [each.text.partition("(")[0] for each in warnings] == [
        '"Total" of 2016 is 26,600, but its parts add up to 22,600 '
    ]


def test_a_table_that_goes_on_over_a_page_is_one(read: Read, tmp_path: Path) -> None:
    pdf = MadePdf().text(60, 40, TITLE)
    pdf.rows(
        700,
        (60, 250, 330),
        [["Province", "2016", "2017"], ["Hilmand", "80,273", "144,018"], ["Farah", "9,101", "12,846"]],
    )
    pdf.page().rows(
        60, (60, 250, 330), [["Province", "2016", "2017"], ["Zabul", "1,363", "2,131"], ["Ghor", "1,222", "4,228"]]
    )
    figures = read(pdf.save(tmp_path / "a.pdf")).figures
    assert [(each.area, each.year, each.page, each.outcome) for each in figures[-2:]] == [
        ("AF-GHO", 2016, 2, ReadAs.UNDERSTOOD),
        ("AF-GHO", 2017, 2, ReadAs.UNDERSTOOD),
    ]


def test_headers_that_are_written_upwards_are_read(read: Read, tmp_path: Path) -> None:
    pdf = MadePdf().text(60, 40, "Coca bush cultivation in Peru by region (hectares)").text(60, 112, "Region")
    for place, year in enumerate(("2015", "2016")):
        pdf.text(214 + place * 70, 120, year, upwards=True)
    pdf.rows(
        130, (60, 235, 305), [["Cusco", "17,500", "18,100"], ["Ayacucho", "9,100", "9,400"], ["Puno", "4,200", "4,500"]]
    )
    assert said(read(pdf.save(tmp_path / "a.pdf")).figures)[:2] == [
        ("coca-bush-cultivation", "PE-CUS", 2015, 17500),
        ("coca-bush-cultivation", "PE-CUS", 2016, 18100),
    ]


def test_each_column_is_of_what_stands_above_it(read: Read, tmp_path: Path) -> None:
    pdf = MadePdf().text(60, 40, "Tabla 2. Erradicacion y cultivos de coca en Colombia, 2018 (hectareas)")
    pdf.text(60, 70, "Departamento").text(200, 70, "Erradicacion").text(340, 70, "Cultivos de coca")
    for number, row in enumerate(
        (("Antioquia", "1.234", "13.403"), ("Putumayo", "2.001", "26.408"), ("Meta", "345", "2.945"))
    ):
        for left, text in zip((60, 230, 360), row, strict=True):
            pdf.text(left, 90 + 18 * number, text)
    for top in (66, 86, 104, 122, 140):
        pdf.line(55, top, 450, top)
    for left in (55, 190, 330, 450):
        pdf.line(left, 66, left, 140)
    assert said(read(pdf.save(tmp_path / "a.pdf")).figures)[:2] == [
        ("coca-eradication", "CO-ANT", 2018, 1234),
        ("coca-bush-cultivation", "CO-ANT", 2018, 13403),
    ]


def test_a_place_inside_an_area_is_never_taken_for_the_area(read: Read, tmp_path: Path) -> None:
    pdf = MadePdf().text(60, 40, "Cultivos de coca en Colombia por municipio, 2018 (hectareas)")
    rows = [
        ["Departamento", "Municipio", "Area"],
        ["Valle del Cauca", "Bolivar", "1.120"],
        ["Antioquia", "Taraza", "4.811"],
        ["Meta", "Mapiripan", "1.204"],
    ]
    pdf.rows(80, (60, 240, 420), rows)
    figures = read(pdf.save(tmp_path / "a.pdf")).figures
    assert [(each.area, each.outcome) for each in figures] == [("", ReadAs.SMALLER_PLACE)] * 3


def test_a_name_that_spans_rows_names_them_all(tmp_path: Path) -> None:
    pdf = MadePdf().text(60, 40, "Opium poppy cultivation in Afghanistan, 2016 (hectares)")
    pdf.text(60, 70, "Region").text(160, 70, "Province").text(290, 70, "Area")
    for number, row in enumerate((("Hilmand", "80,273"), ("Zabul", "1,363"), ("Kapisa", "608"), ("Kunar", "1,276"))):
        pdf.text(160, 90 + 18 * number, row[0]).text(290, 90 + 18 * number, row[1])
    pdf.text(60, 99, "South").text(60, 135, "East")
    for top in (66, 86, 104, 122, 140, 158):
        pdf.line(150 if top in (104, 140) else 55, top, 350, top)
    for left in (55, 150, 280, 350):
        pdf.line(left, 66, left, 158)
    (table,) = open_document(pdf.save(tmp_path / "a.pdf")).tables
    assert [(cell.row, cell.rows, cell.text) for cell in table.cells if cell.column == 0] == [
        (0, 1, "Region"),
        (1, 2, "South"),
        (3, 2, "East"),
    ]


@pytest.mark.parametrize("when", ["first quarter 2018", "phase II 2018", "January-March 2018"])
def test_a_part_of_a_year_is_none_of_the_year(read: Read, tmp_path: Path, when: str) -> None:
    pdf = MadePdf().text(60, 40, f"Table 1. Opium poppy eradication in Afghanistan, {when} (hectares)")
    pdf.rows(80, (60, 250), [["Province", "Area"], ["Kabul", "11"], ["Hilmand", "120"], ["Zabul", "40"]])
    assert {each.outcome for each in read(pdf.save(tmp_path / "a.pdf")).figures} == {ReadAs.PART_OF_YEAR}


def test_columns_of_text_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [
        "The area under opium poppy",
        "in Afghanistan was estimated",
        "at two hundred thousand ha",
        "in the year of the drought",
        "and the harvest was small",
        "as the farmers had said",
    ]
    right = [
        "before the survey was made.",
        "Prices fell in the same way",
        "and traders kept their opium",
        "for the year after this one",
        "when it was worth far more",
        "than it had been before it.",
    ]
    pdf = MadePdf()
    for number, (one, other) in enumerate(zip(left, right, strict=True)):
        pdf.text(50, 60 + 14 * number, one).text(320, 60 + 14 * number, other)
    paragraphs = [each.text for each in open_document(pdf.save(tmp_path / "a.pdf")).paragraphs]
    assert " ".join(paragraphs) == " ".join([*left, *right])


def test_a_scan_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"2 pages and no text .*ocrmypdf"):
        open_document(MadePdf().line(10, 10, 500, 700).page().line(10, 10, 20, 20).save(tmp_path / "scan.pdf"))


@pytest.mark.many
def test_sentences_have_their_place_and_only_sure_ones_are_understood(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# Opium in 2018\n\nIn 2018, opium poppy cultivation in Afghanistan was 263,000 hectares. It had been more.\n\n"
        "Balkh had many. Potential production fell to 6,400 tons.\n",
        encoding="utf-8",
    )
    figures = read(path).figures
    assert (figures[0].area, figures[0].year, figures[0].value) == ("AFG", 2018, 263000)
    assert figures[0].place == "paragraph 2, sentence 1" and figures[0].outcome == ReadAs.UNDERSTOOD
    assert figures[1].value == 6400 and figures[1].outcome == ReadAs.UNSURE


def test_a_footnote_mark_does_not_join_two_sentences(read: Read, tmp_path: Path) -> None:
    text = "In 2018, opium poppy cultivation in Kandahar was 23,410 hectares.⁴ In Uruzgan, much was harvested."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert [(each.area, each.value) for each in read(tmp_path / "a.txt").figures] == [("AF-KAN", 23410)]


HTML = """<html><head><script>alert(1)</script><style>x</style></head><body>
<h1>Opium poppy cultivation in Afghanistan</h1>
<p hidden>Hilmand had 1 hectare.</p><table><caption>Area by province (hectares)</caption>
<tr><th rowspan=2>Province<th colspan=2>Area (ha)</tr><tr><th>2016<th>2017</tr>
<tr><td>Hilmand<sup>1</sup><td>80,273<td>144,018</tr><tr><td>Zabul<td>1,363<td>2,131
<table><tr><td>no</td><td>5</td></tr><tr><td>part</td><td>6</td></tr></table></tr></table>"""


def test_a_web_page_is_read_without_what_is_not_shown(read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(HTML, encoding="utf-8")
    reading = read(tmp_path / "a.html")
    assert [each[1:] for each in said(reading.figures)] == [
        ("AF-HEL", 2016, 80273),
        ("AF-HEL", 2017, 144018),
        ("AF-ZAB", 2016, 1363),
        ("AF-ZAB", 2017, 2131),
    ]
    texts = " ".join(each.text for each in reading.document.paragraphs)
    assert "alert" not in texts and "1 hectare" not in texts


def test_a_web_page_is_read_in_the_encoding_that_it_names(tmp_path: Path) -> None:
    text = '<html><meta charset="windows-1251"><p>Площадь посевов мака</p></html>'
    (tmp_path / "a.html").write_bytes(text.encode("cp1251"))
    assert [each.text for each in open_document(tmp_path / "a.html").paragraphs] == ["Площадь посевов мака"]


def test_a_docx_is_read(read: Read, tmp_path: Path) -> None:
    rows = [["Province", "2017", "2018"], ["Hilmand", "144,018", "136,798"], ["Zabul", "2,131", "2,581"]]
    path = write_docx(tmp_path / "a.docx", ["Opium poppy cultivation in Afghanistan (hectares)"], rows)
    assert [each[1:] for each in said(read(path).figures)][:2] == [("AF-HEL", 2017, 144018), ("AF-HEL", 2018, 136798)]


def test_markdown_and_sheets_are_read(read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "Coca bush cultivation in Peru (hectares)\n\n| Region | 2016 | 2017 |\n|---|---|---|\n| Cusco | 18,100 "
        "| 19,700 |\n| Puno | 4,500 | 5,000 |\n",
        encoding="utf-8",
    )
    (tmp_path / "a.csv").write_text(
        "Coca bush cultivation in Peru (hectares)\nRegion,2016,2017\nCusco,18100,19700\nPuno,4500,5000\n",
        encoding="utf-8",
    )
    expected = [("PE-CUS", 2016, 18100), ("PE-CUS", 2017, 19700), ("PE-PUN", 2016, 4500), ("PE-PUN", 2017, 5000)]
    assert [each[1:] for each in said(read(tmp_path / "a.md").figures)] == expected
    assert [each[1:] for each in said(read(tmp_path / "a.csv").figures)] == expected
    (tmp_path / "b.md").write_text(
        "Coca bush cultivation\n---------------------\n\nCoca bush cultivation in Peru (hectares)\n\n"
        "Region | 2016 | 2017\n- | -: | -:\nCusco | 18,100 | 19,700\nPuno | 4,500 | 5,000\n\nNotes follow.\n",
        encoding="utf-8",
    )
    assert [each[1:] for each in said(read(tmp_path / "b.md").figures)] == expected
    lines = (tmp_path / "b.md").read_text(encoding="utf-8").replace(" | ", "\t").replace("-\t-:\t-:\n", "")
    (tmp_path / "b.txt").write_text(lines, encoding="utf-8")
    assert [each[1:] for each in said(read(tmp_path / "b.txt").figures)] == expected


@pytest.mark.parametrize(
    ("texts", "language", "mark"),
    [
        (["1.234", "2.345", "12.345", "345"], "", ","),
        (["1,234", "2,345", "12,345"], "en", "."),
        (["1,234", "2,345", "12,345"], "es", ""),
        (["1.321,41", "73,48"], "", ","),
        (["1.5", "2,345"], "", "."),
        (["1,234", "345"], "en", "."),
        (["1,234", "345"], "", ""),
        (["1,234", "1.234", "1.235"], "", ""),
    ],
)
def test_what_parts_decimals_is_told_by_all_numbers_or_not_at_all(texts: list[str], language: str, mark: str) -> None:
    assert document_mark(texts, language) == mark


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


def _html(title: str, rows: list[list[str]], texts: str = "") -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><body><h1>{title}</h1>{texts}<table>{cells}</table></body></html>"


def test_a_cell_has_its_range_its_unit_or_the_reason_why_it_is_not_read(read: Read, tmp_path: Path) -> None:
    rows = [
        ["Region", "Province", "2017", "2018"],
        ["Southern region", "Hilmand", "144,018 (120,000-160,000)", "136,798"],
        ["", "Zabul", "2,131 ha", "1.2 thousand"],
        ["", "Atlantis", "5", "6"],
        ["Eastern region", "Nangarhar", "-", "about 18,000"],
        ["Southern region", "Subtotal", "146,149", "137,998"],
    ]
    title = "Opium poppy cultivation in Afghanistan by province, 2017 and 2018 (hectares)"
    (tmp_path / "a.html").write_text(_html(title, rows), encoding="utf-8")
    reading = read(tmp_path / "a.html")
    assert said(reading.figures) == [
        ("opium-poppy-cultivation", "AF-HEL", 2017, 144018),
        ("opium-poppy-cultivation", "AF-HEL", 2018, 136798),
        ("opium-poppy-cultivation", "AF-ZAB", 2017, 2131),
    ]
    assert (reading.figures[0].low, reading.figures[0].high) == (120000, 160000)
    reasons = {each.as_printed: each.why for each in reading.figures if each.outcome not in USABLE}
    assert reasons["5"] == '"Atlantis" is no area here'
    assert "cannot be read as one number" in reasons["1.2 thousand"] and "cannot be read" in reasons["about 18,000"]
    assert any("its parts add up to 146,154" in remark.text for remark in reading.warnings)


def test_groups_of_countries_are_no_areas_and_their_sums_are_checked(read: Read, tmp_path: Path) -> None:
    rows = [
        ["Country", "2000", "2001", "2002"],
        ["South-West Asia", "", "", ""],
        ["Afghanistan", "82,171", "7,606", "74,100"],
        ["Pakistan", "260", "213", "622"],
        ["Subtotal", "82,431", "7,819", "74,722"],
        ["South-East Asia", "", "", ""],
        ["Myanmar", "108,700", "105,000", "81,400"],
        ["Total", "191,131", "112,819", "156,122"],
    ]
    (tmp_path / "a.html").write_text(_html("World opium poppy cultivation (hectares)", rows), encoding="utf-8")
    reading = read(tmp_path / "a.html")
    assert {area for _, area, _, _ in said(reading.figures)} == {"AFG", "PAK", "MMR", "WLD"}
    totals = [each.area for each in reading.figures if each.outcome == ReadAs.TOTAL]
    assert totals == ["WLD", "WLD", "WLD"]
    assert [each.text for each in reading.checked] == [
        '"Subtotal" is the sum of 2 rows in 2000-2002',
        '"Total" is the sum of 3 rows in 2000-2002',
    ]


@pytest.mark.parametrize(
    "when",
    ["Between January and June 2018", "In the first six months of 2018", "In the second quarter of 2018"],
)
def test_a_sentence_on_a_part_of_a_year_is_not_taken_for_the_year(read: Read, tmp_path: Path, when: str) -> None:
    texts = (
        "<p>Opium poppy cultivation in Afghanistan was 263,000 hectares in 2018, a decrease of 20 per cent.</p>"
        f"<p>{when}, 1,200 hectares of poppy were eradicated in Afghanistan.</p>"
        "<p>In August 2018 the Government said that 406 hectares were eradicated in Afghanistan in 2018.</p>"
        "<p>Between 242,000 and 283,000 hectares of opium poppy were cultivated in Afghanistan in 2018.</p>"
    )
    (tmp_path / "a.html").write_text(_html("Afghanistan Opium Survey 2018", [], texts), encoding="utf-8")
    figures = {each.as_printed.split()[0]: each for each in read(tmp_path / "a.html").figures}
    assert figures["1,200"].outcome == ReadAs.PART_OF_YEAR
    assert figures["20"].outcome not in USABLE
    assert (figures["263,000"].value, figures["406"].value) == (263000, 406)
    assert (figures["242,000"].low, figures["242,000"].high) == (242000, 283000)


def test_merged_cells_of_a_word_document_say_what_its_numbers_are(read: Read, tmp_path: Path) -> None:
    path = write_merged_docx(tmp_path / "a.docx")
    assert said(read(path).figures) == [
        ("coca-bush-cultivation", "PE-CUS", 2015, 17500),
        ("coca-bush-cultivation", "PE-CUS", 2016, 18100),
        ("coca-bush-cultivation", "PE-PUN", 2015, 4100),
        ("coca-bush-cultivation", "PE-PUN", 2016, 4500),
    ]
