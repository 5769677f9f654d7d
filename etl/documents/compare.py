"""Compares imported figures with the data: which the source already states, which are new, which say otherwise."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from etl.documents.layouts.harvest import ReadFigure
from etl.figures.vocabulary import SAME
from etl.method.known_errors import with_corrections
from etl.method.resolve import resolve
from etl.method.units import factor, to_indicator_units, value_or_range
from etl.package.extract import Package

Status = Literal["new", "same", "changed"]
PlaceAndYear = tuple[str, str, int]  # indicator, area, year


@dataclass(frozen=True)
class Judged:
    """A figure with what it measures and how it stands to the data.

    status: "same" where the source already states the number, "changed" where the data has another one, "new" where
    it has none. stated: whether the source has a statement of this indicator, area and year. data: what the data has.
    """

    figure: ReadFigure
    indicator: str
    unit: str
    status: Status
    stated: bool
    data: str = ""

    @property
    def is_to_write(self) -> bool:
        """Whether the source does not say anything about it in the data yet."""
        return not self.stated


def judge(package: Package, figures: list[tuple[ReadFigure, str, str]], source: str, producer: str) -> list[Judged]:
    """Compare figures, each with its indicator and unit, with a package that has no errors."""
    statements, indicators = package.tables["statements"], package.tables["indicators"]
    units = dict(zip(indicators["indicator"], indicators["unit"], strict=True))
    measured = {indicator for _, indicator, _ in figures}
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
        said = own.get(key) or [one for one in reprinted.get(key, []) if _equal(scaled, one)]
        status, data = _status(scaled, said, shown.get(key), units[indicator])
        judged.append(Judged(figure, indicator, unit, status, bool(said), data))
    return judged


@dataclass(frozen=True)
class _Said:
    """A number of the data or of the file; `where` says who states it and where it can be found."""

    value: float
    low: float
    high: float
    where: str


def _said_by_place(statements: pd.DataFrame) -> dict[PlaceAndYear, list[_Said]]:
    own: dict[PlaceAndYear, list[_Said]] = defaultdict(list)
    for row in statements.itertuples(index=False):
        own[row.indicator, row.area, int(row.year)].append(
            _Said(row.value, row.low, row.high, f"{row.file}:{row.line}")
        )
    return own


def _shown(statements: pd.DataFrame, sources: pd.DataFrame) -> dict[PlaceAndYear, _Said]:
    """The value in force of each observation, with the source cited for it."""
    if not len(statements):
        return {}
    resolution = resolve(statements, sources)
    cited = dict(zip(resolution.statements["id"], resolution.statements["source"], strict=True))
    return {
        (row.indicator, row.area, int(row.year)): _Said(row.value, row.low, row.high, cited[row.statement_id])
        for row in resolution.observations.itertuples(index=False)
        if row.statement_id in cited
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
    same, *same_ends = (bool(np.isclose(*pair, rtol=SAME, atol=0, equal_nan=True)) for pair in pairs)
    one_range = not np.isnan(figure.value) and (np.isnan(figure.low) or np.isnan(said.low))
    return same and (one_range or all(same_ends))


def _text(said: _Said, unit: str) -> str:
    return f"{value_or_range(said.value, said.low, said.high)} {unit}"
