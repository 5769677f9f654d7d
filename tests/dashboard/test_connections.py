"""A connection that sends too much, too slowly or nothing at all is ended, and leaves others served."""

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from uvicorn.config import Config
from uvicorn.server import ServerState

from dashboard.server import protocol
from dashboard.server.protocol import LARGEST_HEAD, LimitedProtocol, Waiting

REQUEST = b"GET / HTTP/1.1\r\nHost: figures.example\r\n\r\n"


class Wire(asyncio.Transport):
    """The end of a connection that a test holds."""

    def __init__(self, address: str = "192.0.2.1") -> None:
        super().__init__({"peername": (address, 1), "sockname": ("192.0.2.9", 80)})
        self.said = b""
        self.is_closed = self.is_lost = False

    def write(self, data: Any) -> None:
        if self.is_lost:
            raise RuntimeError("the handler is closed")  # as the loop of the server does
        self.said += data

    def close(self) -> None:
        self.is_closed = True

    abort = close

    def is_closing(self) -> bool:
        return self.is_closed

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


async def hello(scope: Any, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
    """An application that answers what was sent with one word, not at once."""
    message = {"more_body": True}
    while message.get("more_body"):
        message = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await asyncio.sleep(0)
    await send({"type": "http.response.body", "body": b"hello"})


Open = Callable[..., tuple[LimitedProtocol, Wire]]


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    made = asyncio.new_event_loop()
    yield made
    _pass(made)
    assert not asyncio.all_tasks(made), "what is left would be told in the log of a later test"
    made.close()


@pytest.fixture
def opened(loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens connections to one server on which 5 may wait, 3 of them of one address."""
    config = Config(hello, lifespan="off", log_config=None)
    config.load()
    monkeypatch.setattr(LimitedProtocol, "waiting", Waiting(5, 3))
    state = ServerState()

    def connect(address: str = "192.0.2.1") -> tuple[LimitedProtocol, Wire]:
        made, wire = LimitedProtocol(config, state, {}, loop), Wire(address)
        made.connection_made(wire)
        return made, wire

    return connect


def _pass(loop: asyncio.AbstractEventLoop, seconds: float = 0.0) -> None:
    """Let everything happen that is due."""
    loop.run_until_complete(asyncio.sleep(seconds))
    loop.run_until_complete(asyncio.sleep(0))


def _until_it_answers(loop: asyncio.AbstractEventLoop, wire: Wire) -> None:
    """Let happen what is due until an answer has begun, and no more."""
    while not wire.said:
        loop.call_soon(loop.stop)
        loop.run_forever()


def test_a_head_of_a_request_has_a_largest_size_in_one_piece_or_many(
    opened: Open, loop: asyncio.AbstractEventLoop
) -> None:
    for piece in (1000, LARGEST_HEAD, 10 * LARGEST_HEAD):
        connection, wire = opened()
        sent = 0
        connection.data_received(b"GET / HTTP/1.1\r\nX: ")
        while not wire.is_closed:
            connection.data_received(b"x" * piece)
            sent += piece
            assert sent < LARGEST_HEAD + piece + 1
        assert wire.said.startswith(b"HTTP/1.1 431 ")
    connection, wire = opened()
    connection.data_received(REQUEST[:-2] + b"X: " + b"x" * (LARGEST_HEAD - 100) + b"\r\n\r\n")
    _pass(loop)
    assert wire.said.startswith(b"HTTP/1.1 200 ") and not wire.is_closed


def test_a_head_of_a_request_has_a_largest_size_whatever_it_comes_with(
    opened: Open, loop: asyncio.AbstractEventLoop
) -> None:
    body = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nsomething"
    for before in (b"", REQUEST, body, 20 * REQUEST, body + REQUEST):
        for size, status in ((LARGEST_HEAD - 5000, 200), (LARGEST_HEAD + 5000, 431), (4 * LARGEST_HEAD, 431)):
            connection, wire = opened()
            connection.data_received(before + REQUEST[:-2] + b"X: " + b"x" * size + b"\r\n\r\n")
            if wire.is_closed:
                connection.connection_lost(None)
            _pass(loop, 0.01)
            answers = [int(part[:3]) for part in wire.said.split(b"HTTP/1.1 ")[1:]]
            assert answers[-1] == status and wire.is_closed is (status == 431), (before, size)


def test_what_follows_a_body_has_a_largest_size_too(opened: Open, loop: asyncio.AbstractEventLoop) -> None:
    connection, wire = opened()
    connection.data_received(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nTrailer: ")
    for _ in range(100):
        if not wire.is_closed:
            connection.data_received(b"x" * LARGEST_HEAD)
    assert wire.is_closed
    connection.connection_lost(None)


def test_what_is_no_request_is_refused_with_the_headers_of_every_answer(opened: Open) -> None:
    connection, wire = opened()
    connection.data_received(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
    head, _, body = wire.said.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    assert head.startswith(b"HTTP/1.1 400 ") and wire.is_closed
    assert len(headers["x-request-id"]) == 16
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert json.loads(body)["error"]["status"] == 400


@pytest.mark.parametrize(
    "part", [b"", REQUEST[:20], b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf", REQUEST + REQUEST[:20]]
)
def test_a_request_that_does_not_come_ends_and_one_that_comes_is_answered(
    opened: Open, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch, part: bytes
) -> None:
    monkeypatch.setattr(protocol, "SECONDS_TO_SEND", 0.05)
    connection, wire = opened()
    if part:
        connection.data_received(part)
    _pass(loop, 0.2)
    assert wire.is_closed
    assert b"HTTP/1.1 408 " in wire.said
    whole, answered = opened()
    whole.data_received(REQUEST)
    _pass(loop, 0.2)
    assert answered.said.startswith(b"HTTP/1.1 200 ") and not answered.is_closed
    connection.connection_lost(None)
    _pass(loop)


@pytest.mark.parametrize("asked", [1, 2, 5])
def test_a_reader_who_is_gone_in_the_middle_of_an_answer_is_no_error(
    opened: Open, loop: asyncio.AbstractEventLoop, caplog: pytest.LogCaptureFixture, asked: int
) -> None:
    connection, wire = opened()
    connection.data_received(asked * REQUEST)
    _until_it_answers(loop, wire)
    wire.is_closed = wire.is_lost = True
    connection.connection_lost(ConnectionResetError())
    _pass(loop, 0.01)
    assert wire.said.startswith(b"HTTP/1.1 200 ") and b"hello" not in wire.said
    assert not caplog.records and not asyncio.all_tasks(loop)


def test_a_refusal_never_stands_inside_of_another_answer(opened: Open, loop: asyncio.AbstractEventLoop) -> None:
    for asked in (1, 2, 3):
        connection, wire = opened()
        connection.data_received(asked * REQUEST)
        _until_it_answers(loop, wire)
        connection.data_received(b"this is no HTTP\r\n\r\n")
        assert wire.is_closed and wire.said.count(b"HTTP/1.1 ") == 1
        connection.connection_lost(None)
        _pass(loop)


def test_an_answer_that_nobody_takes_ends(
    opened: Open, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "SECONDS_TO_TAKE", 0.05)
    for resumes in (True, False):
        connection, wire = opened()
        connection.pause_writing()
        if resumes:
            connection.resume_writing()
        _pass(loop, 0.2)
        assert wire.is_closed is not resumes


def test_a_request_that_came_while_the_server_was_busy_is_answered_on_an_idle_connection(
    opened: Open, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "SECONDS_TO_READ", 0.02)
    for asks_again in (True, False):
        connection, wire = opened()
        connection.data_received(REQUEST)
        _pass(loop)
        connection.timeout_keep_alive_handler()
        if asks_again:
            connection.data_received(REQUEST)
        _pass(loop, 0.1)
        assert wire.is_closed is not asks_again
        assert wire.said.count(b"hello") == 1 + asks_again


def test_connections_that_send_nothing_make_room_for_others(opened: Open, loop: asyncio.AbstractEventLoop) -> None:
    silent = [opened()[1] for _ in range(1000)]
    assert sum(not wire.is_closed for wire in silent) == 3
    others = [opened(f"198.51.100.{number}")[1] for number in range(100)]
    assert sum(not wire.is_closed for wire in [*silent, *others]) == 5
    connection, wire = opened("203.0.113.1")
    connection.data_received(REQUEST)
    _pass(loop)
    assert wire.said.endswith(b"hello")


def test_readers_behind_a_proxy_may_come_all_at_once(opened: Open, loop: asyncio.AbstractEventLoop) -> None:
    came = [opened("127.0.0.1") for _ in range(5)]
    assert not any(wire.is_closed for _, wire in came)
    for connection, _ in came:
        connection.data_received(REQUEST)
    _pass(loop)
    assert all(wire.said.endswith(b"hello") for _, wire in came)
    others = [opened("127.0.0.1")[1] for _ in range(1000)]
    assert sum(not wire.is_closed for wire in [wire for _, wire in came] + others) == 5


def test_a_server_that_stops_answers_what_is_on_its_way_and_then_ends(
    opened: Open, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "SECONDS_FOR_A_LAST_REQUEST", 0.05)
    (asks, asked), (idle, silent) = opened(), opened()
    for connection in (asks, idle):
        connection.shutdown()
    assert not asked.is_closed
    asks.data_received(REQUEST)
    _pass(loop)
    assert asked.said.endswith(b"hello") and b"connection: close" in asked.said and asked.is_closed
    _pass(loop, 0.2)
    assert silent.is_closed
