"""Which areas of a chart matter most, and the colours that follow from it.

First come those that a reader has chosen, then what the title names, then the others by height.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.views.looks import OTHERS, colours_apart
from dashboard.views.points import Line
from dashboard.views.scene import Scene
from dashboard.views.titles import named_areas
from dashboard.views.view import FOCUSED_FORMS, View

MOST_STRONG, LARGEST = 8, 3  # areas that are all strong, and those of more that are unless a reader chooses


def with_importance(scene: Scene, view: View, own: Mapping[str, str]) -> Scene:
    """The scene with its areas in the order of their importance, and each that is strong in a colour of its own.

    `own` are the colours that areas have where nobody else on the chart has them.
    """
    heights: dict[str, float] = {}
    for line in (*scene.lines, *scene.today):
        height = max((max(point.value or 0.0, point.high or 0.0) for point in line.points), default=0.0)
        heights[line.series.area.area] = max(height, heights.get(line.series.area.area, 0.0))
    named = [area for area in named_areas(scene) if area in heights]
    by_height = sorted(heights, key=lambda area: -heights[area])
    chosen = [area for area in view.focus if area in heights] if view.form in FOCUSED_FORMS else []
    areas = tuple(dict.fromkeys([*chosen, *named, *by_height]))
    colours = colours_apart(_strong(view, chosen, [*named, *by_height[:LARGEST]], areas), own)

    def coloured(line: Line) -> Line:
        colour = colours.get(line.series.area.area, OTHERS)
        return line if line.colour == colour else replace(line, colour=colour)

    return replace(
        scene,
        lines=[coloured(line) for line in scene.lines],
        today=[coloured(line) for line in scene.today],
        by_importance=areas,
    )


def _strong(view: View, chosen: Sequence[str], largest: Sequence[str], areas: Sequence[str]) -> Sequence[str]:
    """The areas that are not pale: all of a few, unless a reader chooses; of many the largest and what is chosen."""
    if view.form not in FOCUSED_FORMS:
        return areas
    if len(areas) > MOST_STRONG:
        return list(dict.fromkeys([*chosen, *largest]))
    return chosen or areas
