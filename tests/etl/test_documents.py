"""Tables of documents are read with what each number means, or it is said why not; nothing is guessed in silence."""

from pathlib import Path

import pytest
from document_figures import Read, said
from made_documents import (
    MadePdf,
    html_page,
)

from etl.documents.files.opening import open_document
from etl.documents.readings.figures import USABLE, ReadAs
from etl.documents.readings.marks import document_mark


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
    pdf.text(214, 120, "2010", upwards=True)
    pdf.text(284, 120, "201", upwards=True).text(284, 120 - 3 * 6 + 3, "1", upwards=True)  # set close
    pdf.rows(
        130, (60, 235, 305), [["Cusco", "17,500", "18,100"], ["Ayacucho", "9,100", "9,400"], ["Puno", "4,200", "4,500"]]
    )
    assert said(read(pdf.save(tmp_path / "a.pdf")).figures)[:2] == [
        ("coca-bush-cultivation", "PE-CUS", 2010, 17500),
        ("coca-bush-cultivation", "PE-CUS", 2011, 18100),
    ]


def test_narrow_columns_under_a_text_over_several_of_them_are_read(read: Read, tmp_path: Path) -> None:
    pdf = (
        MadePdf().text(60, 40, "Table 2. Seizures by country, kilograms").text(195, 70, "Heroin").text(314, 70, "Opium")
    )
    columns = (60, 200, 258, 316, 374)
    rows = [
        ["Country", "2014", "2015", "2014", "2015"],
        ["Iran", "21,701.3", "21,516.9", "24,843.0", "22,027.3"],
        ["Turkey", "19,812.4", "20,657.9", "11,848.6", "12,544.8"],
        ["China", "59,527.9", "13,214.1", "15,598.9", "16,512.8"],
        ["Pakistan", "23,112.1", "23,713.7", "22,536.3", "22,201.7"],
    ]
    read_as = said(read(pdf.rows(90, columns, rows).save(tmp_path / "a.pdf")).figures)
    assert read_as[12:] == [
        ("heroin-seizures", "PAK", 2014, 23112.1),
        ("heroin-seizures", "PAK", 2015, 23713.7),
        ("opium-seizures", "PAK", 2014, 22536.3),
        ("opium-seizures", "PAK", 2015, 22201.7),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "Country,Year,Measure,Unit,Value\nPeru,2009,Cocaine seizures,kg,1200",
        "Saisies de cocaïne (kg)\nPays,2009\nPérou,1200",
    ],
)
def test_a_unit_is_no_place_and_what_is_measured_is_known_in_any_language(
    read: Read, tmp_path: Path, written: str
) -> None:
    (tmp_path / "a.csv").write_text(written, encoding="utf-8")
    assert said(read(tmp_path / "a.csv").figures) == [("cocaine-seizures", "PER", 2009, 1200)]


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
    (tmp_path / "a.html").write_text(html_page(title, rows), encoding="utf-8")
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
    (tmp_path / "a.html").write_text(html_page("World opium poppy cultivation (hectares)", rows), encoding="utf-8")
    reading = read(tmp_path / "a.html")
    assert {area for _, area, _, _ in said(reading.figures)} == {"AFG", "PAK", "MMR", "WLD"}
    totals = [each.area for each in reading.figures if each.outcome == ReadAs.TOTAL]
    assert totals == ["WLD", "WLD", "WLD"]
    assert [each.text for each in reading.checked] == [
        '"Subtotal" is the sum of 2 rows in 2000-2002',
        '"Total" is the sum of 3 rows in 2000-2002',
    ]
