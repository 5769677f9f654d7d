"""Compress answers that are made anew for every request: cheaply, and only where it pays."""

import zlib
from typing import Protocol

import brotli
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server.messages import header

# Higher levels cost more time on the server than they save on the wire for texts of this size.
BROTLI_LEVEL = 4
GZIP_LEVEL = 5
SMALLEST = 600

_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/javascript",
    "application/vnd.sdmx",
    "application/xml",
    "application/geo+json",
    "image/svg+xml",
)


class _Encoder(Protocol):
    def process(self, chunk: bytes) -> bytes: ...

    def finish(self) -> bytes: ...


class _Gzip:
    """zlib's compressor with the method names of brotli's."""

    def __init__(self) -> None:
        self._compressor = zlib.compressobj(GZIP_LEVEL, wbits=31)

    def process(self, chunk: bytes) -> bytes:
        return self._compressor.compress(chunk)

    def finish(self) -> bytes:
        return self._compressor.flush()


def accepted_encoding(accept_encoding: str) -> str:
    """The best encoding that the reader accepts: `br`, `gzip`, or the empty string."""
    offered = {}
    for entry in accept_encoding.lower().split(","):
        name, _, parameters = entry.partition(";")
        offered[name.strip()] = parameters.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return next((name for name in ("br", "gzip") if offered.get(name)), "")


class Compression:
    """Compress what the application answers, whole or as a stream."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        encoding = accepted_encoding(header(scope, b"accept-encoding")) if scope["type"] == "http" else ""
        if encoding:
            await self.app(scope, receive, _CompressedAnswer(send, encoding).send)
        else:
            await self.app(scope, receive, send)


class _CompressedAnswer:
    def __init__(self, send: Send, encoding: str) -> None:
        self._send = send
        self._encoding = encoding
        self._start: Message | None = None
        self._encoder: _Encoder | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if self._start is not None:
            start, self._start = self._start, None
            await self._begin(start, message)
        if self._encoder is not None:
            body = self._encoder.process(message.get("body", b""))
            if not message.get("more_body"):
                body += self._encoder.finish()
            message = {**message, "body": body}
        await self._send(message)

    async def _begin(self, start: Message, first: Message) -> None:
        headers = dict(start["headers"])
        media_type = headers.get(b"content-type", b"").decode("latin-1")
        whole_and_small = not first.get("more_body") and len(first.get("body", b"")) < SMALLEST
        if whole_and_small or b"content-encoding" in headers or not media_type.startswith(_COMPRESSIBLE):
            await self._send(start)
            return
        self._encoder = brotli.Compressor(quality=BROTLI_LEVEL) if self._encoding == "br" else _Gzip()
        kept = [pair for pair in start["headers"] if pair[0] != b"content-length"]
        kept += [(b"content-encoding", self._encoding.encode()), (b"vary", b"Accept-Encoding")]
        await self._send({**start, "headers": kept})
