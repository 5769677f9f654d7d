"""Which address a reader visits, also behind a proxy that serves the dashboard under a path of its own."""

from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server.dash_addresses import LAYOUT
from dashboard.server.messages import header, query_of, respond
from dashboard.server.urls import Urls, urls

# The layout depends on the page that asks for it.
_ONE_READER = ((b"cache-control", b"private, no-cache"), (b"vary", b"Referer"))


@dataclass(frozen=True)
class PageAddress:
    """A page of the dashboard as the address bar has it, without the proxy's prefix and the question mark."""

    path: str
    query: str = ""

    @classmethod
    def of_request(cls, scope: Scope) -> "PageAddress":
        """The page that a request asks for."""
        return cls(quote(scope["path"]), query_of(scope))

    @property
    def decoded_path(self) -> str:
        """The path in plain characters."""
        return unquote(self.path)


_visited: ContextVar[PageAddress | None] = ContextVar("visited_address", default=None)


def visited_address() -> PageAddress | None:
    """The address of the document whose layout is being asked for; None where the browser does not tell."""
    return _visited.get()


class VisitedAddress:
    """Learn from the referrer of a layout request for which address it is.

    So the first layout already contains the page, and no second round trip is needed. The referrer is a hint:
    the layout says which address it was drawn for, and the browser corrects it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != LAYOUT:
            await self.app(scope, receive, send)
            return

        async def send_uncached(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *_ONE_READER]}
            await send(message)

        token = _visited.set(address_of_layout(scope))
        try:
            await self.app(scope, receive, send_uncached)
        finally:
            _visited.reset(token)


def address_of_layout(scope: Scope) -> PageAddress | None:
    """The page whose layout a request asks for; None where the browser does not tell."""
    try:
        parts = urlsplit(header(scope, b"referer"))
    except ValueError:
        return None
    path = urls().inside(parts.path)
    return None if path is None else PageAddress(path, parts.query)


class PathPrefix:
    """Take the proxy's prefix off incoming paths; proxies that strip it themselves are fine too."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app = app
        self.urls = Urls(prefix)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if scope["path"] == self.urls.root:
                await respond(send, 308, b"", "text/plain", [(b"location", self.urls.explore().encode())])
                return
            path = self.urls.inside(scope["path"])
            if path is not None:
                raw_path = scope.get("raw_path", b"")[len(self.urls.root) :]
                scope = {**scope, "path": path, "raw_path": raw_path}
        await self.app(scope, receive, send)
