"""Which address a reader visits, also behind a proxy that serves the dashboard under a path of its own."""

import re
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server.messages import header, respond

# In JSON and HTML that our code escapes, these bytes can only be a property or an attribute, never text.
# Dash writes the slashes of its JSON as escapes.
_SLASH = rb"(?:/|\\u002f)"
_ROOTED_LINK = re.compile(rb"""("(?:href|src)":\s?"|(?:href|src)=")""" + _SLASH + rb"(?!" + _SLASH + rb")")

# The layout depends on the page that asks for it.
_ONE_READER = ((b"cache-control", b"private, no-cache"), (b"vary", b"Referer"))


@dataclass(frozen=True)
class Address:
    """A page of the dashboard as the address bar has it, without the proxy's prefix and the question mark."""

    path: str
    query: str = ""

    @property
    def decoded_path(self) -> str:
        """The path in plain characters."""
        return unquote(self.path)


_visited: ContextVar[Address | None] = ContextVar("visited_address", default=None)


def visited_address() -> Address | None:
    """The address of the document whose layout is being asked for; None where the browser does not tell."""
    return _visited.get()


class VisitedAddress:
    """Learn from the referrer of a layout request for which address it is.

    So the first layout already contains the page, and no second round trip is needed. The referrer is a hint:
    the layout says which address it was drawn for, and the browser corrects it.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app = app
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/_dash-layout":
            await self.app(scope, receive, send)
            return

        async def send_uncached(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *_ONE_READER]}
            await send(message)

        token = _visited.set(self._address(header(scope, b"referer")))
        try:
            await self.app(scope, receive, send_uncached)
        finally:
            _visited.reset(token)

    def _address(self, referrer: str) -> Address | None:
        try:
            parts = urlsplit(referrer)
        except ValueError:
            return None
        if not parts.path.startswith(self.prefix + "/"):
            return None
        return Address(parts.path[len(self.prefix) :], parts.query)


class PathPrefix:
    """Take the proxy's prefix off incoming paths; proxies that strip it themselves are fine too."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app = app
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            if path == self.prefix:
                location = (self.prefix + "/").encode()
                await respond(send, 308, b"", "text/plain", [(b"location", location)])
                return
            if path.startswith(self.prefix + "/"):
                raw_path = scope.get("raw_path", b"")[len(self.prefix) :]
                scope = {**scope, "path": path[len(self.prefix) :], "raw_path": raw_path}
        await self.app(scope, receive, send)


class LinkPrefix:
    """Put the proxy's prefix on links that go out, so that pages write `/sources` wherever they are mounted."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app = app
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith("/api/"):
            send = _LinkPrefixer(send, self.prefix).send
        await self.app(scope, receive, send)


class _LinkPrefixer:
    """Rewrite the rooted links of one HTML or JSON answer."""

    def __init__(self, send: Send, prefix: str) -> None:
        self._send = send
        self._replacement = rb"\g<1>" + prefix.encode() + b"/"
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            media_type = dict(message["headers"]).get(b"content-type", b"")
            if media_type.startswith((b"text/html", b"application/json")):
                self._start = message
            else:
                await self._send(message)
            return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = _ROOTED_LINK.sub(self._replacement, self._body)
        headers = [pair for pair in self._start["headers"] if pair[0] != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await self._send({**self._start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})
