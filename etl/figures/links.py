"""Links to published sources: only http and https, and at the number where the format allows it."""

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from etl.figures.quoting import shown
from etl.figures.sources import Source
from etl.figures.vocabulary.sources import AddressOf

_PAGE = re.compile(r"\b(?:pp?\.|page|pages)\s*(\d+)", re.IGNORECASE)
_BAD_IN_ADDRESS = re.compile(r"""[\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"'<>\\^`{|}]""")


def address_flaw(address: str) -> tuple[str, str]:
    """Code and remedy of what is wrong with an address; empty if it is safe to link to."""
    if not address.startswith(("http://", "https://")):
        return "address-not-http", "give an address that begins with http:// or https://"
    if found := _BAD_IN_ADDRESS.search(address):
        return "address-broken", f"write the character {shown(found[0])} in its percent form or copy the address again"
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return "address-broken", "its host or port is not one; copy the address again from the browser"
    if parts.username is not None or parts.password is not None:
        return "address-broken", "take out the user name before the @"
    if not host or not re.fullmatch(r"[\w.-]+|[0-9a-f:.]+", host) or not re.search(r"\w", host):
        return "address-broken", "it has no host; copy the address again from the browser"
    return "", ""


@lru_cache(maxsize=8192)  # a file of statements asks this of the same few addresses in each row
def safe_address(address: str) -> str:
    """The address where it is one that a link may carry, else an empty text.

    The check refuses the others; a link is checked again where it is made (CVE-2024-21485).
    """
    return "" if address_flaw(address)[0] else address


def link_to_number(source: Source, locator: str = "", as_printed: str = "") -> str:
    """The source's own address, opened at the page of a PDF or at the printed number on a web page.

    An empty text where the source has no address that a link may carry.
    """
    address = safe_address(source.url)
    if not address or "#" in address:
        return address
    path = urlsplit(address).path.lower()
    if path.endswith(".pdf"):
        page = _PAGE.search(locator)
        return f"{address}#page={page.group(1)}" if page else address
    if path.endswith((".xlsx", ".xls", ".csv", ".zip", ".gz", ".json")) or not as_printed:
        return address
    return f"{address}#:~:text={quote(as_printed, safe='')}"


def where_to_read(source: Source, via: str, locator: str = "", as_printed: str = "") -> tuple[str, AddressOf | None]:
    """The address at which a number can be read, and whose it is; empty and None where there is none.

    It is the source's own, opened at the number where the format allows it, else that of the copy that was read; of a
    publication that nobody read here, that of a copy of it or a page about it.
    """
    if own := link_to_number(source, locator, as_printed):
        return own, AddressOf.SOURCE
    copy = safe_address(via or source.read_at)
    if copy:
        return copy, AddressOf.COPY
    known = safe_address(source.elsewhere)
    return (known, AddressOf.ELSEWHERE) if known else ("", None)
