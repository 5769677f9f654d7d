"""What is documented, and where: the documents, the two programs with their commands, and the modules."""

import ast
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest
from documents import REPOSITORY, Document, spans_of
from typer.main import get_command

from dashboard.__main__ import command_line
from etl.__main__ import app

USERS, DATA, ETL, DASHBOARD = (
    Document.at(path) for path in ("README.md", "data/README.md", "etl/README.md", "dashboard/README.md")
)
DOCUMENTS = (USERS, DATA, ETL, DASHBOARD)
PACKAGES = {"etl": ETL, "dashboard": DASHBOARD}
SECTIONS = USERS.sections()

PROGRAMS = {"dashboard": get_command(command_line), "etl": get_command(app)}

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.path)
every_package = pytest.mark.parametrize("package", PACKAGES)


def names_of(option: Any) -> set[str]:
    """All names of an option."""
    return {*option.opts, *option.secondary_opts}


def options_of(program: str, command: str) -> list[Any]:
    """The options of a command, in the order of its help."""
    return [option for option in PROGRAMS[program].commands[command].params if option.param_type_name == "option"]


def options_in(spans: Iterable[str]) -> set[str]:
    """The options that some code names."""
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", " ".join(spans)))


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the two packages by its name, parsed."""
    paths = (path for package in PACKAGES for path in sorted((REPOSITORY / package).rglob("*.py")))
    return {
        ".".join(path.relative_to(REPOSITORY).with_suffix("").parts): ast.parse(path.read_text(encoding="utf-8"))
        for path in paths
    }


def first_spans(rows: Iterable[list[str]]) -> list[str]:
    """What stands between backticks in the first cells of rows."""
    return [span for row in rows for span in spans_of(row[0])]
