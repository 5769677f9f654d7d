"""The table of a view: years down, series across, every number a link."""

from collections.abc import Mapping, Sequence

from dashboard.charts.text import how_known
from dashboard.pages.parts.cells import number_cell, source_cell
from dashboard.pages.parts.table import ShownRow, TableCell, TableColumn
from dashboard.views.attribution import INFERRED_MARK, attribution_marks, is_inferred
from dashboard.views.citing import numbered, sources_of
from dashboard.views.definitions import measured, measured_unlike, unlike
from dashboard.views.points import Line, Point
from dashboard.views.ranking import in_order
from dashboard.views.scene import Scene
from dashboard.views.superlatives import MISFIT, is_marked
from dashboard.words.breaks import what_changed_for
from dashboard.words.numbers import WITHIN_RANGES
from dashboard.words.ranges import kind_of_range
from etl.figures.vocabulary.attributes import Attribute

_MOST_CITED = 3  # sources of one computed figure that a cell names
MARKED = "known from a copy or a report; figures without this circle were seen in the source itself"


def view_table(scene: Scene) -> tuple[list[TableColumn], list[ShownRow]]:
    """Columns and rows of the table. A year without a figure is an empty cell, and a row of them where all lack it.

    Over years, the newest year stands first; for one year, the largest area does, or areas stand by name.
    """
    if scene.year is not None:
        return _one_year_table(scene)
    columns = [TableColumn("Year", numeric=True)]
    of_scene, shown = _columns_of(scene)
    columns += [
        TableColumn(
            f"{part.indicator.name}, {line.series.area.name}" if scene.beside is not None else line.series.area.name,
            numeric=True,
            note=f"{line.series.producer.label}, {part.short_unit}{part.side_of(line)}{_to_be_known(line, part)}",
        )
        for part, line in zip(of_scene, shown, strict=True)
    ]
    by_year: dict[int, dict[int, Point]] = {}
    for position, line in enumerate(shown):
        for point in line.points:
            by_year.setdefault(point.year, {})[position] = point
    called_out = {callout.annotation.key for callout in scene.callouts}
    numbers = numbered(sources_of(scene))
    own = {id(part): unlike(part) for part in scene.parts}
    rows: list[ShownRow] = []
    for year in range(max(by_year, default=0), min(by_year, default=1) - 1, -1):
        found = by_year.get(year, {})
        cells = [
            _cell(
                found[position],
                of_scene[position],
                numbers,
                own[id(of_scene[position])],
                called_out=found[position].observation.key in called_out,
            )
            if position in found
            else _absent(line, year)
            for position, line in enumerate(shown)
        ]
        for position, point in found.items():
            _mark_breaks(cells[position], shown[position], point)
        periods = {point.period for point in found.values()}
        heading: TableCell = {"text": periods.pop() if len(periods) == 1 else str(year), "sort": year}
        rows.append([heading, *cells])
    return columns, rows


def _columns_of(scene: Scene) -> tuple[list[Scene], list[Line]]:
    """The series that have a column, each with its scene: all that have a current figure, unless none has.

    What is set aside of the others is told in the words below the chart.
    """
    every = [(part, line) for part in scene.parts for line in part.all_lines]
    kept = [(part, line) for part, line in every if line.is_shown] or every
    return [part for part, _ in kept], [line for _, line in kept]


def _absent(line: Line, year: int) -> TableCell | str:
    """What stands where nothing is computed for a year: that a break lies before it; else nothing."""
    parting = [item for item in line.breaks if item.first_year_after == year and item.parts]
    has_figure = any(item.key.year == year for item in line.series.known)
    return {"text": "break", "title": " ".join(item.what for item in parting)} if parting and has_figure else ""


def _mark_breaks(cell: TableCell | str, line: Line, point: Point) -> None:
    """Say in a cell that its year is the first after breaks, and what changed; that it did where the series goes on."""
    if isinstance(cell, str):
        return
    told = [str(cell.get("note", ""))]
    parting, others = ([one for one in line.breaks_at(point) if one[1].parts == parts] for parts in (True, False))
    own = line.called or line.series.area.name
    told += [f"after a break: {what_changed_for(parting, own)}"] if parting else []
    told += [what_changed_for(others, own)] if others else []
    if any(told):
        cell["note"] = "; ".join(filter(None, told))


def _to_be_known(line: Line, scene: Scene) -> str:
    """What must be known of a series, behind what else stands under its heading; empty for most."""
    return "".join(f". {note}" for note in scene.notes_on(line))


def _one_year_table(scene: Scene) -> tuple[list[TableColumn], list[ShownRow]]:
    columns = [
        TableColumn("Area"),
        TableColumn("Producer"),
        TableColumn(str(scene.year or "Figure"), numeric=True, note=scene.short_unit),
        TableColumn("Source"),
    ]
    rows: list[ShownRow] = []
    numbers, own = numbered(sources_of(scene)), unlike(scene)
    for line, point in in_order(scene):
        source = scene.sources.get(point.observation.source)
        area: TableCell = {"text": line.series.area.name, "href": point.number.href}
        cited: TableCell = {"text": ""}
        if source is not None:
            cited = {**source_cell(source), "class": "title"}
        if notes := scene.notes_on(line):
            cited["note"] = "; ".join(notes)
        rows.append([area, line.series.producer.label, _cell(point, scene, numbers, own), cited])
    rows += [
        [line.series.area.name, line.series.producer.label, _cell(point, scene, numbers, own), ""]
        for line in scene.sums
        for point in line.points
    ]
    return columns, rows


def _cited(point: Point, numbers: Mapping[str, int]) -> list[str]:
    """The numbers of the sources of a figure, where they are few."""
    items = point.computed.inputs if point.computed is not None else (point.observation,)
    found = sorted({numbers[item.source] for item in items if item.source in numbers})
    return [" ".join(f"[{number}]" for number in found)] if 0 < len(found) <= _MOST_CITED else []


def _cell(
    point: Point, scene: Scene, numbers: Mapping[str, int], own: Sequence[Attribute], *, called_out: bool = False
) -> TableCell:
    """The cell of a figure; `own` is in what the figures of its scene differ, so that each has to say it."""
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
    notes += measured_unlike(point.rests_on, own) if own else []
    notes += [point.told] if point.told else []
    notes += [WITHIN_RANGES] if point.computed is not None and point.computed.is_within_ranges else []
    notes += [MISFIT] if is_marked(point, scene.doubted) else []
    notes += _cited(point, numbers)
    if notes:
        cell["note"] = "; ".join(notes)
    if called_out:
        cell["class"] = "accent"
    return cell
