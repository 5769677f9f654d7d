"""The numbers of sources at the numbers that a chart points at, for what is printed with the list of them."""

from typing import Any

from dashboard.charts.labels import callout_name
from dashboard.exports.chart import ExportedChart


def with_numbered_callouts(chart: ExportedChart, drawn: dict[str, Any]) -> dict[str, Any]:
    """The same figure, with the number of its source behind each number that it points at."""
    called_out = [callout.observation for callout in chart.scene.callouts]
    numbers = {callout_name(item): chart.numbers.get(item.source) for item in called_out}
    for label in drawn["layout"].get("annotations", ()):
        if numbers.get(label.get("name")):
            label["text"] = label["text"].replace("</b></a>", f"</b></a> [{numbers[label['name']]}]", 1)
    return drawn
