"""Charts as PowerPoint slides: native charts, a statement as title, sources on the slide, in the notes and at the end.

The same edition gives the same bytes: dates come from the edition, never from the clock.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pptx.util import Pt

from dashboard import PRODUCT
from dashboard.exports.chart import ExportedChart, source_lists
from dashboard.exports.chart_slide import add_chart_slide
from dashboard.exports.citations import source_citation
from dashboard.exports.fixed_zip import moment_of
from dashboard.exports.native_chart import NOT_DRAWN
from dashboard.exports.native_data import bars, lines_of_course
from dashboard.exports.palette import Palette, painted_with, theme_palette
from dashboard.exports.said_inside import with_said
from dashboard.exports.slide_places import SlidePlaces, own_places, template_places
from dashboard.exports.slide_text import SMALL, add_text, height_of, text_box, titled_slide
from dashboard.exports.texts import on_one_line, within
from dashboard.exports.theme import theme_of
from dashboard.views import looks as look
from dashboard.views.view import ONE_YEAR_FORMS, WORD_ROWS
from etl.figures.links import where_to_read
from etl.figures.sources import Source

_BETWEEN_SOURCES = Pt(4)  # on a slide of them
_LONGEST_PROPERTY = 255  # characters, which the format allows
NO_MAP = f"The map of these figures {NOT_DRAWN}"
_FORM_NAMES = {row["word"]: row["on_slides"] for row in WORD_ROWS if row["parameter"] == "form"}


def presentation(
    charts: Sequence[ExportedChart], maps: Mapping[str, bytes] | None = None, template: Path | None = None
) -> bytes:
    """A presentation with one slide for each chart, and the numbered sources at the end.

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
            add_chart_slide(deck, places, chart, title, maps.get(chart.file_name), NO_MAP if missing else "")
    with painted_with(_palette_of(charts[0], places)):
        for heading, numbered in _source_pages(shown, places.listing[2:]):
            _source_slide(deck, places, heading, numbered)
    target = io.BytesIO()
    deck.save(target)
    native = [chart for chart in shown if chart.file_name not in maps]  # a map says it inside its picture
    return with_said(target.getvalue(), moment, native)


def _palette_of(chart: ExportedChart, places: SlidePlaces) -> Palette:
    """The colours of a slide: ours on our own master, else the accents of the theme in the order of the areas."""
    if places.is_own:
        return {}
    is_ranking = chart.view.form in ONE_YEAR_FORMS
    lines = [line for line, _ in bars(chart, places.chart)] if is_ranking else lines_of_course(chart)
    return theme_palette((line.colour for line in lines), is_dark=theme_of(places.layout).is_dark)


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
        titles.append(f"{chart.title_to_print} ({ending})" if before else chart.title_to_print)
    return titles


def _source_pages(
    charts: Sequence[ExportedChart], room: tuple[int, int]
) -> Iterator[tuple[str, list[tuple[int, Source]]]]:
    """The sources with the numbers that the slides have for them, as many as a slide has room for."""
    lists = source_lists(charts)
    for place, every in enumerate(lists, 1):
        pages: list[list[tuple[int, Source]]] = []
        free = 0
        for numbered in every:
            height = height_of(_listed(*numbered), room[0], SMALL) + _BETWEEN_SOURCES
            if height > free:
                pages.append([])
                free = room[1]
            pages[-1].append(numbered)
            free -= height
        whose = "Sources" if len(lists) == 1 else f"Sources of slide {place}"
        for page, listed in enumerate(pages, 1):
            yield whose if len(pages) == 1 else f"{whose} ({page} of {len(pages)})", listed


def _listed(number: int, source: Source) -> str:
    return f"[{number}] {source_citation(source)}"


def _source_slide(deck: Any, places: SlidePlaces, heading: str, numbered: list[tuple[int, Source]]) -> None:
    slide = titled_slide(deck, places, heading)
    frame = text_box(slide, places.listing).text_frame
    for position, (number, source) in enumerate(numbered):
        paragraph = frame.paragraphs[0] if position == 0 else frame.add_paragraph()
        paragraph.space_after = _BETWEEN_SOURCES
        address = where_to_read(source, "")[0]
        text = _listed(number, source)
        add_text(paragraph, text.removesuffix(address) if address else text, SMALL, look.TEXT)
        if address:
            add_text(paragraph, address, SMALL, look.QUIET, address)
