"""Every address that leaves the dashboard leads into it, wherever a proxy mounts it."""

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from address_words import WORDS
from callback_bodies import BRING_PAGE, REDRAW, body_of, named, values_of
from exported import opened
from starlette.testclient import TestClient

from dashboard.app import create_app
from dashboard.server import urls as spelled
from dashboard.server.urls import INSIDE, NUMBER, Urls
from etl.editions.reading import Database
from etl.figures.keys import Key

HOST = "http://stats.example"
KEY = Key("opium-poppy-cultivation", "AFG", 2018, "unodc")
DAY = "2019-11-26"
VIEWS = {
    "lines with all layers": "indicator=opium-poppy-cultivation&area=AFG&layer=annotations&layer=events"
    "&layer=revisions&layer=disagreement",
    "known on a day": f"indicator=opium-poppy-cultivation&area=AFG&asof={DAY}&compare=today",
    "a computed measure": "indicator=opium-poppy-cultivation&area=AFG&area=MMR&measure=share",
    "a stack": "indicator=coca-bush-cultivation&area=COL&area=PER&area=BOL&producer=unodc&form=stack",
    "panels": "indicator=opium-poppy-cultivation&group=parts-of-AFG&producer=unodc&form=panels",
    "a ranking": "indicator=coca-bush-cultivation&top=2020&form=bar",
    "a map of provinces": "indicator=opium-poppy-cultivation&group=parts-of-AFG&form=map&year=2018",
    "a map of the world": "indicator=opium-poppy-cultivation&top=2020&form=map",
}
VIEW = VIEWS["lines with all layers"]
PAGES = {
    "explore": INSIDE.view(""),
    "briefing": spelled.AFGHANISTAN_2018,
    "another briefing": INSIDE.briefing("COL", 2018),
    "number": INSIDE.number(KEY),
    "number known on a day": INSIDE.number(KEY, asof=DAY, source="shupl-2019-paris-pact"),
    "computed": INSIDE.computed("change", [KEY, KEY._replace(year=2017)]),
    "disagreements": INSIDE.disagreements(),
    "disagreements between producers": INSIDE.disagreements(kind="producers"),
    "coverage": INSIDE.coverage(),
    "sources": INSIDE.sources(),
    "source": INSIDE.source("shupl-2019-paris-pact"),
    "data": INSIDE.data(),
    "API reference": INSIDE.api_reference(),
    "method": INSIDE.method(),
    "frame": INSIDE.embedded(VIEW),
    "no page": "/nothing",
    **{f"view: {name}": INSIDE.view(query) for name, query in VIEWS.items()},
}
FILES = {
    "crawlers": spelled.ROBOTS,
    "site map": spelled.SITEMAP,
    "figure of a picture": f"{spelled.EXPORT_FIGURE}?{VIEW}",
    "figure of a map": f"{spelled.EXPORT_FIGURE}?{VIEWS['a map of provinces']}",
    "table": INSIDE.export_file("csv", VIEW),
    "slides": INSIDE.export_briefing("pptx", spelled.AFGHANISTAN_2018),
    "API": INSIDE.api(),
    "description of the API": INSIDE.api(spelled.API_DESCRIPTION),
    "catalogue": INSIDE.api(spelled.API_CATALOG),
    "list": INSIDE.api_list("observations", {"area": ["AFG"], "limit": ["3"]}),
    "list as CSV": INSIDE.api_list_csv("statements", {"area": ["AFG"], "limit": ["3"]}),
    "list of sources": INSIDE.api_list_csv("sources"),
    "number in the API": INSIDE.api(NUMBER.format(**KEY._asdict()), {"asof": [DAY]}),
    "citation of a number": INSIDE.api(f"/citation/number/{KEY.path}.json"),
    "citation of a view": INSIDE.view_citation(VIEW, "bib"),
    "citation of the edition": INSIDE.edition_citation("txt"),
    "problem": INSIDE.api_list("observations", {"year": ["x"]}),
    "nothing in the API": INSIDE.api("/nothing"),
}

_ADDRESS = re.compile(
    rf"(?<![\w.~%:/@-])(?P<host>{re.escape(HOST)})?(?P<root>(?:/+figures)*)(?P<slashes>/+)(?:{WORDS})(?![\w-])"
    rf"|(?<![\w.~%:/@-])(?P<host2>{re.escape(HOST)})?(?P<root2>(?:/+figures)*)(?P<slashes2>/+)\?indicator="
)


@pytest.fixture(scope="module")
def database(published_database: Path) -> Database:
    return opened(published_database)


@pytest.fixture(scope="module")
def clients(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, TestClient]]:
    """Two dashboards of one database in one process, under a prefix and without one."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    with (
        TestClient(create_app(database, "/figures"), base_url=HOST) as mounted,
        TestClient(create_app(database), base_url=HOST) as plain,
    ):
        yield {"/figures": mounted, "": plain}
    patch.undo()


PREFIXES = pytest.mark.parametrize("prefix", ["/figures", ""], ids=["mounted", "plain"])


def _texts(value: Any) -> Iterator[str]:
    """Every text in JSON; the path of the address that the shell shows is one inside the dashboard."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)
    elif isinstance(value, dict):
        yield from (text for name, entry in value.items() if name != "path" for text in _texts(entry))


def _texts_of(answer: httpx.Response) -> Iterator[str]:
    """Every text of an answer, as its reader understands it."""
    media_type = answer.headers["content-type"]
    if "json" in media_type:
        yield from _texts(answer.json())
    elif "officedocument" in media_type:
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    yield archive.read(name).decode()
    else:
        yield html.unescape(answer.text)


def _roots(texts: Iterator[str]) -> list[str]:
    """What the addresses in some texts begin with: host, prefix and the slashes after them, all but one."""
    found = []
    for text in texts:
        # Columns are described as “key of /sources”, which is a list by its path below the root of the API.
        for match in _ADDRESS.finditer(text.replace("key of /", "").replace('\\"', '"').replace("\\u002f", "/")):
            parts = {name.rstrip("2"): value for name, value in match.groupdict().items() if value is not None}
            found.append(f"{parts['root']}{parts['slashes'][1:]}")
    return found


class _Links(HTMLParser):
    """Collects the addresses of a document that begin with a slash, whatever they lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        addresses = {"href", "src", "action", "data-plotly", "data-land"}
        self.found += [value for name, value in attrs if name in addresses and value and value.startswith("/")]


def _lead_into(answer: httpx.Response, prefix: str, least: int = 1) -> None:
    roots = _roots(_texts_of(answer))
    assert len(roots) >= least
    assert set(roots) <= {prefix}


@PREFIXES
@pytest.mark.parametrize("name", PAGES)
def test_every_address_of_a_page_leads_into_the_dashboard(
    clients: dict[str, TestClient], prefix: str, name: str
) -> None:
    client, address = clients[prefix], prefix + PAGES[name]
    document = client.get(address)
    _lead_into(document, prefix, least=10)
    links = _Links()
    links.feed(document.text)
    assert links.found
    for link in links.found:
        assert link.startswith(f"{prefix}/") and not link.startswith((f"{prefix}{prefix}/figures", "//"))
    layout = client.get(prefix + "/_dash-layout", headers={"referer": HOST + address})
    _lead_into(layout, prefix)


@pytest.mark.processes
@PREFIXES
@pytest.mark.parametrize("name", FILES)
def test_every_address_in_a_file_leads_into_the_dashboard(
    clients: dict[str, TestClient], prefix: str, name: str
) -> None:
    _lead_into(clients[prefix].get(prefix + FILES[name]), prefix)


def _ask(client: TestClient, prefix: str, callback: str, values: dict[str, Any], changed: str) -> httpx.Response:
    declared = client.get(prefix + "/_dash-dependencies").json()
    body = body_of(named(declared, callback), values, changed)
    answer = client.post(prefix + "/_dash-update-component", json=body)
    assert answer.status_code == 200
    return answer


def _redrawn(client: TestClient, prefix: str) -> httpx.Response:
    layout = client.get(prefix + "/_dash-layout", headers={"referer": f"{HOST}{prefix}{INSIDE.view(VIEW)}"})
    return _ask(client, prefix, REDRAW, values_of(layout.json()), "view-scale.value")


def _described(client: TestClient, prefix: str) -> httpx.Response:
    return _ask(client, prefix, "..view-heading", {"view-query.data": {"query": VIEW}}, "view-query.data")


def _brought(client: TestClient, prefix: str) -> httpx.Response:
    return _ask(client, prefix, BRING_PAGE, {"address.data": {"path": "/disagreements", "query": ""}}, "address.data")


def _opened(client: TestClient, prefix: str) -> httpx.Response:
    address = Urls(prefix).number(KEY, asof=DAY)
    return _ask(client, prefix, "..panel-content", {"selected.data": {"address": address}}, "selected.data")


def _computed(client: TestClient, prefix: str) -> httpx.Response:
    address = Urls(prefix).computed("change", [KEY, KEY._replace(year=2017)])
    return _ask(client, prefix, "..panel-content", {"selected.data": {"address": address}}, "selected.data")


CALLBACKS = [_redrawn, _described, _brought, _opened, _computed]


@PREFIXES
@pytest.mark.parametrize("ask", CALLBACKS)
def test_every_address_that_a_callback_brings_leads_into_the_dashboard(
    clients: dict[str, TestClient], prefix: str, ask: Callable[[TestClient, str], httpx.Response]
) -> None:
    _lead_into(ask(clients[prefix], prefix), prefix, least=5)


@pytest.mark.parametrize("ask", CALLBACKS)
def test_two_dashboards_of_one_database_never_mix_their_addresses(
    clients: dict[str, TestClient], ask: Callable[[TestClient, str], httpx.Response]
) -> None:
    plain, mounted = (ask(clients[prefix], prefix).text for prefix in ("", "/figures"))
    assert [ask(clients[prefix], prefix).text for prefix in ("", "/figures")] == [plain, mounted]
    assert plain != mounted


def test_the_style_sheet_and_the_problem_of_a_request_stay_below_the_prefix(clients: dict[str, TestClient]) -> None:
    styles = clients["/figures"].get("/figures/assets/all.css").text
    assert not re.search(r"url\([\"']?/", styles)
    problem = clients["/figures"].get("/figures/api/v1/nothing").json()
    assert problem["instance"] == "/figures/api/v1/nothing"
