"""The command line: `python -m dashboard`, or `drug-control`, serves the dashboard; `export` and `trace` are for
pictures of it.
"""

import atexit
import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Annotated, cast

import typer
import uvicorn

from dashboard.assistants.command import add_assistants
from dashboard.checking.command import add_check
from dashboard.exports.apart import Apart
from dashboard.exports.command import add_export
from dashboard.exports.trace_command import add_trace
from dashboard.server.log import LogFormat, configure
from dashboard.server.metrics import ONLY_THIS_MACHINE, serve_metrics
from dashboard.server.origin import public_origin
from dashboard.server.supervisor import end_with_parent
from dashboard.server.supervisor import serve as run_server
from dashboard.server.urls import clean_prefix
from etl.documents.prose.reader import ProseReader
from etl.documents.prose.records import Paragraph
from etl.editions.reading import Database
from etl.figures.paths import (
    CACHE_VARIABLE,
    DATA_VARIABLE,
    DATABASE_VARIABLE,
    cache_folder,
    data_folder,
    database_of,
    edition_files,
    is_installed,
)
from etl.figures.vocabulary.editions import Outcome

_PREFIX_VARIABLE = "DASHBOARD_PREFIX"
_PUBLIC_ADDRESS_VARIABLE = "DASHBOARD_ADDRESS"
_LOG_VARIABLE = "DASHBOARD_LOG_FORMAT"
_LOG_FILES_VARIABLE = "DASHBOARD_LOG_FILES"
_MCP_VARIABLE = "DASHBOARD_MCP"

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
    edition: Annotated[
        str, typer.Option(metavar="NAME", help="Show this edition, one that is kept or that a refresh has only tried.")
    ] = "",
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
    metrics_port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of this machine for Prometheus; 0 for none.")
    ] = 0,
    log_files: Annotated[bool, typer.Option(help="Log requests of scripts, styles and fonts too.")] = True,
    mcp: Annotated[
        bool, typer.Option("--mcp", help="Answer language-model assistants too, at /mcp (Model Context Protocol).")
    ] = False,
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
    if edition:
        os.environ[DATABASE_VARIABLE] = _database_of_edition(edition)
    build_first_edition()
    os.environ[CACHE_VARIABLE] = str(cache_folder())
    os.environ[_PREFIX_VARIABLE] = prefix
    os.environ[_PUBLIC_ADDRESS_VARIABLE] = address
    os.environ[_LOG_VARIABLE] = log_format
    os.environ[_LOG_FILES_VARIABLE] = "1" if log_files else ""
    os.environ[_MCP_VARIABLE] = "1" if mcp else ""
    from dashboard.server.protocol import LimitedProtocol  # with all of Dash, which no other command needs

    configure(log_format)
    shown_host = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    shown = f"http://{shown_host}:{port}{clean_prefix(prefix)}"
    _serve_metrics(metrics_port)
    # The log is on the standard output, and JSON to its last line where that is asked for.
    typer.echo(f"The dashboard is at {shown}", err=log_format == "json")
    run_server(
        uvicorn.Config(
            "dashboard.__main__:create_served_app",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            http=LimitedProtocol,
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=10,
        )
    )


def _database_of_edition(beginning: str) -> str:
    """The database of a single edition, named by the beginning of its name; an end with a sentence otherwise."""
    address = os.environ.get(DATABASE_VARIABLE, "")
    database = Path(address.removeprefix("sqlite:///")) if address else database_of(data_folder())
    files = edition_files(database)
    found = [name for name in files if name.startswith(beginning)]
    if len(found) != 1:
        there = ", ".join(sorted(files)) or "none"
        typer.echo(
            f"--edition {beginning} names {len(found) or 'none'} of the editions beside {database}: {there}.", err=True
        )
        raise typer.Exit(1)
    return f"sqlite:///{files[found[0]].absolute()}"


def _serve_metrics(port: int) -> None:
    """Answer to Prometheus from this process, for all that answer readers."""
    if not port:
        return
    _refuse_a_taken_port(ONLY_THIS_MACHINE, port)
    cache = cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="metrics-", dir=cache))
    supervisor = os.getpid()
    atexit.register(lambda: shutil.rmtree(folder, ignore_errors=True) if os.getpid() == supervisor else None)
    serve_metrics(port, folder, _database)


def create_served_app() -> object:
    """The application of one worker."""
    from dashboard.app import create_app

    end_with_parent()
    _configure_log()
    with_files = bool(os.environ.get(_LOG_FILES_VARIABLE, "1"))
    prefix, address = os.environ.get(_PREFIX_VARIABLE, ""), os.environ.get(_PUBLIC_ADDRESS_VARIABLE, "")
    exports, checks = Apart(_configure_log), Apart(_configure_log)
    return create_app(
        _database(),
        prefix,
        address=address,
        log_files=with_files,
        run=exports.run,
        run_checks=checks.run,
        assistants=bool(os.environ.get(_MCP_VARIABLE)),
    )


def _configure_log() -> None:
    """Log as whoever has started the server asked for it, in this process too."""
    configure(cast(LogFormat, os.environ.get(_LOG_VARIABLE, "plain")))


def _database() -> Database:
    """The published database: the one that DATABASE_URL names, else the file of the figures in use."""
    return Database(os.environ.get(DATABASE_VARIABLE) or database_of(data_folder()))


def _paragraphs_of(path: Path, reader: ProseReader) -> list[Paragraph]:
    """The paragraphs of a document and the rows of its tables.

    Raises ValueError with a sentence where it cannot be read.
    """
    # The readers of documents take a while to load, for which no other command waits.
    from etl.documents.files.document import DocumentError
    from etl.documents.readings.text import text_of

    try:
        return text_of(path, reader)
    except DocumentError as error:
        raise ValueError(str(error)) from None


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
        # Without it nothing could be shown, so that no rollback is undone by it.
        report = refresh(data, store=store, accept_removals=came_installed, after_rollback=True)
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


add_export(command_line, _published_database)
add_trace(command_line, _published_database)
add_check(command_line, _published_database, _paragraphs_of)
add_assistants(command_line, _published_database)

if __name__ == "__main__":
    command_line()
