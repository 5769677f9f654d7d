"""The pages of the dashboard and their addresses: one table, read from top to bottom.

A page is a function in `dashboard/pages` that takes the edition, the query of the address (and the parts of its path
that the pattern names) and returns a `Page`. To add one, write the function and add a line to `ROUTES`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from dashboard.pages import (
    api_reference,
    briefing,
    computed,
    coverage,
    data,
    disagreements,
    embed,
    explore,
    library,
    method,
    number,
    sources,
)
from dashboard.pages.page import NO_PAGE, About, Page, failed, moved, no_edition, not_found
from dashboard.server.urls import (
    AFGHANISTAN_2018,
    API_REFERENCE,
    BRIEFING,
    COMPUTED,
    COVERAGE,
    DATA,
    DISAGREEMENTS,
    EMBED,
    EXPLORE,
    METHOD,
    NUMBER,
    SOURCE_PAGE,
    SOURCES,
    parts_of,
)
from dashboard.views.not_found import PageMovedError, PageNotFoundError
from etl.editions.reading import Database, Edition, NoEditionError

logger = logging.getLogger(__name__)

PageFunction = Callable[..., Page]


@dataclass(frozen=True)
class Route:
    """A pattern of addresses, and the function that makes its pages."""

    pattern: str
    function: PageFunction


ROUTES: tuple[Route, ...] = (
    Route(EXPLORE, explore.page),
    Route(AFGHANISTAN_2018, briefing.afghanistan_2018),
    Route(BRIEFING, briefing.page),
    Route(NUMBER, number.page),
    Route(EMBED, embed.page),
    Route(COMPUTED, computed.page),
    Route(DISAGREEMENTS, disagreements.PAGE.page),
    Route(COVERAGE, coverage.PAGE.page),
    Route(SOURCES, library.PAGE.page),
    Route(SOURCE_PAGE, sources.page),
    Route(DATA, data.page),
    Route(API_REFERENCE, api_reference.page),
    Route(METHOD, method.page),
)


def render(database: Database, path: str, query: str) -> tuple[Page, About]:
    """The page at an address, and what its foot says of the edition that it was made from.

    It never fails: unknown addresses, a missing database and our own errors are pages too.
    """
    try:
        edition = database.edition()
        return _page(edition, path, query), About(edition.data_as_of, edition.name)
    except NoEditionError:
        logger.exception("There is no edition to read")
        return no_edition(), About()


def _page(edition: Edition, path: str, query: str) -> Page:
    for route in ROUTES:
        parts = parts_of(route.pattern, path)
        if parts is not None:
            return _call(route.function, edition, query, parts, path)
    return not_found(NO_PAGE)


def _call(function: PageFunction, edition: Edition, query: str, parts: dict[str, str], path: str) -> Page:
    try:
        return function(edition, query, **parts)
    except PageMovedError as elsewhere:
        return moved(elsewhere.address)
    except PageNotFoundError as missing:
        return not_found(str(missing) or NO_PAGE)
    except NoEditionError:
        raise  # the file was damaged while the page was made
    except Exception:
        logger.exception("The page at %r could not be made", path)
        return failed()
