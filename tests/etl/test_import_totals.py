"""Total rows of outside tables: found wherever they stand, checked against their parts; those of the world come in."""

import pytest
from outside_tables import read, texts, values

from etl.documents.area_names import AreaNames
from etl.documents.layouts.harvest import Harvest

TITLE = ["Global illicit cultivation of coca bush, 2019-2020 (hectares)"]


REGIONS = [
    ["Region", "Country", 2018, 2019],
    ["Andes", "Peru", 4, 5],
    ["Andes", "Colombia", 6, 8],
    ["Total", "", 10, 13],
]


def test_totals_of_parts_of_a_table_are_checked_against_their_part(names: AreaNames) -> None:
    rows = [
        ["Cultivation of opium poppy"],
        [None, 2018, 2019],
        ["SOUTH-WEST ASIA"],
        ["Afghanistan", 263000, 163000],
        ["Pakistan", 281, 300],
        ["Subtotal", 263281, 163301],
        ["SOUTH-EAST ASIA", 43000, 39000],
        ["Myanmar", 37300, 33100],
        ["Lao PDR", 5700, 5900],
        ["Other countries", 1000, 1000],
        ["World total", 307281, 203300],
    ]
    harvest = read(names, rows)
    assert texts(harvest.warnings).count("\n") == 0
    assert 'C6: "Subtotal" of 2019 is 163,301, but its parts add up to 163,300' in texts(harvest.warnings)
    assert 'B7: "SOUTH-EAST ASIA" is the sum of 2 rows in 2018-2019' in texts(harvest.checked)
    assert 'B11: "World total" is the sum of 5 rows in 2018-2019' in texts(harvest.checked)
    assert {area for area, _ in values(harvest)} == {"AFG", "PAK", "MMR", "LAO", "WLD"}
    assert values(harvest)["WLD", 2018] == 307281


@pytest.mark.parametrize(
    "name", ["Total", "TOTAL", "Totalᵃ", "Grand total", "World", "World total", "WLD", "Global total", "Sum", "Total b"]
)
def test_the_total_of_a_table_of_the_world_is_a_statement_whether_it_fits_or_not(names: AreaNames, name: str) -> None:
    harvest = read(names, [TITLE, [None, 2019, 2020], ["Peru", 1, 2], ["Colombia", 3, 4], [name, 4, 7]])
    assert {year: value for (area, year), value in values(harvest).items() if area == "WLD"} == {2019: 4, 2020: 7}
    assert {area for area, _ in values(harvest)} == {"PER", "COL", "WLD"}
    assert "of 2020 is 7, but its parts add up to 6 (2 + 4)" in texts(harvest.warnings)


@pytest.mark.parametrize(
    "name",
    [
        *("All states", "ALL 50 STATES & D.C.", "All reporting countries", "All countries and territories"),
        *("All regions combined", "Todos los departamentos", "Todos os estados", "Tous les pays", "Alle Länder"),
    ],
)
def test_a_row_of_all_areas_is_a_total_whatever_it_gives(names: AreaNames, name: str) -> None:
    harvest = read(names, [[None, 2019, 2020], ["Peru", 1, 2], ["Colombia", 3, 4], [name, 4, 7]])
    assert {area for area, _ in values(harvest)} == {"PER", "COL"} and not harvest.errors
    assert f'"{name}" is a total' in texts(harvest.skipped)
    assert "of 2020 is 7, but its parts add up to 6 (2 + 4)" in texts(harvest.warnings)


@pytest.mark.parametrize("turned", [False, True])
def test_a_row_that_no_name_tells_is_a_total_where_it_adds_up_all_others_in_every_year(
    names: AreaNames, turned: bool
) -> None:
    def harvest_of(*numbers: int, parts: int = 2) -> Harvest:
        rows = [["Year", 2019, 2020], *[["Peru", 1, 2], ["Colombia", 3, 4]][:parts], ["National", *numbers]]
        return read(names, [list(each) for each in zip(*rows, strict=True)] if turned else rows)

    sums = harvest_of(4, 6)
    assert {area for area, _ in values(sums)} == {"PER", "COL"} and not sums.errors
    assert '"National" is no area here and adds up others' in texts(sums.skipped)
    assert '"National" is the sum of 2 rows in 2019-2020' in texts(sums.checked)
    for unlike in (harvest_of(4, 7), harvest_of(2, 3), harvest_of(1, 2, parts=1)):
        assert '"National" is no area here; ' in texts(unlike.errors) and "National" not in texts(unlike.skipped)


def test_a_sum_of_one_year_and_one_in_units_that_do_not_convert_can_be_chance(names: AreaNames) -> None:
    rows = [["Country", "Unit", 2019, 2020], ["Peru", "kg", 1, 2], ["Colombia", "hectares", 3, 4]]
    for table in ([*rows, ["National", "kg", 4, 6]], [["Country", 2019], ["Peru", 1], ["Chile", 2], ["National", 3]]):
        assert '"National" is no area here; ' in texts(read(names, table).errors)


def test_a_total_of_what_is_not_known_is_no_statement(names: AreaNames) -> None:
    harvest = read(names, [["Coca bush (hectares)"], [None, 2019], ["Peru", 1], ["Colombia", 3], ["Total", 4]])
    assert {area for area, _ in values(harvest)} == {"PER", "COL"}


def test_the_ends_of_a_printed_total_come_in_with_it(names: AreaNames) -> None:
    rows = [TITLE, [None, 2019], ["Peru", 1], ["Colombia", 3], ["Total", 4], ["lower bound", 3], ["upper bound", 6]]
    (total,) = [figure for figure in read(names, rows).figures if figure.area == "WLD"]
    assert (total.value, total.low, total.high) == (4, 3, 6)


def test_a_total_of_numbers_with_gaps_says_what_has_no_number(names: AreaNames) -> None:
    harvest = read(names, [TITLE, [None, 2019, 2020], ["Peru", 1, 2], ["Colombia", 3, ".."], ["Total", 4, 7]])
    assert 'without a number: "Colombia"' in texts(harvest.warnings)


def test_a_total_beside_the_column_of_the_areas_is_a_total(names: AreaNames) -> None:
    harvest = read(names, REGIONS)
    assert not harvest.errors and not harvest.warnings and len(harvest.figures) == 4
    assert 'C4: "Total" is the sum of 2 rows in 2018-2019' in texts(harvest.checked)
    harvest = read(names, [*REGIONS[:-1], ["Total", "", 10, 14]])
    assert not harvest.errors
    assert 'D4: "Total" of 2019 is 14, but its parts add up to 13 ' in texts(harvest.warnings)


def test_a_total_may_stand_before_a_subregion_and_a_unit(names: AreaNames) -> None:
    rows = [
        ["Region", "Subregion", "Country", "Unit", 2019],
        ["America", "South America", "Peru", "kg", 5],
        ["America", "South America", "Colombia", "kg", 8],
        ["Total", "", "", "kg", 14],
    ]
    harvest = read(names, rows)
    assert not harvest.errors and len(harvest.figures) == 2
    assert '"Total" of 2019 is 14 kg, but its parts add up to 13 kg ' in texts(harvest.warnings)


@pytest.mark.parametrize("skipped", ["row 4", "A4", "Sum of all"])
def test_a_row_without_a_name_is_left_out_by_its_number_a_cell_or_a_text(names: AreaNames, skipped: str) -> None:
    rows = [*REGIONS[:-1], ["Sum of all", "", 10, 13]]
    assert '--skip "row 4"' in texts(read(names, rows).errors)
    harvest = read(names, rows, skip=frozenset([skipped]))
    assert not harvest.errors and len(harvest.figures) == 4
    assert 'row 4: "row 4" is left out as told by --skip' in texts(harvest.skipped)


def test_a_total_that_is_left_out_is_no_part_of_another(names: AreaNames) -> None:
    rows = [*REGIONS, ["", "World total", 10, 13]]
    harvest = read(names, rows, skip=frozenset(["Total"]))
    assert not harvest.warnings and '"World total" is the sum of 2 rows' in texts(harvest.checked)


def test_totals_are_compared_in_one_unit(names: AreaNames) -> None:
    rows = [["Country", "Unit", 2018, 2019], ["Afghanistan", "tonnes", 2, 3], ["Peru", "kg", 500, 700],
            ["Total", "kg", 2500, 703]]  # fmt: skip
    harvest = read(names, rows)
    assert 'C4: "Total" is the sum of 2 rows in 2018' in texts(harvest.checked)
    [warning] = harvest.warnings
    assert '"Total" of 2019 is 703 kg, but its parts add up to 3,700 kg (3,000 + 700)' in warning.text


def test_a_total_of_units_that_do_not_convert_is_not_checked(names: AreaNames) -> None:
    rows = [["Country", "Unit", 2019], ["Afghanistan", "hectares", 2], ["Peru", "kg", 500], ["Total", "kg", 502]]
    harvest = read(names, rows)
    assert not harvest.warnings and "units that do not convert; not checked" in texts(harvest.checked)


def test_a_wrong_total_of_one_part_says_so(names: AreaNames) -> None:
    [warning] = read(names, [["Country", 2019], ["Peru", 5], ["Total", 6]]).warnings
    assert '"Total" of 2019 is 6, but its only part is 5 (5)' in warning.text
