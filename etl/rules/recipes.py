"""The rule about recipes: each can be read, and names sources, producers, indicators and units that are there."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from etl.figures.quoting import nearest_of, shown
from etl.method.units_in_use import is_unit
from etl.package.extract import Package
from etl.package.problems import Problem, unreadable
from etl.rules.references import about_key

FOLDER = "recipes"
_KEYS = {"source": "sources", "producer": "producers", "indicator": "indicators", "substance": "substances"}
# Tables of a recipe whose keys or values are texts of the outside table.
_NAMES_OF_OTHERS = frozenset({"left_out", "left_out_rows", "where"})
_PLACE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")


def check(package: Package) -> list[Problem]:
    """Recipes that are not TOML, keys in them that no table has, and units that nobody knows."""
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
        place = _PLACE.search(str(error))
        line = int(place[1] or 1) if place else 1
        yield Problem(
            file, line, "recipe-broken", f"it is not TOML in UTF-8 ({_PLACE.sub('', str(error))}); correct it"
        )
        return
    is_open = re.search(r"^unlisted\b", text, re.MULTILINE)  # it says why numbers of other indicators are left out
    missing = [(name, "") for name in ("source", "producer") if name not in recipe]
    for name, said in dict.fromkeys([*missing, *_said(recipe)]):
        if name == "indicator" and is_open:
            continue
        if (resource := _KEYS.get(name)) and resource not in package.unreadable:
            keys = package.tables[resource][name]
            if said not in set(keys):
                nearest = nearest_of(said, list(keys))
                advice = f"did you mean {shown(nearest)}?" if nearest else "correct it, or add the row there"
                found = f"{name} is {shown(said)}, which {resource}.csv does not have; {advice}"
                yield Problem(file, _line_of(text, said), "key-unknown", found, about_key(resource, said))
        elif name == "unit" and "units" not in package.unreadable and not is_unit(said):
            found = f"unit is {shown(said)}, but no such unit is known; use one of units.csv, or add it there"
            yield Problem(file, _line_of(text, said), "unit-unknown", found)


def _said(recipe: Any) -> Iterator[tuple[str, str]]:
    """Every setting with a text, however deep it stands; not what columns and words of a table are called."""
    if isinstance(recipe, list):
        for each in recipe:
            yield from _said(each)
    elif isinstance(recipe, dict):
        for name, value in recipe.items():
            if isinstance(value, str) and (name in _KEYS or name == "unit"):
                if "{" not in value:  # words in braces are settings
                    yield name, value
            elif name == "columns" and isinstance(value, dict):
                yield from _said([each for each in value.values() if isinstance(each, dict)])
            elif name not in _NAMES_OF_OTHERS:
                yield from _said(value)


def _line_of(text: str, said: str) -> int:
    """The first line that has a text in quotes, or 1."""
    return next((number for number, line in enumerate(text.splitlines(), 1) if f'"{said}"' in line), 1)
