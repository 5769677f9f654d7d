"""`python -m etl links`: visit every address of the data package and record what is there."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from etl.commands.shared import DATA, DataOption, progress_bar, refuse_installed, stop, tell
from etl.figures.quoting import counted
from etl.figures.vocabulary.sources import LinkState

if TYPE_CHECKING:
    from etl.figures.sources import Link
    from etl.links.places import AddressPlace


def links(
    data: DataOption = DATA,
    older_than: Annotated[
        int, typer.Option("--older-than", metavar="DAYS", min=0, help="Visit again what was visited so long ago.")
    ] = 30,
    archive: Annotated[
        bool, typer.Option("--archive/--no-archive", help="Ask the Internet Archive for copies of dead pages.")
    ] = True,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Visit addresses of this machine and its network too. For tests.")
    ] = False,
) -> None:
    """Visit the addresses of all sources and record in links.csv what is there.

    One request at a time to each site, and a second between two. Prints the links that are dead or could not be seen,
    and the pages on which a number was not found. Stop it with Ctrl-C whenever you like: it goes on from there. The
    pages of the dashboard show what was found after the next `python -m etl refresh`.
    """
    import asyncio

    from etl.links.archive import AVAILABILITY
    from etl.links.file import known_links
    from etl.links.places import places
    from etl.links.review import Plan, due, review
    from etl.links.visit import NOT_ASKED, VisitLimits, Visitor, is_public
    from etl.package.extract import extract
    from etl.rules import check

    refuse_installed(data)
    package = extract(data)
    errors = [problem for problem in check(package) if problem.is_error]
    if errors:
        tell(errors, "nothing was visited")
        raise typer.Exit(1)
    if "links" not in package.contract.tables:
        stop(f"{package.path('datapackage.json')} has no table for links; take it over from the package that came")
    named = places(package)
    known = {address: link for address, link in known_links(package.tables["links"]).items() if address in named}
    today = date.today()
    wanted = due(named, known, today, older_than)
    file = data / package.contract.tables["links"].paths[0]

    async def run() -> "dict[str, Link]":
        allowed = (lambda address: True) if allow_private else is_public
        async with Visitor(VisitLimits(), allowed=allowed) as visitor:
            return await review(Plan(file, today, AVAILABILITY if archive else ""), wanted, known, visitor, reading)

    try:
        with progress_bar() as (step, reading):
            step("Visiting")
            found = asyncio.run(run())
    except OSError as error:
        stop(f"{package.path(file.name)}: cannot be written ({error.strerror}); nothing was lost that was there")
    if wanted and not any(link.status.isdecimal() for link in found.values()):
        certain = any(link.status in NOT_ASKED for link in found.values())
        written = "only what must not be visited was written" if certain else "nothing was written"
        stop(f"No site answered, so {written}. Is this machine on the internet? Then run this again.")
    typer.echo("\n".join([*_lines(named, found), _count_line(len(named), found)]))


def _lines(named: "dict[str, AddressPlace]", found: "dict[str, Link]") -> list[str]:
    """A line for each link that somebody should look at, where the data first names it."""
    from etl.links.archive import SEARCH

    lines = []
    for address, link in found.items():
        place = f"{named[address].file}:{named[address].line}"
        if link.state == "dead":
            copy = (
                f"an archived copy is at {link.archived}" if link.archived else f"look for a copy at {SEARCH}{address}"
            )
            lines.append(f"{place}: dead ({link.status}) {address}; {copy}")
        elif link.state == "unclear":
            led = f", led to {link.final_address}" if link.final_address else ""
            lines.append(f"{place}: not seen ({link.status}{led}) {address}; open it in a browser")
        elif link.number_found in {"no", "some"}:
            which = "none" if link.number_found == "no" else "not all"
            count = counted(len(named[address].printed), "number")
            lines.append(f"{place}: {which} of the {count} from there found in the text of {address}; open it and look")
    return sorted(lines)


def _count_line(named: int, found: "dict[str, Link]") -> str:
    states = [link.state for link in found.values()]
    return (
        f"{counted(named, 'address', 'addresses')}, {len(found):,} visited: "
        f"{states.count(LinkState.WORKING):,} working, "
        f"{states.count(LinkState.DEAD):,} dead, {states.count(LinkState.UNCLEAR):,} not seen. "
    )
