"""The texts that a picture carries inside: what it is, where every value is from, and where the view lives."""

import json
from typing import Any

from dashboard import PRODUCT
from dashboard.exports.chart import ExportedChart
from dashboard.exports.citations import source_citation
from dashboard.exports.own_words import OURS
from dashboard.views.points import Point
from etl.figures.links import safe_address

KEYWORDS = ("Title", "Description", "Source", "Software", "Provenance")


def provenance_texts(chart: ExportedChart) -> dict[str, str]:
    """The text of each of KEYWORDS."""
    listed = [f"[{number}] {source_citation(source)}" for number, source in chart.numbered_sources]
    return {
        "Title": chart.title,
        "Description": chart.description,
        "Source": "\n".join(listed),
        "Software": f"{PRODUCT}, edition {chart.edition.name}",
        "Provenance": json.dumps(provenance(chart), ensure_ascii=False, separators=(",", ":")),
    }


def provenance(chart: ExportedChart) -> dict[str, Any]:
    """View, address and edition of a chart, and every value drawn with its source and address."""
    return {
        "title": chart.title,
        **({"own_title": chart.own.title, "own_subtitle": chart.own.subtitle} if chart.own != OURS else {}),
        "view": chart.view.query(),
        "address": chart.address,
        "page": chart.page.strip("/"),  # its name, as commands take it: addresses have the host and prefix of readers
        "edition": chart.edition.name,
        "data_as_of": chart.edition.data_as_of,
        "sources": [
            {
                "number": number,
                "source": source.source,
                "title": source.title,
                "publisher": source.published_by,
                "published": source.published,
                "address": safe_address(source.url),
            }
            for number, source in chart.numbered_sources
        ],
        "values": [_value(chart, point) for point in chart.scene.all_points if point.is_shown],
    }


def _value(chart: ExportedChart, point: Point) -> dict[str, Any]:
    """A value as it is drawn; one that was computed names the address of its computation and its inputs."""
    item = point.observation
    value = {
        **item.key._asdict(),
        "asof": item.asof,
        "value": point.value,
        "low": point.low,
        "high": point.high,
        "flag": item.flag,
        "unit": chart.scene.indicator.unit if point.computed is None else chart.scene.unit,
        "shown": point.number.text,
        "source": item.source,
        "locator": item.locator,
        "address": chart.urls.below(point.number.page),
        "source_address": chart.source_address(item),
        "via": safe_address(item.via),
    }
    if point.computed is not None:
        value["computed"] = point.computed.kind
        value["inputs"] = [
            {**one.key._asdict(), "value": one.value, "source": one.source, "via": safe_address(one.via)}
            for one in point.computed.inputs
        ]
    return value
