"""The picture that the server draws of a chart: what plotly will draw, in its place, and nothing of data as markup."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.axes import value_axis
from dashboard.charts.figure import plotly_figure
from dashboard.charts.geometry import Plot
from dashboard.charts.svg import narrow_height, still
from dashboard.charts.svg.axes import share_of_axis, ticks
from dashboard.charts.svg.texts import as_markup, text_lines
from dashboard.pages import explore
from dashboard.pages.frame.markup import markup
from dashboard.views import scenes
from dashboard.views.view import read_view
from etl.editions.reading import Edition

DRAWN = {"div", "svg", "g", "defs", "path", "line", "use", "text", "tspan", "p", "a", "b", "br"}
ATTRIBUTES = {
    *("class", "style", "viewbox", "preserveaspectratio", "x", "y", "d", "dy", "transform", "fill", "font-size"),
    *("text-anchor", "aria-hidden", "href"),
}


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(markup: str) -> _Elements:
    reader = _Elements()
    reader.feed(markup)
    reader.close()
    return reader


def _figure(edition: Edition, query: str) -> dict[str, Any]:
    view, _ = read_view(query, edition.keep(scenes.choices))
    return plotly_figure(view, scenes.scene(edition, view))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "scale=log",
        "layer=events&layer=revisions&layer=disagreement",
        "area=AFG&area=MMR&area=COL&area=LAO",
        "measure=change",
        "asof=2019-11-26&compare=today",
    ],
)
def test_every_value_of_a_chart_over_years_is_a_mark(edition: Edition, query: str) -> None:
    drawn = _figure(edition, query)
    reader = _read(still(drawn, "chart"))
    assert set(reader.tags) <= DRAWN
    markers = sum(
        value is not None
        for trace in drawn["data"]
        if "markers" in trace["mode"] and trace["marker"].get("opacity") != 0
        for value in trace["y"]
    )
    caps = sum(2 * len(trace["error_y"]["array"]) for trace in drawn["data"] if "error_y" in trace)
    assert reader.tags.count("use") == markers + caps
    labels = [label for label in drawn["layout"]["annotations"] if label["name"].startswith("end-label")]
    for label in labels:
        assert all(line in reader.text for line in text_lines(label["text"]))


def test_names_of_marks_are_used_once_and_every_use_has_its_mark(edition: Edition) -> None:
    reader = _read(still(_figure(edition, ""), "chart"))
    names = [name for attributes in reader.attributes if (name := attributes.get("id"))]
    used = {attributes["href"] for attributes in reader.attributes if str(attributes.get("href")).startswith("#")}
    assert len(names) == len(set(names))
    assert used <= {f"#{name}" for name in names}


def test_the_cited_number_leads_to_its_page_before_any_script_has_run(edition: Edition) -> None:
    picture = still(_figure(edition, ""), "chart")
    assert re.search(r'<a href="/number/opium-poppy-cultivation/AFG/2018/unodc"><b>2018: 263,000 ha</b></a>', picture)


def test_an_event_leads_to_its_source_before_any_script_has_run(edition: Edition) -> None:
    drawn = _figure(edition, "layer=events")
    events = [label for label in drawn["layout"]["annotations"] if label["name"].startswith("event ")]
    assert events
    assert still(drawn, "chart").count('<a tabindex="-1" href="/source/') == len(events)


def test_the_first_document_has_the_picture_and_the_figure_and_runs_no_script_for_it(edition: Edition) -> None:
    body = markup(explore.page(edition, "").body)
    assert '<div class="still">' in body
    assert body.count("<script") == body.count('<script type="application/json">') == 1


def test_on_a_phone_the_plot_is_as_high_as_on_a_wide_screen(edition: Edition) -> None:
    """The names of many lines are in the key below the chart, which makes room for itself."""
    one, many = (_figure(edition, f"area={areas}") for areas in ("AFG", "AFG&area=MMR&area=LAO&area=MEX&area=COL"))
    plot = one["layout"]["height"] - one["layout"]["margin"]["t"] - one["layout"]["margin"]["b"]
    assert plot < (narrow_height(one) or 0) == narrow_height(many)
    assert narrow_height(_figure(edition, "area=AFG&form=bar")) is None


def test_on_a_phone_values_of_millions_have_the_room_of_their_labels(edition: Edition) -> None:
    thousands, millions = (_figure(edition, query) for query in ("area=AFG", "area=AFG&area=MMR&area=LAO&scale=log"))
    assert millions["layout"]["yaxis"]["range"][1] > 6
    assert "--narrow-l:58px" in still(thousands, "chart")
    assert "--narrow-l:72px" in still(millions, "chart")


@pytest.mark.parametrize("form", ["bar", "map", "panels", "stack"])
def test_a_form_without_a_picture_keeps_an_empty_place(edition: Edition, form: str) -> None:
    assert still(_figure(edition, f"area=AFG&area=MMR&form={form}"), "chart") == ""


def test_ticks_are_those_of_plotly() -> None:
    values = {"range": [0, 361_900], "type": "linear", "tickformat": ",", "nticks": 7}
    assert [text for _, text in ticks(values)] == ["0", "100,000", "200,000", "300,000"]
    years = {"range": [1993.4, 2025.6], "tickformat": "d", "dtick": 5}
    assert [text for _, text in ticks(years)] == ["1995", "2000", "2005", "2010", "2015", "2020", "2025"]
    powers = {"range": [2.9, 4.8], "type": "log", "tickformat": ",", "dtick": "D2"}
    assert [text for _, text in ticks(powers)] == ["1,000", "2,000", "5,000", "10,000", "20,000", "50,000"]
    changes = {"range": [-60, 45], "type": "linear", "tickformat": ",", "nticks": 7}
    assert [text for _, text in ticks(changes)] == ["−60", "−40", "−20", "0", "20", "40"]


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e9))
def test_every_axis_has_few_ticks_within_it(first: float, span: float) -> None:
    found = ticks({"range": [first, first + span], "type": "linear", "tickformat": ",", "nticks": 7})
    assert len(found) <= 9
    assert all(-1e-9 <= place <= 1 + 1e-9 for place, _ in found)


def test_what_has_no_logarithm_lies_outside_of_a_logarithmic_axis() -> None:
    assert share_of_axis({"range": [1, 3], "type": "log"}, 0) < 0


@given(st.text())
def test_text_of_a_figure_stays_text(text: str) -> None:
    label = {"name": text, "text": text, "x": 2000, "y": 1, "font": {"color": text}, "yanchor": "middle"}
    callout = {**label, "showarrow": True, "ax": 5, "ay": 5, "standoff": 1}
    layout = {
        "height": 460,
        "margin": {"l": 1, "r": 1, "t": 1, "b": 1},
        "xaxis": {"range": [1990, 2020], "tickformat": "d", "dtick": 5},
        "yaxis": {"range": [0, 10], "tickformat": ",", "nticks": 7},
        "annotations": [label, callout],
    }
    reader = _read(still({"data": [], "layout": layout}, "chart"))
    assert set(reader.tags) <= DRAWN
    assert all(set(found) <= ATTRIBUTES for found in reader.attributes)


@pytest.mark.parametrize(
    ("given_text", "written"),
    [
        ('<a href="https://example.org/a?b=1&amp;c=2">x</a>', '<a href="https://example.org/a?b=1&amp;c=2">x</a>'),
        ('<a href="/number/a/b/2018/c" target="_self"><b>1 &lt; 2</b></a>', None),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="//other.example">x</a>', "<a>x</a>"),
        ('<a href="/\\other.example">x</a>', "<a>x</a>"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("<img src=x onerror=alert(1)>a<br>b", "a<br>b"),
        ("<b>never closed", "<b>never closed</b>"),
    ],
)
def test_links_lead_to_a_page_and_other_markup_is_left_out(given_text: str, written: str | None) -> None:
    expected = '<a href="/number/a/b/2018/c"><b>1 &lt; 2</b></a>' if written is None else written
    assert as_markup(given_text) == expected


def test_a_logarithmic_axis_has_two_numbers_to_read_it_by_however_narrow_it_is() -> None:
    for bottom in (step / 20 for step in range(-60, 120)):
        for span in (0.17, 0.3, 0.5, 0.69, 0.71, 1, 1.9, 2.1, 4):
            axis = value_axis(Plot(900, 400, 0, 2000, 2020, bottom, bottom + span, log=True))
            shown = [text for _, text in ticks(axis)]
            assert len(set(shown)) == len(shown) >= 2, (bottom, span, shown)
