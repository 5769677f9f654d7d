"""A view that shows nothing says why, and what to choose instead."""

import json

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.charts.figure import NOTHING_WIDTH, plotly_figure
from dashboard.charts.text import wrapped
from dashboard.pages import embed
from dashboard.views import scenes
from dashboard.views.findings import findings
from dashboard.views.view import read_view
from dashboard.words.sentences import sentence_text
from etl.editions.reading import Edition


@pytest.mark.parametrize(
    ("query", "cause", "remedy"),
    [
        (
            "group=sco&membership=year&producer=unodc",
            "in the years in which it was a member",
            "Choose “Members today”.",
        ),
        ("area=AFG&measure=index&base=2030", "in the base year, 2030", "Choose another base year."),
        ("area=THA&producer=alcis", "Alcis has no figures for this selection", "Choose other producers."),
        ("area=AFG&asof=1990-01-01", "was published by 1990-01-01", "Choose a later day."),
        ("area=AFG&from=1951&to=1953", "for these years", "Choose other years."),
        ("area=AFG&form=bar&year=1951", "for 1951", "Choose another year."),
        ("area=AFG&producer=unodc&from=1994&to=1994&measure=change", "of the year before", "the figures themselves"),
        (
            "area=AFG&asof=1990-01-01&from=1951&to=1953",
            "No source here has a figure for this selection",
            "or a later day",
        ),
    ],
)
def test_the_likely_cause_is_named(edition: Edition, query: str, cause: str, remedy: str) -> None:
    view, remarks = read_view(f"indicator=opium-poppy-cultivation&{query}", edition.keep(scenes.choices))
    assert not remarks
    scene = scenes.scene(edition, view)
    assert scene.is_empty
    said, advised = scene.nothing
    assert cause in said
    assert remedy in advised
    text = json.dumps(plotly_figure(view, scene), ensure_ascii=False)
    assert all(wrapped(sentence, NOTHING_WIDTH) in text for sentence in scene.nothing)
    assert [sentence_text(found) for found in findings(scene)] == [f"{said} {advised}"]


def test_a_view_that_shows_something_gives_no_reason(edition: Edition) -> None:
    view, _ = read_view("area=AFG", edition.keep(scenes.choices))
    assert scenes.scene(edition, view).nothing == ()


def test_a_view_that_shows_nothing_names_no_source(edition: Edition) -> None:
    for query in ("area=AFG&producer=alcis", "area=AFG&asof=1985-01-01", "area=AFG&form=bar&year=1951"):
        written = json.dumps(embed.page(edition, query).body.to_plotly_json(), cls=PlotlyJSONEncoder)
        assert "Data as of" in written and "Source: " not in written and "Sources: " not in written
