"""The square code on a picture: how large it is, and the shape that plotly draws."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.exports.chart import ExportedChart
from dashboard.exports.qr import SquareCode, square_code
from dashboard.exports.sizes import Size
from dashboard.views import looks as look

_MODULE = 2.14  # pixels of the canvas; at least this much is read from a slide that is photographed
_BESIDE = 16.0  # pixels to the texts beside it, which is more than the standard asks for


@dataclass(frozen=True, slots=True)
class PlacedSquare:
    """A code of modules of so many pixels of the canvas; without one it takes no room."""

    code: SquareCode | None
    module: float

    @property
    def side(self) -> float:
        """Pixels of its sides."""
        return self.code.modules * self.module if self.code else 0.0

    @property
    def room(self) -> float:
        """Pixels that texts beside it leave free."""
        return self.side + _BESIDE if self.code else 0.0

    def shapes(
        self, corner: tuple[float, float], margin: Mapping[str, float], canvas: tuple[float, float]
    ) -> list[dict[str, Any]]:
        """Its shape, with the upper right corner so many pixels from the left and upper edges of the canvas."""
        if self.code is None:
            return []
        plot = canvas[0] - margin["l"] - margin["r"], canvas[1] - margin["t"] - margin["b"]
        right, top = corner[0] - margin["l"], canvas[1] - margin["b"] - corner[1]
        path = "".join(
            f"M{first * self.module:g},{-row * self.module:g}H{last * self.module:g}"
            f"V{-(row + 1) * self.module:g}H{first * self.module:g}Z"
            for row, first, last in self.code.runs()
        )
        return [
            {
                "name": "code",
                "type": "path",
                "path": path,
                "xref": "paper",
                "yref": "paper",
                "xsizemode": "pixel",
                "ysizemode": "pixel",
                "xanchor": (right - self.side) / plot[0],
                "yanchor": top / plot[1],
                "fillcolor": look.TEXT,
                "line": {"width": 0},
            }
        ]


def placed_square(chart: ExportedChart, size: Size) -> PlacedSquare:
    """The code of a chart's short address on a picture of a size, in whole pixels of the picture.

    Without one where it is not known where the dashboard is: the address would lead nowhere.
    """
    code = square_code(chart.pinned) if chart.urls.has_host else None
    return PlacedSquare(code, -(-_MODULE * size.scale // 1) / size.scale)
