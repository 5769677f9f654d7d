"""What the server promises about every answer: status, headers, caching, compression, and no inside on the outside."""

import gzip
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import httpx
import pytest
from dash import html
from starlette.testclient import TestClient
from typer.testing import CliRunner

from dashboard import app as dashboard_app
from dashboard.__main__ import command_line
from dashboard.pages import routes
from dashboard.pages.page import Page
from dashboard.server.compression import accepted_encoding
from dashboard.server.limits import LARGEST_BODY
from dashboard.server.urls import SOURCE_PAGE, urls
from dashboard.views.not_found import PageNotFoundError
from etl.editions.reading import Database, Edition

PAGES = ("/", "/afghanistan-2018", "/disagreements", "/coverage", "/sources", "/data", "/method")


def _plain_page(edition: Edition, query: str) -> Page:
    return Page(
        "Plain & simple", 'A "plain" page.', html.Div([html.H1("Plain"), html.A("Sources", href=urls().sources())])
    )


def _broken_page(edition: Edition, query: str) -> Page:
    raise RuntimeError("the secret inside")


def _keyed_page(edition: Edition, query: str, key: str) -> Page:
    if key != "known":
        raise PageNotFoundError(f"There is no source called {key}.")
    return Page(key, "One source.", html.H1(key))


@pytest.fixture(scope="module")
def database(published_database: Path) -> Database:
    return Database(published_database)


@pytest.fixture(scope="module")
def client(database: Database) -> Iterator[TestClient]:
    patch = pytest.MonkeyPatch()
    own = (
        routes.Route("/", _plain_page),
        routes.Route("/broken", _broken_page),
        routes.Route(SOURCE_PAGE, _keyed_page),
        *(routes.Route(path, _plain_page) for path in PAGES[1:]),
    )
    patch.setattr(routes, "ROUTES", own)
    with TestClient(dashboard_app.create_app(database), raise_server_exceptions=False) as made:
        yield made
    patch.undo()


def _layout(client: TestClient, referrer: str | None) -> dict[str, Any]:
    headers = {"referer": referrer} if referrer else {}
    answer = client.get("/_dash-layout", headers=headers)
    assert answer.status_code == 200
    children = answer.json()["props"]["children"]
    return {child["props"]["id"]: child["props"] for child in children}


def _callback(client: TestClient, **changes: Any) -> httpx.Response:
    body = {
        "output": "..page.children...arrived.data..",
        "outputs": [{"id": "page", "property": "children"}, {"id": "arrived", "property": "data"}],
        "inputs": [{"id": "address", "property": "data", "value": {"path": "/", "query": ""}}],
        "changedPropIds": ["address.data"],
    }
    return client.post("/_dash-update-component", json={**body, **changes})


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_an_address_that_answers(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert f'<link rel="canonical" href="{path}">' in answer.text


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/source", "/source/unknown", "/source/known/more", "/sources/x", "/%00", "/..%2f..%2fetc%2fpasswd"],
)
def test_an_unknown_address_answers_404_with_a_page_that_helps(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "noindex" in answer.text
    assert '<nav class="site-navigation"' in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/v1/nothing",
        "/assets/nothing.js",
        "/assets/../pyproject.toml",
        "/assets/update.sh",
        "/_dash-component-suites/dash/nothing.js",
        "/_dash-component-suites/os/path.py",
        "/_dash-component-suites/dash/dash.py",
    ],
)
def test_an_unknown_resource_answers_404_as_data(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404


def test_the_text_of_a_missing_key_is_shown_as_text(client: TestClient) -> None:
    answer = client.get("/source/<script>alert(1)</script>")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in client.get("/source/%3Cscript%3Ealert(1)").text


def test_title_and_description_are_those_of_the_page_and_escaped(client: TestClient) -> None:
    text = client.get("/").text
    assert "<title>Plain &amp; simple – " in text
    assert 'content="A &quot;plain&quot; page."' in text
    assert '<html lang="en"' in text
    assert "<noscript>" in text


def test_an_error_of_ours_is_a_sentence_for_the_reader_and_a_traceback_for_us(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    assert "secret" not in answer.text
    assert "the secret inside" in caplog.text


def test_no_style_asks_what_a_chart_has_inside_which_every_redraw_would_pay_for(client: TestClient) -> None:
    assert ".js-plotly-plot:has(" not in client.get("/assets/all.css").text


@pytest.mark.parametrize("path", ["/", "/nothing", "/healthz", "/_dash-dependencies", "/assets/all.css"])
def test_head_answers_like_get_without_a_body(client: TestClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert head.status_code == get.status_code
    assert head.content == b""
    assert head.headers["content-type"] == get.headers["content-type"]


@pytest.mark.parametrize("path", ["/", "/nothing", "/healthz", "/api/v1/nothing", "/assets/all.js", "/_dash-layout"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    script_source = re.search(r"script-src ([^;]+)", policy)
    assert script_source is not None
    assert "unsafe" not in script_source[1]


def test_only_embedded_pages_may_stand_in_a_frame(client: TestClient) -> None:
    assert "frame-ancestors *" in client.get("/embed/anything").headers["content-security-policy"]
    assert "frame-ancestors 'none'" in client.get("/embedded").headers["content-security-policy"]


def test_no_document_names_another_host(client: TestClient) -> None:
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', client.get("/").text)


def test_everything_that_a_document_links_is_there_and_kept_for_ever(client: TestClient) -> None:
    text = client.get("/").text
    addresses = set(re.findall(r'(?:src|href)="(/(?:assets|_dash-component-suites)/[^"]+)"', text))
    assert len(addresses) > 10
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["cache-control"], address


def test_a_file_without_its_version_is_revalidated(client: TestClient) -> None:
    answer = client.get("/assets/all.css")
    assert answer.headers["cache-control"] == "no-cache"
    again = client.get("/assets/all.css", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get("/assets/all.css?v=other").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/assets/all.js", "/", "/_dash-dependencies"])
def test_answers_come_compressed_to_those_who_can_read_it(client: TestClient, path: str) -> None:
    plain = client.get(path, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    for encoding, decode in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        with client.stream("GET", path, headers={"accept-encoding": encoding}) as answer:
            raw = b"".join(answer.iter_raw())
            assert answer.headers["content-encoding"] == encoding
            assert "accept-encoding" in answer.headers["vary"].lower()
        assert decode(raw) == plain.content
        assert len(raw) < len(plain.content) * 0.7


def test_caches_are_told_that_an_answer_depends_on_what_its_reader_can_read(client: TestClient) -> None:
    for encoding in ("br", "identity"):
        assert client.get("/", headers={"accept-encoding": encoding}).headers["vary"] == "Accept-Encoding"
    layout = client.get("/_dash-layout", headers={"accept-encoding": "gzip"})
    assert layout.headers["vary"] == "Referer, Accept-Encoding"


def test_brotli_is_preferred_and_a_refusal_respected() -> None:
    assert accepted_encoding("gzip, deflate, br") == "br"
    assert accepted_encoding("gzip, br;q=0") == "gzip"
    assert accepted_encoding("identity") == ""


def test_pages_are_never_kept_without_asking(client: TestClient) -> None:
    assert client.get("/").headers["cache-control"] == "no-cache"
    assert "no-cache" in client.get("/_dash-layout").headers["cache-control"]


def test_the_first_layout_already_contains_the_page_that_is_visited(client: TestClient) -> None:
    layout = _layout(client, "http://testserver/source/known?x=1")
    assert layout["page"]["children"]["props"]["content"]["props"]["children"] == "known"
    assert (layout["arrived"]["data"]["path"], layout["arrived"]["data"]["query"]) == ("/source/known", "x=1")


@pytest.mark.parametrize("referrer", [None, "http://[broken", "mailto:somebody"])
def test_without_a_referrer_the_layout_is_empty_and_says_so(client: TestClient, referrer: str | None) -> None:
    layout = _layout(client, referrer)
    assert layout["page"].get("children") is None
    assert layout["arrived"].get("data") is None


def test_the_page_of_another_address_comes_by_callback(client: TestClient) -> None:
    value = {"path": "/source/kn%6Fwn", "query": "a=b"}
    answer = _callback(client, inputs=[{"id": "address", "property": "data", "value": value}])
    assert answer.status_code == 200
    arrived = answer.json()["response"]["arrived"]["data"]
    assert (arrived["title"], arrived["path"], arrived["query"]) == ("known", "/source/kn%6Fwn", "a=b")


@pytest.mark.parametrize("value", [None, 7, "text", [], {}, {"path": 1, "query": ""}, {"path": "x", "query": ""}])
def test_a_strange_address_changes_nothing(client: TestClient, value: object) -> None:
    answer = _callback(client, inputs=[{"id": "address", "property": "data", "value": value}])
    assert answer.status_code == 204


@pytest.mark.parametrize(
    "changes",
    [
        {"output": "nobody.children"},
        {"output": 3},
        {"output": None},
        {"outputs": "text"},
        {"outputs": [1]},
        {"inputs": []},
        {"inputs": "text"},
        {"inputs": [{"value": 1}]},
        {"state": [{"id": "x", "property": "y"}]},
        {"changedPropIds": 5},
        {"changedPropIds": [None]},
    ],
)
def test_a_malformed_callback_request_is_the_senders_fault(client: TestClient, changes: dict[str, object]) -> None:
    answer = _callback(client, **changes)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].endswith(".")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_a_callback_body_that_is_not_an_object_is_refused(client: TestClient, body: bytes) -> None:
    answer = client.post("/_dash-update-component", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400


def test_what_is_too_large_is_refused(client: TestClient) -> None:
    assert client.post("/_dash-update-component", content=b"x" * (LARGEST_BODY + 1)).status_code == 413
    assert client.get("/" + "x" * 2000).status_code == 414
    assert client.get("/?" + "x" * 10_000).status_code == 414


@pytest.mark.parametrize(("method", "path"), [("POST", "/"), ("DELETE", "/sources"), ("PUT", "/assets/all.js")])
def test_what_is_read_only_answers_405(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, path).status_code == 405


def test_health_is_one_small_json_object(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert answer.json()["status"] == "ok"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("sent_prefix", ["", "/figures"], ids=["stripped by the proxy", "passed on by the proxy"])
def test_behind_a_proxy_every_link_stays_below_its_path(
    sent_prefix: str, client: TestClient, database: Database
) -> None:
    with TestClient(dashboard_app.create_app(database, "figures")) as mounted:
        document = mounted.get(sent_prefix + "/")
        assert document.status_code == 200
        addresses = re.findall(r'(?:src|href)="(/[^"]*)"', document.text)
        assert addresses
        assert all(address.startswith("/figures/") for address in addresses)
        script = next(address for address in addresses if "all.js" in address)
        assert mounted.get(script.replace("/figures", sent_prefix)).status_code == 200
        assert "url(/" not in mounted.get(sent_prefix + "/assets/all.css").text.replace('"', "")
        layout = mounted.get(sent_prefix + "/_dash-layout", headers={"referer": "http://testserver/figures/"})
        link = layout.json()["props"]["children"][2]["props"]["children"]["props"]["content"]["props"]["children"][1]
        assert link["props"]["href"] == "/figures/sources"


def test_the_bare_path_of_a_proxy_leads_to_the_first_page(database: Database) -> None:
    with TestClient(dashboard_app.create_app(database, "/figures/")) as mounted:
        answer = mounted.get("/figures", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (308, "/figures/")


def test_a_port_in_use_is_one_clear_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(command_line, ["--port", str(port)])
    assert result.exit_code == 1
    assert result.output.startswith(f"Cannot listen on 127.0.0.1:{port}: ")
    assert result.output.count("\n") == 1
