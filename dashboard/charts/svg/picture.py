"""A still picture of a chart over years, drawn by the server: it stands where plotly will draw the same chart.

Positions are parts of the plotting area, so that the picture fits every width; type, lines and marks keep their
size. Colours of the theme are those of `assets/still.css`. Everything that comes from a figure is escaped.
"""

from collections.abc import Iterable, Mapping
from html import escape
from itertools import count, groupby
from typing import Any

from dashboard.charts.svg.axes import share_of_axis, share_of_range, ticks
from dashboard.charts.svg.marks import dash_array, is_open, outline
from dashboard.charts.svg.texts import as_markup, text_lines

PlotlyFigure = Mapping[str, Any]
_LINE_HEIGHT = 1.3  # of plotly's texts, in their size
_BASELINE = 0.35  # from the middle of a line of text down to its baseline, in its size
_DEFAULT_SIZE = 14
_PADDING = 2  # pixels that plotly keeps between the place of a text and the text
_HEIGHT_IN_A_FRAME = 450  # of a chart that is as high as its frame, about
# On a narrow screen `assets/chart_layout.js` gives the chart other margins, and a fourth of its height to the callouts.
_NARROW_TOP, _NARROW_RIGHT, _NARROW_BOTTOM, _NARROW_LEFT, _NARROW_HEAD = 30, 12, 44, 58, 0.32
_MILLION, _LEFT_OF_MILLIONS = 1e6, 72


def still(figure: PlotlyFigure, name: str) -> str:
    """The picture as HTML, or an empty text for a figure that is no chart over years. `name` is unique on the page."""
    layout = figure["layout"]
    if not _is_over_years(figure) or not all(trace["type"] == "scatter" for trace in figure["data"]):
        return ""
    plot = _Plot(layout, name)
    series = "".join(plot.trace(trace) for trace in figure["data"])
    labels = [label for label in layout["annotations"] if not label.get("showarrow")]
    callouts = [label for label in layout["annotations"] if label.get("showarrow")]
    drawn = (
        f'<svg aria-hidden="true">{plot.grid()}{"".join(plot.rule(shape) for shape in layout.get("shapes", ()))}'
        f'<g class="still-series">{series}</g>{"".join(plot.label(label) for label in labels)}'
        f"{''.join(plot.arrow(label) for label in callouts)}</svg>"
    )
    boxes = "".join(plot.box(label) for label in callouts)
    place = _margins(layout, bool(callouts))
    return f'<div class="still"><div class="still-plot" style="{place}">{drawn}{boxes}</div></div>'


def narrow_height(figure: PlotlyFigure) -> float | None:
    """The height of the chart on a narrow screen; None where it is the same as on a wide one."""
    layout = figure["layout"]
    if not _is_over_years(figure) or "height" not in layout:
        return None
    margin = layout["margin"]
    return float(layout["height"] - margin["t"] - margin["b"] + _NARROW_TOP + _NARROW_BOTTOM)


def _is_over_years(figure: PlotlyFigure) -> bool:
    layout = figure["layout"]
    return layout.get("xaxis", {}).get("tickformat") == "d" and "panels" not in layout.get("meta", {})


def _margins(layout: Mapping[str, Any], has_callouts: bool) -> str:
    """The margins of the plot on a wide and on a narrow screen."""
    margin, height = layout["margin"], layout.get("height", _HEIGHT_IN_A_FRAME)
    stretched = max(1.0, (1 + _NARROW_HEAD) * (1 - layout.get("meta", {}).get("head", 0)))
    head = (height - margin["t"] - margin["b"]) * (1 - 1 / stretched) if has_callouts else 0
    return (
        f"--t:{margin['t']:g}px;--r:{margin['r']:g}px;--b:{margin['b']:g}px;--l:{margin['l']:g}px;"
        f"--narrow-t:{_NARROW_TOP + head:.1f}px;--narrow-r:{_NARROW_RIGHT}px;--narrow-b:{_NARROW_BOTTOM}px;"
        f"--narrow-l:{_narrow_left(layout['yaxis'])}px"
    )


def _narrow_left(values: Mapping[str, Any]) -> int:
    top = values["range"][1]
    return _NARROW_LEFT if (10**top if values.get("type") == "log" else top) < _MILLION else _LEFT_OF_MILLIONS


class _Plot:
    """Draws the parts of one figure; x and y are given in the units of its axes."""

    def __init__(self, layout: Mapping[str, Any], name: str) -> None:
        self._x, self._y = layout["xaxis"], layout["yaxis"]
        self._ids = (f"{name}-mark-{number}" for number in count())

    def grid(self) -> str:
        """The lines and the labels of both axes."""
        lines = "".join(f'<path d="M0 {_per_mille(1 - at)}H1000"/>' for at, _ in ticks(self._y))
        years = "".join(
            f'<svg x="{_percent(at)}" y="100%"><path d="M0 0v5"/><text y="21.5">{text}</text></svg>'
            for at, text in ticks(self._x)
        )
        values = "".join(f'<text x="-1" y="{_percent(1 - at)}" dy=".35em">{text}</text>' for at, text in ticks(self._y))
        return (
            f'<svg class="still-grid" viewBox="0 0 1000 1000" preserveAspectRatio="none">{lines}</svg>'
            f'<g class="still-years">{years}</g><g class="still-values">{values}</g>'
        )

    def rule(self, shape: Mapping[str, Any]) -> str:
        """The leader of a name; or the line of an event, above the plot up to its flag where the screen has room."""
        if shape["name"] == "leader":
            return self._leader(shape)
        x, dash = _percent(self._across(shape["x0"])), dash_array(shape["line"]["dash"], shape["line"]["width"])
        drawn = f'<line class="still-rule" x1="{x}" x2="{x}" stroke-dasharray="{dash}"'
        inside = f'{drawn} y1="{_percent(max(0, 1 - shape["y1"]))}" y2="{_percent(1 - shape["y0"])}"/>'
        above = f'<g class="still-event">{drawn} y1="{_percent(1 - shape["y1"])}" y2="0"/></g>'
        return inside + above if shape["y1"] > 1 else inside

    def _leader(self, shape: Mapping[str, Any]) -> str:
        ends = " ".join(
            f'x{end}="{_percent(self._across(shape[f"x{number}"]))}" y{end}="{_percent(1 - shape[f"y{number}"])}"'
            for number, end in ((0, 1), (1, 2))
        )
        line = shape["line"]
        stroke = f'stroke="{escape(line["color"])}" stroke-width="{line["width"]:g}"'
        return f'<line class="still-leader" {ends} {stroke}/>'

    def trace(self, trace: Mapping[str, Any]) -> str:
        """The line, the ranges and the markers of a trace."""
        opacity = f' opacity="{trace["opacity"]:g}"' if "opacity" in trace else ""
        parts = self._line(trace) if "lines" in trace["mode"] else ""
        parts += self._ranges(trace) if "error_y" in trace else ""
        parts += self._marks(trace) if "markers" in trace["mode"] else ""
        return f"<g{opacity}>{parts}</g>" if parts else ""

    def label(self, label: Mapping[str, Any]) -> str:
        """A text in one colour, in lines."""
        x = label["x"] if label.get("xref") == "paper" else self._across(label["x"])
        y = label["y"] if label.get("yref") == "paper" else share_of_range(self._y, label["y"])
        size = label["font"].get("size", _DEFAULT_SIZE)
        kind, colour = escape(label["name"].split(" ")[0]), escape(label["font"]["color"])
        # The keyboard finds the links of events in the list of them; the picture itself is hidden from it.
        linked = [as_markup(label["text"]).replace("<a ", '<a tabindex="-1" ')]
        lines = linked if kind == "event" else text_lines(label["text"])
        height = size * _LINE_HEIGHT * len(lines)
        first = {"bottom": -height - _PADDING, "top": _PADDING}.get(label["yanchor"], -height / 2)
        first -= label.get("yshift", 0)
        spans = "".join(
            f'<tspan x="0" y="{first + size * (_LINE_HEIGHT * (number + 0.5) + _BASELINE):.1f}">{line}</tspan>'
            for number, line in enumerate(lines)
        )
        anchor, inwards = {"right": ("end", -_PADDING), "center": ("middle", 0)}.get(
            label.get("xanchor", ""), ("start", _PADDING)
        )
        return (
            f'<svg class="still-{kind}" x="{_percent(x)}" y="{_percent(1 - y)}">'
            f'<g transform="translate({label.get("xshift", 0) + inwards:g})"><text fill="{colour}"'
            f' font-size="{size:g}" text-anchor="{anchor}">{spans}</text></g></svg>'
        )

    def arrow(self, label: Mapping[str, Any]) -> str:
        """The line from a callout to the point that it is about."""
        length = (label["ax"] ** 2 + label["ay"] ** 2) ** 0.5 or 1.0
        near = label["standoff"] / length
        return (
            f'<svg class="still-arrow" {self._at(label)}>'
            f'<path d="M{label["ax"]:.1f} {label["ay"]:.1f}L{label["ax"] * near:.1f} {label["ay"] * near:.1f}"/></svg>'
        )

    def box(self, label: Mapping[str, Any]) -> str:
        """A callout; its links lead to its source before any script has run. Lines end in spaces, as in the chart."""
        left, top = _percent(self._across(label["x"])), _percent(1 - share_of_range(self._y, label["y"]))
        text = as_markup(label["text"].replace("<br>", " <br>"))
        return (
            f'<p class="still-callout" style="left:{left};top:{top};--ax:{label["ax"]:.1f}px;--ay:{label["ay"]:.1f}px">'
            f"{text}</p>"
        )

    def _line(self, trace: Mapping[str, Any]) -> str:
        runs = groupby(zip(trace["x"], trace["y"], strict=True), key=lambda point: None not in point)
        path = "".join(
            "M" + "L".join(f"{_per_mille(self._across(x))} {_per_mille(1 - self._up(y))}" for x, y in run)
            for known, run in runs
            if known
        )
        line = trace["line"]
        fill = escape(trace["fillcolor"]) if trace.get("fill") == "toself" else "none"
        dashes = dash_array(line.get("dash", "solid"), line["width"])
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        stroke = f' stroke="{escape(line["color"])}" stroke-width="{line["width"]:g}"' if line["width"] else ""
        return (
            '<svg viewBox="0 0 1000 1000" preserveAspectRatio="none">'
            f'<path d="{path}" fill="{fill}"{stroke}{dash}/></svg>'
        )

    def _ranges(self, trace: Mapping[str, Any]) -> str:
        bars = trace["error_y"]
        cap = next(self._ids)
        drawn = []
        for x, y, up, down in zip(trace["x"], trace["y"], bars["array"], bars["arrayminus"], strict=True):
            across = _percent(self._across(x))
            high, low = (_percent(1 - self._up(end)) for end in (y + up, y - down))
            drawn.append(f'<line x1="{across}" x2="{across}" y1="{high}" y2="{low}"/>')
            drawn += [f'<use href="#{cap}" x="{across}" y="{end}"/>' for end in (high, low)]
        width = bars["width"]
        return (
            f'<defs><path id="{cap}" d="M{-width} 0h{2 * width}"/></defs>'
            f'<g stroke="{escape(bars["color"])}" stroke-width="{bars["thickness"]:g}">{"".join(drawn)}</g>'
        )

    def _marks(self, trace: Mapping[str, Any]) -> str:
        marker = trace["marker"]
        if marker.get("opacity") == 0:
            return ""
        total = len(trace["x"])
        looks = zip(
            _each(marker.get("symbol", "circle"), total),
            _each(marker["size"], total),
            _each(marker.get("color") or marker["line"]["color"], total),
            strict=True,
        )
        width, below = marker["line"]["width"], marker.get("standoff", 0)
        known: dict[tuple[Any, ...], str] = {}
        definitions, drawn = [], []
        moved = f' transform="translate(0 {below:g})"' if below else ""
        for x, y, look in zip(trace["x"], trace["y"], looks, strict=True):
            if x is None or y is None:
                continue
            if look not in known:
                known[look] = next(self._ids)
                symbol, size, colour = look
                fill = "none" if is_open(symbol) else escape(colour)
                definitions.append(
                    f'<path id="{known[look]}" d="{outline(symbol, size / 2)}" fill="{fill}" stroke="{escape(colour)}"'
                    f' stroke-width="{width:g}"{moved}/>'
                )
            place = f'x="{_percent(self._across(x))}" y="{_percent(1 - self._up(y))}"'
            drawn.append(f'<use href="#{known[look]}" {place}/>')
        return f"<defs>{''.join(definitions)}</defs>{''.join(drawn)}"

    def _at(self, label: Mapping[str, Any]) -> str:
        # On a logarithmic axis, annotations are placed by the logarithm already.
        up = share_of_range(self._y, label["y"])
        return f'x="{_percent(self._across(label["x"]))}" y="{_percent(1 - up)}"'

    def _across(self, year: float) -> float:
        return share_of_axis(self._x, year)

    def _up(self, value: float) -> float:
        return share_of_axis(self._y, value)


def _each(value: Any, total: int) -> Iterable[Any]:
    """A property of every point, where it is one for all of them too."""
    return value if isinstance(value, list) else [value] * total


def _percent(part: float) -> str:
    return f"{round(part * 100, 2):g}%"


def _per_mille(part: float) -> str:
    return f"{round(part * 1000, 1):g}"
