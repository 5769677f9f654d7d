"""What comes over the network and no reader sends, or too many at once."""

import http.client
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial

from load_answers import Ask
from phases import End, Phase
from readers import ask_once, connect, meanwhile

AT_ONCE = 20
SEARCH = "/api/v1/statements.csv?q=" + "+".join("aeiou123")
EXPENSIVE = {
    "searches": SEARCH,
    "whole lists": "/api/v1/statements.csv",
    "packs": "/export/view.zip?page=afghanistan-2018",
}


def phases(port: int) -> list[Phase]:
    """Heads and requests that are too large, half, or slow; and what costs most, from many at once."""
    return [
        Phase("heads of 150 MB", lambda: meanwhile(_trying(port, _big_head), 2)),
        Phase("1,000 half requests", lambda: _connections(port, 1000, b"GET / HTTP/1.1\r\nHost: x\r\n")),
        Phase("40 requests letter by letter", lambda: meanwhile(_trying(port, _slow_request), 40)),
        *(Phase(f"{AT_ONCE} {what} at once", partial(ask_again, port, path)) for what, path in EXPENSIVE.items()),
    ]


def silent_connections(port: int) -> Phase:
    """Connections on which nothing is said, more than there are file handles for."""
    return Phase("file handles out", lambda: _connections(port, 1000, b""))


def ask_again(port: int, path: str) -> End:
    """The same request from many at once, again and again."""

    def ask(ended: threading.Event) -> None:
        while not ended.is_set():
            with suppress(OSError, http.client.HTTPException):
                status = ask_once(connect(port, 180), Ask("", path)).status
                ended.wait(1.0 if status == 503 else 0.0)

    return meanwhile(ask, AT_ONCE)


def _from(number: int) -> tuple[str, int]:
    """One of twenty addresses of this machine that are not the readers'."""
    return f"127.0.1.{number % AT_ONCE + 1}", 0


def _connections(port: int, many: int, said: bytes) -> End:
    """Connections that begin to ask and go no further."""
    stack = ExitStack()
    for number in range(many):
        with suppress(OSError):
            one = socket.create_connection(("127.0.0.1", port), timeout=5, source_address=_from(number))
            stack.callback(one.close)
            one.sendall(said)
    return stack.close


def _trying(port: int, send: Callable[[socket.socket, threading.Event], None]) -> Callable[[threading.Event], None]:
    """Sends on one connection after the other."""

    def go_on(ended: threading.Event) -> None:
        while not ended.wait(0.05):
            with (
                suppress(OSError),
                socket.create_connection(("127.0.0.1", port), timeout=5, source_address=_from(0)) as one,
            ):
                send(one, ended)

    return go_on


def _slow_request(one: socket.socket, ended: threading.Event) -> None:
    for letter in b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 1000:
        one.sendall(bytes([letter]))
        if ended.wait(0.2):
            return


def _big_head(one: socket.socket, ended: threading.Event) -> None:
    one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: ")
    for _ in range(150):
        one.sendall(b"x" * 1024 * 1024)
