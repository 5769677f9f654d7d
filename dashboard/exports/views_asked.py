"""The charts that a command asks for: by options of a view, by a file of views, or by the name of a page."""

import csv
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from dashboard.exports.chart import ExportedChart
from dashboard.exports.query_charts import charts_of_page
from dashboard.exports.written import RefusedError
from dashboard.server.urls import Urls
from dashboard.views.briefing import advice_on_page
from dashboard.views.strict import read_strictly
from etl.editions.reading import Edition


def charts_asked(edition: Edition, query: str, file: Path | None, page: str, urls: Urls) -> list[ExportedChart]:
    """The charts that a command asks for, in one of the three ways."""
    if sum(bool(way) for way in (query, file, page)) != 1:
        raise RefusedError("Say what to export in one way: --indicator and --area, or --views, or --page.")
    if page:
        found = charts_of_page(edition, page, urls)
        if not found:
            raise RefusedError(advice_on_page(edition, page))
        return found
    if file is None:
        return [_chart(edition, query, "", urls)]
    found = [_chart(edition, line, f"{file}, line {number}: ", urls) for number, line in _lines(file)]
    if not found:
        raise RefusedError(f"{file} contains no view.")
    return found


def _chart(edition: Edition, query: str, place: str, urls: Urls) -> ExportedChart:
    """The chart of a query; what an address would forgive is an error here, so that no wrong picture is made."""
    view, faults = read_strictly(query, edition)
    chart = ExportedChart(edition, view, urls)
    if not faults and not chart.observations:
        faults = ["This view shows no figure at all; choose other years, areas or producers."]
    if faults:
        raise RefusedError("\n".join(f"{place}{fault}" for fault in faults))
    return chart


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """The queries in a file of views, each with its line; empty lines and those after a # are passed over."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(f"{file} is not text in UTF-8; save the views as plain text or CSV.") from None
    first = text.lstrip().partition("\n")[0]
    if "=" not in first and "," in first:
        yield from _rows(file, text)
        return
    for number, line in enumerate(text.splitlines(), 1):
        query = line.strip().rpartition("?")[2]
        if query and not line.lstrip().startswith("#"):
            yield number, query


def _rows(file: Path, text: str) -> Iterator[tuple[int, str]]:
    """The queries in a table of views, each with its line."""
    rows = csv.DictReader(text.splitlines())
    try:
        for row in rows:
            if None in row:
                raise RefusedError(f"{file}, line {rows.line_num}: there are more cells than in the heading.")
            given = {name.strip(): str(value).split() for name, value in row.items() if value}
            yield rows.line_num, urlencode(given, doseq=True)
    except csv.Error as error:
        raise RefusedError(f"{file}, line {rows.line_num}: this is not CSV ({error}).") from None
