"""Nothing is computed or drawn across a break of a series."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from broken_series import BREAKS, BROKEN, COLOMBIA, Series, Years, is_parted, out_on, years_of_breaks
from exported import chart
from pptx import Presentation
from retelling import Tables
from starlette.testclient import TestClient
from viewing import figure_of, view_of

from dashboard.exports.slides import presentation
from dashboard.views import scenes
from dashboard.views.observed import with_base
from dashboard.views.view import View
from etl.editions.reading import Edition

ROOT = "/api/v1"


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
    for out in {out_on(row["source"]) for row in told} - {""}:
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


def test_an_index_begins_in_a_year_that_most_others_can_be_compared_with(edition: Edition) -> None:
    alone = view_of(edition, "indicator=coca-bush-cultivation&area=PER&producer=unodc&measure=index")
    assert with_base(edition, alone).base == 2011  # ten years until the break of 2021, and fewer before
    query = "indicator=opium-poppy-cultivation&area=AFG&producer=unodc&measure=index"
    assert with_base(edition, view_of(edition, query)).base == 2004
