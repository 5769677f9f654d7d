"""Headers that every answer carries, and HEAD for everything that answers GET."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server.urls import EMBED

_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    # Our own pages may know each other's full address (the layout request needs it), other sites only the origin.
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-permitted-cross-domain-policies", b"none"),
)
_ASK_AGAIN = (b"retry-after", b"5")  # seconds
# Browsers ask each time whether what they have is still good. What stands in front of many readers need not: it may
# give an answer again for ten seconds, and for a minute while it asks. Only such answers may be kept there.
SHARED_CACHES = ("cdn-cache-control", "max-age=10, stale-while-revalidate=60")


def content_security_policy(script_hashes: Iterable[str], frame_ancestors: str = "'none'") -> str:
    """What a page may load and run: its own files, and the inline scripts with these hashes.

    Styles are open because Mantine and Plotly set them from script; pictures may be `data:` and `blob:` because
    the browser draws the exports itself.
    """
    scripts = " ".join(["'self'", *script_hashes])
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            f"frame-ancestors {frame_ancestors}",
            "base-uri 'none'",
            "form-action 'self'",
            "object-src 'none'",
        ]
    )


def always_sent() -> tuple[tuple[bytes, bytes], ...]:
    """The headers of an answer that is no page, and loads and runs nothing."""
    return (*_ALWAYS, (b"content-security-policy", content_security_policy([]).encode()))


class SecurityHeaders:
    """Add the headers to every answer. Only embedded views may stand in a frame of another site."""

    def __init__(self, app: ASGIApp, script_hashes: Iterable[str]) -> None:
        self.app = app
        hashes = list(script_hashes)
        self._own = (*_ALWAYS, (b"content-security-policy", content_security_policy(hashes).encode()))
        self._embedded = (*_ALWAYS, (b"content-security-policy", content_security_policy(hashes, "*").encode()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        added = self._embedded if f"{path}/".startswith(f"{EMBED}/") else self._own

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                wanted = (*added, _ASK_AGAIN) if message["status"] == 503 else added
                headers = [*message["headers"], *(pair for pair in wanted if pair[0] not in present)]
                message = {**message, "headers": headers}
            await send(message)

        await self.app(scope, receive, send_with_headers)


class HeadLikeGet:
    """Answer HEAD as GET would, without the body; `is_head` in the scope spares the making of a long one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET", "is_head": True}, receive, send_without_body)
