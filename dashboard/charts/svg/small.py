"""A chart of one series, small enough to stand beside its newest figure: no axes, no words, only how it moved."""

from base64 import b64encode
from collections.abc import Sequence

from dashboard.charts.svg.sample import DRAWING

WIDTH, HEIGHT = 200, 44  # pixels
_MARGIN = 3
_COLOUR = "#2f84c4"  # it stands out on the grounds of both themes and on paper, since a picture knows of no theme
_STRIP_HEIGHT = 12
_STRETCHED = ' preserveAspectRatio="none"'

Run = Sequence[tuple[int, float]]


def small_chart(runs: Sequence[Run], first: int, last: int) -> str:
    """The address of a drawing of runs of years with their values, from zero on; between two runs no line is drawn.

    `first` and `last` are the years at its ends.
    """
    values = [value for run in runs for _, value in run]
    top, bottom = max([*values, 0.0]), min([*values, 0.0])
    height, span = top - bottom or 1.0, max(last - first, 1)

    def place(year: int, value: float) -> str:
        across = _MARGIN + (WIDTH - 2 * _MARGIN) * (year - first) / span
        up = _MARGIN + (HEIGHT - 2 * _MARGIN) * (1 - (value - bottom) / height)
        return f"{across:.1f} {up:.1f}"

    drawn = []
    for run in runs:
        if len(run) > 1:
            line = "L".join(place(*point) for point in run)
            drawn.append(f'<path d="M{line}" fill="none" stroke="{_COLOUR}" stroke-width="1.5"/>')
    dots = [run[0] for run in runs if len(run) == 1] + [run[-1] for run in runs[-1:] if len(run) > 1]
    for point in dots:
        across, up = place(*point).split()
        drawn.append(f'<circle cx="{across}" cy="{up}" r="2.2" fill="{_COLOUR}"/>')
    ground = place(first, 0.0).split()[1]
    drawn.append(f'<path d="M0 {ground}H{WIDTH}" stroke="#97a3b0" stroke-width="0.75"/>')
    return _drawing(WIDTH, HEIGHT, drawn)


def strip(shares: Sequence[float]) -> str:
    """The address of a drawing with a cell for each year, the darker the larger its share of the most, none for 0."""
    cells = [
        f'<rect x="{place}" width="0.86" height="{_STRIP_HEIGHT}" fill="{_COLOUR}"'
        f' fill-opacity="{0.2 + 0.8 * share:.2f}"/>'
        for place, share in enumerate(shares)
        if share
    ]
    ground = f'<path d="M0 {_STRIP_HEIGHT}H{len(shares)}" stroke="#97a3b0" stroke-width="0.75"/>'
    return _drawing(len(shares), _STRIP_HEIGHT, [*cells, ground], stretched=True)


def _drawing(width: int, height: int, drawn: Sequence[str], *, stretched: bool = False) -> str:
    box = f'viewBox="0 0 {width} {height}"{_STRETCHED if stretched else ""}'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{"".join(drawn)}</svg>'
    return DRAWING + b64encode(svg.encode()).decode()
