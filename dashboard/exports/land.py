"""The world's land, or the outlines of its countries, inside the maps of files, which can ask for no other file."""

from base64 import b64encode
from functools import cache
from typing import Any

from dashboard.charts.map_circles import LAND_IMAGE
from dashboard.charts.outlines import with_outlines
from dashboard.server.paths import LAND


def with_land(figure: dict[str, Any]) -> dict[str, Any]:
    """The figure with what a browser fetches for a map of the world."""
    for image in figure["layout"].get("images", ()):
        if image["name"] == LAND_IMAGE:
            image["source"] = _address()
    return with_outlines(figure)


@cache
def _address() -> str:
    return f"data:image/svg+xml;base64,{b64encode(LAND.read_bytes()).decode()}"
