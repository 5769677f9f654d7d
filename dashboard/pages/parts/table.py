"""Tables of any length: the page carries the rows as data, `assets/table.js` draws them.

Hundreds of Dash components take a browser seconds; the same rows as data take milliseconds. The browser sets
cells as text and follows only http(s) and own links, so nothing from data can become markup.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, NotRequired

from dash import ClientsideFunction, Dash, Input, Output, html
from dash.dependencies import MATCH

from dashboard.server.dash_internals import Store
from dashboard.words.pieces import Piece

TableId = dict[str, str]


@dataclass(frozen=True)
class TableColumn:
    """One column: its heading, and whether it holds numbers (aligned right, sorted as numbers)."""

    title: str
    numeric: bool = False
    sortable: bool = True
    note: str = ""  # a second, quiet line in the heading, for example the unit


class TableCell(Piece):
    """One cell: a piece of text. `sort` is the value to sort by; `note` is a quiet line under the text.

    `pieces` are drawn instead of the text, which stays what is sorted by; `label` says in words what a sign means.
    `mark` is what a small hollow circle beside the text says to those who do not see it; `address` is what is written
    out behind a link on paper.
    """

    title: NotRequired[str]
    sort: NotRequired[float | str | None]
    note: NotRequired[str | list[Piece]]
    pieces: NotRequired[list[Piece]]
    label: NotRequired[str]
    mark: NotRequired[str]
    address: NotRequired[str]
    badge: NotRequired[str]  # classes of a badge around the text, for example "verdict verdict-agrees"


ShownRow = Sequence[TableCell | str]


def table(
    name: str, columns: Sequence[TableColumn], rows: Sequence[ShownRow], caption: str, marked: str = ""
) -> html.Div:
    """A sortable table for the body of a page. The first cell of every row is its heading.

    `marked` explains the marks of cells under the table, where there are any. `name` is unique on the page. A callback
    replaces the rows through `Output(store_id(name), "data")` with the result of `table_data`.
    """
    data_attribute: dict[str, Any] = {"data-table": name}
    return html.Div(
        [
            Store(id=store_id(name), data=table_data(name, columns, rows, caption, marked)),
            html.Div(id=_container_id(name), className="data-table", **data_attribute),
        ],
        className="data-table-frame",
    )


def table_data(
    name: str, columns: Sequence[TableColumn], rows: Sequence[ShownRow], caption: str, marked: str = ""
) -> dict[str, Any]:
    """The data of a table, as its store holds it."""
    return {
        "name": name,
        "caption": caption,
        "columns": [asdict(column) for column in columns],
        "rows": [list(row) for row in rows],
        "marked": marked if any(_is_marked(cell) for row in rows for cell in row) else "",
    }


def _is_marked(cell: TableCell | str) -> bool:
    return not isinstance(cell, str) and "mark" in cell


def store_id(name: str) -> TableId:
    """The id of the store that holds a table's data."""
    return {"type": "table-data", "table": name}


def data_of_table(store: Store) -> dict[str, Any] | None:
    """The data of a table, or None where the store holds something else."""
    identity = getattr(store, "id", None)
    if not isinstance(identity, dict) or identity.get("type") != "table-data":
        return None
    return getattr(store, "data", None)


def _container_id(name: str) -> TableId:
    return {"type": "table", "table": name}


def register(app: Dash) -> None:
    """Draw every table, whichever page it comes with and whenever its data changes."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("dashboardTable", "draw"),
        Output({"type": "table", "table": MATCH}, "data-rows"),
        Input({"type": "table-data", "table": MATCH}, "data"),
    )
