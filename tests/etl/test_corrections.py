"""A known error of a source is data: it sets the statement aside, says what is meant, and fails once it is outdated."""

from typing import Any

import pandas as pd
import pytest
from data_folder import AFGHAN, DataFolder
from figures import resolved, shown, source, statement, verdict_of
from sharing import examined, tables_of

from etl.making import examine

CORRECTIONS = "corrections.csv"
TOO_HIGH = {"source": "aljazeera-2016-10-23", "value": "201000"}
CORRECTION = {
    "indicator": "opium-poppy-cultivation",
    "area": "AFG",
    "year": "2016",
    "producer": "unodc",
    "source": "aljazeera-2016-10-23",
    "locator": "paragraph beginning “The survey, released on Sunday”",
    "printed": "201000",
    "verdict": "misprint",
    "meant": "",
    "meant_unit": "",
    "reason": "A test",
    "confirmed_by": "",
}


def correct(folder: DataFolder, **cells: str) -> None:
    rows = folder.rows(CORRECTIONS)
    folder.write_rows(CORRECTIONS, list(rows[0]), [*rows, {**CORRECTION, **cells}])


def without(folder: DataFolder, *resources: str) -> None:
    """Take tables off the contract and their files out of the folder."""

    def drop(entry: dict[str, Any]) -> None:
        kept = [item for item in entry[""]["resources"] if item["name"] not in resources]
        entry[""]["resources"] = kept

    folder.edit_contract(drop)
    for name in resources:
        (folder.path / f"{name}.csv").unlink()


def edition(folder: DataFolder) -> dict[str, pd.DataFrame]:
    """The tables of the edition that a refresh would publish."""
    return dict(tables_of(folder.path))


def statement_of(tables: dict[str, pd.DataFrame], source: str, value: float) -> pd.Series:
    """The only statement of a source with about that value."""
    said = tables["statement"]
    (place,) = said.index[(said["source"] == source) & ((said["value"] / value - 1).abs() < 1e-6)]
    return said.loc[place]


def correction_of(tables: dict[str, pd.DataFrame], statement: pd.Series) -> pd.Series:
    """The only correction of a statement."""
    corrections = tables["correction"]
    (place,) = corrections.index[corrections["statement_id"] == statement["id"]]
    return corrections.loc[place]


def test_the_flag_alone_sets_a_statement_aside_in_a_package_without_corrections(folder: DataFolder) -> None:
    without(folder, "corrections", "links")
    assert not [problem for problem in folder.problems() if problem.is_error]
    tables = edition(folder)
    assert statement_of(tables, "unodc-kabul-2018-12-03", 236_000)["verdict"] == "misprint"
    assert (len(tables["correction"]), len(tables["link"])) == (0, 0)


def test_a_correction_sets_aside_a_statement_that_has_no_flag(folder: DataFolder) -> None:
    correct(folder, verdict="wrong-scope", confirmed_by="the editor of the page")
    tables = edition(folder)
    said = statement_of(tables, "aljazeera-2016-10-23", 201_000)
    assert (said["verdict"], said["flag"]) == ("wrong-scope", "")


def test_the_flag_stays_as_the_figures_give_it(folder: DataFolder) -> None:
    tables = edition(folder)
    said = statement_of(tables, "unodc-kabul-2018-12-03", 236_000)
    assert (said["verdict"], said["flag"]) == ("misprint", "misprint")


def test_a_correction_says_what_is_meant_why_and_who_confirms_it(folder: DataFolder) -> None:
    tables = edition(folder)
    said = statement_of(tables, "unodc-kabul-2018-12-03", 236_000)
    row = correction_of(tables, said)
    assert (row["printed"], row["meant"]) == (236_000, 263_000)
    assert row["reason"].startswith("Two digits of 263,000 swapped")
    assert row["confirmed_by"] == "unodc-afghanistan-opium-survey-2018"
    assert (folder.path / row["file"]).read_text(encoding="utf-8").splitlines()[row["line"] - 1].count("236000")


def test_every_statement_that_is_flagged_as_an_error_has_a_correction(folder: DataFolder) -> None:
    tables = edition(folder)
    flagged = tables["statement"]["flag"].isin(["misprint", "wrong-scope"])
    assert set(tables["statement"].loc[flagged, "id"]) <= set(tables["correction"]["statement_id"])
    assert flagged.any()


@pytest.mark.parametrize(("meant", "expected"), [("", 201_000 / 2.4710538), ("81000", 81_000 / 2.4710538)])
def test_a_wrong_unit_is_a_misprint_and_means_the_number_in_the_right_unit(
    folder: DataFolder, meant: str, expected: float
) -> None:
    correct(folder, verdict="wrong-unit", meant=meant, meant_unit="acres", confirmed_by="the editor of the page")
    tables = edition(folder)
    said = statement_of(tables, "aljazeera-2016-10-23", 201_000)
    row = correction_of(tables, said)
    assert said["verdict"] == "misprint"
    assert row["verdict"] == "wrong-unit"
    assert row["meant"] == pytest.approx(expected, rel=1e-6)


def test_printed_and_meant_are_in_the_unit_of_the_indicator(folder: DataFolder) -> None:
    folder.change(AFGHAN, TOO_HIGH, value="496681.81", unit="acres")
    correct(folder, printed="496681.81", meant="400000")
    tables = edition(folder)
    row = correction_of(tables, statement_of(tables, "aljazeera-2016-10-23", 201_000))
    assert row["printed"] == pytest.approx(201_000, rel=1e-6)
    assert row["meant"] == pytest.approx(161_874.257, rel=1e-6)


def test_a_misprint_by_correction_may_lie_outside_its_range(folder: DataFolder) -> None:
    folder.change(AFGHAN, TOO_HIGH, value="301000", low="182000", high="221000")
    assert {problem.code for problem in folder.problems() if problem.is_error} == {"value-outside-range"}
    correct(folder, printed="301000")
    assert not [problem for problem in folder.problems() if problem.is_error]


def test_a_source_that_only_confirms_a_correction_is_used(folder: DataFolder) -> None:
    like = {"source": "unodc-afghanistan-opium-survey-2018"}
    folder.add("sources.csv", like, source="errata-2019", rests_on="")
    correct(folder, confirmed_by="errata-2019")
    assert not [problem for problem in folder.problems() if problem.is_error]


def test_an_outdated_correction_names_the_statement_that_it_no_longer_fits(folder: DataFolder) -> None:
    line = folder.change(AFGHAN, {"value": "236000"}, value="263000", flag="")
    (problem,) = [problem for problem in folder.problems() if problem.is_error]
    assert problem.code == "correction-outdated"
    assert f"{AFGHAN}:{line} has 263000" in problem.text


def test_a_corrected_statement_never_becomes_the_shown_value() -> None:
    wrong = statement("survey", 236_000.0, corrected_as="misprint")
    right = statement("news", 263_000.0, corrected_as="")
    resolution = resolved([wrong, right], [source("survey", "2019"), source("news", "2018", "secondary")])
    assert shown(resolution)["value"] == 263_000
    assert verdict_of(resolution)["survey"] == "misprint"


def test_tables_of_an_edition_do_not_change_with_the_order_of_corrections(folder: DataFolder) -> None:
    first = examined(folder.path)
    rows = folder.rows(CORRECTIONS)
    folder.write_rows(CORRECTIONS, list(rows[0]), rows[::-1])
    second = examine(folder.path)
    assert first.tables is not None and second.tables is not None
    columns = ["statement_id", "verdict", "printed", "meant", "reason", "confirmed_by"]
    one, other = (
        tables["correction"][columns].sort_values("statement_id", ignore_index=True)
        for tables in (first.tables, second.tables)
    )
    assert one.equals(other)
