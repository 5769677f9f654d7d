"""Every page, address and parameter is told to those who use it, and none is told that leads nowhere."""

import re
from pathlib import Path

import pytest
from documented import DASHBOARD, SECTIONS, USERS, every_document, first_spans
from documents import Document

from dashboard.api.built import BuiltFiles
from dashboard.api.problems import PROBLEM_KINDS
from dashboard.api.resources import RESOURCES
from dashboard.api.router import Api
from dashboard.pages import api_reference
from dashboard.pages.routes import ROUTES
from dashboard.server import urls
from etl.editions.reading import Database

SERVER = "http://127.0.0.1:8050"  # where examples find the dashboard


def with_names(address: str) -> str:
    """An address of a document as the program has it: `<area>` is `{area}`, and neither query nor fragment counts."""
    return re.sub(r"<(\w+)>", r"{\1}", re.split(r"[?#]", address)[0])


def addresses_in(document: Document) -> list[str]:
    """Every address of the dashboard in a document, of spans and of examples."""
    examples = [found for line in document.code for found in re.findall(rf"{SERVER}(/[^\s'\"]*)", line)]
    return [span for span in document.spans if re.match(r"/(?!\.)", span)] + examples


@pytest.fixture(scope="module")
def api(published_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Api:
    """The API of the bundled figures."""
    return Api(Database(published_database), "", BuiltFiles(tmp_path_factory.mktemp("downloads")))


def known_addresses() -> set[str]:
    """Every address that is not below the API, with names for the parts that vary."""
    named = {name: value for name, value in vars(urls).items() if name.isupper() and str(value).startswith("/")}
    return {value for name, value in named.items() if not name.startswith(("_", "API_"))} | {urls.API_REFERENCE}


def test_every_page_is_told_to_analysts() -> None:
    told = set(map(with_names, first_spans(SECTIONS["For analysts"].rows)))
    assert {route.pattern for route in ROUTES} <= told


def test_every_other_address_is_told_to_engineers() -> None:
    told = {with_names(address) for document in (USERS, DASHBOARD) for address in addresses_in(document)}
    patterns = [re.compile(re.escape(address).replace(r"\.\.\.", ".*")) for address in told]
    for address in known_addresses() - {urls.EXPORTS, urls.API}:
        assert any(pattern.fullmatch(address) for pattern in patterns), address


@every_document
def test_every_address_that_is_told_leads_somewhere(document: Document, api: Api) -> None:
    known = known_addresses() | {urls.API + endpoint.path for endpoint in api.endpoints}
    for address in map(with_names, addresses_in(document)):
        pattern = re.compile(re.escape(address).replace(r"\.\.\.", ".*"))
        assert any(pattern.fullmatch(one) or urls.parts_of(one, address) is not None for one in known), address


def test_parameters_and_lists_of_the_api_are_told_to_analysts(api: Api) -> None:
    told = set(SECTIONS["For analysts"].spans)
    assert {resource.name for resource in RESOURCES} <= told
    for endpoint in api.endpoints:
        assert {parameter.name for parameter in endpoint.parameters} <= told, endpoint.path


def test_examples_give_the_api_only_parameters_that_it_has(api: Api) -> None:
    for address in addresses_in(USERS):
        path, _, query = address.partition("?")
        for endpoint in api.endpoints:
            if path == urls.API + endpoint.path:
                names = {part.partition("=")[0] for part in query.split("&") if part}
                assert names <= {parameter.name for parameter in endpoint.parameters}, address


def test_the_page_of_the_api_tells_every_address_parameter_and_error(api: Api, published_database: Path) -> None:
    page = str(api_reference.page(Database(published_database).edition(), "").body.to_plotly_json())
    for endpoint in api.endpoints:
        if not re.search(r"\.(bib|ris|json|csv)$", endpoint.path):  # told with the address that they are formats of
            assert urls.API + endpoint.path in page, endpoint.path
        assert all(f"'{parameter.name}'" in page for parameter in endpoint.parameters), endpoint.path
    assert all(f"'{kind}'" in page for kind in PROBLEM_KINDS)
