"""The key of a chart: which colour is which area, which dash and marker which producer, and what the marks mean.

One list of samples for all: pages draw it below the chart, pictures as their legend, and slides say it in words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.how_to_read import (
    ADDED_UP,
    BREAK_IN_SERIES,
    HOLLOW,
    KNOWN_TODAY,
    NO_FIGURE_THEN,
    POPPY_FREE_YEAR,
    PUBLISHER_INFERRED,
    ZERO,
)
from dashboard.charts.layers import PRINTED_BY_OTHERS, SUPERSEDED, TODAY_OPACITY
from dashboard.charts.marks import AT_FLOOR, BREAK, GAP, POPPY_FREE, gap_trace, translucent
from dashboard.views.attribution import attribution_signs, is_inferred, is_summed
from dashboard.views.cuts import is_cut
from dashboard.views.looks import OTHERS, QUIET
from dashboard.views.pairs import paired_lines
from dashboard.views.points import Line, Point
from dashboard.views.scene import Scene
from dashboard.views.view import LOGARITHMIC_MEASURES, View
from dashboard.words.disputes import wording
from dashboard.words.makers import each_once
from dashboard.words.sentences import joined
from etl.figures.vocabulary.judgement import Verdict

_SWATCH, _LINE, _TODAY = 8.0, 2.2, 5.0  # pixels of the line of a sample
_FORMS_OF_LINES = ("line", "panels", "scatter")
DOT_RADIUS, DOT_COLOUR = 1.6, "#ffffff"  # pixels, of the dot inside a sample that is filled


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A sample and what it means: a line of some width, or a marker, or a line with markers.

    `dash` is empty where there is no line, `symbol` where there is no marker. `areas` are those that have the colour
    of the sample, which a chart may name itself.
    """

    name: str
    colour: str = QUIET
    dash: str = ""
    symbol: str = ""
    width: float = _LINE
    areas: tuple[str, ...] = ()
    has_dot: bool = False  # inside the marker


def key_of(view: View, scene: Scene) -> list[KeyEntry]:
    """The key of a chart, in the order in which it is read; empty for a map, which has a key of its own."""
    if scene.is_empty or view.form == "map":
        return []
    entries = [*_areas(view, scene), *_producers(view, scene), *_marks(view, scene)]
    beside = key_of(view, scene.beside) if scene.beside is not None else []
    return list({entry.name: entry for entry in reversed([*entries, *beside])}.values())[::-1]


def named_on(figure: dict[str, Any]) -> set[str]:
    """The areas that a figure names itself: at the ends of their lines, or beside their layers."""
    names = (label.get("name", "").split(" ") for label in figure["layout"].get("annotations", ()))
    return {words[1] for words in names if words[0] == "end-label"}


def _lines_on(view: View, scene: Scene) -> list[Line]:
    """The lines that a chart has: a scatter only those whose years have figures of both indicators."""
    if view.form == "scatter":
        return [pair.line for pair in paired_lines(scene)]
    return [line for line in scene.all_lines if line.is_shown]


def _areas(view: View, scene: Scene) -> list[KeyEntry]:
    """The colours of areas where there are several lines; areas for which there is no colour left are one entry.

    A ranking names its rows, small multiples their panels, and a scatter of one area its axes.
    """
    lines_of_view = _lines_on(view, scene)
    drawn = {line.series.area.area: line for line in lines_of_view}
    told_apart = drawn if view.form == "scatter" else lines_of_view
    if len(told_apart) < 2 or view.form not in {"line", "stack", "scatter"}:
        return []
    lines = [drawn[area] for area in scene.by_importance if area in drawn]
    own = [line for line in lines if line.colour != OTHERS]
    sums = {line.series.area.area: line for line in scene.sums}
    entries = [_area_of(line, scene) for line in (*sums.values(), *own)]
    others = lines[len(own) :]
    if len(others) > 1:
        return [*entries, _area(more_areas(len(others)), others)]
    return [*entries, *(_area_of(line, scene) for line in others)]


def _area_of(line: Line, scene: Scene) -> KeyEntry:
    """The entry of the area of a line, with the numbers of the sources of all lines of it."""
    lines = [other for other in scene.all_lines if other.series.area.area == line.series.area.area]
    return _area(_with_sources(line.series.area.name, lines, scene), [line])


def _with_sources(name: str, lines: Sequence[Line], scene: Scene) -> str:
    """A name with the numbers of the sources of some lines, where they have any."""
    return f"{name} {scene.cited_by(point for line in lines for point in line.points)}".rstrip()


def _area(name: str, lines: Sequence[Line]) -> KeyEntry:
    areas = tuple(line.series.area.area for line in lines)
    return KeyEntry(name, lines[0].colour, "solid", width=_SWATCH, areas=areas)


def more_areas(count: int) -> str:
    """How many areas have no entry of their own."""
    return f"{count} more areas" if count > 1 else "one more area"


def _producers(view: View, scene: Scene) -> list[KeyEntry]:
    """The dash and the marker of each of several producers."""
    made = {line.series.producer.producer: line for line in _lines_on(view, scene)}
    if view.form not in _FORMS_OF_LINES or len(made) < 2:
        return []
    names = names_of_producers(scene)
    return [KeyEntry(names[key], dash=line.dash, symbol=line.symbol) for key, line in made.items()]


def names_of_producers(scene: Scene) -> dict[str, str]:
    """What a key calls each producer: every name that the labels of its lines have for who made their estimates."""
    names: dict[str, list[str]] = {}
    for line in scene.all_lines:
        if line.is_shown:
            names.setdefault(line.series.producer.producer, []).append(line.series.producer.label)
    return {producer: joined(each_once(labels)) for producer, labels in names.items()}


def _marks(view: View, scene: Scene) -> list[KeyEntry]:
    """The marks of single figures that the chart has."""
    points = [point for line in scene.marked for point in line.points if point.is_shown]
    breaks = KeyEntry(BREAK_IN_SERIES, symbol=BREAK)
    if view.form == "stack":
        return [breaks] if any(map(is_cut, scene.drawn)) else []
    symbol = "square" if view.form == "bar" else _marker(view, scene, _is_hollow)
    marks = [(KeyEntry(HOLLOW, symbol=f"{symbol}-open"), any(map(_is_hollow, points)))]
    if view.form in {"line", "panels"}:
        is_log = view.scale == "log" and view.measure in LOGARITHMIC_MEASURES
        marks += [
            (KeyEntry(POPPY_FREE_YEAR, symbol=POPPY_FREE), any(map(_is_poppy_free, scene.all_points))),
            (KeyEntry(ZERO, symbol=AT_FLOOR), is_log and any(map(_is_zero, scene.all_points))),
            (breaks, any(map(is_cut, scene.marked))),
            *_dot(view, points, scene),
        ]
    if view.form == "line" and not view.is_pair:
        marks += [
            (KeyEntry(NO_FIGURE_THEN, symbol=GAP), bool(gap_trace(scene, 0))),
            (KeyEntry(wording(Verdict.SUPERSEDED, "point"), symbol=SUPERSEDED), bool(scene.superseded)),
            (KeyEntry(wording(Verdict.DIFFERS, "point"), symbol=PRINTED_BY_OTHERS), bool(scene.other_statements)),
            (
                KeyEntry(KNOWN_TODAY, translucent(QUIET, TODAY_OPACITY), "solid", width=_TODAY),
                bool(scene.today),
            ),
        ]
    return [entry for entry, is_there in marks if is_there]


def _marker(view: View, scene: Scene, is_such: Callable[[Point], bool]) -> str:
    """The marker of the points of a kind: a circle if there is one, else that of the first line with such a point."""
    symbols = [line.symbol for line in _lines_on(view, scene) if any(map(is_such, line.points))]
    return "circle" if "circle" in symbols else next(iter(symbols), "circle")


def _dot(view: View, points: Sequence[Point], scene: Scene) -> list[tuple[KeyEntry, bool]]:
    """What the dot inside a point means, as far as there are such points."""
    valued = [point for point in points if point.value is not None]
    meant = [
        *([ADDED_UP] if any(map(is_summed, valued)) else []),
        *([PUBLISHER_INFERRED] if any(is_inferred(point, scene) for point in valued) else []),
    ]
    symbol = _marker(view, scene, lambda point: bool(attribution_signs(point, scene)))
    return [(KeyEntry(f"dot: {' or '.join(meant)}", symbol=symbol, has_dot=True), bool(meant))]


def _is_poppy_free(point: Point) -> bool:
    return point.observation.is_poppy_free and point.computed is None


def _is_hollow(point: Point) -> bool:
    return point.value is not None and not point.is_seen and not _is_poppy_free(point)


def _is_zero(point: Point) -> bool:
    return point.value is not None and point.value <= 0 and not _is_poppy_free(point)
