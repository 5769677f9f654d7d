"""Charts as PowerPoint slides: native charts, a statement as title, sources on the slide, in the notes and at the end.

The same edition gives the same bytes: dates come from the edition, never from the clock.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Length, Pt

from dashboard import PRODUCT
from dashboard.charts.how_to_read import HOLLOW, MARKS, TODAY_MARKS
from dashboard.charts.key import more_areas, names_of_producers
from dashboard.exports.blocks import sources_that_fit
from dashboard.exports.chart import ExportedChart, all_sources, short_source
from dashboard.exports.citations import source_citation
from dashboard.exports.fixed_zip import moment_of, office_document
from dashboard.exports.measure import SEMIBOLD, wrap
from dashboard.exports.native_chart import NOT_DRAWN, REMARKS, add_chart, bars, in_grey, lines_of_course, rgb
from dashboard.exports.texts import on_one_line, within, xml_text
from dashboard.views import looks as look
from dashboard.views.attribution import attribution_notes
from dashboard.views.findings import caveats
from dashboard.views.ranking import with_a_size
from dashboard.views.scene import Scene
from dashboard.views.view import ONE_YEAR_FORMS, WORD_ROWS
from dashboard.words.sentences import sentence_text
from etl.figures.links import where_to_read
from etl.figures.records import Source

_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
_LEFT, _ROOM = Inches(0.55), Inches(12.23)
_PLACE = (_LEFT, Inches(1.75), _ROOM, Inches(4.25))  # of the chart
_TITLE_ONLY = 5  # of the layouts of the default template
_SMALL, _SOURCES_SIZE = Pt(10), Pt(11)
_MOST_SOURCE_LINES, _MOST_SOURCES = 4, 5
_SOURCES_A_SLIDE = 14
_POINTS_ACROSS = 880.0  # of the room for the sources
_TITLE_SIZES, _MOST_TITLE_LINES = (Pt(26), Pt(23), Pt(19), Pt(16), Pt(14), Pt(12)), 2
_OF_OTHER_FONTS = 0.76  # of the room: a program without the font has letters that are so much wider
_FOOT_LINES = 8  # for which there is room below a chart
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


def presentation(charts: Sequence[ExportedChart], maps: Mapping[str, bytes] | None = None) -> bytes:
    """A presentation with one slide for each chart, and the sources of all at the end.

    `maps` are PNG files of `dashboard.exports.drawing.draw_maps` by the charts' file names. A map that is not among
    them is shown as bars; where the same bars have a slide of their own, that slide says so instead.
    """
    maps = maps or {}
    edition = charts[0].edition
    moment = moment_of(edition.data_as_of)
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
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
        _chart_slide(deck, chart, title, maps.get(chart.file_name), _NO_MAP if missing else "")
    for heading, numbered in _source_pages(all_sources(charts)):
        _source_slide(deck, heading, numbered)
    target = io.BytesIO()
    deck.save(target)
    return office_document(target.getvalue(), moment)


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
        before = [other.view.form for other in charts[:position] if other.title == chart.title]
        ending = _FORM_NAMES[chart.view.form] if chart.view.form not in before else str(len(before) + 1)
        titles.append(f"{chart.title} ({ending})" if before else chart.title)
    return titles


def _chart_slide(deck: Any, chart: ExportedChart, title: str, map_picture: bytes | None, missing: str) -> None:
    slide = _titled_slide(deck, title)
    subtitle = _text_box(slide, Inches(1.3), Inches(0.4))
    _add_text(subtitle.text_frame.paragraphs[0], chart.subtitle, Pt(14), look.QUIET)
    if map_picture is not None:
        picture = slide.shapes.add_picture(io.BytesIO(map_picture), *_PLACE)
        picture.name = "Map"
        picture._element.nvPicPr.cNvPr.set("descr", on_one_line(chart.description))
    # A view that shows nothing says so in its title.
    elif bars(chart) if chart.view.form in ONE_YEAR_FORMS else any(line.known for line in chart.scene.all_lines):
        frame = add_chart(slide, chart, _PLACE)
        frame.name = "ExportedChart"
        frame._element.nvGraphicFramePr.cNvPr.set("descr", on_one_line(chart.description))
    small = _text_box(slide, Inches(6.05), Inches(1.3)).text_frame
    marked = attribution_notes(chart.scene, has_dots=False)
    notes = " ".join([MARKS["map"], *marked]) if map_picture is not None else _reading_notes(chart)
    remarks = " ".join(text for text in (notes, missing) if text)
    paragraph = small.paragraphs[0]
    if remarks:
        _add_text(paragraph, remarks, _SMALL, look.QUIET)
        paragraph = small.add_paragraph()
    free = _FOOT_LINES - _lines_of(remarks) - _lines_of(f"{chart.stamp}. {chart.address}")
    _write_sources(paragraph, chart, max(1, free))
    _add_text(small.add_paragraph(), f"{chart.stamp}. ", _SMALL, look.QUIET)
    _add_text(small.paragraphs[-1], chart.address, _SMALL, look.QUIET, chart.address if chart.urls.has_host else "")
    slide.notes_slide.notes_text_frame.text = _notes(chart, remarks)


def _reading_notes(chart: ExportedChart) -> str:
    """How to read the native chart, and what of the view it cannot show."""
    scene, form = chart.scene, chart.view.form
    free = sum(point.observation.is_poppy_free for point in scene.points)
    is_ranking, has_markers = form in ONE_YEAR_FORMS, form not in {*ONE_YEAR_FORMS, "stack"}
    drawn = bars(chart) if is_ranking else []
    rest = len(with_a_size(scene)) - len(drawn) if is_ranking else 0
    is_hollow = any(point.value is not None and not point.is_seen for point in scene.points)
    grey = len({lines_of_course(chart)[place].series.area.area for place in in_grey(chart)}) if not is_ranking else 0
    notes = (
        (REMARKS.get(form, ""), form in REMARKS),
        ("Hatched columns lack a part.", form == "stack" and bool(scene.lacking)),
        (" ".join(attribution_notes(scene, has_dots=False)), True),
        (" ".join(sentence_text(sentence) for sentence in caveats(scene)), True),
        (f"And {rest} more with {'a smaller figure' if rest == 1 else 'smaller figures'}, see the notes.", rest > 0),
        (f"Poppy-free and not in the chart: {free}, see the notes.", is_ranking and free > 0),
        ("A line without a bar: known only as a range.", any(point.value is None for _, point in drawn)),
        (_in_producers(scene), has_markers and scene.has_several_producers),
        (f"\u2013 Grey: {more_areas(grey)}.", grey > 0),
        (f"\u25cb {HOLLOW.capitalize()}.", has_markers and is_hollow),
        (f"\u25ad {HOLLOW.capitalize()}.", is_ranking and is_hollow),
        ("Thin bars are printed ranges.", has_markers and any(point.has_range for point in scene.points)),
        (
            "The layers of the view are not in this chart, see the address.",
            bool(scene.superseded or scene.other_statements or scene.events),
        ),
        (TODAY_MARKS, bool(scene.today)),
    )
    return " ".join(text for text, is_needed in notes if is_needed and text)


def _in_producers(scene: Scene) -> str:
    """Which marker is which producer, with the markers as signs."""
    names = names_of_producers(scene)
    made = {line.series.producer.producer: _SIGNS[line.symbol] for line in scene.all_lines if line.is_shown}
    named = ", ".join(f"{sign} {names[producer]}" for producer, sign in made.items())
    return f"Colours are areas; dashes and markers producers: {named}."


def _lines_of(text: str) -> int:
    """How many lines of the small type a text takes in a program with wide letters."""
    return len(wrap(text, _ROOM.pt * _OF_OTHER_FONTS, _SMALL.pt))


def _write_sources(paragraph: Any, chart: ExportedChart, lines: int) -> None:
    """As many sources as there is room for in so many lines, each a link to its publication."""
    most = min(_MOST_SOURCES, lines)  # some programs begin a line with every link
    shown = min(most, sources_that_fit(chart, _POINTS_ACROSS, min(_MOST_SOURCE_LINES, lines), _SMALL.pt))
    _add_text(paragraph, "Sources: " if chart.sources else "", _SMALL, look.TEXT)
    for number, source in enumerate(chart.sources[:shown], 1):
        _add_text(paragraph, f"[{number}] {short_source(source)}", _SMALL, look.TEXT, where_to_read(source, "")[0])
        _add_text(paragraph, ". ", _SMALL, look.TEXT)
    if shown < len(chart.sources):
        rest = len(chart.sources) - shown
        _add_text(paragraph, f"And {rest} more, see the notes and the last slide.", _SMALL, look.TEXT)


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
    figures = ["All figures, the largest first:", *ranked_figures] if ranked_figures else []
    only = ["Known only as a range, and so not in the chart:", *ranges] if ranges else []
    parts = [chart.description, remarks, *figures, *only, "Sources:", *listed, f"{chart.stamp}.", chart.address]
    return "\n".join(on_one_line(part) for part in parts if part)


def _source_pages(sources: Sequence[Source]) -> Iterator[tuple[str, list[tuple[int, Source]]]]:
    numbered = list(enumerate(sources, 1))
    pages = range(0, len(numbered), _SOURCES_A_SLIDE)
    for page, start in enumerate(pages, 1):
        heading = "Sources" if len(pages) == 1 else f"Sources ({page} of {len(pages)})"
        yield heading, numbered[start : start + _SOURCES_A_SLIDE]


def _source_slide(deck: Any, heading: str, numbered: list[tuple[int, Source]]) -> None:
    slide = _titled_slide(deck, heading)
    frame = _text_box(slide, Inches(1.2), Inches(6)).text_frame
    for position, (_, source) in enumerate(numbered):
        paragraph = frame.paragraphs[0] if position == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(4)
        address = where_to_read(source, "")[0]
        text = source_citation(source)
        _add_text(paragraph, text.removesuffix(address) if address else text, _SOURCES_SIZE, look.TEXT)
        if address:
            _add_text(paragraph, address, _SOURCES_SIZE, look.QUIET, address)


def _titled_slide(deck: Any, text: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = _LEFT, Inches(0.35), _ROOM, Inches(0.95)
    title.text_frame.word_wrap = True
    title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    _without_margins(title.text_frame)
    paragraph = title.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    _add_text(paragraph, text, title_size(text), look.TEXT)
    paragraph.runs[0].font.bold = True
    return slide


def title_size(text: str) -> Pt:
    """The largest type in which a title keeps within two lines, and off what stands below it; else the smallest."""
    fitting = (
        size
        for size in _TITLE_SIZES
        if len(wrap(text, _ROOM.pt * _OF_OTHER_FONTS, size.pt, SEMIBOLD)) <= _MOST_TITLE_LINES
    )
    return next(fitting, _TITLE_SIZES[-1])


def _text_box(slide: Any, top: Length, height: Length) -> Any:
    box = slide.shapes.add_textbox(_LEFT, top, _ROOM, height)
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
    else:
        run.font.color.rgb = rgb(colour)
