"""The years in which two indicators have a figure, of each area: what a scatter is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.views.points import Line, Point
from dashboard.views.scene import Scene


@dataclass(frozen=True, slots=True)
class PairedLine:
    """A line of the first indicator with those of its points for whose year the second has one too, `across`."""

    line: Line
    points: tuple[Point, ...]
    across: tuple[Point, ...]


def paired_lines(scene: Scene) -> list[PairedLine]:
    """The lines of a scene with the second indicator of the same maker, else of the first that has the area."""
    found = []
    for line in scene.drawn:
        other = _beside(line, scene.beside.drawn if scene.beside is not None else [])
        by_year = {point.year: point for point in other.known} if other is not None else {}
        points = tuple(point for point in line.known if point.year in by_year)
        if points:
            found.append(PairedLine(line, points, tuple(by_year[point.year] for point in points)))
    return found


def unpaired(scene: Scene) -> list[str]:
    """The names of areas of which no year has figures of both indicators."""
    paired = {pair.line.series.area.area for pair in paired_lines(scene)}
    areas = {line.series.area.area: line.series.area.name for part in scene.parts for line in part.drawn}
    return [name for area, name in areas.items() if area not in paired]


def _beside(line: Line, others: Sequence[Line]) -> Line | None:
    same_area = [other for other in others if other.series.area.area == line.series.area.area]
    same = (other for other in same_area if other.series.producer.producer == line.series.producer.producer)
    return next(same, same_area[0] if same_area else None)
