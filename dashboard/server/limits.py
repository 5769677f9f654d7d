"""Refuse, with a sentence, what no reader of the dashboard would send."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.server.messages import header, refuse, replay

LONGEST_PATH = 1024
LONGEST_QUERY = 8 * 1024
LARGEST_BODY = 1024 * 1024

CALLBACK_PATH = "/_dash-update-component"


class _TooLargeError(Exception):
    """The body has more bytes than we read."""


class Limits:
    """Bound addresses and bodies, and let only well-formed callback requests through to Dash.

    Dash answers a malformed callback request with an internal error; the fault is the sender's, so we say 400.
    """

    def __init__(self, app: ASGIApp, callbacks: Mapping[str, Mapping[str, Any]]) -> None:
        self.app = app
        self.callbacks = callbacks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/api/"):
            # The API reads no body, and refuses a long query itself, with problem details.
            await self.app(scope, receive, send)
            return
        if len(scope["path"]) > LONGEST_PATH or len(scope["query_string"]) > LONGEST_QUERY:
            await refuse(send, 414, "This address is too long.")
            return
        if scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self.app(scope, receive, send)
            return
        try:
            body = await _read(scope, receive)
        except _TooLargeError:
            await refuse(send, 413, f"The request is larger than {LARGEST_BODY // 1024} kB.")
            return
        if scope["path"] == CALLBACK_PATH:
            problem = self._problem(scope, body)
            if problem:
                await refuse(send, 400, problem)
                return
        await self.app(scope, replay(body), send)

    def _problem(self, scope: Scope, body: bytes) -> str:
        """What is wrong with a callback request, in one sentence; empty when nothing is."""
        if not header(scope, b"content-type").startswith("application/json"):
            return "A callback request is JSON."
        try:
            request = json.loads(body)
        except (ValueError, RecursionError):
            return "This is not valid JSON."
        if not isinstance(request, dict):
            return "A callback request is a JSON object."
        output = request.get("output")
        callback = self.callbacks.get(output) if isinstance(output, str) else None
        if callback is None:
            return "There is no such callback."
        given = request.get("outputs")
        outputs = given if str(output).startswith("..") else [given]
        names = ("id", "property")
        if not isinstance(outputs, list) or not all(isinstance(out, dict) and _all_have(out, names) for out in outputs):
            return "The outputs are malformed."
        for name in ("inputs", "state"):
            given, declared = request.get(name, []), callback.get(name, [])
            if not isinstance(given, list) or len(given) != len(declared):
                return f"The callback has {len(declared)} {name}."
            if not all(_all_have(value, ("id", "property")) for value in given):
                return f"The {name} are malformed."
        changed = request.get("changedPropIds", [])
        if not isinstance(changed, list) or not all(isinstance(entry, str) for entry in changed):
            return "The changed properties are malformed."
        return ""


def _all_have(value: object, names: tuple[str, ...]) -> bool:
    """Whether a value is an object with these names, or a list of such objects (as for wildcards)."""
    if isinstance(value, list):
        return all(_all_have(entry, names) for entry in value)
    return isinstance(value, dict) and all(name in value for name in names)


async def _read(scope: Scope, receive: Receive) -> bytes:
    declared = header(scope, b"content-length")
    if declared.isdigit() and int(declared) > LARGEST_BODY:
        raise _TooLargeError
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > LARGEST_BODY:
            raise _TooLargeError
        chunks.append(chunk)
        if message["type"] != "http.request" or not message.get("more_body"):
            return b"".join(chunks)
