"""What has changed from a chart, as an edition printed it, up to the current edition."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs

from dashboard.exports.chart import ExportedChart
from dashboard.exports.matching import figure_name
from dashboard.exports.said import DAY, Said, SaidFigure
from dashboard.server.urls import INSIDE
from dashboard.views import scenes
from dashboard.views.view import read_view
from dashboard.words.numbers import number, shown_text
from etl.editions.reading import Edition
from etl.figures.keys import Key
from etl.figures.observations import Observation

Place = tuple[Key, str]  # a figure, and the day as known on which it is
NOTHING_CHANGED = "no value of this view has changed."


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure that is not what it was, or is new: what it is called, and what is different in it."""

    key: Key
    asof: str
    name: str
    words: str
    is_gone: bool = False

    @property
    def line(self) -> str:
        """All of it as one line."""
        return f"{self.name}: {self.words}"


def changes_since(said: Said, current: Edition) -> list[ChangedFigure]:
    """What has changed of what a chart says, first of its own figures, then what is new in its view."""
    return [*_changed_figures(said, current), *_new(said, current)]


def figures_behind(said: Said) -> dict[Place, SaidFigure]:
    """The figures that a picture rests on; of a computed value its inputs, which were printed somewhere."""
    asked = parse_qs(said.view).get("asof", [""])[-1]
    day = asked if re.fullmatch(DAY, asked) else ""
    found: dict[Place, SaidFigure] = {}
    for value in said.values:
        for figure in value.figures:
            asof = figure.asof if figure.asof is not None else value.asof
            found[figure.key, day if asof is None else asof] = figure
    return found


def _changed_figures(said: Said, edition: Edition) -> Iterator[ChangedFigure]:
    """Each figure of the picture that shows something else now."""
    for (key, asof), before in figures_behind(said).items():
        now, changed = edition.observation(key, asof), []
        place = edition.moved(key) if now is None else None
        if place is not None:
            now = edition.observation(place, asof)
            changed = [
                f"now in the series of {edition.producers[place.producer].name}, {INSIDE.number(place, asof=asof)}"
            ]
        changed += _what_changed(before, now, edition) if now is not None else ["no longer in the figures"]
        if changed:
            name = figure_name(key, asof, edition)
            yield ChangedFigure(place or key, asof, name, "; ".join(changed), is_gone=now is None)


def _what_changed(before: SaidFigure, now: Observation, edition: Edition) -> list[str]:
    """What is different in a figure: its value, its range, its source; empty where nothing is."""
    is_said = before.model_fields_set
    was = shown_text(before.value, before.low, before.high, before.flag)
    text = shown_text(now.value, now.low, now.high, now.flag if "flag" in is_said else "")
    changes = [f"was {was}, is {text}"] if was != text else []
    had_value = None not in (before.value, now.value)  # else the range is what is shown
    if "low" in is_said and had_value and (before.low, before.high) != (now.low, now.high):
        changes.append(f"range was {_range(before.low, before.high)}, is {_range(now.low, now.high)}")
    if now.source != before.source:
        changes.append(f"now cited from {_title(now.source, edition)}")
    if changes and was == text:
        changes.insert(0, "the same value")
    return changes


def _new(said: Said, edition: Edition) -> Iterator[ChangedFigure]:
    """Each figure that the view shows now and the picture does not have."""
    view, _ = read_view(said.view, edition.keep(scenes.choices))
    had = figures_behind(said)
    for item in ExportedChart(edition, view).observations:
        if (item.key, item.asof) not in had:
            shown = number(item, edition.indicators[item.key.indicator]).text
            yield ChangedFigure(item.key, item.asof, figure_name(item.key, item.asof, edition), f"new, {shown}")


def _range(low: float | None, high: float | None) -> str:
    return "none" if low is None and high is None else shown_text(None, low, high, "")


def _title(source: str, edition: Edition) -> str:
    return f"“{edition.sources[source].title}”" if source in edition.sources else "no source"
