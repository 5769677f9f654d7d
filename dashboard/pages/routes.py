"""The pages of the dashboard and their addresses: one table, read from top to bottom.

A page is a function in `dashboard/pages` that takes the edition, the query of the address (and the parts of its path
that the pattern names) and returns a `Page`. To add one, write the function and add a line to `ROUTES`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from dashboard.pages import (
    api_reference,
    briefing,
    check,
    computed,
    coverage,
    data,
    disagreements,
    embed,
    explore,
    library,
    method,
    number,
    pinned,
    places,
    search,
    sources,
    topics,
)
from dashboard.pages.page import NO_PAGE, About, Page, failed, moved, no_edition, not_found, not_in_time
from dashboard.server.addresses import PageAddress
from dashboard.server.answers import keep_answer
from dashboard.server.urls import (
    AFGHANISTAN_2018,
    API_REFERENCE,
    BRIEFING,
    CHECK,
    COMPUTED,
    COVERAGE,
    DATA,
    DISAGREEMENTS,
    EMBED,
    EXPLORE,
    METHOD,
    NUMBER,
    PINNED,
    PLACE,
    PLACES,
    SEARCH,
    SOURCE_PAGE,
    SOURCES,
    TOPIC,
    TOPICS,
    parts_of,
)
from dashboard.views.not_found import PageMovedError, PageNotFoundError
from etl.editions.reading import Database, Edition, NoEditionError, TooSlowError

logger = logging.getLogger(__name__)

Rendered = TypeVar("Rendered")
PageFunction = Callable[..., Page]


@dataclass(frozen=True)
class Route:
    """A pattern of addresses, and the function that makes its pages.

    Its answers are kept with the edition unless they depend on something else too, such as the other editions.
    """

    pattern: str
    function: PageFunction
    of_edition: bool = True


ROUTES: tuple[Route, ...] = (
    Route(EXPLORE, explore.page),
    Route(AFGHANISTAN_2018, briefing.afghanistan_2018),
    Route(BRIEFING, briefing.page),
    Route(NUMBER, number.page),
    Route(EMBED, embed.page),
    Route(PINNED, pinned.page, of_edition=False),
    Route(COMPUTED, computed.page),
    Route(PLACES, places.index),
    Route(PLACE, places.page),
    Route(TOPICS, topics.index),
    Route(TOPIC, topics.page),
    Route(DISAGREEMENTS, disagreements.PAGE.page),
    Route(COVERAGE, coverage.PAGE.page),
    Route(SOURCES, library.PAGE.page),
    Route(SOURCE_PAGE, sources.page),
    Route(CHECK, check.page),
    Route(DATA, data.page, of_edition=False),
    Route(API_REFERENCE, api_reference.page),
    Route(METHOD, method.page),
    Route(SEARCH, search.page),
)


def render(database: Database, path: str, query: str) -> tuple[Page, About]:
    """The page at an address, and what its foot says of the edition that it was made from.

    It never fails: unknown addresses, a missing database and our own errors are pages too. Only those that are none of
    these may be kept.
    """
    page, about = rendered(database, lambda edition: _page(edition, path, query))
    if page.status == 200:
        keep_answer()
    return page, about


def is_of_edition(address: PageAddress) -> bool:
    """Whether there are pages at an address, and they depend on the edition and the address alone."""
    path = address.decoded_path
    found = next((route for route in ROUTES if parts_of(route.pattern, path) is not None), None)
    return found is not None and found.of_edition


def rendered(database: Database, make: Callable[[Edition], Rendered]) -> tuple[Rendered | Page, About]:
    """What is made of the edition, and what the foot of a page says of it; a page that says why where there is none."""
    try:
        edition = database.edition()
        return make(edition), About(edition.data_as_of, edition.name)
    except TooSlowError:
        logger.exception("The edition could not be read in time")
        return not_in_time(), About()
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
