"""A line in the log for every request, its id also in the answer, and a failure in the line that it belongs to."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dash import html
from exported import opened
from starlette.testclient import TestClient

from dashboard.app import create_app
from dashboard.pages import routes
from dashboard.pages.page import Page
from dashboard.server.log import LogFormat, configure, log_refusal, new_request_id
from etl.editions.reading import Edition


def _broken_page(edition: Edition, query: str) -> Page:
    raise RuntimeError("the secret inside")


def _plain_page(edition: Edition, query: str) -> Page:
    return Page("Plain", "A plain page.", html.H1("Plain"))


class Log:
    """What the log has said since it was last read."""

    def __init__(self, log_format: LogFormat) -> None:
        self.stream = io.StringIO()
        configure(log_format, self.stream)

    def lines(self) -> list[str]:
        said = self.stream.getvalue().splitlines()
        self.stream.seek(0)
        self.stream.truncate()
        return said

    def entries(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines()]


@pytest.fixture(scope="module")
def client(published_database: Path) -> Iterator[TestClient]:
    patch = pytest.MonkeyPatch()
    patch.setattr(routes, "ROUTES", (routes.Route("/", _plain_page), routes.Route("/broken", _broken_page)))
    with TestClient(create_app(opened(published_database)), raise_server_exceptions=False) as made:
        yield made
    patch.undo()


@pytest.fixture
def log(client: TestClient) -> Iterator[Log]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield Log("json")
    root.handlers = handlers
    root.setLevel(level)


def test_a_request_is_one_json_line_that_says_what_was_answered(client: TestClient, log: Log, edition: Edition) -> None:
    answer = client.get("/?area=AFG", headers={"user-agent": "x" * 500})
    (entry,) = log.entries()
    assert entry["time"].endswith("+00:00")
    assert (entry["method"], entry["path"], entry["query"], entry["status"]) == ("GET", "/", "area=AFG", 200)
    assert entry["edition"] == edition.name
    assert entry["bytes"] == int(answer.headers.get("content-length", entry["bytes"])) > 0
    assert entry["ms"] > 0
    assert entry["user_agent"] == "x" * 120
    assert entry["request_id"] == answer.headers["x-request-id"]


def test_a_well_formed_id_of_the_proxy_is_kept_and_any_other_replaced(client: TestClient, log: Log) -> None:
    kept = client.get("/healthz", headers={"x-request-id": "7f0c-e1.A_9"})
    assert kept.headers["x-request-id"] == "7f0c-e1.A_9"
    for strange in ("short", "x" * 65, 'a"b"c"d"e"', "with space in it", "é" * 10):
        answer = client.get("/healthz", headers={"x-request-id": strange.encode("latin-1")})
        assert answer.headers["x-request-id"] != strange
        assert len(answer.headers["x-request-id"]) == 16
    assert len(log.entries()) == 6


def test_a_failure_is_in_the_line_of_its_request_and_nowhere_in_the_answer(client: TestClient, log: Log) -> None:
    answer = client.get("/broken")
    (entry,) = log.entries()
    assert answer.status_code == entry["status"] == 500
    assert entry["error"].endswith("RuntimeError: the secret inside")
    assert "Traceback" in entry["error"]
    assert entry["request_id"] == answer.headers["x-request-id"]
    assert "secret" not in answer.text


def test_an_address_cannot_write_a_line_of_its_own(client: TestClient, log: Log) -> None:
    plain = Log("plain")
    client.get("/a%0a2026-11-24 200 GET /forged%1b[31m")
    (line,) = plain.lines()
    assert "404 GET /a\\n2026-11-24 200 GET /forged\\x1b[31m" in line


@pytest.mark.parametrize("log_format", ["json", "plain"])
def test_no_control_character_gets_into_the_log(client: TestClient, log: Log, log_format: LogFormat) -> None:
    read = Log(log_format)
    client.get("/broken%C2%9B31m", headers={"user-agent": "\x9b31m\x85\x7f".encode("latin-1")})
    logging.getLogger("etl").warning("cell \x9b2J \x07 \u2028 \x1b[31m")
    said = read.stream.getvalue()
    assert "9b" in said and "1b" in said
    assert not set(said) & {*map(chr, range(0x0A)), *map(chr, range(0x0B, 0x20)), *map(chr, range(0x7F, 0xA0))}
    assert len(read.lines()) == 2


def test_what_the_log_is_told_outside_of_requests_is_one_json_line_too(log: Log) -> None:
    logging.getLogger("etl").warning("first\nsecond")
    (entry,) = log.entries()
    assert (entry["level"], entry["logger"], entry["message"]) == ("warning", "etl", "first\nsecond")


def test_what_is_no_request_has_one_line_and_no_warning_beside_it(log: Log) -> None:
    log_refusal(new_request_id(), 400, 10)
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    (entry,) = log.entries()
    assert entry["status"] == 400
    logging.getLogger("uvicorn.error").error("The address is in use.")
    assert log.entries()[-1]["message"] == "The address is in use."


@pytest.mark.parametrize("with_files", [True, False])
def test_requests_of_files_can_be_left_out(published_database: Path, log: Log, with_files: bool) -> None:
    with TestClient(create_app(opened(published_database), log_files=with_files)) as made:
        made.get("/assets/all.css")
        made.get("/healthz")
    assert [entry["path"] for entry in log.entries()] == ["/assets/all.css"] * with_files + ["/healthz"]
