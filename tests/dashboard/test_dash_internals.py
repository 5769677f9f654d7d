"""What we know of the inside of Dash stands in one module, and holds in every version that may be installed."""

import ast
import json
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
import pytest
from callback_bodies import REDRAW, body_of, named
from dash import Dash, html
from exported import opened
from starlette.testclient import TestClient

from dashboard.app import ASSETS, register_callbacks
from dashboard.server import dash_internals
from dashboard.server.dash_addresses import BUNDLES, DEPENDENCIES
from dashboard.server.dash_internals import (
    BareDash,
    Chart,
    IndexParts,
    Store,
    bundle_of,
    callback_asked_for,
    component_kind,
    components_in,
    fault_in_request,
    outputs_in,
    properties_of,
)
from dashboard.server.static import Bundles

REPOSITORY = Path(__file__).resolve().parents[2]
# The tests here, and those of callbacks and in the browser, passed with each of these.
TRIED = ("4.4.0", "4.4.1")
# What the documentation of Dash describes, and any module may use.
DOCUMENTED = {
    "dash": {"ALL", "ClientsideFunction", "Dash", "Input", "Output", "State", "ctx", "html", "no_update"},
    "dash.dependencies": {"MATCH"},
    "dash.development.base_component": {"Component"},
    "dash.exceptions": {"CallbackException", "PreventUpdate"},
}
# Names by which one would get at the inside of Dash without importing it.
INSIDE = {"callback_map", "registered_paths", "interpolate_index", "index_string"}
INSIDE |= {"_namespace", "_type", "_prop_names", "_traverse", "_setup_server", "_valid_wildcard_attributes", "_add_url"}


@pytest.fixture(scope="module")
def app(published_database: Path) -> BareDash:
    """A Dash with our callbacks, as the server has it."""
    made = BareDash("dashboard", "/figures", "window.first()", suppress_callback_exceptions=True)
    made.layout = html.Div()
    register_callbacks(made, opened(published_database))
    return made


@pytest.fixture(scope="module")
def parts(app: BareDash) -> IndexParts:
    return app.index_parts()


def _request(app: BareDash) -> dict[str, Any]:
    declared = [{**callback, "output": name} for name, callback in app.callbacks.items()]
    return body_of(named(declared, REDRAW), {}, "view-scale.value")


def test_no_version_is_installed_that_this_was_not_tried_with() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    assert f"dash[fastapi]>={TRIED[0]},<={TRIED[-1]}" in project["dependencies"]
    assert version("dash") in TRIED


def test_no_other_module_knows_the_inside_of_dash() -> None:
    for path in sorted((REPOSITORY / "dashboard").rglob("*.py")):
        if path == Path(dash_internals.__file__):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "dash":
                assert {name.name for name in node.names} <= DOCUMENTED.get(node.module or "", set()), path
            elif isinstance(node, ast.Import):
                assert not [name.name for name in node.names if name.name.split(".")[0] == "dash"], path
            elif isinstance(node, ast.Attribute):
                assert node.attr not in INSIDE, f"{path} uses {node.attr}"


def test_a_document_gets_all_that_dash_needs_to_start_and_nothing_that_is_not_used(parts: IndexParts) -> None:
    assert all(bundle.startswith(f"/figures{BUNDLES}") for bundle in parts.bundles)
    packages = {bundle.removeprefix(f"/figures{BUNDLES}").split("/")[0] for bundle in parts.bundles}
    assert packages == {"dash", "dash_mantine_components"}
    assert not [bundle for bundle in parts.bundles if "polyfill" in bundle or "dcc" in bundle]
    assert [bundle for bundle in parts.bundles if "dash_renderer" in bundle]
    assert '"requests_pathname_prefix":"\\u002ffigures\\u002f"' in parts.config
    assert "window.first();var renderer = new DashRenderer" in parts.renderer


def test_every_bundle_of_a_document_is_found_with_its_version(app: BareDash, parts: IndexParts) -> None:
    bundles = Bundles(app.registered_bundles)
    for address in parts.bundles:
        package, path, has_version = bundle_of(address.removeprefix(f"/figures{BUNDLES}"))
        assert has_version and path in app.registered_bundles[package]
        assert bundles.find(address.removeprefix(f"/figures{BUNDLES}"))
    assert bundles.find("dash/dash.py") is bundles.find("os/path.py") is None


def test_a_request_as_the_browser_sends_it_has_no_fault(app: BareDash, parts: IndexParts) -> None:
    body = json.dumps(_request(app)).encode()
    assert fault_in_request(body, app.callbacks) == ""
    assert callback_asked_for(body) in app.callbacks


@pytest.mark.parametrize(
    "changes",
    [
        {"output": "nothing"},
        {"output": None},
        {"outputs": {"id": "chart"}},
        {"inputs": []},
        {"state": [{}, {}]},
        {"changedPropIds": "view-scale.value"},
        {"changedPropIds": [1]},
    ],
)
def test_a_malformed_request_is_known_before_dash_stumbles_over_it(
    app: BareDash, parts: IndexParts, changes: dict[str, Any]
) -> None:
    assert fault_in_request(json.dumps(_request(app) | changes).encode(), app.callbacks)


def test_the_name_of_a_callback_tells_its_outputs(app: BareDash, parts: IndexParts) -> None:
    assert outputs_in("..chart.figure...view-query.data..") == ["chart.figure", "view-query.data"]
    assert outputs_in("panel.opened") == ["panel.opened"]
    known = {output for name in app.callbacks for output in outputs_in(name)}
    assert {"chart.figure", "view-heading.content", "page.children", "panel.opened"} <= known


def test_a_component_tells_what_it_is_and_what_it_holds() -> None:
    link = html.A("number", href="/x", className="number", **{"aria-label": "its sources"})
    box = dmc.Checkbox(label="Events")
    assert component_kind(link) == (dash_internals.HTML, "A")
    assert component_kind(box) == ("dash_mantine_components", "Checkbox")
    assert {name: value for name, value in properties_of(link) if value is not None} == {
        "children": "number",
        "href": "/x",
        "className": "number",
        "aria-label": "its sources",
    }
    found = components_in(html.Div([html.P(["words", link]), box]))
    assert [component_kind(component)[1] for component in found] == ["P", "A", "Checkbox"]


def test_our_own_components_are_sent_as_the_browser_knows_them() -> None:
    chart = Chart("chart", {"data": [], "layout": {}}).to_plotly_json()
    assert (chart["namespace"], chart["type"]) == ("dashboard_components", "Chart")
    assert chart["props"] == {"id": "chart", "figure": {"data": [], "layout": {}}}
    assert Store({"type": "table-data", "table": "a"}, [1]).to_plotly_json()["props"]["data"] == [1]
    drawn = (ASSETS / "charts.js").read_text()
    assert "dashboard_components" in drawn and "Chart" in drawn and "Store" in drawn


def test_only_the_addresses_of_dash_that_pages_use_are_answered(app: BareDash, parts: IndexParts) -> None:
    assert isinstance(app, Dash)
    with TestClient(app.server) as client:
        assert client.get(DEPENDENCIES).status_code == 200
        for path in ("/", "/nothing", "/_dash-ws-callback", "/_reload-hash", f"{BUNDLES}dash/dash.py", "/docs"):
            assert client.get(path).status_code == 404, path
