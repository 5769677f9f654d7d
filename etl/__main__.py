"""The commands of the ETL: `python -m etl --help`, or `drug-control-etl --help`."""

import io
import sys

import typer

from etl.commands.add import add
from etl.commands.check import check
from etl.commands.diff import diff
from etl.commands.history import history
from etl.commands.import_ import ImportCommand, import_
from etl.commands.links import links
from etl.commands.package import package
from etl.commands.read import read
from etl.commands.rebuild import rebuild
from etl.commands.refresh import refresh
from etl.commands.rename import rename
from etl.commands.rollback import rollback
from etl.commands.triage import triage

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """Look after the figures: from the CSV files in the data folder to the database of the dashboard.

    Edit the CSV files with any editor or spreadsheet, then run the command `check`.

    The database is the one that DATABASE_URL names, else a file in the data
    folder; that of figures inside an installed program is in the cache folder.

    The cache folder is the one that DASHBOARD_CACHE names, else
    ~/.cache/drug-control-dashboard, else one among the temporary files.
    """
    # A terminal that cannot show a letter of the data must not stop the report.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


for command in (check, add, read, refresh, diff, history, rollback, rebuild, package, rename, links, triage):
    app.command()(command)
app.command("import", cls=ImportCommand)(import_)


if __name__ == "__main__":
    app()
