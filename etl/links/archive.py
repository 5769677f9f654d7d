"""Copies in the Internet Archive: asked for where a link is dead, and believed only where the archive names one."""

import json
from urllib.parse import quote, urlsplit

from etl.figures.links import address_flaw
from etl.links.visit import Visitor

AVAILABILITY = "https://archive.org/wayback/available?url="
SEARCH = "https://web.archive.org/web/*/"  # where a person can look for a copy
HOST = "web.archive.org"


async def archived_copy(visitor: Visitor, address: str, availability: str = AVAILABILITY) -> str:
    """The address of the copy that the archive says it has; empty where it does not say so."""
    answer = await visitor.visit(availability + quote(address, safe=""), ("application/json",))
    try:
        closest = json.loads(answer.text)["archived_snapshots"]["closest"]
        copy = str(closest["url"]) if closest["available"] is True else ""
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return copy if copy and not address_flaw(copy)[0] and urlsplit(copy).hostname == HOST else ""
