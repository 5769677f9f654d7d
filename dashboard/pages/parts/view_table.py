"""The table of a view: years down, series across, every number a link."""

from dashboard.charts.text import how_known
from dashboard.pages.parts.cells import number_cell, source_cell
from dashboard.pages.parts.table import ShownRow, TableCell, TableColumn
from dashboard.views.attribution import INFERRED_MARK, attribution_marks, is_inferred
from dashboard.views.points import Point
from dashboard.views.ranking import ranked
from dashboard.views.scene import Scene
from dashboard.views.superlatives import MISFIT, is_marked

MARKED = "known from a copy or a report; figures without this circle were seen in the source itself"


def view_table(scene: Scene) -> tuple[list[TableColumn], list[ShownRow]]:
    """Columns and rows of the table. A year without a figure is an empty cell, and a row of them where all lack it.

    Over years, the newest year stands first; for one year, the largest area does.
    """
    if scene.year is not None:
        return _one_year_table(scene)
    columns = [TableColumn("Year", numeric=True)]
    shown = scene.all_lines
    columns += [
        TableColumn(
            line.series.area.name,
            numeric=True,
            note=f"{line.series.producer.label}, {_short_unit(scene)}{scene.side_of(line)}",
        )
        for line in shown
    ]
    by_year: dict[int, dict[int, Point]] = {}
    for position, line in enumerate(shown):
        for point in line.points:
            by_year.setdefault(point.year, {})[position] = point
    called_out = {callout.annotation.key for callout in scene.callouts}
    rows: list[ShownRow] = []
    for year in range(max(by_year, default=0), min(by_year, default=1) - 1, -1):
        found = by_year.get(year, {})
        cells = [
            _cell(found[position], scene, found[position].observation.key in called_out) if position in found else ""
            for position in range(len(shown))
        ]
        heading: TableCell = {"text": str(year), "sort": year}
        rows.append([heading, *cells])
    return columns, rows


def _short_unit(scene: Scene) -> str:
    if scene.unit.startswith("%"):
        return "%"
    return "index" if scene.unit.startswith("index") else scene.indicator.short_unit


def _one_year_table(scene: Scene) -> tuple[list[TableColumn], list[ShownRow]]:
    columns = [
        TableColumn("Area"),
        TableColumn("Producer"),
        TableColumn(str(scene.year or "Figure"), numeric=True, note=_short_unit(scene)),
        TableColumn("Source"),
    ]
    rows: list[ShownRow] = []
    for line, point in ranked(scene):
        source = scene.sources.get(point.observation.source)
        area: TableCell = {"text": line.series.area.name, "href": point.number.href}
        cited: TableCell = {"text": ""}
        if source is not None:
            cited = {**source_cell(source), "class": "title"}
        rows.append([area, line.series.producer.label, _cell(point, scene, called_out=False), cited])
    return columns, rows


def _cell(point: Point, scene: Scene, called_out: bool) -> TableCell:
    cell = number_cell(point.number, point.value)
    source = scene.sources.get(point.observation.source)
    if source is not None:
        marks = "".join(f"; {mark}" for mark in attribution_marks(point, scene))
        cell["title"] = f"{source.title} ({source.dated or 'no date'}){marks}"
    if evidence := how_known(point.observation):
        cell["mark"] = evidence
    if is_inferred(point, scene):
        cell["text"] = f"{point.number.text} {INFERRED_MARK}"
    notes = [point.range.text] if point.range is not None else []
    notes += [MISFIT] if is_marked(point, scene.doubted) else []
    if notes:
        cell["note"] = "; ".join(notes)
    if called_out:
        cell["class"] = "accent"
    return cell
