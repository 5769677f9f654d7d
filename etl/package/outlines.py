"""The outlines of areas, as the maps draw them."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
from pycountry import subdivisions

from etl.package.contract import Contract


def outline_table(folder: Path, contract: Contract) -> pd.DataFrame:
    """One row for each outline of the checked files: area, country, name in ISO 3166-2 and geometry.

    The country is the name of the file; `geometry` is a JSON list of rings, each a list of [longitude, latitude].
    """
    rows = [
        (
            feature["id"],
            Path(path).stem,
            _name(feature["id"]),
            json.dumps(_rings(feature["geometry"]), separators=(",", ":")),
        )
        for resource in contract.outlines
        for path in resource.paths
        for feature in json.loads((folder / path).read_text(encoding="utf-8"))["features"]
    ]
    return pd.DataFrame(rows, columns=["area", "country", "name", "geometry"], dtype="str")


def _name(area: str) -> str:
    known: Any = subdivisions
    part = known.get(code=area)
    return part.name if part else area


def _rings(geometry: dict[str, list[object]]) -> list[object]:
    """The rings of a polygon or of several; holes are rings like others."""
    polygons = geometry["coordinates"] if str(geometry["type"]) == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]  # type: ignore[attr-defined]
