"""Small answers that need no framework: one sentence, or one JSON object."""

import json
from collections.abc import Iterable

from starlette.types import Message, Receive, Scope, Send

from etl.editions.reading import NoEditionError, TooSlowError

NO_EDITION = "No edition of the figures is published at the moment."
NOT_IN_TIME = "The figures could not be read in time. Please try again in a moment."
BUSY = "The server is busy with other requests. Please try again in a moment."
RECORDED = "It has been recorded."  # an error of ours, for who looks after the server

Headers = Iterable[tuple[bytes, bytes]]


def header(scope: Scope, name: bytes) -> str:
    """The value of a request header, or the empty string."""
    for key, value in scope["headers"]:
        if key == name:
            return str(value.decode("latin-1"))
    return ""


def query_of(scope: Scope) -> str:
    """The query of a request, whatever bytes it has; Starlette's own reading fails where they are not UTF-8."""
    return str(scope["query_string"].decode("latin-1"))


def is_known(if_none_match: str, tag: str) -> bool:
    """Whether a reader who names these has the answer with that tag already; weak or not makes no difference."""
    known = {entry.strip().removeprefix("W/") for entry in if_none_match.split(",")}
    return "*" in known or tag.removeprefix("W/") in known


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


def unreadable(error: Exception) -> str:
    """Why there are no figures to show, for who has asked for them."""
    assert isinstance(error, NoEditionError)
    return NOT_IN_TIME if isinstance(error, TooSlowError) else NO_EDITION


def not_made(what: str) -> str:
    """That something could not be made, and that it is no fault of who asked for it."""
    return f"This {what} could not be made because of an error on our side. {RECORDED}"


async def refuse(send: Send, status: int, sentence: str, headers: Headers = ()) -> None:
    """Answer that something was not done, and why, in a form that people and programs can read."""
    body = json.dumps(error_body(status, sentence)).encode()
    await respond(send, status, body, "application/json", [(b"cache-control", b"no-store"), *headers])


def replay(body: bytes, then: Receive | None = None) -> Receive:
    """A `receive` that hands out a body that has been read already, and then what comes; else that nobody is there."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if messages:
            return messages.pop()
        return await then() if then is not None else {"type": "http.disconnect"}

    return receive
