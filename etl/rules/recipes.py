"""The rule about recipes: each can be read, and names a source and a producer that are there."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from etl.figures.quoting import nearest_of, shown
from etl.package.extract import Package
from etl.package.problems import Problem, unreadable

FOLDER = "recipes"
_KEYS = {"source": "sources", "producer": "producers"}


def check(package: Package) -> list[Problem]:
    """Recipes that are not TOML, and keys at their top that no table has."""
    return [
        problem
        for path in sorted((package.folder / FOLDER).glob("*.toml"))
        for problem in _flaws(package, path, package.path(f"{FOLDER}/{path.name}"))
    ]


def _flaws(package: Package, path: Path, file: str) -> Iterator[Problem]:
    try:
        text = path.read_text(encoding="utf-8")
        recipe = tomllib.loads(text)
    except OSError as error:
        yield Problem(file, 1, "file-unreadable", unreadable(error))
        return
    except ValueError as error:
        yield Problem(file, 1, "recipe-broken", f"it is not TOML in UTF-8 ({error}); correct it")
        return
    lines = text.splitlines()
    for column, resource in _KEYS.items():
        keys = package.tables[resource][column]
        key = recipe.get(column, "")
        if resource in package.unreadable or key in set(keys):
            continue
        nearest = nearest_of(str(key), list(keys))
        advice = f"did you mean {shown(nearest)}?" if nearest else "correct it, or add the row there"
        line = next((number for number, each in enumerate(lines, start=1) if each.startswith(column)), 1)
        yield Problem(
            file, line, "key-unknown", f"{column} is {shown(key)}, which {resource}.csv does not have; {advice}"
        )
