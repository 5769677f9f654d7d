"""One view shows the same numbers wherever it is read: page, table, API, files, slide and picture."""

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from exported import HOME, chart
from PIL import Image
from pptx import Presentation
from pyarrow import parquet
from starlette.testclient import TestClient

from dashboard.exports.drawing import draw_picture
from dashboard.exports.renderer import Renderer
from dashboard.exports.sizes import SIZES
from etl.editions.reading import Edition

QUERY = "indicator=opium-production&area=AFG&producer=unodc"
SELECTED = {"indicator": "opium-production", "area": "AFG", "producer": "unodc"}

Numbers = dict[int, float]


@pytest.fixture(scope="module")
def shown(edition: Edition) -> Numbers:
    """The current values, straight from the edition."""
    found = edition.observations("opium-production", ["AFG"], ["unodc"])
    return {item.key.year: item.value for item in found if item.value is not None}


def _from_page(client: TestClient) -> Numbers:
    """The numbers of the table as a reader without scripts sees them."""
    text = client.get(f"/?{QUERY}").text
    rows = re.findall(r'<th scope="row"[^>]*>(\d{4})</th><td[^>]*><a[^>]*>(?:about |over )?([\d,.]+)<', text)
    return {int(year): float(value.replace(",", "")) for year, value in rows}


def _from_api(client: TestClient) -> Numbers:
    rows = client.get(f"/api/v1/observations?{QUERY}&limit=100").json()["items"]
    return {row["year"]: row["value"] for row in rows if row["value"] is not None}


def _from_csv(client: TestClient, address: str, year: str, value: str) -> Numbers:
    rows = csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig")))
    return {int(row[year]): float(row[value]) for row in rows if row[value]}


def _from_sqlite(client: TestClient, folder: Path) -> Numbers:
    path = folder / "figures.sqlite"
    path.write_bytes(client.get("/api/v1/files/drug-control-figures.sqlite").content)
    query = (
        "SELECT year, value FROM observation WHERE indicator = ? AND area = ? AND producer = ? AND value IS NOT NULL"
    )
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute(query, tuple(SELECTED.values())))


def _from_parquet(client: TestClient) -> Numbers:
    table = parquet.read_table(io.BytesIO(client.get("/api/v1/files/observations.parquet").content))
    rows = [row for row in table.to_pylist() if all(row[name] == key for name, key in SELECTED.items())]
    return {row["year"]: row["value"] for row in rows if row["value"] is not None}


def _from_slide(client: TestClient) -> Numbers:
    slides = Presentation(io.BytesIO(client.get(f"/export/view.pptx?{QUERY}").content)).slides
    plot = next(shape for slide in slides for shape in slide.shapes if shape.has_chart).chart.plots[0]
    pairs = [pair for part in plot.series for pair in zip(plot.categories, part.values, strict=True)]
    return {int(float(year)): value for year, value in pairs if value is not None}


def _from_picture(edition: Edition, renderer: Renderer) -> Numbers:
    content = draw_picture(chart(edition, QUERY, HOME), SIZES["half"], "png", renderer)
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        values = json.loads(picture.info["Provenance"])["values"]
    return {row["year"]: row["value"] for row in values if row["value"] is not None}


def test_every_way_of_reading_a_view_gives_the_same_numbers(
    client: TestClient, edition: Edition, renderer: Renderer, shown: Numbers, tmp_path: Path
) -> None:
    assert len(shown) > 25
    assert _from_page(client) == shown
    assert _from_api(client) == shown
    assert _from_csv(client, f"/api/v1/observations.csv?{QUERY}", "year", "value") == shown
    assert _from_csv(client, f"/api/v1/observations.sdmx.csv?{QUERY}", "TIME_PERIOD", "OBS_VALUE") == shown
    assert _from_csv(client, f"/export/view.csv?{QUERY}", "TIME_PERIOD", "OBS_VALUE") == shown
    assert _from_sqlite(client, tmp_path) == shown
    assert _from_parquet(client) == shown
    assert _from_slide(client) == shown
    assert _from_picture(edition, renderer) == shown
