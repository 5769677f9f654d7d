"""The rooms of each package are told in their order, and import only those before them."""

import ast
from collections.abc import Iterator

from documented import (
    PACKAGES,
    every_package,
    first_spans,
    modules,
)
from documents import REPOSITORY

SAID_BY_A_PACKAGE = {"dashboard.__version__", "dashboard.PRODUCT"}  # before any of its rooms


def rooms(package: str) -> list[str]:
    """The rooms of a package in their order: folders and modules, without those inside another."""
    return first_spans(row for row in PACKAGES[package].rows if not row[0].startswith("&nbsp;"))


@every_package
def test_every_room_has_its_line(package: str) -> None:
    told = {room.rstrip("/") for room in first_spans(PACKAGES[package].rows)}
    root = REPOSITORY / package
    folders = {path.parent.relative_to(root).as_posix() for path in root.glob("*/**/__init__.py")}
    modules = {path.name for path in root.glob("*.py")} - {"__init__.py"}
    assert told == folders | modules


def imported(code: ast.Module) -> Iterator[str]:
    """The modules, or parts of them, that a module imports."""
    for node in ast.walk(code):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@every_package
def test_a_room_imports_only_rooms_before_it(package: str) -> None:
    order = {room.removesuffix("/").removesuffix(".py"): place for place, room in enumerate(rooms(package))}
    for module, code in modules().items():
        for name in imported(code):
            if module.split(".")[0] == package == name.split(".")[0] and name not in SAID_BY_A_PACKAGE:
                assert order[name.split(".")[1]] <= order[module.split(".")[1]], f"{module} imports {name}"


def test_the_two_packages_know_of_each_other_only_what_is_told() -> None:
    shared = ("etl.figures.", "etl.editions.reading.", "etl.documents.prose.")
    for module, code in modules().items():
        for name in imported(code):
            if module.startswith("etl"):
                assert not name.startswith("dashboard"), f"{module} imports {name}"
            elif name.startswith("etl.") and module != "dashboard.__main__":
                assert name.startswith(shared), f"{module} imports {name}"
