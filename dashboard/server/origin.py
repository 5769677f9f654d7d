"""The address under which a reader knows the dashboard: scheme, host and the path of a proxy."""

import re

from starlette.types import Scope

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
