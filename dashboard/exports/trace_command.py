"""`python -m dashboard trace`: files of this dashboard read back."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from dashboard.exports.command_options import ADDRESS_VARIABLE
from dashboard.exports.said import Picture
from dashboard.exports.trace import Told, UnknownPictureError, read_pictures, trace_around
from dashboard.exports.trace import trace as told_of
from dashboard.server.urls import Urls
from etl.editions.reading import Database, Edition, NoEditionError
from etl.figures.quoting import file_trouble, shown


def add_trace(command_line: typer.Typer, database: Callable[[], Database]) -> None:
    """Add `trace` to the command line; `database` gives the published database when it is needed."""

    @command_line.command("whence", hidden=True, help="The old name of trace.")
    @command_line.command()
    def trace(
        file: Annotated[
            Path, typer.Argument(help="A PNG or SVG picture of this dashboard, or a pack or a document with some.")
        ],
        edition: Annotated[
            Path | None,
            typer.Option(help="The edition that the picture names, downloaded as SQLite; else the one that is kept."),
        ] = None,
        address: Annotated[
            str, typer.Option(envvar=ADDRESS_VARIABLE, help="Where readers find the dashboard, to know its pictures.")
        ] = "",
    ) -> None:
        """Say which view, edition and sources a picture is from, whether it is what they give, and what has changed.

        It ends with an error where the file could not be compared, or is not what its edition gives.
        """
        try:
            home = Urls.at(address).base if address else ""
            pictures = read_pictures(file)
            published = database()
            told = [_told(picture, published, edition, home) for picture in pictures]
            told += _around(file, pictures, published, edition)
        except (UnknownPictureError, NoEditionError, ValueError, OSError) as error:
            typer.echo(file_trouble(error), err=True)
            raise typer.Exit(1) from None
        typer.echo("\n\n".join("\n".join(one.lines) for one in told))
        if not all(one.is_true for one in told):
            raise typer.Exit(1)


def _told(picture: Picture | str, published: Database, downloaded: Path | None, home: str) -> Told:
    """What is to be said of a picture, compared with the edition that it names: the one downloaded, or one kept."""
    if isinstance(picture, str):
        return Told([picture], is_true=False)
    return told_of(picture, published.edition(), _named(picture, published, downloaded), home)


def _around(
    file: Path, pictures: Sequence[Picture | str], published: Database, downloaded: Path | None
) -> Iterator[Told]:
    """What is to be said of tables, lists and slides in a file, where the edition that it names is at hand."""
    found = [picture for picture in pictures if isinstance(picture, Picture)]
    named = _named(found[0], published, downloaded) if found else None
    told = trace_around(file.read_bytes(), str(file), found, named) if named is not None else None
    if told is not None:
        yield told


def _named(picture: Picture, published: Database, downloaded: Path | None) -> Edition | None:
    """The edition that a picture names: the one downloaded, or one kept; None where there is none."""
    named = published.kept(picture.said.edition) if downloaded is None else Database(downloaded).edition()
    if named is not None and named.name != picture.said.edition:
        raise UnknownPictureError(
            f"{downloaded} is edition {named.name}, and {picture.place} names {shown(picture.said.edition)}."
        )
    return named
