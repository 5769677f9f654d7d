"""What is known of an indicator, year by year, how good the evidence is, and what to look for next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from etl.figures.areas import Area, country_of, is_within_country
from etl.figures.findings import Coverage
from etl.figures.observations import Observation
from etl.figures.producers import Producer, producer_order

# The states of a figure: the sign that stands for each, and what it means.
STATES = {
    "known": ("±", "known, with a range"),
    "point": ("•", "known, without a range"),
    "range": ("↔", "only a range is known"),
    "poppy-free": ("×", "poppy-free"),
    "set-aside": ("!", "every source is set aside"),
    "missing": ("", "no source gives a number"),
}


@dataclass(frozen=True, slots=True)
class GridRow:
    """One series of the grid: an area and a producer; without a producer nobody estimates the area."""

    area: Area
    producer: Producer | None
    by_year: Mapping[int, Observation]

    @property
    def known(self) -> list[Observation]:
        """The observations that show something."""
        return [item for item in self.by_year.values() if known_state(item) != "set-aside"]

    @property
    def gaps(self) -> list[int]:
        """The years without a figure between the first and the last that have one."""
        years = {item.key.year for item in self.known}
        return [year for year in range(min(years), max(years)) if year not in years] if years else []


@dataclass(frozen=True, slots=True)
class Grid:
    """Areas by years."""

    years: range
    rows: Sequence[GridRow]

    @property
    def observations(self) -> list[Observation]:
        """All observations in the grid."""
        return [item for row in self.rows for item in row.by_year.values()]


def known_state(observation: Observation | None) -> str:
    """One of STATES."""
    if observation is None:
        return "missing"
    if observation.is_poppy_free:
        return "poppy-free"
    if observation.value is None:
        return "range" if observation.has_range else "set-aside"
    return "known" if observation.has_range else "point"


def grid(
    observations: Iterable[Observation],
    areas: Mapping[str, Area],
    producers: Mapping[str, Producer],
    producer: str = "",
    within: str = "",
) -> Grid:
    """The grid of an indicator, of all or one of its producers, and of all areas or one and its parts.

    `observations` are sorted by area and producer. Areas that have no figure are shown where a neighbour in the same
    area has one. The years are those of the indicator, whatever is chosen.
    """
    found = list(observations)
    rows = [
        GridRow(areas[area], producers[maker], {item.key.year: item for item in items})
        for (area, maker), items in groupby(found, key=lambda item: (item.key.area, item.key.producer))
        if producer in {"", maker}
    ]
    rows += [GridRow(area, None, {}) for area in _unlisted_parts(rows, areas)]
    shown = [row for row in rows if within in {"", row.area.area, row.area.parent}]
    years = [item.key.year for item in found]
    return Grid(
        range(min(years), max(years) + 1) if years else range(0),
        sorted(shown, key=_Order(areas, producer_order(producers))),
    )


def series_rows(
    covered: Iterable[Coverage], areas: Mapping[str, Area], producers: Mapping[str, Producer]
) -> list[GridRow]:
    """The rows that the grid of some series has, without their figures, in its order."""
    rows = [GridRow(areas[row.area], producers[row.producer], {}) for row in covered]
    rows += [GridRow(area, None, {}) for area in _unlisted_parts(rows, areas)]
    return sorted(rows, key=_Order(areas, producer_order(producers)))


def _unlisted_parts(rows: Sequence[GridRow], areas: Mapping[str, Area]) -> list[Area]:
    """The parts of countries of which other parts have figures."""
    having = {row.area.area for row in rows}
    parents = {row.area.parent for row in rows if is_within_country(row.area, areas)}
    return [area for area in areas.values() if area.parent in parents and area.area not in having]


@dataclass(frozen=True, slots=True)
class _Order:
    """The world, then every country with its parts below it, by name; producers in their usual order."""

    areas: Mapping[str, Area]
    producers: Sequence[str]

    def __call__(self, row: GridRow) -> tuple[bool, str, bool, str, int]:
        area = row.area
        is_part = is_within_country(area, self.areas)
        country = country_of(area, self.areas) or area
        place = self.producers.index(row.producer.producer) if row.producer else len(self.producers)
        return bool(country.parent), country.name, is_part, area.name, place


def year_ranges(years: Sequence[int]) -> str:
    """Years in words: 1996, 1998–2000."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
