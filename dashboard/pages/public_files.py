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
from dashboard.exports.chart import ExportedChart
from dashboard.exports.view_card import view_card
from dashboard.pages.number import day_in, number_wherever
from dashboard.server.code_version import code_version
from dashboard.server.dash_addresses import DASH
from dashboard.server.messages import header, is_known, query_of, unreadable
from dashboard.server.urls import (
    ALWAYS_THERE,
    BRIEFING_PICTURE,
    EMBED,
    INSIDE,
    NUMBER_PICTURE,
    ROBOTS,
    SITEMAP,
    SITEMAP_PART,
    VIEW_PICTURE,
    Urls,
    urls,
)
from dashboard.views import scenes
from dashboard.views.briefing import headline_figures
from dashboard.views.not_found import PageNotFoundError
from dashboard.views.overview import places
from dashboard.views.view import read_view
from etl.editions.reading import Database, Edition, NoEditionError
from etl.editions.reading.listing import STRETCH, Position

MOST_ADDRESSES = 50_000  # in one file, by the rules of sitemaps
MOST_PICTURES = 256
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_UNCHANGED = {"cache-control": "no-cache"}
_KEPT = "public, max-age=86400"  # not for ever: another version of the program may draw it otherwise

Draw = Callable[[Edition], bytes]


class Pictures:
    """Pictures of an edition, each drawn once; the ones that nobody asked for the longest are forgotten first."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._code = code_version()
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    def answer(self, name: str, draw: Draw, request: Request) -> Response:
        """A picture, or a sentence that there is none.

        Nobody keeps what is asked for by the name of another edition than the current one.
        """
        try:
            edition = self._database.edition()
            content = self._kept.get((edition.name, name)) or draw(edition)
        except PageNotFoundError as missing:
            return PlainTextResponse(f"{missing}\n", 404)
        except NoEditionError as error:
            return PlainTextResponse(f"{unreadable(error)}\n", 503)
        self._kept[edition.name, name] = content
        self._kept.move_to_end((edition.name, name))
        while len(self._kept) > MOST_PICTURES:
            self._kept.popitem(last=False)
        asked_for = parse_qs(query_of(request.scope)).get("edition", [])
        tag = f'"{edition.name}-{self._code}"'
        headers = {"etag": tag, "cache-control": _KEPT if asked_for == [edition.name] else "no-cache"}
        if is_known(header(request.scope, b"if-none-match"), tag):
            return Response(status_code=304, headers=headers)
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
    async def drawn(name: str, draw: Draw, request: Request) -> Response:
        return await asyncio.to_thread(pictures.answer, name, draw, request)

    @server.get(NUMBER_PICTURE, include_in_schema=False)
    async def of_number(indicator: str, area: str, year: str, producer: str, request: Request) -> Response:
        key, query = (indicator, area, year, producer), query_of(request.scope)
        name = "/".join((*key, *parse_qs(query).get("asof", [])[-1:]))
        return await drawn(
            name, lambda edition: number_card(edition, number_wherever(edition, key, day_in(query))), request
        )

    @server.get(VIEW_PICTURE, include_in_schema=False)
    async def of_view(request: Request) -> Response:
        query = query_of(request.scope)

        def draw(edition: Edition) -> bytes:
            shown = _edition_asked_for(query, edition)
            view, _ = read_view(query, shown.keep(scenes.choices))
            return view_card(ExportedChart(shown, view))

        return await drawn(f"view?{query}", draw, request)

    @server.get(BRIEFING_PICTURE, include_in_schema=False)
    async def of_briefing(area: str, year: str, request: Request) -> Response:
        return await drawn(
            f"briefing/{area}/{year}",
            lambda edition: briefing_card(edition, headline_figures(edition, area, year)),
            request,
        )


def _edition_asked_for(query: str, current: Edition) -> Edition:
    """The edition that an address names, where it is kept and can be read, else the current one."""
    try:
        return current.kept(parse_qs(query).get("edition", [current.name])[-1]) or current
    except NoEditionError:
        return current


def _add_sitemaps(server: FastAPI, database: Database) -> None:
    @server.get(SITEMAP, include_in_schema=False)
    @server.get(SITEMAP_PART, include_in_schema=False)
    async def sitemap(number: str = "") -> Response:
        return await asyncio.to_thread(_sitemap, database, number, urls().whole)


def _sitemap(database: Database, number: str, whole: Urls) -> Response:
    """All pages in one file, or the index of several files, or one of those."""
    try:
        edition = database.edition()
    except NoEditionError as error:
        return PlainTextResponse(f"{unreadable(error)}\n", 503)
    parts = -(-(len(edition.keep(_own_pages)) + edition.observations_count) // MOST_ADDRESSES)
    if not number and parts > 1:
        pieces = _written("sitemapindex", "sitemap", (whole.sitemap_part(part) for part in range(1, parts + 1)))
    elif not number or (number.isdecimal() and 1 <= int(number[:9]) <= parts):
        pieces = _written("urlset", "url", _addresses(edition, whole, int(number or 1) - 1))
    else:
        return PlainTextResponse("There is no such part of the list of pages.\n", 404)
    return StreamingResponse(pieces, media_type="application/xml", headers=_UNCHANGED)


def _own_pages(edition: Edition) -> list[str]:
    """The addresses inside the dashboard of all pages but those of numbers."""
    return [
        *ALWAYS_THERE,
        *map(INSIDE.topic, edition.topics),
        *map(INSIDE.place, edition.keep(places)),
        *map(INSIDE.source, edition.sources),
    ]


def _addresses(edition: Edition, whole: Urls, part: int) -> Iterator[str]:
    """The addresses of one part: the pages that are always there, topics, places and sources, then the numbers."""
    own = edition.keep(_own_pages)
    first, last = part * MOST_ADDRESSES, (part + 1) * MOST_ADDRESSES
    for page in own[first:last]:
        yield whole.below(page)
    # Observations are numbered from 1 on without a gap.
    after = Position(max(first - len(own), 0))
    left = last - max(first, len(own))
    while left > 0:
        found = edition.list_keys(after, min(left, STRETCH))
        for key in found:
            yield whole.number(key)
        if not found:
            return
        after, left = Position(after.id + len(found)), left - len(found)


def _written(root: str, element: str, addresses: Iterable[str]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SITEMAP}">\n'
    left = iter(addresses)
    while some := list(islice(left, STRETCH)):
        yield "".join(f"<{element}><loc>{escape(address)}</loc></{element}>\n" for address in some)
    yield f"</{root}>\n"
