"""Files that machines ask every site for: rules for crawlers, the list of all pages, and pictures for shared links."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import islice
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response, StreamingResponse

from dashboard.exports.cards import briefing_card, number_card
from dashboard.pages.number import day_in, number_wherever
from dashboard.server.code_version import code_version
from dashboard.server.dash_internals import DASH
from dashboard.server.messages import NO_EDITION
from dashboard.server.urls import (
    ALWAYS_THERE,
    BRIEFING_PICTURE,
    EMBED,
    INSIDE,
    NUMBER_PICTURE,
    ROBOTS,
    SITEMAP,
    SITEMAP_PART,
    Urls,
    urls,
)
from dashboard.views.briefing import headline_figures
from dashboard.views.not_found import PageNotFoundError
from etl.editions.reading import Database, Edition, NoEditionError
from etl.editions.reading.listing import STRETCH, Position
from etl.editions.reading.observations import Selection

MOST_ADDRESSES = 50_000  # in one file, by the rules of sitemaps
MOST_PICTURES = 256
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_UNCHANGED = {"cache-control": "no-cache"}

Draw = Callable[[Edition], bytes]


class Pictures:
    """Pictures of an edition, each drawn once; the ones that nobody asked for the longest are forgotten first."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._code = code_version()
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    def answer(self, name: str, draw: Draw) -> Response:
        """A picture, or a sentence that there is none."""
        try:
            edition = self._database.edition()
            content = self._kept.get((edition.name, name)) or draw(edition)
        except PageNotFoundError as missing:
            return PlainTextResponse(f"{missing}\n", 404)
        except NoEditionError:
            return PlainTextResponse(f"{NO_EDITION}\n", 503)
        self._kept[edition.name, name] = content
        self._kept.move_to_end((edition.name, name))
        while len(self._kept) > MOST_PICTURES:
            self._kept.popitem(last=False)
        headers = {"etag": f'"{edition.name}-{self._code}"', "cache-control": "public, max-age=3600"}
        return Response(content, media_type="image/png", headers=headers)


def add_public_files(server: FastAPI, database: Database) -> None:
    """Add their addresses to the server."""
    _add_pictures(server, Pictures(database))
    _add_sitemaps(server, database)

    @server.get(ROBOTS, include_in_schema=False)
    async def robots() -> PlainTextResponse:
        closed = [f"Disallow: {urls().below(path)}" for path in (DASH, EMBED)]
        lines = ["User-agent: *", *closed, f"Sitemap: {urls().whole.below(SITEMAP)}"]
        return PlainTextResponse("\n".join(lines) + "\n", headers=_UNCHANGED)


def _add_pictures(server: FastAPI, pictures: Pictures) -> None:
    async def drawn(name: str, draw: Draw) -> Response:
        return await asyncio.to_thread(pictures.answer, name, draw)

    @server.get(NUMBER_PICTURE, include_in_schema=False)
    async def of_number(indicator: str, area: str, year: str, producer: str, request: Request) -> Response:
        key, query = (indicator, area, year, producer), request.url.query
        name = "/".join((*key, *parse_qs(query).get("asof", [])[-1:]))
        return await drawn(name, lambda edition: number_card(edition, number_wherever(edition, key, day_in(query))))

    @server.get(BRIEFING_PICTURE, include_in_schema=False)
    async def of_briefing(area: str, year: str) -> Response:
        return await drawn(
            f"briefing/{area}/{year}", lambda edition: briefing_card(edition, headline_figures(edition, area, year))
        )


def _add_sitemaps(server: FastAPI, database: Database) -> None:
    @server.get(SITEMAP, include_in_schema=False)
    @server.get(SITEMAP_PART, include_in_schema=False)
    async def sitemap(number: str = "") -> Response:
        return await asyncio.to_thread(_sitemap, database, number, urls().whole)


def _sitemap(database: Database, number: str, whole: Urls) -> Response:
    """All pages in one file, or the index of several files, or one of those."""
    try:
        edition = database.edition()
    except NoEditionError:
        return PlainTextResponse(f"{NO_EDITION}\n", 503)
    parts = -(-(len(ALWAYS_THERE) + len(edition.sources) + edition.observations_count) // MOST_ADDRESSES)
    if not number and parts > 1:
        pieces = _written("sitemapindex", "sitemap", (whole.sitemap_part(part) for part in range(1, parts + 1)))
    elif not number or (number.isdecimal() and 1 <= int(number[:9]) <= parts):
        pieces = _written("urlset", "url", _addresses(edition, whole, int(number or 1) - 1))
    else:
        return PlainTextResponse("There is no such part of the list of pages.\n", 404)
    return StreamingResponse(pieces, media_type="application/xml", headers=_UNCHANGED)


def _addresses(edition: Edition, whole: Urls, part: int) -> Iterator[str]:
    """The addresses of one part: the pages that are always there, the sources, then the numbers."""
    own = [*ALWAYS_THERE, *(INSIDE.source(key) for key in edition.sources)]
    first, last = part * MOST_ADDRESSES, (part + 1) * MOST_ADDRESSES
    for page in own[first:last]:
        yield whole.below(page)
    # Observations are numbered from 1 on without a gap.
    after = Position(max(first - len(own), 0))
    left = last - max(first, len(own))
    while left > 0:
        found = edition.list_observations(Selection(), after, min(left, STRETCH))
        for item in found:
            yield whole.number(item.key)
        if not found:
            return
        after, left = Position(found[-1].id), left - len(found)


def _written(root: str, element: str, addresses: Iterable[str]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SITEMAP}">\n'
    left = iter(addresses)
    while some := list(islice(left, STRETCH)):
        yield "".join(f"<{element}><loc>{escape(address)}</loc></{element}>\n" for address in some)
    yield f"</{root}>\n"
