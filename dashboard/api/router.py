"""One ASGI application that answers everything below `/api`: read only, open to every site, and by edition."""

import logging
import re
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from dashboard.api.about import about_endpoints
from dashboard.api.built import BuiltFiles
from dashboard.api.check import check_endpoints, new_rate_of_checks
from dashboard.api.cite import citation_endpoints
from dashboard.api.downloads import download_endpoints
from dashboard.api.endpoints import JSON, ApiAnswer, Call, Endpoint, to_json
from dashboard.api.figures import figure_endpoints
from dashboard.api.lists import list_endpoints
from dashboard.api.openapi import document
from dashboard.api.parameters import read_values
from dashboard.api.problems import MEDIA_TYPE, ProblemError
from dashboard.api.view import view_endpoints
from dashboard.exports.apart import at_once
from dashboard.server.code_version import code_version
from dashboard.server.headers import SHARED_CACHES
from dashboard.server.messages import NOT_IN_TIME, header, is_known, query_of
from dashboard.server.rates import Rate
from dashboard.server.urls import ALL_OF_API, API, API_DESCRIPTION, API_INDEX, Urls, filled
from dashboard.views.not_found import NumberMovedError
from dashboard.words.did_you_mean import nearest, quoted
from etl.editions.reading import Database, Edition, NoEditionError, TooSlowError
from etl.figures.paths import cache_folder

logger = logging.getLogger(__name__)

_OPEN = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link, Content-Disposition",
    "cross-origin-resource-policy": "cross-origin",
}
_PREFLIGHT = {
    "access-control-allow-headers": "Accept, Content-Type, If-None-Match, Range",
    "access-control-max-age": "86400",
}


_NOT_KEPT = {"cache-control": "no-store"}


class ApiRoute(BaseRoute):
    """Everything of the API, whatever the path holds: the patterns of ordinary routes know no line ends."""

    def __init__(self, api: "Api") -> None:
        self._api = api

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether a request is one for the API."""
        is_ours = scope["type"] == "http" and f"{scope['path']}/".startswith(f"{ALL_OF_API}/")
        return (Match.FULL if is_ours else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ApiAnswer it."""
        await self._api(scope, receive, send)


class Api:
    """The API of one database; `prefix` is the path under which a proxy serves the dashboard.

    `checks` counts who has texts checked, and `run` says where they are read.
    """

    def __init__(
        self,
        database: Database,
        prefix: str,
        files: BuiltFiles | None = None,
        checks: Rate | None = None,
        run: Callable[..., bytes] = at_once,
    ) -> None:
        self._database = database
        self._prefix = prefix
        self._code = code_version()
        described = Endpoint(
            API_DESCRIPTION,
            "This description",
            "The OpenAPI document of the edition that is being served.",
            JSON,
            lambda call: ApiAnswer(to_json(document(self.endpoints, call.edition, call.urls))),
            tag="About",
        )
        kept = files or BuiltFiles(cache_folder() / "downloads")
        self.endpoints: list[Endpoint] = [
            *list_endpoints(),
            *figure_endpoints(),
            *view_endpoints(),
            *citation_endpoints(),
            *download_endpoints(kept, self._code),
            *check_endpoints(database.address, checks or new_rate_of_checks(), run),
            *about_endpoints(),
            described,
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Who bounds requests has read the body already.
        body = (await receive()).get("body", b"") if scope["method"] == "POST" else b""
        response = await run_in_threadpool(self._respond, scope, body)
        await response(scope, receive, send)

    def _respond(self, scope: Scope, body: bytes) -> Response:
        here = Urls.of_request(scope, self._prefix)
        urls, instance = here.whole, here.below(scope["path"])
        try:
            return self._answer(scope, urls, body)
        except ProblemError as problem:
            return _problem_response(problem, urls, instance)
        except TooSlowError:
            logger.exception("The edition could not be read in time")
            return _problem_response(ProblemError("no-edition", NOT_IN_TIME), urls, instance)
        except NoEditionError:
            logger.exception("There is no edition to read")
            detail = "The database is missing or damaged; try again once it has been published anew."
            return _problem_response(ProblemError("no-edition", detail), urls, instance)
        except Exception:
            logger.exception("The request for %r could not be answered", scope["path"])
            detail = "It has been recorded; please try again later."
            return _problem_response(ProblemError("internal-error", detail), urls, instance)

    def _answer(self, scope: Scope, urls: Urls, body: bytes) -> Response:
        path = scope["path"]
        below = path[len(API) :] or API_INDEX if f"{path}/".startswith(f"{API}/") else ""
        for endpoint in self.endpoints:
            found = endpoint.pattern.fullmatch(below)
            if found:
                if scope["method"] not in endpoint.methods:
                    return self._other_method(scope, endpoint)
                return self._call(endpoint, found.groupdict(), scope, urls, body)
        raise self._unknown(below, urls)

    def _other_method(self, scope: Scope, endpoint: Endpoint) -> Response:
        methods = ", ".join(endpoint.methods)
        if scope["method"] == "OPTIONS" and header(scope, b"access-control-request-method"):
            return Response(status_code=204, headers=_OPEN | _PREFLIGHT | {"access-control-allow-methods": methods})
        does = "does" if endpoint.takes else "changes"
        detail = f"{quoted(scope['method'])} {does} nothing here; use {' or '.join(endpoint.methods)}."
        raise ProblemError("read-only", detail, headers={"allow": methods})

    def _call(self, endpoint: Endpoint, parts: dict[str, str], scope: Scope, urls: Urls, body: bytes) -> Response:
        edition = self._database.edition()
        query = query_of(scope)
        values = read_values(query, endpoint.parameters, edition)
        reader = (scope.get("client") or ("",))[0]
        call = Call(edition, urls, parts, values, query, body, header(scope, b"content-type"), reader)
        try:
            if endpoint.check is not None:
                endpoint.check(call)
        except NumberMovedError as moved:
            path = filled(endpoint.path, **{**parts, **moved.now._asdict()})
            address = urls.api(path) + (f"?{query}" if query else "")
            return Response(status_code=308, headers=_OPEN | {"cache-control": "no-cache", "location": address})
        if endpoint.takes:
            made = endpoint.answer(call).body
            assert isinstance(made, bytes)
            return Response(made, headers=_OPEN | _NOT_KEPT, media_type=endpoint.media_type_with_charset)
        headers = _OPEN | {"cache-control": "no-cache", "etag": self._tag(edition)} | dict([SHARED_CACHES])
        if is_known(header(scope, b"if-none-match"), headers["etag"]):
            return Response(status_code=304, headers=headers)
        answer = endpoint.answer(call)
        headers |= answer.headers
        media_type = endpoint.media_type_with_charset
        if isinstance(answer.body, Path):
            # A file is sent as it is, whole or in parts.
            headers["etag"] = headers["etag"].removeprefix("W/")
            return FileResponse(answer.body, headers=headers, media_type=media_type)
        if isinstance(answer.body, bytes):
            return Response(answer.body, headers=headers, media_type=media_type)
        pieces = iter(()) if scope.get("is_head") else _begun(answer.body)
        return StreamingResponse(pieces, headers=headers, media_type=media_type)

    def _tag(self, edition: Edition) -> str:
        """What an answer depends on. It is weak because the same answer may be sent compressed or not."""
        return f'W/"{edition.name}-{self._code}"'

    def _unknown(self, path: str, urls: Urls) -> ProblemError:
        known = [(endpoint.path, endpoint.path) for endpoint in self.endpoints if "{" not in endpoint.path]
        near = nearest(path, known) if path else ""
        advice = f"Did you mean {near}? " if near else ""
        detail = (
            f"{advice}All addresses are described at {urls.api(API_DESCRIPTION)} and, for people, at "
            f"{urls.api_reference()}."
        )
        return ProblemError("unknown-address", detail)


def _begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces, of which the first is made now: what cannot be read is known before the answer begins."""
    return chain([next(pieces, b"")], pieces)


def _problem_response(problem: ProblemError, urls: Urls, instance: str) -> Response:
    headers = {**_OPEN, **_NOT_KEPT, **problem.headers}
    instance = re.sub(r"[^\x21-\x7e]", "?", instance)
    return Response(to_json(problem.body(urls, instance)), problem.status, headers, MEDIA_TYPE)
