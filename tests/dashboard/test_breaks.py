"""Nothing is computed, drawn or said across a break of a series, and wherever one lies, it is told."""

import csv
import io
import json
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from exported import chart
from pptx import Presentation
from retelling import Tables
from sample_data import sample_data
from starlette.testclient import TestClient
from viewing import figure_of, view_of

from dashboard.charts.how_to_read import BREAK_IN_SERIES
from dashboard.charts.key import key_of
from dashboard.exports.slides import presentation
from dashboard.exports.table_csv import table_csv
from dashboard.pages.parts.view_table import view_table
from dashboard.server.urls import INSIDE
from dashboard.views import scenes
from dashboard.views.findings import findings
from dashboard.views.observed import with_base
from dashboard.views.view import View
from dashboard.words.sentences import sentence_text
from etl.editions.reading import Edition
from etl.figures.keys import Key

ROOT = "/api/v1"
DATA = sample_data()


def _table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def _passed_on(breaks: list[dict[str, str]]) -> list[dict[str, str]]:
    """The breaks of the data, and those of the parts of a country with one and of what is computed (`product_of`)."""
    years: dict[tuple[str, str, str], set[int]] = {}
    for row in (row for file in (DATA / "statements").rglob("*.csv") for row in _table(file)):
        years.setdefault((row["indicator"], row["area"], row["producer"]), set()).add(int(row["year"]))
    products = {row["indicator"]: row["product_of"].split() for row in _table(DATA / "indicators.csv")}
    parent = {row["area"]: row["parent"] for row in _table(DATA / "areas.csv")}
    own = {(one["indicator"], one["area"], one["producer"], one["first_year_after"]) for one in breaks}
    found = list(breaks)
    for row in found:  # grows while it is read: a product of a product has the break too
        parts = [area for area, whole in parent.items() if whole == row["area"] and parent[whole]]
        places = [(row["indicator"], area) for area in parts if row["kind"] in {"method", "definition"}]
        places += [(name, row["area"]) for name, factors in products.items() if row["indicator"] in factors]
        for place in ((*place, row["producer"]) for place in places):
            known, first = years.get(place, set()), row["first_year_after"]
            if (*place, first) not in own and known and min(known) < int(first) <= max(known):
                found.append({**row, "indicator": place[0], "area": place[1], "pre_break": "", "effect": ""})
    return found


PRINTED = _table(DATA / "breaks.csv")
BREAKS = _passed_on(PRINTED)
PUBLISHED = {row["source"]: row["published"] for row in _table(DATA / "sources.csv")}
EVERY_BROKEN = sorted({(row["indicator"], row["area"], row["producer"]) for row in BREAKS})
# Of the parts that have a break with their country a few: what holds for them holds for the others.
BROKEN = [one for one in EVERY_BROKEN if one[1] in {row["area"] for row in PRINTED} | {"AF-HEL", "PE-CUS"}]
COLOMBIA = Key("coca-bush-cultivation", "COL", 2005, "usg")

Series = tuple[str, str, str]
Years = dict[int, dict[str, str]]


def years_of_breaks(series: Series, day: str = "") -> list[int]:
    """The years that are the first after a break, as the data have them; of a day those told by then."""
    return sorted(
        {
            int(row["first_year_after"])
            for row in BREAKS
            if (row["indicator"], row["area"], row["producer"]) == series
            and not row["continued"]
            and (not day or _out_on(row["source"]) <= day)
        }
    )


def is_parted(series: Series, one: int, other: int, day: str = "") -> bool:
    return any(min(one, other) < year <= max(one, other) for year in years_of_breaks(series, day))


def _out_on(source: str) -> str:
    """The last day of what a source gives as its date, or of the newest publication; empty: undated."""
    day, newest = PUBLISHED[source], max(PUBLISHED.values())
    if day.count("-") == 1:
        day = f"{day}-{monthrange(int(day[:4]), int(day[5:]))[1]}"
    return min(f"{day}-12-31" if len(day) == 4 else day, newest)


@pytest.fixture(scope="module")
def published(client: TestClient) -> dict[Series, Years]:
    """Every current figure, as the table to take away has it, by its series and year."""
    found: dict[Series, Years] = {}
    for row in csv.DictReader(io.StringIO(client.get(f"{ROOT}/observations.csv").text)):
        found.setdefault((row["indicator"], row["area"], row["producer"]), {})[int(row["year"])] = row
    return found


def value_in(years: Years, year: int) -> float | None:
    """The value of a year from which others can be computed."""
    row = years.get(year)
    return float(row["value"]) if row and row["value"] and row["flag"] != "p-f" else None


def computed(edition: Edition, series: Series, measure: str) -> tuple[View, dict[int, float]]:
    """What a chart of one series shows in a measure, by year."""
    indicator, area, producer = series
    view = view_of(edition, f"indicator={indicator}&area={area}&producer={producer}&measure={measure}")
    scene = scenes.scene(edition, view)
    return view, {point.year: point.value for line in scene.lines for point in line.points if point.value is not None}


def test_every_change_of_the_edition_is_between_years_that_can_be_compared(
    edition: Edition, published: dict[Series, Years], published_database: Path
) -> None:
    """Each is made again here: never across a break, of another definition, or of two releases."""
    tables = Tables(published_database)
    compared, why_not = 0, Counter[str]()
    for series, years in published.items():
        for measure in ("change", "increase"):
            expected = {}
            for year in years:
                now, before = value_in(years, year), value_in(years, year - 1)
                if now is None or before is None or (measure == "change" and not before):
                    continue
                one, other = ((series[1], series[2], its) for its in (year - 1, year))
                why_not["parted"] += is_parted(series, year - 1, year)
                why_not["unlike"] += tables.are_unlike(series[0], one, other)
                why_not["never together"] += tables.never_stood_together(series[0], one, other)
                if not tables.are_apart(series[0], (series[1], series[2]), (year - 1, year)):
                    expected[year] = (now / before - 1) * 100 if measure == "change" else now - before
            _, shown = computed(edition, series, measure)
            assert shown == pytest.approx(expected), (series, measure)
            compared += len(expected)
    assert compared > 500 and all(why_not[why] > 20 for why in ("parted", "unlike", "never together"))


def test_every_index_of_the_edition_stops_at_a_break(
    edition: Edition, published: dict[Series, Years], published_database: Path
) -> None:
    tables = Tables(published_database)
    for series in BROKEN:
        years = published[series]
        indicator, *place = series
        for base in (min(years), max(years), *years_of_breaks(series)):
            first = value_in(years, base)
            if not first:
                continue
            expected = {
                year: now / first * 100
                for year in years
                if (now := value_in(years, year)) is not None
                and not tables.are_apart(indicator, (place[0], place[1]), (base, year))
            }
            query = f"indicator={indicator}&area={place[0]}&producer={place[1]}&measure=index&base={base}"
            scene = scenes.scene(edition, view_of(edition, query))
            shown = {point.year: point.value for line in scene.lines for point in line.points}
            assert shown == pytest.approx(expected), query


def _joined(trace: dict[str, Any]) -> Iterator[tuple[float, float]]:
    """The years that a line goes between."""
    for (x, y), (next_x, next_y) in pairwise(zip(trace["x"], trace["y"], strict=True)):
        if None not in (x, y, next_x, next_y):
            yield x, next_x


@pytest.mark.parametrize("series", BROKEN, ids="/".join)
@pytest.mark.parametrize("how", ["", "&form=panels", "&scale=log", "&measure=index", "&asof=2020-01-01&compare=today"])
def test_every_line_is_cut_and_marked_at_every_break(
    edition: Edition, published: dict[Series, Years], series: Series, how: str
) -> None:
    indicator, area, producer = series
    query = f"indicator={indicator}&area={area}&producer={producer}{how}"
    traces: Any = figure_of(edition, query)["data"]
    lines = [trace for trace in traces if trace.get("mode") in {"lines", "lines+markers"} and trace.get("fill") is None]
    assert lines
    for trace in lines:
        day = view_of(edition, query).asof if "today" not in str(trace.get("name")) else ""
        assert not [ends for ends in _joined(trace) if is_parted(series, int(ends[0]), int(ends[1]), day)], query
    bands = [trace for trace in traces if trace.get("fill") == "toself" and "asof" not in query]
    assert not [ends for band in bands for ends in _joined(band) if is_parted(series, int(ends[0]), int(ends[1]))]
    if how in {"", "&form=panels"}:
        known = [year for year in published[series] if published[series][year]["value"]]
        within = [year for year in years_of_breaks(series) if min(known) < year <= max(known)]
        symbols = [trace.get("marker", {}).get("symbol") for trace in traces]
        marks = [
            trace
            for trace, symbol in zip(traces, symbols, strict=True)
            if isinstance(symbol, list) and {"line-ne", "line-nw"} >= set(symbol)
        ]
        assert [x for trace in marks for x in trace["x"]] == [year - 0.5 for year in within]
        texts = " ".join(text for trace in marks for text in trace["text"])
        assert all(f"break in {year}" in texts for year in within)


@pytest.mark.parametrize("series", BROKEN, ids="/".join)
def test_a_break_counts_from_the_day_on_which_its_source_is_out(edition: Edition, series: Series) -> None:
    """Before it, nobody could know: a chart of that day, its numbers, tables and changes are as they were then."""
    indicator, area, producer = series
    told = [row for row in BREAKS if (row["indicator"], row["area"], row["producer"]) == series]
    for out in {_out_on(row["source"]) for row in told} - {""}:
        for day in ((date.fromisoformat(out) - timedelta(1)).isoformat(), out):
            scene = scenes.scene(edition, view_of(edition, f"indicator={indicator}&area={area}&asof={day}"))
            years = years_of_breaks(series, day)
            for line in (one for one in scene.lines if one.series.producer.producer == producer):
                assert sorted({item.first_year_after for item in line.breaks if item.parts}) == years, day
                for before, item in pairwise((None, *line.series.observations)):
                    assert item is not None
                    year = item.key.year
                    assert item.comparable_from == max((one for one in years if one <= year), default=None)
                    between = [one for one in years if before is not None and before.key.year < one <= year]
                    found = {one.first_year_after for one in edition.breaks_at(item) if one.parts}
                    assert found == set(between), (day, year)


def _has_label(trace: Any) -> bool:
    """Whether a trace says something of its points: in labels of their own, or in the box of their year."""
    return "hovertemplate" in trace or trace.get("hoverinfo") == "none"


def _breaks_in_shares(edition: Edition, query: str) -> Iterator[tuple[str, dict[str, list[int]], dict[str, Any]]]:
    """Each line of a chart of shares: whose, the years of the breaks of all that it is of, by area, and its traces."""
    view = view_of(edition, query)
    scene = scenes.scene(edition, view)
    whole = [area for area in view.areas if area not in {line.series.area.area for line in scene.lines}]
    traces: Any = figure_of(edition, query)["data"]
    for line in scene.drawn:
        area, maker = line.series.area.area, line.series.producer.producer
        of_these = {area, *whole} if whole else {*view.areas}
        breaks = {edition.areas[one].name: years_of_breaks((view.indicator, one, maker)) for one in of_these}
        mine = [one for one in traces if one.get("legendgroup") == line.series.label and _has_label(one)]
        yield line.series.label, breaks, {str(trace.get("mode")): trace for trace in mine}


@pytest.mark.parametrize(
    "query",
    [
        "indicator=coca-bush-cultivation&area=BOL&area=COL&area=PER&measure=share",
        "indicator=coca-bush-cultivation&area=WLD&area=BOL&area=COL&measure=share&form=panels",
        "indicator=opium-production&area=AFG&area=PAK&measure=share",
    ],
)
def test_a_line_of_shares_is_cut_and_marked_at_the_breaks_of_all_that_it_is_of(edition: Edition, query: str) -> None:
    marked = 0
    for label, breaks, traces in _breaks_in_shares(edition, query):
        years = sorted({year for its in breaks.values() for year in its})
        assert not [ends for ends in _joined(traces["lines+markers"]) if any(ends[0] < one <= ends[1] for one in years)]
        known = [year for year, value in zip(*(traces["lines+markers"][axis] for axis in "xy"), strict=True) if value]
        within = [year for year in years if min(known) < year <= max(known)]
        texts = " ".join(traces["markers"]["text"]).replace("<br>", " ") if within else ""
        assert all(str(year) in texts for year in within), label
        for name, own in breaks.items():
            is_told = name in label or any(f"{name}:" in texts or "The world:" in texts for _ in own)
            assert is_told or not set(own) & set(within), (label, name)
        marked += len(within)
    assert marked > 3


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


def test_a_line_goes_on_where_the_source_prints_the_earlier_years_anew(edition: Edition) -> None:
    """What parts a line is in the observations: a break that parts nothing leaves them as they are."""
    query = "indicator=coca-bush-cultivation&area=COL&producer=unodc"
    assert not edition.breaks.get(("coca-bush-cultivation", "COL", "unodc"))
    line = next(trace for trace in figure_of(edition, query)["data"] if trace.get("mode") == "lines+markers")
    assert None not in line["y"]  # type: ignore[operator]


def test_columns_have_a_mark_at_the_boundary(edition: Edition) -> None:
    traces: Any = figure_of(edition, "group=andean-coca&indicator=coca-bush-cultivation&form=stack")["data"]
    (marks,) = [trace for trace in traces if trace["type"] == "scatter"]
    years = {year for area in ("BOL", "COL", "PER") for year in years_of_breaks((COLOMBIA.indicator, area, "unodc"))}
    assert sorted(marks["x"]) == sorted(year - 0.5 for year in years)


def test_a_line_on_a_slide_is_cut_at_a_break(edition: Edition) -> None:
    shown = chart(edition, "indicator=opium-poppy-cultivation&area=AFG&producer=unodc")
    slide = Presentation(io.BytesIO(presentation([shown]))).slides[0]
    drawn = next(shape for shape in slide.shapes if shape.has_chart).chart
    names = [series.name for series in drawn.plots[0].series]
    years = years_of_breaks(("opium-poppy-cultivation", "AFG", "unodc"))
    assert names == ["Afghanistan", *(f"Afghanistan, from {year}" for year in years)]
    assert not drawn.has_legend
    assert "Breaks, across which nothing is compared" in " ".join(
        shape.text_frame.text for shape in slide.shapes if shape.has_text_frame
    )


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


def test_an_index_begins_in_a_year_that_most_others_can_be_compared_with(edition: Edition) -> None:
    alone = view_of(edition, "indicator=coca-bush-cultivation&area=PER&producer=unodc&measure=index")
    assert with_base(edition, alone).base == 2011  # ten years until the break of 2021, and fewer before
    query = "indicator=opium-poppy-cultivation&area=AFG&producer=unodc&measure=index"
    assert with_base(edition, view_of(edition, query)).base == 2004


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
