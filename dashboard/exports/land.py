"""The world's land inside the maps of files, which can ask for no other file."""

from base64 import b64encode
from functools import cache
from typing import Any

from dashboard.charts.map_circles import LAND_IMAGE
from dashboard.server.paths import LAND


def with_land(figure: dict[str, Any]) -> dict[str, Any]:
    """The figure with the image of the land where a map of it has its place."""
    for image in figure["layout"].get("images", ()):
        if image["name"] == LAND_IMAGE:
            image["source"] = _address()
    return figure


@cache
def _address() -> str:
    return f"data:image/svg+xml;base64,{b64encode(LAND.read_bytes()).decode()}"
