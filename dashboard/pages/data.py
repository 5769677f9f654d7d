"""`/data`: the whole edition to take away, the way in for programs, the editions, and how to cite them."""

from dash import html
from dash.development.base_component import Component

from dashboard.api.about import CATALOG
from dashboard.api.downloads import FILES
from dashboard.api.endpoints import ROOT
from dashboard.api.linked_data import linked_dataset
from dashboard.api.whole import PACKAGE_NAME
from dashboard.exports.citations import edition_reference
from dashboard.pages.editions import editions_section
from dashboard.pages.metadata import Metadata
from dashboard.pages.page import Page
from dashboard.pages.parts.citation import citation_section, copy_button
from dashboard.pages.parts.figures import Child, labelled
from dashboard.server.origin import current_base
from etl.editions.reading import Edition

Download = tuple[str, str, list[tuple[str, str]]]

DOWNLOADS: tuple[Download, ...] = (
    (
        "CSV",
        "Opens anywhere. Observations have the value in force and the publication cited for it; statements are every "
        "number as one source prints it.",
        [("Observations", f"{ROOT}/observations.csv"), ("Statements", f"{ROOT}/statements.csv")],
    ),
    (
        "Data Package",
        "Every table as CSV in one zip, with types, keys and meanings in a datapackage.json.",
        [("Zip", f"{ROOT}/files/{PACKAGE_NAME}.zip")],
    ),
    (
        "SQLite",
        "Every table in one database with its indexes, as the dashboard reads it.",
        [("Database", f"{ROOT}/files/{PACKAGE_NAME}.sqlite")],
    ),
    (
        "Parquet",
        "Typed columns for pandas, R, DuckDB and the like; the columns are those of the CSV.",
        [(name.partition(".")[0].capitalize(), f"{ROOT}/files/{name}") for name in FILES if name.endswith(".parquet")],
    ),
    (
        "SDMX-CSV",
        "Observations under the names of the statistical offices: REF_AREA, TIME_PERIOD, OBS_VALUE.",
        [("Observations", f"{ROOT}/observations.sdmx.csv")],
    ),
)


def page(edition: Edition, query: str) -> Page:
    """The page of the data."""
    base = current_base()
    body = html.Article(
        [
            html.H1("Data"),
            html.P(
                "Everything that this dashboard shows, with the source of every figure, in the format that you work "
                f"with. This edition holds {edition.observations_count:,} observations from {edition.statements:,} "
                f"statements and knows {len(edition.sources):,} publications.",
                className="lead",
            ),
            html.Section([html.H2("Download the whole edition"), _downloads()]),
            html.Section([html.H2("From a notebook"), *_examples(base)]),
            html.Section([html.H2("For programs"), _programs()]),
            editions_section(edition),
            citation_section([edition_reference(edition, base)], "edition"),
        ],
        className="data-page",
    )
    return Page(
        "Data",
        "Download the figures with their sources as CSV, Data Package, SQLite or Parquet, or read them by API.",
        body,
        metadata=Metadata(linked=lambda address: linked_dataset(edition, address), canonical="/data"),
    )


def _downloads() -> Component:
    rows = [
        html.Tr(
            [
                html.Th(name, scope="row"),
                html.Td(about),
                html.Td(
                    [
                        html.A(text, href=address, className="button", download="", **labelled(f"{name}: {text}"))
                        for text, address in links
                    ],
                    className="buttons",
                ),
            ]
        )
        for name, about, links in DOWNLOADS
    ]
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in ("Format", "What it is", "Download")]))
    return html.Div(html.Table([head, html.Tbody(rows)]), className="table-scroll downloads")


def examples(base: str) -> tuple[tuple[str, str], ...]:
    """The same table in three languages."""
    address = f"{base}{ROOT}/observations.csv?indicator=opium-production&area=AFG"
    return (
        ("pandas", f'import pandas as pd\n\nopium = pd.read_csv("{address}")'),
        ("R", f'opium <- read.csv("{address}")'),
        ("curl", f'curl --output opium.csv "{address}"'),
    )


def _examples(base: str) -> list[Component]:
    found: list[Component] = [
        html.P(
            "The addresses take the same words as those of the charts: indicator, area, group, producer, from, to, "
            "asof. Afghan opium production by both producers:"
        )
    ]
    for name, code in examples(base):
        code_id = f"example-{name}"
        found += [
            html.H3(name),
            html.Pre(code, id=code_id, tabIndex=0),
            html.Div(copy_button(code_id), className="row"),
        ]
    return found


def _programs() -> Component:
    links: list[list[Child]] = [
        [html.A("How the API works", href="/data/api"), ": its lists, parameters, columns, limits and errors."],
        [html.A("OpenAPI document", href=f"{ROOT}/openapi.json"), ", from which clients can be made."],
        [html.A("DCAT record", href=f"{ROOT}{CATALOG}"), " for catalogues of data."],
        [html.A("Map of all pages", href="/sitemap.xml", download=""), " for crawlers."],
    ]
    return html.Ul([html.Li(link) for link in links])
