"""Events on a chart over years: thin lines with flags that name the most important, and dots for the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from dashboard.charts.geometry import Plot
from dashboard.charts.text import wrapped
from dashboard.server.urls import urls
from dashboard.views import looks as look
from dashboard.views.scene import Scene
from etl.figures.records import Event
from etl.figures.vocabulary import EventKind

_ORDER = [*EventKind, ""]  # those that the data say nothing of come last
MOST_ROWS, MOST_ROWS_IN_PICTURE = 5, 3  # of flags above the plot
ROW = 18  # pixels
_FIRST_ROW = 6  # pixels between the plot and the lowest flag
_CHARACTER, _STEM = 6.3, 5  # pixels of a letter, and between a line and its flag
_DOT_LINE = 12  # pixels of the line under a dot


@dataclass(frozen=True, slots=True)
class EventFlag:
    """The name of an event at the head of its line: so many rows above the plot, and pixels to the right of the line.

    It stands beside the line, or above it where the chart ends.
    """

    row: int
    right: float


def event_year(event: Event) -> float:
    """Where an event lies on an axis of years: a day where it is known, else the middle of its month or year."""
    parts = [int(part) for part in event.date.split("-")]
    if len(parts) == 1:
        return parts[0]
    day = date(parts[0], parts[1], parts[2] if len(parts) == 3 else 15)
    return day.year - 0.5 + day.timetuple().tm_yday / 366


def shown_events(scene: Scene) -> list[Event]:
    """The events within the years of the chart, by kind and within a kind by date: the order of their numbers."""
    first, last = scene.years
    shown = [event for event in scene.events if first <= event.year <= last]
    return sorted(shown, key=lambda event: (_ORDER.index(event.kind), event.date))


def flags_of(events: list[Event], plot: Plot, left: float, most_rows: int, unit: str) -> dict[int, EventFlag]:
    """The flags that have room, by the place of their event; the first events have the first claim.

    `left` is the margin in pixels: above it and the plot's left edge stands the unit. No flag covers another, and no
    line crosses one.
    """
    end, unit_end = plot.width + plot.beside, 6 - left + len(unit) * _CHARACTER
    spans: dict[int, tuple[float, float, float]] = {}  # where a line stands, and where its flag begins and ends
    rows: dict[int, int] = {}
    for place, event in enumerate(events):
        x, width = plot.x(event_year(event)), len(event.title) * _CHARACTER + 2 * _STEM
        begin = min(x, end - width)
        if begin < -left:
            continue
        found = _rows_of(spans | {place: (x, begin, begin + width)}, most_rows, unit_end)
        if found is not None:
            spans[place], rows = (x, begin, begin + width), found
    return {place: EventFlag(rows[place], begin - x + _STEM - 2) for place, (x, begin, _) in spans.items()}


def _rows_of(spans: dict[int, tuple[float, float, float]], most: int, unit_end: float) -> dict[int, int] | None:
    """The row of each flag, or None where they do not all have room.

    From the last to the first: each above all that it reaches, so that the lines of those do not cross it.
    """
    rows: dict[int, int] = {}
    for place, (x, begin, end) in sorted(spans.items(), key=lambda item: item[1], reverse=True):
        reached = [
            other for other in rows if spans[other][1] < end and begin < max(spans[other][0] + 2, spans[other][2])
        ]
        row = max([rows[other] + 1 for other in reached], default=int(begin < unit_end))
        crossed = any(spans[other][1] < x < spans[other][2] for other in reached)
        if row >= most or crossed:
            return None
        rows[place] = row
    return rows


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
    height = _DOT_LINE if flag is None else _FIRST_ROW + ROW * (flag.row + (0 if flag.right < 0 else 0.85))
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
    text = "•" if flag is None else escape(event.title, quote=False)
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
