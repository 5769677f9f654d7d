"""Rules about areas: each lies in a wider one, provinces in their own country, and outlines belong to areas.

How far the largest part of a country goes is said a second time in `known_extents.csv` beside this file, in degrees, so
that a point with a wrong sign has a witness against it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

import numpy as np
from pycountry import subdivisions

from etl.figures.beside import rows_beside
from etl.figures.quoting import shown
from etl.package.contract import Resource
from etl.package.extract import Package
from etl.package.problems import Problem, flaw_of_file, unreadable
from etl.package.simple_names import simple
from etl.rules.found import numbers_of, problems_in

_POINT = ("area", "latitude", "longitude")
_EXTENTS = {
    row["area"]: tuple(float(row[end]) for end in ("west", "south", "east", "north"))
    for row in rows_beside("etl.rules", "known_extents.csv")
}
BESIDE = 0.5  # degrees that the point of an area may lie beside its outline, which is simplified


def check(package: Package) -> list[Problem]:
    """The order of areas, the countries of provinces, and the outlines."""
    problems = problems_in(package, "areas", "parent-wrong", _parents(package))
    problems += problems_in(package, "areas", "wrong-country", _countries(package))
    problems += problems_in(package, "areas", "cell-empty", _half_points(package))
    problems += problems_in(package, "areas", "pattern-mismatch", _names_of_parts(package))
    problems += problems_in(package, "areas", "key-twice", _names_twice(package))
    problems += problems_in(package, "aliases", "alias-ambiguous", _aliases(package))
    of_outlines = [
        problem
        for outlines in package.contract.outlines
        for below in outlines.paths
        for problem in _outlines(package, outlines, below)
    ]
    told = {(problem.file, problem.line) for problem in of_outlines}
    far = problems_in(package, "areas", "area-misplaced", _far_away(package))
    return [*problems, *of_outlines, *(problem for problem in far if (problem.file, problem.line) not in told)]


def _far_away(package: Package) -> Iterator[tuple[int, str]]:
    """Countries whose point lies beside them, and parts whose point would lie in theirs with another sign or turned."""
    areas = package.tables["areas"]
    for row, (area, parent, latitude, longitude) in enumerate(areas[["area", "parent", *_POINT[1:]]].to_numpy()):
        extent = _EXTENTS.get(area) or _EXTENTS.get(parent)
        if (
            extent is None
            or not (abs(latitude) <= 90 and abs(longitude) <= 180)
            or _lies_in(extent, latitude, longitude)
        ):
            continue
        slips = [(latitude, -longitude), (-latitude, longitude), (-latitude, -longitude), (longitude, latitude)]
        if area in _EXTENTS or any(_lies_in(extent, *slip) for slip in slips):
            west, south, east, north = extent
            whole = area if area in _EXTENTS else parent
            yield (
                row,
                f"latitude {latitude:g} and longitude {longitude:g} lie outside {shown(whole)}, which goes from "
                f"latitude {south:g} to {north:g} and longitude {west:g} to {east:g}; correct the one that is wrong",
            )


def _lies_in(extent: tuple[float, ...], latitude: float, longitude: float) -> bool:
    west, south, east, north = extent
    return south - BESIDE <= latitude <= north + BESIDE and west - BESIDE <= longitude <= east + BESIDE


def _parents(package: Package) -> Iterator[tuple[int, str]]:
    """Every area but the widest has a parent of a wider level; so no area can be inside itself."""
    levels, areas = package.tables["area-levels"], package.tables["areas"]
    is_told = levels["rank"].isna().any() or levels["rank"].duplicated().any()
    if package.unreadable & {"area-levels", "areas"} or is_told:
        return
    rank = dict(zip(levels["level"], levels["rank"], strict=True))
    level_of = dict(zip(areas["area"], areas["level"], strict=True))
    for row, (area, level, parent) in enumerate(zip(areas["area"], areas["level"], areas["parent"], strict=True)):
        if level not in rank or (parent and level_of.get(parent) not in rank):
            continue  # told as an unknown key
        if not parent and rank[level] > min(rank.values()):
            yield row, f"{shown(area)} is a {level} without a parent; name the area that it is part of"
        elif parent and rank[level_of[parent]] >= rank[level]:
            above = f"its parent {shown(parent)} a {level_of[parent]}"
            yield row, f"{shown(area)} is a {level} and {above}, which is not wider; correct parent or level"


def _half_points(package: Package) -> Iterator[tuple[int, str]]:
    """A point is a latitude and a longitude; what could not be read as a number is told already."""
    for empty, filled in (("latitude", "longitude"), ("longitude", "latitude")):
        cells, others = (package.tables["areas"][name] for name in (empty, filled))
        for row in numbers_of(cells.isna() & others.notna() & ~package.is_untyped("areas", empty)):
            yield int(row), f"{empty} is empty, but {filled} is {others[row]:g}; fill {empty}, or empty both"


def _names_of_parts(package: Package) -> Iterator[tuple[int, str]]:
    """What the parts of an area are called is a word for all of them, not their keys, which are capitals and digits."""
    for row, parts in enumerate(package.tables["areas"]["parts"]):
        if re.fullmatch(r"[A-Z0-9| -]+", parts):
            yield row, f"parts is {shown(parts)}; write what they are called, such as Provinces, and no keys"


def _names_twice(package: Package) -> Iterator[tuple[int, str]]:
    """Two parts of one area do not have one name; parts of two may, as Amazonas in Peru and in Colombia."""
    areas = package.tables["areas"]
    first: dict[tuple[str, str], tuple[str, int]] = {}
    for area, name, parent, line in zip(areas["area"], areas["name"], areas["parent"], areas["line"], strict=True):
        before, at = first.setdefault((parent, simple(name)), (area, line))
        if name and before != area:
            yield int(areas.index[areas["line"] == line][0]), f"name {shown(name)} is already in line {at}; correct one"


def _countries(package: Package) -> Iterator[tuple[int, str]]:
    """Letters before the hyphen of a key and country belong together one to one.

    Which ones do is learnt from the areas themselves: the pair that most areas have is right, of equals the one
    that comes first.
    """
    areas = package.tables["areas"]
    known = {*areas["area"]}
    pairs = [
        (row, area.partition("-")[0], parent)
        for row, (area, parent) in enumerate(zip(areas["area"], areas["parent"], strict=True))
        if "-" in area and parent in known
    ]
    # An area inside a province has its province's letters.
    inner = [(row, letters, parent.partition("-")[0]) for row, letters, parent in pairs if "-" in parent]
    outer = [pair for pair in pairs if "-" not in pair[2]]
    counts = Counter((letters, parent) for _, letters, parent in outer)
    parent_of: dict[str, str] = {}
    letters_of: dict[str, str] = {}
    for letters, parent in sorted(counts, key=counts.__getitem__, reverse=True):
        if letters not in parent_of and parent not in letters_of:
            parent_of[letters], letters_of[parent] = parent, letters
    for row, letters, parent in outer:
        right = parent_of.get(letters)
        if right != parent:
            there = f"areas there are {letters_of.get(parent)}-..."
            others = f"other areas {letters}-... are in {right}" if right else there
            found = f"{shown(areas['area'][row])} has the parent {shown(parent)}, but {others}"
            yield row, f"{found}; correct parent or key"
    for row, letters, parent_letters in inner:
        if letters != parent_letters:
            yield row, f"{shown(areas['area'][row])} has a parent of {parent_letters}; correct parent or key"


def _aliases(package: Package) -> Iterator[tuple[int, str]]:
    """An alias means one area, in the form in which names are compared."""
    areas, aliases = package.tables["areas"], package.tables["aliases"]
    named = [*zip(areas["area"], areas["area"], strict=True), *zip(areas["name"], areas["area"], strict=True)]
    named += zip(aliases["alias"], aliases["area"], strict=True)
    meant: dict[str, set[str]] = {}
    for name, area in named:
        meant.setdefault(simple(name), set()).add(area)
    twice = set(aliases["alias"][aliases["alias"].duplicated()])  # which is told already
    known = set(areas["area"])
    for row, (alias, area) in enumerate(zip(aliases["alias"], aliases["area"], strict=True)):
        if alias and alias not in twice and area in known and (others := sorted(meant[simple(alias)] - {area})):
            yield row, f"{shown(alias)} means {shown(area)} here, but also {shown(others[0])}; delete or correct it"


def _outlines(package: Package, outlines: Resource, below: str) -> list[Problem]:
    """Read a file of outlines; its features have the ids of areas, each once."""
    file, path = package.path(below), package.folder / below
    try:
        code, found = flaw_of_file(path)
        if code:
            return [Problem(file, 1, code, found)]
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        return [Problem(file, 1, "file-unreadable", unreadable(error))]
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        return [Problem(file, line, "outlines-broken", f"the file is not JSON in UTF-8 ({error}); restore it")]
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        return [Problem(file, 1, "outlines-broken", "it is not a GeoJSON FeatureCollection; restore the file")]
    problems = [Problem(file, 1, code, text) for code, text in _flaws_of_features(package, features)]
    return problems or [
        *(Problem(file, 1, "outline-missing", text) for text in _lost(package, below, features)),
        *_misplaced(package, below, features),
    ]


def _misplaced(package: Package, below: str, features: list[Any]) -> list[Problem]:
    """Areas whose point lies outside their outline; where most do, the outlines are what is wrong."""
    shapes = {feature["id"]: feature["geometry"]["coordinates"] for feature in features}
    spans = {area: _span(shape) for area, shape in shapes.items()}
    of_country, country = PurePath(below).stem, _span(list(spans.values()))
    points: dict[str, tuple[int, float, float]] = {}
    lies_in: dict[str, str] = {}
    found: dict[str, tuple[int, str]] = {}
    for row, (area, latitude, longitude) in enumerate(package.tables["areas"][list(_POINT)].to_numpy()):
        span = country if area == of_country else spans.get(area)
        if span is None or not (abs(latitude) <= 90 and abs(longitude) <= 180):  # missing, or told as out of range
            continue
        points[area] = row, latitude, longitude
        (west, south), (east, north) = span
        is_near = west - BESIDE <= longitude <= east + BESIDE and south - BESIDE <= latitude <= north + BESIDE
        if area in shapes and not _is_inside(longitude, latitude, shapes[area]):
            others = (other for other, shape in shapes.items() if _is_inside(longitude, latitude, shape))
            lies_in[area] = next(others, "")
        if lies_in.get(area) or not is_near:
            place = f"latitude {latitude:g} and longitude {longitude:g}"
            inside = f", in that of {shown(lies_in[area])}" if lies_in.get(area) else ""
            where = f"outside the outline of {shown(area)} in {below}{inside}"
            found[area] = row, f"{place} lie {where}; correct the one that is wrong"
    if len(found) > max(2, len(points) // 2):
        text = f"{len(found)} of {len(points)} areas lie outside their outlines; longitude comes before latitude there"
        return [Problem(package.path(below), 1, "outlines-broken", text)]
    exchanged = [(area, other) for area, other in lies_in.items() if lies_in.get(other) == area and area < other]
    told = [
        f"the point of {shown(area)} lies in the outline of {shown(other)}, and that of {shown(other)} in that of "
        f"{shown(area)}; exchange their ids here, or their points in areas.csv"
        for area, other in exchanged
    ]
    both = {area for pair in exchanged for area in pair}
    return [
        *(Problem(package.path(below), 1, "area-misplaced", text) for text in told),
        *problems_in(package, "areas", "area-misplaced", [each for area, each in found.items() if area not in both]),
    ]


def _is_inside(longitude: float, latitude: float, shape: list[Any]) -> bool:
    """Whether a point lies inside an outline: a line from it to the east crosses the outline an odd number of times."""
    crossings = 0
    for ring in _rings(shape):
        start = np.array(ring, dtype=float)[:, :2]
        end = np.roll(start, -1, axis=0)
        crossed = (start[:, 1] > latitude) != (end[:, 1] > latitude)
        (x, y), (to_x, to_y) = start[crossed].T, end[crossed].T
        crossings += int((longitude < x + (to_x - x) * (latitude - y) / (to_y - y)).sum())
    return crossings % 2 == 1


def _rings(coordinates: list[Any]) -> Iterator[list[Any]]:
    """The closed lines of nested lists."""
    if isinstance(coordinates[0][0], int | float):
        yield coordinates
    else:
        for each in coordinates:
            yield from _rings(each)


def _span(coordinates: list[Any]) -> tuple[tuple[float, float], tuple[float, float]]:
    """The least and the greatest longitude and latitude of nested lists of points."""
    points = np.array(list(_points(coordinates)), dtype=float)
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return (west, south), (east, north)


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    """The points of nested lists."""
    if isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
    else:
        for each in coordinates:
            yield from _points(each)


def _lost(package: Package, below: str, features: list[Any]) -> Iterator[str]:
    """Areas of ISO 3166-2 with statements that have no outline, in a file in which others of their country have one."""
    known: Any = subdivisions
    drawn = {feature["id"] for feature in features}
    areas, stated = package.tables["areas"], set(package.tables["statements"]["area"].unique())
    parts = areas[areas["parent"] == PurePath(below).stem]
    if not drawn & set(parts["area"]):
        return
    letters = {one.partition("-")[0] for one in drawn}  # an area of other letters is told as one of a wrong country
    for area, name in zip(parts["area"], parts["name"], strict=True):
        if area in stated and area not in drawn and area.partition("-")[0] in letters and known.get(code=area):
            yield f"{name} ({area}) has statements but no outline, as others of its country have; restore it"


def _is_drawn(coordinates: Any) -> bool:
    """Whether nested lists end in points, and none of them is empty."""
    if not isinstance(coordinates, list) or not coordinates:
        return False
    if isinstance(coordinates[0], list):
        return all(map(_is_drawn, coordinates))
    return len(coordinates) > 1 and all(isinstance(each, int | float) for each in coordinates)


def _flaws_of_features(package: Package, features: list[Any]) -> Iterator[tuple[str, str]]:
    """Each outline is of an area, or of another province of a country whose provinces are areas.

    Provinces that no statement is about are drawn too, so that a country is whole on the map.
    """
    letters = {area.partition("-")[0] for area in package.tables["areas"]["area"]}
    seen: set[str] = set()
    for number, feature in enumerate(features, start=1):
        shape = feature.get("geometry") if isinstance(feature, dict) else None
        area = feature.get("id") if isinstance(feature, dict) else None
        if not isinstance(shape, dict) or shape.get("type") not in ("Polygon", "MultiPolygon"):
            yield "outlines-broken", f"feature {number} is not a Polygon or MultiPolygon; restore the file"
        elif not _is_drawn(shape.get("coordinates")):
            yield "outlines-broken", f"feature {number} has no coordinates in numbers; restore the file"
        elif not isinstance(area, str) or (area.partition("-")[0] not in letters and "areas" not in package.unreadable):
            found = f"feature {number} has the id {shown(area)}, which is no area or province of a country in areas.csv"
            yield "outline-unknown-area", f"{found}; correct it"
        elif area in seen:
            yield "outline-unknown-area", f"feature {number} has the id {shown(area)} again; delete one of them"
        else:
            seen.add(area)
