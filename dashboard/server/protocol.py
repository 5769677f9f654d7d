"""How a connection is read before there is a request: what no reader sends is refused while it is read.

uvicorn reads requests of any length for any time. This is its own reading with limits: the head of a request has at
most `LARGEST_HEAD` bytes, a request is there as a whole after `SECONDS_TO_SEND`, an answer that nobody takes ends, and
connections that wait for a request make room for others, those of one address first. A proxy that is believed is no
such address: behind it are many readers, who may all come at once.
"""

import asyncio
import json
import resource
from collections import OrderedDict
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from dashboard.server.headers import always_sent
from dashboard.server.limits import LARGEST_BODY
from dashboard.server.log import REQUEST_ID, log_refusal, new_request_id
from dashboard.server.messages import error_body

LARGEST_HEAD = 64 * 1024
SECONDS_TO_SEND = 15.0
SECONDS_TO_TAKE = 60.0
SECONDS_TO_READ = 0.05  # what has come
SECONDS_FOR_A_LAST_REQUEST = 1.0
MOST_WAITING_OF_ONE_ADDRESS = 64
_PIECE = 4 * 1024  # bytes read at once; what stands behind another request in one piece is not counted
_LARGEST_REQUEST = LARGEST_HEAD + 2 * LARGEST_BODY  # with whatever stands between the parts of a body
_FILES_OF_OUR_OWN = 48
_FEWEST_WAITING = 8


def most_waiting() -> int:
    """How many connections may wait for a request in this process, by the files that it may open."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(_FEWEST_WAITING, files - _FILES_OF_OUR_OWN) if files != resource.RLIM_INFINITY else 1 << 20


class Waiting:
    """The connections that wait for a whole request, those that wait the longest first."""

    def __init__(self, most: int, most_of_one_address: int = MOST_WAITING_OF_ONE_ADDRESS) -> None:
        self._most = most
        self._most_of_one = most_of_one_address
        self._all: OrderedDict[LimitedProtocol, str] = OrderedDict()
        self._by_address: dict[str, OrderedDict[LimitedProtocol, None]] = {}

    def add(self, connection: "LimitedProtocol", address: str) -> None:
        """Let a connection wait; one that waits too long makes room for it. No address stands for many readers."""
        self.remove(connection)
        self._all[connection] = address
        same = self._by_address.setdefault(address, OrderedDict())
        same[connection] = None
        if address and len(same) > self._most_of_one:
            self._end(next(iter(same)))
        elif len(self._all) > self._most:
            self._end(next(iter(self._all)))

    def remove(self, connection: "LimitedProtocol") -> None:
        """It waits no longer."""
        address = self._all.pop(connection, None)
        if address is not None:
            same = self._by_address[address]
            del same[connection]
            if not same:
                del self._by_address[address]

    def __len__(self) -> int:
        return len(self._all)

    def _end(self, connection: "LimitedProtocol") -> None:
        self.remove(connection)
        connection.transport.abort()


WAITING = Waiting(most_waiting())


class LimitedProtocol(HttpToolsProtocol):
    """One connection. `uvicorn.run(http=LimitedProtocol)` makes them."""

    waiting = WAITING

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._in_head = True
        self._head = 0  # bytes of the head so far
        self._request = 0  # bytes of the request so far
        self._is_stopping = False
        self._answering: RequestResponseCycle | None = None  # uvicorn's `cycle` is the last request that has come
        self._to_send: asyncio.TimerHandle | None = None
        self._to_take: asyncio.TimerHandle | None = None
        # uvicorn's own list, of `FORWARDED_ALLOW_IPS`, wraps the application.
        self._proxies = getattr(self.app, "trusted_hosts", ())
        self._address = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        host = self.client[0] if self.client else ""
        self._address = "" if host in self._proxies else host
        self._wait()
        self._is_to_be_sent()

    def connection_lost(self, exc: Exception | None) -> None:
        self.waiting.remove(self)
        self._is_sent()
        self.resume_writing()
        if self._answering is not None:
            self._answering.disconnected = True
            self._answering.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._is_to_be_sent()
        while data:
            size = min(_PIECE, LARGEST_HEAD - self._head)
            piece, data = data[:size], data[size:]
            self._request += len(piece)
            self._head += len(piece) if self._in_head else 0
            super().data_received(piece)
            if self.transport.is_closing():
                return
            if self._head >= LARGEST_HEAD:
                self._refuse(431, f"The headers are larger than {LARGEST_HEAD // 1024} kB.")
                return
            if self._request > _LARGEST_REQUEST:
                self.transport.close()  # it has its answer, or will never be one
                return

    def on_message_begin(self) -> None:
        self._is_to_be_sent()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._in_head, self._head = False, 0
        if self._is_stopping and self.cycle is not None:
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_head, self._request = True, 0
        self._is_sent()
        self.waiting.remove(self)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.transport.is_closing():
            self._wait()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._to_take = self.loop.call_later(SECONDS_TO_TAKE, self.transport.abort)

    def resume_writing(self) -> None:
        if self._to_take is not None:
            self._to_take.cancel()
            self._to_take = None
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """End a connection that nobody uses, unless a request has come: a busy loop sees what is due before that."""
        self.timeout_keep_alive_task = self.loop.call_later(SECONDS_TO_READ, super().timeout_keep_alive_handler)

    def shutdown(self) -> None:
        """Answer what comes on this connection in the next moment, as the last: a request may be on its way."""
        self._is_stopping = True
        if self.cycle is None or self.cycle.response_complete:
            self.loop.call_later(SECONDS_FOR_A_LAST_REQUEST, self._end_if_idle)
        else:
            self.cycle.keep_alive = False

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request, with the headers of every other answer."""
        self._refuse(400, msg)

    def _refuse(self, status: int, sentence: str) -> None:
        request_id = new_request_id()
        body = json.dumps(error_body(status, sentence)).encode()
        headers = [
            *self.server_state.default_headers,
            *always_sent(),
            (REQUEST_ID, request_id.encode()),
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            (b"connection", b"close"),
        ]
        lines = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
        # Nothing may come between the parts of an answer that is under way.
        answering = self._answering
        if answering is None or answering.response_complete or not answering.response_started:
            self.transport.write(STATUS_LINE[status] + lines + b"\r\n" + body)
        self.transport.close()
        log_refusal(request_id, status, len(body))

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def _wait(self) -> None:
        self.waiting.add(self, self._address)

    def _is_to_be_sent(self) -> None:
        if self._to_send is None:
            self._to_send = self.loop.call_later(SECONDS_TO_SEND, self._end_a_slow_one)

    def _is_sent(self) -> None:
        if self._to_send is not None:
            self._to_send.cancel()
            self._to_send = None

    def _end_a_slow_one(self) -> None:
        self._to_send = None
        if not self.transport.is_closing():
            self._refuse(408, f"The request was not sent within {SECONDS_TO_SEND:g} seconds.")

    def _end_if_idle(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
