"""Links to published sources: only http and https, and at the number where the format allows it."""

import re
from urllib.parse import quote, urlsplit

from dashboard.records import Source

_PAGE = re.compile(r"\b(?:pp?\.|page|pages)\s*(\d+)", re.IGNORECASE)
_CHARACTERS_REFUSED = re.compile(r"[\s\x00-\x1f\x7f\"'<>\\^`{|}]")


def safe_address(address: str) -> str:
    """The address where it is one of the web that a link may carry, else an empty text.

    The check program refuses the same ones; a link is checked again where it is made (CVE-2024-21485).
    """
    if not address or _CHARACTERS_REFUSED.search(address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc else ""


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
