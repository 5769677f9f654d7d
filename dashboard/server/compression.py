"""Compress answers that are made anew for every request: cheaply, and only where it pays."""

from starlette.types import ASGIApp, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

from dashboard.server.messages import header

# Higher levels cost more time on the server than they save on the wire for texts of this size.
BROTLI_LEVEL = 4
GZIP_LEVEL = 5
SMALLEST = 600
_GZIP = b"\x1f\x8b\x08"

# What the library does not take for text by itself.
for _media_type in ("text/csv", "application/vnd.sdmx.data+csv"):
    add_compress_type(_media_type)


def accepted_encoding(accept_encoding: str) -> str:
    """The best encoding that the reader accepts: `br`, `gzip`, or the empty string."""
    offered = {}
    for entry in accept_encoding.lower().split(","):
        name, _, parameters = entry.partition(";")
        offered[name.strip()] = parameters.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return next((name for name in ("br", "gzip") if offered.get(name)), "")


def undated(body: bytes) -> bytes:
    """An answer without the second in which it was compressed, which gzip writes into it."""
    return body[:4] + bytes(4) + body[8:] if body.startswith(_GZIP) else body


class Compression:
    """Compress what the application answers, whole or as a stream, in the encoding of `accepted_encoding`.

    Files and kept answers choose by the same function, so that none of them is given to a reader who cannot read it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = CompressMiddleware(
            app, minimum_size=SMALLEST, zstd=False, brotli_quality=BROTLI_LEVEL, gzip_level=GZIP_LEVEL
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            chosen = accepted_encoding(header(scope, b"accept-encoding"))
            headers = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            scope = {**scope, "headers": [*headers, (b"accept-encoding", chosen.encode())]}
        await self.app(scope, receive, send)
