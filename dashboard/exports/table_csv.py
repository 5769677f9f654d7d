"""The table of a view as a file: one row a figure, as it is shown, with its range, its source and their addresses."""

import csv
import io
from collections.abc import Iterator, Mapping

from dashboard.exports.cells import (
    comment_on,
    harmless,
    observation_state,
    on_the_old_basis,
    plain_number,
    value_and_ends,
)
from dashboard.exports.chart import ExportedChart
from dashboard.exports.where import read_where
from dashboard.views.points import Line, Point
from dashboard.views.scene import Scene
from dashboard.words.numbers import WITHIN_RANGES, Derivation
from etl.figures.vocabulary.attributes import Attribute

TableValue = str | int | float | None
TODAY = "today"  # of figures as the edition has them
DEFINITION = tuple(str(name) for name in Attribute if name != Attribute.ESTIMATOR)
COLUMNS = (
    *("INDICATOR", "INDICATOR_NAME", "REF_AREA", "AREA_NAME", "TIME_PERIOD", "PRODUCER", "PRODUCER_NAME"),
    *("ESTIMATOR", "ESTIMATOR_NAME"),
    *("OBS_VALUE", "LOWER_BOUND", "UPPER_BOUND", "RANGE_KIND", "RANGE_LEVEL", "UNIT_MEASURE", "OBS_STATUS"),
    *("OBS_PRE_BREAK", "OBS_COM", "FLAG", "SHOWN", "COMPUTED", "EVIDENCE"),
    *(name.upper() for name in DEFINITION),
    *("SOURCE", "SOURCE_TITLE", "SOURCE_PUBLISHER", "SOURCE_PUBLISHED", "SOURCE_INFERRED", "LOCATOR"),
    *("SOURCE_URL", "ADDRESS", "ADDRESS_OF", "PAGE", "AS_KNOWN_ON", "EDITION"),
)


def table_csv(chart: ExportedChart) -> bytes:
    """CSV (RFC 4180, UTF-8 with the mark that spreadsheets look for), series by series and year by year."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in table_rows(chart):
        writer.writerow([harmless(row[name]) for name in COLUMNS])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def table_rows(chart: ExportedChart) -> Iterator[Mapping[str, TableValue]]:
    """A row of COLUMNS for each figure, series by series and year by year."""
    return (
        _row(chart, scene, line, point)
        for scene in chart.scene.parts
        for line in scene.all_lines
        for point in line.points
    )


def _value_and_interval(computed: Derivation) -> tuple[float, float | None, float | None]:
    """The value of a computation, with its ends where poppy-free areas in it make it an interval."""
    low, high = computed.ends
    return computed.rounded, *((low, high) if computed.end is not None else (None, None))


def _on_ranges(point: Point) -> str:
    """Of a change between figures whose ranges overlap: that there may be none."""
    return WITHIN_RANGES if point.computed is not None and point.computed.is_within_ranges else ""


def _row(chart: ExportedChart, scene: Scene, line: Line, point: Point) -> dict[str, TableValue]:
    item, indicator = point.observation, scene.indicator
    source = chart.edition.sources.get(item.source)
    estimator = chart.edition.estimators.get(item.attributes.estimator)
    own = chart.edition.breaks_at(item)
    breaks = [*(("", one) for one in own), *line.breaks_of_others.get(point.year, ())]
    is_computed = point.computed is not None
    address, whose = read_where(chart.edition, item)
    value, low, high = value_and_ends(item) if point.computed is None else _value_and_interval(point.computed)
    return {
        "INDICATOR": indicator.indicator,
        "INDICATOR_NAME": indicator.name,
        "REF_AREA": item.key.area,
        "AREA_NAME": line.series.area.name,
        "TIME_PERIOD": point.year,
        "PRODUCER": item.key.producer,
        "PRODUCER_NAME": chart.edition.producers[item.key.producer].label,
        "ESTIMATOR": item.attributes.estimator,
        "ESTIMATOR_NAME": estimator.label if estimator is not None else "",
        "OBS_VALUE": plain_number(value),
        "LOWER_BOUND": plain_number(low),
        "UPPER_BOUND": plain_number(high),
        "RANGE_KIND": item.range_kind if point.has_range else "",
        "RANGE_LEVEL": plain_number(item.range_level) if point.has_range else None,
        "UNIT_MEASURE": indicator.unit if point.computed is None or point.said else scene.unit,
        "OBS_STATUS": observation_state(
            item, [one for _, one in breaks], chart.edition.doubted, is_computed=is_computed
        ),
        "OBS_PRE_BREAK": None if is_computed else plain_number(on_the_old_basis(own)),
        "OBS_COM": "; ".join(
            filter(None, (_on_ranges(point), point.told or comment_on(breaks, chart.edition.sources)))
        ),
        "FLAG": item.flag,
        "SHOWN": point.number.text,
        "COMPUTED": point.computed.kind if point.computed else "",
        "EVIDENCE": item.evidence,
        **{name.upper(): getattr(item.attributes, name) for name in DEFINITION},
        "SOURCE": item.source,
        "SOURCE_TITLE": source.title if source else "",
        "SOURCE_PUBLISHER": source.published_by if source else "",
        "SOURCE_PUBLISHED": source.published if source else "",
        "LOCATOR": item.locator,
        "SOURCE_INFERRED": source.inferred if source else "",
        "SOURCE_URL": chart.source_address(item),
        "ADDRESS": address,
        "ADDRESS_OF": whose or "",
        "PAGE": chart.urls.below(point.number.page),
        "AS_KNOWN_ON": item.asof or TODAY,
        "EDITION": chart.edition.name,
    }
