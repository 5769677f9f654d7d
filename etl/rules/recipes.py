"""The rules about recipes: each keeps its form, and names sources, producers, indicators and units that are there."""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from etl.figures.quoting import nearest_of, shown
from etl.method.units_in_use import is_unit
from etl.package.extract import Package
from etl.package.problems import Problem, unreadable
from etl.package.recipe import FOLDER
from etl.package.recipe_form import RecipeRefusedError, recipe_of
from etl.rules.references import about_key

_KEYS = {
    "source": "sources",
    "producer": "producers",
    "indicator": "indicators",
    "substance": "substances",
    "area": "areas",
}
# Tables of a recipe whose keys or values are texts of the outside table.
_NAMES_OF_OTHERS = frozenset({"left_out", "left_out_rows", "where"})
_TABLE = re.compile(r"table ([0-9]+)")  # as the form of a recipe counts them
_QUOTED = re.compile(r'"([^"]*)"')
_PLACE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")


def check(package: Package) -> list[Problem]:
    """Recipes that are not TOML or break their form, keys in them that no table has, and units that nobody knows."""
    return [
        problem
        for path in sorted((package.folder / FOLDER).glob("*.toml"))
        for problem in _flaws(package, path, package.path(f"{FOLDER}/{path.name}"))
    ]


def _flaws(package: Package, path: Path, file: str) -> Iterator[Problem]:
    try:
        text = path.read_text(encoding="utf-8")
        recipe = tomllib.loads(text, parse_float=Decimal)
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
    try:
        recipe_of(path.stem, recipe)
    except RecipeRefusedError as error:
        yield Problem(file, _line_of_refused(text, str(error)), "recipe-broken", str(error))
    is_open = re.search(r"^unlisted\b", text, re.MULTILINE)  # it says why numbers of other indicators are left out
    for name, said in dict.fromkeys(_said(recipe)):
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


def _line_of_refused(text: str, why: str) -> int:
    """The line with most of what a refusal quotes, in the table that it names, or the first line of that table."""
    lines = text.splitlines()
    tables = [number for number, line in enumerate(lines) if line.lstrip().startswith("[[table]]")]
    table, first, after = _TABLE.match(why), 0, len(lines)
    if table and int(table[1]) <= len(tables):
        first, after = tables[int(table[1]) - 1], [*tables, len(lines)][int(table[1])]
    quoted = _QUOTED.findall(why.partition(";")[0])
    return max(range(first, after), key=lambda number: sum(each in lines[number] for each in quoted), default=0) + 1
