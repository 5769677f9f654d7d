"""The picture of a shared view: what it says, its chart in small, and its sources.

Drawn like those of numbers (`dashboard.exports.cards`), without a browser. It is a sketch: no axis but years, and no
figure that the title does not name.
"""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from dashboard import PRODUCT
from dashboard.exports.cards import MARGIN, PICTURE_SIZE, ROOM, card_font, cut, drawable
from dashboard.exports.chart import ExportedChart, short_source
from dashboard.exports.measure import SEMIBOLD, wrap
from dashboard.views.looks import ACCENT, GRID, OTHERS, QUIET, TEXT
from dashboard.views.points import Line, follows
from dashboard.views.ranking import with_a_size
from dashboard.views.view import ONE_YEAR_FORMS

_TITLES, _TITLE_LINES = (40, 36, 32, 28), 2
_TOP, _FOOT = 236, 470  # of the chart
_NAMES_TOP, _MORE = 194, 140  # of the names of lines, and the pixels that “and 12 more” takes
_MOST_BARS = 6
_NAMES = 300  # pixels for the names of bars


def view_card(chart: ExportedChart) -> bytes:
    """The picture of a view, as PNG."""
    picture = Image.new("RGB", PICTURE_SIZE, "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, PICTURE_SIZE[0], 10), fill=ACCENT)
    pen.text((MARGIN, 40), PRODUCT, fill=QUIET, font=card_font(24, 500))
    size, lines = _title_lines(chart.title_to_print)
    for row, line in enumerate(lines):
        pen.text((MARGIN, 84 + row * size * 1.3), line, fill=TEXT, font=card_font(size, 600))
    if chart.view.form in ONE_YEAR_FORMS:
        _draw_bars(pen, chart)
    else:
        _draw_lines(pen, chart)
    pen.line((MARGIN, 510, PICTURE_SIZE[0] - MARGIN, 510), fill=GRID, width=2)
    pen.text((MARGIN, 522), cut(_source_line(chart), card_font(24), ROOM), fill=TEXT, font=card_font(24))
    foot = f"Edition {chart.edition.name}. No number stands alone: the page has every source."
    pen.text((MARGIN, PICTURE_SIZE[1] - 48), foot, fill=QUIET, font=card_font(20))
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
        return "No source here has a figure for this view."
    first = short_source(chart.sources[0])
    named = f"[1] {first if drawable(first) else chart.sources[0].source}"
    return f"Source: {named}" if len(chart.sources) == 1 else f"{len(chart.sources)} sources, the first {named}"


def _draw_lines(pen: ImageDraw.ImageDraw, chart: ExportedChart) -> None:
    """The course of each line from zero on, over its years; it is broken where a year lacks."""
    lines = [line for line in chart.scene.all_lines if line.known]
    values = [point.value or 0.0 for line in lines for point in line.known]
    if not values:
        return
    (first, last), low, high = chart.scene.years, min(0.0, *values), max(*values, 1e-12)
    across = (ROOM - 40) / max(last - first, 1)
    pen.line((MARGIN, _FOOT, PICTURE_SIZE[0] - MARGIN, _FOOT), fill=GRID, width=2)
    for year in sorted({first, last}):
        place = (MARGIN + 20 + (year - first) * across, _FOOT + 6)
        pen.text(place, str(year), fill=QUIET, font=card_font(20), anchor="ma")
    if len(lines) > 1:
        _draw_names(pen, chart, lines)
    for line in lines:
        for stretch in _stretches(line):
            places = [
                (MARGIN + 20 + (year - first) * across, _FOOT - (value - low) / (high - low) * (_FOOT - _TOP))
                for year, value in stretch
            ]
            pen.line(places, fill=line.colour, width=5, joint="curve")
            for x, y in places:
                pen.ellipse((x - 5, y - 5, x + 5, y + 5), fill=line.colour)


def _draw_names(pen: ImageDraw.ImageDraw, chart: ExportedChart, lines: Sequence[Line]) -> None:
    """The names of the lines, each in its colour and the largest first, as far as one row has room; grey has none."""
    font, left = card_font(22, 500), float(MARGIN)
    largest = sorted(lines, key=lambda line: -max(point.value or 0.0 for point in line.known))
    named = list(
        dict.fromkeys((chart.scene.name_of_line(line), line.colour) for line in largest if line.colour != OTHERS)
    )
    for place, (name, colour) in enumerate(named):
        rest = len(named) - place
        if left + font.getlength(name) > PICTURE_SIZE[0] - MARGIN - (_MORE if rest > 1 else 0):
            pen.text((left, _NAMES_TOP), f"and {rest} more", fill=QUIET, font=font)
            return
        pen.text((left, _NAMES_TOP), name, fill=colour, font=font)
        left += font.getlength(name) + 24


def _stretches(line: Line) -> list[list[tuple[int, float]]]:
    """The years and values of a line, in runs of years that follow each other and can be compared."""
    found: list[list[tuple[int, float]]] = []
    before = None
    for point in line.known:
        if before is None or not follows(before, point):
            found.append([])
        found[-1].append((point.year, point.value or 0.0))
        before = point
    return found


def _draw_bars(pen: ImageDraw.ImageDraw, chart: ExportedChart) -> None:
    """The first of the year, each with its name."""
    pairs = [(line, point.value) for line, point in with_a_size(chart.scene) if point.value][:_MOST_BARS]
    if not pairs:
        return
    high, step = max(abs(value) for _, value in pairs), (_FOOT - _TOP) / _MOST_BARS
    for row, (line, value) in enumerate(pairs):
        top, name = _TOP + row * step, chart.scene.name_of_line(line)
        pen.text((MARGIN, top + 4), cut(name, card_font(24), _NAMES - 20), fill=TEXT, font=card_font(24))
        end = MARGIN + _NAMES + abs(value) / high * (ROOM - _NAMES)
        pen.rectangle((MARGIN + _NAMES, top + 4, end, top + step - 8), fill=line.colour)
