"""Series: the observations of one indicator, area and producer over the years."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from etl.figures.areas import Area
from etl.figures.observations import Observation
from etl.figures.producers import Producer


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart; observations in the order of their years."""

    area: Area
    producer: Producer
    observations: tuple[Observation, ...]

    @property
    def known(self) -> list[Observation]:
        """The observations that have a value."""
        return [item for item in self.observations if item.value is not None]

    @property
    def label(self) -> str:
        """The name of the series: area and producer."""
        return f"{self.area.name}, {self.producer.label}"


def to_series(
    observations: Iterable[Observation], areas: dict[str, Area], producers: dict[str, Producer]
) -> list[Series]:
    """Observations, sorted by area and producer, as series."""
    return [
        Series(areas[area], producers[producer], tuple(items))
        for (area, producer), items in groupby(observations, key=lambda item: (item.key.area, item.key.producer))
    ]
