"""Charts as PowerPoint slides: native charts, a statement as title, sources on the slide, in the notes and at the end.

The same edition gives the same bytes: dates come from the edition, never from the clock.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Length, Pt

from dashboard import PRODUCT
from dashboard.charts.how_to_read import FILLED_COUNTRIES, HOLLOW, MARKS, TODAY_MARKS
from dashboard.charts.key import more_areas, names_of_producers
from dashboard.charts.labels import unit_text
from dashboard.exports.blocks import sources_that_fit
from dashboard.exports.chart import ExportedChart, short_source
from dashboard.exports.citations import source_citation
from dashboard.exports.fixed_zip import moment_of, office_document
from dashboard.exports.measure import REGULAR, SEMIBOLD, wrap
from dashboard.exports.native_axes import is_logarithmic
from dashboard.exports.native_chart import NOT_DRAWN, REMARKS, add_chart
from dashboard.exports.native_data import bars, in_grey, lines_of_course, sources_of_names
from dashboard.exports.native_panels import add_panels, panelled
from dashboard.exports.palette import Palette, is_of_a_theme, keep_own_colour, paint, painted_with, theme_palette
from dashboard.exports.png import png_size
from dashboard.exports.qr import png_square
from dashboard.exports.said_inside import with_said
from dashboard.exports.slide_places import OWN_TITLE, SlideBox, SlidePlaces, has_light_text, own_places, template_places
from dashboard.exports.texts import on_one_line, within, xml_text
from dashboard.views import looks as look
from dashboard.views.attribution import attribution_notes
from dashboard.views.lacking import caveats
from dashboard.views.ranking import with_a_size
from dashboard.views.scene import Scene
from dashboard.views.view import ONE_YEAR_FORMS, WORD_ROWS
from dashboard.words.sentences import sentence_text
from etl.figures.links import where_to_read
from etl.figures.sources import Source

_SMALL = _SOURCES_SIZE = Pt(11)  # 22 pixels of a screen of 1920 x 1080
_MOST_SOURCE_LINES, _MOST_SOURCES = 4, 5
_SOURCE_HEIGHT = Inches(0.43)  # of a source on a slide of them
_BESIDE_CODE, _CODE_PIXELS = Inches(0.13), 8
_TITLE_SIZES, _MOST_LINES = (Pt(26), Pt(23), Pt(19), Pt(16), Pt(14), Pt(12)), 2
_OF_OTHER_FONTS = 0.76  # of the room: a program without the font has letters that are so much wider
_FOOT_LINE = Inches(0.179)  # of the small type, in a program with high letters
_LINE = 1.2  # of its type
_SUBTITLE_SIZES = (Pt(14), Pt(13), Pt(12), Pt(11))
_FEWEST_SOURCE_LINES = 2
_REST = "More on how to read this: see the notes."
_LONGEST_PROPERTY = 255  # characters, which the format allows


# The markers of producers as signs of a text.
_SIGNS = {
    "circle": "\u25cf",
    "square": "\u25a0",
    "diamond": "\u25c6",
    "triangle-up": "\u25b2",
    "cross": "\u271a",
    "star": "\u2605",
}
_NO_MAP = f"The map of these figures {NOT_DRAWN}"
_FORM_NAMES = {row["word"]: row["on_slides"] for row in WORD_ROWS if row["parameter"] == "form"}


def presentation(
    charts: Sequence[ExportedChart], maps: Mapping[str, bytes] | None = None, template: Path | None = None
) -> bytes:
    """A presentation with one slide for each chart, and the numbered sources of each at the end.

    `maps` are PNG files of `dashboard.exports.drawing.draw_maps` by the charts' file names. A map that is not among
    them is shown as bars; where the same bars have a slide of their own, that slide says so instead. With a `template`
    the slides stand in its places, in its colours and fonts; raises TemplateError where it has no place for a title.
    """
    maps = maps or {}
    edition = charts[0].edition
    moment = moment_of(edition.data_as_of)
    deck, places = own_places() if template is None else template_places(template)
    about = deck.core_properties
    about.title = _property(charts[0].title)
    about.author = about.last_modified_by = PRODUCT
    about.subject = _property(charts[0].stamp)
    about.comments = _property(charts[0].address)
    about.created = about.modified = moment
    about.revision = 1
    shown = [chart for chart in charts if chart.file_name in maps or not _ranking_beside(chart, charts)]
    for chart, title in zip(shown, _distinct_titles(shown), strict=True):
        missing = any(_ranking_beside(other, [chart]) for other in charts if other not in shown)
        with painted_with(_palette_of(chart, places)):
            _chart_slide(deck, places, chart, title, maps.get(chart.file_name), _NO_MAP if missing else "")
    with painted_with(_palette_of(charts[0], places)):
        for heading, numbered in _source_pages(shown, places.listing[3] // _SOURCE_HEIGHT):
            _source_slide(deck, places, heading, numbered)
    target = io.BytesIO()
    deck.save(target)
    native = [chart for chart in shown if chart.file_name not in maps]  # a map says it inside its picture
    return with_said(office_document(target.getvalue(), moment), native)


def _palette_of(chart: ExportedChart, places: SlidePlaces) -> Palette:
    """The colours of a slide: ours on our own master, else the accents of the theme in the order of the areas."""
    if places.is_own:
        return {}
    is_ranking = chart.view.form in ONE_YEAR_FORMS
    lines = [line for line, _ in bars(chart)] if is_ranking else lines_of_course(chart)
    return theme_palette((line.colour for line in lines), is_dark=has_light_text(places.layout))


def _property(text: str) -> str:
    """A text as a property of a document can have it; the notes of the slides have the whole text."""
    return within(on_one_line(text), _LONGEST_PROPERTY)


def _ranking_beside(chart: ExportedChart, charts: Sequence[ExportedChart]) -> bool:
    """Whether a chart is a map whose figures are among the charts as a ranking."""
    return chart.view.form == "map" and any(other.view == chart.view.with_(form="bar") for other in charts)


def _distinct_titles(charts: Sequence[ExportedChart]) -> list[str]:
    """The titles of the slides; one that comes again names its form, or its number where the form comes again too."""
    titles: list[str] = []
    for position, chart in enumerate(charts):
        if chart.own.title:
            titles.append(chart.own.title)
            continue
        before = [other.view.form for other in charts[:position] if other.title == chart.title]
        ending = _FORM_NAMES[chart.view.form] if chart.view.form not in before else str(len(before) + 1)
        titles.append(f"{chart.title} ({ending})" if before else chart.title)
    return titles


def _chart_slide(
    deck: Any, places: SlidePlaces, chart: ExportedChart, title: str, map_picture: bytes | None, missing: str
) -> None:
    slide = _titled_slide(deck, places, title)
    subtitle = _text_box(slide, places.subtitle)
    size = _fitting(chart.subtitle_to_print, _SUBTITLE_SIZES, places.subtitle[2:], REGULAR)
    _add_text(subtitle.text_frame.paragraphs[0], chart.subtitle_to_print, size, look.QUIET)
    if map_picture is not None:
        picture = slide.shapes.add_picture(io.BytesIO(map_picture), *_within(places.chart, map_picture))
        picture.name = "Map"
        picture._element.nvPicPr.cNvPr.set("descr", on_one_line(chart.description))
    # A view that shows nothing says so in its title.
    elif chart.view.form == "panels" and panelled(chart, places.chart):
        for place, (name, frame) in enumerate(add_panels(slide, chart, places.chart)):
            frame.name = on_one_line(f"Chart {name}")
            told = f"{name}, of the same chart." if place else chart.description  # which tells of all areas
            frame._element.nvGraphicFramePr.cNvPr.set("descr", on_one_line(told))
    elif bars(chart) if chart.view.form in ONE_YEAR_FORMS else any(line.known for line in chart.scene.all_lines):
        frame = add_chart(slide, chart, places.chart)
        frame.name = "Chart"
        frame._element.nvGraphicFramePr.cNvPr.set("descr", on_one_line(chart.description))
    has_code = _add_code(slide, chart, places.code)
    left, top, across, down = places.foot
    room = places.code[0] - left - _BESIDE_CODE if has_code else across
    small = _text_box(slide, (left, top, room, down)).text_frame
    marked = attribution_notes(chart.scene, has_dots=False)
    lines = [FILLED_COUNTRIES] if chart.scene.is_filled else []
    notes = [MARKS[chart.view.form], *lines, *marked] if map_picture is not None else _reading_notes(chart, places)
    every = [*notes, *([missing] if missing else [])]
    lines_of_all, of_address = down // _FOOT_LINE, _lines_of(f"{chart.stamp}. {chart.pinned}", room)
    remarks = _remarks_that_fit(every, lines_of_all - of_address - _FEWEST_SOURCE_LINES, room)
    paragraph = small.paragraphs[0]
    if remarks:
        _add_text(paragraph, remarks, _SMALL, look.QUIET)
        paragraph = small.add_paragraph()
    _write_sources(paragraph, chart, max(1, lines_of_all - of_address - _lines_of(remarks, room)), room)
    _add_text(small.add_paragraph(), f"{chart.stamp}. ", _SMALL, look.QUIET)
    _add_text(small.paragraphs[-1], chart.pinned, _SMALL, look.QUIET, chart.pinned if chart.urls.has_host else "")
    slide.notes_slide.notes_text_frame.text = _notes(chart, " ".join(every))


def _add_code(slide: Any, chart: ExportedChart, place: SlideBox) -> bool:
    """The short address of a chart as a square that telephones read, where it is known where the dashboard is."""
    drawn = png_square(chart.pinned, _CODE_PIXELS) if chart.urls.has_host else None
    if drawn is None:
        return False
    picture = slide.shapes.add_picture(io.BytesIO(drawn), *place)
    picture.name = "Address"
    picture.click_action.hyperlink.address = chart.pinned
    picture._element.nvPicPr.cNvPr.set("descr", f"The address of this chart as it was printed: {chart.pinned}")
    return True


def _remarks_that_fit(remarks: Sequence[str], lines: int, room: int) -> str:
    """The remarks in at most so many lines of the small type; where some are left out, where they are."""
    if _lines_of(" ".join(remarks), room) <= lines:
        return " ".join(remarks)
    kept: list[str] = []
    for remark in remarks:
        kept += [remark] if _lines_of(" ".join([*kept, remark, _REST]), room) <= lines else []
    return " ".join([*kept, _REST])


def _reading_notes(chart: ExportedChart, places: SlidePlaces) -> list[str]:
    """How to read the native chart, and what of the view it cannot show."""
    scene, form = chart.scene, chart.view.form
    free = sum(point.observation.is_poppy_free for point in scene.points)
    is_ranking, has_markers = form in ONE_YEAR_FORMS, form not in {*ONE_YEAR_FORMS, "stack"}
    drawn = bars(chart) if is_ranking else []
    rest = len(with_a_size(scene)) - len(drawn) if is_ranking else 0
    is_hollow = any(point.value is not None and not point.is_seen for point in scene.points)
    in_panels = len(panelled(chart, places.chart)) if form == "panels" else 0
    without_panel = len({line.series.area.area for line in scene.drawn}) - in_panels if in_panels else 0
    grey = (
        len({lines_of_course(chart)[place].series.area.area for place in in_grey(chart)})
        if not is_ranking and not in_panels
        else 0
    )
    notes = (
        (REMARKS.get(form, ""), form in REMARKS),
        (f"Axes: {unit_text(scene, is_log=is_logarithmic(chart))}.", in_panels > 0),
        (f"\u2013 Grey: {more_areas(grey)}.", grey > 0),
        (sources_of_names(chart), not in_panels),
        ("All panels have the same axes.", in_panels > 1 and chart.view.axes != "own"),
        (f"And {more_areas(without_panel)}, see the address.", without_panel > 0),
        ("Hatched columns lack a part.", form == "stack" and bool(scene.lacking)),
        (" ".join(attribution_notes(scene, has_dots=False)), True),
        (" ".join(sentence_text(sentence) for sentence in caveats(scene)), True),
        (f"And {rest} more{', none larger' if scene.is_ranked else ''}, see the notes.", rest > 0),
        (f"Poppy-free and not in the chart: {free}, see the notes.", is_ranking and free > 0),
        ("A line without a bar: known only as a range.", any(point.value is None for _, point in drawn)),
        (_in_producers(scene), has_markers and scene.has_several_producers),
        (f"\u25cb {HOLLOW.capitalize()}.", has_markers and is_hollow),
        (f"\u25ad {HOLLOW.capitalize()}.", is_ranking and is_hollow),
        ("Thin bars are printed ranges.", has_markers and any(point.has_range for point in scene.points)),
        (
            "The layers of the view are not in this chart, see the address.",
            bool(scene.superseded or scene.other_statements or scene.events),
        ),
        (TODAY_MARKS, bool(scene.today)),
    )
    return [text for text, is_needed in notes if is_needed and text]


def _in_producers(scene: Scene) -> str:
    """Which marker is which producer, with the markers as signs."""
    names = names_of_producers(scene)
    made = {line.series.producer.producer: _SIGNS[line.symbol] for line in scene.all_lines if line.is_shown}
    named = ", ".join(f"{sign} {names[producer]}" for producer, sign in made.items())
    return f"Colours are areas; dashes and markers producers: {named}."


def _lines_of(text: str, room: int) -> int:
    """How many lines of the small type a text takes in a program with wide letters."""
    return len(wrap(text, Length(room).pt * _OF_OTHER_FONTS, _SMALL.pt))


def _write_sources(paragraph: Any, chart: ExportedChart, lines: int, room: int) -> None:
    """As many sources as there is room for in so many lines, each a link to its publication."""
    most = min(_MOST_SOURCES, lines)  # some programs begin a line with every link
    shown = min(most, sources_that_fit(chart, Length(room).pt, min(_MOST_SOURCE_LINES, lines), _SMALL.pt))
    if shown == lines < len(chart.sources):
        shown = max(1, lines - 1)  # a line for where the others are
    _add_text(paragraph, "Sources: " if chart.sources else "", _SMALL, look.TEXT)
    for number, source in enumerate(chart.sources[:shown], 1):
        _add_text(paragraph, f"[{number}] {short_source(source)}", _SMALL, look.TEXT, where_to_read(source, "")[0])
        _add_text(paragraph, ". ", _SMALL, look.TEXT)
    if shown < len(chart.sources):
        all_of_them = f"All {len(chart.sources)} sources: see the address, the notes and the last slide."
        _add_text(paragraph, all_of_them, _SMALL, look.TEXT)


def _notes(chart: ExportedChart, remarks: str) -> str:
    listed = [f"[{number}] {source_citation(source)}" for number, source in enumerate(chart.sources, 1)]
    is_ranking = chart.view.form in ONE_YEAR_FORMS
    ranking = with_a_size(chart.scene) if is_ranking else ()
    ranges = [
        f"{chart.scene.name_of_line(line)}, {point.period}: {point.number.text}"
        for line in (() if is_ranking else chart.scene.all_lines)
        for point in line.points
        if point.value is None and point.has_range
    ]
    ranked_figures = [f"{line.series.label}: {point.number.text}" for line, point in ranking]
    order = "the largest first" if chart.scene.is_ranked else "by name"
    figures = [f"All figures, {order}:", *ranked_figures] if ranked_figures else []
    only = ["Known only as a range, and so not in the chart:", *ranges] if ranges else []
    addresses = [chart.pinned, chart.address]
    computed = [chart.title] if chart.own.title else []
    parts = [*computed, chart.description, remarks, *figures, *only, "Sources:", *listed, f"{chart.stamp}.", *addresses]
    return "\n".join(on_one_line(part) for part in parts if part)


def _source_pages(charts: Sequence[ExportedChart], most: int) -> Iterator[tuple[str, list[tuple[int, Source]]]]:
    """The sources of each chart with the numbers that its slide has for them, as many as a slide has room for."""
    for place, chart in enumerate(charts, 1):
        numbered = list(enumerate(chart.sources, 1))
        pages = range(0, len(numbered), most)
        whose = "Sources" if len(charts) == 1 else f"Sources of slide {place}"
        for page, start in enumerate(pages, 1):
            heading = whose if len(pages) == 1 else f"{whose} ({page} of {len(pages)})"
            yield heading, numbered[start : start + most]


def _source_slide(deck: Any, places: SlidePlaces, heading: str, numbered: list[tuple[int, Source]]) -> None:
    slide = _titled_slide(deck, places, heading)
    frame = _text_box(slide, places.listing).text_frame
    for position, (number, source) in enumerate(numbered):
        paragraph = frame.paragraphs[0] if position == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(4)
        address = where_to_read(source, "")[0]
        text = f"[{number}] {source_citation(source)}"
        _add_text(paragraph, text.removesuffix(address) if address else text, _SOURCES_SIZE, look.TEXT)
        if address:
            _add_text(paragraph, address, _SOURCES_SIZE, look.QUIET, address)


def _titled_slide(deck: Any, places: SlidePlaces, text: str) -> Any:
    """A slide with a title and its number; of a template it keeps what that has, but for its place for content."""
    slide = deck.slides.add_slide(places.layout)
    title = slide.shapes.title
    for other in list(slide.placeholders):
        if other.placeholder_format.idx != title.placeholder_format.idx:
            other._element.getparent().remove(other._element)
    _add_slide_number(slide, places.layout)
    if places.title is None:
        title.text_frame.text = xml_text(text)
        title.text_frame.paragraphs[0].runs[0].font.size = title_size(text, title.width, title.height)
        return slide
    title.left, title.top, title.width, title.height = places.title
    title.text_frame.word_wrap = True
    title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    _without_margins(title.text_frame)
    paragraph = title.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    _add_text(paragraph, text, title_size(text), look.TEXT)
    paragraph.runs[0].font.bold = True
    return slide


def _add_slide_number(slide: Any, layout: Any) -> None:
    """The number of the slide, where its layout has it; python-pptx leaves it out."""
    for each in layout.placeholders:
        if each.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            slide.shapes._spTree.append(deepcopy(each._element))


def title_size(text: str, room: int = OWN_TITLE[2], height: int = OWN_TITLE[3]) -> Pt:
    """The largest type in which a title keeps within two lines and its place; else the smallest."""
    return _fitting(text, _TITLE_SIZES, (room, height), SEMIBOLD)


def _fitting(text: str, sizes: Sequence[Pt], place: tuple[int, int], weight: int) -> Pt:
    """The largest type in which a text keeps within two lines and a place so wide and high; else the smallest."""
    return next((size for size in sizes if _is_room(text, size, place, weight)), sizes[-1])


def _is_room(text: str, size: Pt, place: tuple[int, int], weight: int) -> bool:
    lines = len(wrap(text, Length(place[0]).pt * _OF_OTHER_FONTS, size.pt, weight))
    return lines <= _MOST_LINES and lines * size * _LINE <= place[1]


def _within(place: SlideBox, picture: bytes) -> SlideBox:
    """The largest box of the shape of a picture inside a place, in its middle."""
    left, top, across, down = place
    width, height = png_size(picture)
    scale = min(across / width, down / height)
    size = round(width * scale), round(height * scale)
    return left + (across - size[0]) // 2, top + (down - size[1]) // 2, *size


def _text_box(slide: Any, place: SlideBox) -> Any:
    box = slide.shapes.add_textbox(*place)
    box.text_frame.word_wrap = True
    _without_margins(box.text_frame)
    return box


def _without_margins(frame: Any) -> None:
    frame.margin_left = frame.margin_right = 0


def _add_text(paragraph: Any, text: str, size: Pt, colour: str, address: str = "") -> None:
    run = paragraph.add_run()
    run.text = xml_text(text)
    run.font.size = size
    if address:
        run.hyperlink.address = address
    if not address or is_of_a_theme():
        paint(run.font.color, colour)
    if address and is_of_a_theme():
        keep_own_colour(run)
