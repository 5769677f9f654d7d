"""The addresses of exports: `/export/figure`, `/export/view.csv`, `/export/view.pptx` and `/export/view.zip`.

Their parameters are those of the view; `size` names the size of the picture, `page` a briefing instead of a view.
"""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from dashboard.exports.chart import ExportedChart
from dashboard.exports.drawing import draw_maps, draw_picture
from dashboard.exports.kept_maps import KeptMaps
from dashboard.exports.pack import pack
from dashboard.exports.picture import export_figure
from dashboard.exports.provenance import provenance_texts
from dashboard.exports.renderer import NoBrowserError, PictureError, Renderer
from dashboard.exports.sizes import DEFAULT_SIZE, SIZES
from dashboard.exports.slides import presentation
from dashboard.exports.table_csv import table_csv
from dashboard.exports.workshop import BusyError, Workshop
from dashboard.server.messages import NO_EDITION, error_body, not_made
from dashboard.server.urls import EXPORT_FIGURE, EXPORT_FILE, EXPORTS, Urls, filled
from dashboard.views import scenes
from dashboard.views.briefing import views_of_page
from dashboard.views.view import read_view
from etl.editions.reading import Database, Edition, NoEditionError

logger = logging.getLogger(__name__)

_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_WITHOUT_CHROMIUM = (
    "The picture is left out: the server has no Chromium to draw it with. “Download picture” under the chart draws the "
    "same picture in the browser."
)
_WITHOUT_PICTURE = "The picture is left out: it could not be drawn this time."

Charts = list[ExportedChart]
Make = Callable[[Charts, str], bytes]


class _RefusedError(Exception):
    """The request cannot be answered; status and sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def add_routes(server: FastAPI, database: Database, prefix: str) -> None:
    """Answer the addresses of exports."""
    figures = Workshop(workers=2, places=80, seconds=20)
    maps = KeptMaps()
    files = Workshop(workers=2, places=80, seconds=60)

    @server.get(EXPORT_FIGURE, include_in_schema=False)
    async def figure(request: Request) -> Response:
        query = _query(request)

        def make() -> dict[str, Any]:
            chart = _charts(database.edition(), query, Urls.of_request(request.scope, prefix).whole)[0]
            return _picture(chart, parse_qs(query).get("size", [DEFAULT_SIZE])[-1])

        return await _answered(request, figures, make, lambda made: JSONResponse(made, headers=_headers()))

    def add(ending: str, media_type: str, make: Make) -> None:
        @server.get(filled(EXPORT_FILE, ending=ending), include_in_schema=False)
        async def file(request: Request) -> Response:
            query = _query(request)

            def work() -> tuple[str, bytes]:
                edition = database.edition()
                charts = _charts(edition, query, Urls.of_request(request.scope, prefix).whole)
                name = _name(charts, query)
                return name, make(charts, name)

            def answer(made: tuple[str, bytes]) -> Response:
                return Response(made[1], media_type=media_type, headers=_headers(f"{made[0]}.{ending}"))

            return await _answered(request, files, work, answer)

    add("csv", "text/csv; charset=utf-8", lambda charts, _: table_csv(charts[0]))
    add("pptx", _PPTX, lambda charts, _: _slides(charts, maps))
    add("zip", "application/zip", _pack)

    @server.get(EXPORTS, include_in_schema=False)
    @server.get(f"{EXPORTS}/{{rest:path}}", include_in_schema=False)
    async def unknown(request: Request, rest: str = "") -> Response:
        return _problem(request, 404, f"There is nothing at {EXPORTS}/{rest}.")


def _query(request: Request) -> str:
    return str(request.scope["query_string"].decode("latin-1"))


def _charts(edition: Edition, query: str, urls: Urls) -> Charts:
    """The charts that a query asks for: those of a briefing, or the one of a view."""
    page = parse_qs(query).get("page", [""])[-1]
    if page:
        views = views_of_page(edition, page)
        if not views:
            raise _RefusedError(404, "There is no briefing of that name.")
        return [ExportedChart(edition, view, urls) for view in views]
    view, _ = read_view(query, edition.keep(scenes.choices))
    return [ExportedChart(edition, view, urls)]


def _name(charts: Charts, query: str) -> str:
    page = parse_qs(query).get("page", [""])[-1]
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
        "name": f"{chart.file_name}-{size.name}",
        "texts": provenance_texts(chart),
    }


def _slides(charts: Charts, maps: KeptMaps) -> bytes:
    """The slides, with maps where this server has a Chromium; without it they say so."""
    try:
        return presentation(charts, maps.of(charts))
    except NoBrowserError:
        return presentation(charts)
    except PictureError:
        logger.exception("The maps of a presentation could not be drawn")
        return presentation(charts)


def _pack(charts: Charts, name: str) -> bytes:
    """The pack, with pictures where this server has a Chromium; it lives as long as this one pack takes."""
    try:
        with Renderer() as renderer:
            pictures = {chart.file_name: draw_picture(chart, SIZES[DEFAULT_SIZE], "png", renderer) for chart in charts}
            maps = draw_maps(charts, renderer)
        return pack(charts, name, pictures, maps=maps)
    except NoBrowserError:
        return pack(charts, name, {}, _WITHOUT_CHROMIUM)
    except PictureError:
        logger.exception("The pictures of a pack could not be drawn")
        return pack(charts, name, {}, _WITHOUT_PICTURE)


async def _answered(
    request: Request, workshop: Workshop, work: Callable[[], Any], answer: Callable[[Any], Response]
) -> Response:
    """Work done aside, or a sentence that says why not."""
    try:
        return answer(await workshop.make(work))
    except _RefusedError as refused:
        return _problem(request, refused.status, str(refused))
    except NoEditionError:
        logger.exception("There is no edition to read")
        return _problem(request, 503, NO_EDITION)
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
