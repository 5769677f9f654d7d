"""The lists as JSON pages and as CSV files."""

from dashboard.api.columns import meaning, ordered_cells
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
from dashboard.api.parameters import AFTER, LIMIT, PAGE, USUAL_PAGE, after_text, limit_of, position, selection
from dashboard.api.resources import OBSERVATIONS, RESOURCES, ApiList
from dashboard.api.rows import Rows
from dashboard.api.tabular import names_of, to_csv, to_sdmx
from dashboard.server.urls import API_LIST, API_LIST_CSV, API_SDMX, Urls, filled
from dashboard.views.parameters import Schema
from etl.editions.reading import Edition
from etl.editions.reading.listing import MOST_COUNTED, Position
from etl.editions.reading.observations import Selection
from etl.figures.columns import Column

Pairs = tuple[tuple[str, str], ...]

SDMX = "application/vnd.sdmx.data+csv"


def list_endpoints() -> list[Endpoint]:
    """The JSON and CSV addresses of every list, and SDMX-CSV of observations."""
    endpoints: list[Endpoint] = []
    for resource in RESOURCES:
        endpoints += [_json_endpoint(resource), _csv_endpoint(resource)]
    sdmx = Endpoint(
        API_SDMX,
        "Observations as SDMX-CSV",
        "The same observations as SDMX-CSV 1.0, complete unless `limit` is given. Rates and sums are not among them: "
        "they are computed here from the countries that report, which no dimension of it says; `rates` and `sums` do.",
        SDMX,
        _sdmx,
        (*OBSERVATIONS.filters, LIMIT),
        example=_example(OBSERVATIONS),
    )
    return [*endpoints, sdmx]


def _example(resource: ApiList) -> Pairs:
    names = {parameter.name for parameter in resource.filters}
    return tuple((name, value) for name, value in resource.example if name in names)


def _json_endpoint(resource: ApiList) -> Endpoint:
    return Endpoint(
        filled(API_LIST, name=resource.name),
        resource.title,
        f"{resource.description} A page of JSON; `links.next` leads to the next one.",
        JSON,
        lambda call: _page(resource, call),
        (*resource.filters, PAGE, AFTER),
        schema=lambda edition: _page_schema(resource),
        example=_example(resource),
    )


def _csv_endpoint(resource: ApiList) -> Endpoint:
    return Endpoint(
        filled(API_LIST_CSV, name=resource.name),
        f"{resource.title} as CSV",
        f"{resource.description} Complete unless `limit` is given.",
        CSV,
        lambda call: _csv(resource, call),
        (*resource.filters, LIMIT),
        example=_example(resource),
    )


def _page(resource: ApiList, call: Call) -> ApiAnswer:
    rows, wanted = Rows(call.edition, call.urls), selection(call.values, call.edition)
    limit = limit_of(call.values) or USUAL_PAGE
    found = resource.read(rows, wanted, position(call.values), limit + 1)
    shown = found[:limit]
    links = {"self": call.urls.api_list(resource.name, call.values), "csv": _csv_address(resource, call)}
    headers = {}
    if len(found) > limit:
        following = {**call.values, "after": [after_text(call.edition, shown[-1].place)]}
        links["next"] = call.urls.api_list(resource.name, following)
        headers["link"] = f'<{links["next"]}>; rel="next"'
    body = {
        **about_edition(call.edition),
        "total": resource.count(rows, wanted),
        "items": [ordered_cells(resource.columns, item.row) for item in shown],
        "links": links,
    }
    return ApiAnswer(to_json(body), headers)


def _csv_address(resource: ApiList, call: Call) -> str:
    filters = {name: given for name, given in call.values.items() if name not in {"limit", "after"}}
    return call.urls.api_list_csv(resource.name, filters)


def _csv(resource: ApiList, call: Call) -> ApiAnswer:
    wanted = selection(call.values, call.edition)
    batches = resource.batches(Rows(call.edition, call.urls), wanted, limit_of(call.values))
    return ApiAnswer(to_csv(names_of(resource.columns), batches), attachment(f"{resource.name}.csv"))


def _sdmx(call: Call) -> ApiAnswer:
    wanted = selection(call.values, call.edition)
    batches = OBSERVATIONS.batches(Rows(call.edition, call.urls), wanted, limit_of(call.values))
    return ApiAnswer(to_sdmx(batches), attachment("observations.sdmx.csv"))


def item_schema(columns: tuple[Column, ...]) -> Schema:
    """The JSON schema of a row."""
    properties = {column.name: {**_type_of(column), "description": meaning(column)} for column in columns}
    return object_schema(properties, closed=True)


def _type_of(column: Column) -> Schema:
    if column.kind == "text":
        return {"type": "string"}
    return {"type": column.kind if column.required else [column.kind, "null"]}


def edition_members() -> Schema:
    """The members that say which edition an answer is from."""
    return texts(edition="The edition that this is from", data_as_of="Newest publication among its sources")


def _page_schema(resource: ApiList) -> Schema:
    links = {name: {"type": "string", "format": "uri"} for name in ("self", "csv", "next")}
    properties: Schema = {
        **edition_members(),
        "total": {
            "type": ["integer", "null"],
            "minimum": 0,
            "description": f"Rows of all pages together; null where a filter leaves more than {MOST_COUNTED}",
        },
        "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{resource.name}"}},
        "links": object_schema(links, ["self", "csv"], closed=True),
    }
    return object_schema(properties, closed=True)


def example_row(resource: ApiList, example: Pairs, edition: Edition, urls: Urls) -> list[Schema]:
    """The row that the example of a list asks for, or its first one; an empty list where there is none."""
    rows = Rows(edition, urls)
    wanted = selection({name: [value] for name, value in example}, edition)
    found = resource.read(rows, wanted, Position(), 1) or resource.read(rows, Selection(), Position(), 1)
    return [ordered_cells(resource.columns, item.row) for item in found]
