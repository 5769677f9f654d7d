"""The rules about recipes: each keeps its form, and names sources, producers, indicators and units that are there."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from etl.figures.quoting import nearest_of, shown
from etl.method.units_in_use import is_unit
from etl.package.extract import Package
from etl.package.problems import Problem, unreadable
from etl.package.recipe import FOLDER
from etl.package.recipe_form import RecipeRefusedError, recipe_of
from etl.rules.references import about_key, mistyped_keys
from etl.rules.units import may_convert

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
    else:
        yield from _wrong_units(package, recipe, text, file)
    is_open = re.search(r"^unlisted\b", text, re.MULTILINE)  # it says why numbers of other indicators are left out
    for name, said in dict.fromkeys(_said(recipe)):
        if name == "indicator" and is_open:
            continue
        if (resource := _KEYS.get(name)) and resource not in package.unreadable:
            keys = package.tables[resource][name]
            if said not in set(keys) and not nearest_of(said, mistyped_keys(keys)):
                nearest = nearest_of(said, list(keys))
                advice = f"did you mean {shown(nearest)}?" if nearest else "correct it, or add the row there"
                found = f"{name} is {shown(said)}, which {resource}.csv does not have; {advice}"
                yield Problem(file, _line_of(text, said), "key-unknown", found, about_key(resource, said))
        elif name == "unit" and "units" not in package.unreadable and not is_unit(said):
            found = f"unit is {shown(said)}, but no such unit is known; use one of units.csv, or add it there"
            yield Problem(file, _line_of(text, said), "unit-unknown", found)


def _wrong_units(package: Package, recipe: dict[str, Any], text: str, file: str) -> Iterator[Problem]:
    if {"indicators", "units"} & package.unreadable:
        return
    units = package.tables["indicators"].drop_duplicates("indicator").set_index("indicator")["unit"].to_dict()
    for indicator, unit in dict.fromkeys(_unlike(recipe, units)):
        found = f"{unit} of {indicator}, which is in {units[indicator]}, does not convert; correct one of them"
        yield Problem(file, _line_of(text, indicator, unit), "unit-not-convertible", found)


def _unlike(recipe: dict[str, Any], units: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Indicators with a unit of another kind than theirs: the one beside them, or else every one that their table has.

    What stands in [settings] is only usual, and columns and words can say otherwise.
    """
    shared = {name: part for name, part in recipe.items() if name != "table"}
    for table in recipe["table"]:
        places = list(_settings([shared, table]))
        usual = [each.get("settings") for each in (recipe, table)]
        around = [place["unit"] for place in places if "unit" in place]
        if _reads_units(table):
            around = []
        for place in places:
            is_usual = any(each and place.items() <= each.items() for each in usual)
            given = [place["unit"]] if "unit" in place and not is_usual else around
            indicator = place.get("indicator", "")
            if indicator in units and given and not any(may_convert(unit, units[indicator]) for unit in given):
                yield indicator, given[0]


def _reads_units(table: dict[str, Any]) -> bool:
    """Whether cells of a table say the units."""
    rules = [rule.get("is") if isinstance(rule, dict) else rule for rule in table.get("columns", {}).values()]
    return "unit" in rules or "unit" in table.get("across", [])


def _said(recipe: Any) -> Iterator[tuple[str, str]]:
    """Every setting with a text, however deep it stands; not what columns and words of a table are called."""
    for place in _settings(recipe):
        yield from place.items()


def _settings(recipe: Any) -> Iterator[dict[str, str]]:
    """What each place of a recipe sets by a text; words in braces are settings themselves."""
    if isinstance(recipe, list):
        for each in recipe:
            yield from _settings(each)
    elif isinstance(recipe, dict):
        yield {
            name: value
            for name, value in recipe.items()
            if isinstance(value, str) and (name in _KEYS or name == "unit") and "{" not in value
        }
        for name, value in recipe.items():
            if name == "columns" and isinstance(value, dict):
                yield from _settings([each for each in value.values() if isinstance(each, dict)])
            elif name not in _NAMES_OF_OTHERS:
                yield from _settings(value)


def _line_of(text: str, *said: str) -> int:
    """The first line that has most of some texts in quotes, or 1."""
    lines = text.splitlines()
    return max(range(len(lines)), key=lambda number: sum(f'"{each}"' in lines[number] for each in said), default=0) + 1


def _line_of_refused(text: str, why: str) -> int:
    """The line with most of what a refusal quotes, in the table that it names, or the first line of that table."""
    lines = text.splitlines()
    tables = [number for number, line in enumerate(lines) if line.lstrip().startswith("[[table]]")]
    table, first, after = _TABLE.match(why), 0, len(lines)
    if table and int(table[1]) <= len(tables):
        first, after = tables[int(table[1]) - 1], [*tables, len(lines)][int(table[1])]
    quoted = _QUOTED.findall(why.partition(";")[0])
    return max(range(first, after), key=lambda number: sum(each in lines[number] for each in quoted), default=0) + 1
