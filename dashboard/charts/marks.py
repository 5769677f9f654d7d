"""The traces of a series: its line and points, its ranges, and what is known only as a range or as poppy-free."""

from typing import Any

from dashboard.charts.scene import Scene
from dashboard.charts.text import hover_text
from dashboard.look import ACCENT
from dashboard.numbers import number_address
from dashboard.records import Observation
from dashboard.series import Series

BAND_OPACITY = 0.14


def series_traces(series: Series, scene: Scene) -> list[dict[str, Any]]:
    """Everything that is drawn for one series, lowest first."""
    colour = scene.colours[series.area.area]
    traces = [_band(run, colour, series) for run in _runs_with_range(series)]
    traces += [_ranges(series, colour), _line(series, scene, colour)]
    ranges = [item for item in series.observations if item.value is None and item.has_range]
    if ranges:
        traces.append(_only_ranges(ranges, series, scene, colour))
    return traces


def _line(series: Series, scene: Scene, colour: str) -> dict[str, Any]:
    """Line and markers, broken where a year has no value; a marker's form says what kind of value it is."""
    dash, symbol = scene.styles[series.producer.producer]
    points: list[Observation | None] = []
    for item in series.known:
        if points and points[-1] is not None and item.key.year - points[-1].key.year > 1:
            points.append(None)
        points.append(item)
    years = [_gap_year(points, position) if item is None else item.key.year for position, item in enumerate(points)]
    called_out = {callout.annotation.key for callout in scene.callouts}
    marked = [item is not None and item.key in called_out for item in points]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": series.label,
        "legendgroup": series.label,
        "x": years,
        "y": [None if item is None else item.value for item in points],
        "customdata": ["" if item is None else number_address(item) for item in points],
        "text": ["" if item is None else hover_text(item, series, scene) for item in points],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": colour, "dash": dash, "width": 2.2},
        "marker": {
            "color": [ACCENT if is_marked else colour for is_marked in marked],
            "size": [12 if is_marked else 8 for is_marked in marked],
            "symbol": [_symbol(item, symbol) for item in points],
            "line": {"width": 1.6, "color": [ACCENT if is_marked else colour for is_marked in marked]},
        },
        "connectgaps": False,
        "cliponaxis": False,
    }


def _gap_year(points: list[Observation | None], position: int) -> float:
    before = points[position - 1]
    return before.key.year + 0.5 if before is not None else 0.0


def _symbol(item: Observation | None, symbol: str) -> str:
    """Poppy-free is a cross of its own; a value known only from a copy or a report is hollow."""
    if item is None:
        return symbol
    if item.is_poppy_free:
        return "x-thin"
    return symbol if item.evidence == "original" else f"{symbol}-open"


def _ranges(series: Series, colour: str) -> dict[str, Any]:
    """The printed range of each point as a bar with caps: even a narrow one has caps, an unknown one has none."""
    points = [item for item in series.known if item.low is not None and item.high is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [item.key.year for item in points],
        "y": [item.value for item in points],
        "marker": {"size": 1, "opacity": 0, "color": colour},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [(item.high or 0) - (item.value or 0) for item in points],
            "arrayminus": [(item.value or 0) - (item.low or 0) for item in points],
            "color": colour,
            "thickness": 1.2,
            "width": 4,
        },
        "hoverinfo": "skip",
        "showlegend": False,
        "legendgroup": series.label,
    }


def _runs_with_range(series: Series) -> list[list[Observation]]:
    """Runs of at least two years in a row with a range."""
    runs: list[list[Observation]] = []
    for item in series.known:
        if item.low is None or item.high is None:
            continue
        if runs and item.key.year - runs[-1][-1].key.year == 1:
            runs[-1].append(item)
        else:
            runs.append([item])
    return [run for run in runs if len(run) > 1]


def _band(run: list[Observation], colour: str, series: Series) -> dict[str, Any]:
    years = [item.key.year for item in run]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*years, *reversed(years)],
        "y": [*(item.high for item in run), *(item.low for item in reversed(run))],
        "fill": "toself",
        "fillcolor": _translucent(colour),
        "line": {"width": 0, "color": colour},
        "hoverinfo": "skip",
        "showlegend": False,
        "legendgroup": series.label,
    }


def _only_ranges(ranges: list[Observation], series: Series, scene: Scene, colour: str) -> dict[str, Any]:
    """Years of which only a range is known: the range itself, never its middle."""
    years: list[int | None] = []
    values: list[float | None] = []
    texts: list[str] = []
    addresses: list[str] = []
    for item in ranges:
        years += [item.key.year, item.key.year, None]
        values += [item.low, item.high, None]
        texts += [hover_text(item, series, scene)] * 2 + [""]
        addresses += [number_address(item)] * 2 + [""]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": f"{series.label}, range only",
        "x": years,
        "y": values,
        "text": texts,
        "customdata": addresses,
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": colour, "width": 5},
        "opacity": 0.65,
        "marker": {"symbol": "line-ew", "size": 12, "line": {"width": 2.5, "color": colour}},
        "showlegend": False,
        "legendgroup": series.label,
    }


def _translucent(colour: str) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{BAND_OPACITY})"
