"""Refuse, with a sentence, what no reader of the dashboard would send."""

from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.server.dash_addresses import CALLBACK
from dashboard.server.dash_internals import Callbacks, fault_in_request
from dashboard.server.messages import header, refuse, replay
from dashboard.server.urls import ALL_OF_API, CHECK

LONGEST_PATH = 1024
LONGEST_QUERY = 8 * 1024
LARGEST_BODY = 1024 * 1024
_MOST_TAKEN_IN = 2 * LARGEST_BODY
_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})


class _TooLargeError(Exception):
    """The body has more bytes than we read."""


class RequestLimits:
    """Bound addresses and bodies, and let only well-formed callback requests through to Dash."""

    def __init__(self, app: ASGIApp, callbacks: Callbacks) -> None:
        self.app = app
        self.callbacks = callbacks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(f"{ALL_OF_API}/") or scope["path"] == CHECK:
            # The API and the form of a text refuse what is too long themselves: with problem details, and as a page.
            has_body = scope["type"] == "http" and scope["method"] not in _WITHOUT_BODY
            await self.app(scope, replay(await _whole_body(scope, receive, cut=True)) if has_body else receive, send)
            return
        if len(scope["path"]) > LONGEST_PATH or len(scope["query_string"]) > LONGEST_QUERY:
            await refuse(send, 414, "This address is too long.")
            return
        if scope["method"] in _WITHOUT_BODY:
            await self.app(scope, receive, send)
            return
        try:
            body = await _whole_body(scope, receive)
        except _TooLargeError:
            await refuse(send, 413, f"The request is larger than {LARGEST_BODY // 1024} kB.")
            return
        if scope["path"] == CALLBACK:
            is_json = header(scope, b"content-type").startswith("application/json")
            fault = fault_in_request(body, self.callbacks) if is_json else "A callback request is JSON."
            if fault:
                await refuse(send, 400, fault)
                return
        await self.app(scope, replay(body, receive), send)


async def _whole_body(scope: Scope, receive: Receive, *, cut: bool = False) -> bytes:
    """The body of a request. One that is too large is cut off one byte behind the limit, or raises _TooLargeError.

    Of what is cut off, some is still taken in, as no browser shows an answer before it has sent all of its request.
    """
    declared = header(scope, b"content-length")
    if declared.isdigit() and int(declared) > LARGEST_BODY and not cut:
        raise _TooLargeError
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        chunk = message.get("body", b"")
        if size <= LARGEST_BODY:
            chunks.append(chunk)
        size += len(chunk)
        if size > LARGEST_BODY and not cut:
            raise _TooLargeError
        if size > _MOST_TAKEN_IN:
            break
        if message["type"] != "http.request" or not message.get("more_body"):
            break
    return b"".join(chunks)[: LARGEST_BODY + 1]
