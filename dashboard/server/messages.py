"""Small answers that need no framework: one sentence, or one JSON object."""

import json
from collections.abc import Iterable, Mapping

from starlette.types import Receive, Scope, Send

NO_EDITION = "No edition of the figures is published at the moment."
RECORDED = "It has been recorded."  # an error of ours, for who looks after the server

Headers = Iterable[tuple[bytes, bytes]]


def header(scope: Scope, name: bytes) -> str:
    """The value of a request header, or the empty string."""
    for key, value in scope["headers"]:
        if key == name:
            return str(value.decode("latin-1"))
    return ""


async def respond(send: Send, status: int, body: bytes, media_type: str, headers: Headers = ()) -> None:
    """Send one complete answer."""
    start = [
        (b"content-type", media_type.encode()),
        (b"content-length", str(len(body)).encode()),
        *headers,
    ]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": body})


def error_body(status: int, sentence: str) -> dict[str, object]:
    """What people and programs read of something that was not done."""
    return {"error": {"status": status, "message": sentence}}


def not_made(what: str) -> str:
    """That something could not be made, and that it is no fault of who asked for it."""
    return f"This {what} could not be made because of an error on our side. {RECORDED}"


async def refuse(send: Send, status: int, sentence: str, headers: Headers = ()) -> None:
    """Answer that something was not done, and why, in a form that people and programs can read."""
    body = json.dumps(error_body(status, sentence)).encode()
    await respond(send, status, body, "application/json", [(b"cache-control", b"no-store"), *headers])


def replay(body: bytes) -> Receive:
    """A `receive` that hands out a body that has been read already."""
    messages: list[Mapping[str, object]] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, object]:
        return dict(messages.pop()) if messages else {"type": "http.disconnect"}

    return receive
