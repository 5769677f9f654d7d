"""Events on a chart over years: thin lines with flags that name the most important, and dots for the others."""

from calendar import isleap, month_abbr
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import combinations, groupby
from math import inf
from typing import Any

from dashboard.charts.geometry import Plot
from dashboard.charts.text import wrapped
from dashboard.server.urls import urls
from dashboard.views import looks as look
from dashboard.views.scene import Scene
from etl.figures.knowledge import Event
from etl.figures.vocabulary.history import EventKind

_ORDER = [*EventKind, ""]  # those that the data say nothing of come last
MOST_ROWS, MOST_ROWS_IN_PICTURE = 6, 4  # of flags above the plot
ROW = 18  # pixels
_SHARE_OF_PICTURE = 0.2  # at most, of the height of a chart in a picture
_MOST_MOVED = 4  # flags that move to the other side of their line for another one
_FIRST_ROW = 6  # pixels between the plot and the lowest flag
_CHARACTER, _STEM = 6.0, 5  # pixels of a letter, and between a line and its flag
_AFTER_LAST = 0.1  # of a year
_DOT_LINE = 12  # pixels of the line under a dot


@dataclass(frozen=True, slots=True)
class EventFlag:
    """The name of an event at the head of its line: so many rows above the plot, and pixels to the right of the line.

    It stands beside the line, or above it where the chart ends.
    """

    row: int
    right: float
    is_beside: bool = True


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a line stands, and where its flag begins and ends, in pixels."""

    line: float
    begin: float
    end: float

    def to_the_left(self) -> "_Span":
        """The flag on the other side of its line."""
        return _Span(self.line, self.line - (self.end - self.begin), self.line)

    def meets(self, other: "_Span") -> bool:
        return min(self.line, self.begin) < max(other.line + 2, other.end) and min(other.line, other.begin) < max(
            self.line + 2, self.end
        )

    def is_crossed_by(self, other: "_Span") -> bool:
        """Whether the line of another flag runs through this one where it goes on above it."""
        return self.begin < other.line < self.end


def event_year(event: Event) -> float:
    """Where an event lies on an axis of years, on which a year begins at its tick.

    A day lies where it is known, else the middle of its month; an event of which only the year is known is at the tick.
    """
    parts = [int(part) for part in event.date.split("-")]
    if len(parts) == 1:
        return parts[0]
    day = date(parts[0], parts[1], parts[2] if len(parts) == 3 else 15)
    return day.year + day.timetuple().tm_yday / (365 + isleap(day.year) + 1)


def event_text(event: Event) -> str:
    """The date of an event and its name."""
    year, month, day = [*event.date.split("-"), "", ""][:3]
    dated = " ".join(part for part in (day.lstrip("0"), month_abbr[int(month)] if month else "", year) if part)
    return f"{dated}: {event.title}"


def last_of(events: list[Event]) -> float:
    """Until where the axis has to go for the last event."""
    return max((event_year(event) for event in events), default=-inf) + _AFTER_LAST


def shown_events(scene: Scene) -> list[Event]:
    """The events within the years of the chart, by kind and within a kind by date: the order of their numbers."""
    first, last = scene.years
    shown = [event for event in scene.events if first <= event.year <= last]
    return sorted(shown, key=lambda event: (_ORDER.index(event.kind), event.date))


def flags_of(events: list[Event], plot: Plot, left: float, most_rows: int, unit: str) -> dict[int, EventFlag]:
    """The flags that have room, by the place of their event; the first kind of events has the first claim.

    `left` is the margin in pixels: above it and the plot's left edge stands the unit. No flag covers another, and no
    line crosses one.
    """
    end, unit_end = plot.width + plot.beside, 6 - left + len(unit) * _CHARACTER
    spans: dict[int, _Span] = {}
    rows: dict[int, int] = {}
    for place in _by_claim(events):
        event = events[place]
        x, width = plot.x(event_year(event)), len(event_text(event)) * _CHARACTER + 2 * _STEM
        own = [_Span(x, begin, begin + width) for begin in (min(x, end - width), x - width) if begin >= -left]
        for tried in (moved | {place: span} for moved in _moved(spans, left) for span in own):
            found = _rows_of(tried, most_rows, unit_end)
            if found is not None:
                spans, rows = tried, found
                break
    return {
        place: EventFlag(rows[place], span.begin - span.line + _STEM - 2, not span.begin < span.line < span.end)
        for place, span in spans.items()
    }


def _moved(spans: dict[int, _Span], left: float) -> Iterator[dict[int, _Span]]:
    """The flags as they stand; then, while they are few, with ever more of them on the left of their lines."""
    for count in range(len(spans) + 1 if len(spans) <= _MOST_MOVED else 1):
        for chosen in combinations(spans, count):
            moved = spans | {place: spans[place].to_the_left() for place in chosen}
            if all(span.begin >= -left for span in moved.values()):
                yield moved


def _by_claim(events: list[Event]) -> list[int]:
    """The places of events in the order of their claims: by kind, and within a kind the oldest and the newest first."""
    claims: list[int] = []
    for _, kind in groupby(range(len(events)), key=lambda place: events[place].kind):
        rest = list(kind)
        while rest:
            claims.append(rest.pop(0))
            claims += [rest.pop()] if rest else []
    return claims


def _rows_of(spans: Mapping[int, _Span], most: int, unit_end: float) -> dict[int, int] | None:
    """The row of each flag, or None where they do not all have room.

    A flag is above those whose lines would cross it; where none would, the one to the left is above the other.
    """

    def is_below(one: _Span, other: _Span) -> bool:
        return other.is_crossed_by(one) or (not one.is_crossed_by(other) and one.line > other.line)

    below = {
        place: [key for key, other in spans.items() if key != place and span.meets(other) and is_below(other, span)]
        for place, span in spans.items()
    }
    rows: dict[int, int] = {}
    while len(rows) < len(spans):
        free = [place for place in spans if place not in rows and all(other in rows for other in below[place])]
        if not free:
            return None
        for place in free:
            lowest = int(spans[place].begin < unit_end)
            rows[place] = max([rows[other] + 1 for other in below[place]], default=lowest)
    return rows if max(rows.values()) < most else None


def rows_in_picture(height: float) -> int:
    """The rows of flags that a picture of so many pixels has room for; it cannot grow."""
    return max(1, min(MOST_ROWS_IN_PICTURE, int(height * _SHARE_OF_PICTURE / ROW)))


def flags_height(flags: dict[int, EventFlag]) -> float:
    """The pixels above the plot that flags take."""
    return _FIRST_ROW + ROW * (1 + max(flag.row for flag in flags.values())) if flags else 0.0


def event_marks(
    events: list[Event], flags: dict[int, EventFlag], plot: Plot
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The lines of events, and their flags or dots, each a link to its source.

    Both are named by the number of their event, which is also that of the list below the chart.
    """
    return (
        [_line(number, event, flag, plot) for number, event, flag in _numbered(events, flags)],
        [_label(number, event, flag) for number, event, flag in _numbered(events, flags)],
    )


def _numbered(events: list[Event], flags: dict[int, EventFlag]) -> Iterator[tuple[int, Event, EventFlag | None]]:
    return ((place + 1, event, flags.get(place)) for place, event in enumerate(events))


def _line(number: int, event: Event, flag: EventFlag | None, plot: Plot) -> dict[str, Any]:
    x = event_year(event)
    height = _DOT_LINE if flag is None else _FIRST_ROW + ROW * (flag.row + (0.85 if flag.is_beside else 0))
    return {
        "name": f"event {number}",
        "type": "line",
        "layer": "below",
        "x0": x,
        "x1": x,
        "yref": "paper",
        "y0": 1 - height / plot.height if flag is None else 0,
        "y1": 1 if flag is None else 1 + height / plot.height,
        "line": {"color": look.QUIET, "width": 1, "dash": "solid" if flag is None else "dot"},
    }


def _label(number: int, event: Event, flag: EventFlag | None) -> dict[str, Any]:
    text = "•" if flag is None else escape(event_text(event), quote=False)
    placed: dict[str, Any] = {"xanchor": "center", "yanchor": "middle"}
    if flag is not None:
        height = _FIRST_ROW + ROW * flag.row - 2
        placed = {"xanchor": "left", "xshift": flag.right, "yanchor": "bottom", "yshift": height}
    return {
        "name": f"event {number}",
        "text": f'<a href="{escape(urls().source(event.source))}" target="_self">{text}</a>',
        "x": event_year(event),
        "yref": "paper",
        "y": 1,
        "showarrow": False,
        "font": {"size": 20 if flag is None else 12, "color": look.QUIET},
        "hovertext": f"<b>{escape(event.title, quote=False)}</b><br>{event.date}: {wrapped(event.description)}",
        **placed,
    }
