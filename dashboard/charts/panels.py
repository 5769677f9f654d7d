"""Small multiples: one panel an area, all on the same axes."""

import math
import re
import textwrap
from dataclasses import replace
from html import escape
from typing import Any

from dashboard.charts.axes import Margin, layout_of_all, margin_beside, plot_of, value_axis, values_of, year_axis
from dashboard.charts.bars import rest_label
from dashboard.charts.geometry import CHARACTER_WIDTH, Canvas, Plot
from dashboard.charts.key import more_areas
from dashboard.charts.labels import panel_name, unit_label
from dashboard.charts.marks import line_traces, marks_above
from dashboard.views.scene import Scene
from dashboard.views.view import View

MOST_COLUMNS = 4
PANEL_HEIGHT = 196
NARROW_PANEL, NARROWEST, LOWEST = 150, 125, 84  # pixels of a panel in a picture
_LOWEST_PLOT = 40  # pixels of a panel in a picture without its name
_FREE = 16  # pixels of the left margin that labels of values do not take
_BETWEEN_YEARS = 14  # pixels between the labels of years
_GAP = 0.012  # between panels, as a part of the plot
HEAD, LINE = 26, 17  # pixels for the name of a panel, and for each further line of it
MOST_LINES = 3  # of a name in a picture, which has nothing else to tell the whole name by
_BOLD = 1.06  # how much wider the letters of its name are than others
_NUMBER_CHARACTER = 6.4  # pixels of a character of the numbers beside it
_SMALLEST, _USUAL = 4.0, 8.0  # pixels of a marker where years are near to each other, and else


def panel_chart(view: View, scene: Scene, canvas: Canvas) -> dict[str, Any]:
    """The figure of a view as small multiples. `meta.panels` lets the page rearrange them on a narrow screen."""
    drawn = {line.series.area.area for line in scene.drawn}
    areas = [area for area in scene.by_importance if area in drawn]
    margin = margin_beside(values_of(scene), 20)
    beside = margin["l"] - _FREE if view.axes == "own" else 0.0  # pixels of the labels of values of each panel
    plot = plot_of(view, scene, canvas, margin)
    for most_lines in range(1, (1 if canvas.grows else MOST_LINES) + 1):  # of a name, where one would be cut else
        lowest = max(LOWEST, HEAD + LINE * (most_lines - 1) + _LOWEST_PLOT)
        columns, rows, height = _grid(len(areas), canvas, margin, beside, lowest)
        apart = (plot.width + beside) / columns  # the labels of the first are in the margin, the others have them too
        shown, rooms = areas[: columns * rows], [apart - beside - (0 if beside else _GAP * plot.width)] * columns
        rooms[0] = apart - beside
        names = [_name(scene, area, rooms[place % columns], most_lines) for place, area in enumerate(shown)]
        if all(names):
            break
    left_out, areas = areas[len(shown) :], shown
    panel_height = (height - margin["t"] - margin["b"]) / rows
    width = apart - beside
    years = year_axis(replace(plot, width=width))
    if not canvas.grows:
        years |= {"tickmode": "array", "tickvals": _years_named(plot, width)}
    layout: dict[str, Any] = {
        **layout_of_all(view, height, margin),
        "showlegend": False,
        "annotations": [unit_label(scene, plot, margin["l"])],
        "meta": {"panels": len(areas)},
    }
    data: list[dict[str, Any]] = []
    head = (HEAD + LINE * (max(map(len, names), default=1) - 1)) / (rows * panel_height)
    for position, area in enumerate(areas):
        row, column = divmod(position, columns)
        suffix = "" if position == 0 else str(position + 1)
        start = column * apart / plot.width
        across = [start if beside or column == 0 else start + _GAP, start + width / plot.width - _GAP]
        down = [1 - (row + 1) / rows + (0.09 / rows if row < rows - 1 else 0), 1 - row / rows - head]
        is_lowest = position + columns >= len(areas)
        layout[f"xaxis{suffix}"] = years | {
            "domain": across,
            "anchor": f"y{suffix}",
            "showticklabels": is_lowest,
        }
        own = _own_plot(view, scene, area, canvas, margin) if view.axes == "own" else plot
        layout[f"yaxis{suffix}"] = value_axis(own) | {
            "domain": down,
            "anchor": f"x{suffix}",
            "nticks": 4 if canvas.grows else 3,
            "showticklabels": column == 0 or view.axes == "own",
        }
        lines = [line for line in scene.drawn if line.series.area.area == area]
        panel = replace(own, width=width, height=(down[1] - down[0]) * plot.height)
        data += [
            _sized(trace, width / (plot.last - plot.first)) | {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
            for traces in (*(line_traces(line, scene, plot.floor) for line in lines), marks_above(lines, scene, panel))
            for trace in traces
        ]
        name = names[position] or [_cut_name(lines[0].series.area.name, rooms[column])]
        layout["annotations"].append(panel_name("<br>".join(name), suffix, lines[0].colour))
    if left_out:
        layout["annotations"].append(
            rest_label(f"and {more_areas(len(left_out))}") | {"x": 1, "xanchor": "right", "yshift": -26}
        )
    return {"data": data, "layout": layout}


def _sized(trace: dict[str, Any], step: float) -> dict[str, Any]:
    """A trace with markers that leave each other room, where there are so few pixels from a year to the next."""
    if trace.get("mode") != "lines+markers" or step >= _USUAL or isinstance(trace["marker"]["size"], list):
        return trace
    size = min(trace["marker"]["size"], max(_SMALLEST, step))
    return trace | {"marker": trace["marker"] | {"size": size, "line": trace["marker"]["line"] | {"width": 1}}}


def _years_named(plot: Plot, width: float) -> list[int]:
    """Years at round steps under a panel of so many pixels, none so near to its end that the next panel's is met."""
    room = (4 * CHARACTER_WIDTH + _BETWEEN_YEARS) * (plot.last - plot.first) / width  # of a label, in years
    step = next((step for step in (1, 2, 5, 10, 20) if step >= room), 50)
    first = math.ceil(plot.first / step) * step
    last = min(plot.last, plot.last + first - plot.first - room)  # the next panel begins with the same year
    return list(range(first, math.floor(last) + 1, step)) or [first]


def _own_plot(view: View, scene: Scene, area: str, canvas: Canvas, margin: Margin) -> Plot:
    """The plot of one panel, whose axis reaches as far as its own values."""
    points = [point for line in scene.drawn if line.series.area.area == area for point in line.points]
    ends = [end for point in points for end in (point.value, point.low, point.high) if end is not None]
    return plot_of(view, scene, canvas, margin, ends)


def _grid(count: int, canvas: Canvas, margin: Margin, beside: float, lowest: float) -> tuple[int, int, int]:
    """Columns, rows and the height of the figure; a canvas that does not grow may have no room for all panels.

    `beside` are the pixels to the left of each panel, but for those of the first, which are in the margin; `lowest` are
    those that a panel is high at least.
    """
    if canvas.grows:
        columns = max(1, min(MOST_COLUMNS, count, canvas.width // 220))
        rows = max(1, math.ceil(count / columns))
        return columns, rows, int(rows * PANEL_HEIGHT + margin["t"] + margin["b"])
    # What stands around the panels may take all of a low picture.
    width = max(1.0, canvas.width - margin["l"] - margin["r"] + beside)
    height = max(1.0, canvas.height - margin["t"] - margin["b"])
    most_rows = max(1, int(height // lowest))
    for narrowest in (NARROW_PANEL, NARROWEST):
        most_columns = max(1, int(width // (narrowest + beside)))
        fitting = [
            (columns, rows)
            for columns in range(1, most_columns + 1)
            if (rows := max(1, math.ceil(count / columns))) <= most_rows
        ]
        if fitting:
            # As near as possible to panels that are half as wide again as they are high, and with few empty places.
            def misfit(grid: tuple[int, int]) -> float:
                columns, rows = grid
                shape = abs(math.log((width / columns - beside) / (height / rows) / 1.5))
                return shape + (columns * rows - count) / count

            return *min(fitting, key=misfit), canvas.height
    return most_columns, most_rows, canvas.height


def _name(scene: Scene, area: str, room: float, most_lines: int) -> list[str]:
    """The lines of markup with the name of an area and the numbers of its sources, none longer than the room.

    Numbers are cut before they take a line of their own; there are no lines where the name would be cut.
    """
    lines = [line for line in scene.drawn if line.series.area.area == area]
    cited = scene.cited_by(point for line in lines for point in line.points)
    name, most = lines[0].series.area.name, _most_letters(room)
    first = (
        [f"{part}\u00a0…]" for part in (cited.partition(",")[0], re.split("[,–]", cited)[0])] if "," in cited else []
    )
    for count in range(1, most_lines + 1):
        words = [name] if count == 1 else textwrap.wrap(name, most, break_long_words=False)
        taken = (len(words[-1]) * _BOLD + 0.5) * CHARACTER_WIDTH
        for numbers in (cited, *first):
            is_below = bool(numbers) and taken + len(numbers) * _NUMBER_CHARACTER > room
            if len(words) + is_below <= count and all(len(word) <= most for word in words):
                bold = [f"<b>{escape(word)}</b>" for word in words]
                return [*bold, numbers] if is_below else [*bold[:-1], f"{bold[-1]} {numbers}".rstrip()]
    return []


def _most_letters(room: float) -> int:
    """How many letters of the name of a panel are in so many pixels."""
    return max(1, int(room / CHARACTER_WIDTH / _BOLD))


def _cut_name(name: str, room: float) -> str:
    """The beginning of a name, where there is no room for all of it."""
    most = _most_letters(room)
    return f"<b>{escape(name if len(name) <= most else f'{name[: max(1, most - 1)].rstrip()}…')}</b>"
