"""`/data/api`: the API for people, written from the same declarations that it answers by."""

from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.api.about import about_endpoints
from dashboard.api.check import PUBLISHED, check_endpoints, new_rate_of_checks
from dashboard.api.cite import citation_endpoints
from dashboard.api.columns import meaning
from dashboard.api.endpoints import Endpoint
from dashboard.api.figures import figure_endpoints
from dashboard.api.linked_data import distributions
from dashboard.api.lists import list_endpoints
from dashboard.api.parameters import LARGEST_PAGE, MOST_VALUES, USUAL_PAGE
from dashboard.api.problems import PROBLEM_KINDS
from dashboard.api.resources import OBSERVATIONS, RESOURCES
from dashboard.api.view import view_endpoints
from dashboard.exports.cells import HARMLESS
from dashboard.pages.metadata import Metadata
from dashboard.pages.page import Page
from dashboard.pages.parts.figures import Child, crumbs, plain_table
from dashboard.server.limits import LONGEST_QUERY
from dashboard.server.urls import API_DESCRIPTION, INSIDE, urls
from dashboard.views.offered import offered
from dashboard.views.parameters import Parameter
from etl.editions.reading import Edition
from etl.figures.columns import Column

MOST_NAMED = 12


def page(edition: Edition, query: str) -> Page:
    """The page of the API."""
    body = html.Article(
        [
            crumbs(("Data", urls().data())),
            html.H1("API"),
            html.P(
                "Every list as JSON and CSV, every number with the publication that it is from. Read only, no key.",
                className="lead",
            ),
            _begin(),
            _lists(edition),
            html.Section([html.H2("Numbers and citations"), *_endpoints(edition, _others())]),
            _checks(edition),
            html.Section([html.H2("Whole edition"), _whole()]),
            _rules(),
            _problems(),
        ],
        className="api-page prose",
    )
    return Page(
        "API",
        f"The lists, parameters, columns, limits and errors of the API under {urls().api()}.",
        body,
        metadata=Metadata(canonical=INSIDE.api_reference()),
    )


def _begin() -> Component:
    asked = {"indicator": ["opium-production"], "area": ["AFG"], "from": ["2015"]}
    as_json, as_csv = urls().api_list(OBSERVATIONS.name, asked), urls().api_list_csv(OBSERVATIONS.name, asked)
    return html.Section(
        [
            html.H2("Where to begin"),
            html.P(["A page of JSON: ", html.A(html.Code(as_json), href=as_json)]),
            html.P(["The same as a table: ", html.A(html.Code(as_csv), href=as_csv)]),
            html.P(
                [
                    "Parameters have the names that they have in the address of a chart. ",
                    html.A("The OpenAPI document", href=urls().api(API_DESCRIPTION)),
                    " says the same as this page to programs.",
                ]
            ),
        ]
    )


def _lists(edition: Edition) -> Component:
    entries = [
        html.Details(
            [
                html.Summary([html.Code(urls().api_list(resource.name)), f" {resource.title}"]),
                html.P(_with_code(resource.description)),
                html.P(
                    [
                        html.A("JSON", href=urls().api_list(resource.name)),
                        " · ",
                        html.A("CSV", href=urls().api_list_csv(resource.name)),
                    ]
                ),
                html.H3("Parameters"),
                _parameters(edition, resource.filters),
                html.H3("Columns"),
                _columns(resource.columns),
            ],
            className="folded",
            id=resource.name,
        )
        for resource in RESOURCES
    ]
    page_words = (
        f"JSON comes in pages of {USUAL_PAGE} rows; limit gives up to {LARGEST_PAGE}, and links.next leads on. "
        "CSV is complete unless limit is given. Rows are in a fixed order."
    )
    return html.Section([html.H2("Lists", id="lists"), html.P(page_words), *entries])


def _parameters(edition: Edition, parameters: Sequence[Parameter]) -> Component:
    if not parameters:
        return html.P("None.", className="note")
    rows = [
        (
            parameter.name,
            [*_with_code(parameter.description), " Repeatable." if parameter.repeatable else ""],
            _values(edition, parameter),
        )
        for parameter in parameters
    ]
    return _table(("Parameter", "Meaning", "Values"), rows)


def _values(edition: Edition, parameter: Parameter) -> list[Child]:
    values = list(parameter.kind.offered(edition.keep(offered)) or [parameter.example])
    more = f" and {len(values) - MOST_NAMED} more" if len(values) > MOST_NAMED else ""
    return [", ".join(values[:MOST_NAMED]) + more]


def _columns(columns: Iterable[Column]) -> Component:
    rows = [(column.name, _with_code(meaning(column)), [column.kind]) for column in columns]
    return _table(("Column", "Meaning", "Type"), rows)


def _others() -> list[Endpoint]:
    """What is no list, each address once: the endings of citations and of views are formats of one thing."""
    views = [endpoint for endpoint in view_endpoints() if not endpoint.path.endswith(".csv")]
    citations = [endpoint for endpoint in citation_endpoints() if endpoint.path.endswith(".txt")]
    own = [endpoint for endpoint in list_endpoints() if endpoint.path.endswith(".sdmx.csv")]
    return [*views, *figure_endpoints(), *citations, *own, *about_endpoints()]


def _endpoints(edition: Edition, endpoints: Iterable[Endpoint]) -> list[Component]:
    return [
        html.Details(
            [
                html.Summary([html.Code(urls().api(endpoint.path)), f" {endpoint.title}"]),
                html.P(_with_code(endpoint.description)),
                html.P("Also with the endings .bib, .ris and .json (CSL-JSON).")
                if endpoint.path.endswith(".txt")
                else None,
                html.H3("Parameters"),
                _parameters(edition, [*endpoint.parts, *endpoint.parameters]),
            ],
            className="folded",
        )
        for endpoint in endpoints
    ]


def _checks(edition: Edition) -> Component:
    """The one address that is sent something."""
    # What is described does not depend on whose figures they are.
    endpoints = check_endpoints("", new_rate_of_checks())
    words: list[Child] = [
        "Sent with POST, as JSON with ",
        html.Code("text"),
        " and ",
        html.Code(PUBLISHED.name),
        ", or as plain text. ",
        html.A("The same on a page", href=urls().check()),
        ".",
    ]
    return html.Section([html.H2("Check of a text", id="check"), html.P(words), *_endpoints(edition, endpoints)])


def _whole() -> Component:
    rows = [(urls().below(inside), [name], [media_type]) for name, media_type, inside in distributions()]
    return _table(("Address", "What it is", "Type"), rows)


def _rules() -> Component:
    return html.Section(
        [
            html.H2("Limits and editions", id="limits"),
            html.Ul(
                [
                    html.Li(f"A page of JSON has at most {LARGEST_PAGE} rows."),
                    html.Li(f"A parameter may be given at most {MOST_VALUES} times."),
                    html.Li(f"A query may be at most {LONGEST_QUERY // 1024} kB long."),
                    html.Li(
                        "Every answer is from one edition and carries its name as ETag. Send it back as If-None-Match, "
                        "and the answer is 304 until a new edition is published."
                    ),
                    html.Li(
                        "Any site may read, and send a text to be checked: CORS is open for GET, HEAD and that POST. "
                        "Other methods answer 405."
                    ),
                    html.Li(f"Texts in CSV {HARMLESS}"),
                ]
            ),
        ]
    )


def _problems() -> Component:
    rows = [
        html.Tr(
            [
                html.Th(str(kind.status), scope="row"),
                html.Td([html.Strong(kind.title), html.Br(), *_with_code(kind.remedy)]),
            ],
            id=name,
        )
        for name, kind in PROBLEM_KINDS.items()
    ]
    words = "Errors are problem details (RFC 9457, application/problem+json). What is not understood is never guessed."
    table = plain_table(("Status", "What happened, what to do"), rows)
    return html.Section([html.H2("Errors", id="errors"), html.P(words), table])


def _with_code(text: str) -> list[Child]:
    """A text in which `words` between backticks are code, as in the OpenAPI document."""
    return [html.Code(piece) if position % 2 else piece for position, piece in enumerate(text.split("`"))]


def _table(headings: Sequence[str], rows: Iterable[tuple[str, Sequence[Child], Sequence[Child]]]) -> Component:
    written = [
        html.Tr([html.Th(html.Code(name), scope="row"), html.Td(list(meaning)), html.Td(list(last), className="quiet")])
        for name, meaning, last in rows
    ]
    return plain_table(headings, written)
