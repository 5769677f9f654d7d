"""What every map stands on: the part of the world that it shows, its lines of degrees, and labels beside its places."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dashboard.charts.axes import layout_of_all
from dashboard.charts.geometry import Box, Canvas, place_apart, place_beside
from dashboard.charts.labels import BEHIND_LABELS, held_beside
from dashboard.views.points import Line, Point
from dashboard.views.scene import Scene
from dashboard.views.view import ZOOMS, View
from etl.figures.areas import Area

OUTLINE = "#8a94a0"
QUIET_EDGE = "#aab2bb"  # seen on the darkest class too; `assets/chart.css` knows it
LABEL_SIZE, LABEL_CHARACTER, LABEL_HEIGHT = 12, 6.6, 16
GRATICULE = (1, 2, 5, 10, 20, 30)  # degrees between its lines
BETWEEN_MERIDIANS = 110  # pixels, at least
_READABLE = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)  # times a power of ten
_ENDS = {"WE": 180, "SN": 90}  # degrees, by the letters of the directions


def round_down(value: float) -> float:
    """The next lower of 1, 2 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in (1, 2, 5) if step * power <= value)


def readable(value: float) -> float:
    """The number nearest to a value, in proportion, of those that a legend can print: 1.2, 1.5, 2 and so on."""
    power = 10.0 ** math.floor(math.log10(value))
    nearest = min(_READABLE, key=lambda step: abs(math.log(value / power / step)))
    return round(nearest * power, 6)


@dataclass(frozen=True, slots=True)
class Frame:
    """What of the world a map shows, in degrees, and how large, in pixels."""

    west: float
    east: float
    south: float
    north: float
    width: float
    height: float
    stretch: float  # how much longer a degree of latitude is drawn than one of longitude

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Its west, east, south and north."""
        return self.west, self.east, self.south, self.north

    def holds(self, area: Area) -> bool:
        """Whether the middle of an area is on a map whose axes are degrees."""
        return self.west <= (area.longitude or 0.0) <= self.east and self.south <= (area.latitude or 0.0) <= self.north

    def x(self, longitude: float) -> float:
        return (longitude - self.west) / (self.east - self.west) * self.width

    def y(self, latitude: float) -> float:
        return (self.north - latitude) / (self.north - self.south) * self.height


def _stretch(south: float, north: float) -> float:
    return 1 / max(0.2, math.cos(math.radians((south + north) / 2)))


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure on a map: the circle that stands for it, in pixels."""

    area: Area
    point: Point
    place: tuple[float, float]  # on the axes
    circle: Box
    colour: str  # of its label


def spot_of(
    line: Line, point: Point, across: float, frame: Frame, colour: str, place: tuple[float, float] | None = None
) -> Spot:
    """The spot of a figure; without a `place` on the axes it is at the degrees of its area."""
    area = line.series.area
    x, y = place or (area.longitude or 0.0, area.latitude or 0.0)
    return Spot(area, point, (x, y), Box(frame.x(x), frame.y(y), across, across), colour)


def labels_beside(
    spots: Sequence[Spot], frame: Frame, scene: Scene, others: Sequence[Box] = (), *, has_leaders: bool = False
) -> list[dict[str, Any]]:
    """The name and the figure of each circle beside it; those without a free place are told by their hover label.

    `others` is what the labels keep off besides. With leaders, a label that has no room beside its circle stands apart.
    """
    taken = [*(spot.circle for spot in spots), *others]
    labels = []
    for spot in spots:
        cited = scene.cited_by([spot.point])
        size = (len(f"{spot.area.name} {spot.point.number.text} {cited}".rstrip()) * LABEL_CHARACTER, LABEL_HEIGHT)
        room, leader = (frame.width, frame.height), list[Box]()
        box = place_beside(size, spot.circle, taken, room)
        if box is None and has_leaders and (apart := place_apart(size, spot.circle, taken, room)):
            box, leader = apart
        if box is None:
            continue
        taken += [box, *leader]
        number = spot.point.number
        linked = f'<a href="{escape(number.href)}" target="_self">{escape(number.text)}</a>'
        labels.append(
            {
                "name": "place",
                "text": f"{escape(spot.area.name)} {linked} {cited}".rstrip(),
                "x": spot.place[0],
                "y": spot.place[1],
                **held_beside(spot.circle, box, OUTLINE if leader else ""),
                "borderpad": 0,
                "bgcolor": BEHIND_LABELS,
                "font": {"size": LABEL_SIZE, "color": spot.colour},
            }
        )
    return labels


def graticule(first: float, last: float, pixels: float, signs: str) -> dict[str, Any]:
    """Meridians or parallels at round degrees, with their names."""
    least = (last - first) / max(2.0, pixels / BETWEEN_MERIDIANS)
    step = next((step for step in GRATICULE if step >= least), 60)
    most = _ENDS[signs]
    degrees = [degree for degree in range(-180, 181, step) if first <= degree <= last and abs(degree) <= most]
    names = [f"{abs(degree)}°{'' if degree == 0 else f' {signs[degree > 0]}'}" for degree in degrees]
    return {"showgrid": True, "showticklabels": True, "tickvals": degrees, "ticktext": names, "tickangle": 0}


def bounds_of(areas: Sequence[Area]) -> tuple[float, float, float, float]:
    longitudes = [area.longitude or 0.0 for area in areas] or [0.0]
    latitudes = [area.latitude or 0.0 for area in areas] or [0.0]
    return min(longitudes), max(longitudes), min(latitudes), max(latitudes)


def bounds_of_zoom(zoom: str) -> tuple[float, float, float, float]:
    """West, east, south and north of a region that a map shows large, in degrees."""
    row = ZOOMS[zoom]
    return float(row["west"]), float(row["east"]), float(row["south"]), float(row["north"])


def room(canvas: Canvas, margin: dict[str, int]) -> tuple[float, float]:
    return canvas.width - margin["l"] - margin["r"], _height(canvas) - margin["t"] - margin["b"]


def _height(canvas: Canvas) -> int:
    return canvas.height + (100 if canvas.grows else 0)


def filling(
    bounds: tuple[float, float, float, float], border: float, width: float, height: float, stretch: float | None = None
) -> Frame:
    """The bounds with a border, wider or higher where that fills the room."""
    west, east, south, north = bounds
    stretch = _stretch(south, north) if stretch is None else stretch
    degree = min(width / (east - west + 2 * border), height / (north - south + 2 * border) / stretch)
    across, down = width / degree / 2, height / degree / stretch / 2
    middle, centre = (west + east) / 2, (south + north) / 2
    return Frame(middle - across, middle + across, centre - down, centre + down, width, height, stretch)


def layout_of(view: View, canvas: Canvas, frame: Frame, margin: dict[str, int]) -> dict[str, Any]:
    axis = {"showgrid": False, "zeroline": False, "showticklabels": False, "ticks": "", "fixedrange": True}
    return {
        **layout_of_all(view, _height(canvas), dict(margin)),
        "xaxis": axis | {"range": [frame.west, frame.east]},
        "yaxis": axis | {"range": [frame.south, frame.north], "scaleanchor": "x", "scaleratio": frame.stretch},
        "legend": {"orientation": "h", "y": -0.02, "yanchor": "top", "x": 0},
    }
