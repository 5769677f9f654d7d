"""What a chart is drawn from: the series of a view with everything that belongs to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dashboard.views.points import Line, Point
from dashboard.words.sentences import joined
from etl.figures.records import Annotation, Area, Event, Indicator, Observation, Source, Statement
from etl.figures.series import Series

KNOWN_THEN, TODAY = ", known then", ", today"  # behind the names of the two sides of a comparison


@dataclass(frozen=True)
class Callout:
    """A number that the chart points at, and the source that cites it."""

    annotation: Annotation
    observation: Observation
    source: Source


@dataclass(frozen=True)
class Scene:
    """All that a chart of one view shows. `lines` are its series in the measure of the view, with their look."""

    indicator: Indicator
    unit: str  # what the value axis counts, in words
    lines: list[Line]
    sources: Mapping[str, Source]
    callouts: list[Callout] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    superseded: list[tuple[Observation, Statement]] = field(default_factory=list)
    other_statements: list[tuple[Observation, Statement]] = field(default_factory=list)
    year: int | None = None  # the one year of a ranking or a map
    years_known: tuple[int, ...] = ()  # the years that could be shown instead
    without: list[str] = field(default_factory=list)  # what has no figure in the year
    missing: list[Area] = field(default_factory=list)  # the areas that have no figure in the year
    missing_from: str = ""  # among which figures they are missing, in words; empty: among all
    left_out: list[str] = field(default_factory=list)  # what has a figure that this form or measure cannot show
    unplaced: list[str] = field(default_factory=list)  # what has a figure but no coordinates on a map
    place: str = ""  # the country whose provinces a map shows
    every_value: tuple[float, ...] = ()  # of a map in all years, for classes and circles that mean the same in each
    notes: list[str] = field(default_factory=list)  # what is shown otherwise than asked for
    known_of: Mapping[str, str] = field(default_factory=dict)  # by area: what must be known of its figures
    nothing: tuple[str, ...] = ()  # why there is nothing to draw, and what to do, in sentences
    outlines: Mapping[str, list[Any]] = field(default_factory=dict)  # rings by area, for a map of provinces
    area_names: Mapping[str, str] = field(default_factory=dict)
    producer_names: Mapping[str, str] = field(default_factory=dict)  # as labels have them
    asof: str = ""  # the day as known on which the lines are; empty: today
    today: list[Line] = field(default_factory=list)  # the same lines as known today, where the view is of a date
    wider: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by area: all that it is a part of
    doubted: frozenset[int] = frozenset()  # the observations of today that do not fit others in force
    several_makers: frozenset[str] = frozenset()  # the areas of which several producers have figures, shown or not
    called: str = "areas"  # what the areas are, in the plural
    is_narrowed: bool = False  # whether only some of the years of the series are shown
    # By year and producer: the areas that are shown and lack a value there, where the values are parts of one sum.
    lacking: Mapping[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)
    by_importance: tuple[str, ...] = ()  # the areas that are shown: those of the title first, then by height

    def name_of(self, area: str) -> str:
        """The name of an area; its key where no figure is about it."""
        return self.area_names.get(area, area)

    @property
    def to_be_known(self) -> list[str]:
        """What must be known of the figures that are drawn, a sentence for each thing, with the areas it is about."""
        drawn = dict.fromkeys(line.series.area.area for line in self.all_lines if line.is_shown)
        told: dict[str, list[str]] = {}
        for area in drawn:
            if area in self.known_of:
                told.setdefault(self.known_of[area], []).append(self.name_of(area))
        return [f"{joined(names)}: {note[:1].lower()}{note[1:]}." for note, names in told.items()]

    @property
    def series(self) -> list[Series]:
        """The series behind the lines."""
        return [line.series for line in self.lines]

    @property
    def drawn(self) -> list[Line]:
        """The lines that have anything to draw."""
        return [line for line in self.lines if line.is_shown]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.drawn and not self.today and not self.outlines

    @property
    def points(self) -> list[Point]:
        """Every point of the scene."""
        return [point for line in self.lines for point in line.points]

    @property
    def all_lines(self) -> list[Line]:
        """The lines of both sides of a comparison; of another scene its own."""
        return [*self.lines, *self.today]

    @property
    def all_points(self) -> list[Point]:
        """Every point of `all_lines`."""
        return [point for line in self.all_lines for point in line.points]

    def side_of(self, line: Line) -> str:
        """The side of a comparison that a line is on, to stand behind its name; empty in another scene."""
        return "" if not self.today else TODAY if any(line is one for one in self.today) else KNOWN_THEN

    def name_of_line(self, line: Line) -> str:
        """What a line is called: its area, its producer where there are several, and its side in a comparison."""
        return f"{line.series.label if self.has_several_producers else line.series.area.name}{self.side_of(line)}"

    @cached_property
    def has_several_producers(self) -> bool:
        """Whether figures of several producers are shown, so that each has to be named."""
        return len({line.series.producer.producer for line in self.all_lines if line.is_shown}) > 1

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year that is shown."""
        years = [point.year for point in self.all_points]
        return (min(years), max(years)) if years else (2000, 2020)
