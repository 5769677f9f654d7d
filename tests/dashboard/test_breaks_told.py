"""Wherever a break of a series lies, it is told: on pages, in tables and to programs."""

import csv
import io
import json
import re
from typing import Any

from broken_series import BREAKS, COLOMBIA, EVERY_BROKEN, PRINTED, years_of_breaks
from exported import chart
from starlette.testclient import TestClient
from viewing import figure_of, view_of

from dashboard.charts.how_to_read import BREAK_IN_SERIES
from dashboard.charts.key import key_of
from dashboard.exports.table_csv import table_csv
from dashboard.pages.parts.view_table import view_table
from dashboard.server.urls import INSIDE
from dashboard.views import scenes
from dashboard.views.findings import findings
from dashboard.words.sentences import sentence_text
from etl.editions.reading import Edition
from etl.figures.keys import Key

ROOT = "/api/v1"


def test_the_table_of_shares_says_which_are_the_first_after_a_break_of_another_area(edition: Edition) -> None:
    shown = chart(edition, "indicator=coca-bush-cultivation&area=BOL&area=COL&area=PER&producer=unodc&measure=share")
    rows = {
        int(row["TIME_PERIOD"]): row
        for row in csv.DictReader(io.StringIO(table_csv(shown).decode("utf-8-sig")))
        if row["REF_AREA"] == "BOL"
    }
    after = {year for year in years_of_breaks(("coca-bush-cultivation", "PER", "unodc")) if year in rows}
    assert after and {year for year, row in rows.items() if row["OBS_STATUS"] in {"B", "D"}} == after
    assert all(rows[year]["OBS_COM"].startswith("Peru: ") for year in after)


def test_the_first_number_after_a_break_and_the_last_before_it_say_so(client: TestClient) -> None:
    told = "The US searched an area"
    after = client.get(f"/number/{COLOMBIA.path}").text
    before = client.get(f"/number/{COLOMBIA._replace(year=2004).path}").text
    others = client.get(f"/number/{COLOMBIA._replace(year=2007).path}").text
    assert "First year after a break in the series: " in after and told in after
    assert "A break in the series follows: " in before and told in before
    poppy = "/number/opium-poppy-cultivation/AFG"
    assert "Changed from this year on: " in client.get(f"{poppy}/2019/unodc").text
    assert "series-break" not in client.get(f"{poppy}/2018/unodc").text
    assert told not in others
    assert "not comparable: the area covered changed in 2005" in after


def test_a_computation_across_a_break_says_why_there_is_none(client: TestClient) -> None:
    for kind in ("change", "increase", "index", "share-of", "sum"):
        answer = client.get(INSIDE.computed(kind, [COLOMBIA, COLOMBIA._replace(year=2004)]))
        assert answer.status_code == 404
        assert "cannot be compared: the area covered changed in 2005" in answer.text, kind
    assert client.get(INSIDE.computed("change", [COLOMBIA._replace(year=2007), COLOMBIA])).status_code == 200


def test_a_table_says_where_the_change_on_the_year_before_is_not_given(edition: Edition) -> None:
    query = "indicator=opium-poppy-cultivation&area=LAO&producer=unodc&measure=change"
    _, rows = view_table(scenes.scene(edition, view_of(edition, query)))
    cells: dict[str, Any] = {str(row[0]["text"]): row[1] for row in rows if not isinstance(row[0], str)}
    for year in ("2016", "2023"):
        assert cells[year]["text"] == "break" and "Lao" in cells[year]["title"]
    assert cells["2024"]["text"].startswith("+")


def test_a_break_has_its_code_its_old_value_and_its_words_in_sdmx(client: TestClient) -> None:
    text = client.get(f"{ROOT}/observations.sdmx.csv").text
    rows = {
        (row["INDICATOR"], row["REF_AREA"], row["PRODUCER"], int(row["TIME_PERIOD"])): row
        for row in csv.DictReader(io.StringIO(text))
    }
    marked = set()
    for series in EVERY_BROKEN:
        years = sorted(year for *its, year in rows if tuple(its) == series)
        for year in years_of_breaks(series):
            first = min(one for one in years if one >= year)
            row = rows[(*series, first)]
            told = [
                entry
                for entry in BREAKS
                if (entry["indicator"], entry["area"], entry["producer"]) == series
                and int(entry["first_year_after"]) == year
            ]
            kinds = {entry["kind"] for entry in told}
            state = "N" if row["FLAG"] == "p-f" else "D" if kinds == {"definition"} else "B"
            assert row["OBS_STATUS"] == state, (series, year)
            assert all(entry["what"] in row["OBS_COM"] for entry in told)
            printed = [entry["pre_break"] for entry in told if entry["pre_break"]]
            assert row["OBS_PRE_BREAK"] == (printed[0] if printed else "")
            marked.add((*series, first))
    others = {key: row for key, row in rows.items() if key not in marked}
    assert not [row for row in others.values() if row["OBS_STATUS"] in {"B", "D"} or row["OBS_PRE_BREAK"]]
    only_told = set()
    for entry in (entry for entry in BREAKS if entry["continued"]):
        series = entry["indicator"], entry["area"], entry["producer"]
        years = [year for *its, year in rows if tuple(its) == series and year >= int(entry["first_year_after"])]
        only_told.add((*series, min(years)))
    assert {key for key, row in others.items() if row["OBS_COM"]} == only_told - marked
    assert rows["coca-bush-cultivation", "COL", "usg", 2005]["OBS_PRE_BREAK"] == "105400"


def test_breaks_are_a_list_to_take_away(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(f"{ROOT}/breaks.csv").text)))
    given = [{name: row[name] for name in PRINTED[0]} for row in rows]
    assert [row for row in given if row in PRINTED] == PRINTED
    passed_on = [row for row in given if row not in PRINTED]
    assert len(passed_on) == len(BREAKS) - len(PRINTED) > 5
    told = ("As for [a-z ]+, from which it is computed: ", "As for all of [A-Z][a-z]+: ")
    counts = [sum(bool(re.match(head, row["what"])) for row in passed_on) for head in told]
    assert all(counts) and sum(counts) == len(passed_on)
    assert all(row["what"].count("As for ") == 1 for row in passed_on)


def test_no_production_is_compared_where_the_area_under_it_cannot_be(edition: Edition, client: TestClient) -> None:
    before, after = (Key("opium-production", "LAO", year, "unodc") for year in (2014, 2016))
    answer = client.get(INSIDE.computed("change", [after, before]))
    assert answer.status_code == 404 and "the estimator changed in 2016" in answer.text
    page = client.get(f"/number/{after.path}").text
    assert "As for opium poppy cultivation, from which it is computed" in page
    assert "/source/unodc-wdr-2025-annex-6-2-1" in page
    shown = edition.observation(after)
    assert shown is not None
    (told,) = [item for item in edition.breaks_of(shown) if item.first_year_after == 2016]
    assert told.pre_break is None


def test_the_method_tells_of_every_break_with_its_source(client: TestClient, edition: Edition) -> None:
    text = client.get("/method").text
    for row in BREAKS:
        assert f"/source/{row['source']}" in text
    assert "Nothing is computed across a break" in text


def test_a_source_lists_the_breaks_that_it_tells_of(client: TestClient) -> None:
    for row in PRINTED:
        text = client.get(f"/source/{row['source']}").text
        assert "Breaks of series that it tells of" in text and row["locator"].split('"')[0] in text
    assert "Breaks of series" not in client.get("/source/shupl-2019-paris-pact").text


def test_a_break_across_which_a_series_goes_on_is_told_as_a_change_and_parts_nothing(
    client: TestClient, edition: Edition
) -> None:
    told = [row for row in PRINTED if row["continued"]]
    assert told
    for row in told:
        series = row["indicator"], row["area"], row["producer"]
        year = int(row["first_year_after"])
        query = f"indicator={series[0]}&area={series[1]}&producer={series[2]}"
        for form in ("line", "stack", "panels"):
            view = view_of(edition, f"{query}&form={form}&from={year - 1}&to={year}")
            scene = scenes.scene(edition, view)
            assert not any("nothing is compared" in sentence_text(found) for found in findings(scene))
            assert not any(entry.name == BREAK_IN_SERIES for entry in key_of(view, scene))
            assert "line-n" not in json.dumps(figure_of(edition, view.query()))
            _, rows = view_table(scene)
            assert "after a break" not in json.dumps(rows)
        number = Key(series[0], series[1], year, series[2])
        if edition.observation(number) is not None:
            page = client.get(f"/number/{number.path}").text
            assert "Changed from this year on: " in page and "after a break" not in page
        text = client.get(f"/?{query}").text
        assert "Breaks across which the source continues the series" in text
