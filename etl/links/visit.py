"""One visit to an address of a stranger: every hop is checked, and nothing about the answer is taken on trust.

The name is resolved here, the address it gives is checked, and the connection goes to that very address: a name that
answers differently a moment later cannot lead anywhere else. Redirects are followed by hand, each like a new address.
"""

import asyncio
import codecs
import ipaddress
import re
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import httpx

from etl.figures.links import address_flaw

USER_AGENT = "drug-control-dashboard/1.0 (checks the links of published figures; one request at a time per site)"
HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "en, *;q=0.5",
    "Connection": "close",
}
TEXT_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
# Python knows more, and some of them (punycode) take a time that grows with the square of the text.
_CHARSETS = re.compile(r"utf-?(8|16|16le|16be)|(iso-?8859|windows|cp|koi8|gb|big5|euc|shift|iso-2022)[\w-]*")
NOT_ASKED = ("bad-address", "private-address")  # statuses that hold however the network of this machine is
REDIRECTS = (301, 302, 303, 307, 308)
MOST_ADDRESSES = 3  # of one name that are tried, in case this machine has no IPv6

HostAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]


@dataclass(frozen=True)
class VisitLimits:
    """What a visit may cost, and how gently sites are treated."""

    seconds: float = 30.0  # of one visit, all its hops together
    silence: float = 12.0  # seconds without a byte
    received: int = 3 << 20  # bytes of one answer
    unpacked: int = 6 << 20  # bytes of one answer after decompression
    redirects: int = 6
    at_once: int = 8  # requests under way, of all sites
    pause: float = 1.0  # seconds between two requests to a site


@dataclass(frozen=True, slots=True)
class VisitAnswer:
    """What came back: a status such as "200", or a word for why there was none; a body only of types asked for."""

    status: str
    final_address: str = ""  # where redirects led
    content_type: str = ""
    text: str = ""
    whole: bool = True
    content: bytes = b""  # the body as it came


class _StoppedError(Exception):
    """A visit that ends without an answer; the message is its status."""


def is_public(address: HostAddress) -> bool:
    """Whether an address is one of the public internet, also behind the disguises that IPv6 has for IPv4."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system gives them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Visitor:
    """Visits addresses, one at a time per site. To be used as an asynchronous context."""

    def __init__(
        self, limits: VisitLimits, *, allowed: Callable[[HostAddress], bool] = is_public, resolve: Resolve = resolve
    ) -> None:
        self._limits, self._allowed, self._resolve = limits, allowed, resolve
        self._at_once = asyncio.Semaphore(limits.at_once)
        self._sites: dict[str, _Site] = {}
        # The bare transport: no proxy from the environment, which would connect for us, no cookies, no redirects; and
        # no connection used twice, since one address can stand for many names.
        self._transport = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0), trust_env=False)
        self._timeout = httpx.Timeout(limits.silence, pool=None).as_dict()

    async def __aenter__(self) -> "Visitor":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._transport.aclose()

    async def visit(self, address: str, types: tuple[str, ...] = TEXT_TYPES) -> VisitAnswer:
        """Follow an address to its end. Reads the body where it is of one of the types, as text."""
        seen: list[str] = []
        left = self._limits.seconds
        try:
            url = _checked(address, "bad-address")
            while True:
                if str(url) in seen:
                    raise _StoppedError("redirect-loop")
                if len(seen) > self._limits.redirects:
                    raise _StoppedError("too-many-redirects")
                seen.append(str(url))
                async with self._turn(url.host):
                    begun = asyncio.get_running_loop().time()
                    async with asyncio.timeout(left):
                        answer = await self._request(url, types)
                    left -= asyncio.get_running_loop().time() - begun
                if isinstance(answer, VisitAnswer):
                    return replace(answer, final_address=seen[-1] if len(seen) > 1 else "")
                url = answer
        except _StoppedError as stopped:
            status = str(stopped)
        except (TimeoutError, httpx.TimeoutException):
            status = "too-slow"
        except httpx.ConnectError as error:
            status = "bad-certificate" if _is_about_certificate(error) else "no-connection"
        except httpx.HTTPError:
            status = "broken-answer"
        return VisitAnswer(status, final_address=seen[-1] if len(seen) > 1 else "")

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """Wait until it is this request's turn at a site."""
        site = self._sites.setdefault(host, _Site())
        async with site.lock:
            await asyncio.sleep(max(0.0, site.next - asyncio.get_running_loop().time()))
            try:
                async with self._at_once:
                    yield
            finally:
                site.next = asyncio.get_running_loop().time() + self._limits.pause

    async def _request(self, url: httpx.URL, types: tuple[str, ...]) -> VisitAnswer | httpx.URL:
        """One request: the answer, or the checked address of the next hop."""
        response = await self._send(url)
        try:
            if response.status_code in REDIRECTS and "location" in response.headers:
                return _checked(response.headers["location"], "bad-redirect", url)
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            kind = kind if re.fullmatch(r"[\w.+-]{1,60}/[\w.+-]{1,80}", kind, re.ASCII) else ""
            answer = VisitAnswer(str(response.status_code), content_type=kind)
            if kind not in types or not response.is_success:
                return answer
            body, whole = await self._body(response)
            return replace(answer, text=body.decode(_charset(response, body), "replace"), whole=whole, content=body)
        finally:
            await response.aclose()

    async def _send(self, url: httpx.URL) -> httpx.Response:
        """The head of the answer from the first address of the name that takes the connection."""
        *others, last = await self._places(url)
        for place in others:
            try:
                return await self._send_to(place, url)
            except httpx.ConnectError as error:
                if _is_about_certificate(error):
                    raise
        return await self._send_to(last, url)

    async def _send_to(self, place: str, url: httpx.URL) -> httpx.Response:
        request = httpx.Request(
            "GET",
            url.copy_with(host=place, fragment=None),
            headers={"Host": url.netloc.decode("ascii"), **HEADERS},
            extensions={"sni_hostname": url.raw_host.decode("ascii"), "timeout": self._timeout},
        )
        return await self._transport.handle_async_request(request)

    async def _places(self, url: httpx.URL) -> list[str]:
        """The addresses to connect to: the first that the name gives, if every one that it gives is allowed."""
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            found = await self._resolve(url.raw_host.decode("ascii"), port)
        except socket.gaierror as error:
            # Only a name that is known not to exist is gone; anything else may be our own network.
            raise _StoppedError("no-host" if error.errno == socket.EAI_NONAME else "no-connection") from None
        except UnicodeError:
            raise _StoppedError("no-host") from None
        addresses = [ipaddress.ip_address(text.partition("%")[0]) for text in found]
        if not addresses:
            raise _StoppedError("no-host")
        if not all(self._allowed(address) for address in addresses):
            raise _StoppedError("private-address")
        return [str(address) for address in addresses[:MOST_ADDRESSES]]

    async def _body(self, response: httpx.Response) -> tuple[bytes, bool]:
        """The unpacked body up to the limits, and whether that is all of it."""
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in {"identity", "gzip", "deflate", ""}:
            return b"", False
        packed = encoding in {"gzip", "deflate"}
        unpacker = zlib.decompressobj(wbits=47 if encoding == "gzip" else 15)
        received, body = 0, bytearray()
        async for chunk in response.aiter_raw():
            received += len(chunk)
            room = self._limits.unpacked - len(body)
            try:
                body += unpacker.decompress(chunk, room) if packed else chunk[:room]
            except zlib.error:
                return bytes(body), False
            if received >= self._limits.received or len(body) >= self._limits.unpacked:
                return bytes(body), False
        return bytes(body), not packed or unpacker.eof


class _Site:
    """Whose turn it is at a host, and when the next request may begin."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.next = 0.0


def _checked(address: str, status: str, base: httpx.URL | None = None) -> httpx.URL:
    """An address that may be visited; the visit stops with the status where it is none."""
    try:
        url = base.join(address) if base else httpx.URL(address)
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise _StoppedError(status) from None
    if address_flaw(str(url))[0] or not url.host:
        raise _StoppedError(status)
    return url


def _is_about_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _charset(response: httpx.Response, body: bytes) -> str:
    """The encoding that the answer or the head of the page names, where it is one of the web; else UTF-8."""
    named = response.charset_encoding or ""
    if not named and (match := re.search(rb"""<meta[^>]{0,200}charset=["']?([\w-]{1,40})""", body[:4096], re.I)):
        named = match[1].decode("ascii")
    try:
        return codecs.lookup(named).name if _CHARSETS.fullmatch(named.lower()) else "utf-8"
    except LookupError:
        return "utf-8"
