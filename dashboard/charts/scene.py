"""What a chart is drawn from: the series of a view with everything that belongs to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.records import Annotation, Event, Indicator, Observation, Source, Statement
from dashboard.series import Series


@dataclass(frozen=True)
class Callout:
    """A number that the chart points at, and the source that cites it."""

    annotation: Annotation
    observation: Observation
    source: Source


@dataclass(frozen=True)
class Scene:
    """All that a chart of one view shows; colours by area, styles (dash, marker) by producer."""

    indicator: Indicator
    series: list[Series]
    sources: Mapping[str, Source]
    colours: Mapping[str, str]
    styles: Mapping[str, tuple[str, str]]
    callouts: list[Callout] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    superseded: list[tuple[Observation, Statement]] = field(default_factory=list)
    other_statements: list[tuple[Observation, Statement]] = field(default_factory=list)

    @property
    def observations(self) -> list[Observation]:
        """Every observation of the scene."""
        return [item for series in self.series for item in series.observations]

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year that is shown."""
        years = [item.key.year for item in self.observations]
        return (min(years), max(years)) if years else (2000, 2020)
