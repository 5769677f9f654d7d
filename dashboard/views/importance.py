"""Which areas of a chart matter most, and the colours that follow from it: what the title names, then by height."""

from collections.abc import Mapping
from dataclasses import replace

from dashboard.views.looks import colours_apart
from dashboard.views.points import Line
from dashboard.views.scene import Scene
from dashboard.views.titles import named_areas


def with_importance(scene: Scene, own: Mapping[str, str]) -> Scene:
    """The scene with its areas in the order of their importance, and each in a colour of its own.

    `own` are the colours that areas have where nobody else on the chart has them.
    """
    heights: dict[str, float] = {}
    for line in scene.all_lines:
        height = max((max(point.value or 0.0, point.high or 0.0) for point in line.points), default=0.0)
        heights[line.series.area.area] = max(height, heights.get(line.series.area.area, 0.0))
    named = [area for area in named_areas(scene) if area in heights]
    areas = tuple(dict.fromkeys([*named, *sorted(heights, key=lambda area: -heights[area])]))
    colours = colours_apart(areas, own)

    def coloured(line: Line) -> Line:
        colour = colours[line.series.area.area]
        return line if line.colour == colour else replace(line, colour=colour)

    return replace(
        scene,
        lines=[coloured(line) for line in scene.lines],
        today=[coloured(line) for line in scene.today],
        by_importance=areas,
    )
