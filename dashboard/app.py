"""Put the dashboard together: Dash for the pages, FastAPI for the rest, our own answers for files and addresses."""

import base64
import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping

from dash.exceptions import CallbackException
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from dashboard.api.check import new_rate_of_checks
from dashboard.api.router import Api, ApiRoute
from dashboard.exports import addresses as export_addresses
from dashboard.exports.apart import at_once
from dashboard.pages import check, coverage, disagreements, library, panel, redrawing
from dashboard.pages.frame import shell
from dashboard.pages.frame.document import Documents
from dashboard.pages.parts import filters
from dashboard.pages.parts import table as tables_view
from dashboard.pages.public_files import add_public_files
from dashboard.pages.routes import is_of_edition, render, rendered
from dashboard.server.addresses import PageAddress, PathPrefix, VisitedAddress
from dashboard.server.answers import KeptAnswers
from dashboard.server.compression import Compression
from dashboard.server.dash_internals import BareDash, is_fault_of_sender
from dashboard.server.encodings import StaticFile, compress_in_background
from dashboard.server.headers import HeadLikeGet, SecurityHeaders
from dashboard.server.kinds import RequestKind
from dashboard.server.limits import RequestLimits
from dashboard.server.log import RequestLog, note_edition
from dashboard.server.messages import error_body, unreadable
from dashboard.server.origin import PublicAddress
from dashboard.server.paths import ASSETS
from dashboard.server.rates import Rate
from dashboard.server.static import Assets, Bundles, Static
from dashboard.server.turns import Queue, Turns, new_queues
from dashboard.server.urls import CHECK, HEALTH, READINESS, KnownAs, Urls, clean_prefix, urls
from etl.editions.reading import Database, NoEditionError

logger = logging.getLogger(__name__)

_NOT_KEPT = {"cache-control": "no-store"}


def create_app(
    database: Database,
    prefix: str = "",
    *,
    address: str = "",
    log_files: bool = True,
    run: Callable[..., bytes] = at_once,
    run_checks: Callable[..., bytes] = at_once,
    assistants: bool = False,
) -> FastAPI:
    """The whole dashboard as one ASGI application; `prefix` is the path under which a proxy serves it.

    `address` is where readers find it, scheme and host; without one, each request says so itself. `log_files` says
    whether requests of files that never change have a line in the log too, `run` where exports that cost much are
    made, and `run_checks` where texts of readers are read. `assistants` says whether those are answered, at `/mcp`.
    """
    prefix = clean_prefix(prefix)
    urls = Urls(prefix)
    assets = Assets(ASSETS)
    dash_app = _create_dash(database, prefix)
    server: FastAPI = dash_app.server
    documents = Documents(dash_app, assets, urls)
    bundles = Bundles(dash_app.registered_bundles)
    files = [*bundles.used(documents.bundles, urls), *assets.files.values()]
    export_addresses.add_routes(server, database, prefix, run)
    checks = new_rate_of_checks()
    if assistants:
        _add_assistants(server, database, checks, run_checks)
    _add_checks(server, database, documents, checks, run_checks)
    _add_routes(server, database, documents, files, Api(database, prefix, checks=checks, run=run_checks))
    _add_middlewares(server, database, dash_app, assets, bundles, prefix, new_queues())
    if address:
        server.add_middleware(PublicAddress, address=address)
    server.add_middleware(RequestLog, with_files=log_files)
    database.when_used = note_edition
    hashes = [_hash(script) for script in documents.inline_scripts]
    server.add_middleware(SecurityHeaders, script_hashes=hashes)
    compress_in_background(files)
    return server


def _create_dash(database: Database, prefix: str) -> BareDash:
    """Dash with every callback of the dashboard."""
    dash_app = BareDash(
        __name__,
        prefix,
        "window.dashboardCharts.keepControls()",
        # The pages bring components that the first layout does not have.
        suppress_callback_exceptions=True,
        update_title="",
        on_error=_record_callback_error,
        # A chart is drawn when its answer comes, before Dash has seen to the other outputs.
        hooks={"request_pre": "window.dashboardCharts.asks", "request_post": "window.dashboardCharts.answered"},
    )
    dash_app.layout = lambda: shell.layout_of_visit(dash_app, database)
    register_callbacks(dash_app, database)
    return dash_app


def register_callbacks(dash_app: BareDash, database: Database) -> None:
    """Every module with callbacks has a function `register`; this is the list of them."""
    shell.register(dash_app, database)
    tables_view.register(dash_app)
    redrawing.register(dash_app, database)
    panel.register(dash_app, database)
    filters.register(dash_app, database, (disagreements.PAGE, coverage.PAGE, library.PAGE))


def _record_callback_error(error: Exception) -> None:
    """Record an error of ours in full, and let Dash answer that there was one, and nothing more."""
    logger.error("A callback failed", exc_info=error)
    raise error


def _add_routes(
    server: FastAPI, database: Database, documents: Documents, files: Iterable[StaticFile], api: Api
) -> None:
    """The addresses that are not files: health, the API, and every page. The order is the order of matching."""

    @server.get(HEALTH, include_in_schema=False)
    async def health() -> JSONResponse:
        compressed = all(file.ready for file in files)
        return JSONResponse({"status": "ok", "compressed": compressed}, headers=_NOT_KEPT)

    @server.exception_handler(NoEditionError)
    async def without_edition(request: Request, error: Exception) -> JSONResponse:
        # Pages, the API and exports say it in their own way; this is for callbacks and machines.
        return _refusal(503, unreadable(error))

    @server.exception_handler(CallbackException)
    async def malformed(request: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, CallbackException) or not is_fault_of_sender(error):
            raise error
        return _refusal(400, "The request is not one of this callback.")

    @server.get(READINESS, include_in_schema=False)
    def readiness() -> JSONResponse:
        body = {"status": "ready", "edition": database.edition().name}
        return JSONResponse(body, headers=_NOT_KEPT)

    server.router.routes.append(ApiRoute(api))
    add_public_files(server, database)

    @server.get("/{path:path}", include_in_schema=False)
    def document(request: Request) -> HTMLResponse:
        address = PageAddress.of_request(request.scope)
        page, about = render(database, request.scope["path"], address.query)
        html = documents.write(page, address, about, urls().whole)
        leads_on = {"location": page.moved_to} if page.moved_to else {}
        return HTMLResponse(html, status_code=page.status, headers={"cache-control": "no-cache", **leads_on})


def _add_assistants(server: FastAPI, database: Database, checks: Rate, run: Callable[..., bytes]) -> None:
    # The protocol takes a second to load, for which nobody else waits.
    from dashboard.assistants.server import AssistantsRoute

    route = AssistantsRoute(database, checks, run)
    server.router.routes.append(route)
    server.router.lifespan_context = route.lifespan(server.router.lifespan_context)


def _add_checks(
    server: FastAPI, database: Database, documents: Documents, checks: Rate, run: Callable[..., bytes]
) -> None:
    """The form with a text in it, which is sent as no other page is."""

    @server.post(CHECK, include_in_schema=False)
    async def checked(request: Request) -> Response:
        sent = check.read_form(await request.body())
        return await run_in_threadpool(answer, request, sent)

    def answer(request: Request, sent: check.SentForm) -> Response:
        reader = request.client.host if request.client else ""
        made, about = rendered(database, lambda _: check.answer(sent, database.address, reader, checks, run))
        if isinstance(made, check.FileMade):
            named = {"content-disposition": f'attachment; filename="{made.name}"'} if made.name else {}
            return Response(made.body, media_type=made.media_type, headers=_NOT_KEPT | named)
        html = documents.write(made, PageAddress(CHECK), about, urls().whole)
        return HTMLResponse(html, status_code=made.status, headers=_NOT_KEPT)


def _refusal(status: int, sentence: str) -> JSONResponse:
    return JSONResponse(error_body(status, sentence), status, _NOT_KEPT)


def _add_middlewares(
    server: FastAPI,
    database: Database,
    dash_app: BareDash,
    assets: Assets,
    bundles: Bundles,
    prefix: str,
    queues: Mapping[RequestKind, Queue],
) -> None:
    """Wrap the routes. The last one that is added is the first that sees a request."""
    server.add_middleware(VisitedAddress)
    server.add_middleware(KnownAs, prefix=prefix)
    server.add_middleware(Turns, queues=queues)
    server.add_middleware(Compression)
    kept = [output for output in dash_app.callbacks if redrawing.depends_on_the_request_only(output)]
    server.add_middleware(
        KeptAnswers,
        database=database,
        prefix=prefix,
        outputs=kept,
        page_in=shell.page_in,
        of_edition=is_of_edition,
    )
    server.add_middleware(Static, assets=assets, bundles=bundles)
    server.add_middleware(RequestLimits, callbacks=dash_app.callbacks)
    if prefix:
        server.add_middleware(PathPrefix, prefix=prefix)
    server.add_middleware(HeadLikeGet)


def _hash(script: str) -> str:
    """The name of an inline script in a content security policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
