"""Units, and how they convert into each other.

A `ton` here is a metric ton, as the field writes it; the American short ton is `short ton`. Names may be in the
singular or plural, and in capitals or not.
"""

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from etl.method.unit_rows import PHRASE, UnitRow, is_word, joined_spelling, plain_spelling

if TYPE_CHECKING:
    import pint

LONGEST_UNIT = 40
PROPOSALS = 3  # units that a message names beside the wanted one

# pint evaluates what it is given, powers included, so only products and quotients of names, with squares and
# cubes, and plain factors get there.
_TERM = r"(?:[a-z_]+(?:\s?(?:\^|\*\*)?\s?[23])?|[0-9]{1,9}(?:\.[0-9]{1,6})?|%)"
_EXPRESSION = re.compile(rf"{_TERM}(?:(?:\s?[*/]\s?|\s){_TERM})*")


class UnitError(ValueError):
    """A unit that does not convert; the message is a sentence for the maintainer."""


class UnknownUnitError(UnitError):
    """A unit that is not known at all."""


class Units:
    """The units of a package, and how they convert into each other."""

    def __init__(self, rows: tuple[UnitRow, ...]) -> None:
        self.rows = tuple(row for row in rows if not row.flaw)
        self._spelled: dict[str, UnitRow] = {}
        for row in self.rows:
            for name in row.spellings:
                self._spelled.setdefault(plain_spelling(name), row)
        phrases = sorted(filter(PHRASE.fullmatch, self._spelled), key=len, reverse=True)
        self._phrases = re.compile(rf"\b(?:{'|'.join(phrases) or '(?!)'})\b")
        self._quantities: dict[str, Any] = {}
        self._factors: dict[tuple[str, str], float] = {}

    @cached_property
    def _registry(self) -> "pint.UnitRegistry[Any]":
        """What multiplies and divides units: the words among their names, each in all its spellings."""
        import pint

        registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None, on_redefinition="ignore")
        defined: set[UnitRow] = set()
        words = {row: [joined_spelling(name) for name in row.spellings if is_word(name)] for row in self.rows}
        left = [row for row in self.rows if words[row] and not row.is_made_of_others]
        while left:
            ready = [row for row in left if row.is_kept_apart or self._is_defined(row.base_unit, defined)]
            if not ready:
                break  # what is left hangs on units that are not there
            for row in ready:
                name, *others = words[row]
                meaning = f"[{name}]" if row.is_kept_apart else f"{row.factor!r} * {self._expression(row.base_unit)}"
                registry.define(" = ".join([name, meaning, *others]))
            defined |= set(ready)
            left = [row for row in left if row not in defined]
        return registry

    def _is_defined(self, base: str, defined: set[UnitRow]) -> bool:
        """Whether all units that a base unit is made of are there already."""
        names = re.findall(r"[a-z_]+", self._expression(base))
        return all(self._spelled.get(name.replace("_", " ")) in defined for name in names)

    def _expression(self, unit: str) -> str:
        """A unit as pint reads it."""
        normal = self._phrases.sub(lambda found: joined_spelling(found[0]), plain_spelling(unit))
        return re.sub(r"([a-z_])\s?(?:\^|\*\*)?\s?([23])(?![0-9])", r"\1 ** \2", normal)

    def quantity(self, unit: str) -> Any:
        """One of a unit; UnknownUnitError if it is none."""
        if unit not in self._quantities:
            self._quantities[unit] = self._quantity(unit, ())
        return self._quantities[unit]

    def _quantity(self, unit: str, above: tuple[str, ...]) -> Any:
        normal = plain_spelling(unit)
        row = self._spelled.get(normal)
        if row is None or row.is_made_of_others or not self._stands_alone(row, normal):
            return self._composed(unit)
        if normal in above:
            raise UnknownUnitError("its base unit leads back to it")
        return self._apart(row) if row.is_kept_apart else row.factor * self._quantity(row.base_unit, (*above, normal))

    def _stands_alone(self, row: UnitRow, normal: str) -> bool:
        """Whether a name, or the unit that it converts to, is none that pint can read, such as "per 100,000"."""
        base = plain_spelling(row.base_unit)
        return not is_word(normal) or (base in self._spelled and not is_word(base))

    def _apart(self, row: UnitRow) -> Any:
        name = re.sub(r"[^a-z]+", "_", plain_spelling(row.unit)).strip("_") + f"_{self.rows.index(row)}"
        if name not in self._registry:
            self._registry.define(f"{name} = [{name}]")
        return self._registry.Quantity(1, name)

    def _composed(self, unit: str) -> Any:
        import pint

        expression = self._expression(unit)
        if len(unit) > LONGEST_UNIT or not _EXPRESSION.fullmatch(expression.replace(" ** ", "^")):
            raise UnknownUnitError("it does not have the form of a unit")
        try:
            quantity: pint.Quantity[Any] = self._registry.Quantity(self._registry.parse_expression(expression))
        except (pint.PintError, ArithmeticError, AttributeError, TypeError, ValueError):
            raise UnknownUnitError("no such unit is known") from None
        if not 0 < quantity.magnitude < float("inf"):
            raise UnknownUnitError("no such unit is known")
        return quantity

    def factor(self, given: str, wanted: str) -> float:
        """What a value in `given` is multiplied by to be in `wanted`; UnitError if it does not convert."""
        if given == wanted:
            return 1.0
        if (given, wanted) not in self._factors:
            self._factors[given, wanted] = self._factor(given, wanted)
        return self._factors[given, wanted]

    def _factor(self, given: str, wanted: str) -> float:
        target = self.quantity(wanted)
        try:
            source = self.quantity(given)
        except UnknownUnitError as error:
            raise UnknownUnitError(f"{error}; use {self._proposals(wanted)}") from None
        if source.dimensionality != target.dimensionality:
            raise UnitError(f"it does not convert to {wanted}; use {self._proposals(wanted)}")
        return float((source / target).to_base_units().magnitude)

    def _proposals(self, wanted: str) -> str:
        """The first units of the list that convert to one."""
        target = self.quantity(wanted).dimensionality
        others = (row.unit for row in self.rows if row.unit != wanted and self._measures(row.unit, target))
        return ", ".join([wanted, *(unit for _, unit in zip(range(PROPOSALS), others, strict=False))])

    def _measures(self, unit: str, dimensions: object) -> bool:
        try:
            return bool(self.quantity(unit).dimensionality == dimensions)
        except UnknownUnitError:
            return False
