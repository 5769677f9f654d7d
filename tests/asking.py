"""Asks an ASGI application anything at all, byte for byte, as no well-behaved client could."""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Self
from urllib.parse import unquote

# What tests put into texts. A page that shows one of these as an element, attribute or address has let markup in.
FORBIDDEN_TAGS = {
    "hostile-element",
    "iframe",
    "object",
    "embed",
    "base",
    "marquee",
    "math",
    "template",
    "foreignobject",
}
_INSIDE = re.compile(
    r"Traceback|site-packages|\.py\b\"?, line|sqlalchemy|sqlite3\.|/etl/editions/reading/", re.IGNORECASE
)
FORBIDDEN_SCHEMES = ("javascript:", "data:text", "vbscript:", "file:")


@dataclass(frozen=True)
class Said:
    """An answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON says it."""
        return json.loads(self.body)

    @property
    def is_html(self) -> bool:
        """Whether a browser would read it as a page."""
        return self.headers.get("content-type", "").startswith("text/html")


@dataclass
class Asker:
    """One application; requests one after the other, on an event loop that ends with the block."""

    app: Any
    _runner: asyncio.Runner = field(default_factory=asyncio.Runner)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.close()

    def get(self, path: str, query: str = "", headers: Mapping[str, str] | None = None) -> Said:
        """The answer to an address whose path and query are percent-encoded already, well or badly."""
        return self._runner.run(self._ask("GET", path, query, headers or {}, b""))

    def post(self, path: str, body: bytes, content_type: str = "application/json") -> Said:
        """The answer to a body."""
        headers = {"content-type": content_type, "content-length": str(len(body))}
        return self._runner.run(self._ask("POST", path, "", headers, body))

    def callback(self, body: object) -> Said:
        """The answer to a callback; numbers that JSON does not have are sent as Python and browsers write them."""
        return self.post("/_dash-update-component", json.dumps(body).encode("utf-8", "surrogatepass"))

    async def _ask(self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> Said:
        raw = path.encode("latin-1", "replace")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(raw.decode("latin-1")),
            "raw_path": raw,
            "query_string": query.encode("latin-1", "replace"),
            "root_path": "",
            "headers": [
                (b"host", b"figures.example"),
                *((name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()),
            ],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
            "state": {},
        }
        given = [{"type": "http.request", "body": body, "more_body": False}]
        ended = asyncio.Event()
        status, sent_headers, chunks = 0, {}, []

        async def receive() -> dict[str, Any]:
            if given:
                return given.pop()
            await ended.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                sent_headers.update({name.decode(): value.decode("latin-1") for name, value in message["headers"]})
            elif message["type"] == "http.response.body":
                chunks.append(message.get("body", b""))
                if not message.get("more_body"):
                    ended.set()

        await self.app(scope, receive, send)
        return Said(status, sent_headers, b"".join(chunks))


class _Scripts(HTMLParser):
    """Notes every element and attribute that only markup from data could have made."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FORBIDDEN_TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            address = "".join((value or "").split()).lower()
            is_address = name in {"href", "src", "action", "xlink:href"}
            if name.startswith("on") or (is_address and address.startswith(FORBIDDEN_SCHEMES)):
                self.found.append(f"<{tag} {name}={value!r}>")


def markup_from_data(html: str) -> list[str]:
    """What in a page can only have come from data; empty for a page of ours."""
    reader = _Scripts()
    reader.feed(html)
    reader.close()
    return reader.found


def is_in_order(said: Said) -> None:
    """No error of ours, nothing of the inside, and no markup but our own."""
    assert said.status < 500, said.text[:300]
    if not said.headers.get("content-type", "").startswith(("text/javascript", "application/octet-stream")):
        assert not _INSIDE.search(said.text)
    if said.is_html:
        assert markup_from_data(said.text) == []
