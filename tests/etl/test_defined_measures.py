"""What is known of many numbers at once reaches each of them, the more specific knowledge before the general one."""

import time
from itertools import product

import numpy as np
import pandas as pd
import pytest
from data_folder import DataFolder
from sharing import tables_of

from etl.figures.vocabulary.attributes import Attribute
from etl.making import examine
from etl.method.definitions import with_definitions

AREAS = pd.DataFrame(
    {"area": ["WLD", "AFG", "AF-HEL", "MMR", "MM-11"], "parent": ["", "WLD", "AFG", "WLD", "MMR"]}, dtype="str"
)
ESTIMATORS = pd.DataFrame({"estimator": ["a", "b", "us"], "producer": ["unodc", "unodc", "usg"]}, dtype="str")
NAMES = ("indicator", "area", "producer", "of_source", "attribute", "value")


def statement(**cells: object) -> dict[str, object]:
    usual = {"indicator": "cultivation", "area": "AFG", "year": 2018, "producer": "unodc", "source": "survey"}
    return {**usual, "estimator": "", **cells}


def row(value: str, attribute: str = "estimator", **cells: object) -> dict[str, object]:
    usual: dict[str, object] = {"indicator": "", "area": "", "producer": "unodc", "of_source": ""}
    return {**usual, "from_year": None, "to_year": None, "attribute": attribute, "value": value, **cells}


def told(statements: list[dict[str, object]], *rows: dict[str, object]) -> pd.DataFrame:
    definitions = (
        pd.DataFrame(rows).astype(dict.fromkeys(NAMES, "str")).astype({"from_year": "Int64", "to_year": "Int64"})
    )
    return with_definitions(pd.DataFrame(statements), definitions, AREAS, ESTIMATORS)


def estimator(*rows: dict[str, object], **cells: object) -> str:
    return str(told([statement(**cells)], *rows)["estimator"].iloc[0])


# From the most general to the most specific: each overrules all before it.
RANKS: list[dict[str, object]] = [
    {},
    {"from_year": 2018, "to_year": 2018},
    {"indicator": "cultivation"},
    {"area": "AFG"},
    {"area": "AF-HEL"},
    {"of_source": "survey"},
]


@pytest.mark.parametrize(("general", "specific"), [(a, b) for a, b in product(range(6), range(6)) if a < b])
def test_the_more_specific_of_two_rows_holds_in_whatever_order_they_stand(general: int, specific: int) -> None:
    weak, strong = row("a", **RANKS[general]), row("b", **RANKS[specific])
    assert estimator(weak, strong, area="AF-HEL") == "b"
    assert estimator(strong, weak, area="AF-HEL") == "b"


def test_a_statement_that_names_its_estimator_is_the_most_specific() -> None:
    found = told([statement(estimator="b")], row("a", of_source="survey", area="AFG")).iloc[0]
    assert (found["estimator"], found["named_estimator"]) == ("b", "b")
    assert found["defined_by"].split()[0] == "0"


def test_a_statement_that_says_what_it_measures_is_the_most_specific_and_leaves_the_rest_to_the_rows() -> None:
    survey, other = statement(age_from="12", age_to="open"), statement(age_from="", age_to="")
    found = told([survey, other], row("15", "age_from"), row("64", "age_to"), row("past-year", "recall"))
    assert found[["age_from", "age_to", "recall"]].values.tolist() == [
        ["12", "open", "past-year"],
        ["15", "64", "past-year"],
    ]
    rows = [dict(zip(Attribute, numbers.split(), strict=True)) for numbers in found["defined_by"]]
    assert [numbers[Attribute.AGE_FROM] for numbers in rows] == ["0", "1"]  # 0: the statement itself says so
    assert [numbers[Attribute.RECALL] for numbers in rows] == ["3", "3"]


def test_a_row_is_about_nothing_but_what_it_names() -> None:
    rows = [row("a", area="AFG", from_year=2010, to_year=2018)]
    assert [estimator(*rows, year=year) for year in (2009, 2010, 2018, 2019)] == ["", "a", "a", ""]
    assert estimator(*rows, area="MMR") == ""
    assert estimator(*rows, producer="usg") == ""
    assert estimator(row("a", of_source="annex")) == ""


def test_a_row_about_a_country_is_about_its_parts_but_one_about_the_world_is_about_the_world_alone() -> None:
    assert estimator(row("a", area="AFG"), area="AF-HEL") == "a"
    assert estimator(row("a", area="WLD"), area="AFG") == ""


def test_what_a_figure_covers_is_said_of_its_own_area_alone() -> None:
    found = told([statement(area="MMR"), statement(area="MM-11")], row("MM-11", "coverage", area="MMR"))
    assert found["coverage"].tolist() == ["MM-11", ""]


def test_a_season_is_given_in_the_years_of_its_months() -> None:
    rows = [row("Y-1-07", "ref_start"), row("Y-06", "ref_end"), row("Y-12-31", "ref_end", area="MMR")]
    found = told([statement(year=2015), statement(year=2015, area="MMR")], *rows)
    assert found["ref_start"].tolist() == ["2014-07", "2014-07"]
    assert found["ref_end"].tolist() == ["2015-06", "2015-12-31"]


def test_of_a_number_of_another_scope_it_is_not_known_what_it_measures() -> None:
    rows = [row("a"), row("net", "basis"), row("survey", "measure_type")]
    found = told([statement(corrected_as="wrong-scope"), statement(corrected_as="")], *rows)
    assert found["basis"].tolist() == ["", "net"]
    assert set(found["estimator"]) == {"a"} and set(found["measure_type"]) == {"survey"}


def test_each_word_names_the_row_that_says_it() -> None:
    found = told([statement()], row("a"), row("oven-dry", "form"), row("b", area="AFG")).iloc[0]
    rows = dict(zip(Attribute, found["defined_by"].split(), strict=True))
    assert (rows[Attribute.ESTIMATOR], rows[Attribute.FORM], rows[Attribute.BASIS]) == ("3", "2", "0")


def test_that_nobody_states_something_holds_only_where_no_row_says_it() -> None:
    rows = [
        row("unstated", "basis", of_source="survey"),
        row("net", "basis", area="AFG"),
        row("not-in-copy", "rests_on"),
    ]
    found = told([statement(), statement(area="MMR"), statement(area="MMR", source="annex")], *rows)
    assert found["basis"].tolist() == ["net", "", ""]
    assert found["undefined_by"].tolist() == ["3", "1 3", "3"]
    more_special = told([statement()], row("unstated", "basis"), row("not-in-copy", "basis", of_source="survey"))
    assert (more_special["basis"].iloc[0], more_special["undefined_by"].iloc[0]) == ("", "2")


def test_who_compiles_the_number_of_another_producer_reprints_it() -> None:
    rows = [row("a", "compiler", producer="usg"), row("a", "compiler")]
    assert told([statement(producer="usg"), statement()], *rows)["reprinted"].tolist() == [True, False]


def test_a_hundred_thousand_statements_take_less_than_two_seconds() -> None:
    count = 100_000
    years = 1990 + np.arange(count) % 35
    areas = np.array(["AFG", "AF-HEL", "MMR", "MM-11"])[np.arange(count) % 4]
    statements = pd.DataFrame(statement() | {"area": areas, "year": years})
    rows = [row("a", area="AFG", from_year=year, to_year=year) for year in range(1990, 2025)] * 6
    start = time.process_time()
    definitions = (
        pd.DataFrame(rows).astype(dict.fromkeys(NAMES, "str")).astype({"from_year": "Int64", "to_year": "Int64"})
    )
    with_definitions(statements, definitions, AREAS, ESTIMATORS)
    assert time.process_time() - start < 2


@pytest.mark.folder
def test_two_later_reprints_of_the_un_do_not_outvote_the_print_of_the_us(folder: DataFolder) -> None:
    of_the_us = "statements/cultivation-and-production/ondcp-supplement-opium.csv"
    where = {
        "indicator": "opium-poppy-cultivation",
        "area": "MEX",
        "year": "2009",
        "source": "ondcp-data-supplement-2020",
    }
    folder.change(of_the_us, where, value="19600", as_printed="19600 hectares")
    for reprint in ("unodc-wdr-2015-table-8-2", "unodc-wdr-2016-table-8-2"):
        folder.change("sources.csv", {"source": reprint}, published="2021")
    tables = examine(folder.path).tables
    assert tables is not None
    shown = tables["observation"]
    shown = shown[(shown["area"] == "MEX") & (shown["year"] == 2009)].set_index(["indicator", "producer"])
    assert shown.loc[("opium-poppy-cultivation", "usg"), "value"] == 19600
    assert ("opium-poppy-cultivation", "unodc") not in shown.index


@pytest.mark.folder
def test_every_national_series_knows_who_estimated_and_who_compiled_its_newest_figure(folder: DataFolder) -> None:
    tables = tables_of(folder.path)
    cited = tables["observation"].merge(
        tables["statement"], left_on="statement_id", right_on="id", suffixes=("", "_of")
    )
    main = {"opium-poppy-cultivation": ["AFG", "MMR", "MEX"], "coca-bush-cultivation": ["COL", "PER", "BOL"]}
    for indicator, areas in main.items():
        series = cited[(cited["indicator"] == indicator) & cited["area"].isin(areas) & (cited["year"] >= 2010)]
        own = series[series["producer"].isin(["unodc", "usg"])]
        assert (own[["estimator", "compiler"]] != "").all(axis=None)


@pytest.mark.folder
@pytest.mark.parametrize(("value", "verdict"), [("fresh", "other-definition"), ("oven-dry", "differs")])
def test_another_number_is_a_difference_of_definition_only_where_both_are_known_and_differ(
    folder: DataFolder, value: str, verdict: str
) -> None:
    """Prices of 2018: 94 of dry opium, and 76 that one report prints."""
    file = "statements/afghan-opium.csv"
    folder.change(file, {"source": "kabul-times-2020-06", "indicator": "opium-price", "year": "2018"}, flag="")
    corrections = folder.rows("corrections.csv")
    kept = [one for one in corrections if one["source"] != "kabul-times-2020-06"]
    folder.write_rows("corrections.csv", list(corrections[0]), kept)
    folder.change("definitions.csv", {"of_source": "kabul-times-2020-06"}, value=value)
    for source in ("rferl-2018-11-19", "unodc-kabul-2018-12-03", "weekly-voice-2018-11"):
        like = {"of_source": "kabul-times-2020-06"}
        folder.add("definitions.csv", like, of_source=source, value="oven-dry", source=source)
    tables = examine(folder.path).tables
    assert tables is not None
    said = tables["statement"].set_index("source")
    price = said[(said["indicator"] == "opium-price") & (said["year"] == 2018)]
    assert price.loc["kabul-times-2020-06", "verdict"] == verdict


def _rests_on(folder: DataFolder) -> "pd.Series[str]":
    """Whose number each statement repeats, by source, indicator, area and year."""
    tables = tables_of(folder.path)
    said: pd.Series[str] = tables["statement"].set_index(["source", "indicator", "area", "year"])["rests_on"]
    return said


@pytest.mark.folder
def test_a_row_of_an_annex_rests_on_the_survey_that_prints_its_number(folder: DataFolder) -> None:
    said = _rests_on(folder)
    cultivation = "opium-poppy-cultivation"
    assert said["unodc-wdr-2026-annex-6-2-1", cultivation, "AFG", 2016] == "unodc-afghanistan-opium-survey-2016"
    assert said["unodc-wdr-2016-table-8-2", cultivation, "MEX", 2009] == "cia-world-factbook-2011"


@pytest.mark.folder
def test_a_row_of_an_annex_rests_on_the_first_survey_out_by_then_that_looks_back_on_its_year(
    folder: DataFolder,
) -> None:
    """The survey of 2024 has the exact areas of Colombia from 2010 on, and that of 2021 those of Peru from 2017 on."""
    said = _rests_on(folder)
    coca = "coca-bush-cultivation"
    assert said["unodc-wdr-2026-annex-6-1-1", coca, "COL", 2012] == "simci-colombia-coca-monitoring-2024"
    assert said["unodc-wdr-2025-annex-6-1-1", coca, "PER", 2018] == "devida-peru-coca-2021"
    assert said["unodc-wdr-2022-annex-6-1-1", coca, "PER", 2018] == "peru-crop-monitoring"
    assert said["unodc-wdr-2015-table-8-1", coca, "COL", 2005] == "unodc-colombia-coca-survey-2005"


@pytest.mark.folder
def test_a_later_edition_of_an_annex_repeats_the_first_where_no_survey_is_known(folder: DataFolder) -> None:
    said = _rests_on(folder)
    first, later = (f"unodc-wdr-{year}-annex-6-1-1" for year in (2022, 2025))
    assert [said[one, "coca-bush-cultivation", "WLD", 2020] for one in (first, later)] == ["", first]


@pytest.mark.folder
def test_what_one_edition_of_an_annex_names_all_editions_with_its_number_rest_on(folder: DataFolder) -> None:
    """The texts below the tables of 2022 and 2025 name what they are from; those of 2016 and 2026 were not seen."""
    said = _rests_on(folder)
    coca = {said[f"unodc-wdr-{year}-annex-6-1-1", "coca-bush-cultivation", "COL", 2012] for year in (2022, 2025)}
    assert coca == {"colombia-crop-monitoring"}
    poppy, named = "opium-poppy-cultivation", "unodc-wdr-2025-annex-6-2-1"
    unseen = "unodc-wdr-2016-table-8-2", "unodc-wdr-2026-annex-6-2-1"
    assert {said[key, poppy, "LAO", 2010] for key in (named, *unseen)} == {"lao-crop-monitoring"}
    assert said[named, poppy, "LAO", 2016] == "lao-drug-control-commission"
    assert said[named, poppy, "AFG", 2021] == "", "the annex does not say it"
