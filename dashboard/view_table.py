"""The table of a view: years down, series across, every number a link."""

from dashboard.charts.scene import Scene
from dashboard.points import Point
from dashboard.tables_view import Cell, Column, Row


def view_table(scene: Scene) -> tuple[list[Column], list[Row]]:
    """Columns and rows of the table; the newest year first. A year without a figure is an empty cell."""
    columns = [Column("Year", numeric=True)]
    unit = (
        scene.indicator.short_unit if scene.unit == scene.indicator.unit_name else "%" if "%" in scene.unit else "index"
    )
    columns += [
        Column(line.series.area.name, numeric=True, note=f"{line.series.producer.label}, {unit}")
        for line in scene.lines
    ]
    by_year: dict[int, dict[int, Point]] = {}
    for position, line in enumerate(scene.lines):
        for point in line.points:
            by_year.setdefault(point.year, {})[position] = point
    called_out = {callout.annotation.key for callout in scene.callouts}
    rows: list[Row] = []
    for year in sorted(by_year, reverse=True):
        found = by_year[year]
        cells = [
            _cell(found[position], scene, found[position].observation.key in called_out) if position in found else ""
            for position in range(len(scene.lines))
        ]
        heading: Cell = {"text": str(year), "sort": year}
        rows.append([heading, *cells])
    return columns, rows


def _cell(point: Point, scene: Scene, called_out: bool) -> Cell:
    cell: Cell = {"text": point.number.text, "href": point.number.href, "sort": point.value}
    source = scene.sources.get(point.observation.source)
    if source is not None:
        cell["title"] = f"{source.title} ({source.published or 'no date'})"
    if point.range is not None:
        cell["note"] = point.range.text
    if called_out:
        cell["class"] = "accent"
    return cell
