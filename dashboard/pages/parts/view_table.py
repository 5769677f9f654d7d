"""The table of a view: years down, series across, every number a link."""

from collections.abc import Sequence

from dashboard.charts.text import how_known
from dashboard.pages.parts.cells import number_cell, source_cell
from dashboard.pages.parts.table import ShownRow, TableCell, TableColumn
from dashboard.views.attribution import INFERRED_MARK, attribution_marks, is_inferred
from dashboard.views.definitions import measured
from dashboard.views.points import Line, Point
from dashboard.views.ranking import ranked
from dashboard.views.scene import Scene
from dashboard.views.superlatives import MISFIT, is_marked
from dashboard.words.breaks import what_changed
from dashboard.words.numbers import WITHIN_RANGES
from dashboard.words.ranges import kind_of_range
from etl.figures.records import Break

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
            note=f"{line.series.producer.label}, {_short_unit(scene)}{scene.side_of(line)}{_to_be_known(line, scene)}",
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
            _cell(found[position], scene, found[position].observation.key in called_out)
            if position in found
            else _absent(line, year)
            for position, line in enumerate(shown)
        ]
        for position, point in found.items():
            _mark_breaks(cells[position], shown[position].breaks_at(point))
        periods = {point.period for point in found.values()}
        heading: TableCell = {"text": periods.pop() if len(periods) == 1 else str(year), "sort": year}
        rows.append([heading, *cells])
    return columns, rows


def _absent(line: Line, year: int) -> TableCell | str:
    """What stands where nothing is computed for a year: that a break lies before it; else nothing."""
    parting = [item for item in line.breaks if item.first_year_after == year and item.parts]
    has_figure = any(item.key.year == year for item in line.series.known)
    return {"text": "break", "title": " ".join(item.what for item in parting)} if parting and has_figure else ""


def _mark_breaks(cell: TableCell | str, breaks: Sequence[Break]) -> None:
    """Say in a cell that its year is the first after breaks, and what changed; that it did where the series goes on."""
    if isinstance(cell, str):
        return
    told = [str(cell.get("note", ""))]
    parting, others = ([item for item in breaks if item.parts == parts] for parts in (True, False))
    told += [f"after a break: {what_changed(parting)}"] if parting else []
    told += [what_changed(others)] if others else []
    if any(told):
        cell["note"] = "; ".join(filter(None, told))


def _to_be_known(line: Line, scene: Scene) -> str:
    """What must be known of a series, behind what else stands under its heading; empty for most."""
    note = scene.known_of.get(line.series.area.area, "")
    return f". {note}" if note else ""


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
        if note := scene.known_of.get(line.series.area.area, ""):
            cited["note"] = note
        rows.append([area, line.series.producer.label, _cell(point, scene, called_out=False), cited])
    return columns, rows


def _cell(point: Point, scene: Scene, called_out: bool) -> TableCell:
    cell = number_cell(point.number, point.value)
    source = scene.sources.get(point.observation.source)
    if source is not None:
        season = "" if point.period == str(point.year) else f"{point.period}; "
        what = f"; {words}" if (words := measured(point.rests_on)) else ""
        marks = "".join(f"; {mark}" for mark in attribution_marks(point, scene))
        cell["title"] = f"{season}{source.title} ({source.dated or 'no date'}){what}{marks}"
    if evidence := how_known(point.observation):
        cell["mark"] = evidence
    if is_inferred(point, scene):
        cell["text"] = f"{point.number.text} {INFERRED_MARK}"
    kind = kind_of_range(point.observation)
    notes = [f"{point.range.text}{f', {kind}' if kind else ''}"] if point.range is not None else []
    notes += [WITHIN_RANGES] if point.computed is not None and point.computed.is_within_ranges else []
    notes += [MISFIT] if is_marked(point, scene.doubted) else []
    if notes:
        cell["note"] = "; ".join(notes)
    if called_out:
        cell["class"] = "accent"
    return cell
