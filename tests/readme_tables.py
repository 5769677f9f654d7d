"""Writes the tables of the READMEs that say what the programs take: python tests/readme_tables.py

Each stands between two marks that name it, and is made from what `--help` says. `tests/test_documentation.py` fails
where one is out of date.
"""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY)]

from typer.main import get_command  # noqa: E402  (a script finds the packages only now)

from dashboard.__main__ import command_line  # noqa: E402
from dashboard.views.parameters import OneOf, Switch  # noqa: E402
from dashboard.views.view import view_parameters  # noqa: E402
from etl.__main__ import app  # noqa: E402

PROGRAMS = {"dashboard": get_command(command_line), "etl": get_command(app)}


class Table(NamedTuple):
    """A table of a README: its name, the file that it stands in, and what makes its lines."""

    name: str
    document: str
    lines: Callable[[], Iterator[str]]


def options_of(program: str, command: str) -> list[Any]:
    """The options of a command, in the order of its help."""
    return [option for option in PROGRAMS[program].commands[command].params if option.param_type_name == "option"]


def parameters_of_a_view() -> Iterator[str]:
    """The parameters of a view, as they are declared."""
    yield from ("| Parameter | What it means | Values |", "|---|---|---|")
    for declared in view_parameters():
        words = declared.kind.offered({}) if isinstance(declared.kind, OneOf | Switch) else None
        values = ", ".join(f"`{word}`" for word in words) if words else f"such as `{declared.example}`"
        yield f"| `{declared.name}`{' (repeatable)' * declared.repeatable} | {declared.description} | {values} |"


def options_of_import() -> Iterator[str]:
    """The options of `python -m etl import`."""
    yield from ("| Option | What it says |", "|---|---|")
    for option in options_of("etl", "import"):
        value = "" if option.is_flag else f" {option.metavar}"
        yield f"| `{option.opts[0]}{value}` | {option.help} |"


TABLES = (
    Table("view parameters", "README.md", parameters_of_a_view),
    Table("options of import", "data/README.md", options_of_import),
)


def written(text: str, table: Table) -> str:
    """The text of a README with a table as it is now. Raises ValueError where its two marks are not there."""
    lines = "".join(f"{line}\n" for line in ("", *table.lines(), ""))
    marks = re.compile(rf"(<!-- {table.name}: [^>]*-->\n).*?(<!-- end of {table.name} -->)", re.DOTALL)
    text, found = marks.subn(lambda mark: f"{mark[1]}{lines}{mark[2]}", text)
    if found != 1:
        raise ValueError(f"{table.document} has {found} places for the {table.name}; it needs one")
    return text


if __name__ == "__main__":
    for table in TABLES:
        path = REPOSITORY / table.document
        path.write_text(written(path.read_text(encoding="utf-8"), table), encoding="utf-8")
