"""A chart drawn as a file: the export figure, drawn by Chromium, with its texts inside."""

from dashboard.exports import png, svg
from dashboard.exports.chart import Chart
from dashboard.exports.picture import export_figure
from dashboard.exports.provenance import texts
from dashboard.exports.renderer import Renderer
from dashboard.exports.sizes import Size

FORMS = ("png", "svg")


def draw(chart: Chart, size: Size, form: str, renderer: Renderer) -> bytes:
    """The picture of a chart as one of FORMS. Raises PictureError where Chromium cannot draw it."""
    drawn = renderer.draw(export_figure(chart, size), size, form)
    if form == "svg":
        return svg.finished(drawn.decode(), texts(chart)).encode()
    return png.with_texts(drawn, texts(chart))
