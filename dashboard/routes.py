"""The pages of the dashboard and their addresses: one table, read from top to bottom.

A page is a function in `dashboard/pages` that takes the query of the address (and the parts of its path that the
pattern names) and returns a `Page`. To add one, write the function and add a line to `ROUTES`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from dashboard.page import Page, PageNotFoundError, failed, not_found
from dashboard.pages import placeholder

__all__ = ["ROUTES", "Page", "PageNotFoundError", "Route", "render"]

logger = logging.getLogger(__name__)

PageFunction = Callable[..., Page]


@dataclass(frozen=True)
class Route:
    """A pattern such as `/source/<key>`, and the function that makes its pages."""

    pattern: str
    function: PageFunction

    def match(self, segments: list[str]) -> dict[str, str] | None:
        """The named parts of a path, or None where the path is not one of this route."""
        wanted = self.pattern.strip("/").split("/")
        if len(wanted) != len(segments):
            return None
        parts = {}
        for want, segment in zip(wanted, segments, strict=True):
            if want.startswith("<") and segment:
                parts[want.strip("<>")] = segment
            elif want != segment:
                return None
        return parts


ROUTES: tuple[Route, ...] = (
    Route("/", placeholder.explore),
    Route("/afghanistan-2018", placeholder.afghanistan_2018),
    Route("/number/<indicator>/<area>/<year>/<producer>", placeholder.number),
    Route("/sources", placeholder.sources),
    Route("/source/<key>", placeholder.source),
    Route("/disagreements", placeholder.disagreements),
    Route("/coverage", placeholder.coverage),
    Route("/data", placeholder.data),
    Route("/method", placeholder.method),
)


def render(path: str, query: str) -> Page:
    """The page at an address. It never fails: unknown addresses and our own errors are pages too."""
    segments = path.strip("/").split("/")
    for route in ROUTES:
        parts = route.match(segments)
        if parts is not None:
            return _call(route.function, query, parts, path)
    return not_found("There is no page at this address.")


def _call(function: PageFunction, query: str, parts: dict[str, str], path: str) -> Page:
    try:
        return function(query, **parts)
    except PageNotFoundError as missing:
        return not_found(str(missing) or "There is no page at this address.")
    except Exception:
        logger.exception("The page at %r could not be made", path)
        return failed()
