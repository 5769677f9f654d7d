"""The key of a picture: samples and what they mean in rows below the chart, as many as there is room for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from dashboard.charts.key import DOT_COLOUR, DOT_RADIUS, KeyEntry, more_areas
from dashboard.charts.svg.marks import is_open, path_upwards
from dashboard.charts.svg.sample import sample_width
from dashboard.exports.measure import width
from dashboard.views import looks as look

TYPE, ROW = 12.5, 20.0
_BESIDE, _BETWEEN = 6.0, 18.0  # pixels between a sample and its text, and between entries
_RADIUS = 4.0
FEWEST_AREAS = 7  # that a key names: up to four of the title, and the three highest


@dataclass(frozen=True, slots=True)
class PlacedEntry:
    """An entry, so many pixels from the left, in a row."""

    entry: KeyEntry
    left: float
    row: int


def placed(entries: Sequence[KeyEntry], room: float, most_rows: int) -> list[PlacedEntry]:
    """The entries in rows no wider than the room.

    Where those are too many rows, the last areas are counted instead of named; the first stay.
    """
    found = _in_rows(entries, room)
    own = [entry for entry in entries if len(entry.areas) == 1]
    for kept in range(len(own) - 1, FEWEST_AREAS - 1, -1):
        if found[-1].row < most_rows:
            break
        found = _in_rows(_with_fewer_areas(entries, kept), room)
    return found


def rows_of(entries: Sequence[PlacedEntry]) -> int:
    """How many rows the entries take."""
    return entries[-1].row + 1 if entries else 0


def _with_fewer_areas(entries: Sequence[KeyEntry], kept: int) -> list[KeyEntry]:
    """The entries with so many areas that are named, and one for all others."""
    of_areas = [entry for entry in entries if entry.areas]
    rest = tuple(area for entry in of_areas[kept:] for area in entry.areas)
    counted = replace(of_areas[-1], name=more_areas(len(rest)), areas=rest, colour=look.OTHERS, dash="")
    return [*of_areas[:kept], counted, *(entry for entry in entries if not entry.areas)]


def _in_rows(entries: Iterable[KeyEntry], room: float) -> list[PlacedEntry]:
    found: list[PlacedEntry] = []
    left, row = 0.0, 0
    for entry in entries:
        across = _text_left(entry) + width(entry.name, TYPE)
        if left and left + across > room:
            left, row = 0.0, row + 1
        found.append(PlacedEntry(entry, left, row))
        left += across + _BETWEEN
    return found


def _text_left(entry: KeyEntry) -> float:
    return sample_width(entry) + _BESIDE if entry.dash or entry.symbol else 0.0


def draw_key(
    layout: dict[str, Any], entries: Sequence[PlacedEntry], place: tuple[float, float], plot: tuple[float, float]
) -> None:
    """Add a key to the layout of a figure.

    `place` is where it begins, in pixels to the right of the left edge of the plot and below its foot; `plot` is the
    size of the plot.
    """
    for one in entries:
        left, up = place[0] + one.left, -place[1] - (one.row + 0.5) * ROW
        layout["shapes"] = [*layout.get("shapes", ()), *_sample(one.entry, left, up, plot)]
        layout["annotations"] = [*layout.get("annotations", ()), _text(one.entry, left + _text_left(one.entry), up)]


def _sample(entry: KeyEntry, left: float, up: float, plot: tuple[float, float]) -> list[dict[str, Any]]:
    across = sample_width(entry)
    shapes: list[dict[str, Any]] = []
    if entry.dash:
        line = {"color": entry.colour, "width": entry.width, "dash": entry.dash}
        ends = {"x0": left / plot[0], "x1": (left + across) / plot[0], "y0": up / plot[1], "y1": up / plot[1]}
        shapes.append({"name": "key", "type": "line", "xref": "paper", "yref": "paper", "line": line} | ends)
    middle = {"xanchor": (left + across / 2) / plot[0], "yanchor": up / plot[1]}
    if entry.symbol:
        fill = "rgba(0,0,0,0)" if is_open(entry.symbol) else entry.colour
        shapes.append(
            _outline(entry.symbol) | middle | {"fillcolor": fill, "line": {"color": entry.colour, "width": 1.6}}
        )
    if entry.has_dot:
        dot = {"x0": -DOT_RADIUS, "x1": DOT_RADIUS, "y0": -DOT_RADIUS, "y1": DOT_RADIUS}
        shapes.append(_outline("circle") | dot | middle | {"fillcolor": DOT_COLOUR, "line": {"width": 0}})
    return shapes


def _outline(symbol: str) -> dict[str, Any]:
    """A marker as a shape around its middle."""
    pixels = {"name": "key", "xref": "paper", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel"}
    if symbol.removesuffix("-open") == "circle":
        return pixels | {"type": "circle", "x0": -_RADIUS, "x1": _RADIUS, "y0": -_RADIUS, "y1": _RADIUS}
    return pixels | {"type": "path", "path": path_upwards(symbol, _RADIUS)}


def _text(entry: KeyEntry, left: float, up: float) -> dict[str, Any]:
    return {
        "name": "key",
        "text": escape(entry.name, quote=False),
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": left,
        "y": 0,
        "yref": "paper",
        "yanchor": "middle",
        "yshift": up,
        "borderpad": 0,
        "showarrow": False,
        "font": {"size": TYPE, "color": look.QUIET},
    }
