"""A site on this machine that behaves as badly as the web does."""

import asyncio
import gzip
import ipaddress
import threading
from collections.abc import Awaitable, Callable
from typing import Self

from etl.links.visit import VisitLimits

QUICK = VisitLimits(seconds=1.0, silence=0.4, received=200_000, unpacked=100_000, pause=0.0)

Handler = Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


class Request:
    """The head of a request."""

    def __init__(self, head: bytes) -> None:
        first, *lines = head.decode("latin-1").split("\r\n")
        self.path = first.split(" ")[1]
        self.headers = {name.lower(): text for name, _, text in (line.partition(": ") for line in lines)}


def answer(
    body: str | bytes = b"", status: str = "200 OK", content_type: str = "text/html; charset=utf-8", **headers: str
) -> bytes:
    """The bytes of one answer; `headers` with underscores for hyphens."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", f"Content-Type: {content_type}"]
    lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + content


def redirect(to: str, status: str = "302 Found") -> bytes:
    """The bytes of a redirect."""
    return answer(status=status, Location=to)


def zipped(body: bytes) -> bytes:
    """The bytes of an answer that unpacks to a body."""
    return answer(gzip.compress(body), Content_Encoding="gzip")


class Site:
    """Answers by path, on a port of this machine, from a thread of its own; `requests` are those it got."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes | Handler] = {}
        self.requests: list[Request] = []
        self.sent = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for."""
        return [request.path for request in self.requests]

    def address(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def _serve(self) -> None:
        async def end(server: asyncio.Server) -> None:
            server.close()
            unfinished = asyncio.all_tasks() - {asyncio.current_task()}
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
            await asyncio.sleep(0)  # in which their connections are closed

        server = self._loop.run_until_complete(asyncio.start_server(self._answer, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(end(server))
        self._loop.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = Request(await reader.readuntil(b"\r\n\r\n"))
            self.requests.append(request)
            found = self.answers.get(request.path, answer("<h1>Not here</h1>", "404 Not Found"))
            if isinstance(found, bytes):
                writer.write(found)
                await writer.drain()
            else:
                await found(request, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the visitor has seen enough
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            writer.close()


async def silent(_: Request, writer: asyncio.StreamWriter) -> None:
    """Never answers."""
    await asyncio.Event().wait()


async def dripping(_: Request, writer: asyncio.StreamWriter) -> None:
    """Sends a byte now and then, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.02)


def endless(site: Site) -> Handler:
    """Sends as fast as it can, for ever."""

    async def send(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Endless</title>")
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()
            site.sent += 65_536

    return send


def here(names: dict[str, list[str]] | None = None) -> Callable[[str, int], Awaitable[list[str]]]:
    """Names that lead to this machine, unless they are given addresses of their own."""

    async def resolve(host: str, port: int) -> list[str]:
        return (names or {}).get(host, ["127.0.0.1"])

    return resolve


def only_here(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return str(address) == "127.0.0.1"
