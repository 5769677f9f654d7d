"""`python -m etl add source ADDRESS`: the row of a publication, from what it says of itself."""

import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl.commands.shared import DATA, DataOption, refuse_installed, stop, tell

if TYPE_CHECKING:
    from etl.documents.publications.row import NewSource
    from etl.links.visit import VisitAnswer


class Addition(StrEnum):
    """What can be added."""

    SOURCE = "source"


def add(
    what: Annotated[Addition, typer.Argument(metavar="source", help="What is added: a source.")],
    where: Annotated[
        str, typer.Argument(metavar="ADDRESS|FILE", help="Its address or DOI, or its page, PDF or record as a file.")
    ],
    key: Annotated[str, typer.Option("--key", metavar="KEY", help="Its key, instead of the one that is made.")] = "",
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="Its title as printed.")] = "",
    publisher: Annotated[str, typer.Option("--publisher", metavar="TEXT", help="Who published it.")] = "",
    published: Annotated[
        str, typer.Option("--published", metavar="DATE", help="When: a year, a month (2018-11) or a day.")
    ] = "",
    language: Annotated[str, typer.Option("--language", metavar="CODE", help="Its language, such as en.")] = "",
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="Its kind, as in source_kinds.csv.")] = "",
    authority: Annotated[
        str, typer.Option("--authority", metavar="WORD", help="Whose text it is: primary, repost or secondary.")
    ] = "",
    url: Annotated[
        str, typer.Option("--url", metavar="ADDRESS", help="Its address, where the file does not say it.")
    ] = "",
    write: Annotated[bool, typer.Option("--write", help="Write the row into sources.csv.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Visit addresses of this machine and its network too. For tests.")
    ] = False,
    data: DataOption = DATA,
) -> None:
    """Make the row of a publication from what its page, its PDF or a catalogue says of it, and show it.

    Each cell is shown with what says so: the tags of a page (Highwire, Dublin Core, Open Graph, JSON-LD), a record of
    Crossref, DataCite or CSL, or the description, title and day of a PDF. What an option says comes first, and what
    the publication says otherwise is told. A saved file needs no internet. With --write the row is added.
    """
    from etl.documents.files.document import DocumentError
    from etl.documents.publications.reading import describe_file
    from etl.documents.publications.row import OPTIONS, key_at, line_of, new_source
    from etl.package.extract import extract
    from etl.rules import check

    if write:
        refuse_installed(data)
    package = extract(data)
    if errors := [each for each in check(package) if each.is_error and each.code != "source-unused"]:
        tell(errors, "nothing was added")
        raise typer.Exit(1)
    given = dict(zip(OPTIONS, (title, publisher, published, language, kind, url, authority), strict=True))
    if known_as := key_at(package.tables["sources"], where):  # which needs no visit
        stop(f"sources.csv has this publication already: {known_as}.")
    try:
        if _is_address(where):
            with tempfile.TemporaryDirectory() as folder:
                file, found_at = _fetched(where, Path(folder), allow_private)
                found = describe_file(package, file)
            if not given["url"] and not found.best("url"):
                found.add("url", found_at, "where it was fetched")
        else:
            found = describe_file(package, Path(where))
    except DocumentError as error:
        stop(error)
    row = new_source(package, found, given, key)
    if row.known_as:
        stop(f"sources.csv has this publication already: {row.known_as}.")
    typer.echo("\n".join([*_lines(row), "", line_of(row).rstrip("\n")]))
    if row.lacks:
        stop("\n".join([*row.lacks, "Nothing was written."]))
    if not write:
        typer.echo(f"Nothing is written without --write; import its numbers with --source {row.cells['source']} then.")
        return
    _append(package.folder / "sources.csv", row)
    typer.echo(f"Wrote {row.cells['source']} to {package.path('sources.csv')}; now import its numbers.")


def _lines(row: "NewSource") -> list[str]:
    """Each cell with what says so, then what is in doubt."""
    shown = {"source": row.cells["source"], **{name: row.cells[name] for name in row.said_by}}
    cells = [
        f"{name}: {text}" + (f"  ({row.said_by[name]})" if name in row.said_by else "") for name, text in shown.items()
    ]
    inferred = [f"inferred: {row.cells['inferred']}"] if row.cells.get("inferred") else []
    return [*cells, *inferred, *(f"warning: {doubt}" for doubt in row.doubts)]


def _append(path: Path, row: "NewSource") -> None:
    """Add the row at the end of the file, in the columns that it has."""
    import csv
    import io

    from etl.package.descriptor import not_writable, replace_file

    text = path.read_text(encoding="utf-8")
    header = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    line = io.StringIO()
    csv.DictWriter(line, header, restval="", extrasaction="ignore", lineterminator="\n").writerow(row.cells)
    try:
        replace_file(path, text + line.getvalue(), path)
    except OSError as error:
        stop(not_writable(path.parent, error))


def _is_address(where: str) -> bool:
    return where.startswith(("http://", "https://", "10.", "doi:"))


def _fetched(where: str, folder: Path, allow_private: bool) -> tuple[Path, str]:
    """What stands at an address, saved as a file, and the address at which it was found; of a DOI its record."""
    import asyncio
    import re

    from etl.documents.files.document import DocumentError
    from etl.links.visit import VisitLimits, Visitor, is_public

    doi = re.fullmatch(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}/\S+)", where)
    address = f"https://api.crossref.org/works/{doi[1]}" if doi else where

    async def visit() -> "VisitAnswer":
        allowed = (lambda address: True) if allow_private else is_public
        limits = VisitLimits(received=60 << 20, unpacked=60 << 20)
        async with Visitor(limits, allowed=allowed) as visitor:
            return await visitor.visit(address, types=("text/html", "application/xhtml+xml", "application/pdf", JSON))

    answer = asyncio.run(visit())
    if not answer.content:
        kind = f" {answer.content_type}" if answer.content_type else ""
        raise DocumentError(
            f"{address} gave no page, PDF or record ({answer.status}{kind}); save it with a browser and give the file"
        )
    file = folder / "fetched"
    file.write_bytes(answer.content)
    return file, answer.final_address or address


JSON = "application/json"
