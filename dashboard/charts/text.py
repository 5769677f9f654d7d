"""Text inside figures. Plotly reads a little HTML in it, so everything from the data is escaped here.

Quotation marks are left as they are in text: plotly would print their escapes.
"""

import re
import textwrap
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any

from dashboard.server.urls import urls
from dashboard.views.attribution import attribution_marks
from dashboard.views.points import Line, Point
from dashboard.views.scene import Callout, Scene
from dashboard.views.superlatives import MISFIT, is_marked
from dashboard.words.breaks import told_of_break
from dashboard.words.numbers import WITHIN_RANGES, format_range, format_value, number_text, with_unit
from dashboard.words.ranges import kind_of_range, without_range
from dashboard.words.sentences import some_areas
from etl.figures.links import link_to_number
from etl.figures.observations import Observation
from etl.figures.vocabulary.numbers import Evidence

_NAME = re.compile(r"\{(\w+)\}")
WIDTH = 46  # characters of a line in hover labels and callouts


@lru_cache(maxsize=4096)  # the same few titles stand behind many points
def wrapped(text: str, width: int = WIDTH) -> str:
    """Text in lines, escaped."""
    return "<br>".join(escape(line, quote=False) for line in textwrap.wrap(text, width) or [""])


def how_known(observation: Observation) -> str:
    """How a number is known that was not seen in the original; else an empty text."""
    seen = observation.evidence in {"", Evidence.ORIGINAL}
    return "" if seen else f"known from a {observation.evidence}"


def hover_text(point: Point, line: Line, scene: Scene) -> str:
    """What a hover label says of a point: the figure, its range, its source, and how well it is known."""
    item, series = point.observation, line.series
    own = number_text(item, scene.indicator)
    shown = own if point.computed is None else point.number.text
    lines = [f"<b>{escape(series.area.name, quote=False)} {point.period}: {escape(shown, quote=False)}</b>"]
    if point.told:
        lines.append(wrapped(point.told))
    elif point.computed is not None:
        lines.append(f"{escape(scene.unit, quote=False)}; the figure is {escape(own, quote=False)}")
        lines += [f"<i>{WITHIN_RANGES}</i>"] if point.computed.is_within_ranges else []
    elif point.range is not None:
        kind = kind_of_range(item)
        lines.append(f"range {escape(point.range.text, quote=False)}")
        lines += [wrapped(kind)] if kind else []
    elif untold := without_range(item, scene.indicator):
        lines.append(untold)
    lines.append(escape(series.producer.name))
    source = scene.sources.get(item.source)
    if source is not None:
        dated = f"{source.title} ({source.published[:4]})" if source.published else source.title
        lines.append(wrapped(dated))
    lines += [f"<i>{mark}</i>" for mark in attribution_marks(point, scene)]
    heads = {True: "First year after a break", False: "Changed from this year on"}
    lines += [wrapped(f"{heads[item.parts]}: {told_of_break(area, item)}") for area, item in line.breaks_at(point)]
    if is_marked(point, scene.doubted):
        lines.append(f"<i>{MISFIT}</i>")
    if lacking := scene.lacking.get((point.year, series.producer.producer)):
        lines.append(wrapped(f"the sum lacks {some_areas(lacking)}"))
    lines += [f"<i>{known}</i>" for known in dict.fromkeys(filter(None, map(how_known, point.rests_on)))]
    return "<br>".join(lines)


HOVER = "%{text}<extra></extra>"  # the template of a hover label that is its text and nothing else


def told(pairs: Sequence[tuple[Line, Point | None]], scene: Scene) -> dict[str, Any]:
    """What a trace says of each of its points, and where that leads; a gap says nothing."""
    return {
        "text": ["" if point is None else hover_text(point, line, scene) for line, point in pairs],
        "hovertemplate": HOVER,
        "customdata": addresses([point for _, point in pairs]),
    }


def addresses(points: Sequence[Point | None]) -> list[str]:
    """Where each point leads: the page of its observation, or of its computation."""
    return ["" if point is None else point.number.href for point in points]


def callout_text(callout: Callout, scene: Scene, width: int) -> tuple[str, int, int]:
    """The text of a callout with its links, and its size in characters and lines.

    Its lines are of `width` characters at most; without any width it has the number only.
    """
    item, annotation, source = callout.observation, callout.annotation, callout.source
    value = format_value(item.value) if item.value is not None else format_range(item.low, item.high)
    figure = _filled(
        annotation.text,
        value=value,
        unit=with_unit(value, scene.indicator.short_unit).removeprefix(value).lstrip(),
        year=str(item.key.year),
        low=format_value(item.low) if item.low is not None else "unknown",
        high=format_value(item.high) if item.high is not None else "unknown",
    )
    page = escape(urls().observation(item))
    number_link = f'<a href="{page}" target="_self"><b>{escape(figure, quote=False)}</b></a>'
    if not width:
        return number_link, len(figure) + 2, 1
    printed = item.as_printed if item.source == source.source else format_value(item.value or 0)
    address = link_to_number(source, annotation.locator, printed)
    cited = (
        f"cited by {source.published_by}, {source.published[:4]}"
        if source.published
        else f"cited by {source.published_by}"
    )
    lines = textwrap.wrap(cited, width)
    texts = [escape(line, quote=False) for line in lines]
    linked = [f'<a href="{escape(address)}">{text}</a>' if address else text for text in texts]
    return "<br>".join([number_link, *linked]), max(len(figure) + 2, *(len(line) for line in lines)), 1 + len(lines)


def _filled(text: str, **parts: str) -> str:
    """A text with its {names} filled in; the text is data, so nothing else in braces means anything."""
    return _NAME.sub(lambda name: parts.get(name[1], name[0]), text)
