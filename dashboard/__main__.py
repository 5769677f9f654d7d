"""The command line: `python -m dashboard`, or `drug-control`, serves the dashboard; `export` and `whence` are for
pictures of it.
"""

import os
import socket
from pathlib import Path
from typing import Annotated, cast

import numpy  # noqa: F401  (imported before any thread starts: two threads that import it at once see half of it)
import pandas  # noqa: F401
import typer
import uvicorn

from dashboard.exports.command import add_commands
from dashboard.server.log import LogFormat, configure
from dashboard.server.origin import public_origin
from dashboard.server.urls import clean_prefix
from etl.editions.reading import Database
from etl.figures.paths import (
    CACHE_VARIABLE,
    DATA_VARIABLE,
    DATABASE_VARIABLE,
    cache_folder,
    data_folder,
    database_of,
    is_installed,
)
from etl.figures.vocabulary import Outcome

_PREFIX_VARIABLE = "DASHBOARD_PREFIX"
_PUBLIC_ADDRESS_VARIABLE = "DASHBOARD_ADDRESS"
_LOG_VARIABLE = "DASHBOARD_LOG_FORMAT"
_LOG_FILES_VARIABLE = "DASHBOARD_LOG_FILES"

command_line = typer.Typer(add_completion=False)


@command_line.callback(invoke_without_command=True)
def serve(
    context: typer.Context,
    data: Annotated[
        Path | None,
        typer.Option(
            envvar=DATA_VARIABLE,
            metavar="FOLDER",
            help="Figures of your own, the folder with datapackage.json; else those that come with the program.",
        ),
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8050,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer requests.")] = 1,
    prefix: Annotated[str, typer.Option(help="Path under which a proxy serves the dashboard, e.g. /figures.")] = "",
    address: Annotated[
        str, typer.Option(help="Where readers find it, e.g. https://figures.example.org; else as each request says.")
    ] = "",
    log_format: Annotated[
        LogFormat, typer.Option(help="A line for people or a JSON object for each request.")
    ] = "plain",
    log_files: Annotated[bool, typer.Option(help="Log requests of scripts, styles and fonts too.")] = True,
) -> None:
    """Serve the dashboard of drug-control statistics; this is what happens without a command.

    The database is the one that DATABASE_URL names, else a file beside the
    figures; that of figures inside an installed program is in the cache folder.

    The cache folder is the one that DASHBOARD_CACHE names, else
    ~/.cache/drug-control-dashboard, else one among the temporary files.
    """
    # Commands after this one, and workers, which are processes of their own, learn it from the environment.
    if data is not None:
        os.environ[DATA_VARIABLE] = str(data)
    if context.invoked_subcommand is not None:
        return
    _refuse_a_wrong_address(address)
    _refuse_a_taken_port(host, port)
    build_first_edition()
    os.environ[CACHE_VARIABLE] = str(cache_folder())
    os.environ[_PREFIX_VARIABLE] = prefix
    os.environ[_PUBLIC_ADDRESS_VARIABLE] = address
    os.environ[_LOG_VARIABLE] = log_format
    os.environ[_LOG_FILES_VARIABLE] = "1" if log_files else ""
    configure(log_format)
    shown_host = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    shown = f"http://{shown_host}:{port}{clean_prefix(prefix)}"
    # The log is on the standard output, and JSON to its last line where that is asked for.
    typer.echo(f"The dashboard is at {shown}", err=log_format == "json")
    uvicorn.run(
        "dashboard.__main__:create_served_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=10,
    )


def create_served_app() -> object:
    """The application of one worker."""
    from dashboard.app import create_app

    configure(cast(LogFormat, os.environ.get(_LOG_VARIABLE, "plain")))
    with_files = bool(os.environ.get(_LOG_FILES_VARIABLE, "1"))
    prefix, address = os.environ.get(_PREFIX_VARIABLE, ""), os.environ.get(_PUBLIC_ADDRESS_VARIABLE, "")
    return create_app(_database(), prefix, address=address, log_files=with_files)


def _database() -> Database:
    """The published database: the one that DATABASE_URL names, else the file of the figures in use."""
    return Database(os.environ.get(DATABASE_VARIABLE) or database_of(data_folder()))


def _published_database() -> Database:
    """The published database, built first where there is none."""
    build_first_edition()
    return _database()


def build_first_edition() -> None:
    """Build the edition that is served, where there is none that can be; say what is wrong where that fails.

    Figures that came with an installed program are published by whoever installs it: nobody edits them, so that
    another version of them is shown as soon as it is there.
    """
    from etl.editions.edition_names import EditionError, edition_name
    from etl.editions.store import open_store
    from etl.publish import refresh

    data, address = data_folder(), os.environ.get(DATABASE_VARIABLE, "")
    came_installed = not address and is_installed(data)
    try:
        store = open_store(data, address)
        current = store.current()
        if current is not None and store.fits(current) and not (came_installed and current != edition_name(data)):
            return
        first = "the first edition" if current is None else "an edition of this version"
        where = "" if address else f" in {database_of(data).parent}"
        typer.echo(f"Building {first}{where} from {data} ...", err=True)
        report = refresh(data, store=store, accept_removals=came_installed)
    except EditionError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None
    if report.outcome not in {Outcome.PUBLISHED, Outcome.UNCHANGED}:
        typer.echo(f"Nothing could be published; run `python -m etl refresh --data {data}` to see why.", err=True)
        raise typer.Exit(1)


def _refuse_a_wrong_address(address: str) -> None:
    """Say in one sentence what an address looks like, before anything else is done."""
    try:
        if address:
            public_origin(address)
    except ValueError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None


def _refuse_a_taken_port(host: str, port: int) -> None:
    """Say in one sentence that the port is in use, before anything else is done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            typer.echo(f"Cannot listen on {host}:{port}: {error.strerror}. Choose another port with --port.", err=True)
            raise typer.Exit(1) from None


add_commands(command_line, _published_database)

if __name__ == "__main__":
    command_line()
