"""The rows of `units.csv`: how a unit is written, and into what it converts."""

import csv
import re
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from etl.figures.paths import bundled_data

NUMBER = "1"  # as a base unit: no unit at all
WORD = re.compile(r"[a-z]+")
PHRASE = re.compile(r"[a-z]+(?: [a-z]+)+")


class UnitRow(NamedTuple):
    """One row of units.csv; `factor` is None for a unit that is kept apart."""

    unit: str
    quantity: str
    factor: float | None
    base_unit: str
    names: tuple[str, ...]

    @property
    def is_kept_apart(self) -> bool:
        """Whether it converts into no unit but those that convert to it."""
        return not self.base_unit

    @property
    def is_made_of_others(self) -> bool:
        """Whether it says of itself that it converts as the units do that it is made of, as USD/kg."""
        return self.base_unit == self.unit

    @property
    def spellings(self) -> tuple[str, ...]:
        """All ways to write it, in the form in which they are compared."""
        return tuple(dict.fromkeys(plain_spelling(name) for name in (self.unit, *self.names)))

    @property
    def flaw(self) -> str:
        """What keeps the row from saying how the unit converts; empty if nothing does."""
        if self.is_kept_apart and self.factor is not None:
            return "base_unit is empty; say to what it converts, or empty factor"
        if not self.is_kept_apart and self.factor is None:
            return "factor is empty; say how many of base_unit are one of it, or empty base_unit"
        if self.factor is not None and not 0 < self.factor < float("inf"):
            return f"factor is {self.factor:g}; it must be more than zero"
        if self.is_made_of_others and self.factor != 1:
            return f"base_unit is the unit itself, but factor is {self.factor:g}; write 1"
        return ""


def plain_spelling(unit: str) -> str:
    """A unit in the form in which spellings are compared."""
    return " ".join(unit.lower().replace("²", "^2").replace("³", "^3").split())


def joined_spelling(name: str) -> str:
    """A name as one word."""
    return plain_spelling(name).replace(" ", "_")


def is_word(normal: str) -> bool:
    """Whether a name in its normal form can stand in products and quotients of units."""
    return normal == "%" or bool(WORD.fullmatch(normal) or PHRASE.fullmatch(normal))


def unit_rows(table: pd.DataFrame) -> tuple[UnitRow, ...]:
    """The rows of the table `units` of a package, in its order."""
    columns = (table[name] for name in ("unit", "quantity", "factor", "base_unit", "other_names"))
    return tuple(_row(*cells) for cells in zip(*columns, strict=True))


def _row(unit: str, quantity: str, factor: float, base_unit: str, other_names: str) -> UnitRow:
    names = tuple(name for name in other_names.split("|") if name)
    return UnitRow(unit, quantity, None if factor != factor else float(factor), base_unit, names)


def bundled_rows() -> tuple[UnitRow, ...]:
    """The rows of the units that come with the program."""
    text = (bundled_data() / "units.csv").read_text(encoding="utf-8")
    return tuple(_of_text(row) for row in csv.DictReader(text.splitlines()))


def _of_text(row: Mapping[str, str]) -> UnitRow:
    return _row(row["unit"], row["quantity"], float(row["factor"] or "nan"), row["base_unit"], row["other_names"])
