"""Which areas of a chart matter most, and the colours that follow from it.

First come those that a reader has chosen, then what the title names, then the others by height; where countries are not
ranked, by name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.views.looks import OTHERS, PALETTE, WORLD, colours_of_areas
from dashboard.views.points import Line
from dashboard.views.scene import Scene
from dashboard.views.sums import PRINTED
from dashboard.views.titles import named_areas
from dashboard.views.view import FOCUSED_FORMS, View
from etl.figures.letters import letters_of

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
    if not scene.is_ranked:
        by_height.sort(key=lambda area: letters_of(scene.name_of(area)))
    chosen = [area for area in view.focus if area in heights] if view.form in FOCUSED_FORMS else []
    areas = tuple(dict.fromkeys([*chosen, *named, *by_height]))
    theirs = colours_of_areas([*view.areas, *areas], own)  # a map shows the parts of an area
    colours = {area: theirs[area] for area in _strong(view, chosen, [*named, *by_height[:LARGEST]], areas)}

    def coloured(line: Line) -> Line:
        colour = colours.get(line.series.area.area, OTHERS)
        return line if line.colour == colour else replace(line, colour=colour)

    def set_apart(line: Line) -> Line:
        """The total that is printed beside a sum: an area like others, whose colour none of them has, nor the sum."""
        if line.series.area.area != PRINTED:
            return line
        free = (colour for colour in (line.colour, *PALETTE) if colour not in {WORLD, *colours.values()})
        return replace(line, colour=next(free, OTHERS))

    return replace(
        scene,
        sums=[set_apart(line) for line in scene.sums],
        lines=[coloured(line) for line in scene.lines],
        today=[coloured(line) for line in scene.today],
        by_importance=areas,
    )


def _strong(view: View, chosen: Sequence[str], largest: Sequence[str], areas: Sequence[str]) -> Sequence[str]:
    """The areas that are not pale: all of a few, unless a reader chooses; of many the largest and what is chosen.

    Forms in which nobody chooses have as many as the palette has colours.
    """
    if view.form not in FOCUSED_FORMS:
        return areas[: len(PALETTE)]
    if len(areas) > MOST_STRONG:
        return [*largest, *chosen]
    return chosen or areas
