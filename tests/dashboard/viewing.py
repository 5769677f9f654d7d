"""The view of an address that the edition understands completely, and its figure."""

from dashboard.charts.figure import plotly_figure
from dashboard.views import scenes
from dashboard.views.view import View, read_view
from etl.editions.reading import Edition


def view_of(edition: Edition, query: str) -> View:
    """The view that a query names."""
    view, remarks = read_view(query, edition.keep(scenes.choices))
    assert not remarks
    return view


def figure_of(edition: Edition, query: str) -> dict[str, list[dict[str, object]]]:
    """What is drawn for a query on the screen."""
    view = view_of(edition, query)
    return plotly_figure(view, scenes.scene(edition, view))
