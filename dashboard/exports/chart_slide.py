"""A chart as a slide: the native chart or the picture of a map, how to read it, its sources and its address."""

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

from pptx.util import Inches

from dashboard.charts.how_to_read import FILLED_COUNTRIES, MARKS
from dashboard.exports.chart import ExportedChart, short_source
from dashboard.exports.measure import REGULAR
from dashboard.exports.native_axes import TYPE
from dashboard.exports.native_chart import add_chart
from dashboard.exports.native_data import bars
from dashboard.exports.native_panels import add_panels, panelled
from dashboard.exports.png import png_size
from dashboard.exports.qr import png_square
from dashboard.exports.slide_notes import never_left_out, reading_notes, speaker_notes
from dashboard.exports.slide_places import SlideBox, SlidePlaces
from dashboard.exports.slide_text import (
    SMALL,
    SUBTITLE_SIZES,
    add_text,
    fitting,
    height_of,
    lines_of,
    text_box,
    titled_slide,
)
from dashboard.exports.texts import on_one_line
from dashboard.views import looks as look
from dashboard.views.attribution import attribution_notes
from dashboard.views.view import ONE_YEAR_FORMS
from etl.figures.links import where_to_read

_BESIDE_CODE, _CODE_PIXELS = Inches(0.13), 8
_FOOT_LINE = Inches(0.179)  # of the small type, in a program with high letters
_REST = "More on how to read this: see the notes."


def add_chart_slide(
    deck: Any, places: SlidePlaces, chart: ExportedChart, title: str, map_picture: bytes | None, missing: str
) -> None:
    """Add the slide of a chart; `map_picture` is drawn instead of a native chart, and `missing` is said beside it."""
    slide = titled_slide(deck, places, title)
    told = chart.subtitle_to_print
    largest = slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size  # no subtitle is larger than its title
    sizes = [size for size in SUBTITLE_SIZES if size <= largest]
    size = fitting(told, sizes, places.subtitle[2:], REGULAR)
    places = places.with_subtitle_of(height_of(told, places.subtitle[2], size))
    add_text(text_box(slide, places.subtitle).text_frame.paragraphs[0], told, size, look.QUIET)
    code = png_square(chart.pinned, _CODE_PIXELS) if chart.urls.has_host else None
    foot = _foot(chart, places, code is not None, map_picture is not None)
    places = places.with_foot_of(foot.fewest_lines * _FOOT_LINE)
    _add_figure(slide, places, chart, map_picture)
    if code:
        _add_code(slide, chart, places.code, code)
    left, top, _, down = places.foot
    small = text_box(slide, (left, top, foot.room, down)).text_frame
    marked = attribution_notes(chart.scene, has_dots=False)
    lines = [FILLED_COUNTRIES] if chart.scene.is_filled else []
    notes = [MARKS[chart.view.form], *lines, *marked] if map_picture is not None else reading_notes(chart, places)
    every = [*notes, *([missing] if missing else [])]
    all_lines = down // _FOOT_LINE
    remarks = _remarks_that_fit(every, foot.lines_for_remarks(all_lines), foot.room)
    if remarks:
        add_text(_empty(small), remarks, SMALL, look.QUIET)
    for_sources = max(1, all_lines - foot.address - lines_of(remarks, foot.room))
    _write_sources(small, chart, for_sources, foot.room)
    add_text(_empty(small), f"{chart.stamp}. ", SMALL, look.QUIET)
    add_text(small.paragraphs[-1], chart.pinned, SMALL, look.QUIET, chart.pinned if chart.urls.has_host else "")
    slide.notes_slide.notes_text_frame.text = speaker_notes(chart, " ".join(every))


class _Foot(NamedTuple):
    """What shares the foot of a slide: its width beside the square of the address, and lines of the small type."""

    room: int
    address: int
    first_source: int
    rest_of_sources: int  # the line that says where the others are
    never_left_out: int  # remarks without which the chart would mislead

    @property
    def fewest_lines(self) -> int:
        """The height below which something would be missing that a slide must say."""
        return self.never_left_out + self.first_source + self.rest_of_sources + self.address

    def lines_for_remarks(self, lines: int) -> int:
        """The lines left for remarks of so many in all.

        Where there is room for what is never left out or for one of the sources, it is the sources that go: all of
        them are on the last slides.
        """
        without_sources = lines - self.address - self.rest_of_sources
        return max(without_sources - self.first_source, min(self.never_left_out, without_sources))


def _foot(chart: ExportedChart, places: SlidePlaces, has_code: bool, is_picture: bool) -> _Foot:
    room = places.code[0] - places.foot[0] - _BESIDE_CODE if has_code else places.foot[2]
    listed, rest = _listed(chart)
    first = [] if is_picture else never_left_out(chart, places)
    return _Foot(
        room,
        address=lines_of(f"{chart.stamp}. {chart.pinned}", room),
        first_source=sum(lines_of(text, room) for text in listed[:1]),
        rest_of_sources=lines_of(rest, room) if len(listed) > 1 else 0,
        never_left_out=lines_of(" ".join([*first, _REST]), room) if first else 0,
    )


def _add_figure(slide: Any, places: SlidePlaces, chart: ExportedChart, map_picture: bytes | None) -> None:
    """Add what the view shows in the place of the chart: a picture, native charts, or why there is nothing."""
    if chart.scene.is_empty:
        why = " ".join(chart.scene.nothing)
        add_text(text_box(slide, places.chart).text_frame.paragraphs[0], why, TYPE, look.QUIET)
    elif map_picture is not None:
        picture = slide.shapes.add_picture(io.BytesIO(map_picture), *_within(places.chart, map_picture))
        picture.name = "Map"
        picture._element.nvPicPr.cNvPr.set("descr", on_one_line(chart.description))
    elif chart.view.form == "panels" and panelled(chart, places.chart):
        for place, (name, frame) in enumerate(add_panels(slide, chart, places.chart)):
            frame.name = on_one_line(f"Chart {name}")
            told = f"{name}, of the same chart." if place else chart.description  # which tells of all areas
            frame._element.nvGraphicFramePr.cNvPr.set("descr", on_one_line(told))
    elif (
        bars(chart, places.chart)
        if chart.view.form in ONE_YEAR_FORMS
        else any(line.known for line in chart.scene.all_lines)
    ):
        frame = add_chart(slide, chart, places.chart)
        frame.name = "Chart"
        frame._element.nvGraphicFramePr.cNvPr.set("descr", on_one_line(chart.description))


def _add_code(slide: Any, chart: ExportedChart, place: SlideBox, drawn: bytes) -> None:
    """The short address of a chart as a square that telephones read, where it is known where the dashboard is."""
    picture = slide.shapes.add_picture(io.BytesIO(drawn), *place)
    picture.name = "Address"
    picture.click_action.hyperlink.address = chart.pinned
    picture._element.nvPicPr.cNvPr.set("descr", f"The address of this chart as it was printed: {chart.pinned}")


def _remarks_that_fit(remarks: Sequence[str], lines: int, room: int) -> str:
    """The remarks in at most so many lines of the small type; where some are left out, where they are."""
    if lines_of(" ".join(remarks), room) <= lines:
        return " ".join(remarks)
    kept: list[str] = []
    for remark in remarks:
        kept += [remark] if lines_of(" ".join([*kept, remark, _REST]), room) <= lines else []
    return " ".join([*kept, _REST])


def _write_sources(small: Any, chart: ExportedChart, lines: int, room: int) -> None:
    """As many sources as there is room for in so many lines, each a link to its publication on lines of its own.

    Some programs begin a line with every link, and go on behind it on another.
    """
    listed, rest = _listed(chart)
    shown = _that_fit([lines_of(text, room) for text in listed], lines, lines_of(rest, room))
    for text, source in zip(listed[:shown], chart.sources, strict=False):
        add_text(_empty(small), text, SMALL, look.TEXT, where_to_read(source, "")[0])
    if shown < len(listed):
        add_text(_empty(small), rest, SMALL, look.TEXT)


def _listed(chart: ExportedChart) -> tuple[list[str], str]:
    """The numbered sources of a chart in short, and where all of them are."""
    named = [f"[{number}] {short_source(source)}" for number, source in chart.numbered_sources]
    head = [f"Sources: {first}" for first in named[:1]]
    all_of_them = f"All {len(named)} sources" if len(named) > 1 else "The source"
    return [*head, *named[1:]], f"{all_of_them}: see the address and the last slides."


def _that_fit(heights: Sequence[int], lines: int, of_rest: int) -> int:
    """How many of some texts fit in so many lines, with a sentence about the rest where there is one."""
    counts = range(len(heights), 0, -1)
    room = (count for count in counts if sum(heights[:count]) + (of_rest if count < len(heights) else 0) <= lines)
    return next(room, 0)


def _empty(frame: Any) -> Any:
    """A paragraph of a frame to write in: its last, or one more where that has a text."""
    return frame.add_paragraph() if frame.paragraphs[-1].runs else frame.paragraphs[-1]


def _within(place: SlideBox, picture: bytes) -> SlideBox:
    """The largest box of the shape of a picture inside a place, in its middle."""
    left, top, across, down = place
    width, height = png_size(picture)
    scale = min(across / width, down / height)
    size = round(width * scale), round(height * scale)
    return left + (across - size[0]) // 2, top + (down - size[1]) // 2, *size
