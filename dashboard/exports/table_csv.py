"""The table of a view as a file: one row a figure, as it is shown, with its range, its source and their addresses."""

import csv
import io

from dashboard.exports.chart import Chart
from dashboard.exports.harmless import harmless
from dashboard.views.points import Line, Point
from etl.figures.links import safe_address

TODAY = "today"  # of figures as the edition has them
COLUMNS = (
    "INDICATOR",
    "INDICATOR_NAME",
    "REF_AREA",
    "AREA_NAME",
    "TIME_PERIOD",
    "PRODUCER",
    "PRODUCER_NAME",
    "OBS_VALUE",
    "LOWER_BOUND",
    "UPPER_BOUND",
    "UNIT_MEASURE",
    "OBS_STATUS",
    "FLAG",
    "SHOWN",
    "COMPUTED",
    "EVIDENCE",
    "SOURCE",
    "SOURCE_TITLE",
    "SOURCE_PUBLISHER",
    "SOURCE_PUBLISHED",
    "LOCATOR",
    "SOURCE_URL",
    "PAGE",
    "AS_KNOWN_ON",
    "EDITION",
)


def table_csv(chart: Chart) -> bytes:
    """CSV (RFC 4180, UTF-8 with the mark that spreadsheets look for), series by series and year by year."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    known_on = chart.view.asof or TODAY
    lines = [*((line, known_on) for line in chart.scene.lines), *((line, TODAY) for line in chart.scene.today)]
    for line, day in lines:
        for point in line.points:
            writer.writerow([harmless(cell) for cell in _row(chart, line, point, day)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _row(chart: Chart, line: Line, point: Point, known_on: str) -> tuple[str | int | float | None, ...]:
    item, indicator = point.observation, chart.scene.indicator
    source = chart.edition.sources.get(item.source)
    address = chart.source_address(item) or (safe_address(source.url) if source else "")
    return (
        indicator.indicator,
        indicator.name,
        item.key.area,
        line.series.area.name,
        point.year,
        item.key.producer,
        line.series.producer.label,
        _plain(point.value),
        _plain(point.low),
        _plain(point.high),
        indicator.unit if point.computed is None else chart.scene.unit,
        _status(point),
        item.flag,
        point.number.text,
        point.computed.kind if point.computed else "",
        item.evidence,
        item.source,
        source.title if source else "",
        source.publisher if source else "",
        source.published if source else "",
        item.locator,
        address,
        f"{chart.home}{point.number.href}",
        known_on,
        chart.edition.name,
    )


def _plain(value: float | None) -> int | float | None:
    """A whole number without a decimal point."""
    return int(value) if value is not None and value.is_integer() else value


def _status(point: Point) -> str:
    """The code in the SDMX list of observation states: A normal, N not a real zero (poppy-free), O missing."""
    if point.value is None:
        return "O"
    return "N" if point.observation.is_poppy_free else "A"
