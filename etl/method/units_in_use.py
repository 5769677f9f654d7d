"""The units of the data themselves (`units.csv`).

What the units are is said by the package that is read: whoever works on one does it within `units_in_use`; elsewhere
they are those that come with the program.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache

import pandas as pd

from etl.method.unit_rows import UnitRow, bundled_rows, unit_rows
from etl.method.units import UnitError, Units, UnknownUnitError


@lru_cache(maxsize=16)
def _units_of_rows(rows: tuple[UnitRow, ...]) -> Units:
    return Units(rows)


def units_of(table: pd.DataFrame) -> Units:
    """The units of the table of a package; those that come with the program where it has none."""
    return _units_of_rows(unit_rows(table)) if len(table) else _bundled()


@cache
def _bundled() -> Units:
    return _units_of_rows(bundled_rows())


_in_use: ContextVar[Units | None] = ContextVar("units in use", default=None)


def current_units() -> Units:
    """The units of the package that is worked on."""
    return _in_use.get() or _bundled()


@contextmanager
def units_in_use(table: pd.DataFrame) -> Iterator[Units]:
    """Within it units are those of the table `units` of a package."""
    token = _in_use.set(units_of(table))
    try:
        yield current_units()
    finally:
        _in_use.reset(token)


def check_unit(unit: str) -> None:
    """Raise UnknownUnitError if an indicator cannot have the unit."""
    current_units().quantity(unit)


def is_unit(text: str) -> bool:
    """Whether an indicator can have the unit."""
    try:
        check_unit(text)
    except UnknownUnitError:
        return False
    return True


def factor(given: str, wanted: str) -> float:
    """What a value in `given` is multiplied by to be in `wanted`; UnitError if it does not convert."""
    return current_units().factor(given, wanted)


def product_factor(first: str, second: str, wanted: str) -> float:
    """What the product of a value in `first` and one in `second` is multiplied by to be in `wanted`.

    Raises UnitError where one of them is unknown or they do not multiply into it.
    """
    units = current_units()
    product, target = units.quantity(first) * units.quantity(second), units.quantity(wanted)
    if product.dimensionality != target.dimensionality:
        raise UnitError(f"{first} times {second} does not convert to {wanted}")
    return float((product / target).to_base_units().magnitude)
