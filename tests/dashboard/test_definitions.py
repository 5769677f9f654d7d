"""What a number measures, and who made it, stands where the number stands, and leads to who says so."""

import csv
import io

import pytest
from exported import chart
from starlette.testclient import TestClient

from dashboard.exports.table_csv import table_csv
from dashboard.pages.parts.view_table import view_table
from dashboard.views import scenes
from dashboard.views.definitions import definition_notes
from dashboard.views.titles import title
from dashboard.views.view import read_view
from dashboard.words.definitions import makers_told, measured_told
from dashboard.words.sentences import sentence_text
from etl.editions.reading import Edition
from etl.figures.records import Key, Observation

CULTIVATION = "opium-poppy-cultivation"
MEXICO = "indicator=opium-poppy-cultivation&area=MEX&producer=unodc&to=2020"


def _shown(
    edition: Edition, area: str, year: int, producer: str = "unodc", indicator: str = CULTIVATION
) -> Observation:
    found = edition.observation(Key(indicator, area, year, producer))
    assert found is not None
    return found


def test_where_another_estimator_begins_the_figures_on_both_sides_name_theirs(edition: Edition) -> None:
    known = 0
    for series, breaks in edition.breaks.items():
        indicator, area, producer = series
        years = edition.observations(indicator, [area], [producer])
        for year in (item.first_year_after for item in breaks if item.kind == "estimator"):
            before = [item for item in years if item.key.year < year][-1]
            after = next(item for item in years if item.key.year >= year)
            if before.estimator and after.estimator:
                assert before.estimator != after.estimator, (series, year)
                known += 1
    assert known >= 6


@pytest.mark.parametrize(
    ("area", "year", "indicator", "estimator"),
    [
        ("AFG", 2018, CULTIVATION, "MCN and UNODC"),
        ("AFG", 2020, CULTIVATION, "NSIA with UNODC"),
        ("AFG", 2023, CULTIVATION, "UNODC"),
        ("MMR", 2017, CULTIVATION, "CCDAC with UNODC"),
        ("MMR", 2024, CULTIVATION, "UNODC"),
        ("LAO", 2012, CULTIVATION, "LCDC with UNODC"),
        ("LAO", 2018, CULTIVATION, "LCDC, Government of Laos"),
        ("MEX", 2018, CULTIVATION, "Government of Mexico with UNODC"),
        ("COL", 2010, "coca-bush-cultivation", "Government of Colombia and UNODC (SIMCI)"),
        ("PER", 2012, "coca-bush-cultivation", "DEVIDA with UNODC"),
        ("PER", 2019, "coca-bush-cultivation", "DEVIDA, Government of Peru"),
        ("BOL", 2012, "coca-bush-cultivation", "Government of Bolivia with UNODC"),
    ],
)
def test_who_estimated_is_told_for_each_national_series(
    edition: Edition, area: str, year: int, indicator: str, estimator: str
) -> None:
    told = makers_told(edition, _shown(edition, area, year, indicator=indicator))
    assert told[0].text == estimator
    assert all(one.said_by is None or one.said_by.source in edition.sources for one in told)


def test_what_a_number_measures_names_the_row_that_says_so(edition: Edition) -> None:
    told = {one.label: one for one in measured_told(edition, _shown(edition, "MMR", 2017))}
    covers = told["Covers"]
    assert covers.text == "Kachin, East Shan, North Shan and South Shan"
    assert covers.said_by is not None
    assert covers.said_by.source == "us-state-incsr-2019"


def test_a_page_of_a_number_leads_to_who_says_what_it_measures(client: TestClient) -> None:
    page = client.get(f"/number/{CULTIVATION}/MEX/2015/unodc").text
    for words in ("Mexico 2014/15", "July 2014 to June 2015", "Government of Mexico with UNODC"):
        assert words in page
    assert "/source/unodc-wdr-2025-annex-6-2-1" in page


def test_mexican_seasons_are_written_so_in_titles_tables_and_notes(edition: Edition) -> None:
    view, _ = read_view(MEXICO, edition.keep(scenes.choices))
    scene = scenes.scene(edition, view)
    assert "2016/17" in sentence_text(title(scene))
    _, rows = view_table(scene)
    years = [row[0]["text"] for row in rows if isinstance(row[0], dict)]
    assert years == ["2019/20", "2018/19", "2017/18", "2016/17", "2015/16", "2014/15"]
    assert "Mexico (UNODC): the years 2015 to 2020 run from July to June, such as 2019/20." in definition_notes(scene)


def test_what_all_figures_of_a_chart_measure_alike_is_said_once(edition: Edition) -> None:
    view, _ = read_view(
        "indicator=coca-bush-cultivation&area=COL&producer=unodc&from=2010&to=2023", edition.keep(scenes.choices)
    )
    notes = definition_notes(scenes.scene(edition, view))
    assert notes == ["Every figure here: net area on 31 December, survey."]


def test_tables_and_the_api_have_the_same_definition(edition: Edition, client: TestClient) -> None:
    rows = csv.DictReader(io.StringIO(table_csv(chart(edition, MEXICO)).decode("utf-8-sig")))
    season = next(row for row in rows if row["TIME_PERIOD"] == "2015")
    assert (season["REF_START"], season["REF_END"], season["COMPILER"]) == ("2014-07", "2015-06", "unodc")
    item = client.get(f"/api/v1/number/{CULTIVATION}/MEX/2015/unodc").json()["observation"]
    assert (item["ref_start"], item["ref_end"], item["compiler"], item["estimator"]) == (
        *("2014-07", "2015-06", "unodc"),
        "mexico-unodc",
    )
