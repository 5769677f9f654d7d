"""Layers over a chart of lines: revisions, what others print, and the same series as known today."""

from collections.abc import Sequence
from html import escape
from typing import Any

from dashboard.charts.marks import (
    above_floor,
    at_floor,
    only_ranges,
    translucent,
    with_gaps,
    without_logarithm,
    years_of,
)
from dashboard.charts.text import HOVER, addresses, wrapped
from dashboard.server.urls import urls
from dashboard.views.points import Line, Point
from dashboard.views.scene import Scene
from dashboard.words.disputes import wording
from dashboard.words.numbers import statement_number
from etl.figures.observations import Observation, Statement
from etl.figures.vocabulary.judgement import Verdict

OTHERS_OPACITY = 0.75
TODAY_OPACITY = 0.5
# Marks that no producer has, and that are neither hollow nor filled.
SUPERSEDED, PRINTED_BY_OTHERS = "hourglass", "cross-thin"


def revision_traces(scene: Scene) -> list[dict[str, Any]]:
    """Superseded values as hollow marks, joined to the value that replaced them."""
    traces = []
    for line in scene.lines:
        pairs = _latest_of(scene.superseded, line)
        if not pairs:
            continue
        x: list[int | None] = []
        y: list[float | None] = []
        for item, statement in pairs:
            x += [item.key.year, item.key.year, None]
            y += [statement.value, item.value, None]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": x,
                "y": y,
                "line": {"color": line.colour, "width": 1},
                "hoverinfo": "skip",
            }
        )
        traces.append(_statement_trace(pairs, scene, line, SUPERSEDED, wording(Verdict.SUPERSEDED, "point")))
    return traces


def disagreement_traces(scene: Scene) -> list[dict[str, Any]]:
    """What other sources print: values that differ, misprints and numbers of another scope."""
    traces = []
    for line in scene.lines:
        pairs = _of_line(scene.other_statements, line)
        if pairs:
            traces.append(_statement_trace(pairs, scene, line, PRINTED_BY_OTHERS, wording(Verdict.DIFFERS, "point")))
    return traces


def _of_line(pairs: list[tuple[Observation, Statement]], line: Line) -> list[tuple[Observation, Statement]]:
    area, producer = line.series.area.area, line.series.producer.producer
    return [pair for pair in pairs if (pair[0].key.area, pair[0].key.producer) == (area, producer)]


def _latest_of(pairs: list[tuple[Observation, Statement]], line: Line) -> list[tuple[Observation, Statement]]:
    """One pair for each value that was superseded, however many sources printed it."""
    kept = {(item.key.year, statement.value): (item, statement) for item, statement in _of_line(pairs, line)}
    return list(kept.values())


def _statement_trace(
    pairs: list[tuple[Observation, Statement]], scene: Scene, line: Line, symbol: str, what: str
) -> dict[str, Any]:
    def text(item: Observation, statement: Statement) -> str:
        source = scene.sources[statement.source]
        shown = statement_number(statement, scene.indicator).text
        note = f"<br>{wrapped(statement.note)}" if statement.note else ""
        head = f"<b>{escape(line.series.area.name)} {item.period}: {escape(shown)}</b>"
        return f"{head}<br>{what} ({statement.verdict})<br>{wrapped(f'{source.title} ({source.published})')}{note}"

    return {
        "type": "scatter",
        "mode": "markers",
        "name": escape(f"{scene.name_of_line(line)}: {what}"),
        "x": [item.key.year for item, _ in pairs],
        "y": [statement.value for _, statement in pairs],
        "text": [text(item, statement) for item, statement in pairs],
        "customdata": [urls().observation(item, source=statement.source) for item, statement in pairs],
        "hovertemplate": HOVER,
        "marker": {"symbol": symbol, "size": 9, "color": line.colour, "line": {"width": 1.6, "color": line.colour}},
        "opacity": OTHERS_OPACITY,
    }


def today_traces(scene: Scene, floor: float | None = None) -> list[dict[str, Any]]:
    """The same series as known today, broad and pale behind what was known on the date of the view."""
    ranges = [trace for line in scene.today for trace in only_ranges(line, scene)]
    lines = [
        _today_trace(line, scene.name_of_line(line), above)
        for line in scene.today
        if (above := above_floor(line, floor))
    ]
    for line in scene.today:
        if floor is not None and (zeros := without_logarithm(line, floor)):
            colour = translucent(line.colour, TODAY_OPACITY)
            pale = {"color": colour, "size": 13, "line": {"width": 3, "color": colour}}
            standing = at_floor(zeros, line, scene, floor)
            lines.append(standing | _said_of_today(line, zeros) | {"marker": standing["marker"] | pale})
    return [*({**trace, "line": {**trace["line"], "width": 11}, "opacity": TODAY_OPACITY} for trace in ranges), *lines]


def _today_trace(line: Line, name: str, known: list[Point]) -> dict[str, Any]:
    points = with_gaps(known)
    pale = translucent(line.colour, TODAY_OPACITY)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(name),
        "x": years_of(points),
        "y": [None if point is None else point.value for point in points],
        **_said_of_today(line, points),
        "line": {"color": pale, "width": 5, "dash": line.dash},
        "marker": {"symbol": line.symbol, "size": 11, "color": pale, "line": {"width": 0, "color": pale}},
    }


def _said_of_today(line: Line, points: Sequence[Point | None]) -> dict[str, Any]:
    """What the figures of today say of themselves, and where they lead."""
    area = escape(line.series.area.name)
    return {
        "customdata": addresses(points),
        "text": [
            "" if point is None else f"<b>{area} {point.period}, as known today: {escape(point.number.text)}</b>"
            for point in points
        ],
        "hovertemplate": HOVER,
    }
