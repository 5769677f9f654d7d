"""One line in the log for every request, with its id and, where something failed, the traceback in the same line."""

import json
import logging
import re
import secrets
import sys
import time
import traceback
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server.dash_addresses import BUNDLES
from dashboard.server.messages import RECORDED, header, query_of, refuse
from dashboard.server.metrics import count_refusal, count_request
from dashboard.server.urls import ASSETS

LogFormat = Literal["plain", "json"]

logger = logging.getLogger("dashboard.requests")

REQUEST_ID = b"x-request-id"
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
_USER_AGENT_CHARACTERS = 120
# What a terminal may obey, or an editor take for the end of a line; ends of lines and tabs of our own are left alone.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_FILES = (ASSETS, BUNDLES)


@dataclass
class LoggedRequest:
    """What is known of a request while it is being answered; `errors` are the tracebacks of what failed."""

    id: str
    edition: str = ""
    errors: list[str] = field(default_factory=list)


_current: ContextVar[LoggedRequest | None] = ContextVar("current_request", default=None)


def note_edition(name: str) -> None:
    """Remember which edition the current request reads."""
    request = _current.get()
    if request is not None:
        request.edition = name


def new_request_id() -> str:
    """The id of a request that brings none."""
    return secrets.token_hex(8)


def log_refusal(request_id: str, status: int, size: int) -> None:
    """Log what was refused before it was a request."""
    count_refusal(status)
    logger.info("request", extra={"request": _about(request_id, status=status, size=size)})


class RequestLog:
    """Log every request once it is answered, and answer for what failed without a word to the reader about it."""

    def __init__(self, app: ASGIApp, *, with_files: bool = True) -> None:
        self.app = app
        self.with_files = with_files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()
        given = header(scope, REQUEST_ID)
        request = LoggedRequest(given if _WELL_FORMED.fullmatch(given) else new_request_id())
        status, size = 0, 0

        async def send_with_id(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message["headers"], (REQUEST_ID, request.id.encode())]}
            else:
                size += len(message.get("body", b""))
            await send(message)

        token = _current.set(request)
        try:
            await self.app(scope, receive, send_with_id)
        except Exception:
            logger.exception("A request could not be answered")
            if status:
                raise  # half of the answer is out; only closing the connection tells the reader
            await refuse(send_with_id, 500, f"Something went wrong on our side. {RECORDED}")
        finally:
            _current.reset(token)
            seconds = time.perf_counter() - begun
            count_request(scope["path"], query_of(scope), status, seconds)
            if self.with_files or not scope["path"].startswith(_FILES):
                milliseconds = round(seconds * 1000, 1)
                logger.info("request", extra={"request": _fields(scope, request, status, milliseconds, size)})


def _fields(scope: Scope, request: LoggedRequest, status: int, milliseconds: float, size: int) -> dict[str, Any]:
    """What the line of a request says; a status of 0 is a reader who left before the answer."""
    found = _about(
        request.id,
        method=scope["method"],
        path=scope["path"],
        query=query_of(scope),
        status=status,
        ms=milliseconds,
        size=size,
        edition=request.edition,
        user_agent=header(scope, b"user-agent")[:_USER_AGENT_CHARACTERS],
    )
    return {**found, "error": "\n".join(request.errors)} if request.errors else found


def _about(
    request_id: str,
    *,
    status: int,
    size: int,
    method: str = "",
    path: str = "",
    query: str = "",
    ms: float = 0.0,
    edition: str = "",
    user_agent: str = "",
) -> dict[str, Any]:
    """The fields of every line of a request, in their order."""
    return {
        "request_id": request_id,
        "method": method,
        "path": path,
        "query": query,
        "status": status,
        "ms": ms,
        "bytes": size,
        "edition": edition,
        "user_agent": user_agent,
    }


class Lines(logging.StreamHandler[TextIO]):
    """Write each record as one line. A traceback within a request waits for the line of that request."""

    def __init__(self, stream: TextIO, log_format: LogFormat) -> None:
        super().__init__(stream)
        self._as_json = log_format == "json"

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record, or keep its traceback for the line of the request."""
        request = _current.get()
        if request is not None and record.exc_info:
            request.errors.append(f"{record.getMessage()}\n{_traceback(record)}")
            return
        super().emit(record)

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        about: dict[str, Any] | None = getattr(record, "request", None)
        if self._as_json:
            fields = about or _other_fields(record)
            line = json.dumps({"time": moment, "level": record.levelname.lower(), **fields}, ensure_ascii=False)
            return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
        line = _request_line(about) if about else _other_line(record)
        return f"{moment} {_CONTROL.sub(lambda found: ascii(found[0])[1:-1], line)}"


def _other_fields(record: logging.LogRecord) -> dict[str, Any]:
    """What a line says that is not that of a request."""
    found: dict[str, Any] = {"logger": record.name, "message": record.getMessage()}
    request = _current.get()
    if request is not None:
        found["request_id"] = request.id
    return {**found, "error": _traceback(record)} if record.exc_info else found


def _request_line(about: dict[str, Any]) -> str:
    """A request in one line for people; control characters in addresses are written as escapes."""
    query = f"?{about['query']}" if about["query"] else ""
    address = f"{about['path']}{query}".encode("unicode_escape").decode()
    line = f"{about['status']} {about['method']} {address} {about['ms']} ms {about['bytes']} B {about['request_id']}"
    return f"{line}\n{about['error']}" if "error" in about else line


def _other_line(record: logging.LogRecord) -> str:
    line = f"{record.levelname} {record.getMessage()}"
    return f"{line}\n{_traceback(record)}" if record.exc_info else line


def _traceback(record: logging.LogRecord) -> str:
    return "".join(traceback.format_exception(*record.exc_info)).rstrip() if record.exc_info else ""


def configure(log_format: LogFormat, stream: TextIO | None = None) -> None:
    """Send every log of this process to one place in one form; the server's own notices below warnings are left out."""
    root = logging.getLogger()
    root.handlers = [Lines(stream or sys.stdout, log_format)]
    root.setLevel(logging.WARNING)
    logger.setLevel(logging.INFO)
    # What uvicorn warns of, whenever somebody sends what is no request, has a line of ours, with its id and status.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
