"""The chart in words, the events on it, how to read its marks, and what is weak in its figures."""

from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.api.parameters import MOST_VALUES
from dashboard.charts.caveats import caveat_notes
from dashboard.charts.events import shown_events
from dashboard.charts.how_to_read import AXES, LAYER_MARKS, MARKS, NO_RANGE, RANGES, RULE_OF_PRODUCERS, TODAY_MARKS
from dashboard.pages.parts.figures import break_told, sentence
from dashboard.pages.parts.weakness import weak_in
from dashboard.server.urls import urls
from dashboard.views.findings import findings, gaps_told
from dashboard.views.scene import Scene
from dashboard.views.view import View
from dashboard.words.ratios import ratio_unit
from dashboard.words.sentences import within_a_sentence
from etl.editions.reading import Edition
from etl.editions.reading.observations import Selection
from etl.figures.vocabulary.history import EventKind

MANY_LINES = 16
MOST_UNFOLDED = 3  # notes of a kind that stand open below a chart


def chart_words(edition: Edition, view: View, scene: Scene) -> list[Component]:
    """The chart in words, the events on it, and how to read its marks."""
    gaps = gaps_told(scene)
    folded = gaps if len(gaps) > MOST_UNFOLDED else []
    parts: list[Component] = [html.P(sentence(found)) for found in findings(scene) if found not in folded]
    parts += _other_way_round(edition, view)
    if view.form == "line" and len(scene.drawn) > MANY_LINES:
        parts.append(
            html.P(f"{len(scene.drawn)} lines are hard to tell apart: highlight some, or choose panels or a map.")
        )
    layers = [LAYER_MARKS[layer] for layer in view.layers if layer in LAYER_MARKS] if view.form == "line" else []
    are_several = scene.has_several_producers and len(scene.by_importance) > 1
    rule = [RULE_OF_PRODUCERS] if view.form in {"line", "panels"} and are_several else []
    caveats = caveat_notes(scene, view.form)
    today = [TODAY_MARKS] if scene.today else []
    axes = [AXES[view.axes]] if view.form == "panels" else []
    ranges = _ranges(scene) if view.form in {"line", "panels"} else []
    how_to_read = html.P(" ".join([*rule, *axes, MARKS[view.form], *ranges, *caveats, *layers, *today]))
    parts.append(html.Details([html.Summary("How to read this chart"), how_to_read]))
    parts += _evidence(edition, view, scene)
    if folded:
        listed = html.Ul([html.Li(sentence(gap)) for gap in folded], className="statement-list")
        parts.append(html.Details([html.Summary(f"Years without a figure ({len(folded)})"), listed]))
    parts += _breaks(scene)
    return [*parts, *_events(scene)] if view.form == "line" else parts


def _other_way_round(edition: Edition, view: View) -> list[Component]:
    """Of a ratio, the link to the second indicator divided by the first."""
    if view.measure != "ratio":
        return []
    turned = replace(view, indicator=view.second, second=view.indicator)
    first, second = (edition.indicators[key] for key in (turned.indicator, turned.second))
    name = f"{within_a_sentence(first.name)}, {ratio_unit(edition, first, second).words}"
    return [html.P(["The other way round: ", html.A(name, href=urls().view(turned.query())), "."])]


def _ranges(scene: Scene) -> list[str]:
    """How ranges are drawn, where any are, and that nothing is known of others; what is counted has none."""
    if not any(point.has_range for point in scene.all_points):
        return []
    return [RANGES, *([NO_RANGE] if scene.indicator.has_ranges else [])]


def _evidence(edition: Edition, view: View, scene: Scene) -> list[Component]:
    """What is weak in the figures that are shown, each kind with its list; nothing as known on a day of the past."""
    areas = tuple({line.series.area.area for part in scene.parts for line in part.drawn})
    if view.asof or not 0 < len(areas) <= MOST_VALUES:
        return []
    indicators = tuple(part.indicator.indicator for part in scene.parts)
    first, last = (scene.year, scene.year) if scene.year is not None else (view.first, view.last)
    values = {"indicator": indicators, "area": sorted(areas), "producer": view.producers}
    values |= {name: (str(year),) for name, year in (("from", first), ("to", last)) if year is not None}
    chosen = Selection(indicators, areas, view.producers, first=first, last=last)
    found = weak_in(edition, {name: texts for name, texts in values.items() if texts}, chosen)
    return [html.Details([html.Summary("How well these figures are known"), *found])] if found else []


def _breaks(scene: Scene) -> list[Component]:
    """The breaks of the series that a chart over years shows: when, what changed, and who says so.

    Those across which a series goes on are a list of their own.
    """
    if scene.year is not None:
        return []
    lists: list[Component] = []
    for parts, heading in (
        (True, "Breaks in the series"),
        (False, "Breaks across which the source continues the series"),
    ):
        items = [
            html.Li(
                [
                    f"{name[:1].upper()}{name[1:]}, {item.first_year_after}: ",
                    *break_told(item, scene.sources[item.source]),
                ],
                className="series-break",
            )
            for name, breaks in scene.breaks.items()
            for item in breaks
            if item.parts == parts
        ]
        listed = html.Ul(items, className="statement-list")
        lists += (
            [html.Details([html.Summary(f"{heading} ({len(items)})"), listed], open=len(items) <= MOST_UNFOLDED)]
            if items
            else []
        )
    return lists


def _events(scene: Scene) -> list[Component]:
    """The events of the chart with their numbers, a list for each kind; the first is open."""
    events = shown_events(scene)
    lists: list[Component] = []
    for kind, name in (*((kind, kind.rule) for kind in EventKind), ("", "Other events")):
        numbered = [(number, event) for number, event in enumerate(events, 1) if event.kind == kind]
        if numbered:
            items = [
                html.Li([f"{event.date} ", html.A(event.title, href=urls().source(event.source))])
                for _, event in numbered
            ]
            listed = html.Ol(items, className="events", start=str(numbered[0][0]))
            lists.append(html.Details([html.Summary(f"{name} ({len(items)})"), listed], open=not lists))
    return lists
