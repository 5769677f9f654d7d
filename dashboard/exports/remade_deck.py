"""The slides of a presentation, their notes and the workbooks behind their charts, held against those made anew."""

import io
from collections.abc import Sequence
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pptx import Presentation

from dashboard.exports import png
from dashboard.exports.chart import ExportedChart
from dashboard.exports.matching import chart_of
from dashboard.exports.remade_office import NO, of_formats, of_package, of_sheets
from dashboard.exports.remade_texts import Mismatches, of_lines
from dashboard.exports.said import NotSaidError, Picture, read_said
from dashboard.exports.slide_places import TemplateError
from dashboard.exports.slides import NO_MAP, presentation
from etl.editions.reading import Edition

OF_ANOTHER_VIEW = "the picture is one of another view"
_SEEN_IN_CHART = ("{*}v", "{http://schemas.openxmlformats.org/drawingml/2006/main}t")


def of_deck(content: bytes, place: str, pictures: Sequence[Picture], edition: Edition) -> Mismatches:
    deck, every = Presentation(io.BytesIO(content)), {picture.said.view: picture for picture in pictures}
    native = [picture for picture in pictures if ", chart " in picture.place]
    charts: list[ExportedChart] = []
    for slide in deck.slides:
        drawn = [view for view in map(view_of, _images(slide)) if view in every]
        has_chart = any(getattr(shape, "has_chart", False) for shape in slide.shapes)
        picture = every[drawn[0]] if drawn else native.pop(0) if native and (has_chart or not charts) else None
        chart = None if picture is None else chart_of(picture.said, edition)
        if chart is not None:
            charts.append(chart)
            if any(NO_MAP in line for line in _seen(slide)):
                charts.append(_beside(chart))
    if charts:
        yield from of_slides(content, place, charts)


def _beside(chart: ExportedChart) -> ExportedChart:
    """The map of the figures of a ranking."""
    return ExportedChart(chart.edition, chart.view.with_(form="map"), chart.urls, chart.own, chart.shared)


def of_slides(content: bytes, place: str, charts: Sequence[ExportedChart]) -> Mismatches:
    """What on the slides of a presentation is not what some charts give, on our master or on the one that it has."""
    deck = Presentation(io.BytesIO(content))
    images = {view_of(image): image for slide in deck.slides for image in _images(slide)}
    maps = {chart.file_name: images[chart.view.query()] for chart in charts if chart.view.query() in images}
    found = _against(deck, content, place, presentation(charts, maps))
    if found:
        with TemporaryDirectory(prefix="slides-") as folder:
            template = Path(folder, "own.pptx")
            template.write_bytes(content)
            with suppress(TemplateError):  # its master has no place for our slides, so that they were not made on it
                found = min(found, _against(deck, content, place, presentation(charts, maps, template)), key=len)
    yield from found


def _against(deck: Any, content: bytes, place: str, made: bytes) -> list[str]:
    """The differences of the slides of a presentation from those of another one."""
    found: list[str] = []
    pairs = zip_longest(deck.slides, Presentation(io.BytesIO(made)).slides)
    for number, (theirs, ours) in enumerate(pairs, 1):
        where = f"{place}, slide {number}"
        if theirs is None or ours is None:
            found.append(f"{where}: {'left out' if theirs is None else 'not of this edition'}")
            continue
        found += [f"{where}: hidden"] if theirs._element.get("show", "1") in NO else []
        found += of_lines(where, _seen(theirs), _seen(ours))
        for one, other in zip_longest(_books(theirs), _books(ours), fillvalue=b""):
            found += of_sheets(f"{where}, data of the chart", one, other) if one and other else [f"{where}: charts"]
    return [*found, *of_formats(place, content, made), *of_package(place, content, made)]


def _seen(slide: Any) -> list[str]:
    """All texts and numbers of a slide and its notes, in their order."""
    lines: list[str] = []
    for shape in slide.shapes:
        lines += shape.text_frame.text.split("\n") if shape.has_text_frame else []
        lines += [shape._element.xpath("string(.//p:cNvPr/@descr)")]
        if getattr(shape, "has_chart", False):
            lines += [part.text or "" for part in shape.chart.part._element.iter(*_SEEN_IN_CHART)]
    notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
    return [line for line in (*lines, *notes.split("\n")) if line]


def _books(slide: Any) -> list[bytes]:
    """The workbooks behind the charts of a slide."""
    charts = [shape.chart for shape in slide.shapes if getattr(shape, "has_chart", False)]
    parts = [chart.part.chart_workbook.xlsx_part for chart in charts]
    return [part.blob for part in parts if part is not None]


def _images(slide: Any) -> list[bytes]:
    return [shape.image.blob for shape in slide.shapes if hasattr(shape, "image")]


def view_of(image: bytes) -> str:
    """The view that a picture says it is of; empty where it says nothing."""
    try:
        return read_said(png.read_texts(image), "it").said.view
    except (NotSaidError, ValueError):
        return ""
