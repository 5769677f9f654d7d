"""Every place of a table that says what its numbers are says the same as every other, or the import stops with both."""

import dataclasses
import zipfile
from itertools import combinations
from pathlib import Path
from typing import Any
from unittest import mock

import openpyxl
import pytest
from importing import POPPY, SOURCE, imported, numbers, of_text, package
from openpyxl.comments import Comment
from outside_tables import area_names, sheet_of, write_workbook
from written_recipes import GRID

from etl.documents.meaning import other_unit
from etl.documents.other_kinds import other_kind
from etl.documents.recipes.findings import Findings
from etl.documents.recipes.proposal import RecipeProposal, _figures
from etl.documents.recipes.recipe_file import read_recipe
from etl.documents.writing import Origin
from etl.method.units_in_use import units_in_use

UNIT_PLACES = ("title", "sheet", "heading", "year", "below", "column", "note", "format", "comment", "option")
NEVER_TOGETHER = [{"heading", "year"}, {"heading", "below"}]  # of two layouts


def said(places: dict[str, str], **options: Any) -> str:
    """What an import prints of a table in which some places name a unit."""
    title = f"Opium poppy cultivation ({places['title']})" if "title" in places else "Opium poppy cultivation"
    header: list[Any] = ["Country", f"2022 ({places['year']})" if "year" in places else 2022]
    row: list[Any] = ["Myanmar", 40100]
    if "heading" in places:
        header, row = ["Country", "Year", f"Cultivation ({places['heading']})"], ["Myanmar", 2022, 40100]
    if "column" in places:
        header, row = [header[0], "Unit", *header[1:]], [row[0], places["column"], *row[1:]]
    below = [["Unit", *[None] * (len(header) - 2), places["below"]]] if "below" in places else []
    notes = [[f"Note: figures are in {places['note']}."]] if "note" in places else []
    rows = [[title], header, *below, row, *notes]
    number = f"{'ABCD'[len(row) - 1]}{3 + len(below)}"
    sheet = dataclasses.replace(
        sheet_of(rows, shown_as={number: places["format"]} if "format" in places else {}),
        comments={number: f"in {places['comment']}"} if "comment" in places else {},
        name=f"Data ({places['sheet']})" if "sheet" in places else "Data",
    )
    options |= {"unit": places["option"]} if "option" in places else {}
    with (
        mock.patch("etl.documents.proposal.read_sheets", lambda *_, **__: [sheet]),
        mock.patch("etl.documents.proposal.AreaNames", lambda *_, **__: area_names()),
    ):
        return imported(Path("table.xlsx"), indicator="opium-poppy-cultivation", **options)


@pytest.mark.parametrize(("one", "other"), [("hectares", "acres"), ("tons", "hectares")])
def test_two_places_that_name_different_units_stop_the_import_with_both_named(one: str, other: str) -> None:
    wrong = []
    for pair in combinations(UNIT_PLACES, 2):
        if {*pair} in NEVER_TOGETHER:
            continue
        for first, second in (pair, pair[::-1]):
            output = said({first: one, second: other})
            if numbers(output) or "error: " not in output or one[:-1] not in output or other[:-1] not in output:
                wrong.append(f"{first} {one}, {second} {other}: {output}")
    assert not wrong, wrong[0]


def test_two_places_that_name_the_same_unit_are_read() -> None:
    pairs = [pair for pair in combinations(UNIT_PLACES, 2) if {*pair} not in NEVER_TOGETHER]
    outputs = {pair: said(dict.fromkeys(pair, "acres")) for pair in pairs}
    assert {pair: output for pair, output in outputs.items() if "no errors" not in output} == {}


@pytest.mark.parametrize("place", ["title", "sheet", "note", "format", "heading"])
def test_a_unit_of_a_recipe_is_held_against_the_table(tmp_path: Path, place: str) -> None:
    heading = "Area (acres)" if place == "heading" else "Area"
    rows = [
        ["Opium poppy (acres)" if place == "title" else "Opium poppy"],
        ["Country", "Year", heading],
        ["Myanmar", 2022, 40100],
        ["Figures are in acres" if place == "note" else "Of a survey"],
    ]
    sheet = dataclasses.replace(
        sheet_of(rows, shown_as={"C3": "acres"} if place == "format" else {}),
        name="Area (acres)" if place == "sheet" else "Area",
    )
    columns = f'[table.columns]\nCountry = "area"\nYear = "year"\n"{heading}" = "value"\n'
    path = tmp_path / "r.toml"
    for unit in ("hectares", "acres"):
        path.write_text(GRID.replace('"hectares"\nprinted = ""', f'"{unit}"') + columns, "utf-8")
        recipe = read_recipe(tmp_path, str(path))
        proposal = RecipeProposal(package(), recipe, Origin(SOURCE, "unodc", ""), Findings())
        with (
            mock.patch("etl.documents.recipes.proposal.read_sheets", lambda *_, **__: [sheet]),
            units_in_use(package().tables["units"]),
        ):
            _figures(proposal, Path("t.xlsx"), lambda _: None)
        told = [*proposal.findings.errors]
        assert bool(told) == (unit == "hectares")
        assert unit == "acres" or "says acres, but the recipe says hectares" in told[0]


@pytest.mark.parametrize(
    ("table", "options", "told"),
    [
        ("Opium production,\nCountry,Opium poppy cultivation\n,2022\nMexico,5\n", {}, "error: "),
        (
            "Heroin seizures,\nCountry,Indicator,2022\nMexico,Opium poppy cultivation,5\n",
            {},
            "says heroin-seizures, but",
        ),
        ("DEA estimates of opium poppy,\nCountry,2022\nMexico,5\n", POPPY, "says dea, but --producer says unodc"),
        ("US Government: opium poppy,\nCountry,2022\nMexico,5\n", POPPY, "says usg, but --producer says unodc"),
        ("UNODC and DEA on opium poppy,\nCountry,2022\nMexico,5\n", POPPY, ""),
        ("Opium poppy in Peru,\nState,2022\nSinaloa,5\n", POPPY | {"within": "MEX"}, 'but "Opium poppy in Peru" says'),
        ("Change in opium poppy cultivation (ha),\nCountry,2022\nMexico,5\n", POPPY, "speaks of a change, which is no"),
        ("Country,Year,Increase over 2021\nMexico,2022,5\n", POPPY, "speaks of a change, which is no level"),
        ("Opium poppy (change on 2021),\nCountry,2022\nMexico,5\n", {"unit": "hectares"}, "speaks of a change"),
        ("Opium poppy and change on 2021 (ha),\nCountry,2022\nMexico,5\n", POPPY, ""),
    ],
)
def test_places_that_name_another_indicator_producer_or_area_stop_the_import(
    tmp_path: Path, table: str, options: dict[str, Any], told: str
) -> None:
    output = of_text(tmp_path, table, **options)
    assert told in output and bool(told) == ("error: " in output) and bool(told) != bool(numbers(output)), output


KINDS = [
    ("Change in heroin seizures since 2020 (%)", "a change"),
    ("Index of heroin seizures (2010 = 100)", "an index"),
    ("Share of world heroin seizures", "a share"),
    ("Countries ranked: rank by heroin seizures", "ranks"),
    ("Cumulative heroin seizures since 2010", "a running total"),
    ("Heroin seizures, average 2018-2022", "an average"),
    ("Target for heroin seizures", "a target"),
    ("Forecast of heroin seizures", "a forecast"),
    ("Number of heroin seizures", "cases"),
    ("Número de incautaciones de heroína", "cases"),
    ("Heroin seizures, January to September", "a part of the year"),
    ("Heroin seizures, Q1 2022", "a part of the year"),
    ("Heroin seizures as of 30 June 2022", "a part of the year"),
    ("Heroin seizures as at 1 September 2022", "a part of the year"),
    ("Heroin seizures until 30 June 2022", "a part of the year"),
    ("Incautaciones de heroína al 31 de mayo de 2022", "a part of the year"),
    ("Heroin, Sicherstellungen, Stand 30. Juni 2022", "a part of the year"),
    ("Heroin seizures from men", "one sex alone"),
    ("Heroin seizures in opium equivalent", "an equivalent in another drug"),
    ("Heroin seizures, purity-adjusted", "a weight at another purity"),
]


@pytest.mark.parametrize(("title", "what"), KINDS)
def test_a_title_of_what_is_no_amount_of_a_year_stops_the_import(tmp_path: Path, title: str, what: str) -> None:
    output = of_text(tmp_path, f'"{title}",\nCountry,2022\nPeru,5\n', indicator="heroin-seizures", unit="kg")
    assert f"speaks of {what}" in output and not numbers(output)


def test_a_note_about_a_part_of_the_year_is_told(tmp_path: Path) -> None:
    output = of_text(tmp_path, "Country,2022*\nMexico,5\n* until September\nRevised in March\n", **POPPY)
    assert 'warning: A3: "* until September" speaks of a part of the year; look ' in output
    assert "1 warning, no errors" in output and len(numbers(output)) == 1


def test_no_name_of_an_indicator_speaks_of_another_kind_than_its_own() -> None:
    indicators = package().tables["indicators"]
    columns = (indicators[name] for name in ("name", "unit_name", "measure", "unit"))
    for name, unit_name, measure, unit in zip(*columns, strict=True):
        assert not other_kind(
            f"{name}, 2010-2022 ({unit_name}), men and women, January to December", measure, unit, name
        )


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Incautaciones de cocaína", "cocaine"),
        ("Amapola", "poppy-plants"),
        ("Kokain (kg)", "cocaine"),
        ("Heroína", ""),
        ("Seizures of heroin and cocaine", "cocaine and heroin"),
        ("Incautaciones de cocaína y heroína", "cocaine and heroin"),
        ("Heroin/cocaine seizures", "cocaine and heroin"),
    ],
)
def test_a_title_of_another_drug_in_another_language_stops_the_import(tmp_path: Path, title: str, other: str) -> None:
    output = of_text(tmp_path, f"{title},\nCountry,2022\nPeru,5\n", indicator="heroin-seizures", unit="kg")
    assert bool(other) == (f'"{title}" is of {other}, but heroin-seizures is taken' in output) != bool(numbers(output))


@pytest.mark.parametrize(
    "title",
    ["Cocaine base (kg)", "Seizures of coca paste", "Pasta base de cocaína", "Cocaïne base (kg)", "Kokainbase"],
)
def test_a_form_of_a_drug_is_not_the_drug(tmp_path: Path, title: str) -> None:
    output = of_text(tmp_path, f"{title},\nCountry,2022\nPeru,5\n", indicator="cocaine-seizures", unit="kg")
    assert f'"{title}" is of coca-paste-and-base, but cocaine-seizures is taken' in output and not numbers(output)


@pytest.mark.parametrize("text", ["All drugs", "All illicit drugs", "Total drugs", "Total", "Todas las drogas"])
def test_all_drugs_together_are_not_one_of_them(tmp_path: Path, text: str) -> None:
    table = f"Country,Drug,2022\nPeru,{text},5\nColombia,{text},6\n"
    output = of_text(tmp_path, table, indicator="cocaine-seizures", unit="kg")
    told = "Total Drug" if text == "Total" else text
    assert f'"{told}" is of any-drug, but cocaine-seizures is taken' in output and not numbers(output)


@pytest.mark.parametrize(
    ("item", "is_known"),
    [("Quinces", False), ("Poppy seed", True), ("Coca leaf", False), ("Tobacco, unmanufactured", False), ("", True)],
)
def test_an_item_that_is_nothing_known_is_never_taken_for_the_indicator(
    tmp_path: Path, item: str, is_known: bool
) -> None:
    table = f'Area,Element,Item,Year,Unit,Value\nMyanmar,Area harvested,"{item}",2022,ha,5\n'
    output = of_text(tmp_path, table, **POPPY)
    assert is_known == bool(numbers(output)) != ("error: indicator: --indicator says" in output), output


@pytest.mark.parametrize(
    "text", ["provisional", "without the south", "see note 3", "Revised\nin May", "to be confirmed"]
)
def test_a_comment_on_a_cell_is_told(tmp_path: Path, text: str) -> None:
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    for row in (["Country", 2022], ["Mexico", 5]):
        sheet.append(row)
    sheet["B2"].comment = Comment(text, "office")
    book.save(tmp_path / "a.xlsx")
    output = imported(tmp_path / "a.xlsx", **POPPY)
    assert f'warning: B2: has the comment "{" ".join(text.split())}"; look what it says' in output
    assert len(numbers(output)) == 1


@pytest.mark.parametrize(
    ("title", "kind", "told"),
    [
        ("Seizures of cocaine", "error", "is of cocaine, but opium-poppy-cultivation is taken (the recipe)"),
        ("Coca bush", "error", "is of coca-bush, but opium-poppy-cultivation is taken (the recipe)"),
        ("Opium poppy, January to June 2022", "warning", "speaks of a part of the year; look whether the recipe"),
        ("Change in opium poppy since 2021", "warning", "speaks of a change, which is no level"),
        ("Forecast of opium poppy", "warning", "speaks of a forecast, which nobody has counted"),
        ("Opium poppy", "", ""),
    ],
)
def test_a_title_is_held_against_the_indicators_of_a_recipe(tmp_path: Path, title: str, kind: str, told: str) -> None:
    path = tmp_path / "r.toml"
    path.write_text(GRID + '[table.columns]\nCountry = "area"\nYear = "year"\nArea = "value"\n', encoding="utf-8")
    recipe = read_recipe(tmp_path, str(path))
    proposal = RecipeProposal(package(), recipe, Origin(SOURCE, "unodc", "", "original"), Findings())
    rows = [[title], ["Country", "Year", "Area"], ["Myanmar", 2022, 40100]]
    with (
        mock.patch("etl.documents.recipes.proposal.read_sheets", lambda *_, **__: [sheet_of(rows)]),
        units_in_use(package().tables["units"]),
    ):
        _figures(proposal, tmp_path / "a.xlsx", lambda _: None)
    found = {"error": proposal.findings.errors, "warning": proposal.findings.warnings}
    assert [text for text in found.get(kind, {}) if told in text] or not kind
    assert kind == "error" or not found["error"]


def test_a_title_of_several_drugs_may_stand_above_a_heading_of_one(tmp_path: Path) -> None:
    table = "Seizures of heroin and cocaine,,\nCountry,Year,Heroin (kg)\nPeru,2022,5\n"
    assert len(numbers(of_text(tmp_path, table, indicator="heroin-seizures", unit="kg"))) == 1


@pytest.mark.parametrize(("title", "told"), [("Opium poppy in Asia", True), ("Opium poppy in Latin America", False)])
def test_a_title_of_a_region_of_which_no_number_is_is_told(tmp_path: Path, title: str, told: bool) -> None:
    output = of_text(tmp_path, f"{title},\nCountry,2022\nMexico,5\n", **POPPY)
    assert told == (f'warning: A1: "{title}" says Asia, but no number is of it' in output)


@pytest.mark.parametrize("heading", ["Zona de producción", "Country of production", "Departamento de incautación"])
def test_a_column_of_places_may_be_called_by_what_they_are_places_of(tmp_path: Path, heading: str) -> None:
    assert len(numbers(of_text(tmp_path, f"{heading},2021,2022\nMexico,5,6\n", **POPPY))) == 2


@pytest.mark.parametrize("heading", ["Jan 2022", "June 2022"])
def test_a_month_is_no_year(tmp_path: Path, heading: str) -> None:
    output = of_text(tmp_path, f"Country,{heading}\nMexico,5\nMyanmar,6\n", **POPPY)
    assert not numbers(output) and "is a month, which is no whole year" in output


def test_a_state_that_is_gone_is_one_line_for_all_its_years(tmp_path: Path) -> None:
    output = of_text(tmp_path, "Country,2019,2020,2021,2022\nUSSR,5,6,7,8\n", **POPPY)
    assert "error: B2, C2, D2 ... (4): USSR (SUN) is an area only" in output and output.count("USSR (SUN)") == 1


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("Russia", "B2: Russia (RUS) is a state only from 1991, and its land was part of USSR (SUN); look up"),
        ("Czechia", "B2, C2: Czechia (CZE) is a state only from 1993, and its land was part of Czechoslovakia (CSK);"),
        ("Serbia", "D2: Serbia (SRB) is a state only from 2006, and its land was part of Serbia and Montenegro (SCG);"),
        ("South Sudan", "B2, C2, D2: South Sudan (SSD) is a state only from 2011; look up whether numbers before"),
        ("Peru", ""),
    ],
)
def test_a_number_before_a_state_came_to_be_is_told_with_the_state_of_that_year(
    tmp_path: Path, state: str, told: str
) -> None:
    table = f"Country,1985,1992,2004,2012\n{state},5,6,7,8\n"
    output = of_text(tmp_path, table, **POPPY)
    assert len(numbers(output)) == 4 and (f"warning: {told}" in output if told else "is a state only" not in output)


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("All figures are in thousands of hectares", "says thousand hectares"),
        ("Unit: acres", "says acres"),
        ("Unit: tons", ""),
        ("Values are in hectares", ""),
    ],
)
def test_a_unit_on_a_sheet_of_notes_stops_the_only_table_and_is_told_of_one_of_several(
    tmp_path: Path, note: str, told: str
) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["Country", 2021, 2022], ["Mexico", 5, 6]])
    book = openpyxl.load_workbook(path)
    book.create_sheet("Notes").append([note])
    book.save(path)
    alone = imported(path, **POPPY)
    assert bool(told) == ('error: sheet "Notes" A1: ' in alone) and told in alone
    book.create_sheet("Farms").append(["Mexico", 7])
    book.save(path)
    output = imported(path, **POPPY)
    assert len(numbers(output)) == 2 and bool(told) == ('warning: sheet "Notes" A1: ' in output) and told in output


@pytest.mark.parametrize(
    "title",
    [
        *("Area (hectares x 1000)", "Area, 000s of hectares", "Area (10^3 ha)", "Area (10³ ha)", "Area (kha)"),
        *("ha x1000", "Area (ha) (x 1,000)", "Area (1000 × ha)", "Area ('000 ha)", "Area in 000 ha"),
    ],
)
def test_a_scale_is_understood_however_it_is_written(title: str) -> None:
    with units_in_use(package().tables["units"]):
        assert other_unit("hectares", title, "hectares").startswith("thousand h")
        assert other_unit("hectares", "Farms of 12 000 ha", "hectares") == ""


def test_a_format_that_writes_k_behind_a_number_shows_thousands(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["Country", 2021, 2022], ["Mexico", 5, 6]])
    book = openpyxl.load_workbook(path)
    for cell in ("B2", "C2"):
        book.active[cell].number_format = '#,##0"k"'  # type: ignore[index]
    book.save(path)
    assert 'B2 "thousand" says thousand' in imported(path, **POPPY)


def test_a_title_of_a_country_of_which_no_number_is_is_told(tmp_path: Path) -> None:
    output = of_text(tmp_path, "Opium poppy in Afghanistan,\nCountry,2022\nMexico,5\n", **POPPY)
    assert 'warning: A1: "Opium poppy in Afghanistan" says Afghanistan (AFG), but no number is of it' in output


@pytest.mark.parametrize(
    ("header", "years"),
    [
        ("Superficie 2021 (ha),Superficie 2022 (ha)", "2021 2022"),
        ("2021 Área (ha),2022 Área (ha)", "2021 2022"),
        ("FY2021,FY22", "2021 2022"),
        ("2020/2021,2021/2022", "2021 2022"),
        ("2020-21,2021-22", "2021 2022"),
    ],
)
def test_years_with_words_and_seasons_head_columns(tmp_path: Path, header: str, years: str) -> None:
    output = of_text(tmp_path, f"Country,{header}\nMexico,5,6\n", seasons="last" if "(" not in header else "", **POPPY)
    assert " ".join(line.split()[2] for line in numbers(output)) == years


def test_years_with_words_of_another_measure_are_not_read_as_the_first(tmp_path: Path) -> None:
    table = "Country,Cultivation 2022 (ha),Production 2022 (t),Change 2022 (%)\nMexico,5,6,7\n"
    output = of_text(tmp_path, f"Opium,\n{table}", **POPPY)
    assert numbers(output) == ["B3 MEX 2022 5 hectares"] and '"Change" speaks of a change' in output


@pytest.mark.parametrize(
    "title",
    ["Price (USD per 1000 tablets)", "Price, US$ per 1,000 tablets", "Price, USD per thousand tablets"],
)
def test_a_unit_is_the_same_in_another_spelling(title: str) -> None:
    with units_in_use(package().tables["units"]):
        assert other_unit("USD/1000 tablets", title, "USD/tablet") == ""
        assert other_unit("USD/tablet", title, "USD/tablet") == "usd/1000 tablets"


def test_what_has_no_height_or_width_is_hidden(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["Country", 2021, 2022], ["Mexico", 1, 2], ["Myanmar", 3, 4]])
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[3].height = 77  # type: ignore[union-attr]
    book.active.column_dimensions["B"].width = 77  # type: ignore[union-attr]
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name).replace(b'="77"', b'="0"') for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    output = imported(path, **POPPY)
    assert numbers(output) == ["C2 MEX 2022 2 hectares"]
    assert "left out: row 3, column B: is hidden" in output
