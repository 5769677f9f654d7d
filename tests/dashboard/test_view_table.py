"""The table of a view shows what the chart shows: every figure, how well it is known, and the years without one."""

import csv
import io

import pytest
from exported import chart

from dashboard.exports.table_csv import table_csv
from dashboard.pages import explore
from dashboard.pages.frame.markup import markup
from dashboard.pages.parts.table import ShownRow, TableCell
from dashboard.pages.parts.view_table import MARKED, view_table
from dashboard.views import scenes
from dashboard.views.view import read_view
from etl.editions.reading import Edition

COCA_LEAF = "indicator=coca-leaf-production&area=BOL"
POPPY = "indicator=opium-poppy-cultivation&area=AFG"


def _rows(edition: Edition, query: str) -> list[ShownRow]:
    view, _ = read_view(query, edition.keep(scenes.choices))
    return view_table(scenes.scene(edition, view))[1]


def _figures(rows: list[ShownRow]) -> list[TableCell]:
    return [cell for row in rows for cell in row[1:] if not isinstance(cell, str)]


@pytest.mark.parametrize("query", [POPPY, f"{POPPY}&measure=index", "area=AFG&area=MMR&form=panels"])
def test_a_figure_is_marked_where_its_point_is_hollow(edition: Edition, query: str) -> None:
    view, _ = read_view(query, edition.keep(scenes.choices))
    scene = scenes.scene(edition, view)
    hollow = sorted(point.number.href for point in scene.points if point.observation.evidence in {"copy", "report"})
    assert hollow
    marked = [cell for cell in _figures(view_table(scene)[1]) if "mark" in cell]
    assert sorted(cell["href"] for cell in marked) == hollow
    assert {cell["mark"] for cell in marked} <= {"known from a copy", "known from a report"}


def test_what_the_mark_means_stands_under_the_table(edition: Edition) -> None:
    written = markup(explore.page(edition, POPPY).body)
    assert MARKED in written
    assert '<span class="cell-mark" role="img" aria-label="known from a copy"></span>' in written


def test_a_table_of_figures_seen_in_the_source_itself_explains_no_mark(edition: Edition) -> None:
    only_originals = f"{POPPY}&producer=usg&from=2011&to=2018"
    assert _figures(_rows(edition, only_originals))
    assert MARKED not in markup(explore.page(edition, only_originals).body)


def test_a_year_of_which_no_series_has_a_figure_is_an_empty_row(edition: Edition) -> None:
    rows = _rows(edition, COCA_LEAF)
    years = [int(row[0]["text"]) for row in rows if not isinstance(row[0], str)]
    assert years == list(range(years[0], years[-1] - 1, -1))
    empty = [year for year, row in zip(years, rows, strict=True) if not any(row[1:])]
    assert empty == [2022, 2021, 2020, *range(2018, 2015, -1), *range(2014, 2005, -1), *range(2003, 1997, -1), 1990]


def test_a_view_without_figures_has_a_table_without_rows(edition: Edition) -> None:
    assert _rows(edition, f"{COCA_LEAF}&from=1999&to=2001") == []


@pytest.mark.parametrize("query", [POPPY, COCA_LEAF])
def test_the_download_has_a_row_for_each_figure_and_none_for_an_empty_cell(edition: Edition, query: str) -> None:
    downloaded = csv.DictReader(io.StringIO(table_csv(chart(edition, query)).decode("utf-8-sig")))
    # Columns fold away of which every figure is set aside, and has no value; a download has them too.
    shown = [cell["text"] for cell in _figures(_rows(edition, query)) if cell["text"] != "no value"]
    assert sorted(row["SHOWN"] for row in downloaded if row["SHOWN"] != "no value") == sorted(shown)


def test_a_series_of_which_all_is_set_aside_has_no_empty_column_and_is_told_of(edition: Edition) -> None:
    view, _ = read_view(POPPY, edition.keep(scenes.choices))
    scene = scenes.scene(edition, view)
    assert [line.series.producer.producer for line in scene.lines if not line.is_shown] == ["alcis"]
    assert not any("Alcis" in column.note for column in view_table(scene)[0])
    assert "Afghanistan, Alcis: what sources print" in markup(explore.page(edition, POPPY).body)


def test_where_figures_measure_different_people_each_says_which(edition: Edition) -> None:
    rows = _rows(edition, "indicator=opiates-use&area=IRN&area=PAK&area=TJK&area=IND")
    every = edition.observations("opiates-use", ("IRN", "PAK", "TJK", "IND"))
    ages = {item.attributes.age_from for item in every if item.value is not None and item.attributes.age_from}
    assert len(ages) > 1
    for cell in _figures(rows):
        _, indicator, area, year, producer = str(cell["href"]).rsplit("/", 4)
        item = next(one for one in every if (one.key.area, str(one.key.year)) == (area, year))
        assert (indicator, producer) == ("opiates-use", item.key.producer)
        assert not item.attributes.age_from or f"aged {item.attributes.age_from} " in str(cell["note"])
