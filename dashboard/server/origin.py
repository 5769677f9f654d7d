"""The address under which a reader knows the dashboard: scheme, host and the path of a proxy."""

import re
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.server.messages import header

_HOST = re.compile(r"[A-Za-z0-9._-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")


def base_address(scope: Scope, prefix: str) -> str:
    """Where absolute addresses begin, without a slash at the end: `https://figures.example/drugs`.

    A host that no browser would send is not repeated; the server's own name stands in its place.
    """
    host = header(scope, b"host")
    if not _HOST.fullmatch(host):
        name, port = scope.get("server") or ("localhost", None)
        host = f"{name}:{port}" if port else str(name)
    return f"{scope.get('scheme', 'http')}://{host}{prefix}"


def public_origin(address: str) -> tuple[str, str]:
    """Scheme and host of the address under which readers know the dashboard. Raises ValueError where it is none."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(parts.netloc) or parts.path.strip("/"):
        raise ValueError(f"“{address[:80]}” is not scheme and host alone, such as https://figures.example.org")
    return parts.scheme, parts.netloc


class PublicAddress:
    """Answer as if every request had come to one address, whatever host it names: so nobody else's gets into ours."""

    def __init__(self, app: ASGIApp, address: str) -> None:
        self.app = app
        self.scheme, self.host = public_origin(address)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = [pair for pair in scope["headers"] if pair[0] != b"host"]
            scope = {**scope, "scheme": self.scheme, "headers": [(b"host", self.host.encode()), *headers]}
        await self.app(scope, receive, send)
