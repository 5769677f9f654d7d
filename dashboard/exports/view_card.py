"""The picture of a shared view: what it says, its chart in small, and its sources.

Drawn like those of numbers (`dashboard.exports.cards`), without a browser. It is a sketch: no axis but years, or the
names of two indicators, and no figure that the title does not name.
"""

import io
import math
from collections.abc import Sequence

from PIL import Image, ImageDraw

from dashboard import PRODUCT
from dashboard.charts.labels import LOG_SCALE
from dashboard.exports.cards import MARGIN, PICTURE_SIZE, ROOM, card_font, cut, drawable, write_foot
from dashboard.exports.chart import ExportedChart, short_source
from dashboard.exports.measure import SEMIBOLD, wrap
from dashboard.views.looks import ACCENT, GRID, OTHERS, QUIET, TEXT
from dashboard.views.pairs import paired_lines
from dashboard.views.points import Line, Point, follows
from dashboard.views.ranking import with_a_size
from dashboard.views.view import ONE_YEAR_FORMS, has_logarithms

_TITLES, _TITLE_LINES = (40, 36, 32, 28), 2
TOP, FOOT = 236, 470  # of the chart
_NAMES_TOP, _MORE = 194, 140  # of the names of lines, and the pixels that “and 12 more” takes
_MOST_BARS = 6
_NAMES = 300  # pixels for the names of bars

Courses = list[tuple[Line, list[list[tuple[float, float]]]]]  # lines in stretches of places between 0 and 1


def view_card(chart: ExportedChart) -> bytes:
    """The picture of a view, as PNG."""
    picture = Image.new("RGB", PICTURE_SIZE, "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, PICTURE_SIZE[0], 10), fill=ACCENT)
    pen.text((MARGIN, 40), PRODUCT, fill=QUIET, font=card_font(24, 500))
    size, lines = _title_lines(chart.title_alone_to_print)
    for row, line in enumerate(lines):
        pen.text((MARGIN, 84 + row * size * 1.3), line, fill=TEXT, font=card_font(size, 600))
    if chart.view.form in ONE_YEAR_FORMS:
        _draw_bars(pen, chart)
    else:
        _draw_lines(pen, chart)
    pen.line((MARGIN, 510, PICTURE_SIZE[0] - MARGIN, 510), fill=GRID, width=2)
    pen.text((MARGIN, 522), cut(_source_line(chart), card_font(24), ROOM), fill=TEXT, font=card_font(24))
    write_foot(pen, chart.edition.name)
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def _title_lines(title: str) -> tuple[int, list[str]]:
    """The title in few enough lines of the largest type; what has no room ends between words, never in a number."""
    for size in _TITLES:
        lines = wrap(title, ROOM, size, SEMIBOLD)
        if len(lines) <= _TITLE_LINES:
            return size, lines
    kept = lines[:_TITLE_LINES]
    return size, [*kept[:-1], f"{kept[-1].rpartition(' ')[0]} …"]


def _source_line(chart: ExportedChart) -> str:
    if not chart.sources:
        return chart.scene.nothing[0] if chart.scene.nothing else ""
    first = short_source(chart.sources[0])
    named = f"[1] {first if drawable(first) else chart.sources[0].source}"
    return f"Source: {named}" if len(chart.sources) == 1 else f"{len(chart.sources)} sources, the first {named}"


def _draw_lines(pen: ImageDraw.ImageDraw, chart: ExportedChart) -> None:
    """The course of each line, and what is told below its first and its last place across."""
    lines, below = _against_each_other(chart) if chart.view.form == "scatter" else _over_years(chart)
    if not lines:
        return
    pen.line((MARGIN, FOOT, PICTURE_SIZE[0] - MARGIN, FOOT), fill=GRID, width=2)
    for text, x, anchor in zip(below, (MARGIN + 20, PICTURE_SIZE[0] - MARGIN - 20), ("la", "ra"), strict=True):
        pen.text((x, FOOT + 6), text, fill=QUIET, font=card_font(20), anchor=anchor)
    if len(lines) > 1:
        _draw_names(pen, chart, [line for line, _ in lines])
    for line, stretches in lines:
        for stretch in stretches:
            places = [(MARGIN + 20 + x * (ROOM - 40), FOOT - y * (FOOT - TOP)) for x, y in stretch]
            pen.line(places, fill=line.colour, width=5, joint="curve")
            for right, down in places:
                pen.ellipse((right - 5, down - 5, right + 5, down + 5), fill=line.colour)


def _over_years(chart: ExportedChart) -> tuple[Courses, tuple[str, str]]:
    """Each line over its years, from zero on; on a logarithmic scale from the least value on."""
    is_log = chart.view.scale == "log" and has_logarithms(chart.view)
    lines = [line for line in chart.scene.all_lines if line.known]
    values = [point.value or 0.0 for line in lines for point in line.known]
    values = [value for value in values if value > 0] if is_log else [0.0, *values]
    if not lines or not values:
        return [], ("", "")
    (first, last), low, high = chart.scene.years, min(values), max(*values, 1e-12)

    def up(value: float) -> float:
        if is_log:
            return math.log(max(value, low) / low) / (math.log(high / low) or 1.0)
        return float((value - low) / (high - low))

    def place(point: Point) -> tuple[float, float]:
        return (point.year - first) / max(last - first, 1), up(point.value or 0.0)

    scale = f", {LOG_SCALE}" if is_log else ""
    courses = [(line, [list(map(place, stretch)) for stretch in _stretches(line.known)]) for line in lines]
    return courses, (f"{first}{scale}", str(last) if last > first else "")


def _against_each_other(chart: ExportedChart) -> tuple[Courses, tuple[str, str]]:
    """Each area by both indicators, from zero on, over the years that have figures of both."""
    lines, scene = paired_lines(chart.scene), chart.scene
    right = max((point.value or 0.0 for line in lines for point in line.across), default=0.0) or 1.0
    top = max((point.value or 0.0 for line in lines for point in line.points), default=0.0) or 1.0
    courses: Courses = []
    for line in lines:
        across = {point.year: (point.value or 0.0) / right for point in line.across}
        stretches = _stretches(line.points)
        places = [[(across[point.year], (point.value or 0.0) / top) for point in stretch] for stretch in stretches]
        courses.append((line.line, places))
    second = scene.beside.indicator if scene.beside is not None else scene.indicator
    return courses, (f"Upwards: {scene.indicator.name}", f"To the right: {second.name}")


def _draw_names(pen: ImageDraw.ImageDraw, chart: ExportedChart, lines: Sequence[Line]) -> None:
    """The names of the lines, in their colours, the most important first, as far as one row has room; grey has none."""
    font, left = card_font(22, 500), float(MARGIN)
    places = {area: place for place, area in enumerate(chart.scene.by_importance, 1)}
    # A sum is of all areas, and none of them: it comes first.
    coloured = sorted(
        (line for line in lines if line.colour != OTHERS), key=lambda line: places.get(line.series.area.area, 0)
    )
    named = list(dict.fromkeys((chart.scene.name_of_line(line), line.colour) for line in coloured))
    for place, (name, colour) in enumerate(named):
        rest = len(named) - place
        if left + font.getlength(name) > PICTURE_SIZE[0] - MARGIN - (_MORE if rest > 1 else 0):
            pen.text((left, _NAMES_TOP), f"and {rest} more", fill=QUIET, font=font)
            return
        pen.text((left, _NAMES_TOP), name, fill=colour, font=font)
        left += font.getlength(name) + 24


def _stretches(points: Sequence[Point]) -> list[list[Point]]:
    """Points in runs of years that follow each other and can be compared."""
    found: list[list[Point]] = []
    for point in points:
        if not found or not follows(found[-1][-1], point):
            found.append([])
        found[-1].append(point)
    return found


def _draw_bars(pen: ImageDraw.ImageDraw, chart: ExportedChart) -> None:
    """The first of the year, each with its name."""
    pairs = [(line, point.value) for line, point in with_a_size(chart.scene) if point.value][:_MOST_BARS]
    if not pairs:
        return
    high, step = max(abs(value) for _, value in pairs), (FOOT - TOP) / _MOST_BARS
    for row, (line, value) in enumerate(pairs):
        top, name = TOP + row * step, chart.scene.name_of_line(line)
        pen.text((MARGIN, top + 4), cut(name, card_font(24), _NAMES - 20), fill=TEXT, font=card_font(24))
        end = MARGIN + _NAMES + abs(value) / high * (ROOM - _NAMES)
        pen.rectangle((MARGIN + _NAMES, top + 4, end, top + step - 8), fill=line.colour)
