"""What a chart is drawn from: the series of a view with everything that belongs to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from dashboard.views.points import Line, Point
from dashboard.views.superlatives import wholes_among
from dashboard.words.alike import NOT_RANKED, UNLIKE_NOT_RANKED, are_all_alike, can_be_ranked
from dashboard.words.sentences import Sentence, joined, spans
from etl.figures.areas import Area
from etl.figures.indicators import Indicator
from etl.figures.knowledge import Annotation, Break, Event
from etl.figures.observations import Observation, Statement
from etl.figures.series import Series
from etl.figures.sources import Source

_MOST_ALONE = 3  # areas that are named each with a break that they have in common
_MOST_RUNS = 2  # of numbers of sources that follow one another, in a label
KNOWN_THEN, TODAY = ", known then", ", today"  # behind the names of the two sides of a comparison


class Nothing(StrEnum):
    """Of which kind the nothing is that a view shows."""

    NO_FIGURE = ""
    NOT_COMPUTED = "not-computed"  # there are figures, from which the measure cannot be computed
    NOT_IN_FORM = "not-in-form"  # there are figures, which the form leaves out
    SET_ASIDE = "set-aside"  # all that sources print is set aside


@dataclass(frozen=True)
class Callout:
    """A number that the chart points at, and the source that cites it."""

    annotation: Annotation
    observation: Observation
    source: Source


@dataclass(frozen=True)
class Moved:
    """An area of which no change between two years can be computed, and what there is to say of it instead.

    `kind` is a word of the parameter `moved` in `words.csv`; `now` is the figure of the year that is shown.
    """

    kind: str
    area: Area
    now: Observation
    label: str  # of its series
    why: str = ""  # of a break: what changed


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
    place: str = ""  # the country whose provinces a map or a ranking shows, as in a sentence
    maker: str = ""  # the producer that a map is of
    is_filled: bool = False  # whether a map of countries fills them; else they are circles
    among: frozenset[str] = frozenset()  # the countries that a filled map is of; the others are only ground
    zoom: str = ""  # the region that a map of the world shows large, as in a sentence
    in_zoom: frozenset[str] = frozenset()  # the countries there
    changes_since: int | None = None  # of changes in one year: the year that they are from
    moved: tuple[Moved, ...] = ()  # on a map of changes, the areas without one that can be computed
    every_value: tuple[float, ...] = ()  # of a map in all years, for classes and circles that mean the same in each
    notes: list[str] = field(default_factory=list)  # what is shown otherwise than asked for
    known_of: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)  # see notes_on
    nothing: tuple[str, ...] = ()  # why there is nothing to draw, and what to do, in sentences
    kind_of_nothing: Nothing = Nothing.NO_FIGURE
    outlines: Mapping[str, list[Any]] = field(default_factory=dict)  # rings by area, for a map of provinces
    area_names: Mapping[str, str] = field(default_factory=dict)
    producer_names: Mapping[str, str] = field(default_factory=dict)  # as labels have them
    producers_said: Mapping[str, str] = field(default_factory=dict)  # as sentences have them
    asof: str = ""  # the day as known on which the lines are; empty: today
    sums: list[Line] = field(default_factory=list)  # of the areas that are chosen, a line for each producer
    sums_told: list[Sentence] = field(default_factory=list)  # what has to be said of them
    today: list[Line] = field(default_factory=list)  # the same lines as known today, where the view is of a date
    wider: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by area: all that it is a part of
    doubted: frozenset[int] = frozenset()  # the observations of today that do not fit other current ones
    several_makers: frozenset[str] = frozenset()  # the areas of which several producers have figures, shown or not
    of_what: str = ""  # the substance, as in a sentence
    called: str = "areas"  # what the areas are, in the plural
    is_narrowed: bool = False  # whether only some of the years of the series are shown
    # By year and producer: the areas that are shown and lack a value there, where the values are parts of one sum.
    lacking: Mapping[tuple[int, str], tuple[Area, ...]] = field(default_factory=dict)
    by_importance: tuple[str, ...] = ()  # the areas that are shown: those of the title first, then by height
    reference: int | None = None  # the value at which a line is drawn
    beside: "Scene | None" = None  # the scene of the second indicator
    divisor: Indicator | None = None  # the second indicator, where the figures are divided by it
    elsewhere: Sequence[Sentence] = ()  # under which other indicators most figures of this kind stand
    source_numbers: Mapping[str, int] = field(default_factory=dict)  # of a list that stands with what is printed

    @property
    def parts(self) -> list["Scene"]:
        """The scene of each indicator that is shown."""
        return [self, self.beside] if self.beside is not None else [self]

    @property
    def short_unit(self) -> str:
        """The unit as it stands behind a number: kg per million people, of which the axis counts kilograms."""
        if self.unit.startswith("%"):
            return "%"
        kinds = {point.computed.kind for point in self.points if point.computed is not None}
        if "ratio" in kinds:
            return self.unit
        if self.unit.startswith(self.indicator.unit_name):
            return f"{self.indicator.short_unit}{self.unit.removeprefix(self.indicator.unit_name)}"
        if "increase" in kinds:
            return self.indicator.unit_of_change
        return "index" if self.unit.startswith("index") else self.indicator.short_unit

    def name_of(self, area: str) -> str:
        """The name of an area; its key where no figure is about it."""
        return self.area_names.get(area, area)

    def notes_on(self, line: Line) -> Sequence[str]:
        """What must be known of the figures of a line, by its area and producer."""
        return self.known_of.get((line.series.area.area, line.series.producer.producer), ())

    @property
    def to_be_known(self) -> list[Sentence]:
        """What must be known of the figures that are drawn, a sentence for each thing, with the areas it is about."""
        told: dict[str, dict[str, None]] = {}
        for line in (line for line in self.all_lines if line.is_shown):
            for note in self.notes_on(line):
                told.setdefault(note, {})[line.series.area.name] = None
        known = [(f"{joined(list(names))}: {note[:1].lower()}{note[1:]}.",) for note, names in told.items()]
        return [*([] if self.is_ranked else [(f"{self._why_not_ranked}.",)]), *known, *self.elsewhere]

    @property
    def is_ranked(self) -> bool:
        """Whether what is drawn can be ranked, but for areas that others among them are parts of.

        Figures of one year can where they all measure the same.
        """
        return not self._why_not_ranked

    @cached_property
    def _why_not_ranked(self) -> str:
        areas = {line.series.area.area: line.series.area for line in self.drawn}
        wholes = wholes_among(areas, self.wider)
        apart = [area for key, area in areas.items() if key not in wholes]
        if not all(can_be_ranked(one, apart) for one in (self.indicator, self.divisor) if one is not None):
            return NOT_RANKED
        if self.year is None:
            return ""
        compared = (line for line in self.drawn if line.series.area.area not in wholes)
        figures = (item for line in compared for point in line.points if point.is_shown for item in point.rests_on)
        return "" if are_all_alike(figures) else UNLIKE_NOT_RANKED

    @property
    def series(self) -> list[Series]:
        """The series behind the lines."""
        return [line.series for line in self.lines]

    @property
    def drawn(self) -> list[Line]:
        """The lines that have anything to draw."""
        return [line for line in self.lines if line.is_shown]

    @property
    def marked(self) -> list[Line]:
        """The lines whose points have marks: those of the scene and their sums. What is known today is drawn plain."""
        return [*self.drawn, *(line for line in self.sums if line.is_shown)]

    @property
    def is_bare(self) -> bool:
        """Whether no figure is drawn; the outlines of a map may be."""
        is_known_today = any(line.is_shown for line in self.today)
        has_none = not self.drawn and not is_known_today and not self.sums and not self.moved
        return has_none and (self.beside is None or self.beside.is_bare)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self.is_bare and not self.outlines

    @property
    def points(self) -> list[Point]:
        """Every point of the scene."""
        return [point for line in self.lines for point in line.points]

    @property
    def all_lines(self) -> list[Line]:
        """The lines of both sides of a comparison; of another scene its own, and their sums."""
        return [*self.lines, *self.today, *self.sums]

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

    def cited_by(self, points: Iterable[Point]) -> str:
        """The numbers of the sources that points rest on, as a label has room for them; empty without numbers.

        Sources that follow one another are one run; after two runs the list is cut, and says so.
        """
        numbers = self.source_numbers
        found = sorted(
            {
                numbers[item.source]
                for point in points
                if point.is_shown
                for item in point.rests_on
                if item.source in numbers
            }
        )
        runs = spans(found, list(range(1, len(numbers) + 1)))
        shown = ",\u00a0".join(runs[:_MOST_RUNS]) + ("\u00a0…" if len(runs) > _MOST_RUNS else "")
        return f"[{shown}]" if runs else ""

    def label_of_line(self, line: Line) -> str:
        """What a line is called where it stands by itself, with the numbers of its sources where they have any."""
        return f"{self.name_of_line(line)} {self.cited_by(line.points)}".rstrip()

    @cached_property
    def has_several_producers(self) -> bool:
        """Whether figures of several producers are shown, so that each has to be named."""
        return len({line.series.producer.producer for line in self.all_lines if line.is_shown}) > 1

    @property
    def breaks(self) -> dict[str, list[Break]]:
        """The breaks that are shown, by their series; of what is not drawn itself by its area or indicator.

        One that many areas have with the whole that they are surveyed with stands there once, for all of them.
        """
        own = {line.series.label: line.breaks_within for line in self.drawn}
        shared = {told: its for told, its in self._areas_by_break(own).items() if len(its) > _MOST_ALONE}
        found = {label: [item for item in its if replace(item, area="") not in shared] for label, its in own.items()}
        for told, areas in shared.items():
            label = f"{len(areas)} {self.called}, {self.producer_names[told.producer]}"
            found.setdefault(label, []).append(replace(told, area=areas[0]))
        drawn = {(line.series.area.area, line.series.producer.producer) for line in self.drawn}
        for line in self.drawn:
            for name, item in line.others_within:
                is_divisor = item.indicator != self.indicator.indicator
                its = found.setdefault(f"{line.series.label} ({name})" if is_divisor else name, [])
                if (is_divisor or (item.area, item.producer) not in drawn) and item not in its:
                    its.append(item)
        return found

    @staticmethod
    def _areas_by_break(of_series: Mapping[str, Sequence[Break]]) -> dict[Break, list[str]]:
        """The areas that have a break, by the break without its area."""
        areas: dict[Break, list[str]] = {}
        for items in of_series.values():
            for item in items:
                areas.setdefault(replace(item, area=""), []).append(item.area)
        return areas

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year that is shown."""
        years = [point.year for point in self.all_points]
        return (min(years), max(years)) if years else (2000, 2020)
