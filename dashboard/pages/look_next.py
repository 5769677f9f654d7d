"""What a maintainer should look for next: gaps, copies, undated sources and numbers that one source alone prints."""

from collections.abc import Callable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.pages.parts.cells import source_cell
from dashboard.pages.parts.figures import number_link, source_line
from dashboard.pages.parts.table import ShownRow as TableRow
from dashboard.pages.parts.table import TableCell, TableColumn, table
from dashboard.server.urls import urls
from dashboard.words.grid import Grid, GridRow, known_state, year_ranges
from dashboard.words.makers import maker_label, row_maker
from dashboard.words.numbers import number
from etl.editions.reading import Edition
from etl.figures.indicators import Indicator
from etl.figures.vocabulary.numbers import Evidence

FoldedList = tuple[str, int, Callable[[], Component]]  # what it is, how many entries it has, and how it is drawn


def look_next(edition: Edition, indicator: Indicator, found: Grid) -> Component:
    """The lists, each folded under what it is and how many entries it has."""
    lists: list[FoldedList] = [
        _gaps(edition, indicator, found),
        _not_original(edition, found),
        _alone(edition, indicator, found),
        _without_value(edition, indicator, found),
        _undated(edition),
    ]
    entries = [
        html.Details([html.Summary(f"{title} ({count})"), draw()], className="folded")
        for title, count, draw in lists
        if count
    ]
    about = "For maintainers: each list covers the rows above, and the last one all sources."
    return html.Section([html.H2("What to look for next", id="next"), html.P(about, className="note"), *entries])


def _gaps(edition: Edition, indicator: Indicator, found: Grid) -> FoldedList:
    gaps = sorted((row for row in found.rows if row.gaps), key=lambda row: -len(row.gaps))
    rows: list[TableRow] = [
        [_series(edition, indicator, row), {"text": str(len(row.gaps)), "sort": len(row.gaps)}, year_ranges(row.gaps)]
        for row in gaps
    ]
    columns = [TableColumn("Series"), TableColumn("Missing years", numeric=True), TableColumn("Which", sortable=False)]
    caption = "Years without a figure between the first and the last of a series"
    return "Gaps inside series", len(gaps), lambda: table("gaps", columns, rows, caption)


def _series(edition: Edition, indicator: Indicator, row: GridRow) -> TableCell:
    producer = row.producer.producer if row.producer else ""
    return {
        "text": row.area.name,
        "note": row_maker(edition, row),
        "href": urls().explore(indicator=indicator.indicator, area=row.area.area, producer=producer),
    }


def _not_original(edition: Edition, found: Grid) -> FoldedList:
    """The sources to get in the original, those behind the most figures first."""
    behind: dict[tuple[str, str], list[int]] = {}
    for item in found.observations:
        if item.evidence in {Evidence.COPY, Evidence.REPORT}:
            behind.setdefault((item.source, item.evidence), []).append(item.key.year)
    ordered = sorted(behind.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    rows: list[TableRow] = [
        [
            source_cell(edition.sources[source]),
            Evidence(evidence).rule,
            {"text": str(len(years)), "sort": len(years)},
            year_ranges(sorted(set(years))),
        ]
        for (source, evidence), years in ordered
    ]
    columns = [
        TableColumn("Source cited"),
        TableColumn("How it was read"),
        TableColumn("Figures", numeric=True),
        TableColumn("Years"),
    ]
    caption = "Sources that were not seen in the original, those behind the most figures first"
    return "Known only from a copy or a report", len(rows), lambda: table("not-original", columns, rows, caption)


def _alone(edition: Edition, indicator: Indicator, found: Grid) -> FoldedList:
    """The series with figures that a single source prints."""
    counts = edition.witness_counts(indicator.indicator)
    alone = [(row, [item.key.year for item in row.by_year.values() if counts.get(item.id) == 1]) for row in found.rows]
    alone = sorted(((row, years) for row, years in alone if years), key=lambda entry: -len(entry[1]))
    rows: list[TableRow] = [
        [
            _series(edition, indicator, row),
            {"text": f"{len(years)} of {len(row.by_year)}", "sort": len(years)},
            year_ranges(sorted(years)),
        ]
        for row, years in alone
    ]
    columns = [
        TableColumn("Series"),
        TableColumn("Printed by one source", numeric=True),
        TableColumn("Which", sortable=False),
    ]
    caption = "Figures that a single source prints, so that nothing confirms or contradicts them"
    return "Series with figures from a single source", len(rows), lambda: table("alone", columns, rows, caption)


def _without_value(edition: Edition, indicator: Indicator, found: Grid) -> FoldedList:
    items = [item for item in found.observations if known_state(item) in {"range", "set-aside"}]
    lines = [
        html.Li(
            [
                f"{edition.areas[item.key.area].name} {item.period}, {maker_label(edition, item)}: ",
                number_link(number(item, indicator)),
            ]
        )
        for item in items
    ]
    return "Figures without a best value", len(items), lambda: html.Ul(lines, className="statement-list")


def _undated(edition: Edition) -> FoldedList:
    undated: Sequence[Component] = [
        html.Li(source_line(source)) for source in edition.sources.values() if not source.published
    ]
    return "Sources without a date", len(undated), lambda: html.Ul(list(undated), className="statement-list")
