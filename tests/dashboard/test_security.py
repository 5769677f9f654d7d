"""What nobody can do to the dashboard or to its readers, whatever they send."""

import asyncio
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from exported import opened
from postgresql import BOTH_KINDS
from sample_data import sample_data
from sharing import publish
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send
from typer.testing import CliRunner

from dashboard.__main__ import command_line
from dashboard.app import create_app
from dashboard.server.limits import LARGEST_BODY, LONGEST_PATH, LONGEST_QUERY, RequestLimits
from dashboard.server.urls import CHECK
from etl.editions.reading import Database, NoEditionError
from etl.editions.store import open_store
from etl.figures import stored, tables

CALLBACK = "/_dash-update-component"
OTHER_HOSTS = (
    'evil.example"><script>alert(1)</script>',
    "evil.example/path",
    "reader@evil.example",
    "evil.example\\@figures",
    "evil.example:80:80",
    "evil example",
    "",
)


@pytest.fixture(scope="module")
def client(published_database: Path) -> Iterator[TestClient]:
    server = create_app(opened(published_database))

    @server.post("/fails")
    async def fail() -> None:
        raise RuntimeError("the secret inside")

    with TestClient(server, raise_server_exceptions=False) as made:
        yield made


ANSWERS = {
    "page": ("GET", "/", 200),
    "number": ("GET", "/number/opium-poppy-cultivation/AFG/2018/unodc", 200),
    "missing page": ("GET", "/nothing", 404),
    "health": ("GET", "/healthz", 200),
    "readiness": ("GET", "/readyz", 200),
    "style": ("GET", "/assets/all.css", 200),
    "picture": ("GET", "/assets/favicon.svg", 200),
    "missing file": ("GET", "/assets/nothing.js", 404),
    "layout": ("GET", "/_dash-layout", 200),
    "API": ("GET", "/api/v1/observations?indicator=opium-production&area=AFG", 200),
    "refused by the API": ("GET", "/api/v1/nothing", 404),
    "table": ("GET", "/export/view.csv", 200),
    "robots": ("GET", "/robots.txt", 200),
    "site map": ("GET", "/sitemap.xml", 200),
    "refused callback": ("POST", CALLBACK, 400),
    "method": ("DELETE", "/sources", 405),
    "long path": ("GET", "/" + "x" * LONGEST_PATH, 414),
    "failure": ("POST", "/fails", 500),
    "head": ("HEAD", "/", 200),
}


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS.values(), ids=ANSWERS)
def test_every_kind_of_answer_is_held_to_the_strict_policy(
    client: TestClient, method: str, path: str, status: int
) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert re.fullmatch(r"'self'( 'sha256-[A-Za-z0-9+/]{43}=')+", policy["script-src"])
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert answer.headers["x-request-id"]
    assert "server" not in answer.headers
    assert "secret" not in answer.text


@pytest.mark.parametrize(("path", "ancestors"), [("/embed", "*"), ("/embedded", "'none'"), ("/x/embed", "'none'")])
def test_only_the_embedded_chart_may_stand_in_a_frame(client: TestClient, path: str, ancestors: str) -> None:
    assert f"frame-ancestors {ancestors};" in client.get(path).headers["content-security-policy"]


def test_every_inline_script_of_a_page_is_one_that_the_policy_names(client: TestClient) -> None:
    answer = client.get("/")
    named = re.findall(r"'(sha256-[^']+)'", answer.headers["content-security-policy"])
    inline = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    assert 0 < len(inline) <= len(named)
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", answer.text)


@pytest.fixture(params=BOTH_KINDS)
def any_database(request: pytest.FixtureRequest, published_database: Path) -> Database:
    if request.param == "sqlite":
        return Database(published_database)
    url = str(request.getfixturevalue("postgresql_url"))
    data = request.getfixturevalue("bundled_copy")
    publish(data, open_store(data, url))
    return Database(url)


@pytest.fixture
def bundled_copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_data(), tmp_path / "data"))


def test_nothing_can_be_written_through_the_handle_of_the_dashboard(any_database: Database) -> None:
    edition = any_database.edition()
    before = edition.observations("opium-production", ["AFG"])
    for change in (
        update(stored.observation.rows).values(value=1.0),
        delete(stored.statement.rows),
        insert(tables.edition).values(edition="forged", data_as_of="", statements=0, observations=0),
    ):
        with pytest.raises((DBAPIError, NoEditionError), match=r"read-?only"):
            edition._rows(change)
    again = any_database.edition()
    assert again.observations("opium-production", ["AFG"]) == before


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/" + "x" * LONGEST_PATH, 414),
        ("/?" + "x" * (LONGEST_QUERY + 1), 414),
        ("/export/view.csv?" + "x" * (LONGEST_QUERY + 1), 414),
        ("/api/v1/observations?" + "x" * 20_000, 400),
    ],
)
def test_a_long_address_is_refused(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


@pytest.mark.parametrize("path", [CALLBACK, "/", "/export/view.csv", "/fails"])
def test_a_large_body_is_refused_wherever_it_is_sent(client: TestClient, path: str) -> None:
    headers = {"content-type": "application/json"}
    assert client.post(path, content=b" " * (LARGEST_BODY + 1), headers=headers).status_code == 413


def test_a_body_without_an_end_is_not_taken_in_for_ever() -> None:
    taken: list[int] = []

    async def receive() -> Message:
        taken.append(65_536)
        return {"type": "http.request", "body": b"a" * taken[-1], "more_body": True}

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert len((await receive())["body"]) == LARGEST_BODY + 1

    async def send(message: Message) -> None:
        raise AssertionError(message)

    scope = {"type": "http", "path": CHECK, "query_string": b"", "method": "POST", "headers": []}
    asyncio.run(RequestLimits(app, None)(scope, receive, send))  # type: ignore[arg-type]
    assert LARGEST_BODY < sum(taken) < 3 * LARGEST_BODY


def test_a_large_body_that_does_not_say_how_large_is_refused_too(client: TestClient) -> None:
    chunks = (b" " * 65_536 for _ in range(LARGEST_BODY // 65_536 + 2))
    assert client.post(CALLBACK, content=chunks, headers={"content-type": "application/json"}).status_code == 413


def _absolute(answer: httpx.Response) -> set[str]:
    """The hosts of our own absolute addresses in a document."""
    marked = re.findall(r'(?:property="og:(?:url|image)" content|rel="canonical" href)="(https?://[^/"]*)', answer.text)
    return {*marked, *re.findall(r"(?:Sitemap: |<loc>)(https?://[^/<]*)", answer.text)}


@pytest.mark.parametrize("host", OTHER_HOSTS)
@pytest.mark.parametrize("path", ["/", "/robots.txt", "/sitemap.xml"])
def test_a_host_that_no_browser_sends_is_never_repeated(client: TestClient, host: str, path: str) -> None:
    answer = client.get(path, headers={"host": host})
    assert answer.status_code == 200
    assert "evil" not in answer.text
    assert _absolute(answer) == {"http://testserver:80"}


def test_with_an_address_of_its_own_no_request_can_name_another(published_database: Path) -> None:
    with TestClient(create_app(opened(published_database), address="https://figures.example.org")) as made:
        for path in ("/", "/robots.txt", "/sitemap.xml", "/api/v1/observations?indicator=opium-production&limit=1"):
            answer = made.get(path, headers={"host": "evil.example"})
            assert answer.status_code == 200
            assert "evil.example" not in answer.text
            assert "https://figures.example.org" in answer.text


@pytest.mark.parametrize("address", ["figures.example.org", "ftp://figures.example.org", "https://a/b", "https://a@b"])
def test_an_address_that_is_none_is_refused_at_the_start_in_one_sentence(address: str) -> None:
    result = CliRunner().invoke(command_line, ["--address", address])
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert "such as https://figures.example.org" in result.output


@pytest.mark.parametrize("flag", ["--debug", "--reload", "--dev", "--hot-reload"])
def test_there_is_no_debug_mode_to_switch_on(flag: str) -> None:
    result = CliRunner().invoke(command_line, [flag])
    assert result.exit_code == 2


def test_the_application_is_never_in_debug_mode(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASH_DEBUG", "1")
    assert "dev_tools" not in client.get("/").text
    for path in ("/_alive_", "/_reload-hash", "/docs", "/openapi.json", "/_dash-config"):
        assert client.get(path).status_code == 404
