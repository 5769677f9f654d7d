"""Compares imported figures with the data: which the source already states, which are new, which say otherwise."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from etl.documents.layouts.harvest import ReadFigure
from etl.figures import columns
from etl.figures.vocabulary.attributes import Attribute
from etl.figures.vocabulary.numbers import SAME, Flag
from etl.method.conversion import to_indicator_units, value_or_range
from etl.method.known_errors import with_corrections
from etl.method.printed_step import is_rounded_to, last_digit_step, own_room
from etl.method.resolve import current_values
from etl.method.units_in_use import factor
from etl.package.extract import Package

Status = Literal["new", "same", "changed"]
# Columns of statements that say what exactly is measured, so that two numbers of one year are of two things.
TELLING_APART = tuple(
    column.name for column in columns.STATEMENT.in_file if column.optional and column.name in set(Attribute)
)
PlaceAndYear = tuple[str, str, int]  # indicator, area, year


@dataclass(frozen=True)
class Judged:
    """A figure with what it measures and how it stands to the data.

    status: "same" where the source already states the number, "changed" where the data has another one, "new" where
    it has none. stated: whether the source has a statement of this indicator, area and year. data: what the data has.
    against: the source of the value that the data shows. is_rounding: whether it is the number of the data, rounded.
    otherwise: file and line of each statement in which the source has another number.
    """

    figure: ReadFigure
    indicator: str
    unit: str
    status: Status
    stated: bool
    data: str = ""
    against: str = ""
    is_rounding: bool = False
    otherwise: tuple[str, ...] = ()

    @property
    def is_to_write(self) -> bool:
        """Whether the source does not say anything about it in the data yet."""
        return not self.stated


def judge(package: Package, figures: list[tuple[ReadFigure, str, str]], source: str, producer: str) -> list[Judged]:
    """Compare figures, each with its indicator and unit, with a package that has no errors."""
    statements, indicators = package.tables["statements"], package.tables["indicators"]
    units = dict(zip(indicators["indicator"], indicators["unit"], strict=True))
    measured = {indicator for _, indicator, _ in figures}
    statements = statements[statements["flag"] != Flag.REPLACED]
    near = statements[(statements["producer"] == producer) | (statements["source"] == source)]
    near = near[near["indicator"].isin(list(measured)) & near["area"].isin([figure.area for figure, _, _ in figures])]
    near = to_indicator_units(with_corrections(package.tables["corrections"], near), indicators)
    reprinted = _said_by_place(near[near["producer"] != producer])
    near = near[near["producer"] == producer]
    own = _said_by_place(near[near["source"] == source])
    shown = _shown(near, package.tables["sources"])
    judged = []
    for figure, indicator, unit in figures:
        key = (indicator, figure.area, figure.year)
        by = factor(unit, units[indicator])
        printed = (figure.value, figure.low, figure.high)
        value, low, high = (np.nan if number is None else number * by for number in printed)
        scaled = _Said(value, low, high, figure.cell)
        # What the source only reprints stands in the series of another producer.
        said = [one for one in own.get(key, ()) if _is_of_the_same(figure, one)]
        said = said or [one for one in reprinted.get(key, ()) if _equal(scaled, one)]
        status, data = _status(scaled, said, shown.get(key), units[indicator])
        against = shown[key].where if key in shown else ""
        is_rounding = any(_is_rounded(scaled.value, by, one.value) for one in [*said, *filter(None, [shown.get(key)])])
        otherwise = tuple(one.where for one in said) if said and status == "changed" else ()
        judged.append(Judged(figure, indicator, unit, status, bool(said), data, against, is_rounding, otherwise))
    return judged


def with_replacements(judged: list[Judged]) -> tuple[list[Judged], list[str]]:
    """The figures of a table that was issued again: those that its source states otherwise are written, too.

    Gives them and the places of the statements that they replace.
    """
    places = dict.fromkeys(place for each in judged for place in each.otherwise)
    return [replace(each, stated=False) if each.otherwise else each for each in judged], list(places)


@dataclass(frozen=True)
class _Said:
    """A number of the data or of the file; `where` says who states it and where it can be found.

    attributes, locator: of a statement, what exactly is measured, and the place inside its source.
    """

    value: float
    low: float
    high: float
    where: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    locator: str = ""


def _said_by_place(statements: pd.DataFrame) -> dict[PlaceAndYear, list[_Said]]:
    own: dict[PlaceAndYear, list[_Said]] = defaultdict(list)
    columns = [statements[name].tolist() for name in TELLING_APART]
    attributes = [
        {name: text for name, text in zip(TELLING_APART, texts, strict=True) if text}
        for texts in zip(*columns, strict=True)
    ]
    for row, attribute in zip(statements.itertuples(index=False), attributes, strict=True):
        own[row.indicator, row.area, int(row.year)].append(
            _Said(row.value, row.low, row.high, f"{row.file}:{row.line}", attribute, row.locator)
        )
    return own


def _is_of_the_same(figure: ReadFigure, said: _Said) -> bool:
    """Whether a statement is of what a figure measures, as far as both say it; of repeats, the one in its place."""
    if figure.is_apart and figure.cell != said.locator:
        return False
    given = figure.attributes
    return all(given.get(name, text) in (text, "") for name, text in said.attributes.items())


def _shown(statements: pd.DataFrame, sources: pd.DataFrame) -> dict[PlaceAndYear, _Said]:
    """The current value of each observation, with the source cited for it."""
    if not len(statements):
        return {}
    return {
        (row.indicator, row.area, int(row.year)): _Said(row.value, row.low, row.high, row.source)
        for row in current_values(statements, sources).itertuples(index=False)
    }


def _status(figure: _Said, own: list[_Said], shown: _Said | None, unit: str) -> tuple[Status, str]:
    if own:
        if any(_equal(figure, said) for said in own):
            return "same", ""
        return "changed", f"the source has {_text(own[0], unit)} in {own[0].where}"
    if shown is None:
        return "new", ""
    if _equal(figure, shown):
        return "new", f"as in {shown.where}"
    return "changed", f"the data has {_text(shown, unit)} from {shown.where}"


def _equal(figure: _Said, said: _Said) -> bool:
    """Whether value, or else range, are the same number; a range is compared where both give one."""
    pairs = ((figure.value, said.value), (figure.low, said.low), (figure.high, said.high))
    same, *same_ends = (_is_same(*pair) for pair in pairs)
    one_range = not np.isnan(figure.value) and (np.isnan(figure.low) or np.isnan(said.low))
    return same and (one_range or all(same_ends))


def _is_same(one: float, other: float) -> bool:
    """Whether two numbers are the same, or both are missing."""
    return math.isclose(one, other, rel_tol=SAME) or (math.isnan(one) and math.isnan(other))


def _is_rounded(number: float, by: float, exact: float) -> bool:
    """Whether a number is an exact one rounded; `by` is what turned the number into the unit of the exact one."""
    printed = np.array([number / by])
    step, exact_step = last_digit_step(printed) * by, last_digit_step(np.array([exact]))
    return bool(is_rounded_to(printed * by, step, own_room(printed * by, step), np.array([exact]), exact_step)[0])


def _text(said: _Said, unit: str) -> str:
    return f"{value_or_range(said.value, said.low, said.high)} {unit}"
