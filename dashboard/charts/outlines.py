"""The outlines of countries on a map of the world or of one of its regions, and where a place lies on it.

Both are drawn in the Equal Earth projection, which keeps areas in proportion, around the meridian in the middle of what
is shown. Browsers fetch the files of outlines only once they show such a map, and project them as here:
`assets/world_map.js`.
"""

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from json import loads
from typing import Any

from dashboard.server.paths import COUNTRIES

WORLD, REGIONS = "world", "regions"  # the files: coarse outlines, and fine ones
_LONGEST_STEP = 90  # on the axes, between two corners; more is a line around the back of the globe
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2
_MOST_KEPT = 32

OutlinedPlace = tuple[float, float]
OutlineRing = list[OutlinedPlace]


def projected(longitude: float, latitude: float, meridian: float) -> OutlinedPlace:
    """Where a place is drawn, to the right of the meridian and above the equator, in degrees at their crossing."""
    across = longitude - meridian
    across += 360 * ((across < -180) - (across > 180))
    angle = math.asin(_M * math.sin(math.radians(latitude)))
    square = angle * angle
    sixth = square**3
    stretch = _M * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square))
    return across * math.cos(angle) / stretch, math.degrees(angle * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square)))


@lru_cache(maxsize=_MOST_KEPT)
def rings_of(file: str, meridian: float) -> dict[str, list[OutlineRing]]:
    """The rings of each country as they are drawn; those that run around the back of the globe are left out."""
    found: dict[str, list[OutlineRing]] = {}
    for area, rings in _degrees(file).items():
        drawn = [[projected(*corner, meridian) for corner in ring] for ring in rings]
        found[area] = [ring for ring in drawn if not _is_around(ring)]
    return found


@cache
def bounds_in_degrees(file: str) -> dict[str, tuple[float, float, float, float]]:
    """West, east, south and north of the largest ring of each country, since many have islands far away."""
    boxes = {area: list(map(_box, rings)) for area, rings in _degrees(file).items()}
    return {area: max(its, key=lambda box: (box[1] - box[0]) * (box[3] - box[2])) for area, its in boxes.items()}


@cache
def neighbours() -> dict[str, tuple[str, ...]]:
    """The countries that share a line with each country, by the fine outlines; those too small to be drawn have none.

    Lines that two countries share are simplified once for both (`assets/update.sh`), so that they are the same here.
    """
    sides: dict[frozenset[OutlinedPlace], set[str]] = {}
    for area, rings in _degrees(REGIONS).items():
        for ring in rings:
            for side in pairwise(ring):
                sides.setdefault(frozenset(side), set()).add(area)
    shared = [areas for areas in sides.values() if len(areas) > 1]
    found: dict[str, set[str]] = {}
    for areas in shared:
        for area in areas:
            found.setdefault(area, set()).update(areas - {area})
    return {area: tuple(sorted(others)) for area, others in found.items()}


def is_drawn(area: str) -> bool:
    """Whether a country is large enough to have an outline."""
    return area in _degrees(REGIONS)


def trace_of(rings: Sequence[OutlineRing]) -> dict[str, list[float | None]]:
    """The corners of rings as a trace has them, with a gap behind each."""
    corners = [corner for ring in rings for corner in (*ring, (None, None))]
    return {
        "x": [None if x is None else round(x, 2) for x, _ in corners],
        "y": [None if y is None else round(y, 2) for _, y in corners],
    }


def with_outlines(figure: dict[str, Any]) -> dict[str, Any]:
    """The figure with the corners of its countries, which are left to whoever draws it."""
    told = figure["layout"].get("meta", {}).get("outlines")
    if told:
        rings = rings_of(told["file"], told["meridian"])
        for trace in figure["data"]:
            if "areas" in trace.get("meta", {}) and trace["mode"] == "lines":
                trace |= trace_of([ring for area in trace["meta"]["areas"] for ring in rings.get(area, ())])
    return figure


@cache
def _degrees(file: str) -> dict[str, list[OutlineRing]]:
    """The corners of each ring in degrees; the file has the steps between them."""
    read = loads((COUNTRIES / f"{file}.json").read_text(encoding="utf-8"))
    unit = read["unit"]
    return {
        area: [
            [(x * unit, y * unit) for x, y in zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True)]
            for steps in rings
        ]
        for area, rings in read["outlines"].items()
    }


def _is_around(ring: OutlineRing) -> bool:
    across = [x for x, _ in ring]
    return any(abs(first - second) > _LONGEST_STEP for first, second in pairwise(across))


def _box(ring: OutlineRing) -> tuple[float, float, float, float]:
    across, up = [x for x, _ in ring], [y for _, y in ring]
    return min(across), max(across), min(up), max(up)
