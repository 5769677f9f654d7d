"""`/data`: the whole edition to take away, the way in for programs, the editions, and how to cite them."""

from dash import html
from dash.development.base_component import Component

from dashboard.api.downloads import FILES
from dashboard.api.linked_data import linked_dataset
from dashboard.api.resources import OBSERVATIONS, STATEMENTS
from dashboard.api.whole import PACKAGE_NAME
from dashboard.exports.citations import edition_reference
from dashboard.pages.editions import editions_section
from dashboard.pages.metadata import Metadata
from dashboard.pages.page import Page
from dashboard.pages.parts.citation import citation_section, copy_button
from dashboard.pages.parts.figures import Child, labelled, plain_table
from dashboard.server.urls import API_CATALOG, API_DESCRIPTION, API_SDMX, INSIDE, SITEMAP, Urls, urls
from etl.editions.reading import Edition
from etl.figures.quoting import counted

# Name, meaning, and for each file its name and its address inside the dashboard.
Download = tuple[str, str, list[tuple[str, str]]]

DOWNLOADS: tuple[Download, ...] = (
    (
        "CSV",
        "Opens anywhere. Observations have the current value and the publication cited for it; statements are every "
        "number as one source prints it, or as it was added up here from what one prints.",
        [
            ("Observations", INSIDE.api_list_csv(OBSERVATIONS.name)),
            ("Statements", INSIDE.api_list_csv(STATEMENTS.name)),
        ],
    ),
    (
        "Data Package",
        "Every table as CSV in one zip, with types, keys and meanings in a datapackage.json.",
        [("Zip", INSIDE.api_file(f"{PACKAGE_NAME}.zip"))],
    ),
    (
        "SQLite",
        "Every table in one database with its indexes, as the dashboard reads it.",
        [("Database", INSIDE.api_file(f"{PACKAGE_NAME}.sqlite"))],
    ),
    (
        "Parquet",
        "Typed columns for pandas, R, DuckDB and the like; the columns are those of the CSV.",
        [(name.partition(".")[0].capitalize(), INSIDE.api_file(name)) for name in FILES if name.endswith(".parquet")],
    ),
    (
        "SDMX-CSV",
        "Observations under the names of the statistical offices: REF_AREA, TIME_PERIOD, OBS_VALUE.",
        [("Observations", INSIDE.api(API_SDMX))],
    ),
)


def page(edition: Edition, query: str) -> Page:
    """The page of the data."""
    whole = urls().whole
    body = html.Article(
        [
            html.H1("Data"),
            html.P(
                "Everything that this dashboard shows, with the source of every figure, in the format that you work "
                f"with. This edition holds {counted(edition.observations_count, 'observation')} from "
                f"{counted(edition.statements, 'statement')} and knows {counted(len(edition.sources), 'publication')}.",
                className="lead",
            ),
            html.Section([html.H2("Download the whole edition"), _downloads()]),
            html.Section([html.H2("From a notebook"), *_examples(whole)]),
            html.Section([html.H2("For programs"), _programs()]),
            editions_section(edition),
            citation_section([edition_reference(edition, whole)], urls().edition_citation),
        ],
        className="data-page",
    )
    return Page(
        "Data",
        "Download the figures with their sources as CSV, Data Package, SQLite or Parquet, or read them by API.",
        body,
        metadata=Metadata(linked=lambda whole: linked_dataset(edition, whole), canonical=INSIDE.data()),
    )


def _downloads() -> Component:
    rows = [
        html.Tr(
            [
                html.Th(name, scope="row"),
                html.Td(about),
                html.Td(
                    [_button(text, inside, f"{name}: {text}") for text, inside in files],
                    className="buttons",
                ),
            ]
        )
        for name, about, files in DOWNLOADS
    ]
    return plain_table(("Format", "What it is", "Download"), rows, "downloads")


def _button(text: str, inside: str, label: str) -> Component:
    return html.A(text, href=urls().below(inside), className="button", download="", **labelled(label))


def examples(whole: Urls) -> tuple[tuple[str, str], ...]:
    """The same table in three languages."""
    address = whole.api_list_csv(OBSERVATIONS.name, {"indicator": ["opium-production"], "area": ["AFG"]})
    return (
        ("pandas", f'import pandas as pd\n\nopium = pd.read_csv("{address}")'),
        ("R", f'opium <- read.csv("{address}")'),
        ("curl", f'curl --output opium.csv "{address}"'),
    )


def _examples(whole: Urls) -> list[Component]:
    found: list[Component] = [
        html.P(
            "The addresses take the same words as those of the charts: indicator, area, group, producer, from, to, "
            "asof. Afghan opium production by both producers:"
        )
    ]
    for name, code in examples(whole):
        code_id = f"example-{name}"
        found += [
            html.H3(name),
            html.Pre(code, id=code_id, tabIndex=0),
            html.Div(copy_button(code_id), className="row"),
        ]
    return found


def _programs() -> Component:
    here = urls()
    links: list[list[Child]] = [
        [
            html.A("How the API works", href=here.api_reference()),
            ": its lists, parameters, columns, limits and errors.",
        ],
        [html.A("OpenAPI document", href=here.api(API_DESCRIPTION)), ", from which clients can be made."],
        [html.A("DCAT record", href=here.api(API_CATALOG)), " for catalogues of data."],
        [html.A("Map of all pages", href=here.below(SITEMAP), download=""), " for crawlers."],
    ]
    return html.Ul([html.Li(link) for link in links])
