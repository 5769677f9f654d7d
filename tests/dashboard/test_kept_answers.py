"""Answers that are kept are the same as those that are made, end with their edition, and never fill the memory."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app
from dashboard.pages import explore
from dashboard.server.answers import LARGEST_ANSWER, Answers, KeptAnswer
from etl.editions.reading import Database, Edition

SETTINGS = {
    "indicator": "opium-poppy-cultivation",
    "area": ["AFG"],
    "group": None,
    "membership": "today",
    "producer": [],
    "years": [1994, 2020],
    "year": 2018,
    "form": "line",
    "measure": "value",
    "base": None,
    "scale": "linear",
    "asof": None,
    "compare": False,
    "layer": ["annotations"],
}


@pytest.fixture
def database(published_database: Path, tmp_path: Path) -> Database:
    return Database(Path(shutil.copy(published_database, tmp_path / "served.sqlite")))


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with TestClient(create_app(database)) as made:
        yield made


def _redraw(client: TestClient, headers: dict[str, str] | None = None, **changes: Any) -> httpx.Response:
    dependencies = client.get("/_dash-dependencies").json()
    output = next(entry["output"] for entry in dependencies if explore.depends_on_the_request_only(entry["output"]))
    names = (name.rpartition(".") for name in output.strip(".").split("..."))
    given = {**SETTINGS, **changes}
    body = {
        "output": output,
        "outputs": [
            {"id": json.loads(name) if name.startswith("{") else name, "property": prop} for name, _, prop in names
        ],
        "inputs": [
            {"id": f"view-{name}", "property": "checked" if name == "compare" else "value", "value": value}
            for name, value in given.items()
        ],
        "state": [{"id": "view-years", "property": end, "value": year} for end, year in (("min", 1994), ("max", 2020))],
        "changedPropIds": ["view-scale.value"],
    }
    return client.post("/_dash-update-component", json=body, headers=headers)


def test_the_second_answer_is_the_first_again(client: TestClient) -> None:
    first, second = _redraw(client), _redraw(client)
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert first.headers["content-type"] == second.headers["content-type"] == "application/json"
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert second.headers["content-security-policy"]


def test_another_view_is_another_answer(client: TestClient) -> None:
    assert _redraw(client).content != _redraw(client, scale="log").content != _redraw(client).content


def test_callbacks_come_compressed_in_the_encoding_that_was_asked_for(client: TestClient) -> None:
    for encoding in ("br", "gzip", "identity", "br"):
        answer = _redraw(client, {"accept-encoding": encoding})
        assert answer.headers.get("content-encoding", "identity") == encoding
        assert answer.json()["response"]["chart"]["figure"]["data"]


def test_a_kept_answer_is_never_given_to_a_reader_who_cannot_read_it(client: TestClient) -> None:
    for encodings in ("*", "br;q=0, *", "identity", "zstd", ""):
        answer = _redraw(client, {"accept-encoding": encodings})
        assert "content-encoding" not in answer.headers
        assert answer.json()


def test_a_new_edition_takes_the_answers_of_the_old_one_with_it(
    client: TestClient, database: Database, tmp_path: Path
) -> None:
    _redraw(client)
    kept = database.edition().keep(Answers)
    shutil.copy(tmp_path / "served.sqlite", tmp_path / "next.sqlite")
    (tmp_path / "next.sqlite").replace(tmp_path / "served.sqlite")
    assert _redraw(client).status_code == 200
    assert database.edition().keep(Answers) is not kept


def test_without_an_edition_nothing_old_is_given(client: TestClient, tmp_path: Path) -> None:
    assert _redraw(client).status_code == 200
    (tmp_path / "served.sqlite").unlink()
    assert _redraw(client).status_code == 503


def test_what_is_kept_is_bounded_and_the_least_asked_for_goes_first(edition: Edition) -> None:
    answers = Answers(edition)
    keys = [(bytes([number]), "br", "") for number in range(4)]
    for key in keys[:3]:
        answers.keep(key, KeptAnswer({}, b"x" * 1000), most=5000)
    answers.find(keys[0])
    answers.keep(keys[3], KeptAnswer({}, b"x" * 1000), most=5000)
    assert [answers.find(key) is not None for key in keys] == [True, False, True, True]
    answers.keep(keys[1], KeptAnswer({}, b"x" * (LARGEST_ANSWER + 1)))
    assert answers.find(keys[1]) is None
