"""Rules about units: each says how it converts, in one spelling of its own, and measures what those do.

What measures of law and custom are is said a second time in `known_units.csv` beside this file, so that a slip in
`units.csv`, by which every number in that unit would be wrong, has a witness against it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np

from etl.figures.beside import rows_beside
from etl.figures.quoting import shown
from etl.method.conversion import unit_pairs
from etl.method.unit_rows import UnitRow, plain_spelling, unit_rows
from etl.method.units import UnitError, Units, UnknownUnitError
from etl.method.units_in_use import current_units, factor
from etl.package.extract import Package
from etl.package.problems import Problem
from etl.rules.found import problems_in

_KNOWN = {(row["unit"], row["base_unit"]): float(row["factor"]) for row in rows_beside("etl.rules", "known_units.csv")}
AS_KNOWN = 0.01  # relative difference of a factor from the known one, such as of an acre of surveyors
FEWEST = 3  # statements by whose units that of an indicator is judged
LEADS_NOWHERE = "does not lead to a unit that is kept apart"


def check(package: Package) -> list[Problem]:
    """Rows that do not say how a unit converts, spellings of two units, and quantities that differ."""
    if "units" in package.unreadable:
        return []
    rows = unit_rows(package.tables["units"])
    found = [*_flaws(rows, current_units())] or [*_symbols_of_others(package, rows)]
    own = [(place, text) for place, text in found if LEADS_NOWHERE not in text]
    # Units that lead to a broken one are told only where no row is broken in itself, and then the first of them.
    if package.is_untyped("units", "factor").any():
        return []
    strange = list(_strange_bases(rows, current_units()))  # from which other units seem to be of another quantity, too
    return problems_in(package, "units", "unit-broken", strange or own or found[:1])


def _strange_bases(rows: tuple[UnitRow, ...], units: Units) -> Iterator[tuple[int, str]]:
    """Units of which a known one measures an area, and whose base unit is one of a mass."""
    known = {unit: (base, factor) for (unit, base), factor in _KNOWN.items()}
    for place, row in enumerate(rows):
        base, times = known.get(row.unit, ("", 0.0))
        if base and row.base_unit and not _is_alike(units, base, row.base_unit):
            told = f"base_unit of {shown(row.unit)} is {row.base_unit}, but one of them is {times:.10g} {base}"
            yield place, f"{told}; correct it, or give a unit of something else another name"


def _symbols_of_others(package: Package, rows: tuple[UnitRow, ...]) -> Iterator[tuple[int, str]]:
    """Units whose symbol is that, or a name, of another one: a reader would take its numbers for numbers of that."""
    symbols = [plain_spelling(symbol) for symbol in package.tables["units"]["symbol"]]
    for place, (row, symbol) in enumerate(zip(rows, symbols, strict=True)):
        named = (each for each in rows if symbol in each.spellings and each.unit != row.unit)
        alike = (rows[other] for other in range(place) if symbols[other] == symbol and rows[other].unit != row.unit)
        if symbol and (other := next(named, None) or next(alike, None)):
            yield place, f"symbol of {shown(row.unit)} is {shown(symbol)}, which is {shown(other.unit)}; correct it"


def _is_alike(units: Units, one: str, other: str) -> bool:
    """Whether two units convert into each other, or nothing is known of one of them, which is told."""
    try:
        return bool(units.quantity(one).dimensionality == units.quantity(other).dimensionality)
    except UnitError:
        return True


def _flaws(rows: tuple[UnitRow, ...], units: Units) -> Iterator[tuple[int, str]]:
    spelled: dict[str, UnitRow] = {}
    units_before: set[str] = set()
    quantities: dict[object, UnitRow] = {}
    for place, row in enumerate(rows):
        if not row.unit or row.unit in units_before:
            continue  # told as an empty cell, or as a key that is there twice
        units_before.add(row.unit)
        twice = next((name for name in row.spellings if name in spelled), "")
        if row.flaw:
            yield place, f"of {shown(row.unit)}: {row.flaw}"
        elif twice:
            yield place, f"{shown(twice)} is also a name of {shown(spelled[twice].unit)}; delete one of them"
        else:
            spelled |= dict.fromkeys(row.spellings, row)
            if flaw := _flaw_of_meaning(row, units, quantities):
                yield place, flaw


def _flaw_of_meaning(row: UnitRow, units: Units, quantities: dict[object, UnitRow]) -> str:
    try:
        dimensions = units.quantity(row.unit).dimensionality
    except UnknownUnitError as error:
        return f"{shown(row.unit)} {LEADS_NOWHERE} ({error}); correct base_unit, or restore the row that it names"
    known = _KNOWN.get((row.unit, row.base_unit), row.factor)
    if row.factor and known and abs(row.factor / known - 1) > AS_KNOWN:
        return (
            f"factor of {shown(row.unit)} is {row.factor:.10g}, but one of them is {known:.10g} {row.base_unit}; "
            "correct it, or give a unit of another size another name"
        )
    first = quantities.setdefault(dimensions, row)
    if first.quantity != row.quantity:
        return (
            f"quantity is {shown(row.quantity)}, but {shown(first.unit)}, which it converts to, measures "
            f"{shown(first.quantity)}; correct one of them"
        )
    return ""


def units_against_statements(package: Package) -> dict[str, str]:
    """What is to be told of the indicators whose unit none of their statements' units converts to: it is the slip."""
    wanted = dict(zip(package.tables["indicators"]["indicator"], package.tables["indicators"]["unit"], strict=True))
    pair, units, names = unit_pairs(package.tables["statements"])
    counts = np.bincount(pair, minlength=len(units))
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for unit, name, count in zip(units, names, counts, strict=True):
        used[name][unit] += int(count)
    return {
        name: f"unit is {shown(wanted[name])}, but all {found.total():,} statements of {shown(name)} have other units, "
        f"such as {found.most_common(1)[0][0]}; correct it"
        for name, found in used.items()
        if wanted.get(name) and found.total() >= FEWEST and not any(may_convert(unit, wanted[name]) for unit in found)
    }


def may_convert(unit: str, wanted: str) -> bool:
    """Whether a unit converts to another; of one that is not known nothing can be said."""
    try:
        factor(unit, wanted)
    except UnknownUnitError:
        return True
    except UnitError:
        return False
    return True
