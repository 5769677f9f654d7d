"""One name means one thing in the whole repository."""

import ast
from collections import defaultdict
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
# Classes that a library outside reads by their name: Dash finds these components by it.
NAMED_BY_OTHERS = {"Chart", "Store"}


def _definitions() -> dict[str, list[str]]:
    """The modules in which each public class, and each name of a type, is defined."""
    found: dict[str, list[str]] = defaultdict(list)
    for package in ("etl", "dashboard"):
        for path in sorted((REPOSITORY / package).rglob("*.py")):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                for name in _names(node):
                    found[name].append(path.relative_to(REPOSITORY).as_posix())
    return found


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        name = node.targets[0].id
        return [name] if name[:1].isupper() and not name.isupper() and "_" not in name else []
    return []


def test_no_two_modules_give_one_name_to_two_types() -> None:
    twice = {name: places for name, places in _definitions().items() if len(places) > 1 and not name.startswith("_")}
    assert not {name: places for name, places in twice.items() if name not in NAMED_BY_OTHERS}
