"""The addresses of exports: `/export/figure`, `/export/view.csv`, `/export/view.pptx` and `/export/view.zip`.

Their parameters are those of the view; `size` names the size of the picture, `page` a briefing instead of a view, and
`title` and `subtitle` are words of the reader's own. The brief of a page, `/briefing/<area>/<year>.pdf` or `.docx`,
takes those too.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from dashboard.exports.apart import at_once, database_at
from dashboard.exports.brief import brief_of
from dashboard.exports.brief_docx import brief_docx, drawn_chart
from dashboard.exports.brief_pdf import brief_pdf
from dashboard.exports.chart import ExportedChart
from dashboard.exports.drawing import draw_maps, draw_picture
from dashboard.exports.kept_maps import KeptMaps
from dashboard.exports.own_words import TooLongError, own_words
from dashboard.exports.pack import WithoutPictures, pack
from dashboard.exports.picture import export_figure
from dashboard.exports.provenance import provenance_texts
from dashboard.exports.query_charts import charts_of, names_a_view
from dashboard.exports.renderer import NoBrowserError, PictureError, Renderer
from dashboard.exports.sizes import DEFAULT_SIZE, SIZES
from dashboard.exports.slide_places import TemplateError, map_place
from dashboard.exports.slides import presentation
from dashboard.exports.table_csv import table_csv
from dashboard.exports.templates import offered_templates
from dashboard.exports.workbook import workbook
from dashboard.exports.workshop import BusyError, Workshop
from dashboard.server.messages import error_body, not_made, query_of, unreadable
from dashboard.server.urls import BRIEFING_FILE, EXPORT_FIGURE, EXPORT_FILE, EXPORTS, Urls, filled
from dashboard.views.not_found import PageNotFoundError
from etl.editions.reading import Database, Edition, NoEditionError

logger = logging.getLogger(__name__)

_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TABLES: dict[str, Callable[[ExportedChart], bytes]] = {"csv": table_csv, "xlsx": workbook}
_NO_BRIEF = "Briefs are printed by Chromium, which this server does not have. The page can be printed in the browser."

_MAPS = KeptMaps()

Charts = list[ExportedChart]


class _RefusedError(Exception):
    """The request cannot be answered; status and sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(status, sentence)  # all that is needed to make it anew in another process
        self.status = status
        self.sentence = sentence


def add_routes(server: FastAPI, database: Database, prefix: str, run: Callable[..., bytes] = at_once) -> None:
    """Answer the addresses of exports; `run` runs what costs much, here or in another process."""
    figures = Workshop(workers=2, places=80, seconds=20)
    tables = Workshop(workers=2, places=80, seconds=20)
    slides = Workshop(workers=2, places=80, seconds=60, patience=40)
    packs = Workshop(workers=1, places=12, seconds=60, patience=30)

    @server.get(EXPORT_FIGURE, include_in_schema=False)
    async def figure(request: Request) -> Response:
        query = _query(request)

        def make() -> dict[str, Any]:
            chart = _charts(database.edition(), query, Urls.of_request(request.scope, prefix).whole)[0]
            return _picture(chart, parse_qs(query).get("size", [DEFAULT_SIZE])[-1])

        return await _answered(request, figures, make, lambda made: JSONResponse(made, headers=_headers()))

    def add(ending: str, media_type: str, workshop: Workshop, run: Callable[..., bytes]) -> None:
        @server.get(filled(EXPORT_FILE, ending=ending), include_in_schema=False)
        async def file(request: Request) -> Response:
            query = _query(request)

            def work() -> tuple[str, bytes]:
                urls = Urls.of_request(request.scope, prefix).whole
                name = _name(_charts(database.edition(), query, urls), query)
                return name, run(_make, database.address, query, urls, ending)

            def answer(made: tuple[str, bytes]) -> Response:
                return Response(made[1], media_type=media_type, headers=_headers(f"{made[0]}.{ending}"))

            return await _answered(request, workshop, work, answer)

    add("csv", "text/csv; charset=utf-8", tables, at_once)
    add("xlsx", _XLSX, tables, at_once)
    add("pptx", _PPTX, slides, run)
    add("zip", "application/zip", packs, run)

    def add_brief(ending: str, media_type: str) -> None:
        @server.get(filled(BRIEFING_FILE, ending=ending), include_in_schema=False)
        async def brief(request: Request, area: str, year: str) -> Response:
            def work() -> bytes:
                urls = Urls.of_request(request.scope, prefix).whole
                return run(_brief, database.address, area, year, _query(request), urls, ending)

            def answer(made: bytes) -> Response:
                name = f"brief-{area}-{year}.{ending}".lower()
                return Response(made, media_type=media_type, headers=_headers(name))

            return await _answered(request, slides, work, answer)

    add_brief("pdf", "application/pdf")
    add_brief("docx", _DOCX)

    @server.get(EXPORTS, include_in_schema=False)
    @server.get(f"{EXPORTS}/{{rest:path}}", include_in_schema=False)
    async def unknown(request: Request, rest: str = "") -> Response:
        return _problem(request, 404, f"There is nothing at {EXPORTS}/{rest}.")


def _make(address: Path | str, query: str, urls: Urls, ending: str) -> bytes:
    """The file of an ending, from the database at an address: a function of what another process can be told."""
    charts = _charts(database_at(address).edition(), query, urls)
    if ending in _TABLES:
        return _TABLES[ending](charts[0])
    if ending == "pptx":
        try:
            return _slides(charts, _MAPS, _template(query))
        except TemplateError as error:
            raise _RefusedError(400, str(error)) from None
    return _pack(charts, _name(charts, query))


def _brief(address: Path | str, area: str, year: str, query: str, urls: Urls, ending: str) -> bytes:
    """The brief of an area and a year, from the database at an address: a function of what another process is told.

    A query may have a title and a subtitle of the reader's own.
    """
    try:
        brief = brief_of(database_at(address).edition(), area, year, urls, own_words(query))
        return brief_pdf(brief) if ending == "pdf" else brief_docx(brief, drawn_chart(brief))
    except TooLongError as error:
        raise _RefusedError(400, str(error)) from None
    except PageNotFoundError as missing:
        raise _RefusedError(404, str(missing)) from None
    except NoBrowserError:
        raise _RefusedError(503, _NO_BRIEF) from None


def _query(request: Request) -> str:
    return query_of(request.scope)


def _charts(edition: Edition, query: str, urls: Urls) -> Charts:
    """The charts that a query asks for: those of a briefing, or one alone."""
    try:
        found = charts_of(edition, query, urls)
    except TooLongError as error:
        raise _RefusedError(400, str(error)) from None
    if not found:
        what = "chart in that briefing" if names_a_view(query) else "briefing of that name"
        raise _RefusedError(404, f"There is no {what}.")
    return found


def _template(query: str) -> Path | None:
    """The template that a query names; None where it names none."""
    name, offered = parse_qs(query).get("template", [""])[-1], offered_templates()
    if name and name not in offered:
        names = f"Those of this dashboard are {', '.join(offered)}." if offered else "This dashboard offers none."
        raise _RefusedError(400, f"There is no template of that name. {names}")
    return offered.get(name)


def _name(charts: Charts, query: str) -> str:
    page = "" if names_a_view(query) else parse_qs(query).get("page", [""])[-1]
    return page.strip("/").replace("/", "-").lower() if page else charts[0].file_name


def _picture(chart: ExportedChart, size_name: str) -> dict[str, Any]:
    """All that the browser needs to draw a picture and to write its texts."""
    size = SIZES.get(size_name)
    if size is None:
        raise _RefusedError(400, f"A size is one of {', '.join(SIZES)}.")
    width, height = size.canvas
    return {
        "figure": export_figure(chart, size),
        "canvas": {"width": width, "height": height, "scale": size.scale},
        "width": size.width,
        "height": size.height,
        "dpi": size.dpi,
        "name": f"{chart.file_name}-{size.name}",
        "texts": provenance_texts(chart),
    }


def _slides(charts: Charts, maps: KeptMaps, template: Path | None) -> bytes:
    """The slides, with maps where this server has a Chromium; without it they say so."""
    try:
        return presentation(charts, maps.of(charts, map_place(template)), template)
    except NoBrowserError:
        return presentation(charts, template=template)
    except PictureError:
        logger.exception("The maps of a presentation could not be drawn")
        return presentation(charts, template=template)


def _pack(charts: Charts, name: str) -> bytes:
    """The pack, with pictures where this server has a Chromium; it lives as long as this one pack takes."""
    try:
        with Renderer() as renderer:
            pictures = {chart.file_name: draw_picture(chart, SIZES[DEFAULT_SIZE], "png", renderer) for chart in charts}
            maps = draw_maps(charts, renderer, map_place(None))
        return pack(charts, name, pictures, maps=maps)
    except NoBrowserError:
        return pack(charts, name, {}, WithoutPictures.NO_CHROMIUM_AT_SERVER)
    except PictureError:
        logger.exception("The pictures of a pack could not be drawn")
        return pack(charts, name, {}, WithoutPictures.NOT_DRAWN)


async def _answered(
    request: Request, workshop: Workshop, work: Callable[[], Any], answer: Callable[[Any], Response]
) -> Response:
    """Work done aside, or a sentence that says why not."""
    try:
        return answer(await workshop.make(work))
    except _RefusedError as refused:
        return _problem(request, refused.status, refused.sentence)
    except NoEditionError as error:
        logger.exception("There is no edition to read")
        return _problem(request, 503, unreadable(error))
    except BusyError:
        return _problem(
            request, 503, "The server is busy with other exports. Please try again in a moment.", {"retry-after": "10"}
        )
    except Exception:
        logger.exception("An export could not be made")
        return _problem(request, 500, not_made("export"))


def _problem(request: Request, status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    """A refusal: a sentence for who follows a link, an object for who asks from a program."""
    headers = _headers() | {"vary": "Accept"} | (headers or {})
    if "text/html" in request.headers.get("accept", ""):
        return PlainTextResponse(f"{sentence}\n", status_code=status, headers=headers)
    return JSONResponse(error_body(status, sentence), status_code=status, headers=headers)


def _headers(file_name: str = "") -> dict[str, str]:
    headers = {"cache-control": "no-cache", "x-robots-tag": "noindex"}
    if file_name:
        headers["content-disposition"] = f'attachment; filename="{file_name}"'
    return headers
