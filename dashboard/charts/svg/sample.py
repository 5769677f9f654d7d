"""A sample of a key as a drawing of its own: the line and the marker as the chart has them."""

from html import escape

from dashboard.charts.key import DOT_COLOUR, DOT_RADIUS, KeyEntry
from dashboard.charts.svg.marks import dash_array, is_open, outline

DRAWING = "data:image/svg+xml;base64,"  # how the address of a drawing begins that a page has inside
WIDTH, HEIGHT = 40, 14  # pixels
_LINE_ONLY, _MARK_ONLY = 24, 14  # pixels across, of a sample that is a line or a marker alone


def sample_width(entry: KeyEntry) -> int:
    """The pixels across that a sample takes."""
    return WIDTH if entry.dash and entry.symbol else _LINE_ONLY if entry.dash else _MARK_ONLY


def sample(entry: KeyEntry) -> str:
    """The sample of an entry as an SVG document."""
    across = sample_width(entry)
    colour = escape(entry.colour)
    parts = []
    if entry.dash:
        dashes = dash_array(entry.dash, entry.width)
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        parts.append(f'<path d="M0 0H{across}" stroke="{colour}" stroke-width="{entry.width:g}"{dash}/>')
    if entry.symbol:
        fill = "none" if is_open(entry.symbol) else colour
        path = outline(entry.symbol, 4)
        # A hollow marker hides the line behind it no more than on the chart.
        parts.append(
            f'<path transform="translate({across / 2:g} 0)" d="{path}" fill="{fill}" stroke="{colour}"'
            ' stroke-width="1.6"/>'
        )
    if entry.has_dot:
        parts.append(f'<circle cx="{across / 2:g}" r="{DOT_RADIUS:g}" fill="{DOT_COLOUR}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{HEIGHT}"'
        f' viewBox="0 {-HEIGHT // 2} {across} {HEIGHT}">{"".join(parts)}</svg>'
    )
