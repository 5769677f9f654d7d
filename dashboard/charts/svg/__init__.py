"""Charts as SVG that the server draws itself: what a reader sees before any script has run."""

from dashboard.charts.svg.picture import narrow_height, still

__all__ = ["narrow_height", "still"]
