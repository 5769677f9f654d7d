"""Colours, dashes, markers and the figure template: the same area and producer look the same everywhere.

Colour is the area, dash and marker the producer, and a hollow mark says how a figure is known; nothing else is said by
them. A chart with more areas than there are colours gives its most important ones a colour, and grey to all others.

The colours are Okabe and Ito's, with orange, sky blue and yellow darkened until each keeps a contrast of three
to one on the light and on the dark page, so that one figure serves both themes (`assets/chart.css` gives text
and grid the colours of the theme). Poppy red is kept for what the page wants the reader to see.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from colorsys import hls_to_rgb
from functools import cache
from itertools import chain, cycle, product
from typing import Any

from etl.figures.areas import Area, is_country
from etl.figures.findings import Coverage
from etl.figures.producers import producer_order

ACCENT = "#c0341d"
WORLD = "#59616b"
OTHERS = "#8b939c"  # of the areas for which a chart has no colour left
PALETTE = (
    "#0072b2",  # blue
    "#b87d00",  # orange, darkened
    "#009e73",  # bluish green
    "#c2679a",  # reddish purple, darkened
    "#a0643c",  # brown
    "#7d63c6",  # violet
    "#8f7f00",  # yellow, darkened
    "#5f7f96",  # slate
    "#4f8f2f",  # leaf green
    "#3a93cc",  # sky blue, darkened
)
_HUES = 60  # in which there are further colours
_LIGHTS, _SATURATIONS = (0.14, 0.2, 0.26, 0.26), (0.6, 0.25, 0.6, 0.4)
FONT = "'IBM Plex Sans', system-ui, sans-serif"
TEXT = "#1f2328"
QUIET = "#5c646d"
GRID = "#e3e6ea"

_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "star")


def area_colours(areas: dict[str, Area], coverage: Iterable[Coverage], rank_of: Mapping[str, int]) -> dict[str, str]:
    """A colour for every area: those with the most figures first, among those it is compared with.

    These are the parts of one area, or, for a country, all countries: so few of one colour meet. Figures count by the
    rank of the topic of their indicator, which `rank_of` has: those of the first topic decide before all others, since
    few countries have any and those are often set side by side.
    """
    counts = {area: [0] * (1 + max(rank_of.values(), default=0)) for area in areas}
    for row in coverage:
        counts[row.area][rank_of[row.indicator]] -= row.observations
    colours: dict[str, str] = {}
    siblings: dict[str, int] = {}
    for key in sorted(areas, key=lambda key: (counts[key], key)):
        parent = areas[key].parent
        if not parent:
            colours[key] = WORLD
            continue
        among = areas[key].level if is_country(areas[key]) else parent
        position = siblings.get(among, 0)
        siblings[among] = position + 1
        colours[key] = PALETTE[position % len(PALETTE)]
    return colours


def producer_styles(producers: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The dash and the marker of every producer; with more of them than dashes a dash goes with the next marker."""
    return {
        key: (_DASHES[position % len(_DASHES)], _SYMBOLS[(position + position // len(_DASHES)) % len(_SYMBOLS)])
        for position, key in enumerate(producer_order(producers))
    }


def colours_of_areas(areas: Sequence[str], own: Mapping[str, str]) -> dict[str, str]:
    """A colour for each of the areas of a view, the same whichever of them a chart of it shows or sets apart.

    `own` are the colours that areas have where nobody else has them, those with the most figures first. In that order
    an area keeps its own colour where that is free, else it gets one that is; once none of the palette is left, each
    has a further one. The world has a colour that no other area has.
    """
    chosen = set(areas)
    ordered = [area for area in own if area in chosen]
    found = {area: own[area] for area in ordered if own[area] == WORLD}
    others = [area for area in ordered if area not in found]
    for area in others[: len(PALETTE)]:
        if own[area] not in found.values():
            found[area] = own[area]
    taken = set(found.values())
    further = cycle(further_colours()) if len(others) > len(PALETTE) else ()
    free = chain((colour for colour in PALETTE if colour not in taken), further)
    found |= dict(zip([area for area in others if area not in found], free, strict=False))
    return {area: found[area] for area in ordered}


@cache
def further_colours() -> tuple[str, ...]:
    """Colours behind the palette, for lines among many: each as unlike those before it as can be.

    None is near the red of the accent; their lights keep a contrast of three to one on both grounds.
    """
    # Rather farther from the palette, which the areas have that are known best, than from each other.
    nearest = {colour: min(_unlike(colour, other) for other in (*PALETTE, ACCENT)) / 1.5 for colour in _pool()}
    found: list[str] = []
    while nearest:
        found.append(max(nearest, key=lambda colour: nearest[colour]))
        nearest.pop(found[-1])
        nearest = {colour: min(near, _unlike(colour, found[-1])) for colour, near in nearest.items()}
    return tuple(found)


def _pool() -> Iterator[str]:
    """For each of many hues and lights the shade that has it."""
    for place, (wanted, saturation) in product(range(_HUES), zip(_LIGHTS, _SATURATIONS, strict=True)):
        shades = (hls_to_rgb(place / _HUES, share / 100, saturation) for share in range(101))
        written = (f"#{bytes(round(255 * share) for share in shade).hex()}" for shade in shades)
        yield min(written, key=lambda colour: abs(light_of(colour) - wanted))


def _unlike(one: str, other: str) -> float:
    """How far apart two colours look: green counts most, and red more where there is much of it."""
    (red, green, blue), (red_2, green_2, blue_2) = (bytes.fromhex(colour[1:]) for colour in (one, other))
    middle = (red + red_2) / 512
    return (2 + middle) * (red - red_2) ** 2 + 4 * (green - green_2) ** 2 + (3 - middle) * (blue - blue_2) ** 2


def light_of(colour: str) -> float:
    """The relative luminance of a colour, as the guidelines for accessible pages define it."""
    shares = [channel / 255 for channel in bytes.fromhex(colour[1:])]
    straight = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), straight, strict=True))


def template() -> dict[str, Any]:
    """The plotly template of all figures; a full one, since its name would be ignored in a plain dict."""
    axis = {
        "gridcolor": GRID,
        "linecolor": GRID,
        "zerolinecolor": GRID,
        "tickcolor": GRID,
        "tickfont": {"color": QUIET, "size": 13},
        "title": {"font": {"color": QUIET, "size": 13}},
        "automargin": False,
        # Margins have room for every label; to find one that leaves the chart, plotly would measure all each time.
        "ticklabeloverflow": "allow",
    }
    return {
        "layout": {
            "font": {"family": FONT, "size": 14, "color": TEXT},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": list(PALETTE),
            "xaxis": axis | {"showgrid": False, "ticks": "outside"},
            "yaxis": axis | {"zeroline": True, "ticks": ""},
            "hoverlabel": {"align": "left", "font": {"family": FONT, "size": 13}},
            # The address says what is shown, and a click on a legend would not change it.
            "legend": {"orientation": "h", "y": -0.14, "yanchor": "top", "x": 0, "font": {"size": 13}}
            | {"itemclick": False, "itemdoubleclick": False},
            "hovermode": "closest",
        }
    }
