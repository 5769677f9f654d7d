"""Checks the totals of a table against the sum of their parts; one that does not fit is told, and imported or not."""

import math
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from etl.documents.area_names import AreaNames
from etl.documents.layouts.harvest import Remark
from etl.documents.meaning import conversion
from etl.figures.quoting import shown
from etl.figures.vocabulary.numbers import SAME
from etl.method.printed_step import last_digit_step

ENOUGH = 3  # totals that must all end in zeros before a total may be a sum rounded to hundreds
ENOUGH_TERMS = 4  # numbers that together make a total of a row whose name says nothing
MOST_COMPARISONS = 1_000_000  # totals times rows


@dataclass
class TableRow:
    """A row of numbers, or a break between parts of a table (kind "break").

    values: year to number; years that the row leaves open are absent. places: year to cell. units: year to unit, as the
    row names it; empty where it names none. unknown: the error that no area has its name.
    """

    kind: Literal["area", "rest", "total", "subtotal", "break"]
    label: str = ""
    area: str = ""
    values: dict[int, float] = field(default_factory=dict)
    places: dict[int, str] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    unknown: Remark | None = None

    def take(self, year: int, number: float, place: str, unit: str = "") -> None:
        """Keep the number of a year."""
        self.values[year], self.places[year], self.units[year] = number, place, unit


def check_totals(rows: list[TableRow], names: AreaNames) -> tuple[list[Remark], list[Remark]]:
    """Totals that fit, one remark a row, and a warning for each one that does not, with its year and both numbers."""
    checked: list[Remark] = []
    warnings: list[Remark] = []
    totals = sum(row.kind in ("total", "subtotal") for row in rows)
    if totals * len(rows) > MOST_COMPARISONS:
        return [], [Remark("totals", f"{totals:,} totals of {len(rows):,} rows are too many to check; look at them")]
    for position, row in enumerate(rows):
        if row.kind not in ("total", "subtotal") or not row.values:
            continue
        first = next(iter(row.places.values()))
        comparable = _in_units_of(row, rows)
        if comparable is None:
            checked.append(Remark(first, f"{shown(row.label)} has rows in units that do not convert; not checked"))
            continue
        parts = _parts_of(comparable, position, names)
        fitting = [year for year in row.values if _fits(row, parts, year, names)]
        if not any(part.values for part in parts):
            checked.append(Remark(first, f"{shown(row.label)} is a total without parts here; not checked"))
            continue
        if fitting:
            summands = len(_summands(parts, fitting[0], names))
            of = f"{summands} row{'s' if summands > 1 else ''}"
            checked.append(Remark(first, f"{shown(row.label)} is the sum of {of} in {_year_spans(fitting)}"))
        warnings += [_warning(row, parts, year, names) for year in row.values if year not in fitting]
    return checked, warnings


def take_sums_for_totals(rows: list[TableRow], names: AreaNames) -> list[TableRow]:
    """The rows that are totals by what they add up, though no area and no total is called so; they are from then on."""
    unknown = [position for position, row in enumerate(rows) if row.unknown]
    if len(unknown) * len(rows) > MOST_COMPARISONS:
        return []
    found = []
    for position in unknown:
        total = replace(rows[position], kind="subtotal")
        comparable = _in_units_of(total, [*rows[:position], total, *rows[position + 1 :]])
        if comparable and _adds_up(total, _parts_of(comparable, position, names), names):
            rows[position].kind = "subtotal"
            found.append(rows[position])
    return found


def whole_among_parts(rows: list[TableRow], whole: str) -> list[Remark]:
    """Rows called like the area that all others are in, though they stand among these: parts can have its name.

    Among the states of Mexico "México" is one. A total of the whole stands first or last, and no other beside it.
    """
    counted = [row for row in rows if row.kind in ("area", "rest")]
    totals = [row for row in rows if row.kind == "total"]
    remarks = []
    for position, row in enumerate(counted):
        is_between = 0 < position < len(counted) - 1
        is_less = any(
            total.values.get(year, number) != number for total in totals for year, number in row.values.items()
        )
        if whole and row.area == whole and (is_between or is_less):
            text = f"{shown(row.label)} stands among parts of {whole}, and may be one that is called so"
            text += "; add that to aliases.csv and write a recipe, or leave its row out with --skip"
            remarks.append(Remark(next(iter(row.places.values()), row.label), text))
    return remarks


def _adds_up(row: TableRow, parts: list[TableRow], names: AreaNames) -> bool:
    """Whether several parts make up a row in all of its years, and so many of them that it is no chance."""
    terms = [sum(part.values[year] > 0 for part in _summands(parts, year, names)) for year in row.values]
    return (
        min(terms, default=0) > 1
        and sum(terms) >= ENOUGH_TERMS
        and all(_fits(row, parts, year, names) for year in row.values)
    )


def _in_units_of(total: TableRow, rows: list[TableRow]) -> list[TableRow] | None:
    """The rows with their numbers in the units of a total; None where one of them does not convert."""
    if all(row.units.get(year, unit) == unit for year, unit in total.units.items() for row in rows):
        return rows
    converted = []
    for row in rows:
        other = TableRow(row.kind, row.label, row.area)
        for year in row.values.keys() & total.values.keys():
            by = conversion(row.units.get(year, ""), total.units.get(year, ""))
            if by is None:
                return None
            other.take(year, row.values[year] * by, row.places[year], total.units.get(year, ""))
        converted.append(other)
    return converted


def _parts_of(rows: list[TableRow], position: int, names: AreaNames) -> list[TableRow]:
    """The rows that a total adds up, of those that it can mean: those that give it in the most years.

    It can mean the rows since the last total or break, all rows above, the rows below up to the next total or break,
    or all rows.
    """
    row = rows[position]
    near = _contiguous(rows[:position][::-1])[::-1]
    below = _contiguous(rows[position + 1 :])
    above = [each for each in rows[:position] if each.kind in ("area", "rest")]
    everywhere = [each for each in rows if each.kind in ("area", "rest")]
    without_rest = [each for each in below if each.kind == "area"]
    choices = [near, below, without_rest, above] if row.kind == "subtotal" else [above, near, everywhere]
    choices = [choice for choice in choices if choice] or [[]]
    return max(choices, key=lambda parts: sum(_fits(row, parts, year, names) for year in row.values))


def _contiguous(rows: list[TableRow]) -> list[TableRow]:
    found = []
    for row in rows:
        if row.kind not in ("area", "rest"):
            break
        found.append(row)
    return found


def _summands(parts: list[TableRow], year: int, names: AreaNames) -> list[TableRow]:
    """The parts with a number in the year, without those inside another of them and without repetitions."""
    given = [part for part in parts if year in part.values]
    areas = {part.area for part in given if part.area}
    seen: set[str] = set()
    summands = []
    for part in given:
        if part.area and (part.area in seen or areas & set(names.ancestors(part.area))):
            continue
        seen.add(part.area)
        summands.append(part)
    return summands


def _fits(row: TableRow, parts: list[TableRow], year: int, names: AreaNames) -> bool:
    """Whether a total is the sum of the parts, or that sum rounded as the totals of the row are."""
    total, computed = row.values[year], math.fsum(part.values[year] for part in _summands(parts, year, names))
    return abs(total - computed) <= max(_step(row, year) / 2, SAME * total)


def _step(row: TableRow, year: int) -> float:
    """To what a total is rounded: the last digit of all totals of the row where that is no chance, or else a whole.

    A row that is called rounded says so for each of its totals.
    """
    steps = last_digit_step(np.array([row.values[year], *row.values.values()]))
    if "rounded" in row.label.lower():
        return float(steps[0])
    return float(steps.min()) if len(row.values) >= ENOUGH else min(float(steps.min()), 1.0)


def _warning(row: TableRow, parts: list[TableRow], year: int, names: AreaNames) -> Remark:
    summands = _summands(parts, year, names)
    computed = math.fsum(part.values[year] for part in summands)
    terms = " + ".join(f"{part.values[year]:,.10g}" for part in summands[:6]) + (" + ..." if len(summands) > 6 else "")
    open_parts = [part.label for part in parts if year not in part.values]
    missing = f"; without a number: {', '.join(map(shown, open_parts[:4]))}" if open_parts else ""
    unit = f" {row.units[year]}" if row.units.get(year) else ""
    found = "its only part is" if len(summands) == 1 else "its parts add up to"
    text = (
        f"{shown(row.label)} of {year} is {row.values[year]:,.10g}{unit}, but {found} {computed:,.10g}{unit} "
        f"({terms or 'no part has a number'}{missing}); ask the publisher which is right"
    )
    return Remark(row.places[year], text)


def _year_spans(years: list[int]) -> str:
    """Years as spans: 2009-2019, 2021."""
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(f"{span[0]}-{span[-1]}" if len(span) > 1 else str(span[0]) for span in spans)
