"""The figures of one view, with what is computed of them: shares, changes, indices, ratios, second indicators."""

from dashboard.api.endpoints import (
    CSV,
    JSON,
    ApiAnswer,
    Call,
    Endpoint,
    about_edition,
    attachment,
    object_schema,
    texts,
    to_json,
)
from dashboard.exports.chart import ExportedChart
from dashboard.exports.table_csv import COLUMNS, table_csv, table_rows
from dashboard.server.urls import API_VIEW, API_VIEW_CSV
from dashboard.views.parameters import Schema
from dashboard.views.scenes import choices
from dashboard.views.view import read_view, view_parameters
from dashboard.words.sentences import sentence_text

_TAG = "Views"
_TOLD = (
    "Every figure of a chart as it is shown, with its range, its source and their addresses. With `measure` each is "
    "computed from others, by the kind that `computed` names, and `page` shows its inputs; with `with` the figures of "
    "the second indicator follow those of the first."
)
_EXAMPLE = (
    ("indicator", "opium-production"),
    ("area", "AFG"),
    ("with", "opium-poppy-cultivation"),
    ("measure", "ratio"),
)


def view_endpoints() -> list[Endpoint]:
    """The addresses of a view."""
    parameters = view_parameters()
    return [
        Endpoint(
            API_VIEW,
            "The figures of a view",
            f"{_TOLD} The names are those of the columns of the CSV, in small letters.",
            JSON,
            _view,
            parameters,
            schema=lambda edition: _schema(),
            example=_EXAMPLE,
            tag=_TAG,
        ),
        Endpoint(
            API_VIEW_CSV, "The figures of a view as CSV", _TOLD, CSV, _csv, parameters, example=_EXAMPLE, tag=_TAG
        ),
    ]


def _chart(call: Call) -> ExportedChart:
    view, _ = read_view(call.query, call.edition.keep(choices))
    return ExportedChart(call.edition, view, call.urls)


def _view(call: Call) -> ApiAnswer:
    chart = _chart(call)
    figures = [{name.lower(): value for name, value in row.items()} for row in table_rows(chart)]
    known = [sentence_text(told) for told in chart.scene.to_be_known]
    told = {"title": chart.title, "shown": chart.subtitle, "page": chart.address, "to_be_known": known}
    return ApiAnswer(to_json({**about_edition(call.edition), **told, "figures": figures}))


def _csv(call: Call) -> ApiAnswer:
    chart = _chart(call)
    return ApiAnswer(table_csv(chart), attachment(f"{chart.file_name}.csv"))


def _schema() -> Schema:
    figure = object_schema({name.lower(): {"type": ["string", "number", "null"]} for name in COLUMNS}, closed=True)
    told = texts(
        edition="The edition that this is from",
        data_as_of="Newest publication among its sources",
        title="What the view shows, as a statement",
        shown="What exactly is shown: indicator, place, unit, years and producers",
        page="The view as a page here",
    )
    known = {"type": "array", "items": {"type": "string"}, "description": "Notes on these figures"}
    return object_schema({**told, "to_be_known": known, "figures": {"type": "array", "items": figure}})
