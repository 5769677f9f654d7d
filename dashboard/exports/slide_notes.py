"""What is said of a chart on its slide and in the notes of the slide."""

from dashboard.charts.how_to_read import HOLLOW, TODAY_MARKS
from dashboard.charts.key import more_areas, names_of_producers
from dashboard.charts.labels import unit_text
from dashboard.exports.chart import ExportedChart
from dashboard.exports.citations import source_citation
from dashboard.exports.native_axes import is_logarithmic
from dashboard.exports.native_chart import REMARKS
from dashboard.exports.native_data import bars, in_grey, lines_of_course, signs_told, sources_of_names
from dashboard.exports.native_panels import panelled
from dashboard.exports.slide_places import SlidePlaces
from dashboard.exports.texts import on_one_line
from dashboard.views.lacking import caveats
from dashboard.views.points import Line
from dashboard.views.ranking import with_a_size
from dashboard.views.view import ONE_YEAR_FORMS
from dashboard.words.sentences import sentence_text

# The markers of producers as signs of a text.
_SIGNS = {
    "circle": "\u25cf",
    "square": "\u25a0",
    "diamond": "\u25c6",
    "triangle-up": "\u25b2",
    "cross": "\u271a",
    "star": "\u2605",
}


def reading_notes(chart: ExportedChart, places: SlidePlaces) -> list[str]:
    """How to read the native chart, and what of the view it cannot show."""
    scene, form = chart.scene, chart.view.form
    points = [point for line in scene.marked for point in line.points]
    free = sum(point.observation.is_poppy_free for point in scene.points)
    is_ranking, has_markers = form in ONE_YEAR_FORMS, form not in {*ONE_YEAR_FORMS, "stack"}
    drawn = bars(chart, places.chart) if is_ranking else []
    rest = len(with_a_size(scene)) - len(drawn) if is_ranking else 0
    is_hollow = any(point.value is not None and not point.is_seen for point in points)
    in_panels = len(panelled(chart, places.chart)) if form == "panels" else 0
    without_panel = len({line.series.area.area for line in scene.drawn}) - in_panels if in_panels else 0
    grey = (
        len({lines_of_course(chart)[place].series.area.area for place in in_grey(chart)})
        if not is_ranking and not in_panels
        else 0
    )
    notes = (
        (REMARKS.get(form, ""), form in REMARKS and not scene.is_empty),
        (f"Axes: {unit_text(scene, is_log=is_logarithmic(chart))}.", in_panels > 0),
        (f"\u2013 Grey: {more_areas(grey)}.", grey > 0),
        ("All panels have the same axes.", in_panels > 1 and chart.view.axes != "own"),
        (f"And {more_areas(without_panel)}, see the address.", without_panel > 0),
        ("Hatched columns lack a part.", form == "stack" and bool(scene.lacking)),
        (" ".join(signs_told(chart)), True),
        (" ".join(sentence_text(sentence) for sentence in caveats(scene)), True),
        (f"And {rest} more{', none larger' if scene.is_ranked else ''}, see the notes.", rest > 0),
        (f"Poppy-free and not in the chart: {free}, see the notes.", is_ranking and free > 0),
        ("A line without a bar: known only as a range.", any(point.value is None for _, point in drawn)),
        (f"\u25cb Small and {HOLLOW}.", has_markers and is_hollow),
        (f"\u25ad {HOLLOW.capitalize()}.", is_ranking and is_hollow),
        ("Thin bars are printed ranges.", has_markers and any(point.has_range for point in points)),
        (
            "The layers of the view are not in this chart, see the address.",
            bool(scene.superseded or scene.other_statements or scene.events),
        ),
    )
    return [*never_left_out(chart, places), *(text for text, is_needed in notes if is_needed and text)]


def never_left_out(chart: ExportedChart, places: SlidePlaces) -> list[str]:
    """What a slide has room for before all else: which lines are of today, and whose sources have which numbers."""
    form, scene = chart.view.form, chart.scene
    in_panels = bool(form == "panels" and panelled(chart, places.chart))
    has_markers = form not in {*ONE_YEAR_FORMS, "stack"}
    of_areas = "" if in_panels else sources_of_names(chart, places.chart)
    of_producers = _in_producers(chart) if has_markers and scene.has_several_producers else ""
    return [text for text in (TODAY_MARKS if scene.today else "", of_areas, of_producers) if text]


def _in_producers(chart: ExportedChart) -> str:
    """Which marker is which producer, with the markers as signs, and the numbers of the sources of each."""
    scene = chart.numbered_scene
    names = names_of_producers(scene)
    made: dict[str, list[Line]] = {}
    for line in scene.all_lines:
        if line.is_shown:
            made.setdefault(line.series.producer.producer, []).append(line)
    named = []
    for producer, lines in made.items():
        cited = scene.cited_by(point for line in lines for point in line.points)
        named.append(f"{_SIGNS[lines[-1].symbol]} {names[producer]} {cited}".rstrip())
    if len({line.series.area.area for lines in made.values() for line in lines}) == 1:
        return f"{', '.join(named)}."
    return f"Colours are areas; dashes and markers producers: {', '.join(named)}."


def speaker_notes(chart: ExportedChart, remarks: str) -> str:
    """The notes of a slide: all that the chart says, every figure of a ranking, all sources, and both addresses."""
    listed = [f"[{number}] {source_citation(source)}" for number, source in chart.numbered_sources]
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
    sources = ["Sources:", *listed] if listed else []
    parts = [*computed, chart.description, remarks, *figures, *only, *sources, f"{chart.stamp}.", *addresses]
    return "\n".join(on_one_line(part) for part in parts if part)
