"""Tables on their side, in two rows of headings, of seasons, side by side, with totals as areas: read, or refused."""

from pathlib import Path

import openpyxl
import pytest
from importing import POPPY, imported, numbers, of_text
from outside_tables import write_workbook

from etl.documents.files.sheets import ImportFileError


@pytest.mark.parametrize(
    "table",
    [
        "Year,Afghanistan,Myanmar\n2020,224000,29500\n2021,177000,\n",
        "Opium poppy cultivation (ha)\n,Afghanistan,Myanmar\n2020,224000,29500\n2021,177000,..\n",
        "Year,AFG,MMR\n2021,177000,\n2020,224000,29500\n",
        ",Afghanistan a,Myanmar b\n2020,224000,29500\n2021,177000,n.a.\n",
        "Country,Afghanistan,Myanmar\nTotal,5,6\n2020,224000,29500\n2021,177000,\n",
    ],
)
def test_a_table_on_its_side_is_read_and_its_places_are_those_of_the_file(tmp_path: Path, table: str) -> None:
    output = of_text(tmp_path, table, **POPPY)
    lines = table.splitlines()
    row = {line[:4]: number for number, line in enumerate(lines, 1)}
    assert sorted(numbers(output)) == sorted(
        [
            f"B{row['2020']} AFG 2020 224,000 hectares",
            f"B{row['2021']} AFG 2021 177,000 hectares",
            f"C{row['2020']} MMR 2020 29,500 hectares",
        ]
    )


def test_a_number_of_a_table_on_its_side_is_left_out_by_its_cell(tmp_path: Path) -> None:
    output = of_text(tmp_path, "Year,Afghanistan,Myanmar\n2020,224000,29500\n", skip=("C2",), **POPPY)
    assert numbers(output) == ["B2 AFG 2020 224,000 hectares"] and "C2: Myanmar, 2020: 29500 is left out" in output


TWO_MEASURES = "Country,Year,Opium poppy cultivation (ha),Opium production (t)\n"
TWO = ["B3 MMR 2022 40,100 hectares", "C3 MMR 2023 47,100 hectares", "D3 MMR 2022 795 tons", "E3 MMR 2023 1,080 tons"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Country,Opium poppy cultivation (ha),,Opium production (t),", ",2022,2023,2022,2023"),
        ("Opium,Cultivation (hectares),,Potential production (tons),", "Country,2022,2023,2022,2023"),
        (",Opium poppy cultivation (ha),Opium poppy cultivation (ha),Opium production (t),Opium production (t)",
         "Country,2022,2023,2022,2023"),
    ],
)  # fmt: skip
def test_two_indicators_above_the_years_are_both_read(tmp_path: Path, first: str, second: str) -> None:
    text = f"{first}\n{second}\nMyanmar,40100,47100,795,1080\n"
    assert numbers(of_text(tmp_path, text)) == TWO
    assert numbers(of_text(tmp_path, text, indicator="opium-production")) == TWO[2:]
    output = of_text(tmp_path, text, columns="A-C", **POPPY)
    assert numbers(output) == TWO[:2] and "only A-C are read, as told by --columns" in output


def test_two_indicators_below_the_years_are_both_read(tmp_path: Path) -> None:
    text = (
        "Country,2022,,2023,\n,Opium poppy cultivation (ha),Opium production (t),Opium poppy cultivation (ha),"
        "Opium production (t)\nMyanmar,40100,795,47100,1080\n"
    )
    assert sorted(line.split(" ", 1)[1] for line in numbers(of_text(tmp_path, text))) == sorted(
        line.split(" ", 1)[1] for line in TWO
    )


def test_a_heading_that_names_nothing_known_stops_the_import(tmp_path: Path) -> None:
    text = "Country,Lorem,,Ipsum,\n,2022,2023,2022,2023\nMyanmar,40100,47100,795,1080\n"
    output = of_text(tmp_path, text)
    assert '"Ipsum" names no indicator' in output and not numbers(output)


@pytest.mark.parametrize(
    "table",
    [
        "Country,{0},{1}\nAfghanistan,263000,163000\n",
        "Country,Year,Value\nAfghanistan,{0},263000\nAfghanistan,{1},163000\n",
        "Season,Afghanistan,Myanmar\n{0},263000,1\n{1},163000,2\n",
    ],
)
@pytest.mark.parametrize(
    "seasons", [("2018/19", "2019/20"), ("2018-2019", "2019-2020"), ("Season 2018/19", "Season 2019/20")]
)
def test_which_year_a_season_means_is_asked_and_never_guessed(
    tmp_path: Path, table: str, seasons: tuple[str, str]
) -> None:
    text = table.format(*seasons)
    output = of_text(tmp_path, text, **POPPY)
    assert "a season over two" in output and "--seasons first or --seasons last" in output and not numbers(output)
    first, last = (of_text(tmp_path, text, seasons=which, **POPPY) for which in ("first", "last"))
    assert "AFG 2018 263,000" in "\n".join(numbers(first)) and "AFG 2020 163,000" in "\n".join(numbers(last))


def test_the_turn_of_a_century_is_a_season_too(tmp_path: Path) -> None:
    output = of_text(tmp_path, "Country,1999/00\nAfghanistan,5\n", seasons="last", **POPPY)
    assert numbers(output) == ["B2 AFG 2000 5 hectares"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "Country,2022,2023,,Country,2022,2023\nAfghanistan,1,2,,Myanmar,3,4\nMexico,5,6,,,,\n",
            ["B2 AFG 2022 1", "C2 AFG 2023 2", "B3 MEX 2022 5", "C3 MEX 2023 6", "F2 MMR 2022 3", "G2 MMR 2023 4"],
        ),
        (
            "Country,2020,2021,Country,2022\nAfghanistan,1,2,Afghanistan,3\n",
            ["B2 AFG 2020 1", "C2 AFG 2021 2", "E2 AFG 2022 3"],
        ),
        (
            "Rank,Country,2022,Rank,Country,2022\n1,Afghanistan,9,3,Mexico,4\n2,Myanmar,8,4,Laos,3\n",
            ["C2 AFG 2022 9", "C3 MMR 2022 8", "F2 MEX 2022 4", "F3 LAO 2022 3"],
        ),
        (
            "Asia,,,Americas,\nCountry,2022,,Country,2022\nAfghanistan,9,,Mexico,4\nTotal,9,,Total,4\n",
            ["B3 AFG 2022 9", "E3 MEX 2022 4"],
        ),
    ],
)
def test_tables_side_by_side_are_read_each_for_itself(tmp_path: Path, table: str, expected: list[str]) -> None:
    output = of_text(tmp_path, table, **POPPY)
    assert [line.removesuffix(" hectares") for line in numbers(output)] == expected and "no errors" in output
    assert "total" not in output.split("left out")[0] or output.count("is the sum of 1 row in 2022") == 2


def test_tables_side_by_side_with_titles_of_their_own_are_of_what_these_say(tmp_path: Path) -> None:
    text = "Opium poppy cultivation (ha),,,Opium production (tons),\n"
    text += "Country,2022,,Country,2022\nMyanmar,40100,,Myanmar,795\n"
    assert numbers(of_text(tmp_path, text)) == ["B3 MMR 2022 40,100 hectares", "E3 MMR 2022 795 tons"]
    output = of_text(tmp_path, text, **POPPY)
    assert "error" in output or numbers(output) == ["B3 MMR 2022 40,100 hectares"]


def test_two_numbers_of_one_thing_in_tables_side_by_side_stop_the_import(tmp_path: Path) -> None:
    output = of_text(tmp_path, "Country,2022,Country,2022\nMyanmar,1,Myanmar,2\n", **POPPY)
    assert "MMR 2022 is printed twice" in output and not numbers(output)


@pytest.mark.parametrize("total", ["Helmand Total", "Total Helmand", "Total for Helmand", "Helmand, total", "Helmand"])
def test_the_total_of_a_province_is_the_province_where_the_maintainer_says_so(tmp_path: Path, total: str) -> None:
    text = f'Province,District,2022\nHelmand,Nad Ali,100\n,Sangin,300\n"{total}",,400\n'
    output = of_text(tmp_path, text, within="AFG", totals_are_areas=True, **POPPY)
    assert numbers(output) == ["C4 AF-HEL 2022 400 hectares"]
    assert '"Nad Ali" is a part of an area whose total is read' in output and "no errors" in output


def test_without_it_a_total_stays_out_and_the_option_is_named(tmp_path: Path) -> None:
    output = of_text(tmp_path, "Province,2022\nHelmand Total,400\n", within="AFG", **POPPY)
    assert '"Helmand Total" is a total; not imported, unless with --totals-are-areas' in output and not numbers(output)


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("lower bound", "upper bound"),
        ("minimum", "maximum"),
        ("Low 95% CI", "High 95% CI"),
        ("Lower limit", "Upper limit"),
        ("límite inferior", "límite superior"),
    ],
)
def test_rows_of_bounds_are_never_added_to_a_total(tmp_path: Path, low: str, high: str) -> None:
    rows = f"Afghanistan,10\n{low},8\n{high},12\nQwertz,5\nQwertz ({low}),4\nQwertz ({high}),6\nTotal,15\n"
    output = of_text(tmp_path, f"Country,2022\n{rows}", **POPPY)
    assert 'total: B8: "Total" is the sum of 2 rows in 2022' in output and "no warnings" in output


@pytest.mark.parametrize(
    ("skip", "left"),
    [
        (("B2",), ["B3", "C2", "C3"]),
        (("B3", "C2"), ["B2", "C3"]),
        (("C2", "C3"), ["B2", "B3"]),
        (("B2", "C2"), ["B3", "C3"]),
        (("B2", "row 3"), ["C2"]),
    ],
)
def test_one_cell_is_left_out_without_its_row(tmp_path: Path, skip: tuple[str, ...], left: list[str]) -> None:
    output = of_text(tmp_path, "Country,2022,2023\nMyanmar,40100,47100\nMexico,3,4\n", skip=skip, **POPPY)
    assert sorted(line.split()[0] for line in numbers(output)) == left
    assert "left out: B2: Myanmar, 2022: 40100 is left out as told by --skip" in output or "B2" in left


@pytest.mark.parametrize(
    ("table", "skip", "left", "told"),
    [
        ("Country,2022,2023\nMyanmar,#REF!,47100\n", "B2", ["C2"], "B2: Myanmar, 2022: #REF!"),
        ("Country,2022,2023\nMyanmar,about 9?,47100\n", "B2", ["C2"], "B2: Myanmar, 2022: about 9?"),
        ("Country,Year,Value\nMyanmar,2022,#REF!\nMexico,2022,4\n", "C2", ["C3"], "C2: Myanmar, 2022: #REF!"),
        (TWO_MEASURES + "Myanmar,2022,1,2\n", "C2", ["D2"], "C2: Myanmar, 2022: 1"),
        (TWO_MEASURES + "Myanmar,2022,1,5\nPeru,2022,3,4\n", "D2", ["C2", "C3", "D3"], "D2: Myanmar, 2022: 5"),
    ],
)
def test_a_cell_that_is_left_out_as_told_is_warned_of_no_more(
    tmp_path: Path, table: str, skip: str, left: list[str], told: str
) -> None:
    measured = {} if table.startswith(TWO_MEASURES) else POPPY
    output = of_text(tmp_path, table, skip=(skip,), **measured)
    assert sorted(line.split()[0] for line in numbers(output)) == left
    assert f"left out: {told} is left out as told by --skip" in output and "no warnings" in output


@pytest.mark.parametrize(
    ("table", "columns", "read", "named"),
    [
        ("Country,2021,2022,2023\nMyanmar,1,2,3\n", "A,C", ["C2 MMR 2022 2"], 'not read: "2021", "2023"'),
        ("Country,2021,2022,2023\nMyanmar,1,2,3\n", "A-B", ["B2 MMR 2021 1"], 'not read: "2022", "2023"'),
        ("Country,Sex,2022\nMyanmar,Both sexes,2\n", "A,C", ["C2 MMR 2022 2"], 'not read: "Sex"'),
        ("Country,2021,2022\nMyanmar,1,2\n", "B-C", [], "no column names the areas"),
        ("Country,Year,Value,Yield\nMyanmar,2022,2,11\n", "A-C", ["C2 MMR 2022 2"], 'not read: "Yield"'),
    ],
)
def test_only_the_columns_asked_for_are_read_and_the_others_are_named(
    tmp_path: Path, table: str, columns: str, read: list[str], named: str
) -> None:
    output = of_text(tmp_path, table, columns=columns, **POPPY)
    assert [line.removesuffix(" hectares") for line in numbers(output)] == read and named in output


@pytest.mark.parametrize("columns", ["Q", "2-5", "A;B"])
def test_columns_that_are_none_stop_the_import(tmp_path: Path, columns: str) -> None:
    with pytest.raises(ImportFileError, match=f'--columns "{columns}" are '):
        of_text(tmp_path, "Country,2021,2022\nMyanmar,1,2\n", columns=columns, **POPPY)


@pytest.mark.parametrize(
    ("first", "second", "values"),
    [
        ("224.000", "10800.5", None),
        ("1.040.100", "10800.5", ("1,040,100", "10,800.5")),
        ("224.000,5", "1,234.5", ("224,000.5", "1,234.5")),
        ("5000,5", "56.12", ("5,000.5", "56.12")),
        ("1 234,5", "1 234.5", ("1,234.5", "1,234.5")),
    ],
)
def test_what_stands_before_decimals_is_decided_for_each_column(
    tmp_path: Path, first: str, second: str, values: tuple[str, str] | None
) -> None:
    output = of_text(tmp_path, f'Country,2022,2023\nMyanmar,"{first}","{second}"\n', **POPPY)
    expected = ["C2 MMR 2023 10,800.5 hectares"]
    if values:
        expected = [f"B2 MMR 2022 {values[0]} hectares", f"C2 MMR 2023 {values[1]} hectares"]
    assert numbers(output) == expected


def test_a_column_of_another_kind_decides_nothing_in_a_long_table(tmp_path: Path) -> None:
    output = of_text(tmp_path, 'Country,Year,Value,rank\nMyanmar,2022,"40.100","12.25"\n', **POPPY)
    assert '"40.100" can be 40100 or 40.1' in output and not numbers(output)


def test_a_sheet_that_cannot_be_read_does_not_refuse_the_others(tmp_path: Path) -> None:
    table = [["Opium poppy cultivation (ha)"], ["Country", 2022], ["Afghanistan", 1]]
    path = write_workbook(tmp_path / "a.xlsx", table, others={"Wide": [["x"]]})
    book = openpyxl.load_workbook(path)
    book["Wide"].cell(1, 5_000, 1)
    book.save(path)
    output = imported(path, **POPPY)
    assert 'left out: sheet "Wide": is not read: its sheet' in output and len(numbers(output)) == 1
    with pytest.raises(ImportFileError, match="column 5,000"):
        imported(path, sheet="Wide", **POPPY)


ONE_NUMBER = [["Opium poppy cultivation (ha)"], ["Country", 2022], ["Afghanistan", 1]]
OTHER_SHEETS = {
    "years that stand twice": [["x", 2019, 2019], ["Qwertz", "#REF!", 2]],
    "notes": [["These notes say how the table came about."], ["Read them in 2022."]],
    "another indicator": [["Potential opium production (tons)"], ["Country", 2022], ["Afghanistan", 6]],
    "another table of the same": ONE_NUMBER,
    "nothing": [],
}


@pytest.mark.parametrize("other", OTHER_SHEETS)
def test_only_the_named_sheet_is_read(tmp_path: Path, other: str) -> None:
    path = write_workbook(tmp_path / "a.xlsx", ONE_NUMBER, others={"Other": OTHER_SHEETS[other]})
    assert numbers(imported(path, sheet="Table", **POPPY)) == ["B3 AFG 2022 1 hectares"]


@pytest.mark.parametrize(
    "other",
    [
        [["These notes say how the table came about."], ["Read them in 2022."]],
        [["#REF!", "#REF!"]],
        [["Rank", "Name"], [1, "x"], [2, "y"]],
        [["x" * 2_000]],
        [[]],
    ],
)
def test_a_sheet_of_something_else_never_refuses_a_workbook(tmp_path: Path, other: list[list[object]]) -> None:
    path = write_workbook(tmp_path / "a.xlsx", ONE_NUMBER, others={"Other": other})
    assert numbers(imported(path, **POPPY)) == ["B3 AFG 2022 1 hectares"]


@pytest.mark.parametrize(
    "table",
    [
        "Страна,Год,Значение\nАфганистан,2019,163000\n",
        "البلد,السنة,القيمة\nأفغانستان,2019,163000\n",
        "国家,年份,数值\n阿富汗,2019,163000\n",
        "País,Año,Valor\nAfganistán,2019,163000\n",
        "País,Ano,Valor\nAfeganistão,2019,163000\n",
    ],
)
def test_a_list_in_another_language_is_read_as_one_in_english(tmp_path: Path, table: str) -> None:
    assert numbers(of_text(tmp_path, table, **POPPY)) == ["C2 AFG 2019 163,000 hectares"]
