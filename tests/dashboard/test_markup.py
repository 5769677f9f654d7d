"""What the server writes before any script runs is the same page, and never markup that came with the data."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import dash_mantine_components as dmc
import pytest
from dash import dcc, html
from dash.development.base_component import Component
from hypothesis import given
from hypothesis import strategies as st

from dashboard.pages.frame.markup import markup
from dashboard.pages.parts.lightening import lightened
from dashboard.pages.parts.table import TableCell, TableColumn, table
from dashboard.pages.routes import render
from dashboard.server.dash_internals import Chart, Plain, components_in
from etl.editions.reading import Database


class _Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in {"href", "src"}]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(written: str) -> _Reader:
    reader = _Reader()
    reader.feed(written)
    reader.close()
    return reader


def test_a_tree_of_components_is_written_as_it_is_drawn() -> None:
    tree = html.Div([html.H1("Title"), html.P(["See ", html.A("all", href="/sources"), html.Br()])], className="prose")
    expected = '<div class="prose"><h1>Title</h1><p>See <a href="/sources">all</a><br></p></div>'
    assert markup(tree) == expected


def test_what_a_control_contains_can_be_read_without_its_script() -> None:
    assert markup(dmc.Group([html.Span("kept")])) == "<div><span>kept</span></div>"
    assert markup(dcc.Input(id="x")) == ""


def test_a_chart_keeps_its_place_and_brings_its_figure() -> None:
    figure = {"data": [], "layout": {"height": 380, "title": "</script><script>alert(1)</script>"}}
    written = markup(Chart("chart", figure))
    assert '<div class="chart-room" data-figure-of="chart" style="--height:380px;--narrow-height:380px">' in written
    brought = re.fullmatch(r'.*<script type="application/json">(.*?)</script></div></div>', written)
    assert brought, "the figure must not be able to end its script element"
    assert json.loads(brought[1]) == figure


def test_a_control_shows_what_it_is_set_to_before_its_script_has_run() -> None:
    data = [{"group": "Crops", "items": [{"value": "a", "label": "Opium <poppy>"}, {"value": "b", "label": "Coca"}]}]
    reader = _read(
        markup(
            [
                dmc.Select(label="Indicator", data=data, value="a", placeholder="none"),
                dmc.MultiSelect(label="Areas", data=["AFG", "MMR"], value=["MMR"], placeholder="Add"),
                dmc.SegmentedControl(data=["Linear", "Log"], value="Log"),
                dmc.CheckboxGroup(dmc.Group([dmc.Checkbox(label="Events", value="e")]), label="Show"),
            ]
        )
    )
    assert set(reader.tags) <= {"div", "span"}
    for shown in ("Indicator", "Opium <poppy>", "MMR", "Add", "Linear", "Log", "Show", "Events"):
        assert shown in reader.text
    assert "none" not in reader.text
    assert "Coca" not in reader.text


def test_a_table_shows_its_first_rows() -> None:
    rows = [[f"row {index}", {"text": "1", "href": "/number"}] for index in range(500)]
    reader = _read(markup(table("trial", [TableColumn("Name"), TableColumn("Value", numeric=True)], rows, "A trial")))
    assert reader.tags.count("tr") == 41
    assert "A trial" in reader.text


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " JavaScript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x"],
)
def test_a_link_leads_to_a_page_or_nowhere(address: str) -> None:
    cell: TableCell = {"text": "x", "href": address}
    assert _read(markup(html.A("x", href=address))).links == []
    assert _read(markup(table("trial", [TableColumn("Name")], [[cell]], ""))).links == []


def test_scripts_and_frames_are_not_written() -> None:
    assert markup([html.Script("alert(1)"), html.Iframe(src="/x"), html.ObjectEl()]) == ""


@given(st.text())
def test_text_stays_text_whatever_it_contains(text: str) -> None:
    cell: TableCell = {"text": text, "title": text, "note": text, "badge": text, "class": text}
    tree = [html.P(text, title=text, className=text), table("trial", [TableColumn(text)], [[cell]], text)]
    tags = set(_read(markup(tree)).tags)
    assert tags <= {"p", "div", "table", "caption", "thead", "tbody", "tr", "th", "small", "span"}


def _components(node: Any) -> list[Component]:
    """The components that Dash has to know, at any depth."""
    if isinstance(node, list | tuple):
        return [found for child in node for found in _components(child)]
    if not isinstance(node, Component):
        return []
    return [node, *([] if isinstance(node, Plain) else _components(getattr(node, "children", None)))]


@pytest.mark.parametrize("path", ["/", "/afghanistan-2018", "/method", "/place", "/place/AFG", "/data/api"])
def test_a_page_is_few_components_of_dash_and_still_the_same_page(database: Database, path: str) -> None:
    body = render(database, path, "")[0].body
    named = {str(part.id) for part in components_in(body) if isinstance(getattr(part, "id", None), str)}
    used = {name for name in named if name.startswith(("view-", "panel"))}
    made = lightened(body, used)
    assert markup(made) == markup(body)
    shown = _components(made)
    assert len(shown) < 100
    assert used <= {str(getattr(part, "id", "")) for part in shown}


@pytest.mark.parametrize("kept", ["2026-01-13", "2026-01", "1994–2025", "2014/15", "263,000 ha", "−96.1 %", "6,400 t"])
def test_days_spans_and_numbers_with_units_stay_on_one_line(kept: str) -> None:
    around = f'(<span class="unbroken">{kept}</span>, & more)'.replace("&", "&amp;")
    assert markup(html.P(f"({kept}, & more)")) == f"<p>{around}</p>"
    drawn = markup(table("name", [TableColumn("Title")], [[{"text": f"({kept}, & more)"}]], "caption"))
    assert around in drawn


def test_what_is_no_day_and_no_number_with_a_unit_has_no_element_of_its_own() -> None:
    for text in ("Helmand-Kandahar", "263,000", "2018 and 2019", "1 that", "ISO 3166-1 alpha-3", "12-34"):
        assert markup(text) == text
    for alone in (html.Span("6,400 t", className="number"), html.Option("2026-01-13")):
        assert "unbroken" not in markup(alone)
