"""The review of all links: which are due, one visit to each, and every finding kept as soon as it is there."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from etl.figures.sources import Link
from etl.links.archive import AVAILABILITY, archived_copy
from etl.links.file import write_links
from etl.links.page_text import cut_out, numbers_found, plain_text_of
from etl.links.places import AddressPlace
from etl.links.visit import NOT_ASKED, TEXT_TYPES, Visitor

KEPT_EVERY = 5.0  # seconds between two writings of the file
MOST_WITHOUT_ANSWER = 20  # visits; after so many without one answer it is our own network that is down

VisitProgress = Callable[[int, int], None]


@dataclass(frozen=True)
class Plan:
    """What a review is about: the file, the day, and whether to ask for archived copies (an address, or empty)."""

    file: Path
    today: date
    availability: str = AVAILABILITY


def due(places: dict[str, AddressPlace], known: dict[str, Link], today: date, older_than: int) -> list[AddressPlace]:
    """The places that nobody has looked at for so many days."""
    limit = (today - timedelta(days=older_than)).isoformat()
    return [place for address, place in places.items() if address not in known or known[address].checked <= limit]


async def review(
    plan: Plan,
    wanted: Iterable[AddressPlace],
    known: dict[str, Link],
    visitor: Visitor,
    progress: VisitProgress | None = None,
) -> dict[str, Link]:
    """Visit the wanted places and keep what is found in the file, with the known links of other places.

    Returns what was found. The file is written while the visits go on and at their end, also where they are stopped;
    but until one site has answered, only what needs no network is written, because our own may be what is down.
    """
    wanted = list(wanted)
    found: dict[str, Link] = {}
    sites: dict[str, list[AddressPlace]] = {}
    for place in wanted:
        sites.setdefault(urlsplit(place.address).hostname or "", []).append(place)

    def answered() -> bool:
        return any(link.status.isdecimal() for link in found.values())

    def keep() -> None:
        certain = {address: link for address, link in found.items() if answered() or link.status in NOT_ASKED}
        if certain:
            write_links(plan.file, (known | certain).values())

    kept = monotonic()

    async def visit_all(places: list[AddressPlace]) -> None:
        nonlocal kept
        for place in places:
            if len(found) >= MOST_WITHOUT_ANSWER and not answered():
                return
            found[place.address] = await _look(plan, place, known.get(place.address), visitor)
            if progress is not None:
                progress(len(found), len(wanted))
            if monotonic() - kept > KEPT_EVERY:
                keep()
                kept = monotonic()

    visits = [asyncio.create_task(visit_all(places)) for places in sites.values()]
    try:
        await asyncio.gather(*visits)
    finally:
        for visit in visits:
            visit.cancel()
        keep()
    return found


async def _look(plan: Plan, place: AddressPlace, before: Link | None, visitor: Visitor) -> Link:
    """What is at one place today. A copy that an archive has named before stays named."""
    answer = await visitor.visit(place.address)
    title, number_found = "", ""
    if answer.text and answer.content_type in TEXT_TYPES:
        # A large page takes a while, in which the other visits go on.
        title, number_found = await asyncio.to_thread(
            _title_and_finding, place, answer.text, answer.content_type != "text/plain", answer.whole
        )
    link = Link(
        address=place.address,
        status=answer.status,
        final_address=answer.final_address,
        title=title,
        content_type=answer.content_type,
        checked=plan.today.isoformat(),
        number_found=number_found,
        archived=before.archived if before else "",
    )
    if link.state == "dead" and not link.archived and plan.availability:
        link = replace(link, archived=await archived_copy(visitor, place.address, plan.availability))
    return link


def _title_and_finding(place: AddressPlace, page: str, is_html: bool, whole: bool) -> tuple[str, str]:
    """The title of a page, and whether the numbers that were read there stand in it."""
    title, text = cut_out(page) if is_html else ("", plain_text_of(page))
    return title, numbers_found(text, place.printed, whole)
