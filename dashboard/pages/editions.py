"""The part of `/data` that says which editions were shown from when on, and what each changed."""

from dash import html
from dash.development.base_component import Component

from dashboard.pages.parts.table import ShownRow, TableCell, TableColumn, table
from etl.editions.reading import Edition, NoEditionError
from etl.figures.tables import Publication

ACTIONS = {"refresh": "published", "rollback": "shown again"}
COUNTED = {
    "figures_added": ("Figures", "added"),
    "figures_changed": ("Figures", "changed"),
    "figures_removed": ("Figures", "removed"),
    "statements_added": ("Statements", "added"),
    "statements_removed": ("Statements", "removed"),
}


def editions_section(edition: Edition) -> Component:
    """What this edition is, and the history up to it, newest first."""
    return html.Section(
        [
            html.H2("Editions", id="editions"),
            html.P(
                f"This is edition {edition.name}, data as of {edition.data_as_of}. An edition never changes; its name "
                "is a hash of the data and of the code that made it, so the same name means the same figures."
            ),
            *_history(edition),
        ]
    )


def _history(edition: Edition) -> list[Component]:
    try:
        publications = edition.publications()
    except NoEditionError:
        return [html.P("The list of editions cannot be read at the moment.")]
    if not publications:
        return [html.P("When it was published is not recorded.")]
    columns = [
        TableColumn("Edition"),
        TableColumn("Shown from", note="UTC"),
        TableColumn("How"),
        *(TableColumn(what, numeric=True, note=how) for what, how in COUNTED.values()),
    ]
    newest, *before = reversed(publications)
    rows = [_row(newest, note="this edition"), *(_row(item) for item in before)]
    return [table("editions", columns, rows, "What each edition changed against the one before it")]


def _row(publication: Publication, note: str = "") -> ShownRow:
    counts = [getattr(publication, name) for name in COUNTED]
    cells: list[TableCell] = [
        {"text": "not recorded" if count is None else f"{count:,}", "sort": -1 if count is None else count}
        for count in counts
    ]
    return [
        {"text": publication.edition, "note": note},
        {"text": publication.time[:16].replace("T", " "), "sort": publication.time},
        ACTIONS.get(publication.action, publication.action),
        *cells,
    ]
