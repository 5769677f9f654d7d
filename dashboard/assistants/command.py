"""`python -m dashboard mcp`: the figures for an assistant that starts this program."""

from collections.abc import Callable
from typing import Annotated

import typer

from dashboard.server.urls import INSIDE, Urls
from etl.editions.reading import Database


def add_assistants(command_line: typer.Typer, database: Callable[[], Database]) -> None:
    """Add `mcp` to the command line; `database` gives the published database when it is needed."""

    @command_line.command(name="mcp")
    def serve_assistants(
        address: Annotated[
            str, typer.Option(envvar="DASHBOARD_ADDRESS", help="Where readers find the dashboard, for links.")
        ] = "",
    ) -> None:
        """Serve an assistant over standard input and output, by the Model Context Protocol."""
        # The protocol takes a second to load, for which no other command waits.
        from dashboard.assistants.server import serve_streams

        try:
            here = Urls.at(address) if address else INSIDE
        except ValueError as error:
            typer.echo(error, err=True)
            raise typer.Exit(1) from None
        serve_streams(database(), here)
