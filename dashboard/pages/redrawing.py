"""What a choice of the reader changes on the page of a chart, and what is said of what it could not show."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from dashboard.charts.figure import plotly_figure
from dashboard.pages import received as sent
from dashboard.pages.chart_words import chart_words
from dashboard.pages.choosing import LEADING
from dashboard.pages.explore import heading, sources_shown, table_of
from dashboard.pages.parts.chart_key import chart_key
from dashboard.pages.parts.downloads import downloads
from dashboard.pages.parts.share import share
from dashboard.pages.parts.table import store_id, table_data
from dashboard.pages.settings import (
    CHANGED,
    CONTROLS,
    Changed,
    Settings,
    changed_state,
    control_state,
    last_used,
    read_controls,
    settings_sent,
    wanted_areas,
)
from dashboard.server.dash_internals import outputs_in
from dashboard.views import scenes
from dashboard.views.titles import title_alone
from dashboard.views.view import MEASURE_NAMES, View, largest_of_year, read_view, why_no_measure
from dashboard.words.alike import NOT_RANKED
from dashboard.words.sentences import joined, sentence_text, within_a_sentence
from etl.editions.reading import Database, Edition


def _remark(edition: Edition, given: Settings, view: View, changed: Changed) -> str:
    """What of the choices that a reader has just made is not shown, and what is shown instead; empty where all is."""
    known = [area for area in given["area"] if area in edition.areas]
    gone = [edition.areas[area].name for area in known if area not in view.areas]
    shown = edition.areas[view.areas[0]].name
    name = within_a_sentence(edition.indicators[view.indicator].name)
    if last_used(changed, "indicator", *LEADING) and gone:
        have = "has" if len(gone) == 1 else "have"
        others = f"{largest_of_year(view.top, view.measure)} are" if view.top else f"{shown} is"
        instead = "" if set(known) & set(view.areas) else f"; {others} shown instead"
        return f"{joined(gone)} {have} no figures for {name}{instead}."
    is_of_areas = bool(last_used(changed, "area", "group"))
    if is_of_areas and not known and not view.group and view.top is None:
        return f"A chart needs an area: {shown} is shown, which has the most figures for {name}."
    if is_of_areas and not known and view.top is not None and not given["group"]:
        return f"A chart needs an area: {largest_of_year(view.top, view.measure)} are shown."
    if given["group"].startswith("top-") and not edition.indicators[view.indicator].ranks_countries:
        return f"{NOT_RANKED}; {shown} is shown."
    measure = MEASURE_NAMES.get(given["measure"])
    if "form" in changed and measure and given["measure"] != view.measure:
        reason = why_no_measure(view, given["measure"], edition.indicators[view.indicator].is_additive)
        return f"{measure}: {reason}. The figures themselves are shown."
    return ""


def depends_on_the_request_only(output: str) -> bool:
    """Whether a callback, by the name that Dash gives it, always answers the same to the same request of an edition."""
    return outputs_in(output)[0] in {"chart.figure", "view-heading.content"}


def register(app: Dash, database: Database) -> None:
    """The callbacks of the page: one draws the chart, one describes it, the rest is the browser's."""

    @app.callback(
        output={
            "figure": Output("chart", "figure"),
            "query": Output("view-query", "data"),
            "wanted": Output("view-wanted", "data"),
            "controls": {
                name: {prop: Output(f"view-{name}", prop) for prop in properties}
                for name, properties in CHANGED.items()
            },
        },
        inputs={"given": {name: Input(f"view-{name}", prop) for name, prop in CONTROLS.items()}},
        state={
            "bounds": (State("view-years", "min"), State("view-years", "max")),
            "wanted": State("view-wanted", "data"),
        },
        prevent_initial_call=True,
    )
    def redraw(given: dict[str, Any], bounds: tuple[object, object], wanted: object) -> dict[str, Any]:
        edition = database.edition()
        changed = [str(name).removeprefix("view-") for name in ctx.triggered_prop_ids.values()]
        settings = settings_sent(given)
        areas = wanted_areas(settings, sent.received_texts(wanted), changed)
        view = read_controls(edition, {**settings, "area": areas}, sent.years(bounds), changed)
        scene = scenes.scene(edition, view)
        state = changed_state(control_state(edition, view, scene), given, changed)
        if last_used(changed, "area", "group") == "area" and not settings["area"]:
            del state["area"]  # the last area can be taken away, before another one is chosen
        return {
            "figure": plotly_figure(view, scene),
            "query": {
                "query": view.query(),
                "title": sentence_text(title_alone(scene, scenes.wholes(edition, scene))),
                "remark": _remark(edition, settings, view, changed),
            },
            "wanted": areas,
            "controls": {
                name: {prop: state.get(name, {}).get(prop, no_update) for prop in properties}
                for name, properties in CHANGED.items()
            },
        }

    # A callback of its own, so that the chart is drawn before its words and its table are.
    @app.callback(
        Output("view-heading", "content"),
        Output("view-key", "content"),
        Output("view-words", "content"),
        Output(store_id("view"), "data"),
        Output("view-downloads", "content"),
        Output("view-share", "content"),
        Output("view-sources", "content"),
        Input("view-query", "data"),
        prevent_initial_call=True,
    )
    def describe(shown: Any) -> tuple[Any, ...]:
        query = sent.text_in(shown, "query")
        if not query:
            raise PreventUpdate  # a page that has just come has its words already
        edition = database.edition()
        view, _ = read_view(query, edition.keep(scenes.choices))
        scene = scenes.scene(edition, view)
        return (
            heading(edition, view, scene, sent.text_in(shown, "remark")),
            chart_key(view, scene, plotly_figure(view, scene), can_be_chosen=True),
            chart_words(edition, view, scene),
            table_data("view", *table_of(scene)),
            downloads(view.query()),
            share(edition, view, scene),
            sources_shown(scene),
        )

    remember = ClientsideFunction("dashboardExplore", "remember")
    app.clientside_callback(remember, Input("view-query", "data"), prevent_initial_call=True)  # type: ignore[no-untyped-call]
