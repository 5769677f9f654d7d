"""Rules about units: each says how it converts, in one spelling of its own, and measures what those do."""

from collections.abc import Iterator

from etl.figures.quoting import shown
from etl.method.unit_rows import UnitRow, unit_rows
from etl.method.units import Units, UnknownUnitError
from etl.method.units_in_use import current_units
from etl.package.extract import Package
from etl.package.problems import Problem
from etl.rules.found import problems_in

LEADS_NOWHERE = "does not lead to a unit that is kept apart"


def check(package: Package) -> list[Problem]:
    """Rows that do not say how a unit converts, spellings of two units, and quantities that differ."""
    if "units" in package.unreadable:
        return []
    rows = unit_rows(package.tables["units"])
    found = list(_flaws(rows, current_units()))
    own = [(place, text) for place, text in found if LEADS_NOWHERE not in text]
    # Units that lead to a broken one are told only where no row is broken in itself, and then the first of them.
    if package.is_untyped("units", "factor").any():
        return []
    return problems_in(package, "units", "unit-broken", own or found[:1])


def _flaws(rows: tuple[UnitRow, ...], units: Units) -> Iterator[tuple[int, str]]:
    spelled: dict[str, UnitRow] = {}
    quantities: dict[object, UnitRow] = {}
    for place, row in enumerate(rows):
        if not row.unit:
            continue  # told as an empty cell
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
    first = quantities.setdefault(dimensions, row)
    if first.quantity != row.quantity:
        return (
            f"quantity is {shown(row.quantity)}, but {shown(first.unit)}, which it converts to, measures "
            f"{shown(first.quantity)}; correct one of them"
        )
    return ""
