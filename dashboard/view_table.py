"""The table of a view: years down, series across, every number a link."""

from dashboard.charts.scene import Scene
from dashboard.numbers import number, range_number
from dashboard.records import Observation
from dashboard.tables_view import Cell, Column, Row


def view_table(scene: Scene) -> tuple[list[Column], list[Row]]:
    """Columns and rows of the table; the newest year first. A year without a figure is an empty cell."""
    columns = [Column("Year", numeric=True)]
    columns += [
        Column(item.area.name, numeric=True, note=f"{item.producer.label}, {scene.indicator.short_unit}")
        for item in scene.series
    ]
    by_year: dict[int, dict[int, Observation]] = {}
    for position, series in enumerate(scene.series):
        for item in series.observations:
            by_year.setdefault(item.key.year, {})[position] = item
    called_out = {callout.annotation.key for callout in scene.callouts}
    rows: list[Row] = []
    for year in sorted(by_year, reverse=True):
        found = by_year[year]
        cells = [
            _cell(found[position], scene, found[position].key in called_out) if position in found else ""
            for position in range(len(scene.series))
        ]
        heading: Cell = {"text": str(year), "sort": year}
        rows.append([heading, *cells])
    return columns, rows


def _cell(item: Observation, scene: Scene, called_out: bool) -> Cell:
    shown = number(item, scene.indicator, unit=False)
    between = range_number(item, scene.indicator, unit=False)
    cell: Cell = {"text": shown.text, "href": shown.href, "sort": item.value}
    source = scene.sources.get(item.source)
    if source is not None:
        cell["title"] = f"{source.title} ({source.published or 'no date'})"
    if between is not None and item.value is not None:
        cell["note"] = between.text
    if called_out:
        cell["class"] = "accent"
    return cell
